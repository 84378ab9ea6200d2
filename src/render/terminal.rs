//! Hits for people: district and year, section path, snippet, source file and line.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::line::{INDENT, Layout, Line};
use super::shown;
use crate::index::kind_name;
use crate::search::{AlsoIn, Facets, Hit, Match, Snippet, snippet};

const PLACE: Style = AnsiColor::Cyan.on_default().bold();
const MATCHED: Style = AnsiColor::Red.on_default().bold();
const QUIET: Style = Style::new().dimmed();

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
    let mut line = Line::new(out, layout);
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
        "{PLACE}{}{PLACE:#} {QUIET}· {} {passages}{path}{QUIET:#}\n",
        shown(name),
        group.total
    )
}

fn write_heading(out: &mut impl Write, hit: &Hit) -> io::Result<()> {
    let record = &hit.record;
    write!(
        out,
        "{:>2}  {PLACE}{}{PLACE:#}",
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
    let mut line = Line::new(out, layout);
    line.write(&shown(&path), QUIET)?;
    line.end()
}

fn write_snippet(out: &mut impl Write, snippet: &Snippet, layout: Layout) -> io::Result<()> {
    let mut line = Line::new(out, layout);
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

/// More values of a facet than this are counted, not named.
const MAX_VALUES: usize = 30;
/// The same of sections, most of which have a hit or two.
const MAX_SECTIONS: usize = 8;

/// Writes how many of `total` hits each district, year, kind and section has.
///
/// # Errors
/// Where `out` refuses.
pub fn write_facets(
    out: &mut impl Write,
    total: u64,
    facets: &Facets,
    layout: Layout,
) -> io::Result<()> {
    let by_count = |counts: &std::collections::BTreeMap<String, u64>| {
        let mut list: Vec<(String, u64)> = counts
            .iter()
            .map(|(name, &count)| (name.clone(), count))
            .collect();
        list.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        list
    };
    let years = facets
        .years
        .iter()
        .map(|(year, &count)| (year.to_string(), count))
        .collect();
    for (title, list, max_values) in [
        ("district", by_count(&facets.districts), MAX_VALUES),
        ("year", years, MAX_VALUES),
        ("kind", by_count(&facets.kinds), MAX_VALUES),
        ("section", by_count(&facets.sections), MAX_SECTIONS),
    ] {
        let list: Vec<(String, u64)> = list;
        let n_with_value: u64 = list.iter().map(|(_, count)| count).sum();
        let n_without = total.saturating_sub(n_with_value);
        writeln!(out, "{PLACE}{title}{PLACE:#}")?;
        let mut line = Line::new(out, layout);
        for (name, count) in list.iter().take(max_values) {
            line.write_item(
                &format!("{} {count}", shown(name)),
                BETWEEN_ITEMS,
                Style::new(),
            )?;
        }
        if list.len() > max_values {
            let n_more = list.len() - max_values;
            line.write_item(&format!("and {n_more} more"), BETWEEN_ITEMS, QUIET)?;
        }
        if n_without > 0 {
            line.write_item(&format!("(none) {n_without}"), BETWEEN_ITEMS, QUIET)?;
        } else if list.is_empty() {
            line.write_item("none", BETWEEN_ITEMS, QUIET)?;
        }
        line.end()?;
    }
    writeln!(out)
}

/// Blanks between the values of a facet.
const BETWEEN_ITEMS: usize = 2;

/// Writes hits as a TREC run of one topic: topic, `Q0`, id, rank, score, name of the run.
///
/// # Errors
/// Where `out` refuses.
pub fn write_trec(out: &mut impl Write, hits: &[Hit]) -> io::Result<()> {
    for hit in hits {
        // The format is of columns parted by white space, so an id may hold none.
        let id: String = hit
            .record
            .id
            .split_whitespace()
            .collect::<Vec<_>>()
            .join("_");
        writeln!(
            out,
            "1 Q0 {} {} {:.6} xunzhang",
            shown(&id),
            hit.rank,
            hit.score
        )?;
    }
    Ok(())
}

/// How many columns a text takes.
pub(super) fn n_columns(text: &str) -> usize {
    text.width()
}
