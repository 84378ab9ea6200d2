//! Looks up one term of a query, as a word or as characters.
//!
//! Input: a [`QueryTerm`]. Output: the documents of a segment that hold it, and how many passages of an index hold it.

use super::needle::Needle;
use super::query_terms::QueryTerm;
use crate::index::{IndexError, Segment, Snapshot};

/// A term that is ready to be looked up.
pub(super) enum Lookup {
    /// A word, which the words path finds.
    Word(String),
    /// Adjacent characters, which the character path finds.
    Characters(Needle),
}

impl Lookup {
    /// Prepares a term.
    pub(super) fn new(term: &QueryTerm) -> Lookup {
        match term {
            QueryTerm::Word(word) => Lookup::Word(word.clone()),
            QueryTerm::Characters(text) => Lookup::Characters(Needle::new(text)),
        }
    }

    /// Calls `each` with every document of the segment that holds it, in ascending order, and how often it does.
    pub(super) fn for_each_match(
        &self,
        segment: &Segment,
        each: impl FnMut(u32, u32),
    ) -> Result<(), IndexError> {
        match self {
            Lookup::Word(word) => segment.words()?.for_each_document_with(word, each),
            Lookup::Characters(needle) => {
                needle.for_each_match(segment, each);
                Ok(())
            }
        }
    }
}

/// Counts the passages that hold a term. For two adjacent characters it gives the number of their places instead, which is near enough: the number of
/// passages is known only to whoever goes through all the places.
pub(super) fn n_documents_with(term: &QueryTerm, snapshot: &Snapshot) -> Result<u64, IndexError> {
    let mut n_with = 0;
    for segment in snapshot.segments() {
        n_with += match term {
            QueryTerm::Word(word) => segment.words()?.n_documents_with(word)?,
            QueryTerm::Characters(characters) => {
                let code_units: Vec<u16> = characters.encode_utf16().collect();
                match code_units[..] {
                    [only] => segment.grams.n_documents_with(only).into(),
                    _ => {
                        let pairs = code_units.windows(2);
                        let counts =
                            pairs.map(|two| segment.grams.positions(two[0], two[1]).n_positions());
                        counts.min().unwrap_or(0).into()
                    }
                }
            }
        };
    }
    Ok(n_with.min(n_documents(snapshot)))
}

/// Counts the documents of an index, including those that were deleted since its last merge.
pub(super) fn n_documents(snapshot: &Snapshot) -> u64 {
    let counts = snapshot.segments().iter();
    counts.map(|segment| u64::from(segment.n_documents())).sum()
}
