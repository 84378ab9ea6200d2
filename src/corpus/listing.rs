//! The walk over a corpus: which files it is made of.
//!
//! Input: paths as typed. Output: a [`Listing`] of the files to read, in the order of their names, of the settings files beside
//! them, and of what had to be left out. The walk looks at names and metadata alone; `formats` opens the files.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::format::ending;
use super::formats::registry::is_known_ending;
use super::hash::Hash;
use super::left_out::{LeftOut, io_reason};
use super::settings::setting_file;
use super::source_file::{SourceFile, shown_name};
use super::unread;

/// The reason why a settings file below the top of the given folder has no effect; it is not read as a report either.
const TOO_DEEP: &str = "belongs at the top of the folder";

/// The result of a walk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The files to read, by name, each once.
    pub files: Vec<SourceFile>,
    /// The settings files at the top of a folder: `metadata.csv`, `words.txt`, `synonyms.txt`.
    pub settings: Vec<SourceFile>,
    /// The paths that could not be listed, and the files of kinds that are not read.
    pub left_out: Vec<LeftOut>,
}

impl Listing {
    /// Returns a number made of the names, sizes and times of all files; it changes whenever one of them does.
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

/// Lists the files under `roots`; relative ones start from the current directory. A root that is a file is taken whatever its
/// ending, while in a folder only files of known endings are. Links are followed; a loop of links is left out.
pub fn walk(roots: &[PathBuf]) -> Listing {
    walk_from(Path::new(""), roots)
}

/// Lists the files under `roots` as [`walk`] would if `base` were the current directory.
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
    // A folder inside another one may be a root as well.
    let settings = &listing.settings;
    let is_read = |name: &str| settings.iter().any(|file| file.name == name);
    listing
        .left_out
        .retain(|left_out| left_out.reason != TOO_DEEP || !is_read(&left_out.path));
    listing
}

struct Walk {
    current: Option<PathBuf>,
    /// The files met so far, by their paths with all links resolved.
    seen: HashSet<PathBuf>,
    listing: Listing,
}

impl Walk {
    fn root(&mut self, root: &Path) {
        let hidden = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with('.');
        let real_root = root.canonicalize().ok();
        // Files below this depth have a link in their path.
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
                if !is_root && (hidden(entry.file_name()) || is_index(entry.path())) {
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
            let name = entry.path().to_string_lossy();
            if !is_root && unread::is_no_document(&entry.file_name().to_string_lossy()) {
                continue;
            }
            if !is_root && !is_setting && !is_known_ending(&ending(&name)) {
                self.leave_out(entry.path(), unread::reason(&name));
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
            // Only if there are links must the system be asked what a path really is.
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
                let file = SourceFile::new(entry.path(), &metadata, self.current.as_deref());
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

/// Whether a folder is an index, whose files are none of the corpus: tantivy keeps these two in every one.
fn is_index(folder: &Path) -> bool {
    ["meta.json", ".managed.json"]
        .iter()
        .all(|name| folder.join(name).is_file())
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
