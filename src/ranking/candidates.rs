//! Generates candidates: a collector that scores matching passages by postings and keeps the best.
//!
//! Input: a walk over the passages of a [`Plan`]. Output: [`Candidates`], the best by BM25 over the query's words and its rarest pairs of characters, with
//! the weights that rescoring needs. Verbatim hits come before all others.

use std::ops::Range;

use super::bm25::Bm25;
use super::gram_weights::GramWeights;
use super::sort_keys::{Order, SortKeys};
use super::top::{Candidate, Preference, TopCandidates};
use super::weights::{N_READ_VERBATIM, WEIGHTS};
use crate::index::{IndexError, NumberColumn, Numbers, PassageAddress, Segment, Words};
use crate::matching::{
    Collector, MatchedPassage, Overview, PairPostings, PairSet, Plan, QueryTerm,
};

/// Collects the best passages of a plan.
pub(crate) struct Candidates<'p, 'a> {
    plan: &'p Plan<'a>,
    order: Order,
    /// How many are held; `None` holds all.
    n_held: Option<usize>,
    keys: SortKeys<'p>,
    top: TopCandidates,
    terms: Vec<TermScorer>,
    synonym: Bm25,
    /// Scores the occurrences of the whole query.
    verbatim: Bm25,
    pub(super) weights: GramWeights<'p>,
    /// The weights of the query without its synonyms, where it has any: verbatim hits are read by them.
    pub(super) weights_without_synonyms: Option<GramWeights<'p>>,
    /// So many passages hold the query verbatim that others hardly matter: their order by postings is near to the final one.
    pub(super) is_mostly_verbatim: bool,
    wants_pairs: bool,
    /// The scores by postings of the documents of all segments, one segment after the other; empty where nothing but verbatim hits is scored. One
    /// large buffer costs less than one for each segment, which the allocator would give back to the system after every query.
    scores: Vec<f32>,
    /// `None` before the first segment.
    segment: Option<OpenSegment<'a>>,
}

/// Scores a term, by one of the two lengths of a text.
#[derive(Clone, Copy)]
struct TermScorer {
    length: Length,
    bm25: Bm25,
}

#[derive(Clone, Copy)]
enum Length {
    Words,
    Chars,
}

/// The segment that is being walked.
struct OpenSegment<'a> {
    number: u32,
    segment: &'a Segment,
    /// `None` where no word is looked up.
    words: Option<&'a Words>,
    order: &'a Numbers,
    reports: &'a Numbers,
    /// Where the scores of its documents are among [`Candidates::scores`].
    range: Range<usize>,
}

impl<'p, 'a> Candidates<'p, 'a> {
    /// Prepares to keep the best `n_held` passages of a plan; `None` keeps all.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where the index cannot be read.
    pub(crate) fn new(
        plan: &'p Plan<'a>,
        order: Order,
        n_held: Option<usize>,
    ) -> Result<Candidates<'p, 'a>, IndexError> {
        let (n_documents, mean_chars) = (plan.n_documents(), plan.mean_chars());
        let mean_words = match plan.planned_terms() {
            [] => 0.0,
            _ => plan.mean_words()?,
        };
        let terms = plan.planned_terms().iter().map(|planned| {
            let (length, mean) = match planned.term {
                QueryTerm::Word(_) => (Length::Words, mean_words),
                QueryTerm::Characters(_) => (Length::Chars, mean_chars),
            };
            let bm25 = Bm25::new(planned.n_documents_with, n_documents, mean);
            TermScorer { length, bm25 }
        });
        let alone = plan.pairs_without_synonyms();
        Ok(Candidates {
            order,
            n_held,
            keys: SortKeys::new(order, plan)?,
            top: TopCandidates::new(order, n_held, preference(plan)),
            terms: terms.collect(),
            synonym: Bm25::new(1, n_documents, mean_chars),
            verbatim: Bm25::new(0, n_documents, mean_chars),
            weights: GramWeights::new(plan, plan.pairs())?,
            weights_without_synonyms: match alone {
                Some(alone) => Some(GramWeights::new(plan, alone)?),
                None => None,
            },
            is_mostly_verbatim: false,
            wants_pairs: false,
            scores: Vec::new(),
            segment: None,
            plan,
        })
    }

    /// The plan whose passages they are.
    pub(super) fn plan(&self) -> &'p Plan<'a> {
        self.plan
    }

    /// The order in which they come.
    pub(crate) fn order(&self) -> Order {
        self.order
    }

    /// Ends the weighing, and gives the candidates, the best first.
    pub(super) fn take_ranked(&mut self) -> Vec<Candidate> {
        self.weights.finish();
        if let Some(weights) = &mut self.weights_without_synonyms {
            weights.finish();
        }
        let none = TopCandidates::new(self.order, Some(0), Preference::None);
        std::mem::replace(&mut self.top, none).into_ranked()
    }
}

impl OpenSegment<'_> {
    #[inline]
    fn n_chars(&self, document: u32) -> f32 {
        self.segment.grams.n_code_units_of(document) as f32
    }
}

