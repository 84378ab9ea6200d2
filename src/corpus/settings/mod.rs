//! What users say of their files: metadata, corrections, words, synonyms, and what the columns of a table hold.

pub(super) mod columns;
pub(super) mod corrections;
pub(super) mod front_matter;
pub(super) mod given;
pub(super) mod setting_file;
pub(super) mod synonyms;
pub(super) mod user_words;
