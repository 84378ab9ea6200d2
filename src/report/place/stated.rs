//! Completes a place that users state beside the text: 北京 is 北京市, and the district's city and province are added.
//!
//! Input: the district, city and province that are stated, and the metadata that was read. Output: the metadata with the
//! stated place in it. Of a stated district, city and province are those that are stated, else those of the division of that
//! name, else what the text says of the same place.

use super::divisions::{Division, DivisionId, Tier, gazetteer};
use super::endings::stem_of;
use super::names::{n_bytes, names_at_start};
use crate::report::evidence::Evidenced;
use crate::report::metadata::Metadata;

/// What users state of the place of a report.
pub(in crate::report) struct StatedPlace {
    /// The place that reports.
    pub(in crate::report) district: Option<Evidenced<String>>,
    /// Its prefecture.
    pub(in crate::report) city: Option<Evidenced<String>>,
    /// Its province.
    pub(in crate::report) province: Option<Evidenced<String>>,
}

/// Completes the stated place and puts it into the metadata; returns whether it names the district.
pub(in crate::report) fn complete(stated: StatedPlace, metadata: &mut Metadata) -> bool {
    let mut city = stated
        .city
        .map(|city| full_name(city, Some(Tier::Prefecture)));
    let mut province = stated
        .province
        .map(|province| full_name(province, Some(Tier::Province)));
    let mut district = stated.district.map(|district| full_name(district, None));
    if district.is_none() && metadata.district.is_none() {
        // Where the narrowest place is a city or a province, that is the district.
        district = city.clone().or_else(|| province.clone());
    }
    let Some(mut district) = district else {
        metadata.city = city.or_else(|| metadata.city.take());
        metadata.province = province.or_else(|| metadata.province.take());
        return false;
    };
    // A stated district may spell out the places above it: 云岭市青禾区.
    let whole = district.value.clone();
    let places = names_at_start(&whole);
    if let Some((last, above)) = places.split_last()
        && n_bytes(&places) == whole.len()
        && !above.is_empty()
    {
        district.value = last.name.to_owned();
        for name in above.iter().map(|place| place.name) {
            let ids = gazetteer().named(name).iter();
            let mut tiers = ids.map(|&id| gazetteer().get(id).tier);
            let is_province = tiers.any(|tier| tier == Tier::Province) || name.ends_with('省');
            let place = match is_province {
                true => &mut province,
                false => &mut city,
            };
            place.get_or_insert_with(|| district.with(name.to_owned()));
        }
    }
    let is_same = |read: &Evidenced<String>| stem_of(&read.value) == stem_of(&district.value);
    if let Some(id) = division_within(&district.value, [&city, &province]) {
        let (of_city, of_province) = gazetteer().above(id);
        let own = gazetteer().get(id);
        let is_province = own.tier == Tier::Province;
        let of_province = if is_province { Some(own) } else { of_province };
        let name = |division: &Division| district.with(division.name.to_owned());
        city = city.or_else(|| of_city.map(name));
        province = province.or_else(|| of_province.map(name));
    } else if metadata.district.as_ref().is_some_and(is_same) {
        city = city.or_else(|| metadata.city.take());
        province = province.or_else(|| metadata.province.take());
    }
    // 南京市 is no city above itself.
    metadata.city = city.filter(|city| city.value != district.value);
    metadata.province = province;
    metadata.district = Some(district);
    true
}

/// Finds the one division of a name that lies in the places above it.
fn division_within(name: &str, above: [&Option<Evidenced<String>>; 2]) -> Option<DivisionId> {
    let table = gazetteer();
    let lies_within = |id: &DivisionId| {
        above.iter().copied().flatten().all(|place| {
            let ids = table.named(&place.value);
            ids.contains(id) || ids.iter().any(|&above| table.contains(above, *id))
        })
    };
    let mut fitting = table.named(name).iter().copied().filter(lies_within);
    match (fitting.next(), fitting.next()) {
        (Some(id), None) => Some(id),
        _ => None,
    }
}

/// Completes a name by its ending, where only one place has that stem: 北京 is 北京市.
fn full_name(stated: Evidenced<String>, tier: Option<Tier>) -> Evidenced<String> {
    let table = gazetteer();
    if !table.named(&stated.value).is_empty() {
        return stated;
    }
    let fits = |id: &&DivisionId| tier.is_none_or(|tier| table.get(**id).tier == tier);
    let ids = table.stemmed(&stated.value).iter().filter(fits);
    let mut names: Vec<&str> = ids.map(|&id| table.get(id).name).collect();
    names.sort_unstable();
    names.dedup();
    match names[..] {
        [name] => stated.with(name.to_owned()),
        _ => stated,
    }
}
