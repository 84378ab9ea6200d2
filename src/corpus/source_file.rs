//! A file of a corpus: where it lies, and the name under which it is shown and stored.
//!
//! Input: a path. Output: a [`SourceFile`] with its name, size and time of change. `listing` finds the files of a folder, and
//! `formats` reads them.

use std::fs::Metadata;
use std::path::{Component, Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path, by which it is opened.
    pub path: PathBuf,
    /// Its path as shown and as stored: the root as typed joined with the walk, `./` dropped, relative to the current
    /// directory if it lies below it, its parts separated by `/`.
    pub name: String,
    /// Its size in bytes when it was listed.
    pub n_bytes: u64,
    /// When it was last changed, if the system tells.
    pub modified: Option<SystemTime>,
}

impl SourceFile {
    /// Describes the file at `path`, whose name is relative to the folder `current` if it lies below it.
    pub(super) fn new(path: &Path, metadata: &Metadata, current: Option<&Path>) -> SourceFile {
        SourceFile {
            path: path.to_path_buf(),
            name: shown_name(path, current),
            n_bytes: metadata.len(),
            modified: metadata.modified().ok(),
        }
    }

    /// Returns when it was last changed, in nanoseconds since 1970; 0 if the system does not tell.
    pub fn modified_ns(&self) -> u64 {
        let since_1970 = self
            .modified
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        since_1970
            .and_then(|since| u64::try_from(since.as_nanos()).ok())
            .unwrap_or(0)
    }
}

/// Returns `path` as it is shown: cleaned without asking the disk, and relative to the folder `current` if it lies below it.
pub(crate) fn shown_name(path: &Path, current: Option<&Path>) -> String {
    let path = current
        .and_then(|c| path.strip_prefix(c).ok())
        .unwrap_or(path);
    let mut parts: Vec<String> = Vec::new();
    let mut rooted = false;
    for component in path.components() {
        match component {
            Component::Prefix(prefix) => {
                parts.push(prefix.as_os_str().to_string_lossy().into_owned())
            }
            Component::RootDir => rooted = true,
            Component::CurDir => {}
            Component::ParentDir => match parts.last() {
                Some(last) if last != ".." => {
                    parts.pop();
                }
                None if rooted => {}
                _ => parts.push("..".to_owned()),
            },
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
        }
    }
    let joined = parts.join("/");
    match (rooted, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(path: &str) -> String {
        shown_name(Path::new(path), Some(Path::new("/home/reader")))
    }

    #[test]
    fn shown_name_drops_what_says_nothing() {
        assert_eq!(shown("./corpus/./a.txt"), "corpus/a.txt");
        assert_eq!(shown("corpus/../b/a.txt"), "b/a.txt");
        assert_eq!(shown("../a.txt"), "../a.txt");
    }

    #[test]
    fn shown_name_is_relative_to_the_current_directory() {
        assert_eq!(shown("/home/reader/corpus/a.txt"), "corpus/a.txt");
        assert_eq!(shown("/home/other/a.txt"), "/home/other/a.txt");
    }
}
