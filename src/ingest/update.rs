//! Bringing an index up to its files: reads those that are new or changed, drops those that are gone.
//!
//! Input: an open [`Writer`] and the paths. Output: one commit, and an [`Update`] that says what was done and what was
//! left out. A file that cannot be read never stops the others. The state it ends in is that of a rebuild.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;

use super::listing;
use super::reading::{Told, Watch, read_file, with_all_cores};
use super::reconciling::settle;
use super::report_numbers::ReportNumbers;
use super::settings::{Settings, Taken};
use crate::corpus::{LeftOut, Listing, SourceFile};
use crate::index::{FileRecord, IndexError, ReportKey, Roots, StoredReport, Writer};

/// What an update did.
#[derive(Debug, Default, Serialize)]
pub struct Update {
    /// Files read that the index did not hold.
    pub n_new: usize,
    /// Files read that had changed, or what is said of them, or the words that they are cut into.
    pub n_changed: usize,
    /// Files that had not, and were not read.
    pub n_unchanged: usize,
    /// Files that left the index.
    pub n_removed: usize,
    /// Files of other kinds, met in folders and passed over.
    pub n_other: usize,
    /// Bytes read.
    pub n_bytes: u64,
    /// Reports that the index now holds, each once.
    pub n_reports: usize,
    /// Reports that are the same as one of these.
    pub n_duplicates: usize,
    /// Passages that the index now holds.
    pub n_passages: u64,
    /// Reports with problems, among those of the files read.
    pub n_with_problems: usize,
    /// How many words and families of synonyms the users' own files list.
    pub settings: Taken,
    /// What could not be read, and why.
    pub left_out: Vec<LeftOut>,
    /// How long it took.
    #[serde(rename = "elapsed_ms", serialize_with = "as_ms")]
    pub elapsed: Duration,
}

fn as_ms<S: serde::Serializer>(elapsed: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((elapsed.as_secs_f64() * 1e6).round() / 1e3)
}

impl Update {
    /// Files that the index now holds.
    pub fn n_files(&self) -> usize {
        self.n_new + self.n_changed + self.n_unchanged
    }
}

/// How far an update has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Files read so far.
    pub n_files: usize,
    /// Files to be read in all.
    pub n_files_total: usize,
    /// Passages added so far.
    pub n_passages: u64,
    /// Bytes read so far.
    pub n_bytes: u64,
    /// Bytes to be read in all.
    pub n_bytes_total: u64,
}

/// Told how far an update has come, from several threads.
pub type OnProgress<'a> = &'a (dyn Fn(Progress) + Sync);

/// Brings the index to hold the files under `roots`, and no others; where no file can be indexed it is left
/// as it is.
///
/// # Errors
/// [`IndexError`] where the index cannot be written: it stays as it was.
pub fn update(
    writer: Writer,
    roots: &Roots,
    on_progress: OnProgress<'_>,
) -> Result<Update, IndexError> {
    let began = Instant::now();
    let before = writer.files()?;
    let listing = listing::list(roots, writer.dir());
    let (settings, problems) = Settings::read(&listing.settings);
    let origin = listing::origin(roots, &listing, &settings);
    let Listing {
        files,
        left_out,
        n_other,
        ..
    } = listing;
    let mut update = Update {
        n_other,
        left_out,
        settings: settings.taken,
        ..Update::default()
    };
    update.left_out.extend(problems);
    let corrections = settings.corrections;
    update.left_out.extend(corrections.unused(&files));
    let numbers = ReportNumbers::continuing(&before);
    let told = Told {
        numbers: &numbers,
        options: listing::read_options(roots),
        corrections: &corrections,
    };
    let is_cut_alike = writer
        .origin()
        .is_some_and(|last| last.words == origin.words);
    writer.cut_with(settings.words);
    let plan = Plan::new(&files, &before, &told, is_cut_alike);
    for file in before
        .iter()
        .filter(|file| !plan.kept.contains(file.path.as_str()))
    {
        for report in &file.reports {
            writer.remove_report(ReportKey::of(&report.record.path));
        }
        let is_gone = !plan.is_there.contains(file.path.as_str());
        update.n_removed += usize::from(is_gone && !file.reports.is_empty());
    }
    let counter = Counter::new(&plan.to_read, on_progress);
    let read = with_all_cores(&plan.to_read, |file| {
        let mut record = read_file(&writer, file, &told, &counter)?;
        if plan.shared.contains(record.path.as_str()) {
            // Its passages cannot be told from those of the other file of its name.
            record
                .reports
                .iter_mut()
                .for_each(|report| report.sketch = None);
        }
        counter.file();
        Ok(record)
    })?;
    for record in &read {
        update.count(record, plan.known.contains_key(record.path.as_str()));
    }
    let n_read = read.len();
    let mut now: Vec<FileRecord> = before
        .iter()
        .filter(|file| plan.kept.contains(file.path.as_str()))
        .cloned()
        .collect();
    update.n_unchanged = now.iter().filter(|file| !file.reports.is_empty()).count();
    for file in &now {
        update.n_other += file.n_other;
        update.left_out.extend_from_slice(&file.left_out);
    }
    let fresh: HashSet<String> = read.iter().map(|file| file.path.clone()).collect();
    now.extend(read);
    now.sort_by(|a, b| a.path.cmp(&b.path));
    // Which reports are the same depends on the reports alone.
    let n_settled = match n_read + update.n_removed {
        0 => 0,
        _ => settle(&writer, &mut now, &fresh, &files, &told)?,
    };
    let reports = || now.iter().flat_map(|file| &file.reports);
    update.n_duplicates = reports()
        .filter(|report| report.record.same_as.is_some())
        .count();
    update.n_reports = reports().count() - update.n_duplicates;
    update.n_passages = reports().map(|report| report.record.n_passages).sum();
    let is_as_it_was = n_read + n_settled + update.n_removed == 0
        && now.len() == before.len()
        && writer.origin() == Some(&origin);
    if update.n_files() > 0 && !is_as_it_was {
        writer.commit(origin, &now, &settings.families)?;
    }
    update.left_out.sort_by(|a, b| a.path.cmp(&b.path));
    update.elapsed = began.elapsed();
    Ok(update)
}

