//! The report year (年度): the year that a report is of.
//!
//! Input: the lines, the title, the headings and the path. Output: the year with its evidence, and a problem where title and
//! sections contradict each other. A government work report is of the year it is delivered in (the session's date, else the
//! year that its plan names); any other report is of the year that its title, or else its first dated section, names. The
//! year of a passage is found in `sections`.

use std::collections::BTreeMap;

use super::evidence::{Evidence, Evidenced};
use super::kind::Kind;
use super::kind_words;
use super::lines::MarkedLines;
use super::numerals::{first_year, leading_number, year_of_name, years, years_outside_spans};
use super::outline::headings::Entry;
use super::problem::Problem;

/// How many lines the opening of a report has.
const N_OPENING_LINES: usize = 30;

/// What the year is read from.
pub(super) struct YearContext<'a, 'b> {
    /// The lines of the text.
    pub(super) lines: MarkedLines<'a, 'b>,
    /// Its title and the line it stands on.
    pub(super) title: Option<(&'a str, u32)>,
    /// Its headings.
    pub(super) entries: &'b [Entry<'a>],
    /// Whether it is a 政府工作报告.
    pub(super) is_government: bool,
    /// The file's name.
    pub(super) path: &'b str,
}

/// Finds the year of a report.
pub(super) fn find(context: &YearContext<'_, '_>) -> Option<Evidenced<i32>> {
    let own = if context.is_government {
        session_year(context)
            .or_else(|| title_year(context))
            .or_else(|| planned_year_or_path(context))
            .or_else(|| congress_year(context))
            .or_else(|| opening_year(context))
    } else {
        title_year(context)
            .or_else(|| section_year(context))
            .or_else(|| session_year(context))
    };
    let own = own.or_else(|| path_year(context));
    own.or_else(|| first_lines_year(context).filter(|_| !context.is_government))
        .or_else(|| body_year(context))
}

/// The years that the headings of the first depth name, each with its line and the heading.
fn section_years<'a>(context: &YearContext<'a, '_>) -> Vec<(i32, u32, &'a str)> {
    let top = context.entries.iter().filter(|entry| entry.depth == 1);
    top.filter_map(|entry| {
        let line = context.lines.all[entry.at].number;
        first_year(entry.text).map(|year| (year, line, entry.text))
    })
    .collect()
}

fn found(year: i32, line: u32, text: &str, rule: &'static str) -> Evidenced<i32> {
    Evidence::excerpt(line, text, rule).of(year)
}

/// Reads the year from the session's line, ——2024年2月2日在…会议上, or from the date of delivery alone under the title.
fn session_year(context: &YearContext<'_, '_>) -> Option<Evidenced<i32>> {
    let mut opening = context.lines.own().take(N_OPENING_LINES);
    let line = opening.find(|line| line.is_session() && first_year(line.text).is_some())?;
    first_year(line.text)
        .map(|year| found(year, line.number, line.text, "the day it was delivered"))
}

fn title_year(context: &YearContext<'_, '_>) -> Option<Evidenced<i32>> {
    let (title, line) = context.title?;
    year_of_name(title).map(|year| found(year, line, title, "the title names it"))
}

/// Reads the year from the first dated section of the first depth.
fn section_year(context: &YearContext<'_, '_>) -> Option<Evidenced<i32>> {
    let (year, line, text) = section_years(context).into_iter().next()?;
    Some(found(year, line, text, "its first dated section"))
}

/// Reads the year that the plan of the report names, or the one after the year that it looks back on.
fn planned_year(context: &YearContext<'_, '_>) -> Option<Evidenced<i32>> {
    let mut best: Option<(i32, bool, u32, &str)> = None;
    for entry in context.entries.iter().filter(|entry| entry.depth == 1) {
        let looks_back = kind_words::of_heading(entry.text) == Some(Kind::总结);
        let n_years = years(entry.text).count();
        for mention in years(entry.text) {
            let rest = &entry.text[mention.end..];
            let far = rest.starts_with("远景") || entry.text[..mention.start].ends_with('到');
            // 回顾和2024年安排: the later year of one heading is the plan's.
            let is_past = looks_back && (n_years == 1 || rest.contains("回顾"));
            if !far && best.is_none_or(|(year, _, _, _)| mention.year > year) {
                best = Some((
                    mention.year,
                    is_past,
                    context.lines.all[entry.at].number,
                    entry.text,
                ));
            }
        }
    }
    let (year, is_past, line, text) = best?;
    Some(match is_past {
        true => found(
            year + 1,
            line,
            text,
            "the year after the one it looks back on",
        ),
        false => found(year, line, text, "the year its plan names"),
    })
}

/// Reads the planned year; a path that names the year before it is right, since some plans reach over the year of delivery.
fn planned_year_or_path(context: &YearContext<'_, '_>) -> Option<Evidenced<i32>> {
    let planned = planned_year(context)?;
    let of_path = path_year(context);
    Some(match of_path {
        Some(of_path) if of_path.value + 1 == planned.value => of_path,
        _ => planned,
    })
}

