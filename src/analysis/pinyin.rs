//! 拼音: how characters sound, without tones.
//!
//! Input: a character, or letters that may be pinyin. Output: its readings; the ways to cut the letters into syllables; the
//! characters of a syllable, out of those given. The one file that names the pinyin crate. Refuses to know which of them stand side by side.

use std::collections::BTreeMap;

use pinyin::{ToPinyin, ToPinyinMulti};

/// The longest syllable: zhuang.
const MAX_SYLLABLE_LETTERS: usize = 6;
/// Letters that can be cut in more ways than this are hardly pinyin.
const MAX_CUTS: usize = 12;

/// The readings of a character, most usual first; none where it has none.
pub fn readings(c: char) -> Vec<String> {
    let mut readings: Vec<String> = Vec::new();
    let usual = c.to_pinyin().into_iter();
    let others = c.to_pinyin_multi();
    let all = usual.chain(others.into_iter().flatten());
    for reading in all.map(|pinyin| pinyin.plain().replace('ü', "v")) {
        if !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    readings
}

/// The characters of each syllable.
pub struct Sounds {
    characters_by_syllable: BTreeMap<String, Vec<char>>,
}

impl Sounds {
    /// Of these characters.
    pub fn of(characters: impl IntoIterator<Item = char>) -> Sounds {
        let mut characters_by_syllable: BTreeMap<String, Vec<char>> = BTreeMap::new();
        for c in characters {
            for reading in readings(c) {
                characters_by_syllable.entry(reading).or_default().push(c);
            }
        }
        Sounds {
            characters_by_syllable,
        }
    }

    /// The characters of a syllable.
    pub fn characters(&self, syllable: &str) -> &[char] {
        self.characters_by_syllable
            .get(syllable)
            .map_or(&[], Vec::as_slice)
    }

    /// The ways to cut letters into syllables that characters have, those of fewer syllables first.
    pub fn cuts<'l>(&self, letters: &'l str) -> Vec<Vec<&'l str>> {
        let mut ways: Vec<Vec<Vec<&str>>> = vec![Vec::new(); letters.len() + 1];
        ways[0].push(Vec::new());
        for end in 1..=letters.len() {
            for start in end.saturating_sub(MAX_SYLLABLE_LETTERS)..end {
                let Some(syllable) = letters.get(start..end) else {
                    continue;
                };
                if !self.characters_by_syllable.contains_key(syllable) {
                    continue;
                }
                let longer: Vec<Vec<&str>> = ways[start]
                    .iter()
                    .map(|way| way.iter().copied().chain([syllable]).collect())
                    .collect();
                ways[end].extend(longer);
            }
            ways[end].sort_by_key(Vec::len);
            ways[end].truncate(MAX_CUTS);
        }
        ways.pop().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_may_have_several_readings() {
        assert_eq!(readings('管'), ["guan"]);
        assert_eq!(readings('校')[..2], ["xiao", "jiao"]);
        assert_eq!(readings('女')[0], "nv");
        assert_eq!(readings('a'), Vec::<String>::new());
    }

    #[test]
    fn letters_are_cut_into_syllables_that_there_are() {
        let sounds = Sounds::of("区管校聘西安先".chars());
        assert_eq!(
            sounds.cuts("quguanxiaopin"),
            [["qu", "guan", "xiao", "pin"]]
        );
        assert_eq!(sounds.cuts("xian"), [vec!["xian"], vec!["xi", "an"]]);
        assert!(sounds.cuts("steam").is_empty());
        assert_eq!(sounds.characters("guan"), ['管']);
    }
}
