//! The text of one file, with its lines.
//!
//! Input: a [`SourceFile`]. Output: a [`SourceText`], or [`Records`] for JSON Lines; what cannot be
//! read is a [`ReadError`] that says why in one line. Refuses to know what the text says.

use std::fs::File;
use std::io::Read;
use std::ops::Range;

use super::decode::decode;
use super::escapes::{restore, without_heading_marks};
use super::jsonl::Records;
use super::source_file::{SourceFile, io_reason};

/// The largest text that is read, in bytes; JSON Lines, which is streamed, has no such limit.
pub const MAX_TEXT_BYTES: u64 = 64 * 1024 * 1024;

/// The longest line that a report may have, in bytes.
pub const MAX_LINE_BYTES: usize = 1024 * 1024;

/// The most lines that a report may have: its passages are held in memory.
pub const MAX_LINES: usize = 500_000;

/// How much of a file is looked at to tell text from anything else.
const SNIFF_BYTES: usize = 64 * 1024;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text, and every ending that is not another format's.
    Text,
    /// Markdown, read as the plain text it is but for the marks of its headings.
    Markdown,
}

impl Format {
    /// Its name, as `inspect` shows it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Markdown => "markdown",
        }
    }
}

/// A file that has been read.
#[derive(Debug)]
pub enum Source {
    /// One document.
    Text(SourceText),
    /// A stream of passages that were cut elsewhere.
    Records(Records),
}

/// The decoded text of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    /// The file's name, as in [`SourceFile::name`].
    pub name: String,
    /// The text, escapes of an export restored.
    pub text: String,
    /// Byte range of each line in `text`, line ends left out; line n is `lines[n - 1]`.
    pub lines: Vec<Range<usize>>,
    /// The encoding it was read by.
    pub encoding: &'static str,
    /// The format it was read as.
    pub format: Format,
    /// What was done to the text to read it, for people: lower case, no final period.
    pub notes: Vec<String>,
}

