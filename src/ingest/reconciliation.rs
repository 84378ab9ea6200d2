//! Carries out which reports are the same: of a duplicate only the passages stay in the index that the other report has not.
//!
//! Input: the records of all files, and which of them were just read. Output: the records as they are when that is done; the
//! passages of reports for which it changed are taken out and added again. Files are read again one by one, each once for all that is
//! wanted of it, and no more is held in memory than [`MAX_TEXT_BYTES`]. Which reports are the same is found in
//! [`duplicates`](super::duplicates).

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::duplicates::{self, PassageTexts};
use super::file_reader::FileReader;
use super::report_passages::add_report;
use crate::corpus::{self, SourceFile};
use crate::index::{FileRecord, IndexError, ReportKey, SourceKind, StoredReport};
use crate::report::Report;

/// The texts that duplicates are compared with may take so much memory at a time, and one more report a core. Where they take more,
/// files are read once for every so many bytes.
const MAX_TEXT_BYTES: usize = 32 << 20;

/// Brings what the index holds of duplicates up to the reports as they are now. The passages of a report are taken out and added again
/// where it has become the same as another, or is no longer, or where the other has changed. Gives the number of such reports. `fresh`
/// are the files just read. Reports of files that are away stay as they are.
pub(super) fn reconcile(
    reader: &FileReader<'_>,
    now: &mut [FileRecord],
    fresh: &HashSet<String>,
    files: &[SourceFile],
    is_away: &dyn Fn(&str) -> bool,
) -> Result<usize, IndexError> {
    reconcile_within(MAX_TEXT_BYTES, reader, now, fresh, files, is_away)
}

fn reconcile_within(
    max_text_bytes: usize,
    reader: &FileReader<'_>,
    now: &mut [FileRecord],
    fresh: &HashSet<String>,
    files: &[SourceFile],
    is_away: &dyn Fn(&str) -> bool,
) -> Result<usize, IndexError> {
    let places: Vec<(usize, usize)> = now
        .iter()
        .enumerate()
        .flat_map(|(file, record)| (0..record.reports.len()).map(move |report| (file, report)))
        .collect();
    let reports: Vec<&StoredReport> = places
        .iter()
        .map(|&(file, report)| &now[file].reports[report])
        .collect();
    let same_as = duplicates::find(&reports);
    let mut other_paths: HashMap<usize, Vec<String>> = HashMap::new();
    let mut outdated: Vec<Outdated> = Vec::new();
    for (at, &original) in same_as.iter().enumerate() {
        if let Some(original) = original {
            let paths = other_paths.entry(original).or_default();
            paths.push(reports[at].record.path.clone());
        }
        let is_fresh = fresh.contains(&now[places[at].0].path);
        let original_path = original.map(|original| &reports[original].record.path);
        let original_hash = original.and_then(|original| hash_of(reports[original]));
        let is_up_to_date = match is_fresh {
            _ if is_away(&now[places[at].0].path) => true,
            true => original.is_none(),
            false => {
                reports[at].record.same_as.as_ref() == original_path
                    && reports[at].compared_with == original_hash
            }
        };
        if !is_up_to_date {
            outdated.push((at, original));
        }
    }
    let n_outdated = outdated.len();
    let by_name: HashMap<&str, &SourceFile> = files
        .iter()
        .map(|file| (file.name.as_str(), file))
        .collect();
    let names = places.iter().map(|&(file, _)| now[file].path.as_str());
    let rereading = Rereading {
        reader,
        files: names.map(|name| by_name.get(name).copied()).collect(),
        reports,
    };
    let renewed = rereading.renew_all(outdated, max_text_bytes)?;
    for (at, stored) in renewed {
        let (file, report) = places[at];
        match stored {
            Some(stored) => now[file].reports[report] = stored,
            None => {
                now[file].modified_ns = 0;
                now[file].reports[report].record.n_passages = 0;
            }
        }
    }
    for (at, &(file, report)) in places.iter().enumerate() {
        now[file].reports[report].record.other_paths = other_paths.remove(&at).unwrap_or_default();
    }
    Ok(n_outdated)
}

fn hash_of(report: &StoredReport) -> Option<u64> {
    report.sketch.as_ref().map(|sketch| sketch.whole_hash)
}

/// A report that is to be added again, and the report that it is the same as now.
type Outdated = (usize, Option<usize>);

/// A report and what the index holds of it now; `None` where it could not be read again, and the next update reads its file anew.
type Renewed = (usize, Option<StoredReport>);

/// Reads reports again. A report is a number: its place among all.
struct Rereading<'a> {
    reader: &'a FileReader<'a>,
    /// The file that each report is in; `None` where it is no longer there.
    files: Vec<Option<&'a SourceFile>>,
    reports: Vec<&'a StoredReport>,
}

