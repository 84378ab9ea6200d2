//! An index stays right through updates, corrections, duplicates, damage and kills at any moment.

#![allow(clippy::unwrap_used)] // a test that unwraps has found its failure
#![allow(clippy::print_stderr)] // seeds, figures and what was skipped are for people to read

#[path = "../shared/mod.rs"]
mod shared;

mod corrections;
mod damage;
mod duplicates;
mod freshness;
mod killed;
mod report_identity;
mod roots;
mod shared_snapshots;
mod user_synonyms;
mod user_words;
