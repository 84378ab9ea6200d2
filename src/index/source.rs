//! What an index keeps of each file it was built from, and of each report in it.
//!
//! Read by `index`, which tells from it what changed, and by `reports`; no search needs it. Refuses to know how it is kept.

use serde::{Deserialize, Serialize};

use super::sketch::Sketch;
use crate::corpus::LeftOut;
use crate::report::Problem;

/// A file that the index was built from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileRecord {
    /// The file, as [`crate::corpus::SourceFile::name`].
    pub(super) path: String,
    /// Its length.
    pub(super) n_bytes: u64,
    /// When it was changed, in nanoseconds since 1970; 0 where that is not known, and it is read again every time.
    pub(super) modified_ns: u64,
    /// A number made of all that was said of how to read it.
    pub(super) told: u64,
    /// How many of what lies in it were passed over, being of other kinds.
    pub(super) n_other: usize,
    /// What could not be read: the file itself, or what lies in it.
    pub(super) left_out: Vec<LeftOut>,
    /// What was read from it: one report, or those of an archive or a table.
    pub(super) reports: Vec<StoredReport>,
}

/// A report with what only updates need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StoredReport {
    #[serde(flatten)]
    pub(super) record: ReportRecord,
    /// Its text; `None` of passages that were cut elsewhere, which are never the same report.
    pub(super) sketch: Option<Sketch>,
    /// The hash of the text that it was compared with, where it is the same as another.
    pub(super) compared_with: Option<u64>,
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
