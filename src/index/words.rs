//! The words path of a segment: which passages are indexed by which of jieba's words, and how often.
//!
//! Input: tantivy's inverted index of the field of words. Output: documents with counts, and the statistics that ranking needs. Where the
//! characters of a text stand is not known here: see `grams.rs` for that.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::{InvertedIndexReader, SegmentReader};
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, TantivyError, Term};

use super::error::IndexError;

/// The words of a segment, open.
pub(crate) struct Words {
    dir: Arc<Path>,
    field: Field,
    inverted: Arc<InvertedIndexReader>,
    lengths: FieldNormReader,
}

impl Words {
    pub(super) fn open(
        dir: &Arc<Path>,
        field: Field,
        reader: &SegmentReader,
    ) -> tantivy::Result<Words> {
        Ok(Words {
            dir: Arc::clone(dir),
            field,
            inverted: reader.inverted_index(field)?,
            lengths: reader.get_fieldnorms_reader(field)?,
        })
    }

    /// How many passages are indexed by a word.
    ///
    /// # Errors
    /// [`IndexError::Damaged`], here and below, where the postings cannot be read.
    pub(crate) fn n_documents_with(&self, word: &str) -> Result<u64, IndexError> {
        let n_documents = self.inverted.doc_freq(&self.term(word));
        let n_documents = n_documents.map_err(|error| self.failed(error.into()))?;
        Ok(n_documents.into())
    }

    /// How many words all passages are indexed by, repetitions counted.
    pub(crate) fn n_words(&self) -> u64 {
        self.inverted.total_num_tokens()
    }

    /// About how many words a passage is indexed by, repetitions counted.
    #[inline]
    pub(crate) fn n_words_of(&self, document: u32) -> u32 {
        self.lengths.fieldnorm(document)
    }

    /// Calls `each` with every passage that is indexed by a word, ascending, and how often the word stands there.
    pub(crate) fn for_each_document_with(
        &self,
        word: &str,
        mut each: impl FnMut(u32, u32),
    ) -> Result<(), IndexError> {
        let with_counts = IndexRecordOption::WithFreqs;
        let postings = self.inverted.read_postings(&self.term(word), with_counts);
        let Some(mut postings) = postings.map_err(|error| self.failed(error.into()))? else {
            return Ok(());
        };
        let mut document = postings.doc();
        while document != TERMINATED {
            each(document, postings.term_freq());
            document = postings.advance();
        }
        Ok(())
    }

    /// Whether a passage is indexed by a word.
    pub(crate) fn is_indexed_by(&self, document: u32, word: &str) -> Result<bool, IndexError> {
        let postings = self
            .inverted
            .read_postings(&self.term(word), IndexRecordOption::Basic);
        let postings = postings.map_err(|error| self.failed(error.into()))?;
        Ok(postings.is_some_and(|mut postings| {
            postings.doc() == document
                || (postings.doc() < document && postings.seek(document) == document)
        }))
    }

    /// Calls `each` with every word from `first` up to but not `end`, in the order of their bytes, until it breaks off.
    pub(crate) fn for_each_word_between(
        &self,
        first: &str,
        end: &str,
        mut each: impl FnMut(&str) -> ControlFlow<()>,
    ) -> Result<(), IndexError> {
        let range = self.inverted.terms().range().ge(first).lt(end);
        let mut words = range
            .into_stream()
            .map_err(|error| self.failed(error.into()))?;
        while words.advance() {
            if let Ok(word) = std::str::from_utf8(words.key())
                && each(word).is_break()
            {
                break;
            }
        }
        Ok(())
    }

    fn term(&self, word: &str) -> Term {
        Term::from_field_text(self.field, word)
    }

    fn failed(&self, error: TantivyError) -> IndexError {
        IndexError::from_tantivy(&self.dir, error)
    }
}
