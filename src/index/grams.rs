//! The character path's dictionary and postings: for every two characters that stand side by side
//! in a folded text, the documents where they do, and how often.
//!
//! Any folded query of two characters or more can be looked up, in jieba's dictionary or not; no
//! positions are kept, since the texts themselves are at hand to look at. The last character of a
//! text makes a pair with [`END`], so that every character begins one. Characters are UTF-16 units here.
//!
//! The pairs of a segment are sorted by radix, not gathered by hash: a text of 60 million characters
//! has as many pairs, and a hash table of them misses the cache at nearly every one.
//!
//! Layout of the file, all numbers little-endian: the postings lists; the first characters in order
//! (`u16` each); for each of them and once more, how many pairs come before its own (`u32`); the
//! second characters (`u16` each); the entries (`u32` each): a list's place among the postings, or, with
//! the highest bit set, the only document, where the pair stands once; the number of first
//! characters and that of pairs (`u32` each); [`MAGIC`]. A list is its number of documents (varint); for each
//! block of 128 its last document (`u32`) and the bits of a document and of a count (`u8` each); the
//! blocks, packed; the rest as varints of the gap, doubled, plus one where a count follows.

use std::io::{self, Write};
use std::ops::Range;

use bitpacking::{BitPacker, BitPacker4x};
use tantivy::directory::OwnedBytes;

use super::bytes::{read_u16, read_u32, split_footer, write_varint};
use super::postings::Postings;

/// Closes the file.
const MAGIC: &[u8; 8] = b"xz-gram1";
/// Documents of a packed block.
pub(super) const BLOCK_LEN: usize = BitPacker4x::BLOCK_LEN;
/// Bytes that describe a packed block.
pub(super) const BLOCK_HEADER_LEN: usize = 6;
/// Set on an entry that is a document itself.
const SINGLE: u32 = 1 << 31;
/// Follows the last character of a text. No folded text holds it.
pub(super) const END: u16 = 0;
/// Pairs sorted at a time, 16 bytes each while they are: bounds the memory of a build.
const MAX_PAIRS: usize = 4 << 20;

/// The folded texts of a segment, one after the other, each closed by [`END`].
#[derive(Default)]
pub(super) struct FoldedTexts {
    units: Vec<u16>,
}

impl FoldedTexts {
    /// Adds the next document's text, already folded.
    pub(super) fn add(&mut self, folded: impl Iterator<Item = char>) {
        let mut two = [0; 2];
        for c in folded {
            self.units.extend_from_slice(c.encode_utf16(&mut two));
        }
        self.units.push(END);
    }

    /// Bytes held in memory.
    pub(super) fn n_bytes_held(&self) -> usize {
        self.units.capacity() * 2
    }

    /// Writes the dictionary and the postings of the texts.
    pub(super) fn write(&self, out: impl Write) -> io::Result<()> {
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
        writer.finish()
    }

