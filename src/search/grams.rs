//! The query's single characters and pairs, each with what it weighs: what a passage is scored by.
//!
//! Pairs that stand side by side in the query, whether or not they are a word, rank better than jieba's words: a word that the
//! dictionary cuts otherwise in the passage is still found (RR@10 over ncp_policies .854 against .818). Input: the query as
//! it was cut. Output: [`QueryGrams`], and the scores by pairs of all documents. Refuses to know how a passage matched.

use std::collections::HashMap;

use super::ranking::{
    Bm25, INTERROGATIVE_WEIGHT, PARTICLE_WEIGHT, RUN_WEIGHT, SYNONYM_SHARE, WISH_WEIGHT, idf,
};
use super::runs::{Runs, is_one_run};
use super::wishes::Wishes;
use crate::analysis::{in_interrogatives, is_function_word, is_particle};
use crate::index::{Segment, Snapshot};
use crate::query::LoweredQuery;

/// More characters of a query than this are not scored: the rest of so long a text says little more.
const MAX_CHARS: usize = 200;
/// More different ones, those of synonyms counted, are not either: their places are numbers of one byte.
const MAX_UNITS: usize = 250;
/// More pairs than this are not looked up, the rarest first: their places are numbers of one byte too. With 64, titles asked for by paragraphs of 250
/// characters had an RR@10 of .533 instead of .593.
const MAX_PAIRS: usize = 200;

/// Candidates are found by the rarest pairs that stand in no more places than this together, which bounds the time of a query; the
/// commoner ones, which tell less, are counted where a candidate is read.
const MAX_SCORED_POSITIONS: u64 = 150_000;
/// ... but by so many at least.
const MIN_SCORED_PAIRS: usize = 3;

/// A pair of characters of the query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    /// Places of its two characters in [`QueryGrams::units`].
    pub(super) places: (usize, usize),
    /// What finding it is worth.
    pub(super) weight: f32,
    /// What finding it in a window is worth.
    pub(super) window_weight: f32,
    /// How often it stands anywhere.
    n_positions: u64,
}

/// A character of the query, or a run of letters.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct GramUnit {
    /// As texts are read: UTF-16, or the code of a run.
    pub(super) code: u16,
    /// Its characters: those of a run are ASCII.
    characters: Vec<u16>,
}

/// The query's characters and pairs, each once.
pub(super) struct QueryGrams {
    /// The characters, in the order in which they first stand.
    pub(super) units: Vec<GramUnit>,
    /// The runs among them.
    pub(super) runs: Runs,
    /// What finding each is worth.
    pub(super) unit_weights: Vec<f32>,
    /// The pairs, likewise.
    pub(super) pairs: Vec<Pair>,
    /// The query's characters in its order, each as its place in `units`; those of synonyms are not among them.
    pub(super) sequence: Vec<usize>,
    /// What it asks for beside the text.
    pub(super) wishes: Wishes,
    /// The mean length of a passage, in characters.
    pub(super) mean_units: f32,
}

/// A character of the query before its weight is known.
struct Character {
    c: char,
    /// Which word it is part of; `None` where it stands alone.
    word: Option<usize>,
    is_interrogative: bool,
    /// That word is one of grammar.
    is_of_function_word: bool,
    /// It names a year, a place, a 文种 that the passage's columns are asked for.
    is_wish: bool,
}

impl QueryGrams {
    /// Of a lowered query, with the weights of its characters; those of pairs are known once they were looked up.
    pub(super) fn new(
        lowered: &LoweredQuery,
        snapshot: &Snapshot,
        mean_units: f32,
    ) -> tantivy::Result<QueryGrams> {
        let mut characters_of_query = characters(&lowered.cut);
        let chars: Vec<char> = characters_of_query.iter().map(|one| one.c).collect();
        let (wishes, named) = Wishes::read(&chars, snapshot)?;
        for (character, is_wish) in characters_of_query.iter_mut().zip(named) {
            character.is_wish = is_wish;
        }
        let mut grams = QueryGrams {
            units: Vec::new(),
            runs: Runs::default(),
            unit_weights: Vec::new(),
            pairs: Vec::new(),
            sequence: Vec::new(),
            wishes,
            mean_units,
        };
        let mut place_of_pair = HashMap::new();
        grams.sequence = grams.add(&characters_of_query, 1.0, &mut place_of_pair);
        for synonym in lowered.replaceable.iter().flat_map(|term| &term.synonyms) {
            let cut = [synonym.text().to_string()];
            grams.add(&characters(&cut), SYNONYM_SHARE, &mut place_of_pair);
        }
        let n_documents = n_documents(snapshot);
        for (unit, weight) in grams.units.iter().zip(&mut grams.unit_weights) {
            *weight *= idf(unit.n_documents_with(snapshot), n_documents);
        }
        grams.sort_by_rarity(snapshot, n_documents);
        Ok(grams)
    }

