//! A report as it was read: its metadata with evidence, its outline, its passages, and the problems met.
//!
//! `reader` makes one of a text.

use serde::Serialize;

use super::metadata::Metadata;
use super::passage::Passage;
use super::problem::Problem;

/// One source document, read.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// The facts of the report, each with the place it was read from.
    pub metadata: Metadata,
    /// 提纲: its headings, in the order of the text.
    pub outline: Vec<Heading>,
    /// Its passages, in the order of the text; together they hold every character of it but white space.
    pub passages: Vec<Passage>,
    /// What could not be read, or contradicts itself.
    pub problems: Vec<Problem>,
}

/// A heading of the outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// Line of the text, from 1.
    pub line: u32,
    /// Depth in the outline, from 1.
    pub depth: u32,
    /// The heading with its number, white space at its ends dropped; it ends before its 。.
    pub text: String,
}
