//! The text of one file, with its lines.
//!
//! Input: decoded text, or paragraphs. Output: a [`SourceText`], or a [`ReadError`] where it is no report by
//! its measures. Refuses to know bytes, and what the text says.

use std::ops::Range;

use super::documents::Documents;
use super::format::Format;
use super::limits::{MAX_LINE_BYTES, MAX_LINES};
use super::read_error::ReadError;
use super::records::Records;
use super::settings::given::Given;

/// A file that has been read.
#[derive(Debug)]
pub enum Source {
    /// One document.
    Text(SourceText),
    /// A stream of passages that were cut elsewhere.
    Records(Records),
    /// A stream of documents: the members of an archive, the rows of a table.
    Documents(Documents),
}

/// The decoded text of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    /// The file's name, as in [`super::SourceFile::name`].
    pub name: String,
    /// The text. Of Word, HTML and PDF each paragraph is a line, and so is a row of a table, its cells joined by ` | `.
    pub text: String,
    /// Byte range of each line in `text`, line ends left out; line n is `lines[n - 1]`.
    pub lines: Vec<Range<usize>>,
    /// The encoding it was read by.
    pub encoding: &'static str,
    /// The format it was read as.
    pub format: Format,
    /// What was done to the text to read it, for people: lower case, no final period.
    pub notes: Vec<String>,
    /// What of the file could not be read.
    pub faults: Vec<Fault>,
    /// The first line of each page, from 1, where the format has pages.
    pub page_lines: Vec<u32>,
    /// What is said of the document beside its text; it comes before what the text says.
    pub given: Vec<Given>,
    /// How many lines its front matter has, at its beginning.
    pub n_front_lines: u32,
    /// Lines that the file's author set as headings, by a style of Word: line, from 1, and level, from 1.
    pub heading_levels: Vec<(u32, u32)>,
}

/// A part of a file that could not be read, while the rest was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line of the text it stands before, from 1.
    pub line: u32,
    /// A short name in snake_case, stable for programs.
    pub code: &'static str,
    /// For people: lower case, no final period.
    pub message: String,
}

/// What a format's reader makes of a file, before its lines are found.
#[derive(Debug, Default)]
pub(super) struct Draft {
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
    /// See [`SourceText::given`].
    pub(super) given: Vec<Given>,
    /// See [`SourceText::n_front_lines`].
    pub(super) n_front_lines: u32,
    /// See [`SourceText::heading_levels`].
    pub(super) heading_levels: Vec<(u32, u32)>,
}

impl Draft {
    /// A text by its encoding.
    pub(super) fn new(text: String, encoding: &'static str) -> Draft {
        Draft {
            text,
            encoding,
            ..Draft::default()
        }
    }

    /// Of paragraphs, each with the level of the heading it is set as; one may have several lines.
    pub(super) fn of_paragraphs(
        paragraphs: &[(String, Option<u32>)],
        encoding: &'static str,
    ) -> Draft {
        let texts: Vec<&str> = paragraphs.iter().map(|(text, _)| text.as_str()).collect();
        let mut draft = Draft::new(texts.join("\n"), encoding);
        let lines = line_ranges(&draft.text);
        let mut from = 0;
        for (text, level) in paragraphs {
            if let Some(level) = level {
                let line = lines.partition_point(|range| range.end < from) + 1;
                draft.heading_levels.push((line as u32, *level));
            }
            from += text.len() + 1;
        }
        draft
    }
}

impl SourceText {
    /// A text that is already in memory.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> SourceText {
        let draft = super::formats::text::draft_of(text.into(), "UTF-8");
        SourceText::of_draft(name.into(), Format::TEXT, draft)
    }

    fn of_draft(name: String, format: Format, draft: Draft) -> SourceText {
        let lines = line_ranges(&draft.text);
        SourceText {
            name,
            text: draft.text,
            lines,
            encoding: draft.encoding,
            format,
            notes: draft.notes,
            faults: draft.faults,
            page_lines: draft.page_lines,
            given: draft.given,
            n_front_lines: draft.n_front_lines,
            heading_levels: draft.heading_levels,
        }
    }

    /// What a reader made of a file, where it can be a report.
    pub(super) fn checked(
        name: &str,
        format: Format,
        draft: Draft,
    ) -> Result<SourceText, ReadError> {
        let name = || name.to_owned();
        let is_blank = |c: char| c.is_whitespace() || c == '\u{feff}';
        if draft.text.chars().all(is_blank) {
            return Err(ReadError::Empty { name: name() });
        }
        let source = SourceText::of_draft(name(), format, draft);
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

    /// The text of a line, from 1; empty where there is no such line.
    pub fn line(&self, line: u32) -> &str {
        let index = (line as usize).wrapping_sub(1);
        self.lines
            .get(index)
            .map_or("", |range| &self.text[range.clone()])
    }

    /// The page a line begins on, from 1; `None` where the format has no pages.
    pub fn page_of(&self, line: u32) -> Option<u32> {
        let n_begun = self.page_lines.partition_point(|&first| first <= line);
        (!self.page_lines.is_empty()).then_some((n_begun as u32).max(1))
    }
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
    fn a_heading_knows_its_line() {
        let paragraphs = [
            ("一\n二", None),
            ("", None),
            ("三", Some(1)),
            ("四\u{2028}五", Some(2)),
        ];
        let paragraphs = paragraphs.map(|(text, level)| (text.to_owned(), level));
        let draft = Draft::of_paragraphs(&paragraphs, "UTF-8");
        assert_eq!(draft.heading_levels, [(4, 1), (5, 2)]);
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
