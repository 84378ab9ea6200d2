//! 区县: who reports, among all the places that a report names.
//!
//! Input: the lines, the title, the disclosure table and the path. Output: the unit with its city and
//! province, each with the evidence, and problems. What the report declares decides (我代表…人民政府,
//! the session, the title, the issuer); then how often a name of the level that speaks is used; the
//! path last, where the content does not say. What cannot be told stays empty.

use std::collections::HashMap;

use super::divisions::{Count, Division, Gazetteer, Id, Tier, gazetteer};
use super::level::{Level, counted, declared};
use super::lines::{Line, is_han};
use super::units::{Unit, masked_name, units_at_end, units_at_start};
use super::{Evidence, Found, Problem};

/// How many lines the opening of a report has, where it says who speaks.
const N_OPENING_LINES: usize = 40;

/// A name used less often than this, weighed, says nothing.
const MIN_SCORE: i64 = 4;

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

/// A unit that the report declares to be its own.
struct Declaration<'a> {
    units: Vec<Unit<'a>>,
    evidence: Evidence,
    weight: i64,
}

/// Tells who reports.
pub(super) fn find(context: &Context<'_, '_>) -> Place {
    let mut place = Place::default();
    let table = gazetteer();
    let declarations = declarations(context);
    let opening = opening(context);
    let mut counts: HashMap<Id, Count> = HashMap::new();
    for (line, _) in context.lines.iter().zip(context.is_text).filter(|(_, is_text)| **is_text) {
        table.count(line.text, &mut counts);
    }
    let best = declarations.iter().max_by_key(|declaration| declaration.weight);
    let declared_name = best.and_then(|best| best.units.last()).map(|unit| unit.name);
    let level = declared(&opening).or_else(|| declared_name.and_then(Level::of_name)).or_else(|| counted_level(context));
    if level == Some(Level::Nation) && best.is_none_or(|best| best.weight < 100) {
        place.district = Some(nation_evidence(context));
    } else if let Some(found) = masked(context, &declarations, &counts) {
        place.district = Some(found);
    } else {
        let of_path = path_divisions(context.path);
        let chosen = choose(context, table, level, &declarations, &counts, &of_path);
        match chosen {
            Some(chosen) => settle(&mut place, table, chosen, &counts, &of_path),
            None => by_path(&mut place, context.path, &of_path, table, level, &counts),
        }
    }
    check_path(&mut place, context.path, table);
    if place.district.is_none() {
        place.problems.push(problem(0, "no_district", "no unit could be told that reports".to_owned()));
    }
    place
}

/// The first lines of the text, joined.
fn opening(context: &Context<'_, '_>) -> String {
    let lines = context.lines.iter().zip(context.is_text).filter(|(_, is_text)| **is_text);
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
    for (line, _) in context.lines.iter().zip(context.is_text).filter(|(_, is_text)| **is_text) {
        text.push_str(line.text);
        text.push('\n');
    }
    counted(&text)
}

fn nation_evidence(context: &Context<'_, '_>) -> Found<String> {
    let of = |words: &'static str| {
        let found = context.lines.iter().find(|line| line.text.contains(words))?;
        Some(Evidence { line: found.number, text: words.to_owned(), rule: "speaks for the nation" })
    };
    let evidence = of("代表国务院").or_else(|| of("国务院")).or_else(|| of("我国"));
    let evidence = evidence.unwrap_or(Evidence { line: 0, text: String::new(), rule: "speaks for the nation" });
    Found { value: "全国".to_owned(), evidence }
}

