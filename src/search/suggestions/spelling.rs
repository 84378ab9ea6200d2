//! Corrects spelling: finds what somebody may have meant who typed a word that no passage holds.
//!
//! Input: a folded word. Output: texts that passages hold and that sound the same or nearly so, are what pinyin spells, or differ by one character, with
//! the number of passages. They are read from the index: from character to character along the pairs that it holds, and at the places of what is
//! left of the word without the character that may be wrong. The work is bounded by a number of lookups in the index, and by a deadline where these are
//! slow.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::time::Instant;

use crate::analysis::{Accent, Sounds, fold_char, readings};
use crate::index::{IndexError, Segment, Snapshot};
use crate::matching::{Needle, PassageCounter};

/// A word that is longer than this is a sentence.
const MAX_WORD_CHARS: usize = 16;
/// At most so many texts that sound alike are followed at the same time.
const MAX_ALIKE: usize = 400;
/// At most so many passages are looked at for one place where a character may be wrong.
const MAX_PASSAGES: usize = 400;
/// At most so many corrections are given.
const MAX_FOUND: usize = 3;
/// Each passage that holds a word of the index counts as so many; 双减 in 21 passages still comes before the word 双线 in one.
const WORD_WEIGHT: u64 = 4;
/// At most so many lookups are made in the index, so that the same word has the same answer on a busy machine.
const MAX_LOOKUPS: usize = 8_000;

/// A text that passages hold and that may have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Correction {
    pub(super) text: String,
    pub(super) n_passages: u64,
}

/// Looks for what may have been meant, until a deadline.
pub(super) struct Speller<'a> {
    snapshot: &'a Snapshot,
    counter: &'a PassageCounter<'a>,
    /// The characters that the index holds.
    characters: Vec<char>,
    n_lookups: Cell<usize>,
    deadline: Instant,
}

