//! A postings list of the character path, read in place: documents in ascending order, each with a
//! count. Knows the layout that `grams` writes; refuses to know what the list stands for.

use bitpacking::{BitPacker, BitPacker4x};

use super::bytes::{read_u32, read_varint};
use super::grams::{BLOCK_HEADER_LEN, BLOCK_LEN};

/// A cursor over a list. It stands on the first document at first.
pub(crate) struct Postings<'a> {
    n_documents: u32,
    /// What is known of each packed block.
    headers: &'a [u8],
    /// The packed blocks not yet decoded, then the rest.
    data: &'a [u8],
    /// The next packed block.
    next_block: usize,
    /// Documents of the current block, and where the cursor stands in it.
    documents: [u32; BLOCK_LEN],
    n_decoded: usize,
    position: usize,
    /// Their counts less one, once they are decoded.
    counts: [u32; BLOCK_LEN],
    /// The counts of a packed block, not yet decoded, and their bits.
    packed_counts: Option<(&'a [u8], u8)>,
}

impl<'a> Postings<'a> {
    fn with_documents(n_documents: u32, headers: &'a [u8], data: &'a [u8]) -> Postings<'a> {
        Postings {
            n_documents,
            headers,
            data,
            next_block: 0,
            documents: [0; BLOCK_LEN],
            n_decoded: 0,
            position: 0,
            counts: [0; BLOCK_LEN],
            packed_counts: None,
        }
    }

    /// A list of nothing.
    pub(super) fn empty() -> Postings<'a> {
        Postings::with_documents(0, &[], &[])
    }

    /// A list of one document, where the pair stands once.
    pub(super) fn single(document: u32) -> Postings<'a> {
        let mut postings = Postings::with_documents(1, &[], &[]);
        postings.documents[0] = document;
        postings.n_decoded = 1;
        postings
    }

    /// The list that begins these bytes.
    pub(super) fn open(mut bytes: &'a [u8]) -> Postings<'a> {
        let n_documents = read_varint(&mut bytes);
        let n_header_bytes = n_documents as usize / BLOCK_LEN * BLOCK_HEADER_LEN;
        let Some((headers, data)) = bytes.split_at_checked(n_header_bytes) else {
            return Postings::empty();
        };
        let mut postings = Postings::with_documents(n_documents, headers, data);
        postings.decode_next_block();
        postings
    }

    /// How many documents the list holds.
    pub(crate) fn n_documents(&self) -> u32 {
        self.n_documents
    }

    /// The document it stands on; `None` past the last.
    #[inline]
    pub(crate) fn document(&self) -> Option<u32> {
        (self.position < self.n_decoded).then(|| self.documents[self.position])
    }

    /// How often the pair stands in that document.
    #[inline]
    pub(crate) fn count(&mut self) -> u32 {
        if let Some((packed, n_bits)) = self.packed_counts.take() {
            BitPacker4x::new().decompress(packed, &mut self.counts, n_bits);
        }
        self.counts[self.position] + 1
    }

    /// Moves on by one.
    #[inline]
    pub(crate) fn advance(&mut self) -> Option<u32> {
        self.position += 1;
        if self.position >= self.n_decoded {
            self.decode_next_block();
        }
        self.document()
    }

    /// Moves to the first document that is not before `target`; never back.
    pub(crate) fn seek(&mut self, target: u32) -> Option<u32> {
        while self.n_decoded > 0 && self.documents[self.n_decoded - 1] < target {
            self.skip_blocks_before(target);
            self.decode_next_block();
        }
        let ahead = &self.documents[self.position..self.n_decoded];
        // Near targets are the rule in an intersection: step before halving.
        let n_before = match ahead.iter().take(8).position(|&document| document >= target) {
            Some(n_before) => n_before,
            None => ahead.partition_point(|&document| document < target),
        };
        self.position += n_before;
        self.document()
    }

    /// Calls `each` with every document from here on and its count.
    pub(crate) fn for_each(mut self, mut each: impl FnMut(u32, u32)) {
        while let Some(document) = self.document() {
            each(document, self.count());
            self.advance();
        }
    }

    fn header(&self, block: usize) -> Option<(u32, u8, u8)> {
        let header = self.headers.get(block * BLOCK_HEADER_LEN..)?.get(..BLOCK_HEADER_LEN)?;
        Some((read_u32(header, 0)?, header[4].min(32), header[5].min(32)))
    }

    fn skip_blocks_before(&mut self, target: u32) {
        while let Some((last, document_bits, count_bits)) = self.header(self.next_block) {
            if last >= target {
                break;
            }
            let n_bytes = n_packed_bytes(document_bits) + n_packed_bytes(count_bits);
            self.data = self.data.get(n_bytes..).unwrap_or(&[]);
            self.next_block += 1;
        }
    }

    fn last_before(&self, block: usize) -> Option<u32> {
        let (last, _, _) = self.header(block.checked_sub(1)?)?;
        Some(last)
    }

    fn decode_next_block(&mut self) {
        (self.position, self.n_decoded, self.packed_counts) = (0, 0, None);
        let before = self.last_before(self.next_block);
        if let Some((_, document_bits, count_bits)) = self.header(self.next_block) {
            let n_document_bytes = n_packed_bytes(document_bits);
            let n_bytes = n_document_bytes + n_packed_bytes(count_bits);
            let Some((block, data)) = self.data.split_at_checked(n_bytes) else {
                return;
            };
            let (documents, counts) = block.split_at(n_document_bytes);
            let packer = BitPacker4x::new();
            packer.decompress_strictly_sorted(before, documents, &mut self.documents, document_bits);
            self.packed_counts = Some((counts, count_bits));
            self.data = data;
            self.n_decoded = BLOCK_LEN;
            self.next_block += 1;
        } else {
            self.decode_rest(before);
        }
    }

    /// The documents after the packed blocks, fewer than one more.
    fn decode_rest(&mut self, before: Option<u32>) {
        let n_rest = self.n_documents as usize % BLOCK_LEN;
        let mut next = before.map_or(0, |last| last.wrapping_add(1));
        while self.n_decoded < n_rest && !self.data.is_empty() {
            let gap = read_varint(&mut self.data);
            let document = next.wrapping_add(gap >> 1);
            self.documents[self.n_decoded] = document;
            self.counts[self.n_decoded] = match gap & 1 {
                0 => 0,
                _ => read_varint(&mut self.data).saturating_add(1),
            };
            self.n_decoded += 1;
            next = document.wrapping_add(1);
        }
        self.data = &[];
    }
}

fn n_packed_bytes(n_bits: u8) -> usize {
    BitPacker4x::compressed_block_size(n_bits)
}
