//! The program keeps its manners: commands, formats, exit statuses, messages, and README's own words.

#![allow(clippy::unwrap_used)] // a test that unwraps has found its failure
#![allow(clippy::print_stderr)] // seeds, figures and what was skipped are for people to read

#[path = "../shared/mod.rs"]
mod shared;

mod bad_input;
mod commands;
mod manners;
mod readme;
mod ways_in;
mod ways_out;