/// Decides which matches of a plan come before partial ones.
fn preference(plan: &Plan<'_>) -> Preference {
    let terms = plan.terms();
    if terms.is_words_apart {
        Preference::AllWords
    } else if terms.is_one_replaceable_term() {
        Preference::Synonyms
    } else {
        Preference::None
    }
}

/// Adds to the scores of documents those of a term that they hold so often, by the length of each.
#[inline]
fn add_scores(
    scores: &mut [f32],
    documents: &[(u32, u32)],
    bm25: Bm25,
    length: impl Fn(u32) -> u32,
) {
    for &(document, count) in documents {
        scores[document as usize] += bm25.score(count, length(document) as f32);
    }
}

impl Collector for Candidates<'_, '_> {
    const TAKES_POSTINGS: bool = true;

    fn begin(&mut self, overview: &Overview) {
        let (n_verbatim, n_documents) = (overview.n_verbatim, self.plan.n_documents());
        self.verbatim = Bm25::new(n_verbatim, n_documents, self.plan.mean_chars());
        // This depends on the query and the index alone, not on how many hits are wanted, so that every page has the same order.
        self.is_mostly_verbatim = !overview.has_tree
            && (self.terms.is_empty()
                || !overview.is_restricted && n_verbatim >= 2 * N_READ_VERBATIM as u64);
        // Verbatim hits come first: where there are more of them than are held, the scores of others change nothing.
        let others_matter = self.n_held.is_none_or(|n_held| n_verbatim < n_held as u64);
        self.wants_pairs = !(self.is_mostly_verbatim && (self.terms.is_empty() || !others_matter));
        if self.wants_pairs || !self.terms.is_empty() {
            self.scores = vec![0.0; n_documents as usize];
        }
    }

    fn wants_pairs(&self) -> bool {
        self.wants_pairs
    }

    fn pair(&mut self, set: PairSet, pair: usize, postings: &PairPostings<'_>) {
        let weights = match (set, &mut self.weights_without_synonyms) {
            (PairSet::QueryAlone, Some(alone)) => {
                alone.weigh_pair(pair, postings.n_documents());
                return;
            }
            _ => &mut self.weights,
        };
        let weight = weights.weigh_pair(pair, postings.n_documents());
        let bm25 = Bm25::of_weight(weight, weights.mean_chars);
        let segments = self.plan.snapshot().segments().iter();
        let mut rest = &mut self.scores[..];
        for (segment, documents) in segments.zip(postings.by_segment()) {
            let n_documents = rest.len().min(segment.n_documents() as usize);
            let (scores, others) = rest.split_at_mut(n_documents);
            let length = |document| segment.grams.n_code_units_of(document);
            add_scores(scores, documents, bm25, length);
            rest = others;
        }
    }

    fn open_segment(&mut self, number: u32, _: &Segment) -> Result<(), IndexError> {
        let segments = self.plan.snapshot().segments();
        let Some(segment) = segments.get(number as usize) else {
            return Ok(());
        };
        let start = self.segment.as_ref().map_or(0, |before| before.range.end);
        let n_scores = match self.scores.is_empty() {
            true => 0,
            false => segment.n_documents() as usize,
        };
        self.segment = Some(OpenSegment {
            number,
            segment,
            words: match self.terms.is_empty() {
                true => None,
                false => Some(segment.words()?),
            },
            order: segment.numbers(NumberColumn::Order)?,
            reports: segment.numbers(NumberColumn::Report)?,
            range: start..start + n_scores,
        });
        Ok(())
    }

    fn term(&mut self, term: usize, documents: &[(u32, u32)]) {
        let TermScorer { length, bm25 } = self.terms[term];
        let Some(open) = &self.segment else {
            return;
        };
        let scores = &mut self.scores[open.range.clone()];
        match (length, open.words) {
            (Length::Words, Some(words)) => {
                let length = |document| words.n_words_of(document);
                add_scores(scores, documents, bm25, length);
            }
            _ => {
                let length = |document| open.segment.grams.n_code_units_of(document);
                add_scores(scores, documents, bm25, length);
            }
        }
    }

    #[inline]
    fn synonym(&mut self, document: u32, count: u32) {
        if let Some(open) = &self.segment {
            let score = self.synonym.score(count, open.n_chars(document));
            self.scores[open.range.start + document as usize] += WEIGHTS.synonym * score;
        }
    }

    #[inline]
    fn collect(&mut self, passage: MatchedPassage) {
        let Some(segment) = &self.segment else {
            return;
        };
        let document = passage.document;
        let by_postings = self.scores.get(segment.range.start + document as usize);
        let mut score = by_postings.copied().unwrap_or(0.0);
        if passage.n_verbatim > 0 {
            let n_chars = segment.n_chars(document);
            let verbatim = self.verbatim.score(passage.n_verbatim, n_chars);
            score = match self.is_mostly_verbatim {
                true => verbatim,
                false => score + verbatim,
            };
        }
        if self.order == Order::Text {
            score = 0.0;
        }
        let at = PassageAddress::new(segment.number, document);
        let place = || {
            (
                segment.order.number(document),
                segment.reports.number(document),
            )
        };
        self.top
            .offer(passage.matched, self.keys.key(at), score, at, place);
    }
}