    /// Fills `pairs` with those whose first character is in the range, by document: the first
    /// character less the range's start, the second, the document, from the highest bits down.
    fn collect_pairs(&self, firsts: Range<usize>, pairs: &mut Vec<u64>) {
        pairs.clear();
        let n_firsts = firsts.len();
        let mut document = 0u64;
        for two in self.units.windows(2) {
            let first = (two[0] as usize).wrapping_sub(firsts.start);
            if two[0] == END {
                document += 1;
            } else if first < n_firsts {
                pairs.push((first as u64) << 48 | u64::from(two[1]) << 32 | document);
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
    n_postings_bytes: u64,
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
            n_postings_bytes: 0,
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
            let place = u32::try_from(self.n_postings_bytes).ok().filter(|place| place & SINGLE == 0);
            let place = place.ok_or_else(|| io::Error::other("more than 2 GB of postings in one segment"))?;
            self.entries.push(place);
            let list = self.list.encode(same_gram.iter().map(|pair| *pair as u32));
            self.n_postings_bytes += list.len() as u64;
            self.out.write_all(list)?;
        }
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        self.first_starts.push(self.seconds.len() as u32);
        let mut tail = Vec::with_capacity(self.seconds.len() * 6);
        tail.extend(self.firsts.iter().flat_map(|unit| unit.to_le_bytes()));
        tail.extend(self.first_starts.iter().flat_map(|start| start.to_le_bytes()));
        tail.extend(self.seconds.iter().flat_map(|unit| unit.to_le_bytes()));
        tail.extend(self.entries.iter().flat_map(|entry| entry.to_le_bytes()));
        tail.extend((self.firsts.len() as u32).to_le_bytes());
        tail.extend((self.seconds.len() as u32).to_le_bytes());
        tail.extend(MAGIC);
        self.out.write_all(&tail)?;
        self.out.flush()
    }
}

/// Encodes one list at a time; keeps its buffers.
#[derive(Default)]
struct ListWriter {
    documents: Vec<u32>,
    counts: Vec<u32>,
    bytes: Vec<u8>,
}

impl ListWriter {
    /// The list of ascending documents, one that comes again counted.
    fn encode(&mut self, ascending: impl Iterator<Item = u32>) -> &[u8] {
        self.documents.clear();
        self.counts.clear();
        self.bytes.clear();
        for document in ascending {
            match self.counts.last_mut() {
                Some(count) if self.documents.last() == Some(&document) => *count += 1,
                _ => {
                    self.documents.push(document);
                    self.counts.push(1);
                }
            }
        }
        write_varint(self.documents.len() as u32, &mut self.bytes);
        let n_packed = self.documents.len() / BLOCK_LEN * BLOCK_LEN;
        let (packed, rest) = self.documents.split_at(n_packed);
        let (packed_counts, rest_counts) = self.counts.split_at_mut(n_packed);
        encode_blocks(packed, packed_counts, &mut self.bytes);
        let mut next = packed.last().map_or(0, |last| last + 1);
        for (&document, &count) in rest.iter().zip(rest_counts.iter()) {
            write_varint((document - next) << 1 | u32::from(count > 1), &mut self.bytes);
            if count > 1 {
                write_varint(count - 2, &mut self.bytes);
            }
            next = document + 1;
        }
        &self.bytes
    }
}

/// Appends whole blocks: their headers, then their data. Counts are stored less one.
fn encode_blocks(documents: &[u32], counts: &mut [u32], bytes: &mut Vec<u8>) {
    let packer = BitPacker4x::new();
    counts.iter_mut().for_each(|count| *count -= 1);
    let previous = |block: usize| block.checked_sub(1).map(|before| documents[before * BLOCK_LEN + BLOCK_LEN - 1]);
    let blocks = || documents.chunks_exact(BLOCK_LEN).zip(counts.chunks_exact(BLOCK_LEN)).enumerate();
    let headers_at = bytes.len();
    for (block, (documents, counts)) in blocks() {
        bytes.extend(documents[BLOCK_LEN - 1].to_le_bytes());
        bytes.push(packer.num_bits_strictly_sorted(previous(block), documents));
        bytes.push(packer.num_bits(counts));
    }
    let mut packed = [0; 4 * BLOCK_LEN];
    for (block, (documents, counts)) in blocks() {
        let header = headers_at + block * BLOCK_HEADER_LEN;
        let (document_bits, count_bits) = (bytes[header + 4], bytes[header + 5]);
        let n_bytes = packer.compress_strictly_sorted(previous(block), documents, &mut packed, document_bits);
        bytes.extend_from_slice(&packed[..n_bytes]);
        let n_bytes = packer.compress(counts, &mut packed, count_bits);
        bytes.extend_from_slice(&packed[..n_bytes]);
    }
}

/// The dictionary and postings of a segment, read in place.
#[derive(Clone)]
pub(crate) struct Grams {
    postings: OwnedBytes,
    firsts: OwnedBytes,
    first_starts: OwnedBytes,
    seconds: OwnedBytes,
    entries: OwnedBytes,
}

impl Grams {
    /// Opens such a file; an error says what is wrong with it.
    pub(super) fn open(file: OwnedBytes) -> io::Result<Grams> {
        let (body, n_grams) = split_footer(file, MAGIC)?;
        let cut_short = || io::Error::other("the postings are cut short");
        let take = |body: OwnedBytes, n_bytes: usize| {
            let enough = body.len() >= n_bytes;
            enough.then(|| body.rsplit(n_bytes)).ok_or_else(cut_short)
        };
        let n_grams = n_grams as usize;
        let (body, number) = take(body, 4)?;
        let n_firsts = read_u32(&number, 0).ok_or_else(cut_short)? as usize;
        let (body, entries) = take(body, n_grams * 4)?;
        let (body, seconds) = take(body, n_grams * 2)?;
        let (body, first_starts) = take(body, (n_firsts + 1) * 4)?;
        let (postings, firsts) = take(body, n_firsts * 2)?;
        Ok(Grams {
            postings,
            firsts,
            first_starts,
            seconds,
            entries,
        })
    }

