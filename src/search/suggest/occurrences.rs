//! How many passages hold a text, as a search for it would count them.
//!
//! Input: a folded text. Output: the number of passages that hold it, boilerplate left out as a search leaves it out. Refuses to know what the text was
//! typed for.

use crate::index::{Segment, Snapshot};
use crate::query::Filter;
use crate::search::columns::SegmentFilter;
use crate::search::verbatim::Needle;

/// The passages that are looked at where nothing is said of them.
static USUAL: Filter = Filter {
    districts: Vec::new(),
    years: Vec::new(),
    sections: Vec::new(),
    kinds: Vec::new(),
    report_kinds: Vec::new(),
    roles: Vec::new(),
};

/// The passages of a snapshot, ready to be counted again and again.
pub(super) struct Occurrences<'a> {
    segments: Vec<(&'a Segment, SegmentFilter<'a>)>,
}

impl<'a> Occurrences<'a> {
    pub(super) fn new(snapshot: &'a Snapshot) -> tantivy::Result<Occurrences<'a>> {
        let segments = snapshot.segments().iter();
        let segments = segments.map(|segment| Ok((segment, SegmentFilter::new(&USUAL, segment)?)));
        Ok(Occurrences {
            segments: segments.collect::<tantivy::Result<_>>()?,
        })
    }

    /// How many passages `search --exact` finds for a folded text.
    pub(super) fn n_passages(&self, text: &str) -> u64 {
        let needle = needle(text);
        let mut n_passages = 0;
        for (segment, filter) in &self.segments {
            needle.for_each_match(segment, |document, _| {
                n_passages += u64::from(filter.passes(document));
            });
        }
        n_passages
    }

    /// Whether a folded text stands in any passage, boilerplate or not.
    pub(super) fn stands(&self, text: &str) -> bool {
        let needle = needle(text);
        self.segments.iter().any(|(segment, _)| {
            let mut stands = false;
            needle.for_each_match(segment, |document, _| {
                stands |= !segment.reader.is_deleted(document);
            });
            stands
        })
    }
}

fn needle(text: &str) -> Needle {
    Needle::new(&text.encode_utf16().collect::<Vec<u16>>())
}
