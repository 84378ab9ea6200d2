//! One unit of a query, looked up on the path that it is for.
//!
//! Input: a [`Unit`]. Output: the documents of a segment that hold it. Refuses to know weights.

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

use super::verbatim::Needle;
use crate::index::{Segment, Snapshot};
use crate::query::Unit;

/// What is looked up.
pub(super) enum Lookup {
    /// A word, and the field of words.
    Word(Field, Term),
    /// Characters that stand side by side.
    Characters(Needle),
}

impl Lookup {
    pub(super) fn of(unit: &Unit, snapshot: &Snapshot) -> Lookup {
        match unit {
            Unit::Word(word) => {
                let field = snapshot.fields().words;
                Lookup::Word(field, Term::from_field_text(field, word))
            }
            Unit::Characters(text) => {
                Lookup::Characters(Needle::new(&text.encode_utf16().collect::<Vec<u16>>()))
            }
        }
    }

    /// Calls `each` with every document of the segment that holds it, in ascending order, and how often it does.
    pub(super) fn for_each_match(
        &self,
        segment: &Segment,
        mut each: impl FnMut(u32, u32),
    ) -> tantivy::Result<()> {
        match self {
            Lookup::Characters(needle) => needle.for_each_match(segment, each),
            Lookup::Word(field, term) => {
                use tantivy::postings::Postings;
                let inverted = segment.reader.inverted_index(*field)?;
                let postings = inverted.read_postings(term, IndexRecordOption::WithFreqs)?;
                let Some(mut postings) = postings else {
                    return Ok(());
                };
                let mut document = postings.doc();
                while document != TERMINATED {
                    each(document, postings.term_freq());
                    document = postings.advance();
                }
            }
        }
        Ok(())
    }
}