/// Where the report says whose it is.
fn declarations<'a>(context: &Context<'a, '_>) -> Vec<Declaration<'a>> {
    let mut declarations = Vec::new();
    let mut add = |units: Vec<Unit<'a>>, line: u32, weight: i64, rule: &'static str| {
        if units.is_empty() {
            return;
        }
        let text: String = units.iter().map(|unit| unit.name).collect();
        declarations.push(Declaration { units, evidence: Evidence { line, text, rule }, weight });
    };
    if let Some((title, line)) = context.title {
        add(units_of_title(title), line, 150, "the title names it");
    }
    if let Some((issuer, line)) = context.issuer {
        add(units_at_start(issuer), line, 160, "the issuer's name");
    }
    let opening = context.lines.iter().zip(context.is_text).filter(|(_, is_text)| **is_text).take(N_OPENING_LINES);
    for (line, _) in opening {
        let head = head_of(line.text, 300);
        for (at, _) in head.match_indices("代表") {
            let rest = head[at + "代表".len()..].trim_start();
            let units = units_at_start(rest);
            let n_bytes: usize = units.iter().map(|unit| unit.name.len()).sum();
            let behind = rest.get(n_bytes..).unwrap_or_default().trim_start();
            let speaks = ["人民政府", "政府", "第", "县委", "区委", "市委", "教育局", "教委", "教体局"];
            if speaks.iter().any(|organ| behind.starts_with(organ)) {
                add(units, line.number, 200, "speaks for it");
            }
        }
        for session in ["人民代表大会", "届人大"] {
            if let Some(at) = head.find(session).filter(|_| line.n_chars <= 120) {
                let before = head[..at].trim_end_matches(|c: char| "第十一二三四五六七八九0123456789届 ".contains(c));
                add(units_at_end(before), line.number, 140, "its congress is in session");
            }
        }
        if line.is_speaker() {
            let organ = ["人民政府", "政府"].iter().find_map(|organ| head.find(organ));
            match organ {
                Some(at) => add(units_at_end(&head[..at]), line.number, 130, "its head speaks"),
                None => add(units_at_start(head), line.number, 120, "its head speaks"),
            }
        }
    }
    declarations
}

fn head_of(text: &str, max_chars: usize) -> &str {
    text.char_indices().nth(max_chars).map_or(text, |(at, _)| &text[..at])
}

/// The units in a title, its year and its quotation passed over.
fn units_of_title(title: &str) -> Vec<Unit<'_>> {
    let mut rest = title;
    loop {
        let bare = rest.trim_start_matches(|c: char| {
            c.is_whitespace() || c.is_numeric() || "年度〇○《〈“（）()-—_【】".contains(c)
        });
        let bare = ["关于印发", "关于", "印发", "上半年", "下半年", "中共"]
            .iter()
            .fold(bare, |bare, words| bare.strip_prefix(words).unwrap_or(bare));
        if bare.len() == rest.len() {
            break;
        }
        rest = bare;
    }
    let units = units_at_start(rest);
    if !units.is_empty() {
        return units;
    }
    // 2023年工作总结（青禾区教育局）, 实验小学…: units anywhere that the table knows, or by an organ.
    for organ in ["教育和体育局", "教育体育局", "教育局", "教体局", "教委", "人民政府", "政府"] {
        if let Some(at) = title.find(organ) {
            let units = units_at_end(&title[..at]);
            if !units.is_empty() {
                return units;
            }
        }
    }
    Vec::new()
}

/// A report whose names are masked: the mask is the district.
fn masked(
    context: &Context<'_, '_>,
    declarations: &[Declaration<'_>],
    counts: &HashMap<Id, Count>,
) -> Option<Found<String>> {
    if let Some((title, line)) = context.title {
        if let Some(mask) = masked_name(title) {
            let evidence = Evidence { line, text: mask.to_owned(), rule: "the name is masked" };
            return Some(Found { value: mask.to_owned(), evidence });
        }
    }
    if !declarations.is_empty() {
        return None;
    }
    let mut masks: HashMap<&str, (u32, u32)> = HashMap::new();
    for (line, _) in context.lines.iter().zip(context.is_text).filter(|(_, is_text)| **is_text) {
        if let Some(mask) = masked_name(line.text) {
            masks.entry(mask).or_insert((0, line.number)).0 += 1;
        }
    }
    let (mask, (n_lines, line)) = masks.into_iter().max_by_key(|(mask, (n_lines, _))| (*n_lines, mask.len()))?;
    let most_named = counts.values().map(|count| count.n_full).max().unwrap_or(0);
    let evidence = Evidence { line, text: mask.to_owned(), rule: "the name is masked" };
    (n_lines >= 3 && n_lines > most_named).then(|| Found { value: mask.to_owned(), evidence })
}

/// The unit that was decided on.
struct Chosen {
    name: String,
    ids: Vec<Id>,
    /// A name that stands above it in the same phrase.
    above: Vec<(String, Vec<Id>)>,
    evidence: Evidence,
    /// The name is that of a county that is a district now, or the like.
    is_former: bool,
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
        level.is_none_or(|level| Level::of_name(name) == Some(level) || declaration.weight >= 150 && Level::of_name(name).is_none())
    };
    let fitting = declarations.iter().filter(fits).max_by_key(|declaration| declaration.weight);
    if let Some(declaration) = fitting {
        return Some(declared_unit(table, declaration, declarations));
    }
    let by_count = most_named(context, table, level, counts, of_path);
    if by_count.is_some() {
        return by_count;
    }
    if let Some(named) = level.and_then(|level| named_by_form(context, level)) {
        return Some(named);
    }
    declarations.iter().max_by_key(|d| d.weight).map(|declaration| declared_unit(table, declaration, declarations))
}

