//! How a file was read: encoding, format, metadata with evidence, outline, passages, problems.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::line::{Layout, Line};
use super::shown;
use crate::corpus::SourceText;
use crate::index::{kind_name, role_name};
use crate::report::{Found, Heading, Metadata, Passage, Problem, Report};

const TITLE: Style = AnsiColor::Cyan.on_default().bold();
const QUIET: Style = Style::new().dimmed();
const PROBLEM: Style = AnsiColor::Yellow.on_default();

#[derive(Serialize)]
struct Inspection<'a> {
    path: &'a str,
    encoding: &'a str,
    format: &'a str,
    metadata: &'a Metadata,
    outline: &'a [Heading],
    passages: &'a [Passage],
    problems: &'a [Problem],
}

/// Writes it as one JSON object.
///
/// # Errors
/// Where `out` refuses.
pub fn write_inspection_json(
    out: &mut impl Write,
    source: &SourceText,
    report: &Report,
) -> io::Result<()> {
    let inspection = Inspection {
        path: &source.name,
        encoding: source.encoding,
        format: source.format.name(),
        metadata: &report.metadata,
        outline: &report.outline,
        passages: &report.passages,
        problems: &report.problems,
    };
    super::write_json_line(out, &inspection)
}

/// Writes it for people.
///
/// # Errors
/// Where `out` refuses.
pub fn write_inspection(
    out: &mut impl Write,
    source: &SourceText,
    report: &Report,
    layout: Layout,
) -> io::Result<()> {
    let (name, encoding, format) = (shown(&source.name), source.encoding, source.format.name());
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
            shown(&heading.text)
        )?;
    }
    writeln!(out, "\n{TITLE}passages{TITLE:#}")?;
    for passage in &report.passages {
        let year = passage
            .year
            .map_or_else(|| "-".to_string(), |year| year.to_string());
        let (role, kind) = (role_name(passage.role), kind_name(passage.kind));
        let lines = match passage.line == passage.end_line {
            true => passage.line.to_string(),
            false => format!("{}-{}", passage.line, passage.end_line),
        };
        writeln!(out, "{QUIET}{lines:>6}  {role} {year} {kind}{QUIET:#}")?;
        let mut line = Line::new(out, layout);
        line.write(&shown(&passage.text), Style::new())?;
        line.end()?;
    }
    if !report.problems.is_empty() {
        writeln!(out, "\n{TITLE}problems{TITLE:#}")?;
    }
    for problem in &report.problems {
        let message = shown(&problem.message).into_owned();
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
    found: &Option<Found<impl ToString>>,
) -> io::Result<()> {
    let Some(found) = found else {
        return writeln!(out, "{label:>11}  {QUIET}-{QUIET:#}");
    };
    let value = shown(&found.value.to_string()).into_owned();
    let (rule, text) = (found.evidence.rule, shown(&found.evidence.text));
    let place = match found.evidence.line {
        0 => "path".to_string(),
        line => format!("line {line}"),
    };
    writeln!(
        out,
        "{label:>11}  {value}  {QUIET}{place}, {rule}: {text}{QUIET:#}"
    )
}
