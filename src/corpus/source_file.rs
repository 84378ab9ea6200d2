//! Which files a corpus is made of.
//!
//! Input: paths as typed. Output: a [`Listing`] of the files to read, in the order of their names,
//! and of what had to be left out. Looks at names and metadata alone; refuses to open a file.

use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use walkdir::WalkDir;

use super::format::is_known_ending;

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

/// A path that could not be listed, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// What could not be listed.
    pub left_out: Vec<LeftOut>,
    /// Files met in folders that are of another kind, or hidden.
    pub n_other: usize,
}

/// Lists the files under `roots`. A root that is a file is taken whatever its ending; in a folder
/// only the known endings are. Links are followed; a loop of links is left out.
pub fn walk(roots: &[PathBuf]) -> Listing {
    let current = std::env::current_dir().ok();
    let mut listing = Listing::default();
    let mut seen = HashSet::new();
    for root in roots {
        walk_root(root, current.as_deref(), &mut listing, &mut seen);
    }
    listing.files.sort_by(|a, b| a.name.cmp(&b.name));
    listing.left_out.sort_by(|a, b| a.path.cmp(&b.path));
    listing.left_out.dedup();
    listing
}

fn walk_root(
    root: &Path,
    current: Option<&Path>,
    listing: &mut Listing,
    seen: &mut HashSet<PathBuf>,
) {
    let hidden = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with('.');
    let mut entries = WalkDir::new(root).follow_links(true).into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(root);
                let reason = left_out_reason(&error);
                listing.left_out.push(LeftOut {
                    path: shown_name(path, current),
                    reason,
                });
                continue;
            }
        };
        let is_root = entry.depth() == 0;
        if entry.file_type().is_dir() {
            if !is_root && hidden(entry.file_name()) {
                entries.skip_current_dir();
            }
            continue;
        }
        if !is_root && (hidden(entry.file_name()) || !has_known_ending(entry.path())) {
            listing.n_other += 1;
            continue;
        }
        let name = shown_name(entry.path(), current);
        if !entry.file_type().is_file() {
            listing.left_out.push(LeftOut {
                path: name,
                reason: "not a file or a folder".to_owned(),
            });
            continue;
        }
        let metadata = match entry.metadata() {
            Ok(metadata) => metadata,
            Err(error) => {
                listing.left_out.push(LeftOut {
                    path: name,
                    reason: left_out_reason(&error),
                });
                continue;
            }
        };
        let identity = entry
            .path()
            .canonicalize()
            .unwrap_or_else(|_| entry.path().to_path_buf());
        if seen.insert(identity) {
            listing.files.push(SourceFile {
                path: entry.path().to_path_buf(),
                name,
                n_bytes: metadata.len(),
                modified: metadata.modified().ok(),
            });
        }
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
