//! Counts the passages that hold a text, as an exact search would, for many texts one after the other.
//!
//! Input: folded texts. Output: numbers of passages, boilerplate left out as a search leaves it out. Suggestions ask it about hundreds of texts, so
//! the filter is prepared once.

use super::needle::Needle;
use super::segment_filter::SegmentFilter;
use crate::index::{IndexError, Segment, Snapshot};
use crate::query::Filter;

/// The filter that lets every passage through but boilerplate.
static NO_FILTER: Filter = Filter {
    districts: Vec::new(),
    years: Vec::new(),
    report_years: Vec::new(),
    document_numbers: Vec::new(),
    titles: Vec::new(),
    issuers: Vec::new(),
    sections: Vec::new(),
    kinds: Vec::new(),
    report_kinds: Vec::new(),
    roles: Vec::new(),
};

/// The passages of a snapshot, ready to be counted.
pub(crate) struct PassageCounter<'a> {
    segments: Vec<(&'a Segment, SegmentFilter<'a>)>,
}

impl<'a> PassageCounter<'a> {
    /// Prepares the segments of a snapshot.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where the columns of the index cannot be read.
    pub(crate) fn new(snapshot: &'a Snapshot) -> Result<PassageCounter<'a>, IndexError> {
        let segments = snapshot.segments().iter();
        let segments =
            segments.map(|segment| Ok((segment, SegmentFilter::new(&NO_FILTER, segment)?)));
        Ok(PassageCounter {
            segments: segments.collect::<Result<_, IndexError>>()?,
        })
    }

    /// Counts the passages that hold a folded text.
    pub(crate) fn n_passages_with(&self, text: &str) -> u64 {
        let needle = Needle::new(text);
        let mut n_passages = 0;
        for (segment, filter) in &self.segments {
            needle.for_each_match(segment, |document, _| {
                n_passages += u64::from(filter.passes(document));
            });
        }
        n_passages
    }

    /// Whether any passage holds a folded text, boilerplate or not.
    pub(crate) fn is_anywhere(&self, text: &str) -> bool {
        let needle = Needle::new(text);
        self.segments
            .iter()
            .any(|(segment, _)| needle.is_in(segment))
    }
}
