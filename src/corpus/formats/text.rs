//! Plain text, and whatever no other format recognises.
//!
//! Bytes are decoded, the escapes of an export restored. Bytes that are no text are refused.

use crate::corpus::decode::{decode, looks_like_utf16};
use crate::corpus::escapes::restore;
use crate::corpus::format::{Format, FormatReader, Probe, SNIFF_BYTES, contains};
use crate::corpus::input::Input;
use crate::corpus::limits::MAX_TEXT_BYTES;
use crate::corpus::read_error::ReadError;
use crate::corpus::settings::front_matter;
use crate::corpus::source_text::{Draft, Source, SourceText};

/// See the file's first line.
pub(in crate::corpus) struct PlainText;

impl FormatReader for PlainText {
    fn format(&self) -> Format {
        Format::TEXT
    }

    fn endings(&self) -> &'static [&'static str] {
        &["txt"]
    }

    fn recognises(&self, _: &Probe<'_>) -> bool {
        true
    }

    fn read(&self, input: Input) -> Result<Source, ReadError> {
        let name = input.name.clone();
        let draft = read_draft(input)?;
        SourceText::checked(&name, self.format(), draft).map(Source::Text)
    }
}

/// The text of a file of any encoding.
pub(in crate::corpus) fn read_draft(mut input: Input) -> Result<Draft, ReadError> {
    let bytes = input.bytes(MAX_TEXT_BYTES)?;
    let name = || input.name.clone();
    let head = &bytes[..bytes.len().min(SNIFF_BYTES)];
    if (is_binary(head) || bytes.contains(&0)) && !looks_like_utf16(&bytes) {
        return Err(ReadError::Binary { name: name() });
    }
    if let Some(kind) = markup_kind(head) {
        return Err(ReadError::NotRead { name: name(), kind });
    }
    let (text, encoding) = decode(bytes).ok_or_else(|| ReadError::NoEncoding { name: name() })?;
    Ok(draft_of(text, encoding))
}

/// Documents that are text by their bytes alone: their markup would be read as words.
fn markup_kind(head: &[u8]) -> Option<&'static str> {
    if head.starts_with(b"{\\rtf") {
        return Some("a rich text file (RTF)");
    }
    let is_xml = head.trim_ascii_start().starts_with(b"<?xml");
    let is_word = contains(head, b"<w:wordDocument") || contains(head, b"<pkg:package");
    (is_xml && is_word).then_some("a Word file of flat XML")
}

/// Decoded text with the escapes of an export restored, and what its front matter says.
pub(in crate::corpus) fn draft_of(text: String, encoding: &'static str) -> Draft {
    let (restored, note) = restore(&text);
    let text = match note {
        Some(_) => restored.into_owned(),
        None => text,
    };
    let (given, n_front_lines) = front_matter::read(&text).unwrap_or_default();
    Draft {
        notes: note.into_iter().collect(),
        given,
        n_front_lines,
        ..Draft::new(text, encoding)
    }
}

/// NULs, or more than one control character in fifty bytes.
pub(in crate::corpus) fn is_binary(head: &[u8]) -> bool {
    let is_control =
        |b: &u8| *b < 0x20 && !matches!(*b, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A | 0x1B);
    head.contains(&0) || head.iter().filter(|b| is_control(b)).count() * 50 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_make_a_file_binary() {
        assert!(is_binary(b"\x01\x02\x03 text"));
        assert!(!is_binary("教育\t工作\r\n".as_bytes()));
    }
}
