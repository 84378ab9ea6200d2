//! The manifest: what an index was built with, from which paths and settings, and the names of its lists.
//!
//! A commit carries it as JSON, so that it changes with the commit. [`Manifest::parse`] refuses an index of another format or analyzer.
//! What takes more room, the records of the files among it, stands in the files that [`lists`](super::lists) describes.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::lists::Lists;
use crate::analysis::FINGERPRINT;
use crate::corpus::shown_name;

/// The number of the index's layout: raise it when the schema, the files or the records change.
const FORMAT: u32 = 7;

/// What an index was built with and from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    format: u32,
    analyzer: String,
    /// The lists that belong to the commit.
    pub(super) lists: Lists,
    /// What the passages were read from.
    pub(super) origin: Origin,
}

impl Manifest {
    /// Makes the manifest of an index that this program builds.
    pub(super) fn new(lists: Lists, origin: Origin) -> Manifest {
        Manifest {
            format: FORMAT,
            analyzer: FINGERPRINT.to_string(),
            lists,
            origin,
        }
    }

    /// Reads the manifest that a commit carries.
    ///
    /// # Errors
    /// Says how the index differs from those of this program.
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

    /// Says how the index differs from those of this program; `None` where it does not.
    fn difference(&self) -> Option<String> {
        (self.analyzer != FINGERPRINT).then(|| {
            format!(
                "its analyzer is '{}', this program's is '{FINGERPRINT}'",
                self.analyzer
            )
        })
    }
}

/// What an index is built from, without the list of the files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Origin {
    /// The paths that the user gave.
    pub(crate) roots: Roots,
    /// [`Listing::fingerprint`](crate::corpus::Listing::fingerprint) of the files as they were then.
    pub(crate) listing: u64,
    /// The settings files as they were then.
    pub(crate) settings: Vec<SettingsFile>,
    /// The fingerprint of the words that users added to the dictionary.
    pub(crate) words: u64,
    /// The fingerprint of the synonyms that they name.
    pub(crate) families: u64,
}

/// A settings file as it was when the index was built.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SettingsFile {
    pub(crate) name: String,
    pub(crate) n_bytes: u64,
    pub(crate) modified_ns: u64,
}

/// The paths that an index is built from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roots {
    /// The paths as they were typed.
    paths: Vec<String>,
    /// The folder that relative paths start from. It is kept relative to the folder of the index where that lies below it, so that
    /// both can be moved together, else from the root.
    base: String,
    /// Which columns of tables hold what, as the user typed it.
    columns: String,
    /// The names of files and folders that were taken out though they lie under one of the paths.
    #[serde(default)]
    taken_out: Vec<String>,
}

impl Roots {
    /// Takes paths that were typed in the current directory, for the index in `dir`.
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
            taken_out: Vec::new(),
        }
    }

    /// Adds paths that were typed in the current directory, for the index in `dir`. A file that lies under one of the paths adds nothing; a folder does,
    /// since its own settings count then. What was taken out before is in again.
    pub fn add(&mut self, paths: &[PathBuf], dir: &Path) {
        for path in paths {
            let name = self.name_of(path, dir);
            self.taken_out.retain(|out| !is_under(out, &name));
            let names = self.names(dir);
            let is_in = names.iter().any(|root| is_under(&name, root));
            let adds = !is_in || path.is_dir() || self.is_taken_out(&name, &names);
            if adds && !names.contains(&name) {
                self.paths.push(name);
            }
        }
    }

    /// Takes a path out that was typed in the current directory: one of these paths, or what lies under one.
    pub fn remove(&mut self, path: &Path, dir: &Path) {
        let name = self.name_of(path, dir);
        let names = self.names(dir);
        let is_below = names
            .iter()
            .any(|root| is_under(&name, root) && *root != name);
        let roots = std::mem::take(&mut self.paths).into_iter();
        let others = roots.filter(|root| !is_under(&self.name_in_base(root, dir), &name));
        self.paths = others.collect();
        if is_below && !self.taken_out.contains(&name) {
            self.taken_out.push(name);
        }
    }

    /// Whether a path that was typed in the current directory is one of these, or lies under one.
    pub fn holds(&self, path: &Path, dir: &Path) -> bool {
        let name = self.name_of(path, dir);
        self.names(dir).iter().any(|root| is_under(&name, root))
    }

    /// The names of the paths, as those of the files under them begin.
    pub(crate) fn names(&self, dir: &Path) -> Vec<String> {
        let paths = self.paths.iter();
        paths.map(|path| self.name_in_base(path, dir)).collect()
    }

    /// Whether a file of this name was taken out, and not added again since; `names` are those of the paths.
    pub(crate) fn is_taken_out(&self, name: &str, names: &[String]) -> bool {
        // Nearly always nothing was, and every search asks this of every file.
        if self.taken_out.is_empty() {
            return false;
        }
        let longest = |folders: &[String]| {
            let above = folders.iter().filter(|folder| is_under(name, folder));
            above.map(String::len).max()
        };
        longest(&self.taken_out) > longest(names)
    }

    /// Whether the index may be left without files: nothing is to be in it any more, or something was taken out.
    pub(crate) fn may_be_without_files(&self) -> bool {
        self.paths.is_empty() || !self.taken_out.is_empty()
    }

    /// The name of a path that was typed in the current directory, as the names of the files under it begin.
    pub fn name_of(&self, path: &Path, dir: &Path) -> String {
        let current = std::env::current_dir().unwrap_or_default();
        shown_name(&current.join(path), Some(&self.base_folder(dir)))
    }

    fn name_in_base(&self, path: &str, dir: &Path) -> String {
        let base = self.base_folder(dir);
        shown_name(&base.join(path), Some(&base))
    }

    /// The folder that relative paths start from.
    fn base_folder(&self, dir: &Path) -> PathBuf {
        let base = dir.join(&self.base);
        base.canonicalize().unwrap_or(base)
    }

    /// Names the columns of tables, as [`crate::corpus::Columns`] reads them.
    pub fn with_columns(mut self, columns: &str) -> Roots {
        self.columns = columns.to_owned();
        self
    }

    /// The paths as they were typed.
    pub fn paths(&self) -> &[String] {
        &self.paths
    }

    /// The folder that relative paths start from, seen from the folder of the index.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Which columns of tables hold what, as the user typed it.
    pub(crate) fn columns(&self) -> &str {
        &self.columns
    }
}

