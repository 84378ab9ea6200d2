//! What can be wrong with the files of an evaluation, and what to do about it.

use std::io;
use std::path::PathBuf;

/// Topics or judgements could not be read.
#[derive(Debug, thiserror::Error)]
pub enum EvaluationError {
    /// The file system refused, or the file is no UTF-8.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A line is not what such a file is made of.
    #[error("{}:{line}: {reason}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
        /// What it should be.
        expected: &'static str,
    },
    /// A file says nothing.
    #[error("{} holds no {what}", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
        /// "topics", "judgements".
        what: &'static str,
        /// What a line should be.
        expected: &'static str,
    },
    /// The topics and the judgements are of different collections.
    #[error("no topic of {} is judged in {}", topics.display(), qrels.display())]
    Unrelated {
        /// The file of topics.
        topics: PathBuf,
        /// The file of judgements.
        qrels: PathBuf,
    },
}

impl EvaluationError {
    /// What the user may do.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            EvaluationError::Io { .. } => None,
            EvaluationError::Line { expected, .. } | EvaluationError::Empty { expected, .. } => {
                Some(expected)
            }
            EvaluationError::Unrelated { .. } => {
                Some("both name topics in their first column; are they of one collection?")
            }
        }
    }
}
