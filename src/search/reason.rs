//! Holds one reason why a passage is a hit, as a name and a value: a part of the query, or of the score.

use serde::Serialize;

/// One reason for a hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// A part of the query, or of the score.
    pub name: String,
    /// What the hit holds of it.
    pub value: String,
}

impl Reason {
    /// Names a reason.
    pub(super) fn new(name: impl Into<String>, value: impl Into<String>) -> Reason {
        Reason {
            name: name.into(),
            value: value.into(),
        }
    }

    /// Says how often the hit holds a part of the query.
    pub(super) fn counted(name: impl Into<String>, n_times: usize) -> Reason {
        match n_times {
            0 => Reason::new(name, "not there"),
            1 => Reason::new(name, "once"),
            n_times => Reason::new(name, format!("{n_times} times")),
        }
    }
}
