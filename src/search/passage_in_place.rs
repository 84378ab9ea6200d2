//! Finds a passage by its id or by its place in a file, and gives it with its neighbours in the report.

use crate::corpus::hash;
use crate::index::{
    IndexError, NumberColumn, PassageAddress, PassageRecord, ReportKey, Snapshot,
    first_order_of_report,
};

/// The passage that was asked for, or a neighbour, with its text.
#[derive(Debug, Clone, serde::Serialize)]
pub struct PassageInPlace {
    /// How many passages it comes after the one that was asked for; below 0 where it comes before.
    pub offset: i64,
    /// Its whole text.
    pub text: String,
    /// Everything else that is known about it.
    #[serde(flatten)]
    pub record: PassageRecord,
    /// Other places where the same report lies.
    pub other_paths: Vec<String>,
}

/// Gives a passage with up to `n_around` neighbours on either side, in the order of their report; nothing where there is no such passage. `wanted` is its
/// id, or the path of its report with one of its lines, as in `corpus/青禾区/2022年工作总结.txt:12`.
///
/// # Errors
/// [`IndexError::Damaged`] where the index cannot be read.
pub fn passages_around(
    snapshot: &Snapshot,
    wanted: &str,
    n_around: u32,
) -> Result<Vec<PassageInPlace>, IndexError> {
    let found = match find(snapshot, wanted)? {
        None => find_line(snapshot, wanted)?,
        found => found,
    };
    let Some((report, order)) = found else {
        return Ok(Vec::new());
    };
    let first = order
        .saturating_sub(n_around.into())
        .max(first_order_of_report(order));
    let last = order.saturating_add(n_around.into());
    let mut passages = Vec::new();
    for (number, segment) in (0..).zip(snapshot.segments()) {
        let orders = segment.numbers(NumberColumn::Order)?;
        let reports = segment.numbers(NumberColumn::Report)?;
        for document in segment.live_documents() {
            let here = orders.number(document);
            // Two reports may share an order.
            if !(first..=last).contains(&here) || reports.number(document) != report {
                continue;
            }
            let at = PassageAddress::new(number, document);
            let record = snapshot.record(at)?;
            passages.push(PassageInPlace {
                offset: here as i64 - order as i64,
                text: snapshot.text(at),
                other_paths: snapshot.other_paths(&record.path)?.to_vec(),
                record,
            });
        }
    }
    passages.sort_by_key(|passage| passage.offset);
    Ok(passages)
}

/// Finds the passage of an id, and gives the number of its report and its order.
fn find(snapshot: &Snapshot, id: &str) -> Result<Option<(u64, u64)>, IndexError> {
    let wanted = hash(id);
    for (number, segment) in (0..).zip(snapshot.segments()) {
        let hashes = segment.numbers(NumberColumn::IdHash)?;
        for document in segment.live_documents() {
            if hashes.number(document) == wanted {
                let record = snapshot.record(PassageAddress::new(number, document))?;
                if record.id == id {
                    let report = segment.numbers(NumberColumn::Report)?.number(document);
                    let order = segment.numbers(NumberColumn::Order)?.number(document);
                    return Ok(Some((report, order)));
                }
            }
        }
    }
    Ok(None)
}

/// Finds the passage that holds a line of a file, or of a blank line the one before, and gives the number of its report and its order.
fn find_line(snapshot: &Snapshot, wanted: &str) -> Result<Option<(u64, u64)>, IndexError> {
    let Some((path, line)) = wanted.rsplit_once(':') else {
        return Ok(None);
    };
    let Ok(line) = line.parse::<u32>() else {
        return Ok(None);
    };
    // The same report may lie elsewhere too, and is indexed by one of its paths.
    let (reports, _) = snapshot.reports()?;
    let is_there = |other: &String| other == path;
    let same = reports
        .iter()
        .find(|report| report.other_paths.iter().any(is_there));
    let path = same.map_or(path, |report| report.path.as_str());
    let first_order = ReportKey::of(path).first_order();
    let mut nearest: Option<(u32, u64, u64)> = None;
    for (number, segment) in (0..).zip(snapshot.segments()) {
        let orders = segment.numbers(NumberColumn::Order)?;
        for document in segment.live_documents() {
            let order = orders.number(document);
            if first_order_of_report(order) != first_order {
                continue;
            }
            let record = snapshot.record(PassageAddress::new(number, document))?;
            if record.path == path && record.line <= line {
                let report = segment.numbers(NumberColumn::Report)?.number(document);
                nearest = nearest.max(Some((record.line, order, report)));
            }
        }
    }
    Ok(nearest.map(|(_, order, report)| (report, order)))
}
