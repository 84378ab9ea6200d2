//! Adds the records of a file of passages that were cut elsewhere: lines of JSON Lines, or rows of a table.
//!
//! Input: [`Records`], and the corrections that users made to the file. Output: a [`StoredReport`] that stands for the whole file, with a
//! problem for each line that is no record. The passages of reports are added by [`report_passages`](super::report_passages).

use super::progress::ReadObserver;
use crate::corpus::{LeftOut, Record, Records, StatedField};
use crate::index::{IndexError, PassageRecord, PassageSource, ReportRecord, StoredReport, Writer};
use crate::report::{Kind, Problem, ReportFacts, Role};

/// The code of the problem of a line that is no record.
const WRONG_RECORD: &str = "wrong_record";

/// Problems of one file that are kept; the rest are counted.
const MAX_PROBLEMS: usize = 10;

/// Adds the records of a file. The inner result says why the file is left out where it has no record.
pub(super) fn add_records(
    writer: &Writer,
    source: &PassageSource,
    mut records: Records,
    corrections: &[StatedField],
    observer: &dyn ReadObserver,
) -> Result<Result<StoredReport, LeftOut>, IndexError> {
    let mut file = ReportRecord::new(records.name(), source.key());
    let mut n_wrong = 0;
    let mut n_bytes_seen = 0;
    records.visit(|record| {
        match record {
            Ok(record) => {
                // The text is nearly all of a line; what is missing is made good at the end.
                n_bytes_seen += record.text.len() as u64;
                if file.n_passages % 1_000 == 999 {
                    observer.bytes_read(std::mem::take(&mut n_bytes_seen));
                }
                let (text, mut record) = passage_of(record, &file.path);
                correct(&mut record, corrections);
                writer.add(source, file.n_passages as u32, text, record)?;
                file.n_passages += 1;
            }
            Err(problem) => {
                n_wrong += 1;
                if n_wrong <= MAX_PROBLEMS {
                    file.problems.push(Problem {
                        line: u32::try_from(problem.line).unwrap_or(u32::MAX),
                        code: WRONG_RECORD.to_string(),
                        message: problem.message,
                    });
                }
            }
        }
        Ok::<(), IndexError>(())
    })?;
    observer.bytes_read(n_bytes_seen);
    if file.n_passages == 0 {
        let reason = match file.problems.first() {
            Some(problem) => format!(
                "{} has no record that can be read; line {}: {}",
                file.path, problem.line, problem.message
            ),
            None => format!("{} is empty", file.path),
        };
        return Ok(Err(LeftOut {
            path: file.path,
            reason,
        }));
    }
    if n_wrong > MAX_PROBLEMS {
        file.problems.push(Problem {
            line: 0,
            code: WRONG_RECORD.to_string(),
            message: format!("{} more lines are no records", n_wrong - MAX_PROBLEMS),
        });
    }
    Ok(Ok(StoredReport {
        record: file,
        number: source.number(),
        sketch: None,
        compared_with: None,
    }))
}

/// Puts the corrections of users in the place of a record's own values.
fn correct(record: &mut PassageRecord, stated: &[StatedField]) {
    // Of several values of one field the first counts.
    for StatedField { field, value, .. } in stated.iter().rev() {
        let value = (value != "-").then(|| value.clone());
        record.facts.set(*field, value);
    }
}

/// Splits a record into the text of a passage and its passage record.
fn passage_of(mut record: Record<'_>, path: &str) -> (String, PassageRecord) {
    let facts = ReportFacts::take_from(&mut record);
    let line = u32::try_from(record.line).unwrap_or(u32::MAX);
    let kind = record.kind.as_deref().and_then(Kind::from_name);
    let role = record.role.as_deref().and_then(Role::from_name);
    let passage_record = PassageRecord {
        id: record.id.into_owned(),
        role: role.unwrap_or(Role::Body),
        facts,
        year: record.year,
        kind,
        section: record
            .section
            .into_iter()
            .map(|heading| heading.into_owned())
            .collect(),
        path: path.to_string(),
        line,
        end_line: line,
    };
    (record.text.into_owned(), passage_record)
}