    /// The documents where `second` follows `first`.
    pub(crate) fn postings(&self, first: u16, second: u16) -> Postings<'_> {
        let range = self.pairs_of(first);
        match find_u16(&self.seconds, range, second) {
            Some(pair) => self.postings_of_pair(pair),
            None => Postings::empty(),
        }
    }

    /// The documents of every pair that `first` begins, a list for each.
    pub(crate) fn postings_beginning(&self, first: u16) -> impl Iterator<Item = Postings<'_>> {
        self.pairs_of(first).map(|pair| self.postings_of_pair(pair))
    }

    fn pairs_of(&self, first: u16) -> Range<usize> {
        let n_firsts = self.firsts.len() / 2;
        let start = |position: usize| read_u32(&self.first_starts, position).unwrap_or(0) as usize;
        match find_u16(&self.firsts, 0..n_firsts, first) {
            Some(position) => start(position)..start(position + 1),
            None => 0..0,
        }
    }

    fn postings_of_pair(&self, pair: usize) -> Postings<'_> {
        match read_u32(&self.entries, pair) {
            Some(entry) if entry & SINGLE != 0 => Postings::single(entry & !SINGLE),
            Some(place) => Postings::open(self.postings.get(place as usize..).unwrap_or(&[])),
            None => Postings::empty(),
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

    fn list(postings: Postings<'_>) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        postings.for_each(|document, count| found.push((document, count)));
        found
    }

    fn units(pair: &str) -> (u16, u16) {
        let units: Vec<u16> = pair.encode_utf16().collect();
        (units[0], units[1])
    }

    #[test]
    fn a_pair_is_found_in_its_documents_with_its_counts() {
        let grams = Grams::open(OwnedBytes::new(written(&["区管校聘", "管校", "区管区管"]))).unwrap();
        let (first, second) = units("区管");
        assert_eq!(list(grams.postings(first, second)), [(0, 1), (2, 2)]);
        assert_eq!(list(grams.postings(second, first)), [(2, 1)]);
        assert_eq!(list(grams.postings(first, first)), []);
    }

    #[test]
    fn every_character_begins_a_pair() {
        let grams = Grams::open(OwnedBytes::new(written(&["聘", "校聘", ""]))).unwrap();
        let lists: Vec<_> = grams.postings_beginning('聘' as u16).map(list).collect();
        assert_eq!(lists, [[(0, 1), (1, 1)]]);
    }

    #[test]
    fn a_file_cut_anywhere_is_refused_or_finds_nothing() {
        let whole = written(&["区管校聘", "管校", "区管区管"]);
        for n_bytes in 0..whole.len() {
            if let Ok(grams) = Grams::open(OwnedBytes::new(whole[..n_bytes].to_vec())) {
                let (first, second) = units("区管");
                list(grams.postings(first, second));
            }
        }
    }

    proptest! {
        #[test]
        fn postings_are_what_a_scan_of_the_texts_gives(
            texts in prop::collection::vec("[甲乙丙a𠮷]{0,6}", 0..600)
        ) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let mut expected: BTreeMap<(u16, u16), Vec<(u32, u32)>> = BTreeMap::new();
            for (document, text) in texts.iter().enumerate() {
                let mut units: Vec<u16> = text.encode_utf16().collect();
                units.push(END);
                for two in units.windows(2) {
                    let list = expected.entry((two[0], two[1])).or_default();
                    match list.last_mut() {
                        Some((last, count)) if *last == document as u32 => *count += 1,
                        _ => list.push((document as u32, 1)),
                    }
                }
            }
            let grams = Grams::open(OwnedBytes::new(written(&texts))).unwrap();
            for (&(first, second), documents) in &expected {
                prop_assert_eq!(&list(grams.postings(first, second)), documents);
                let mut postings = grams.postings(first, second);
                for &(document, count) in documents.iter().step_by(7) {
                    prop_assert_eq!(postings.seek(document), Some(document));
                    prop_assert_eq!(postings.count(), count);
                }
            }
        }
    }
}
