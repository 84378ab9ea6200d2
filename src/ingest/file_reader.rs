//! Reads one file, whatever it holds, and adds its passages to the index.
//!
//! Input: a [`SourceFile`], with the corrections that users made to it. Output: a [`FileRecord`] of what was read; a file that cannot be
//! read, or over which the program fails, is a record that says why. The passages themselves are added by
//! [`report_passages`](super::report_passages) and [`record_passages`](super::record_passages).

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::progress::{NoObserver, ReadObserver};
use super::record_passages::add_records;
use super::report_numbers::ReportNumbers;
use super::report_passages::add_report;
use crate::corpus::{
    self, Corrections, Document, LeftOut, ReadError, ReadOptions, Source, SourceFile, SourceText,
    StatedField,
};
use crate::index::{
    FileRecord, IndexError, PassageSource, ReportKey, SourceKind, StoredReport, Writer,
};
use crate::report::{self, Report};

/// What is left out of one file and is listed by itself; the rest is counted.
const MAX_LEFT_OUT: usize = 10;

/// Reads files into an index.
pub(super) struct FileReader<'a> {
    pub(super) writer: &'a Writer,
    pub(super) numbers: &'a ReportNumbers,
    pub(super) options: ReadOptions,
    pub(super) corrections: &'a Corrections,
}

