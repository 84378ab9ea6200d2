//! The piece table of a .doc: where the characters of the text lie in the file ([MS-DOC] 2.8.35, 2.9.73).
//!
//! Input: the table and the main stream. Output: the characters in order, each with its position in the stream, by which `formatting`
//! finds what applies to it.

use encoding_rs::WINDOWS_1252;

use crate::corpus::formats::little_endian::{u16_at, u32_at};

/// A character of the text with its position.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlacedCharacter {
    /// The character.
    pub(super) value: char,
    /// The offset of its first byte in the main stream.
    pub(super) position: u32,
}

/// Reads the pieces; `None` if the table is damaged. A piece that lies outside the stream is passed over.
pub(super) fn read(table: &[u8], main: &[u8]) -> Option<Vec<PlacedCharacter>> {
    let mut at = 0;
    // Changes of formatting by the piece come first.
    while table.get(at) == Some(&1) {
        at += 3 + usize::from(u16_at(table, at + 1)?);
    }
    if table.get(at) != Some(&2) {
        return None;
    }
    let length = u32_at(table, at + 1)? as usize;
    let pieces = table.get(at + 5..(at + 5).checked_add(length)?)?;
    let n_pieces = pieces.len().checked_sub(4)? / 12;
    let mut characters = Vec::new();
    for piece in 0..n_pieces {
        let (first, next) = (u32_at(pieces, piece * 4)?, u32_at(pieces, piece * 4 + 4)?);
        let n_characters = next.checked_sub(first)? as usize;
        let place = u32_at(pieces, (n_pieces + 1) * 4 + piece * 8 + 2)?;
        let is_narrow = place & 0x4000_0000 != 0;
        let position = place & 0x3FFF_FFFF;
        match is_narrow {
            true => {
                let from = position as usize / 2;
                let to = (from + n_characters).min(main.len());
                let bytes = main.get(from..to).unwrap_or_default();
                let text = WINDOWS_1252.decode_without_bom_handling(bytes).0;
                let positions = from as u32..;
                characters.extend(
                    positions
                        .zip(text.chars())
                        .map(|(position, value)| PlacedCharacter { value, position }),
                );
            }
            false => {
                let from = position as usize;
                let to = from.saturating_add(n_characters * 2).min(main.len());
                let code_units = main.get(from..to).unwrap_or_default().chunks_exact(2);
                let code_units = code_units.map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
                let mut position = position;
                for value in char::decode_utf16(code_units) {
                    let value = value.unwrap_or('\u{fffd}');
                    characters.push(PlacedCharacter { value, position });
                    // A pair of surrogates counts as two in the lengths of the parts; a soft hyphen, which gives no text, fills the gap.
                    if value.len_utf16() == 2 {
                        let value = '\u{ad}';
                        characters.push(PlacedCharacter { value, position });
                    }
                    position += 2 * value.len_utf16() as u32;
                }
            }
        }
        if characters.len() > main.len() {
            return None; // The pieces overlap: they claim more text than the file can hold.
        }
    }
    Some(characters)
}
