//! Verbatim hits: the passages whose folded text holds the folded query.
//!
//! Complete by construction: a passage that holds the needle holds every pair of characters of it, so the
//! candidates are an intersection of postings; where the pairs do not say it all, the candidate's text does.

use memchr::memmem::Finder;

use crate::analysis::fold_char;
use crate::index::{Postings, Segment, Text};

/// Pairs intersected to find candidates; more would cost more than looking at the texts.
const MAX_PAIRS: usize = 4;

/// What is looked for: the folded query, as UTF-16.
pub(super) struct Needle {
    units: Vec<u16>,
    finder: Finder<'static>,
}

impl Needle {
    pub(super) fn new(units: &[u16]) -> Needle {
        let bytes: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        Needle {
            units: units.to_vec(),
            finder: Finder::new(&bytes).into_owned(),
        }
    }

    /// Calls `each` with every document of the segment that holds the needle, in ascending order, and how
    /// often it does; documents that were deleted are not left out.
    pub(super) fn for_each_match(&self, segment: &Segment, mut each: impl FnMut(u32, u32)) {
        match self.units[..] {
            [] => (0..segment.texts.n_documents()).for_each(|document| each(document, 1)),
            [only] => for_each_with_character(only, segment, each),
            [first, second] => segment.grams.postings(first, second).for_each(each),
            _ => self.for_each_candidate(segment, |document, max_count| {
                let count = self.count_in(segment.texts.get(document), max_count);
                if count > 0 {
                    each(document, count);
                }
            }),
        }
    }

    /// Calls `each` with every document that holds the rarest pairs of the needle, and how often it can
    /// hold the needle at most.
    fn for_each_candidate(&self, segment: &Segment, mut each: impl FnMut(u32, u32)) {
        let pairs = self.units.windows(2);
        let mut lists: Vec<Postings> = pairs.map(|two| segment.grams.postings(two[0], two[1])).collect();
        lists.sort_by_key(Postings::n_documents);
        let Some((rarest, others)) = lists.split_first_mut() else {
            return;
        };
        let n_others = others.len().min(MAX_PAIRS - 1);
        let others = &mut others[..n_others];
        let mut candidate = rarest.document();
        'candidates: while let Some(document) = candidate {
            for other in others.iter_mut() {
                match other.seek(document) {
                    Some(found) if found == document => {}
                    Some(beyond) => {
                        candidate = rarest.seek(beyond);
                        continue 'candidates;
                    }
                    None => return,
                }
            }
            each(document, rarest.count());
            candidate = rarest.advance();
        }
    }

    /// How often the needle stands in a text that holds it at most `max_count` times; it may be more where
    /// some occurrences are as written and others only once folded.
    fn count_in(&self, text: Text<'_>, max_count: u32) -> u32 {
        let as_written = count_aligned(&self.finder, text.bytes(), max_count);
        if as_written > 0 {
            // Folding changes nothing of a folded needle, so it is in the folded text too.
            return as_written;
        }
        let mut folded = Vec::with_capacity(text.bytes().len());
        let mut two = [0; 2];
        for c in text.chars().filter_map(fold_char) {
            folded.extend(c.encode_utf16(&mut two).iter().flat_map(|unit| unit.to_le_bytes()));
        }
        count_aligned(&self.finder, &folded, max_count)
    }
}

/// How often the needle stands in the bytes at a whole unit, occurrences that overlap counted, up to `max_count`.
fn count_aligned(finder: &Finder, mut bytes: &[u8], max_count: u32) -> u32 {
    let mut count = 0;
    while count < max_count
        && let Some(at) = finder.find(bytes)
    {
        count += u32::from(at % 2 == 0);
        bytes = &bytes[at + 2 - at % 2..];
    }
    count
}

/// Calls `each` with the documents that hold a character: those of all the pairs it begins.
fn for_each_with_character(unit: u16, segment: &Segment, mut each: impl FnMut(u32, u32)) {
    let mut counts = vec![0u32; segment.texts.n_documents() as usize];
    for postings in segment.grams.postings_beginning(unit) {
        postings.for_each(|document, count| {
            if let Some(total) = counts.get_mut(document as usize) {
                *total += count;
            }
        });
    }
    let counts = (0..).zip(counts).filter(|(_, count)| *count > 0);
    counts.for_each(|(document, count)| each(document, count));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn a_needle_is_counted_at_whole_units_only() {
        // The bytes of U+4E2D U+004E hold those of U+4E4E..., shifted by one.
        let needle = Finder::new(&[0x4E, 0x4E]).into_owned();
        assert_eq!(count_aligned(&needle, &[0x2D, 0x4E, 0x4E, 0x00], 9), 0);
        assert_eq!(count_aligned(&needle, &[0x4E, 0x4E, 0x4E, 0x4E], 9), 2);
    }

    #[test]
    fn occurrences_that_overlap_are_counted() {
        let needle = Finder::new(&bytes("天天")).into_owned();
        assert_eq!(count_aligned(&needle, &bytes("天天天"), 9), 2);
    }
}
