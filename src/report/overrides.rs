//! Puts what users state beside the text (front matter, a table's column, `metadata.csv`) in the place of what was read.
//!
//! Input: the [`StatedField`] values of a source. Output: fields of the metadata, each with the place where it was stated as its
//! evidence, and problems of values that make no sense. A value is not corrected: one that is no year or no date is a
//! problem, and what the text says stays. Stated places are completed in `place::stated`.

use super::evidence::{Evidence, Evidenced};
use super::facts::ReportFacts;
use super::metadata::Metadata;
use super::numerals::year_of_name;
use super::place::stated::{StatedPlace, complete};
use super::problem::Problem;
use super::publication::iso_date;
use super::report_kind::kind_named;
use crate::corpus::{MetadataField, StatedField};

/// Problems of a place that was read from the text, void where another is stated.
const PROBLEMS_OF_PLACE: &[&str] = &[
    "no_district",
    "ambiguous_place",
    "path_conflict",
    "former_name",
];

/// The value by which a user says that a field is empty.
const NOTHING: &str = "-";

/// The value that is stated for a field.
pub(super) fn stated(
    stated_fields: &[StatedField],
    field: MetadataField,
) -> Option<Evidenced<String>> {
    let first = first_of(stated_fields, field)?;
    let value = first.value.trim();
    (value != NOTHING)
        .then(|| Evidence::excerpt(first.line, value, first.rule).of(value.to_owned()))
}

/// Whether it is stated that a field is empty.
fn is_cleared(stated_fields: &[StatedField], field: MetadataField) -> bool {
    first_of(stated_fields, field).is_some_and(|stated| stated.value.trim() == NOTHING)
}

fn first_of(stated_fields: &[StatedField], field: MetadataField) -> Option<&StatedField> {
    let mut of_field = stated_fields.iter().filter(|stated| stated.field == field);
    of_field.find(|stated| !stated.value.trim().is_empty())
}

/// The report kind that is stated, by its usual name: 工作总结 for 总结.
pub(super) fn report_kind(stated_fields: &[StatedField]) -> Option<Evidenced<String>> {
    let stated = stated(stated_fields, MetadataField::ReportKind)?;
    match kind_named(&stated.value) {
        Some(kind) => Some(stated.with(kind.to_owned())),
        None => Some(stated),
    }
}

/// Puts everything that is stated, but for title and report kind, in the place of what was read.
pub(super) fn apply(
    stated_fields: &[StatedField],
    metadata: &mut Metadata,
    problems: &mut Vec<Problem>,
) {
    let fields = [
        (MetadataField::Issuer, &mut metadata.issuer),
        (MetadataField::DocumentNumber, &mut metadata.document_number),
    ];
    for (field, read) in fields {
        if let Some(stated) = stated(stated_fields, field) {
            *read = Some(stated);
        }
    }
    if let Some(stated) = stated(stated_fields, MetadataField::Published) {
        match iso_date(&stated.value) {
            Some(date) => metadata.published = Some(stated.with(date)),
            None => problems.push(makes_no_sense(&stated, "date")),
        }
    }
    if let Some(stated) = stated(stated_fields, MetadataField::ReportYear) {
        match year_of_name(&stated.value) {
            Some(year) => {
                metadata.report_year = Some(stated.with(year));
                problems.retain(|problem| problem.code != "no_year");
            }
            None => problems.push(makes_no_sense(&stated, "year")),
        }
    }
    let place = StatedPlace {
        district: stated(stated_fields, MetadataField::District),
        city: stated(stated_fields, MetadataField::City),
        province: stated(stated_fields, MetadataField::Province),
    };
    if complete(place, metadata) {
        problems.retain(|problem| !PROBLEMS_OF_PLACE.contains(&problem.code.as_str()));
    }
    for field in ReportFacts::FIELDS {
        if is_cleared(stated_fields, field) {
            metadata.clear(field);
        }
    }
}

fn makes_no_sense(stated: &Evidenced<String>, what: &str) -> Problem {
    let Evidence { line, text, rule } = &stated.evidence;
    let message = format!("{rule} says '{text}', which is no {what}");
    Problem::new(*line, &format!("no_{what}_given"), message)
}
