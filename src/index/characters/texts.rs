//! Writes and reads the texts of a segment's passages, as UTF-16 in one file.
//!
//! Two bytes for nearly every character and no compression: any passage is read in place, which
//! makes it cheap to look at many for one answer.
//!
//! The file holds, all numbers little-endian: the code units of all texts, one after the other;
//! for each document and once more at the end, a `u32`, the number of code units before it; a `u32`, the number of
//! documents; [`MAGIC`].

use std::io::{self, Write};

use tantivy::directory::OwnedBytes;

use super::bytes::{read_u32, split_footer};

/// The magic number that closes the file.
const MAGIC: &[u8; 8] = b"xz-text1";

/// Writes the texts of a segment, in the order of its documents.
pub(super) struct TextsWriter<W> {
    out: W,
    starts: Vec<u32>,
    n_code_units: u32,
}

impl<W: Write> TextsWriter<W> {
    /// Begins to write into `out`, which should be buffered.
    pub(super) fn new(out: W) -> TextsWriter<W> {
        TextsWriter {
            out,
            starts: Vec::new(),
            n_code_units: 0,
        }
    }

    /// Adds the next document's text.
    pub(super) fn add(&mut self, text: &str) -> io::Result<()> {
        self.starts.push(self.n_code_units);
        for code_unit in text.encode_utf16() {
            self.out.write_all(&code_unit.to_le_bytes())?;
            self.n_code_units = self.n_code_units.checked_add(1).ok_or_else(too_long)?;
        }
        Ok(())
    }

    /// Adds the next document's text as it stands in another file of this kind.
    pub(super) fn add_text(&mut self, text: Text<'_>) -> io::Result<()> {
        self.starts.push(self.n_code_units);
        let n_code_units = u32::try_from(text.n_code_units()).map_err(|_| too_long())?;
        self.n_code_units = self
            .n_code_units
            .checked_add(n_code_units)
            .ok_or_else(too_long)?;
        self.out.write_all(text.bytes)
    }

    /// How many bytes it holds in memory.
    pub(super) fn n_bytes_held(&self) -> usize {
        self.starts.capacity() * 4
    }

    /// Ends the file and gives `out` back.
    pub(super) fn finish(mut self) -> io::Result<W> {
        for start in &self.starts {
            self.out.write_all(&start.to_le_bytes())?;
        }
        self.out.write_all(&self.n_code_units.to_le_bytes())?;
        self.out
            .write_all(&(self.starts.len() as u32).to_le_bytes())?;
        self.out.write_all(MAGIC)?;
        Ok(self.out)
    }
}

fn too_long() -> io::Error {
    io::Error::other("more than 8 GB of text in one segment of the index")
}

/// The texts of a segment, read in place.
#[derive(Clone)]
pub(crate) struct Texts {
    code_units: OwnedBytes,
    starts: OwnedBytes,
    n_documents: u32,
}

impl Texts {
    /// Opens such a file; an error says what is wrong with it.
    pub(super) fn open(file: OwnedBytes) -> io::Result<Texts> {
        let (body, n_documents) = split_footer(file, MAGIC)?;
        let n_start_bytes = (n_documents as usize + 1) * 4;
        if body.len() < n_start_bytes {
            return Err(io::Error::other("the texts are cut short"));
        }
        let (code_units, starts) = body.rsplit(n_start_bytes);
        let n_code_units = read_u32(&starts, n_documents as usize).unwrap_or(u32::MAX);
        if code_units.len() as u64 != u64::from(n_code_units) * 2 {
            return Err(io::Error::other(
                "the texts have another length than they say",
            ));
        }
        Ok(Texts {
            code_units,
            starts,
            n_documents,
        })
    }

    /// How many documents there are.
    pub(crate) fn n_documents(&self) -> u32 {
        self.n_documents
    }

    /// A document's text; empty where there is no such document.
    #[inline]
    pub(crate) fn get(&self, document: u32) -> Text<'_> {
        let start = read_u32(&self.starts, document as usize).unwrap_or(0);
        let end = read_u32(&self.starts, document as usize + 1).unwrap_or(0);
        let byte_range = start as usize * 2..end as usize * 2;
        Text {
            bytes: self.code_units.as_slice().get(byte_range).unwrap_or(&[]),
        }
    }
}

/// A text as UTF-16, little-endian, in place.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a> {
    bytes: &'a [u8],
}

impl<'a> Text<'a> {
    /// How many code units it has. A character is one, or two beyond the basic plane.
    #[inline]
    pub(crate) fn n_code_units(self) -> usize {
        self.bytes.len() / 2
    }

    /// Its code units.
    #[inline]
    pub(crate) fn code_units(self) -> impl Iterator<Item = u16> + 'a {
        self.bytes
            .as_chunks::<2>()
            .0
            .iter()
            .map(|code_unit| u16::from_le_bytes(*code_unit))
    }

    /// Its characters.
    pub(crate) fn chars(self) -> impl Iterator<Item = char> + 'a {
        char::decode_utf16(self.code_units()).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(texts: &[String]) -> Vec<u8> {
        let mut writer = TextsWriter::new(Vec::new());
        for text in texts {
            writer.add(text).unwrap();
        }
        writer.finish().unwrap()
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(texts in prop::collection::vec(any::<String>(), 0..8)) {
            let opened = Texts::open(OwnedBytes::new(written(&texts))).unwrap();
            prop_assert_eq!(opened.n_documents() as usize, texts.len());
            for (document, text) in texts.iter().enumerate() {
                let read: String = opened.get(document as u32).chars().collect();
                prop_assert_eq!(&read, text);
            }
        }

        #[test]
        fn a_file_cut_anywhere_is_refused(n_bytes in 0usize..60) {
            let whole = written(&["区管校聘".into(), "课后服务".into()]);
            prop_assume!(n_bytes < whole.len());
            prop_assert!(Texts::open(OwnedBytes::new(whole[..n_bytes].to_vec())).is_err());
        }
    }

    #[test]
    fn a_document_that_is_not_there_is_empty() {
        let opened = Texts::open(OwnedBytes::new(written(&["甲".into()]))).unwrap();
        assert_eq!(opened.get(7).n_code_units(), 0);
    }
}
