//! Counts facets: how many of the hits that are counted each district, year, kind and section has.
//!
//! Input: the cross tables of one column each that the walk filled. Output: [`Facets`].

use std::collections::BTreeMap;

use crate::index::{IndexError, NameColumn, SECTION_SEPARATOR, Segment, YearColumn};
use crate::matching::{Collector, CrossTable, Dimension, Match, MatchedPassage, Value};
use crate::report::without_number;

/// How many of the hits that are counted each value has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// By the district that reports.
    pub districts: BTreeMap<String, u64>,
    /// By the year that the passage speaks of.
    pub years: BTreeMap<i64, u64>,
    /// By the year that the title of its report claims.
    pub report_years: BTreeMap<i64, u64>,
    /// By what the passage does.
    pub kinds: BTreeMap<String, u64>,
    /// By the innermost heading above the passage, without its number.
    pub sections: BTreeMap<String, u64>,
}

/// The columns of facets.
const DIMENSIONS: [Dimension; 5] = [
    Dimension::Name(NameColumn::District),
    Dimension::Name(NameColumn::Kind),
    Dimension::Name(NameColumn::Section),
    Dimension::Year(YearColumn::Year),
    Dimension::Year(YearColumn::ReportYear),
];

/// The tables that a walk fills for facets. Passages that share only some words of the query are not counted.
pub(super) struct FacetTables(Vec<CrossTable<1>>);

impl FacetTables {
    /// Makes empty tables.
    pub(super) fn new() -> FacetTables {
        let dimensions = DIMENSIONS.into_iter();
        let tables = dimensions.map(|dimension| CrossTable::new([dimension]));
        FacetTables(tables.collect())
    }
}

impl Collector for FacetTables {
    fn open_segment(&mut self, number: u32, segment: &Segment) -> Result<(), IndexError> {
        self.0.open_segment(number, segment)
    }

    #[inline]
    fn collect(&mut self, passage: MatchedPassage) {
        if passage.matched != Match::Partial {
            self.0.collect(passage);
        }
    }

    fn close_segment(&mut self) -> Result<(), IndexError> {
        self.0.close_segment()
    }
}

impl Facets {
    /// Reads facets from tables that were filled.
    pub(super) fn from_tables(tables: FacetTables) -> Facets {
        let mut facets = Facets::default();
        for (dimension, table) in DIMENSIONS.into_iter().zip(tables.0) {
            for ([value], count) in table.into_cells() {
                let counts = match (dimension, value) {
                    (_, Value::Missing) => continue,
                    (dimension, Value::Year(year)) => {
                        let years = match dimension {
                            Dimension::Year(YearColumn::ReportYear) => &mut facets.report_years,
                            _ => &mut facets.years,
                        };
                        *years.entry(year.into()).or_default() += count;
                        continue;
                    }
                    (Dimension::Name(NameColumn::District), Value::Name(name)) => {
                        facets.districts.entry(name)
                    }
                    (Dimension::Name(NameColumn::Section), Value::Name(path)) => {
                        facets.sections.entry(innermost(&path).to_string())
                    }
                    (_, Value::Name(name)) => facets.kinds.entry(name),
                };
                *counts.or_default() += count;
            }
        }
        facets
    }
}

/// Gives the innermost heading of a section path, without its number: every report numbers the same section in its own way.
fn innermost(path: &str) -> &str {
    let last = path.rsplit(SECTION_SEPARATOR).next().unwrap_or(path);
    match without_number(last) {
        "" => last,
        text => text,
    }
}
