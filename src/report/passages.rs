//! Cuts a report into passages, each with its role, section, year and kind.
//!
//! Input: the lines with their marks, the title's lines, the outline, and the facts of the report. Output: [`Passage`]s that
//! hold every character of the text but white space, no two on one line. `soft_breaks` joins broken lines, `returns` finds where a text goes back to the part
//! around a section, `sections` says what headings hand down, and `passage_kinds` decides the kinds.

use super::characters::is_han;
use super::contents::is_page_number;
use super::facts::ReportFacts;
use super::kind::Kind;
use super::lines::{MarkedLines, PageWidth};
use super::outline::heading_form::{HeadingForm, first_stop, is_running_title, starts_item};
use super::outline::headings::Outline;
use super::outline::numbering::marker;
use super::paragraph_kind::is_opening;
use super::passage::Passage;
use super::passage_kinds::{self, Paragraph};
use super::returns::{ends_of_lists, returns_to_part};
use super::role::Role;
use super::sections::{HeadingKind, Section, kind_of_report, parent_of, part_of, sections};
use super::soft_breaks::{goes_on, join};
use super::{issuer, kind_words};

/// Cuts the lines into passages.
pub(super) fn cut(
    lines: MarkedLines<'_, '_>,
    titles: &[usize],
    outline: &Outline<'_>,
    facts: &ReportFacts,
) -> Vec<Passage> {
    let entries = &outline.entries;
    let sections = sections(entries, facts);
    let base = kind_of_report(facts).unwrap_or(Kind::其他);
    let ends_of_lists = ends_of_lists(lines.all, entries);
    let page_width = PageWidth::of(lines.all);
    // The signature under the text stands in no section.
    let signature = issuer::signature(lines);
    let signs_off_at = signature.map_or(lines.all.len(), |(organ, date)| organ.unwrap_or(date));
    let signs_off_by = signature.map_or(signs_off_at, |(_, date)| date + 1);
    let mut passages: Vec<Passage> = Vec::new();
    let (mut sections_of, mut openings) = (Vec::new(), Vec::new());
    let mut section: Option<usize> = None;
    let mut next_entry = 0;
    // The passage that the next line may go on with, and its last line.
    let mut open: Option<(usize, usize)> = None;
    for (at, line) in lines.all.iter().enumerate() {
        let entry = entries.get(next_entry).filter(|entry| entry.at == at);
        let role = match entry {
            Some(entry) if entry.form == HeadingForm::Whole => Role::Heading,
            Some(_) => Role::Body,
            None if !lines.is_own[at] => Role::Boilerplate,
            None if titles.contains(&at) || is_running_title(line.text) => Role::Title,
            None => Role::Body,
        };
        if at == signs_off_at {
            section = None;
        }
        if entry.is_some() {
            section = Some(next_entry);
            next_entry += 1;
        } else if let Ok(nth) = outline.items.binary_search_by_key(&at, |(item, _)| *item) {
            // （二）…, a paragraph in a list of headings, is not of the one before it.
            let (_, depth) = outline.items[nth];
            while let Some(inner) = section.filter(|&inner| sections[inner].depth > depth) {
                section = parent_of(&sections, inner);
            }
        } else if role == Role::Body && ends_of_lists.contains(&at) {
            section = section.and_then(|at| parent_of(&sections, at));
        } else if role == Role::Body
            && let Some(current) = section
            && returns_to_part(line, entries, next_entry - 1)
        {
            section = Some(part_of(&sections, current));
        }
        if let Some((last, last_line)) = open
            && entry.is_none()
            && role == Role::Body
            && goes_on(
                &passages[last].text,
                &lines.all[last_line],
                line,
                page_width,
            )
        {
            join(&mut passages[last].text, line.text);
            passages[last].end_line = line.number;
            open = Some((last, at));
            continue;
        }
        let here = section.map(|at| &sections[at]);
        let topic = if role == Role::Body && entry.is_none() {
            topic_of(line.text)
        } else {
            None
        };
        sections_of.push(section);
        passages.push(Passage {
            line: line.number,
            end_line: line.number,
            role,
            section: here.map_or_else(Vec::new, |here| here.path.clone()),
            year: here.and_then(|here| here.year).or(facts.report_year),
            kind: match role {
                Role::Title => base,
                _ => Kind::其他,
            },
            topic,
            text: line.text.to_owned(),
        });
        let is_signature = (signs_off_at..signs_off_by).contains(&at);
        openings.push(is_signature || section.is_none() && is_opening(line));
        // A sentence goes on behind the number of a page.
        if !is_page_number(line) {
            open = (role == Role::Body).then_some((passages.len() - 1, at));
        }
    }
    let placed = PlacedPassages {
        sections: &sections,
        sections_of: &sections_of,
        openings: &openings,
    };
    placed.set_kinds(&mut passages, facts);
    passages
}

