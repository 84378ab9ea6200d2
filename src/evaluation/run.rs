//! A run: what a system answered to each topic.
//!
//! Kept as TREC writes it: topic, passage, score. Refuses to know how the answers were found.

use std::collections::BTreeMap;

/// How many answers to a topic are kept: R@100 looks no further.
pub const DEPTH: usize = 100;

/// A passage that answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Its id.
    pub passage: String,
    /// The greater the better.
    pub score: f32,
}

/// The answers of a system, by topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The system's name.
    pub system: &'static str,
    answers: BTreeMap<String, Vec<Ranked>>,
}

impl Run {
    /// Of the answers to each topic.
    pub(super) fn new(
        system: &'static str,
        answers: impl IntoIterator<Item = (String, Vec<Ranked>)>,
    ) -> Run {
        Run {
            system,
            answers: answers.into_iter().collect(),
        }
    }

    /// The answers to a topic, the best first; none where it was not asked.
    pub fn of_topic(&self, topic: &str) -> &[Ranked] {
        self.answers.get(topic).map_or(&[], Vec::as_slice)
    }

    /// The topics in the order of their ids, each with its answers.
    pub fn topics(&self) -> impl Iterator<Item = (&str, &[Ranked])> {
        self.answers
            .iter()
            .map(|(topic, answers)| (topic.as_str(), answers.as_slice()))
    }
}
