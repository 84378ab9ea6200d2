//! The manifest: what an index was built with, from which paths and settings, and the names of its lists.
//!
//! A commit carries it as JSON, so that it changes with the commit. [`Manifest::parse`] refuses an index of another format or analyzer.
//! What takes more room, the records of the files among it, stands in the files that [`lists`](super::lists) describes.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::lists::Lists;
use crate::analysis::FINGERPRINT;

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
        }
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
}
