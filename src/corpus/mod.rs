//! 语料: the stage that turns a folder of files into the text of documents.
//!
//! Input: paths. Output: for each file a [`Source`]: a [`SourceText`] (decoded text with its lines), [`Records`] (passages that another
//! program cut) or [`Documents`] (what an archive or a table holds). This stage knows bytes, encodings and formats; `report` reads what
//! the texts say. `listing` finds the files and `formats` reads them; `settings` reads what users say of them; `limits` bounds how much
//! is read; `panics` catches what goes wrong inside a library.

mod decoding;
mod delimiter;
mod disclosure_labels;
mod escapes;
mod format;
mod formats;
mod hash;
mod input;
mod left_out;
mod limits;
mod listing;
mod lost_breaks;
mod nesting;
mod panics;
mod read_error;
mod records;
mod settings;
mod source;
mod source_file;
mod source_text;
mod unread;

pub use decoding::decode;
pub use disclosure_labels::disclosure_label;
pub use formats::registry::{read, read_with};
pub(crate) use hash::{Hash, hash};
pub use input::ReadOptions;
pub use left_out::LeftOut;
pub use limits::{MAX_LINE_BYTES, MAX_LINES, MAX_TEXT_BYTES};
pub use listing::{Listing, walk, walk_from};
pub use panics::{Panicked, guard};
pub use read_error::ReadError;
pub use records::{Record, RecordProblem, Records};
pub use settings::columns::{Columns, ColumnsError};
pub use settings::corrections::Corrections;
pub use settings::setting_file::{has_synonyms, has_user_words};
pub use settings::stated_field::{MetadataField, StatedField};
pub use settings::synonyms::read_families;
pub use settings::user_words::read_user_words;
pub use source::{Document, Documents, Source};
pub use source_file::SourceFile;
pub(crate) use source_file::shown_name;
pub use source_text::{Fault, Format, SourceText};
