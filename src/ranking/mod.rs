//! Ranking decides the order of matching passages: it generates candidates by postings, rescores them by a close reading, and arranges pages.
//!
//! Input: a [`Plan`](crate::matching::Plan). `Candidates` is a collector that keeps the best passages by what postings tell; `Rescored` reads the
//! best of them whole and puts them into their final order, block by block; `Arranger` folds near-duplicates, keeps one report from filling a
//! page, and makes pages or groups. All weights are in `weights.rs`; the record of what was tried is `tests/ranking/EXPERIMENTS.md`.

mod alignment;
mod arrangement;
mod bm25;
mod candidates;
mod close_reading;
mod gram_weights;
mod intent;
mod near_duplicates;
mod passage_context;
mod rescoring;
mod score_parts;
mod sort_keys;
mod top;
mod weights;

pub use arrangement::{Arrangement, GroupKey, Grouping, NearDuplicates};
pub use sort_keys::Order;

pub(crate) use arrangement::{ArrangedHit, Arranger};
pub(crate) use bm25::idf;
pub(crate) use candidates::Candidates;
pub(crate) use intent::without_intent;
pub(crate) use rescoring::{PassageReader, Rescored};
pub(crate) use top::Candidate;
