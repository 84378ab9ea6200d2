//! 输出: answers → terminal text, JSON Lines, CSV, TREC runs.
//!
//! Writes into an `impl Write` and knows no other way out. What a document holds never steers the terminal it is
//! shown on: control characters are shown as U+FFFD, in JSON as escapes.

mod csv;
mod json;
mod safe_text;
mod text;
mod trec;

pub use csv::{write_hits_csv, write_reports_csv};
pub use json::{
    write_evaluation_json, write_event_json, write_explained_json, write_inspection_json,
    write_json_line, write_summary_json,
};
pub use safe_text::shown;
pub use text::{
    Layout, write_evaluation, write_explained_hits, write_facets, write_hits, write_inspection,
    write_passages, write_reports,
};
pub use trec::{write_run, write_trec};
