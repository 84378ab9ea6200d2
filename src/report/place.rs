//! 区县: who reports, among all the places that a report names.
//!
//! Input: the lines, the title, the disclosure table and the path. Output: the unit with its city and
//! province, each with the evidence, and problems. What the report declares decides (我代表…人民政府,
//! the session, the title, the issuer); then how often a name of the level that speaks is used; the
//! path last, where the content does not say. What cannot be told stays empty.

use std::collections::HashMap;

use super::declared::{Declaration, declarations, declared_unit};
use super::divisions::{Count, Gazetteer, Id, Tier, gazetteer};
use super::level::{Level, counted, declared};
use super::lines::Line;
use super::masked::masked;
use super::named::{Fit, fit, most_named, named_by_form};
use super::path::{conflict, path_divisions, path_unit};
use super::units::units_at_end;
use super::{Evidence, Found, Problem};

/// How many lines the opening of a report has, where it says who speaks.
pub(super) const N_OPENING_LINES: usize = 40;

/// What is known of a report before its place is.
pub(super) struct Context<'a, 'b> {
    /// The lines that are not blank.
    pub(super) lines: &'b [Line<'a>],
    /// Which of them belong to the report's own text or title.
    pub(super) is_text: &'b [bool],
    /// Its title and the line it stands on.
    pub(super) title: Option<(&'a str, u32)>,
    /// The issuer and the line it stands on.
    pub(super) issuer: Option<(&'a str, u32)>,
    /// The file's name.
    pub(super) path: &'b str,
}

/// Who reports.
#[derive(Debug, Default)]
pub(super) struct Place {
    /// The unit.
    pub(super) district: Option<Found<String>>,
    /// The prefecture above it.
    pub(super) city: Option<Found<String>>,
    /// The province above it, or itself.
    pub(super) province: Option<Found<String>>,
    /// What could not be told or contradicts itself.
    pub(super) problems: Vec<Problem>,
}

/// The unit that was decided on.
pub(super) struct Chosen {
    /// Its name.
    pub(super) name: String,
    /// The divisions of that name.
    pub(super) ids: Vec<Id>,
    /// A name that stands above it in the same phrase.
    pub(super) above: Vec<(String, Vec<Id>)>,
    /// Where it was read.
    pub(super) evidence: Evidence,
    /// The name is that of a county that is a district now, or the like.
    pub(super) is_former: bool,
}

/// What tells one division from another of the same name.
struct Clues<'b> {
    /// How often the text names each division.
    counts: &'b HashMap<Id, Count>,
    /// The divisions that the path names.
    of_path: &'b [Id],
    /// How many lines speak of a 教委.
    n_commissions: i64,
}

/// Tells who reports.
pub(super) fn find(context: &Context<'_, '_>) -> Place {
    let mut place = Place::default();
    let table = gazetteer();
    let declarations = declarations(context);
    let opening = opening(context);
    let mut counts: HashMap<Id, Count> = HashMap::new();
    for (line, _) in context
        .lines
        .iter()
        .zip(context.is_text)
        .filter(|(_, is_text)| **is_text)
    {
        table.count(line.text, &mut counts);
    }
    let best = declarations
        .iter()
        .max_by_key(|declaration| declaration.weight);
    let declared_name = best
        .and_then(|best| best.units.last())
        .map(|unit| unit.name);
    let level = declared(&opening)
        .or_else(|| declared_name.and_then(Level::of_name))
        .or_else(|| counted_level(context));
    if level == Some(Level::Nation) && best.is_none_or(|best| best.weight < 100) {
        place.district = Some(nation_evidence(context));
    } else if let Some(found) = masked(context, &declarations, &counts) {
        place.district = Some(found);
    } else {
        let of_path = path_divisions(context.path);
        let clues = Clues {
            counts: &counts,
            of_path: &of_path,
            n_commissions: n_commissions(context),
        };
        let chosen = choose(context, table, level, &declarations, &counts, &of_path);
        match chosen {
            Some(mut chosen) => {
                if chosen.ids.len() != 1 && chosen.above.is_empty() {
                    chosen.above = named_above(context, &chosen.name);
                }
                settle(&mut place, table, chosen, &clues);
            }
            None => by_path(&mut place, context.path, table, level, &clues),
        }
    }
    let conflict = conflict(&place, context.path);
    place.problems.extend(conflict);
    if place.district.is_none() {
        place.problems.push(problem(
            0,
            "no_district",
            "no unit could be told that reports".to_owned(),
        ));
    }
    place
}

