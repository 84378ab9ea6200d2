//! JSON Lines: passages that were cut elsewhere, one a line.
//!
//! Input: a file of any size. Output: [`Record`]s, streamed through one reused line buffer, so that
//! memory stays the same for 2 GB. A wrong line is a [`RecordProblem`] and the rest goes on.
//! Refuses to know what the fields mean.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};

use serde::Deserialize;

use super::format::{Format, FormatReader, Input, Probe};
use super::read_error::ReadError;
use super::source_text::Source;

/// A longer line is skipped without being held.
const MAX_RECORD_BYTES: usize = 16 * 1024 * 1024;

/// How much is read from the disk at once.
const BUFFER_BYTES: usize = 256 * 1024;

/// The format; recognised by its ending alone, since any text may hold a line of JSON.
pub(super) struct JsonLines;

impl FormatReader for JsonLines {
    fn format(&self) -> Format {
        Format::named("jsonl")
    }

    fn endings(&self) -> &'static [&'static str] {
        &["jsonl"]
    }

    fn recognises(&self, probe: &Probe<'_>) -> bool {
        self.endings().contains(&probe.ending)
    }

    fn read(&self, input: Input) -> Result<Source, ReadError> {
        Ok(Source::Records(Records::new(input.name, input.file)))
    }
}

/// One passage of a JSON Lines file. `id` and `text` are required, all else may be absent; fields
/// of other names are passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Record<'a> {
    /// Its name in its own collection; `NAME:line` where it has none. A number is taken as text.
    #[serde(borrow, default, deserialize_with = "text_or_number")]
    pub id: Cow<'a, str>,
    /// What is indexed.
    #[serde(borrow)]
    pub text: Cow<'a, str>,
    /// Line of the file, from 1.
    #[serde(skip)]
    pub line: u64,
    /// See the report's metadata.
    #[serde(borrow, default)]
    pub district: Option<Cow<'a, str>>,
    /// See the report's metadata.
    #[serde(borrow, default)]
    pub city: Option<Cow<'a, str>>,
    /// See the report's metadata.
    #[serde(borrow, default)]
    pub province: Option<Cow<'a, str>>,
    /// The year the passage speaks of.
    #[serde(default)]
    pub year: Option<i32>,
    /// The year of its report.
    #[serde(default)]
    pub report_year: Option<i32>,
    /// 总结, 计划, 问题 or 其他.
    #[serde(borrow, default)]
    pub kind: Option<Cow<'a, str>>,
    /// 文种.
    #[serde(borrow, default)]
    pub report_kind: Option<Cow<'a, str>>,
    /// `body`, `heading`, `title` or `boilerplate`.
    #[serde(borrow, default)]
    pub role: Option<Cow<'a, str>>,
    /// 章节路径, the outermost heading first.
    #[serde(borrow, default)]
    pub section: Vec<Cow<'a, str>>,
    /// The title of its report.
    #[serde(borrow, default)]
    pub title: Option<Cow<'a, str>>,
    /// 发布机构.
    #[serde(borrow, default)]
    pub issuer: Option<Cow<'a, str>>,
    /// 文号.
    #[serde(borrow, default)]
    pub document_number: Option<Cow<'a, str>>,
    /// 发布日期, as YYYY-MM-DD.
    #[serde(borrow, default)]
    pub published: Option<Cow<'a, str>>,
}

/// A line that is no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordProblem {
    /// Line of the file, from 1.
    pub line: u64,
    /// For people: lower case, no final period.
    pub message: String,
}

/// The records of one file, read one by one.
#[derive(Debug)]
pub struct Records {
    name: String,
    reader: BufReader<File>,
    buffer: Vec<u8>,
    line: u64,
    failed: bool,
}

impl Records {
    pub(super) fn new(name: String, file: File) -> Records {
        let reader = BufReader::with_capacity(BUFFER_BYTES, file);
        Records {
            name,
            reader,
            buffer: Vec::new(),
            line: 0,
            failed: false,
        }
    }

    /// The file's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The next record, borrowed from the line buffer: the fast way to read. `None` at the end.
    pub fn next_borrowed(&mut self) -> Option<Result<Record<'_>, RecordProblem>> {
        loop {
            if self.failed {
                return None;
            }
            self.line += 1;
            match self.fill_line() {
                Ok(Line::End) => return None,
                Ok(Line::Blank) => {}
                Ok(Line::Held) => break,
                Ok(Line::TooLong) => {
                    let message = format!("longer than {MAX_RECORD_BYTES} bytes");
                    return Some(Err(RecordProblem {
                        line: self.line,
                        message,
                    }));
                }
                Err(error) => {
                    // The file can no longer be read: say so once, then end.
                    self.failed = true;
                    let message = super::source_file::io_reason(&error);
                    return Some(Err(RecordProblem {
                        line: self.line,
                        message,
                    }));
                }
            }
        }
        Some(parse(&self.buffer, self.line, &self.name))
    }

    /// Gives every record that is left to `visit`, the borrowed form; stops at the first error of `visit`.
    pub fn visit<E>(
        &mut self,
        mut visit: impl FnMut(Result<Record<'_>, RecordProblem>) -> Result<(), E>,
    ) -> Result<(), E> {
        while let Some(record) = self.next_borrowed() {
            visit(record)?;
        }
        Ok(())
    }

    fn fill_line(&mut self) -> std::io::Result<Line> {
        self.buffer.clear();
        let mut limited = (&mut self.reader).take(MAX_RECORD_BYTES as u64 + 1);
        if limited.read_until(b'\n', &mut self.buffer)? == 0 {
            return Ok(Line::End);
        }
        if self.buffer.len() > MAX_RECORD_BYTES && self.buffer.last() != Some(&b'\n') {
            self.buffer.clear();
            self.buffer.shrink_to(BUFFER_BYTES);
            skip_line(&mut self.reader)?;
            return Ok(Line::TooLong);
        }
        if self.line == 1 && self.buffer.starts_with("\u{feff}".as_bytes()) {
            self.buffer.drain(..3);
        }
        let blank = self.buffer.iter().all(u8::is_ascii_whitespace);
        Ok(if blank { Line::Blank } else { Line::Held })
    }
}

