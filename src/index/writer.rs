//! Writes an index: passages go in, and one atomic commit makes all of them its state.
//!
//! It works with all cores within a fixed memory budget. Where it is killed, the index still answers as it was last
//! committed. What passages there are is found out in [`ingest`](crate::ingest); a committed state is opened as a [`Snapshot`](super::Snapshot).

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread;

use tantivy::indexer::LogMergePolicy;
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{IndexWriter, TantivyError, Term};

use super::error::IndexError;
use super::file_records::FileRecord;
use super::folder::{OpenedIndex, create_index, open_index, remove_index};
use super::lists::{OpenLists, remove_other_lists, write_lists};
use super::manifest::{Manifest, Origin, Roots};
use super::passage::{PassageDocument, PassageRecord};
use super::report_key::{PassageSource, ReportKey};
use super::schema::{Fields, WORDS_TOKENIZER, schema};
use super::write_faults::WriteFaults;
use crate::analysis::{Segmenter, UserWord, WordTokenizer};

/// How many bytes of passages not yet written to disk all threads together may hold.
const MEMORY_BUDGET: usize = 240 << 20;
/// Segments of more passages than this are left as they are, so that no merge takes long or grows
/// with the index.
const MAX_PASSAGES_TO_MERGE: usize = 60_000;

/// An index open for writing. There is one at a time.
pub struct Writer {
    dir: PathBuf,
    fields: Fields,
    writer: IndexWriter<PassageDocument>,
    /// The manifest of the commit that it goes on from.
    previous: Option<Manifest>,
    write_faults: WriteFaults,
}

/// Whether a writer goes on from what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// It goes on from the index as it is, if there is one.
    Existing,
    /// It begins with nothing.
    Fresh,
}

impl Writer {
    /// Opens the index in `dir` for writing, or creates it.
    ///
    /// # Errors
    /// [`IndexError::Busy`] where another process writes; with [`Start::Existing`], also what opening a
    /// damaged or different index gives.
    pub fn open(dir: &Path, start: Start) -> Result<Writer, IndexError> {
        let failed = |error| IndexError::from_tantivy(dir, error);
        std::fs::create_dir_all(dir).map_err(|source| IndexError::Io {
            action: "create",
            path: dir.to_path_buf(),
            source,
        })?;
        let opened = match open_index(dir) {
            Err(IndexError::Missing(_)) => create_index(dir)?,
            Err(IndexError::Different { .. } | IndexError::Damaged { .. })
                if start == Start::Fresh =>
            {
                remove_index(dir)?;
                create_index(dir)?
            }
            opened => opened?,
        };
        let OpenedIndex {
            index,
            manifest,
            write_faults,
        } = opened;
        let n_threads = thread::available_parallelism()
            .map_or(1, NonZero::get)
            .min(8);
        let writer = index
            .writer_with_num_threads(n_threads, MEMORY_BUDGET)
            .map_err(failed)?;
        // A run that was killed may have left files that no commit names. One of deletions would be in the way: it is
        // named by the number of operations, which comes again.
        writer.garbage_collect_files().wait().map_err(failed)?;
        let mut merge_policy = LogMergePolicy::default();
        merge_policy.set_max_docs_before_merge(MAX_PASSAGES_TO_MERGE);
        merge_policy.set_del_docs_ratio_before_merge(0.3);
        writer.set_merge_policy(Box::new(merge_policy));
        let (_, fields) = schema();
        let mut writer = Writer {
            dir: dir.to_path_buf(),
            fields,
            writer,
            previous: manifest,
            write_faults,
        };
        writer.segment_with(Vec::new());
        if start == Start::Fresh {
            writer.writer.delete_all_documents().map_err(failed)?;
            if let Some(previous) = &mut writer.previous {
                previous.lists.sources.clear();
            }
        }
        Ok(writer)
    }

    /// The folder of the index.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The paths that the index was last built from; `None` where it is new.
    pub fn roots(&self) -> Option<&Roots> {
        self.origin().map(|origin| &origin.roots)
    }

