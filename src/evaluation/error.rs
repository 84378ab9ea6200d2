//! Lists the errors that the files of an evaluation can cause, with a hint at what to do about each.

use std::io;
use std::path::PathBuf;

/// Topics or judgements could not be read.
#[derive(Debug, thiserror::Error)]
pub enum EvaluationError {
    /// The file could not be read, or is not UTF-8.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A line is not what the file should consist of.
    #[error("{}:{line}: {reason}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The number of the line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
        /// What it should be.
        expected: &'static str,
    },
    /// The file holds nothing.
    #[error("{} holds no {what}", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
        /// What it should hold: "topics" or "judgements".
        what: &'static str,
        /// What a line should be.
        expected: &'static str,
    },
    /// No topic is judged: the topics and the judgements belong to different collections.
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
