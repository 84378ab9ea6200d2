//! Hits for people: district and year, section path, snippet, source file and line.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::shown;
use crate::index::kind_name;
use crate::search::{AlsoIn, Facets, Hit, Match, Snippet, snippet};

const PLACE: Style = AnsiColor::Cyan.on_default().bold();
const MATCHED: Style = AnsiColor::Red.on_default().bold();
const QUIET: Style = Style::new().dimmed();

/// How wide the page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A terminal of so many columns: lines are wrapped.
    Columns(usize),
    /// A file or another program: they are not.
    Unwrapped,
}

/// Of a snippet, in characters: about three lines of a terminal.
const SNIPPET_CHARS: usize = 110;
const INDENT: usize = 4;

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

/// Names near-duplicates by where they stand, each place once with their number.
fn write_also_in(out: &mut impl Write, also_in: &[AlsoIn], layout: Layout) -> io::Result<()> {
    if also_in.is_empty() {
        return Ok(());
    }
    let mut places: Vec<(String, usize)> = Vec::new();
    for other in also_in {
        let place = match (&other.district, other.year) {
            (None, None) => format!("{}:{}", shown(&other.path), other.line),
            (district, year) => place_and_year(district.as_deref(), year),
        };
        match places.iter_mut().find(|(known, _)| *known == place) {
            Some((_, n_times)) => *n_times += 1,
            None => places.push((place, 1)),
        }
    }
    let n_more = places.len().saturating_sub(MAX_PLACES);
    places.truncate(MAX_PLACES);
    let mut line = Line::new(out, layout);
    let places = places.into_iter().map(|(place, n_times)| match n_times {
        1 => place,
        n_times => format!("{place} (×{n_times})"),
    });
    let places: Vec<String> = places.collect();
    line.write(&format!("also in: {}", places.join(", ")), QUIET)?;
    if n_more > 0 {
        line.write(&format!(" and {n_more} more"), QUIET)?;
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

/// An indented line that goes on in the next where the page ends; a line never begins with a closing mark.
pub(super) struct Line<'a, W> {
    out: &'a mut W,
    n_columns: usize,
    column: usize,
}

impl<'a, W: Write> Line<'a, W> {
    pub(super) fn new(out: &'a mut W, layout: Layout) -> Line<'a, W> {
        let n_columns = match layout {
            Layout::Columns(n_columns) => n_columns.max(20),
            Layout::Unwrapped => usize::MAX,
        };
        Line {
            out,
            n_columns,
            column: 0,
        }
    }

    pub(super) fn write(&mut self, text: &str, style: Style) -> io::Result<()> {
        write!(self.out, "{style}")?;
        for c in text.chars() {
            let width = c.width().unwrap_or(0);
            if self.column == 0 {
                write!(self.out, "{style:#}{:INDENT$}{style}", "")?;
                self.column = INDENT;
            } else if self.column + width > self.n_columns && !is_closing(c) {
                write!(self.out, "{style:#}\n{:INDENT$}{style}", "")?;
                self.column = INDENT;
            }
            write!(self.out, "{c}")?;
            self.column += width;
        }
        write!(self.out, "{style:#}")
    }

    pub(super) fn end(self) -> io::Result<()> {
        writeln!(self.out)
    }
}

/// Whether a character may not begin a line (GB/T 15834: closing marks hang at the end of the line before).
fn is_closing(c: char) -> bool {
    "，。、；：！？”’）》〉」』】…,.;:!?)".contains(c)
}

/// More values of a facet than this are counted, not named.
const MAX_VALUES: usize = 30;
/// The same of sections, most of which have a hit or two.
const MAX_SECTIONS: usize = 8;

/// Writes how many hits each district, year, kind and section has.
///
/// # Errors
/// Where `out` refuses.
pub fn write_facets(out: &mut impl Write, facets: &Facets, layout: Layout) -> io::Result<()> {
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
        writeln!(out, "{PLACE}{title}{PLACE:#}")?;
        let mut line = Line::new(out, layout);
        for (at, (name, count)) in list.iter().take(max_values).enumerate() {
            let comma = if at == 0 { "" } else { "  " };
            line.write(&format!("{comma}{} {count}", shown(name)), Style::new())?;
        }
        match list.len() {
            0 => line.write("none", QUIET)?,
            n_values if n_values > max_values => {
                let n_more = n_values - max_values;
                line.write(&format!("  and {n_more} more"), QUIET)?;
            }
            _ => {}
        }
        line.end()?;
    }
    writeln!(out)
}

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

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, n_columns: usize) -> String {
        let mut out = Vec::new();
        let mut line = Line::new(&mut out, Layout::Columns(n_columns));
        line.write(text, Style::new()).unwrap();
        line.end().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_line_is_wrapped_at_the_page_and_never_before_a_closing_mark() {
        assert_eq!(
            wrapped("一二三四五六七八，九十", 20),
            "    一二三四五六七八，\n    九十\n"
        );
    }

    #[test]
    fn what_is_piped_is_not_wrapped() {
        let mut out = Vec::new();
        let mut line = Line::new(&mut out, Layout::Unwrapped);
        line.write(&"字".repeat(200), Style::new()).unwrap();
        line.end().unwrap();
        assert_eq!(String::from_utf8(out).unwrap().lines().count(), 1);
    }
}
