//! Lists the files that an index is built from, and records what they are like.
//!
//! Input: the [`Roots`] of an index. Output: a [`Listing`] of their files, and the [`Origin`] that the index keeps of it, by which
//! [`freshness`](super::freshness) knows a change.

use std::path::{Path, PathBuf};

use super::settings::{Settings, fingerprint_of_words};
use crate::corpus::{self, Listing, ReadOptions, SourceFile};
use crate::index::{Origin, Roots, SettingsFile, fingerprint_of_families, is_under};

/// Lists the files of `roots`, for the index in `dir`, but for those that were taken out.
pub(super) fn list(roots: &Roots, dir: &Path) -> Listing {
    let base = dir.join(roots.base());
    let paths: Vec<PathBuf> = roots.paths().iter().map(PathBuf::from).collect();
    let is_current = |base: &PathBuf| std::env::current_dir().is_ok_and(|current| current == *base);
    let mut listing = match base.canonicalize() {
        Ok(base) if !is_current(&base) => corpus::walk_from(&base, &paths),
        _ => corpus::walk(&paths),
    };
    let names = roots.names(dir);
    let is_in = |name: &str| !roots.is_taken_out(name, &names);
    listing.files.retain(|file| is_in(&file.name));
    listing.settings.retain(|file| is_in(&file.name));
    listing.left_out.retain(|left_out| is_in(&left_out.path));
    listing
}

/// Gives the names of those of `roots` that are away as a whole: a drive is off, a folder was moved. An empty folder is where a drive would be. What
/// lacks in a folder that is there was deleted.
pub(super) fn away(roots: &Roots, dir: &Path) -> Vec<String> {
    let base = dir.join(roots.base());
    let is_away = |path: &str| {
        let path = base.join(path);
        let is_empty = path
            .read_dir()
            .is_ok_and(|mut files| files.next().is_none());
        is_empty || !path.exists()
    };
    let (away, there): (Vec<String>, Vec<String>) =
        roots.names(dir).into_iter().partition(|name| is_away(name));
    let lacks_in = |folder: &String, name: &str| folder != name && is_under(name, folder);
    let away = away.into_iter();
    away.filter(|name| !there.iter().any(|folder| lacks_in(folder, name)))
        .collect()
}

/// How the files of `roots` are read.
pub(super) fn read_options(roots: &Roots) -> ReadOptions {
    ReadOptions {
        columns: roots.columns().parse().unwrap_or_default(),
    }
}

/// Records a settings file as it is.
pub(super) fn settings_file(file: &SourceFile) -> SettingsFile {
    SettingsFile {
        name: file.name.clone(),
        n_bytes: file.n_bytes,
        modified_ns: file.modified_ns(),
    }
}

/// Records what an index is built from: the files as they are, and what their settings say.
pub(super) fn origin(roots: &Roots, listing: &Listing, settings: &Settings) -> Origin {
    Origin {
        roots: roots.clone(),
        listing: listing.fingerprint(),
        settings: listing.settings.iter().map(settings_file).collect(),
        words: fingerprint_of_words(&settings.words),
        families: fingerprint_of_families(&settings.families),
    }
}
