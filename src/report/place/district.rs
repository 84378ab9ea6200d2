//! Decides which district reports, among all the places that a report names.
//!
//! Input: the context of the place. Output: a [`Location`]: the district with its city and province, each with the evidence,
//! and problems. What the report declares decides (我代表…人民政府, the session, the title, the issuer); then how often a name
//! of the level that speaks is used; the path last, where the content names no place. What cannot be read stays empty.

use std::collections::HashMap;

use super::context::PlaceContext;
use super::declarations::{Declaration, declarations, declared_place};
use super::divisions::{DivisionId, Gazetteer, NameCount, Tier, gazetteer};
use super::endings::is_province_name;
use super::level::{GovernmentLevel, counted, declared};
use super::location::{Location, PlaceCandidate};
use super::masked::masked;
use super::most_named::{Fit, fit, most_named, named_by_form};
use super::names::names_at_end;
use super::path::{conflict, path_divisions, path_place};
use crate::report::evidence::{Evidence, Evidenced};
use crate::report::lines::TextLine;
use crate::report::problem::Problem;

/// What decides between divisions of the same name.
struct Clues<'b> {
    /// How often the text names each division.
    counts: &'b HashMap<DivisionId, NameCount>,
    /// The divisions that the path names.
    of_path: &'b [DivisionId],
    /// How many lines speak of a 教委.
    n_commissions: i64,
}

/// Finds the district that reports.
pub(in crate::report) fn find(context: &PlaceContext<'_, '_>) -> Location {
    let mut location = Location::default();
    let table = gazetteer();
    let declarations = declarations(context);
    let mut counts: HashMap<DivisionId, NameCount> = HashMap::new();
    for line in context.lines.own() {
        table.count(line.text, &mut counts);
    }
    let best = declarations
        .iter()
        .max_by_key(|declaration| declaration.weight);
    let level = declared(&opening(context))
        .or_else(|| best.and_then(|best| GovernmentLevel::of_name(best.name())))
        .or_else(|| counted_level(context));
    if level == Some(GovernmentLevel::Nation) && best.is_none_or(|best| best.weight < 100) {
        location.district = Some(nation(context));
    } else if let Some(mask) = masked(context, &declarations, &counts) {
        location.district = Some(mask);
    } else {
        let clues = Clues {
            counts: &counts,
            of_path: &path_divisions(context.path),
            n_commissions: n_commissions(context),
        };
        match choose(context, table, level, &declarations, &clues) {
            Some(mut candidate) => {
                if candidate.ids.len() != 1 && candidate.above.is_empty() {
                    candidate.above = named_above(context, &candidate.name);
                }
                locate(&mut location, table, candidate, &clues);
            }
            None => locate_by_path(&mut location, context.path, table, level, &clues),
        }
    }
    let conflict = conflict(&location, context.path);
    location.problems.extend(conflict);
    if location.district.is_none() {
        let message = "no unit could be told that reports";
        let problem = Problem::new(0, "no_district", message);
        location.problems.push(problem);
    }
    location
}

fn n_commissions(context: &PlaceContext<'_, '_>) -> i64 {
    let names_one =
        |line: &&TextLine<'_>| line.text.contains("教委") || line.text.contains("教育委员会");
    context.lines.all.iter().filter(names_one).count() as i64
}

/// Joins the first lines of the text.
fn opening(context: &PlaceContext<'_, '_>) -> String {
    let mut opening = String::new();
    for line in context.opening() {
        opening.extend(line.text.chars().take(400));
        opening.push('\n');
        if opening.len() > 6000 {
            break;
        }
    }
    opening
}

fn counted_level(context: &PlaceContext<'_, '_>) -> Option<GovernmentLevel> {
    let lines: Vec<&str> = context.lines.own().map(|line| line.text).collect();
    counted(&lines.join("\n"))
}

/// The nation, with the first words that speak for it.
fn nation(context: &PlaceContext<'_, '_>) -> Evidenced<String> {
    let mut words = ["代表国务院", "国务院", "我国"].into_iter();
    let found = words.find_map(|words| {
        let mut lines = context.lines.all.iter();
        let line = lines.find(|line| line.text.contains(words))?;
        Some((line.number, words))
    });
    let (line, words) = found.unwrap_or_default();
    Evidence::new(line, words, "speaks for the nation").of("全国".to_owned())
}

fn choose(
    context: &PlaceContext<'_, '_>,
    table: &Gazetteer,
    level: Option<GovernmentLevel>,
    declarations: &[Declaration<'_>],
    clues: &Clues<'_>,
) -> Option<PlaceCandidate> {
    // A declaration that names a place at the level that speaks, or one where no level is known.
    let fits = |declaration: &&Declaration<'_>| {
        let own = GovernmentLevel::of_name(declaration.name());
        level.is_none_or(|level| own == Some(level) || declaration.weight >= 150 && own.is_none())
    };
    let weight = |declaration: &&Declaration<'_>| declaration.weight;
    let place = |declaration| declared_place(table, declaration, declarations);
    if let Some(declaration) = declarations.iter().filter(fits).max_by_key(weight) {
        return Some(place(declaration));
    }
    // A name by its form has to outdo those of the table, which it may have visited.
    let by_count = most_named(context, table, level, clues.counts, clues.of_path);
    let of_path = path_place(context.path);
    let by_form = level.and_then(|level| named_by_form(context, level, of_path));
    let named = match (by_count, by_form) {
        (Some((known, by_count)), Some((score, by_form))) => Some(match score > known {
            true => by_form,
            false => by_count,
        }),
        (by_count, by_form) => by_count.or(by_form).map(|(_, candidate)| candidate),
    };
    named.or_else(|| declarations.iter().max_by_key(weight).map(place))
}

