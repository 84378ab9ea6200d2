//! Finds conditions that name nothing, such as a place, a 文种, a heading or a year that no passage has, and names the values there are.
//!
//! Input: a filter. Output: for each value of it that no passage has, a line that says so, with the nearest values there are: those that sound the
//! same or nearly so, hold what was typed or are held by it, or differ by one character.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::time::Instant;

use crate::analysis::{Accent, Sounds, fold, readings};
use crate::index::{IndexError, NameColumn, SECTION_SEPARATOR, Snapshot, YearColumn};
use crate::matching::{CrossTable, Dimension, Mode, Plan, TermFamilies, Value};
use crate::query::{Filter, Query};
use crate::report::is_place;

/// At most so many of the nearest values are named.
const MAX_NEAR: usize = 3;
/// At most so many of all values are named.
const MAX_NAMED: usize = 8;

/// The number of passages that have each value.
type Counts = BTreeMap<String, u64>;

/// Gives a line for each value of a filter that no passage has.
pub(super) fn unknown(
    filter: &Filter,
    snapshot: &Snapshot,
    deadline: Instant,
) -> Result<Vec<String>, IndexError> {
    let mut lines = Vec::new();
    if !filter.districts.is_empty() {
        let districts = names(snapshot, NameColumn::District)?;
        let mut all = districts.clone();
        all.extend(names(snapshot, NameColumn::City)?);
        all.extend(names(snapshot, NameColumn::Province)?);
        let is_there = |wanted: &&String| all.keys().any(|name| is_place(name, wanted));
        for wanted in filter.districts.iter().filter(|wanted| !is_there(wanted)) {
            let instead = match nearest(wanted, &all, any_nearness, deadline) {
                near if near.is_empty() => there_are(&[], &districts),
                near => format!("; did you mean {}?", either(&near)),
            };
            lines.push(format!("no report is of {wanted}{instead}"));
        }
    }
    for (column, wanted) in [
        (YearColumn::Year, &filter.years),
        (YearColumn::ReportYear, &filter.report_years),
    ] {
        if wanted.is_empty() {
            continue;
        }
        let years = count_by(snapshot, Dimension::Year(column))?.into_keys();
        let years: Vec<i32> = years
            .filter_map(|value| match value {
                Value::Year(year) => Some(year),
                Value::Missing | Value::Name(_) => None,
            })
            .collect();
        let is_there = |year: &i32| wanted.iter().any(|range| range.contains(*year));
        if let (Some(first), Some(last)) = (years.iter().min(), years.iter().max())
            && !years.iter().any(is_there)
        {
            let wanted: Vec<String> = wanted.iter().map(ToString::to_string).collect();
            let wanted = wanted.join(",");
            let (what, which) = match column {
                YearColumn::Year => ("passage", "years"),
                YearColumn::ReportYear => ("report", "years of reports"),
            };
            lines.push(format!(
                "no {what} is of {wanted}; the {which} go from {first} to {last}"
            ));
        }
    }
    if !filter.report_kinds.is_empty() {
        let kinds = names(snapshot, NameColumn::ReportKind)?;
        let is_there = |wanted: &&String| kinds.keys().any(|kind| fold(kind) == fold(wanted));
        for wanted in filter.report_kinds.iter().filter(|kind| !is_there(kind)) {
            let near = nearest(wanted, &kinds, any_nearness, deadline);
            let instead = there_are(&near, &kinds);
            lines.push(format!("no report is of the kind {wanted}{instead}"));
        }
    }
    if !filter.sections.is_empty() {
        let mut headings = Counts::new();
        for (path, count) in names(snapshot, NameColumn::Section)? {
            for heading in path.split(SECTION_SEPARATOR) {
                *headings.entry(fold(heading)).or_default() += count;
            }
        }
        let is_there = |wanted: &&String| {
            let wanted = fold(wanted);
            headings.keys().any(|heading| heading.contains(&wanted))
        };
        for wanted in filter.sections.iter().filter(|text| !is_there(text)) {
            let parts = parts_as_long(wanted, &headings);
            // Among all pieces of headings, some sound nearly like anything.
            let is_near = |nearness| nearness != Nearness::SoundsNearlyTheSame;
            let instead = match nearest(wanted, &parts, is_near, deadline) {
                near if near.is_empty() => String::new(),
                near => format!("; did you mean {}?", either(&near)),
            };
            lines.push(format!("no heading holds {wanted}{instead}"));
        }
    }
    Ok(lines)
}

