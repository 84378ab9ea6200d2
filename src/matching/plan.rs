//! Brings a query and an index together once, as a plan, and walks over the passages that match.
//!
//! Input: a [`Query`] and a [`Snapshot`]. Output: a [`Plan`], which later stages ask for everything about the query: [`Plan::visit`] feeds
//! collectors, and suggestions and explanations read the terms from the same plan. The plan also decides whether a query that looks like one with operators is
//! text, because a passage holds it as it was typed.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::collector::{Collector, Overview, PairSet};
use super::lookup::n_documents;
use super::match_counts::{Match, MatchedPassage};
use super::metadata_query::with_reports_of_name;
use super::needle::Needle;
use super::pairs::{PairPostings, QueryPairs};
use super::query_terms::QueryTerms;
use super::segment_filter::SegmentFilter;
use super::term_matches::{PlannedTerm, TermPlan, mean_words};
use super::tree_plan::{TreePlan, filter_beside, of_every_role};
use crate::analysis::Families;
use crate::index::{IndexError, Segment, Snapshot};
use crate::query::{Filter, Query, Tree};

/// Which matches are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// Verbatim matches, and passages that hold all the words or some.
    #[default]
    Ranked,
    /// Verbatim matches alone.
    Exact,
}

/// Whether the query's terms have synonyms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TermFamilies {
    /// They do, in ranked searches: the other terms of [`Families::standard`] and of the user's families.
    #[default]
    Used,
    /// They do not.
    Unused,
}

/// A query, ready to be matched with the passages of a snapshot.
pub struct Plan<'a> {
    snapshot: &'a Snapshot,
    query: Query,
    mode: Mode,
    needle: Needle,
    terms: QueryTerms,
    term_plan: TermPlan,
    tree: Option<TreePlan>,
    /// The filter of the reports that the query names, where it is nothing but such a name.
    named_reports: Option<Filter>,
    /// Looked up when they are first needed, as the next are.
    pairs: OnceLock<QueryPairs>,
    pairs_without_synonyms: OnceLock<QueryPairs>,
}

