//! The lists beside the segments: which files an index was built from, where a report lies besides, and the users' synonyms.
//!
//! Each list is a file of JSON Lines that a commit names. It is written whole before the commit and removed once a later commit
//! names others, so all lists change with the commit or not at all. [`manifest`](super::manifest) is what names them.

use std::collections::HashMap;
use std::fs;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::Path;

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

/// Where one report lies: the path that hits name, and the others.
#[derive(Serialize, Deserialize)]
struct Places {
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
    let mut places = several.map(|report| Places {
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

/// The lists of one commit, open: a later one may remove them, and they can still be read.
#[derive(Debug)]
pub(super) struct OpenLists {
    n_sources: usize,
    sources: Option<fs::File>,
    other_paths: Option<fs::File>,
    families: Option<fs::File>,
}

impl OpenLists {
    /// Opens lists. One that cannot be opened is an error where it is read.
    pub(super) fn open(dir: &Path, lists: &Lists) -> OpenLists {
        let open = |name: &str| fs::File::open(dir.join(name)).ok();
        OpenLists {
            n_sources: lists.n_sources,
            sources: open(&lists.sources),
            other_paths: lists.other_paths.as_deref().and_then(open),
            families: lists.families.as_deref().and_then(open),
        }
    }

    /// Reads the list of files.
    pub(super) fn read_files(&self) -> io::Result<Vec<FileRecord>> {
        let file = self.sources.as_ref().ok_or(io::ErrorKind::NotFound)?;
        let files: Vec<FileRecord> = read_lines(file)?;
        if files.len() != self.n_sources {
            let (n_read, n_sources) = (files.len(), self.n_sources);
            return Err(io::Error::other(format!(
                "it lists {n_read} files, not {n_sources}"
            )));
        }
        Ok(files)
    }

    /// Reads where reports lie besides, by the path that hits name.
    pub(super) fn read_other_paths(&self) -> io::Result<HashMap<String, Vec<String>>> {
        let Some(file) = &self.other_paths else {
            return Err(io::ErrorKind::NotFound.into());
        };
        let places: Vec<Places> = read_lines(file)?;
        let places = places.into_iter();
        Ok(places
            .map(|places| (places.path, places.other_paths))
            .collect())
    }

    /// Reads the families of synonyms that users name. `fingerprint` is that of the families when they were written.
    pub(super) fn read_families(&self, fingerprint: u64) -> io::Result<Vec<Vec<String>>> {
        let file = self.families.as_ref().ok_or(io::ErrorKind::NotFound)?;
        let families: Vec<Vec<String>> = read_lines(file)?;
        if fingerprint_of_families(&families) != fingerprint {
            return Err(io::Error::other("it is not as it was written"));
        }
        Ok(families)
    }
}

fn read_lines<T: for<'de> Deserialize<'de>>(mut file: &fs::File) -> io::Result<Vec<T>> {
    file.rewind()?;
    let mut lines = Vec::new();
    for line in BufReader::new(file).lines() {
        lines.push(serde_json::from_str(&line?)?);
    }
    Ok(lines)
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
