//! Measures how much of the query one stretch of a text holds, in the query's order.
//!
//! A sentence half remembered keeps its order: what is left of it is a subsequence of the sentence. A local alignment (Smith and
//! Waterman, Identification of Common Molecular Subsequences, 1981) with linear costs for what is left out finds the heaviest such
//! stretch. It is computed only over the places where the text holds characters of the query (Hunt and Szymanski, A Fast Algorithm for Computing
//! Longest Common Subsequences, 1977), so that the cost depends on what a text shares with the query, not on its length. Input: the query's
//! characters in their order, and their places in a text. Output: a share from 0 to 1. `close_reading.rs` weighs it.

/// Skipping a character of the text costs this share of a character's mean weight: a third of a sentence's words may be missing from the query.
const TEXT_GAP: f32 = 0.04;
/// Skipping a character of the query costs this share of it.
const QUERY_GAP: f32 = 1.0;

/// The query's characters in their order, each with its weight.
pub(super) struct Alignment {
    /// For each different character, its places in the query, the last first.
    places: Vec<Vec<usize>>,
    /// The weight of each character of the query, in its order.
    weights: Vec<f32>,
    /// The weight of all of them together.
    total: f32,
    text_gap: f32,
    query_gap: f32,
    /// For every number of the query's first characters, the heaviest alignment that ends among them, before costs. It is a tree of maxima
    /// (Fenwick, A New Data Structure for Cumulative Frequency Tables, 1994).
    best_before: Vec<f32>,
}

impl Alignment {
    /// Takes the query's characters in their order, each as its number in `weights`.
    pub(super) fn new(sequence: &[usize], weights: &[f32]) -> Alignment {
        let mut places = vec![Vec::new(); weights.len()];
        for (at, &character) in sequence.iter().enumerate().rev() {
            places[character].push(at);
        }
        let weights: Vec<f32> = sequence
            .iter()
            .map(|&character| weights[character])
            .collect();
        let total: f32 = weights.iter().sum();
        let mean = total / weights.len().max(1) as f32;
        Alignment {
            places,
            total,
            text_gap: TEXT_GAP * mean,
            query_gap: QUERY_GAP * mean,
            best_before: vec![f32::NEG_INFINITY; weights.len() + 1],
            weights,
        }
    }

    /// The weight of the whole query.
    pub(super) fn total(&self) -> f32 {
        self.total
    }

    /// Gives the share of that weight that the heaviest stretch of a text holds. `hits` lists the query's characters in the text, in ascending order:
    /// each with its place in the text and its number among the query's different characters.
    pub(super) fn share(&mut self, hits: &[(usize, usize)]) -> f32 {
        self.best_before.fill(f32::NEG_INFINITY);
        let mut best = 0.0f32;
        for &(at, character) in hits {
            for n in 0..self.places[character].len() {
                let in_query = self.places[character][n];
                let costs = self.text_gap * at as f32 + self.query_gap * in_query as f32;
                // A step from one character to the next in both texts skips nothing, so the cost of one step is given back.
                let side_by_side = self.text_gap + self.query_gap;
                let before = self.heaviest_before(in_query) - costs + side_by_side;
                let here = self.weights[in_query] + before.max(0.0);
                best = best.max(here);
                self.keep(in_query, here + costs);
            }
        }
        best / self.total.max(f32::MIN_POSITIVE)
    }

    fn heaviest_before(&self, in_query: usize) -> f32 {
        let (mut at, mut heaviest) = (in_query, f32::NEG_INFINITY);
        while at > 0 {
            heaviest = heaviest.max(self.best_before[at]);
            at &= at - 1;
        }
        heaviest
    }

    fn keep(&mut self, in_query: usize, found: f32) {
        let mut at = in_query + 1;
        while let Some(heaviest) = self.best_before.get_mut(at) {
            *heaviest = heaviest.max(found);
            at += at & at.wrapping_neg();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(query: &str, text: &str) -> f32 {
        let mut known: Vec<char> = Vec::new();
        let mut sequence = Vec::new();
        for c in query.chars() {
            let place = known.iter().position(|other| *other == c);
            sequence.push(place.unwrap_or(known.len()));
            if place.is_none() {
                known.push(c);
            }
        }
        let hits: Vec<(usize, usize)> = (0..)
            .zip(text.chars())
            .filter_map(|(at, c)| Some((at, known.iter().position(|other| *other == c)?)))
            .collect();
        Alignment::new(&sequence, &vec![1.0; known.len()]).share(&hits)
    }

    #[test]
    fn what_is_held_as_it_is_is_held_whole() {
        assert!(share("教师交流轮岗", "推进教师交流轮岗。") > 0.9999);
        assert_eq!(share("教师", "课后服务"), 0.0);
        assert_eq!(share("", "课后服务"), 0.0);
    }

    #[test]
    fn words_left_out_of_the_query_cost_little() {
        let dropped = share(
            "推进教师轮岗每三年",
            "推进义务教育教师交流轮岗，每三年一次。",
        );
        assert!((0.8..1.0).contains(&dropped), "{dropped}");
    }

    #[test]
    fn another_order_counts_less() {
        let text = "教师轮岗，每三年一次。";
        assert!(share("每三年教师轮岗", text) < share("教师轮岗每三年", text));
    }

    #[test]
    fn characters_far_apart_are_not_one_stretch() {
        let far = format!("教师{}轮岗", "的".repeat(200));
        assert_eq!(share("教师轮岗", &far), 0.5);
    }

    #[test]
    fn a_character_is_used_once() {
        assert_eq!(share("区区", "区"), 0.5);
    }
}
