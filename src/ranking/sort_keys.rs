//! Defines the orders in which hits can come, and gives the sort keys of those that scores do not decide.
//!
//! Input: a plan, and the columns of its snapshot. Output: a number for a passage, by which passages of all segments compare.

use std::collections::HashMap;

use crate::analysis::readings;
use crate::index::{
    IndexError, NameColumn, Names, PassageAddress, Segment, Snapshot, YearColumn, Years,
};
use crate::matching::{Plan, SegmentFilter};

/// In what order hits come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// The best first.
    #[default]
    Score,
    /// By how they match, the best way first; within each way the newest year first, and those without a year last.
    Year,
    /// As [`Order::Year`], but by the district that reports, in the order of its pinyin; for each district the newest year first.
    District,
    /// As they stand in their reports, those of the reports first that the query names. A search by score takes this order where the query is such a name.
    Text,
}

/// Numbers that put the passages of a snapshot in order.
pub(super) struct SortKeys<'a> {
    order: Order,
    /// By segment.
    years: Vec<&'a Years>,
    districts: Option<DistrictNumbers<'a>>,
    /// By segment, which passages are of a report that the query names.
    named: Vec<SegmentFilter<'a>>,
}

impl<'a> SortKeys<'a> {
    /// Opens the columns that an order needs.
    pub(super) fn new(order: Order, plan: &'a Plan<'_>) -> Result<SortKeys<'a>, IndexError> {
        let snapshot = plan.snapshot();
        let segments = snapshot.segments().iter();
        let mut keys = SortKeys {
            order,
            years: Vec::new(),
            districts: None,
            named: Vec::new(),
        };
        let years = |segment: &'a Segment| segment.years(YearColumn::Year);
        match (order, plan.named_reports()) {
            (Order::Year, _) => keys.years = segments.map(years).collect::<Result<_, _>>()?,
            (Order::District, _) => {
                keys.years = segments.map(years).collect::<Result<_, _>>()?;
                keys.districts = Some(DistrictNumbers::new(snapshot)?);
            }
            (Order::Text, Some(reports)) => {
                let filters = segments.map(|segment| SegmentFilter::new(reports, segment));
                keys.named = filters.collect::<Result<_, _>>()?;
            }
            (Order::Score | Order::Text, _) => {}
        }
        Ok(keys)
    }

    /// The key of a passage, the highest first; 0 for all where scores decide the order.
    #[inline]
    pub(super) fn key(&self, at: PassageAddress) -> u64 {
        match self.order {
            Order::Score => 0,
            Order::Year => self.year(at),
            Order::District => {
                let number = self.districts.as_ref().and_then(|all| all.number(at));
                let falling = number.map_or(0, |number| u32::MAX - number);
                u64::from(falling) << 32 | self.year(at)
            }
            Order::Text => {
                let filter = self.named.get(at.segment_ord as usize);
                u64::from(filter.is_some_and(|filter| filter.passes(at.doc_id)))
            }
        }
    }

    /// A number that is higher for a newer year, 0 for none.
    fn year(&self, at: PassageAddress) -> u64 {
        let years = self.years.get(at.segment_ord as usize);
        let year = years.and_then(|years| years.year(at.doc_id));
        year.map_or(0, |year| year.abs_diff(i32::MIN).into())
    }
}

/// The names of all districts that report, numbered in the order of their pinyin.
pub(super) struct DistrictNumbers<'a> {
    /// By segment: its column of names, and the number of each name by its ordinal.
    by_segment: Vec<(&'a Names, Vec<u32>)>,
}

impl<'a> DistrictNumbers<'a> {
    /// Numbers the districts of a snapshot.
    pub(super) fn new(snapshot: &'a Snapshot) -> Result<DistrictNumbers<'a>, IndexError> {
        let mut columns = Vec::new();
        let mut all: Vec<String> = Vec::new();
        for segment in snapshot.segments() {
            let names = segment.names(NameColumn::District)?;
            let mut here = Vec::with_capacity(names.n_names());
            names.for_each_name(|name| here.push(name.to_string()))?;
            all.extend_from_slice(&here);
            columns.push((names, here));
        }
        all.sort_by_cached_key(|name| (pinyin(name), name.clone()));
        all.dedup();
        let numbers: HashMap<&String, u32> = all.iter().zip(0..).collect();
        let by_segment = columns.into_iter().map(|(names, here)| {
            let here = here.iter().map(|name| numbers[name]);
            (names, here.collect())
        });
        Ok(DistrictNumbers {
            by_segment: by_segment.collect(),
        })
    }

    /// The number of a passage's district; `None` where it has none.
    pub(super) fn number(&self, at: PassageAddress) -> Option<u32> {
        let (names, numbers) = self.by_segment.get(at.segment_ord as usize)?;
        let ordinal = names.ordinal(at.doc_id)?;
        numbers.get(ordinal as usize).copied()
    }
}

/// Spells a name by the usual reading of each character; characters without one stay as they are.
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
