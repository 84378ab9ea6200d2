//! The query language means what its help says, and nothing that people type is an error.

#![allow(clippy::unwrap_used)] // a test that unwraps has found its failure
#![allow(clippy::print_stderr)] // seeds, figures and what was skipped are for people to read

#[path = "../shared/mod.rs"]
mod shared;

mod any_query;
mod language;
mod operators;
mod oracle;
mod pasted;
mod queries;
mod trees;
