//! What hits are put in order and in groups by, beside their scores: years and districts.
//!
//! Input: the columns of a snapshot. Output: a number for a passage, by which passages of all segments compare. Refuses to know scores.

use std::collections::HashMap;

use tantivy::DocAddress;
use tantivy::columnar::{Column, StrColumn};

use super::options::Order;
use crate::analysis::readings;
use crate::index::{Segment, Snapshot};

/// Numbers that put the passages of a snapshot in order.
pub(super) struct Keys {
    order: Order,
    years: Vec<Option<Column<i64>>>,
    districts: Option<Districts>,
}

impl Keys {
    /// For an order.
    pub(super) fn new(order: Order, snapshot: &Snapshot) -> tantivy::Result<Keys> {
        let year = |segment: &Segment| segment.reader.fast_fields().column_opt::<i64>("year");
        let years = match order {
            Order::Score => Vec::new(),
            Order::Year | Order::District => snapshot
                .segments()
                .iter()
                .map(year)
                .collect::<tantivy::Result<_>>()?,
        };
        let districts = match order {
            Order::District => Some(Districts::new(snapshot)?),
            Order::Score | Order::Year => None,
        };
        Ok(Keys {
            order,
            years,
            districts,
        })
    }

    /// The key of a passage, the highest first; 0 for all where scores alone say the order.
    pub(super) fn of(&self, at: DocAddress) -> u64 {
        match self.order {
            Order::Score => 0,
            Order::Year => self.year(at),
            Order::District => {
                let number = self.districts.as_ref().and_then(|all| all.number(at));
                let falling = number.map_or(0, |number| u32::MAX - number);
                u64::from(falling) << 32 | self.year(at)
            }
        }
    }

    /// Higher for a newer year, 0 for none.
    fn year(&self, at: DocAddress) -> u64 {
        let column = self.years.get(at.segment_ord as usize);
        let year = column
            .and_then(|column| column.as_ref())
            .and_then(|column| column.first(at.doc_id));
        let above_least = year.and_then(|year| u32::try_from(year - i64::from(i32::MIN)).ok());
        above_least.map_or(0, u64::from)
    }
}

/// The names of all units that report, numbered in the order of their pinyin.
pub(super) struct Districts {
    /// By segment: its column, and the number of each of the column's values.
    by_segment: Vec<Option<(StrColumn, Vec<u32>)>>,
}

impl Districts {
    pub(super) fn new(snapshot: &Snapshot) -> tantivy::Result<Districts> {
        let mut columns = Vec::new();
        let mut names: Vec<String> = Vec::new();
        for segment in snapshot.segments() {
            let column = segment.names("district")?;
            let mut here = Vec::new();
            if let Some(column) = &column {
                let mut values = column.dictionary().stream()?;
                while values.advance() {
                    here.push(String::from_utf8_lossy(values.key()).into_owned());
                }
            }
            names.extend_from_slice(&here);
            columns.push((column, here));
        }
        names.sort_by_cached_key(|name| (pinyin(name), name.clone()));
        names.dedup();
        let numbers: HashMap<&String, u32> = names.iter().zip(0..).collect();
        let by_segment = columns.into_iter().map(|(column, here)| {
            let here: Vec<u32> = here.iter().map(|name| numbers[name]).collect();
            column.map(|column| (column, here))
        });
        Ok(Districts {
            by_segment: by_segment.collect(),
        })
    }

    /// The number of the unit that a passage is of.
    pub(super) fn number(&self, at: DocAddress) -> Option<u32> {
        let (column, numbers) = self.by_segment.get(at.segment_ord as usize)?.as_ref()?;
        let ordinal = column.ords().first(at.doc_id)?;
        numbers.get(ordinal as usize).copied()
    }
}

/// Which report each passage is from.
pub(super) struct Reports {
    /// By segment: the numbers of the reports, and whether passages are records that belong to none.
    by_segment: Vec<(Column<u64>, Column<bool>)>,
}

impl Reports {
    pub(super) fn new(snapshot: &Snapshot) -> tantivy::Result<Reports> {
        let columns = snapshot.segments().iter().map(|segment| {
            let columns = segment.reader.fast_fields();
            Ok((columns.u64("report_number")?, columns.bool("is_record")?))
        });
        Ok(Reports {
            by_segment: columns.collect::<tantivy::Result<_>>()?,
        })
    }

    /// The number of the report, or of the file of records, that a passage is from.
    pub(super) fn number(&self, at: DocAddress) -> u64 {
        let (numbers, _) = &self.by_segment[at.segment_ord as usize];
        numbers.first(at.doc_id).unwrap_or(0)
    }

    /// Whether a passage belongs to a report, and is no record that stands by itself in a file of passages.
    pub(super) fn is_of_report(&self, at: DocAddress) -> bool {
        let (_, are_records) = &self.by_segment[at.segment_ord as usize];
        are_records.first(at.doc_id) == Some(false)
    }
}

/// The usual reading of each character, those without one as they are.
fn pinyin(name: &str) -> String {
    let syllables = name.chars().map(|c| {
        let usual = readings(c).into_iter().next();
        usual.unwrap_or_else(|| c.to_string())
    });
    syllables.collect::<Vec<String>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_in_the_order_of_their_pinyin() {
        let mut names = ["云屏区", "青禾区", "东堰区", "芦港区"];
        names.sort_by_cached_key(|name| pinyin(name));
        assert_eq!(names, ["东堰区", "芦港区", "青禾区", "云屏区"]);
    }
}
