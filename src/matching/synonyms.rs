//! Finds the passages that hold a synonym instead of a term of the query.
//!
//! Input: the terms of a query that have synonyms. Output: the documents that hold one of these, and how many of the query's terms each lacks: a
//! passage whose synonyms make up for all that it lacks holds all the query's words.

use super::lookup::Lookup;
use super::query_terms::{QueryTerm, ReplaceableTerm};
use crate::analysis::Folded;
use crate::index::{IndexError, Segment};

/// The terms of a query that have synonyms, ready to be looked up in segments.
pub(super) struct Synonyms {
    replaceable: Vec<ReplaceableLookup>,
}

struct ReplaceableLookup {
    terms: Vec<Lookup>,
    synonyms: Vec<Lookup>,
}

/// A document that holds a synonym.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SynonymMatch {
    pub(super) document: u32,
    /// How often it holds one.
    pub(super) count: u32,
    /// How many of the terms that the replaced one was cut into it does not hold itself.
    pub(super) n_lacking: u8,
}

impl Synonyms {
    /// Prepares the lookups.
    pub(super) fn new(replaceable: &[ReplaceableTerm]) -> Synonyms {
        let lookups = |terms: &[QueryTerm]| terms.iter().map(Lookup::new).collect();
        let replaceable = replaceable.iter().map(|term| ReplaceableLookup {
            terms: lookups(&term.terms),
            synonyms: lookups(&term.synonyms),
        });
        Synonyms {
            replaceable: replaceable.collect(),
        }
    }

    /// Whether no term of the query has synonyms.
    pub(super) fn is_empty(&self) -> bool {
        self.replaceable.is_empty()
    }

    /// Gives for each replaceable term the documents of a segment that hold a synonym of it, in ascending order.
    pub(super) fn matches(&self, segment: &Segment) -> Result<Vec<Vec<SynonymMatch>>, IndexError> {
        let of_term = |ReplaceableLookup { terms, synonyms }: &ReplaceableLookup| {
            let mut found: Vec<(u32, u32)> = Vec::new();
            for synonym in synonyms {
                synonym.for_each_match(segment, |document, count| found.push((document, count)))?;
            }
            found.sort_unstable();
            let mut held: Vec<SynonymMatch> = Vec::new();
            for (document, count) in found {
                match held.last_mut() {
                    Some(last) if last.document == document => last.count += count,
                    _ => held.push(SynonymMatch {
                        document,
                        count,
                        n_lacking: terms.len() as u8,
                    }),
                }
            }
            for term in terms {
                let mut next = 0;
                term.for_each_match(segment, |document, _| {
                    while held.get(next).is_some_and(|held| held.document < document) {
                        next += 1;
                    }
                    if let Some(held) = held.get_mut(next).filter(|held| held.document == document)
                    {
                        held.n_lacking -= 1;
                    }
                })?;
            }
            Ok(held)
        };
        self.replaceable.iter().map(of_term).collect()
    }
}

/// Gives the synonyms that a text holds, of terms that it does not hold itself.
pub(crate) fn synonyms_in<'q>(replaceable: &'q [ReplaceableTerm], text: &Folded) -> Vec<&'q str> {
    let terms = replaceable.iter();
    let lacking = terms.filter(|term| !text.text().contains(&term.text));
    let synonyms = lacking.flat_map(|term| &term.synonyms);
    let found = synonyms.filter(|synonym| text.text().contains(synonym.text()));
    found.map(QueryTerm::text).collect()
}
