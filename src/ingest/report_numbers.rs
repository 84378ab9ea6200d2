//! Numbers the reports of an index: a report keeps the number that its path had before, a new one gets the next.
//!
//! Input: what the index held before. Output: a number for each report that is read, which no other report has. Several threads may ask.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::index::{FileRecord, ReportKey};

/// The numbers of reports.
pub(super) struct ReportNumbers(Mutex<AssignedNumbers>);

struct AssignedNumbers {
    by_report: HashMap<ReportKey, u32>,
    next: u32,
}

impl ReportNumbers {
    /// Takes over the numbers of the reports that the index holds.
    pub(super) fn continuing(before: &[FileRecord]) -> ReportNumbers {
        let reports = before.iter().flat_map(|file| &file.reports);
        let by_report: HashMap<ReportKey, u32> = reports
            .map(|report| (ReportKey::of(&report.record.path), report.number))
            .collect();
        let next = by_report.values().max().map_or(0, |last| last + 1);
        ReportNumbers(Mutex::new(AssignedNumbers { by_report, next }))
    }

    /// The number of a report, the same whenever it is asked for.
    pub(super) fn number(&self, report: ReportKey) -> u32 {
        let mut numbers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let AssignedNumbers { by_report, next } = &mut *numbers;
        *by_report.entry(report).or_insert_with(|| {
            *next += 1;
            *next - 1
        })
    }
}
