//! Reads a candidate's text whole and scores what only the text tells: how close together the query's characters are.
//!
//! Postings say how often a passage holds a pair. Reading says whether the query's characters are in one sentence, in the opening, in one
//! window, near each other, and in the query's order. Input: the weights of the query's characters and pairs, and a text. Output: the parts of a score.
//! `weights.rs` says how much each part counts.

use super::alignment::Alignment;
use super::bm25::Bm25;
use super::gram_weights::GramWeights;
use super::score_parts::ScoreParts;
use super::weights::{
    Findings, IN_ORDER_POWER, LEAST_COVERAGE, NEAR_CHARS, OPENING_CHARS, QUOTABLE_CHARS,
    SHORT_QUERY_CHARS, WEIGHTS, WINDOW_CHARS,
};
use crate::analysis::is_sentence_end;
use crate::index::Text;
use crate::matching::{CONTINUATION, Match};

/// A sentence of fewer characters is read with the next: numbering, a heading run in.
const MIN_SENTENCE_CHARS: usize = 10;

/// Reads candidates of one query; its buffers are kept between them.
pub(super) struct CloseReading<'a> {
    weights: &'a GramWeights<'a>,
    /// Maps a code unit to one plus its number among the query's characters; 0 means that it is none of them.
    characters: Vec<u8>,
    /// Maps the numbers of two characters to one plus the number of their pair; 0 means that they are none.
    pairs: Vec<u8>,
    /// The folded text.
    text: Vec<u16>,
    character_counts: Vec<u32>,
    pair_counts: Vec<u32>,
    /// For each pair, the number of the sentence in which it was last seen, from 1.
    pair_sentences: Vec<u32>,
    /// Places in the text of the query's characters, each with the character's number.
    character_hits: Vec<(usize, usize)>,
    /// Places in the text of the query's pairs, each with the pair's number.
    pair_hits: Vec<(usize, usize)>,
    /// For each pair, how often its characters are near each other in the text, and how near.
    near_counts: Vec<f32>,
    window_counts: Vec<u32>,
    alignment: Alignment,
    /// The characters of the query one after the other, where it is a few keywords.
    short_query: Option<Vec<u16>>,
}

/// The weight of what an opening holds of the query.
#[derive(Debug, Clone, Copy, Default)]
struct Opening {
    characters: f32,
    pairs: f32,
}

