//! Why a file could not be read: one typed error of this stage, one clear line each.
//!
//! Refuses to know what a user may do about it.

use super::source_file::io_reason;

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It cannot be opened.
    #[error("cannot open {name}: {}", io_reason(.source))]
    Open {
        /// The file's name.
        name: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// It was listed, and is no longer there.
    #[error("{name} vanished while it was being read")]
    Vanished {
        /// The file's name.
        name: String,
    },
    /// Reading it failed on the way.
    #[error("cannot read {name}: {}", io_reason(.source))]
    Read {
        /// The file's name.
        name: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// It holds nothing but white space.
    #[error("{name} is empty")]
    Empty {
        /// The file's name.
        name: String,
    },
    /// It is no text.
    #[error("{name} is a binary file")]
    Binary {
        /// The file's name.
        name: String,
    },
    /// It is larger than a report can be.
    #[error("{name} is too large for a report: {n_bytes} bytes, at most {max_bytes} are read")]
    TooLarge {
        /// The file's name.
        name: String,
        /// Its size.
        n_bytes: u64,
        /// The limit.
        max_bytes: u64,
    },
    /// One of its lines is longer than a report's can be.
    #[error("{name} is not a report: line {line} is longer than {max_bytes} bytes")]
    LineTooLong {
        /// The file's name.
        name: String,
        /// The line, from 1.
        line: usize,
        /// The limit.
        max_bytes: usize,
    },
    /// It has more lines than a report can have.
    #[error("{name} is not a report: it has more than {max_lines} lines")]
    TooManyLines {
        /// The file's name.
        name: String,
        /// The limit.
        max_lines: usize,
    },
    /// Its bytes are of no known encoding.
    #[error("{name} has bytes of no encoding this program reads")]
    NoEncoding {
        /// The file's name.
        name: String,
    },
    /// It is not what its first bytes say, or was cut off.
    #[error("{name} is damaged: {reason}")]
    Damaged {
        /// The file's name.
        name: String,
        /// What was found, lower case, no final period.
        reason: String,
    },
    /// It asks for more than a report can: a part that unpacks without end, elements in elements.
    #[error("{name} is not read: {reason}")]
    OverLimit {
        /// The file's name.
        name: String,
        /// The limit and what passes it.
        reason: String,
    },
    /// A password is needed to open it.
    #[error("{name} is locked with a password")]
    Locked {
        /// The file's name.
        name: String,
    },
    /// It is of a kind that is known and not read.
    #[error("{name} is {kind}, which is not read")]
    NotRead {
        /// The file's name.
        name: String,
        /// The kind, with its article.
        kind: &'static str,
    },
    /// It holds pictures or unreadable characters in the place of text.
    #[error("{name} has no text that can be read: {reason}")]
    NoText {
        /// The file's name.
        name: String,
        /// What it has.
        reason: String,
    },
}

/// Why a format's reader gives a file up; [`Refusal::of`] makes it a [`ReadError`] with the file's name.
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
}

impl Refusal {
    /// Damage, with what was found.
    pub(super) fn damaged(reason: impl std::fmt::Display) -> Refusal {
        Refusal::Damaged(reason.to_string().trim_end_matches('.').to_owned())
    }

    /// The same of a part of a file: its name stands first.
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

    /// The error of the file `name`.
    pub(super) fn of(self, name: &str) -> ReadError {
        let name = name.to_owned();
        match self {
            Refusal::Damaged(reason) => ReadError::Damaged { name, reason },
            Refusal::OverLimit(reason) => ReadError::OverLimit { name, reason },
            Refusal::Locked => ReadError::Locked { name },
            Refusal::NotRead(kind) => ReadError::NotRead { name, kind },
            Refusal::NoText(reason) => ReadError::NoText { name, reason },
        }
    }
}
