//! The registry of formats: it recognises which format a file is in, and has that format's reader read it.
//!
//! Input: a [`SourceFile`]. Output: a [`Source`], read by the first reader in [`READERS`] that recognises the file. The content of a file
//! counts more than its ending. To add a format, write its file in this folder and add one line to [`READERS`]; `format.rs`
//! says what a reader must offer.

use std::fs::File;

use super::archive::Zip;
use super::csv::Csv;
use super::doc::Doc;
use super::docx::Docx;
use super::html::WebPage;
use super::jsonl::JsonLines;
use super::markdown::Markdown;
use super::mht::SavedPage;
use super::pdf::Pdf;
use super::text::PlainText;
use super::workbook::Workbook;
use crate::corpus::format::{FormatReader, Probe, ending};
use crate::corpus::input::{ByteStream, Input, ReadOptions};
use crate::corpus::nesting::Nesting;
use crate::corpus::read_error::ReadError;
use crate::corpus::settings::columns::Columns;
use crate::corpus::source::Source;
use crate::corpus::source_file::SourceFile;

/// The reader of archives, which calls back to read their members.
const ZIP: Zip = Zip {
    is_known_ending,
    read_member: read_input,
};

/// The readers, in the order in which they are asked; the last one takes whatever is left.
const READERS: &[&dyn FormatReader] = &[
    &Docx, &Workbook, &ZIP, &Doc, &Pdf, &SavedPage, &WebPage, &JsonLines, &Csv, &Markdown,
    &PlainText,
];

/// Tells whether a walk takes files of this ending from a folder.
pub(in crate::corpus) fn is_known_ending(ending: &str) -> bool {
    READERS
        .iter()
        .any(|reader| reader.endings().contains(&ending))
}

impl ReadOptions {
    /// Returns a number made of those options that change how a file is read: column names do so for tables, and for archives, which
    /// may hold tables.
    pub fn fingerprint_of(&self, file: &str) -> u64 {
        let ending = ending(file);
        let has_columns = |reader: &&dyn FormatReader| {
            reader.has_columns() && reader.endings().contains(&ending.as_str())
        };
        match READERS.iter().any(has_columns) && self.columns != Columns::default() {
            true => self.columns.fingerprint(),
            false => 0,
        }
    }
}

/// Reads a file in the format that it is recognised as.
pub fn read(file: &SourceFile) -> Result<Source, ReadError> {
    read_with(file, &ReadOptions::default())
}

/// Reads a file, as the user wants it, in the format that it is recognised as.
pub fn read_with(file: &SourceFile, options: &ReadOptions) -> Result<Source, ReadError> {
    let opened = open(file)?;
    let n_bytes = opened.metadata().map_or(file.n_bytes, |m| m.len());
    read_input(Input {
        name: file.name.clone(),
        bytes: ByteStream::File(opened),
        n_bytes,
        options: options.clone(),
        nesting: Nesting::default(),
    })
}

/// Reads a file that has been opened, or a member that has been unpacked.
fn read_input(mut input: Input) -> Result<Source, ReadError> {
    let ending = ending(&input.name);
    let failed = |source| ReadError::Read {
        name: input.name.clone(),
        source,
    };
    let head = input.bytes.head().map_err(failed)?;
    let tail = input.bytes.tail(input.n_bytes).map_err(failed)?;
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
