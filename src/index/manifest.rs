//! The manifest: by what an index was built and from which files.
//!
//! What a search must know (format, analyzer) travels in the commit itself. The list of files, which only `index` and
//! `reports` read, that of reports that lie at several places and that of the users' synonyms are files of JSON Lines that the commit names; they are written whole
//! before the commit and removed once a later one names others. So all change with the commit or not at all.

use std::collections::HashMap;
use std::fs;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::settings::{Settings, fingerprint_of_families, fingerprint_of_words};
use super::source::FileRecord;
use crate::analysis::FINGERPRINT;
use crate::corpus::{self, Listing, ReadOptions, SourceFile};

/// Layout of the index: raise it when the schema, the files or the records change.
const FORMAT: u32 = 5;

/// By what an index was built.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    format: u32,
    analyzer: String,
    /// The file that lists the sources.
    pub(super) sources: String,
    /// How many it lists.
    n_sources: usize,
    /// The file that lists where the same report lies besides, where any does.
    pub(super) other_paths: Option<String>,
    /// The file that lists the families of synonyms that users name, where they name any.
    pub(super) families: Option<String>,
    /// What all this was made from.
    pub(super) origin: Origin,
}

impl Manifest {
    /// Of an index built by this program.
    pub(super) fn new(lists: Lists, origin: Origin) -> Manifest {
        Manifest {
            format: FORMAT,
            analyzer: FINGERPRINT.to_string(),
            sources: lists.sources,
            n_sources: lists.n_sources,
            other_paths: lists.other_paths,
            families: lists.families,
            origin,
        }
    }

    /// From what a commit carries.
    ///
    /// # Errors
    /// In what the index differs from those of this program.
    pub(super) fn parse(payload: &str) -> Result<Manifest, String> {
        #[derive(Deserialize)]
        struct Version {
            format: u32,
        }
        match serde_json::from_str::<Version>(payload) {
            Ok(Version { format: FORMAT }) => {}
            Ok(Version { format }) => {
                return Err(format!(
                    "its format is {format}, this program's is {FORMAT}"
                ));
            }
            Err(_) => return Err("its manifest is not this program's".to_string()),
        }
        let manifest: Manifest = serde_json::from_str(payload)
            .map_err(|_| "its manifest is not this program's".to_string())?;
        match manifest.difference() {
            Some(difference) => Err(difference),
            None => Ok(manifest),
        }
    }

    /// In what an index differs from those of this program; `None` where it does not.
    fn difference(&self) -> Option<String> {
        (self.analyzer != FINGERPRINT).then(|| {
            format!(
                "its analyzer is '{}', this program's is '{FINGERPRINT}'",
                self.analyzer
            )
        })
    }
}

/// From what an index is built, but for the list of the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Origin {
    /// The paths that were given.
    pub(super) roots: Roots,
    /// [`Listing::fingerprint`] of the files as they were then.
    pub(super) listing: u64,
    /// The files that say something of the others, as they were then.
    pub(super) settings: Vec<SettingsFile>,
    /// [`fingerprint_of_words`] of the words that users added to the dictionary.
    pub(super) words: u64,
    /// [`fingerprint_of_families`] of the synonyms that they name.
    pub(super) families: u64,
}

/// A settings file as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SettingsFile {
    pub(super) name: String,
    n_bytes: u64,
    modified_ns: u64,
}

impl SettingsFile {
    /// As it is.
    pub(super) fn of(file: &SourceFile) -> SettingsFile {
        SettingsFile {
            name: file.name.clone(),
            n_bytes: file.n_bytes,
            modified_ns: file.modified_ns(),
        }
    }
}

impl Origin {
    /// From files as they are, and what is said of them.
    pub(super) fn new(roots: &Roots, listing: &Listing, settings: &Settings) -> Origin {
        Origin {
            roots: roots.clone(),
            listing: listing.fingerprint(),
            settings: listing.settings.iter().map(SettingsFile::of).collect(),
            words: fingerprint_of_words(&settings.words),
            families: fingerprint_of_families(&settings.families),
        }
    }
}

/// The paths that an index is built from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roots {
    /// As they were typed.
    paths: Vec<String>,
    /// The folder that those of them are in which are relative: from the folder of the index where that lies below it, so that
    /// both can be moved together, else from the root.
    base: String,
    /// Which columns of tables hold what, as it was typed.
    columns: String,
}

impl Roots {
    /// Typed in the current directory, for the index in `dir`.
    pub fn new(paths: &[PathBuf], dir: &Path) -> Roots {
        let current = std::env::current_dir().unwrap_or_default();
        let dir = dir.canonicalize().unwrap_or_else(|_| current.join(dir));
        let base = match dir.strip_prefix(&current) {
            Ok(below) => below
                .components()
                .map(|_| "..")
                .collect::<Vec<_>>()
                .join("/"),
            Err(_) => current.to_string_lossy().into_owned(),
        };
        Roots {
            paths: paths
                .iter()
                .map(|path| path.to_string_lossy().into_owned())
                .collect(),
            base,
            columns: String::new(),
        }
    }

