//! Stores passages in an index on disk, one atomic commit at a time, and opens a committed state to be searched.
//!
//! A [`Writer`] takes passages with their records in and commits them; a [`Snapshot`] is a committed state. Two ways lead to a passage:
//! the words path (tantivy's postings of jieba's words) tells which passages hold which words; the character path (`characters/`)
//! finds every verbatim occurrence, whatever the dictionary, and serves ranking. `schema` and `passage` say what is kept of a passage,
//! `manifest`, `lists` and `file_records` what is kept of the files. Files are read and reports are compared in
//! [`ingest`](crate::ingest); queries are answered in [`search`](crate::search).

mod characters;
mod columns;
mod error;
mod file_records;
mod folder;
mod lists;
mod manifest;
mod passage;
mod report_key;
mod schema;
mod segment;
mod snapshot;
mod words;
mod write_faults;
mod writer;

/// Where a passage is: the number of its segment, and its number in it.
pub use tantivy::DocAddress as PassageAddress;

pub use columns::{NameColumn, YearColumn};
pub use error::IndexError;
pub use file_records::ReportRecord;
pub use manifest::Roots;
pub use passage::PassageRecord;
pub use segment::Segment;
pub use snapshot::Snapshot;
pub use writer::{Start, Writer};

pub(crate) use characters::{Positions, Text};
pub(crate) use columns::{Names, NumberColumn, Numbers, Years};
pub(crate) use file_records::{FileRecord, Sketch, StoredReport};
pub(crate) use lists::fingerprint_of_families;
pub(crate) use manifest::{Origin, SettingsFile, is_under};
pub(crate) use passage::SECTION_SEPARATOR;
pub(crate) use report_key::{PassageSource, ReportKey, SourceKind, first_order_of_report};
pub(crate) use words::Words;