/// Counts the passages that have each name of a column, boilerplate left out.
fn names(snapshot: &Snapshot, column: NameColumn) -> Result<Counts, IndexError> {
    let counts = count_by(snapshot, Dimension::Name(column))?.into_iter();
    let names = counts.filter_map(|(value, count)| match value {
        Value::Name(name) => Some((name, count)),
        Value::Missing | Value::Year(_) => None,
    });
    Ok(names.collect())
}

fn count_by(snapshot: &Snapshot, dimension: Dimension) -> Result<BTreeMap<Value, u64>, IndexError> {
    let every_passage = Query::literal("");
    let plan = Plan::new(&every_passage, snapshot, Mode::Exact, TermFamilies::Unused)?;
    let mut table = CrossTable::new([dimension]);
    plan.visit(&Filter::default(), &mut table)?;
    let cells = table.into_cells().into_iter();
    Ok(cells.map(|([value], count)| (value, count)).collect())
}

/// Lists the names that there are, as in `; there are 工作总结, 工作要点, …`, the nearest first.
fn there_are(near: &[String], counts: &Counts) -> String {
    let mut names: Vec<(&String, &u64)> = counts.iter().collect();
    names.sort_by_key(|(name, count)| (!near.contains(name), Reverse(**count)));
    let mut named: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
    if named.is_empty() {
        return String::new();
    }
    if named.len() > MAX_NAMED {
        named.truncate(MAX_NAMED);
        named.push("…");
    }
    format!("; there are {}", named.join(", "))
}

/// Lists names, as in `甲, 乙 or 丙`.
fn either(names: &[String]) -> String {
    match names {
        [all @ .., last] if !all.is_empty() => format!("{} or {last}", all.join(", ")),
        names => names.join(", "),
    }
}

/// Gives the pieces of headings that have as many characters as a text, and how many passages are below each.
fn parts_as_long(text: &str, headings: &Counts) -> Counts {
    let n_chars = fold(text).chars().count().max(1);
    let mut parts = Counts::new();
    for (heading, count) in headings {
        let chars: Vec<char> = heading.chars().collect();
        for part in chars.windows(n_chars) {
            if part.iter().all(|c| c.is_alphanumeric()) {
                *parts.entry(part.iter().collect()).or_default() += count;
            }
        }
    }
    parts
}

/// The way in which a name is near to what was typed, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    SoundsTheSame,
    SoundsNearlyTheSame,
    HoldsIt,
    OneCharacterOff,
}

fn any_nearness(_: Nearness) -> bool {
    true
}

/// Gives the names that are nearest, those with most passages first; none where none is near enough.
fn nearest(
    typed: &str,
    counts: &Counts,
    is_enough: impl Fn(Nearness) -> bool,
    deadline: Instant,
) -> Vec<String> {
    let typed = TypedName::new(typed);
    let mut near: Vec<(Nearness, Reverse<u64>, &String)> = Vec::new();
    for (name, &count) in counts {
        if Instant::now() >= deadline {
            break;
        }
        if let Some(nearness) = typed.nearness(name).filter(|nearness| is_enough(*nearness)) {
            near.push((nearness, Reverse(count), name));
        }
    }
    near.sort();
    let best = near.first().map(|(nearness, ..)| *nearness);
    let best = near
        .iter()
        .take_while(|(nearness, ..)| Some(*nearness) == best);
    best.take(MAX_NEAR)
        .map(|(.., name)| (*name).clone())
        .collect()
}

/// A name as it was typed, and how its characters sound compared with others.
struct TypedName {
    chars: Vec<char>,
    sounds: RefCell<HashMap<(char, char), Option<Nearness>>>,
}

