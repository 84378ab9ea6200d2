//! What users say of their files: metadata and its corrections, words, synonyms, and which column of a table holds what.
//!
//! `setting_file` reads the files that lie at the top of a folder: `metadata.csv` (read by `corrections`), `words.txt` (`user_words`) and
//! `synonyms.txt` (`synonyms`). `front_matter` reads what a text states at its own beginning. Both kinds of metadata are [`stated_field`]s.
//! `columns` reads the names of columns.

pub(super) mod columns;
pub(super) mod corrections;
pub(super) mod front_matter;
pub(super) mod setting_file;
pub(super) mod stated_field;
pub(super) mod synonyms;
pub(super) mod user_words;
