//! What the rows of a table mean: each is a report, or each is a passage.
//!
//! Input: rows, from `csv` or `workbook`. Output: [`Records`] if the rows are passages, [`Documents`] if they are reports; one row is in
//! memory at a time. The row of headings is the first among [`MAX_HEADING_ROWS`] that names a column of texts (see `settings/columns.rs`).
//!
//! The rule: a row looks like a report if its text has several lines or more than [`MAX_PASSAGE_CHARS`] characters. If half or more of the
//! first [`N_SAMPLE_ROWS`] rows with a text look like reports, every row of the table is a report; otherwise every row is a passage. A row
//! that has cells but no text is listed as left out; an empty row is passed over.

use std::borrow::Cow;
use std::collections::VecDeque;

use crate::corpus::left_out::LeftOut;
use crate::corpus::read_error::Refusal;
use crate::corpus::records::{Record, RecordProblem, RecordStream, Records};
use crate::corpus::settings::columns::{ColumnLayout, Columns};
use crate::corpus::settings::stated_field::{MetadataField, StatedField};
use crate::corpus::source::{Documents, Source};
use crate::corpus::source_text::{ExtractedText, Format, SourceText};

/// How many rows may precede the headings: a title, or who filled the table in.
const MAX_HEADING_ROWS: usize = 10;

/// How many rows are sampled to tell reports from passages ...
const N_SAMPLE_ROWS: usize = 200;

/// ... and how many bytes.
const MAX_SAMPLE_BYTES: usize = 4 * 1024 * 1024;

/// A text of more characters is a report even if it is one line. The longest paragraph of real reports has about 900.
const MAX_PASSAGE_CHARS: usize = 1_000;

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TableRow {
    /// Its number, from 1; the row of headings counts too.
    pub(super) number: u64,
    /// Its cells; trailing empty ones may be missing.
    pub(super) cells: Vec<String>,
}

impl TableRow {
    fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", |cell| cell.trim())
    }

    fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// The rows of a table, read one by one; further rows may follow a problem.
pub(super) trait TableRows: std::fmt::Debug + Send {
    /// Returns the next row.
    fn next_row(&mut self) -> Option<Result<TableRow, RecordProblem>>;
}

/// The name and the format that all rows of a table share.
#[derive(Debug)]
pub(super) struct TableName {
    /// The file's name, followed by the sheet's if there is one.
    pub(super) name: String,
    /// See [`SourceText::format`].
    pub(super) format: Format,
    /// See [`SourceText::encoding`].
    pub(super) encoding: &'static str,
}

/// A table whose headings have been read.
#[derive(Debug)]
struct Table {
    name: TableName,
    layout: ColumnLayout,
    /// The rows that were read ahead as a sample.
    ahead: VecDeque<Result<TableRow, RecordProblem>>,
    rows: Box<dyn TableRows>,
}

/// Reads a table: its headings, and whether its rows are reports or passages.
pub(super) fn read(
    name: TableName,
    mut rows: Box<dyn TableRows>,
    columns: &Columns,
) -> Result<Source, Refusal> {
    let layout = headings(&mut *rows, columns)?;
    let mut table = Table {
        name,
        layout,
        ahead: VecDeque::new(),
        rows,
    };
    let name = table.name.name.clone();
    Ok(match table.holds_reports() {
        true => Source::Documents(Documents::new(name, Box::new(ReportRows { table }))),
        false => {
            let rows = PassageRows {
                table,
                pending: None,
            };
            Source::Records(Records::new(name, Box::new(rows)))
        }
    })
}

/// Finds the row of headings and lays the columns out by it.
fn headings(rows: &mut dyn TableRows, columns: &Columns) -> Result<ColumnLayout, Refusal> {
    let mut seen: Vec<String> = Vec::new();
    let mut n_rows = 0;
    while let Some(row) = rows.next_row() {
        let row = row.map_err(|problem| {
            Refusal::OverLimit(format!("row {}: {}", problem.line, problem.message))
        })?;
        if row.is_empty() {
            continue;
        }
        if let Some(layout) = columns.layout(&row.cells) {
            return Ok(layout);
        }
        if seen.is_empty() {
            let shown = row.cells.iter().map(|cell| cell.trim());
            let shown = shown.filter(|cell| !cell.is_empty()).take(8);
            seen = shown.map(|cell| cell.chars().take(20).collect()).collect();
        }
        n_rows += 1;
        if n_rows == MAX_HEADING_ROWS {
            break;
        }
    }
    Err(Refusal::NoText(match seen.is_empty() {
        true => "it has no rows".to_owned(),
        false => format!(
            "none of its columns ({}) is called 正文, 内容, text or the like",
            seen.join(", ")
        ),
    }))
}

impl Table {
    /// Returns the next row that is not empty.
    fn next(&mut self) -> Option<Result<TableRow, RecordProblem>> {
        loop {
            let next = self.ahead.pop_front();
            match next.or_else(|| self.rows.next_row())? {
                Ok(row) if row.is_empty() => {}
                next => return Some(next),
            }
        }
    }

    /// Samples rows and tells whether they are reports, by the rule at the head of this file.
    fn holds_reports(&mut self) -> bool {
        let (mut n_texts, mut n_reports, mut n_bytes) = (0, 0, 0);
        let mut seen = VecDeque::new();
        while n_texts < N_SAMPLE_ROWS && n_bytes < MAX_SAMPLE_BYTES {
            let Some(row) = self.rows.next_row() else {
                break;
            };
            if let Ok(row) = &row {
                let text = row.cell(self.layout.text);
                n_bytes += row.cells.iter().map(String::len).sum::<usize>();
                n_texts += usize::from(!text.is_empty());
                n_reports += usize::from(looks_like_report(text));
            }
            seen.push_back(row);
        }
        self.ahead = seen;
        n_reports * 2 >= n_texts && n_reports > 0
    }

