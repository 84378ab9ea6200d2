//! The formats that are read, one file each, and how a file's format is recognised.
//!
//! Input: a [`SourceFile`]. Output: a [`Source`] by the first reader that recognises it, by what it holds before
//! its ending. The next format is one new file and one line in [`READERS`].

use std::fs::File;
use std::path::Path;

use super::formats::archive::{Nesting, Zip};
use super::formats::csv::Csv;
use super::formats::doc::Doc;
use super::formats::docx::Docx;
use super::formats::html::Page;
use super::formats::jsonl::JsonLines;
use super::formats::markdown::Markdown;
use super::formats::mht::SavedPage;
use super::formats::pdf::Pdf;
use super::formats::text::PlainText;
use super::formats::workbook::Workbook;
use super::input::{Content, Input};
use super::read_error::ReadError;
use super::settings::columns::Columns;
use super::source_file::SourceFile;
use super::source_text::Source;

/// The readers, asked in this order; the last takes whatever is left.
const READERS: &[&dyn FormatReader] = &[
    &Docx, &Workbook, &Zip, &Doc, &Pdf, &SavedPage, &Page, &JsonLines, &Csv, &Markdown, &PlainText,
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

    /// Whether it may depend on named columns how a file is read.
    fn has_columns(&self) -> bool {
        false
    }

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

/// Whether a file of this ending, met in a folder, is taken.
pub(super) fn is_known_ending(ending: &str) -> bool {
    READERS
        .iter()
        .any(|reader| reader.endings().contains(&ending))
}

/// How files are to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Which columns of a table hold what.
    pub columns: Columns,
}

impl ReadOptions {
    /// A number made of all of it that is of one file: columns are of tables, and of archives that may hold some.
    pub fn fingerprint_of(&self, file: &str) -> u64 {
        let ending = file
            .rsplit('.')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let is_told = |reader: &&dyn FormatReader| {
            reader.has_columns() && reader.endings().contains(&ending.as_str())
        };
        match READERS.iter().any(is_told) && self.columns != Columns::default() {
            true => self.columns.fingerprint(),
            false => 0,
        }
    }
}

/// Reads a file, by the format that it is recognised as.
pub fn read(file: &SourceFile) -> Result<Source, ReadError> {
    read_with(file, &ReadOptions::default())
}

/// Reads a file as told, by the format that it is recognised as.
pub fn read_with(file: &SourceFile, options: &ReadOptions) -> Result<Source, ReadError> {
    let opened = open(file)?;
    let n_bytes = opened.metadata().map_or(file.n_bytes, |m| m.len());
    read_input(Input {
        name: file.name.clone(),
        content: Content::File(opened),
        n_bytes,
        options: options.clone(),
        nesting: Nesting::default(),
    })
}

/// Reads what has been opened or unpacked.
pub(super) fn read_input(mut input: Input) -> Result<Source, ReadError> {
    let ending = ending(&input.name);
    let failed = |source| ReadError::Read {
        name: input.name.clone(),
        source,
    };
    let head = input.content.head().map_err(failed)?;
    let tail = input.content.tail(input.n_bytes).map_err(failed)?;
    let probe = Probe {
        ending: &ending,
        head: &head,
        tail: &tail,
    };
    let reader = READERS
        .iter()
        .find(|reader| reader.recognises(&probe))
        .unwrap_or(&(&PlainText as &dyn FormatReader));
    reader.read(input)
}

/// The ending of a name in lower case, without its dot; empty where it has none.
pub(super) fn ending(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    let ending = Path::new(file).extension();
    ending.map_or_else(String::new, |e| e.to_string_lossy().to_ascii_lowercase())
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
