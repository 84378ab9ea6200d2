//! The place that a text names most at the level that speaks.
//!
//! Input: the context of the place, the level, the counts. Output: the unit, where one is named often
//! enough. Names that the table does not hold are told by their form. Refuses to read declarations.

use std::collections::HashMap;

use super::Evidence;
use super::divisions::{Count, Division, Gazetteer, Id, Tier};
use super::level::Level;
use super::lines::is_han;
use super::place::{Chosen, Context};
use super::units::units_at_start;

/// A name used less often than this, weighed, says nothing.
const MIN_SCORE: i64 = 4;

/// The division of the level that speaks that the text names most.
pub(super) fn most_named(
    context: &Context<'_, '_>,
    table: &Gazetteer,
    level: Option<Level>,
    counts: &HashMap<Id, Count>,
    of_path: &[Id],
) -> Option<Chosen> {
    let written = |name: &str| {
        context
            .lines
            .iter()
            .find(|line| line.text.contains(name))
            .map(|line| line.number)
    };
    let mut best: Option<(i64, Id, bool)> = None;
    for (&id, count) in counts {
        let division = table.get(id);
        let Some(fit) = fit(division, level) else {
            continue;
        };
        let mut score = i64::from(count.n_full) * 3 + i64::from(count.n_stem);
        if fit == Fit::Former {
            // The name of today is not the report's; its stem is. A city that is a district now
            // (即墨市) has to be written as it was, or every district of a city would be one.
            score = i64::from(count.n_stem);
            let is_weak = score < MIN_SCORE || best.is_some_and(|(known, _, _)| score <= known);
            let was_city = || written(&format!("{}市", division.stem)).is_some();
            if level == Some(Level::City) && (is_weak || !was_city()) {
                continue;
            }
        }
        if division.tier != Tier::County {
            let n_below = counts
                .keys()
                .filter(|&&below| table.contains(id, below))
                .count() as i64;
            score += n_below.min(12)
                * if division.tier == Tier::Province {
                    1
                } else {
                    3
                };
        } else {
            let names_above = table.parent(id).and_then(|parent| counts.get(&parent));
            score += i64::from(names_above.is_some());
        }
        if of_path.contains(&id) && score > 0 {
            score += 10;
        }
        let key = (score, fit == Fit::Exact, std::cmp::Reverse(id));
        if best.is_none_or(|(known, known_id, former)| {
            key > (known, !former, std::cmp::Reverse(known_id))
        }) {
            best = Some((score, id, fit == Fit::Former));
        }
    }
    let (score, id, is_former) = best?;
    if score < MIN_SCORE {
        return None;
    }
    let division = table.get(id);
    let suffix = level.map_or("", Level::word);
    let former_name = format!("{}{suffix}", division.stem);
    let (name, is_former) = match is_former && written(&former_name).is_some() {
        true => (former_name, true),
        false => (division.name.to_owned(), false),
    };
    let (text, line) = match written(&name) {
        Some(line) => (name.clone(), line),
        None => (
            division.stem.to_owned(),
            written(division.stem).unwrap_or(0),
        ),
    };
    let ids = table
        .named(division.name)
        .iter()
        .copied()
        .filter(|id| fit_of(table.get(*id), level))
        .collect();
    let evidence = Evidence {
        line,
        text,
        rule: "named most at the level that speaks",
    };
    Some(Chosen {
        name,
        ids,
        above: Vec::new(),
        evidence,
        is_former,
    })
}

/// How a division fits the level that speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// It is of this level.
    Exact,
    /// It was, before it rose.
    Former,
}

fn fit_of(division: &Division, level: Option<Level>) -> bool {
    fit(division, level).is_some()
}

/// Whether a division can be what speaks at this level.
pub(super) fn fit(division: &Division, level: Option<Level>) -> Option<Fit> {
    let ends = |suffix: &str| division.name.ends_with(suffix);
    let exact = match level {
        None => true,
        Some(Level::Nation) => false,
        Some(Level::Province) => division.tier == Tier::Province && ends("省"),
        Some(Level::Region) => division.tier == Tier::Province && ends("自治区"),
        Some(Level::City) => ends("市"),
        Some(Level::Prefecture) => division.tier == Tier::Prefecture && ends("州"),
        Some(Level::League) => division.tier == Tier::Prefecture && (ends("盟") || ends("地区")),
        Some(Level::County) => division.tier == Tier::County && ends("县"),
        Some(Level::District) => ends("区") && !ends("地区"),
        Some(Level::Banner) => division.tier == Tier::County && ends("旗"),
    };
    if exact {
        return Some(Fit::Exact);
    }
    let was_lower = match level {
        Some(Level::County) => ends("区") || ends("市"),
        Some(Level::City) => ends("区"),
        _ => false,
    };
    (was_lower && division.tier == Tier::County).then_some(Fit::Former)
}

/// A unit that the table does not hold, named again and again before its own organs: 青禾区教育局.
pub(super) fn named_by_form(context: &Context<'_, '_>, level: Level) -> Option<Chosen> {
    let word = level.word();
    let organs = [
        "教育",
        "教委",
        "教体",
        "委",
        "人民",
        "政府",
        "中小学",
        "第",
        "实验",
        "中学",
        "小学",
        "幼儿园",
    ];
    let mut names: HashMap<String, (u32, u32, u32)> = HashMap::new();
    for (line, _) in context
        .lines
        .iter()
        .zip(context.is_text)
        .filter(|(_, is_text)| **is_text)
    {
        for (at, _) in line.text.match_indices(word) {
            let before: Vec<char> = line.text[..at].chars().rev().take(4).collect();
            for n_chars in 2..=3 {
                if before.len() < n_chars || !before[..n_chars].iter().all(|&c| is_han(c)) {
                    break;
                }
                let stem: String = before[..n_chars].iter().rev().collect();
                let name = format!("{stem}{word}");
                let whole = units_at_start(&name);
                if whole.len() != 1 || whole[0].name != name || !whole[0].ids.is_empty() {
                    continue;
                }
                let bounded = before
                    .get(n_chars)
                    .is_none_or(|&c| !is_han(c) || "在为对向与和及由以将从把是市州省".contains(c));
                let behind = &line.text[at + word.len()..];
                let before_organ = organs.iter().any(|organ| behind.starts_with(organ));
                let entry = names.entry(name).or_insert((0, 0, line.number));
                entry.0 += u32::from(bounded);
                entry.1 += u32::from(before_organ);
            }
        }
    }
    let (name, (n_bounded, n_organs, line)) =
        names
            .into_iter()
            .max_by_key(|(name, (bounded, organs, _))| {
                (
                    bounded + organs,
                    std::cmp::Reverse(name.len()),
                    name.clone(),
                )
            })?;
    let evidence = Evidence {
        line,
        text: name.clone(),
        rule: "named most, by its form",
    };
    (n_bounded >= 2 && n_bounded + n_organs >= 4).then(|| Chosen {
        name,
        ids: Vec::new(),
        above: Vec::new(),
        evidence,
        is_former: false,
    })
}