fn declared_unit(table: &Gazetteer, declaration: &Declaration<'_>, all: &[Declaration<'_>]) -> Chosen {
    let last = declaration.units.last().map(|unit| unit.name).unwrap_or_default();
    // Another declaration may spell the units above it out.
    let fullest = all
        .iter()
        .filter(|other| other.units.last().is_some_and(|unit| unit.name == last))
        .max_by_key(|other| other.units.len())
        .unwrap_or(declaration);
    let ids = declaration.units.last().map(|unit| unit.ids.clone()).unwrap_or_default();
    let n_above = fullest.units.len().saturating_sub(1);
    let above = fullest.units[..n_above].iter().map(|unit| (unit.name.to_owned(), unit.ids.clone())).collect();
    let (ids, is_former) = if ids.is_empty() { former(table, last) } else { (ids, false) };
    let name = match ids.first() {
        Some(&id) if !is_former => table.get(id).name.to_owned(),
        _ => last.to_owned(),
    };
    Chosen { name, ids, above, evidence: declaration.evidence.clone(), is_former }
}

/// 徐水县, a county that is 徐水区 now: the division of the same stem at the same tier.
fn former(table: &Gazetteer, name: &str) -> (Vec<Id>, bool) {
    let stem = super::divisions::stem_of(name);
    if stem.len() == name.len() {
        return (Vec::new(), false);
    }
    let is_county = matches!(Level::of_name(name), Some(Level::County | Level::District | Level::City | Level::Banner));
    let ids: Vec<Id> = table
        .stemmed(stem)
        .iter()
        .copied()
        .filter(|&id| is_county && table.get(id).tier == Tier::County)
        .collect();
    let is_former = !ids.is_empty();
    (ids, is_former)
}