/// Where passages stand, by their numbers.
struct PlacedPassages<'a> {
    sections: &'a [Section],
    /// The section of each passage.
    sections_of: &'a [Option<usize>],
    /// Whether each passage only opens the report.
    openings: &'a [bool],
}

impl PlacedPassages<'_> {
    /// Sets the kinds of paragraphs and headings, and the years of paragraphs that a heading over two years leaves to their kind. A heading that does not say
    /// its kind has that of the first paragraph below it. A title keeps the kind of the report; a salutation and a signature are 其他.
    fn set_kinds(&self, passages: &mut [Passage], facts: &ReportFacts) {
        let of_report = kind_of_report(facts);
        // A heading over both leaves it to the paragraphs, but there is something to decide.
        let tells = |section: &Section| {
            section.kind != HeadingKind::Silent
                || section
                    .path
                    .first()
                    .is_some_and(|part| kind_words::looks_back_and_plans(part))
        };
        let is_statute = facts
            .report_kind
            .as_deref()
            .is_some_and(kind_words::is_statute);
        let is_work_report = facts.is_government_work_report()
            || of_report.is_some()
            || self.sections.iter().any(tells);
        if is_statute || !is_work_report {
            return;
        }
        let is_text =
            |at: usize, passage: &Passage| passage.role == Role::Body && !self.openings[at];
        let numbers = (0..passages.len()).filter(|&at| is_text(at, &passages[at]));
        let numbers: Vec<usize> = numbers.collect();
        let paragraphs: Vec<Paragraph<'_>> = numbers
            .iter()
            .map(|&at| {
                let section = self.sections_of[at];
                Paragraph {
                    text: &passages[at].text,
                    heading: section.map_or(HeadingKind::Silent, |at| self.sections[at].kind),
                    section,
                    part: section.map(|at| part_of(self.sections, at)),
                    is_item: starts_item(&passages[at].text),
                }
            })
            .collect();
        let kinds = passage_kinds::kinds(&paragraphs, of_report);
        drop(paragraphs);
        for (&at, kind) in numbers.iter().zip(kinds) {
            passages[at].kind = kind;
            let section = self.sections_of[at].map(|at| &self.sections[at]);
            if kind == Kind::计划
                && let Some(year) = section.and_then(|section| section.year_planned)
            {
                passages[at].year = Some(year);
            }
        }
        let mut below: Option<(usize, Kind)> = None;
        for at in (0..passages.len()).rev() {
            let Some(section) = self.sections_of[at] else {
                continue;
            };
            if is_text(at, &passages[at]) {
                below = Some((section, passages[at].kind));
            } else if passages[at].role == Role::Heading {
                passages[at].kind = match (self.sections[section].kind, below) {
                    (HeadingKind::Says(kind), _) => kind,
                    (_, Some((of, kind))) if self.lies_in(of, section) => kind,
                    _ => Kind::其他,
                };
            }
        }
    }

    /// Whether a section is another or lies in it.
    fn lies_in(&self, mut section: usize, other: usize) -> bool {
        while section > other
            && let Some(above) = parent_of(self.sections, section)
        {
            section = above;
        }
        section == other
    }
}

/// Finds the topic sentence (主旨句): the short first sentence of a paragraph that goes on.
fn topic_of(text: &str) -> Option<String> {
    let (stop, stop_bytes) = first_stop(text)?;
    let sentence = text[..stop].trim();
    let goes_on = text[stop + stop_bytes..]
        .chars()
        .filter(|&c| is_han(c))
        .count()
        >= 10;
    let n_chars = sentence.chars().count();
    let is_short = (4..=30).contains(&n_chars) && !sentence.contains(['；', '：', '！', '？']);
    (is_short && goes_on && marker(text).is_none()).then(|| sentence.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_topic_is_a_short_first_sentence() {
        let text = "稳步推进招生工作。全区小学招收新生三千余名，满足就近入学。";
        assert_eq!(topic_of(text).as_deref(), Some("稳步推进招生工作"));
        assert_eq!(topic_of("全部完成。"), None);
    }
}
