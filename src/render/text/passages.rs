//! A passage where it stands: its report, its section, its neighbours.

use std::io::{self, Write};

use anstyle::Style;

use super::hits::{place_and_year, write_section};
use super::style::{LABEL, QUIET, WARNING};
use super::wrapped_line::{Layout, WrappedLine};
use crate::index::kind_name;
use crate::render::safe_text::shown;
use crate::search::PlacedPassage;

/// Writes passages that follow each other, the one asked for marked, after what is known of its report.
///
/// # Errors
/// Where `out` refuses.
pub fn write_passages(
    out: &mut impl Write,
    passages: &[PlacedPassage],
    layout: Layout,
) -> io::Result<()> {
    let Some(asked_for) = passages.iter().find(|passage| passage.offset == 0) else {
        return Ok(());
    };
    let record = &asked_for.record;
    let place = [&record.province, &record.city, &record.district];
    let place: Vec<&str> = place.into_iter().flatten().map(String::as_str).collect();
    let year = record.report_year.map(|year| year.to_string());
    for (label, value) in [
        ("title", record.title.clone()),
        ("place", (!place.is_empty()).then(|| place.join(" "))),
        ("report year", year),
        ("report kind", record.report_kind.clone()),
        ("issuer", record.issuer.clone()),
        ("number", record.document_number.clone()),
        ("published", record.published.clone()),
        ("file", Some(format!("{}:{}", record.path, record.line))),
        (
            "also at",
            (!asked_for.other_paths.is_empty()).then(|| asked_for.other_paths.join(" ")),
        ),
    ] {
        if let Some(value) = value {
            writeln!(out, "{LABEL}{label:>11}{LABEL:#}  {}", shown(&value))?;
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
            WARNING
        } else {
            Style::new()
        };
        let mut line = WrappedLine::new(out, layout);
        line.write(&shown(&passage.text.replace('\n', " ")), style)?;
        line.end()?;
        let kind = passage.record.kind.map(kind_name).unwrap_or_default();
        let (place, id) = (
            place_and_year(passage.record.district.as_deref(), passage.record.year),
            shown(&passage.record.id),
        );
        writeln!(out, "    {QUIET}{place} {kind}  {id}{QUIET:#}\n")?;
    }
    Ok(())
}
