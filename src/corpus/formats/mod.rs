//! The formats of files that are read: one file or folder each, and beside them what several of them share.

pub(super) mod archive;
pub(super) mod container;
pub(super) mod counting;
pub(super) mod csv;
pub(super) mod doc;
pub(super) mod docx;
pub(super) mod html;
pub(super) mod jsonl;
pub(super) mod lists;
pub(super) mod markdown;
pub(super) mod mht;
pub(super) mod package;
pub(super) mod pdf;
pub(super) mod table;
pub(super) mod text;
pub(super) mod workbook;
pub(super) mod xml;
