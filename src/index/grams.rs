//! The character path's dictionary and lists: for every two characters that stand side by side in the folded
//! texts of a segment, the positions where they do.
//!
//! Any folded query of two characters or more can be looked up, in jieba's dictionary or not, and its
//! occurrences are an intersection of lists: exact, with no text to look at. A position is the number of
//! characters (UTF-16 units, here and below) before it in the folded texts, one after the other, each closed by
//! [`END`]; so no pair spans two texts, and every character begins a pair.
//!
//! The pairs of a segment are sorted by radix, not gathered by hash: a text of 60 million characters
//! has as many pairs, and a hash table of them misses the cache at nearly every one.
//!
//! Layout of the file, all numbers little-endian: the lists; for every 256th position, its document (`u32` each); the
//! position at which each document's text starts, and once more the end of all (`u32` each); the first characters in order (`u16` each); for each of them and once more, how many pairs come
//! before its own (`u32`); the second characters (`u16` each); the entries (`u32` each): a list's place among the
//! lists, or, with the highest bit set, the only position; the number of documents, of first characters and of
//! pairs (`u32` each); [`MAGIC`]. A list is its number of positions (varint); for each block of 128 its last position (`u32`) and
//! the bits of a gap (`u8`); the blocks, packed; the rest as varints of the gap.

use std::io::{self, Write};
use std::ops::Range;

use bitpacking::{BitPacker, BitPacker4x};
use tantivy::directory::OwnedBytes;

use super::bytes::{read_u16, read_u32, split_footer, write_varint};
use super::positions::Positions;

/// Closes the file.
const MAGIC: &[u8; 8] = b"xz-gram1";
/// Positions of a packed block.
pub(super) const BLOCK_LEN: usize = BitPacker4x::BLOCK_LEN;
/// Bytes that describe a packed block.
pub(super) const BLOCK_HEADER_LEN: usize = 5;
/// Set on an entry that is a position itself.
const SINGLE: u32 = 1 << 31;
/// More characters than this in one segment have no position.
const MAX_UNITS: usize = (1 << 31) - 1;
/// The document is kept of every so many positions, as a power of two: the others are a step or two from it.
const SIGNPOST_SHIFT: u32 = 8;
/// Follows the last character of a text. No folded text holds it.
pub(super) const END: u16 = 0;
/// Pairs sorted at a time, 16 bytes each while they are: bounds the memory of a build.
const MAX_PAIRS: usize = 4 << 20;

/// The folded texts of a segment, one after the other, each closed by [`END`].
#[derive(Default)]
pub(super) struct FoldedTexts {
    units: Vec<u16>,
    /// Where each document's text starts.
    starts: Vec<u32>,
}

impl FoldedTexts {
    /// Adds the next document's text, already folded.
    pub(super) fn add(&mut self, folded: impl Iterator<Item = char>) {
        let mut two = [0; 2];
        self.starts
            .push(u32::try_from(self.units.len()).unwrap_or(u32::MAX));
        for c in folded {
            self.units.extend_from_slice(c.encode_utf16(&mut two));
        }
        self.units.push(END);
    }

    /// Bytes held in memory.
    pub(super) fn n_bytes_held(&self) -> usize {
        self.units.capacity() * 2 + self.starts.capacity() * 4
    }

    /// Writes the dictionary and the lists of the texts.
    pub(super) fn write(&self, out: impl Write) -> io::Result<()> {
        if self.units.len() > MAX_UNITS {
            return Err(io::Error::other(
                "more than 2,147,483,647 characters in one segment of the index",
            ));
        }
        let mut writer = GramsWriter::new(out);
        let mut n_by_first = vec![0usize; 1 << 16];
        for &unit in &self.units {
            n_by_first[unit as usize] += 1;
        }
        n_by_first[END as usize] = 0;
        let (mut pairs, mut spare) = (Vec::new(), Vec::new());
        let mut from = 1;
        while from < n_by_first.len() {
            let mut to = from;
            let mut n_pairs = 0;
            while to < n_by_first.len() && (n_pairs == 0 || n_pairs + n_by_first[to] <= MAX_PAIRS) {
                n_pairs += n_by_first[to];
                to += 1;
            }
            if n_pairs > 0 {
                self.collect_pairs(from..to, &mut pairs);
                sort_by_gram(&mut pairs, &mut spare, to - from);
                writer.add_pairs(&pairs, from as u16)?;
            }
            from = to;
        }
        writer.finish(&self.starts, self.units.len() as u32)
    }

