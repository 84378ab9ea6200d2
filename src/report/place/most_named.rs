//! The place that a text names most at the level that speaks.
//!
//! Input: the context of the place, the level, how often each division is named. Output: a candidate, where a place is named
//! often enough. Names that the table of divisions does not hold are recognised by their form.

use std::collections::{BTreeMap, HashMap};

use super::context::PlaceContext;
use super::divisions::{Division, DivisionId, Gazetteer, NameCount, Tier, gazetteer};
use super::endings::stem_of;
use super::level::GovernmentLevel;
use super::location::PlaceCandidate;
use super::names::names_at_start;
use crate::report::characters::is_han;
use crate::report::evidence::Evidence;

/// A name whose weighed count is below this is no evidence.
const MIN_SCORE: i64 = 4;

/// How many names are counted over the whole text.
const MAX_CANDIDATES: usize = 60;

/// A name that is an ordinary word too, used less often than this, is no evidence.
const MIN_AS_WORD: i64 = 8;

/// Finds the division of the level that speaks which the text names most, with its score.
pub(super) fn most_named(
    context: &PlaceContext<'_, '_>,
    table: &Gazetteer,
    level: Option<GovernmentLevel>,
    counts: &HashMap<DivisionId, NameCount>,
    of_path: &[DivisionId],
) -> Option<(i64, PlaceCandidate)> {
    let written = |name: &str| {
        let mut lines = context.lines.all.iter();
        lines
            .find(|line| line.text.contains(name))
            .map(|line| line.number)
    };
    let mut best: Option<(i64, DivisionId, bool)> = None;
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
            if level == Some(GovernmentLevel::City) && (is_weak || !was_city()) {
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
    let (score, id, is_former) = best
        .filter(|(score, _, _)| *score >= MIN_SCORE)
        .or_else(|| named_as_word(context, table, level, counts))?;
    let division = table.get(id);
    let suffix = level.map_or("", GovernmentLevel::word);
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
    let candidate = PlaceCandidate {
        name,
        ids,
        above: Vec::new(),
        evidence: Evidence::new(line, text, "named most at the level that speaks"),
        is_former,
    };
    Some((score, candidate))
}

/// Finds a county whose stem is an ordinary word too (新安 of 新安县): it is named often, and its city beside it.
fn named_as_word(
    context: &PlaceContext<'_, '_>,
    table: &Gazetteer,
    level: Option<GovernmentLevel>,
    counts: &HashMap<DivisionId, NameCount>,
) -> Option<(i64, DivisionId, bool)> {
    let is_named = |id: DivisionId| {
        let parent = table.parent(id).and_then(|parent| counts.get(&parent));
        parent.is_some_and(|count| count.n_full + count.n_stem >= 2)
    };
    let n_named = |stem: &str| {
        let lines = context.lines.own();
        lines
            .map(|line| line.text.matches(stem).count())
            .sum::<usize>()
    };
    table
        .words()
        .filter(|&id| is_named(id) && fit(table.get(id), level) == Some(Fit::Exact))
        .map(|id| (n_named(table.get(id).stem) as i64, id, false))
        .filter(|(n_named, _, _)| *n_named >= MIN_AS_WORD)
        .max_by_key(|(n_named, id, _)| (*n_named, std::cmp::Reverse(*id)))
}

/// How a division fits the level that speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// It is of this level.
    Exact,
    /// It was, before it rose.
    Former,
}

fn fit_of(division: &Division, level: Option<GovernmentLevel>) -> bool {
    fit(division, level).is_some()
}

/// Whether a division can be what speaks at this level.
pub(super) fn fit(division: &Division, level: Option<GovernmentLevel>) -> Option<Fit> {
    let ends = |suffix: &str| division.name.ends_with(suffix);
    let exact = match level {
        None => true,
        Some(GovernmentLevel::Nation) => false,
        Some(GovernmentLevel::Province) => division.tier == Tier::Province && ends("省"),
        Some(GovernmentLevel::Region) => division.tier == Tier::Province && ends("自治区"),
        Some(GovernmentLevel::City) => ends("市"),
        Some(GovernmentLevel::Prefecture) => division.tier == Tier::Prefecture && ends("州"),
        Some(GovernmentLevel::League) => {
            division.tier == Tier::Prefecture && (ends("盟") || ends("地区"))
        }
        Some(GovernmentLevel::County) => division.tier == Tier::County && ends("县"),
        Some(GovernmentLevel::District) => ends("区") && !ends("地区"),
        Some(GovernmentLevel::Banner) => division.tier == Tier::County && ends("旗"),
    };
    if exact {
        return Some(Fit::Exact);
    }
    let was_lower = match level {
        Some(GovernmentLevel::County) => ends("区") || ends("市"),
        Some(GovernmentLevel::City) => ends("区"),
        _ => false,
    };
    (was_lower && division.tier == Tier::County).then_some(Fit::Former)
}