impl TypedName {
    fn new(typed: &str) -> TypedName {
        TypedName {
            chars: fold(typed).chars().collect(),
            sounds: RefCell::default(),
        }
    }

    fn nearness(&self, name: &str) -> Option<Nearness> {
        let name: Vec<char> = fold(name).chars().collect();
        // 青和 may mean 青禾区.
        let without_ending = name.split_last().map_or(&[][..], |(_, stem)| stem);
        let forms = [&name[..], without_ending];
        let nearest = forms.iter().filter_map(|form| self.nearness_of_form(form));
        let holds = |long: &[char], short: &[char]| {
            short.len() >= 2 && long.windows(short.len()).any(|part| part == short)
        };
        let is_held = holds(&name, &self.chars) || holds(&self.chars, &name);
        nearest.chain(is_held.then_some(Nearness::HoldsIt)).min()
    }

    fn nearness_of_form(&self, form: &[char]) -> Option<Nearness> {
        if self.chars.len() >= 2 && self.chars.iter().all(char::is_ascii_lowercase) {
            return self.spells(form).then_some(Nearness::SoundsTheSame);
        }
        if form.len() != self.chars.len() || form.len() < 2 {
            return None;
        }
        let (mut worst, mut n_off) = (Nearness::SoundsTheSame, 0);
        for (typed, other) in self.chars.iter().zip(form) {
            match self.sound(*typed, *other) {
                Some(nearness) => worst = worst.max(nearness),
                None => n_off += 1,
            }
        }
        match n_off {
            0 => Some(worst),
            1 if form.len() >= 3 => Some(Nearness::OneCharacterOff),
            _ => None,
        }
    }

    /// Whether what was typed is the pinyin of a name.
    fn spells(&self, name: &[char]) -> bool {
        let sounds = Sounds::of(name.iter().copied(), Accent::Standard);
        let letters: String = self.chars.iter().collect();
        sounds.cuts(&letters).iter().any(|syllables| {
            let mut pairs = syllables.iter().zip(name);
            syllables.len() == name.len() && pairs.all(|(s, c)| sounds.characters(s).contains(c))
        })
    }

    /// Tells how near two characters sound; `None` where they do not.
    fn sound(&self, typed: char, other: char) -> Option<Nearness> {
        if typed == other {
            return Some(Nearness::SoundsTheSame);
        }
        let mut known = self.sounds.borrow_mut();
        *known.entry((typed, other)).or_insert_with(|| {
            let is_one = |accent| {
                let sounds = Sounds::of([other], accent);
                let mut typed = readings(typed).into_iter();
                typed.any(|reading| !sounds.characters(&reading).is_empty())
            };
            match (is_one(Accent::Standard), is_one(Accent::Merged)) {
                (true, _) => Some(Nearness::SoundsTheSame),
                (_, true) => Some(Nearness::SoundsNearlyTheSame),
                _ => None,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, names: &[&str], expected: &[&str]) {
        let counts = names.iter().map(|name| (name.to_string(), 1)).collect();
        let deadline = Instant::now() + std::time::Duration::from_secs(9);
        let found = nearest(typed, &counts, any_nearness, deadline);
        assert_eq!(found, expected, "{typed}");
    }

    #[test]
    fn what_sounds_the_same_is_nearer_than_what_looks_alike() {
        let names = ["青禾区", "青河县", "澜溪区", "东堰区"];
        check("青和区", &names, &["青禾区"]);
        check("青和", &names, &["青河县", "青禾区"]);
        check("qingheq", &names, &[]);
        check("qinghequ", &names, &["青禾区"]);
        check("蓝西区", &names, &["澜溪区"]);
        check("南溪区", &names, &["澜溪区"]);
        check("东埝区", &names, &["东堰区"]);
        check("轮岗", &names, &[]);
    }

    #[test]
    fn a_name_that_holds_what_was_typed_is_near() {
        check(
            "总结",
            &["工作总结", "工作要点", "年度总结"],
            &["工作总结", "年度总结"],
        );
    }
}
