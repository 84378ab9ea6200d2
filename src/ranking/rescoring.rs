//! Rescores candidates by a close reading and gives them in their final order, only as many as are needed.
//!
//! Input: [`Candidates`] as postings order them. They are read closely block by block, and put in order within their block; which block one
//! belongs to depends on postings alone. So the first page is the same however many pages are looked at. Verbatim hits that lie
//! only across words come after all others, and so do hits by synonyms. `arrangement.rs` makes pages of what comes out.

use std::collections::VecDeque;

use super::candidates::Candidates;
use super::close_reading::CloseReading;
use super::passage_context::PassageContext;
use super::score_parts::ScoreParts;
use super::sort_keys::Order;
use super::top::Candidate;
use super::weights::{N_READ, N_READ_VERBATIM};
use crate::index::{IndexError, PassageAddress, Snapshot};
use crate::matching::{Match, QueryTerm, WordBoundaries};

/// Yields candidates in their final order, the best first.
pub(crate) struct Rescored<'c> {
    snapshot: &'c Snapshot,
    /// Reads candidates; `None` where their order is not one of scores.
    reader: Option<PassageReader<'c>>,
    /// The texts that have to be words in a verbatim hit, or it lies across words.
    verbatim: WordBoundaries,
    /// The synonyms of the query's terms, at least one of which has to be a word in a hit by synonyms.
    synonyms: WordBoundaries,
    /// How many verbatim hits are read at a time.
    n_read_verbatim: usize,
    /// Candidates as postings order them.
    waiting: VecDeque<Candidate>,
    /// Candidates in their final order.
    ready: VecDeque<Candidate>,
    /// Hits that lie across words, which wait until all others that match in the same way were given.
    across: VecDeque<Candidate>,
    /// No later hit is shown with a higher score than this, so that scores fall with the rank.
    ceiling: f32,
}

/// Reads passages closely, each with its headings, its role and the columns of the query's intent.
pub(crate) struct PassageReader<'c> {
    reading: CloseReading<'c>,
    /// Reads verbatim hits, whose order synonyms must not change; `None` where the query has none.
    reading_without_synonyms: Option<CloseReading<'c>>,
    /// By segment.
    contexts: Vec<PassageContext<'c>>,
}