impl<'a> Speller<'a> {
    /// Prepares to correct words, and gathers the characters of the index for that.
    pub(super) fn new(
        snapshot: &'a Snapshot,
        counter: &'a PassageCounter<'a>,
        deadline: Instant,
    ) -> Speller<'a> {
        let code_units = snapshot
            .segments()
            .iter()
            .flat_map(|segment| segment.grams.firsts());
        let code_units: BTreeSet<u16> = code_units.collect();
        let characters = code_units
            .into_iter()
            .filter_map(|code_unit| char::from_u32(code_unit.into()));
        Speller {
            snapshot,
            counter,
            characters: characters.collect(),
            n_lookups: Cell::new(0),
            deadline,
        }
    }

    /// Whether the lookups are used up; counts as a lookup itself.
    fn is_enough(&self) -> bool {
        self.n_lookups.set(self.n_lookups.get() + 1);
        self.n_lookups.get() > MAX_LOOKUPS || Instant::now() >= self.deadline
    }

    /// Gives what a folded word may have been meant to be: what sounds the same; where nothing does, what sounds nearly the same; and where nothing does,
    /// what is spelt nearly the same.
    pub(super) fn corrections(&self, word: &str) -> Result<Vec<Correction>, IndexError> {
        let chars: Vec<char> = word.chars().collect();
        if !(2..=MAX_WORD_CHARS).contains(&chars.len()) {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for accent in [Accent::Standard, Accent::Merged] {
            if found.is_empty() {
                found = self.counted(self.sounding_like(&chars, accent), word)?;
            }
        }
        if found.is_empty() {
            found = match word.is_ascii() {
                true => self.counted(self.latin_words_near(word)?, word)?,
                false => self.counted(self.one_character_off(&chars), word)?,
            };
        }
        found.truncate(MAX_FOUND);
        Ok(found)
    }

    /// Keeps those of the texts that passages hold. Those of as many characters as were typed come first, then those that keep most of what was typed
    /// (幼小衔接 before 有效衔接 for 幼小衔结), then those that most passages hold, where words of the index count for more. The typed word cut short is kept only where there is nothing better and it is a word.
    fn counted(&self, texts: BTreeSet<String>, word: &str) -> Result<Vec<Correction>, IndexError> {
        let n_typed = word.chars().count();
        let mut counted: Vec<((bool, usize, u64), Correction)> = Vec::new();
        for text in texts.into_iter().filter(|text| text != word) {
            let n_passages = self.counter.n_passages_with(&text);
            if n_passages == 0 {
                continue;
            }
            let is_word = self.is_word(&text)?;
            let is_cut_short = word.starts_with(&text) || word.ends_with(&text);
            if is_word || !is_cut_short {
                // Letters are read as syllables, and there may be any number of these.
                let is_as_long = word.is_ascii() || text.chars().count() == n_typed;
                let weight = if is_word { WORD_WEIGHT } else { 1 };
                let kept = word.chars().zip(text.chars());
                let n_kept = kept.filter(|(typed, meant)| typed == meant).count();
                let order = (is_as_long, n_kept, n_passages * weight);
                counted.push((order, Correction { text, n_passages }));
            }
        }
        counted.sort_by_key(|(order, _)| std::cmp::Reverse(*order));
        if counted
            .first()
            .is_some_and(|((is_as_long, ..), _)| *is_as_long)
        {
            counted.retain(|(_, meant)| {
                !word.starts_with(&meant.text) && !word.ends_with(&meant.text)
            });
        }
        Ok(counted.into_iter().map(|(_, meant)| meant).collect())
    }

    fn is_word(&self, text: &str) -> Result<bool, IndexError> {
        for segment in self.snapshot.segments() {
            if segment.words()?.n_documents_with(text)? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Gives texts in which every character sounds like the one in its place; letters are read as the pinyin that they spell.
    fn sounding_like(&self, chars: &[char], accent: Accent) -> BTreeSet<String> {
        let sounds = Sounds::of(self.characters.iter().copied(), accent);
        // Each way to read the word gives for every place the syllables that are possible there.
        let mut ways: Vec<Vec<Vec<String>>> = vec![Vec::new()];
        for run in chars.chunk_by(|a, b| a.is_ascii_lowercase() && b.is_ascii_lowercase()) {
            let letters: String = run.iter().collect();
            let more: Vec<Vec<Vec<String>>> = match run {
                [c] if !c.is_ascii() => vec![vec![readings(*c)]],
                _ => {
                    let cuts = sounds.cuts(&letters).into_iter();
                    let cuts = cuts.map(|cut| {
                        cut.into_iter()
                            .map(|syllable| vec![syllable.to_string()])
                            .collect()
                    });
                    cuts.collect()
                }
            };
            let longer = ways
                .iter()
                .flat_map(|way| more.iter().map(move |more| [&way[..], &more[..]].concat()));
            ways = longer.take(MAX_ALIKE).collect();
        }
        let mut found = BTreeSet::new();
        for way in ways.iter().filter(|way| way.len() >= 2) {
            found.extend(self.along(way, &sounds));
        }
        found
    }

    /// Gives the texts that the index holds whose characters sound like these syllables, one after the other.
    fn along(&self, way: &[Vec<String>], sounds: &Sounds) -> Vec<String> {
        let mut texts: Vec<String> = vec![String::new()];
        for syllables in way {
            let characters: BTreeSet<char> = syllables
                .iter()
                .flat_map(|syllable| sounds.characters(syllable))
                .copied()
                .collect();
            let mut longer = Vec::new();
            for text in &texts {
                let last = text.chars().next_back();
                for &next in &characters {
                    if self.is_enough() {
                        return Vec::new();
                    }
                    if last.is_none_or(|last| self.are_side_by_side(last, next)) {
                        let text = format!("{text}{next}");
                        // A pair is known to be there; a longer text has to be looked for.
                        if text.chars().count() <= 2 || self.is_anywhere(&text) {
                            longer.push(text);
                        }
                    }
                }
                if longer.len() > MAX_ALIKE {
                    break;
                }
            }
            texts = longer;
        }
        texts
    }

    fn are_side_by_side(&self, first: char, second: char) -> bool {
        let code_unit = |c: char| u16::try_from(c as u32).unwrap_or_default();
        let mut segments = self.snapshot.segments().iter();
        segments.any(|segment| segment.grams.holds(code_unit(first), code_unit(second)))
    }

    fn is_anywhere(&self, text: &str) -> bool {
        let needle = Needle::new(text);
        let mut is_there = false;
        for segment in self.snapshot.segments() {
            needle.for_each_match(segment, |_, _| is_there = true);
        }
        is_there
    }

    /// Gives texts that have another character in one place, one character more or fewer, or two neighbours swapped.
    fn one_character_off(&self, chars: &[char]) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let n_chars = chars.len();
        for at in 0..n_chars {
            let (before, after) = chars.split_at(at);
            if n_chars > 2 {
                found.extend(self.filled(before, &after[1..]));
                found.insert([before, &after[1..]].concat().into_iter().collect());
            }
            if at > 0 {
                found.extend(self.filled(before, after));
                let mut swapped = chars.to_vec();
                swapped.swap(at - 1, at);
                found.insert(swapped.into_iter().collect());
            }
            if self.is_enough() {
                break;
            }
        }
        found
    }

    /// Gives the texts of passages that consist of `before`, one letter or digit, and `after`.
    fn filled(&self, before: &[char], after: &[char]) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let anchor = if before.len() > after.len() {
            before
        } else {
            after
        };
        let anchor: String = anchor.iter().collect();
        let needle = Needle::new(&anchor);
        for segment in self.snapshot.segments() {
            let mut documents = Vec::new();
            needle.for_each_match(segment, |document, _| {
                if documents.len() < MAX_PASSAGES {
                    documents.push(document);
                }
            });
            for document in documents {
                if self.is_enough() {
                    return found;
                }
                fill(before, after, segment, document, &mut found);
            }
        }
        found
    }

    /// Gives the Latin words of the index that are one letter off, two where the word is long.
    fn latin_words_near(&self, word: &str) -> Result<BTreeSet<String>, IndexError> {
        let max_edits = match word.len() {
            0..3 => return Ok(BTreeSet::new()),
            3..6 => 1,
            _ => 2,
        };
        let mut n_edits_by_word: BTreeMap<String, usize> = BTreeMap::new();
        for segment in self.snapshot.segments() {
            segment
                .words()?
                .for_each_word_between("0", "\u{80}", |near| {
                    if self.is_enough() {
                        return ControlFlow::Break(());
                    }
                    if near.len().abs_diff(word.len()) <= max_edits {
                        let n_edits = strsim::levenshtein(word, near);
                        if n_edits <= max_edits {
                            n_edits_by_word.insert(near.to_string(), n_edits);
                        }
                    }
                    ControlFlow::Continue(())
                })?;
        }
        let least = n_edits_by_word.values().min().copied();
        n_edits_by_word.retain(|_, n_edits| Some(*n_edits) == least);
        Ok(n_edits_by_word.into_keys().collect())
    }
}

fn fill(
    before: &[char],
    after: &[char],
    segment: &Segment,
    document: u32,
    found: &mut BTreeSet<String>,
) {
    let text = segment.texts.get(document).chars().filter_map(fold_char);
    let text: Vec<char> = text.collect();
    for stretch in text.windows(before.len() + 1 + after.len()) {
        let letter = stretch[before.len()];
        if letter.is_alphanumeric() && stretch.starts_with(before) && stretch.ends_with(after) {
            found.insert(stretch.iter().collect());
        }
    }
}