fn n_commissions(context: &Context<'_, '_>) -> i64 {
    let says_so = |line: &&Line<'_>| line.text.contains("教委") || line.text.contains("教育委员会");
    context.lines.iter().filter(says_so).count() as i64
}

/// The first lines of the text, joined.
fn opening(context: &Context<'_, '_>) -> String {
    let lines = context
        .lines
        .iter()
        .zip(context.is_text)
        .filter(|(_, is_text)| **is_text);
    let mut opening = String::new();
    for (line, _) in lines.take(N_OPENING_LINES) {
        opening.extend(line.text.chars().take(400));
        opening.push('\n');
        if opening.len() > 6000 {
            break;
        }
    }
    opening
}

fn counted_level(context: &Context<'_, '_>) -> Option<Level> {
    let mut text = String::new();
    for (line, _) in context
        .lines
        .iter()
        .zip(context.is_text)
        .filter(|(_, is_text)| **is_text)
    {
        text.push_str(line.text);
        text.push('\n');
    }
    counted(&text)
}

fn nation_evidence(context: &Context<'_, '_>) -> Found<String> {
    let of = |words: &'static str| {
        let found = context
            .lines
            .iter()
            .find(|line| line.text.contains(words))?;
        Some(Evidence {
            line: found.number,
            text: words.to_owned(),
            rule: "speaks for the nation",
        })
    };
    let evidence = of("代表国务院")
        .or_else(|| of("国务院"))
        .or_else(|| of("我国"));
    let evidence = evidence.unwrap_or(Evidence {
        line: 0,
        text: String::new(),
        rule: "speaks for the nation",
    });
    Found {
        value: "全国".to_owned(),
        evidence,
    }
}

fn choose(
    context: &Context<'_, '_>,
    table: &Gazetteer,
    level: Option<Level>,
    declarations: &[Declaration<'_>],
    counts: &HashMap<Id, Count>,
    of_path: &[Id],
) -> Option<Chosen> {
    // A declaration that names a unit at the level that speaks, or one where no level is known.
    let fits = |declaration: &&Declaration<'_>| {
        let name = declaration.units.last().map_or("", |unit| unit.name);
        level.is_none_or(|level| {
            Level::of_name(name) == Some(level)
                || declaration.weight >= 150 && Level::of_name(name).is_none()
        })
    };
    let fitting = declarations
        .iter()
        .filter(fits)
        .max_by_key(|declaration| declaration.weight);
    if let Some(declaration) = fitting {
        return Some(declared_unit(table, declaration, declarations));
    }
    // A name by its form has to outdo those of the table, which it may have visited.
    let by_count = most_named(context, table, level, counts, of_path);
    let form = path_unit(context.path);
    let by_form = level.and_then(|level| named_by_form(context, level, form));
    let named = match (by_count, by_form) {
        (Some((known, by_count)), Some((score, by_form))) => Some(match score > known {
            true => by_form,
            false => by_count,
        }),
        (by_count, by_form) => by_count.or(by_form).map(|(_, chosen)| chosen),
    };
    if named.is_some() {
        return named;
    }
    declarations
        .iter()
        .max_by_key(|d| d.weight)
        .map(|declaration| declared_unit(table, declaration, declarations))
}

/// The units that the text names right before `name`, wherever it does: 云岭市青禾区.
fn named_above(context: &Context<'_, '_>, name: &str) -> Vec<(String, Vec<Id>)> {
    for line in context.lines {
        for (at, _) in line.text.match_indices(name) {
            let above = units_at_end(&line.text[..at]);
            if above
                .iter()
                .any(|unit| !unit.ids.is_empty() || unit.name.ends_with('市'))
            {
                let named = above
                    .into_iter()
                    .map(|unit| (unit.name.to_owned(), unit.ids));
                return named.collect();
            }
        }
    }
    Vec::new()
}

