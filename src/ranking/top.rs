//! Keeps the best of many candidates while they come in.
//!
//! Input: candidates with their scores by postings. Output: the best of them in order. No more than about twice as many are held as are wanted.

use std::cmp::Ordering;

use super::sort_keys::Order;
use crate::index::PassageAddress;
use crate::matching::Match;

/// A passage that matches, with what puts it in order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    /// How it matches.
    pub(crate) matched: Match,
    /// Candidates of a higher class come before all others, whatever their score.
    class: u8,
    /// Within a class, candidates of a higher key come before all others.
    key: u64,
    /// How well it answers.
    pub(crate) score: f32,
    /// Orders candidates of the same score: by the passage's order, which is the same however the index was built, then by the number of its report,
    /// since two reports may share an order.
    pub(crate) order: (u64, u64),
    /// The passage.
    pub(crate) at: PassageAddress,
    /// Whether it matches, verbatim or by synonyms, only across the words of the text. This is known once its text was looked at.
    pub(crate) across_words: bool,
}

impl Candidate {
    /// Compares two candidates, the better first.
    pub(super) fn cmp_rank(&self, other: &Candidate) -> Ordering {
        let by_class = other.class.cmp(&self.class);
        let by_key = other.key.cmp(&self.key);
        let by_score = other.score.total_cmp(&self.score);
        by_class
            .then(by_key)
            .then(by_score)
            .then(self.order.cmp(&other.order))
    }

    /// The number of the report that it is from.
    pub(super) fn report(&self) -> u64 {
        self.order.1
    }

    /// Its tier: verbatim or not, as words or across words. Candidates of one tier are ranked among each other.
    pub(super) fn tier(&self) -> (bool, bool) {
        (self.matched == Match::Verbatim, self.across_words)
    }
}

/// Which matches, besides verbatim ones, come before those that are only partial, whatever their score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Preference {
    /// Those of all words, for words that were typed apart.
    AllWords,
    /// Those by a synonym, for a query that is one term: a synonym says it better than a part of the term does.
    Synonyms,
    /// None: for a long question a passage that holds all its words says less than one that holds the rare ones together.
    None,
}

/// Keeps the best candidates, up to a maximum.
pub(super) struct TopCandidates {
    order: Order,
    /// Which matches come before those that are only partial.
    preference: Preference,
    max: Option<usize>,
    /// The best so far, and some that may not be.
    held: Vec<Candidate>,
    /// Class, key and score of the worst of the best: no candidate below is among them.
    bar: Option<(u8, u64, f32)>,
}

impl TopCandidates {
    /// Keeps at most `max` candidates; `None` keeps all. Where the query is one term, its synonyms come before all that holds but parts of it.
    pub(super) fn new(order: Order, max: Option<usize>, preference: Preference) -> TopCandidates {
        TopCandidates {
            order,
            preference,
            max,
            held: Vec::new(),
            bar: None,
        }
    }

    /// Takes a candidate with its sort key. `place` gives its place among those of the same score, and is called only where that could matter.
    #[inline]
    pub(super) fn offer(
        &mut self,
        matched: Match,
        key: u64,
        score: f32,
        at: PassageAddress,
        place: impl FnOnce() -> (u64, u64),
    ) {
        let class = match self.order {
            Order::Score => match (matched, self.preference) {
                (Match::Verbatim, _) => 2,
                (Match::Words | Match::Synonym, Preference::AllWords) => 1,
                (Match::Synonym, Preference::Synonyms) => 1,
                _ => 0,
            },
            Order::Year | Order::District | Order::Text => matched as u8,
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

    /// Gives the best, the best first.
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
        let mut best = TopCandidates::new(order, max, Preference::None);
        for (place, &(matched, key, score)) in (0u64..).zip(offers) {
            let matched = [Match::Partial, Match::Words, Match::Verbatim][matched as usize % 3];
            let at = PassageAddress::new(0, 0);
            best.offer(matched, key.into(), score.into(), at, || (place, 0));
        }
        best.into_ranked()
            .iter()
            .map(|candidate| candidate.order.0)
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
