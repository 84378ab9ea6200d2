//! 语料: a folder of files → source files → their text.
//!
//! Input: paths. Output: a `SourceText` (decoded text with its lines), a stream of `Record`s that were cut elsewhere,
//! or a stream of the `Documents` that one file holds. Knows bytes, encodings and formats; refuses to know what a report
//! is. `format` says how a file is recognised, `limits` how much of it is read.

mod decode;
mod disclosure_labels;
mod documents;
mod escapes;
mod format;
mod formats;
mod hash;
mod input;
mod limits;
mod read_error;
mod records;
mod settings;
mod source_file;
mod source_text;

pub use disclosure_labels::disclosure_label;
pub use documents::{Document, Documents};
pub use format::{Format, ReadOptions, read, read_with};
pub(crate) use hash::{Hash, hash};
pub use limits::{MAX_LINE_BYTES, MAX_LINES, MAX_TEXT_BYTES, READER_THREAD};
pub use read_error::ReadError;
pub use records::{Record, RecordProblem, Records};
pub use settings::columns::{Columns, ColumnsError};
pub use settings::corrections::Corrections;
pub use settings::given::{Field, Given};
pub use settings::setting_file::lists_in;
pub use settings::synonyms::read_families;
pub use settings::user_words::read_user_words;
pub use source_file::{LeftOut, Listing, SourceFile, walk, walk_from};
pub use source_text::{Fault, Source, SourceText};