impl Update {
    fn count(&mut self, file: &FileRecord, is_known: bool) {
        self.n_other += file.n_other;
        self.left_out.extend_from_slice(&file.left_out);
        if file.reports.is_empty() {
            return;
        }
        let counter = match is_known {
            true => &mut self.n_changed,
            false => &mut self.n_new,
        };
        *counter += 1;
        self.n_bytes += file.n_bytes;
        let with_problems = |report: &&StoredReport| !report.record.problems.is_empty();
        self.n_with_problems += file.reports.iter().filter(with_problems).count();
    }
}

/// Which files are read and which stay as they are.
struct Plan<'a> {
    known: HashMap<&'a str, &'a FileRecord>,
    is_there: HashSet<&'a str>,
    /// The names that are those of several files.
    shared: HashSet<&'a str>,
    kept: HashSet<&'a str>,
    to_read: Vec<&'a SourceFile>,
}

impl<'a> Plan<'a> {
    /// Where passages are no longer cut as they were, all are read.
    fn new(
        files: &'a [SourceFile],
        before: &'a [FileRecord],
        told: &Told<'_>,
        is_cut_alike: bool,
    ) -> Plan<'a> {
        let known: HashMap<&str, &FileRecord> = before
            .iter()
            .map(|file| (file.path.as_str(), file))
            .collect();
        let mut shared = names_of_several(before.iter().map(|file| file.path.as_str()));
        shared.extend(names_of_several(
            files.iter().map(|file| file.name.as_str()),
        ));
        let (unchanged, to_read): (Vec<&SourceFile>, Vec<&SourceFile>) =
            files.iter().partition(|file| {
                let name = file.name.as_str();
                is_cut_alike
                    && !shared.contains(name)
                    && known.get(name).is_some_and(|record| {
                        is_unchanged(file, record) && told.fingerprint_of(name) == record.told
                    })
            });
        Plan {
            known,
            is_there: files.iter().map(|file| file.name.as_str()).collect(),
            shared,
            kept: unchanged.iter().map(|file| file.name.as_str()).collect(),
            to_read,
        }
    }
}

/// The names that are those of several files: names that are not UTF-8 may be shown alike. What such a name held
/// before cannot be told, so its files are read again every time.
fn names_of_several<'a>(names: impl Iterator<Item = &'a str>) -> HashSet<&'a str> {
    let mut seen = HashSet::new();
    names.filter(|name| !seen.insert(*name)).collect()
}

fn is_unchanged(file: &SourceFile, record: &FileRecord) -> bool {
    let modified_ns = file.modified_ns();
    file.n_bytes == record.n_bytes && modified_ns == record.modified_ns && modified_ns != 0
}

/// Counts what is read, for who wants to know.
struct Counter<'a> {
    n_files: AtomicUsize,
    n_files_total: usize,
    n_passages: AtomicU64,
    n_bytes: AtomicU64,
    n_bytes_total: u64,
    on_progress: OnProgress<'a>,
}

impl<'a> Counter<'a> {
    fn new(files: &[&SourceFile], on_progress: OnProgress<'a>) -> Counter<'a> {
        Counter {
            n_files: AtomicUsize::new(0),
            n_files_total: files.len(),
            n_passages: AtomicU64::new(0),
            n_bytes: AtomicU64::new(0),
            n_bytes_total: files.iter().map(|file| file.n_bytes).sum(),
            on_progress,
        }
    }

    fn file(&self) {
        self.n_files.fetch_add(1, Ordering::Relaxed);
        self.tell();
    }

    fn tell(&self) {
        (self.on_progress)(Progress {
            n_files: self.n_files.load(Ordering::Relaxed),
            n_files_total: self.n_files_total,
            n_passages: self.n_passages.load(Ordering::Relaxed),
            n_bytes: self.n_bytes.load(Ordering::Relaxed),
            n_bytes_total: self.n_bytes_total,
        });
    }
}

impl Watch for Counter<'_> {
    fn bytes(&self, more: u64) {
        self.n_bytes.fetch_add(more, Ordering::Relaxed);
        self.tell();
    }

    fn passages(&self, more: u64) {
        self.n_passages.fetch_add(more, Ordering::Relaxed);
    }
}
