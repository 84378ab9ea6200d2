//! Candidates in their final order, as many as are asked for and no more.
//!
//! Input: candidates as postings order them. They are read closely block by block, and put in order within their block; which
//! block one belongs to depends on postings alone. So what stands on the first page is the same however many pages are
//! looked at. Verbatim hits that stand only across words come after all that stand as words, and so do synonyms. Refuses to know what pages are.

use std::collections::VecDeque;

use tantivy::DocAddress;

use super::best::Candidate;
use super::boundaries::{Boundaries, Standing};
use super::close_reading::CloseReading;
use super::grams::QueryGrams;
use super::options::Order;
use super::parts::Parts;
use super::ranking::{Match, N_READ, N_READ_VERBATIM};
use super::surroundings::Surroundings;
use crate::index::{IndexError, Snapshot};
use crate::query::{LoweredQuery, Tree};

/// Yields candidates, the best first.
pub(super) struct Ranked<'a> {
    snapshot: &'a Snapshot,
    /// Reads candidates; `None` where their order is not one of scores.
    reading: Option<Reader<'a>>,
    /// What a verbatim hit holds.
    verbatim: Standing<'a>,
    /// What may stand in the place of the query's terms, one of which a hit by synonyms holds.
    synonyms: Standing<'a>,
    /// How many verbatim hits are read at a time.
    n_read_verbatim: usize,
    /// As postings order them.
    waiting: VecDeque<Candidate>,
    /// In their final order.
    ready: VecDeque<Candidate>,
    /// Hits that stand across words, until all like them that stand as words are gone.
    across: VecDeque<Candidate>,
    /// No score is higher from here on: what is shown falls with the rank.
    ceiling: f32,
}

/// Reads passages closely, each with what is around it.
pub(super) struct Reader<'a> {
    reading: CloseReading<'a>,
    /// For verbatim hits, which synonyms must not put in another order.
    own_reading: Option<CloseReading<'a>>,
    surroundings: Vec<Surroundings>,
}

/// What candidates are ranked by.
pub(super) struct RankedBy<'a> {
    pub(super) order: Order,
    pub(super) grams: &'a QueryGrams,
    /// Those of the query without its synonyms, where it has any.
    pub(super) own_grams: Option<&'a QueryGrams>,
    pub(super) lowered: &'a LoweredQuery,
    /// What the query's operators ask for, where it has any.
    pub(super) tree: Option<&'a Tree>,
    /// The query is held verbatim by so many that others hardly matter: their order by postings is near to the last one.
    pub(super) is_mostly_verbatim: bool,
}

impl<'a> Ranked<'a> {
    /// Of candidates, the best by postings first.
    pub(super) fn new(
        snapshot: &'a Snapshot,
        candidates: Vec<Candidate>,
        by: &RankedBy<'a>,
    ) -> Result<Ranked<'a>, IndexError> {
        let reading = match by.order {
            Order::Score => Some(
                Reader::new(snapshot, by.grams, by.own_grams)
                    .map_err(|error| snapshot.failed(error))?,
            ),
            Order::Year | Order::District => None,
        };
        let of_needle = |needle: &[u16]| Standing::Needle(Boundaries::new(snapshot, needle));
        let terms = by.lowered.replaceable.iter();
        let synonyms = terms.flat_map(|term| &term.synonyms).map(|synonym| {
            let needle: Vec<u16> = synonym.text().encode_utf16().collect();
            of_needle(&needle)
        });
        Ok(Ranked {
            snapshot,
            reading,
            verbatim: match by.tree {
                Some(tree) => Standing::of(tree, snapshot),
                None => of_needle(&by.lowered.needle),
            },
            synonyms: Standing::Any(synonyms.collect()),
            n_read_verbatim: match by.is_mostly_verbatim {
                true => N_READ_VERBATIM,
                false => N_READ,
            },
            waiting: candidates.into(),
            ready: VecDeque::new(),
            across: VecDeque::new(),
            ceiling: f32::INFINITY,
        })
    }

    /// The next best; `None` where there are no more.
    pub(super) fn next(&mut self) -> Result<Option<Candidate>, IndexError> {
        loop {
            if let Some(candidate) = self.next_ready()? {
                return Ok(Some(candidate));
            }
            if !self.read_block()? {
                return Ok(None);
            }
        }
    }

    /// The next best of those that were read already.
    pub(super) fn next_ready(&mut self) -> Result<Option<Candidate>, IndexError> {
        while let Some(mut candidate) = self.ready.pop_front() {
            if !candidate.across_words && self.is_across_words(&candidate)? {
                candidate.across_words = true;
                if self.reading.is_some() {
                    self.across.push_back(candidate);
                    continue;
                }
            }
            if self.reading.is_some() {
                // Those that are read later may score higher, but stand below; a tie is left to be one.
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
        let is_across = asked.is_across_words(candidate.at);
        is_across.map_err(|error| self.snapshot.failed(error))
    }

    /// All of them: the first as ever, those after the first [`N_READ`] as postings order them.
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
        let n_candidates = match (&self.reading, n_verbatim) {
            (None, _) => self.waiting.len(),
            (Some(_), 0) => self.waiting.len().min(N_READ),
            (Some(_), n_verbatim) => n_verbatim,
        };
        let mut block: Vec<Candidate> = self.waiting.drain(..n_candidates).collect();
        if let Some(reader) = &mut self.reading {
            for candidate in &mut block {
                let parts = reader.parts(self.snapshot, candidate.at, candidate.matched);
                candidate.score = parts.map_err(|error| self.snapshot.failed(error))?.score();
            }
            block.sort_unstable_by(Candidate::cmp_rank);
        }
        self.ready = block.into();
        Ok(!self.ready.is_empty())
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        snapshot: &Snapshot,
        grams: &'a QueryGrams,
        own_grams: Option<&'a QueryGrams>,
    ) -> tantivy::Result<Reader<'a>> {
        let segments = snapshot.segments().iter();
        let surroundings = segments.map(|segment| Surroundings::new(segment, &grams.wishes));
        Ok(Reader {
            reading: CloseReading::new(grams),
            own_reading: own_grams.map(CloseReading::new),
            surroundings: surroundings.collect::<tantivy::Result<Vec<_>>>()?,
        })
    }

    /// What the score of a passage is made of that matched so.
    pub(super) fn parts(
        &mut self,
        snapshot: &Snapshot,
        at: DocAddress,
        matched: Match,
    ) -> tantivy::Result<Parts> {
        let around = &mut self.surroundings[at.segment_ord as usize];
        let segment = &snapshot.segments()[at.segment_ord as usize];
        let reading = match (&mut self.own_reading, matched) {
            (Some(own), Match::Verbatim) => own,
            _ => &mut self.reading,
        };
        let mut parts = reading.parts(segment.texts.get(at.doc_id), matched);
        (parts.weighed.section_pairs, parts.weighed.section_units) =
            around.section(at.doc_id, matched, reading)?;
        parts.share *= around.share(at.doc_id, matched);
        Ok(parts)
    }
}
