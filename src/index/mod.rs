//! 索引: passages in, one atomic commit; a committed state out.
//!
//! Input: passages with their records. Output: a [`Snapshot`] to search. Two ways lead to a passage: the words path
//! (tantivy's postings of jieba's words) tells what holds which words; the character path (pairs of characters, and the texts
//! themselves) finds every verbatim occurrence, whatever the dictionary, and ranks. Refuses to know queries.

mod bytes;
mod characters;
mod duplicates;
mod error;
mod folded_texts;
mod freshness;
mod grams;
mod manifest;
mod passage;
mod positions;
mod reading;
mod schema;
mod settings;
mod settling;
mod sketch;
mod snapshot;
mod source;
mod texts;
mod update;
mod writer;

pub use error::IndexError;
pub use freshness::{Changes, changes};
pub use manifest::Roots;
pub use passage::PassageRecord;
pub use settings::Taken;
pub use snapshot::Snapshot;
pub use source::ReportRecord;
pub use update::{OnProgress, Progress, Update, update};
pub use writer::{Start, Writer};

pub(crate) use passage::{SECTION_SEPARATOR, kind_name, order_of_report, role_name};
pub(crate) use positions::Positions;
pub(crate) use reading::report_id;
pub(crate) use snapshot::Segment;
pub(crate) use texts::Text;
