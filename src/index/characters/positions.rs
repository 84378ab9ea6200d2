//! Reads a list of the character path in place: the ascending positions of a pair of characters.
//!
//! A list is its number of positions (varint); for each block of 128 its last position (`u32`) and how many bits a gap takes
//! (`u8`); the blocks, packed; the rest as varints of the gap. [`grams`](super::grams) says what a position is.

use bitpacking::{BitPacker, BitPacker4x};

use super::bytes::{read_u32, read_varint};

/// How many positions a packed block has.
pub(super) const BLOCK_LEN: usize = 128;
/// How many bytes describe a packed block.
pub(super) const BLOCK_HEADER_LEN: usize = 5;

/// A cursor over a list, on the first position to begin with.
pub(crate) struct Positions<'a> {
    n_positions: u32,
    /// The description of each packed block.
    headers: &'a [u8],
    /// The packed blocks not yet decoded, then the rest.
    data: &'a [u8],
    /// The next packed block.
    next_block: usize,
    /// The positions of the current block, and where the cursor is among them.
    decoded: [u32; BLOCK_LEN],
    n_decoded: usize,
    cursor: usize,
}

impl<'a> Positions<'a> {
    fn new(n_positions: u32, headers: &'a [u8], data: &'a [u8]) -> Positions<'a> {
        Positions {
            n_positions,
            headers,
            data,
            next_block: 0,
            decoded: [0; BLOCK_LEN],
            n_decoded: 0,
            cursor: 0,
        }
    }

    /// Makes an empty list.
    pub(super) fn empty() -> Positions<'a> {
        Positions::new(0, &[], &[])
    }

    /// Makes a list of one position.
    pub(super) fn single(position: u32) -> Positions<'a> {
        let mut positions = Positions::new(1, &[], &[]);
        positions.decoded[0] = position;
        positions.n_decoded = 1;
        positions
    }

    /// Opens the list that begins these bytes.
    pub(super) fn open(mut bytes: &'a [u8]) -> Positions<'a> {
        let n_positions = read_varint(&mut bytes);
        let n_header_bytes = n_positions as usize / BLOCK_LEN * BLOCK_HEADER_LEN;
        let Some((headers, data)) = bytes.split_at_checked(n_header_bytes) else {
            return Positions::empty();
        };
        let mut positions = Positions::new(n_positions, headers, data);
        positions.decode_next_block();
        positions
    }

    /// How many positions the list holds.
    pub(crate) fn n_positions(&self) -> u32 {
        self.n_positions
    }

    /// The position that the cursor is on; `None` past the last.
    #[inline]
    pub(crate) fn position(&self) -> Option<u32> {
        (self.cursor < self.n_decoded).then(|| self.decoded[self.cursor])
    }

    /// Moves on by one.
    #[inline]
    pub(crate) fn advance(&mut self) -> Option<u32> {
        self.cursor += 1;
        if self.cursor >= self.n_decoded {
            self.decode_next_block();
        }
        self.position()
    }

    /// Moves to the first position that is not before `target`; never back.
    pub(crate) fn seek(&mut self, target: u32) -> Option<u32> {
        while self.n_decoded > 0 && self.decoded[self.n_decoded - 1] < target {
            self.skip_blocks_before(target);
            self.decode_next_block();
        }
        let ahead = &self.decoded[self.cursor..self.n_decoded];
        // Near targets are the rule in an intersection: step before halving.
        let n_before = match ahead
            .iter()
            .take(8)
            .position(|&position| position >= target)
        {
            Some(n_before) => n_before,
            None => ahead.partition_point(|&position| position < target),
        };
        self.cursor += n_before;
        self.position()
    }

    /// Calls `each` with every position from here on.
    pub(crate) fn for_each(mut self, mut each: impl FnMut(u32)) {
        while self.n_decoded > 0 {
            self.decoded[self.cursor..self.n_decoded]
                .iter()
                .for_each(|&position| each(position));
            self.decode_next_block();
        }
    }

    /// Reads the last position and the number of bits of a block.
    fn header(&self, block: usize) -> Option<(u32, u8)> {
        let header = self
            .headers
            .get(block * BLOCK_HEADER_LEN..)?
            .get(..BLOCK_HEADER_LEN)?;
        Some((read_u32(header, 0)?, header[4].min(32)))
    }

    fn skip_blocks_before(&mut self, target: u32) {
        while let Some((last, n_bits)) = self.header(self.next_block) {
            if last >= target {
                break;
            }
            self.data = self
                .data
                .get(BitPacker4x::compressed_block_size(n_bits)..)
                .unwrap_or(&[]);
            self.next_block += 1;
        }
    }

    fn decode_next_block(&mut self) {
        (self.cursor, self.n_decoded) = (0, 0);
        let before = self
            .next_block
            .checked_sub(1)
            .and_then(|block| self.header(block));
        let before = before.map(|(last, _)| last);
        let Some((_, n_bits)) = self.header(self.next_block) else {
            return self.decode_rest(before);
        };
        if let Some((block, data)) = self
            .data
            .split_at_checked(BitPacker4x::compressed_block_size(n_bits))
        {
            BitPacker4x::new().decompress_strictly_sorted(before, block, &mut self.decoded, n_bits);
            self.data = data;
            self.n_decoded = BLOCK_LEN;
            self.next_block += 1;
        }
    }

    /// Decodes the positions after the packed blocks; they are fewer than a block.
    fn decode_rest(&mut self, before: Option<u32>) {
        let n_rest = self.n_positions as usize % BLOCK_LEN;
        let mut next = before.map_or(0, |last| last.wrapping_add(1));
        while self.n_decoded < n_rest && !self.data.is_empty() {
            let position = next.wrapping_add(read_varint(&mut self.data));
            self.decoded[self.n_decoded] = position;
            self.n_decoded += 1;
            next = position.wrapping_add(1);
        }
        self.data = &[];
    }
}