/// Words behind a place's name, or behind its stem, where an institution is called by it.
#[rustfmt::skip] // a table of words
const INSTITUTIONS: &[&str] = &[
    "教育", "教委", "教体", "委", "人民", "政府", "中小学", "第", "实验", "中学", "小学", "幼儿园", "一中", "二中", "外国语", "职业",
    "职教", "师范", "高级", "特殊", "教师", "分院", "学院",
];

/// Words before the name of a place that was visited or compared with.
#[rustfmt::skip] // a table of words
const VISITS: &[&str] = &["到", "赴", "与", "和", "、", "同", "像", "学", "继", "向", "自", "借鉴", "比", "察", "问"];

/// How a name that the table does not hold is used in a text.
#[derive(Debug, Default)]
struct NameByForm {
    line: u32,
    n_bounded: u32,
    n_full: i64,
    n_visits: i64,
    n_institutions: i64,
    n_stem: i64,
}

/// Finds a place that the table does not hold, with its score: it is named again and again, by its full name and by
/// institutions called after it, and not as one that was visited.
pub(super) fn named_by_form(
    context: &PlaceContext<'_, '_>,
    level: GovernmentLevel,
    of_path: Option<&str>,
) -> Option<(i64, PlaceCandidate)> {
    let lines = context.lines.own();
    let text: Vec<(u32, &str)> = lines.map(|line| (line.number, line.text)).collect();
    let mut candidates: BTreeMap<String, NameByForm> = BTreeMap::new();
    for &(number, line) in &text {
        for name in bounded_names(line, level.word()) {
            let candidate = candidates.entry(name).or_default();
            candidate.line = number;
            candidate.n_bounded += 1;
        }
    }
    // Each is counted over the whole text: the commonest alone.
    if candidates.len() > MAX_CANDIDATES {
        let mut often: Vec<u32> = candidates.values().map(|found| found.n_bounded).collect();
        often.sort_unstable_by_key(|n| std::cmp::Reverse(*n));
        let least = often[MAX_CANDIDATES];
        candidates.retain(|_, found| found.n_bounded > least);
    }
    for (name, candidate) in &mut candidates {
        count_candidate(&text, name, candidate);
    }
    let score_of = |name: &str, candidate: &NameByForm| {
        let n_own = candidate.n_full - candidate.n_visits;
        let by_path = i64::from(of_path == Some(name)) * 10;
        3 * n_own + 2 * candidate.n_institutions + candidate.n_stem.min(10) + by_path
    };
    let mut scored: Vec<(i64, &String, &NameByForm)> = candidates
        .iter()
        .filter(|(name, found)| found.n_institutions > 0 || of_path == Some(name.as_str()))
        .map(|(name, found)| (score_of(name, found), name, found))
        .collect();
    scored.sort_by_key(|(score, name, _)| (std::cmp::Reverse(*score), name.len()));
    let &(score, name, found) = scored.first()?;
    let is_alone = scored.get(1).is_none_or(|(second, _, _)| *second < score);
    (score > MIN_SCORE && is_alone).then(|| {
        let candidate = PlaceCandidate {
            name: name.clone(),
            ids: Vec::new(),
            above: Vec::new(),
            evidence: Evidence::new(found.line, name.as_str(), "named most, by its form"),
            is_former: false,
        };
        (score, candidate)
    })
}

/// Reads the names by form in a line that end in `word` and begin where a name can begin.
fn bounded_names(line: &str, word: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in line.match_indices(word) {
        let before: Vec<char> = line[..at].chars().rev().take(4).collect();
        for n_chars in 2..=3 {
            if before.len() < n_chars || !before[..n_chars].iter().all(|&c| is_han(c)) {
                break;
            }
            let begins = before.get(n_chars).is_none_or(|&c| {
                !is_han(c) || "在为对向与和及由以将从把是市州省到赴继使给让".contains(c)
            });
            let stem: String = before[..n_chars].iter().rev().collect();
            let name = format!("{stem}{word}");
            let whole = names_at_start(&name);
            // 即墨市, a city that is a district now, is for `most_named` to find.
            let is_known = !gazetteer().stemmed(&stem).is_empty();
            let is_name = whole.len() == 1 && whole[0].name == name && !is_known;
            if begins && is_name {
                names.push(name);
            }
        }
    }
    names
}

fn count_candidate(text: &[(u32, &str)], name: &str, candidate: &mut NameByForm) {
    let stem = stem_of(name);
    let is_institution = |behind: &str| INSTITUTIONS.iter().any(|word| behind.starts_with(word));
    let mut first = None;
    for &(number, line) in text {
        for (at, _) in line.match_indices(stem) {
            if line[at..].starts_with(name) {
                first = first.or(Some(number));
                candidate.n_full += 1;
                candidate.n_visits += i64::from(VISITS.iter().any(|v| line[..at].ends_with(v)));
                let behind = &line[at + name.len()..];
                candidate.n_institutions += i64::from(is_institution(behind));
            } else {
                candidate.n_stem += 1;
                let behind = &line[at + stem.len()..];
                candidate.n_institutions += i64::from(is_institution(behind));
            }
        }
    }
    candidate.line = first.unwrap_or(candidate.line);
}
