//! Lists the query's characters and pairs of characters, each once, and finds the passages that hold the pairs.
//!
//! Pairs of adjacent characters of the query, whether or not they are a word, find and rank better than jieba's words: a word that the
//! dictionary cuts differently in the passage is still found (RR@10 over ncp_policies .854 against .818). Input: the query as it was cut. Output:
//! [`QueryPairs`], the rarest pair first. `ranking/gram_weights.rs` says what they weigh.

use std::collections::HashMap;
use std::ops::Range;

use super::letter_runs::{LetterRuns, is_one_run};
use super::query_terms::{QueryTerm, QueryTerms};
use crate::analysis::is_function_word;
use crate::index::{Segment, Snapshot};

/// Only the first so many characters of a query have pairs: the rest of so long a text says little more.
const MAX_CHARS: usize = 200;
/// Only so many different characters have pairs, those of synonyms included: they are numbered in one byte where a text is read closely.
const MAX_CHARACTERS: usize = 250;
/// No more pairs than this are looked up, the rarest first: they are numbered in one byte too. With 64, titles asked for by paragraphs of 250
/// characters had an RR@10 of .533 instead of .593.
const MAX_PAIRS: usize = 200;

/// Passages are found by the rarest pairs that have no more places than this together, which bounds the time of a query. The commoner ones, which
/// tell less, are counted where a candidate is read.
const MAX_WALKED_POSITIONS: u64 = 150_000;
/// Passages are found by at least so many pairs, however many places these have.
const MIN_WALKED_PAIRS: usize = 3;

/// A character of the query, or a run of letters, which counts as one character.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PairCharacter {
    /// Its code in a text that is read by [`LetterRuns::read`]: a UTF-16 code unit, or the code of a run.
    pub(crate) code: u16,
    /// Its UTF-16 code units: one, or those of a run, which are ASCII.
    code_units: Vec<u16>,
}

/// Two adjacent characters of the query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CharacterPair {
    /// The numbers of its two characters in [`QueryPairs::characters`].
    pub(crate) characters: (usize, usize),
    /// How often it occurs in the passages of the index.
    pub(crate) n_positions: u64,
}

/// A character of a text that was cut into words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CutCharacter {
    /// The character, folded.
    pub(crate) c: char,
    /// The number of the word that it is part of; `None` where it is alone.
    pub(crate) word: Option<usize>,
    /// Whether that word is a function word.
    pub(crate) is_of_function_word: bool,
}

/// A character of the query at one of its places in the query.
#[derive(Debug, Clone)]
pub(crate) struct Gram {
    /// Its number in [`QueryPairs::characters`].
    pub(crate) character: usize,
    /// Its characters in [`GramSequence::text`]: one, or those of a run.
    pub(crate) range: Range<usize>,
    /// The pair that it ends, as a number in [`QueryPairs::pairs`], with the place in [`GramSequence::text`] where the pair begins; `None` where
    /// no character is before it, or where the pair is not among those that are looked up.
    pub(crate) pair: Option<(usize, usize)>,
}

/// The characters of the query, or of one of its synonyms, in their order.
#[derive(Debug)]
pub(crate) struct GramSequence {
    /// All characters of the text.
    pub(crate) text: Vec<CutCharacter>,
    /// Those of them that are letters, digits or Chinese.
    pub(crate) grams: Vec<Gram>,
}

/// The characters and pairs of a query and its synonyms, each once.
#[derive(Debug)]
pub(crate) struct QueryPairs {
    /// The characters, in the order in which they first occur.
    pub(crate) characters: Vec<PairCharacter>,
    /// The runs of letters among them.
    pub(crate) runs: LetterRuns,
    /// The pairs, the rarest first.
    pub(crate) pairs: Vec<CharacterPair>,
    /// The query, then each synonym.
    pub(crate) sequences: Vec<GramSequence>,
}

/// The passages that hold a pair.
#[derive(Debug, Default)]
pub struct PairPostings<'a> {
    /// Documents with counts, those of each segment in ascending order.
    documents: &'a [(u32, u32)],
    /// Where the documents of each segment end.
    ends: &'a [usize],
}

impl<'a> PairPostings<'a> {
    /// How many passages hold the pair, including those that were deleted.
    pub fn n_documents(&self) -> u64 {
        self.documents.len() as u64
    }

    /// The documents of each segment, ascending, with how often they hold the pair.
    pub fn by_segment(&self) -> impl Iterator<Item = &'a [(u32, u32)]> {
        let starts = std::iter::once(&0).chain(self.ends);
        let ranges = starts.zip(self.ends);
        let documents = self.documents;
        ranges.map(move |(&start, &end)| &documents[start..end])
    }
}

impl QueryPairs {
    /// Looks up the pairs of a query and of its synonyms.
    pub(super) fn new(query: &QueryTerms, snapshot: &Snapshot) -> QueryPairs {
        let mut pairs = QueryPairs {
            characters: Vec::new(),
            runs: LetterRuns::default(),
            pairs: Vec::new(),
            sequences: Vec::new(),
        };
        let mut number_of_pair = HashMap::new();
        pairs.add(cut_characters(&query.words), &mut number_of_pair);
        for synonym in query.replaceable.iter().flat_map(|term| &term.synonyms) {
            let synonym = [QueryTerm::text(synonym).to_string()];
            pairs.add(cut_characters(&synonym), &mut number_of_pair);
        }
        pairs.sort_by_rarity(snapshot);
        pairs
    }

