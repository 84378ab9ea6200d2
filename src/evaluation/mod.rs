//! 评测: topics and judgements → how well this program and two baselines rank.
//!
//! Input: a snapshot, [`Topic`]s and [`Qrels`]. Output: an [`Evaluation`] with a [`Run`] and its [`Measures`] for each system.
//! Refuses to know how rankings are made and how results are shown.

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
pub use run::{DEPTH, Ranked, Run};
pub use topics::{Topic, read_topics};

use crate::index::{IndexError, Snapshot};
use crate::query::Query;
use crate::search::{Arrangement, SearchOptions, search};
use baselines::Terms;

/// The systems compared, this program the last.
pub const SYSTEMS: [&str; 3] = ["words-bm25", "bigrams-bm25", "xunzhang"];
/// This program with its hits arranged, as a page of a search is.
pub const ARRANGED: &str = "xunzhang-arranged";

/// What an evaluation came to.
#[derive(Debug)]
pub struct Evaluation {
    /// The systems, each with its answers and their measures.
    pub systems: Vec<(Run, Measures)>,
    /// Judged topics, over which the means are.
    pub n_topics: usize,
    /// Topics that nobody judged; they are not asked.
    pub n_unjudged: usize,
    /// Judged topics that the file of topics lacks; they count 0.
    pub n_not_asked: usize,
    /// Relevant passages that the index does not hold; nothing can find them.
    pub n_not_indexed: usize,
}

/// Asks every system every judged topic. Where an arrangement is given, this program is asked twice: once for its hits as they are ranked, and once as
/// they are then arranged, which says what folding near-duplicates or a limit for each report costs.
///
/// # Errors
/// [`IndexError::Damaged`] where the index cannot be read.
pub fn evaluate(
    snapshot: &Snapshot,
    topics: &[Topic],
    qrels: &Qrels,
    arrangement: Option<&Arrangement>,
) -> Result<Evaluation, IndexError> {
    let asked: Vec<&Topic> = topics
        .iter()
        .filter(|topic| qrels.has_topic(&topic.id))
        .collect();
    let places: Vec<_> = snapshot.passages().collect();
    let mut passages = Vec::with_capacity(places.len());
    for &at in &places {
        passages.push((snapshot.record(at)?.id, snapshot.text(at)));
    }
    let ranked = answers(snapshot, &asked, &SearchOptions::first(DEPTH))?;
    let mut runs = vec![
        Run::new(SYSTEMS[0], baselines::rank(Terms::Words, &asked, &passages)),
        Run::new(
            SYSTEMS[1],
            baselines::rank(Terms::Bigrams, &asked, &passages),
        ),
        Run::new(SYSTEMS[2], ranked),
    ];
    if let Some(arrangement) = arrangement {
        let mut options = SearchOptions::first(DEPTH);
        options.arrangement = Arrangement {
            max_hits: Some(DEPTH),
            ..arrangement.clone()
        };
        runs.push(Run::new(ARRANGED, answers(snapshot, &asked, &options)?));
    }
    let indexed: HashSet<&str> = passages.iter().map(|(id, _)| id.as_str()).collect();
    let is_lost = |passage: &str, relevance: i32| relevance > 0 && !indexed.contains(passage);
    let lost = qrels.topics().flat_map(|(_, judged)| judged);
    Ok(Evaluation {
        n_topics: qrels.topics().count(),
        n_unjudged: topics.len() - asked.len(),
        n_not_asked: qrels.topics().count() - asked.len(),
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
) -> Result<Vec<(String, Vec<Ranked>)>, IndexError> {
    let answered = topics.par_iter().map(|topic| {
        let answer = search(snapshot, &Query::literal(&topic.text), options)?;
        let ranked = answer.hits().map(|hit| Ranked {
            passage: hit.record.id.clone(),
            score: hit.score,
        });
        Ok((topic.id.clone(), ranked.collect()))
    });
    answered.collect()
}
