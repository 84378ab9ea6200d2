//! Matching finds which passages of an index match a query, how, and where: one plan for a query, one walk that feeds collectors.
//!
//! Input: a [`Query`](crate::query::Query) and a [`Snapshot`](crate::index::Snapshot). [`Plan::new`] brings them together once;
//! [`Plan::visit`] then goes through the index and calls a [`Collector`] for every passage that matches. Counts, [`CrossTable`]s,
//! [`Occurrences`] and, in [`ranking`](crate::ranking), the candidates are collectors; several of them share one walk as a tuple.
//!
//! The walk is complete: it collects every passage that matches and does not stop at the most likely ones. Read `plan.rs` first;
//! `term_matches.rs` matches queries without operators, and `tree_plan.rs` those with operators.

mod chain;
mod chain_by_positions;
mod collector;
mod cross_table;
mod folded_passage;
mod letter_runs;
mod lookup;
mod match_counts;
mod metadata_query;
mod needle;
mod occurrences;
mod pairs;
mod passage_counter;
mod plan;
mod query_terms;
mod segment_filter;
mod synonyms;
mod term_matches;
mod tree_plan;
mod word_boundaries;

pub use collector::{Collector, Overview, PairSet};
pub use cross_table::{CrossTable, Dimension, Value};
pub use match_counts::{Match, MatchCounts, MatchedPassage};
pub use occurrences::{Occurrence, Occurrences};
pub use pairs::PairPostings;
pub use plan::{Mode, Plan, TermFamilies};

pub(crate) use letter_runs::CONTINUATION;
pub(crate) use needle::Needle;
pub(crate) use occurrences::{leaf_occurrences, n_occurrences};
pub(crate) use pairs::{CutCharacter, GramSequence, QueryPairs};
pub(crate) use passage_counter::PassageCounter;
pub(crate) use query_terms::{QueryTerm, terms_of};
pub(crate) use segment_filter::SegmentFilter;
pub(crate) use synonyms::synonyms_in;
pub(crate) use word_boundaries::WordBoundaries;
