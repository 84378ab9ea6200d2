//! Brings an index up to its files: reads those that are new or changed, drops those that are gone, commits.
//!
//! Input: an open [`Writer`] and the paths. Output: one commit, and an [`Update`] that says what was done and what was
//! left out. A file that cannot be read never stops the others. The state it ends in is that of a rebuild. Which files are read is
//! decided in [`update_plan`](super::update_plan), how one is read in [`file_reader`](super::file_reader).

use std::collections::HashSet;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde::Serialize;

use super::file_reader::FileReader;
use super::listing;
use super::progress::{OnProgress, ProgressCounter};
use super::reconciliation::reconcile;
use super::report_numbers::ReportNumbers;
use super::settings::{Settings, SettingsCounts};
use super::update_plan::UpdatePlan;
use crate::corpus::{LeftOut, Listing};
use crate::index::{FileRecord, IndexError, ReportKey, Roots, StoredReport, Writer, is_under};

/// What an update did.
#[derive(Debug, Default, Serialize)]
pub struct Update {
    /// Files read that the index did not hold.
    pub n_new: usize,
    /// Files read again: they, their corrections or the words of the dictionary had changed.
    pub n_changed: usize,
    /// Files that had not, and were not read.
    pub n_unchanged: usize,
    /// Files that left the index.
    pub n_removed: usize,
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
    pub settings: SettingsCounts,
    /// What could not be read, and why.
    pub left_out: Vec<LeftOut>,
    /// The paths that are away as a whole: what the index held of them stays in it.
    pub away: Vec<AwayPath>,
    /// The paths of which no file could be indexed.
    pub empty: Vec<String>,
    /// How long it took.
    #[serde(rename = "elapsed_ms", serialize_with = "as_ms")]
    pub elapsed: Duration,
}

fn as_ms<S: serde::Serializer>(elapsed: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((elapsed.as_secs_f64() * 1e6).round() / 1e3)
}

/// A path of the index that is away as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AwayPath {
    /// The path.
    pub path: String,
    /// How many of its files the index holds.
    pub n_files: usize,
}

impl Update {
    /// Files that the index now holds.
    pub fn n_files(&self) -> usize {
        self.n_new + self.n_changed + self.n_unchanged
    }
}

/// Brings the index to hold the files under `roots`, and no others. What it holds of a path that is away as a whole stays. Where no file can be indexed
/// the index is left as it is, unless files were taken out of `roots`.
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
        files, left_out, ..
    } = listing;
    let mut update = Update {
        left_out,
        settings: settings.counts,
        ..Update::default()
    };
    update.left_out.extend(problems);
    let corrections = settings.corrections;
    update.left_out.extend(corrections.unused(&files));
    let away = away_paths(roots, &writer, &before);
    let is_away = |name: &str| away.iter().any(|away| is_under(name, &away.path));
    update.left_out.retain(|left_out| !is_away(&left_out.path));
    let numbers = ReportNumbers::continuing(&before);
    let is_segmented_alike = writer
        .origin()
        .is_some_and(|last| last.words == origin.words);
    writer.segment_with(settings.words);
    let reader = FileReader {
        writer: &writer,
        numbers: &numbers,
        options: listing::read_options(roots),
        corrections: &corrections,
    };
    let mut plan = UpdatePlan::new(&files, &before, &reader, is_segmented_alike);
    plan.keep(before.iter().filter(|file| is_away(&file.path)));
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
    let counter = ProgressCounter::new(&plan.to_read, on_progress);
    // Every file is a task of its own: a large one must not have others wait behind it.
    let to_read = plan.to_read.par_iter().with_max_len(1);
    let read = to_read.map(|file| {
        let mut record = reader.read(file, &counter)?;
        if plan.shared.contains(record.path.as_str()) {
            // Its passages cannot be told from those of the other file of its name.
            record
                .reports
                .iter_mut()
                .for_each(|report| report.sketch = None);
        }
        counter.file_read();
        Ok(record)
    });
    let read = read.collect::<Result<Vec<FileRecord>, IndexError>>()?;
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
        update.left_out.extend_from_slice(&file.left_out);
    }
    let fresh: HashSet<String> = read.iter().map(|file| file.path.clone()).collect();
    now.extend(read);
    now.sort_by(|a, b| a.path.cmp(&b.path));
    // Which reports are the same depends on the reports alone.
    let n_reconciled = match n_read + update.n_removed {
        0 => 0,
        _ => reconcile(&reader, &mut now, &fresh, &files, &is_away)?,
    };
    let names = roots.names(writer.dir()).into_iter();
    let is_empty = |path: &String| {
        let mut indexed = now.iter().filter(|file| !file.reports.is_empty());
        let mut settings = origin.settings.iter();
        !indexed.any(|file| is_under(&file.path, path))
            && !settings.any(|file| is_under(&file.name, path))
    };
    update.empty = names.filter(is_empty).collect();
    let reports = || now.iter().flat_map(|file| &file.reports);
    update.n_duplicates = reports()
        .filter(|report| report.record.same_as.is_some())
        .count();
    update.n_reports = reports().count() - update.n_duplicates;
    update.n_passages = reports().map(|report| report.record.n_passages).sum();
    let is_as_it_was = n_read + n_reconciled + update.n_removed == 0
        && now.len() == before.len()
        && writer.origin() == Some(&origin);
    if (update.n_files() > 0 || roots.may_be_without_files()) && !is_as_it_was {
        writer.commit(origin, &now, &settings.families)?;
    }
    update.left_out.sort_by(|a, b| a.path.cmp(&b.path));
    update.away = away;
    update.elapsed = began.elapsed();
    Ok(update)
}

/// Gives the paths that are away of which the index holds files.
fn away_paths(roots: &Roots, writer: &Writer, before: &[FileRecord]) -> Vec<AwayPath> {
    let away = listing::away(roots, writer.dir()).into_iter();
    let counted = away.map(|path| AwayPath {
        n_files: before
            .iter()
            .filter(|file| is_under(&file.path, &path) && !file.reports.is_empty())
            .count(),
        path,
    });
    counted.filter(|away| away.n_files > 0).collect()
}

impl Update {
    fn count(&mut self, file: &FileRecord, is_known: bool) {
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
