//! Writes the dictionary and lists of the character path from the folded texts of a segment's passages.
//!
//! The pairs of a segment are sorted by radix, not gathered by hash: a text of 60 million characters
//! has as many pairs, and a hash table of them misses the cache at nearly every one. [`grams`](super::grams) describes the file that is
//! written.

use std::io::{self, Write};
use std::ops::Range;

use bitpacking::{BitPacker, BitPacker4x};

use super::bytes::write_varint;
use super::grams::{END, MAGIC, SIGNPOST_SHIFT, SINGLE, n_signposts};
use super::positions::{BLOCK_HEADER_LEN, BLOCK_LEN};

/// More code units than this in one segment have no position.
const MAX_CODE_UNITS: usize = (1 << 31) - 1;
/// Pairs sorted at a time, 16 bytes each while they are: bounds the memory of a build.
const MAX_PAIRS: usize = 4 << 20;

/// The folded texts of a segment, one after the other, each closed by [`END`].
#[derive(Default)]
pub(super) struct FoldedTexts {
    code_units: Vec<u16>,
    /// Where each document's text starts.
    starts: Vec<u32>,
}

impl FoldedTexts {
    /// Adds the next document's text, already folded.
    pub(super) fn add(&mut self, folded: impl Iterator<Item = char>) {
        let mut two = [0; 2];
        self.starts
            .push(u32::try_from(self.code_units.len()).unwrap_or(u32::MAX));
        for c in folded {
            self.code_units.extend_from_slice(c.encode_utf16(&mut two));
        }
        self.code_units.push(END);
    }

    /// How many bytes they hold in memory.
    pub(super) fn n_bytes_held(&self) -> usize {
        self.code_units.capacity() * 2 + self.starts.capacity() * 4
    }

    /// Writes the dictionary and the lists of the texts.
    pub(super) fn write(&self, out: impl Write) -> io::Result<()> {
        if self.code_units.len() > MAX_CODE_UNITS {
            return Err(io::Error::other(
                "more than 2,147,483,647 characters in one segment of the index",
            ));
        }
        let mut writer = GramsWriter::new(out);
        let mut n_by_first = vec![0usize; 1 << 16];
        for &code_unit in &self.code_units {
            n_by_first[code_unit as usize] += 1;
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
        writer.finish(
            &self.starts,
            self.code_units.len() as u32,
            &self.n_documents_by_code_unit(),
        )
    }

    /// Counts the documents that hold each code unit.
    fn n_documents_by_code_unit(&self) -> Vec<u32> {
        let mut n_documents = vec![0u32; 1 << 16];
        let mut last_text = vec![0u32; 1 << 16];
        for (text, code_units) in (1..).zip(self.code_units.split(|code_unit| *code_unit == END)) {
            for &code_unit in code_units {
                let is_new = std::mem::replace(&mut last_text[code_unit as usize], text) != text;
                n_documents[code_unit as usize] += u32::from(is_new);
            }
        }
        n_documents
    }

    /// Fills `pairs` with the pairs whose first code unit is in the range, in the order of their positions. A pair is a number: from the
    /// highest bits down, its first code unit less the range's start, its second, its position.
    fn collect_pairs(&self, firsts: Range<usize>, pairs: &mut Vec<u64>) {
        pairs.clear();
        let n_firsts = firsts.len();
        for (position, two) in (0u64..).zip(self.code_units.windows(2)) {
            let first = (two[0] as usize).wrapping_sub(firsts.start);
            if first < n_firsts {
                pairs.push((first as u64) << 48 | u64::from(two[1]) << 32 | position);
            }
        }
    }
}

/// Sorts pairs by their upper half and keeps the order of equals: a radix sort from the least significant digit on, with as few
/// digits of at most twelve bits as will do.
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

    fn finish(mut self, starts: &[u32], end: u32, n_documents: &[u32]) -> io::Result<()> {
        self.first_starts.push(self.seconds.len() as u32);
        let mut tail = Vec::with_capacity(starts.len() * 4 + self.seconds.len() * 6);
        tail.extend(signposts(starts, end).flat_map(|document| document.to_le_bytes()));
        tail.extend(starts.iter().flat_map(|start| start.to_le_bytes()));
        tail.extend(end.to_le_bytes());
        tail.extend(
            self.firsts
                .iter()
                .flat_map(|code_unit| code_unit.to_le_bytes()),
        );
        let n_documents = self.firsts.iter().map(|first| n_documents[*first as usize]);
        tail.extend(n_documents.flat_map(u32::to_le_bytes));
        tail.extend(
            self.first_starts
                .iter()
                .flat_map(|start| start.to_le_bytes()),
        );
        tail.extend(
            self.seconds
                .iter()
                .flat_map(|code_unit| code_unit.to_le_bytes()),
        );
        tail.extend(self.entries.iter().flat_map(|entry| entry.to_le_bytes()));
        tail.extend((starts.len() as u32).to_le_bytes());
        tail.extend((self.firsts.len() as u32).to_le_bytes());
        tail.extend((self.seconds.len() as u32).to_le_bytes());
        tail.extend(MAGIC);
        self.out.write_all(&tail)?;
        self.out.flush()
    }
}

/// Finds the document of every 256th position before the end.
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

/// Encodes one list at a time, in buffers that it keeps.
#[derive(Default)]
struct ListWriter {
    positions: Vec<u32>,
    bytes: Vec<u8>,
}

impl ListWriter {
    /// Encodes the list of ascending positions.
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