    /// Adds a text.
    fn add(
        &mut self,
        text: Vec<CutCharacter>,
        number_of_pair: &mut HashMap<(usize, usize), usize>,
    ) {
        let mut grams: Vec<Gram> = Vec::new();
        // The character before, and where it begins in the text.
        let mut before: Option<(usize, usize)> = None;
        let mut start = 0;
        for run in text.chunk_by(|one, next| is_one_run(one.c, next.c)) {
            let range = start..start + run.len();
            start = range.end;
            let character = match run[0].c.is_alphanumeric() {
                true => self.number_of(run),
                false => None,
            };
            let Some(character) = character else {
                before = None;
                continue;
            };
            let pair = before.map(|(first, begin)| {
                let next = self.pairs.len();
                let number = *number_of_pair.entry((first, character)).or_insert(next);
                if number == next {
                    self.pairs.push(CharacterPair {
                        characters: (first, character),
                        n_positions: 0,
                    });
                }
                (number, begin)
            });
            before = Some((character, range.start));
            grams.push(Gram {
                character,
                range,
                pair,
            });
        }
        self.sequences.push(GramSequence { text, grams });
    }

    /// Gives the number of the character that a run is, and numbers it where it is new; most runs are one character. `None` where there are too many, or
    /// where a character has two code units.
    fn number_of(&mut self, run: &[CutCharacter]) -> Option<usize> {
        let code_units = run.iter().map(|one| u16::try_from(one.c as u32).ok());
        let code_units = code_units.collect::<Option<Vec<u16>>>()?;
        let code = match run[0].c.is_ascii_alphabetic() {
            true => self.runs.add(run.iter().map(|one| one.c).collect())?,
            false => code_units[0],
        };
        let character = PairCharacter { code, code_units };
        let known = self.characters.iter().position(|known| *known == character);
        if known.is_none() && self.characters.len() < MAX_CHARACTERS {
            self.characters.push(character);
            return Some(self.characters.len() - 1);
        }
        known
    }

    /// Puts the rarest pairs first, and keeps as many as are looked up.
    fn sort_by_rarity(&mut self, snapshot: &Snapshot) {
        for at in 0..self.pairs.len() {
            let (first, second) = self.code_units_where_they_meet(&self.pairs[at]);
            self.pairs[at].n_positions = n_positions(first, second, snapshot);
        }
        let mut order: Vec<usize> = (0..self.pairs.len()).collect();
        order.sort_by_key(|&at| self.pairs[at].n_positions);
        order.truncate(MAX_PAIRS);
        let mut new_numbers = vec![None; self.pairs.len()];
        for (new, &old) in order.iter().enumerate() {
            new_numbers[old] = Some(new);
        }
        self.pairs = order.iter().map(|&at| self.pairs[at]).collect();
        for gram in self.sequences.iter_mut().flat_map(|one| &mut one.grams) {
            gram.pair = gram
                .pair
                .and_then(|(number, begin)| Some((new_numbers[number]?, begin)));
        }
    }

    /// Gives the two adjacent code units where the characters of a pair meet. The places of these are those of the pair; where one of its characters is a
    /// run of letters, places of longer runs are among them.
    fn code_units_where_they_meet(&self, pair: &CharacterPair) -> (u16, u16) {
        let (first, second) = pair.characters;
        let last = self.characters[first].code_units.last();
        (
            last.copied().unwrap_or_default(),
            self.characters[second].code_units[0],
        )
    }

    /// How many pairs [`QueryPairs::walk`] looks at.
    pub(crate) fn n_walked(&self) -> usize {
        let mut n_positions = 0;
        let walked = self.pairs.iter().enumerate().take_while(|(at, pair)| {
            n_positions += pair.n_positions;
            *at < MIN_WALKED_PAIRS || n_positions <= MAX_WALKED_POSITIONS
        });
        walked.count()
    }

    /// Calls `each` for the rarest pairs, each with the passages that hold it.
    pub(super) fn walk(&self, snapshot: &Snapshot, mut each: impl FnMut(usize, &PairPostings<'_>)) {
        let (mut documents, mut ends) = (Vec::new(), Vec::new());
        for (number, pair) in self.pairs[..self.n_walked()].iter().enumerate() {
            let (first, second) = self.code_units_where_they_meet(pair);
            documents.clear();
            ends.clear();
            for segment in snapshot.segments() {
                find(segment, first, second, &mut documents);
                ends.push(documents.len());
            }
            let postings = PairPostings {
                documents: &documents,
                ends: &ends,
            };
            each(number, &postings);
        }
    }
}

impl PairCharacter {
    /// How many passages hold it; for a run of letters, an estimate that is never too low.
    pub(crate) fn n_documents_with(&self, snapshot: &Snapshot) -> u64 {
        if let [only] = self.code_units[..] {
            let counts = snapshot.segments().iter();
            return counts
                .map(|segment| u64::from(segment.grams.n_documents_with(only)))
                .sum();
        }
        let pairs = self.code_units.windows(2);
        let counts = pairs.map(|pair| n_positions(pair[0], pair[1], snapshot));
        counts.min().unwrap_or(0)
    }
}

/// Counts the places where two code units are adjacent.
fn n_positions(first: u16, second: u16, snapshot: &Snapshot) -> u64 {
    let lists = snapshot.segments().iter();
    lists
        .map(|segment| u64::from(segment.grams.positions(first, second).n_positions()))
        .sum()
}

/// Appends the documents of a segment that hold a pair, in ascending order, each with how often it does.
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

/// Takes the words of a text apart into characters.
fn cut_characters(words: &[String]) -> Vec<CutCharacter> {
    let mut characters = Vec::new();
    for (number, word) in words.iter().enumerate() {
        let is_word = word.chars().nth(1).is_some();
        let is_of_function_word = is_word && is_function_word(word);
        characters.extend(word.chars().map(|c| CutCharacter {
            c,
            word: is_word.then_some(number),
            is_of_function_word,
        }));
    }
    characters.truncate(MAX_CHARS);
    characters
}
