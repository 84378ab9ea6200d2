//! Finds where the text of a hit holds parts of the query, and weighs each part by how rare it is.
//!
//! Input: the plan of a search, and the folded text of a hit. Output: places in the text. They are what is highlighted, and by their weights
//! `snippet.rs` chooses the part of the text that shows most of what was asked for.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::analysis::{Folded, fold};
use crate::index::IndexError;
use crate::matching::{Match, PassageCounter, Plan, QueryTerm, leaf_occurrences};
use crate::query::Tree;
use crate::ranking::idf;

/// The leaves of a larger tree are not counted in the index: all of them weigh the same.
const MAX_COUNTED_LEAVES: usize = 8;

/// A place in a hit's text that holds a part of the query.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Evidence {
    /// The bytes of the text.
    pub(super) bytes: Range<usize>,
    /// The number of the part; places of one part have the same.
    pub(super) part: usize,
    /// How much it says that the part is there: its inverse document frequency, more than 0.
    pub(super) weight: f32,
}

/// Finds evidence in the hits of one search.
pub(super) struct EvidenceFinder<'p, 'a> {
    plan: &'p Plan<'a>,
    /// The weight of each term that is looked up.
    term_weights: Vec<f32>,
    /// The weight of each leaf of the query's tree that is wanted.
    leaf_weights: Vec<f32>,
}

impl<'p, 'a> EvidenceFinder<'p, 'a> {
    /// Weighs the parts of the query of a plan.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where the index cannot be read.
    pub(super) fn new(plan: &'p Plan<'a>) -> Result<EvidenceFinder<'p, 'a>, IndexError> {
        let n_documents = plan.n_documents();
        let terms = &plan.terms().terms;
        let planned = plan.planned_terms();
        let weight = |term: &QueryTerm| {
            let known = planned.iter().find(|planned| planned.term == *term);
            known.map_or(1.0, |known| idf(known.n_documents_with, n_documents))
        };
        Ok(EvidenceFinder {
            plan,
            term_weights: terms.iter().map(weight).map(above_zero).collect(),
            leaf_weights: match plan.query().tree() {
                Some(tree) => leaf_weights(tree, plan)?,
                None => Vec::new(),
            },
        })
    }

    /// Finds the evidence in a text that matches in this way and holds these synonyms.
    pub(super) fn find(&self, matched: Match, synonyms: &[&str], folded: &Folded) -> Vec<Evidence> {
        let mut found = Vec::new();
        match (self.plan.query().tree(), matched) {
            (Some(tree), _) => self.find_leaves(tree, folded, &mut found),
            (None, Match::Verbatim) => {
                let text = self.plan.query().folded();
                add(&mut found, folded.find_all(text), 0, 1.0);
            }
            (None, Match::Words | Match::Synonym | Match::Partial) => {
                self.find_terms(|_| true, 0, folded, &mut found);
                if found.is_empty() && synonyms.is_empty() {
                    let pairs = pairs_in(self.plan.query().folded(), folded);
                    add(&mut found, pairs, 0, 1.0);
                }
            }
        }
        // A hit by a synonym has to show it, so a synonym weighs more than all the words together.
        let all: f32 = self.term_weights.iter().sum();
        let first_part = self.leaf_weights.len() + self.term_weights.len();
        for (part, synonym) in (first_part..).zip(synonyms) {
            add(&mut found, folded.find_all(synonym), part, 1.0 + 2.0 * all);
        }
        found
    }

    fn find_leaves(&self, tree: &Tree, folded: &Folded, found: &mut Vec<Evidence>) {
        let leaves = leaf_occurrences(tree, folded);
        for ((part, (leaf, places)), weight) in (0..).zip(leaves).zip(&self.leaf_weights) {
            // Of bare words that do not stand there as a whole, the terms do.
            if let (true, Tree::Words(pattern)) = (places.is_empty(), leaf) {
                let words = pattern.to_string();
                let first_part = self.leaf_weights.len();
                self.find_terms(|text| words.contains(text), first_part, folded, found);
            }
            add(found, places, part, *weight);
        }
    }

    fn find_terms(
        &self,
        is_wanted: impl Fn(&str) -> bool,
        first_part: usize,
        folded: &Folded,
        found: &mut Vec<Evidence>,
    ) {
        let terms = self.plan.terms().terms.iter().zip(&self.term_weights);
        for (part, (term, weight)) in (first_part..).zip(terms) {
            if is_wanted(term.text()) {
                add(found, folded.find_all(term.text()), part, *weight);
            }
        }
    }
}

fn add(found: &mut Vec<Evidence>, places: Vec<Range<usize>>, part: usize, weight: f32) {
    found.extend(places.into_iter().map(|bytes| Evidence {
        bytes,
        part,
        weight,
    }));
}

/// What nearly all passages hold is evidence too.
fn above_zero(weight: f32) -> f32 {
    weight.max(0.01)
}

/// Weighs the leaves of a tree by how many passages hold them; a chain and a pattern with wildcards count as what nothing is known of.
fn leaf_weights(tree: &Tree, plan: &Plan<'_>) -> Result<Vec<f32>, IndexError> {
    let mut texts: Vec<Option<String>> = Vec::new();
    tree.for_each_wanted(&mut |leaf| {
        texts.push(match leaf {
            Tree::Words(pattern) | Tree::Phrase(pattern) if pattern.whole().is_some() => {
                Some(fold(pattern.typed()))
            }
            _ => None,
        });
    });
    if !(2..=MAX_COUNTED_LEAVES).contains(&texts.len()) {
        return Ok(vec![1.0; texts.len()]);
    }
    let counter = PassageCounter::new(plan.snapshot())?;
    let weight = |text: Option<String>| {
        let n_with = text.map_or(0, |text| counter.n_passages_with(&text));
        above_zero(idf(n_with, plan.n_documents()))
    };
    Ok(texts.into_iter().map(weight).collect())
}

/// Finds where a text holds pairs of adjacent characters of the query.
fn pairs_in(query: &str, folded: &Folded) -> Vec<Range<usize>> {
    let chars: Vec<char> = query.chars().collect();
    let pairs = chars
        .windows(2)
        .filter(|two| two.iter().all(|c| c.is_alphanumeric()));
    let pairs: BTreeSet<String> = pairs.map(|two| two.iter().collect()).collect();
    pairs
        .iter()
        .flat_map(|pair| folded.find_all(pair))
        .collect()
}