/// Fills in the unit with its city and province.
fn settle(place: &mut Place, table: &Gazetteer, chosen: Chosen, clues: &Clues<'_>) {
    let found = |value: &str, rule: &'static str| Found {
        value: value.to_owned(),
        evidence: Evidence {
            rule,
            ..chosen.evidence.clone()
        },
    };
    let line = chosen.evidence.line;
    let id = resolve(table, &chosen, clues);
    match id {
        Some(id) => {
            let division = table.get(id);
            let (city, province) = table.above(id);
            place.city = city.map(|city| found(city.name, "the division it belongs to"));
            place.province =
                province.map(|province| found(province.name, "the division it belongs to"));
            if division.tier == Tier::Province {
                place.province = Some(found(division.name, "the unit is one itself"));
            }
            if chosen.is_former {
                let message = format!("{} is {} now", chosen.name, division.name);
                place.problems.push(problem(line, "former_name", message));
            }
        }
        None if chosen.ids.len() > 1 => {
            let provinces: Vec<&str> = chosen
                .ids
                .iter()
                .filter_map(|&id| table.above(id).1)
                .map(|province| province.name)
                .collect();
            if provinces.windows(2).all(|pair| pair[0] == pair[1]) {
                place.province = provinces
                    .first()
                    .map(|name| found(name, "the division it belongs to"));
            }
            let message = format!(
                "there are {} units called {}",
                chosen.ids.len(),
                chosen.name
            );
            place
                .problems
                .push(problem(line, "ambiguous_place", message));
        }
        None => {
            for (name, ids) in &chosen.above {
                let tier = ids.first().map(|&id| table.get(id).tier);
                let is_province = tier == Some(Tier::Province)
                    || name.ends_with('省')
                    || name.ends_with("自治区");
                if is_province {
                    place.province = Some(found(name, "named above it"));
                } else {
                    place.city = Some(found(name, "named above it"));
                    let province = ids.first().and_then(|&id| table.above(id).1);
                    if let (Some(province), None) = (province, &place.province) {
                        place.province = Some(found(province.name, "the division it belongs to"));
                    }
                }
            }
        }
    }
    place.district = Some(Found {
        value: chosen.name,
        evidence: chosen.evidence,
    });
}

/// Which division of several of one name is meant: by the names above it, then by the other places
/// that the text names.
fn resolve(table: &Gazetteer, chosen: &Chosen, clues: &Clues<'_>) -> Option<Id> {
    match chosen.ids[..] {
        [] => return None,
        [id] if chosen.above.iter().all(|(_, ids)| {
            ids.is_empty()
                || ids
                    .iter()
                    .any(|&above| table.contains(above, id) || above == id)
        }) =>
        {
            // 云岭市通州区: a name above it that the table does not hold makes it another place.
            let is_elsewhere = chosen.above.iter().any(|(_, ids)| ids.is_empty());
            return (!is_elsewhere).then_some(id);
        }
        [_] => return None,
        _ => {}
    }
    let spelled = |id: Id| {
        chosen
            .above
            .iter()
            .filter(|(_, ids)| ids.iter().any(|&above| table.contains(above, id)))
            .count() as i64
    };
    let support = |id: Id| {
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
    let mut scored: Vec<(i64, Id)> = chosen.ids.iter().map(|&id| (support(id), id)).collect();
    scored.sort_unstable_by(|a, b| b.cmp(a));
    (scored[0].0 > 0 && scored[0].0 > scored[1].0).then_some(scored[0].1)
}

/// The path says it where the content does not.
fn by_path(
    place: &mut Place,
    path: &str,
    table: &Gazetteer,
    level: Option<Level>,
    clues: &Clues<'_>,
) {
    let fitting = clues
        .of_path
        .iter()
        .copied()
        .filter(|&id| fit(table.get(id), level) == Some(Fit::Exact));
    let known = fitting.max_by_key(|&id| table.get(id).tier);
    let by_form =
        path_unit(path).filter(|name| level.is_none_or(|l| Level::of_name(name) == Some(l)));
    let Some(name) = known.map(|id| table.get(id).name).or(by_form) else {
        return;
    };
    let evidence = Evidence {
        line: 0,
        text: path.to_owned(),
        rule: "the path names it",
    };
    let chosen = Chosen {
        name: name.to_owned(),
        ids: table.named(name).to_vec(),
        above: Vec::new(),
        evidence,
        is_former: false,
    };
    settle(place, table, chosen, clues);
}

fn problem(line: u32, code: &str, message: String) -> Problem {
    Problem {
        line,
        code: code.to_owned(),
        message,
    }
}
