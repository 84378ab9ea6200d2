//! 语料: a folder of files → source files → their text.
//!
//! Input: paths. Output: a `SourceText` (decoded text with its lines), a stream of `Record`s that were cut elsewhere,
//! or a stream of the `Documents` that one file holds. Knows bytes, encodings and formats; refuses to know what a report
//! is. `format` says how a file is recognised, `limits` how much of it is read.

mod archive;
mod columns;
mod container;
mod corrections;
mod counting;
mod csv;
mod decode;
mod doc;
mod documents;
mod docx;
mod escapes;
mod format;
mod front_matter;
mod given;
mod hash;
mod html;
mod input;
mod jsonl;
mod limits;
mod lists;
mod loose_records;
mod markdown;
mod mht;
mod package;
mod pdf;
mod read_error;
mod records;
mod settings;
mod source_file;
mod source_text;
mod synonyms;
mod table;
mod text;
mod user_words;
mod workbook;
mod xml;

pub use columns::{Columns, ColumnsError};
pub use corrections::Corrections;
pub use documents::{Document, Documents};
pub use format::{Format, ReadOptions, read, read_with};
pub use given::{Field, Given};
pub(crate) use hash::{Hash, hash};
pub use limits::{MAX_LINE_BYTES, MAX_LINES, MAX_TEXT_BYTES, READER_THREAD};
pub use read_error::ReadError;
pub use records::{Record, RecordProblem, Records};
pub use settings::lists_in;
pub use source_file::{LeftOut, Listing, SourceFile, walk, walk_from};
pub use source_text::{Fault, Source, SourceText};
pub use synonyms::read_families;
pub use user_words::read_user_words;
