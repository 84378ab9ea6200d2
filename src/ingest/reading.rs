//! Files → passages in the writer, and records of what was read.
//!
//! Input: files, with the corrections made to them. Output: a [`FileRecord`] for each, in their order. Works with all cores. A file that
//! cannot be read is a record that says why. Refuses to know what the index held before.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::duplicates::Said;
use super::report_numbers::ReportNumbers;
use crate::corpus::{
    self, Corrections, Document, Field, Given, LeftOut, ReadError, ReadOptions, Record, Records,
    Source, SourceFile, SourceText,
};
use crate::index::{
    FileRecord, IndexError, PassageRecord, PassageSource, ReportKey, ReportRecord, Sketch,
    SourceKind, StoredReport, Writer,
};
use crate::report::{self, Found, Kind, Problem, Report, Role};

/// Problems of one file that are kept; the rest are counted.
const MAX_PROBLEMS: usize = 10;

/// Does the work on every item with all cores; what it came to is in the order of the items. The first error ends it.
pub(super) fn with_all_cores<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> Result<R, IndexError> + Sync,
) -> Result<Vec<R>, IndexError> {
    let next = AtomicUsize::new(0);
    let work_some = || -> Result<Vec<(usize, R)>, IndexError> {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else {
                return Ok(done);
            };
            match work(item) {
                Ok(outcome) => done.push((at, outcome)),
                Err(error) => {
                    next.store(items.len(), Ordering::Relaxed);
                    return Err(error);
                }
            }
        }
    };
    let n_threads = std::thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(items.len());
    let mut done = Vec::with_capacity(items.len());
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..n_threads).map(|_| scope.spawn(work_some)).collect();
        for thread in threads {
            match thread.join() {
                Ok(some) => done.extend(some?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok(())
    })?;
    done.sort_by_key(|(at, _)| *at);
    Ok(done.into_iter().map(|(_, outcome)| outcome).collect())
}

/// What is told while a file is read.
pub(super) trait Watch: Sync {
    /// So many more bytes of it were read.
    fn bytes(&self, more: u64);
    /// So many more passages of it were added.
    fn passages(&self, more: u64);
}

/// By what files are read.
pub(super) struct Told<'a> {
    pub(super) numbers: &'a ReportNumbers,
    pub(super) options: ReadOptions,
    pub(super) corrections: &'a Corrections,
}

impl Told<'_> {
    /// The source of the passages of a path.
    fn source_of(&self, path: &str, kind: SourceKind) -> PassageSource {
        let key = ReportKey::of(path);
        PassageSource::new(key, self.numbers.number(key), kind)
    }

    /// A number made of all of it that is of one file.
    pub(super) fn fingerprint_of(&self, file: &str) -> u64 {
        self.corrections.fingerprint_of(file) ^ self.options.fingerprint_of(file)
    }
}

