//! Bytes → text.
//!
//! Tries a byte order mark, then strict UTF-8, then GB18030 (which takes GBK and GB2312 in);
//! bytes that none of them reads are refused rather than guessed at. Refuses to know lines.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Decodes `bytes`; `None` where no known encoding reads them. The byte order mark is dropped.
pub(super) fn decode(bytes: Vec<u8>) -> Option<(String, &'static str)> {
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(&bytes) {
        let name = encoding_name(encoding);
        let (text, had_errors) = encoding.decode_without_bom_handling(&bytes[mark_bytes..]);
        return (!had_errors).then(|| (text.into_owned(), name));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some((text, "UTF-8")),
        Err(error) => {
            let bytes = error.into_bytes();
            // A file cut off in the middle of a character is still UTF-8: its last character goes.
            if let Some(text) = utf8_cut_off(&bytes) {
                return Some((text, "UTF-8"));
            }
            let (text, had_errors): (Cow<'_, str>, bool) =
                GB18030.decode_without_bom_handling(&bytes);
            (!had_errors).then(|| (text.into_owned(), "GB18030"))
        }
    }
}

fn utf8_cut_off(bytes: &[u8]) -> Option<String> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => {
            let (whole, _) = bytes.split_at(error.valid_up_to());
            std::str::from_utf8(whole)
                .ok()
                .filter(|t| !t.is_ascii())
                .map(str::to_owned)
        }
        Err(_) => None,
    }
}

fn encoding_name(encoding: &'static Encoding) -> &'static str {
    if encoding == UTF_8 {
        "UTF-8 with BOM"
    } else if encoding == UTF_16LE {
        "UTF-16LE"
    } else if encoding == UTF_16BE {
        "UTF-16BE"
    } else {
        encoding.name()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: Option<(&str, &str)>) {
        let read = decode(bytes.to_vec());
        assert_eq!(read.as_ref().map(|(t, e)| (t.as_str(), *e)), expected);
    }

    #[test]
    fn utf8_is_read_with_and_without_its_mark() {
        check("青禾区".as_bytes(), Some(("青禾区", "UTF-8")));
        check(
            "\u{feff}青禾区".as_bytes(),
            Some(("青禾区", "UTF-8 with BOM")),
        );
    }

    #[test]
    fn gbk_is_read_as_gb18030() {
        check(
            &[0xC7, 0xE0, 0xBA, 0xCC, 0xC7, 0xF8],
            Some(("青禾区", "GB18030")),
        );
    }

    #[test]
    fn utf16_is_read_by_its_mark() {
        check(
            &[0xFF, 0xFE, 0x52, 0x97, 0x3E, 0x79],
            Some(("青社", "UTF-16LE")),
        );
    }

    #[test]
    fn bytes_of_no_encoding_are_refused() {
        check(&[0xFF, 0xFF, 0xFF], None);
    }

    #[test]
    fn a_file_cut_off_inside_a_character_loses_that_character_alone() {
        check(&"青禾区".as_bytes()[..8], Some(("青禾", "UTF-8")));
    }
}
