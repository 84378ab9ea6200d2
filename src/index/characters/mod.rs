//! The character path: where every two characters stand side by side in the passages of a segment, and the passages' texts.
//!
//! It finds every verbatim occurrence of a query, in jieba's dictionary or not. `component` is what tantivy calls to write, merge and
//! open its two files: `texts` describes the one, `grams` and `positions` the other, which `folded_texts` writes.

mod bytes;
mod component;
mod folded_texts;
mod grams;
mod positions;
mod texts;

pub(super) use component::{CharacterPath, open_grams, open_texts};
pub(crate) use grams::Grams;
pub(crate) use positions::Positions;
pub(crate) use texts::{Text, Texts};
