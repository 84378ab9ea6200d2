//! The formats that are read, one file each, and how a file's format is recognised.
//!
//! Input: a [`SourceFile`]. Output: a [`Source`] by the first reader that recognises it, by what it holds before
//! its ending. The next format is one new file and one line in [`READERS`].

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::doc::Doc;
use super::docx::Docx;
use super::html::Page;
use super::jsonl::JsonLines;
use super::markdown::Markdown;
use super::mht::SavedPage;
use super::pdf::Pdf;
use super::read_error::ReadError;
use super::source_file::SourceFile;
use super::source_text::Source;
use super::text::PlainText;

/// The readers, asked in this order; the last takes whatever is left.
const READERS: &[&dyn FormatReader] = &[
    &Docx, &Doc, &Pdf, &SavedPage, &Page, &JsonLines, &Markdown, &PlainText,
];

/// How much of a file's beginning and of its end is looked at to recognise it.
pub(super) const SNIFF_BYTES: usize = 64 * 1024;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    name: &'static str,
}

impl Format {
    /// Plain text.
    pub const TEXT: Format = Format::named("text");

    pub(super) const fn named(name: &'static str) -> Format {
        Format { name }
    }

    /// Its name, as `inspect` shows it.
    pub fn name(self) -> &'static str {
        self.name
    }
}

/// One format.
pub(super) trait FormatReader: Sync {
    /// Its name.
    fn format(&self) -> Format;

    /// The endings by which a file met in a folder is taken, in lower case.
    fn endings(&self) -> &'static [&'static str];

    /// Whether a file is of this format.
    fn recognises(&self, probe: &Probe<'_>) -> bool;

    /// Reads a file that is.
    fn read(&self, input: Input) -> Result<Source, ReadError>;
}

/// What is looked at to recognise a file.
pub(super) struct Probe<'a> {
    /// The file's ending in lower case, without its dot.
    pub(super) ending: &'a str,
    /// Its first [`SNIFF_BYTES`].
    pub(super) head: &'a [u8],
    /// Its last [`SNIFF_BYTES`].
    pub(super) tail: &'a [u8],
}

/// A file that has been opened.
pub(super) struct Input {
    /// See [`SourceFile::name`].
    pub(super) name: String,
    /// The file, at its beginning.
    pub(super) file: File,
    /// Its size.
    pub(super) n_bytes: u64,
}

impl Input {
    /// All of the file; refused unread where it is larger than `max_bytes`.
    pub(super) fn bytes(&mut self, max_bytes: u64) -> Result<Vec<u8>, ReadError> {
        let too_large = |name: &str, n_bytes| ReadError::TooLarge {
            name: name.to_owned(),
            n_bytes,
            max_bytes,
        };
        if self.n_bytes > max_bytes {
            return Err(too_large(&self.name, self.n_bytes));
        }
        let mut bytes = Vec::with_capacity(self.n_bytes as usize + 1);
        let mut limited = (&mut self.file).take(max_bytes + 1);
        limited
            .read_to_end(&mut bytes)
            .map_err(|source| ReadError::Read {
                name: self.name.clone(),
                source,
            })?;
        match bytes.len() as u64 {
            n_bytes if n_bytes > max_bytes => Err(too_large(&self.name, n_bytes)),
            _ => Ok(bytes),
        }
    }
}

/// Whether a file of this ending, met in a folder, is taken.
pub(super) fn is_known_ending(ending: &str) -> bool {
    READERS
        .iter()
        .any(|reader| reader.endings().contains(&ending))
}

/// Reads a file, by the format that it is recognised as.
pub fn read(file: &SourceFile) -> Result<Source, ReadError> {
    let ending = file
        .path
        .extension()
        .map(|e| e.to_string_lossy().to_ascii_lowercase())
        .unwrap_or_default();
    let mut opened = open(file)?;
    let n_bytes = opened.metadata().map_or(file.n_bytes, |m| m.len());
    let (head, tail) = ends(&mut opened, n_bytes).map_err(|source| ReadError::Read {
        name: file.name.clone(),
        source,
    })?;
    let probe = Probe {
        ending: &ending,
        head: &head,
        tail: &tail,
    };
    let reader = READERS
        .iter()
        .find(|reader| reader.recognises(&probe))
        .unwrap_or(&(&PlainText as &dyn FormatReader));
    reader.read(Input {
        name: file.name.clone(),
        file: opened,
        n_bytes,
    })
}

/// Whether `needle` stands in `bytes`.
pub(super) fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(bytes, needle).is_some()
}

fn open(file: &SourceFile) -> Result<File, ReadError> {
    File::open(&file.path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => ReadError::Vanished {
            name: file.name.clone(),
        },
        _ => ReadError::Open {
            name: file.name.clone(),
            source,
        },
    })
}

/// The beginning and the end of a file; it is left at its beginning.
fn ends(file: &mut File, n_bytes: u64) -> std::io::Result<(Vec<u8>, Vec<u8>)> {
    let mut head = Vec::new();
    file.take(SNIFF_BYTES as u64).read_to_end(&mut head)?;
    let mut tail = Vec::new();
    if n_bytes > SNIFF_BYTES as u64 {
        file.seek(SeekFrom::Start(n_bytes - SNIFF_BYTES as u64))?;
        file.take(SNIFF_BYTES as u64).read_to_end(&mut tail)?;
    }
    file.rewind()?;
    Ok((head, tail))
}
