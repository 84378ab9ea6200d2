//! What an index keeps of each file it was built from, and of each report in the file.
//!
//! `index` compares these records with the files to tell what changed, and `reports` lists them; no search reads them. They are stored as
//! [`lists`](super::lists) describes.

use serde::{Deserialize, Serialize};

use super::report_key::ReportKey;
use crate::corpus::LeftOut;
use crate::report::{Problem, ReportFacts};

/// A file that the index was built from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileRecord {
    /// The file, as [`crate::corpus::SourceFile::name`].
    pub(crate) path: String,
    /// Its length.
    pub(crate) n_bytes: u64,
    /// When it was changed, in nanoseconds since 1970; 0 where that is not known, and it is read again every time.
    pub(crate) modified_ns: u64,
    /// A number made of all that decided how it was read, beside its content.
    pub(crate) reading_fingerprint: u64,
    /// What could not be read: the file itself, or what lies in it.
    pub(crate) left_out: Vec<LeftOut>,
    /// What was read from it: one report, or those of an archive or a table.
    pub(crate) reports: Vec<StoredReport>,
}

/// A report with what only updates need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredReport {
    /// What is known of it.
    #[serde(flatten)]
    pub(crate) record: ReportRecord,
    /// Its number, which no other report in the index has, and which it keeps as long as its path is the same.
    pub(crate) number: u32,
    /// The sketch of its text; `None` for a file of records, which is never the same as a report.
    pub(crate) sketch: Option<Sketch>,
    /// The [`whole_hash`](Sketch::whole_hash) of the report that it is the same as, as that was when they were compared.
    pub(crate) compared_with: Option<u64>,
}

/// What a report's text is known by: its letters and numbers, folded, without punctuation. It is made and compared in
/// [`ingest`](crate::ingest).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sketch {
    /// The hash of all these characters.
    pub(crate) text_hash: u64,
    /// The hash of every passage with its punctuation, of titles and boilerplate too.
    pub(crate) whole_hash: u64,
    /// How many characters there are.
    pub(crate) n_chars: u32,
    /// The district that the text names, or the user; `None` where only the path does.
    pub(crate) district: Option<String>,
    /// The report year, likewise.
    pub(crate) report_year: Option<i32>,
    /// The least hashes of shingles, ascending, each as eight hexadecimal digits.
    pub(crate) least: String,
}

/// A report in the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRecord {
    /// The file, or the file and the place in it.
    pub path: String,
    /// Its id, the first half of its passages' ids.
    pub report: String,
    /// How many passages of it are in the index.
    pub n_passages: u64,
    /// Its facts.
    #[serde(flatten)]
    pub facts: ReportFacts,
    /// The path of the report that this one is the same as: of this one, the index holds only the passages that the other has not.
    pub same_as: Option<String>,
    /// The other paths of the same report.
    pub other_paths: Vec<String>,
    /// What could not be read from it, or contradicts itself.
    pub problems: Vec<Problem>,
}

impl ReportRecord {
    /// A report, or a file of records, of which nothing is known but its path.
    pub(crate) fn new(path: &str, key: ReportKey) -> ReportRecord {
        ReportRecord {
            path: path.to_string(),
            report: key.id(),
            n_passages: 0,
            facts: ReportFacts::default(),
            same_as: None,
            other_paths: Vec::new(),
            problems: Vec::new(),
        }
    }
}
