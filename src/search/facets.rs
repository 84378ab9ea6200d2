//! Counts facets: how many of all hits each district, year, kind and section has.
//!
//! Input: the cross tables of one column each that the walk filled. Output: [`Facets`].

use std::collections::BTreeMap;

use crate::index::{NameColumn, SECTION_SEPARATOR, YearColumn};
use crate::matching::{CrossTable, Dimension, Value};
use crate::report::without_number;

/// How many of all hits each value has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// By the district that reports.
    pub districts: BTreeMap<String, u64>,
    /// By the year that the passage speaks of.
    pub years: BTreeMap<i64, u64>,
    /// By what the passage does.
    pub kinds: BTreeMap<String, u64>,
    /// By the innermost heading above the passage, without its number.
    pub sections: BTreeMap<String, u64>,
}

/// The columns of facets.
const DIMENSIONS: [Dimension; 4] = [
    Dimension::Name(NameColumn::District),
    Dimension::Name(NameColumn::Kind),
    Dimension::Name(NameColumn::Section),
    Dimension::Year(YearColumn::Year),
];

/// Gives the tables that a walk fills for facets.
pub(super) fn facet_tables() -> Vec<CrossTable<1>> {
    let dimensions = DIMENSIONS.into_iter();
    dimensions
        .map(|dimension| CrossTable::new([dimension]))
        .collect()
}

impl Facets {
    /// Reads facets from the tables of [`facet_tables`].
    pub(super) fn from_tables(tables: Vec<CrossTable<1>>) -> Facets {
        let mut facets = Facets::default();
        for (dimension, table) in DIMENSIONS.into_iter().zip(tables) {
            for ([value], count) in table.into_cells() {
                let counts = match (dimension, value) {
                    (_, Value::Missing) => continue,
                    (_, Value::Year(year)) => {
                        *facets.years.entry(year.into()).or_default() += count;
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
