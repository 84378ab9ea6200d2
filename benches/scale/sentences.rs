//! Draws sentences from the passages as writers search for them.
//!
//! There are whole ones, halves of two joined, and ones that lost a third of their words. The seed is fixed, so every run draws the same.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use tantivy_jieba::jieba_rs::Jieba;

use super::Outcome;
use super::keywords::{Draw, PassageText, SEED};

const N_QUERIES: usize = 200;
/// The length of a query in characters.
const N_CHARS: std::ops::RangeInclusive<usize> = 15..=40;
/// The length of a sentence that loses a third of its words: long enough that what is left tells which sentence was meant.
const N_CHARS_DROPPED: std::ops::RangeInclusive<usize> = 20..=60;
/// The marks that close a sentence. The text behind the last of them in a passage is mostly a credit line or a link.
const ENDS: [char; 4] = ['。', '；', '！', '？'];

/// A sentence that lost a third of its words.
#[derive(Debug)]
pub(super) struct Dropped {
    /// The words that are left.
    pub(super) query: String,
    /// The whole sentence. A passage that holds it, whatever the punctuation, is the one that was looked for.
    pub(super) sentence: String,
}

/// Draws queries of 15 to 40 characters. Half of them are sentences; the others join the beginning of one to the end of
/// another, which no passage holds.
pub(super) fn draw_queries(passages: &Path) -> Outcome<Vec<String>> {
    let mut sentences = Sentences::read(passages, SEED + 1, N_CHARS, |_| true)?;
    let mut queries = Vec::new();
    while queries.len() < N_QUERIES {
        let first = sentences.next();
        queries.push(first.clone());
        let second = sentences.next();
        let halves = half(&first, true) + &half(&second, false);
        if N_CHARS.contains(&halves.chars().count()) {
            queries.push(halves);
        }
    }
    Ok(queries)
}

/// Draws sentences of 20 to 60 characters, and drops a third of the words of each.
pub(super) fn draw_dropped(passages: &Path) -> Outcome<Vec<Dropped>> {
    let is_closed = |part: &str| part.ends_with(ENDS);
    let mut sentences = Sentences::read(passages, SEED + 2, N_CHARS_DROPPED, is_closed)?;
    let jieba = Jieba::new();
    let mut dropped = Vec::new();
    while dropped.len() < N_QUERIES {
        let sentence = sentences.next();
        let mut words: Vec<&str> = jieba.cut(&sentence, false).iter().map(|w| w.word).collect();
        for _ in 0..words.len() / 3 {
            words.remove(sentences.draw.below(words.len()));
        }
        let query = words.concat();
        dropped.push(Dropped { query, sentence });
    }
    Ok(dropped)
}

/// Keeps the letters and digits of a text alone.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn half(sentence: &str, first: bool) -> String {
    let n_chars = sentence.chars().count() / 2;
    match first {
        true => sentence.chars().take(n_chars).collect(),
        false => sentence.chars().skip(n_chars).collect(),
    }
}

/// Draws sentences from every 53rd passage.
struct Sentences {
    all: Vec<String>,
    draw: Draw,
}

impl Sentences {
    /// Reads the sentences of so many characters that pass a test. The test sees the mark that closes them too.
    fn read(
        passages: &Path,
        seed: u64,
        n_chars: std::ops::RangeInclusive<usize>,
        passes: impl Fn(&str) -> bool,
    ) -> Outcome<Sentences> {
        let mut all = Vec::new();
        for line in BufReader::new(File::open(passages)?).lines().step_by(53) {
            let line: PassageText = serde_json::from_str(&line?)?;
            let parts = line.text.split('\n');
            let parts = parts.flat_map(|part| part.split_inclusive(ENDS));
            let parts = parts.filter(|part| passes(part));
            let parts = parts.map(|part| part.trim_end_matches(ENDS).trim());
            let whole = parts.filter(|part| {
                let n_han = part.chars().filter(|c| is_han(*c)).count();
                n_chars.contains(&part.chars().count()) && n_han >= 12
            });
            all.extend(whole.map(str::to_string));
        }
        let draw = Draw(seed);
        Ok(Sentences { all, draw })
    }

    fn next(&mut self) -> String {
        self.all[self.draw.below(self.all.len())].clone()
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}