    /// Adds characters and their pairs at a share of their weight; those known already keep the higher one. Gives the characters' places.
    fn add(
        &mut self,
        characters: &[Character],
        of_weight: f32,
        place_of_pair: &mut HashMap<(usize, usize), usize>,
    ) -> Vec<usize> {
        let mut sequence = Vec::new();
        let mut before: Option<(usize, &Character)> = None;
        for run in characters.chunk_by(|one, next| is_one_run(one.c, next.c)) {
            let character = &run[0];
            let unit = match character.c.is_alphanumeric() {
                true => self.unit(run),
                false => None,
            };
            let Some(unit) = unit else {
                before = None;
                continue;
            };
            let of_run = if run.len() > 1 { RUN_WEIGHT } else { 1.0 };
            let marked: Vec<&Character> = run.iter().collect();
            let weight = of_weight * of_run * share(&marked);
            let place = match self.units.iter().position(|known| *known == unit) {
                Some(place) => place,
                None if self.units.len() == MAX_UNITS => {
                    before = None;
                    continue;
                }
                None => {
                    self.units.push(unit);
                    self.unit_weights.push(0.0);
                    self.units.len() - 1
                }
            };
            self.unit_weights[place] = self.unit_weights[place].max(weight);
            if let Some((first, first_character)) = before {
                let weight = of_weight * share(&[first_character, character]);
                let next = self.pairs.len();
                let at = *place_of_pair.entry((first, place)).or_insert(next);
                if at == next {
                    let places = (first, place);
                    self.pairs.push(Pair {
                        places,
                        weight,
                        window_weight: 0.0,
                        n_positions: 0,
                    });
                }
                self.pairs[at].weight = self.pairs[at].weight.max(weight);
            }
            sequence.push(place);
            before = Some((place, character));
        }
        sequence
    }

    /// The unit that a run of the query is; most are one character.
    fn unit(&mut self, run: &[Character]) -> Option<GramUnit> {
        let characters = run.iter().map(|one| u16::try_from(one.c as u32).ok());
        let characters = characters.collect::<Option<Vec<u16>>>()?;
        let code = match run[0].c.is_ascii_alphabetic() {
            true => self.runs.add(run.iter().map(|one| one.c).collect())?,
            false => characters[0],
        };
        Some(GramUnit { code, characters })
    }

    /// Where the characters stand side by side that two units meet in: all places of a pair, and those of others beside for runs.
    fn meeting(&self, pair: &Pair) -> (u16, u16) {
        let (first, second) = pair.places;
        let last = self.units[first].characters.last();
        (
            last.copied().unwrap_or_default(),
            self.units[second].characters[0],
        )
    }

    /// Puts the rarest pairs first, and keeps as many as are looked up; says how often each stands anywhere.
    fn sort_by_rarity(&mut self, snapshot: &Snapshot, n_documents: u64) {
        // How many windows of some thirty characters there are for each place: in a few long texts a document says too little.
        let n_places = n_documents as f32 * self.mean_units / 30.0;
        let meetings: Vec<(u16, u16)> = self.pairs.iter().map(|pair| self.meeting(pair)).collect();
        for (pair, (first, second)) in self.pairs.iter_mut().zip(meetings) {
            pair.n_positions = n_positions(first, second, snapshot);
            let n_positions = pair.n_positions.max(1) as f32;
            pair.window_weight = pair.weight * (1.0 + n_places / n_positions).ln();
        }
        self.pairs.sort_by_key(|pair| pair.n_positions);
        self.pairs.truncate(MAX_PAIRS);
    }

    /// Weighs the pairs from `first` on by how often they stand anywhere, which is known without looking at their places.
    fn weigh_from(&mut self, first: usize, n_documents: u64) {
        for pair in &mut self.pairs[first..] {
            pair.weight *= idf(pair.n_positions.min(n_documents), n_documents);
        }
    }

    /// Weighs the pairs, and gives no scores.
    pub(super) fn weigh(&mut self, snapshot: &Snapshot) -> Vec<Vec<f32>> {
        self.weigh_from(0, n_documents(snapshot));
        vec![Vec::new(); snapshot.segments().len()]
    }