    /// Fills `pairs` with those whose first character is in the range, by position: the first
    /// character less the range's start, the second, the position, from the highest bits down.
    fn collect_pairs(&self, firsts: Range<usize>, pairs: &mut Vec<u64>) {
        pairs.clear();
        let n_firsts = firsts.len();
        for (position, two) in (0u64..).zip(self.units.windows(2)) {
            let first = (two[0] as usize).wrapping_sub(firsts.start);
            if first < n_firsts {
                pairs.push((first as u64) << 48 | u64::from(two[1]) << 32 | position);
            }
        }
    }
}

/// Sorts by the upper half, keeping the order of equals: least significant digit first, in as few
/// digits of at most twelve bits as there is need of.
fn sort_by_gram(pairs: &mut Vec<u64>, spare: &mut Vec<u64>, n_firsts: usize) {
    let n_bits = 16 + (usize::BITS - (n_firsts - 1).leading_zeros());
    let n_digits = n_bits.div_ceil(12);
    let digit_bits = n_bits.div_ceil(n_digits);
    let mut places = vec![0usize; 1 << digit_bits];
    spare.clear();
    spare.resize(pairs.len(), 0);
    for place in 0..n_digits {
        let shift = 32 + place * digit_bits;
        let digit = |pair: u64| (pair >> shift) as usize & ((1 << digit_bits) - 1);
        places.fill(0);
        for &pair in pairs.iter() {
            places[digit(pair)] += 1;
        }
        let mut place = 0;
        for count in &mut places {
            place += std::mem::replace(count, place);
        }
        for &pair in pairs.iter() {
            let place = &mut places[digit(pair)];
            spare[*place] = pair;
            *place += 1;
        }
        std::mem::swap(pairs, spare);
    }
}

struct GramsWriter<W> {
    out: W,
    n_list_bytes: u64,
    firsts: Vec<u16>,
    first_starts: Vec<u32>,
    seconds: Vec<u16>,
    entries: Vec<u32>,
    list: ListWriter,
}

impl<W: Write> GramsWriter<W> {
    fn new(out: W) -> GramsWriter<W> {
        GramsWriter {
            out,
            n_list_bytes: 0,
            firsts: Vec::new(),
            first_starts: Vec::new(),
            seconds: Vec::new(),
            entries: Vec::new(),
            list: ListWriter::default(),
        }
    }

    /// Adds sorted pairs, all of which come after those added before.
    fn add_pairs(&mut self, pairs: &[u64], first_base: u16) -> io::Result<()> {
        for same_gram in pairs.chunk_by(|a, b| a >> 32 == b >> 32) {
            let gram = (same_gram[0] >> 32) as u32;
            let first = first_base + (gram >> 16) as u16;
            if self.firsts.last() != Some(&first) {
                self.firsts.push(first);
                self.first_starts.push(self.seconds.len() as u32);
            }
            self.seconds.push(gram as u16);
            if let [only] = same_gram {
                self.entries.push(*only as u32 | SINGLE);
                continue;
            }
            let place = u32::try_from(self.n_list_bytes)
                .ok()
                .filter(|place| place & SINGLE == 0);
            let place = place.ok_or_else(|| {
                io::Error::other("more than 2 GB of positions in one segment of the index")
            })?;
            self.entries.push(place);
            let list = self.list.encode(same_gram.iter().map(|pair| *pair as u32));
            self.n_list_bytes += list.len() as u64;
            self.out.write_all(list)?;
        }
        Ok(())
    }

    fn finish(mut self, starts: &[u32], end: u32) -> io::Result<()> {
        self.first_starts.push(self.seconds.len() as u32);
        let mut tail = Vec::with_capacity(starts.len() * 4 + self.seconds.len() * 6);
        tail.extend(signposts(starts, end).flat_map(|document| document.to_le_bytes()));
        tail.extend(starts.iter().flat_map(|start| start.to_le_bytes()));
        tail.extend(end.to_le_bytes());
        tail.extend(self.firsts.iter().flat_map(|unit| unit.to_le_bytes()));
        tail.extend(
            self.first_starts
                .iter()
                .flat_map(|start| start.to_le_bytes()),
        );
        tail.extend(self.seconds.iter().flat_map(|unit| unit.to_le_bytes()));
        tail.extend(self.entries.iter().flat_map(|entry| entry.to_le_bytes()));
        tail.extend((starts.len() as u32).to_le_bytes());
        tail.extend((self.firsts.len() as u32).to_le_bytes());
        tail.extend((self.seconds.len() as u32).to_le_bytes());
        tail.extend(MAGIC);
        self.out.write_all(&tail)?;
        self.out.flush()
    }
}

