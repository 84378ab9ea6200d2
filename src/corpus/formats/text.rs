//! Plain text: .txt, and whatever no other format recognises.
//!
//! Input: the bytes of a file. Output: their text, decoded (see `decoding`), with the escapes of an export restored (see `escapes`). Bytes
//! that are no text are refused, and so are documents in text form whose markup would be read as words.

use crate::corpus::decoding::{decode, looks_like_utf16};
use crate::corpus::format::{FormatReader, Probe, contains};
use crate::corpus::input::Input;
use crate::corpus::limits::{MAX_TEXT_BYTES, SNIFF_BYTES};
use crate::corpus::read_error::ReadError;
use crate::corpus::source::Source;
use crate::corpus::source_text::{ExtractedText, Format, SourceText};

/// The reader of plain text.
pub(super) struct PlainText;

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
        let extracted = extract(input)?;
        SourceText::checked(&name, self.format(), extracted).map(Source::Text)
    }
}

/// Extracts the text of a file in any encoding.
pub(super) fn extract(mut input: Input) -> Result<ExtractedText, ReadError> {
    let bytes = input.read_all(MAX_TEXT_BYTES)?;
    let name = || input.name.clone();
    let head = &bytes[..bytes.len().min(SNIFF_BYTES)];
    if (is_binary(head) || bytes.contains(&0)) && !looks_like_utf16(&bytes) {
        return Err(ReadError::Binary { name: name() });
    }
    if let Some(kind) = markup_kind(head) {
        return Err(ReadError::NotRead { name: name(), kind });
    }
    let (text, encoding) = decode(bytes).ok_or_else(|| ReadError::NoEncoding { name: name() })?;
    Ok(ExtractedText::of_plain_text(text, encoding))
}

/// Names the kind of a document whose bytes are text while its markup is not.
fn markup_kind(head: &[u8]) -> Option<&'static str> {
    let is_xml = head.trim_ascii_start().starts_with(b"<?xml");
    let is_word = contains(head, b"<w:wordDocument") || contains(head, b"<pkg:package");
    (is_xml && is_word).then_some("a Word file of flat XML")
}

/// Tells whether bytes are no text: they hold a NUL, or more than one control character in fifty bytes.
pub(super) fn is_binary(head: &[u8]) -> bool {
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