/// Reads a file and adds its passages.
pub(super) fn read_file(
    writer: &Writer,
    file: &SourceFile,
    told: &Told<'_>,
    watch: &dyn Watch,
) -> Result<FileRecord, IndexError> {
    let mut record = FileRecord {
        path: file.name.clone(),
        n_bytes: file.n_bytes,
        modified_ns: file.modified_ns(),
        told: told.fingerprint_of(&file.name),
        n_other: 0,
        left_out: Vec::new(),
        reports: Vec::new(),
    };
    let mut n_more = 0;
    let mut take = |document: Result<Document, LeftOut>, watch: &dyn Watch| {
        let added = match document {
            Ok(Document::Text(text)) => {
                let path = text.name.clone();
                let report = report::read(&told.corrections.applied_to(text));
                Ok(add_report(writer, told, &path, report, None)?)
            }
            Ok(Document::Records(records)) => add_records(writer, records, told, watch)?,
            Err(left_out) => Err(left_out),
        };
        match added {
            Ok(stored) => {
                watch.passages(stored.record.n_passages);
                record.reports.push(stored);
            }
            // What is wrong with the file as a whole is always told.
            Err(left_out) if left_out.path == file.name => record.left_out.insert(0, left_out),
            Err(left_out) if record.left_out.len() < MAX_PROBLEMS => record.left_out.push(left_out),
            Err(_) => n_more += 1,
        }
        Ok::<(), IndexError>(())
    };
    match corpus::read_with(file, &told.options) {
        Ok(Source::Text(text)) => {
            take(Ok(Document::Text(text)), watch)?;
            watch.bytes(file.n_bytes);
        }
        Ok(Source::Records(records)) => take(Ok(Document::Records(records)), watch)?,
        Ok(Source::Documents(mut documents)) => {
            for document in documents.by_ref() {
                // How far an archive is read cannot be told from what its members unpack to.
                take(document, &Unwatched)?;
            }
            record.n_other = documents.n_other();
            watch.passages(n_passages(&record.reports));
            watch.bytes(file.n_bytes);
        }
        Err(error) => {
            watch.bytes(file.n_bytes);
            if may_pass(&error) {
                record.modified_ns = 0;
            }
            record.left_out.push(left_out(file, error.to_string()));
        }
    }
    if n_more > 0 {
        let reason = format!("{n_more} more of {} are left out", file.name);
        record.left_out.push(left_out(file, reason));
    }
    if record.reports.is_empty() && record.left_out.is_empty() {
        let reason = format!("{} holds no file that is read", file.name);
        record.left_out.push(left_out(file, reason));
    }
    Ok(record)
}

/// Nobody is told.
struct Unwatched;

impl Watch for Unwatched {
    fn bytes(&self, _: u64) {}
    fn passages(&self, _: u64) {}
}

fn n_passages(reports: &[StoredReport]) -> u64 {
    reports.iter().map(|report| report.record.n_passages).sum()
}

fn left_out(file: &SourceFile, reason: String) -> LeftOut {
    LeftOut {
        path: file.name.clone(),
        reason,
    }
}

/// Whether a file may be readable the next time though it has not changed.
fn may_pass(error: &ReadError) -> bool {
    matches!(
        error,
        ReadError::Open { .. } | ReadError::Read { .. } | ReadError::Vanished { .. }
    )
}

fn record_of_report(path: &str) -> ReportRecord {
    ReportRecord {
        path: path.to_string(),
        report: ReportKey::of(path).id(),
        n_passages: 0,
        district: None,
        city: None,
        province: None,
        report_year: None,
        report_kind: None,
        title: None,
        issuer: None,
        document_number: None,
        published: None,
        same_as: None,
        other_paths: Vec::new(),
        problems: Vec::new(),
    }
}

/// Adds a report's passages, but for those that were `said` by the report that it is the same as.
pub(super) fn add_report(
    writer: &Writer,
    told: &Told<'_>,
    path: &str,
    report: Report,
    said: Option<&Said>,
) -> Result<StoredReport, IndexError> {
    fn value<T: Clone>(found: &Option<Found<T>>) -> Option<T> {
        found.as_ref().map(|found| found.value.clone())
    }
    let sketch = Sketch::of(&report);
    let source = told.source_of(path, SourceKind::Report);
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
        ..record_of_report(path)
    };
    for (ordinal, passage) in (0..).zip(report.passages) {
        if said.is_some_and(|said| said.holds(&passage)) {
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
        writer.add(&source, ordinal, passage.text, passage_record)?;
    }
    Ok(StoredReport {
        record,
        number: source.number(),
        sketch: Some(sketch),
        compared_with: None,
    })
}

