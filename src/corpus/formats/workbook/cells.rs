//! The cells of a workbook's sheet, row by row, and the texts that they share.
//!
//! Input: the XML of a sheet. Output: [`TableRow`]s, one of which is in memory at a time; a cell far to the right or below costs nothing
//! for those before it. `table` interprets the rows.

use std::io::Cursor;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::styles::DateFormats;
use crate::corpus::decoding::decode;
use crate::corpus::formats::table::{TableRow, TableRows};
use crate::corpus::formats::xml::{attribute, character_of};
use crate::corpus::limits::{MAX_COLUMNS, MAX_ROW_BYTES, MAX_WORKBOOK_TEXT_BYTES};
use crate::corpus::read_error::Refusal;
use crate::corpus::records::RecordProblem;

/// The texts of a workbook, to which its cells refer by number.
pub(super) type SharedTexts = Arc<[Box<str>]>;

type Xml = Reader<Cursor<Vec<u8>>>;

/// Reads the texts that cells share.
pub(super) fn texts(bytes: Vec<u8>) -> Result<SharedTexts, Refusal> {
    let mut xml = reader(bytes)?;
    let (mut texts, mut buffer) = (Vec::new(), Vec::new());
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(Refusal::damaged)? {
            Event::Start(start) if start.local_name().into_inner() == "si" => {
                let mut text = String::new();
                text_until(&mut xml, "si", &mut text).map_err(Refusal::damaged)?;
                texts.push(without_escapes(text).into_boxed_str());
            }
            Event::Empty(start) if start.local_name().into_inner() == "si" => {
                texts.push(Box::default());
            }
            Event::Eof => return Ok(texts.into()),
            _ => {}
        }
    }
}

/// The rows of a sheet.
#[derive(Debug)]
pub(super) struct SheetRows {
    xml: Xml,
    texts: SharedTexts,
    dates: DateFormats,
    buffer: Vec<u8>,
    number: u64,
    /// How many bytes all cells so far hold; many cells may share one long text.
    n_bytes: u64,
    has_ended: bool,
}

impl SheetRows {
    /// Takes the XML of a sheet.
    pub(super) fn new(
        bytes: Vec<u8>,
        texts: SharedTexts,
        dates: DateFormats,
    ) -> Result<SheetRows, Refusal> {
        Ok(SheetRows {
            xml: reader(bytes)?,
            texts,
            dates,
            buffer: Vec::new(),
            number: 0,
            n_bytes: 0,
            has_ended: false,
        })
    }

    /// Reads the next row; an error ends the sheet.
    fn read(&mut self) -> Result<Option<TableRow>, String> {
        let mut row: Option<TableRow> = None;
        let (mut column, mut n_bytes) = (0, 0);
        loop {
            self.buffer.clear();
            let event = self.xml.read_event_into(&mut self.buffer);
            let event = event.map_err(|error| format!("its XML is wrong: {error}"))?;
            match event {
                Event::Start(start) | Event::Empty(start)
                    if start.local_name().into_inner() == "row" =>
                {
                    let number = attribute(&start, "r").and_then(|r| r.parse().ok());
                    self.number = number.unwrap_or(self.number + 1);
                    row = Some(TableRow {
                        number: self.number,
                        cells: Vec::new(),
                    });
                    column = 0;
                }
                Event::Start(start) if start.local_name().into_inner() == "c" => {
                    let cell = Cell::of(&start, column);
                    column = cell.column + 1;
                    let text = self.text_of(&cell)?;
                    n_bytes += text.len() as u64;
                    if n_bytes > MAX_ROW_BYTES {
                        return Err(format!(
                            "longer than {MAX_ROW_BYTES} bytes; the rest is not read"
                        ));
                    }
                    if let Some(row) = &mut row
                        && cell.column < MAX_COLUMNS
                        && !text.is_empty()
                    {
                        let n_cells = row.cells.len().max(cell.column + 1);
                        row.cells.resize(n_cells, String::new());
                        row.cells[cell.column] = text;
                    }
                }
                Event::Empty(start) if start.local_name().into_inner() == "c" => {
                    column = Cell::of(&start, column).column + 1;
                }
                Event::End(end) if end.local_name().into_inner() == "row" => {
                    self.n_bytes += n_bytes;
                    if self.n_bytes > MAX_WORKBOOK_TEXT_BYTES {
                        return Err(format!(
                            "the rest is not read: its cells hold more than {MAX_WORKBOOK_TEXT_BYTES} bytes"
                        ));
                    }
                    // An empty row counts nothing towards the limits.
                    match row.take() {
                        Some(row) if !row.cells.is_empty() => return Ok(Some(row)),
                        _ => n_bytes = 0,
                    }
                }
                Event::Eof => return Ok(row.filter(|row| !row.cells.is_empty())),
                _ => {}
            }
        }
    }

