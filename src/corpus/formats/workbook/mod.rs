//! Excel workbooks: .xlsx, a zip container of XML.
//!
//! Input: a container that has a workbook's parts, whatever its ending. Output: its sheets. Each sheet that has a column of texts is a table
//! called `FILE/SHEET`, which `table` interprets; other sheets are passed over. A cell is what Excel shows of it: its text, its number
//! or its date. `cells` reads the rows, and `styles` tells which numbers are dates.
//!
//! The library calamine 0.38 was tried and rejected: it reserves memory for as many texts as the file claims to have (`uniqueCount`), so that
//! twenty bytes end the program, and it unpacks parts without a limit.

mod cells;
mod styles;

use std::collections::HashSet;

use super::container::ZipContainer;
use super::package::{Package, package};
use super::table::{self, TableName};
use super::xml::Element;
use crate::corpus::format::{FormatReader, Probe};
use crate::corpus::input::Input;
use crate::corpus::left_out::LeftOut;
use crate::corpus::limits::MAX_FILE_BYTES;
use crate::corpus::read_error::{ReadError, Refusal};
use crate::corpus::settings::columns::Columns;
use crate::corpus::source::{Documents, Source};
use crate::corpus::source_text::Format;
use cells::{SharedTexts, SheetRows};
use styles::DateFormats;

/// The reader of workbooks.
pub(super) struct Workbook;

impl FormatReader for Workbook {
    fn format(&self) -> Format {
        Format::named("xlsx")
    }

    fn endings(&self) -> &'static [&'static str] {
        &["xlsx", "xlsm"]
    }

    fn has_columns(&self) -> bool {
        true
    }

    fn recognises(&self, probe: &Probe<'_>) -> bool {
        package(probe) == Some(Package::Workbook)
    }

    fn read(&self, mut input: Input) -> Result<Source, ReadError> {
        let bytes = input.read_all(MAX_FILE_BYTES)?;
        let sheets = Sheets::open(
            bytes,
            self.format(),
            input.name.clone(),
            input.options.columns,
        )
        .map_err(|refusal| refusal.of(&input.name))?;
        Ok(Source::Documents(Documents::new(
            input.name,
            Box::new(sheets),
        )))
    }
}

/// The sheets of a workbook.
#[derive(Debug)]
struct Sheets {
    name: String,
    format: Format,
    columns: Columns,
    container: ZipContainer,
    texts: SharedTexts,
    dates: DateFormats,
    /// The names and parts of the sheets still to be read.
    sheets: std::vec::IntoIter<(String, String)>,
    n_tables: usize,
    /// Why the first sheet without a table has none.
    no_table: Option<Refusal>,
}

impl Sheets {
    fn open(
        bytes: Vec<u8>,
        format: Format,
        name: String,
        columns: Columns,
    ) -> Result<Sheets, Refusal> {
        let mut container = ZipContainer::open(bytes)?;
        let book = container
            .xml_part("xl/workbook.xml")?
            .ok_or_else(|| Refusal::damaged("it has no part xl/workbook.xml"))?;
        let relations = container.xml_part("xl/_rels/workbook.xml.rels")?;
        let styles = container.xml_part("xl/styles.xml")?;
        let is_1904 = book
            .child("workbookPr")
            .and_then(|properties| properties.attribute("date1904"))
            .is_some_and(|value| matches!(value, "1" | "true"));
        let texts = match container.part("xl/sharedStrings.xml")? {
            Some(bytes) => cells::texts(bytes)?,
            None => SharedTexts::default(),
        };
        Ok(Sheets {
            name,
            format,
            columns,
            container,
            texts,
            dates: DateFormats::new(styles.as_ref(), is_1904),
            sheets: sheets_of(&book, relations.as_ref()).into_iter(),
            n_tables: 0,
            no_table: None,
        })
    }

    fn sheet(&mut self, name: &str, part: &str) -> Result<Source, Refusal> {
        let bytes = self.container.part(part)?;
        let bytes = bytes.ok_or_else(|| Refusal::damaged(format!("it has no part {part}")))?;
        let rows = SheetRows::new(bytes, self.texts.clone(), self.dates.clone())?;
        let name = TableName {
            name: name.to_owned(),
            format: self.format,
            encoding: "UTF-8",
        };
        table::read(name, Box::new(rows), &self.columns)
    }
}

impl Iterator for Sheets {
    type Item = Result<Source, LeftOut>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some((sheet, part)) = self.sheets.next() {
            let name = format!("{}/{sheet}", self.name);
            match Refusal::guarded(|| self.sheet(&name, &part)) {
                Ok(source) => {
                    self.n_tables += 1;
                    return Some(Ok(source));
                }
                // It may be a sheet of figures beside the table.
                Err(refusal @ Refusal::NoText(_)) => {
                    self.no_table.get_or_insert(refusal);
                }
                Err(refusal) => {
                    self.n_tables += 1;
                    let reason = refusal.of(&name).to_string();
                    return Some(Err(LeftOut { path: name, reason }));
                }
            }
        }
        let no_table = self.no_table.take().filter(|_| self.n_tables == 0)?;
        Some(Err(LeftOut {
            path: self.name.clone(),
            reason: no_table.of(&self.name).to_string(),
        }))
    }
}

/// Returns the names of the sheets with their parts, in the order of the workbook, each name once.
fn sheets_of(book: &Element, relations: Option<&Element>) -> Vec<(String, String)> {
    let target = |id: &str| {
        let relation = relations?
            .elements()
            .find(|relation| relation.attribute("Id") == Some(id))?;
        let target = relation.attribute("Target")?;
        Some(match target.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => format!("xl/{target}"),
        })
    };
    let sheets = book.child("sheets");
    let sheets = sheets.iter().flat_map(|sheets| sheets.elements());
    let mut names = HashSet::new();
    let named = sheets.enumerate().filter_map(|(index, sheet)| {
        let name = sheet.attribute("name")?.to_owned();
        let part = sheet.attribute("id").and_then(target);
        let part = part.unwrap_or_else(|| format!("xl/worksheets/sheet{}.xml", index + 1));
        names.insert(name.clone()).then_some((name, part))
    });
    named.collect()
}
