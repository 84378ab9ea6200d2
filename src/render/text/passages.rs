//! Writes what `show` shows: a passage among its neighbours, under what is known of its report.
//!
//! The passages come from [`passages_around`](crate::search::passages_around).

use std::io::{self, Write};

use anstyle::Style;

use super::hits::{place_and_year, write_section};
use super::style::{LABEL, QUIET, SELECTED};
use super::wrapped_line::{Layout, WrappedLine};
use crate::render::safe_text::printable;
use crate::report::Kind;
use crate::search::PassageInPlace;

/// Writes passages that follow each other in a report, after the facts of that report. The passage that was asked for
/// is highlighted; without it nothing is written.
///
/// # Errors
/// Fails only where writing to `out` fails.
pub fn write_passages(
    out: &mut impl Write,
    passages: &[PassageInPlace],
    layout: Layout,
) -> io::Result<()> {
    let Some(asked_for) = passages.iter().find(|passage| passage.offset == 0) else {
        return Ok(());
    };
    let record = &asked_for.record;
    let place = [
        &record.facts.province,
        &record.facts.city,
        &record.facts.district,
    ];
    let place: Vec<&str> = place.into_iter().flatten().map(String::as_str).collect();
    let year = record.facts.report_year.map(|year| year.to_string());
    for (label, value) in [
        ("title", record.facts.title.clone()),
        ("place", (!place.is_empty()).then(|| place.join(" "))),
        ("report year", year),
        ("report kind", record.facts.report_kind.clone()),
        ("issuer", record.facts.issuer.clone()),
        ("number", record.facts.document_number.clone()),
        ("published", record.facts.published.clone()),
        ("file", Some(format!("{}:{}", record.path, record.line))),
        (
            "also at",
            (!asked_for.other_paths.is_empty()).then(|| asked_for.other_paths.join(" ")),
        ),
    ] {
        if let Some(value) = value {
            writeln!(out, "{LABEL}{label:>11}{LABEL:#}  {}", printable(&value))?;
        }
    }
    writeln!(out)?;
    let mut section: Option<&[String]> = None;
    for passage in passages {
        if section != Some(&passage.record.section) {
            write_section(out, &passage.record.section, layout)?;
            section = Some(&passage.record.section);
        }
        let style = if passage.offset == 0 {
            SELECTED
        } else {
            Style::new()
        };
        let mut line = WrappedLine::new(out, layout);
        line.write(&printable(&passage.text.replace('\n', " ")), style)?;
        line.end()?;
        let kind = passage.record.kind.map(Kind::name).unwrap_or_default();
        let (place, id) = (
            place_and_year(
                passage.record.facts.district.as_deref(),
                passage.record.year,
            ),
            printable(&passage.record.id),
        );
        writeln!(out, "    {QUIET}{place} {kind}  {id}{QUIET:#}\n")?;
    }
    Ok(())
}
