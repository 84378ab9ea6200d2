//! The best of many matches, kept as they come.

use std::cmp::Ordering;

use tantivy::DocAddress;

use super::options::Order;
use super::ranking::Match;

/// A passage that matches.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) matched: Match,
    /// What comes before any score, the best last.
    class: u8,
    /// What comes before the score within a class, the first last.
    key: u64,
    pub(super) score: f32,
    /// Orders candidates of the same score, the same however the index was built. Two reports in four billion share the orders of their
    /// passages: where these are in the index decides then.
    pub(super) order: u64,
    pub(super) at: DocAddress,
    /// A hit, verbatim or by synonyms, that stands only across the words of the text; known once it was looked at.
    pub(super) across_words: bool,
}

impl Candidate {
    /// The better first.
    pub(super) fn cmp_rank(&self, other: &Candidate) -> Ordering {
        let by_class = other.class.cmp(&self.class);
        let by_key = other.key.cmp(&self.key);
        let by_score = other.score.total_cmp(&self.score);
        by_class
            .then(by_key)
            .then(by_score)
            .then(self.order.cmp(&other.order))
            .then(self.at.cmp(&other.at))
    }

    /// Hits of the same level are ranked among each other: verbatim ones and others, those that stand as words and
    /// those that do not.
    pub(super) fn level(&self) -> (bool, bool) {
        (self.matched == Match::Verbatim, self.across_words)
    }
}

/// Keeps the best candidates; how many is said at the start.
pub(super) struct Best {
    order: Order,
    /// The query is one term, which a synonym says better than a part of it does.
    is_one_term: bool,
    max: Option<usize>,
    /// The best so far, and some that may not be.
    held: Vec<Candidate>,
    /// No candidate below it is among the best.
    bar: Option<(u8, u64, f32)>,
}

impl Best {
    /// At most `max`; `None` keeps all.
    pub(super) fn new(order: Order, max: Option<usize>) -> Best {
        Best {
            order,
            is_one_term: false,
            max,
            held: Vec::new(),
            bar: None,
        }
    }

    /// The same for a query that is one term, whose synonyms come before all that holds but parts of it.
    pub(super) fn of_one_term(self) -> Best {
        Best {
            is_one_term: true,
            ..self
        }
    }

    /// Takes a candidate, by the key that its order asks for; its place among those of the same score is asked for only where it
    /// could matter.
    #[inline]
    pub(super) fn offer(
        &mut self,
        matched: Match,
        key: u64,
        score: f32,
        at: DocAddress,
        place: impl FnOnce() -> u64,
    ) {
        // Ranked hits of all the words have no class of their own: over long questions a passage that holds them all says less
        // than one that holds the rare ones together.
        let class = match self.order {
            Order::Score => match matched {
                Match::Verbatim => 2,
                Match::Synonym if self.is_one_term => 1,
                _ => 0,
            },
            Order::Year | Order::District => matched as u8,
        };
        if self.bar.is_some_and(|bar| (class, key, score) < bar) {
            return;
        }
        self.held.push(Candidate {
            matched,
            class,
            key,
            score,
            order: place(),
            at,
            across_words: false,
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
            self.bar = Some((last.class, last.key, last.score));
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

    fn ranked(order: Order, max: Option<usize>, offers: &[(u8, u8, u8)]) -> Vec<u64> {
        let mut best = Best::new(order, max);
        for (place, &(matched, key, score)) in (0u64..).zip(offers) {
            let matched = [Match::Partial, Match::Words, Match::Verbatim][matched as usize % 3];
            let at = DocAddress::new(0, 0);
            best.offer(matched, key.into(), score.into(), at, || place);
        }
        best.into_ranked()
            .iter()
            .map(|candidate| candidate.order)
            .collect()
    }

    proptest! {
        #[test]
        fn the_best_are_the_first_of_all_sorted(
            offers in prop::collection::vec((0u8..3, 0u8..3, 0u8..5), 0..300), max in 0usize..20, by_year in any::<bool>()
        ) {
            let order = if by_year { Order::Year } else { Order::Score };
            let mut all = ranked(order, None, &offers);
            prop_assert_eq!(all.len(), offers.len());
            all.truncate(max);
            prop_assert_eq!(ranked(order, Some(max), &offers), all);
        }
    }
}
