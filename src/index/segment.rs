//! One segment of an open index: the texts, character pairs, words and typed columns of its passages.
//!
//! Everything that later stages read of a segment goes through this type: [`columns`](super::columns) for what is known of a passage,
//! [`words`](super::words) for the words path, and the two fields `texts` and `grams` for the character path. Nobody outside `index` sees
//! tantivy's own reader.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use tantivy::index::SegmentReader;

use super::characters::{Grams, Texts, open_grams, open_texts};
use super::columns::{NameColumn, Names, NumberColumn, Numbers, RecordFlags, YearColumn, Years};
use super::error::IndexError;
use super::schema::Fields;
use super::words::Words;

/// A segment of a snapshot. Its passages are numbered from 0; some of these numbers may be of passages that were deleted.
pub struct Segment {
    dir: Arc<Path>,
    fields: Fields,
    reader: SegmentReader,
    /// The words and the columns are opened where they are first asked for.
    words: OnceLock<Words>,
    names: [OnceLock<Names>; NameColumn::COUNT],
    years: [OnceLock<Years>; YearColumn::COUNT],
    numbers: [OnceLock<Numbers>; NumberColumn::COUNT],
    record_flags: OnceLock<RecordFlags>,
    /// The passages' texts.
    pub(crate) texts: Texts,
    /// Where each pair of characters stands in the folded texts.
    pub(crate) grams: Grams,
}

impl Segment {
    /// Opens a segment of the index in `dir`.
    pub(super) fn open(
        dir: &Arc<Path>,
        fields: Fields,
        reader: &SegmentReader,
    ) -> tantivy::Result<Segment> {
        Ok(Segment {
            dir: Arc::clone(dir),
            fields,
            reader: reader.clone(),
            words: OnceLock::new(),
            names: Default::default(),
            years: Default::default(),
            numbers: Default::default(),
            record_flags: OnceLock::new(),
            texts: open_texts(reader)?,
            grams: open_grams(reader)?,
        })
    }

    /// How many passages it has, those that were deleted counted.
    #[inline]
    pub(crate) fn n_documents(&self) -> u32 {
        self.grams.n_documents()
    }

    /// Whether a passage was deleted since the segment was written.
    #[inline]
    pub(crate) fn is_deleted(&self, document: u32) -> bool {
        self.reader.is_deleted(document)
    }

    /// The passages that were not deleted, ascending.
    pub(crate) fn live_documents(&self) -> impl Iterator<Item = u32> {
        self.reader.doc_ids_alive()
    }

    /// A column of names.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where it cannot be read.
    pub(crate) fn names(&self, column: NameColumn) -> Result<&Names, IndexError> {
        self.opened(&self.names[column as usize], || {
            let opened = self.reader.fast_fields().str(column.field_name())?;
            Ok(Names::new(&self.dir, opened))
        })
    }

    /// A column of years.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where it cannot be read.
    pub(crate) fn years(&self, column: YearColumn) -> Result<&Years, IndexError> {
        self.opened(&self.years[column as usize], || {
            let opened = self.reader.fast_fields().column_opt(column.field_name())?;
            Ok(Years::new(opened))
        })
    }

    /// A column of numbers that every passage has.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where it cannot be read.
    pub(crate) fn numbers(&self, column: NumberColumn) -> Result<&Numbers, IndexError> {
        self.opened(&self.numbers[column as usize], || {
            let opened = self.reader.fast_fields().u64(column.field_name())?;
            Ok(Numbers::new(opened))
        })
    }

    /// The column that tells records of a file of passages from passages of reports.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where it cannot be read.
    pub(crate) fn record_flags(&self) -> Result<&RecordFlags, IndexError> {
        self.opened(&self.record_flags, || {
            let opened = self.reader.fast_fields().bool(RecordFlags::FIELD_NAME)?;
            Ok(RecordFlags::new(opened))
        })
    }

    /// The words path: which passages are indexed by which words.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where it cannot be read.
    pub(crate) fn words(&self) -> Result<&Words, IndexError> {
        self.opened(&self.words, || {
            Words::open(&self.dir, self.fields.words, &self.reader)
        })
    }

    /// What a cell holds; it is filled by `open` where it is empty.
    fn opened<'s, T>(
        &self,
        cell: &'s OnceLock<T>,
        open: impl FnOnce() -> tantivy::Result<T>,
    ) -> Result<&'s T, IndexError> {
        if let Some(opened) = cell.get() {
            return Ok(opened);
        }
        let opened = open().map_err(|error| self.failed(error))?;
        Ok(cell.get_or_init(|| opened))
    }

    fn failed(&self, error: tantivy::TantivyError) -> IndexError {
        IndexError::from_tantivy(&self.dir, error)
    }
}
