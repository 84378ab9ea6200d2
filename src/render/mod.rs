//! Writes answers out: as text for people, JSON Lines, CSV for Excel, and TREC runs (输出).
//!
//! Every function takes a finished answer (a page of hits, a list of reports, an inspected file, an evaluation) and
//! writes it into an `impl Write`; none looks anything up. There is a file or a folder for each output format: `text`
//! for people, `quotes`, `markdown` and `docx` for their documents, `json`, `csv` and `trec`. A new format gets a file of its own here and a value of `--format` in
//! `src/bin/xunzhang/arguments/output.rs`.
//!
//! What a document holds never steers the terminal it is shown on: `safe_text` replaces control characters by U+FFFD,
//! and JSON escapes them.

mod citation;
mod csv;
mod docx;
mod json;
mod markdown;
mod material;
mod quotes;
mod safe_text;
mod text;
mod trec;

pub use csv::{write_hits_csv, write_reports_csv};
pub use docx::write_hits_docx;
pub use json::{
    write_evaluation_json, write_event_json, write_hits_json, write_inspection_json,
    write_json_line, write_summary_json,
};
pub use markdown::write_hits_markdown;
pub use quotes::{write_hit_quotes, write_passage_quotes};
pub use safe_text::printable;
pub use text::{
    Layout, write_evaluation, write_facets, write_hits, write_inspection, write_passages,
    write_reports,
};
pub use trec::{write_hits_trec, write_run_trec};