    /// Returns what a cell shows; its start tag has been read.
    fn text_of(&mut self, cell: &Cell) -> Result<String, String> {
        let mut text = String::new();
        text_until(&mut self.xml, "c", &mut text)?;
        Ok(match cell.kind.as_str() {
            "s" => {
                let shared = text.trim().parse().ok();
                let shared = shared.and_then(|at: usize| self.texts.get(at));
                shared.map_or_else(String::new, |text| text.to_string())
            }
            "inlineStr" | "str" => without_escapes(text),
            "e" => String::new(),
            "b" | "d" => text,
            _ => self.number_of(text.trim(), cell.format),
        })
    }

    /// Returns a number without a fraction of zero, 2022 for 2022.0, or the date that it is shown as.
    fn number_of(&self, text: &str, format: usize) -> String {
        let Ok(number) = text.parse::<f64>() else {
            return text.to_owned();
        };
        if let Some(date) = self.dates.date(number, format) {
            return date;
        }
        match number.fract() == 0.0 && number.abs() < 1e15 {
            true => format!("{number:.0}"),
            false => text.to_owned(),
        }
    }
}

impl TableRows for SheetRows {
    fn next_row(&mut self) -> Option<Result<TableRow, RecordProblem>> {
        if self.has_ended {
            return None;
        }
        match self.read() {
            Ok(Some(row)) => Some(Ok(row)),
            Ok(None) => {
                self.has_ended = true;
                None
            }
            Err(message) => {
                self.has_ended = true;
                let line = self.number;
                Some(Err(RecordProblem { line, message }))
            }
        }
    }
}

/// A cell as its start tag describes it.
struct Cell {
    /// Its column, from 0.
    column: usize,
    /// Its type, `s`, `inlineStr`, `n` and so on; empty for a number.
    kind: String,
    /// The index of its format among those of the workbook.
    format: usize,
}

impl Cell {
    /// Reads a start tag; a cell that names no column is in the next one.
    fn of(start: &BytesStart<'_>, next_column: usize) -> Cell {
        let column = attribute(start, "r").and_then(|place| column_of(&place));
        Cell {
            column: column.unwrap_or(next_column),
            kind: attribute(start, "t").unwrap_or_default(),
            format: attribute(start, "s")
                .and_then(|s| s.parse().ok())
                .unwrap_or(0),
        }
    }
}

/// Returns the column, from 0, of a cell reference: 27 for AB12.
fn column_of(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic).take(4);
    let number = letters.fold(0, |number, letter| {
        number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    number.checked_sub(1)
}

fn reader(bytes: Vec<u8>) -> Result<Xml, Refusal> {
    let (text, _) = decode(bytes).ok_or_else(|| Refusal::damaged("its XML is of no encoding"))?;
    let mut xml = Reader::from_reader(Cursor::new(text.into_bytes()));
    xml.config_mut().check_end_names = false;
    Ok(xml)
}

/// Appends the text of `v` and `t` up to the end of an element; formulas and phonetic readings are skipped.
fn text_until(xml: &mut Xml, end: &str, text: &mut String) -> Result<(), String> {
    let mut buffer = Vec::new();
    let mut is_text = false;
    let mut n_readings = 0;
    loop {
        buffer.clear();
        let event = xml.read_event_into(&mut buffer);
        match event.map_err(|error| format!("its XML is wrong: {error}"))? {
            Event::Start(start) => match start.local_name().into_inner() {
                "v" | "t" => is_text = n_readings == 0,
                "rPh" => n_readings += 1,
                _ => {}
            },
            Event::End(found) => match found.local_name().into_inner() {
                name if name == end => return Ok(()),
                "v" | "t" => is_text = false,
                "rPh" => n_readings -= 1,
                _ => {}
            },
            Event::Text(piece) if is_text => text.push_str(&piece.xml10_content()),
            Event::CData(piece) if is_text => text.push_str(&piece.xml10_content()),
            Event::GeneralRef(entity) if is_text => text.extend(character_of(&entity)),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Restores the line ends and tabs that Excel writes as `_x000D_`, since XML cannot hold them.
fn without_escapes(text: String) -> String {
    if !text.contains("_x00") {
        return text;
    }
    text.replace("_x000D_\n", "\n")
        .replace("_x000D_", "\n")
        .replace("_x000A_", "\n")
        .replace("_x0009_", "\t")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_names_its_column() {
        assert_eq!(column_of("A1"), Some(0));
        assert_eq!(column_of("AB12"), Some(27));
        assert_eq!(column_of("XFD1048576"), Some(16_383));
        assert_eq!(column_of("12"), None);
    }

    #[test]
    fn line_ends_that_excel_escapes_are_line_ends() {
        assert_eq!(
            without_escapes("一_x000D_\n二_x000D_三".into()),
            "一\n二\n三"
        );
    }
}
