//! Reads reports: a `SourceText` becomes a [`Report`] with metadata, outline, passages and problems.
//!
//! [`read`], in `reader`, goes through the steps in their order and never fails: what cannot be read stays empty and is
//! listed as a [`Problem`]. Where a fact of the report is read wrongly, `metadata_reader` names the module that reads it;
//! the district is read in `place/`, the headings in `outline/`.

mod boilerplate;
mod characters;
mod contents;
mod disclosure;
mod evidence;
mod facts;
mod issuer;
mod kind;
mod kind_words;
mod lines;
mod metadata;
mod metadata_reader;
mod numerals;
mod outline;
mod overrides;
mod paragraph_kind;
mod passage;
mod passage_kinds;
mod passages;
mod place;
mod problem;
mod publication;
mod reader;
#[allow(clippy::module_inception)] // the noun of the stage
mod report;
mod report_kind;
mod returns;
mod role;
mod sections;
mod soft_breaks;
mod title;
mod years;

pub use evidence::{Evidence, Evidenced};
pub use facts::ReportFacts;
pub use kind::Kind;
pub use metadata::Metadata;
pub use outline::numbering::without_number;
pub use passage::Passage;
pub use place::endings::{is_place, stem_of};
pub use problem::Problem;
pub use reader::read;
pub use report::{Heading, Report};
pub use role::Role;
