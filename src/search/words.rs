//! Hits of words: which passages hold which of the query's units, and their scores.
//!
//! Term at a time: each unit's postings are added to one array of scores a segment, which costs a few nanoseconds a
//! posting and counts every match, where skipping to the best would not.

use tantivy::{Score, Term};

use super::grams::n_documents;
use super::lookup::Lookup;
use super::options::Mode;
use super::ranking::{Bm25, Match, SYNONYM_SHARE};
use super::structure::Matches;
use super::synonyms::Synonyms;
use crate::index::{Segment, Snapshot};
use crate::query::{LoweredQuery, Unit};

/// The query's units with their weights over the whole index.
pub(super) struct WordScores<'a> {
    snapshot: &'a Snapshot,
    units: Vec<(Lookup, Bm25)>,
    synonyms: Synonyms,
    /// Of a synonym in the place of a term.
    of_synonym: Bm25,
    /// So few passages hold any of the units that those with pairs of characters alone are hits too.
    takes_pairs: bool,
}

/// Where each unit of a query stands in fewer passages, what holds but a pair of its characters is a hit as well: rare names are cut in ways that
/// few passages share. R@100 over `tests/ranking` is .805 with it, .770 before. With pairs of synonyms too it was .018 higher, but these made hits of
/// passages that hold nothing that was typed.
const MIN_PASSAGES: u64 = 100;

impl<'a> WordScores<'a> {
    pub(super) fn new(
        snapshot: &'a Snapshot,
        lowered: &LoweredQuery,
        mode: Mode,
        mean_units: f32,
    ) -> tantivy::Result<WordScores<'a>> {
        let synonyms = Synonyms::new(&lowered.replaceable, snapshot);
        let n_documents = n_documents(snapshot);
        let mut units = Vec::new();
        // Whatever holds a query of one unit holds it verbatim.
        let is_verbatim = match &lowered.units[..] {
            [only] => only
                .text()
                .encode_utf16()
                .eq(lowered.needle.iter().copied()),
            _ => false,
        };
        let mut takes_pairs = mode == Mode::Ranked && !lowered.units.is_empty();
        for unit in &lowered.units {
            let n_with = n_with(unit, snapshot, n_documents)?;
            takes_pairs &= n_with < MIN_PASSAGES;
            units.push((
                Lookup::of(unit, snapshot),
                weigh(unit, n_with, snapshot, n_documents, mean_units)?,
            ));
        }
        if is_verbatim && synonyms.is_empty() && !takes_pairs {
            units.clear();
        }
        Ok(WordScores {
            snapshot,
            units,
            synonyms,
            of_synonym: Bm25::new(1, n_documents, mean_units),
            takes_pairs,
        })
    }

    /// Whether the query has no units to look up: whatever matches, matches verbatim.
    pub(super) fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Whether what holds but a pair of the query's characters is a hit too.
    pub(super) fn takes_pairs(&self) -> bool {
        self.takes_pairs
    }

    /// The scores of a segment's documents, added to those of the query's pairs; empty where these are not known. Where those are of its synonyms too, its
    /// own are given beside them.
    pub(super) fn of_segment(
        &self,
        segment: &Segment,
        scores_of_pairs: Vec<f32>,
        scores_of_own_pairs: Vec<f32>,
    ) -> tantivy::Result<SegmentScores> {
        let mut scores = SegmentScores {
            n_units_held: Vec::new(),
            n_units: self.units.len() as u8,
            holds_pair: match (self.takes_pairs, scores_of_own_pairs.is_empty()) {
                (false, _) => Vec::new(),
                (true, true) => scores_of_pairs.iter().map(|score| *score > 0.0).collect(),
                (true, false) => scores_of_own_pairs
                    .iter()
                    .map(|score| *score > 0.0)
                    .collect(),
            },
            scores: scores_of_pairs,
            verbatim: Vec::new(),
            structure: None,
        };
        if self.units.is_empty() {
            return Ok(scores);
        }
        let n_documents = segment.grams.n_documents() as usize;
        scores.scores.resize(n_documents, 0.0);
        scores.n_units_held.resize(n_documents, 0);
        let field = self.snapshot.fields().words;
        let lengths = segment.reader.get_fieldnorms_reader(field)?;
        for (unit, bm25) in &self.units {
            let length = |document| match unit {
                Lookup::Word(..) => lengths.fieldnorm(document) as f32,
                Lookup::Characters(_) => segment.grams.n_code_units_of(document) as f32,
            };
            unit.for_each_match(segment, |document, count| {
                scores.add(document, bm25.score(count, length(document)));
            })?;
        }
        for of_term in self.synonyms.of_segment(segment)? {
            for held in of_term {
                let length = segment.grams.n_code_units_of(held.document) as f32;
                let score = SYNONYM_SHARE * self.of_synonym.score(held.count, length);
                scores.add_synonym(held.document, held.n_lacking, score);
            }
        }
        Ok(scores)
    }
}

