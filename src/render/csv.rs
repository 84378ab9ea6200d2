//! Writes hits and lists of reports as CSV for Excel: UTF-8 with a byte order mark, one row a hit or a report.
//!
//! The columns of a hit are those of its JSON but the nested ones. The table of reports has the columns of
//! `metadata.csv`, so that users can edit it and put it back as corrections.

use std::io::{self, Write};

use super::safe_text::printable;
use crate::corpus::MetadataField;
use crate::index::ReportRecord;
use crate::report::{Kind, ReportFacts};
use crate::search::Answer;

const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// Separates the headings of a section path within its cell.
const SECTION_SEPARATOR: &str = " > ";

/// Writes hits as a table, one row a hit.
///
/// # Errors
/// Fails only where writing to `out` fails.
pub fn write_hits_csv(mut out: impl Write, answer: &Answer) -> io::Result<()> {
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
        .map_err(into_io_error)?;
    for hit in answer.hits() {
        let (record, facts) = (&hit.record, &hit.record.facts);
        table
            .write_record([
                hit.rank.to_string(),
                format!("{:.3}", hit.score),
                hit.matched.name().to_string(),
                optional_cell(&facts.district),
                optional_cell(&facts.city),
                optional_cell(&facts.province),
                year_cell(record.year),
                year_cell(facts.report_year),
                record.kind.map(Kind::name).unwrap_or_default().to_string(),
                optional_cell(&facts.report_kind),
                record.role.name().to_string(),
                cell(&record.section.join(SECTION_SEPARATOR)),
                cell(&hit.text),
                optional_cell(&facts.title),
                optional_cell(&facts.issuer),
                optional_cell(&facts.document_number),
                optional_cell(&facts.published),
                cell(&record.path),
                record.line.to_string(),
                record.end_line.to_string(),
                cell(&record.id),
                cell(&hit.other_paths.join(" ")),
                cell(&hit.synonyms.join(" ")),
                hit.across_words.to_string(),
            ])
            .map_err(into_io_error)?;
    }
    table.flush()
}

/// Writes the reports of the index as a table, which users can edit into a table of corrections.
///
/// # Errors
/// Fails only where writing to `out` fails.
pub fn write_reports_csv(mut out: impl Write, reports: &[ReportRecord]) -> io::Result<()> {
    out.write_all(BYTE_ORDER_MARK)?;
    let mut table = csv::Writer::from_writer(out);
    let fields = ReportFacts::FIELDS.iter().map(|field| field.name());
    let columns = ["path"].into_iter().chain(fields);
    let columns = columns.chain(["passages", "problems", "other_paths"]);
    table.write_record(columns).map_err(into_io_error)?;
    for report in reports {
        let problems = report.problems.iter();
        let problems: Vec<&str> = problems.map(|problem| problem.code.as_str()).collect();
        let fact = |field: &MetadataField| {
            let fact = report.facts.get(*field);
            fact.map_or(String::new(), |fact| cell(&fact))
        };
        let cells = [cell(&report.path)].into_iter();
        let cells = cells.chain(ReportFacts::FIELDS.iter().map(fact)).chain([
            report.n_passages.to_string(),
            problems.join(" "),
            cell(&report.other_paths.join(" ")),
        ]);
        table.write_record(cells).map_err(into_io_error)?;
    }
    table.flush()
}

/// Formats a text as a cell: it holds nothing that could steer a terminal, and nothing that a spreadsheet would take for
/// a formula.
fn cell(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(printable).collect();
    let text = lines.join("\n");
    match text.starts_with(['=', '+', '-', '@']) {
        true => format!("'{text}"),
        false => text,
    }
}

fn optional_cell(text: &Option<String>) -> String {
    text.as_deref().map(cell).unwrap_or_default()
}

fn year_cell(year: Option<i32>) -> String {
    year.map(|year| year.to_string()).unwrap_or_default()
}

/// Turns an error of the table into one of output, of the same kind: a closed pipe must stay recognizable.
fn into_io_error(error: csv::Error) -> io::Error {
    let kind = match error.kind() {
        csv::ErrorKind::Io(error) => error.kind(),
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error)
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
        write_reports_csv(&mut out, &[]).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("\u{FEFF}path,"));
    }
}