/// Reads the places that the text names right before `name`, wherever it does: 云岭市青禾区.
fn named_above(context: &PlaceContext<'_, '_>, name: &str) -> Vec<(String, Vec<DivisionId>)> {
    for line in context.lines.all {
        for (at, _) in line.text.match_indices(name) {
            let above = names_at_end(&line.text[..at]);
            if above
                .iter()
                .any(|place| !place.ids.is_empty() || place.name.ends_with('市'))
            {
                let named = above
                    .into_iter()
                    .map(|place| (place.name.to_owned(), place.ids));
                return named.collect();
            }
        }
    }
    Vec::new()
}

/// Makes the candidate the district, and finds its city and province.
fn locate(
    location: &mut Location,
    table: &Gazetteer,
    candidate: PlaceCandidate,
    clues: &Clues<'_>,
) {
    const BELONGS: &str = "the division it belongs to";
    let found = |value: &str, rule: &'static str| {
        let evidence = Evidence {
            rule,
            ..candidate.evidence.clone()
        };
        Some(evidence.of(value.to_owned()))
    };
    let line = candidate.evidence.line;
    match resolve(table, &candidate, clues) {
        Some(id) => {
            let division = table.get(id);
            let (city, province) = table.above(id);
            location.city = city.and_then(|city| found(city.name, BELONGS));
            location.province = province.and_then(|province| found(province.name, BELONGS));
            if division.tier == Tier::Province {
                location.province = found(division.name, "the unit is one itself");
            }
            if candidate.is_former {
                let message = format!("{} is {} now", candidate.name, division.name);
                let problem = Problem::new(line, "former_name", message);
                location.problems.push(problem);
            }
        }
        None if candidate.ids.len() > 1 => {
            let provinces: Vec<&str> = candidate
                .ids
                .iter()
                .filter_map(|&id| table.above(id).1)
                .map(|province| province.name)
                .collect();
            if provinces.windows(2).all(|pair| pair[0] == pair[1]) {
                location.province = provinces.first().and_then(|name| found(name, BELONGS));
            }
            let (n_places, name) = (candidate.ids.len(), &candidate.name);
            let message = format!("there are {n_places} units called {name}");
            let problem = Problem::new(line, "ambiguous_place", message);
            location.problems.push(problem);
        }
        None => {
            for (name, ids) in &candidate.above {
                let first = ids.first().copied();
                let tier = first.map(|id| table.get(id).tier);
                if tier == Some(Tier::Province) || is_province_name(name) {
                    location.province = found(name, "named above it");
                } else {
                    location.city = found(name, "named above it");
                    let province = first.and_then(|id| table.above(id).1);
                    if let (Some(province), None) = (province, &location.province) {
                        location.province = found(province.name, BELONGS);
                    }
                }
            }
        }
    }
    location.district = Some(candidate.evidence.of(candidate.name));
}

/// Decides which division of several of one name it is: by the names above it, then by the other places that the text
/// names.
fn resolve(table: &Gazetteer, candidate: &PlaceCandidate, clues: &Clues<'_>) -> Option<DivisionId> {
    match candidate.ids[..] {
        [] => return None,
        [id] if candidate.above.iter().all(|(_, ids)| {
            ids.is_empty()
                || ids
                    .iter()
                    .any(|&above| table.contains(above, id) || above == id)
        }) =>
        {
            // 云岭市通州区: a name above it that the table does not hold makes it another place.
            let is_elsewhere = candidate.above.iter().any(|(_, ids)| ids.is_empty());
            return (!is_elsewhere).then_some(id);
        }
        [_] => return None,
        _ => {}
    }
    let spelled = |id: DivisionId| {
        candidate
            .above
            .iter()
            .filter(|(_, ids)| ids.iter().any(|&above| table.contains(above, id)))
            .count() as i64
    };
    let support = |id: DivisionId| {
        // Only the municipalities have a 教委 in every district.
        let in_municipality = table.above(id).0.is_none() && table.get(id).tier == Tier::County;
        let mut score =
            spelled(id) * 1000 + i64::from(in_municipality) * clues.n_commissions.min(4);
        for (&other, count) in clues.counts {
            let weight = i64::from(count.n_full + count.n_stem).min(5);
            if table.contains(other, id) {
                score += weight * 4;
            } else if table.parent(other).is_some() && table.parent(other) == table.parent(id) {
                score += 2;
            }
        }
        score
            + 3 * clues
                .of_path
                .iter()
                .filter(|&&path| path == id || table.contains(path, id))
                .count() as i64
    };
    let mut scored: Vec<(i64, DivisionId)> =
        candidate.ids.iter().map(|&id| (support(id), id)).collect();
    scored.sort_unstable_by(|a, b| b.cmp(a));
    (scored[0].0 > 0 && scored[0].0 > scored[1].0).then_some(scored[0].1)
}

/// Makes the place that the path names the district.
fn locate_by_path(
    location: &mut Location,
    path: &str,
    table: &Gazetteer,
    level: Option<GovernmentLevel>,
    clues: &Clues<'_>,
) {
    let of_path = clues.of_path.iter().copied();
    let fitting = of_path.filter(|&id| fit(table.get(id), level) == Some(Fit::Exact));
    let known = fitting.max_by_key(|&id| table.get(id).tier);
    let by_form = path_place(path)
        .filter(|name| level.is_none_or(|level| GovernmentLevel::of_name(name) == Some(level)));
    let Some(name) = known.map(|id| table.get(id).name).or(by_form) else {
        return;
    };
    let candidate = PlaceCandidate {
        name: name.to_owned(),
        ids: table.named(name).to_vec(),
        above: Vec::new(),
        evidence: Evidence::new(0, path, "the path names it"),
        is_former: false,
    };
    locate(location, table, candidate, clues);
}
