//! Reads a text as a report: which lines are the page's, the title, the headings, the metadata, the passages.
//!
//! Input: a [`SourceText`]. Output: a [`Report`]. Never fails: what cannot be read stays empty and is listed as a
//! [`Problem`]. The steps are modules of their own: `boilerplate`, `title`, `outline`, `metadata_reader`, `passages`.

use super::facts::ReportFacts;
use super::lines::{MarkedLines, TextLine, lines_of};
use super::metadata_reader::MetadataInput;
use super::outline::headings;
use super::outline::numbering::marker;
use super::problem::Problem;
use super::report::{Heading, Report};
use super::{boilerplate, metadata_reader, passages, title};
use crate::corpus::SourceText;

/// A line above this many characters, in a text of a few lines, is a whole report on one line.
const MAX_LINE_CHARS: usize = 10_000;

/// Reads a report. What cannot be read stays empty and is listed among its problems.
pub fn read(source: &SourceText) -> Report {
    let lines = lines_of(source);
    let mut is_boilerplate = boilerplate::mark(&lines);
    for (line, is_boilerplate) in lines.iter().zip(&mut is_boilerplate) {
        *is_boilerplate |= line.number <= source.n_front_lines;
    }
    let titles = title::find(&lines, &is_boilerplate, |text| marker(text).is_some());
    let is_own: Vec<bool> = is_boilerplate.iter().map(|mark| !mark).collect();
    let is_text: Vec<bool> = (0..lines.len())
        .map(|at| is_own[at] && !titles.contains(&at))
        .collect();
    let outline = headings::find(&lines, &is_text);
    let marked = MarkedLines {
        all: &lines,
        is_own: &is_own,
    };
    let (metadata, metadata_problems) = metadata_reader::read(&MetadataInput {
        lines: marked,
        titles: &titles,
        entries: &outline.entries,
        path: &source.name,
        stated: &source.stated,
    });
    let mut problems = outline.problems.clone();
    problems.extend(metadata_problems);
    problems.extend(problems_of_source(source));
    problems.extend(long_lines(&lines));
    problems.sort_by_key(|problem| problem.line);
    let passages = passages::cut(marked, &titles, &outline, &ReportFacts::from(&metadata));
    let entries = outline.entries.iter();
    let outline = entries.map(|entry| Heading {
        line: lines[entry.at].number,
        depth: entry.depth,
        text: entry.text.to_owned(),
    });
    Report {
        metadata,
        outline: outline.collect(),
        passages,
        problems,
    }
}

/// What went wrong when the file was turned into text.
fn problems_of_source(source: &SourceText) -> impl Iterator<Item = Problem> {
    let restored = source.notes.iter();
    let restored = restored.map(|note| Problem::new(0, "text_restored", note));
    let faults = source.faults.iter();
    let faults = faults.map(|fault| Problem::new(fault.line, fault.code, &fault.message));
    restored.chain(faults)
}

fn long_lines(lines: &[TextLine<'_>]) -> impl Iterator<Item = Problem> {
    let long = lines.iter().filter(|line| line.n_chars > MAX_LINE_CHARS);
    long.map(|line| {
        let message = format!(
            "a line of {} characters: its line breaks are lost",
            line.n_chars
        );
        Problem::new(line.number, "long_line", message)
    })
}