/// Reads the reports of these paths in a file again, one after the other, until `each` breaks off. Those that are found leave
/// `wanted`, where each has a number of its own.
pub(super) fn read_again(
    file: &SourceFile,
    told: &Told<'_>,
    wanted: &mut BTreeMap<&str, usize>,
    mut each: impl FnMut(usize, Report) -> Result<ControlFlow<()>, IndexError>,
) -> Result<ControlFlow<()>, IndexError> {
    let texts: Box<dyn Iterator<Item = SourceText>> = match corpus::read_with(file, &told.options) {
        Ok(Source::Text(text)) => Box::new(std::iter::once(text)),
        Ok(Source::Documents(documents)) => {
            Box::new(documents.filter_map(|document| match document {
                Ok(Document::Text(text)) => Some(text),
                _ => None,
            }))
        }
        Ok(Source::Records(_)) | Err(_) => Box::new(std::iter::empty()),
    };
    for text in texts {
        let Some(number) = wanted.remove(text.name.as_str()) else {
            continue;
        };
        let went_on = each(number, report::read(&told.corrections.applied_to(text)))?;
        if went_on.is_break() || wanted.is_empty() {
            return Ok(went_on);
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// Adds passages that were cut elsewhere; says why not where there are none.
fn add_records(
    writer: &Writer,
    mut records: Records,
    told: &Told<'_>,
    watch: &dyn Watch,
) -> Result<Result<StoredReport, LeftOut>, IndexError> {
    let mut file = record_of_report(records.name());
    let source = told.source_of(&file.path, SourceKind::Records);
    let given: Vec<Given> = told.corrections.of(&file.path).cloned().collect();
    let mut n_wrong = 0;
    let mut n_bytes_seen = 0;
    records.visit(|record| {
        match record {
            Ok(record) => {
                // The text is nearly all of a line; what is missing is made good at the end.
                n_bytes_seen += record.text.len() as u64;
                if file.n_passages % 1_000 == 999 {
                    watch.bytes(std::mem::take(&mut n_bytes_seen));
                }
                let (text, mut record) = record_of(record, &file.path);
                correct(&mut record, &given);
                writer.add(&source, file.n_passages as u32, text, record)?;
                file.n_passages += 1;
            }
            Err(problem) => {
                n_wrong += 1;
                if n_wrong <= MAX_PROBLEMS {
                    file.problems.push(Problem {
                        line: u32::try_from(problem.line).unwrap_or(u32::MAX),
                        code: "wrong_record".to_string(),
                        message: problem.message,
                    });
                }
            }
        }
        Ok::<(), IndexError>(())
    })?;
    watch.bytes(n_bytes_seen);
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
            code: "wrong_record".to_string(),
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

/// Puts what users say in the place of what a record says.
fn correct(record: &mut PassageRecord, given: &[Given]) {
    // Of several values of one field the first counts.
    for Given { field, value, .. } in given.iter().rev() {
        let text = (value != "-").then(|| value.clone());
        match field {
            Field::Title => record.title = text,
            Field::District => record.district = text,
            Field::City => record.city = text,
            Field::Province => record.province = text,
            Field::ReportYear => record.report_year = text.and_then(|year| year.parse().ok()),
            Field::ReportKind => record.report_kind = text,
            Field::Issuer => record.issuer = text,
            Field::DocumentNumber => record.document_number = text,
            Field::Published => record.published = text,
        }
    }
}

/// A record as a passage: its text, and the rest.
fn record_of(record: Record<'_>, path: &str) -> (String, PassageRecord) {
    let own = |value: Option<Cow<'_, str>>| value.map(Cow::into_owned);
    let line = u32::try_from(record.line).unwrap_or(u32::MAX);
    let kind = match record.kind.as_deref() {
        Some("总结") => Some(Kind::总结),
        Some("计划") => Some(Kind::计划),
        Some("问题") => Some(Kind::问题),
        Some("其他") => Some(Kind::其他),
        _ => None,
    };
    let role = match record.role.as_deref() {
        Some("heading") => Role::Heading,
        Some("title") => Role::Title,
        Some("boilerplate") => Role::Boilerplate,
        _ => Role::Body,
    };
    let passage = PassageRecord {
        id: record.id.into_owned(),
        role,
        district: own(record.district),
        city: own(record.city),
        province: own(record.province),
        year: record.year,
        report_year: record.report_year,
        kind,
        report_kind: own(record.report_kind),
        section: record
            .section
            .into_iter()
            .map(|heading| heading.into_owned())
            .collect(),
        title: own(record.title),
        issuer: own(record.issuer),
        document_number: own(record.document_number),
        published: own(record.published),
        path: path.to_string(),
        line,
        end_line: line,
    };
    (record.text.into_owned(), passage)
}
