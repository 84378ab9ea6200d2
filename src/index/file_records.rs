//! What an index keeps of each file it was built from, and of each report in it.
//!
//! Read by `index`, which tells from it what changed, and by `reports`; no search needs it. Refuses to know how it is kept.

use serde::{Deserialize, Serialize};

use crate::corpus::LeftOut;
use crate::report::Problem;

/// A file that the index was built from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileRecord {
    /// The file, as [`crate::corpus::SourceFile::name`].
    pub(crate) path: String,
    /// Its length.
    pub(crate) n_bytes: u64,
    /// When it was changed, in nanoseconds since 1970; 0 where that is not known, and it is read again every time.
    pub(crate) modified_ns: u64,
    /// A number made of all that was said of how to read it.
    pub(crate) told: u64,
    /// How many of what lies in it were passed over, being of other kinds.
    pub(crate) n_other: usize,
    /// What could not be read: the file itself, or what lies in it.
    pub(crate) left_out: Vec<LeftOut>,
    /// What was read from it: one report, or those of an archive or a table.
    pub(crate) reports: Vec<StoredReport>,
}

/// A report with what only updates need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredReport {
    #[serde(flatten)]
    pub(crate) record: ReportRecord,
    /// Its number, which no other report in the index has, and which it keeps as long as its path is the same.
    pub(crate) number: u32,
    /// Its text; `None` of passages that were cut elsewhere, which are never the same report.
    pub(crate) sketch: Option<Sketch>,
    /// The hash of the text that it was compared with, where it is the same as another.
    pub(crate) compared_with: Option<u64>,
}

/// What a report's text is known by: its letters and numbers, folded, punctuation left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sketch {
    /// Of all these characters.
    pub(crate) text_hash: u64,
    /// Of every passage, titles and boilerplate too, with its punctuation.
    pub(crate) whole_hash: u64,
    pub(crate) n_chars: u32,
    /// The unit that the text names, or the user; not where only the path does.
    pub(crate) district: Option<String>,
    /// The year, likewise.
    pub(crate) report_year: Option<i32>,
    /// The least hashes of shingles, ascending, each as eight hexadecimal digits.
    pub(crate) least: String,
}

/// 报告: a report in the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRecord {
    /// The file, or the file and the place in it.
    pub path: String,
    /// Its id, the first half of its passages' ids.
    pub report: String,
    /// Its passages in the index.
    pub n_passages: u64,
    /// 区县
    pub district: Option<String>,
    /// Its prefecture.
    pub city: Option<String>,
    /// Its province.
    pub province: Option<String>,
    /// 年度
    pub report_year: Option<i32>,
    /// 文种
    pub report_kind: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// 发布机构
    pub issuer: Option<String>,
    /// 文号
    pub document_number: Option<String>,
    /// 发布日期
    pub published: Option<String>,
    /// The report that this one is the same as: of this one only the passages are in the index that are not in that.
    pub same_as: Option<String>,
    /// Where the same report lies besides.
    pub other_paths: Vec<String>,
    /// What could not be told, or contradicts itself.
    pub problems: Vec<Problem>,
}
