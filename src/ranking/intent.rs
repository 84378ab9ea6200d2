//! Reads the query's intent: a year, a place, a kind of report or a kind of passage that it names, which columns hold more often than texts do.
//!
//! 青禾区 2022年 课后服务 asks for passages about 课后服务 in the reports of 青禾区 for 2022, whose paragraphs name neither. A passage whose columns
//! agree scores higher, and the words themselves count for little as text. No passage is left out because its columns disagree. Input: the query's characters, and the
//! columns of a snapshot. Output: which characters name something that some passage's columns hold, and how many parts of the intent a passage meets.

use crate::analysis::{fold, fold_char};
use crate::index::{
    IndexError, NameColumn, Names, SECTION_SEPARATOR, Segment, Snapshot, YearColumn, Years,
};
use crate::matching::Needle;
use crate::report::{Kind, is_place, stem_of};

/// The kinds of passages that a query may ask for by name.
const KINDS: [Kind; 3] = [Kind::总结, Kind::计划, Kind::问题];

/// A place's name without its ending stands for the place where texts give it the ending at least this often: 荆州 has it in 1 of 38 places, 和平 in 2 of 353.
const LEAST_SHARE_WITH_ENDING: f32 = 0.02;

/// The values of columns that a query names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Intent {
    years: Vec<i32>,
    /// Folded.
    places: Vec<String>,
    /// Folded.
    report_kinds: Vec<String>,
    kinds: Vec<Kind>,
}

impl Intent {
    /// Reads the intent off a folded query, and for each of its characters whether it names a year, a place, a 文种 or 问题.
    pub(super) fn read(
        query: &[char],
        snapshot: &Snapshot,
    ) -> Result<(Intent, Vec<bool>), IndexError> {
        let mut intent = Intent::default();
        let mut named = vec![false; query.len()];
        let mut mark = |start: usize, end: usize| named[start..end].fill(true);
        for (start, end, year) in years(query) {
            if is_in_columns(year, snapshot)? {
                intent.years.push(year);
                mark(start, end);
            }
        }
        for column in NameColumn::PLACES {
            for name in names(column, query, snapshot)? {
                let mut found = find_place(query, &name);
                if found.is_empty() {
                    found = find(query, stem_of(&name));
                    found.retain(|_| stands_for(&name, snapshot));
                }
                if !found.is_empty() {
                    intent.places.push(name);
                }
                found.into_iter().for_each(|(start, end)| mark(start, end));
            }
        }
        for name in names(NameColumn::ReportKind, query, snapshot)? {
            let found = find(query, &name);
            if !found.is_empty() {
                intent.report_kinds.push(name);
            }
            found.into_iter().for_each(|(start, end)| mark(start, end));
        }
        let known = names(NameColumn::Kind, query, snapshot)?;
        for kind in KINDS {
            let found = find(query, kind.name());
            if !found.is_empty() && known.iter().any(|name| name == kind.name()) {
                intent.kinds.push(kind);
                // 计划 and 总结 are often part of a name: 营养改善计划.
                for (start, end) in found.into_iter().filter(|_| kind == Kind::问题) {
                    mark(with_words_before(query, start), end);
                }
            }
        }
        Ok((intent, named))
    }
}

/// Words before 问题 that say no more than it does: 存在的突出问题.
const WORDS_BEFORE_KIND: [&str; 8] = ["存在", "的", "突出", "主要", "什么", "哪些", "面临", "方面"];

/// Gives where the name of a kind begins together with the words before it that say no more.
fn with_words_before(query: &[char], start: usize) -> usize {
    let before: String = query[..start].iter().collect();
    let mut rest = before.as_str();
    while let Some(shorter) = WORDS_BEFORE_KIND
        .iter()
        .find_map(|word| rest.strip_suffix(word))
    {
        rest = shorter;
    }
    rest.chars().count()
}