impl<'c> Rescored<'c> {
    /// Prepares to rescore candidates by the weights that were collected with them.
    ///
    /// # Errors
    /// [`IndexError::Damaged`], here and below, where the index cannot be read.
    pub(crate) fn new(candidates: &'c mut Candidates<'_, '_>) -> Result<Rescored<'c>, IndexError> {
        let waiting = candidates.take_ranked().into();
        let candidates = &*candidates;
        let plan = candidates.plan();
        let terms = plan.terms().replaceable.iter();
        let synonyms = terms.flat_map(|term| &term.synonyms).map(QueryTerm::text);
        Ok(Rescored {
            snapshot: plan.snapshot(),
            reader: match candidates.order() {
                Order::Score => Some(PassageReader::new(candidates)?),
                Order::Year | Order::District | Order::Text => None,
            },
            verbatim: match plan.query().tree() {
                Some(tree) => WordBoundaries::of_tree(tree),
                None => WordBoundaries::of_text(&plan.terms().verbatim),
            },
            synonyms: WordBoundaries::Any(synonyms.map(WordBoundaries::of_text).collect()),
            n_read_verbatim: match candidates.is_mostly_verbatim {
                true => N_READ_VERBATIM,
                false => N_READ,
            },
            waiting,
            ready: VecDeque::new(),
            across: VecDeque::new(),
            ceiling: f32::INFINITY,
        })
    }

    /// Gives the next best; `None` where there are no more.
    pub(crate) fn next(&mut self) -> Result<Option<Candidate>, IndexError> {
        loop {
            if let Some(candidate) = self.next_ready()? {
                return Ok(Some(candidate));
            }
            if !self.read_block()? {
                return Ok(None);
            }
        }
    }

    /// Gives the next best of those that were read already.
    fn next_ready(&mut self) -> Result<Option<Candidate>, IndexError> {
        while let Some(mut candidate) = self.ready.pop_front() {
            if !candidate.across_words && self.is_across_words(&candidate)? {
                candidate.across_words = true;
                if self.reader.is_some() {
                    self.across.push_back(candidate);
                    continue;
                }
            }
            if self.reader.is_some() {
                // Candidates of a later block may score higher, but are ranked lower; equal scores stay equal.
                if candidate.score > self.ceiling {
                    candidate.score = self.ceiling.next_down().max(0.0);
                }
                self.ceiling = candidate.score;
            }
            return Ok(Some(candidate));
        }
        Ok(None)
    }

    fn is_across_words(&self, candidate: &Candidate) -> Result<bool, IndexError> {
        let asked = match candidate.matched {
            Match::Verbatim => &self.verbatim,
            Match::Synonym => &self.synonyms,
            Match::Words | Match::Partial => return Ok(false),
        };
        asked.are_crossed(self.snapshot, candidate.at)
    }

    /// Gives all candidates: the first in their final order, those after the first [`N_READ`] as postings order them.
    pub(super) fn all(mut self) -> Result<Vec<Candidate>, IndexError> {
        let mut all = Vec::new();
        while all.len() < N_READ
            && let Some(candidate) = self.next()?
        {
            all.push(candidate);
        }
        let rest = self.ready.into_iter().chain(self.across);
        all.extend(rest.chain(self.waiting).map(|mut candidate| {
            candidate.score = candidate.score.min(self.ceiling);
            candidate
        }));
        Ok(all)
    }

    /// Makes the next block ready; false where there is none.
    fn read_block(&mut self) -> Result<bool, IndexError> {
        let is_verbatim = |candidate: &Candidate| candidate.matched == Match::Verbatim;
        let n_verbatim = self.waiting.iter().take_while(|next| is_verbatim(next));
        let n_verbatim = n_verbatim.take(self.n_read_verbatim).count();
        if n_verbatim == 0 && !self.across.is_empty() {
            self.ready = std::mem::take(&mut self.across);
            return Ok(true);
        }
        let n_candidates = match (&self.reader, n_verbatim) {
            (None, _) => self.waiting.len(),
            (Some(_), 0) => self.waiting.len().min(N_READ),
            (Some(_), n_verbatim) => n_verbatim,
        };
        let mut block: Vec<Candidate> = self.waiting.drain(..n_candidates).collect();
        if let Some(reader) = &mut self.reader {
            for candidate in &mut block {
                let parts = reader.parts(self.snapshot, candidate.at, candidate.matched)?;
                candidate.score = parts.score();
            }
            block.sort_unstable_by(Candidate::cmp_rank);
        }
        self.ready = block.into();
        Ok(!self.ready.is_empty())
    }
}

impl<'c> PassageReader<'c> {
    /// Prepares to read passages by the weights of candidates that were collected.
    pub(crate) fn new(candidates: &'c Candidates<'_, '_>) -> Result<PassageReader<'c>, IndexError> {
        let weights = &candidates.weights;
        let segments = candidates.plan().snapshot().segments().iter();
        let contexts = segments.map(|segment| PassageContext::new(segment, &weights.intent));
        let alone = candidates.weights_without_synonyms.as_ref();
        Ok(PassageReader {
            reading: CloseReading::new(weights),
            reading_without_synonyms: alone.map(CloseReading::new),
            contexts: contexts.collect::<Result<_, IndexError>>()?,
        })
    }

    /// Gives the parts of the score of a passage, given how it matches.
    pub(crate) fn parts(
        &mut self,
        snapshot: &Snapshot,
        at: PassageAddress,
        matched: Match,
    ) -> Result<ScoreParts, IndexError> {
        let context = &mut self.contexts[at.segment_ord as usize];
        let segment = &snapshot.segments()[at.segment_ord as usize];
        let reading = match (&mut self.reading_without_synonyms, matched) {
            (Some(alone), Match::Verbatim) => alone,
            _ => &mut self.reading,
        };
        let mut parts = reading.parts(segment.texts.get(at.doc_id), matched);
        (
            parts.weighed.section_pairs,
            parts.weighed.section_characters,
        ) = context.section(at.doc_id, matched, reading)?;
        parts.share *= context.share(at.doc_id, matched);
        Ok(parts)
    }
}