impl SourceText {
    /// A text that is already in memory.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> SourceText {
        SourceText::from_decoded(name.into(), text.into(), "UTF-8", Format::Text)
    }

    fn from_decoded(
        name: String,
        text: String,
        encoding: &'static str,
        format: Format,
    ) -> SourceText {
        let (restored, note) = restore(&text);
        let text = match note {
            Some(_) => restored.into_owned(),
            None => text,
        };
        let text = match format {
            Format::Markdown => without_heading_marks(&text),
            Format::Text => text,
        };
        let lines = line_ranges(&text);
        SourceText {
            name,
            text,
            lines,
            encoding,
            format,
            notes: note.into_iter().collect(),
        }
    }

    /// The text of a line, from 1; empty where there is no such line.
    pub fn line(&self, line: u32) -> &str {
        let index = (line as usize).wrapping_sub(1);
        self.lines
            .get(index)
            .map_or("", |range| &self.text[range.clone()])
    }
}

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It cannot be opened.
    #[error("cannot open {name}: {}", io_reason(.source))]
    Open {
        /// The file's name.
        name: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// It was listed, and is no longer there.
    #[error("{name} vanished while it was being read")]
    Vanished {
        /// The file's name.
        name: String,
    },
    /// Reading it failed on the way.
    #[error("cannot read {name}: {}", io_reason(.source))]
    Read {
        /// The file's name.
        name: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// It holds nothing but white space.
    #[error("{name} is empty")]
    Empty {
        /// The file's name.
        name: String,
    },
    /// It is no text.
    #[error("{name} is a binary file")]
    Binary {
        /// The file's name.
        name: String,
    },
    /// It is larger than a report can be.
    #[error("{name} is too large for a report: {n_bytes} bytes, at most {max_bytes} are read")]
    TooLarge {
        /// The file's name.
        name: String,
        /// Its size.
        n_bytes: u64,
        /// The limit.
        max_bytes: u64,
    },
    /// One of its lines is longer than a report's can be.
    #[error("{name} is not a report: line {line} is longer than {max_bytes} bytes")]
    LineTooLong {
        /// The file's name.
        name: String,
        /// The line, from 1.
        line: usize,
        /// The limit.
        max_bytes: usize,
    },
    /// It has more lines than a report can have.
    #[error("{name} is not a report: it has more than {max_lines} lines")]
    TooManyLines {
        /// The file's name.
        name: String,
        /// The limit.
        max_lines: usize,
    },
    /// Its bytes are of no known encoding.
    #[error("{name} has bytes of no encoding this program reads")]
    NoEncoding {
        /// The file's name.
        name: String,
    },
}

/// Reads a file: one ending in `.jsonl` as a stream of records, any other as one document.
pub fn read(file: &SourceFile) -> Result<Source, ReadError> {
    let ending = file
        .path
        .extension()
        .map(|e| e.to_string_lossy().to_ascii_lowercase());
    let format = match ending.as_deref() {
        Some("jsonl") => {
            let opened = open(file)?;
            return Ok(Source::Records(Records::new(file.name.clone(), opened)));
        }
        Some("md") => Format::Markdown,
        _ => Format::Text,
    };
    read_text(file, format).map(Source::Text)
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

fn read_text(file: &SourceFile, format: Format) -> Result<SourceText, ReadError> {
    let name = || file.name.clone();
    let mut opened = open(file)?;
    let n_bytes = opened.metadata().map_or(file.n_bytes, |m| m.len());
    if n_bytes > MAX_TEXT_BYTES {
        return Err(ReadError::TooLarge {
            name: name(),
            n_bytes,
            max_bytes: MAX_TEXT_BYTES,
        });
    }
    let mut bytes = Vec::with_capacity(n_bytes as usize + 1);
    let mut limited = (&mut opened).take(MAX_TEXT_BYTES + 1);
    limited
        .read_to_end(&mut bytes)
        .map_err(|source| ReadError::Read {
            name: name(),
            source,
        })?;
    if bytes.len() as u64 > MAX_TEXT_BYTES {
        let n_bytes = bytes.len() as u64;
        return Err(ReadError::TooLarge {
            name: name(),
            n_bytes,
            max_bytes: MAX_TEXT_BYTES,
        });
    }
    let is_utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if !is_utf16 {
        if is_binary(&bytes[..bytes.len().min(SNIFF_BYTES)]) || bytes.contains(&0) {
            return Err(ReadError::Binary { name: name() });
        }
        if let Some(line) = overlong_line(&bytes) {
            return Err(ReadError::LineTooLong {
                name: name(),
                line,
                max_bytes: MAX_LINE_BYTES,
            });
        }
    }
    let (text, encoding) = decode(bytes).ok_or_else(|| ReadError::NoEncoding { name: name() })?;
    if text.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
        return Err(ReadError::Empty { name: name() });
    }
    let source = SourceText::from_decoded(name(), text, encoding, format);
    if source.lines.len() > MAX_LINES {
        return Err(ReadError::TooManyLines {
            name: name(),
            max_lines: MAX_LINES,
        });
    }
    Ok(source)
}

/// NULs, or more than one control character in fifty bytes.
fn is_binary(head: &[u8]) -> bool {
    let is_control =
        |b: &u8| *b < 0x20 && !matches!(*b, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A | 0x1B);
    head.contains(&0) || head.iter().filter(|b| is_control(b)).count() * 50 > head.len()
}

fn overlong_line(bytes: &[u8]) -> Option<usize> {
    if bytes.len() <= MAX_LINE_BYTES {
        return None;
    }
    let mut lines = bytes.split(|&b| b == b'\n' || b == b'\r');
    lines
        .position(|line| line.len() > MAX_LINE_BYTES)
        .map(|index| index + 1)
}

/// Byte ranges of the lines: `\n`, `\r\n`, `\r` and U+2028 end one. An empty last line is none.
fn line_ranges(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < bytes.len() {
        let end_bytes = match bytes[at] {
            b'\n' => 1,
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => 2,
            b'\r' => 1,
            0xE2 if bytes[at..].starts_with("\u{2028}".as_bytes()) => 3,
            _ => {
                at += 1;
                continue;
            }
        };
        lines.push(start..at);
        at += end_bytes;
        start = at;
    }
    if start < bytes.len() {
        lines.push(start..bytes.len());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<&str> {
        line_ranges(text)
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    #[test]
    fn every_line_end_ends_a_line() {
        assert_eq!(
            lines("一\n二\r\n三\r四\u{2028}五"),
            ["一", "二", "三", "四", "五"]
        );
        assert_eq!(lines("一\n\n"), ["一", ""]);
    }

    #[test]
    fn a_line_is_asked_for_by_its_number() {
        let source = SourceText::new("a.txt", "一\n二");
        assert_eq!(
            (source.line(2), source.line(3), source.line(0)),
            ("二", "", "")
        );
    }

    #[test]
    fn control_characters_make_a_file_binary() {
        assert!(is_binary(b"\x01\x02\x03 text"));
        assert!(!is_binary("教育\t工作\r\n".as_bytes()));
    }
}