/// The division of the level that speaks that the text names most.
fn most_named(
    context: &Context<'_, '_>,
    table: &Gazetteer,
    level: Option<Level>,
    counts: &HashMap<Id, Count>,
    of_path: &[Id],
) -> Option<Chosen> {
    let mut best: Option<(i64, Id, bool)> = None;
    for (&id, count) in counts {
        let division = table.get(id);
        let Some(fit) = fit(division, level) else { continue };
        let mut score = i64::from(count.n_full) * 3 + i64::from(count.n_stem);
        if fit == Fit::Former {
            // The name of today is not the report's; its stem is.
            score = i64::from(count.n_stem);
        }
        if division.tier != Tier::County {
            let n_below = counts.keys().filter(|&&below| table.contains(id, below)).count() as i64;
            score += n_below.min(12) * if division.tier == Tier::Province { 1 } else { 3 };
        } else {
            let names_above = table.parent(id).and_then(|parent| counts.get(&parent));
            score += i64::from(names_above.is_some());
        }
        if of_path.contains(&id) && score > 0 {
            score += 10;
        }
        let key = (score, fit == Fit::Exact, std::cmp::Reverse(id));
        if best.is_none_or(|(known, known_id, former)| key > (known, !former, std::cmp::Reverse(known_id))) {
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
    let written = |name: &str| context.lines.iter().find(|line| line.text.contains(name)).map(|line| line.number);
    let (name, is_former) = match is_former && written(&former_name).is_some() {
        true => (former_name, true),
        false => (division.name.to_owned(), false),
    };
    let (text, line) = match written(&name) {
        Some(line) => (name.clone(), line),
        None => (division.stem.to_owned(), written(division.stem).unwrap_or(0)),
    };
    let ids = table.named(division.name).iter().copied().filter(|id| fit_of(table.get(*id), level)).collect();
    let evidence = Evidence { line, text, rule: "named most at the level that speaks" };
    Some(Chosen { name, ids, above: Vec::new(), evidence, is_former })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Exact,
    Former,
}

fn fit_of(division: &Division, level: Option<Level>) -> bool {
    fit(division, level).is_some()
}

/// Whether a division can be what speaks at this level.
fn fit(division: &Division, level: Option<Level>) -> Option<Fit> {
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
    let was_county = level == Some(Level::County) && division.tier == Tier::County && (ends("区") || ends("市"));
    was_county.then_some(Fit::Former)
}

/// A unit that the table does not hold, named again and again before its own organs: 青禾区教育局.
fn named_by_form(context: &Context<'_, '_>, level: Level) -> Option<Chosen> {
    let word = level.word();
    let organs = ["教育", "教委", "教体", "委", "人民", "政府", "中小学", "第", "实验", "中学", "小学", "幼儿园"];
    let mut names: HashMap<String, (u32, u32, u32)> = HashMap::new();
    for (line, _) in context.lines.iter().zip(context.is_text).filter(|(_, is_text)| **is_text) {
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
                let bounded = before.get(n_chars).is_none_or(|&c| !is_han(c) || "在为对向与和及由以将从把是市州省".contains(c));
                let behind = &line.text[at + word.len()..];
                let before_organ = organs.iter().any(|organ| behind.starts_with(organ));
                let entry = names.entry(name).or_insert((0, 0, line.number));
                entry.0 += u32::from(bounded);
                entry.1 += u32::from(before_organ);
            }
        }
    }
    let (name, (n_bounded, n_organs, line)) =
        names.into_iter().max_by_key(|(name, (bounded, organs, _))| (bounded + organs, std::cmp::Reverse(name.len()), name.clone()))?;
    let evidence = Evidence { line, text: name.clone(), rule: "named most, by its form" };
    (n_bounded >= 2 && n_bounded + n_organs >= 4).then(|| Chosen {
        name,
        ids: Vec::new(),
        above: Vec::new(),
        evidence,
        is_former: false,
    })
}

