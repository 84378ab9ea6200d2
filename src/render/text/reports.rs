//! The reports of the index: a row each, with the problems found.

use std::io::{self, Write};

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::style::{LABEL, QUIET, WARNING};
use crate::index::ReportRecord;
use crate::render::safe_text::shown;

/// Writes reports as a table for people; the problems of each stand below its row.
///
/// # Errors
/// Where `out` refuses.
pub fn write_reports(out: &mut impl Write, reports: &[ReportRecord]) -> io::Result<()> {
    let unknown = || "-".to_string();
    let mut rows = vec![["district", "year", "kind", "passages", "file"].map(String::from)];
    for report in reports {
        rows.push([
            report
                .district
                .as_deref()
                .map_or_else(unknown, |name| shown(name).into_owned()),
            report
                .report_year
                .map_or_else(unknown, |year| year.to_string()),
            report
                .report_kind
                .as_deref()
                .map_or_else(unknown, |kind| shown(kind).into_owned()),
            report.n_passages.to_string(),
            shown(&report.path).into_owned(),
        ]);
    }
    let widths: Vec<usize> = (0..4)
        .map(|column| {
            rows.iter()
                .map(|row| row[column].width())
                .max()
                .unwrap_or(0)
        })
        .collect();
    for (at, row) in rows.iter().enumerate() {
        let style = if at == 0 { LABEL } else { Style::new() };
        write!(out, "{style}")?;
        for (column, cell) in row.iter().enumerate() {
            let padding = widths.get(column).map_or(0, |width| width - cell.width());
            match column {
                3 => write!(out, "{:padding$}{cell}  ", "")?,
                4 => write!(out, "{cell}")?,
                _ => write!(out, "{cell}{:padding$}  ", "")?,
            }
        }
        writeln!(out, "{style:#}")?;
        let report = at.checked_sub(1).map(|report| &reports[report]);
        if let Some(report) = report {
            for path in &report.other_paths {
                writeln!(out, "  {QUIET}also at {}{QUIET:#}", shown(path))?;
            }
            if let Some(path) = &report.same_as {
                writeln!(
                    out,
                    "  {QUIET}the same report as {}: only what that does not say{QUIET:#}",
                    shown(path)
                )?;
            }
        }
        for problem in report.iter().flat_map(|report| &report.problems) {
            let message = shown(&problem.message).into_owned();
            match problem.line {
                0 => writeln!(out, "  {WARNING}{}: {message}{WARNING:#}", problem.code)?,
                line => writeln!(
                    out,
                    "  {WARNING}line {line}, {}: {message}{WARNING:#}",
                    problem.code
                )?,
            }
        }
    }
    Ok(())
}
