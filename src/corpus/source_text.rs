//! The text of one document, with its lines, its encoding and its format.
//!
//! Input: the [`ExtractedText`] that a format's reader makes of a file. Output: a [`SourceText`], or a [`ReadError`] if the text is too
//! long to be a report. `formats` extracts the text, and `report` reads what it says.

use std::ops::Range;

use super::limits::{MAX_LINE_BYTES, MAX_LINES};
use super::read_error::ReadError;
use super::settings::front_matter;
use super::settings::stated_field::StatedField;
use super::{escapes, lost_breaks};

/// The format that a file is written in.
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

    /// Returns its name, as `inspect` shows it.
    pub fn name(self) -> &'static str {
        self.name
    }
}

/// The decoded text of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    /// The document's name: the file's, as in [`super::SourceFile::name`], or a member's behind it.
    pub name: String,
    /// The text. In one extracted from Word, HTML or PDF each paragraph is a line, and so is each row of a table, with ` | ` between its
    /// cells.
    pub text: String,
    /// The byte range of each line in `text` without its line end; line n is `lines[n - 1]`.
    pub lines: Vec<Range<usize>>,
    /// The encoding that its bytes were decoded from.
    pub encoding: &'static str,
    /// The format that the file was read as.
    pub format: Format,
    /// Notes on what was done to the text to read it, for people: lower case, no final period.
    pub notes: Vec<String>,
    /// The parts of the file that could not be read.
    pub faults: Vec<Fault>,
    /// The first line of each page, from 1, if the format has pages.
    pub page_lines: Vec<u32>,
    /// The metadata that users state beside the text; they take precedence over what the text says.
    pub stated: Vec<StatedField>,
    /// How many lines at its beginning are front matter.
    pub n_front_lines: u32,
    /// The lines that the author set in a heading style of Word, each with its level; both count from 1.
    pub heading_levels: Vec<(u32, u32)>,
}

/// A part of a file that could not be read, while the rest was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line of the text, from 1, before which the part is missing.
    pub line: u32,
    /// A short name in snake_case on which programs may rely.
    pub code: &'static str,
    /// For people: lower case, no final period.
    pub message: String,
}

/// The text that a format's reader extracts from a file, before its lines are found.
#[derive(Debug, Default)]
pub(super) struct ExtractedText {
    /// The text, with its line ends.
    pub(super) text: String,
    /// See [`SourceText::encoding`].
    pub(super) encoding: &'static str,
    /// See [`SourceText::notes`].
    pub(super) notes: Vec<String>,
    /// See [`SourceText::faults`].
    pub(super) faults: Vec<Fault>,
    /// See [`SourceText::page_lines`].
    pub(super) page_lines: Vec<u32>,
    /// See [`SourceText::stated`].
    pub(super) stated: Vec<StatedField>,
    /// See [`SourceText::n_front_lines`].
    pub(super) n_front_lines: u32,
    /// See [`SourceText::heading_levels`].
    pub(super) heading_levels: Vec<(u32, u32)>,
}

impl ExtractedText {
    /// Takes a text as it was decoded from `encoding`.
    pub(super) fn new(text: String, encoding: &'static str) -> ExtractedText {
        ExtractedText {
            text,
            encoding,
            ..ExtractedText::default()
        }
    }

    /// Takes a plain text, restores the escapes of an export and the lost line breaks in it, and reads its front matter.
    pub(super) fn of_plain_text(text: String, encoding: &'static str) -> ExtractedText {
        let mut text = text;
        let mut notes = Vec::new();
        let (restored, note) = escapes::restore(&text);
        if let Some(note) = note {
            notes.push(note);
            text = restored.into_owned();
        }
        let (restored, n_breaks) = lost_breaks::restore(&text);
        if n_breaks > 0 {
            notes.push(format!("{n_breaks} lost line breaks restored"));
            text = restored.into_owned();
        }
        let (stated, n_front_lines) = front_matter::read(&text).unwrap_or_default();
        ExtractedText {
            notes,
            stated,
            n_front_lines,
            ..ExtractedText::new(text, encoding)
        }
    }

