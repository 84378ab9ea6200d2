//! The lists beside the segments: which files an index was built from, where a report lies besides, and the users' synonyms.
//!
//! Each list is a file of JSON Lines that a commit names. It is written whole before the commit and removed once a later commit
//! names others, so all lists change with the commit or not at all. [`manifest`](super::manifest) is what names them.

use std::collections::HashMap;
use std::fs;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::file_records::FileRecord;
use crate::corpus::Hash;

const PREFIXES: [&str; 3] = ["sources-", "other-paths-", "families-"];
const ENDING: &str = ".jsonl";

/// The names of the lists that a commit names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Lists {
    /// The file that lists the sources; empty where nothing is kept of them.
    pub(super) sources: String,
    /// How many it lists.
    n_sources: usize,
    /// The file that lists where the same report lies besides, where any does.
    pub(super) other_paths: Option<String>,
    /// The file that lists the families of synonyms that users name, where they name any.
    pub(super) families: Option<String>,
}

/// The paths of a report that lies at several: the one that hits name, and the others.
#[derive(Serialize, Deserialize)]
struct ReportPaths {
    path: String,
    other_paths: Vec<String>,
}

/// Writes the lists under names not used before.
pub(super) fn write_lists(
    dir: &Path,
    opstamp: u64,
    files: &[FileRecord],
    families: &[Vec<String>],
) -> io::Result<Lists> {
    let name = |prefix: &str| format!("{prefix}{opstamp}-{}{ENDING}", std::process::id());
    let [sources, other_paths, list_of_families] = PREFIXES.map(name);
    write_lines(&dir.join(&sources), files.iter())?;
    let reports = files.iter().flat_map(|file| &file.reports);
    let several = reports.filter(|report| !report.record.other_paths.is_empty());
    let mut places = several.map(|report| ReportPaths {
        path: report.record.path.clone(),
        other_paths: report.record.other_paths.clone(),
    });
    let other_paths = match places.next() {
        Some(first) => {
            write_lines(
                &dir.join(&other_paths),
                std::iter::once(first).chain(places),
            )?;
            Some(other_paths)
        }
        None => None,
    };
    let families = match families {
        [] => None,
        families => {
            write_lines(&dir.join(&list_of_families), families.iter())?;
            Some(list_of_families)
        }
    };
    Ok(Lists {
        sources,
        n_sources: files.len(),
        other_paths,
        families,
    })
}

fn write_lines(path: &Path, lines: impl Iterator<Item = impl Serialize>) -> io::Result<()> {
    let mut file = BufWriter::new(fs::File::create(path)?);
    for line in lines {
        serde_json::to_writer(&mut file, &line)?;
        file.write_all(b"\n")?;
    }
    let file = file.into_inner().map_err(|error| error.into_error())?;
    file.sync_all()
}

/// The lists of one commit, open: a later commit may remove their files, and they can still be read, by several threads at once.
#[derive(Debug)]
pub(super) struct OpenLists {
    n_sources: usize,
    sources: ListHandle,
    other_paths: ReadOnce<HashMap<String, Vec<String>>>,
    families: ReadOnce<Vec<Vec<String>>>,
}

impl OpenLists {
    /// Opens lists. One that cannot be opened is an error where it is read.
    pub(super) fn open(dir: &Path, lists: &Lists) -> OpenLists {
        let open = |name: Option<&str>| ListHandle::open(dir, name);
        OpenLists {
            n_sources: lists.n_sources,
            sources: open(Some(&lists.sources)),
            other_paths: ReadOnce::of(open(lists.other_paths.as_deref())),
            families: ReadOnce::of(open(lists.families.as_deref())),
        }
    }

    /// Reads the list of files.
    pub(super) fn read_files(&self) -> io::Result<Vec<FileRecord>> {
        let files: Vec<FileRecord> = self.sources.lock()?.read_lines()?;
        if files.len() != self.n_sources {
            let (n_read, n_sources) = (files.len(), self.n_sources);
            return Err(io::Error::other(format!(
                "it lists {n_read} files, not {n_sources}"
            )));
        }
        Ok(files)
    }

    /// The other paths of reports, by the path that hits name.
    pub(super) fn other_paths(&self) -> io::Result<&HashMap<String, Vec<String>>> {
        self.other_paths.get(|places: Vec<ReportPaths>| {
            let by_path = places
                .into_iter()
                .map(|places| (places.path, places.other_paths));
            Ok(by_path.collect())
        })
    }

