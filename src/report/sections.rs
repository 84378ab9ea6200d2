//! The sections of a report: the path of each heading as the outline gives it, and the year and kind of the passages under it.
//!
//! Input: the headings, and the facts of the report. Output: a [`Section`] for each heading. What a heading says itself comes
//! first, then what the headings above it say. What a heading is silent about is not taken from the section before it: the year is
//! the report's then, unless the parts of the report contradict it, and `passage_kinds` decides the kind.

use super::facts::ReportFacts;
use super::kind::Kind;
use super::outline::heading_form::names_notes;
use super::outline::headings::Entry;
use super::{kind_words, numerals};

/// What the headings that a passage stands under say of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadingKind {
    /// They say what the section does.
    Says(Kind),
    /// They name a year that tells it probably.
    Leans(Kind),
    /// They say nothing of it.
    Silent,
}

/// A heading, and the year and the kind of the passages under it.
#[derive(Debug, Clone)]
pub(super) struct Section {
    /// The headings it stands under, itself last.
    pub(super) path: Vec<String>,
    /// The year that it, or a heading above it, names.
    pub(super) year: Option<i32>,
    /// The year of the passages that plan, where the heading stands over a part that looks back on another: 1998年工作回顾和1999年工作的总体要求.
    pub(super) year_planned: Option<i32>,
    /// What it, or a heading above it, says of the kind.
    pub(super) kind: HeadingKind,
    /// Its depth in the outline, from 1.
    pub(super) depth: u32,
}

/// The kind of passages whose section says nothing of it: that of the report as a whole.
pub(super) fn kind_of_report(facts: &ReportFacts) -> Option<Kind> {
    facts
        .report_kind
        .as_deref()
        .and_then(kind_words::of_report_kind)
}

/// The section that the section at `at` lies in.
pub(super) fn parent_of(sections: &[Section], at: usize) -> Option<usize> {
    let depth = sections[at].depth;
    (0..at).rev().find(|&above| sections[above].depth < depth)
}

/// The outermost section that the section at `at` lies in.
pub(super) fn part_of(sections: &[Section], mut at: usize) -> usize {
    while let Some(above) = parent_of(sections, at) {
        at = above;
    }
    at
}