impl Rereading<'_> {
    /// Adds reports again, each with the one that it is the same as.
    fn renew_all(
        &self,
        mut outdated: Vec<Outdated>,
        max_text_bytes: usize,
    ) -> Result<Vec<Renewed>, IndexError> {
        let mut renewed = Vec::with_capacity(outdated.len());
        while !outdated.is_empty() {
            let originals = outdated
                .iter()
                .filter_map(|(_, original)| *original)
                .collect();
            let texts = self.texts(originals, max_text_bytes)?;
            let is_ready =
                |original: Option<usize>| original.is_none_or(|at| texts.contains_key(&at));
            let (ready, later): (Vec<_>, Vec<_>) = outdated
                .into_iter()
                .partition(|(_, original)| is_ready(*original));
            renewed.extend(self.renew(&ready, &texts)?);
            outdated = later;
        }
        Ok(renewed)
    }

    /// Reads the texts of some of these reports, of one at least; `None` for one that could not be read again.
    fn texts(
        &self,
        originals: BTreeSet<usize>,
        max_bytes: usize,
    ) -> Result<HashMap<usize, Option<PassageTexts>>, IndexError> {
        let n_bytes = AtomicUsize::new(0);
        let is_full = || n_bytes.load(Ordering::Relaxed) >= max_bytes;
        let by_file = self.by_file(originals);
        let texts = by_file.par_iter().with_max_len(1).map(|wanted| {
            let mut texts = Vec::new();
            if is_full() {
                return Ok(texts);
            }
            let missing = self.read(wanted, |at, report| {
                let of_report = PassageTexts::of(&report);
                n_bytes.fetch_add(of_report.n_bytes(), Ordering::Relaxed);
                texts.push((at, Some(of_report)));
                Ok(match is_full() {
                    true => ControlFlow::Break(()),
                    false => ControlFlow::Continue(()),
                })
            })?;
            texts.extend(missing.into_iter().map(|at| (at, None)));
            Ok(texts)
        });
        let texts: Vec<_> = texts.collect::<Result<_, IndexError>>()?;
        Ok(texts.into_iter().flatten().collect())
    }

    /// Takes the passages of reports out and adds them again, but for those that the reports have which they are the same as.
    fn renew(
        &self,
        ready: &[Outdated],
        texts: &HashMap<usize, Option<PassageTexts>>,
    ) -> Result<Vec<Renewed>, IndexError> {
        let originals: HashMap<usize, usize> = ready
            .iter()
            .filter_map(|&(at, original)| Some((at, original?)))
            .collect();
        let by_file = self.by_file(ready.iter().map(|(at, _)| *at).collect());
        let renewed = by_file.par_iter().with_max_len(1).map(|wanted| {
            self.remove(wanted);
            let mut renewed: Vec<Renewed> = Vec::with_capacity(wanted.len());
            let missing = self.read(wanted, |at, report| {
                let original = originals.get(&at);
                let same = original.and_then(|at| Some((*at, texts.get(at)?.as_ref()?)));
                let path = &self.reports[at].record.path;
                let source = self.reader.source_of(path, SourceKind::Report);
                let texts = same.map(|(_, texts)| texts);
                let mut stored = add_report(self.reader.writer, &source, path, report, texts)?;
                if let Some((original, _)) = same {
                    stored.record.same_as = Some(self.reports[original].record.path.clone());
                    stored.compared_with = hash_of(self.reports[original]);
                }
                renewed.push((at, Some(stored)));
                Ok(ControlFlow::Continue(()))
            })?;
            // Of one over which the program failed, some passages may have been added.
            self.remove(&missing);
            renewed.extend(missing.into_iter().map(|at| (at, None)));
            Ok(renewed)
        });
        let renewed: Vec<_> = renewed.collect::<Result<_, IndexError>>()?;
        Ok(renewed.into_iter().flatten().collect())
    }

    /// Takes the passages of reports out.
    fn remove(&self, reports: &[usize]) {
        for &at in reports {
            let path = &self.reports[at].record.path;
            self.reader.writer.remove_report(ReportKey::of(path));
        }
    }

    /// Puts reports together by the files that they are in.
    fn by_file(&self, reports: BTreeSet<usize>) -> Vec<Vec<usize>> {
        let mut by_file: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
        for at in reports {
            let name = self.files[at].map(|file| file.name.as_str());
            by_file.entry(name).or_default().push(at);
        }
        by_file.into_values().collect()
    }

    /// Reads reports of one file again. Gives those that could not be read, unless `each` breaks off.
    fn read(
        &self,
        reports: &[usize],
        mut each: impl FnMut(usize, Report) -> Result<ControlFlow<()>, IndexError>,
    ) -> Result<Vec<usize>, IndexError> {
        let path = |at: usize| self.reports[at].record.path.as_str();
        let mut wanted: BTreeMap<&str, usize> = reports.iter().map(|&at| (path(at), at)).collect();
        let mut missing: BTreeSet<usize> = wanted.values().copied().collect();
        let Some(file) = reports.first().and_then(|&at| self.files[at]) else {
            return Ok(missing.into_iter().collect());
        };
        let read = corpus::guard(|| {
            self.reader.read_again(file, &mut wanted, |at, report| {
                let went_on = each(at, report)?;
                missing.remove(&at);
                Ok(went_on)
            })
        });
        match read {
            Ok(outcome) => match outcome? {
                ControlFlow::Continue(()) => Ok(missing.into_iter().collect()),
                ControlFlow::Break(()) => Ok(Vec::new()),
            },
            // It did not fail when it was first read: the file is another now.
            Err(_) => Ok(missing.into_iter().collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};
    use std::path::Path;

    use super::*;
    use crate::corpus::{Corrections, ReadOptions, walk};
    use crate::index::{Start, Writer};
    use crate::ingest::progress::NoObserver;
    use crate::ingest::report_numbers::ReportNumbers;

    fn text(number: usize) -> String {
        let c =
            |at: usize| char::from_u32(0x4e00 + (7 * at * (number + 3) % 5_000) as u32).unwrap();
        let line = |line: usize| (40 * line..40 * line + 40).map(c).collect::<String>();
        (1..9).map(|number| line(number) + "。\n").collect()
    }

    /// Six reports in an archive, five of them beside it, with a line more each.
    fn write_files(folder: &Path) {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for number in 0..6 {
            let name = format!("{number}.txt");
            let options = zip::write::SimpleFileOptions::default();
            archive.start_file(name, options).unwrap();
            archive.write_all(text(number).as_bytes()).unwrap();
        }
        let archive = archive.finish().unwrap().into_inner();
        std::fs::write(folder.join("a.zip"), archive).unwrap();
        for number in 0..5 {
            let text = text(number) + "只有这一份说了这句话。\n";
            std::fs::write(folder.join(format!("b{number}.txt")), text).unwrap();
        }
    }

    fn reconciled(folder: &Path, max_text_bytes: usize, gone: &[&str]) -> Vec<FileRecord> {
        let index = tempfile::tempdir().unwrap();
        let mut files = walk(&[folder.to_path_buf()]).files;
        let reader = FileReader {
            writer: &Writer::open(index.path(), Start::Fresh).unwrap(),
            numbers: &ReportNumbers::continuing(&[]),
            options: ReadOptions::default(),
            corrections: &Corrections::default(),
        };
        let mut now: Vec<FileRecord> = files
            .iter()
            .map(|file| reader.read(file, &NoObserver).unwrap())
            .collect();
        let fresh = now.iter().map(|file| file.path.clone()).collect();
        files.retain(|file| !gone.iter().any(|name| file.name.ends_with(name)));
        let n_outdated =
            reconcile_within(max_text_bytes, &reader, &mut now, &fresh, &files, &|_| {
                false
            });
        assert_eq!(n_outdated.unwrap(), 5);
        now
    }

    fn n_passages(files: &[FileRecord]) -> Vec<u64> {
        let reports = files.iter().flat_map(|file| &file.reports);
        reports.map(|report| report.record.n_passages).collect()
    }

    #[test]
    fn with_little_memory_all_reports_are_reconciled_too() {
        let folder = tempfile::tempdir().unwrap();
        write_files(folder.path());
        let at_once = reconciled(folder.path(), MAX_TEXT_BYTES, &[]);
        assert_eq!(n_passages(&at_once), [8, 8, 8, 8, 8, 8, 1, 1, 1, 1, 1]);
        assert_eq!(reconciled(folder.path(), 1, &[]), at_once);
        assert_eq!(reconciled(folder.path(), 5_000, &[]), at_once);
    }

    #[test]
    fn what_vanished_meanwhile_is_left_to_the_next_update() {
        let folder = tempfile::tempdir().unwrap();
        write_files(folder.path());
        // A duplicate that is gone holds nothing; one whose original is gone is whole.
        let files = reconciled(folder.path(), 1, &["b1.txt"]);
        assert_eq!(n_passages(&files)[6..], [1, 0, 1, 1, 1]);
        assert_eq!(files[2].modified_ns, 0);
        let files = reconciled(folder.path(), 1, &["a.zip"]);
        assert_eq!(n_passages(&files)[6..], [9, 9, 9, 9, 9]);
        assert!(files[1].reports[0].record.same_as.is_none());
    }
}
