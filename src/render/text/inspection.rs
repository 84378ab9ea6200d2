//! Writes what `inspect` shows: how a file was read, its metadata with evidence, outline, passages and problems.
//!
//! The report was read by [`report::read`](crate::report::read()); as JSON it is written in `render/json.rs`.

use std::io::{self, Write};

use anstyle::Style;

use super::style::{PROBLEM, QUIET, TITLE};
use super::wrapped_line::{Layout, WrappedLine};
use crate::corpus::SourceText;
use crate::render::safe_text::printable;
use crate::report::{Evidenced, Metadata, Report};

/// Writes how a file was read, part by part.
///
/// # Errors
/// Fails only where writing to `out` fails.
pub fn write_inspection(
    out: &mut impl Write,
    source: &SourceText,
    report: &Report,
    layout: Layout,
) -> io::Result<()> {
    let (name, encoding, format) = (
        printable(&source.name),
        source.encoding,
        source.format.name(),
    );
    writeln!(
        out,
        "{TITLE}{name}{TITLE:#}  {encoding}, {format}, {} lines\n",
        source.lines.len()
    )?;
    write_metadata(out, &report.metadata)?;
    writeln!(out, "\n{TITLE}outline{TITLE:#}")?;
    for heading in &report.outline {
        let indent = heading.depth.saturating_sub(1) as usize * 2;
        writeln!(
            out,
            "{QUIET}{:>6}{QUIET:#}  {:indent$}{}",
            heading.line,
            "",
            printable(&heading.text)
        )?;
    }
    writeln!(out, "\n{TITLE}passages{TITLE:#}")?;
    for passage in &report.passages {
        let year = passage
            .year
            .map_or_else(|| "-".to_string(), |year| year.to_string());
        let (role, kind) = (passage.role.name(), passage.kind.name());
        let lines = match passage.line == passage.end_line {
            true => passage.line.to_string(),
            false => format!("{}-{}", passage.line, passage.end_line),
        };
        writeln!(out, "{QUIET}{lines:>6}  {role} {year} {kind}{QUIET:#}")?;
        let mut line = WrappedLine::new(out, layout);
        line.write(&printable(&passage.text), Style::new())?;
        line.end()?;
    }
    if !report.problems.is_empty() {
        writeln!(out, "\n{TITLE}problems{TITLE:#}")?;
    }
    for problem in &report.problems {
        let message = printable(&problem.message).into_owned();
        writeln!(
            out,
            "{PROBLEM}{:>6}  {}: {message}{PROBLEM:#}",
            problem.line, problem.code
        )?;
    }
    Ok(())
}

fn write_metadata(out: &mut impl Write, metadata: &Metadata) -> io::Result<()> {
    write_field(out, "title", &metadata.title)?;
    write_field(out, "district", &metadata.district)?;
    write_field(out, "city", &metadata.city)?;
    write_field(out, "province", &metadata.province)?;
    write_field(out, "report year", &metadata.report_year)?;
    write_field(out, "report kind", &metadata.report_kind)?;
    write_field(out, "issuer", &metadata.issuer)?;
    write_field(out, "number", &metadata.document_number)?;
    write_field(out, "published", &metadata.published)
}

fn write_field(
    out: &mut impl Write,
    label: &str,
    field: &Option<Evidenced<impl ToString>>,
) -> io::Result<()> {
    let Some(field) = field else {
        return writeln!(out, "{label:>11}  {QUIET}-{QUIET:#}");
    };
    let value = printable(&field.value.to_string()).into_owned();
    let (rule, text) = (field.evidence.rule, printable(&field.evidence.text));
    let source = match field.evidence.line {
        0 => "path".to_string(),
        line => format!("line {line}"),
    };
    writeln!(
        out,
        "{label:>11}  {value}  {QUIET}{source}, {rule}: {text}{QUIET:#}"
    )
}
