//! 语料: a folder of files → source files → their text.
//!
//! Input: paths. Output: `SourceText` (decoded text with its lines) or, for JSON Lines,
//! `Record`s. Knows bytes, encodings and formats; refuses to know what a report is. `format` says how a
//! file is recognised, `limits` how much of it is read.

mod container;
mod counting;
mod decode;
mod doc;
mod docx;
mod escapes;
mod format;
mod given;
mod html;
mod jsonl;
mod limits;
mod lists;
mod markdown;
mod mht;
mod pdf;
mod read_error;
mod source_file;
mod source_text;
mod text;
mod xml;

pub use format::{Format, read};
pub use given::{Field, Given};
pub use jsonl::{Record, RecordProblem, Records};
pub use limits::{MAX_LINE_BYTES, MAX_LINES, MAX_TEXT_BYTES, READER_THREAD};
pub use read_error::ReadError;
pub use source_file::{LeftOut, Listing, SourceFile, walk};
pub use source_text::{Fault, Source, SourceText};