impl<'a> Plan<'a> {
    /// Plans a query.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where the index cannot be read.
    pub fn new(
        query: &Query,
        snapshot: &'a Snapshot,
        mode: Mode,
        families: TermFamilies,
    ) -> Result<Plan<'a>, IndexError> {
        let mut query = as_text_or_tree(query, snapshot);
        let mut named_reports = None;
        match mode {
            Mode::Exact => query = query.with_each_word(),
            Mode::Ranked => {
                if let Some((named, reports)) = with_reports_of_name(&query, snapshot)? {
                    query = named;
                    named_reports = Some(reports);
                }
            }
        }
        let families = match (mode, families) {
            (Mode::Ranked, TermFamilies::Used) => Some(families_of(snapshot)?),
            _ => None,
        };
        let families = families.as_deref();
        let terms = match mode {
            Mode::Exact => QueryTerms::verbatim(&query),
            Mode::Ranked => QueryTerms::new(&query, snapshot, families)?,
        };
        let tree = match query.tree() {
            Some(tree) => Some(TreePlan::new(tree, snapshot, families)?),
            None => None,
        };
        Ok(Plan {
            snapshot,
            mode,
            needle: Needle::new(&terms.verbatim),
            term_plan: TermPlan::new(&terms, snapshot)?,
            terms,
            tree,
            named_reports,
            query,
            pairs: OnceLock::new(),
            pairs_without_synonyms: OnceLock::new(),
        })
    }

    /// The snapshot that it is for.
    pub fn snapshot(&self) -> &'a Snapshot {
        self.snapshot
    }

    /// The query as it is understood in view of the passages of the snapshot.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// Which matches are wanted.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The filter of the reports whose number, title or issuer the whole query is; `None` where it is no such name.
    pub(crate) fn named_reports(&self) -> Option<&Filter> {
        self.named_reports.as_ref()
    }

    /// The terms of the query, with their synonyms.
    pub(crate) fn terms(&self) -> &QueryTerms {
        &self.terms
    }

    /// The terms that the walk looks up. There are none where whatever matches does so verbatim.
    pub(crate) fn planned_terms(&self) -> &[PlannedTerm] {
        &self.term_plan.terms
    }

    /// The pairs of characters of the query and its synonyms.
    pub(crate) fn pairs(&self) -> &QueryPairs {
        self.pairs
            .get_or_init(|| QueryPairs::new(&self.terms, self.snapshot))
    }

    /// The pairs of characters of the query alone; `None` where it has no synonyms and [`Plan::pairs`] are these.
    pub(crate) fn pairs_without_synonyms(&self) -> Option<&QueryPairs> {
        let has_synonyms = !self.terms.replaceable.is_empty();
        has_synonyms.then(|| {
            self.pairs_without_synonyms
                .get_or_init(|| QueryPairs::new(&self.terms.without_synonyms(), self.snapshot))
        })
    }

    /// How many passages the index has, including those that were deleted.
    pub(crate) fn n_documents(&self) -> u64 {
        n_documents(self.snapshot)
    }

    /// The mean length of a passage, in characters of its folded text.
    pub(crate) fn mean_chars(&self) -> f32 {
        let counts = self.snapshot.segments().iter();
        let n_chars: u64 = counts.map(|segment| segment.grams.n_code_units()).sum();
        n_chars as f32 / self.n_documents().max(1) as f32
    }

    /// The mean number of words that a passage is indexed by.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where the words of the index cannot be read.
    pub(crate) fn mean_words(&self) -> Result<f32, IndexError> {
        mean_words(self.snapshot)
    }

    /// Calls `collector` for every passage that matches and that `filter` lets through.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where the index cannot be read.
    pub fn visit<C: Collector>(
        &self,
        filter: &Filter,
        collector: &mut C,
    ) -> Result<(), IndexError> {
        let filters = self.filters_with(filter);
        let verbatim: Vec<Vec<(u32, u32)>> = self
            .snapshot
            .segments()
            .iter()
            .map(|segment| {
                let mut found = Vec::new();
                self.needle
                    .for_each_match(segment, |document, count| found.push((document, count)));
                found
            })
            .collect();
        collector.begin(&Overview {
            n_verbatim: verbatim.iter().map(|found| found.len() as u64).sum(),
            is_restricted: filters != [Filter::default()],
            has_tree: self.tree.is_some(),
        });
        let holds_pair = self.walk_pairs(collector);
        let segments = self.snapshot.segments().iter().zip(verbatim);
        for ((number, (segment, verbatim)), holds_pair) in (0..).zip(segments).zip(holds_pair) {
            collector.open_segment(number, segment)?;
            let filters = filters.iter();
            let filters = filters.map(|filter| SegmentFilter::new(filter, segment));
            let filters = filters.collect::<Result<Vec<_>, IndexError>>()?;
            self.visit_segment(segment, &verbatim, &holds_pair, &filters, collector)?;
            collector.close_segment()?;
        }
        Ok(())
    }

    fn visit_segment<C: Collector>(
        &self,
        segment: &Segment,
        verbatim: &[(u32, u32)],
        holds_pair: &[bool],
        filters: &[SegmentFilter<'_>],
        collector: &mut C,
    ) -> Result<(), IndexError> {
        let asks_for_terms = self.tree.is_none() || C::TAKES_POSTINGS;
        let by_terms = match self.term_plan.terms.is_empty() || !asks_for_terms {
            true => None,
            false => Some(self.term_plan.matches(segment, collector)?),
        };
        let by_tree = match &self.tree {
            Some(tree) => Some(tree.matches(segment)?),
            None => None,
        };
        let collect = |document, matched, n_verbatim| {
            if filters.iter().all(|filter| filter.passes(document)) {
                collector.collect(MatchedPassage {
                    document,
                    matched,
                    n_verbatim,
                });
            }
        };
        match (by_tree, by_terms) {
            (Some(by_tree), _) => Self::for_each_of_tree(&by_tree, verbatim, collect),
            (None, Some(by_terms)) => by_terms.for_each(verbatim, holds_pair, collect),
            (None, None) => {
                let mut collect = collect;
                let verbatim = verbatim.iter();
                verbatim.for_each(|&(document, count)| collect(document, Match::Verbatim, count));
            }
        }
        Ok(())
    }

    /// Calls `each` with every document that a tree matches.
    fn for_each_of_tree(
        matches: &[Option<Match>],
        verbatim: &[(u32, u32)],
        mut each: impl FnMut(u32, Match, u32),
    ) {
        let mut verbatim = verbatim.iter().peekable();
        for (document, matched) in (0..).zip(matches) {
            let found = verbatim.next_if(|(other, _)| *other == document);
            let n_verbatim = found.map_or(0, |(_, count)| *count);
            if let Some(matched) = matched {
                each(document, *matched, n_verbatim);
            }
        }
    }

    /// Walks the rarest pairs of the query's characters, where the collector wants them or passages match by them. For each segment it tells
    /// which documents hold one of the query's own pairs; the list is empty where no passage matches by pairs.
    fn walk_pairs<C: Collector>(&self, collector: &mut C) -> Vec<Vec<bool>> {
        let segments = self.snapshot.segments();
        let wants_pairs = collector.wants_pairs();
        let matches_by_pairs = self.term_plan.takes_pairs && self.tree.is_none();
        let mut holds_pair: Vec<Vec<bool>> = segments
            .iter()
            .map(|segment| match matches_by_pairs {
                true => vec![false; segment.n_documents() as usize],
                false => Vec::new(),
            })
            .collect();
        // Passages match by the query's own pairs, which come by themselves only where there are synonyms.
        let has_synonyms = !self.terms.replaceable.is_empty();
        let mut take = |set: PairSet, number: usize, postings: &PairPostings<'_>| {
            if matches_by_pairs && (set == PairSet::QueryAlone) == has_synonyms {
                mark_documents(&mut holds_pair, postings);
            }
            collector.pair(set, number, postings);
        };
        if let Some(pairs) = self.pairs_without_synonyms()
            && self.term_plan.takes_pairs
        {
            pairs.walk(self.snapshot, |number, postings| {
                take(PairSet::QueryAlone, number, postings);
            });
        }
        if wants_pairs || matches_by_pairs && !has_synonyms {
            self.pairs().walk(self.snapshot, |number, postings| {
                take(PairSet::WithSynonyms, number, postings);
            });
        }
        holds_pair
    }

    /// Gives the filters that a passage has to pass: the caller's, and that of the fields that were typed beside plain text.
    fn filters_with(&self, filter: &Filter) -> Vec<Filter> {
        match (self.query.tree(), self.query.fields()) {
            (Some(tree), _) => vec![filter_beside(tree, filter)],
            (None, Some(fields)) => {
                let beside = filter_beside(&Tree::Field(fields.clone()), filter);
                vec![beside, of_every_role(fields)]
            }
            (None, None) => vec![filter.clone()],
        }
    }
}

