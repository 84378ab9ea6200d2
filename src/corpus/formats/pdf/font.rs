//! The fonts of a PDF: which characters the bytes of a string mean, and how wide they are.
//!
//! Input: a font's dictionary. Output: a [`Font`] that cuts a string into [`Code`]s. A code whose character the font does not tell becomes
//! U+FFFD. `cmap` reads the tables of codes; `content` places the characters.

use std::collections::HashMap;

use encoding_rs::WINDOWS_1252;
use lopdf::{Dictionary, Document, Object};
use unicode_normalization::UnicodeNormalization;

use super::cmap::{Predefined, ToUnicode};
use crate::corpus::limits::MAX_PART_BYTES;

/// The width of a code that has none of its own, in thousandths of the font's size.
const DEFAULT_WIDTH: f32 = 1000.0;

/// What one width takes, in bytes.
const WIDTH_BYTES: usize = 32;

/// A font as one document uses it.
#[derive(Debug, Default)]
pub(super) struct Font {
    to_unicode: ToUnicode,
    /// The encoding of a composite font; `None` for a simple one, whose codes are single bytes.
    composite: Option<Predefined>,
    /// The characters of a simple font's codes, by the names of their glyphs.
    names: HashMap<u32, String>,
    widths: HashMap<u32, f32>,
    default_width: f32,
}

/// One code of a string.
#[derive(Debug)]
pub(super) struct Code {
    /// Its characters; U+FFFD if they cannot be told.
    pub(super) text: String,
    /// Its width, in thousandths of the font's size.
    pub(super) width: f32,
    /// Whether it is the single byte of a space, to which word spacing is added.
    pub(super) is_space: bool,
}

impl Font {
    /// Reads a font's dictionary. What its tables take is taken from `room`, in bytes; where none is left, the rest of them is
    /// passed over.
    pub(super) fn new(document: &Document, font: &Dictionary, room: &mut usize) -> Font {
        let mut read = Font {
            default_width: DEFAULT_WIDTH,
            ..Font::default()
        };
        if let Some(stream) = resolved(document, font, b"ToUnicode")
            && let Ok(stream) = stream.as_stream()
            && let Ok(bytes) = stream.get_plain_content_with_limit(MAX_PART_BYTES as usize)
        {
            read.to_unicode = ToUnicode::parse(&bytes, room);
        }
        let is_composite = name_of(document, font, b"Subtype").as_deref() == Some("Type0");
        match is_composite {
            true => read.read_composite(document, font, room),
            false => read.read_simple(document, font),
        }
        read
    }

    fn read_composite(&mut self, document: &Document, font: &Dictionary, room: &mut usize) {
        let name = name_of(document, font, b"Encoding").unwrap_or_default();
        self.composite = Some(Predefined::named(&name));
        let descendants = resolved(document, font, b"DescendantFonts");
        let descendant = descendants
            .and_then(|fonts| fonts.as_array().ok()?.first())
            .and_then(|first| document.dereference(first).ok()?.1.as_dict().ok());
        let Some(descendant) = descendant else { return };
        if let Some(width) = resolved(document, descendant, b"DW").and_then(|w| w.as_float().ok()) {
            self.default_width = width;
        }
        let Some(Object::Array(widths)) = resolved(document, descendant, b"W") else {
            return;
        };
        let mut at = 0;
        while let Some(first) = widths.get(at).and_then(|first| first.as_i64().ok()) {
            let first = u32::try_from(first).unwrap_or(0);
            let next = widths
                .get(at + 1)
                .and_then(|next| document.dereference(next).ok());
            match next.map(|(_, next)| next) {
                Some(Object::Array(listed)) => {
                    for (code, width) in (first..).zip(listed) {
                        self.widths
                            .insert(code, width.as_float().unwrap_or(DEFAULT_WIDTH));
                    }
                    at += 2;
                }
                Some(last) => {
                    let last = last.as_i64().ok().and_then(|last| u32::try_from(last).ok());
                    let width = widths.get(at + 2).and_then(|width| width.as_float().ok());
                    if let (Some(last), Some(width)) = (last, width) {
                        for code in first..=last.min(first.saturating_add(0xFFFF)) {
                            let Some(left) = room.checked_sub(WIDTH_BYTES) else {
                                return;
                            };
                            *room = left;
                            self.widths.insert(code, width);
                        }
                    }
                    at += 3;
                }
                None => return,
            }
        }
    }

    fn read_simple(&mut self, document: &Document, font: &Dictionary) {
        let first = resolved(document, font, b"FirstChar").and_then(|first| first.as_i64().ok());
        let first = first
            .and_then(|first| u32::try_from(first).ok())
            .unwrap_or(0);
        if let Some(Object::Array(widths)) = resolved(document, font, b"Widths") {
            for (code, width) in (first..).zip(widths) {
                let width = document
                    .dereference(width)
                    .ok()
                    .and_then(|(_, w)| w.as_float().ok());
                self.widths.insert(code, width.unwrap_or(500.0));
            }
        }
        self.default_width = 500.0;
        let Some(Object::Dictionary(encoding)) = resolved(document, font, b"Encoding") else {
            return;
        };
        let Some(Object::Array(differences)) = resolved(document, encoding, b"Differences") else {
            return;
        };
        let mut code = 0;
        for difference in differences {
            match difference {
                Object::Integer(number) => code = u32::try_from(*number).unwrap_or(0),
                Object::Name(name) => {
                    if let Some(text) = named_glyph(&String::from_utf8_lossy(name)) {
                        self.names.insert(code, text);
                    }
                    code += 1;
                }
                _ => {}
            }
        }
    }

