//! Tables: a report or a passage a row.
//!
//! Input: rows, whatever format they stand in. Output: [`Records`] where the rows are passages, [`Documents`] where they are
//! reports; one row is in memory at a time. The first of the first [`MAX_HEADING_ROWS`] rows that heads a column of texts
//! is the row of headings.
//!
//! The rule: of the first [`N_SAMPLE_ROWS`] rows that hold a text, those count as reports whose text has several lines or more
//! than [`MAX_PASSAGE_CHARS`] characters. Where that is half of them or more, every row of the table is a report; else
//! every row is a passage. A row that holds something and no text is listed; an empty row is passed over.

use std::borrow::Cow;
use std::collections::VecDeque;

use super::text::draft_of;
use crate::corpus::documents::{Documents, Parts};
use crate::corpus::format::Format;
use crate::corpus::read_error::Refusal;
use crate::corpus::records::{Record, RecordProblem, Records};
use crate::corpus::settings::columns::{Columns, Layout};
use crate::corpus::settings::given::{Field, Given};
use crate::corpus::source_file::LeftOut;
use crate::corpus::source_text::{Source, SourceText};

/// How many rows may stand over the headings: a title, who filled the table in.
const MAX_HEADING_ROWS: usize = 10;

/// How many rows are looked at to tell reports from passages ...
const N_SAMPLE_ROWS: usize = 200;

/// ... and how many bytes of them.
const MAX_SAMPLE_BYTES: usize = 4 * 1024 * 1024;

/// A longer text is a report, though it is one line. The longest paragraph of real reports has about 900 characters.
const MAX_PASSAGE_CHARS: usize = 1_000;

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::corpus) struct Row {
    /// From 1, the row of headings counted.
    pub(in crate::corpus) number: u64,
    /// Its cells; those at its end may be missing.
    pub(in crate::corpus) cells: Vec<String>,
}

impl Row {
    fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", |cell| cell.trim())
    }

    fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// The rows of a table, one by one; behind a problem there may be more.
pub(in crate::corpus) trait Rows: std::fmt::Debug + Send {
    /// The next row.
    fn next_row(&mut self) -> Option<Result<Row, RecordProblem>>;
}

/// What the rows of a table share.
#[derive(Debug)]
pub(in crate::corpus) struct TableName {
    /// The name of the file, and of the sheet behind it.
    pub(in crate::corpus) name: String,
    /// See [`SourceText::format`].
    pub(in crate::corpus) format: Format,
    /// See [`SourceText::encoding`].
    pub(in crate::corpus) encoding: &'static str,
}

/// A table whose headings have been read.
#[derive(Debug)]
struct Table {
    name: TableName,
    layout: Layout,
    /// Rows that were looked at already.
    ahead: VecDeque<Result<Row, RecordProblem>>,
    rows: Box<dyn Rows>,
}

/// Reads a table.
pub(in crate::corpus) fn read(
    name: TableName,
    mut rows: Box<dyn Rows>,
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
            Source::Records(Records::of_table(name, rows))
        }
    })
}

fn headings(rows: &mut dyn Rows, columns: &Columns) -> Result<Layout, Refusal> {
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
    /// The next row that is not empty.
    fn next(&mut self) -> Option<Result<Row, RecordProblem>> {
        loop {
            let next = self.ahead.pop_front();
            match next.or_else(|| self.rows.next_row())? {
                Ok(row) if row.is_empty() => {}
                next => return Some(next),
            }
        }
    }

    /// See the file's first lines.
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
                n_reports += usize::from(is_report(text));
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

/// Several lines, those that an export wrote as `\n` too, or one that is too long for a paragraph.
fn is_report(text: &str) -> bool {
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
        let mut draft = draft_of(without_nul(text).into_owned(), about.encoding);
        let has_year = |(field, _): &(Field, usize)| *field == Field::ReportYear;
        let year = layout.year.filter(|_| !layout.given.iter().any(has_year));
        let year = year.map(|at| (Field::ReportYear, at));
        let fields = layout.given.iter().copied().chain(year);
        draft.given = fields
            .filter(|(_, at)| !row.cell(*at).is_empty())
            .map(|(field, at)| Given {
                field,
                value: row.cell(at).to_owned(),
                line: u32::try_from(row.number).unwrap_or(u32::MAX),
                rule: "the table's column",
            })
            .collect();
        let read = SourceText::checked(&name, about.format, draft);
        Some(read.map(Source::Text).map_err(|error| LeftOut {
            path: name,
            reason: error.to_string(),
        }))
    }
}

impl Parts for ReportRows {}

/// The rows of a table of passages.
#[derive(Debug)]
pub(in crate::corpus) struct PassageRows {
    table: Table,
    /// A record whose problem was told first.
    pending: Option<Record<'static>>,
}

impl PassageRows {
    /// The next record, of the table `name`; `None` at the end. A record whose year is none comes behind its problem.
    pub(in crate::corpus) fn next_record(
        &mut self,
        name: &str,
    ) -> Option<Result<Record<'_>, RecordProblem>> {
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
        let given = |field: Field| {
            let columns = layout.given.iter().filter(|(other, _)| *other == field);
            let mut cells = columns.map(|(_, at)| row.cell(*at));
            cells.find(|cell| !cell.is_empty())
        };
        let own = |cell: &str| Cow::Owned(cell.to_owned());
        let optional = |at: Option<usize>| {
            let cell = at.map(|at| row.cell(at));
            cell.filter(|cell| !cell.is_empty())
        };
        let report_year = year(given(Field::ReportYear));
        let section = optional(layout.section).into_iter();
        let section = section.flat_map(|path| path.split(['>', '›', '\n']));
        let record: Record<'static> = Record {
            id: match optional(layout.id) {
                Some(id) => own(id),
                None => Cow::Owned(format!("{name}:{}", row.number)),
            },
            text: Cow::Owned(without_nul(text).into_owned()),
            line: row.number,
            district: given(Field::District).map(own),
            city: given(Field::City).map(own),
            province: given(Field::Province).map(own),
            year: year(optional(layout.year)).or(report_year),
            report_year,
            kind: optional(layout.kind).map(own),
            report_kind: given(Field::ReportKind).map(own),
            role: optional(layout.role).map(own),
            section: section
                .map(str::trim)
                .filter(|heading| !heading.is_empty())
                .map(own)
                .collect(),
            title: given(Field::Title).map(own),
            issuer: given(Field::Issuer).map(own),
            document_number: given(Field::DocumentNumber).map(own),
            published: given(Field::Published).map(own),
        };
        let Some(message) = wrong_year else {
            return Some(Ok(record));
        };
        let line = row.number;
        self.pending = Some(record);
        Some(Err(RecordProblem { line, message }))
    }
}

/// 2022, 2022年, 2022年度.
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
