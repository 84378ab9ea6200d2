//! Writes hits for people: a block each, with place, year and kind, section path, snippet, and source file with line.
//!
//! The hits come from [`search`](crate::search::search()), and the cut of a snippet from [`snippet`]. A new fact of a
//! hit is shown here; its JSON follows from the type, and its CSV column is in `render/csv.rs`.

use std::io::{self, Write};

use anstyle::Style;

use super::explanation::{write_query_lines, write_reasons};
use super::style::{MATCHED, QUIET, TITLE};
use super::wrapped_line::{INDENT, Layout, WrappedLine};
use crate::render::safe_text::printable;
use crate::search::{Answer, GroupKey, Hit, Match, NearDuplicate, Snippet, snippet};

/// The length of a snippet in characters: about three lines of a terminal.
const SNIPPET_CHARS: usize = 110;

/// Writes the hits of an answer: what the query was taken for, where that was asked for; then each hit in a block of its own, under the name of its
/// group where hits are grouped.
///
/// # Errors
/// Fails only where writing to `out` fails.
pub fn write_hits(out: &mut impl Write, answer: &Answer, layout: Layout) -> io::Result<()> {
    if let Some(lines) = &answer.explanation {
        write_query_lines(out, lines)?;
    }
    for group in &answer.groups {
        if let Some(key) = &group.key {
            write_group(out, key)?;
        }
        for hit in &group.hits {
            write_hit(out, hit, layout)?;
        }
    }
    Ok(())
}

fn write_hit(out: &mut impl Write, hit: &Hit, layout: Layout) -> io::Result<()> {
    write_heading(out, hit)?;
    write_section(out, &hit.record.section, layout)?;
    write_snippet(out, &snippet(hit, SNIPPET_CHARS), layout)?;
    let record = &hit.record;
    let (path, id) = (printable(&record.path), printable(&record.id));
    writeln!(
        out,
        "{:INDENT$}{QUIET}{path}:{}  {id}{QUIET:#}",
        "", record.line
    )?;
    for path in &hit.other_paths {
        writeln!(
            out,
            "{:INDENT$}{QUIET}also at {}{QUIET:#}",
            "",
            printable(path)
        )?;
    }
    write_also_in(out, &hit.also_in, layout)?;
    writeln!(out)?;
    match &hit.reasons {
        Some(reasons) => write_reasons(out, reasons),
        None => Ok(()),
    }
}

/// Only so many places of near-duplicates are named; the rest are counted.
const MAX_PLACES: usize = 8;

/// Names the places and years of a hit's near-duplicates, each once: with the id of the first near-duplicate there, and
/// with their number where there are several.
fn write_also_in(
    out: &mut impl Write,
    also_in: &[NearDuplicate],
    layout: Layout,
) -> io::Result<()> {
    if also_in.is_empty() {
        return Ok(());
    }
    let mut places: Vec<(String, &str, usize)> = Vec::new();
    for other in also_in {
        let place = match (&other.district, other.year) {
            (None, None) => format!("{}:{}", printable(&other.path), other.line),
            (district, year) => place_and_year(district.as_deref(), year),
        };
        match places.iter_mut().find(|(known, ..)| *known == place) {
            Some((.., n_times)) => *n_times += 1,
            None => places.push((place, &other.id, 1)),
        }
    }
    let n_more = places.len().saturating_sub(MAX_PLACES);
    places.truncate(MAX_PLACES);
    let last = places.len() - 1;
    let mut line = WrappedLine::new(out, layout);
    line.write_item("also in:", 1, QUIET)?;
    for (at, (place, id, n_times)) in places.into_iter().enumerate() {
        let n_times = match n_times {
            1 => String::new(),
            n_times => format!(" (×{n_times})"),
        };
        let comma = if at < last { "," } else { "" };
        line.write_item(
            &format!("{place} {}{n_times}{comma}", printable(id)),
            1,
            QUIET,
        )?;
    }
    if n_more > 0 {
        line.write_item(&format!("and {n_more} more"), 1, QUIET)?;
    }
    line.end()
}

/// Writes the line above the hits of a group, `青禾区 · 12 passages`. A report is named by its title, with its path behind.
fn write_group(out: &mut impl Write, group: &GroupKey) -> io::Result<()> {
    let value = group.value.as_deref().unwrap_or("(no district)");
    let passages = match group.n_passages {
        1 => "passage",
        _ => "passages",
    };
    let (name, path) = match group.title.as_deref() {
        Some(title) => (title, format!("  {}", printable(value))),
        None => (value, String::new()),
    };
    writeln!(
        out,
        "{TITLE}{}{TITLE:#} {QUIET}· {} {passages}{path}{QUIET:#}\n",
        printable(name),
        group.n_passages
    )
}

fn write_heading(out: &mut impl Write, hit: &Hit) -> io::Result<()> {
    let record = &hit.record;
    write!(
        out,
        "{:>2}  {TITLE}{}{TITLE:#}",
        hit.rank,
        place_and_year(record.facts.district.as_deref(), record.year)
    )?;
    if let Some(kind) = record.kind {
        write!(out, " {}", kind.name())?;
    }
    // A report of 2022 may look back on 2021 and plan 2023.
    if let Some(report_year) = record.facts.report_year
        && record.year != Some(report_year)
    {
        write!(out, " {QUIET}(report of {report_year}){QUIET:#}")?;
    }
    if let Some(title) = &record.facts.title {
        write!(out, "  {QUIET}{}{QUIET:#}", printable(title))?;
    }
    match match_note(hit) {
        Some(note) => writeln!(out, "  {QUIET}[{note}]{QUIET:#}"),
        None => writeln!(out),
    }
}

/// Says how a hit matches; `None` for one that is verbatim, which needs no saying.
fn match_note(hit: &Hit) -> Option<String> {
    let synonyms = hit.synonyms.join(", ");
    let synonyms = printable(&synonyms);
    Some(match hit.matched {
        Match::Verbatim if hit.across_words => "across words".to_string(),
        Match::Verbatim => return None,
        Match::Words => "all words".to_string(),
        Match::Synonym if hit.across_words => format!("synonym across words: {synonyms}"),
        Match::Synonym => format!("synonym: {synonyms}"),
        Match::Partial if hit.synonyms.is_empty() => "some words".to_string(),
        Match::Partial => format!("some words; synonym: {synonyms}"),
    })
}

/// Formats `沙坪坝区 2022`, with `(no district)` or `(no year)` for what is not known.
pub(super) fn place_and_year(district: Option<&str>, year: Option<i32>) -> String {
    let place = district.unwrap_or("(no district)");
    match year {
        Some(year) => format!("{} {year}", printable(place)),
        None => format!("{} (no year)", printable(place)),
    }
}

/// Writes a section path, its headings separated by `›`.
pub(super) fn write_section(
    out: &mut impl Write,
    section: &[String],
    layout: Layout,
) -> io::Result<()> {
    if section.is_empty() {
        return Ok(());
    }
    let path = section.join(" › ");
    let mut line = WrappedLine::new(out, layout);
    line.write(&printable(&path), QUIET)?;
    line.end()
}

fn write_snippet(out: &mut impl Write, snippet: &Snippet, layout: Layout) -> io::Result<()> {
    let mut line = WrappedLine::new(out, layout);
    if snippet.cut_before {
        line.write("…", Style::new())?;
    }
    for piece in &snippet.pieces {
        let style = if piece.matched { MATCHED } else { Style::new() };
        line.write(&printable(&piece.text.replace('\n', " ")), style)?;
    }
    if snippet.cut_after {
        line.write("…", Style::new())?;
    }
    line.end()
}