/// Whether a name is that of a folder, or of something in it.
pub(crate) fn is_under(name: &str, folder: &str) -> bool {
    let rest = name.strip_prefix(folder);
    folder == "." && !name.starts_with(['/', '.'])
        || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || folder == "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let origin = Origin {
            roots: Roots::new(&[], Path::new("index")),
            listing: 0,
            settings: Vec::new(),
            words: 0,
            families: 0,
        };
        Manifest::new(Lists::default(), origin)
    }

    #[test]
    fn an_index_of_this_program_does_not_differ() {
        assert_eq!(manifest().difference(), None);
    }

    #[test]
    fn another_analyzer_is_named() {
        let mut manifest = manifest();
        manifest.analyzer = "fold-0".into();
        let difference = manifest.difference();
        assert!(difference.is_some_and(|text| text.contains("'fold-0'")));
    }

    #[test]
    fn roots_are_found_from_the_folder_of_an_index_below_them() {
        let current = std::env::current_dir().unwrap();
        let roots = Roots::new(&["corpus".into()], &current.join("a/index"));
        assert_eq!(roots.base, "../..");
        let roots = Roots::new(&["corpus".into()], Path::new("/nowhere/index"));
        assert_eq!(Path::new(&roots.base), current);
    }

    fn roots(paths: &[&str]) -> (Roots, PathBuf) {
        let dir = std::env::current_dir().unwrap().join("index");
        let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        (Roots::new(&paths, &dir), dir)
    }

    #[test]
    fn a_path_is_added_once() {
        let (mut roots, dir) = roots(&["corpus/a", "other"]);
        roots.add(&["./other/".into(), "other/b".into()], &dir);
        assert_eq!(roots.paths(), ["corpus/a", "other"]);
        roots.add(&["corpus".into(), "/far/away".into()], &dir);
        assert_eq!(roots.paths(), ["corpus/a", "other", "corpus", "/far/away"]);
    }

    #[test]
    fn what_is_taken_out_of_a_folder_stays_out_until_it_is_added_again() {
        let (mut roots, dir) = roots(&["corpus"]);
        roots.remove(Path::new("corpus/a"), &dir);
        let is_out = |roots: &Roots, name: &str| roots.is_taken_out(name, &roots.names(&dir));
        assert!(is_out(&roots, "corpus/a/x.txt") && !is_out(&roots, "corpus/ab.txt"));
        roots.add(&["corpus/a/x.txt".into()], &dir);
        assert!(!is_out(&roots, "corpus/a/x.txt") && is_out(&roots, "corpus/a/y.txt"));
        roots.add(&["corpus/a".into()], &dir);
        assert!(!is_out(&roots, "corpus/a/y.txt"));
        roots.remove(Path::new("corpus"), &dir);
        assert!(roots.paths().is_empty());
    }

    #[test]
    fn a_name_is_under_its_folder_and_no_other() {
        assert!(is_under("a/b.txt", "a") && is_under("a", "a") && is_under("/x", "/"));
        assert!(is_under("a/b.txt", ".") && !is_under("../b.txt", "."));
        assert!(!is_under("ab.txt", "a"));
    }
}
