//! Bringing an index up to its files: reads those that are new or changed, drops those that are gone.
//!
//! Input: an open [`Writer`] and the paths. Output: one commit, and an [`Update`] that says what was done and what was
//! left out. A file that cannot be read never stops the others.

use std::collections::{HashMap, HashSet};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant, UNIX_EPOCH};

use super::documents::add_documents;
use super::error::IndexError;
use super::manifest::SourceRecord;
use super::passage::{PassageRecord, hash, record_of};
use super::writer::Writer;
use crate::corpus::{self, LeftOut, Listing, Records, Source, SourceFile};
use crate::report::{self, Found, Problem, Report};

/// What an update did.
#[derive(Debug, Default)]
pub struct Update {
    /// Files read that the index did not hold.
    pub n_new: usize,
    /// Files read that had changed.
    pub n_changed: usize,
    /// Files that had not, and were not read.
    pub n_unchanged: usize,
    /// Files whose passages left the index.
    pub n_removed: usize,
    /// Files of other kinds, met in folders and passed over.
    pub n_other: usize,
    /// Bytes read.
    pub n_bytes: u64,
    /// Passages of all files that the index now holds.
    pub n_passages: u64,
    /// Reports with problems, among the files read.
    pub n_with_problems: usize,
    /// What could not be read, and why.
    pub left_out: Vec<LeftOut>,
    /// How long it took.
    pub elapsed: Duration,
}

impl Update {
    /// Files that the index now holds.
    pub fn n_files(&self) -> usize {
        self.n_new + self.n_changed + self.n_unchanged
    }
}

/// How far an update has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read so far.
    pub n_bytes: u64,
    /// Bytes to be read in all.
    pub n_bytes_total: u64,
}

/// Problems of one stream of records that are kept; the rest are counted.
pub(super) const MAX_RECORD_PROBLEMS: usize = 10;

