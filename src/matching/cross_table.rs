//! Counts matching passages by the values of one or two columns: a collector for facets and tables.
//!
//! Input: the columns. Output: the number of passages in every cell that is not empty. Facets are tables of one column; a count by district
//! and year is one of two.

use std::collections::{BTreeMap, HashMap};

use super::collector::Collector;
use super::match_counts::MatchedPassage;
use crate::index::{IndexError, NameColumn, Names, Segment, YearColumn, Years};

/// A column that passages are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// By a name.
    Name(NameColumn),
    /// By a year.
    Year(YearColumn),
}

/// A passage's value in a column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// It has none.
    Missing,
    /// A year.
    Year(i32),
    /// A name.
    Name(String),
}

/// Counts passages by one or two columns.
pub struct CrossTable<const N: usize> {
    dimensions: [Dimension; N],
    /// The columns of the segment that is being walked.
    columns: Option<[OpenColumn; N]>,
    /// Passages of that segment, by the code of each value.
    counts: HashMap<[u64; N], u64>,
    cells: BTreeMap<[Value; N], u64>,
}

enum OpenColumn {
    Names(Names),
    Years(Years),
}

/// The code of a missing value; every other code is larger.
const MISSING: u64 = 0;

impl OpenColumn {
    fn open(dimension: Dimension, segment: &Segment) -> Result<OpenColumn, IndexError> {
        Ok(match dimension {
            Dimension::Name(column) => OpenColumn::Names(segment.names(column)?.clone()),
            Dimension::Year(column) => OpenColumn::Years(segment.years(column)?.clone()),
        })
    }

    /// Gives a number that represents the passage's value within the segment.
    #[inline]
    fn code(&self, document: u32) -> u64 {
        match self {
            OpenColumn::Names(names) => names
                .ordinal(document)
                .map_or(MISSING, |ordinal| ordinal + 1),
            OpenColumn::Years(years) => years
                .year(document)
                .map_or(MISSING, |year| year.abs_diff(i32::MIN) as u64 + 1),
        }
    }

    fn value(&self, code: u64) -> Result<Value, IndexError> {
        Ok(match (self, code.checked_sub(1)) {
            (_, None) => Value::Missing,
            (OpenColumn::Names(names), Some(ordinal)) => Value::Name(names.name(ordinal)?),
            (OpenColumn::Years(_), Some(above_least)) => {
                Value::Year((i64::from(i32::MIN) + above_least as i64) as i32)
            }
        })
    }
}

impl<const N: usize> CrossTable<N> {
    /// Makes an empty table of these columns.
    pub fn new(dimensions: [Dimension; N]) -> CrossTable<N> {
        CrossTable {
            dimensions,
            columns: None,
            counts: HashMap::new(),
            cells: BTreeMap::new(),
        }
    }

    /// The number of passages in every cell that has any, in the order of the values.
    pub fn into_cells(self) -> BTreeMap<[Value; N], u64> {
        self.cells
    }
}

impl<const N: usize> Collector for CrossTable<N> {
    fn open_segment(&mut self, _: u32, segment: &Segment) -> Result<(), IndexError> {
        let mut columns = Vec::with_capacity(N);
        for dimension in self.dimensions {
            columns.push(OpenColumn::open(dimension, segment)?);
        }
        self.columns = columns.try_into().ok();
        Ok(())
    }

    #[inline]
    fn collect(&mut self, passage: MatchedPassage) {
        if let Some(columns) = &self.columns {
            let codes = columns
                .each_ref()
                .map(|column| column.code(passage.document));
            *self.counts.entry(codes).or_default() += 1;
        }
    }

    fn close_segment(&mut self) -> Result<(), IndexError> {
        let Some(columns) = self.columns.take() else {
            return Ok(());
        };
        for (codes, count) in self.counts.drain() {
            let mut values = Vec::with_capacity(N);
            for (column, code) in columns.iter().zip(codes) {
                values.push(column.value(code)?);
            }
            if let Ok(values) = values.try_into() {
                *self.cells.entry(values).or_default() += count;
            }
        }
        Ok(())
    }
}
