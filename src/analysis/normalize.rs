//! Folding: what counts as the same text, and the way back to the original.
//!
//! Input: a text. Output: its folded form, with the place in the original of every folded
//! character. This is folding's one home and one definition:
//!
//! > Verbatim means that `fold(passage)` contains `fold(query)`. `fold` works character by
//! > character. It makes full width half (letters, digits, punctuation), ASCII letters lower case,
//! > traditional characters simplified; and it drops white space, quotation marks
//! > (“ ” ‘ ’ " ' 「 」 『 』) and title marks (《 》 〈 〉), because policy terms stand now inside them and
//! > now without. All other characters stay as they are, so that a match never runs over the end of
//! > a sentence.
//!
//! NFKC is not used: it changes lengths (… becomes three characters) and would fold far more than
//! the definition names.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// Traditional → simplified, one pair of characters a line. Source: OpenCC, TSCharacters.
const SIMPLIFIED: &str = include_str!("simplified.txt");

/// The entry of the table for a character that is dropped.
const DROPPED: u16 = 0;
/// The entry of the table for a character whose fold lies beyond the basic plane.
const ELSEWHERE: u16 = 0xFFFF;

struct FoldTable {
    /// The fold of every character of the basic plane.
    basic: Box<[u16]>,
    /// Folds from or to a character beyond it.
    beyond: HashMap<char, char>,
}

static TABLE: LazyLock<FoldTable> = LazyLock::new(|| {
    let mut basic: Box<[u16]> = (0..=u16::MAX).collect();
    let mut beyond = HashMap::new();
    for pair in SIMPLIFIED.lines().filter(|line| !line.starts_with('#')) {
        let mut chars = pair.chars();
        let (Some(from), Some(to)) = (chars.next(), chars.next()) else {
            continue;
        };
        match (u16::try_from(from as u32), u16::try_from(to as u32)) {
            (Ok(from), Ok(to)) => basic[from as usize] = to,
            (Ok(from_code), Err(_)) => {
                basic[from_code as usize] = ELSEWHERE;
                beyond.insert(from, to);
            }
            (Err(_), _) => {
                beyond.insert(from, to);
            }
        }
    }
    for code in 0..0xFFFFu32 {
        let Some(c) = char::from_u32(code) else {
            continue;
        };
        let half = match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(code - 0xFEE0).unwrap_or(c),
            _ => c,
        };
        if is_dropped(half) {
            basic[code as usize] = DROPPED;
        } else if half.is_ascii() {
            basic[code as usize] = half.to_ascii_lowercase() as u16;
        }
    }
    FoldTable { basic, beyond }
});

/// Whether folding drops a character: white space, quotation marks and title marks.
fn is_dropped(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '“' | '”'
                | '‘'
                | '’'
                | '"'
                | '\''
                | '「'
                | '」'
                | '『'
                | '』'
                | '《'
                | '》'
                | '〈'
                | '〉'
        )
        // NUL stands for "dropped" in the table; no text has one after decoding.
        || c == '\0'
}

/// Folds one character; `None` where it is dropped.
#[inline]
pub fn fold_char(c: char) -> Option<char> {
    let table = &*TABLE;
    match u16::try_from(c as u32) {
        Ok(code) => match table.basic[code as usize] {
            DROPPED => None,
            ELSEWHERE => Some(table.beyond.get(&c).copied().unwrap_or(c)),
            folded => Some(char::from_u32(u32::from(folded)).unwrap_or(c)),
        },
        Err(_) => Some(table.beyond.get(&c).copied().unwrap_or(c)),
    }
}

/// Folds a text.
pub fn fold(text: &str) -> String {
    text.chars().filter_map(fold_char).collect()
}

/// Folds a text for segmentation, into `folded`: what [`fold`] drops becomes a space, since a
/// quotation mark or a gap is where a word ends.
pub fn fold_for_words(text: &str, folded: &mut String) {
    folded.clear();
    folded.extend(text.chars().map(|c| fold_char(c).unwrap_or(' ')));
}

