//! The formats of files that are read: one file or folder for each, and beside them what several of them share.
//!
//! `registry` chooses the reader of a file; start there. Word and its like: `docx`, `doc`, `odt` and `rtf`, which share
//! `lists`, `counting` and `rows`. Pages of the web: `html`
//! and `mht`. Tables: `csv` and `workbook`, whose rows `table` interprets. Passages: `jsonl`. Zip containers: `archive`, with `package`
//! (what a container is) and `container` (its parts), which `docx` and `workbook` need too, as they need `xml`. The rest: `pdf`, `markdown`
//! and plain `text`. `little_endian` reads numbers from bytes.

mod archive;
mod container;
mod counting;
mod csv;
mod doc;
mod docx;
mod html;
mod jsonl;
mod lists;
mod little_endian;
mod markdown;
mod mht;
mod odt;
mod package;
mod pdf;
pub(super) mod registry;
mod rows;
mod rtf;
mod table;
mod text;
mod workbook;
mod xml;