    /// The same with the columns of tables named, as [`crate::corpus::Columns`] reads them.
    pub fn with_columns(mut self, columns: &str) -> Roots {
        self.columns = columns.to_owned();
        self
    }

    /// How their files are read.
    pub(super) fn read_options(&self) -> ReadOptions {
        ReadOptions {
            columns: self.columns.parse().unwrap_or_default(),
        }
    }

    /// As they were typed.
    pub fn paths(&self) -> &[String] {
        &self.paths
    }

    /// Lists their files, for the index in `dir`.
    pub(super) fn walk(&self, dir: &Path) -> Listing {
        let base = dir.join(&self.base);
        let paths: Vec<PathBuf> = self.paths.iter().map(PathBuf::from).collect();
        let is_current =
            |base: &PathBuf| std::env::current_dir().is_ok_and(|current| current == *base);
        match base.canonicalize() {
            Ok(base) if !is_current(&base) => corpus::walk_from(&base, &paths),
            _ => corpus::walk(&paths),
        }
    }
}

const PREFIXES: [&str; 3] = ["sources-", "other-paths-", "families-"];
const ENDING: &str = ".jsonl";

/// The lists that a commit names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lists {
    sources: String,
    n_sources: usize,
    other_paths: Option<String>,
    families: Option<String>,
}

/// Where one report lies: the place that hits name, and the others.
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
    sources: Option<fs::File>,
    other_paths: Option<fs::File>,
    families: Option<fs::File>,
}

impl OpenLists {
    /// Those that a manifest names. One that cannot be opened is an error where it is read.
    pub(super) fn open(dir: &Path, manifest: &Manifest) -> OpenLists {
        let open = |name: &str| fs::File::open(dir.join(name)).ok();
        OpenLists {
            sources: open(&manifest.sources),
            other_paths: manifest.other_paths.as_deref().and_then(open),
            families: manifest.families.as_deref().and_then(open),
        }
    }

    /// The files.
    pub(super) fn read_files(&self, manifest: &Manifest) -> io::Result<Vec<FileRecord>> {
        let file = self.sources.as_ref().ok_or(io::ErrorKind::NotFound)?;
        let files: Vec<FileRecord> = read_lines(file)?;
        if files.len() != manifest.n_sources {
            let (n_read, n_sources) = (files.len(), manifest.n_sources);
            return Err(io::Error::other(format!(
                "it lists {n_read} files, not {n_sources}"
            )));
        }
        Ok(files)
    }

    /// Where reports lie besides, by the path that hits name.
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

    /// The families of synonyms that users name.
    pub(super) fn read_families(&self, manifest: &Manifest) -> io::Result<Vec<Vec<String>>> {
        let file = self.families.as_ref().ok_or(io::ErrorKind::NotFound)?;
        let families: Vec<Vec<String>> = read_lines(file)?;
        if fingerprint_of_families(&families) != manifest.origin.families {
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

/// Whether a file of this name is such a list.
pub(super) fn is_list(name: &str) -> bool {
    PREFIXES.iter().any(|prefix| name.starts_with(prefix)) && name.ends_with(ENDING)
}

/// Removes the lists that no commit names any more. What cannot be removed stays for the next time.
pub(super) fn remove_other_lists(dir: &Path, current: &Manifest) {
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

    fn manifest(sources: &str, n_sources: usize) -> Manifest {
        let lists = Lists {
            sources: sources.to_owned(),
            n_sources,
            other_paths: None,
            families: None,
        };
        let roots = Roots::new(&[], Path::new("index"));
        let origin = Origin::new(&roots, &Listing::default(), &Settings::default());
        Manifest::new(lists, origin)
    }

    #[test]
    fn an_index_of_this_program_does_not_differ() {
        assert_eq!(manifest("sources", 0).difference(), None);
    }

    #[test]
    fn another_analyzer_is_named() {
        let mut manifest = manifest("sources", 0);
        manifest.analyzer = "fold-0".into();
        let difference = manifest.difference();
        assert!(difference.is_some_and(|text| text.contains("'fold-0'")));
    }

    #[test]
    fn only_the_current_lists_are_kept() {
        let dir = tempfile::tempdir().unwrap();
        let first = write_lists(dir.path(), 1, &[], &[]).unwrap();
        let second = write_lists(dir.path(), 2, &[], &[]).unwrap();
        let current = manifest(&second.sources, 0);
        remove_other_lists(dir.path(), &current);
        let read = |manifest: &Manifest| OpenLists::open(dir.path(), manifest).read_files(manifest);
        assert!(read(&manifest(&first.sources, 0)).is_err());
        assert_eq!(read(&current).unwrap(), []);
        let error = read(&manifest(&second.sources, 1)).unwrap_err();
        assert_eq!(error.to_string(), "it lists 0 files, not 1");
    }

    #[test]
    fn roots_are_found_from_the_folder_of_an_index_below_them() {
        let current = std::env::current_dir().unwrap();
        let roots = Roots::new(&["corpus".into()], &current.join("a/index"));
        assert_eq!(roots.base, "../..");
        let roots = Roots::new(&["corpus".into()], Path::new("/nowhere/index"));
        assert_eq!(Path::new(&roots.base), current);
    }
}
