//! Tables in plain text: .csv and .tsv.
//!
//! Input: a file, recognised by its ending. Output: its rows, which [`super::table`] interprets. Cells are separated by commas, semicolons
//! or tabs, whichever the first line has most of. Rows are streamed, so that 2 GB need no more memory than 2 MB; a row that does not end
//! is given up together with what follows it. A cell is decoded as UTF-8, or else from the encoding of the file's beginning; a file in
//! UTF-16 is read whole.

use std::io::Cursor;

use ::csv::{ByteRecord, ErrorKind, Reader, ReaderBuilder};
use encoding_rs::{Encoding, GB18030};

use super::table::{self, TableName, TableRow, TableRows};
use super::text::is_binary;
use crate::corpus::decoding::{decode, looks_like_utf16};
use crate::corpus::delimiter::delimiter;
use crate::corpus::format::{FormatReader, Probe};
use crate::corpus::input::{ByteStream, Input, Meter, Metered};
use crate::corpus::left_out::io_reason;
use crate::corpus::limits::{MAX_COLUMNS, MAX_ROW_BYTES, MAX_TEXT_BYTES};
use crate::corpus::read_error::ReadError;
use crate::corpus::records::RecordProblem;
use crate::corpus::source::Source;
use crate::corpus::source_text::Format;

/// The reader of tables in plain text.
pub(super) struct Csv;

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
        let mut head = input.bytes.head().map_err(|source| ReadError::Read {
            name: name.clone(),
            source,
        })?;
        let mut encoding = "UTF-8";
        if looks_like_utf16(&head) {
            let bytes = input.read_all(MAX_TEXT_BYTES)?;
            let decoded = decode(bytes);
            let (text, of_text) = decoded.ok_or(ReadError::NoEncoding { name: name.clone() })?;
            encoding = of_text;
            head = text.as_bytes().iter().copied().take(head.len()).collect();
            input.bytes = ByteStream::Memory(Cursor::new(text.into_bytes()));
        } else {
            // The sample ends with a line, and so with a whole character.
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
            .from_reader(Metered::new(input.bytes, &meter));
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

/// The rows of a .csv.
#[derive(Debug)]
struct CsvRows {
    reader: Reader<Metered<ByteStream>>,
    /// The bytes that the row being read may still take.
    meter: Meter,
    /// The encoding of cells that are not UTF-8.
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

impl TableRows for CsvRows {
    fn next_row(&mut self) -> Option<Result<TableRow, RecordProblem>> {
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
                Some(Ok(TableRow {
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