/// Marks in each segment the documents that hold a pair.
fn mark_documents(holds_pair: &mut [Vec<bool>], postings: &PairPostings<'_>) {
    for (holds_pair, documents) in holds_pair.iter_mut().zip(postings.by_segment()) {
        for (document, _) in documents {
            if let Some(holds) = holds_pair.get_mut(*document as usize) {
                *holds = true;
            }
        }
    }
}

/// Decides whether a query is text. It is where a passage holds it as it was typed, operators and all; and words that have only fields beside them are
/// text with a filter.
fn as_text_or_tree(query: &Query, snapshot: &Snapshot) -> Query {
    if query.may_be_text() {
        let needle = Needle::new(query.folded());
        let mut segments = snapshot.segments().iter();
        if segments.any(|segment| needle.is_in(segment)) {
            return query.as_text();
        }
    }
    query.text_and_fields().unwrap_or_else(|| query.clone())
}

/// Gives the families of this crate and those that users named for the index.
fn families_of(snapshot: &Snapshot) -> Result<Cow<'static, Families>, IndexError> {
    let standard = Families::standard();
    Ok(match snapshot.user_families()? {
        [] => Cow::Borrowed(standard),
        users => {
            let users = users.iter().map(|terms| terms.iter().map(String::as_str));
            Cow::Owned(standard.clone().with(users))
        }
    })
}
