//! JSON Lines: .jsonl, passages that another program cut, one a line.
//!
//! Input: a file of any size. Output: [`Record`]s, streamed through one line buffer that is used again, so that 2 GB need no more memory
//! than 2 MB. A wrong line becomes a [`RecordProblem`], and the next one is read. `loose_records` reads lines whose fields are named or
//! typed in other ways.

mod loose_records;

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read};

use crate::corpus::format::{FormatReader, Probe};
use crate::corpus::input::{ByteStream, Input};
use crate::corpus::left_out::io_reason;
use crate::corpus::read_error::ReadError;
use crate::corpus::records::{Record, RecordProblem, RecordStream, Records};
use crate::corpus::source::Source;
use crate::corpus::source_text::Format;
use loose_records::loose_record;

/// The longest line that is read, in bytes; a longer one is skipped without being held in memory.
const MAX_RECORD_BYTES: usize = 16 * 1024 * 1024;

/// How serde's message about a line with two texts begins; one of them would be lost.
const TWO_TEXTS: &str = "duplicate field `text`";

/// How many bytes are read from the disk at once.
const BUFFER_BYTES: usize = 256 * 1024;

/// The reader of JSON Lines. It recognises them by their ending alone, since any text may hold a line of JSON.
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
        let lines = JsonLineReader::new(input.bytes);
        Ok(Source::Records(Records::new(input.name, Box::new(lines))))
    }
}

/// The lines of one file.
#[derive(Debug)]
struct JsonLineReader {
    reader: BufReader<ByteStream>,
    buffer: Vec<u8>,
    line: u64,
    failed: bool,
}

impl JsonLineReader {
    fn new(bytes: ByteStream) -> JsonLineReader {
        let reader = BufReader::with_capacity(BUFFER_BYTES, bytes);
        JsonLineReader {
            reader,
            buffer: Vec::new(),
            line: 0,
            failed: false,
        }
    }

    /// Reads the next line into the buffer.
    fn fill_line(&mut self) -> std::io::Result<LineRead> {
        self.buffer.clear();
        let mut limited = (&mut self.reader).take(MAX_RECORD_BYTES as u64 + 1);
        if limited.read_until(b'\n', &mut self.buffer)? == 0 {
            return Ok(LineRead::End);
        }
        if self.buffer.len() > MAX_RECORD_BYTES && self.buffer.last() != Some(&b'\n') {
            self.buffer.clear();
            self.buffer.shrink_to(BUFFER_BYTES);
            skip_line(&mut self.reader)?;
            return Ok(LineRead::TooLong);
        }
        if self.line == 1 && self.buffer.starts_with("\u{feff}".as_bytes()) {
            self.buffer.drain(..3);
        }
        let blank = self.buffer.iter().all(u8::is_ascii_whitespace);
        Ok(if blank {
            LineRead::Blank
        } else {
            LineRead::Held
        })
    }
}

impl RecordStream for JsonLineReader {
    fn next_record(&mut self, name: &str) -> Option<Result<Record<'_>, RecordProblem>> {
        loop {
            if self.failed {
                return None;
            }
            self.line += 1;
            match self.fill_line() {
                Ok(LineRead::End) => return None,
                Ok(LineRead::Blank) => {}
                Ok(LineRead::Held) => break,
                Ok(LineRead::TooLong) => {
                    let message = format!("longer than {MAX_RECORD_BYTES} bytes");
                    return Some(Err(RecordProblem {
                        line: self.line,
                        message,
                    }));
                }
                Err(error) => {
                    // The file can no longer be read; that is said once.
                    self.failed = true;
                    let message = io_reason(&error);
                    return Some(Err(RecordProblem {
                        line: self.line,
                        message,
                    }));
                }
            }
        }
        Some(parse(&self.buffer, self.line, name))
    }
}

/// What the attempt to read a line came to.
enum LineRead {
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
        // serde would take an array as the fields in their order.
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

/// Returns serde's message without its line, which is always 1.
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
