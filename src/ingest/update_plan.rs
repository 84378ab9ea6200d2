//! Decides which files an update reads and which stay in the index as they are.
//!
//! Input: the files that are there, and the records of those that the index holds. Output: an [`UpdatePlan`], which
//! [`update`](super::update()) carries out. No file is opened.

use std::collections::{HashMap, HashSet};

use super::file_reader::FileReader;
use crate::corpus::SourceFile;
use crate::index::FileRecord;

/// Which files are read, and which stay as they are.
pub(super) struct UpdatePlan<'a> {
    /// What the index held, by the names of the files.
    pub(super) known: HashMap<&'a str, &'a FileRecord>,
    /// The names of the files that are there.
    pub(super) is_there: HashSet<&'a str>,
    /// The names that are those of several files.
    pub(super) shared: HashSet<&'a str>,
    /// The names of the files that stay as they are.
    pub(super) kept: HashSet<&'a str>,
    /// The others.
    pub(super) to_read: Vec<&'a SourceFile>,
}

impl<'a> UpdatePlan<'a> {
    /// Compares the files with what the index held. Where passages are no longer segmented as they were, all are read.
    pub(super) fn new(
        files: &'a [SourceFile],
        before: &'a [FileRecord],
        reader: &FileReader<'_>,
        is_segmented_alike: bool,
    ) -> UpdatePlan<'a> {
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
                is_segmented_alike
                    && !shared.contains(name)
                    && known.get(name).is_some_and(|record| {
                        is_unchanged(file, record)
                            && reader.fingerprint_of(name) == record.reading_fingerprint
                    })
            });
        UpdatePlan {
            known,
            is_there: files.iter().map(|file| file.name.as_str()).collect(),
            shared,
            kept: unchanged.iter().map(|file| file.name.as_str()).collect(),
            to_read,
        }
    }

    /// Keeps files as they are though they cannot be seen.
    pub(super) fn keep(&mut self, files: impl Iterator<Item = &'a FileRecord>) {
        for file in files {
            self.is_there.insert(&file.path);
            self.kept.insert(&file.path);
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
