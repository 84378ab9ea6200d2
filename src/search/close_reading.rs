//! 精读: the best candidates are read again, whole, and scored by what only their text tells.
//!
//! Postings say how often a pair stands in a passage; reading says how the query's characters stand together: in one sentence, in
//! its opening, in one window, near each other, in the query's order. Input: the query's grams and a candidate's text. Output: its score, in parts. Refuses to know how it matched.

use super::alignment::Alignment;
use super::grams::QueryGrams;
use super::parts::Parts;
use super::ranking::{
    Bm25, IN_ORDER_POWER, Match, NEAR_UNITS, OPENING_UNITS, READING, Reading, SHORT_SHARE,
    WHOLE_UNITS, WINDOW_UNITS,
};
use super::runs::GOES_ON;
use crate::index::Text;

/// What closes a sentence, once folded.
const SENTENCE_ENDS: [u16; 4] = ['。' as u16, ';' as u16, '!' as u16, '?' as u16];
/// A sentence of fewer characters is read with the next: numbering, a heading run in.
const MIN_SENTENCE: usize = 10;

/// Reads candidates of one query; its buffers are kept between them.
pub(super) struct CloseReading<'a> {
    grams: &'a QueryGrams,
    /// By unit: its place among the query's and one more, 0 for any other.
    places: Vec<u8>,
    /// By the places of two characters: that of their pair and one more, 0 where they are none.
    pairs: Vec<u8>,
    /// The folded text.
    text: Vec<u16>,
    unit_counts: Vec<u32>,
    pair_counts: Vec<u32>,
    /// The sentence in which a pair was last seen, from 1.
    pair_sentences: Vec<u32>,
    /// Where the query's characters stand in the text, and its pairs, each with its place in the query.
    unit_hits: Vec<(usize, usize)>,
    pair_hits: Vec<(usize, usize)>,
    /// By pair: how near its characters stand to each other, all over the text.
    near_counts: Vec<f32>,
    window_counts: Vec<u32>,
    alignment: Alignment,
}

/// What was found of the query in one stretch of a text, by weight.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    units: f32,
    pairs: f32,
}