/// A folded text that knows where each of its characters stood.
#[derive(Debug, Clone)]
pub struct Folded {
    text: String,
    /// For every byte of `text`, the byte of the original at which its character starts.
    starts: Vec<u32>,
    /// For every byte of `text`, the byte of the original at which its character ends.
    ends: Vec<u32>,
}

impl Folded {
    /// Folds `original`, of at most 4 GiB.
    pub fn new(original: &str) -> Folded {
        let mut folded = Folded {
            text: String::with_capacity(original.len()),
            starts: Vec::with_capacity(original.len()),
            ends: Vec::with_capacity(original.len()),
        };
        for (start, c) in original.char_indices() {
            if let Some(kept) = fold_char(c) {
                folded.text.push(kept);
                let n_bytes = kept.len_utf8();
                folded
                    .starts
                    .extend(std::iter::repeat_n(start as u32, n_bytes));
                let end = (start + c.len_utf8()) as u32;
                folded.ends.extend(std::iter::repeat_n(end, n_bytes));
            }
        }
        folded
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte range of the original that a byte range of the folded text stands for: from the
    /// start of its first character to the end of its last. An empty range stands for `0..0`.
    pub fn original(&self, byte_range: Range<usize>) -> Range<usize> {
        if byte_range.is_empty() || byte_range.end > self.text.len() {
            return 0..0;
        }
        self.starts[byte_range.start] as usize..self.ends[byte_range.end - 1] as usize
    }

    /// The byte ranges of the original where `needle`, itself folded, stands; overlapping
    /// occurrences included. An empty needle stands nowhere.
    pub fn find_all(&self, needle: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let Some(step) = needle.chars().next().map(char::len_utf8) else {
            return found;
        };
        let mut from = 0;
        while let Some(at) = self.text[from..].find(needle) {
            let start = from + at;
            found.push(self.original(start..start + needle.len()));
            from = start + step;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(fold(text), expected);
    }

    #[test]
    fn quotation_and_title_marks_are_dropped() {
        check("教师“区管校聘”管理", "教师区管校聘管理");
        check(
            "『区管校聘』「试点」‘办法’\"甲\"'乙'",
            "区管校聘试点办法甲乙",
        );
        check("《青禾区〈办法〉》", "青禾区办法");
    }

    #[test]
    fn full_width_becomes_half_and_letters_lower() {
        check("ＡＢｃ１２，（一）！", "abc12,(一)!");
        check("STEAM", "steam");
    }

    #[test]
    fn white_space_of_every_width_is_dropped() {
        check("教 师\u{3000}交\u{a0}流\n轮\t岗\u{2003}", "教师交流轮岗");
    }

    #[test]
    fn full_width_quotation_marks_are_quotation_marks() {
        check("＂双减＂＇", "双减");
    }

    #[test]
    fn traditional_becomes_simplified() {
        check("義務教育優質均衡發展", "义务教育优质均衡发展");
    }

    #[test]
    fn sentence_punctuation_stays() {
        check("改革。推进、落实；好……", "改革。推进、落实;好……");
    }

    #[test]
    fn a_match_maps_back_over_dropped_characters() {
        let folded = Folded::new("推进教师“区管 校聘”改革");
        let found = folded.find_all("教师区管校聘改");
        assert_eq!(found.len(), 1);
        let original = "推进教师“区管 校聘”改革";
        assert_eq!(&original[found[0].clone()], "教师“区管 校聘”改");
    }

    #[test]
    fn overlapping_occurrences_are_all_found() {
        assert_eq!(Folded::new("天天天").find_all("天天").len(), 2);
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn every_folded_character_maps_to_the_one_it_came_from(text in any::<String>()) {
            let folded = Folded::new(&text);
            for (at, c) in folded.text().char_indices() {
                let range = folded.original(at..at + c.len_utf8());
                let original: Vec<char> = text[range].chars().collect();
                prop_assert_eq!(original.len(), 1);
                prop_assert_eq!(fold_char(original[0]), Some(c));
            }
        }

        #[test]
        fn the_folded_text_is_what_fold_gives(text in any::<String>()) {
            let folded = Folded::new(&text);
            prop_assert_eq!(folded.text(), fold(&text));
        }
    }
}
