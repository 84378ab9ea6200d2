//! Lists the files that an index is built from, and records what they are like.
//!
//! Input: the [`Roots`] of an index. Output: a [`Listing`] of their files, and the [`Origin`] that the index keeps of it, by which
//! [`freshness`](super::freshness) knows a change.

use std::path::{Path, PathBuf};

use super::settings::{Settings, fingerprint_of_words};
use crate::corpus::{self, Listing, ReadOptions, SourceFile};
use crate::index::{Origin, Roots, SettingsFile, fingerprint_of_families};

/// Lists the files of `roots`, for the index in `dir`.
pub(super) fn list(roots: &Roots, dir: &Path) -> Listing {
    let base = dir.join(roots.base());
    let paths: Vec<PathBuf> = roots.paths().iter().map(PathBuf::from).collect();
    let is_current = |base: &PathBuf| std::env::current_dir().is_ok_and(|current| current == *base);
    match base.canonicalize() {
        Ok(base) if !is_current(&base) => corpus::walk_from(&base, &paths),
        _ => corpus::walk(&paths),
    }
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
