//! Tables of text: .csv, .tsv.
//!
//! Recognised by the ending. Cells stand between commas, semicolons or tabs, whichever the first line has most of. Rows
//! are streamed, so that memory stays the same for 2 GB; a row that does not end is given up, with what follows it. Each cell is
//! UTF-8, or of the encoding that the beginning of the file is of; UTF-16 is read whole. What a table
//! comes to is told by [`super::table`].

use std::io::Cursor;

use ::csv::{ByteRecord, ErrorKind, Reader, ReaderBuilder};
use encoding_rs::{Encoding, GB18030};

use super::table::{self, Row, Rows, TableName};
use super::text::is_binary;
use crate::corpus::decode::{decode, looks_like_utf16};
use crate::corpus::format::{Format, FormatReader, Probe};
use crate::corpus::input::{Content, Input, Meter, Metered};
use crate::corpus::limits::{MAX_COLUMNS, MAX_ROW_BYTES, MAX_TEXT_BYTES};
use crate::corpus::read_error::ReadError;
use crate::corpus::records::RecordProblem;
use crate::corpus::source_file::io_reason;
use crate::corpus::source_text::Source;

/// See the file's first line.
pub(in crate::corpus) struct Csv;

impl FormatReader for Csv {
    fn format(&self) -> Format {
        Format::named("csv")
    }

    fn endings(&self) -> &'static [&'static str] {
        &["csv", "tsv"]
    }

    fn has_columns(&self) -> bool {
        true
    }

    fn recognises(&self, probe: &Probe<'_>) -> bool {
        let is_text = !is_binary(probe.head) || looks_like_utf16(probe.head);
        self.endings().contains(&probe.ending) && is_text
    }

    fn read(&self, mut input: Input) -> Result<Source, ReadError> {
        let name = input.name.clone();
        let mut head = input.content.head().map_err(|source| ReadError::Read {
            name: name.clone(),
            source,
        })?;
        let mut encoding = "UTF-8";
        if looks_like_utf16(&head) {
            let bytes = input.bytes(MAX_TEXT_BYTES)?;
            let decoded = decode(bytes);
            let (text, of_text) = decoded.ok_or(ReadError::NoEncoding { name: name.clone() })?;
            encoding = of_text;
            head = text.as_bytes().iter().copied().take(head.len()).collect();
            input.content = Content::Memory(Cursor::new(text.into_bytes()));
        } else {
            // Up to the end of a line, and so of a character.
            let whole = memchr::memrchr(b'\n', &head).unwrap_or(head.len());
            if let Some((_, of_head)) = decode(head[..whole].to_vec()) {
                encoding = of_head;
            }
        }
        let meter = Meter::new(MAX_ROW_BYTES);
        let reader = ReaderBuilder::new()
            .delimiter(delimiter(&head))
            .has_headers(false)
            .flexible(true)
            .from_reader(Metered::new(input.content, &meter));
        let rows = CsvRows {
            reader,
            meter,
            encoding: Encoding::for_label(encoding.as_bytes()).unwrap_or(GB18030),
            number: 0,
            has_ended: false,
        };
        let table = TableName {
            name: name.clone(),
            format: self.format(),
            encoding,
        };
        let read = table::read(table, Box::new(rows), &input.options.columns);
        read.map_err(|refusal| refusal.of(&name))
    }
}

/// What stands between the cells.
fn delimiter(head: &[u8]) -> u8 {
    let first = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let mut is_quoted = false;
    let mut counts = [(b',', 0), (b'\t', 0), (b';', 0)];
    for &byte in first {
        is_quoted ^= byte == b'"';
        if let Some((_, count)) = counts
            .iter_mut()
            .find(|(mark, _)| *mark == byte && !is_quoted)
        {
            *count += 1;
        }
    }
    // Of equal counts the first, the comma.
    let best = counts.iter().rev().max_by_key(|(_, count)| *count);
    best.map_or(b',', |(mark, _)| *mark)
}

/// The rows of a file.
#[derive(Debug)]
struct CsvRows {
    reader: Reader<Metered<Content>>,
    /// What the row that is being read may still take.
    meter: Meter,
    /// Of cells that are not UTF-8.
    encoding: &'static Encoding,
    number: u64,
    has_ended: bool,
}

impl CsvRows {
    fn text_of(&self, cell: &[u8]) -> String {
        let encoding = match self.encoding == encoding_rs::UTF_8 {
            true => GB18030,
            false => self.encoding,
        };
        match std::str::from_utf8(cell) {
            Ok(cell) => cell.to_owned(),
            Err(_) => encoding.decode_without_bom_handling(cell).0.into_owned(),
        }
    }
}

impl Rows for CsvRows {
    fn next_row(&mut self) -> Option<Result<Row, RecordProblem>> {
        if self.has_ended {
            return None;
        }
        self.meter.set(MAX_ROW_BYTES);
        self.number += 1;
        let mut record = ByteRecord::new();
        match self.reader.read_byte_record(&mut record) {
            Ok(true) => {
                let cells = record.iter().take(MAX_COLUMNS);
                let cells = cells.map(|cell| self.text_of(cell)).collect();
                Some(Ok(Row {
                    number: self.number,
                    cells,
                }))
            }
            Ok(false) => {
                self.has_ended = true;
                None
            }
            Err(error) => {
                self.has_ended = true;
                let message = match error.kind() {
                    _ if self.meter.is_spent() => format!(
                        "longer than {MAX_ROW_BYTES} bytes, a quotation mark may be missing; the rest is not read"
                    ),
                    ErrorKind::Io(error) => io_reason(error),
                    _ => error.to_string(),
                };
                Some(Err(RecordProblem {
                    line: self.number,
                    message,
                }))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_between_what_the_first_line_has_most_of() {
        assert_eq!(delimiter("正文,年度\n1;2;3".as_bytes()), b',');
        assert_eq!(delimiter("正文\t年度".as_bytes()), b'\t');
        assert_eq!(delimiter("\"a,b,c\";年度\n".as_bytes()), b';');
        assert_eq!(delimiter("正文".as_bytes()), b',');
    }
}
