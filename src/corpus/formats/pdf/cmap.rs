//! The CMaps of a PDF's fonts, which map codes to characters.
//!
//! Input: the CMap that a font carries (ToUnicode), or the name of a predefined one. Output: characters. Predefined CMaps for Chinese
//! (GBK-EUC-H, UniGB-UCS2-H, ETen-B5-H …) are decoded as the encodings they are named after, so that Adobe's tables are not needed.

use std::collections::HashMap;

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_16BE};

/// The most codes that one range of a CMap may cover.
const MAX_RANGE: u32 = 0x1_0000;

/// How many codes and brackets may stand in one block of a CMap; ISO 32000-1 allows a hundred lines, some programs write
/// them all as one.
const MAX_BLOCK: usize = 0x4_0000;

/// The bytes that one code takes beside its text.
const CODE_BYTES: usize = 64;

/// A font's own CMap, from codes to characters.
#[derive(Debug, Default)]
pub(super) struct ToUnicode {
    characters: HashMap<u32, String>,
}

impl ToUnicode {
    /// Parses a CMap; what is not understood is passed over. Each code it fills, one filled before too, is taken from `room`,
    /// in bytes; where none is left, the rest is passed over.
    pub(super) fn parse(bytes: &[u8], room: &mut usize) -> ToUnicode {
        let mut map = ToUnicode::default();
        let mut tokens = Tokens { bytes };
        let mut held: Vec<Token> = Vec::new();
        while let Some(token) = tokens.next() {
            match &token {
                Token::Word(word) => {
                    let _ = match word.as_slice() {
                        b"endbfchar" => map.add_characters(&held, room),
                        b"endbfrange" => map.add_ranges(&held, room),
                        _ => None,
                    };
                    held.clear();
                }
                _ if held.len() < MAX_BLOCK => held.push(token),
                _ => {}
            }
        }
        map
    }

    /// Returns the characters of a code.
    pub(super) fn get(&self, code: u32) -> Option<&str> {
        self.characters.get(&code).map(String::as_str)
    }

    /// Tells whether it maps no code.
    pub(super) fn is_empty(&self) -> bool {
        self.characters.is_empty()
    }

    /// Adds a code, where there is room for it.
    fn add(&mut self, code: u32, text: String, room: &mut usize) -> Option<()> {
        *room = room.checked_sub(CODE_BYTES + text.len())?;
        self.characters.insert(code, text);
        Some(())
    }

    fn add_characters(&mut self, tokens: &[Token], room: &mut usize) -> Option<()> {
        let mut codes = tokens.iter();
        while let (Some(Token::Code(from)), Some(Token::Code(to))) = (codes.next(), codes.next()) {
            self.add(number(from), text(to, 0), room)?;
        }
        Some(())
    }

    fn add_ranges(&mut self, tokens: &[Token], room: &mut usize) -> Option<()> {
        let mut at = 0;
        while let (Some(Token::Code(first)), Some(Token::Code(last))) =
            (tokens.get(at), tokens.get(at + 1))
        {
            let (first, last) = (number(first), number(last));
            let last = last.min(first.saturating_add(MAX_RANGE));
            at += 2;
            match tokens.get(at) {
                Some(Token::Code(to)) => {
                    for code in first..=last {
                        self.add(code, text(to, code - first), room)?;
                    }
                    at += 1;
                }
                Some(Token::Open) => {
                    at += 1;
                    let mut code = first;
                    while let Some(Token::Code(to)) = tokens.get(at) {
                        self.add(code, text(to, 0), room)?;
                        code = code.saturating_add(1);
                        at += 1;
                    }
                    at += 1;
                }
                _ => return None,
            }
        }
        Some(())
    }
}

fn number(code: &[u8]) -> u32 {
    code.iter()
        .take(4)
        .fold(0, |number, &byte| number << 8 | u32::from(byte))
}

/// Decodes big-endian UTF-16, and raises its last character by `more`.
fn text(bytes: &[u8], more: u32) -> String {
    if let [byte] = bytes {
        return char::from_u32(u32::from(*byte) + more).map_or_else(String::new, String::from);
    }
    let code_units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    let mut text: Vec<char> = char::decode_utf16(code_units)
        .map(|c| c.unwrap_or('\u{fffd}'))
        .collect();
    if let Some(last) = text.last_mut() {
        *last = char::from_u32(*last as u32 + more).unwrap_or('\u{fffd}');
    }
    text.into_iter().collect()
}

#[derive(Debug)]
enum Token {
    Code(Vec<u8>),
    Open,
    Close,
    Word(Vec<u8>),
}

struct Tokens<'a> {
    bytes: &'a [u8],
}