impl Iterator for Records {
    type Item = Result<Record<'static>, RecordProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_borrowed()
            .map(|record| record.map(Record::into_owned))
    }
}

impl Record<'_> {
    /// The record with its own copy of every text.
    pub fn into_owned(self) -> Record<'static> {
        fn own(text: Cow<'_, str>) -> Cow<'static, str> {
            Cow::Owned(text.into_owned())
        }
        Record {
            id: own(self.id),
            text: own(self.text),
            line: self.line,
            district: self.district.map(own),
            city: self.city.map(own),
            province: self.province.map(own),
            year: self.year,
            report_year: self.report_year,
            kind: self.kind.map(own),
            report_kind: self.report_kind.map(own),
            role: self.role.map(own),
            section: self.section.into_iter().map(own).collect(),
            title: self.title.map(own),
            issuer: self.issuer.map(own),
            document_number: self.document_number.map(own),
            published: self.published.map(own),
        }
    }
}

enum Line {
    End,
    Blank,
    Held,
    TooLong,
}

fn skip_line(reader: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let held = reader.fill_buf()?;
        if held.is_empty() {
            return Ok(());
        }
        match held.iter().position(|&b| b == b'\n') {
            Some(at) => {
                reader.consume(at + 1);
                return Ok(());
            }
            None => {
                let n_bytes = held.len();
                reader.consume(n_bytes);
            }
        }
    }
}

fn parse<'a>(bytes: &'a [u8], line: u64, name: &str) -> Result<Record<'a>, RecordProblem> {
    let text = std::str::from_utf8(bytes).map_err(|_| RecordProblem {
        line,
        message: "not UTF-8".to_owned(),
    })?;
    if text.trim_start().starts_with('[') {
        // serde would take an array for the fields in their order.
        return Err(RecordProblem {
            line,
            message: "not a JSON object".to_owned(),
        });
    }
    let mut record: Record<'a> = serde_json::from_str(text).map_err(|error| RecordProblem {
        line,
        message: message(&error),
    })?;
    record.line = line;
    if record.text.contains('\0') {
        record.text = Cow::Owned(record.text.replace('\0', "\u{FFFD}"));
    }
    if record.id.is_empty() {
        record.id = Cow::Owned(format!("{name}:{line}"));
    }
    Ok(record)
}

/// serde's message, without the line that is always 1.
fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(at) => format!("{}, column {}", &text[..at], error.column()),
        None => text,
    }
}

fn text_or_number<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Cow<'de, str>, D::Error> {
    struct Visitor;
    impl<'de> serde::de::Visitor<'de> for Visitor {
        type Value = Cow<'de, str>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a text or a number as id")
        }
        fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
            Ok(Cow::Borrowed(text))
        }
        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Cow::Owned(text.to_owned()))
        }
        fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
            Ok(Cow::Owned(number.to_string()))
        }
        fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
            Ok(Cow::Owned(number.to_string()))
        }
        fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
            Ok(Cow::Owned(number.to_string()))
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Cow::Borrowed(""))
        }
    }
    from.deserialize_any(Visitor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Result<(&str, &str), &str>) {
        let read = parse(line.as_bytes(), 7, "a.jsonl");
        let read = read
            .as_ref()
            .map(|r| (r.id.as_ref(), r.text.as_ref()))
            .map_err(|p| p.message.as_str());
        assert_eq!(read, expected);
    }

    #[test]
    fn an_id_may_be_a_number_or_absent() {
        check(r#"{"id":"a","text":"教育"}"#, Ok(("a", "教育")));
        check(r#"{"id":12,"text":"教育","other":[1]}"#, Ok(("12", "教育")));
        check(r#"{"text":"教\u80b2"}"#, Ok(("a.jsonl:7", "教育")));
    }

    #[test]
    fn a_wrong_line_says_where() {
        check(r#"{"id":1}"#, Err("missing field `text`, column 8"));
        check("no", Err("expected ident, column 2"));
    }

    #[test]
    fn an_unescaped_text_is_borrowed() {
        let record = parse(r#"{"id":"a","text":"教育"}"#.as_bytes(), 1, "a").unwrap();
        assert!(matches!(record.text, Cow::Borrowed(_)));
    }

    #[test]
    fn an_array_is_no_record() {
        let problem = parse(r#"["甲","区管校聘"]"#.as_bytes(), 3, "a.jsonl").unwrap_err();
        assert_eq!(
            (problem.line, problem.message.as_str()),
            (3, "not a JSON object")
        );
    }

    #[test]
    fn a_nul_is_shown_for_what_it_is() {
        let record = parse(br#"{"id":1,"text":"a\u0000b"}"#, 1, "a.jsonl").unwrap();
        assert_eq!(record.text, "a\u{FFFD}b");
    }
}
