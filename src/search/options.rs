//! Holds the options of a search: everything that is asked of it besides the query.
//!
//! [`SearchOptions::default`] gives every hit, ranked, each by itself. What a person wants to see first (near-duplicates folded, a few hits of one
//! report) is for the caller to ask for.

use crate::matching::{Mode, TermFamilies};
use crate::query::Filter;
use crate::ranking::{Arrangement, Order};

/// The options of a search.
#[derive(Debug, Clone, Default)]
pub struct SearchOptions {
    /// Which matches are wanted.
    pub mode: Mode,
    /// Which passages are looked at.
    pub filter: Filter,
    /// Whether synonyms are found too.
    pub families: TermFamilies,
    /// The order in which hits come.
    pub order: Order,
    /// Which hits are shown, and how they are put together.
    pub arrangement: Arrangement,
    /// Whether to count the hits' districts, years, kinds and sections.
    pub count_facets: bool,
    /// Whether to suggest what to try where no passage holds all the words.
    pub suggest: bool,
    /// Whether to explain how the query was understood, and why each hit is one.
    pub explain: bool,
}

impl SearchOptions {
    /// Asks for the first `max_hits` hits, ranked.
    pub fn first(max_hits: usize) -> SearchOptions {
        SearchOptions {
            arrangement: Arrangement {
                max_hits: Some(max_hits),
                ..Arrangement::default()
            },
            ..SearchOptions::default()
        }
    }
}
