//! Draws keywords from the passages as readers type them: words that jieba knows, and runs of characters that it does not.
//!
//! The seed is fixed, so every run draws the same.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;
use tantivy_jieba::jieba_rs::Jieba;

use super::Outcome;

/// The seed of the draw.
pub(super) const SEED: u64 = 20_261_121;
const N_KNOWN: usize = 150;
const N_UNKNOWN: usize = 50;

/// The text of a passage, as a line of JSON holds it.
#[derive(Deserialize)]
pub(super) struct PassageText {
    pub(super) text: String,
}

/// Returns the number of bytes in the texts of all passages.
pub(super) fn text_bytes(passages: &Path) -> Outcome<u64> {
    let mut n_bytes = 0;
    for line in BufReader::new(File::open(passages)?).lines() {
        n_bytes += serde_json::from_str::<PassageText>(&line?)?.text.len() as u64;
    }
    Ok(n_bytes)
}

/// A generator of pseudorandom numbers (xorshift64*, Marsaglia 2003, Vigna 2016).
pub(super) struct Draw(pub(super) u64);

impl Draw {
    pub(super) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n.max(1)
    }
}

/// Draws the keywords, no two of them alike.
pub(super) fn draw(passages: &Path) -> Outcome<Vec<String>> {
    let mut texts = Vec::new();
    for line in BufReader::new(File::open(passages)?).lines().step_by(53) {
        texts.push(serde_json::from_str::<PassageText>(&line?)?.text);
    }
    let jieba = Jieba::new();
    let mut draw = Draw(SEED);
    let (mut known, mut unknown) = (BTreeSet::new(), BTreeSet::new());
    while known.len() < N_KNOWN || unknown.len() < N_UNKNOWN {
        let text = &texts[draw.below(texts.len())];
        let words = jieba.cut(text, false);
        let word = words
            .get(draw.below(words.len()))
            .map_or("", |word| word.word);
        if known.len() < N_KNOWN && is_keyword(word) && jieba.has_word(word) {
            known.insert(word.to_string());
        }
        let chars: Vec<char> = text.chars().collect();
        let n_chars = 2 + draw.below(7);
        let start = draw.below(chars.len().saturating_sub(n_chars));
        let run: String = chars.iter().skip(start).take(n_chars).collect();
        if unknown.len() < N_UNKNOWN && is_keyword(&run) && !jieba.has_word(&run) {
            unknown.insert(run);
        }
    }
    Ok(known.into_iter().chain(unknown).collect())
}

/// Whether a text is of two to eight Han characters.
fn is_keyword(text: &str) -> bool {
    let n_chars = text.chars().count();
    (2..=8).contains(&n_chars) && text.chars().all(|c| matches!(c, '\u{4E00}'..='\u{9FFF}'))
}
