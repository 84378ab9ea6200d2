//! Which files a corpus is made of.
//!
//! Input: paths as typed. Output: a [`Listing`] of the files to read, in the order of their names,
//! of those that say something of them, and of what had to be left out. Looks at names and metadata alone; refuses to open a file.

use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use super::format::is_known_ending;
use super::hash::Hash;
use super::settings::setting_file;

/// Why a settings file of a folder within the one given does not count: it is no report either.
const TOO_DEEP: &str = "belongs at the top of the folder";

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it lies, to open it.
    pub path: PathBuf,
    /// Its path as shown and as stored: the root as typed joined with the walk, `./` dropped,
    /// relative to the current directory where it lies under it, parts separated by `/`.
    pub name: String,
    /// Its size in bytes when it was listed.
    pub n_bytes: u64,
    /// When it was last changed, where the system tells.
    pub modified: Option<SystemTime>,
}

impl SourceFile {
    /// When it was last changed, in nanoseconds since 1970; 0 where the system does not tell.
    pub fn modified_ns(&self) -> u64 {
        let since_1970 = self
            .modified
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        since_1970
            .and_then(|since| u64::try_from(since.as_nanos()).ok())
            .unwrap_or(0)
    }
}

/// A path that could not be listed or read, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The path, as in [`SourceFile::name`].
    pub path: String,
    /// One line, lower case, no final period.
    pub reason: String,
}

/// What a walk found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The files to read, by name, each once.
    pub files: Vec<SourceFile>,
    /// Files at the top of a folder that say something of the others: `metadata.csv`, `words.txt`, `synonyms.txt`.
    pub settings: Vec<SourceFile>,
    /// What could not be listed.
    pub left_out: Vec<LeftOut>,
    /// Files met in folders that are of another kind, or hidden.
    pub n_other: usize,
}

impl Listing {
    /// A number made of the names, sizes and times of all files: another one where any of them changed.
    pub fn fingerprint(&self) -> u64 {
        let mut hash = Hash::new();
        for file in self.files.iter().chain(&self.settings) {
            hash.add(file.name.as_bytes());
            hash.add(&file.n_bytes.to_le_bytes());
            hash.add(&file.modified_ns().to_le_bytes());
        }
        hash.value()
    }
}

/// Lists the files under `roots`, those that are relative taken from the current directory. A root that is a file is taken
/// whatever its ending; in a folder only the known endings are. Links are followed; a loop of links is left out.
pub fn walk(roots: &[PathBuf]) -> Listing {
    walk_from(Path::new(""), roots)
}

/// Lists the files under `roots` as [`walk`] does in the folder `base`.
pub fn walk_from(base: &Path, roots: &[PathBuf]) -> Listing {
    let current = match base.as_os_str().is_empty() {
        true => std::env::current_dir().ok(),
        false => Some(base.to_path_buf()),
    };
    let mut walk = Walk {
        current,
        seen: HashSet::new(),
        listing: Listing::default(),
    };
    for root in roots {
        walk.root(&base.join(root));
    }
    let mut listing = walk.listing;
    listing.files.sort_by(|a, b| a.name.cmp(&b.name));
    listing.settings.sort_by(|a, b| a.name.cmp(&b.name));
    listing.left_out.sort_by(|a, b| a.path.cmp(&b.path));
    listing.left_out.dedup();
    // A folder within another may be given itself.
    let settings = &listing.settings;
    let is_read = |name: &str| settings.iter().any(|file| file.name == name);
    listing
        .left_out
        .retain(|left_out| left_out.reason != TOO_DEEP || !is_read(&left_out.path));
    listing
}

struct Walk {
    current: Option<PathBuf>,
    /// The files met, each as it is without links.
    seen: HashSet<PathBuf>,
    listing: Listing,
}

impl Walk {
    fn root(&mut self, root: &Path) {
        let hidden = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with('.');
        let real_root = root.canonicalize().ok();
        // Below this depth lie files whose path has a link in it.
        let mut linked_below: Option<usize> = None;
        let mut entries = WalkDir::new(root).follow_links(true).into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().unwrap_or(root).to_path_buf();
                    self.leave_out(&path, left_out_reason(&error));
                    continue;
                }
            };
            if linked_below.is_some_and(|depth| entry.depth() <= depth) {
                linked_below = None;
            }
            let is_root = entry.depth() == 0;
            if entry.file_type().is_dir() {
                if !is_root && hidden(entry.file_name()) {
                    entries.skip_current_dir();
                } else if entry.path_is_symlink() && !is_root {
                    linked_below = linked_below.or(Some(entry.depth()));
                }
                continue;
            }
            if entry.depth() > 1 && setting_file::is_setting(entry.path()) {
                self.leave_out(entry.path(), TOO_DEEP.to_owned());
                continue;
            }
            let is_setting = entry.depth() == 1 && setting_file::is_setting(entry.path());
            let is_known = is_setting || has_known_ending(entry.path());
            if !is_root && (hidden(entry.file_name()) || !is_known) {
                self.listing.n_other += 1;
                continue;
            }
            if !entry.file_type().is_file() {
                self.leave_out(entry.path(), "not a file or a folder".to_owned());
                continue;
            }
            let metadata = match entry.metadata() {
                Ok(metadata) => metadata,
                Err(error) => {
                    self.leave_out(entry.path(), left_out_reason(&error));
                    continue;
                }
            };
            // Only where there are links does the system have to be asked what a path really is.
            let real = match &real_root {
                Some(real_root) if linked_below.is_none() && !entry.path_is_symlink() => {
                    let below = entry.path().strip_prefix(root).ok();
                    below.map(|below| real_root.join(below))
                }
                _ => entry.path().canonicalize().ok(),
            };
            if self
                .seen
                .insert(real.unwrap_or_else(|| entry.path().to_path_buf()))
            {
                let file = SourceFile {
                    path: entry.path().to_path_buf(),
                    name: shown_name(entry.path(), self.current.as_deref()),
                    n_bytes: metadata.len(),
                    modified: metadata.modified().ok(),
                };
                match is_setting {
                    true => self.listing.settings.push(file),
                    false => self.listing.files.push(file),
                }
            }
        }
    }

    fn leave_out(&mut self, path: &Path, reason: String) {
        let path = shown_name(path, self.current.as_deref());
        self.listing.left_out.push(LeftOut { path, reason });
    }
}

fn has_known_ending(path: &Path) -> bool {
    let ending = path
        .extension()
        .map(|e| e.to_string_lossy().to_ascii_lowercase());
    ending.is_some_and(|ending| is_known_ending(&ending))
}

fn left_out_reason(error: &walkdir::Error) -> String {
    if error.loop_ancestor().is_some() {
        return "a link that leads back to a folder above it".to_owned();
    }
    match error.io_error() {
        Some(io) => io_reason(io),
        None => "cannot be listed".to_owned(),
    }
}

/// The reason of an i/o error in lower case, without the system's number.
pub(super) fn io_reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "no such file or folder".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "is a folder".to_owned(),
        _ => {
            let text = error.to_string();
            let text = text.split(" (os error").next().unwrap_or_default();
            text.trim_end_matches('.').to_lowercase()
        }
    }
}

/// `path` as shown: lexically cleaned, relative to the current directory where it lies under it.
pub(super) fn shown_name(path: &Path, current: Option<&Path>) -> String {
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