impl Tokens<'_> {
    fn next(&mut self) -> Option<Token> {
        loop {
            self.bytes = self.bytes.trim_ascii_start();
            let (&first, rest) = self.bytes.split_first()?;
            match first {
                b'%' => {
                    let end = rest.iter().position(|b| matches!(b, b'\n' | b'\r'));
                    self.bytes = &rest[end.unwrap_or(rest.len())..];
                }
                b'<' if rest.first() == Some(&b'<') => self.bytes = &rest[1..],
                b'>' => self.bytes = rest,
                b'<' => {
                    let end = rest.iter().position(|&b| b == b'>').unwrap_or(rest.len());
                    let digits: Vec<u8> = rest[..end]
                        .iter()
                        .filter_map(|&b| char::from(b).to_digit(16))
                        .map(|digit| digit as u8)
                        .collect();
                    self.bytes = &rest[(end + 1).min(rest.len())..];
                    let bytes = digits
                        .chunks(2)
                        .map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0));
                    return Some(Token::Code(bytes.collect()));
                }
                b'[' => {
                    self.bytes = rest;
                    return Some(Token::Open);
                }
                b']' => {
                    self.bytes = rest;
                    return Some(Token::Close);
                }
                _ => {
                    let is_end = |b: &u8| b.is_ascii_whitespace() || b"<>[]%".contains(b);
                    let end = rest
                        .iter()
                        .position(is_end)
                        .map_or(self.bytes.len(), |at| at + 1);
                    let (word, rest) = self.bytes.split_at(end);
                    self.bytes = rest;
                    // Neither the numbers, which tell how many lines follow, nor names and their values are needed.
                    if word[0].is_ascii_alphabetic() {
                        return Some(Token::Word(word.to_vec()));
                    }
                }
            }
        }
    }
}

/// The encoding of a predefined CMap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Predefined {
    /// Codes of two bytes that number glyphs and not characters.
    #[default]
    Identity,
    /// Codes that are text in this encoding.
    Text(&'static Encoding),
}

impl Predefined {
    /// Returns the encoding of the CMap of a name.
    pub(super) fn named(name: &str) -> Predefined {
        let has = |part: &str| name.contains(part);
        if has("UCS2") || has("UTF16") {
            Predefined::Text(UTF_16BE)
        } else if has("GBK") || has("GB-EUC") || has("GBpc-EUC") {
            Predefined::Text(GB18030)
        } else if has("-B5") || has("B5pc") || has("ETen") {
            Predefined::Text(BIG5)
        } else if has("RKSJ") {
            Predefined::Text(SHIFT_JIS)
        } else if has("KSC") {
            Predefined::Text(EUC_KR)
        } else if name.starts_with("EUC-") {
            Predefined::Text(EUC_JP)
        } else {
            Predefined::Identity
        }
    }

    /// Returns how many bytes the first code of `bytes` has.
    pub(super) fn code_bytes(self, bytes: &[u8]) -> usize {
        let first = bytes.first().copied().unwrap_or(0);
        let n_bytes = match self {
            Predefined::Text(encoding) if encoding == UTF_16BE => match first {
                0xD8..=0xDB => 4,
                _ => 2,
            },
            Predefined::Text(_) if first < 0x80 => 1,
            Predefined::Text(encoding) if encoding == GB18030 => match bytes.get(1) {
                Some(b'0'..=b'9') => 4,
                _ => 2,
            },
            _ => 2,
        };
        n_bytes.min(bytes.len()).max(1)
    }

    /// Decodes one code.
    pub(super) fn character(self, code: &[u8]) -> Option<String> {
        match self {
            Predefined::Identity => None,
            Predefined::Text(encoding) => {
                let text = encoding.decode_without_bom_handling_and_without_replacement(code)?;
                Some(text.into_owned())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cmap_of_a_font_is_read() {
        let map = ToUnicode::parse(
            b"/CIDInit /ProcSet findresource begin 1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
              2 beginbfchar <0001> <4E00> <0002> <D840DC00> endbfchar\n\
              2 beginbfrange <0010> <0012> <4E8C> <0020> <0021> [<4E09> <56DB>] endbfrange end",
            &mut 1_000,
        );
        let read = [1, 2, 0x10, 0x11, 0x21].map(|code| map.get(code));
        assert_eq!(
            read,
            [
                Some("一"),
                Some("\u{20000}"),
                Some("二"),
                Some("亍"),
                Some("四")
            ]
        );
        assert_eq!(map.get(3), None);
    }

    #[test]
    fn ranges_end_where_the_room_ends() {
        let ranges = "beginbfrange <0000> <FFFF> <4E00> endbfrange ".repeat(1_000);
        let mut room = 10 * (CODE_BYTES + 3);
        let map = ToUnicode::parse(ranges.as_bytes(), &mut room);
        assert_eq!((map.get(9), map.get(10)), (Some("\u{4e09}"), None));
    }

    #[test]
    fn a_predefined_cmap_is_its_encoding() {
        let gbk = Predefined::named("GBK-EUC-H");
        assert_eq!(gbk.code_bytes(b"\xC7\xF8a"), 2);
        assert_eq!(gbk.character(b"\xC7\xF8").as_deref(), Some("区"));
        let unicode = Predefined::named("UniGB-UCS2-H");
        assert_eq!(unicode.character(b"\x53\x3A").as_deref(), Some("区"));
        assert_eq!(Predefined::named("Identity-H"), Predefined::Identity);
    }
}
