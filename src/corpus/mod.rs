//! 语料: a folder of files → source files → their text.
//!
//! Input: paths. Output: `SourceText` (decoded text with its lines) or, for JSON Lines,
//! `Record`s. Knows bytes, encodings and formats; refuses to know what a report is.

mod decode;
mod escapes;
mod jsonl;
mod source_file;
mod source_text;

pub use jsonl::{Record, RecordProblem, Records};
pub use source_file::{LeftOut, Listing, SourceFile, walk};
pub use source_text::{
    Format, MAX_LINE_BYTES, MAX_LINES, MAX_TEXT_BYTES, ReadError, Source, SourceText, read,
};