/// Gives the stretches of a text, folded, that name no year, place or 文种 of the columns.
///
/// # Errors
/// [`IndexError::Damaged`] where the columns cannot be read.
pub(crate) fn without_intent(text: &str, snapshot: &Snapshot) -> Result<Vec<String>, IndexError> {
    let folded: Vec<char> = text.chars().filter_map(fold_char).collect();
    let (_, named) = Intent::read(&folded, snapshot)?;
    let mut stretches = vec![String::new()];
    for (c, is_named) in folded.into_iter().zip(named) {
        match (is_named, stretches.last_mut()) {
            (false, Some(stretch)) => stretch.push(c),
            _ => stretches.push(String::new()),
        }
    }
    stretches.retain(|stretch| !stretch.is_empty());
    Ok(stretches)
}

/// The columns of a segment that tell which parts of an intent a passage meets.
pub(super) struct IntentColumns<'a> {
    /// Columns of years, at least one of which has to hold a wanted year.
    years: Vec<&'a Years>,
    wanted_years: Vec<i32>,
    /// For each other part of the intent, columns with the ordinals that meet it; at least one column has to hold one of its ordinals.
    names: Vec<Vec<(&'a Names, Vec<u64>)>>,
}

impl<'a> IntentColumns<'a> {
    /// Opens the columns of a segment that an intent needs.
    pub(super) fn new(
        intent: &Intent,
        segment: &'a Segment,
    ) -> Result<IntentColumns<'a>, IndexError> {
        let mut columns = IntentColumns {
            years: Vec::new(),
            wanted_years: intent.years.clone(),
            names: Vec::new(),
        };
        if !intent.years.is_empty() {
            for column in YearColumn::ALL {
                columns.years.push(segment.years(column)?);
            }
        }
        let open = |column: NameColumn, passes: &dyn Fn(&str) -> bool| {
            let names = segment.names(column)?;
            let ordinals = names.ordinals_where(passes)?;
            Ok::<_, IndexError>((names, ordinals))
        };
        if !intent.places.is_empty() {
            let is_wanted = |name: &str| intent.places.contains(&fold(name));
            let opened = NameColumn::PLACES.map(|column| open(column, &is_wanted));
            columns
                .names
                .push(opened.into_iter().collect::<Result<_, _>>()?);
        }
        if !intent.report_kinds.is_empty() {
            let is_wanted = |name: &str| intent.report_kinds.contains(&fold(name));
            columns
                .names
                .push(vec![open(NameColumn::ReportKind, &is_wanted)?]);
        }
        // A heading that names the kind tells it as well as the column does: 三、存在的问题.
        for kind in &intent.kinds {
            let is_kind = |name: &str| name == kind.name();
            let is_under_kind = |path: &str| {
                path.split(SECTION_SEPARATOR)
                    .any(|heading| heading.contains(kind.name()))
            };
            columns.names.push(vec![
                open(NameColumn::Kind, &is_kind)?,
                open(NameColumn::Section, &is_under_kind)?,
            ]);
        }
        Ok(columns)
    }

    /// How many parts of the intent a passage meets.
    pub(super) fn n_met(&self, document: u32) -> usize {
        let has_year = |years: &&Years| {
            let year = years.year(document);
            year.is_some_and(|year| self.wanted_years.contains(&year))
        };
        let has_name = |(names, wanted): &(&Names, Vec<u64>)| {
            let ordinal = names.ordinal(document);
            ordinal.is_some_and(|ordinal| wanted.binary_search(&ordinal).is_ok())
        };
        let meets_names = |columns: &&Vec<(&Names, Vec<u64>)>| columns.iter().any(has_name);
        usize::from(self.years.iter().any(has_year)) + self.names.iter().filter(meets_names).count()
    }
}

