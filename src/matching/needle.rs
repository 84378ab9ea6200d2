//! Looks a text up on the character path: the passages whose folded text holds a folded needle, and every place of it.
//!
//! It is complete by construction: an occurrence of the needle is a place where each of its pairs of characters is found at its offset, and the
//! character path knows every place of every pair.

use crate::index::{Positions, Segment};

/// A folded text that is looked for, as UTF-16.
pub(crate) struct Needle {
    code_units: Vec<u16>,
}

impl Needle {
    /// Looks for a folded text.
    pub(crate) fn new(folded: &str) -> Needle {
        Needle {
            code_units: folded.encode_utf16().collect(),
        }
    }

    /// Looks for one UTF-16 code unit, which may be half of a character.
    pub(super) fn of_code_unit(code_unit: u16) -> Needle {
        Needle {
            code_units: vec![code_unit],
        }
    }

    /// How many UTF-16 code units it has.
    pub(super) fn n_code_units(&self) -> u32 {
        self.code_units.len() as u32
    }

    /// Whether any passage of a segment that was not deleted holds it.
    pub(crate) fn is_in(&self, segment: &Segment) -> bool {
        let mut is_there = false;
        self.for_each_match(segment, |document, _| {
            is_there |= !segment.is_deleted(document);
        });
        is_there
    }

    /// Calls `each` with every document of the segment that holds the needle, in ascending order, and how often it does. Occurrences that
    /// overlap are counted, and documents that were deleted are not left out. An empty needle occurs once in every document.
    pub(crate) fn for_each_match(&self, segment: &Segment, mut each: impl FnMut(u32, u32)) {
        let grams = &segment.grams;
        match self.code_units[..] {
            [] => (0..grams.n_documents()).for_each(|document| each(document, 1)),
            [only] => for_each_with_character(only, segment, each),
            [first, second] => {
                let mut matches = DocumentCounter::new(segment, each);
                grams
                    .positions(first, second)
                    .for_each(|position| matches.add(position));
                matches.end();
            }
            _ => {
                let mut matches = DocumentCounter::new(segment, each);
                self.for_each_position(segment, |position| matches.add(position));
                matches.end();
            }
        }
    }

    /// Gives every position of the needle, ascending.
    pub(super) fn positions(&self, segment: &Segment) -> Vec<u32> {
        let mut found = Vec::new();
        match self.code_units[..] {
            [] => {}
            [only] => {
                for positions in segment.grams.positions_beginning(only) {
                    positions.for_each(|position| found.push(position));
                }
                found.sort_unstable();
            }
            [first, second] => {
                let positions = segment.grams.positions(first, second);
                positions.for_each(|position| found.push(position));
            }
            _ => self.for_each_position(segment, |position| found.push(position)),
        }
        found
    }

    /// Calls `each` with every position of a needle of three code units or more.
    fn for_each_position(&self, segment: &Segment, mut each: impl FnMut(u32)) {
        let pairs = self.code_units.windows(2);
        let lists: Vec<Positions> = pairs
            .map(|two| segment.grams.positions(two[0], two[1]))
            .collect();
        let mut lists = covering(lists);
        let Some(((first_offset, rarest), others)) = lists.split_first_mut() else {
            return;
        };
        let first_offset = *first_offset;
        let mut candidate = rarest.seek(first_offset);
        'candidates: while let Some(position) = candidate {
            let start = position - first_offset;
            for (offset, other) in others.iter_mut() {
                match other.seek(start + *offset) {
                    Some(found) if found == start + *offset => {}
                    Some(beyond) => {
                        candidate = rarest.seek((beyond - *offset).saturating_add(first_offset));
                        continue 'candidates;
                    }
                    None => return,
                }
            }
            each(start);
            candidate = rarest.advance();
        }
    }
}

/// Chooses from the lists of all pairs of a needle as few as cover each of its characters, with their offsets. The rarest list comes first; the
/// others lie at every second place from it to either end.
fn covering(lists: Vec<Positions>) -> Vec<(u32, Positions)> {
    let Some(last) = lists.len().checked_sub(1) else {
        return Vec::new();
    };
    let rarest = (0..=last)
        .min_by_key(|&at| lists[at].n_positions())
        .unwrap_or(0);
    let is_chosen = |at: usize| at == 0 || at == last || at.abs_diff(rarest) % 2 == 0;
    let chosen = (0u32..)
        .zip(lists)
        .filter(|(at, _)| is_chosen(*at as usize));
    let mut chosen: Vec<(u32, Positions)> = chosen.collect();
    chosen.sort_by_key(|(_, list)| list.n_positions());
    chosen
}

/// Turns ascending positions into documents and their counts.
struct DocumentCounter<'a, F> {
    segment: &'a Segment,
    document: u32,
    count: u32,
    each: F,
}

impl<'a, F: FnMut(u32, u32)> DocumentCounter<'a, F> {
    fn new(segment: &'a Segment, each: F) -> DocumentCounter<'a, F> {
        DocumentCounter {
            segment,
            document: 0,
            count: 0,
            each,
        }
    }

    #[inline]
    fn add(&mut self, position: u32) {
        let document = self.segment.grams.document_at(position);
        if document != self.document {
            self.end();
            self.document = document;
        }
        self.count += 1;
    }

    fn end(&mut self) {
        if self.count > 0 {
            (self.each)(self.document, self.count);
        }
        self.count = 0;
    }
}

/// Calls `each` with the documents that hold a character, which are those of all the pairs that it begins.
fn for_each_with_character(code_unit: u16, segment: &Segment, mut each: impl FnMut(u32, u32)) {
    let mut counts = vec![0u32; segment.grams.n_documents() as usize];
    for positions in segment.grams.positions_beginning(code_unit) {
        let mut matches = DocumentCounter::new(segment, |document, count| {
            if let Some(total) = counts.get_mut(document as usize) {
                *total += count;
            }
        });
        positions.for_each(|position| matches.add(position));
        matches.end();
    }
    let counts = (0..).zip(counts).filter(|(_, count)| *count > 0);
    counts.for_each(|(document, count)| each(document, count));
}
