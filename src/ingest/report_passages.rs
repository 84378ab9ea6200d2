//! Adds the passages of a report to the index.
//!
//! Input: a [`Report`], and the texts of the report that it is the same as, where there is one. Output: a [`StoredReport`], which
//! later updates compare with. Passages that were cut elsewhere are added by [`record_passages`](super::record_passages).

use super::duplicates::PassageTexts;
use crate::index::{
    IndexError, PassageRecord, PassageSource, ReportRecord, Sketch, StoredReport, Writer,
};
use crate::report::{Report, ReportFacts};

/// Adds the passages of the report at a path, but for those that the report which it is the same as, `original`, has too.
pub(super) fn add_report(
    writer: &Writer,
    source: &PassageSource,
    path: &str,
    report: Report,
    original: Option<&PassageTexts>,
) -> Result<StoredReport, IndexError> {
    let sketch = Sketch::of(&report);
    let mut record = ReportRecord {
        facts: ReportFacts::from(&report.metadata),
        problems: report.problems,
        ..ReportRecord::new(path, source.key())
    };
    for (ordinal, passage) in (0..).zip(report.passages) {
        if original.is_some_and(|original| original.holds(&passage)) {
            continue;
        }
        record.n_passages += 1;
        let passage_record = PassageRecord {
            id: format!("{}:{}", record.report, passage.line),
            role: passage.role,
            facts: record.facts.clone(),
            year: passage.year,
            kind: Some(passage.kind),
            section: passage.section,
            path: record.path.clone(),
            line: passage.line,
            end_line: passage.end_line,
        };
        writer.add(source, ordinal, passage.text, passage_record)?;
    }
    Ok(StoredReport {
        record,
        number: source.number(),
        sketch: Some(sketch),
        compared_with: None,
    })
}
