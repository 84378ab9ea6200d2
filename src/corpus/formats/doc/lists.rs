//! The numbered lists of a .doc, read from its tables ([MS-DOC] 2.9.131, 2.9.147, 2.9.150).
//!
//! Input: the table of list definitions, the levels that follow it, and the table of lists that paragraphs refer to. Output:
//! [`NumberedLists`], whose ids are the indices of that last table, from 1.

use crate::corpus::formats::lists::{List, ListLevel, N_LEVELS, NumberedLists};
use crate::corpus::formats::little_endian::{u16_at, u32_at};

const DEFINITION_BYTES: usize = 28;
const LEVEL_BYTES: usize = 28;
const LIST_BYTES: usize = 16;

/// The most lists that paragraphs can name ([MS-DOC] 2.6.2): 0x7FF means a paragraph that was taken out of a list.
const MAX_LISTS: usize = 0x7FE;

/// How much of the text of a number is kept, in code units. Every list holds its levels for itself, so that a file of
/// 17 MB with 200,000 lists of one long text took more than 13 GB.
const MAX_NUMBER_CODE_UNITS: usize = 64;

/// Reads the lists; those cut off are left out.
pub(super) fn read(definitions: &[u8], levels: &[u8], overrides: &[u8]) -> NumberedLists {
    let mut known: Vec<(u32, Vec<ListLevel>)> = Vec::new();
    let mut at = 0;
    let n_definitions = u16_at(definitions, 0).map_or(0, usize::from);
    for index in 0..n_definitions {
        let from = 2 + index * DEFINITION_BYTES;
        let (Some(id), Some(&flags)) = (u32_at(definitions, from), definitions.get(from + 26))
        else {
            break;
        };
        let n_levels = if flags & 1 != 0 { 1 } else { N_LEVELS };
        let mut read_levels = Vec::with_capacity(n_levels);
        for _ in 0..n_levels {
            let Some((level, n_bytes)) = read_level(levels.get(at..).unwrap_or_default()) else {
                break;
            };
            at += n_bytes;
            read_levels.push(level);
        }
        known.push((id, read_levels));
    }
    read_overrides(overrides, &known).unwrap_or_default()
}

fn read_overrides(overrides: &[u8], known: &[(u32, Vec<ListLevel>)]) -> Option<NumberedLists> {
    let mut lists = NumberedLists::default();
    let n_lists = u32_at(overrides, 0)? as usize;
    let n_lists = n_lists.min(overrides.len() / LIST_BYTES);
    let mut at = 4 + n_lists * LIST_BYTES;
    for index in 0..n_lists.min(MAX_LISTS) {
        let from = 4 + index * LIST_BYTES;
        let id = u32_at(overrides, from)?;
        let n_changes = overrides.get(from + 12).copied().unwrap_or(0);
        let mut list = List::new(&id.to_string());
        if let Some((_, levels)) = known.iter().find(|(known_id, _)| *known_id == id) {
            for (slot, level) in list.levels.iter_mut().zip(levels) {
                *slot = level.clone();
            }
        }
        at += 4;
        for _ in 0..n_changes {
            let (Some(start), Some(flags)) = (u32_at(overrides, at), u32_at(overrides, at + 4))
            else {
                break;
            };
            at += 8;
            let level = (flags & 0x0F) as usize;
            if flags & 0x10 != 0
                && let Some(slot) = list.starts.get_mut(level)
            {
                *slot = Some(start);
            }
            if flags & 0x20 != 0 {
                let Some((changed, n_bytes)) = read_level(overrides.get(at..).unwrap_or_default())
                else {
                    break;
                };
                at += n_bytes;
                if let Some(slot) = list.levels.get_mut(level) {
                    *slot = changed;
                }
            }
        }
        lists.add(&(index + 1).to_string(), list);
    }
    Some(lists)
}

/// Reads a level, and returns how many bytes it takes.
fn read_level(bytes: &[u8]) -> Option<(ListLevel, usize)> {
    let start = u32_at(bytes, 0)?;
    let (format, flags) = (*bytes.get(4)?, *bytes.get(5)?);
    let skipped = usize::from(*bytes.get(24)?) + usize::from(*bytes.get(25)?);
    let at = LEVEL_BYTES + skipped;
    let n_code_units = usize::from(u16_at(bytes, at)?);
    let code_units = bytes
        .get(at + 2..at + 2 + n_code_units * 2)?
        .chunks_exact(2);
    let code_units = code_units.take(MAX_NUMBER_CODE_UNITS);
    let code_units = code_units.map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let mut text = String::new();
    for c in char::decode_utf16(code_units).flatten() {
        match c as u32 {
            level @ 0..=8 => text.push_str(&format!("%{}", level + 1)),
            _ => text.push(c),
        }
    }
    let level = ListLevel {
        start,
        format: format_name(format).to_owned(),
        text,
        is_legal: flags & 0x04 != 0,
        runs_on: flags & 0x08 != 0,
        style: None,
    };
    Some((level, at + 2 + n_code_units * 2))
}

/// Returns the name that ECMA-376 gives to a number format ([MS-OSHARED] 2.2.1.3).
fn format_name(code: u8) -> &'static str {
    match code {
        1 => "upperRoman",
        2 => "lowerRoman",
        3 => "upperLetter",
        4 => "lowerLetter",
        10 => "ideographDigital",
        11 => "japaneseCounting",
        14 => "decimalFullWidth",
        16 => "japaneseLegal",
        17 => "japaneseDigitalTenThousand",
        18 => "decimalEnclosedCircle",
        19 => "decimalFullWidth2",
        22 => "decimalZero",
        23 => "bullet",
        26 => "decimalEnclosedFullstop",
        27 => "decimalEnclosedParen",
        28 => "decimalEnclosedCircleChinese",
        29 => "ideographEnclosedCircle",
        30 => "ideographTraditional",
        31 => "ideographZodiac",
        33 => "taiwaneseCounting",
        34 => "ideographLegalTraditional",
        35 => "taiwaneseCountingThousand",
        36 => "taiwaneseDigital",
        37 => "chineseCounting",
        38 => "chineseLegalSimplified",
        39 => "chineseCountingThousand",
        255 => "none",
        _ => "decimal",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_makes_lists_larger_than_numbers_are() {
        let kind = [&7_u32.to_le_bytes()[..], &[0; 22], &[1, 0]].concat();
        let kinds = [&1_u16.to_le_bytes()[..], &kind].concat();
        let text = "第".encode_utf16().cycle().take(30_000);
        let mut level = [
            &1_u32.to_le_bytes()[..],
            &[0; 24],
            &30_000_u16.to_le_bytes(),
        ]
        .concat();
        level.extend(text.flat_map(u16::to_le_bytes));
        let list = [&7_u32.to_le_bytes()[..], &[0; 12]].concat();
        let overrides = [&9_000_u32.to_le_bytes()[..], &list.repeat(9_000)].concat();
        let mut lists = read(&kinds, &level, &overrides);
        let last = MAX_LISTS.to_string();
        assert_eq!(lists.next(&last, 0), "第".repeat(MAX_NUMBER_CODE_UNITS));
        assert!(lists.get(&(MAX_LISTS + 1).to_string()).is_none());
    }
}
