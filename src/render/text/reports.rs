//! Writes what `reports` shows: a table of the indexed reports, under each its copies and the problems found in it.
//!
//! The records come from [`Snapshot::reports`](crate::index::Snapshot::reports); as CSV they are written in
//! `render/csv.rs`.

use std::io::{self, Write};

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::style::{LABEL, PROBLEM, QUIET};
use crate::index::ReportRecord;
use crate::render::safe_text::printable;
use crate::report::Problem;

/// Writes the table. Its columns are as wide as their widest cell, but for the last, the path of the file.
///
/// # Errors
/// Fails only where writing to `out` fails.
pub fn write_reports(out: &mut impl Write, reports: &[ReportRecord]) -> io::Result<()> {
    let rows: Vec<Row> = reports.iter().map(row).collect();
    let title = ["district", "year", "kind", "passages", "file"].map(String::from);
    let mut widths = title.each_ref().map(|cell| cell.width());
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    write_row(out, &title, &widths, LABEL)?;
    for (report, row) in reports.iter().zip(&rows) {
        write_row(out, row, &widths, Style::new())?;
        write_copies(out, report)?;
        write_problems(out, &report.problems)?;
    }
    Ok(())
}

/// District, year, kind, number of passages and path.
type Row = [String; 5];

fn row(report: &ReportRecord) -> Row {
    let name = |name: &Option<String>| match name {
        Some(name) => printable(name).into_owned(),
        None => "-".to_string(),
    };
    [
        name(&report.facts.district),
        name(&report.facts.report_year.map(|year| year.to_string())),
        name(&report.facts.report_kind),
        report.n_passages.to_string(),
        printable(&report.path).into_owned(),
    ]
}

fn write_row(out: &mut impl Write, row: &Row, widths: &[usize; 5], style: Style) -> io::Result<()> {
    let [district, year, kind, n_passages, path] = row;
    write!(out, "{style}")?;
    // Formatting counts characters, but a Chinese character takes two columns: so the padding is worked out here.
    for (cell, width) in [district, year, kind].into_iter().zip(widths) {
        let padding = width - cell.width();
        write!(out, "{cell}{:padding$}  ", "")?;
    }
    let padding = widths[3] - n_passages.width();
    writeln!(out, "{:padding$}{n_passages}  {path}{style:#}", "")
}

/// Names the other files that hold the same report, and the report that this one is a copy of.
fn write_copies(out: &mut impl Write, report: &ReportRecord) -> io::Result<()> {
    for path in &report.other_paths {
        writeln!(out, "  {QUIET}also at {}{QUIET:#}", printable(path))?;
    }
    if let Some(path) = &report.same_as {
        let path = printable(path);
        writeln!(
            out,
            "  {QUIET}the same report as {path}: only what that does not say{QUIET:#}"
        )?;
    }
    Ok(())
}

fn write_problems(out: &mut impl Write, problems: &[Problem]) -> io::Result<()> {
    for problem in problems {
        let (code, message) = (&problem.code, printable(&problem.message));
        match problem.line {
            0 => writeln!(out, "  {PROBLEM}{code}: {message}{PROBLEM:#}")?,
            line => writeln!(out, "  {PROBLEM}line {line}, {code}: {message}{PROBLEM:#}")?,
        }
    }
    Ok(())
}