/// Gives the names of a column over all segments that the query could hold, since it holds their first character; folded.
fn names(
    column: NameColumn,
    query: &[char],
    snapshot: &Snapshot,
) -> Result<Vec<String>, IndexError> {
    let mut names = Vec::new();
    for segment in snapshot.segments() {
        segment.names(column)?.for_each_name(|name| {
            let first = name.chars().find_map(fold_char);
            if first.is_some_and(|first| query.contains(&first)) {
                names.push(fold(name));
            }
        })?;
    }
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

/// Whether a year is one that passages speak of.
fn is_in_columns(year: i32, snapshot: &Snapshot) -> Result<bool, IndexError> {
    for segment in snapshot.segments() {
        for column in YearColumn::ALL {
            if segment.years(column)?.spans(year) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Finds where the query names a year in four digits, with the 年 or 年度 behind it.
fn years(query: &[char]) -> Vec<(usize, usize, i32)> {
    let mut years = Vec::new();
    let mut start = 0;
    while start < query.len() {
        let digits = query[start..].iter().map_while(|c| c.to_digit(10));
        let digits: Vec<u32> = digits.collect();
        let mut end = start + digits.len();
        if digits.len() == 4 {
            for suffix in ['年', '度'] {
                end += usize::from(query.get(end) == Some(&suffix));
            }
            let year = digits.iter().fold(0, |year, digit| year * 10 + digit);
            years.push((start, end, year as i32));
        }
        start = end.max(start + 1);
    }
    years
}

/// Whether a place's name without its ending stands for the place: 深圳 does, 合作 does not stand for 合作市, since texts hardly ever give it the ending.
fn stands_for(name: &str, snapshot: &Snapshot) -> bool {
    let n_occurrences = |text: &str| {
        let needle = Needle::new(text);
        let mut n_occurrences = 0;
        for segment in snapshot.segments() {
            needle.for_each_match(segment, |_, count| n_occurrences += u64::from(count));
        }
        n_occurrences as f32
    };
    let stem = stem_of(name);
    stem != name && n_occurrences(name) >= LEAST_SHARE_WITH_ENDING * n_occurrences(stem).max(1.0)
}

/// Finds where the query holds a name of two characters or more.
fn find(query: &[char], name: &str) -> Vec<(usize, usize)> {
    let name: Vec<char> = name.chars().collect();
    if name.len() < 2 {
        return Vec::new();
    }
    let starts = query.windows(name.len()).enumerate();
    starts
        .filter(|(_, window)| *window == &name[..])
        .map(|(start, _)| (start, start + name.len()))
        .collect()
}

/// Finds where the query names a place, which may lack the ending of its name where spaces set it apart: 合作 is also a city in Gansu, but
/// 合作办学 does not name it.
fn find_place(query: &[char], name: &str) -> Vec<(usize, usize)> {
    let mut found = find(query, name);
    let mut start = 0;
    for part in query.split(|c| *c == ' ') {
        let text: String = part.iter().collect();
        if text != name && is_place(name, &text) {
            found.push((start, start + part.len()));
        }
        start += part.len() + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn a_year_is_four_digits_and_no_more() {
        assert_eq!(years(&chars("2023年师资队伍")), [(0, 5, 2023)]);
        assert_eq!(years(&chars("青禾区 2022年度")), [(4, 10, 2022)]);
        assert_eq!(years(&chars("2021-2023")), [(0, 4, 2021), (5, 9, 2023)]);
        assert!(years(&chars("12345热线 5+2")).is_empty());
    }

    #[test]
    fn the_words_before_the_name_of_a_kind_go_with_it() {
        let start = |text: &str| {
            let query = chars(text);
            with_words_before(&query, query.len() - 2)
        };
        assert_eq!(start("教师队伍存在的突出问题"), 4);
        assert_eq!(start("学位不足的问题"), 4);
        assert_eq!(start("主要问题"), 0);
    }

    #[test]
    fn a_place_is_named_in_full_or_stands_apart() {
        assert_eq!(find_place(&chars("青禾区课后服务"), "青禾区"), [(0, 3)]);
        assert_eq!(find_place(&chars("课后服务 青禾"), "青禾区"), [(5, 7)]);
        assert!(find_place(&chars("合作办学"), "合作市").is_empty());
    }
}
