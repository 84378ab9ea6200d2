//! Rankings are measured rightly, and ours stays ahead of plain BM25 by its committed figures.

#![allow(clippy::unwrap_used)] // a test that unwraps has found its failure
#![allow(clippy::print_stderr)] // seeds, figures and what was skipped are for people to read

#[path = "../shared/mod.rs"]
mod shared;

mod eval;
mod judged;
mod judged_real;