/// How many passages hold a unit, or nearly.
fn n_with(unit: &Unit, snapshot: &Snapshot, n_documents: u64) -> tantivy::Result<u64> {
    let segments = snapshot.segments().iter();
    let mut n_with = 0;
    for segment in segments {
        n_with += match unit {
            Unit::Word(word) => {
                let field = snapshot.fields().words;
                let inverted = segment.reader.inverted_index(field)?;
                u64::from(inverted.doc_freq(&Term::from_field_text(field, word))?)
            }
            // How many hold a pair is known only by going through its places; their number is near enough.
            Unit::Characters(characters) => {
                let units: Vec<u16> = characters.encode_utf16().collect();
                match units[..] {
                    [only] => segment.grams.n_documents_with(only).into(),
                    _ => {
                        let pairs = units.windows(2);
                        let counts =
                            pairs.map(|two| segment.grams.positions(two[0], two[1]).n_positions());
                        counts.min().unwrap_or(0).into()
                    }
                }
            }
        };
    }
    Ok(n_with.min(n_documents))
}

fn weigh(
    unit: &Unit,
    n_with: u64,
    snapshot: &Snapshot,
    n_documents: u64,
    mean_units: f32,
) -> tantivy::Result<Bm25> {
    let mean_length = match unit {
        Unit::Word(_) => {
            let mut n_words = 0;
            for segment in snapshot.segments() {
                let inverted = segment.reader.inverted_index(snapshot.fields().words)?;
                n_words += inverted.total_num_tokens();
            }
            n_words as Score / n_documents.max(1) as Score
        }
        Unit::Characters(_) => mean_units,
    };
    Ok(Bm25::new(n_with, n_documents, mean_length))
}

/// Set on a count of units where the document holds the query; more than a query can have units.
const VERBATIM: u8 = 1 << 7;
/// Set where a synonym makes units good that it lacks.
const BY_SYNONYM: u8 = 1 << 6;
/// Documents passed over at once.
const MANY: usize = 32;

/// The matches of a segment's documents.
pub(super) struct SegmentScores {
    /// By document; empty where the query has no units to add.
    scores: Vec<f32>,
    /// How many of the query's units a document holds, with [`VERBATIM`] and [`BY_SYNONYM`].
    n_units_held: Vec<u8>,
    n_units: u8,
    /// By document, whether it holds a pair of the query's characters; empty where that makes no hit.
    holds_pair: Vec<bool>,
    /// The verbatim matches with their scores, where the query has no units to add.
    verbatim: Vec<(u32, f32)>,
    /// How each document matches, where the query's operators say so.
    structure: Option<Matches>,
}

impl SegmentScores {
    #[inline]
    fn add(&mut self, document: u32, score: f32) {
        self.scores[document as usize] += score;
        self.n_units_held[document as usize] += 1;
    }

    /// Takes units of the query for held that a document lacks but has a synonym for.
    fn add_synonym(&mut self, document: u32, n_lacking: u8, score: f32) {
        self.scores[document as usize] += score;
        if n_lacking > 0 {
            let held = &mut self.n_units_held[document as usize];
            let n_held = (*held & !BY_SYNONYM) + n_lacking;
            *held = BY_SYNONYM | n_held.min(self.n_units);
        }
    }

    /// Adds the verbatim matches, which ascend, each with what being verbatim adds to its score.
    pub(super) fn add_verbatim(&mut self, ascending: impl Iterator<Item = (u32, f32)>) {
        if self.n_units == 0 {
            self.verbatim = ascending.collect();
            return;
        }
        for (document, score) in ascending {
            self.scores[document as usize] += score;
            self.n_units_held[document as usize] |= VERBATIM;
        }
    }

    /// The same, but the score of a verbatim match is what being verbatim is worth, and no more.
    pub(super) fn set_verbatim(&mut self, ascending: impl Iterator<Item = (u32, f32)>) {
        if self.n_units == 0 {
            self.verbatim = ascending.collect();
            return;
        }
        for (document, score) in ascending {
            self.scores[document as usize] = score;
            self.n_units_held[document as usize] |= VERBATIM;
        }
    }

    /// Leaves it to the query's operators which documents match, and how; the scores so far stay.
    pub(super) fn set_structure(&mut self, structure: Matches) {
        self.scores.resize(structure.len(), 0.0);
        for (document, score) in self.verbatim.drain(..) {
            self.scores[document as usize] += score;
        }
        self.structure = Some(structure);
    }

    /// Calls `each` with every document that matches, how, and its score.
    pub(super) fn for_each(self, mut each: impl FnMut(u32, Match, f32)) {
        if let Some(structure) = self.structure {
            for (document, matched) in (0u32..).zip(structure) {
                if let Some(matched) = matched {
                    each(document, matched, self.scores[document as usize]);
                }
            }
            return;
        }
        for (document, score) in self.verbatim {
            each(document, Match::Verbatim, score);
        }
        // Most documents match nothing: they are passed over by many at once.
        let mut first = 0;
        for many in self.n_units_held.chunks(MANY) {
            if !self.holds_pair.is_empty() || many.iter().any(|held| *held > 0) {
                for (document, &held) in (first..).zip(many) {
                    let matched = match held {
                        0 if self.holds_pair.get(document as usize) == Some(&true) => {
                            Match::Partial
                        }
                        0 => continue,
                        held if held & VERBATIM > 0 => Match::Verbatim,
                        held if held == self.n_units => Match::Words,
                        held if held == self.n_units | BY_SYNONYM => Match::Synonym,
                        _ => Match::Partial,
                    };
                    each(document, matched, self.scores[document as usize]);
                }
            }
            first += MANY as u32;
        }
    }
}
