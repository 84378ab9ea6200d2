//! What is given beside the text comes before what the text says.
//!
//! Input: the [`StatedField`] values of a source. Output: fields of the metadata, each with the place it was given at
//! as its evidence, and problems of values that make no sense. Refuses to correct a value: what is not a year or a
//! date is a problem, and the text decides.

use super::divisions::{Division, Id, Tier, gazetteer, stem_of};
use super::metadata::iso_date;
use super::numeral::year_of_name;
use super::units::units_at_start;
use super::{Evidence, Found, Metadata, Problem, title};
use crate::corpus::{MetadataField, StatedField};

/// Problems of a place that was read from the text, where another is given.
const PROBLEMS_OF_PLACE: &[&str] = &[
    "no_district",
    "ambiguous_place",
    "path_conflict",
    "former_name",
];

/// The value that says that a field has none.
const NOTHING: &str = "-";

/// The value that is given for a field.
pub(super) fn of(given: &[StatedField], field: MetadataField) -> Option<Found<String>> {
    let mut named = given.iter().filter(|given| given.field == field);
    let first = named.find(|given| !given.value.trim().is_empty())?;
    (first.value.trim() != NOTHING).then(|| found(first, first.value.trim()))
}

/// Whether the value that is given for a field is that it has none.
fn is_cleared(given: &[StatedField], field: MetadataField) -> bool {
    let mut named = given.iter().filter(|given| given.field == field);
    let first = named.find(|given| !given.value.trim().is_empty());
    first.is_some_and(|given| given.value.trim() == NOTHING)
}

/// 文种, by its usual name: 总结 is 工作总结.
pub(super) fn report_kind(given: &[StatedField]) -> Option<Found<String>> {
    let mut found = of(given, MetadataField::ReportKind)?;
    if let Some(kind) = title::kind_named(&found.value) {
        found.value = kind.to_owned();
    }
    Some(found)
}

/// Puts the rest of what is given in the place of what was read.
pub(super) fn settle(given: &[StatedField], metadata: &mut Metadata, problems: &mut Vec<Problem>) {
    let fields = [
        (MetadataField::Issuer, &mut metadata.issuer),
        (MetadataField::DocumentNumber, &mut metadata.document_number),
    ];
    for (field, read) in fields {
        if let Some(found) = of(given, field) {
            *read = Some(found);
        }
    }
    if let Some(found) = of(given, MetadataField::Published) {
        match iso_date(&found.value) {
            Some(date) => metadata.published = Some(with(&found, date)),
            None => problems.push(no_such(&found, "date")),
        }
    }
    if let Some(found) = of(given, MetadataField::ReportYear) {
        match year_of_name(&found.value) {
            Some(year) => {
                metadata.report_year = Some(with(&found, year));
                problems.retain(|problem| problem.code != "no_year");
            }
            None => problems.push(no_such(&found, "year")),
        }
    }
    settle_place(given, metadata, problems);
    for (field, read) in [
        (MetadataField::Title, &mut metadata.title),
        (MetadataField::District, &mut metadata.district),
        (MetadataField::City, &mut metadata.city),
        (MetadataField::Province, &mut metadata.province),
        (MetadataField::ReportKind, &mut metadata.report_kind),
        (MetadataField::Issuer, &mut metadata.issuer),
        (MetadataField::DocumentNumber, &mut metadata.document_number),
        (MetadataField::Published, &mut metadata.published),
    ] {
        if is_cleared(given, field) {
            *read = None;
        }
    }
    if is_cleared(given, MetadataField::ReportYear) {
        metadata.report_year = None;
    }
}

