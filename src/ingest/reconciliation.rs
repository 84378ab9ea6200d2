//! Settling which reports are the same: what only a duplicate says stays in the index, the rest of it goes.
//!
//! Input: the records of all files, and which of them were just read. Output: the records as they are when that is done; the
//! passages of what changed are taken out and added again. Files are read again one by one, each once for all that is wanted of it,
//! and no more is held in memory than [`MAX_SAID_BYTES`]. Refuses to know how reports are compared.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::duplicates::{self, Said};
use super::reading::{Told, add_report, read_again, with_all_cores};
use crate::corpus::SourceFile;
use crate::index::{FileRecord, IndexError, ReportKey, StoredReport, Writer};
use crate::report::Report;

/// What duplicates are compared with may take so much memory at a time, and one more report a core. Where it takes more,
/// files are read once for every so many bytes.
const MAX_SAID_BYTES: usize = 32 << 20;

/// Settles which reports are the same: of one that has become the same as another, or is no longer, or whose other has
/// changed, the passages are taken out and added again. Gives their number. `fresh` are the files just read.
pub(super) fn settle(
    writer: &Writer,
    now: &mut [FileRecord],
    fresh: &HashSet<String>,
    files: &[SourceFile],
    told: &Told<'_>,
) -> Result<usize, IndexError> {
    settle_within(MAX_SAID_BYTES, writer, now, fresh, files, told)
}

fn settle_within(
    max_said_bytes: usize,
    writer: &Writer,
    now: &mut [FileRecord],
    fresh: &HashSet<String>,
    files: &[SourceFile],
    told: &Told<'_>,
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
    let mut to_settle: Vec<(usize, Option<usize>)> = Vec::new();
    for (at, &original) in same_as.iter().enumerate() {
        if let Some(original) = original {
            let paths = other_paths.entry(original).or_default();
            paths.push(reports[at].record.path.clone());
        }
        let is_fresh = fresh.contains(&now[places[at].0].path);
        let wanted = original.map(|original| &reports[original].record.path);
        let whole_hash = original.and_then(|original| hash_of(reports[original]));
        let is_settled = match is_fresh {
            true => wanted.is_none(),
            false => {
                reports[at].record.same_as.as_ref() == wanted
                    && reports[at].compared_with == whole_hash
            }
        };
        if !is_settled {
            to_settle.push((at, original));
        }
    }
    let n_settled = to_settle.len();
    let by_name: HashMap<&str, &SourceFile> = files
        .iter()
        .map(|file| (file.name.as_str(), file))
        .collect();
    let of_places = places.iter().map(|&(file, _)| now[file].path.as_str());
    let again = Again {
        writer,
        told,
        files: of_places.map(|name| by_name.get(name).copied()).collect(),
        reports,
    };
    let settled = again.settle(to_settle, max_said_bytes)?;
    for (at, stored) in settled {
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
    Ok(n_settled)
}

fn hash_of(report: &StoredReport) -> Option<u64> {
    report.sketch.as_ref().map(|sketch| sketch.whole_hash)
}

/// What a report has become; `None` where it vanished meanwhile, and the next update reads its file anew.
type Settled = (usize, Option<StoredReport>);

/// Reads reports again. A report is a number: its place among all.
struct Again<'a> {
    writer: &'a Writer,
    told: &'a Told<'a>,
    /// The file that each report is in; `None` where it is no longer there.
    files: Vec<Option<&'a SourceFile>>,
    reports: Vec<&'a StoredReport>,
}

