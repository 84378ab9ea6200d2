//! A passage of a report: the paragraph that is indexed and returned, with its section, year, kind and role.
//!
//! `passages` cuts a report into these.

use serde::Serialize;

use super::kind::Kind;
use super::role::Role;

/// 段落: a paragraph as the author wrote it, soft-broken lines joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// First line, from 1.
    pub line: u32,
    /// Last line, from 1.
    pub end_line: u32,
    /// What it is within the report.
    pub role: Role,
    /// 章节路径: the headings it stands under, the outermost first. A heading's own path ends with itself.
    pub section: Vec<String>,
    /// The year it speaks of: its section's, where a heading names one, else the report's.
    pub year: Option<i32>,
    /// What it does.
    pub kind: Kind,
    /// 主旨句: its short first sentence, where it has no number of its own.
    pub topic: Option<String>,
    /// The paragraph, white space at its ends dropped.
    pub text: String,
}