/// Brings the index to hold the files under `roots`, and no others; where no file can be indexed it is left
/// as it is.
///
/// # Errors
/// [`IndexError`] where the index cannot be written: it stays as it was.
pub fn update(
    writer: Writer,
    roots: &[PathBuf],
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Update, IndexError> {
    let began = Instant::now();
    let before = writer.sources()?;
    let Listing {
        files,
        left_out,
        n_other,
    } = corpus::walk(roots);
    let mut update = Update {
        n_other,
        left_out,
        ..Update::default()
    };
    let known: HashMap<&str, &SourceRecord> = before
        .iter()
        .map(|source| (source.file_name(), source))
        .collect();
    let paths_of_several = names_of_several(before.iter().map(|source| source.path.as_str()));
    let shared_before: HashSet<&str> = before
        .iter()
        .filter(|source| paths_of_several.contains(source.path.as_str()))
        .map(SourceRecord::file_name)
        .collect();
    let shared_now = names_of_several(files.iter().map(|file| file.name.as_str()));
    let is_shared = |name: &str| shared_before.contains(name) || shared_now.contains(name);
    let (unchanged, to_read): (Vec<&SourceFile>, Vec<&SourceFile>) =
        files.iter().partition(|file| {
            let name = file.name.as_str();
            !is_shared(name)
                && known
                    .get(name)
                    .is_some_and(|source| is_unchanged(file, source))
        });
    let names = |files: &[&SourceFile]| -> HashSet<String> {
        files.iter().map(|file| file.name.clone()).collect()
    };
    let (kept, read_again) = (names(&unchanged), names(&to_read));
    let is_kept = |source: &&SourceRecord| kept.contains(source.file_name());
    let mut removed = HashSet::new();
    for source in before.iter().filter(|source| !is_kept(source)) {
        writer.remove_report(&source.report);
        let is_gone = !read_again.contains(source.file_name());
        update.n_removed += usize::from(is_gone && removed.insert(source.file_name()));
    }
    let read = read_all(&writer, &to_read, progress)?;
    let mut sources: Vec<SourceRecord> = before.iter().filter(is_kept).cloned().collect();
    update.n_unchanged = unchanged.len();
    for (file, outcome) in to_read.iter().zip(read) {
        match outcome {
            Ok(read) => {
                let counter = match known.contains_key(file.name.as_str()) {
                    true => &mut update.n_changed,
                    false => &mut update.n_new,
                };
                *counter += 1;
                update.n_bytes += file.n_bytes;
                update.n_other += read.n_other;
                let has_problems = |source: &&SourceRecord| !source.problems.is_empty();
                update.n_with_problems += read.sources.iter().filter(has_problems).count();
                update.left_out.extend(read.left_out);
                sources.extend(read.sources);
            }
            Err(left_out) => update.left_out.push(left_out),
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    update.n_passages = sources.iter().map(|source| source.n_passages).sum();
    let root_names: Vec<String> = roots
        .iter()
        .map(|root| root.to_string_lossy().into_owned())
        .collect();
    let is_as_it_was = update.n_new + update.n_changed + update.n_removed == 0
        && sources.len() == before.len()
        && writer.roots() == root_names;
    if !sources.is_empty() && !is_as_it_was {
        writer.commit(root_names, &sources)?;
    }
    update.elapsed = began.elapsed();
    Ok(update)
}

/// The names that are those of several files: names that are not UTF-8 may be shown alike. What such a name held
/// before cannot be told, so its files are read again every time.
fn names_of_several<'a>(names: impl Iterator<Item = &'a str>) -> HashSet<&'a str> {
    let mut seen = HashSet::new();
    names.filter(|name| !seen.insert(*name)).collect()
}

fn is_unchanged(file: &SourceFile, source: &SourceRecord) -> bool {
    let modified_ns = modified_ns(file);
    file.n_bytes == source.n_bytes && modified_ns == source.modified_ns && modified_ns != 0
}

fn modified_ns(file: &SourceFile) -> u64 {
    let since_1970 = file
        .modified
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since_1970
        .and_then(|since| u64::try_from(since.as_nanos()).ok())
        .unwrap_or(0)
}

/// What a file holds, read.
#[derive(Debug, Default)]
pub(super) struct ReadFile {
    /// Its documents.
    pub(super) sources: Vec<SourceRecord>,
    /// Documents of it that could not be read.
    pub(super) left_out: Vec<LeftOut>,
    /// Members of it that were passed over.
    pub(super) n_other: usize,
}

impl ReadFile {
    fn of(source: SourceRecord) -> ReadFile {
        ReadFile {
            sources: vec![source],
            ..ReadFile::default()
        }
    }
}

/// What reading a file came to.
pub(super) type Outcome = Result<ReadFile, LeftOut>;

/// Reads files by all cores, and adds their passages; the outcomes are in the order of the files.
fn read_all(
    writer: &Writer,
    files: &[&SourceFile],
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Vec<Outcome>, IndexError> {
    let n_bytes_total = files.iter().map(|file| file.n_bytes).sum();
    let n_bytes_read = AtomicU64::new(0);
    let advance = |more: u64| {
        let n_bytes = n_bytes_read.fetch_add(more, Ordering::Relaxed) + more;
        progress(Progress {
            n_bytes,
            n_bytes_total,
        });
    };
    let next = AtomicUsize::new(0);
    let read_some = || -> Result<Vec<(usize, Outcome)>, IndexError> {
        let mut outcomes = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = files.get(at) else {
                return Ok(outcomes);
            };
            match read_file(writer, file, &advance) {
                Ok(outcome) => outcomes.push((at, outcome)),
                Err(error) => {
                    next.store(files.len(), Ordering::Relaxed);
                    return Err(error);
                }
            }
        }
    };
    let n_threads = std::thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(files.len());
    let mut outcomes = Vec::with_capacity(files.len());
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..n_threads).map(|_| scope.spawn(read_some)).collect();
        for thread in threads {
            match thread.join() {
                Ok(some) => outcomes.extend(some?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok(())
    })?;
    outcomes.sort_by_key(|(at, _)| *at);
    Ok(outcomes.into_iter().map(|(_, outcome)| outcome).collect())
}

fn read_file(
    writer: &Writer,
    file: &SourceFile,
    advance: &(dyn Fn(u64) + Sync),
) -> Result<Outcome, IndexError> {
    match corpus::read(file) {
        Ok(Source::Text(text)) => {
            let report = report::read(&text);
            let source = add_report(writer, source_of(file, &file.name), report)?;
            advance(file.n_bytes);
            Ok(Ok(ReadFile::of(source)))
        }
        Ok(Source::Records(records)) => {
            let source = source_of(file, &file.name);
            let added = add_records(writer, source, records, advance)?;
            Ok(added.map(ReadFile::of))
        }
        Ok(Source::Documents(documents)) => add_documents(writer, file, documents, advance),
        Err(error) => {
            advance(file.n_bytes);
            Ok(Err(LeftOut {
                path: file.name.clone(),
                reason: error.to_string(),
            }))
        }
    }
}

/// The id of the report in a file: twelve hexadecimal digits made of its name.
pub(crate) fn report_id(name: &str) -> String {
    format!("{:012x}", hash(name) >> 16)
}

/// The record of the document `name` of a file, before it is read.
pub(super) fn source_of(file: &SourceFile, name: &str) -> SourceRecord {
    SourceRecord {
        path: name.to_owned(),
        file: (name != file.name).then(|| file.name.clone()),
        report: report_id(name),
        n_bytes: file.n_bytes,
        modified_ns: modified_ns(file),
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
        problems: Vec::new(),
    }
}

fn value<T: Clone>(found: &Option<Found<T>>) -> Option<T> {
    found.as_ref().map(|found| found.value.clone())
}

/// Adds the passages of a report.
pub(super) fn add_report(
    writer: &Writer,
    source: SourceRecord,
    report: Report,
) -> Result<SourceRecord, IndexError> {
    let metadata = &report.metadata;
    let source = SourceRecord {
        n_passages: report.passages.len() as u64,
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
        ..source
    };
    for (ordinal, passage) in (0..).zip(report.passages) {
        let record = PassageRecord {
            id: format!("{}:{}", source.report, passage.line),
            role: passage.role,
            district: source.district.clone(),
            city: source.city.clone(),
            province: source.province.clone(),
            year: passage.year,
            report_year: source.report_year,
            kind: Some(passage.kind),
            report_kind: source.report_kind.clone(),
            section: passage.section,
            title: source.title.clone(),
            issuer: source.issuer.clone(),
            document_number: source.document_number.clone(),
            published: source.published.clone(),
            path: source.path.clone(),
            line: passage.line,
            end_line: passage.end_line,
        };
        writer.add(&source.report, ordinal, passage.text, record)?;
    }
    Ok(source)
}

/// Adds passages that were cut elsewhere; left out is a document that has none.
pub(super) fn add_records(
    writer: &Writer,
    mut source: SourceRecord,
    mut records: Records,
    advance: &(dyn Fn(u64) + Sync),
) -> Result<Result<SourceRecord, LeftOut>, IndexError> {
    let mut n_wrong = 0;
    let mut n_bytes_seen = 0;
    records.visit(|record| {
        match record {
            Ok(record) => {
                // The text is nearly all of a line; what is missing is made good at the end.
                n_bytes_seen += record.text.len() as u64;
                if source.n_passages % 1_000 == 999 {
                    advance(std::mem::take(&mut n_bytes_seen).min(source.n_bytes));
                }
                let (text, record) = record_of(record, &source.path);
                writer.add(&source.report, source.n_passages as u32, text, record)?;
                source.n_passages += 1;
            }
            Err(problem) => {
                n_wrong += 1;
                if n_wrong <= MAX_RECORD_PROBLEMS {
                    source.problems.push(Problem {
                        line: u32::try_from(problem.line).unwrap_or(u32::MAX),
                        code: "wrong_record".to_string(),
                        message: problem.message,
                    });
                }
            }
        }
        Ok::<(), IndexError>(())
    })?;
    advance(n_bytes_seen);
    if source.n_passages == 0 {
        let reason = match source.problems.first() {
            Some(problem) => format!(
                "{} has no record that can be read; line {}: {}",
                source.path, problem.line, problem.message
            ),
            None => format!("{} is empty", source.path),
        };
        return Ok(Err(LeftOut {
            path: source.path,
            reason,
        }));
    }
    if n_wrong > MAX_RECORD_PROBLEMS {
        source.problems.push(Problem {
            line: 0,
            code: "wrong_record".to_string(),
            message: format!(
                "{} more lines are no records",
                n_wrong - MAX_RECORD_PROBLEMS
            ),
        });
    }
    Ok(Ok(source))
}