/// Makes a section of each heading, with the year and the kind that it hands down to its passages.
pub(super) fn sections(entries: &[Entry<'_>], facts: &ReportFacts) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::with_capacity(entries.len());
    let mut open: Vec<usize> = Vec::new();
    let is_contradicted = year_is_contradicted(entries, facts);
    let mut last_year = None;
    for entry in entries {
        open.truncate(
            open.iter()
                .take_while(|&&at| sections[at].depth < entry.depth)
                .count(),
        );
        let parent = open.last().map(|&at| sections[at].clone());
        let own_year = year_of_heading(entry, facts);
        let mut section = match parent {
            Some(parent) => Section {
                kind: match kind_words::of_lower_heading(entry.text) {
                    Some(kind) if parent.kind != HeadingKind::Says(Kind::其他) => {
                        HeadingKind::Says(kind)
                    }
                    _ => parent.kind,
                },
                year: own_year.or(parent.year),
                year_planned: parent.year_planned.filter(|_| own_year.is_none()),
                depth: entry.depth,
                path: parent.path,
            },
            None => Section {
                kind: kind_of_part(entry, entries, own_year, facts),
                year: own_year.or(last_year.filter(|_| is_contradicted)),
                year_planned: year_planned(entry).filter(|year| Some(*year) > own_year),
                depth: entry.depth,
                path: Vec::new(),
            },
        };
        section.path.push(entry.text.to_owned());
        if section.path.len() == 1 {
            last_year = section.year;
        }
        open.push(sections.len());
        sections.push(section);
    }
    sections
}

/// Whether the parts of a report name years, and none of them that of its title. A part without a year is then of that of the part before it.
fn year_is_contradicted(entries: &[Entry<'_>], facts: &ReportFacts) -> bool {
    let parts = entries.iter().filter(|entry| entry.depth == 1);
    let years = parts.filter_map(|entry| named_year(entry, facts));
    let mut years = years.peekable();
    !facts.is_government_work_report()
        && years.peek().is_some()
        && years.all(|year| Some(year) != facts.report_year)
}

/// Decides what a heading of the first depth says of its part.
fn kind_of_part(
    entry: &Entry<'_>,
    entries: &[Entry<'_>],
    own_year: Option<i32>,
    facts: &ReportFacts,
) -> HeadingKind {
    if names_notes(entry.text) {
        return HeadingKind::Says(Kind::其他);
    }
    if kind_words::looks_back_and_plans(entry.text) {
        return HeadingKind::Silent;
    }
    let said = kind_words::of_heading(entry.text);
    if !facts.is_government_work_report() {
        // 2020年主要工作, in a report that has a section for 2021, looks back.
        let said = said.or_else(|| entry_looks_back(entry, entries).then_some(Kind::总结));
        return said.map_or(HeadingKind::Silent, HeadingKind::Says);
    }
    // 2023年主要工作, in a report delivered in 2024, looks back; 2024年各项工作 plans.
    let is_past = own_year
        .zip(facts.report_year)
        .map(|(year, report)| year < report);
    match (is_past, said) {
        (Some(true), Some(Kind::计划)) => HeadingKind::Says(Kind::总结),
        (_, Some(kind)) => HeadingKind::Says(kind),
        (Some(true), None) => HeadingKind::Leans(Kind::总结),
        (Some(false), None) => HeadingKind::Leans(Kind::计划),
        (None, None) => HeadingKind::Silent,
    }
}

/// Reads the second year of a heading over a part that looks back and then plans.
fn year_planned(entry: &Entry<'_>) -> Option<i32> {
    let mentions = numerals::years(entry.text);
    let last = mentions.last().map(|mention| mention.year);
    last.filter(|_| kind_words::looks_back_and_plans(entry.text))
}

/// Whether a dated section stands before one that plans a later year, or a year it does not name.
pub(super) fn entry_looks_back(entry: &Entry<'_>, entries: &[Entry<'_>]) -> bool {
    let Some(year) = numerals::first_year(entry.text) else {
        return false;
    };
    entries
        .iter()
        .filter(|later| later.depth == 1 && later.at > entry.at)
        .any(|later| {
            let plans = kind_words::of_heading(later.text) == Some(Kind::计划);
            let is_later = numerals::first_year(later.text).is_none_or(|other| other > year);
            plans && is_later
        })
}

/// Reads the year of a section from its heading: at the first depth any year, below it only one that stands beside the words
/// of a section, since measures name years they aim at. 明年 is the year after the report's.
fn year_of_heading(entry: &Entry<'_>, facts: &ReportFacts) -> Option<i32> {
    named_year(entry, facts).or_else(|| relative_year(entry, facts))
}

/// Reads a year that is named by its distance from the report's: 明年工作打算, 下一年重点. 下一步 names none.
fn relative_year(entry: &Entry<'_>, facts: &ReportFacts) -> Option<i32> {
    const WORDS: [(&str, i32); 10] = [
        ("明年", 1),
        ("来年", 1),
        ("下一年", 1),
        ("下年", 1),
        ("新的一年", 1),
        ("今年", 0),
        ("本年", 0),
        ("去年", -1),
        ("上年", -1),
        ("上一年", -1),
    ];
    let is_section = entry.depth == 1 || kind_words::of_lower_heading(entry.text).is_some();
    // 以来 and the like reckon from a year and are not of it; 未来年份 is no next year.
    let names = |word: &str| {
        let at = entry.text.find(word)?;
        (!entry.text[..at].ends_with('未')).then_some(at)
    };
    let (_, distance) = WORDS
        .iter()
        .filter_map(|(word, distance)| names(word).map(|at| (at, *distance)))
        .min()?;
    facts
        .report_year
        .filter(|_| is_section)
        .map(|year| year + distance)
}

fn named_year(entry: &Entry<'_>, facts: &ReportFacts) -> Option<i32> {
    let mention = numerals::years(entry.text).find(|mention| {
        let aimed_at = entry.text[..mention.start].ends_with('到')
            || entry.text[..mention.start].ends_with('至');
        let far = facts
            .report_year
            .is_some_and(|report| mention.year > report + 1 || mention.year + 20 < report);
        !aimed_at && !far && !entry.text[mention.end..].starts_with("远景")
    })?;
    if entry.depth == 1 {
        return Some(mention.year);
    }
    let called = [
        "工作", "回顾", "总结", "计划", "安排", "要点", "任务", "打算",
    ];
    let rest = &entry.text[mention.end..];
    called
        .iter()
        .any(|word| rest.contains(word))
        .then_some(mention.year)
}
