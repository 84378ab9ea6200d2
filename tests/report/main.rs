//! A report is read rightly: its place, year, outline, passages and kinds, each with its evidence.

#![allow(clippy::unwrap_used)] // a test that unwraps has found its failure
#![allow(clippy::print_stderr)] // seeds, figures and what was skipped are for people to read

#[path = "../shared/mod.rs"]
mod shared;

mod districts;
mod marked_reports;
mod notices;
mod outlines;
mod places;
mod reading;
mod samples;
mod seeds;
mod styled_headings;
mod supplied_metadata;
