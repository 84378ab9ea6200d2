//! The folder of an index: opening the tantivy index in it, creating one, clearing it of its files.
//!
//! [`Writer`](super::Writer) and [`Snapshot`](super::Snapshot) both begin here.

use std::path::Path;

use tantivy::directory::{Directory, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::index::{Index, IndexSettings};

use super::characters::CharacterPath;
use super::error::IndexError;
use super::lists::is_list;
use super::manifest::Manifest;
use super::schema::schema;
use super::write_faults::{NotingDirectory, WriteFaults};

/// An index that was opened or created.
pub(super) struct OpenedIndex {
    /// The index as tantivy sees it.
    pub(super) index: Index,
    /// Its manifest; `None` where nothing was ever committed to it.
    pub(super) manifest: Option<Manifest>,
    /// Why its files could not be written.
    pub(super) write_faults: WriteFaults,
}

/// Opens the index in `dir`.
pub(super) fn open_index(dir: &Path) -> Result<OpenedIndex, IndexError> {
    let failed = |error| IndexError::from_tantivy(dir, error);
    if !dir.join("meta.json").exists() {
        return Err(IndexError::Missing(dir.to_path_buf()));
    }
    let write_faults = WriteFaults::default();
    let mut index = Index::open(open_directory(dir, &write_faults)?).map_err(failed)?;
    let metas = index.load_metas().map_err(failed)?;
    let manifest = match metas.payload {
        Some(payload) => {
            let manifest = Manifest::parse(&payload);
            Some(manifest.map_err(|difference| different(dir, difference))?)
        }
        // Created, but killed before the first commit.
        None if metas.segments.is_empty() => None,
        None => return Err(different(dir, "it has no manifest".to_string())),
    };
    if index.schema() != schema().0 {
        return Err(different(dir, "its fields are others".to_string()));
    }
    index.register_plugin(CharacterPath::plugin());
    Ok(OpenedIndex {
        index,
        manifest,
        write_faults,
    })
}

fn open_directory(dir: &Path, faults: &WriteFaults) -> Result<NotingDirectory, IndexError> {
    let opened = MmapDirectory::open(dir);
    let opened = opened.map_err(|error| IndexError::from_tantivy(dir, error.into()))?;
    Ok(NotingDirectory::new(opened, faults.clone()))
}

fn different(dir: &Path, difference: String) -> IndexError {
    IndexError::Different {
        path: dir.to_path_buf(),
        difference,
    }
}

/// Creates an index in `dir`.
pub(super) fn create_index(dir: &Path) -> Result<OpenedIndex, IndexError> {
    let write_faults = WriteFaults::default();
    let index = Index::builder()
        .schema(schema().0)
        .settings(IndexSettings::default())
        .register_plugin(CharacterPath::plugin())
        .open_or_create(open_directory(dir, &write_faults)?)
        .map_err(|error| IndexError::from_tantivy(dir, error))?;
    Ok(OpenedIndex {
        index,
        manifest: None,
        write_faults,
    })
}

/// Removes the files of an index, and nothing else that may stand beside them.
pub(super) fn remove_index(dir: &Path) -> Result<(), IndexError> {
    let failed = |source| IndexError::Io {
        action: "clear",
        path: dir.to_path_buf(),
        source,
    };
    let directory =
        MmapDirectory::open(dir).map_err(|error| IndexError::from_tantivy(dir, error.into()))?;
    let lock = directory.acquire_lock(&INDEX_WRITER_LOCK);
    let _lock = lock.map_err(|error| IndexError::from_tantivy(dir, error.into()))?;
    for entry in std::fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if is_of_an_index(&path) {
            std::fs::remove_file(&path).map_err(failed)?;
        }
    }
    Ok(())
}

/// Whether a file is one that tantivy or the character path made: `meta.json`, `.managed.json`, a list of
/// sources, or a segment's, named by 32 hexadecimal digits.
fn is_of_an_index(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return false;
    };
    let segment = name.split('.').next().unwrap_or("");
    let is_segment = segment.len() == 32 && segment.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_segment || name == "meta.json" || name == ".managed.json" || is_list(name)
}
