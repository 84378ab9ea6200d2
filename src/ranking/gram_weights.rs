//! Weighs the query's characters and pairs of characters.
//!
//! A character or pair weighs its inverse document frequency, and less where it belongs to a function word, an interrogative, a name that columns hold, or
//! a synonym.
//! Input: the pairs of a [`Plan`](crate::matching::Plan). Output: [`GramWeights`]. The weights of pairs are final once
//! [`GramWeights::finish`] was called: how many passages hold a pair is known only where its places were walked.

use super::bm25::idf;
use super::intent::Intent;
use super::weights::WEIGHTS;
use crate::analysis::{in_interrogatives, is_particle};
use crate::index::{IndexError, Snapshot};
use crate::matching::{CutCharacter, GramSequence, Plan, QueryPairs};

/// The weights of a query's characters and pairs.
pub(super) struct GramWeights<'p> {
    /// The characters and pairs.
    pub(super) query: &'p QueryPairs,
    /// The weight of each character.
    pub(super) characters: Vec<f32>,
    /// The weight of each pair.
    pub(super) pairs: Vec<f32>,
    /// The weight of each pair in a window.
    pub(super) pairs_in_window: Vec<f32>,
    /// Whether the query is a question or a sentence: a word of it asks or is one of grammar.
    pub(super) is_sentence: bool,
    /// The values of columns that the query names.
    pub(super) intent: Intent,
    /// The mean length of a passage, in characters.
    pub(super) mean_chars: f32,
    n_documents: u64,
    /// Whether the document frequency of each pair is in its weight already.
    is_weighed: Vec<bool>,
}

/// Whether a text has an interrogative or a word of grammar.
fn is_sentence(sequence: &GramSequence, chars: &[char]) -> bool {
    let in_word: Vec<bool> = sequence.text.iter().map(|one| one.word.is_some()).collect();
    let is_of_grammar =
        |one: &CutCharacter| one.is_of_function_word || one.word.is_none() && is_particle(one.c);
    in_interrogatives(chars, &in_word).contains(&true) || sequence.text.iter().any(is_of_grammar)
}

impl<'p> GramWeights<'p> {
    /// Weighs the characters and pairs of a plan: all of them, or those of the query alone.
    pub(super) fn new(
        plan: &Plan<'_>,
        query: &'p QueryPairs,
    ) -> Result<GramWeights<'p>, IndexError> {
        let mut weights = GramWeights {
            query,
            characters: vec![0.0; query.characters.len()],
            pairs: vec![0.0; query.pairs.len()],
            pairs_in_window: Vec::new(),
            is_sentence: false,
            intent: Intent::default(),
            mean_chars: plan.mean_chars(),
            n_documents: plan.n_documents(),
            is_weighed: vec![false; query.pairs.len()],
        };
        for (number, sequence) in query.sequences.iter().enumerate() {
            let chars: Vec<char> = sequence.text.iter().map(|one| one.c).collect();
            let share = match number {
                0 => 1.0,
                _ => WEIGHTS.synonym,
            };
            let named = match number {
                0 => {
                    let (intent, named) = Intent::read(&chars, plan.snapshot())?;
                    weights.intent = intent;
                    weights.is_sentence = is_sentence(sequence, &chars);
                    named
                }
                _ => vec![false; chars.len()],
            };
            weights.add(sequence, &chars, &named, share);
        }
        weights.weigh_characters(plan.snapshot());
        Ok(weights)
    }

    /// Adds the shares of a sequence; a character or pair that is known already keeps the higher one.
    fn add(&mut self, sequence: &GramSequence, chars: &[char], named: &[bool], share: f32) {
        let in_word: Vec<bool> = sequence.text.iter().map(|one| one.word.is_some()).collect();
        let asks = in_interrogatives(chars, &in_word);
        let share_of = |places: &[usize]| {
            let mut share = 1.0;
            if places.iter().any(|&at| named[at]) {
                share *= WEIGHTS.intent_word;
            }
            if places.iter().any(|&at| asks[at]) {
                share *= WEIGHTS.interrogative;
            }
            let word = |at: usize| sequence.text[at].word;
            let is_one_word = word(places[0]).is_some()
                && places.iter().all(|&other| word(other) == word(places[0]));
            // A particle counts less unless it and the other places are all parts of one word.
            let is_of_grammar = |at: usize| {
                let character = sequence.text[at];
                character.is_of_function_word || !is_one_word && is_particle(character.c)
            };
            if places.iter().any(|&at| is_of_grammar(at)) {
                share *= WEIGHTS.particle;
            }
            share
        };
        for gram in &sequence.grams {
            let of_run = match gram.range.len() {
                1 => 1.0,
                _ => WEIGHTS.letter_run,
            };
            let places: Vec<usize> = gram.range.clone().collect();
            let weight = share * of_run * share_of(&places);
            let known = &mut self.characters[gram.character];
            *known = known.max(weight);
            if let Some((pair, begin)) = gram.pair {
                let weight = share * share_of(&[begin, gram.range.start]);
                self.pairs[pair] = self.pairs[pair].max(weight);
            }
        }
    }

    fn weigh_characters(&mut self, snapshot: &Snapshot) {
        for (character, weight) in self.query.characters.iter().zip(&mut self.characters) {
            *weight *= idf(character.n_documents_with(snapshot), self.n_documents);
        }
        // In a window, a pair is as rare as it is among stretches of thirty characters: where texts are few and long, its document frequency says too little.
        let n_windows = self.n_documents as f32 * self.mean_chars / 30.0;
        let in_window = self
            .query
            .pairs
            .iter()
            .zip(&self.pairs)
            .map(|(pair, weight)| {
                let n_positions = pair.n_positions.max(1) as f32;
                weight * (1.0 + n_windows / n_positions).ln()
            });
        self.pairs_in_window = in_window.collect();
    }

    /// Weighs a pair by the number of passages that hold it, and gives the weight.
    pub(super) fn weigh_pair(&mut self, pair: usize, n_documents_with: u64) -> f32 {
        self.pairs[pair] *= idf(n_documents_with, self.n_documents);
        self.is_weighed[pair] = true;
        self.pairs[pair]
    }

    /// Weighs the pairs that were not walked by how often they occur in all, which is known without looking at their places.
    pub(super) fn finish(&mut self) {
        for (number, pair) in self.query.pairs.iter().enumerate() {
            if !self.is_weighed[number] {
                self.weigh_pair(number, pair.n_positions.min(self.n_documents));
            }
        }
    }

    /// The query's characters in its order, as their numbers; those of synonyms are not among them.
    pub(super) fn sequence(&self) -> Vec<usize> {
        let query = self.query.sequences.first();
        let grams = query.map_or(&[][..], |query| &query.grams[..]);
        grams.iter().map(|gram| gram.character).collect()
    }
}