/// Reckons the year from the session of the National People's Congress. The sessions of its first five congresses, before
/// it met every year, stand in a table; from the sixth on, congress n opens in 1983 + 5 (n - 6).
fn congress_year(context: &YearContext<'_, '_>) -> Option<Evidenced<i32>> {
    const EARLY: [&[i32]; 5] = [
        &[1954, 1955, 1956, 1957, 1958],
        &[1959, 1960, 1962, 1963],
        &[1964],
        &[1975],
        &[1978, 1979, 1980, 1981, 1982],
    ];
    let opening = context.lines.own().take(6);
    for line in opening {
        let Some(at) = line.text.find("届全国人民代表大会").filter(|at| *at < 600) else {
            continue;
        };
        let before = &line.text[..at];
        if !before.contains('向') || !line.text.contains("国务院") {
            continue;
        }
        let Some(congress) = before
            .rfind('第')
            .and_then(|nth| number_in(&before[nth + '第'.len_utf8()..]))
        else {
            continue;
        };
        let rest = &line.text[at + "届全国人民代表大会".len()..];
        let session = rest
            .strip_prefix('第')
            .and_then(number_in)
            .filter(|_| rest.contains("次会议"))
            .unwrap_or(1);
        let year = match congress {
            0 => continue,
            1..=5 => EARLY[congress as usize - 1]
                .get(session as usize - 1)
                .copied(),
            _ => Some(1983 + 5 * (congress as i32 - 6) + session as i32 - 1),
        };
        if let Some(year) = year {
            return Some(found(
                year,
                line.number,
                &line.text[..at + "届全国人民代表大会".len()],
                "the session of the congress",
            ));
        }
    }
    None
}

fn number_in(text: &str) -> Option<u32> {
    leading_number(text)
        .map(|(number, _)| number)
        .filter(|&number| number > 0)
}

/// Reads the year for which the opening makes proposals: 对2012年的工作提出建议.
fn opening_year(context: &YearContext<'_, '_>) -> Option<Evidenced<i32>> {
    let opening = context.lines.own().take(8);
    for line in opening {
        let Some(at) = line
            .text
            .find("提出建议")
            .or_else(|| line.text.find("任务提出"))
        else {
            continue;
        };
        if let Some(mention) = years(&line.text[..at]).last() {
            let text = &line.text[mention.start..at];
            return Some(found(
                mention.year,
                line.number,
                text,
                "the year it makes proposals for",
            ));
        }
    }
    None
}

fn first_lines_year(context: &YearContext<'_, '_>) -> Option<Evidenced<i32>> {
    let opening = context.lines.own().take(3);
    opening.into_iter().find_map(|line| {
        let mention = years_outside_spans(line.text).next()?;
        Some(found(
            mention.year,
            line.number,
            &line.text[mention.start..mention.end],
            "its first lines name it",
        ))
    })
}

fn path_year(context: &YearContext<'_, '_>) -> Option<Evidenced<i32>> {
    let year = context.path.rsplit('/').find_map(year_of_name)?;
    Some(found(year, 0, context.path, "the path names it"))
}

/// Finds the year that the text names most; in a government work report, which looks back on one year and plans the next,
/// the later of the two.
fn body_year(context: &YearContext<'_, '_>) -> Option<Evidenced<i32>> {
    let mut mentions: BTreeMap<i32, (u32, u32)> = BTreeMap::new();
    for line in context.lines.own() {
        for mention in years_outside_spans(line.text) {
            if !line.text[..mention.start].ends_with('—') {
                mentions.entry(mention.year).or_insert((0, line.number)).0 += 1;
            }
        }
    }
    let n_of = |year: i32| mentions.get(&year).map_or(0, |(n, _)| *n);
    let (&most, &(n_most, _)) = mentions.iter().max_by_key(|(year, (n, _))| (*n, **year))?;
    if n_most < 2 {
        return None;
    }
    let found_at = |year: i32, rule| {
        let line = mentions.get(&year).map_or(0, |(_, line)| *line);
        found(year, line, &format!("{year}年"), rule)
    };
    if !context.is_government {
        return Some(found_at(most, "the year it names most"));
    }
    // The last year that it names often is the one it plans, or, where the year before is hardly
    // named, the one it looks back on.
    let often = |n: u32| n >= 2 && n * 10 >= n_most * 3;
    let last = mentions
        .iter()
        .rev()
        .find(|(_, (n, _))| often(*n))
        .map_or(most, |(year, _)| *year);
    let looks_back = n_of(last - 1) * 5 < n_of(last) * 2;
    let delivered = if looks_back { last + 1 } else { last };
    let evidence = found_at(last, "reckoned from the years it names").evidence;
    Some(Evidenced {
        value: delivered,
        evidence,
    })
}

/// Reports a title that names a year which none of its sections is of.
pub(super) fn conflict(context: &YearContext<'_, '_>) -> Option<Problem> {
    let (title, line) = context.title?;
    let year = year_of_name(title)?;
    let is_government = context.is_government;
    // A summary of 2022 may have one dated section alone, its plan for 2023.
    let fits = |of_section: i32| {
        of_section == year
            || (is_government && of_section + 1 == year)
            || (!is_government && of_section == year + 1)
    };
    let mut of_sections: Vec<i32> = section_years(context)
        .into_iter()
        .map(|(year, _, _)| year)
        .collect();
    if of_sections.is_empty() || of_sections.iter().any(|year| fits(*year)) {
        return None;
    }
    of_sections.dedup();
    let of_sections: Vec<String> = of_sections.iter().map(i32::to_string).collect();
    let message = format!(
        "the title says {year}, the sections say {}",
        of_sections.join(", ")
    );
    Some(Problem::new(line, "year_conflict", message))
}