    /// What the index was last built from; `None` where it is new.
    pub(crate) fn origin(&self) -> Option<&Origin> {
        self.previous.as_ref().map(|previous| &previous.origin)
    }

    /// Segments passages added from here on by jieba's dictionary with these words besides.
    pub(crate) fn segment_with(&self, words: Vec<UserWord>) {
        let segmenter = Segmenter::with_jieba_dictionary_and(words);
        let words = TextAnalyzer::builder(WordTokenizer::new(segmenter)).build();
        let tokenizers = self.writer.index().tokenizers();
        tokenizers.register(WORDS_TOKENIZER, words);
    }

    /// The files that the index holds.
    pub(crate) fn files(&self) -> Result<Vec<FileRecord>, IndexError> {
        match &self.previous {
            Some(previous) if !previous.lists.sources.is_empty() => files(&self.dir, previous),
            _ => Ok(Vec::new()),
        }
    }

    /// Adds the `ordinal`-th passage of a report or of a file of records.
    ///
    /// # Errors
    /// Where a file cannot be written or a thread of the writer has failed.
    pub(crate) fn add(
        &self,
        source: &PassageSource,
        ordinal: u32,
        text: String,
        record: PassageRecord,
    ) -> Result<(), IndexError> {
        let document = PassageDocument::new(self.fields, source, ordinal, text, record);
        let document = document.map_err(|error| IndexError::Io {
            action: "write to",
            path: self.dir.clone(),
            source: error.into(),
        })?;
        self.writer
            .add_document(document)
            .map_err(|error| write_error(&self.dir, &self.write_faults, error))?;
        Ok(())
    }

    /// Removes the passages of a report or of a file of records that were there before; those added since stay.
    pub(crate) fn remove_report(&self, report: ReportKey) {
        let term = Term::from_field_text(self.fields.report, &report.term());
        self.writer.delete_term(term);
    }

    /// Makes all that was added and removed the index's state at once, with the files that it now holds and the synonyms that users
    /// name.
    ///
    /// # Errors
    /// Where it cannot be written. The state before stays.
    pub(crate) fn commit(
        mut self,
        origin: Origin,
        files: &[FileRecord],
        families: &[Vec<String>],
    ) -> Result<(), IndexError> {
        let (dir, write_faults) = (self.dir, self.write_faults);
        let failed = |error| write_error(&dir, &write_faults, error);
        let mut prepared = self.writer.prepare_commit().map_err(failed)?;
        let write_to = |source| IndexError::Io {
            action: "write to",
            path: dir.clone(),
            source,
        };
        let lists = write_lists(&dir, prepared.opstamp(), files, families);
        let manifest = Manifest::new(lists.map_err(write_to)?, origin);
        let payload = serde_json::to_string(&manifest).map_err(|error| write_to(error.into()))?;
        prepared.set_payload(&payload);
        prepared.commit().map_err(failed)?;
        remove_other_lists(&dir, &manifest.lists);
        self.writer.wait_merging_threads().map_err(failed)
    }
}

/// An error of writing: the fault of a file, where there was one and tantivy says only that a thread failed.
fn write_error(dir: &Path, faults: &WriteFaults, error: TantivyError) -> IndexError {
    match (&error, faults.take()) {
        (TantivyError::ErrorInThread(_), Some(source)) => IndexError::Io {
            action: "write to",
            path: dir.to_path_buf(),
            source,
        },
        _ => IndexError::from_tantivy(dir, error),
    }
}

/// Reads the list of the files that an index of this manifest holds.
fn files(dir: &Path, manifest: &Manifest) -> Result<Vec<FileRecord>, IndexError> {
    let read = OpenLists::open(dir, &manifest.lists).read_files();
    read.map_err(|error| IndexError::Damaged {
        path: dir.to_path_buf(),
        reason: format!(
            "the list of its files, {}, cannot be read: {error}",
            manifest.lists.sources
        ),
    })
}
