//! A value together with the place in the report that it was read from.

use serde::Serialize;

/// A value and the evidence it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidenced<T> {
    /// The value.
    pub value: T,
    /// Where it was read.
    pub evidence: Evidence,
}

/// The place that a value was read from, and the rule by which it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Line of the text, from 1; 0 where the path is the evidence.
    pub line: u32,
    /// The words that were read.
    pub text: String,
    /// The rule, in a few words.
    pub rule: &'static str,
}

/// How many characters of a long line are kept as evidence.
const MAX_EXCERPT_CHARS: usize = 80;

impl Evidence {
    /// Evidence that keeps the words read whole.
    pub(super) fn new(line: u32, text: impl Into<String>, rule: &'static str) -> Evidence {
        Evidence {
            line,
            text: text.into(),
            rule,
        }
    }

    /// Evidence that keeps the beginning of a text.
    pub(super) fn excerpt(line: u32, text: &str, rule: &'static str) -> Evidence {
        Evidence::new(
            line,
            text.chars().take(MAX_EXCERPT_CHARS).collect::<String>(),
            rule,
        )
    }

    /// The value that this is the evidence of.
    pub(super) fn of<T>(self, value: T) -> Evidenced<T> {
        Evidenced {
            value,
            evidence: self,
        }
    }
}

impl<T> Evidenced<T> {
    /// Another value that the same words are evidence of.
    pub(super) fn with<U>(&self, value: U) -> Evidenced<U> {
        self.evidence.clone().of(value)
    }
}
