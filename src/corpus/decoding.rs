//! The decoding of bytes to text: which encoding they are in.
//!
//! Input: bytes. Output: their text, and the name of its encoding. A byte order mark is tried first, then strict UTF-8, then GB18030, which
//! includes GBK and GB2312. Almost any bytes can be read as GB18030, so that its text is examined: if its characters are not common ones,
//! Big5 and UTF-16 without a mark are tried as well, and the encoding whose characters are common wins. Bytes that none of them can
//! read are refused rather than guessed at.

use std::sync::LazyLock;

use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

/// How many characters are sampled to tell encodings apart.
const SAMPLE_CHARS: usize = 4_000;

/// With this share of common characters GB18030 is chosen without trying the others. Real reports have .97 and more, Big5 read as GB18030
/// about .4.
const SURE_SHARE: f64 = 0.85;

/// Another encoding needs this share ...
const LEAST_SHARE: f64 = 0.7;

/// ... and this much more than GB18030 has.
const LEAST_GAIN: f64 = 0.2;

/// Decodes `bytes` to their text and the name of its encoding; `None` if no known encoding can read them. The byte order mark is dropped.
pub fn decode(bytes: Vec<u8>) -> Option<(String, &'static str)> {
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(&bytes) {
        let name = encoding_name(encoding);
        let (text, had_errors) = encoding.decode_without_bom_handling(&bytes[mark_bytes..]);
        return (!had_errors).then(|| (text.into_owned(), name));
    }
    if bytes.contains(&0) {
        let (encoding, _) = likely_utf16(&bytes)?;
        return strict(encoding, &bytes).map(|text| (text, encoding.name()));
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Some((text, "UTF-8")),
        Err(error) => error.into_bytes(),
    };
    // A file cut off inside a character is still UTF-8; that character is dropped.
    if let Some(text) = utf8_cut_off(&bytes) {
        return Some((text, "UTF-8"));
    }
    let simplified = strict(GB18030, &bytes);
    let share = simplified.as_deref().map_or(0.0, common_share);
    let other = match share >= SURE_SHARE {
        true => None,
        false => likely_other(&bytes),
    };
    match (simplified, other) {
        (Some(text), Some((_, best))) if best < share + LEAST_GAIN => Some((text, "GB18030")),
        (_, Some((encoding, _))) => strict(encoding, &bytes).map(|text| (text, encoding.name())),
        (text, None) => text.map(|text| (text, "GB18030")),
    }
}

/// Tells whether bytes that contain NULs are UTF-16, with a mark or without.
pub(super) fn looks_like_utf16(bytes: &[u8]) -> bool {
    let has_mark = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    has_mark || likely_utf16(bytes).is_some()
}

fn likely_other(bytes: &[u8]) -> Option<(&'static Encoding, f64)> {
    let traditional = strict(BIG5, bytes).map(|text| (BIG5, common_share(&text)));
    traditional
        .into_iter()
        .chain(likely_utf16(bytes))
        .filter(|(_, share)| *share >= LEAST_SHARE)
        .max_by(|a, b| a.1.total_cmp(&b.1))
}

fn likely_utf16(bytes: &[u8]) -> Option<(&'static Encoding, f64)> {
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    // The sample ends with a whole character unless it cuts a pair of surrogates, which then counts as one error.
    let sample = &bytes[..bytes.len().min(SAMPLE_CHARS * 2)];
    [UTF_16LE, UTF_16BE]
        .into_iter()
        .map(|encoding| {
            let (text, _) = encoding.decode_without_bom_handling(sample);
            (encoding, common_share(&text))
        })
        .filter(|(_, share)| *share >= LEAST_SHARE)
        .max_by(|a, b| a.1.total_cmp(&b.1))
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

/// Returns the share of common characters among those that are not ASCII; a text that is all ASCII has a share of 1 or 0.
fn common_share(text: &str) -> f64 {
    let (mut n_common, mut n_all, mut n_odd) = (0, 0, 0);
    for c in text.chars().take(SAMPLE_CHARS) {
        if c.is_ascii() {
            n_odd += usize::from(c.is_ascii_control() && !c.is_ascii_whitespace());
            continue;
        }
        n_all += 1;
        n_common += usize::from(is_common(c));
    }
    match (n_all + n_odd, n_odd) {
        (0, _) => 1.0,
        (n, _) => f64::from(n_common as u32) / f64::from(n as u32),
    }
}

fn is_common(c: char) -> bool {
    match c {
        '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff5e}' | '\u{2010}'..='\u{2027}' => true,
        '\u{2460}'..='\u{249b}' | '\u{2160}'..='\u{216b}' | '\u{a0}' | '·' | '×' | '℃' => true,
        '\u{feff}' | '\u{2500}'..='\u{257f}' | '○' | '●' | '□' | '■' | '→' => true,
        _ => COMMON_HAN.get(c as usize).is_some_and(|&is| is),
    }
}

/// For each code point, whether it is one of the common characters: the first level of GB 2312 (3,755) or of Big5 (5,401).
static COMMON_HAN: LazyLock<Vec<bool>> = LazyLock::new(|| {
    let mut common = vec![false; 0x1_0000];
    let mut add = |encoding: &'static Encoding, lead: u8, trail: u8| {
        let bytes = [lead, trail];
        if let Some(text) = strict(encoding, &bytes)
            && let Some(c) = text.chars().next()
            && (0x3400..0xa000).contains(&(c as usize))
        {
            common[c as usize] = true;
        }
    };
    for lead in 0xB0..=0xD7 {
        (0xA1..=0xFE).for_each(|trail| add(GBK, lead, trail));
    }
    for lead in 0xA4..=0xC6 {
        (0x40..=0xFE).for_each(|trail| add(BIG5, lead, trail));
    }
    common
});

/// Decodes UTF-8 that was cut off inside its last character.
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

    const TRADITIONAL: &str = "學校教育工作計劃,加強師資隊伍建設。";

    #[test]
    fn big5_is_not_taken_for_gb18030() {
        let (bytes, _, _) = BIG5.encode(TRADITIONAL);
        check(&bytes, Some((TRADITIONAL, "Big5")));
    }

    #[test]
    fn traditional_text_in_gb18030_is_not_taken_for_big5() {
        let (bytes, _, _) = GB18030.encode(TRADITIONAL);
        check(&bytes, Some((TRADITIONAL, "GB18030")));
    }

    #[test]
    fn utf16_without_a_mark_is_told_by_its_characters() {
        for text in ["青禾区教育局工作总结", "一、2023年工作回顾\n推进改革。"]
        {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            check(&little, Some((text, "UTF-16LE")));
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            check(&big, Some((text, "UTF-16BE")));
        }
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