    /// Notes that a table of contents of so many lines was left out, if there was one.
    pub(super) fn note_contents(&mut self, n_lines: usize) {
        if n_lines > 0 {
            let note = format!("a table of contents of {n_lines} lines left out");
            self.notes.push(note);
        }
    }

    /// Joins paragraphs, each with the level of its heading style if it has one; a paragraph may have several lines.
    pub(super) fn of_paragraphs(
        paragraphs: &[(String, Option<u32>)],
        encoding: &'static str,
    ) -> ExtractedText {
        let texts: Vec<&str> = paragraphs.iter().map(|(text, _)| text.as_str()).collect();
        let mut extracted = ExtractedText::new(texts.join("\n"), encoding);
        let lines = line_ranges(&extracted.text);
        let mut from = 0;
        for (text, level) in paragraphs {
            if let Some(level) = level {
                let line = lines.partition_point(|range| range.end < from) + 1;
                extracted.heading_levels.push((line as u32, *level));
            }
            from += text.len() + 1;
        }
        extracted
    }
}

impl SourceText {
    /// Takes a plain text that is already in memory.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> SourceText {
        let extracted = ExtractedText::of_plain_text(text.into(), "UTF-8");
        SourceText::unchecked(name.into(), Format::TEXT, extracted)
    }

    fn unchecked(name: String, format: Format, extracted: ExtractedText) -> SourceText {
        let lines = line_ranges(&extracted.text);
        SourceText {
            name,
            text: extracted.text,
            lines,
            encoding: extracted.encoding,
            format,
            notes: extracted.notes,
            faults: extracted.faults,
            page_lines: extracted.page_lines,
            stated: extracted.stated,
            n_front_lines: extracted.n_front_lines,
            heading_levels: extracted.heading_levels,
        }
    }

    /// Takes the text of the document `name` if it can be a report: one that is neither blank nor too long.
    pub(super) fn checked(
        name: &str,
        format: Format,
        extracted: ExtractedText,
    ) -> Result<SourceText, ReadError> {
        let name = || name.to_owned();
        let is_blank = |c: char| c.is_whitespace() || c == '\u{feff}';
        if extracted.text.chars().all(is_blank) {
            return Err(ReadError::Empty { name: name() });
        }
        let source = SourceText::unchecked(name(), format, extracted);
        if source.lines.len() > MAX_LINES {
            return Err(ReadError::TooManyLines {
                name: name(),
                max_lines: MAX_LINES,
            });
        }
        match source.lines.iter().position(|l| l.len() > MAX_LINE_BYTES) {
            Some(index) => Err(ReadError::LineTooLong {
                name: name(),
                line: index + 1,
                max_bytes: MAX_LINE_BYTES,
            }),
            None => Ok(source),
        }
    }

    /// Returns the text of a line, counted from 1; it is empty if there is no such line.
    pub fn line(&self, line: u32) -> &str {
        let index = (line as usize).wrapping_sub(1);
        self.lines
            .get(index)
            .map_or("", |range| &self.text[range.clone()])
    }

    /// Returns the page, from 1, on which a line begins; `None` if the format has no pages.
    pub fn page_of(&self, line: u32) -> Option<u32> {
        let n_begun = self.page_lines.partition_point(|&first| first <= line);
        (!self.page_lines.is_empty()).then_some((n_begun as u32).max(1))
    }
}

/// Returns the byte ranges of the lines, which `\n`, `\r\n`, `\r` and U+2028 end. An empty last line does not count.
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
    fn a_heading_knows_its_line() {
        let paragraphs = [
            ("一\n二", None),
            ("", None),
            ("三", Some(1)),
            ("四\u{2028}五", Some(2)),
        ];
        let paragraphs = paragraphs.map(|(text, level)| (text.to_owned(), level));
        let extracted = ExtractedText::of_paragraphs(&paragraphs, "UTF-8");
        assert_eq!(extracted.heading_levels, [(4, 1), (5, 2)]);
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
    fn a_line_knows_its_page_where_there_are_pages() {
        let mut source = SourceText::new("a.txt", "一\n二\n三");
        assert_eq!(source.page_of(2), None);
        source.page_lines = vec![1, 3];
        assert_eq!(
            (source.page_of(1), source.page_of(2), source.page_of(3)),
            (Some(1), Some(1), Some(2))
        );
    }
}