impl<'a> CloseReading<'a> {
    /// Prepares to read texts for a query.
    pub(super) fn new(weights: &'a GramWeights<'a>) -> CloseReading<'a> {
        let query = weights.query;
        let (n_characters, n_pairs) = (query.characters.len(), query.pairs.len());
        let mut characters = vec![0; 1 << 16];
        for (number, character) in (1..).zip(&query.characters) {
            characters[character.code as usize] = number;
        }
        let mut pairs = vec![0; n_characters * n_characters];
        for (number, pair) in (1..).zip(&query.pairs) {
            pairs[pair.characters.0 * n_characters + pair.characters.1] = number;
        }
        let sequence = weights.sequence();
        let codes = sequence.iter().map(|&number| query.characters[number].code);
        let is_short = sequence.len() <= SHORT_QUERY_CHARS && !weights.is_sentence;
        let short_query = is_short.then(|| codes.collect());
        CloseReading {
            weights,
            short_query,
            characters,
            pairs,
            text: Vec::new(),
            character_counts: vec![0; n_characters],
            pair_counts: vec![0; n_pairs],
            pair_sentences: vec![0; n_pairs],
            character_hits: Vec::new(),
            pair_hits: Vec::new(),
            near_counts: vec![0.0; n_pairs],
            window_counts: vec![0; n_pairs],
            alignment: Alignment::new(&sequence, &weights.characters),
        }
    }

    /// The number of the pair of two characters.
    #[inline]
    fn pair_of(&self, first: usize, second: usize) -> Option<usize> {
        let pair = self.pairs[first * self.character_counts.len() + second];
        usize::from(pair).checked_sub(1)
    }

    /// Scores a text that matches so, without its headings.
    pub(super) fn parts(&mut self, text: Text<'_>, matched: Match) -> ScoreParts {
        self.text.clear();
        self.weights.query.runs.read(text.chars(), &mut self.text);
        let least_length = match matched {
            Match::Verbatim => QUOTABLE_CHARS,
            Match::Words | Match::Synonym | Match::Partial => 0.0,
        };
        let (opening, sentence) = self.read(least_length);
        let length = (self.text.len() as f32).max(least_length);
        let kept = self.text.len() as f32 / length.max(1.0);
        let mean_chars = self.weights.mean_chars;
        let characters = bm25(
            &self.character_counts,
            &self.weights.characters,
            length,
            mean_chars,
        );
        let pairs = bm25(&self.pair_counts, &self.weights.pairs, length, mean_chars);
        let findings = WEIGHTS.findings;
        ScoreParts {
            weighed: Findings {
                pairs: findings.pairs * pairs,
                characters: findings.characters * characters,
                sentence: findings.sentence * sentence,
                opening_pairs: findings.opening_pairs * opening.pairs,
                opening_characters: findings.opening_characters * opening.characters,
                window: findings.window * self.window_score(),
                near: findings.near * self.near_score(length),
                in_order: findings.in_order * self.order_score(),
                section_pairs: 0.0,
                section_characters: 0.0,
            },
            share: (WEIGHTS.short_text + (1.0 - WEIGHTS.short_text) * kept)
                * self.share_of_short_query(matched),
        }
    }

    /// Gives the share that a text keeps of its score for how it holds a short query.
    fn share_of_short_query(&self, matched: Match) -> f32 {
        match (&self.short_query, matched) {
            (None, _) => 1.0,
            (Some(query), Match::Verbatim) if self.holds_in_lists_alone(query) => WEIGHTS.listed,
            (Some(_), Match::Verbatim) => 1.0,
            (Some(_), Match::Words | Match::Synonym | Match::Partial) => {
                let coverage = LEAST_COVERAGE + (1.0 - LEAST_COVERAGE) * self.coverage();
                coverage.powf(WEIGHTS.coverage_power)
            }
        }
    }

    /// The share of the query's characters that the text holds, by their weights.
    fn coverage(&self) -> f32 {
        let weights = &self.weights.characters;
        let all: f32 = weights.iter().sum();
        let counts = self.character_counts.iter().zip(weights);
        let held: f32 = counts
            .filter(|(count, _)| **count > 0)
            .map(|(_, weight)| weight)
            .sum();
        if all > 0.0 { held / all } else { 1.0 }
    }

    /// Whether the text holds the query, and beside a 、 everywhere.
    fn holds_in_lists_alone(&self, query: &[u16]) -> bool {
        let is_stop = |at: Option<usize>| {
            let code_unit = at.and_then(|at| self.text.get(at));
            code_unit.is_some_and(|code_unit| u32::from(*code_unit) == u32::from('、'))
        };
        let mut places = self.text.windows(query.len().max(1)).enumerate();
        let mut is_held = false;
        let all_are_listed = places.all(|(at, window)| {
            let is_here = window == query;
            is_held |= is_here;
            !is_here || is_stop(at.checked_sub(1)) || is_stop(Some(at + query.len()))
        });
        is_held && all_are_listed
    }

    /// Scores the headings above a text, by the pairs and by the characters that they hold.
    pub(super) fn section(&self, section: &str) -> (f32, f32) {
        let mut holds_character = vec![false; self.character_counts.len()];
        let mut holds_pair = vec![false; self.pair_counts.len()];
        let mut before: Option<usize> = None;
        let mut text = Vec::new();
        self.weights.query.runs.read(section.chars(), &mut text);
        for code_unit in text.into_iter().filter(|code| *code != CONTINUATION) {
            let character = usize::from(self.characters[usize::from(code_unit)]).checked_sub(1);
            if let Some(character) = character {
                holds_character[character] = true;
                if let Some(pair) = before.and_then(|before| self.pair_of(before, character)) {
                    holds_pair[pair] = true;
                }
            }
            before = character;
        }
        let held = |holds: &[bool], weights: &[f32]| -> f32 {
            let held = holds.iter().zip(weights).filter(|(holds, _)| **holds);
            held.map(|(_, weight)| weight).sum()
        };
        let findings = WEIGHTS.findings;
        (
            findings.section_pairs * held(&holds_pair, &self.weights.pairs),
            findings.section_characters * held(&holds_character, &self.weights.characters),
        )
    }

    /// Counts the characters and pairs of the text. Gives what its opening holds, and the score of the best of its sentences.
    fn read(&mut self, least_length: f32) -> (Opening, f32) {
        self.character_counts.fill(0);
        self.pair_counts.fill(0);
        self.pair_sentences.fill(0);
        self.character_hits.clear();
        self.pair_hits.clear();
        let mut opening = Opening::default();
        let (mut best, mut here) = (0.0f32, 0.0);
        let mut before: Option<usize> = None;
        let (mut sentence, mut sentence_start) = (1, 0);
        for at in 0..self.text.len() {
            let code_unit = self.text[at];
            let character = usize::from(self.characters[code_unit as usize]).checked_sub(1);
            if let Some(character) = character {
                self.character_hits.push((at, character));
                if self.character_counts[character] == 0 && at < OPENING_CHARS {
                    opening.characters += self.weights.characters[character];
                }
                self.character_counts[character] += 1;
                if let Some(pair) = before.and_then(|before| self.pair_of(before, character)) {
                    self.pair_hits.push((at, pair));
                    let weight = self.weights.pairs[pair];
                    if self.pair_counts[pair] == 0 && at < OPENING_CHARS {
                        opening.pairs += weight;
                    }
                    self.pair_counts[pair] += 1;
                    if std::mem::replace(&mut self.pair_sentences[pair], sentence) != sentence {
                        here += weight;
                    }
                }
            }
            if code_unit != CONTINUATION {
                before = character;
            }
            let n_read = at + 1 - sentence_start;
            let is_mark = char::from_u32(code_unit.into()).is_some_and(is_sentence_end);
            let is_end = is_mark && n_read >= MIN_SENTENCE_CHARS;
            if is_end || at + 1 == self.text.len() {
                let bm25 = Bm25::of_sentence();
                let length = (n_read as f32).max(least_length / 2.0);
                best = best.max(here * bm25.score(1, length));
                here = 0.0;
                sentence += 1;
                sentence_start = at + 1;
            }
        }
        (opening, best)
    }

    /// Gives the weight of the pairs in the best window.
    fn window_score(&mut self) -> f32 {
        self.window_counts.fill(0);
        let (mut here, mut best) = (0.0f32, 0.0f32);
        let mut first = 0;
        for &(at, pair) in &self.pair_hits {
            if self.window_counts[pair] == 0 {
                here += self.weights.pairs_in_window[pair];
            }
            self.window_counts[pair] += 1;
            while let Some(&(start, gone)) = self.pair_hits.get(first)
                && at - start >= WINDOW_CHARS
            {
                self.window_counts[gone] -= 1;
                if self.window_counts[gone] == 0 {
                    here -= self.weights.pairs_in_window[gone];
                }
                first += 1;
            }
            best = best.max(here);
        }
        best
    }

    /// Scores how much of the query one stretch of the text holds in order.
    fn order_score(&mut self) -> f32 {
        let share = self.alignment.share(&self.character_hits);
        self.alignment.total() * share.powi(IN_ORDER_POWER)
    }

    /// Scores how near the two characters of a pair are where they are not adjacent: a few characters apart, or in reverse order (the unordered
    /// windows of Metzler and Croft, A Markov Random Field Model for Term Dependencies, 2005).
    fn near_score(&mut self, length: f32) -> f32 {
        self.near_counts.fill(0.0);
        for (number, &(at, character)) in (1..).zip(&self.character_hits) {
            for &(next_at, next_character) in &self.character_hits[number..] {
                let distance = next_at - at;
                if distance >= NEAR_CHARS {
                    break;
                }
                if let Some(apart) = self.pair_of(character, next_character)
                    && distance > 1
                {
                    self.near_counts[apart] += 1.0 / distance as f32;
                }
                if let Some(turned) = self.pair_of(next_character, character) {
                    self.near_counts[turned] += 1.0 / distance as f32;
                }
            }
        }
        let pairs = self.near_counts.iter().zip(&self.weights.query.pairs);
        let found = pairs.filter(|(count, _)| **count > 0.0);
        found
            .map(|(&count, pair)| {
                let weights = &self.weights.characters;
                let weight = weights[pair.characters.0] + weights[pair.characters.1];
                Bm25::of_weight(weight, self.weights.mean_chars).score_of(count, length)
            })
            .sum()
    }
}

/// Sums BM25 over terms, each with how often a text holds it and what it weighs.
fn bm25(counts: &[u32], weights: &[f32], length: f32, mean_length: f32) -> f32 {
    let found = counts.iter().zip(weights).filter(|(count, _)| **count > 0);
    found
        .map(|(&count, &weight)| Bm25::of_weight(weight, mean_length).score(count, length))
        .sum()
}
