//! Why: what a query was taken for, and what of it each hit holds.
//!
//! Input: a query and a snapshot, or a hit of it. Output: lines for people, and names with values. A hit is explained from its text
//! alone, after the search; what else makes up a score is to be added to the same list. Refuses to know how they are shown.

use serde::Serialize;

use super::hit::Hit;
use super::matched::Matched;
use super::{Match, read_as};
use crate::analysis::Folded;
use crate::index::{IndexError, Snapshot};
use crate::query::{Query, Tree, Unit, units};

/// One reason for a hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// A part of the query, or of the score.
    pub name: String,
    /// What the hit holds of it.
    pub value: String,
}

/// What a query was taken for: its tree, or that it is text, and the words that rank.
pub struct Explanation {
    query: Query,
    units: Vec<Unit>,
}

impl Explanation {
    /// Of a query, as a search of the snapshot takes it.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where the index cannot be read.
    pub fn new(snapshot: &Snapshot, query: &Query) -> Result<Explanation, IndexError> {
        let query = read_as(snapshot, query).into_owned();
        let units = units(&query.ranking_text(), snapshot)?;
        Ok(Explanation { query, units })
    }

    /// A line for each part of the query, and one for what is looked up to rank.
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = match self.query.tree() {
            Some(tree) => tree.to_string().lines().map(str::to_string).collect(),
            None => vec![format!("text {}", self.query.folded())],
        };
        let shown = self.units.iter().map(|unit| match unit {
            Unit::Word(text) => text.clone(),
            Unit::Characters(text) => format!("[{text}]"),
        });
        let shown: Vec<String> = shown.collect();
        lines.push(format!("ranked by {}", shown.join(" ")));
        lines
    }

    /// Why a hit of the query is one.
    pub fn reasons(&self, hit: &Hit) -> Vec<Reason> {
        let folded = Folded::new(&hit.text);
        let matched = Matched::new(&folded);
        let mut reasons = Vec::new();
        let mut add = |name: &str, n_times: usize| {
            let value = match n_times {
                0 => "not there".to_string(),
                1 => "once".to_string(),
                n_times => format!("{n_times} times"),
            };
            reasons.push(Reason {
                name: name.to_string(),
                value,
            });
        };
        match self.query.tree() {
            Some(tree) => tree.for_each_wanted(&mut |part| {
                if !matches!(part, Tree::Field(_)) {
                    add(part.to_string().trim_end(), matched.find(part).len());
                }
            }),
            None => {
                let text = self.query.folded();
                add(&format!("text {text}"), folded.find_all(text).len());
            }
        }
        for unit in &self.units {
            add(
                &format!("word {}", unit.text()),
                folded.find_all(unit.text()).len(),
            );
        }
        let how = match hit.matched {
            Match::Verbatim => "verbatim",
            Match::Words => "all words",
            Match::Synonym => "all words, by synonyms",
            Match::Partial => "some words",
        };
        reasons.push(Reason {
            name: "match".to_string(),
            value: how.to_string(),
        });
        reasons.push(Reason {
            name: "score".to_string(),
            value: format!("{:.3}", hit.score),
        });
        reasons
    }
}
