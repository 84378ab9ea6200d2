//! Evaluates how well this program and two baselines rank, by topics and judgements as TREC has them (评测).
//!
//! Input: a snapshot, [`Topic`]s and [`Qrels`]. Output: an [`Evaluation`] with a [`Run`] and its [`Measures`] for each system. `baselines.rs` ranks for
//! comparison, `measures.rs` computes the figures; the program's own order is made in [`ranking`](crate::ranking).

mod baselines;
mod error;
mod measures;
mod qrels;
mod run;
mod topics;

use std::collections::HashSet;

use rayon::prelude::*;

pub use error::EvaluationError;
pub use measures::Measures;
pub use qrels::Qrels;
pub use run::{DEPTH, RankedPassage, Run};
pub use topics::{Topic, read_topics};

use crate::index::{IndexError, Snapshot};
use crate::query::Query;
use crate::search::{Arrangement, SearchOptions, search};
use baselines::Terms;

/// The names of the systems that are compared; this program is the last.
pub const SYSTEMS: [&str; 3] = ["words-bm25", "bigrams-bm25", "xunzhang"];
/// The name of this program with its hits arranged as a page of a search has them.
pub const ARRANGED: &str = "xunzhang-arranged";

/// The results of an evaluation.
#[derive(Debug)]
pub struct Evaluation {
    /// The systems, each with its answers and their measures.
    pub systems: Vec<(Run, Measures)>,
    /// How many topics are judged; the means are over these.
    pub n_topics: usize,
    /// How many topics nobody judged; they are not searched for.
    pub n_unjudged: usize,
    /// How many judged topics the file of topics lacks; their measures are 0.
    pub n_not_asked: usize,
    /// How many relevant passages the index does not hold; no system can find them.
    pub n_not_indexed: usize,
}

/// Searches for every judged topic with every system. Where an arrangement is given, this program searches twice: its hits are judged as they are
/// ranked, and again as they are then arranged, which tells what folding near-duplicates or a limit for each report costs.
///
/// # Errors
/// [`IndexError::Damaged`] where the index cannot be read.
pub fn evaluate(
    snapshot: &Snapshot,
    topics: &[Topic],
    qrels: &Qrels,
    arrangement: Option<&Arrangement>,
) -> Result<Evaluation, IndexError> {
    let judged_topics: Vec<&Topic> = topics
        .iter()
        .filter(|topic| qrels.has_topic(&topic.id))
        .collect();
    let places: Vec<_> = snapshot.passages().collect();
    let mut passages = Vec::with_capacity(places.len());
    for &at in &places {
        passages.push((snapshot.record(at)?.id, snapshot.text(at)));
    }
    let ranked = answers(snapshot, &judged_topics, &SearchOptions::first(DEPTH))?;
    let mut runs = vec![
        Run::new(
            SYSTEMS[0],
            baselines::rank(Terms::Words, &judged_topics, &passages),
        ),
        Run::new(
            SYSTEMS[1],
            baselines::rank(Terms::Bigrams, &judged_topics, &passages),
        ),
        Run::new(SYSTEMS[2], ranked),
    ];
    if let Some(arrangement) = arrangement {
        let mut options = SearchOptions::first(DEPTH);
        options.arrangement = Arrangement {
            max_hits: Some(DEPTH),
            ..arrangement.clone()
        };
        runs.push(Run::new(
            ARRANGED,
            answers(snapshot, &judged_topics, &options)?,
        ));
    }
    let indexed: HashSet<&str> = passages.iter().map(|(id, _)| id.as_str()).collect();
    let is_lost = |passage: &str, relevance: i32| relevance > 0 && !indexed.contains(passage);
    let lost = qrels.topics().flat_map(|(_, judged)| judged);
    Ok(Evaluation {
        n_topics: qrels.topics().count(),
        n_unjudged: topics.len() - judged_topics.len(),
        n_not_asked: qrels.topics().count() - judged_topics.len(),
        n_not_indexed: lost
            .filter(|(passage, relevance)| is_lost(passage, **relevance))
            .count(),
        systems: runs
            .into_iter()
            .map(|run| {
                let measures = Measures::of_run(&run, qrels);
                (run, measures)
            })
            .collect(),
    })
}

/// Searches for every topic, with all cores. The answers are in the order of the topics, whichever core gives them.
fn answers(
    snapshot: &Snapshot,
    topics: &[&Topic],
    options: &SearchOptions,
) -> Result<Vec<(String, Vec<RankedPassage>)>, IndexError> {
    let answered = topics.par_iter().map(|topic| {
        let answer = search(snapshot, &Query::literal(&topic.text), options)?;
        let ranked = answer.hits().map(|hit| RankedPassage {
            passage: hit.record.id.clone(),
            score: hit.score,
        });
        Ok((topic.id.clone(), ranked.collect()))
    });
    answered.collect()
}
