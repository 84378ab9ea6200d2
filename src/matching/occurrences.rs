//! Finds every place of a query in the passages that match it, as byte ranges of their texts.
//!
//! Input: a [`Plan`] and its passages. Output: an [`Occurrence`] for each passage, with all its ranges. Text is looked for from the left, and the next search
//! begins where the last occurrence ended. For a query with operators, every part that is wanted is looked for by itself, and a chain gives the places that
//! take part in it. Ranges are not merged: that is for whoever marks them in a text.

use std::ops::Range;

use super::chain::find_chain;
use super::collector::Collector;
use super::folded_passage::FoldedPassage;
use super::match_counts::{Match, MatchedPassage};
use super::plan::Plan;
use crate::analysis::Folded;
use crate::index::{IndexError, PassageAddress, Segment};
use crate::query::Tree;

/// The places of a query in one passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The passage.
    pub passage: PassageAddress,
    /// How it matches.
    pub matched: Match,
    /// Byte ranges of its text, in the order in which they begin.
    pub ranges: Vec<Range<usize>>,
}

/// Collects every place of a query in every passage that matches verbatim.
pub struct Occurrences<'p, 'a> {
    plan: &'p Plan<'a>,
    segment: u32,
    found: Vec<Occurrence>,
}

impl<'p, 'a> Occurrences<'p, 'a> {
    /// Collects the places of a plan's query.
    pub fn new(plan: &'p Plan<'a>) -> Occurrences<'p, 'a> {
        Occurrences {
            plan,
            segment: 0,
            found: Vec::new(),
        }
    }

    /// The passages with their places, in the order of the index.
    pub fn into_found(self) -> Vec<Occurrence> {
        self.found
    }
}

impl Collector for Occurrences<'_, '_> {
    fn open_segment(&mut self, number: u32, _: &Segment) -> Result<(), IndexError> {
        self.segment = number;
        Ok(())
    }

    fn collect(&mut self, passage: MatchedPassage) {
        if passage.matched != Match::Verbatim {
            return;
        }
        let at = PassageAddress::new(self.segment, passage.document);
        let folded = Folded::new(&self.plan.snapshot().text(at));
        let query = self.plan.query();
        let mut ranges = match query.tree() {
            Some(tree) => {
                let leaves = leaf_occurrences(tree, &folded).into_iter();
                leaves.flat_map(|(_, places)| places).collect()
            }
            None => disjoint(folded.find_all(query.folded())),
        };
        ranges.sort_unstable_by_key(|range| (range.start, range.end));
        self.found.push(Occurrence {
            passage: at,
            matched: passage.matched,
            ranges,
        });
    }
}

/// Keeps of ascending ranges those that do not overlap one that is kept before them.
fn disjoint(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut end = 0;
    ranges.retain(|range| {
        let is_kept = range.start >= end;
        if is_kept {
            end = range.end;
        }
        is_kept
    });
    ranges
}

/// A folded text that can be searched for the parts of a tree.
struct SearchableText<'f> {
    folded: &'f Folded,
    passage: FoldedPassage,
    /// The byte at which each character of the folded text starts, and its end.
    starts: Vec<usize>,
}

impl<'f> SearchableText<'f> {
    fn new(folded: &'f Folded) -> SearchableText<'f> {
        let text = folded.text();
        let starts = text.char_indices().map(|(at, _)| at);
        SearchableText {
            folded,
            passage: FoldedPassage::of(text),
            starts: starts.chain([text.len()]).collect(),
        }
    }

    /// Finds a leaf of a tree, as byte ranges of the original; bare words only as a whole.
    fn find(&self, part: &Tree) -> Vec<Range<usize>> {
        let found = match part {
            Tree::Words(pattern) | Tree::Phrase(pattern) => self.passage.find(pattern),
            Tree::Chain(chain) => find_chain(chain, &self.passage),
            _ => Vec::new(),
        };
        let in_original = found.into_iter().map(|range| {
            let bytes = self.starts[range.start]..self.starts[range.end];
            self.folded.original(bytes)
        });
        in_original.collect()
    }
}

/// Counts how often a leaf of a tree occurs in a text; bare words only as a whole.
pub(crate) fn n_occurrences(part: &Tree, folded: &Folded) -> usize {
    SearchableText::new(folded).find(part).len()
}

/// Gives each leaf of a tree that is wanted, in the order in which they were typed, with the ranges of the original text where it stands; bare words only as
/// a whole.
pub(crate) fn leaf_occurrences<'t>(
    tree: &'t Tree,
    folded: &Folded,
) -> Vec<(&'t Tree, Vec<Range<usize>>)> {
    let text = SearchableText::new(folded);
    let mut leaves = Vec::new();
    tree.for_each_wanted(&mut |leaf| leaves.push((leaf, text.find(leaf))));
    leaves
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn occurrences_are_found_from_the_left_without_overlap() {
        let places = |text: &str, needle: &str| disjoint(Folded::new(text).find_all(needle)).len();
        assert_eq!(places("人人人人", "人人"), 2);
        assert_eq!(places("人人人", "人人"), 1);
        assert_eq!(places("教师教师教师", "教师教师"), 1);
    }
}