/// Fills in the unit with its city and province.
fn settle(place: &mut Place, table: &Gazetteer, chosen: Chosen, counts: &HashMap<Id, Count>, of_path: &[Id]) {
    let found = |value: &str, rule: &'static str| Found {
        value: value.to_owned(),
        evidence: Evidence { rule, ..chosen.evidence.clone() },
    };
    let line = chosen.evidence.line;
    let id = resolve(table, &chosen, counts, of_path);
    match id {
        Some(id) => {
            let division = table.get(id);
            let (city, province) = table.above(id);
            place.city = city.map(|city| found(city.name, "the division it belongs to"));
            place.province = province.map(|province| found(province.name, "the division it belongs to"));
            if division.tier == Tier::Province {
                place.province = Some(found(division.name, "the unit is one itself"));
            }
            if chosen.is_former {
                let message = format!("{} is {} now", chosen.name, division.name);
                place.problems.push(problem(line, "former_name", message));
            }
        }
        None if chosen.ids.len() > 1 => {
            let provinces: Vec<&str> =
                chosen.ids.iter().filter_map(|&id| table.above(id).1).map(|province| province.name).collect();
            if provinces.windows(2).all(|pair| pair[0] == pair[1]) {
                place.province = provinces.first().map(|name| found(name, "the division it belongs to"));
            }
            let message = format!("there are {} units called {}", chosen.ids.len(), chosen.name);
            place.problems.push(problem(line, "ambiguous_place", message));
        }
        None => {
            for (name, ids) in &chosen.above {
                let tier = ids.first().map(|&id| table.get(id).tier);
                let is_province = tier == Some(Tier::Province) || name.ends_with('省') || name.ends_with("自治区");
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
    place.district = Some(Found { value: chosen.name, evidence: chosen.evidence });
}

/// Which division of several of one name is meant: by the names above it, then by the other places
/// that the text names.
fn resolve(table: &Gazetteer, chosen: &Chosen, counts: &HashMap<Id, Count>, of_path: &[Id]) -> Option<Id> {
    match chosen.ids[..] {
        [] => return None,
        [id] if chosen.above.iter().all(|(_, ids)| ids.is_empty() || ids.iter().any(|&above| table.contains(above, id) || above == id)) => {
            // 云岭市通州区: a name above it that the table does not hold makes it another place.
            let is_elsewhere = chosen.above.iter().any(|(_, ids)| ids.is_empty());
            return (!is_elsewhere).then_some(id);
        }
        [_] => return None,
        _ => {}
    }
    let spelled = |id: Id| {
        chosen.above.iter().filter(|(_, ids)| ids.iter().any(|&above| table.contains(above, id))).count() as i64
    };
    let support = |id: Id| {
        let mut score = spelled(id) * 1000;
        for (&other, count) in counts {
            let weight = i64::from(count.n_full + count.n_stem).min(5);
            if table.contains(other, id) {
                score += weight * 4;
            } else if table.parent(other).is_some() && table.parent(other) == table.parent(id) {
                score += 2;
            }
        }
        score + 3 * of_path.iter().filter(|&&path| path == id || table.contains(path, id)).count() as i64
    };
    let mut scored: Vec<(i64, Id)> = chosen.ids.iter().map(|&id| (support(id), id)).collect();
    scored.sort_unstable_by(|a, b| b.cmp(a));
    (scored[0].0 > 0 && scored[0].0 > scored[1].0).then_some(scored[0].1)
}

/// The divisions that a path names: by full name anywhere in it, or by a stem that is a whole part.
fn path_divisions(path: &str) -> Vec<Id> {
    let table = gazetteer();
    let mut found = Vec::new();
    for part in path.rsplit('/') {
        let part = part.rsplit_once('.').map_or(part, |(name, _)| name);
        for piece in part.split(['_', '-', ' ', '（', '）', '(', ')']) {
            let piece = piece.trim_matches(|c: char| c.is_ascii_digit() || c == '年');
            found.extend(table.stemmed(piece).iter().copied());
            for (at, _) in piece.char_indices() {
                if let Some((_, ids)) = table.name_at_start(&piece[at..]) {
                    found.extend(ids.iter().copied());
                }
            }
        }
    }
    found.dedup();
    found
}

/// The path says it where the content does not.
fn by_path(
    place: &mut Place,
    path: &str,
    of_path: &[Id],
    table: &Gazetteer,
    level: Option<Level>,
    counts: &HashMap<Id, Count>,
) {
    let fitting = of_path.iter().copied().filter(|&id| fit(table.get(id), level) == Some(Fit::Exact));
    let Some(id) = fitting.max_by_key(|&id| table.get(id).tier) else { return };
    let division = table.get(id);
    let evidence = Evidence { line: 0, text: path.to_owned(), rule: "the path names it" };
    let ids = table.named(division.name).to_vec();
    let chosen = Chosen { name: division.name.to_owned(), ids, above: Vec::new(), evidence, is_former: false };
    settle(place, table, chosen, counts, of_path);
}

/// Lists a path that names another place than the content.
fn check_path(place: &mut Place, path: &str, table: &Gazetteer) {
    let Some(district) = &place.district else { return };
    let of_path = path_divisions(path);
    if of_path.is_empty() {
        return;
    }
    let stem = super::divisions::stem_of(&district.value);
    let known: Vec<&str> = [Some(stem), place.city.as_ref().map(|c| c.value.as_str()), place.province.as_ref().map(|p| p.value.as_str())]
        .into_iter()
        .flatten()
        .map(super::divisions::stem_of)
        .collect();
    if of_path.iter().all(|&id| !known.contains(&table.get(id).stem)) {
        let names: Vec<&str> = of_path.iter().map(|&id| table.get(id).name).take(2).collect();
        let message = format!("the path names {}, the content {}", names.join(", "), district.value);
        place.problems.push(problem(district.evidence.line, "path_conflict", message));
    }
}

fn problem(line: u32, code: &str, message: String) -> Problem {
    Problem { line, code: code.to_owned(), message }
}
