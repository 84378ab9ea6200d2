//! A segment's columns, opened for one search: which passages a filter lets through, and the values that facets count.

use std::collections::BTreeMap;

use tantivy::columnar::{Column, StrColumn};

use crate::analysis::fold;
use crate::index::{SECTION_SEPARATOR, Segment, Snapshot};
use crate::query::{Filter, is_place};
use crate::report::{Role, without_number};

/// Which values of a column of names are let through, by their ordinals.
struct NameTest {
    column: Option<StrColumn>,
    passes: Vec<bool>,
}

impl NameTest {
    fn new(
        segment: &Segment,
        field: &str,
        test: impl Fn(&str) -> bool,
    ) -> tantivy::Result<NameTest> {
        let column = segment.names(field)?;
        let mut passes = Vec::new();
        if let Some(column) = &column {
            let mut names = column.dictionary().stream()?;
            while names.advance() {
                passes.push(std::str::from_utf8(names.key()).is_ok_and(&test));
            }
        }
        Ok(NameTest { column, passes })
    }

    fn passes(&self, document: u32) -> bool {
        let Some(column) = &self.column else {
            return false;
        };
        let mut ordinals = column.term_ords(document);
        ordinals.any(|ordinal| self.passes.get(ordinal as usize).copied().unwrap_or(false))
    }
}

/// A filter, for the documents of one segment.
pub(super) struct SegmentFilter<'a> {
    segment: &'a Segment,
    /// None where every role of the segment is let through.
    roles: Option<NameTest>,
    /// Alternatives: the unit itself, its city, its province.
    districts: Vec<NameTest>,
    others: Vec<NameTest>,
    years: Option<(Column<i64>, &'a Filter)>,
    /// No document can pass: the filter asks for a year and the segment has none.
    is_empty: bool,
}

impl<'a> SegmentFilter<'a> {
    pub(super) fn new(
        filter: &'a Filter,
        segment: &'a Segment,
    ) -> tantivy::Result<SegmentFilter<'a>> {
        let roles = NameTest::new(segment, "role", |name| match &filter.roles[..] {
            [] => name != Role::Boilerplate.name(),
            roles => roles.iter().any(|role| role.name() == name),
        })?;
        let roles = (!roles.passes.iter().all(|passes| *passes)).then_some(roles);
        let mut districts = Vec::new();
        if !filter.districts.is_empty() {
            for field in ["district", "city", "province"] {
                districts.push(NameTest::new(segment, field, |name| {
                    filter.districts.iter().any(|wanted| is_place(name, wanted))
                })?);
            }
        }
        let mut others = Vec::new();
        if !filter.kinds.is_empty() {
            let kinds = |name: &str| filter.kinds.iter().any(|kind| kind.name() == name);
            others.push(NameTest::new(segment, "kind", kinds)?);
        }
        if !filter.report_kinds.is_empty() {
            let wanted: Vec<String> = filter.report_kinds.iter().map(|kind| fold(kind)).collect();
            let kinds = |name: &str| wanted.contains(&fold(name));
            others.push(NameTest::new(segment, "report_kind", kinds)?);
        }
        if !filter.sections.is_empty() {
            let wanted: Vec<String> = filter.sections.iter().map(|text| fold(text)).collect();
            let sections = |path: &str| {
                path.split(SECTION_SEPARATOR).any(|heading| {
                    let heading = fold(heading);
                    wanted.iter().any(|wanted| heading.contains(wanted))
                })
            };
            others.push(NameTest::new(segment, "section", sections)?);
        }
        let (mut years, mut is_empty) = (None, false);
        if !filter.years.is_empty() {
            let column = segment.reader.fast_fields().column_opt::<i64>("year")?;
            is_empty = column.is_none();
            years = column.map(|column| (column, filter));
        }
        Ok(SegmentFilter {
            segment,
            roles,
            districts,
            others,
            years,
            is_empty,
        })
    }

    /// Whether a document is there and is let through.
    pub(super) fn passes(&self, document: u32) -> bool {
        !self.is_empty
            && !self.segment.reader.is_deleted(document)
            && self
                .roles
                .as_ref()
                .is_none_or(|names| names.passes(document))
            && (self.districts.is_empty()
                || self.districts.iter().any(|names| names.passes(document)))
            && self.others.iter().all(|names| names.passes(document))
            && self.years.as_ref().is_none_or(|(column, filter)| {
                let year = column
                    .first(document)
                    .and_then(|year| i32::try_from(year).ok());
                year.is_some_and(|year| filter.years.iter().any(|years| years.contains(year)))
            })
    }
}

