//! Hits for people: district and year, section path, snippet, source file and line.

use std::io::{self, Write};

use anstyle::Style;

use super::style::{MATCHED, QUIET, TITLE};
use super::wrapped_line::{INDENT, Layout, WrappedLine};
use crate::index::kind_name;
use crate::render::safe_text::shown;
use crate::search::{AlsoIn, Hit, Match, Snippet, snippet};

/// Of a snippet, in characters: about three lines of a terminal.
const SNIPPET_CHARS: usize = 110;

/// Writes hits, each in a block of its own.
///
/// # Errors
/// Where `out` refuses.
pub fn write_hits(out: &mut impl Write, hits: &[Hit], layout: Layout) -> io::Result<()> {
    let mut group = None;
    for hit in hits {
        if hit.group != group {
            group.clone_from(&hit.group);
            write_group(out, hit)?;
        }
        write_heading(out, hit)?;
        write_section(out, &hit.record.section, layout)?;
        write_snippet(out, &snippet(&hit.highlights, SNIPPET_CHARS), layout)?;
        let record = &hit.record;
        let (path, id) = (shown(&record.path), shown(&record.id));
        writeln!(
            out,
            "{:INDENT$}{QUIET}{path}:{}  {id}{QUIET:#}",
            "", record.line
        )?;
        for path in &hit.other_paths {
            writeln!(out, "{:INDENT$}{QUIET}also at {}{QUIET:#}", "", shown(path))?;
        }
        write_also_in(out, &hit.also_in, layout)?;
        writeln!(out)?;
    }
    Ok(())
}

/// More places of near-duplicates than this are counted, not named.
const MAX_PLACES: usize = 8;

/// Names near-duplicates by where they stand, each place once with the id of the first there, and their number.
fn write_also_in(out: &mut impl Write, also_in: &[AlsoIn], layout: Layout) -> io::Result<()> {
    if also_in.is_empty() {
        return Ok(());
    }
    let mut places: Vec<(String, &str, usize)> = Vec::new();
    for other in also_in {
        let place = match (&other.district, other.year) {
            (None, None) => format!("{}:{}", shown(&other.path), other.line),
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
        line.write_item(&format!("{place} {}{n_times}{comma}", shown(id)), 1, QUIET)?;
    }
    if n_more > 0 {
        line.write_item(&format!("and {n_more} more"), 1, QUIET)?;
    }
    line.end()
}

/// `青禾区 · 12 passages`, above the hits of a group; for a report its title, and behind it its path.
fn write_group(out: &mut impl Write, first: &Hit) -> io::Result<()> {
    let Some(group) = &first.group else {
        return Ok(());
    };
    let value = group.value.as_deref().unwrap_or("(no district)");
    let passages = match group.total {
        1 => "passage",
        _ => "passages",
    };
    let (name, path) = match group.title.as_deref() {
        Some(title) => (title, format!("  {}", shown(value))),
        None => (value, String::new()),
    };
    writeln!(
        out,
        "{TITLE}{}{TITLE:#} {QUIET}· {} {passages}{path}{QUIET:#}\n",
        shown(name),
        group.total
    )
}

fn write_heading(out: &mut impl Write, hit: &Hit) -> io::Result<()> {
    let record = &hit.record;
    write!(
        out,
        "{:>2}  {TITLE}{}{TITLE:#}",
        hit.rank,
        place_and_year(record.district.as_deref(), record.year)
    )?;
    if let Some(kind) = record.kind {
        write!(out, " {}", kind_name(kind))?;
    }
    if let Some(title) = &record.title {
        write!(out, "  {QUIET}{}{QUIET:#}", shown(title))?;
    }
    let synonyms = || shown(&hit.synonyms.join(", ")).into_owned();
    match hit.matched {
        Match::Verbatim if hit.across_words => writeln!(out, "  {QUIET}[across words]{QUIET:#}"),
        Match::Verbatim => writeln!(out),
        Match::Words => writeln!(out, "  {QUIET}[all words]{QUIET:#}"),
        Match::Synonym if hit.across_words => {
            let synonyms = synonyms();
            writeln!(out, "  {QUIET}[synonym across words: {synonyms}]{QUIET:#}")
        }
        Match::Synonym => writeln!(out, "  {QUIET}[synonym: {}]{QUIET:#}", synonyms()),
        Match::Partial if hit.synonyms.is_empty() => {
            writeln!(out, "  {QUIET}[some words]{QUIET:#}")
        }
        Match::Partial => writeln!(
            out,
            "  {QUIET}[some words; synonym: {}]{QUIET:#}",
            synonyms()
        ),
    }
}

/// `沙坪坝区 2022`, or what is known of it.
pub(super) fn place_and_year(district: Option<&str>, year: Option<i32>) -> String {
    let place = district.unwrap_or("(no district)");
    match year {
        Some(year) => format!("{} {year}", shown(place)),
        None => format!("{} (no year)", shown(place)),
    }
}

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
    line.write(&shown(&path), QUIET)?;
    line.end()
}

fn write_snippet(out: &mut impl Write, snippet: &Snippet, layout: Layout) -> io::Result<()> {
    let mut line = WrappedLine::new(out, layout);
    if snippet.cut_before {
        line.write("…", Style::new())?;
    }
    for piece in &snippet.pieces {
        let style = if piece.matched { MATCHED } else { Style::new() };
        line.write(&shown(&piece.text.replace('\n', " ")), style)?;
    }
    if snippet.cut_after {
        line.write("…", Style::new())?;
    }
    line.end()
}
