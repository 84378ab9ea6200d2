//! Pinyin (拼音) without tones: how a character sounds, and which characters a run of letters may stand for.
//!
//! Input: a character, or letters that may be pinyin. Output: the readings of the character; the ways to cut the letters into
//! syllables; the characters of a syllable, out of a set. The one file that names the pinyin crate.

use std::collections::BTreeMap;

use pinyin::{ToPinyin, ToPinyinMulti};

/// The longest syllable: zhuang.
const MAX_SYLLABLE_LETTERS: usize = 6;
/// Letters that can be cut in more ways than this are hardly pinyin.
const MAX_CUTS: usize = 12;

/// Lists the readings of a character, the most usual first.
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

/// Which syllables count as the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accent {
    /// Each syllable is only itself.
    Standard,
    /// Fuzzy pinyin (模糊音), as input methods offer it: zh and z, ch and c, sh and s, l and n, -ng and -n are the same.
    Merged,
}

impl Accent {
    /// The key that all syllables which count as the same share.
    fn key(self, syllable: &str) -> String {
        if self == Accent::Standard {
            return syllable.to_string();
        }
        let mut letters: Vec<char> = syllable.chars().collect();
        if let ['z' | 'c' | 's', 'h', ..] = letters[..] {
            letters.remove(1);
        } else if let Some(first) = letters.first_mut().filter(|first| **first == 'l') {
            *first = 'n';
        }
        if letters.ends_with(&['n', 'g']) {
            letters.pop();
        }
        letters.into_iter().collect()
    }
}

/// A set of characters, by the syllables that they sound as.
pub struct Sounds {
    accent: Accent,
    characters_by_key: BTreeMap<String, Vec<char>>,
}

impl Sounds {
    /// Arranges characters by their readings.
    pub fn of(characters: impl IntoIterator<Item = char>, accent: Accent) -> Sounds {
        let mut characters_by_key: BTreeMap<String, Vec<char>> = BTreeMap::new();
        for c in characters {
            for reading in readings(c) {
                let key = accent.key(&reading);
                characters_by_key.entry(key).or_default().push(c);
            }
        }
        Sounds {
            accent,
            characters_by_key,
        }
    }

    /// The characters that sound as a syllable.
    pub fn characters(&self, syllable: &str) -> &[char] {
        self.characters_by_key
            .get(&self.accent.key(syllable))
            .map_or(&[], Vec::as_slice)
    }

    /// Lists the ways to cut letters into syllables that some of the characters have, those of fewer syllables first.
    pub fn cuts<'l>(&self, letters: &'l str) -> Vec<Vec<&'l str>> {
        let mut ways: Vec<Vec<Vec<&str>>> = vec![Vec::new(); letters.len() + 1];
        ways[0].push(Vec::new());
        for end in 1..=letters.len() {
            for start in end.saturating_sub(MAX_SYLLABLE_LETTERS)..end {
                let Some(syllable) = letters.get(start..end) else {
                    continue;
                };
                if self.characters(syllable).is_empty() {
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
        let sounds = Sounds::of("区管校聘西安先".chars(), Accent::Standard);
        assert_eq!(
            sounds.cuts("quguanxiaopin"),
            [["qu", "guan", "xiao", "pin"]]
        );
        assert_eq!(sounds.cuts("xian"), [vec!["xian"], vec!["xi", "an"]]);
        assert!(sounds.cuts("steam").is_empty());
        assert_eq!(sounds.characters("guan"), ['管']);
    }

    #[test]
    fn syllables_of_fuzzy_pinyin_count_as_the_same() {
        let merged = Sounds::of("书山路生".chars(), Accent::Merged);
        for (syllable, characters) in [("su", "书"), ("sang", "山"), ("nu", "路"), ("sen", "生")]
        {
            let found: String = merged.characters(syllable).iter().collect();
            assert_eq!(found, characters, "{syllable}");
        }
        let standard = Sounds::of("书山路生".chars(), Accent::Standard);
        assert!(standard.characters("su").is_empty());
        assert_eq!(merged.cuts("susan"), [["su", "san"]]);
    }
}
