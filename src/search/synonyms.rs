//! Hits by synonyms: passages that hold another term of a family where the query has one.
//!
//! Input: the terms of a query that others may stand for. Output: the documents that hold one of the others, and how many of the
//! term's own units each lacks: with these made good a passage may hold all the query's words. Refuses to know where families come from.

use super::lookup::Lookup;
use crate::analysis::Folded;
use crate::index::{Segment, Snapshot};
use crate::query::{Replaceable, Unit};

/// The terms of a query that others may stand for, ready to be looked up in segments.
pub(super) struct Synonyms {
    terms: Vec<Term>,
}

struct Term {
    units: Vec<Lookup>,
    synonyms: Vec<Lookup>,
}

/// A document that holds a synonym.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) document: u32,
    /// How often it holds one.
    pub(super) count: u32,
    /// How many units of the term it does not hold itself.
    pub(super) n_lacking: u8,
}

impl Synonyms {
    pub(super) fn new(replaceable: &[Replaceable], snapshot: &Snapshot) -> Synonyms {
        let lookups = |units: &[Unit]| {
            let lookups = units.iter().map(|unit| Lookup::of(unit, snapshot));
            lookups.collect()
        };
        let terms = replaceable.iter().map(|term| Term {
            units: lookups(&term.units),
            synonyms: lookups(&term.synonyms),
        });
        Synonyms {
            terms: terms.collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// For each term the documents of a segment that hold a synonym of it, in ascending order.
    pub(super) fn of_segment(&self, segment: &Segment) -> tantivy::Result<Vec<Vec<Held>>> {
        let of_term = |Term { units, synonyms }: &Term| {
            let mut found: Vec<(u32, u32)> = Vec::new();
            for synonym in synonyms {
                synonym.for_each_match(segment, |document, count| found.push((document, count)))?;
            }
            found.sort_unstable();
            let mut held: Vec<Held> = Vec::new();
            for (document, count) in found {
                match held.last_mut() {
                    Some(last) if last.document == document => last.count += count,
                    _ => held.push(Held {
                        document,
                        count,
                        n_lacking: units.len() as u8,
                    }),
                }
            }
            for unit in units {
                let mut next = 0;
                unit.for_each_match(segment, |document, _| {
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
        self.terms.iter().map(of_term).collect()
    }
}

/// The synonyms that stand in a text whose terms themselves do not.
pub(super) fn synonyms_in<'q>(replaceable: &'q [Replaceable], text: &Folded) -> Vec<&'q str> {
    let terms = replaceable.iter();
    let lacking = terms.filter(|term| !text.text().contains(&term.term));
    let synonyms = lacking.flat_map(|term| &term.synonyms);
    let found = synonyms.filter(|synonym| text.text().contains(synonym.text()));
    found.map(|synonym| synonym.text()).collect()
}
