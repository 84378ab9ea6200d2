//! A problem of a report: what could not be read from it, or contradicts itself.

use serde::{Deserialize, Serialize};

/// What could not be read, or contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Line of the text, from 1; 0 where it is the whole report's.
    pub line: u32,
    /// A short name in snake_case, stable for programs.
    pub code: String,
    /// For people: lower case, no final period.
    pub message: String,
}

impl Problem {
    /// A problem of a line, or of the whole report where `line` is 0.
    pub fn new(line: u32, code: &str, message: impl Into<String>) -> Problem {
        Problem {
            line,
            code: code.to_owned(),
            message: message.into(),
        }
    }
}
