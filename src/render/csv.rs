//! CSV for Excel: UTF-8 with a byte order mark, one row a hit or a report.

use std::io::{self, Write};

use super::safe_text::shown;
use crate::index::{ReportRecord, kind_name, role_name};
use crate::search::{Hit, Match};

/// An error of the table's, of the kind of the one beneath: that a pipe was closed must not be hidden.
fn beneath(error: csv::Error) -> io::Error {
    let kind = match error.kind() {
        csv::ErrorKind::Io(error) => error.kind(),
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error)
}

const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// A cell's text: nothing that could steer a terminal, and nothing that a spreadsheet would take for a formula.
fn cell(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(shown).collect();
    let shown = lines.join("\n");
    match shown.starts_with(['=', '+', '-', '@']) {
        true => format!("'{shown}"),
        false => shown,
    }
}

fn name(text: &Option<String>) -> String {
    text.as_deref().map(cell).unwrap_or_default()
}

fn number(number: Option<i32>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// Between the headings of a section path.
const SECTION_SEPARATOR: &str = " > ";

/// Writes hits as a table.
///
/// # Errors
/// Where `out` refuses.
pub fn write_hits_csv(mut out: impl Write, hits: &[Hit]) -> io::Result<()> {
    out.write_all(BYTE_ORDER_MARK)?;
    let mut table = csv::Writer::from_writer(out);
    table
        .write_record([
            "rank",
            "score",
            "match",
            "district",
            "city",
            "province",
            "year",
            "report_year",
            "kind",
            "report_kind",
            "role",
            "section",
            "text",
            "title",
            "issuer",
            "document_number",
            "published",
            "path",
            "line",
            "end_line",
            "id",
            "other_paths",
            "synonyms",
            "across_words",
        ])
        .map_err(beneath)?;
    for hit in hits {
        let record = &hit.record;
        table
            .write_record([
                hit.rank.to_string(),
                format!("{:.3}", hit.score),
                match_name(hit.matched).to_string(),
                name(&record.district),
                name(&record.city),
                name(&record.province),
                number(record.year),
                number(record.report_year),
                record.kind.map(kind_name).unwrap_or_default().to_string(),
                name(&record.report_kind),
                role_name(record.role).to_string(),
                cell(&record.section.join(SECTION_SEPARATOR)),
                cell(&hit.text),
                name(&record.title),
                name(&record.issuer),
                name(&record.document_number),
                name(&record.published),
                cell(&record.path),
                record.line.to_string(),
                record.end_line.to_string(),
                cell(&record.id),
                cell(&hit.other_paths.join(" ")),
                cell(&hit.synonyms.join(" ")),
                hit.across_words.to_string(),
            ])
            .map_err(beneath)?;
    }
    table.flush()
}

fn match_name(matched: Match) -> &'static str {
    match matched {
        Match::Verbatim => "verbatim",
        Match::Words => "words",
        Match::Synonym => "synonym",
        Match::Partial => "partial",
    }
}

/// Writes the reports of the index as a table; edited, it is one of corrections.
///
/// # Errors
/// Where `out` refuses.
pub fn write_reports_csv(mut out: impl Write, reports: &[ReportRecord]) -> io::Result<()> {
    out.write_all(BYTE_ORDER_MARK)?;
    let mut table = csv::Writer::from_writer(out);
    table
        .write_record([
            "path",
            "title",
            "district",
            "city",
            "province",
            "report_year",
            "report_kind",
            "issuer",
            "document_number",
            "published",
            "passages",
            "problems",
            "other_paths",
        ])
        .map_err(beneath)?;
    for report in reports {
        let problems: Vec<&str> = report
            .problems
            .iter()
            .map(|problem| problem.code.as_str())
            .collect();
        table
            .write_record([
                cell(&report.path),
                name(&report.title),
                name(&report.district),
                name(&report.city),
                name(&report.province),
                number(report.report_year),
                name(&report.report_kind),
                name(&report.issuer),
                name(&report.document_number),
                name(&report.published),
                report.n_passages.to_string(),
                problems.join(" "),
                cell(&report.other_paths.join(" ")),
            ])
            .map_err(beneath)?;
    }
    table.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula() {
        assert_eq!(cell("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(cell("区管校聘"), "区管校聘");
    }

    #[test]
    fn a_table_begins_with_a_byte_order_mark() {
        let mut out = Vec::new();
        write_hits_csv(&mut out, &[]).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("\u{FEFF}rank,score,match,district,"));
    }
}
