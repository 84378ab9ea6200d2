//! Measures how good a ranking is: nDCG@10, RR@10 and R@100, as trec_eval and ir_measures give them.
//!
//! Input: a [`Run`] and [`Qrels`]. Output: [`Measures`].
//!
//! The gain of a passage is its relevance as judged, but never below 0 (trec_eval's `ndcg_cut`); nDCG is that of Järvelin and Kekäläinen, Cumulated
//! Gain-Based Evaluation of IR Techniques, 2002, with the discount log2(rank + 1). Whatever is judged 1 or more is relevant.
//! Passages of the same score come in trec_eval's order: the greater id first. A mean is over all judged topics;
//! one without answers, or without a relevant passage, counts 0. `tests/evaluation/eval.rs` compares with ir_measures.

use std::collections::HashMap;

use serde::Serialize;

use super::qrels::Qrels;
use super::run::{RankedPassage, Run};

/// The measures of one topic, or their means over all topics. Each is from 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Measures {
    /// Normalised discounted cumulated gain of the first ten.
    #[serde(rename = "nDCG@10")]
    pub ndcg_10: f64,
    /// One divided by the rank of the first relevant passage; 0 where none is among the first ten.
    #[serde(rename = "RR@10")]
    pub rr_10: f64,
    /// The share of the relevant passages that are among the first hundred.
    #[serde(rename = "R@100")]
    pub recall_100: f64,
}

impl Measures {
    /// Computes the means of a run over all judged topics.
    pub fn of_run(run: &Run, qrels: &Qrels) -> Measures {
        let mut sum = Measures::default();
        let mut n_topics = 0.0;
        for (topic, judged) in qrels.topics() {
            let of_topic = Measures::of_topic(run.of_topic(topic), judged);
            sum.ndcg_10 += of_topic.ndcg_10;
            sum.rr_10 += of_topic.rr_10;
            sum.recall_100 += of_topic.recall_100;
            n_topics += 1.0;
        }
        Measures {
            ndcg_10: sum.ndcg_10 / n_topics,
            rr_10: sum.rr_10 / n_topics,
            recall_100: sum.recall_100 / n_topics,
        }
    }

    /// Computes the measures of the answers to one topic.
    pub fn of_topic(answers: &[RankedPassage], judged: &HashMap<String, i32>) -> Measures {
        let mut answers: Vec<&RankedPassage> = answers.iter().collect();
        answers.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.passage.cmp(&a.passage)));
        let relevance = |answer: &&RankedPassage| judged.get(&answer.passage).copied().unwrap_or(0);
        let found: Vec<i32> = answers.iter().map(relevance).collect();
        let mut ideal: Vec<i32> = judged.values().copied().collect();
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        let n_relevant = ideal.iter().filter(|relevance| **relevance > 0).count();
        if n_relevant == 0 {
            return Measures::default();
        }
        let first = found.iter().take(10).position(|relevance| *relevance > 0);
        let n_found = found.iter().take(100).filter(|found| **found > 0).count();
        Measures {
            ndcg_10: dcg(&found, 10) / dcg(&ideal, 10),
            rr_10: first.map_or(0.0, |before| 1.0 / (before + 1) as f64),
            recall_100: n_found as f64 / n_relevant as f64,
        }
    }
}

fn dcg(relevances: &[i32], depth: usize) -> f64 {
    let ranked = (1u32..).zip(relevances.iter().take(depth));
    ranked
        .map(|(rank, relevance)| f64::from((*relevance).max(0)) / f64::from(rank + 1).log2())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(answers: &[(&str, f32)], judged: &[(&str, i32)], expected: [f64; 3]) {
        let answers: Vec<RankedPassage> = answers
            .iter()
            .map(|(passage, score)| RankedPassage {
                passage: passage.to_string(),
                score: *score,
            })
            .collect();
        let judged = judged
            .iter()
            .map(|(passage, relevance)| (passage.to_string(), *relevance))
            .collect();
        let found = Measures::of_topic(&answers, &judged);
        let found = [found.ndcg_10, found.rr_10, found.recall_100];
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        }
    }

    // The figures of these tests were computed by ir_measures 0.4.3.
    #[test]
    fn gains_are_graded_and_ties_stand_as_in_trec_eval() {
        let judged = [("a", 2), ("b", 1), ("c", 0), ("n", -1)];
        let answers = [("c", 3.0), ("a", 2.0), ("b", 2.0), ("n", 1.0)];
        check(&answers, &judged, [0.619_906_233_284_065_7, 0.5, 1.0]);
    }

    #[test]
    fn nothing_relevant_counts_nothing() {
        check(&[("a", 1.0)], &[("a", 0)], [0.0; 3]);
        check(&[], &[("a", 1)], [0.0; 3]);
    }

    #[test]
    fn past_the_tenth_only_recall_counts() {
        let names: Vec<String> = (0..120).map(|at| format!("p{at:03}")).collect();
        let answers: Vec<(&str, f32)> = names.iter().map(|name| (&name[..], 1.0)).collect();
        // All have the same score, so the greatest id comes first.
        check(&answers, &[("p109", 1), ("p001", 1)], [0.0, 0.0, 0.5]);
    }
}
