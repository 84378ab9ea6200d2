//! Matches the passages of one segment with a query without operators, by the terms that each of them holds.
//!
//! It goes term at a time: the postings of each term are added to one array of counts for the segment. That costs a few nanoseconds a posting and sees
//! every match, which skipping to the best would not. `tree_plan.rs` does the same for a query with operators.

use super::collector::Collector;
use super::lookup::{Lookup, n_documents, n_documents_with};
use super::match_counts::Match;
use super::query_terms::{MAX_TERMS, QueryTerm, QueryTerms};
use super::synonyms::Synonyms;
use crate::index::{IndexError, Segment, Snapshot};

/// Where fewer passages than this hold any one term of a query, passages that hold only a pair of its characters match in part as well: rare names are
/// cut in ways that few passages share. R@100 over `tests/ranking` is .805 with it, .770 before. With pairs of synonyms too it was .018 higher, but
/// these found passages that hold nothing that was typed.
const MIN_PASSAGES: u64 = 100;

/// Set on a count of terms where the document holds the query verbatim.
const VERBATIM: u8 = 1 << 7;
/// Set on a count of terms where a synonym makes up for terms that the document lacks.
const BY_SYNONYM: u8 = 1 << 6;
/// Both marks lie above the highest count.
const _: () = assert!(MAX_TERMS < BY_SYNONYM as usize && BY_SYNONYM < VERBATIM);
/// Documents that match nothing are skipped so many at a time.
const CHUNK_LEN: usize = 32;
/// A collector takes postings so many at a time, which lets it add up scores in a loop of its own.
const BLOCK_LEN: usize = 128;

/// A term of the query that is looked up.
pub(crate) struct PlannedTerm {
    /// The term.
    pub(crate) term: QueryTerm,
    /// How many passages of the index hold it, or nearly so.
    pub(crate) n_documents_with: u64,
    lookup: Lookup,
}

/// The terms and synonyms of a query, ready to be looked up.
pub(super) struct TermPlan {
    pub(super) terms: Vec<PlannedTerm>,
    pub(super) synonyms: Synonyms,
    /// Whether so few passages hold any of the terms that those with a pair of the query's characters match too.
    pub(super) takes_pairs: bool,
}

impl TermPlan {
    /// Prepares the terms of a query. Without terms, whatever matches does so verbatim.
    pub(super) fn new(query: &QueryTerms, snapshot: &Snapshot) -> Result<TermPlan, IndexError> {
        let synonyms = Synonyms::new(&query.replaceable);
        let mut terms = Vec::new();
        for term in &query.terms {
            terms.push(PlannedTerm {
                n_documents_with: n_documents_with(term, snapshot)?,
                lookup: Lookup::new(term),
                term: term.clone(),
            });
        }
        let is_rare = |term: &PlannedTerm| term.n_documents_with < MIN_PASSAGES;
        let takes_pairs = !terms.is_empty() && terms.iter().all(is_rare);
        // Whatever holds a query of one term holds it verbatim.
        let is_verbatim = match &query.terms[..] {
            [only] => only.text() == query.verbatim,
            _ => false,
        };
        if is_verbatim && synonyms.is_empty() && !takes_pairs {
            terms.clear();
        }
        Ok(TermPlan {
            terms,
            synonyms,
            takes_pairs,
        })
    }

    /// Looks the terms and synonyms up in a segment; `collector` sees the postings.
    pub(super) fn matches<C: Collector>(
        &self,
        segment: &Segment,
        collector: &mut C,
    ) -> Result<TermMatches, IndexError> {
        let n_documents = segment.n_documents() as usize;
        let mut matches = TermMatches {
            n_terms_held: vec![0; n_documents],
            n_terms: self.terms.len() as u8,
        };
        let mut block = Vec::with_capacity(BLOCK_LEN);
        for (number, term) in self.terms.iter().enumerate() {
            term.lookup.for_each_match(segment, |document, count| {
                matches.n_terms_held[document as usize] += 1;
                if C::TAKES_POSTINGS {
                    block.push((document, count));
                    if block.len() == BLOCK_LEN {
                        collector.term(number, &block);
                        block.clear();
                    }
                }
            })?;
            if !block.is_empty() {
                collector.term(number, &block);
                block.clear();
            }
        }
        for of_term in self.synonyms.matches(segment)? {
            for found in of_term {
                matches.add_synonym(found.document, found.n_lacking);
                if C::TAKES_POSTINGS {
                    collector.synonym(found.document, found.count);
                }
            }
        }
        Ok(matches)
    }
}

/// Which terms the documents of a segment hold.
pub(super) struct TermMatches {
    /// By document: how many of the query's terms it holds, with [`VERBATIM`] and [`BY_SYNONYM`].
    n_terms_held: Vec<u8>,
    n_terms: u8,
}

impl TermMatches {
    /// Counts terms that a document lacks as held, since it has a synonym for them.
    fn add_synonym(&mut self, document: u32, n_lacking: u8) {
        if n_lacking > 0 {
            let held = &mut self.n_terms_held[document as usize];
            let n_held = (*held & !BY_SYNONYM) + n_lacking;
            *held = BY_SYNONYM | n_held.min(self.n_terms);
        }
    }

    /// Calls `each` with every document that matches, ascending, how it matches and how often it holds the query verbatim. `verbatim` lists the documents
    /// that do, ascending; `holds_pair` tells for each document whether a pair of the query's characters makes it match, and is empty where none does.
    pub(super) fn for_each(
        mut self,
        verbatim: &[(u32, u32)],
        holds_pair: &[bool],
        mut each: impl FnMut(u32, Match, u32),
    ) {
        for (document, _) in verbatim {
            self.n_terms_held[*document as usize] |= VERBATIM;
        }
        let mut verbatim = verbatim.iter();
        let mut first = 0;
        for chunk in self.n_terms_held.chunks(CHUNK_LEN) {
            if !holds_pair.is_empty() || chunk.iter().any(|held| *held > 0) {
                for (document, &held) in (first..).zip(chunk) {
                    let matched = match held {
                        0 if holds_pair.get(document as usize) == Some(&true) => Match::Partial,
                        0 => continue,
                        held if held & VERBATIM > 0 => Match::Verbatim,
                        held if held == self.n_terms => Match::Words,
                        held if held == self.n_terms | BY_SYNONYM => Match::Synonym,
                        _ => Match::Partial,
                    };
                    let n_verbatim = match matched {
                        Match::Verbatim => verbatim.next().map_or(0, |(_, count)| *count),
                        _ => 0,
                    };
                    each(document, matched, n_verbatim);
                }
            }
            first += CHUNK_LEN as u32;
        }
    }
}

/// The mean number of words that a passage of an index is indexed by.
pub(super) fn mean_words(snapshot: &Snapshot) -> Result<f32, IndexError> {
    let mut n_words = 0;
    for segment in snapshot.segments() {
        n_words += segment.words()?.n_words();
    }
    Ok(n_words as f32 / n_documents(snapshot).max(1) as f32)
}
