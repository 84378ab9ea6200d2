//! The character path's dictionary and lists: for every two adjacent characters of the folded texts, all their positions.
//!
//! Any folded query of two characters or more can be looked up, in jieba's dictionary or not, and its
//! occurrences are an intersection of lists: exact, with no text to look at. A character is a UTF-16 code unit here. A position is the
//! number of code units before it in the folded texts, one after the other, each closed by
//! [`END`]; so no pair spans two texts, and every code unit begins a pair. [`folded_texts`](super::folded_texts) writes the file.
//!
//! The file holds, all numbers little-endian: the lists, as [`positions`](super::positions) describes them; for every
//! 256th position, its document (`u32` each); the position at which each document's text starts, and once more the
//! end of all (`u32` each); the first code units in order (`u16` each); for each of them, how many documents hold
//! it (`u32`); for each of them and once more, how many pairs come before its own (`u32`); the second code units (`u16` each); the entries (`u32` each): a list's place
//! among the lists, or, with the highest bit set, the only position; the number of documents, of first code units
//! and of pairs (`u32` each); [`MAGIC`].

use std::io;
use std::ops::Range;

use tantivy::directory::OwnedBytes;

use super::bytes::{read_u16, read_u32, split_footer};
use super::positions::Positions;

/// The magic number that closes the file.
pub(super) const MAGIC: &[u8; 8] = b"xz-gram2";
/// The bit that is set on an entry which is a position itself.
pub(super) const SINGLE: u32 = 1 << 31;
/// Every so many positions, as a power of two, the document is kept: that of any other position is a step or two away.
pub(super) const SIGNPOST_SHIFT: u32 = 8;
/// The code unit that follows the last one of a text. No folded text holds it.
pub(super) const END: u16 = 0;

/// The dictionary and lists of a segment, read in place.
#[derive(Clone)]
pub(crate) struct Grams {
    lists: OwnedBytes,
    signposts: OwnedBytes,
    starts: OwnedBytes,
    firsts: OwnedBytes,
    first_documents: OwnedBytes,
    first_starts: OwnedBytes,
    seconds: OwnedBytes,
    entries: OwnedBytes,
}

impl Grams {
    /// Opens such a file; an error says what is wrong with it.
    pub(super) fn open(file: OwnedBytes) -> io::Result<Grams> {
        let (body, n_grams) = split_footer(file, MAGIC)?;
        let cut_short = || io::Error::other("the lists of positions are cut short");
        let take = |body: OwnedBytes, n_bytes: usize| {
            let enough = body.len() >= n_bytes;
            enough.then(|| body.rsplit(n_bytes)).ok_or_else(cut_short)
        };
        let n_grams = n_grams as usize;
        let (body, numbers) = take(body, 8)?;
        let number = |at: usize| {
            read_u32(&numbers, at)
                .map(|number| number as usize)
                .ok_or_else(cut_short)
        };
        let (n_documents, n_firsts) = (number(0)?, number(1)?);
        let (body, entries) = take(body, n_grams * 4)?;
        let (body, seconds) = take(body, n_grams * 2)?;
        let (body, first_starts) = take(body, (n_firsts + 1) * 4)?;
        let (body, first_documents) = take(body, n_firsts * 4)?;
        let (body, firsts) = take(body, n_firsts * 2)?;
        let (body, starts) = take(body, (n_documents + 1) * 4)?;
        let end = read_u32(&starts, n_documents).ok_or_else(cut_short)?;
        let (lists, signposts) = take(body, n_signposts(end) * 4)?;
        Ok(Grams {
            lists,
            signposts,
            starts,
            firsts,
            first_documents,
            first_starts,
            seconds,
            entries,
        })
    }

    /// How many documents there are.
    pub(crate) fn n_documents(&self) -> u32 {
        (self.starts.len() / 4).saturating_sub(1) as u32
    }

    /// How many code units the folded texts have in all.
    pub(crate) fn n_code_units(&self) -> u64 {
        self.start(self.n_documents())
            .saturating_sub(self.n_documents())
            .into()
    }

