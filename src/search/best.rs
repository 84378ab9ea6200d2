//! The best of many matches, kept as they come.

use std::cmp::Ordering;

use tantivy::DocAddress;

use super::ranking::{Match, tier};

/// A passage that matches, before it is looked at closely.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) matched: Match,
    /// A verbatim hit that stands only across the words of the text.
    pub(super) across_words: bool,
    pub(super) score: f32,
    /// Orders candidates of the same score, the same however the index was built.
    pub(super) order: u64,
    pub(super) at: DocAddress,
}

impl Candidate {
    /// What comes before any score.
    pub(super) fn tier(&self) -> u8 {
        tier(self.matched, self.across_words)
    }

    /// The better first.
    pub(super) fn cmp_rank(&self, other: &Candidate) -> Ordering {
        let by_match = other.tier().cmp(&self.tier());
        let by_score = other.score.total_cmp(&self.score);
        by_match.then(by_score).then(self.order.cmp(&other.order))
    }
}

/// Keeps the best candidates; how many is said at the start.
pub(super) struct Best {
    max: Option<usize>,
    /// The best so far, and some that may not be.
    held: Vec<Candidate>,
    /// No candidate below it is among the best.
    bar: Option<(u8, f32)>,
}

impl Best {
    /// At most `max`; `None` keeps all.
    pub(super) fn new(max: Option<usize>) -> Best {
        Best {
            max,
            held: Vec::new(),
            bar: None,
        }
    }

    /// Takes a candidate; its order is asked for only where it could matter.
    #[inline]
    pub(super) fn offer(
        &mut self,
        matched: Match,
        score: f32,
        at: DocAddress,
        order: impl FnOnce() -> u64,
    ) {
        if self
            .bar
            .is_some_and(|bar| (tier(matched, false), score) < bar)
        {
            return;
        }
        let order = order();
        self.held.push(Candidate {
            matched,
            across_words: false,
            score,
            order,
            at,
        });
        if let Some(max) = self.max
            && self.held.len() >= max.saturating_mul(2).max(64)
        {
            self.drop_others(max);
        }
    }

    fn drop_others(&mut self, max: usize) {
        if max == 0 {
            self.held.clear();
        } else if self.held.len() > max {
            let (_, last, _) = self
                .held
                .select_nth_unstable_by(max - 1, Candidate::cmp_rank);
            self.bar = Some((last.tier(), last.score));
            self.held.truncate(max);
        }
    }

    /// The best, the best first.
    pub(super) fn into_ranked(mut self) -> Vec<Candidate> {
        if let Some(max) = self.max {
            self.drop_others(max);
        }
        self.held.sort_unstable_by(Candidate::cmp_rank);
        self.held
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ranked(max: Option<usize>, offers: &[(u8, u8)]) -> Vec<u64> {
        let mut best = Best::new(max);
        for (order, &(matched, score)) in (0u64..).zip(offers) {
            let matched = [Match::Partial, Match::Words, Match::Verbatim][matched as usize % 3];
            best.offer(matched, score.into(), DocAddress::new(0, 0), || order);
        }
        best.into_ranked()
            .iter()
            .map(|candidate| candidate.order)
            .collect()
    }

    proptest! {
        #[test]
        fn the_best_are_the_first_of_all_sorted(
            offers in prop::collection::vec((0u8..3, 0u8..5), 0..300), max in 0usize..20
        ) {
            let mut all = ranked(None, &offers);
            prop_assert_eq!(all.len(), offers.len());
            all.truncate(max);
            prop_assert_eq!(ranked(Some(max), &offers), all);
        }
    }
}
