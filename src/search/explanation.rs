//! Explains a search: how the query was understood, and what of it each hit holds.
//!
//! Input: the plan of a search and its candidates. Output: lines for people, and for each hit names with values. A hit is explained from its text, and by
//! reading it once more as ranking read it.

use super::hit::Hit;
use super::reason::Reason;
use crate::analysis::Folded;
use crate::index::IndexError;
use crate::matching::{Match, Mode, Plan, QueryTerm, n_occurrences};
use crate::query::Tree;
use crate::ranking::{Candidates, Order, PassageReader};

/// Explains a search.
pub(super) struct Explanation<'p, 'a> {
    plan: &'p Plan<'a>,
    /// Reads hits as ranking read them; `None` where their order is not one of scores.
    reader: Option<PassageReader<'p>>,
}

impl<'p, 'a> Explanation<'p, 'a> {
    /// Explains the search of a plan by its candidates.
    ///
    /// # Errors
    /// [`IndexError::Damaged`], here and below, where the index cannot be read.
    pub(super) fn new(
        plan: &'p Plan<'a>,
        candidates: &'p Candidates<'p, 'a>,
    ) -> Result<Explanation<'p, 'a>, IndexError> {
        let reader = match candidates.order() {
            Order::Score => Some(PassageReader::new(candidates)?),
            Order::Year | Order::District | Order::Text => None,
        };
        Ok(Explanation { plan, reader })
    }

    /// Gives a line for each part of the query, one for the terms that rank, and one for each term that has synonyms.
    pub(super) fn lines(&self) -> Vec<String> {
        let query = self.plan.query();
        let mut lines: Vec<String> = match query.tree() {
            Some(tree) => tree.to_string().lines().map(str::to_string).collect(),
            None => vec![format!("text {}", query.folded())],
        };
        lines.extend(query.fields().map(|fields| format!("field {fields}")));
        let terms = self.plan.terms();
        let shown = terms.terms.iter().map(|term| match term {
            QueryTerm::Word(text) => text.clone(),
            QueryTerm::Characters(text) => format!("[{text}]"),
        });
        let shown: Vec<String> = shown.collect();
        if self.plan.mode() == Mode::Ranked {
            lines.push(format!("ranked by {}", shown.join(" ")));
        }
        for term in &terms.replaceable {
            let synonyms: Vec<&str> = term.synonyms.iter().map(QueryTerm::text).collect();
            lines.push(format!("or for {}: {}", term.text, synonyms.join(" ")));
        }
        lines
    }

    /// Says why a hit is one, and what its score is made of.
    pub(super) fn reasons(&mut self, hit: &Hit) -> Result<Vec<Reason>, IndexError> {
        let folded = Folded::new(&hit.text);
        let n_times = |text: &str| folded.find_all(text).len();
        let query = self.plan.query();
        let mut reasons = Vec::new();
        match query.tree() {
            Some(tree) => tree.for_each_wanted(&mut |part| {
                if !matches!(part, Tree::Field(_)) {
                    let name = part.to_string();
                    reasons.push(Reason::counted(
                        name.trim_end(),
                        n_occurrences(part, &folded),
                    ));
                }
            }),
            None => {
                let text = query.folded();
                reasons.push(Reason::counted(format!("text {text}"), n_times(text)));
            }
        }
        let terms = self.plan.terms().terms.iter().map(QueryTerm::text);
        reasons.extend(terms.map(|text| Reason::counted(format!("word {text}"), n_times(text))));
        let synonyms = hit.synonyms.iter();
        reasons
            .extend(synonyms.map(|text| Reason::counted(format!("synonym {text}"), n_times(text))));
        let how = match hit.matched {
            Match::Verbatim => "verbatim",
            Match::Words => "all words",
            Match::Synonym => "all words, by synonyms",
            Match::Partial => "some words",
        };
        reasons.push(Reason::new("match", how));
        let mut score = format!("{:.3}", hit.score);
        if let Some(reader) = &mut self.reader {
            let parts = reader.parts(self.plan.snapshot(), hit.at, hit.matched)?;
            let found = parts.named().into_iter().filter(|(_, value)| *value > 0.0);
            reasons.extend(
                found.map(|(name, value)| {
                    Reason::new(format!("score: {name}"), format!("{value:.3}"))
                }),
            );
            if (parts.share - 1.0).abs() > f32::EPSILON {
                let share = format!("{:.3}", parts.share);
                reasons.push(Reason::new("score: all of it times", share));
            }
            let own = parts.score();
            if own - hit.score > 0.001 {
                score.push_str(&format!(", by itself {own:.3}: others come first"));
            }
        }
        reasons.push(Reason::new("score", score));
        Ok(reasons)
    }
}
