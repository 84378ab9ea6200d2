//! Searches an index for a query and gives an answer: counts, groups of hits, facets, warnings and suggestions.
//!
//! Input: a [`Query`](crate::query::Query) and [`SearchOptions`]. Output: an [`Answer`]. [`search`] is the one way in: it plans the query once, walks the
//! index once, and computes everything else that was asked for from the same plan. Which passages match is decided in [`matching`](crate::matching), their
//! order in [`ranking`](crate::ranking), and how an answer is shown in [`render`](crate::render).

mod answer;
mod evidence;
mod explanation;
mod facets;
mod hit;
mod options;
mod passage_in_place;
mod reason;
mod snippet;
mod suggestions;

pub use answer::{Answer, HitGroup, search};
pub use facets::Facets;
pub use hit::{Highlight, Hit, NearDuplicate};
pub use options::SearchOptions;
pub use passage_in_place::{PassageInPlace, passages_around};
pub use reason::Reason;
pub use snippet::{Snippet, snippet};
pub use suggestions::{Suggestion, SuggestionKind};

pub use crate::matching::{Match, Mode, TermFamilies};
pub use crate::ranking::{Arrangement, GroupKey, Grouping, NearDuplicates, Order};
