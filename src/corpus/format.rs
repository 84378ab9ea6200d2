//! What a format must offer so that files of it can be read: the trait [`FormatReader`].
//!
//! Input: the beginning and the end of a file, as a [`Probe`], and then the whole of it, as an [`Input`]. Output: whether the format
//! recognises the file, and the [`Source`] that it reads from it. To add a format, implement the trait in a new file of `formats/`
//! and add it to the list in `formats/registry.rs`, which asks the formats one after the other.

use std::path::Path;

use super::input::Input;
use super::read_error::{ReadError, Refusal};
use super::source::Source;
use super::source_text::{ExtractedText, Format, SourceText};

/// A format of files.
pub(super) trait FormatReader: Sync {
    /// Returns the format's name.
    fn format(&self) -> Format;

    /// Returns the endings, in lower case, by which a walk takes a file of a folder.
    fn endings(&self) -> &'static [&'static str];

    /// Tells whether the column names that users give may change how a file is read.
    fn has_columns(&self) -> bool {
        false
    }

    /// Tells whether a file is of this format.
    fn recognises(&self, probe: &Probe<'_>) -> bool;

    /// Reads a file of this format.
    fn read(&self, input: Input) -> Result<Source, ReadError>;
}

/// The parts of a file by which its format is recognised.
pub(super) struct Probe<'a> {
    /// The file's ending in lower case, without its dot.
    pub(super) ending: &'a str,
    /// Its first [`SNIFF_BYTES`](super::limits::SNIFF_BYTES).
    pub(super) head: &'a [u8],
    /// Its last [`SNIFF_BYTES`](super::limits::SNIFF_BYTES), empty if it has no more than that.
    pub(super) tail: &'a [u8],
}

/// Reads a file of a format that makes one text of all its bytes, at most `max_bytes` of them.
pub(super) fn read_text(
    mut input: Input,
    format: Format,
    max_bytes: u64,
    extract: impl FnOnce(Vec<u8>) -> Result<ExtractedText, Refusal>,
) -> Result<Source, ReadError> {
    let bytes = input.read_all(max_bytes)?;
    let extracted = extract(bytes).map_err(|refusal| refusal.of(&input.name))?;
    SourceText::checked(&input.name, format, extracted).map(Source::Text)
}

/// Returns the ending of a file's name in lower case, without its dot; it is empty if the name has none.
pub(super) fn ending(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    let ending = Path::new(file).extension();
    ending.map_or_else(String::new, |e| e.to_string_lossy().to_ascii_lowercase())
}

/// Tells whether `bytes` contain `needle`.
pub(super) fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(bytes, needle).is_some()
}