fn n_signposts(end: u32) -> usize {
    end.div_ceil(1 << SIGNPOST_SHIFT) as usize
}

/// The document of every 256th position before the end.
fn signposts(starts: &[u32], end: u32) -> impl Iterator<Item = u32> {
    let mut document = 0;
    (0..n_signposts(end)).map(move |signpost| {
        let position = (signpost as u32) << SIGNPOST_SHIFT;
        while starts
            .get(document + 1)
            .is_some_and(|&start| start <= position)
        {
            document += 1;
        }
        document as u32
    })
}

/// Encodes one list at a time; keeps its buffers.
#[derive(Default)]
struct ListWriter {
    positions: Vec<u32>,
    bytes: Vec<u8>,
}

impl ListWriter {
    /// The list of ascending positions.
    fn encode(&mut self, ascending: impl Iterator<Item = u32>) -> &[u8] {
        self.positions.clear();
        self.positions.extend(ascending);
        self.bytes.clear();
        write_varint(self.positions.len() as u32, &mut self.bytes);
        let (blocks, rest) = self.positions.as_chunks::<BLOCK_LEN>();
        encode_blocks(blocks, &mut self.bytes);
        let mut next = blocks.last().map_or(0, |block| block[BLOCK_LEN - 1] + 1);
        for &position in rest {
            write_varint(position - next, &mut self.bytes);
            next = position + 1;
        }
        &self.bytes
    }
}

/// Appends whole blocks: their headers, then their data.
fn encode_blocks(blocks: &[[u32; BLOCK_LEN]], bytes: &mut Vec<u8>) {
    let packer = BitPacker4x::new();
    let headers_at = bytes.len();
    let mut before = None;
    for block in blocks {
        bytes.extend(block[BLOCK_LEN - 1].to_le_bytes());
        bytes.push(packer.num_bits_strictly_sorted(before, block));
        before = Some(block[BLOCK_LEN - 1]);
    }
    before = None;
    for (at, block) in blocks.iter().enumerate() {
        let n_bits = bytes[headers_at + at * BLOCK_HEADER_LEN + 4];
        let begin = bytes.len();
        bytes.resize(begin + BitPacker4x::compressed_block_size(n_bits), 0);
        packer.compress_strictly_sorted(before, block, &mut bytes[begin..], n_bits);
        before = Some(block[BLOCK_LEN - 1]);
    }
}

/// The dictionary and lists of a segment, read in place.
#[derive(Clone)]
pub(crate) struct Grams {
    lists: OwnedBytes,
    signposts: OwnedBytes,
    starts: OwnedBytes,
    firsts: OwnedBytes,
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
        let (body, firsts) = take(body, n_firsts * 2)?;
        let (body, starts) = take(body, (n_documents + 1) * 4)?;
        let end = read_u32(&starts, n_documents).ok_or_else(cut_short)?;
        let (lists, signposts) = take(body, n_signposts(end) * 4)?;
        Ok(Grams {
            lists,
            signposts,
            starts,
            firsts,
            first_starts,
            seconds,
            entries,
        })
    }

    /// How many documents.
    pub(crate) fn n_documents(&self) -> u32 {
        (self.starts.len() / 4).saturating_sub(1) as u32
    }

    /// How many characters the folded texts have in all.
    pub(crate) fn n_units(&self) -> u64 {
        self.start(self.n_documents())
            .saturating_sub(self.n_documents())
            .into()
    }

    /// How many characters a document's folded text has.
    #[inline]
    pub(crate) fn n_units_of(&self, document: u32) -> u32 {
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

/// Where `wanted` stands in a range of ascending `u16`s.
fn find_u16(units: &[u8], range: Range<usize>, wanted: u16) -> Option<usize> {
    let Range { mut start, mut end } = range;
    while start < end {
        let middle = start.midpoint(end);
        let unit = read_u16(units, middle)?;
        match unit.cmp(&wanted) {
            std::cmp::Ordering::Less => start = middle + 1,
            std::cmp::Ordering::Greater => end = middle,
            std::cmp::Ordering::Equal => return Some(middle),
        }
    }
    None
}

#[cfg(test)]
mod tests {
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
            (grams.n_units_of(0), grams.n_units_of(1), grams.n_units()),
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