    fn no_text(&self) -> String {
        format!("no text in its column {}", self.layout.text_heading)
    }
}

/// Tells whether a text has several lines, be they written as `\n` by an export, or is too long for a paragraph.
fn looks_like_report(text: &str) -> bool {
    let has_lines = text.contains(['\n', '\r', '\u{2028}']) || text.contains("\\n");
    has_lines || text.chars().nth(MAX_PASSAGE_CHARS).is_some()
}

/// The rows of a table of reports.
#[derive(Debug)]
struct ReportRows {
    table: Table,
}

impl Iterator for ReportRows {
    type Item = Result<Source, LeftOut>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = match self.table.next()? {
            Ok(row) => row,
            Err(problem) => {
                return Some(Err(LeftOut {
                    path: format!("{}:{}", self.table.name.name, problem.line),
                    reason: problem.message,
                }));
            }
        };
        let (layout, about) = (&self.table.layout, &self.table.name);
        let name = format!("{}:{}", about.name, row.number);
        let text = row.cell(layout.text);
        if text.is_empty() {
            let reason = self.table.no_text();
            return Some(Err(LeftOut { path: name, reason }));
        }
        let mut extracted =
            ExtractedText::of_plain_text(without_nul(text).into_owned(), about.encoding);
        let has_year = |(field, _): &(MetadataField, usize)| *field == MetadataField::ReportYear;
        let year = layout
            .year
            .filter(|_| !layout.metadata.iter().any(has_year));
        let year = year.map(|at| (MetadataField::ReportYear, at));
        let fields = layout.metadata.iter().copied().chain(year);
        extracted.stated = fields
            .filter(|(_, at)| !row.cell(*at).is_empty())
            .map(|(field, at)| StatedField {
                field,
                value: row.cell(at).to_owned(),
                line: u32::try_from(row.number).unwrap_or(u32::MAX),
                rule: "the table's column",
            })
            .collect();
        let read = SourceText::checked(&name, about.format, extracted);
        Some(read.map(Source::Text).map_err(|error| LeftOut {
            path: name,
            reason: error.to_string(),
        }))
    }
}

/// The rows of a table of passages.
#[derive(Debug)]
struct PassageRows {
    table: Table,
    /// A record that follows the problem returned before it.
    pending: Option<Record<'static>>,
}

impl RecordStream for PassageRows {
    /// Returns the next record. A record whose year cannot be read follows the problem that says so.
    fn next_record(&mut self, name: &str) -> Option<Result<Record<'_>, RecordProblem>> {
        if let Some(record) = self.pending.take() {
            return Some(Ok(record));
        }
        let row = match self.table.next()? {
            Ok(row) => row,
            Err(problem) => return Some(Err(problem)),
        };
        let layout = &self.table.layout;
        let text = row.cell(layout.text);
        if text.is_empty() {
            let message = self.table.no_text();
            let line = row.number;
            return Some(Err(RecordProblem { line, message }));
        }
        let mut wrong_year = None;
        let mut year = |written: Option<&str>| {
            let written = written?;
            let year = year_of(written);
            if year.is_none() {
                wrong_year = Some(format!("'{written}' is no year"));
            }
            year
        };
        let stated = |field: MetadataField| {
            let columns = layout.metadata.iter().filter(|(other, _)| *other == field);
            let mut cells = columns.map(|(_, at)| row.cell(*at));
            cells.find(|cell| !cell.is_empty())
        };
        let own = |cell: &str| Cow::Owned(cell.to_owned());
        let optional = |at: Option<usize>| {
            let cell = at.map(|at| row.cell(at));
            cell.filter(|cell| !cell.is_empty())
        };
        let report_year = year(stated(MetadataField::ReportYear));
        let section = optional(layout.section).into_iter();
        let section = section.flat_map(|path| path.split(['>', '›', '\n']));
        let record: Record<'static> = Record {
            id: match optional(layout.id) {
                Some(id) => own(id),
                None => Cow::Owned(format!("{name}:{}", row.number)),
            },
            text: Cow::Owned(without_nul(text).into_owned()),
            line: row.number,
            district: stated(MetadataField::District).map(own),
            city: stated(MetadataField::City).map(own),
            province: stated(MetadataField::Province).map(own),
            year: year(optional(layout.year)).or(report_year),
            report_year,
            kind: optional(layout.kind).map(own),
            report_kind: stated(MetadataField::ReportKind).map(own),
            role: optional(layout.role).map(own),
            section: section
                .map(str::trim)
                .filter(|heading| !heading.is_empty())
                .map(own)
                .collect(),
            title: stated(MetadataField::Title).map(own),
            issuer: stated(MetadataField::Issuer).map(own),
            document_number: stated(MetadataField::DocumentNumber).map(own),
            published: stated(MetadataField::Published).map(own),
        };
        let Some(message) = wrong_year else {
            return Some(Ok(record));
        };
        let line = row.number;
        self.pending = Some(record);
        Some(Err(RecordProblem { line, message }))
    }
}

/// Reads a year written as 2022, 2022年 or 2022年度.
fn year_of(written: &str) -> Option<i32> {
    let digits = written
        .trim_end_matches("年度")
        .trim_end_matches('年')
        .trim();
    let year = digits.parse().ok()?;
    (1900..2100).contains(&year).then_some(year)
}

fn without_nul(text: &str) -> Cow<'_, str> {
    match text.contains('\0') {
        true => Cow::Owned(text.replace('\0', "\u{FFFD}")),
        false => Cow::Borrowed(text),
    }
}
