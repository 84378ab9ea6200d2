//! The typed columns of a segment: names, years and numbers of its passages, by passage number.
//!
//! Input: a column of tantivy's, opened by [`Segment`](super::Segment). Output: values by passage, and for names also the list of all
//! values. Only this file and `schema.rs` know the columns' names in the index, so that a misspelt one cannot compile elsewhere.

use std::path::Path;
use std::sync::Arc;

use tantivy::columnar::{Column, StrColumn};

use super::error::IndexError;

/// The columns that hold a name for each passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameColumn {
    /// 区县: the unit that reports.
    District,
    /// The prefecture that it belongs to.
    City,
    /// The province that it belongs to.
    Province,
    /// What the passage is: body, heading, title or boilerplate.
    Role,
    /// What the passage does: 总结, 计划, 问题 or 其他.
    Kind,
    /// 文种 of the report.
    ReportKind,
    /// The number of its document (文号).
    DocumentNumber,
    /// The title of the report.
    Title,
    /// The organ that issued the report.
    Issuer,
    /// The section path, its headings joined by line ends.
    Section,
}

impl NameColumn {
    /// How many there are.
    pub(super) const COUNT: usize = NameColumn::Section as usize + 1;

    /// The columns that name a place, from the smallest to the largest.
    pub(crate) const PLACES: [NameColumn; 3] =
        [NameColumn::District, NameColumn::City, NameColumn::Province];

    pub(super) const fn field_name(self) -> &'static str {
        match self {
            NameColumn::District => "district",
            NameColumn::City => "city",
            NameColumn::Province => "province",
            NameColumn::Role => "role",
            NameColumn::Kind => "kind",
            NameColumn::ReportKind => "report_kind",
            NameColumn::DocumentNumber => "document_number",
            NameColumn::Title => "title",
            NameColumn::Issuer => "issuer",
            NameColumn::Section => "section",
        }
    }
}

/// The columns that hold a year for each passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum YearColumn {
    /// The year that the passage speaks of.
    Year,
    /// The year that the title of its report claims.
    ReportYear,
}

impl YearColumn {
    /// How many there are.
    pub(super) const COUNT: usize = YearColumn::ReportYear as usize + 1;

    /// Both of them.
    pub(crate) const ALL: [YearColumn; 2] = [YearColumn::Year, YearColumn::ReportYear];

    pub(super) const fn field_name(self) -> &'static str {
        match self {
            YearColumn::Year => "year",
            YearColumn::ReportYear => "report_year",
        }
    }
}

/// The columns that hold a number for each passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum NumberColumn {
    /// Orders passages, the same however the index was built.
    Order,
    /// A hash of the passage's id.
    IdHash,
    /// The number of the report that the passage is from.
    Report,
}

impl NumberColumn {
    /// How many there are.
    pub(super) const COUNT: usize = NumberColumn::Report as usize + 1;

    pub(super) const fn field_name(self) -> &'static str {
        match self {
            NumberColumn::Order => "order",
            NumberColumn::IdHash => "id_hash",
            NumberColumn::Report => "report_number",
        }
    }
}

/// An open column of names. Each different name has an ordinal; ordinals ascend as the names do. A copy shares what is open.
#[derive(Clone)]
pub(crate) struct Names {
    dir: Arc<Path>,
    /// `None` where no passage of the segment has a name.
    column: Option<StrColumn>,
}

impl Names {
    pub(super) fn new(dir: &Arc<Path>, column: Option<StrColumn>) -> Names {
        Names {
            dir: Arc::clone(dir),
            column,
        }
    }

    /// How many different names there are.
    pub(crate) fn n_names(&self) -> usize {
        self.column.as_ref().map_or(0, |column| column.num_terms())
    }

    /// The ordinal of a passage's name; `None` where it has none.
    #[inline]
    pub(crate) fn ordinal(&self, document: u32) -> Option<u64> {
        self.column.as_ref()?.ords().first(document)
    }

    /// The name of an ordinal.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where it cannot be read.
    pub(crate) fn name(&self, ordinal: u64) -> Result<String, IndexError> {
        let mut name = String::new();
        if let Some(column) = &self.column {
            let read = column.ord_to_str(ordinal, &mut name);
            read.map_err(|error| IndexError::from_tantivy(&self.dir, error.into()))?;
        }
        Ok(name)
    }

    /// Calls `each` with every name, in the order of the ordinals. A name that is not UTF-8 is passed on as an empty one.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where they cannot be read.
    pub(crate) fn for_each_name(&self, mut each: impl FnMut(&str)) -> Result<(), IndexError> {
        let Some(column) = &self.column else {
            return Ok(());
        };
        let failed = |error: std::io::Error| IndexError::from_tantivy(&self.dir, error.into());
        let mut names = column.dictionary().stream().map_err(failed)?;
        while names.advance() {
            each(std::str::from_utf8(names.key()).unwrap_or_default());
        }
        Ok(())
    }

    /// The ordinals of the names that pass a test, ascending.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where the names cannot be read.
    pub(crate) fn ordinals_where(
        &self,
        passes: impl Fn(&str) -> bool,
    ) -> Result<Vec<u64>, IndexError> {
        let mut ordinals = Vec::new();
        let mut ordinal = 0;
        self.for_each_name(|name| {
            if passes(name) {
                ordinals.push(ordinal);
            }
            ordinal += 1;
        })?;
        Ok(ordinals)
    }
}

/// An open column of years. A copy shares what is open.
#[derive(Clone)]
pub(crate) struct Years {
    /// `None` where no passage of the segment has a year.
    column: Option<Column<i64>>,
}

impl Years {
    pub(super) fn new(column: Option<Column<i64>>) -> Years {
        Years { column }
    }

    /// The year of a passage; `None` where it has none.
    #[inline]
    pub(crate) fn year(&self, document: u32) -> Option<i32> {
        let year = self.column.as_ref()?.first(document)?;
        i32::try_from(year).ok()
    }

    /// Whether a year lies between the least and the greatest year of the segment.
    pub(crate) fn spans(&self, year: i32) -> bool {
        let column = self.column.as_ref();
        column.is_some_and(|column| {
            (column.min_value()..=column.max_value()).contains(&i64::from(year))
        })
    }
}

/// An open column that tells which passages are records that stand by themselves in a file of passages, and not of a report.
pub(crate) struct RecordFlags {
    column: Column<bool>,
}

impl RecordFlags {
    /// The name of the column.
    pub(super) const FIELD_NAME: &str = "is_record";

    pub(super) fn new(column: Column<bool>) -> RecordFlags {
        RecordFlags { column }
    }

    /// Whether a passage stands by itself.
    pub(crate) fn is_record(&self, document: u32) -> bool {
        self.column.first(document) != Some(false)
    }
}

/// An open column of numbers.
pub(crate) struct Numbers {
    column: Column<u64>,
}

impl Numbers {
    pub(super) fn new(column: Column<u64>) -> Numbers {
        Numbers { column }
    }

    /// The number of a passage; 0 where a damaged column lacks it.
    #[inline]
    pub(crate) fn number(&self, document: u32) -> u64 {
        self.column.first(document).unwrap_or(0)
    }
}
