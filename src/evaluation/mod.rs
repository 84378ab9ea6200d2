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

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

pub use error::EvaluationError;
pub use measures::Measures;
pub use qrels::Qrels;
pub use run::{DEPTH, Ranked, Run};
pub use topics::{Topic, read_topics};

use crate::index::{IndexError, Snapshot};
use crate::query::{Filter, Query};
use crate::search::rank;
use baselines::Terms;

/// The systems compared, this program the last.
pub const SYSTEMS: [&str; 3] = ["words-bm25", "bigrams-bm25", "xunzhang"];

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

/// Asks every system every judged topic.
///
/// # Errors
/// [`IndexError::Damaged`] where the index cannot be read.
pub fn evaluate(
    snapshot: &Snapshot,
    topics: &[Topic],
    qrels: &Qrels,
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
    let ids: HashMap<_, &str> = places
        .iter()
        .zip(&passages)
        .map(|(&at, (id, _))| (at, id.as_str()))
        .collect();
    // The answers are in the order of the topics, whichever core gives them.
    let ours = asked.par_iter().map(|topic| {
        let query = Query::literal(&topic.text);
        let ranked = rank(snapshot, &query, &Filter::default(), DEPTH)?;
        let answers = ranked.iter().map(|(at, score)| Ranked {
            passage: ids.get(at).copied().unwrap_or_default().to_string(),
            score: *score,
        });
        Ok((topic.id.clone(), answers.collect()))
    });
    let ours: Vec<(String, Vec<Ranked>)> = ours.collect::<Result<_, IndexError>>()?;
    let runs = [
        Run::new(SYSTEMS[0], baselines::rank(Terms::Words, &asked, &passages)),
        Run::new(
            SYSTEMS[1],
            baselines::rank(Terms::Bigrams, &asked, &passages),
        ),
        Run::new(SYSTEMS[2], ours),
    ];
    let indexed: HashSet<&str> = ids.values().copied().collect();
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