    /// How many code units a document's folded text has.
    #[inline]
    pub(crate) fn n_code_units_of(&self, document: u32) -> u32 {
        self.start(document + 1)
            .saturating_sub(self.start(document) + 1)
    }

    /// The position at which a document's text starts; the end of all past the last.
    #[inline]
    fn start(&self, document: u32) -> u32 {
        read_u32(&self.starts, document as usize).unwrap_or(u32::MAX)
    }

    /// The document that a position stands in.
    #[inline]
    pub(crate) fn document_at(&self, position: u32) -> u32 {
        let signpost = (position >> SIGNPOST_SHIFT) as usize;
        let mut document = read_u32(&self.signposts, signpost).unwrap_or(0);
        while self.start(document + 1) <= position {
            document += 1;
        }
        document
    }

    /// How many documents hold a code unit.
    pub(crate) fn n_documents_with(&self, code_unit: u16) -> u32 {
        let n_firsts = self.firsts.len() / 2;
        let place = find_u16(&self.firsts, 0..n_firsts, code_unit);
        let number = place.and_then(|place| read_u32(&self.first_documents, place));
        number.unwrap_or(0)
    }

    /// The positions where `second` follows `first`.
    pub(crate) fn positions(&self, first: u16, second: u16) -> Positions<'_> {
        let range = self.pairs_of(first);
        match find_u16(&self.seconds, range, second) {
            Some(pair) => self.positions_of_pair(pair),
            None => Positions::empty(),
        }
    }

    /// The positions of every pair that `first` begins, a list for each.
    pub(crate) fn positions_beginning(&self, first: u16) -> impl Iterator<Item = Positions<'_>> {
        self.pairs_of(first)
            .map(|pair| self.positions_of_pair(pair))
    }

    /// The code units of the folded texts, each once, in ascending order.
    pub(crate) fn firsts(&self) -> impl Iterator<Item = u16> {
        (0..self.firsts.len() / 2).filter_map(|at| read_u16(&self.firsts, at))
    }

    /// Whether `second` follows `first` anywhere.
    pub(crate) fn holds(&self, first: u16, second: u16) -> bool {
        find_u16(&self.seconds, self.pairs_of(first), second).is_some()
    }

    fn pairs_of(&self, first: u16) -> Range<usize> {
        let n_firsts = self.firsts.len() / 2;
        let start = |position: usize| read_u32(&self.first_starts, position).unwrap_or(0) as usize;
        match find_u16(&self.firsts, 0..n_firsts, first) {
            Some(position) => start(position)..start(position + 1),
            None => 0..0,
        }
    }

    fn positions_of_pair(&self, pair: usize) -> Positions<'_> {
        match read_u32(&self.entries, pair) {
            Some(entry) if entry & SINGLE != 0 => Positions::single(entry & !SINGLE),
            Some(place) => Positions::open(self.lists.get(place as usize..).unwrap_or(&[])),
            None => Positions::empty(),
        }
    }
}

/// Counts the signposts before the end.
pub(super) fn n_signposts(end: u32) -> usize {
    end.div_ceil(1 << SIGNPOST_SHIFT) as usize
}

