//! A committed state of the index, whole: what searches read.
//!
//! Input: the folder of an index. Output: its segments with words, characters, columns and records. An update that
//! commits meanwhile changes nothing in a snapshot that is open. Refuses to know queries and ranking.

use std::path::{Path, PathBuf};

use tantivy::columnar::StrColumn;
use tantivy::index::SegmentReader;
use tantivy::schema::{TantivyDocument, Value};
use tantivy::{DocAddress, ReloadPolicy, Searcher, TantivyError};

use super::characters::{open_grams, open_texts};
use super::error::IndexError;
use super::grams::Grams;
use super::manifest::{Manifest, SourceRecord};
use super::passage::PassageRecord;
use super::schema::{Fields, schema};
use super::texts::Texts;
use super::writer::{open_index, sources};

/// A committed state of the index.
pub struct Snapshot {
    dir: PathBuf,
    manifest: Manifest,
    searcher: Searcher,
    fields: Fields,
    segments: Vec<Segment>,
}

/// A segment of it.
pub(crate) struct Segment {
    /// Its words and columns.
    pub(crate) reader: SegmentReader,
    /// Its passages' texts.
    pub(crate) texts: Texts,
    /// Its pairs of characters.
    pub(crate) grams: Grams,
}

impl Segment {
    /// A column of names; `None` where no passage of the segment has one.
    pub(crate) fn names(&self, field: &str) -> tantivy::Result<Option<StrColumn>> {
        self.reader.fast_fields().str(field)
    }
}

impl Snapshot {
    /// Opens the last committed state of the index in `dir`.
    ///
    /// # Errors
    /// [`IndexError::Missing`], [`IndexError::Different`] or [`IndexError::Damaged`].
    pub fn open(dir: &Path) -> Result<Snapshot, IndexError> {
        let (index, manifest) = open_index(dir)?;
        let manifest = manifest.ok_or_else(|| IndexError::Missing(dir.to_path_buf()))?;
        let open = || -> tantivy::Result<(Searcher, Vec<Segment>)> {
            let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
            let searcher = reader.try_into()?.searcher();
            let segments = searcher.segment_readers().iter().map(|reader| {
                Ok(Segment {
                    reader: reader.clone(),
                    texts: open_texts(reader)?,
                    grams: open_grams(reader)?,
                })
            });
            let segments = segments.collect::<tantivy::Result<_>>()?;
            Ok((searcher, segments))
        };
        let (searcher, segments) = open().map_err(|error| IndexError::from_tantivy(dir, error))?;
        let (_, fields) = schema();
        Ok(Snapshot {
            dir: dir.to_path_buf(),
            manifest,
            searcher,
            fields,
            segments,
        })
    }

    /// How many passages it holds.
    pub fn n_passages(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// The files it was built from.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where their list cannot be read.
    pub fn sources(&self) -> Result<Vec<SourceRecord>, IndexError> {
        sources(&self.dir, &self.manifest)
    }

    pub(crate) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Where the passages are, in the order of the segments.
    pub(crate) fn passages(&self) -> impl Iterator<Item = DocAddress> {
        (0..).zip(&self.segments).flat_map(|(ord, segment)| {
            let documents = segment.reader.doc_ids_alive();
            documents.map(move |document| DocAddress::new(ord, document))
        })
    }

    /// The text of a passage.
    pub(crate) fn text(&self, at: DocAddress) -> String {
        self.segments[at.segment_ord as usize]
            .texts
            .get(at.doc_id)
            .chars()
            .collect()
    }

    /// The record of a passage.
    pub(crate) fn record(&self, at: DocAddress) -> Result<PassageRecord, IndexError> {
        let stored: TantivyDocument = self.searcher.doc(at).map_err(|error| self.failed(error))?;
        let stored = stored
            .get_first(self.fields.stored)
            .and_then(|value| value.as_bytes().map(<[u8]>::to_vec));
        serde_json::from_slice(&stored.unwrap_or_default()).map_err(|error| IndexError::Damaged {
            path: self.dir.clone(),
            reason: format!("the record of a passage cannot be read: {error}"),
        })
    }

    /// An error of tantivy's as one of this index.
    pub(crate) fn failed(&self, error: TantivyError) -> IndexError {
        IndexError::from_tantivy(&self.dir, error)
    }
}
