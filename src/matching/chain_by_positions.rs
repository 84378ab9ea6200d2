//! Finds the documents of a segment that hold a NEAR chain, from positions alone.
//!
//! Input: a [`Chain`] of NEAR over text without wildcards. Output: the documents that surely hold it, and those that may. Positions count UTF-16
//! code units, while NEAR counts characters, which have one code unit or, beyond the basic plane, two. So what is within N code
//! units is within N characters, and what is not within twice as many code units is not within N characters. In between the text decides, but only in
//! the few documents that hold a character of two code units. No text is read here.

use super::needle::Needle;
use crate::index::Segment;
use crate::query::{Chain, Pattern, Relation};

/// A stretch of positions, from the first to the one after the last.
type Stretch = (u32, u32);

/// The documents of a segment that may hold a chain, ascending.
pub(super) struct ChainDocuments {
    /// The documents that hold it for certain.
    pub(super) sure: Vec<u32>,
    /// The documents that may hold it; their text decides.
    pub(super) possible: Vec<u32>,
}

/// Finds the documents of a chain; `None` where its text has wildcards or one of its relations is not NEAR.
pub(super) fn chain_documents(chain: &Chain, segment: &Segment) -> Option<ChainDocuments> {
    let distances = chain.relations.iter().map(|relation| match relation {
        Relation::Near(n_chars) => Some(*n_chars),
        _ => None,
    });
    let distances: Vec<u32> = distances.collect::<Option<_>>()?;
    let patterns = chain.operands.iter().flatten();
    if patterns
        .into_iter()
        .any(|pattern| pattern.whole().is_none())
    {
        return None;
    }
    let operands: Vec<Vec<Stretch>> = chain
        .operands
        .iter()
        .map(|alternatives| stretches(alternatives, segment))
        .collect();
    let within = |factor: u32| {
        let (first, others) = operands.split_first()?;
        let mut reached = first.clone();
        for (next, distance) in others.iter().zip(&distances) {
            reached = near(next, &reached, distance.saturating_mul(factor), segment);
        }
        let mut documents: Vec<u32> = reached
            .iter()
            .map(|(start, _)| segment.grams.document_at(*start))
            .collect();
        documents.dedup();
        Some(documents)
    };
    let sure = within(1)?;
    let beyond = with_characters_beyond_the_basic_plane(segment);
    let mut possible = match beyond[..] {
        [] => Vec::new(),
        _ => within(2)?,
    };
    possible.retain(|document| {
        beyond.binary_search(document).is_ok() && sure.binary_search(document).is_err()
    });
    Some(ChainDocuments { sure, possible })
}

/// Gives the documents that hold a character of two code units, ascending.
fn with_characters_beyond_the_basic_plane(segment: &Segment) -> Vec<u32> {
    let mut documents = Vec::new();
    let first_halves = segment
        .grams
        .firsts()
        .filter(|code_unit| (0xD800..0xDC00).contains(code_unit));
    for code_unit in first_halves {
        Needle::of_code_unit(code_unit)
            .for_each_match(segment, |document, _| documents.push(document));
    }
    documents.sort_unstable();
    documents.dedup();
    documents
}

/// Gives the stretches where one of the alternatives occurs, ascending.
fn stretches(alternatives: &[Pattern], segment: &Segment) -> Vec<Stretch> {
    let mut all = Vec::new();
    for piece in alternatives.iter().filter_map(Pattern::whole) {
        let needle = Needle::new(&piece.text());
        let positions = needle.positions(segment).into_iter();
        all.extend(positions.map(|position| (position, position + needle.n_code_units())));
    }
    all.sort_unstable();
    all
}

/// Keeps those of `all` that lie within `distance` code units of one of the others, in the same document and not overlapping.
fn near(all: &[Stretch], others: &[Stretch], distance: u32, segment: &Segment) -> Vec<Stretch> {
    let mut ends: Vec<u32> = others.iter().map(|(_, end)| *end).collect();
    ends.sort_unstable();
    let (mut n_ended, mut n_started) = (0, 0);
    let is_near = |&&(start, end): &&Stretch| {
        while ends.get(n_ended).is_some_and(|end| *end <= start) {
            n_ended += 1;
        }
        // Stretches that start together may end apart: the pointer goes by the start.
        while others
            .get(n_started)
            .is_some_and(|(other, _)| *other < start)
        {
            n_started += 1;
        }
        let same_document =
            |other: u32| segment.grams.document_at(other) == segment.grams.document_at(start);
        let before = n_ended.checked_sub(1).map(|at| ends[at]);
        let after = others[n_started..]
            .iter()
            .map(|(other, _)| *other)
            .find(|other| *other >= end);
        before.is_some_and(|other| start - other <= distance && same_document(other - 1))
            || after.is_some_and(|other| other - end <= distance && same_document(other))
    };
    all.iter().filter(is_near).copied().collect()
}
