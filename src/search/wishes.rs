//! 所指: a year, a unit, a kind that the query names, which a passage's columns hold more often than its text does.
//!
//! 青禾区 2022年 课后服务 asks for passages about 课后服务 in the reports of 青禾区 for 2022, whose paragraphs name neither. Such words
//! are read as wishes: a passage whose columns agree scores higher, and the words themselves count for little as text. No
//! passage is left out for it. Input: the query's characters, and the columns of a snapshot. Output: which characters name a wish that
//! some passage could meet, and how many wishes one meets. Refuses to know what meeting one is worth.

use tantivy::columnar::{Column, StrColumn};

use crate::analysis::{fold, fold_char};
use crate::index::{SECTION_SEPARATOR, Segment, Snapshot};
use crate::query::is_place;
use crate::report::Kind;

/// The columns of places, of which one has to agree.
const PLACES: [&str; 3] = ["district", "city", "province"];
/// The columns of years, likewise.
const YEARS: [&str; 2] = ["year", "report_year"];
/// What passages do that a query may ask for.
const KINDS: [Kind; 3] = [Kind::总结, Kind::计划, Kind::问题];

/// What a query wishes of the passages beside their text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Wishes {
    years: Vec<i64>,
    /// Folded, as the columns have them.
    places: Vec<String>,
    report_kinds: Vec<String>,
    kinds: Vec<Kind>,
}

impl Wishes {
    /// What the folded query wishes, and for each of its characters whether it names a year, a place or a 文种 that is wished for.
    pub(super) fn read(
        query: &[char],
        snapshot: &Snapshot,
    ) -> tantivy::Result<(Wishes, Vec<bool>)> {
        let mut wishes = Wishes::default();
        let mut marked = vec![false; query.len()];
        let mut mark = |start: usize, end: usize| marked[start..end].fill(true);
        for (start, end, year) in years(query) {
            if is_in_columns(year, snapshot)? {
                wishes.years.push(year);
                mark(start, end);
            }
        }
        for field in PLACES {
            for name in names(field, query, snapshot)? {
                let found = find_place(query, &name);
                if !found.is_empty() {
                    wishes.places.push(name);
                }
                for (start, end) in found {
                    mark(start, end);
                }
            }
        }
        for name in names("report_kind", query, snapshot)? {
            let found = find(query, &name);
            if !found.is_empty() {
                wishes.report_kinds.push(name);
            }
            for (start, end) in found {
                mark(start, end);
            }
        }
        for kind in KINDS {
            if !find(query, kind.name()).is_empty() {
                wishes.kinds.push(kind);
            }
        }
        Ok((wishes, marked))
    }

    fn is_empty(&self) -> bool {
        *self == Wishes::default()
    }
}

