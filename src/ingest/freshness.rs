//! Tells whether the files are still as they were when the index was built.
//!
//! Input: a snapshot. Output: the [`Changes`] since, by names, sizes and times; no file is opened. Where nothing changed, one number is
//! compared and the list of files is not read. [`update`](super::update()) is what brings the index up to date.

use std::collections::{BTreeSet, HashMap};

use super::listing;
use crate::index::{FileRecord, IndexError, SettingsFile, Snapshot, is_under};

/// How many files have changed since the index was built.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that the index does not know.
    pub n_new: usize,
    /// Files of another size or time.
    pub n_changed: usize,
    /// Files that are no longer there.
    pub n_gone: usize,
    /// The names of the settings files that came, changed or went.
    pub settings: Vec<String>,
}

/// Tells what changed since the index was built; `None` where nothing did, or where none of the files is there.
///
/// # Errors
/// [`IndexError::Damaged`] where the list of files cannot be read.
pub fn changes(snapshot: &Snapshot) -> Result<Option<Changes>, IndexError> {
    let origin = snapshot.origin();
    let listing = listing::list(&origin.roots, snapshot.dir());
    // An index may be used where none of its files are.
    if listing.fingerprint() == origin.listing || listing.files.is_empty() {
        return Ok(None);
    }
    let known = snapshot.files()?;
    let mut by_path: HashMap<&str, &FileRecord> = known
        .iter()
        .map(|file| (file.path.as_str(), file))
        .collect();
    let mut changes = Changes::default();
    for file in &listing.files {
        match by_path.remove(file.name.as_str()) {
            None => changes.n_new += 1,
            Some(record) => {
                let is_same = record.n_bytes == file.n_bytes
                    && (record.modified_ns == file.modified_ns() || record.modified_ns == 0);
                changes.n_changed += usize::from(!is_same);
            }
        }
    }
    let away = listing::away(&origin.roots, snapshot.dir());
    let is_away = |name: &str| away.iter().any(|away| is_under(name, away));
    changes.n_gone = by_path.keys().filter(|name| !is_away(name)).count();
    let now: Vec<SettingsFile> = listing
        .settings
        .iter()
        .map(listing::settings_file)
        .collect();
    let then = &origin.settings;
    let came = now.iter().filter(|file| !then.contains(file));
    let went = then.iter().filter(|file| !now.contains(file));
    let names = came.chain(went).map(|file| file.name.clone());
    let names: BTreeSet<String> = names.filter(|name| !is_away(name)).collect();
    changes.settings = names.into_iter().collect();
    // A path that is away, or has come back as it was, is no change. A file that could not be read may be one that nothing tells of.
    let all_were_read = known.iter().all(|file| file.modified_ns != 0);
    let is_none = changes == Changes::default() && all_were_read;
    Ok((!is_none).then_some(changes))
}