impl Again<'_> {
    /// Adds reports again, each with the one that it is the same as.
    fn settle(
        &self,
        mut open: Vec<(usize, Option<usize>)>,
        max_said_bytes: usize,
    ) -> Result<Vec<Settled>, IndexError> {
        let mut settled = Vec::with_capacity(open.len());
        while !open.is_empty() {
            let originals = open.iter().filter_map(|(_, original)| *original).collect();
            let said = self.said(originals, max_said_bytes)?;
            let is_ready =
                |original: Option<usize>| original.is_none_or(|at| said.contains_key(&at));
            let (ready, later): (Vec<_>, Vec<_>) = open
                .into_iter()
                .partition(|(_, original)| is_ready(*original));
            settled.extend(self.add(&ready, &said)?);
            open = later;
        }
        Ok(settled)
    }

    /// What some of these reports say, one at least; `None` of one that vanished.
    fn said(
        &self,
        originals: BTreeSet<usize>,
        max_bytes: usize,
    ) -> Result<HashMap<usize, Option<Said>>, IndexError> {
        let n_bytes = AtomicUsize::new(0);
        let is_full = || n_bytes.load(Ordering::Relaxed) >= max_bytes;
        let said = with_all_cores(&self.by_file(originals), |wanted| {
            let mut said = Vec::new();
            if is_full() {
                return Ok(said);
            }
            let missing = self.read(wanted, |at, report| {
                let of_report = Said::of(&report);
                n_bytes.fetch_add(of_report.n_bytes(), Ordering::Relaxed);
                said.push((at, Some(of_report)));
                Ok(match is_full() {
                    true => ControlFlow::Break(()),
                    false => ControlFlow::Continue(()),
                })
            })?;
            said.extend(missing.into_iter().map(|at| (at, None)));
            Ok(said)
        })?;
        Ok(said.into_iter().flatten().collect())
    }

    /// Takes the passages of reports out and adds them again, but for those that were said by the reports that they are the same as.
    fn add(
        &self,
        ready: &[(usize, Option<usize>)],
        said: &HashMap<usize, Option<Said>>,
    ) -> Result<Vec<Settled>, IndexError> {
        let originals: HashMap<usize, usize> = ready
            .iter()
            .filter_map(|&(at, original)| Some((at, original?)))
            .collect();
        let ready = ready.iter().map(|(at, _)| *at).collect();
        let settled = with_all_cores(&self.by_file(ready), |wanted| {
            for &at in wanted {
                let path = &self.reports[at].record.path;
                self.writer.remove_report(ReportKey::of(path));
            }
            let mut settled: Vec<Settled> = Vec::with_capacity(wanted.len());
            let missing = self.read(wanted, |at, report| {
                let original = originals.get(&at);
                let same = original.and_then(|at| Some((*at, said.get(at)?.as_ref()?)));
                let path = &self.reports[at].record.path;
                let said = same.map(|(_, said)| said);
                let mut stored = add_report(self.writer, self.told, path, report, said)?;
                if let Some((original, _)) = same {
                    stored.record.same_as = Some(self.reports[original].record.path.clone());
                    stored.compared_with = hash_of(self.reports[original]);
                }
                settled.push((at, Some(stored)));
                Ok(ControlFlow::Continue(()))
            })?;
            settled.extend(missing.into_iter().map(|at| (at, None)));
            Ok(settled)
        })?;
        Ok(settled.into_iter().flatten().collect())
    }

    /// Reports by the files that they are in.
    fn by_file(&self, reports: BTreeSet<usize>) -> Vec<Vec<usize>> {
        let mut by_file: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
        for at in reports {
            let name = self.files[at].map(|file| file.name.as_str());
            by_file.entry(name).or_default().push(at);
        }
        by_file.into_values().collect()
    }

    /// Reads reports of one file again. Gives those that are no longer there, unless `each` breaks off.
    fn read(
        &self,
        reports: &[usize],
        each: impl FnMut(usize, Report) -> Result<ControlFlow<()>, IndexError>,
    ) -> Result<Vec<usize>, IndexError> {
        let path = |at: usize| self.reports[at].record.path.as_str();
        let mut missing: BTreeMap<&str, usize> = reports.iter().map(|&at| (path(at), at)).collect();
        let Some(file) = reports.first().and_then(|&at| self.files[at]) else {
            return Ok(missing.into_values().collect());
        };
        match read_again(file, self.told, &mut missing, each)? {
            ControlFlow::Continue(()) => Ok(missing.into_values().collect()),
            ControlFlow::Break(()) => Ok(Vec::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};
    use std::path::Path;

    use super::super::reading::{Watch, read_file};
    use super::super::report_numbers::ReportNumbers;
    use super::*;
    use crate::corpus::{Corrections, ReadOptions, walk};
    use crate::index::Start;

    struct Nobody;

    impl Watch for Nobody {
        fn bytes(&self, _: u64) {}
        fn passages(&self, _: u64) {}
    }

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

    fn settled(folder: &Path, max_said_bytes: usize, gone: &[&str]) -> Vec<FileRecord> {
        let index = tempfile::tempdir().unwrap();
        let writer = Writer::open(index.path(), Start::Fresh).unwrap();
        let mut files = walk(&[folder.to_path_buf()]).files;
        let corrections = Corrections::default();
        let numbers = ReportNumbers::continuing(&[]);
        let told = Told {
            numbers: &numbers,
            options: ReadOptions::default(),
            corrections: &corrections,
        };
        let mut now: Vec<FileRecord> = files
            .iter()
            .map(|file| read_file(&writer, file, &told, &Nobody).unwrap())
            .collect();
        let fresh = now.iter().map(|file| file.path.clone()).collect();
        files.retain(|file| !gone.iter().any(|name| file.name.ends_with(name)));
        let n_settled = settle_within(max_said_bytes, &writer, &mut now, &fresh, &files, &told);
        assert_eq!(n_settled.unwrap(), 5);
        now
    }

    fn n_passages(files: &[FileRecord]) -> Vec<u64> {
        let reports = files.iter().flat_map(|file| &file.reports);
        reports.map(|report| report.record.n_passages).collect()
    }

    #[test]
    fn with_little_memory_all_reports_are_settled_too() {
        let folder = tempfile::tempdir().unwrap();
        write_files(folder.path());
        let at_once = settled(folder.path(), MAX_SAID_BYTES, &[]);
        assert_eq!(n_passages(&at_once), [8, 8, 8, 8, 8, 8, 1, 1, 1, 1, 1]);
        assert_eq!(settled(folder.path(), 1, &[]), at_once);
        assert_eq!(settled(folder.path(), 5_000, &[]), at_once);
    }

    #[test]
    fn what_vanished_meanwhile_is_left_to_the_next_update() {
        let folder = tempfile::tempdir().unwrap();
        write_files(folder.path());
        // A duplicate that is gone holds nothing; one whose original is gone is whole.
        let files = settled(folder.path(), 1, &["b1.txt"]);
        assert_eq!(n_passages(&files)[6..], [1, 0, 1, 1, 1]);
        assert_eq!(files[2].modified_ns, 0);
        let files = settled(folder.path(), 1, &["a.zip"]);
        assert_eq!(n_passages(&files)[6..], [9, 9, 9, 9, 9]);
        assert!(files[1].reports[0].record.same_as.is_none());
    }
}