/// How many passages have each value of a column of names or years; boilerplate is left out.
pub(super) fn values(snapshot: &Snapshot, field: &str) -> tantivy::Result<BTreeMap<String, u64>> {
    let mut values = BTreeMap::new();
    let usual = Filter::default();
    for segment in snapshot.segments() {
        let filter = SegmentFilter::new(&usual, segment)?;
        let documents = (0..segment.reader.max_doc()).filter(|document| filter.passes(*document));
        if field == "year" {
            let column = segment.reader.fast_fields().column_opt::<i64>(field)?;
            let years = documents.filter_map(|document| column.as_ref()?.first(document));
            years.for_each(|year| *values.entry(year.to_string()).or_default() += 1);
            continue;
        }
        let Some(column) = segment.names(field)? else {
            continue;
        };
        let mut counts = vec![0; column.num_terms()];
        for ordinal in documents.flat_map(|document| column.term_ords(document)) {
            counts[ordinal as usize] += 1;
        }
        for (ordinal, count) in (0..).zip(counts).filter(|(_, count)| *count > 0) {
            let mut name = String::new();
            column.ord_to_str(ordinal, &mut name)?;
            *values.entry(name).or_default() += count;
        }
    }
    Ok(values)
}

/// How many hits each value of a column has.
pub(super) struct FacetCounts {
    names: Vec<(&'static str, Option<StrColumn>, Vec<u64>)>,
    years: (Option<Column<i64>>, BTreeMap<i64, u64>),
}

impl FacetCounts {
    pub(super) fn new(segment: &Segment) -> tantivy::Result<FacetCounts> {
        let mut names = Vec::new();
        for field in ["district", "kind", "section"] {
            let column = segment.names(field)?;
            let n_values = column.as_ref().map_or(0, |column| column.num_terms());
            names.push((field, column, vec![0; n_values]));
        }
        let years = segment.reader.fast_fields().column_opt::<i64>("year")?;
        Ok(FacetCounts {
            names,
            years: (years, BTreeMap::new()),
        })
    }

    pub(super) fn count(&mut self, document: u32) {
        for (_, column, counts) in &mut self.names {
            for ordinal in column.iter().flat_map(|column| column.term_ords(document)) {
                if let Some(count) = counts.get_mut(ordinal as usize) {
                    *count += 1;
                }
            }
        }
        let (column, counts) = &mut self.years;
        if let Some(year) = column.as_ref().and_then(|column| column.first(document)) {
            *counts.entry(year).or_default() += 1;
        }
    }

    /// Adds what was counted to the counts of all segments.
    pub(super) fn add_to(self, facets: &mut Facets) -> tantivy::Result<()> {
        for (field, column, counts) in self.names {
            let total = match field {
                "district" => &mut facets.districts,
                "kind" => &mut facets.kinds,
                _ => &mut facets.sections,
            };
            let Some(column) = column else { continue };
            let mut name = String::new();
            for (ordinal, count) in counts
                .into_iter()
                .enumerate()
                .filter(|(_, count)| *count > 0)
            {
                name.clear();
                column.ord_to_str(ordinal as u64, &mut name)?;
                let value = match field {
                    "section" => innermost(&name),
                    _ => &name,
                };
                *total.entry(value.to_string()).or_default() += count;
            }
        }
        for (year, count) in self.years.1 {
            *facets.years.entry(year).or_default() += count;
        }
        Ok(())
    }
}

/// The innermost heading of a section path, without its number: reports number the same section each in its own way.
fn innermost(path: &str) -> &str {
    let last = path.rsplit(SECTION_SEPARATOR).next().unwrap_or(path);
    match without_number(last) {
        "" => last,
        text => text,
    }
}

/// How many of all hits each value has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// By the unit that reports.
    pub districts: BTreeMap<String, u64>,
    /// By the year the passage speaks of.
    pub years: BTreeMap<i64, u64>,
    /// By what the passage does.
    pub kinds: BTreeMap<String, u64>,
    /// By the heading it stands under, the innermost, without its number.
    pub sections: BTreeMap<String, u64>,
}
