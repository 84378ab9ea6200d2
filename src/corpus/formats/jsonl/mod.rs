//! JSON Lines: passages that were cut elsewhere, one a line.
//!
//! Input: a file of any size. Output: [`Record`]s, streamed through one reused line buffer, so that
//! memory stays the same for 2 GB. A wrong line is a [`RecordProblem`] and the rest goes on.
//! Refuses to know what the fields mean.

mod loose_records;

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read};

use crate::corpus::format::{Format, FormatReader, Probe};
use crate::corpus::input::{Content, Input};
use crate::corpus::read_error::ReadError;
use crate::corpus::records::{Record, RecordProblem, Records};
use crate::corpus::source_text::Source;
use loose_records::loose_record;

/// A longer line is skipped without being held.
const MAX_RECORD_BYTES: usize = 16 * 1024 * 1024;

/// What serde says of a line with two texts, of which one would be lost.
const TWO_TEXTS: &str = "duplicate field `text`";

/// How much is read from the disk at once.
const BUFFER_BYTES: usize = 256 * 1024;

/// The format; recognised by its ending alone, since any text may hold a line of JSON.
pub(in crate::corpus) struct JsonLines;

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
        let lines = Lines::new(input.content);
        Ok(Source::Records(Records::of_lines(input.name, lines)))
    }
}

/// The lines of one file.
#[derive(Debug)]
pub(in crate::corpus) struct Lines {
    reader: BufReader<Content>,
    buffer: Vec<u8>,
    line: u64,
    failed: bool,
}

impl Lines {
    fn new(content: Content) -> Lines {
        let reader = BufReader::with_capacity(BUFFER_BYTES, content);
        Lines {
            reader,
            buffer: Vec::new(),
            line: 0,
            failed: false,
        }
    }

    /// The next record, of the file `name`; `None` at the end.
    pub(in crate::corpus) fn next_record(
        &mut self,
        name: &str,
    ) -> Option<Result<Record<'_>, RecordProblem>> {
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
                    let message = crate::corpus::source_file::io_reason(&error);
                    return Some(Err(RecordProblem {
                        line: self.line,
                        message,
                    }));
                }
            }
        }
        Some(parse(&self.buffer, self.line, name))
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
    let mut record: Record<'a> = match serde_json::from_str(text) {
        Ok(record) => record,
        Err(error) => {
            let message = message(&error);
            let loose = loose_record(text).filter(|_| !message.starts_with(TWO_TEXTS));
            loose.ok_or(RecordProblem { line, message })?
        }
    };
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
    fn a_record_of_another_collection_is_read_too() {
        check(r#"{"_id":"a","text":"教育"}"#, Ok(("a", "教育")));
        check(
            r#"{"_id":"a","text":"教育","section":"一"}"#,
            Ok(("a", "教育")),
        );
        check(
            r#"{"id":"a","docid":"b","contents":"教育"}"#,
            Ok(("a", "教育")),
        );
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
