//! A passage where it stands: found by its id, with its neighbours.

use tantivy::DocAddress;
use tantivy::columnar::Column;

use crate::corpus::hash;
use crate::index::{IndexError, PassageRecord, Segment, Snapshot, first_order_of_report};

/// A passage, and its text.
#[derive(Debug, Clone, serde::Serialize)]
pub struct PlacedPassage {
    /// How many passages after the one asked for; less than 0 before it.
    pub offset: i64,
    /// Its text, whole.
    pub text: String,
    /// All else that is known of it.
    #[serde(flatten)]
    pub record: PassageRecord,
    /// Where the same report lies besides.
    pub other_paths: Vec<String>,
}

/// The passage of an id with up to `n_around` neighbours on either side, in the order of their report; empty
/// where there is no such passage.
///
/// # Errors
/// [`IndexError::Damaged`] where the index cannot be read.
pub fn context(
    snapshot: &Snapshot,
    id: &str,
    n_around: u32,
) -> Result<Vec<PlacedPassage>, IndexError> {
    let failed = |error| snapshot.failed(error);
    let Some((report, order)) = find(snapshot, id)? else {
        return Ok(Vec::new());
    };
    let first = order
        .saturating_sub(n_around.into())
        .max(first_order_of_report(order));
    let last = order.saturating_add(n_around.into());
    let mut passages = Vec::new();
    for (segment_ord, segment) in (0..).zip(snapshot.segments()) {
        let orders = segment.reader.fast_fields().u64("order").map_err(failed)?;
        let reports = numbers_of_reports(snapshot, segment)?;
        for document in segment.reader.doc_ids_alive() {
            let here = orders.first(document).unwrap_or(0);
            // Two reports may share an order.
            if !(first..=last).contains(&here) || reports.first(document) != Some(report) {
                continue;
            }
            let at = DocAddress::new(segment_ord, document);
            let record = snapshot.record(at)?;
            let other_paths = snapshot.other_paths(&record.path)?.to_vec();
            passages.push(PlacedPassage {
                offset: here as i64 - order as i64,
                text: snapshot.text(at),
                record,
                other_paths,
            });
        }
    }
    passages.sort_by_key(|passage| passage.offset);
    Ok(passages)
}

/// The number of the report and the order of the passage of an id.
fn find(snapshot: &Snapshot, id: &str) -> Result<Option<(u64, u64)>, IndexError> {
    let failed = |error| snapshot.failed(error);
    let wanted = hash(id);
    for (segment_ord, segment) in (0..).zip(snapshot.segments()) {
        let hashes = segment
            .reader
            .fast_fields()
            .u64("id_hash")
            .map_err(failed)?;
        let orders = segment.reader.fast_fields().u64("order").map_err(failed)?;
        for document in segment.reader.doc_ids_alive() {
            if hashes.first(document) == Some(wanted) {
                let record = snapshot.record(DocAddress::new(segment_ord, document))?;
                if record.id == id {
                    let report = numbers_of_reports(snapshot, segment)?.first(document);
                    let order = orders.first(document);
                    return Ok(report.zip(order));
                }
            }
        }
    }
    Ok(None)
}

/// The column of the numbers of reports.
fn numbers_of_reports(snapshot: &Snapshot, segment: &Segment) -> Result<Column<u64>, IndexError> {
    let numbers = segment.reader.fast_fields().u64("report_number");
    numbers.map_err(|error| snapshot.failed(error))
}
