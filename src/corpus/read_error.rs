//! Why a file could not be read: the typed error of this stage, each case with one clear line.
//!
//! A format's reader gives a file up with a [`Refusal`]; the file's name makes a [`ReadError`] of it. The binary adds what a user may do
//! about it.

use super::left_out::io_reason;
use super::panics::{Panicked, guard};

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It cannot be opened.
    #[error("cannot open {name}: {}", io_reason(.source))]
    Open {
        /// The file's name.
        name: String,
        /// The system's error.
        source: std::io::Error,
    },
    /// It was listed but is no longer there.
    #[error("{name} vanished while it was being read")]
    Vanished {
        /// The file's name.
        name: String,
    },
    /// An I/O error occurred while it was read.
    #[error("cannot read {name}: {}", io_reason(.source))]
    Read {
        /// The file's name.
        name: String,
        /// The system's error.
        source: std::io::Error,
    },
    /// It holds nothing but white space.
    #[error("{name} is empty")]
    Empty {
        /// The file's name.
        name: String,
    },
    /// It is not a text.
    #[error("{name} is a binary file")]
    Binary {
        /// The file's name.
        name: String,
    },
    /// It is larger than any report.
    #[error("{name} is too large for a report: {n_bytes} bytes, at most {max_bytes} are read")]
    TooLarge {
        /// The file's name.
        name: String,
        /// Its size.
        n_bytes: u64,
        /// The limit.
        max_bytes: u64,
    },
    /// One of its lines is longer than any line of a report.
    #[error("{name} is not a report: line {line} is longer than {max_bytes} bytes")]
    LineTooLong {
        /// The file's name.
        name: String,
        /// The line, from 1.
        line: usize,
        /// The limit.
        max_bytes: usize,
    },
    /// It has more lines than any report.
    #[error("{name} is not a report: it has more than {max_lines} lines")]
    TooManyLines {
        /// The file's name.
        name: String,
        /// The limit.
        max_lines: usize,
    },
    /// Its bytes are in no known encoding.
    #[error("{name} has bytes of no encoding this program reads")]
    NoEncoding {
        /// The file's name.
        name: String,
    },
    /// It is not what its first bytes claim, or it was cut off.
    #[error("{name} is damaged: {reason}")]
    Damaged {
        /// The file's name.
        name: String,
        /// What is wrong with it, lower case, no final period.
        reason: String,
    },
    /// It exceeds a limit: a part that unpacks without end, elements nested too deeply.
    #[error("{name} is not read: {reason}")]
    OverLimit {
        /// The file's name.
        name: String,
        /// The limit and what exceeds it.
        reason: String,
    },
    /// A password is needed to open it.
    #[error("{name} is locked with a password")]
    Locked {
        /// The file's name.
        name: String,
    },
    /// It is of a kind that is known but not read.
    #[error("{name} is {kind}, which is not read")]
    NotRead {
        /// The file's name.
        name: String,
        /// The kind, with its article.
        kind: &'static str,
    },
    /// It holds pictures or unreadable characters instead of text.
    #[error("{name} has no text that can be read: {reason}")]
    NoText {
        /// The file's name.
        name: String,
        /// What it holds instead.
        reason: String,
    },
    /// Reading it ended in a panic.
    #[error("{name} is not read: {panicked}")]
    Panicked {
        /// The file's name.
        name: String,
        /// The panic, with its message.
        panicked: Panicked,
    },
}

/// Why a format's reader gives a file up. [`Refusal::of`] makes a [`ReadError`] of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// See [`ReadError::Damaged`].
    Damaged(String),
    /// See [`ReadError::OverLimit`].
    OverLimit(String),
    /// See [`ReadError::Locked`].
    Locked,
    /// See [`ReadError::NotRead`].
    NotRead(&'static str),
    /// See [`ReadError::NoText`].
    NoText(String),
    /// See [`ReadError::Panicked`].
    Panicked(Panicked),
}

impl Refusal {
    /// Says that the file is damaged, and what is wrong with it.
    pub(super) fn damaged(reason: impl std::fmt::Display) -> Refusal {
        Refusal::Damaged(reason.to_string().trim_end_matches('.').to_owned())
    }

    /// Runs `read`, which reads foreign bytes, and turns a panic in it into a refusal.
    pub(super) fn guarded<T>(read: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
        guard(read).unwrap_or_else(|panicked| Err(Refusal::Panicked(panicked)))
    }

    /// Turns a refusal of a part into one of its file: the part's name is put before the reason.
    pub(super) fn about(self, part: &str) -> Refusal {
        let of_part = |reason: String| match reason.strip_prefix("it ") {
            Some(rest) => format!("{part} {rest}"),
            None => format!("{part}: {reason}"),
        };
        match self {
            Refusal::Damaged(reason) => Refusal::Damaged(of_part(reason)),
            Refusal::OverLimit(reason) => Refusal::OverLimit(of_part(reason)),
            other => other,
        }
    }

    /// Makes the error of the file `name`.
    pub(super) fn of(self, name: &str) -> ReadError {
        let name = name.to_owned();
        match self {
            Refusal::Damaged(reason) => ReadError::Damaged { name, reason },
            Refusal::OverLimit(reason) => ReadError::OverLimit { name, reason },
            Refusal::Locked => ReadError::Locked { name },
            Refusal::NotRead(kind) => ReadError::NotRead { name, kind },
            Refusal::NoText(reason) => ReadError::NoText { name, reason },
            Refusal::Panicked(panicked) => ReadError::Panicked { name, panicked },
        }
    }
}