/// Of a unit that is given, city and province are what is given, else those of the division of that name, else
/// what the text says of the same unit.
fn settle_place(given: &[StatedField], metadata: &mut Metadata, problems: &mut Vec<Problem>) {
    let mut city =
        of(given, MetadataField::City).map(|city| full_name(city, Some(Tier::Prefecture)));
    let mut province =
        of(given, MetadataField::Province).map(|name| full_name(name, Some(Tier::Province)));
    // Where the narrowest place is a city or a province, that is the unit.
    let unit = of(given, MetadataField::District).map(|unit| full_name(unit, None));
    let is_told = |read: &Option<Found<String>>| read.is_some();
    let unit = match (unit, is_told(&metadata.district)) {
        (None, false) => city.clone().or_else(|| province.clone()),
        (unit, _) => unit,
    };
    if let Some(mut unit) = unit {
        problems.retain(|problem| !PROBLEMS_OF_PLACE.contains(&problem.code.as_str()));
        let spelled = units_at_start(&unit.value.clone())
            .into_iter()
            .map(|unit| unit.name.to_owned())
            .collect::<Vec<_>>();
        let is_all = spelled.concat() == unit.value;
        let above = match spelled.split_last() {
            Some((last, above)) if is_all && !above.is_empty() => {
                unit.value = last.clone();
                above
            }
            _ => &[],
        };
        for name in above {
            let is_province = gazetteer()
                .named(name)
                .iter()
                .any(|&id| gazetteer().get(id).tier == Tier::Province);
            let place = match is_province || name.ends_with('省') {
                true => &mut province,
                false => &mut city,
            };
            place.get_or_insert_with(|| with(&unit, name.clone()));
        }
        let is_read = |read: &Found<String>| stem_of(&read.value) == stem_of(&unit.value);
        if let Some(division) = division(&unit.value, [&city, &province]) {
            let (of_city, of_province) = gazetteer().above(division);
            let own = gazetteer().get(division);
            let is_province = own.tier == Tier::Province;
            let of_province = if is_province { Some(own) } else { of_province };
            let name = |division: &Division| with(&unit, division.name.to_owned());
            city = city.or_else(|| of_city.map(name));
            province = province.or_else(|| of_province.map(name));
        } else if metadata.district.as_ref().is_some_and(is_read) {
            city = city.or_else(|| metadata.city.take());
            province = province.or_else(|| metadata.province.take());
        }
        // 南京市 is no city above itself.
        metadata.city = city.filter(|city| city.value != unit.value);
        metadata.province = province;
        metadata.district = Some(unit);
    } else {
        metadata.city = city.or_else(|| metadata.city.take());
        metadata.province = province.or_else(|| metadata.province.take());
    }
}

/// The one division of a name that lies in the places given.
fn division(name: &str, above: [&Option<Found<String>>; 2]) -> Option<Id> {
    let table = gazetteer();
    let lies_in = |id: &Id| {
        let places = above.iter().copied().flatten();
        places.clone().all(|place| {
            let ids = table.named(&place.value);
            ids.contains(id) || ids.iter().any(|&above| table.contains(above, *id))
        })
    };
    let mut fitting = table.named(name).iter().copied().filter(lies_in);
    match (fitting.next(), fitting.next()) {
        (Some(id), None) => Some(id),
        _ => None,
    }
}

/// 北京 is 北京市, where no other name has that stem.
fn full_name(found: Found<String>, tier: Option<Tier>) -> Found<String> {
    let table = gazetteer();
    if !table.named(&found.value).is_empty() {
        return found;
    }
    let fits = |id: &&Id| tier.is_none_or(|tier| table.get(**id).tier == tier);
    let ids = table.stemmed(&found.value).iter().filter(fits);
    let mut names: Vec<&str> = ids.map(|&id| table.get(id).name).collect();
    names.sort_unstable();
    names.dedup();
    match names[..] {
        [name] => with(&found, name.to_owned()),
        _ => found,
    }
}

fn found(given: &StatedField, value: &str) -> Found<String> {
    Found {
        value: value.to_owned(),
        evidence: Evidence {
            line: given.line,
            text: value.chars().take(80).collect(),
            rule: given.rule,
        },
    }
}

fn with<T>(found: &Found<String>, value: T) -> Found<T> {
    Found {
        value,
        evidence: found.evidence.clone(),
    }
}

fn no_such(found: &Found<String>, what: &str) -> Problem {
    let Evidence { line, text, rule } = &found.evidence;
    Problem {
        line: *line,
        code: format!("no_{what}_given"),
        message: format!("{rule} says '{text}', which is no {what}"),
    }
}