impl<'a> CloseReading<'a> {
    pub(super) fn new(grams: &'a QueryGrams) -> CloseReading<'a> {
        let n_units = grams.units.len();
        let mut places = vec![0; 1 << 16];
        for (place, unit) in (1..).zip(&grams.units) {
            places[unit.code as usize] = place;
        }
        let mut pairs = vec![0; n_units * n_units];
        for (number, pair) in (1..).zip(&grams.pairs) {
            pairs[pair.places.0 * n_units + pair.places.1] = number;
        }
        CloseReading {
            grams,
            places,
            pairs,
            text: Vec::new(),
            unit_counts: vec![0; n_units],
            pair_counts: vec![0; grams.pairs.len()],
            pair_sentences: vec![0; grams.pairs.len()],
            unit_hits: Vec::new(),
            pair_hits: Vec::new(),
            near_counts: vec![0.0; grams.pairs.len()],
            window_counts: vec![0; grams.pairs.len()],
            alignment: Alignment::new(&grams.sequence, &grams.unit_weights),
        }
    }

    /// The parts of the score of a text that matched so, but for those of its headings.
    pub(super) fn parts(&mut self, text: Text<'_>, matched: Match) -> Parts {
        self.text.clear();
        self.grams.runs.read(text.chars(), &mut self.text);
        let least_length = match matched {
            Match::Verbatim => WHOLE_UNITS,
            Match::Words | Match::Synonym | Match::Partial => 0.0,
        };
        let (opening, sentence) = self.read(least_length);
        let length = (self.text.len() as f32).max(least_length);
        let kept = self.text.len() as f32 / length.max(1.0);
        let mean_units = self.grams.mean_units;
        let whole = Found {
            units: bm25(
                &self.unit_counts,
                self.grams.unit_weights.iter(),
                length,
                mean_units,
            ),
            pairs: bm25(
                &self.pair_counts,
                self.grams.pairs.iter().map(|pair| &pair.weight),
                length,
                mean_units,
            ),
        };
        Parts {
            weighed: Reading {
                whole_pairs: READING.whole_pairs * whole.pairs,
                whole_units: READING.whole_units * whole.units,
                sentence: READING.sentence * sentence,
                opening_pairs: READING.opening_pairs * opening.pairs,
                opening_units: READING.opening_units * opening.units,
                window: READING.window * self.window_score(),
                near: READING.near * self.near_score(length),
                in_order: READING.in_order * self.order_score(),
                section_pairs: 0.0,
                section_units: 0.0,
            },
            share: SHORT_SHARE + (1.0 - SHORT_SHARE) * kept,
        }
    }

    /// What the headings that a text stands under are worth: by the pairs and by the characters that they hold.
    pub(super) fn section(&self, section: &str) -> (f32, f32) {
        let n_units = self.grams.units.len();
        let (mut units, mut pairs) = (vec![false; n_units], vec![false; self.grams.pairs.len()]);
        let mut before = 0;
        let mut text = Vec::new();
        self.grams.runs.read(section.chars(), &mut text);
        for unit in text.into_iter().filter(|unit| *unit != GOES_ON) {
            let place = usize::from(self.places[usize::from(unit)]);
            if place > 0 {
                units[place - 1] = true;
                if before > 0
                    && let Some(pair) =
                        usize::from(self.pairs[(before - 1) * n_units + place - 1]).checked_sub(1)
                {
                    pairs[pair] = true;
                }
            }
            before = place;
        }
        let units = units
            .iter()
            .zip(&self.grams.unit_weights)
            .filter(|(held, _)| **held);
        let pairs = pairs
            .iter()
            .zip(&self.grams.pairs)
            .filter(|(held, _)| **held);
        (
            READING.section_pairs * pairs.map(|(_, pair)| pair.weight).sum::<f32>(),
            READING.section_units * units.map(|(_, weight)| weight).sum::<f32>(),
        )
    }

    /// Counts the grams of the text; gives what its opening holds, and the best of its sentences.
    fn read(&mut self, least_length: f32) -> (Found, f32) {
        self.unit_counts.fill(0);
        self.pair_counts.fill(0);
        self.pair_sentences.fill(0);
        self.unit_hits.clear();
        self.pair_hits.clear();
        let n_units = self.grams.units.len();
        let mut opening = Found::default();
        let (mut best, mut here) = (0.0f32, 0.0);
        let (mut before, mut sentence, mut sentence_start) = (0, 1, 0);
        for at in 0..self.text.len() {
            let unit = self.text[at];
            let place = usize::from(self.places[unit as usize]);
            if place > 0 {
                self.unit_hits.push((at, place - 1));
                let weight = self.grams.unit_weights[place - 1];
                if self.unit_counts[place - 1] == 0 && at < OPENING_UNITS {
                    opening.units += weight;
                }
                self.unit_counts[place - 1] += 1;
                let pair = match before {
                    0 => 0,
                    before => usize::from(self.pairs[(before - 1) * n_units + place - 1]),
                };
                if pair > 0 {
                    self.pair_hits.push((at, pair - 1));
                    let weight = self.grams.pairs[pair - 1].weight;
                    if self.pair_counts[pair - 1] == 0 && at < OPENING_UNITS {
                        opening.pairs += weight;
                    }
                    self.pair_counts[pair - 1] += 1;
                    if std::mem::replace(&mut self.pair_sentences[pair - 1], sentence) != sentence {
                        here += weight;
                    }
                }
            }
            if unit != GOES_ON {
                before = place;
            }
            let n_read = at + 1 - sentence_start;
            let is_end = SENTENCE_ENDS.contains(&unit) && n_read >= MIN_SENTENCE;
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

    /// What the pairs weigh together that stand in the best window.
    fn window_score(&mut self) -> f32 {
        self.window_counts.fill(0);
        let (mut here, mut best) = (0.0f32, 0.0f32);
        let mut first = 0;
        for &(at, pair) in &self.pair_hits {
            if self.window_counts[pair] == 0 {
                here += self.grams.pairs[pair].window_weight;
            }
            self.window_counts[pair] += 1;
            while let Some(&(start, gone)) = self.pair_hits.get(first)
                && at - start >= WINDOW_UNITS
            {
                self.window_counts[gone] -= 1;
                if self.window_counts[gone] == 0 {
                    here -= self.grams.pairs[gone].window_weight;
                }
                first += 1;
            }
            best = best.max(here);
        }
        best
    }

    /// What it is worth that the query stands in one stretch in its order, or nearly all of it.
    fn order_score(&mut self) -> f32 {
        let share = self.alignment.share(&self.unit_hits);
        self.alignment.total() * share.powi(IN_ORDER_POWER)
    }

    /// How near the query's neighbours stand to each other where they are no pair: parted by a few characters, or turned
    /// round (the unordered windows of Metzler and Croft, A Markov Random Field Model for Term Dependencies, 2005).
    fn near_score(&mut self, length: f32) -> f32 {
        self.near_counts.fill(0.0);
        let n_units = self.grams.units.len();
        for (number, &(at, place)) in (1..).zip(&self.unit_hits) {
            for &(next_at, next_place) in &self.unit_hits[number..] {
                let distance = next_at - at;
                if distance >= NEAR_UNITS {
                    break;
                }
                let apart = usize::from(self.pairs[place * n_units + next_place]);
                if apart > 0 && distance > 1 {
                    self.near_counts[apart - 1] += 1.0 / distance as f32;
                }
                let turned = usize::from(self.pairs[next_place * n_units + place]);
                if turned > 0 {
                    self.near_counts[turned - 1] += 1.0 / distance as f32;
                }
            }
        }
        let pairs = self.near_counts.iter().zip(&self.grams.pairs);
        let found = pairs.filter(|(count, _)| **count > 0.0);
        found
            .map(|(&count, pair)| {
                let weights = &self.grams.unit_weights;
                let weight = weights[pair.places.0] + weights[pair.places.1];
                Bm25::of_weight(weight, self.grams.mean_units).score_of(count, length)
            })
            .sum()
    }
}

fn bm25<'w>(
    counts: &[u32],
    weights: impl Iterator<Item = &'w f32>,
    length: f32,
    mean_units: f32,
) -> f32 {
    let found = counts.iter().zip(weights).filter(|(count, _)| **count > 0);
    found
        .map(|(&count, &weight)| Bm25::of_weight(weight, mean_units).score(count, length))
        .sum()
}
