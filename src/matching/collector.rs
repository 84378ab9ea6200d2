//! Defines the trait of collectors, which a walk through the matching passages feeds, and lets several of them share one walk.
//!
//! A collector is called in this order: [`Collector::begin`] once; [`Collector::pair`] for pairs of the query's characters, where it wants them; then for
//! every segment [`Collector::open_segment`], the postings of the query's terms and synonyms where [`Collector::TAKES_POSTINGS`] says so,
//! [`Collector::collect`] for every passage that matches, and [`Collector::close_segment`]. Most collectors need `collect` alone.

use super::match_counts::{MatchCounts, MatchedPassage};
use super::pairs::PairPostings;
use crate::index::{IndexError, Segment};

/// What is known about a walk before its first passage.
#[derive(Debug, Clone, Copy)]
pub struct Overview {
    /// How many passages hold the query's text verbatim, whatever the filters say.
    pub n_verbatim: u64,
    /// Whether filters or operators of the query decide which passages are collected, and not its text alone.
    pub is_restricted: bool,
    /// Whether the query has operators.
    pub has_tree: bool,
}

/// Pairs of characters of the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairSet {
    /// Those of the query and of its synonyms.
    WithSynonyms,
    /// Those of the query alone, where it has synonyms.
    QueryAlone,
}

/// Takes the passages that match a query, one after the other.
pub trait Collector {
    /// Whether [`Collector::term`] and [`Collector::synonym`] are to be called.
    const TAKES_POSTINGS: bool = false;

    /// Begins a walk.
    fn begin(&mut self, overview: &Overview) {
        let _ = overview;
    }

    /// Whether [`Collector::pair`] is to be called for the rarest pairs of the query and its synonyms.
    fn wants_pairs(&self) -> bool {
        false
    }

    /// Takes the places of the pair of this number. It may be called for pairs that were not wanted.
    fn pair(&mut self, set: PairSet, pair: usize, postings: &PairPostings<'_>) {
        let _ = (set, pair, postings);
    }

    /// Begins the segment of this number.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where a column that it needs cannot be read.
    fn open_segment(&mut self, number: u32, segment: &Segment) -> Result<(), IndexError> {
        let _ = (number, segment);
        Ok(())
    }

    /// Takes passages of the segment that hold the query's term of this number, ascending, each with how often it does. It is called several times for a
    /// term, and whether a passage is collected is not known yet.
    fn term(&mut self, term: usize, documents: &[(u32, u32)]) {
        let _ = (term, documents);
    }

    /// A passage of the segment holds synonyms of one of the query's terms so many times.
    fn synonym(&mut self, document: u32, count: u32) {
        let _ = (document, count);
    }

    /// Takes a passage that matches and that the filters let through.
    fn collect(&mut self, passage: MatchedPassage);

    /// Ends the segment.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where a column that it needs cannot be read.
    fn close_segment(&mut self) -> Result<(), IndexError> {
        Ok(())
    }
}

impl<A: Collector, B: Collector> Collector for (&mut A, &mut B) {
    const TAKES_POSTINGS: bool = A::TAKES_POSTINGS || B::TAKES_POSTINGS;

    fn begin(&mut self, overview: &Overview) {
        self.0.begin(overview);
        self.1.begin(overview);
    }

    fn wants_pairs(&self) -> bool {
        self.0.wants_pairs() || self.1.wants_pairs()
    }

    fn pair(&mut self, set: PairSet, pair: usize, postings: &PairPostings<'_>) {
        self.0.pair(set, pair, postings);
        self.1.pair(set, pair, postings);
    }

    fn open_segment(&mut self, number: u32, segment: &Segment) -> Result<(), IndexError> {
        self.0.open_segment(number, segment)?;
        self.1.open_segment(number, segment)
    }

    fn term(&mut self, term: usize, documents: &[(u32, u32)]) {
        self.0.term(term, documents);
        self.1.term(term, documents);
    }

    #[inline]
    fn synonym(&mut self, document: u32, count: u32) {
        self.0.synonym(document, count);
        self.1.synonym(document, count);
    }

    #[inline]
    fn collect(&mut self, passage: MatchedPassage) {
        self.0.collect(passage);
        self.1.collect(passage);
    }

    fn close_segment(&mut self) -> Result<(), IndexError> {
        self.0.close_segment()?;
        self.1.close_segment()
    }
}

/// Several collectors of the same type share a walk as a vector; an empty vector collects nothing.
impl<C: Collector> Collector for Vec<C> {
    const TAKES_POSTINGS: bool = C::TAKES_POSTINGS;

    fn begin(&mut self, overview: &Overview) {
        self.iter_mut().for_each(|one| one.begin(overview));
    }

    fn wants_pairs(&self) -> bool {
        self.iter().any(C::wants_pairs)
    }

    fn pair(&mut self, set: PairSet, pair: usize, postings: &PairPostings<'_>) {
        self.iter_mut()
            .for_each(|one| one.pair(set, pair, postings));
    }

    fn open_segment(&mut self, number: u32, segment: &Segment) -> Result<(), IndexError> {
        self.iter_mut()
            .try_for_each(|one| one.open_segment(number, segment))
    }

    fn term(&mut self, term: usize, documents: &[(u32, u32)]) {
        self.iter_mut().for_each(|one| one.term(term, documents));
    }

    fn synonym(&mut self, document: u32, count: u32) {
        self.iter_mut().for_each(|one| one.synonym(document, count));
    }

    #[inline]
    fn collect(&mut self, passage: MatchedPassage) {
        self.iter_mut().for_each(|one| one.collect(passage));
    }

    fn close_segment(&mut self) -> Result<(), IndexError> {
        self.iter_mut().try_for_each(C::close_segment)
    }
}

impl Collector for MatchCounts {
    #[inline]
    fn collect(&mut self, passage: MatchedPassage) {
        self.count(passage.matched);
    }
}