/// The stretches of a text, folded, that name no year, place or 文种 of the columns.
pub(super) fn unnamed(text: &str, snapshot: &Snapshot) -> tantivy::Result<Vec<String>> {
    let folded: Vec<char> = text.chars().filter_map(fold_char).collect();
    let (_, named) = Wishes::read(&folded, snapshot)?;
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

/// The columns of a segment that tell which wishes a passage meets.
pub(super) struct WishColumns {
    years: Vec<(Column<i64>, Vec<i64>)>,
    /// Each kind of wish: columns with the ordinals that meet it, one of which has to.
    names: Vec<Vec<(StrColumn, Vec<u64>)>>,
}

impl WishColumns {
    pub(super) fn new(wishes: &Wishes, segment: &Segment) -> tantivy::Result<WishColumns> {
        let mut columns = WishColumns {
            years: Vec::new(),
            names: Vec::new(),
        };
        if wishes.is_empty() {
            return Ok(columns);
        }
        if !wishes.years.is_empty() {
            for field in YEARS {
                let column = segment.reader.fast_fields().column_opt::<i64>(field)?;
                columns
                    .years
                    .extend(column.map(|column| (column, wishes.years.clone())));
            }
        }
        let wanted = |wanted: &[String], name: &str| wanted.contains(&fold(name));
        if !wishes.places.is_empty() {
            let mut of_places = Vec::new();
            for field in PLACES {
                of_places.extend(ordinals(segment, field, |name| {
                    wanted(&wishes.places, name)
                })?);
            }
            columns.names.push(of_places);
        }
        if !wishes.report_kinds.is_empty() {
            let of_kinds = ordinals(segment, "report_kind", |name| {
                wanted(&wishes.report_kinds, name)
            })?;
            columns.names.push(of_kinds.into_iter().collect());
        }
        // A heading that names what is wished for says so too: 三、存在的问题.
        for &kind in &wishes.kinds {
            let of_kind = ordinals(segment, "kind", |name| name == kind.name())?;
            let of_sections = ordinals(segment, "section", |path| {
                path.split(SECTION_SEPARATOR)
                    .any(|heading| heading.contains(kind.name()))
            })?;
            columns
                .names
                .push(of_kind.into_iter().chain(of_sections).collect());
        }
        Ok(columns)
    }

    /// How many kinds of wishes a passage meets.
    pub(super) fn n_met(&self, document: u32) -> usize {
        let has_year = |(column, wanted): &(Column<i64>, Vec<i64>)| {
            column
                .first(document)
                .is_some_and(|year| wanted.contains(&year))
        };
        let has_name = |columns: &&Vec<(StrColumn, Vec<u64>)>| {
            columns.iter().any(|(column, wanted)| {
                column
                    .ords()
                    .first(document)
                    .is_some_and(|ordinal| wanted.binary_search(&ordinal).is_ok())
            })
        };
        usize::from(self.years.iter().any(has_year)) + self.names.iter().filter(has_name).count()
    }
}

/// The values of a column that pass a test, by their ordinals, which ascend; `None` where none does.
fn ordinals(
    segment: &Segment,
    field: &str,
    passes: impl Fn(&str) -> bool,
) -> tantivy::Result<Option<(StrColumn, Vec<u64>)>> {
    let Some(column) = segment.names(field)? else {
        return Ok(None);
    };
    let mut found = Vec::new();
    let mut values = column.dictionary().stream()?;
    let mut ordinal = 0;
    while values.advance() {
        if std::str::from_utf8(values.key()).is_ok_and(&passes) {
            found.push(ordinal);
        }
        ordinal += 1;
    }
    Ok((!found.is_empty()).then_some((column, found)))
}

/// The values of a column over all segments that the query could name, since it holds their first character; folded.
fn names(field: &str, query: &[char], snapshot: &Snapshot) -> tantivy::Result<Vec<String>> {
    let could_be_named = |name: &&str| {
        let first = name.chars().find_map(fold_char);
        first.is_some_and(|first| query.contains(&first))
    };
    let mut names = Vec::new();
    for segment in snapshot.segments() {
        let Some(column) = segment.names(field)? else {
            continue;
        };
        let mut values = column.dictionary().stream()?;
        while values.advance() {
            let name = std::str::from_utf8(values.key()).ok();
            names.extend(name.filter(could_be_named).map(fold));
        }
    }
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

/// Whether a year is one that passages speak of.
fn is_in_columns(year: i64, snapshot: &Snapshot) -> tantivy::Result<bool> {
    for segment in snapshot.segments() {
        for field in YEARS {
            let column = segment.reader.fast_fields().column_opt::<i64>(field)?;
            if column
                .is_some_and(|column| (column.min_value()..=column.max_value()).contains(&year))
            {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Where the query names a year in four digits, with the 年 or 年度 behind it.
fn years(query: &[char]) -> Vec<(usize, usize, i64)> {
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
            years.push((start, end, i64::from(year)));
        }
        start = end.max(start + 1);
    }
    years
}

/// Where the query holds a name of two characters or more.
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

/// The same of a place, which may lack the ending of its name where it stands set apart by spaces: 合作 is a city in Gansu too, but
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
    fn a_place_is_named_in_full_or_stands_apart() {
        assert_eq!(find_place(&chars("青禾区课后服务"), "青禾区"), [(0, 3)]);
        assert_eq!(find_place(&chars("课后服务 青禾"), "青禾区"), [(5, 7)]);
        assert!(find_place(&chars("合作办学"), "合作市").is_empty());
    }
}
