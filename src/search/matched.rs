//! What in a text matched a query with operators: the ranges that highlights mark.
//!
//! Input: a [`Tree`] and a folded text with its map back. Output: ranges of the original, one for every occurrence of every part that
//! is wanted; of a chain those that take part. Refuses to know how they are shown.

use std::ops::Range;

use super::near::find_chain;
use super::wildcard::FoldedPassage;
use crate::analysis::Folded;
use crate::query::{Tree, Unit};

/// A folded text that can be asked for the parts of a tree.
pub(super) struct Matched<'f> {
    folded: &'f Folded,
    passage: FoldedPassage,
    /// Where each character of the folded text starts, and its end.
    bytes: Vec<usize>,
}

impl<'f> Matched<'f> {
    pub(super) fn new(folded: &'f Folded) -> Matched<'f> {
        let text = folded.text();
        let starts = text.char_indices().map(|(at, _)| at);
        Matched {
            folded,
            passage: FoldedPassage::of(text),
            bytes: starts.chain([text.len()]).collect(),
        }
    }

    /// Where a part that holds no other stands, in characters of the folded text; words only as a whole.
    pub(super) fn find(&self, part: &Tree) -> Vec<Range<usize>> {
        match part {
            Tree::Words(pattern) | Tree::Phrase(pattern) => self.passage.find(pattern),
            Tree::Chain(chain) => find_chain(chain, &self.passage),
            _ => Vec::new(),
        }
    }

    /// The ranges of the original that a tree matched; where words do not stand as a whole, those of their units.
    pub(super) fn ranges(&self, tree: &Tree, units: &[Unit]) -> Vec<Range<usize>> {
        let mut ranges = Vec::new();
        tree.for_each_wanted(&mut |part| {
            let found = self.find(part);
            if let (true, Tree::Words(pattern)) = (found.is_empty(), part) {
                let words = pattern.to_string();
                let in_words = units.iter().filter(|unit| words.contains(unit.text()));
                ranges.extend(in_words.flat_map(|unit| self.folded.find_all(unit.text())));
            }
            ranges.extend(found.into_iter().map(|range| {
                self.folded
                    .original(self.bytes[range.start]..self.bytes[range.end])
            }));
        });
        ranges
    }
}