    /// Cuts a string into its codes, and gives each to `visit`.
    pub(super) fn codes(&self, mut bytes: &[u8], mut visit: impl FnMut(Code)) {
        while !bytes.is_empty() {
            let n_bytes = self
                .composite
                .map_or(1, |encoding| encoding.code_bytes(bytes));
            let (code, rest) = bytes.split_at(n_bytes);
            bytes = rest;
            let number = code
                .iter()
                .take(4)
                .fold(0, |n, &byte| n << 8 | u32::from(byte));
            let text = self.text(code, number);
            let width = self.widths.get(&number).copied();
            visit(Code {
                text: text.map_or_else(|| "\u{fffd}".to_owned(), |text| plain(&text)),
                width: width.unwrap_or(self.default_width),
                is_space: code == b" ",
            });
        }
    }

    fn text(&self, code: &[u8], number: u32) -> Option<String> {
        let mapped = self.to_unicode.get(number).filter(|text| !text.is_empty());
        if let Some(text) = mapped.filter(|text| !text.chars().all(is_private)) {
            return Some(text.to_owned());
        }
        if let Some(encoding) = self.composite {
            return encoding.character(code).or(mapped.map(str::to_owned));
        }
        if let Some(text) = self.names.get(&number) {
            return Some(text.clone());
        }
        if !self.to_unicode.is_empty() {
            return mapped.map(str::to_owned);
        }
        let byte = code.first()?;
        let text = WINDOWS_1252
            .decode_without_bom_handling(std::slice::from_ref(byte))
            .0;
        (*byte >= 0x20).then(|| text.into_owned())
    }
}

/// Tells whether a character is of private use, or none at all, so that nobody can read it.
pub(super) fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}' | '\u{f0000}'..)
        || (c.is_control() && c != '\t')
}

/// Returns the value of a key, following references.
pub(super) fn resolved<'a>(
    document: &'a Document,
    dictionary: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Object> {
    let value = dictionary.get(key).ok()?;
    document.dereference(value).ok().map(|(_, object)| object)
}

fn name_of(document: &Document, dictionary: &Dictionary, key: &[u8]) -> Option<String> {
    let name = resolved(document, dictionary, key)?.as_name().ok()?;
    Some(String::from_utf8_lossy(name).into_owned())
}

/// Returns the characters of a glyph by its name, for such names as the fonts of reports use: `uni4E00`, letters, digits.
fn named_glyph(name: &str) -> Option<String> {
    if let Some(digits) = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'))
        && (4..=6).contains(&digits.len())
        && let Ok(number) = u32::from_str_radix(digits, 16)
    {
        return char::from_u32(number).map(String::from);
    }
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Some(letter.to_string());
    }
    let text = match name {
        "space" | "nbspace" => " ",
        "zero" => "0",
        "one" => "1",
        "two" => "2",
        "three" => "3",
        "four" => "4",
        "five" => "5",
        "six" => "6",
        "seven" => "7",
        "eight" => "8",
        "nine" => "9",
        "period" => ".",
        "comma" => ",",
        "colon" => ":",
        "semicolon" => ";",
        "hyphen" | "minus" => "-",
        "percent" => "%",
        "parenleft" => "(",
        "parenright" => ")",
        "slash" => "/",
        "plus" => "+",
        "equal" => "=",
        "bullet" => "•",
        "endash" => "–",
        "emdash" => "—",
        "quotedblleft" => "“",
        "quotedblright" => "”",
        "quoteleft" => "‘",
        "quoteright" => "’",
        "quotesingle" => "'",
        "quotedbl" => "\"",
        "ellipsis" => "…",
        "periodcentered" | "middot" => "·",
        "multiply" => "×",
        "degree" => "°",
        _ => return None,
    };
    Some(text.to_owned())
}

/// Replaces characters that a program chose for their glyph alone by those that are meant: ⼀ (a radical) becomes 一.
fn plain(text: &str) -> String {
    let is_look_alike = |c: char| matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{fb00}'..='\u{fb06}');
    if !text.chars().any(is_look_alike) {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match RADICALS
            .chars()
            .zip(SIMPLE.chars())
            .find(|(radical, _)| *radical == c)
        {
            Some((_, simple)) => plain.push(simple),
            None if is_look_alike(c) => plain.extend(c.nfkc()),
            None => plain.push(c),
        }
    }
    plain
}

/// Radicals that Unicode does not decompose.
const RADICALS: &str =
    "⺁⺎⺟⺠⺼⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⺪⺫⺬⺮⺰⺳⺷⺹⺾⻊⻌⻎⻏⻐⻒";
/// The characters that look like [`RADICALS`], in the same order.
const SIMPLE: &str =
    "厂兀母民月虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟疋罒示竹纟网羊老艹足辶辶邑钅镸";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_are_the_characters_they_look_like() {
        assert_eq!(RADICALS.chars().count(), SIMPLE.chars().count());
        assert_eq!(plain("⼀⺠⻔区"), "一民门区");
    }

    #[test]
    fn a_font_of_single_bytes_says_what_its_names_say() {
        let mut font = Font::default();
        font.names.insert(1, named_glyph("uni533A").unwrap());
        let mut read = String::new();
        font.codes(b"\x01a\x02", |code| read.push_str(&code.text));
        assert_eq!(read, "区a\u{fffd}");
    }
}
