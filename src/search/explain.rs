//! Why: what a query was taken for, and what of it each hit holds.
//!
//! Input: a query and a snapshot, or a hit of it. Output: lines for people, and names with values. A hit is explained after the search: from its
//! text, and by reading it once more as it was read to be ranked. Refuses to know how they are shown.

use serde::Serialize;

use super::grams::QueryGrams;
use super::hit::Hit;
use super::matched::Matched;
use super::ranked::Reader;
use super::{Asked, Match, Order, SearchOptions, families, read_as};
use crate::analysis::Folded;
use crate::index::{IndexError, Snapshot};
use crate::query::{LoweredQuery, Query, Replaceable, Tree, Unit, lower};

/// One reason for a hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// A part of the query, or of the score.
    pub name: String,
    /// What the hit holds of it.
    pub value: String,
}

/// What a query was taken for: its tree, or that it is text, the words that rank, and what may stand in their place.
pub struct Explanation<'a> {
    snapshot: &'a Snapshot,
    query: Query,
    units: Vec<Unit>,
    replaceable: Vec<Replaceable>,
    /// What passages are read by, with synonyms and without; `None` where their order is not one of scores.
    grams: Option<(QueryGrams, Option<QueryGrams>)>,
}

impl<'a> Explanation<'a> {
    /// Of a query, as a search of the snapshot takes it.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where the index cannot be read.
    pub fn new(
        snapshot: &'a Snapshot,
        query: &Query,
        options: &SearchOptions,
    ) -> Result<Explanation<'a>, IndexError> {
        let query = read_as(snapshot, query).into_owned();
        let families = families(snapshot, options)?;
        let LoweredQuery {
            units, replaceable, ..
        } = lower(&query, snapshot, families.as_deref())?;
        let grams = match options.order {
            Order::Score => {
                let asked = Asked::new(snapshot, &query, options)?;
                let gathered = asked.gather(asked.n_held())?;
                Some((gathered.grams, gathered.own_grams))
            }
            Order::Year | Order::District => None,
        };
        Ok(Explanation {
            snapshot,
            query,
            units,
            replaceable,
            grams,
        })
    }

    /// A line for each part of the query, one for what is looked up to rank, and one for each term that others may stand for.
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = match self.query.tree() {
            Some(tree) => tree.to_string().lines().map(str::to_string).collect(),
            None => vec![format!("text {}", self.query.folded())],
        };
        lines.extend(self.query.fields().map(|fields| format!("field {fields}")));
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

    /// Why a hit of the query is one, and what its score is made of.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where the index cannot be read.
    pub fn reasons(&self, hit: &Hit) -> Result<Vec<Reason>, IndexError> {
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
        let mut add = |name: &str, value: String| {
            let name = name.to_string();
            reasons.push(Reason { name, value });
        };
        add("match", how.to_string());
        let mut score = format!("{:.3}", hit.score);
        if let Some((grams, own_grams)) = &self.grams {
            let reader = Reader::new(self.snapshot, grams, own_grams.as_ref());
            let parts =
                reader.and_then(|mut reader| reader.parts(self.snapshot, hit.at, hit.matched));
            let parts = parts.map_err(|error| self.snapshot.failed(error))?;
            let found = parts.named().into_iter().filter(|(_, value)| *value > 0.0);
            for (name, value) in found {
                add(&format!("score: {name}"), format!("{value:.3}"));
            }
            if (parts.share - 1.0).abs() > f32::EPSILON {
                add("score: all of it times", format!("{:.3}", parts.share));
            }
            let own = parts.score();
            if own - hit.score > 0.001 {
                score.push_str(&format!(", by itself {own:.3}: others come first"));
            }
        }
        add("score", score);
        Ok(reasons)
    }
}
