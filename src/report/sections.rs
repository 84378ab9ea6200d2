//! The sections of a report: each heading with its path, and the year and kind of the passages under it.
//!
//! Input: the headings, and the facts of the report. Output: a [`Section`] for each heading. What a heading says itself comes
//! first, then what the headings above it say, then the section before it, then the report. `passages` hands this on.

use super::facts::ReportFacts;
use super::kind::Kind;
use super::outline::headings::Entry;
use super::{kind_words, numerals};

/// A heading, and the year and the kind of the passages under it.
#[derive(Debug, Clone)]
pub(super) struct Section {
    /// The headings it stands under, itself last.
    pub(super) path: Vec<String>,
    /// The year that it, or a heading above it, names; that of the section before it else.
    pub(super) year: Option<i32>,
    /// The kind that it, or a heading above it, tells; that of the section before it else.
    pub(super) kind: Option<Kind>,
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

/// Makes a section of each heading, with the year and the kind that it hands down to its passages.
pub(super) fn sections(entries: &[Entry<'_>], facts: &ReportFacts) -> Vec<Section> {
    let is_government = facts.is_government_work_report();
    let base = kind_of_report(facts);
    let mut sections: Vec<Section> = Vec::with_capacity(entries.len());
    let mut open: Vec<usize> = Vec::new();
    // What the last section of the first depth was about, problems apart, and of which year.
    let mut last_kind = None;
    let mut last_year = None;
    for entry in entries {
        open.truncate(
            open.iter()
                .take_while(|&&at| sections[at].depth < entry.depth)
                .count(),
        );
        let parent = open.last().map(|&at| sections[at].clone());
        let own_year = year_of_heading(entry, facts);
        let mut own_kind = match parent {
            None => kind_words::of_heading(entry.text),
            Some(_) => kind_words::of_lower_heading(entry.text),
        };
        // 2020年主要工作, in a report that has a section for 2021, looks back.
        if own_kind.is_none()
            && parent.is_none()
            && !is_government
            && entry_looks_back(entry, entries)
        {
            own_kind = Some(Kind::总结);
        }
        // 2023年主要工作, in a report delivered in 2024, looks back; 2024年各项工作 plans.
        let is_past = own_year
            .zip(facts.report_year)
            .map(|(year, report)| year < report);
        own_kind = match (is_past, own_kind) {
            (Some(true), None | Some(Kind::计划)) if is_government && parent.is_none() => {
                Some(Kind::总结)
            }
            (Some(false), None) if is_government && parent.is_none() => Some(Kind::计划),
            _ => own_kind,
        };
        let (year, kind, mut path) = match parent {
            Some(parent) => (
                own_year.or(parent.year),
                own_kind.or(parent.kind),
                parent.path,
            ),
            None => {
                // A government's undated plan (“十五五”时期目标) is not of the year looked back on.
                let turns = is_government
                    && own_kind == Some(Kind::计划)
                    && last_kind.is_some_and(|last| last != Kind::计划);
                let year = own_year.or(last_year.filter(|_| !turns));
                (year, own_kind.or(last_kind).or(base), Vec::new())
            }
        };
        path.push(entry.text.to_owned());
        let index = sections.len();
        if path.len() == 1 {
            last_year = year;
            if kind != Some(Kind::问题) {
                last_kind = kind;
            }
            // 1993年的回顾和1994年的方针: what comes after goes on with the second.
            let names_next = numerals::years(entry.text)
                .last()
                .map(|mention| mention.year);
            if is_government && names_next > year && names_next == facts.report_year {
                (last_year, last_kind) = (names_next, Some(Kind::计划));
            }
        }
        sections.push(Section {
            path,
            year,
            kind,
            depth: entry.depth,
        });
        open.push(index);
    }
    sections
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
