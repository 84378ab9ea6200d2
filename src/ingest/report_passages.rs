//! Adds the passages of a report to the index.
//!
//! Input: a [`Report`], and the texts of the report that it is the same as, where there is one. Output: a [`StoredReport`], which
//! later updates compare with. Passages that were cut elsewhere are added by [`record_passages`](super::record_passages).

use super::duplicates::PassageTexts;
use crate::index::{
    IndexError, PassageRecord, PassageSource, ReportRecord, Sketch, StoredReport, Writer,
};
use crate::report::{Found, Report};

/// Adds the passages of the report at a path, but for those that the report which it is the same as, `original`, has too.
pub(super) fn add_report(
    writer: &Writer,
    source: &PassageSource,
    path: &str,
    report: Report,
    original: Option<&PassageTexts>,
) -> Result<StoredReport, IndexError> {
    fn value<T: Clone>(found: &Option<Found<T>>) -> Option<T> {
        found.as_ref().map(|found| found.value.clone())
    }
    let sketch = Sketch::of(&report);
    let metadata = &report.metadata;
    let mut record = ReportRecord {
        district: value(&metadata.district),
        city: value(&metadata.city),
        province: value(&metadata.province),
        report_year: value(&metadata.report_year),
        report_kind: value(&metadata.report_kind),
        title: value(&metadata.title),
        issuer: value(&metadata.issuer),
        document_number: value(&metadata.document_number),
        published: value(&metadata.published),
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
            district: record.district.clone(),
            city: record.city.clone(),
            province: record.province.clone(),
            year: passage.year,
            report_year: record.report_year,
            kind: Some(passage.kind),
            report_kind: record.report_kind.clone(),
            section: passage.section,
            title: record.title.clone(),
            issuer: record.issuer.clone(),
            document_number: record.document_number.clone(),
            published: record.published.clone(),
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
