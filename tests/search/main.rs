//! A search finds every hit, ranks and arranges them, and says what to try where there is none.

#![allow(clippy::unwrap_used)] // a test that unwraps has found its failure
#![allow(clippy::print_stderr)] // seeds, figures and what was skipped are for people to read

#[path = "../shared/mod.rs"]
mod shared;

mod collectors;
mod completeness;
mod counts_and_fields;
mod ranking;
mod results;
mod small_corpora;
mod spelling_hints;
mod suggestions;
mod synonyms;
