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
use super::odt::Odt;
use super::pdf::Pdf;
use super::rtf::Rtf;
use super::text::PlainText;
use super::workbook::Workbook;
use crate::corpus::format::{FormatReader, Probe, ending};
use crate::corpus::input::{ByteStream, Input, ReadOptions};
use crate::corpus::nesting::Nesting;
use crate::corpus::panics::guard;
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
    &Docx, &Odt, &Workbook, &ZIP, &Rtf, &Doc, &Pdf, &SavedPage, &WebPage, &JsonLines, &Csv,
    &Markdown, &PlainText,
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
fn read_input(input: Input) -> Result<Source, ReadError> {
    read_by(READERS, input)
}

/// Reads a file with the first of `readers` that recognises it. A panic in any of them is an error of this file.
fn read_by(readers: &[&dyn FormatReader], mut input: Input) -> Result<Source, ReadError> {
    let name = input.name.clone();
    let read = guard(|| {
        let ending = ending(&name);
        let failed = |source| ReadError::Read {
            name: name.clone(),
            source,
        };
        let head = input.bytes.head().map_err(failed)?;
        let tail = input.bytes.tail(input.n_bytes).map_err(failed)?;
        let probe = Probe {
            ending: &ending,
            head: &head,
            tail: &tail,
        };
        let reader = readers
            .iter()
            .find(|reader| reader.recognises(&probe))
            .unwrap_or(&(&PlainText as &dyn FormatReader));
        reader.read(input)
    });
    read.unwrap_or_else(|panicked| Err(ReadError::Panicked { name, panicked }))
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

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;
    use crate::corpus::source_text::Format;

    /// A format whose library panics.
    struct Panicking;

    impl FormatReader for Panicking {
        fn format(&self) -> Format {
            Format::named("panicking")
        }

        fn endings(&self) -> &'static [&'static str] {
            &["panic"]
        }

        fn recognises(&self, probe: &Probe<'_>) -> bool {
            probe.ending == "panic"
        }

        fn read(&self, input: Input) -> Result<Source, ReadError> {
            panic!("no object {} in {}", 7, input.n_bytes)
        }
    }

    const WITH_PANICKING: &[&dyn FormatReader] = &[
        &Panicking,
        &Zip {
            is_known_ending: |ending| matches!(ending, "panic" | "txt"),
            read_member: |input| read_by(WITH_PANICKING, input),
        },
        &PlainText,
    ];

    fn input(name: &str, bytes: Vec<u8>) -> Input {
        Input {
            name: name.to_owned(),
            n_bytes: bytes.len() as u64,
            bytes: ByteStream::Memory(Cursor::new(bytes)),
            options: ReadOptions::default(),
            nesting: Nesting::default(),
        }
    }

    #[test]
    fn a_file_that_makes_its_reader_panic_is_an_error_of_that_file() {
        let error = read_by(WITH_PANICKING, input("a.panic", b"text".to_vec())).unwrap_err();
        assert_eq!(
            error.to_string(),
            "a.panic is not read: reading it failed: no object 7 in 4"
        );
    }

    #[test]
    fn a_member_that_makes_its_reader_panic_is_left_out_and_its_neighbours_are_read() {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.txt", "b.panic", "c.txt"] {
            let options = zip::write::SimpleFileOptions::default();
            archive.start_file(name, options).unwrap();
            archive.write_all("青禾区".as_bytes()).unwrap();
        }
        let bytes = archive.finish().unwrap().into_inner();
        let Ok(Source::Documents(documents)) = read_by(WITH_PANICKING, input("a.zip", bytes))
        else {
            panic!("it is an archive");
        };
        let read: Vec<Result<String, String>> = documents
            .map(|document| match document {
                Ok(document) => Ok(document.name().to_owned()),
                Err(left_out) => Err(format!("{}: {}", left_out.path, left_out.reason)),
            })
            .collect();
        let reason = "a.zip/b.panic is not read: reading it failed: no object 7 in 9";
        assert_eq!(
            read,
            [
                Ok("a.zip/a.txt".to_owned()),
                Err(format!("a.zip/b.panic: {reason}")),
                Ok("a.zip/c.txt".to_owned()),
            ]
        );
    }
}
