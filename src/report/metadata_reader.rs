//! Reads the metadata of a report: title, district, year, report kind, issuer, number and date, each with its evidence.
//!
//! Input: the lines with their marks, the title's lines and the headings, and what users state beside the text. Output:
//! [`Metadata`] and problems. Each field is read by a module of its own: `title`, `place`, `years`, `report_kind`,
//! `issuer`, `publication`; what is stated beside the text comes before all of them (`overrides`).

use super::evidence::{Evidence, Evidenced};
use super::facts::GOVERNMENT_WORK_REPORT;
use super::lines::MarkedLines;
use super::metadata::Metadata;
use super::outline::headings::Entry;
use super::place::context::PlaceContext;
use super::place::district;
use super::problem::Problem;
use super::years::YearContext;
use super::{disclosure, issuer, overrides, publication, report_kind, years};
use crate::corpus::{MetadataField, StatedField};

/// The labels of the disclosure table that name the title.
const TITLE_LABELS: &[&str] = &["名称", "标题", "信息名称"];

/// What the metadata is read from.
pub(super) struct MetadataInput<'a, 'b> {
    /// The lines of the text.
    pub(super) lines: MarkedLines<'a, 'b>,
    /// Which of them are the title, the best first.
    pub(super) titles: &'b [usize],
    /// The headings.
    pub(super) entries: &'b [Entry<'a>],
    /// The file's name.
    pub(super) path: &'b str,
    /// What users state beside the text.
    pub(super) stated: &'b [StatedField],
}

/// Reads all fields.
pub(super) fn read(input: &MetadataInput<'_, '_>) -> (Metadata, Vec<Problem>) {
    let lines = input.lines;
    let fields = disclosure::fields(lines.all);
    let title = overrides::stated(input.stated, MetadataField::Title)
        .or_else(|| own_title(input))
        .or_else(|| disclosure::first_value(&fields, TITLE_LABELS));
    let title_and_line = title.as_ref().map(value_and_line);
    let issuer = issuer::find(lines, input.titles, &fields);
    let report_kind = overrides::report_kind(input.stated)
        .or_else(|| report_kind::find(lines, title_and_line, input.entries));
    let is_government = report_kind
        .as_ref()
        .is_some_and(|kind| kind.value == GOVERNMENT_WORK_REPORT);
    let year_context = YearContext {
        lines,
        title: title_and_line,
        entries: input.entries,
        is_government,
        path: input.path,
    };
    let report_year = years::find(&year_context);
    let location = district::find(&PlaceContext {
        lines,
        title: title_and_line,
        issuer: issuer.as_ref().map(value_and_line),
        path: input.path,
    });
    let mut problems = location.problems;
    problems.extend(years::conflict(&year_context));
    if report_year.is_none() {
        problems.push(Problem::new(0, "no_year", "no year could be told"));
    }
    let mut metadata = Metadata {
        district: location.district,
        city: location.city,
        province: location.province,
        report_year,
        report_kind,
        issuer,
        document_number: publication::document_number(lines.all, &fields),
        published: publication::date(lines, &fields),
        title,
    };
    overrides::apply(input.stated, &mut metadata, &mut problems);
    (metadata, problems)
}

/// The best line of the title.
fn own_title(input: &MetadataInput<'_, '_>) -> Option<Evidenced<String>> {
    let line = &input.lines.all[*input.titles.first()?];
    let evidence = Evidence::new(line.number, line.text, "a line that names its kind");
    Some(evidence.of(line.text.to_owned()))
}

fn value_and_line(read: &Evidenced<String>) -> (&str, u32) {
    (&read.value, read.evidence.line)
}