    /// The families of synonyms that users name. `fingerprint` is that of the families when they were written.
    pub(super) fn families(&self, fingerprint: u64) -> io::Result<&[Vec<String>]> {
        let families =
            self.families.get(|families: Vec<Vec<String>>| {
                match fingerprint_of_families(&families) == fingerprint {
                    true => Ok(families),
                    false => Err(io::Error::other("it is not as it was written")),
                }
            });
        families.map(Vec::as_slice)
    }
}

/// A list that is read whole when it is first asked for.
#[derive(Debug)]
struct ReadOnce<T> {
    list: ListHandle,
    content: OnceLock<T>,
}

impl<T> ReadOnce<T> {
    fn of(list: ListHandle) -> ReadOnce<T> {
        ReadOnce {
            list,
            content: OnceLock::new(),
        }
    }

    fn get<L: DeserializeOwned>(
        &self,
        content_of: impl FnOnce(Vec<L>) -> io::Result<T>,
    ) -> io::Result<&T> {
        if let Some(content) = self.content.get() {
            return Ok(content);
        }
        let mut list = self.list.lock()?;
        // Another thread may have read it while this one waited for the lock.
        if let Some(content) = self.content.get() {
            return Ok(content);
        }
        let content = content_of(list.read_lines()?)?;
        Ok(self.content.get_or_init(|| content))
    }
}

/// A list's file; `None` where it could not be opened. The handle is kept because a later commit may remove the file. It has
/// one place of reading, so whoever reads it must hold the lock.
#[derive(Debug)]
struct ListHandle(Option<Mutex<fs::File>>);

impl ListHandle {
    fn open(dir: &Path, name: Option<&str>) -> ListHandle {
        let file = name.and_then(|name| fs::File::open(dir.join(name)).ok());
        ListHandle(file.map(Mutex::new))
    }

    fn lock(&self) -> io::Result<LockedList<'_>> {
        let file = self.0.as_ref().ok_or(io::ErrorKind::NotFound)?;
        // A thread that panicked leaves nothing behind but the place of reading, and every reader begins at the start.
        Ok(LockedList(
            file.lock().unwrap_or_else(PoisonError::into_inner),
        ))
    }
}

/// A list's file while one thread alone reads it.
struct LockedList<'a>(MutexGuard<'a, fs::File>);

impl LockedList<'_> {
    fn read_lines<L: DeserializeOwned>(&mut self) -> io::Result<Vec<L>> {
        let file = &mut *self.0;
        file.rewind()?;
        let lines = BufReader::new(file).lines();
        lines
            .map(|line| Ok(serde_json::from_str(&line?)?))
            .collect()
    }
}

/// Makes a number of families of synonyms, by which a change of them is known; 0 stands for none.
pub(crate) fn fingerprint_of_families(families: &[Vec<String>]) -> u64 {
    if families.is_empty() {
        return 0;
    }
    let mut hash = Hash::new();
    for family in families {
        for term in family {
            hash.add(term.as_bytes());
            hash.add(b" ");
        }
        hash.add(b"\n");
    }
    hash.value()
}

/// Whether a file of this name is such a list.
pub(super) fn is_list(name: &str) -> bool {
    PREFIXES.iter().any(|prefix| name.starts_with(prefix)) && name.ends_with(ENDING)
}

/// Removes the lists that no commit names any more. What cannot be removed stays for the next time.
pub(super) fn remove_other_lists(dir: &Path, current: &Lists) {
    let Ok(entries) = fs::read_dir(dir) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let others = [&current.other_paths, &current.families];
        let is_current =
            *name == current.sources || others.iter().any(|other| other.as_deref() == Some(&*name));
        if is_list(&name) && !is_current {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_current_lists_are_kept() {
        let dir = tempfile::tempdir().unwrap();
        let first = write_lists(dir.path(), 1, &[], &[]).unwrap();
        let second = write_lists(dir.path(), 2, &[], &[]).unwrap();
        remove_other_lists(dir.path(), &second);
        let read = |lists: &Lists| OpenLists::open(dir.path(), lists).read_files();
        assert!(read(&first).is_err());
        assert_eq!(read(&second).unwrap(), []);
        let longer = Lists {
            n_sources: 1,
            ..second
        };
        let error = read(&longer).unwrap_err();
        assert_eq!(error.to_string(), "it lists 0 files, not 1");
    }
}
