//! 语料: a folder of files → source files → their text.
//!
//! Input: paths. Output: `SourceText` (decoded text with its lines) or, for JSON Lines,
//! `Record`s. Knows bytes, encodings and formats; refuses to know what a report is.