    /// Weighs the pairs, and gives the scores of every segment's documents by BM25 of the rarest.
    pub(super) fn score_documents(&mut self, snapshot: &Snapshot) -> Vec<Vec<f32>> {
        let segments = snapshot.segments();
        let mut scores: Vec<Vec<f32>> = segments
            .iter()
            .map(|segment| vec![0.0; segment.grams.n_documents() as usize])
            .collect();
        let n_documents = n_documents(snapshot);
        let mut found: Vec<(u32, u32)> = Vec::new();
        let mut ends = Vec::with_capacity(segments.len());
        let mut n_positions = 0;
        let mut n_scored = 0;
        let meetings: Vec<(u16, u16)> = self.pairs.iter().map(|pair| self.meeting(pair)).collect();
        for (pair, (first, second)) in self.pairs.iter_mut().zip(meetings) {
            n_positions += pair.n_positions;
            if n_scored >= MIN_SCORED_PAIRS && n_positions > MAX_SCORED_POSITIONS {
                break;
            }
            n_scored += 1;
            found.clear();
            ends.clear();
            for segment in segments {
                find(segment, first, second, &mut found);
                ends.push(found.len());
            }
            pair.weight *= idf(found.len() as u64, n_documents);
            let bm25 = Bm25::of_weight(pair.weight, self.mean_units);
            let mut start = 0;
            for ((segment, scores), &end) in segments.iter().zip(&mut scores).zip(&ends) {
                for &(document, count) in &found[start..end] {
                    let n_units = segment.grams.n_code_units_of(document);
                    scores[document as usize] += bm25.score(count, n_units as f32);
                }
                start = end;
            }
        }
        self.weigh_from(n_scored, n_documents);
        scores
    }
}

impl GramUnit {
    /// How many documents hold it; of a run, at most.
    fn n_documents_with(&self, snapshot: &Snapshot) -> u64 {
        if let [only] = self.characters[..] {
            let counts = snapshot.segments().iter();
            return counts
                .map(|segment| u64::from(segment.grams.n_documents_with(only)))
                .sum();
        }
        let pairs = self.characters.windows(2);
        let counts = pairs.map(|pair| n_positions(pair[0], pair[1], snapshot));
        counts.min().unwrap_or(0)
    }
}

/// How often two characters stand side by side.
fn n_positions(first: u16, second: u16, snapshot: &Snapshot) -> u64 {
    let lists = snapshot.segments().iter();
    lists
        .map(|segment| u64::from(segment.grams.positions(first, second).n_positions()))
        .sum()
}

/// How many documents an index has, those that were deleted since its last merge counted.
pub(super) fn n_documents(snapshot: &Snapshot) -> u64 {
    let counts = snapshot.segments().iter();
    counts
        .map(|segment| u64::from(segment.grams.n_documents()))
        .sum()
}

/// Appends the documents that hold a pair, in ascending order, each with how often.
fn find(segment: &Segment, first: u16, second: u16, found: &mut Vec<(u32, u32)>) {
    let begin = found.len();
    segment.grams.positions(first, second).for_each(|position| {
        let document = segment.grams.document_at(position);
        match found[begin..].last_mut() {
            Some((last, count)) if *last == document => *count += 1,
            _ => found.push((document, 1)),
        }
    });
}

/// The characters of the query's words, with what is known of each.
fn characters(cut: &[String]) -> Vec<Character> {
    let mut characters = Vec::new();
    for (number, word) in cut.iter().enumerate() {
        let is_word = word.chars().nth(1).is_some();
        let is_of_function_word = is_word && is_function_word(word);
        characters.extend(word.chars().map(|c| Character {
            c,
            word: is_word.then_some(number),
            is_interrogative: false,
            is_of_function_word,
            is_wish: false,
        }));
    }
    characters.truncate(MAX_CHARS);
    let chars: Vec<char> = characters.iter().map(|character| character.c).collect();
    let in_word: Vec<bool> = characters
        .iter()
        .map(|character| character.word.is_some())
        .collect();
    for (character, marked) in characters
        .iter_mut()
        .zip(in_interrogatives(&chars, &in_word))
    {
        character.is_interrogative = marked;
    }
    characters
}

/// What share of its idf a run of characters weighs: less where it asks or names a wish, where some of it is a word of grammar, and where a
/// particle stands in it that is no part of a word with all the others.
fn share(run: &[&Character]) -> f32 {
    let mut share = 1.0;
    if run.iter().any(|character| character.is_wish) {
        share *= WISH_WEIGHT;
    }
    if run.iter().any(|character| character.is_interrogative) {
        share *= INTERROGATIVE_WEIGHT;
    }
    let is_one_word = run[0].word.is_some() && run.iter().all(|other| other.word == run[0].word);
    let is_of_grammar = |character: &&Character| {
        character.is_of_function_word || !is_one_word && is_particle(character.c)
    };
    if run.iter().any(is_of_grammar) {
        share *= PARTICLE_WEIGHT;
    }
    share
}
