//! Knows in which encoding the bytes of each font of an .rtf are.
//!
//! Input: the code page of the file, and the charsets of its fonts. Output: an encoding; `None` for fonts of symbols, whose bytes are no characters.

use std::collections::HashMap;

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, WINDOWS_1252};

/// What the bytes of a font are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Charset {
    Of(&'static Encoding),
    /// That of the file.
    Default,
    Symbols,
}

/// The fonts of a file.
#[derive(Debug)]
pub(super) struct Fonts {
    default: &'static Encoding,
    charsets: HashMap<i32, Charset>,
}

impl Default for Fonts {
    fn default() -> Fonts {
        Fonts {
            default: WINDOWS_1252,
            charsets: HashMap::new(),
        }
    }
}

impl Fonts {
    /// Sets the code page of the file.
    pub(super) fn set_code_page(&mut self, code_page: i32) {
        self.default = match code_page {
            936 | 54936 => GB18030,
            950 => BIG5,
            932 => SHIFT_JIS,
            949 => EUC_KR,
            _ => WINDOWS_1252,
        };
    }

    /// Sets the charset of a font.
    pub(super) fn set_charset(&mut self, font: i32, charset: i32) {
        let charset = match charset {
            134 => Charset::Of(GB18030),
            136 => Charset::Of(BIG5),
            128 => Charset::Of(SHIFT_JIS),
            129 => Charset::Of(EUC_KR),
            2 => Charset::Symbols,
            _ => Charset::Default,
        };
        self.charsets.insert(font, charset);
    }

    /// The encoding of the file.
    pub(super) fn default_encoding(&self) -> &'static Encoding {
        self.default
    }

    /// The encoding of the bytes of a font; `None` where they are symbols.
    pub(super) fn encoding(&self, font: Option<i32>) -> Option<&'static Encoding> {
        match font.and_then(|font| self.charsets.get(&font)) {
            Some(Charset::Of(encoding)) => Some(encoding),
            Some(Charset::Symbols) => None,
            Some(Charset::Default) | None => Some(self.default),
        }
    }
}

/// Whether a byte begins a character of two bytes.
pub(super) fn begins_character(encoding: &'static Encoding, byte: u8) -> bool {
    encoding != WINDOWS_1252 && (0x81..=0xfe).contains(&byte)
}
