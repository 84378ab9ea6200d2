//! A run holds what a system answered to each topic: passages with their scores, the best first.
//!
//! Input: the answers of `baselines.rs`, or the hits of a search. Output: a [`Run`], which `measures.rs` judges and `render` writes in TREC's format.

use std::collections::{BTreeMap, HashSet};

/// How many answers to a topic are kept: R@100 looks no further.
pub const DEPTH: usize = 100;

/// A passage that a system gave as an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedPassage {
    /// Its id.
    pub passage: String,
    /// How well it answers; a greater score is better.
    pub score: f32,
}

/// The answers of a system, by topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The system's name.
    pub system: &'static str,
    answers: BTreeMap<String, Vec<RankedPassage>>,
}

impl Run {
    /// Makes a run of the answers to each topic.
    pub(super) fn new(
        system: &'static str,
        answers: impl IntoIterator<Item = (String, Vec<RankedPassage>)>,
    ) -> Run {
        let answers = answers.into_iter();
        Run {
            system,
            answers: answers
                .map(|(topic, ranked)| (topic, without_ties(ranked)))
                .collect(),
        }
    }

    /// The answers to a topic, the best first; none where it was not asked.
    pub fn of_topic(&self, topic: &str) -> &[RankedPassage] {
        self.answers.get(topic).map_or(&[], Vec::as_slice)
    }

    /// The topics in the order of their ids, each with its answers.
    pub fn topics(&self) -> impl Iterator<Item = (&str, &[RankedPassage])> {
        self.answers
            .iter()
            .map(|(topic, answers)| (topic.as_str(), answers.as_slice()))
    }
}

/// Sorts the answers, with each passage once and scores that fall from each to the next. Every program that reads runs has its own order for answers of
/// the same score: with ties, ir_measures gave BM25 over pairs of characters an RR@10 of .3433 where trec_eval's order gives .3396 (stard).
fn without_ties(mut ranked: Vec<RankedPassage>) -> Vec<RankedPassage> {
    ranked.sort_by(|a, b| {
        let by_score = b.score.total_cmp(&a.score);
        by_score.then_with(|| b.passage.cmp(&a.passage))
    });
    // An id that a collection gives twice is one passage to its judges.
    let mut seen = HashSet::new();
    ranked.retain(|answer| seen.insert(answer.passage.clone()));
    let mut ceiling = f32::INFINITY;
    for answer in &mut ranked {
        answer.score = answer.score.min(ceiling);
        ceiling = answer.score.next_down();
    }
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_answers_have_one_score() {
        let ranked = [("b", 1.0), ("a", 2.0), ("c", 1.0), ("d", 1.0)];
        let ranked = ranked.map(|(passage, score)| RankedPassage {
            passage: passage.to_string(),
            score,
        });
        let run = Run::new("x", [("1".to_string(), ranked.to_vec())]);
        let answers = run.of_topic("1");
        let passages: Vec<&str> = answers.iter().map(|a| a.passage.as_str()).collect();
        assert_eq!(passages, ["a", "d", "c", "b"]);
        assert!(answers.is_sorted_by(|a, b| a.score > b.score));
    }

    #[test]
    fn a_passage_answers_once() {
        let ranked = [("a", 3.0), ("b", 2.0), ("a", 1.0)].map(|(passage, score)| RankedPassage {
            passage: passage.to_string(),
            score,
        });
        let run = Run::new("x", [("1".to_string(), ranked.to_vec())]);
        assert_eq!(run.of_topic("1").len(), 2);
    }
}
