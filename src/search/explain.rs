//! Why: what a query was taken for, and what of it each hit holds.
//!
//! Input: a query and a snapshot, or a hit of it. Output: lines for people, and names with values. A hit is explained from its text
//! alone, after the search; what else makes up a score is to be added to the same list. Refuses to know how they are shown.

use serde::Serialize;

use super::hit::Hit;
use super::matched::Matched;
use super::{Match, SearchOptions, families, read_as};
use crate::analysis::Folded;
use crate::index::{IndexError, Snapshot};
use crate::query::{Query, Replaceable, Tree, Unit, lower};

/// One reason for a hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// A part of the query, or of the score.
    pub name: String,
    /// What the hit holds of it.
    pub value: String,
}

/// What a query was taken for: its tree, or that it is text, the words that rank, and what may stand in their place.
pub struct Explanation {
    query: Query,
    units: Vec<Unit>,
    replaceable: Vec<Replaceable>,
}

impl Explanation {
    /// Of a query, as a search of the snapshot takes it.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where the index cannot be read.
    pub fn new(
        snapshot: &Snapshot,
        query: &Query,
        options: &SearchOptions,
    ) -> Result<Explanation, IndexError> {
        let query = read_as(snapshot, query).into_owned();
        let families = families(snapshot, options)?;
        let lowered = lower(&query, snapshot, families.as_deref())?;
        Ok(Explanation {
            query,
            units: lowered.units,
            replaceable: lowered.replaceable,
        })
    }

    /// A line for each part of the query, one for what is looked up to rank, and one for each term that others may stand for.
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
        for Replaceable { term, synonyms, .. } in &self.replaceable {
            let synonyms: Vec<&str> = synonyms.iter().map(Unit::text).collect();
            lines.push(format!("or for {term}: {}", synonyms.join(" ")));
        }
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
        for synonym in &hit.synonyms {
            add(
                &format!("synonym {synonym}"),
                folded.find_all(synonym).len(),
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