/// Finds where `wanted` stands in a range of ascending `u16`s.
fn find_u16(ascending: &[u8], range: Range<usize>, wanted: u16) -> Option<usize> {
    let Range { mut start, mut end } = range;
    while start < end {
        let middle = start.midpoint(end);
        let here = read_u16(ascending, middle)?;
        match here.cmp(&wanted) {
            std::cmp::Ordering::Less => start = middle + 1,
            std::cmp::Ordering::Greater => end = middle,
            std::cmp::Ordering::Equal => return Some(middle),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::folded_texts::FoldedTexts;
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn written(texts: &[&str]) -> Vec<u8> {
        let mut folded = FoldedTexts::default();
        for text in texts {
            folded.add(text.chars());
        }
        let mut bytes = Vec::new();
        folded.write(&mut bytes).unwrap();
        bytes
    }

    fn list(positions: Positions<'_>) -> Vec<u32> {
        let mut found = Vec::new();
        positions.for_each(|position| found.push(position));
        found
    }

    fn units(pair: &str) -> (u16, u16) {
        let units: Vec<u16> = pair.encode_utf16().collect();
        (units[0], units[1])
    }

    #[test]
    fn a_pair_is_found_where_it_stands() {
        let grams =
            Grams::open(OwnedBytes::new(written(&["区管校聘", "管校", "区管区管"]))).unwrap();
        let (first, second) = units("区管");
        assert_eq!(list(grams.positions(first, second)), [0, 8, 10]);
        assert_eq!(list(grams.positions(second, first)), [9]);
        assert_eq!(list(grams.positions(first, first)), Vec::<u32>::new());
        assert!(grams.holds(first, second) && !grams.holds(first, first));
        assert_eq!(grams.firsts().count(), 4);
    }

    #[test]
    fn a_position_tells_its_document() {
        let grams =
            Grams::open(OwnedBytes::new(written(&["区管校聘", "", "管校", "区管"]))).unwrap();
        let documents: Vec<u32> = [0, 4, 5, 6, 8, 9, 11]
            .map(|position| grams.document_at(position))
            .to_vec();
        assert_eq!(documents, [0, 0, 1, 2, 2, 3, 3]);
        assert_eq!(
            (
                grams.n_code_units_of(0),
                grams.n_code_units_of(1),
                grams.n_code_units()
            ),
            (4, 0, 8)
        );
    }

    #[test]
    fn every_character_begins_a_pair() {
        let grams = Grams::open(OwnedBytes::new(written(&["聘", "校聘", ""]))).unwrap();
        let lists: Vec<_> = grams.positions_beginning('聘' as u16).map(list).collect();
        assert_eq!(lists, [[0, 3]]);
    }

    #[test]
    fn a_character_is_counted_once_a_document() {
        let grams = Grams::open(OwnedBytes::new(written(&["聘聘校", "", "校聘", "区"]))).unwrap();
        let count = |c: char| grams.n_documents_with(c as u16);
        assert_eq!(
            [count('聘'), count('校'), count('区'), count('管')],
            [2, 2, 1, 0]
        );
    }

    #[test]
    fn a_file_cut_anywhere_is_refused_or_finds_nothing() {
        let whole = written(&["区管校聘", "管校", "区管区管"]);
        for n_bytes in 0..whole.len() {
            if let Ok(grams) = Grams::open(OwnedBytes::new(whole[..n_bytes].to_vec())) {
                let (first, second) = units("区管");
                list(grams.positions(first, second));
            }
        }
    }

    proptest! {
        #[test]
        fn positions_are_what_a_scan_of_the_texts_gives(
            texts in prop::collection::vec("[甲乙丙a𠮷]{0,6}", 0..600)
        ) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let mut units = Vec::new();
            let mut documents = Vec::new();
            for (document, text) in (0u32..).zip(&texts) {
                units.extend(text.encode_utf16());
                units.push(END);
                documents.resize(units.len(), document);
            }
            let mut expected: BTreeMap<(u16, u16), Vec<u32>> = BTreeMap::new();
            for (position, two) in (0u32..).zip(units.windows(2)).filter(|(_, two)| two[0] != END) {
                expected.entry((two[0], two[1])).or_default().push(position);
            }
            let grams = Grams::open(OwnedBytes::new(written(&texts))).unwrap();
            for (&(first, second), all) in &expected {
                prop_assert_eq!(&list(grams.positions(first, second)), all);
                let mut positions = grams.positions(first, second);
                for &position in all.iter().step_by(7) {
                    prop_assert_eq!(positions.seek(position), Some(position));
                    prop_assert_eq!(grams.document_at(position), documents[position as usize]);
                }
            }
        }
    }
}
