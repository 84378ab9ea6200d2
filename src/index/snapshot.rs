//! Opens a committed state of the index, whole: all that searches read.
//!
//! Input: the folder of an index. Output: a [`Snapshot`] of its segments with words, characters, columns and records. An update that
//! commits meanwhile changes nothing in a snapshot that is open, and several threads may share one. It is written by
//! [`writer`](super::writer).

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::schema::{TantivyDocument, Value};
use tantivy::{DocAddress as PassageAddress, ReloadPolicy, Searcher, TantivyError};

use super::error::IndexError;
use super::file_records::{FileRecord, ReportRecord};
use super::folder::{OpenedIndex, open_index};
use super::lists::OpenLists;
use super::manifest::{Manifest, Origin, is_under};
use super::passage::PassageRecord;
use super::schema::{Fields, schema};
use super::segment::Segment;
use crate::analysis::MAX_USER_WORD_CHARS;
use crate::corpus::LeftOut;

/// How many times an index that changes meanwhile is opened anew.
const MAX_TRIES: usize = 10;

/// A committed state of the index.
pub struct Snapshot {
    dir: PathBuf,
    manifest: Manifest,
    lists: OpenLists,
    searcher: Searcher,
    fields: Fields,
    segments: Vec<Segment>,
}

impl Snapshot {
    /// Opens the last committed state of the index in `dir`.
    ///
    /// # Errors
    /// [`IndexError::Missing`], [`IndexError::Different`] or [`IndexError::Damaged`].
    pub fn open(dir: &Path) -> Result<Snapshot, IndexError> {
        let state = || std::fs::read(dir.join("meta.json")).ok();
        for _ in 1..MAX_TRIES {
            let before = state();
            let opened = Snapshot::try_open(dir);
            // A commit or a merge that came between may have taken files away that were still to be opened.
            if state() == before {
                return opened;
            }
        }
        Snapshot::try_open(dir)
    }

    fn try_open(dir: &Path) -> Result<Snapshot, IndexError> {
        let OpenedIndex {
            index, manifest, ..
        } = open_index(dir)?;
        let manifest = manifest.ok_or_else(|| IndexError::Missing(dir.to_path_buf()))?;
        let (_, fields) = schema();
        let shared_dir: Arc<Path> = Arc::from(dir);
        let open = || -> tantivy::Result<(Searcher, Vec<Segment>)> {
            let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
            let searcher = reader.try_into()?.searcher();
            let readers = searcher.segment_readers().iter();
            let segments = readers.map(|reader| Segment::open(&shared_dir, fields, reader));
            let segments = segments.collect::<tantivy::Result<_>>()?;
            Ok((searcher, segments))
        };
        let (searcher, segments) = open().map_err(|error| IndexError::from_tantivy(dir, error))?;
        let lists = OpenLists::open(dir, &manifest.lists);
        Ok(Snapshot {
            dir: dir.to_path_buf(),
            manifest,
            lists,
            searcher,
            fields,
            segments,
        })
    }

    /// How many passages it holds.
    pub fn n_passages(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// Lists the reports that it holds, in the order of their paths, and what was left out. Of reports that are the same as another,
    /// only those are listed that have passages which the other has not.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where their list cannot be read.
    pub fn reports(&self) -> Result<(Vec<ReportRecord>, Vec<LeftOut>), IndexError> {
        let (mut records, mut left_out) = (Vec::new(), Vec::new());
        for file in self.files()? {
            let reports = file.reports.into_iter().map(|report| report.record);
            let is_more = |record: &ReportRecord| record.same_as.is_none() || record.n_passages > 0;
            records.extend(reports.filter(is_more));
            left_out.extend(file.left_out);
        }
        Ok((records, left_out))
    }

    /// Whether the index holds a file of a path that was typed in the current directory, or was built from that path.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where the list of files cannot be read.
    pub fn holds(&self, path: &Path) -> Result<bool, IndexError> {
        let roots = &self.origin().roots;
        let name = roots.name_of(path, self.dir());
        let is_root = roots.names(self.dir()).contains(&name);
        let files = self.files()?;
        Ok(is_root || files.iter().any(|file| is_under(&file.path, &name)))
    }

    /// The other paths of the report at a path.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where the list of such reports cannot be read.
    pub fn other_paths(&self, path: &str) -> Result<&[String], IndexError> {
        if self.manifest.lists.other_paths.is_none() {
            return Ok(&[]);
        }
        let by_path = self.lists.other_paths();
        let by_path = by_path.map_err(|error| self.unreadable("other paths", &error))?;
        Ok(by_path.get(path).map_or(&[], Vec::as_slice))
    }

    /// The families of terms that mean the same to the users, as they write them, two terms or more in each.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where their list cannot be read.
    pub fn user_families(&self) -> Result<&[Vec<String>], IndexError> {
        if self.manifest.lists.families.is_none() {
            return Ok(&[]);
        }
        let families = self.lists.families(self.manifest.origin.families);
        families.map_err(|error| self.unreadable("synonyms", &error))
    }

    /// How many characters the longest word has that queries are segmented by: words of jieba's dictionary that are longer are indexed by
    /// their parts too, while those that users list may be names that have none.
    pub(crate) fn max_word_chars(&self) -> usize {
        match self.manifest.origin.words {
            0 => 8,
            _ => MAX_USER_WORD_CHARS,
        }
    }

    /// Reads the list of the files that it was built from.
    pub(crate) fn files(&self) -> Result<Vec<FileRecord>, IndexError> {
        let read = self.lists.read_files();
        read.map_err(|error| self.unreadable("its files", &error))
    }

    fn unreadable(&self, list: &str, error: &io::Error) -> IndexError {
        IndexError::Damaged {
            path: self.dir.clone(),
            reason: format!("the list of {list} cannot be read: {error}"),
        }
    }

    /// The folder of the index.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// What it was built from.
    pub(crate) fn origin(&self) -> &Origin {
        &self.manifest.origin
    }

    pub(crate) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The addresses of the passages, in the order of the segments.
    pub(crate) fn passages(&self) -> impl Iterator<Item = PassageAddress> {
        (0..).zip(&self.segments).flat_map(|(ord, segment)| {
            let documents = segment.live_documents();
            documents.map(move |document| PassageAddress::new(ord, document))
        })
    }

    /// Reads the text of a passage.
    pub fn text(&self, at: PassageAddress) -> String {
        self.segments[at.segment_ord as usize]
            .texts
            .get(at.doc_id)
            .chars()
            .collect()
    }

    /// Reads the record of a passage.
    pub fn record(&self, at: PassageAddress) -> Result<PassageRecord, IndexError> {
        let stored: TantivyDocument = self.searcher.doc(at).map_err(|error| self.failed(error))?;
        let stored = stored
            .get_first(self.fields.stored)
            .and_then(|value| value.as_bytes().map(<[u8]>::to_vec));
        serde_json::from_slice(&stored.unwrap_or_default()).map_err(|error| IndexError::Damaged {
            path: self.dir.clone(),
            reason: format!("the record of a passage cannot be read: {error}"),
        })
    }

    /// Names an error of tantivy as one of this index.
    pub(crate) fn failed(&self, error: TantivyError) -> IndexError {
        IndexError::from_tantivy(&self.dir, error)
    }
}
