//! Holds a folded passage as characters, and finds patterns with wildcards in it.
//!
//! Input: a [`Pattern`] and a [`FoldedPassage`]. Output: for each place where the pattern begins, the shortest stretch that matches. The pieces of a
//! pattern are looked for from the last to the first: every place of a piece gets the nearest end that the pieces after it can reach. So the
//! time is that of finding the pieces, however many wildcards there are.

use std::ops::Range;

use crate::analysis::is_sentence_end;
use crate::query::Pattern;

/// A folded text whose characters and sentences are counted.
#[derive(Default)]
pub(super) struct FoldedPassage {
    chars: Vec<char>,
    /// How many sentences end before each character; one entry more for the end of the text.
    n_ends: Vec<u32>,
}

impl FoldedPassage {
    /// Replaces the text by another one that is already folded.
    pub(super) fn fill(&mut self, folded: impl Iterator<Item = char>) {
        self.chars.clear();
        self.chars.extend(folded);
        self.n_ends.clear();
        self.n_ends.push(0);
        let mut n_ends = 0;
        for c in &self.chars {
            n_ends += u32::from(is_sentence_end(*c));
            self.n_ends.push(n_ends);
        }
    }

    /// Takes a folded text.
    pub(super) fn of(folded: &str) -> FoldedPassage {
        let mut passage = FoldedPassage::default();
        passage.fill(folded.chars());
        passage
    }

    /// Gives the number of the sentence that holds all of a range, which must not be empty; `None` where the range is in several. The mark that ends a
    /// sentence is its last character.
    pub(super) fn sentence_of(&self, range: &Range<usize>) -> Option<u32> {
        let (first, last) = (self.n_ends[range.start], self.n_ends[range.end - 1]);
        (first == last).then_some(first)
    }

    /// Gives every place where a pattern begins, with the nearest end, in ascending order.
    pub(super) fn find(&self, pattern: &Pattern) -> Vec<Range<usize>> {
        let mut pieces = pattern.pieces().iter().rev();
        let Some(last) = pieces.next() else {
            return Vec::new();
        };
        let mut gap = last.gap.clone();
        let mut found = self.find_piece(&last.chars);
        found.retain_mut(|range| {
            let end = range.end;
            range.end += pattern.n_after();
            self.n_ends.get(range.end) == self.n_ends.get(end)
        });
        for piece in pieces {
            let mut longer = Vec::new();
            for start in self.find_piece(&piece.chars) {
                let end = start.end;
                let (first, last) = (end + gap.start(), end + gap.end());
                let from = found.partition_point(|next| next.start < first);
                let reachable = found[from..].iter().take_while(|next| {
                    next.start <= last && self.n_ends[next.start] == self.n_ends[end]
                });
                if let Some(nearest) = reachable.map(|next| next.end).min() {
                    longer.push(start.start..nearest);
                }
            }
            found = longer;
            gap = piece.gap.clone();
        }
        found.retain_mut(|range| {
            let start = range.start.checked_sub(*gap.start());
            let stays = start.is_some_and(|at| self.n_ends[at] == self.n_ends[range.start]);
            range.start = start.unwrap_or(range.start);
            stays
        });
        found
    }

    /// Gives every place of the characters of a piece, overlapping ones too.
    fn find_piece(&self, chars: &[char]) -> Vec<Range<usize>> {
        let Some(first) = chars.first() else {
            return Vec::new();
        };
        let starts = self.chars.iter().enumerate();
        let starts = starts.filter(|(at, c)| *c == first && self.chars[*at..].starts_with(chars));
        starts.map(|(at, _)| at..at + chars.len()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the stretches that match, joined by bars.
    #[track_caller]
    fn check(pattern: &str, text: &str, expected: &str) {
        let passage = FoldedPassage::of(text);
        let pattern = Pattern::word_with_wildcards(pattern).unwrap();
        let found: Vec<String> = passage
            .find(&pattern)
            .into_iter()
            .map(|range| passage.chars[range].iter().collect())
            .collect();
        assert_eq!(found.join("|"), expected);
    }

    #[test]
    fn a_question_mark_is_one_character_and_a_star_none_to_twenty() {
        check("一校?品", "一校一品,一校品,一校一二品", "一校一品");
        check("一校*品", "一校一品,一校品", "一校一品|一校品");
        let (twenty, more) = ("字".repeat(20), "字".repeat(21));
        check("校*品", &format!("校{twenty}品"), &format!("校{twenty}品"));
        check("校*品", &format!("校{more}品"), "");
    }

    #[test]
    fn a_question_mark_at_an_end_is_one_character_of_the_same_sentence() {
        check(
            "?管校聘",
            "管校聘,区管校聘,县管校聘。管校聘",
            "区管校聘|县管校聘",
        );
        check("一校一?", "一校一品,一校一。一校一", "一校一品");
        check(
            "??校*品?",
            "甲一校一品牌。甲校品牌。甲乙校品",
            "甲一校一品牌",
        );
    }

    #[test]
    fn a_gap_stays_within_its_sentence() {
        check("校*品", "一校。一品", "");
        check("校?品", "一校;品", "");
        check("校*品", "一校,一品", "校,一品");
    }

    #[test]
    fn of_each_place_the_shortest_stretch_matches() {
        check("甲*乙", "甲甲乙乙", "甲甲乙|甲乙");
        check("甲*乙*丙", "甲乙乙丙丙", "甲乙乙丙");
    }

    #[test]
    fn many_stars_over_many_characters_take_no_time() {
        let text = "甲".repeat(20_000);
        let passage = FoldedPassage::of(&text);
        let pattern = Pattern::with_wildcards(&["甲"; 17].join("*")).unwrap();
        let began = std::time::Instant::now();
        assert_eq!(passage.find(&pattern).len(), 20_000 - 16);
        assert!(began.elapsed() < std::time::Duration::from_secs(1));
    }
}
