//! The record of a path that was left out of a corpus, and why.
//!
//! Input: a path and the error that it met. Output: a [`LeftOut`], whose reason is one plain line for people. `listing` makes them
//! for paths that cannot be listed, `source` for documents that cannot be read.

use serde::{Deserialize, Serialize};

/// A path that could not be listed or read, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The path, as in [`super::SourceFile::name`].
    pub path: String,
    /// One line, lower case, no final period.
    pub reason: String,
}

impl LeftOut {
    /// Records that `path` was left out, for a reason whose final period is dropped.
    pub(super) fn new(path: &str, reason: impl std::fmt::Display) -> LeftOut {
        LeftOut {
            path: path.to_owned(),
            reason: reason.to_string().trim_end_matches('.').to_owned(),
        }
    }
}

/// Returns the reason of an I/O error in lower case, without the system's number.
pub(super) fn io_reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "no such file or folder".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "is a folder".to_owned(),
        _ => {
            let text = error.to_string();
            let text = text.split(" (os error").next().unwrap_or_default();
            text.trim_end_matches('.').to_lowercase()
        }
    }
}