impl FileReader<'_> {
    /// Makes a number of all that decides how one file is read, beside its content.
    pub(super) fn fingerprint_of(&self, file: &str) -> u64 {
        self.corrections.fingerprint_of(file) ^ self.options.fingerprint_of(file)
    }

    /// The source of the passages of a report or of a file of records, by its path.
    pub(super) fn source_of(&self, path: &str, kind: SourceKind) -> PassageSource {
        let key = ReportKey::of(path);
        PassageSource::new(key, self.numbers.number(key), kind)
    }

    /// Reads a file and adds its passages.
    pub(super) fn read(
        &self,
        file: &SourceFile,
        observer: &dyn ReadObserver,
    ) -> Result<FileRecord, IndexError> {
        self.read_guarded(file, |reading| reading.read(observer))
    }

    /// Lets `read` read a file. Where it panics, the passages that it added are removed, and the file is left out.
    fn read_guarded(
        &self,
        file: &SourceFile,
        read: impl FnOnce(&mut FileReading<'_>) -> Result<(), IndexError>,
    ) -> Result<FileRecord, IndexError> {
        let record = FileRecord {
            path: file.name.clone(),
            n_bytes: file.n_bytes,
            modified_ns: file.modified_ns(),
            reading_fingerprint: self.fingerprint_of(&file.name),
            left_out: Vec::new(),
            reports: Vec::new(),
        };
        let mut reading = FileReading {
            reader: self,
            file,
            record,
            begun: None,
            n_more_left_out: 0,
        };
        match corpus::guard(|| read(&mut reading)) {
            Ok(outcome) => {
                outcome?;
                Ok(reading.finish())
            }
            Err(panicked) => Ok(reading.undo(format!("{} is not read: {panicked}", file.name))),
        }
    }

    /// Reads the reports of these paths in a file again, one after the other, until `each` breaks off. Those that are found leave
    /// `wanted`, where each has a number of its own.
    pub(super) fn read_again(
        &self,
        file: &SourceFile,
        wanted: &mut BTreeMap<&str, usize>,
        mut each: impl FnMut(usize, Report) -> Result<ControlFlow<()>, IndexError>,
    ) -> Result<ControlFlow<()>, IndexError> {
        let read = corpus::read_with(file, &self.options);
        let texts: Box<dyn Iterator<Item = SourceText>> = match read {
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
            let went_on = each(number, report::read(&self.corrections.applied_to(text)))?;
            if went_on.is_break() || wanted.is_empty() {
                return Ok(went_on);
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

/// A file while it is read.
struct FileReading<'a> {
    reader: &'a FileReader<'a>,
    file: &'a SourceFile,
    record: FileRecord,
    /// The report whose passages are being added.
    begun: Option<ReportKey>,
    /// What is left out beside what the record lists.
    n_more_left_out: usize,
}

impl FileReading<'_> {
    fn read(&mut self, observer: &dyn ReadObserver) -> Result<(), IndexError> {
        let n_bytes = self.file.n_bytes;
        match corpus::read_with(self.file, &self.reader.options) {
            Ok(Source::Text(text)) => {
                self.add(Ok(Document::Text(text)), observer)?;
                observer.bytes_read(n_bytes);
            }
            Ok(Source::Records(records)) => self.add(Ok(Document::Records(records)), observer)?,
            Ok(Source::Documents(mut documents)) => {
                for document in documents.by_ref() {
                    // How far an archive is read cannot be told from what its members unpack to.
                    self.add(document, &NoObserver)?;
                }
                observer.passages_added(n_passages(&self.record.reports));
                observer.bytes_read(n_bytes);
            }
            Err(error) => {
                observer.bytes_read(n_bytes);
                if may_be_readable_later(&error) {
                    self.record.modified_ns = 0;
                }
                self.leave_out(error.to_string());
            }
        }
        Ok(())
    }

    /// Adds the passages of one document of the file.
    fn add(
        &mut self,
        document: Result<Document, LeftOut>,
        observer: &dyn ReadObserver,
    ) -> Result<(), IndexError> {
        let FileReader {
            writer,
            corrections,
            ..
        } = *self.reader;
        let added = match document {
            Ok(Document::Text(text)) => {
                let source = self.begin(&text.name, SourceKind::Report);
                let path = text.name.clone();
                let report = report::read(&corrections.applied_to(text));
                Ok(add_report(writer, &source, &path, report, None)?)
            }
            Ok(Document::Records(records)) => {
                let source = self.begin(records.name(), SourceKind::Records);
                let stated: Vec<StatedField> = corrections.of(records.name()).cloned().collect();
                add_records(writer, &source, records, &stated, observer)?
            }
            Err(left_out) => Err(left_out),
        };
        let left_out = &mut self.record.left_out;
        match added {
            Ok(stored) => {
                observer.passages_added(stored.record.n_passages);
                self.record.reports.push(stored);
            }
            // What is wrong with the file as a whole is always listed.
            Err(problem) if problem.path == self.file.name => left_out.insert(0, problem),
            Err(problem) if left_out.len() < MAX_LEFT_OUT => left_out.push(problem),
            Err(_) => self.n_more_left_out += 1,
        }
        self.begun = None;
        Ok(())
    }

    fn begin(&mut self, path: &str, kind: SourceKind) -> PassageSource {
        let source = self.reader.source_of(path, kind);
        self.begun = Some(source.key());
        source
    }

    fn leave_out(&mut self, reason: String) {
        self.record.left_out.push(LeftOut {
            path: self.file.name.clone(),
            reason,
        });
    }

    fn finish(mut self) -> FileRecord {
        if self.n_more_left_out > 0 {
            let n_more = self.n_more_left_out;
            self.leave_out(format!("{n_more} more of {} are left out", self.file.name));
        }
        if self.record.reports.is_empty() && self.record.left_out.is_empty() {
            self.leave_out(format!("{} holds no file that is read", self.file.name));
        }
        self.record
    }

    /// Removes what was added of the file, and leaves it out.
    fn undo(mut self, reason: String) -> FileRecord {
        let reports = std::mem::take(&mut self.record.reports);
        let added = reports
            .iter()
            .map(|report| ReportKey::of(&report.record.path));
        for report in added.chain(self.begun) {
            self.reader.writer.remove_report(report);
        }
        self.record.left_out.clear();
        self.leave_out(reason);
        self.record
    }
}

fn n_passages(reports: &[StoredReport]) -> u64 {
    reports.iter().map(|report| report.record.n_passages).sum()
}

/// Whether a file may be readable the next time though it has not changed.
fn may_be_readable_later(error: &ReadError) -> bool {
    matches!(
        error,
        ReadError::Open { .. } | ReadError::Read { .. } | ReadError::Vanished { .. }
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::corpus::{Listing, walk};
    use crate::index::{Origin, Roots, Snapshot, Start};
    use crate::ingest::{listing, settings::Settings};

    fn origin(folder: &Path, files: &Listing) -> Origin {
        let roots = Roots::new(&[folder.to_path_buf()], folder);
        listing::origin(&roots, files, &Settings::default())
    }

    #[test]
    fn a_file_that_the_program_fails_over_is_left_out_and_the_others_are_read() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.txt", "b.txt", "c.txt"] {
            std::fs::write(folder.path().join(name), format!("{name} 区管校聘。\n")).unwrap();
        }
        let index = tempfile::tempdir().unwrap();
        let writer = Writer::open(index.path(), Start::Fresh).unwrap();
        let reader = FileReader {
            writer: &writer,
            numbers: &ReportNumbers::continuing(&[]),
            options: ReadOptions::default(),
            corrections: &Corrections::default(),
        };
        let files = walk(&[folder.path().to_path_buf()]);
        let read = files.files.iter().map(|file| {
            let record = reader.read_guarded(file, |reading| {
                reading.read(&NoObserver)?;
                // One report of the file is added by now, and another is begun.
                let source = reading.begin("another report", SourceKind::Report);
                let text = SourceText::new("another report", "只加了一半的报告。\n");
                let half = report::read(&text);
                if file.name.ends_with("b.txt") {
                    add_report(&writer, &source, "another report", half, None)?;
                    panic!("no such table");
                }
                Ok(())
            });
            record.unwrap()
        });
        let read: Vec<FileRecord> = read.collect();
        let n_reports: Vec<usize> = read.iter().map(|file| file.reports.len()).collect();
        assert_eq!(n_reports, [1, 0, 1]);
        assert_eq!(read[1].left_out.len(), 1);
        assert_eq!(read[1].left_out[0].path, files.files[1].name);
        assert_eq!(
            read[1].left_out[0].reason,
            format!(
                "{} is not read: reading it failed: no such table",
                files.files[1].name
            )
        );
        writer
            .commit(origin(folder.path(), &files), &read, &[])
            .unwrap();
        let snapshot = Snapshot::open(index.path()).unwrap();
        let mut texts: Vec<String> = snapshot.passages().map(|at| snapshot.text(at)).collect();
        texts.sort();
        assert_eq!(texts, ["a.txt 区管校聘。", "c.txt 区管校聘。"]);
    }
}
