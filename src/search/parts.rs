//! What a score is made of.
//!
//! Input: what a close reading found, already weighed. Output: the sum, and its parts by name. Refuses to know how they were found.

use super::ranking::Reading;

/// The parts of one passage's score.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts {
    /// Each finding with its weight.
    pub(super) weighed: Reading,
    /// What share of their sum the passage keeps or gains for being what it is.
    pub(super) share: f32,
}

impl Parts {
    /// The score.
    pub(super) fn score(&self) -> f32 {
        self.share
            * self
                .named()
                .into_iter()
                .map(|(_, value)| value)
                .sum::<f32>()
    }

    /// Each part, by what it is for people.
    pub(super) fn named(&self) -> [(&'static str, f32); 10] {
        let Reading {
            whole_pairs,
            whole_units,
            sentence,
            opening_pairs,
            opening_units,
            window,
            near,
            in_order,
            section_pairs,
            section_units,
        } = self.weighed;
        [
            ("pairs of characters", whole_pairs),
            ("characters", whole_units),
            ("best sentence", sentence),
            ("pairs in the opening", opening_pairs),
            ("characters in the opening", opening_units),
            ("best stretch", window),
            ("near each other", near),
            ("in the query's order", in_order),
            ("pairs in headings", section_pairs),
            ("characters in headings", section_units),
        ]
    }
}
