//! 分词: a folded text → its words, as jieba cuts them.
//!
//! The one file that names jieba. Cuts are made without its HMM, which guesses unknown words from
//! their neighbours, so that the same words stand at indexing and at querying; what the
//! dictionary does not know is found by its characters instead. Refuses to know fields and positions in an index.

use std::sync::OnceLock;

use jieba_rs::Jieba;

/// Stands in a dictionary for all the words that a query has no use for, so that the frequencies of
/// the others keep their weight. No text has it: it is a character of private use.
const REMAINDER: &str = "\u{F8FF}";

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'t> {
    /// The word.
    pub text: &'t str,
    /// Byte at which it starts in the text that was cut.
    pub start: usize,
}

/// Cuts texts into words, by a dictionary with frequencies.
#[derive(Debug, Clone)]
pub struct Segmenter {
    dictionary: Dictionary,
}

#[derive(Debug, Clone)]
enum Dictionary {
    Jieba,
    Own(Box<Jieba>),
}

impl Segmenter {
    /// With jieba's own dictionary of some 350,000 words. The first cut loads it, which takes about
    /// a tenth of a second; all segmenters share it.
    pub fn with_jieba_dictionary() -> Segmenter {
        Segmenter {
            dictionary: Dictionary::Jieba,
        }
    }

    /// With a dictionary of the words given and their frequencies, out of a text of `n_words` words
    /// in all.
    pub fn with_words<'w>(
        words: impl IntoIterator<Item = (&'w str, u64)>,
        n_words: u64,
    ) -> Segmenter {
        let mut jieba = Jieba::empty();
        let mut rest = n_words;
        for (word, frequency) in words {
            rest = rest.saturating_sub(frequency);
            let frequency = usize::try_from(frequency).unwrap_or(usize::MAX);
            jieba.add_word(word, Some(frequency), None);
        }
        let rest = usize::try_from(rest).unwrap_or(usize::MAX);
        jieba.add_word(REMAINDER, Some(rest.max(1)), None);
        Segmenter {
            dictionary: Dictionary::Own(Box::new(jieba)),
        }
    }

    fn jieba(&self) -> &Jieba {
        static JIEBA: OnceLock<Jieba> = OnceLock::new();
        match &self.dictionary {
            Dictionary::Jieba => JIEBA.get_or_init(Jieba::new),
            Dictionary::Own(jieba) => jieba,
        }
    }

    /// The words of a text, one after the other, that together are the text.
    pub fn cut<'t>(&self, text: &'t str) -> Vec<Word<'t>> {
        self.jieba()
            .cut(text, false)
            .into_iter()
            .map(|token| Word {
                text: token.word,
                start: token.byte_start,
            })
            .collect()
    }

    /// Calls `each` with the words of a text as jieba's search mode gives them: a long word's
    /// shorter ones before it.
    pub(crate) fn for_each_search_word(&self, text: &str, mut each: impl FnMut(&str, usize)) {
        for token in self.jieba().cut_for_search(text, false) {
            each(token.word, token.byte_start);
        }
    }
}

/// Whether a word can be looked up by itself: two characters or more, one of them a letter or a
/// digit. Single characters are the character path's, which finds them in any company.
pub fn is_indexed(word: &str) -> bool {
    let mut chars = word.chars();
    let Some(first) = chars.next() else {
        return false;
    };
    chars.next().is_some() && (is_common_han(first) || word.chars().any(char::is_alphanumeric))
}

/// A shortcut for nearly every character there is to ask about.
fn is_common_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(segmenter: &Segmenter, text: &str) -> String {
        let words: Vec<&str> = segmenter.cut(text).iter().map(|word| word.text).collect();
        words.join("/")
    }

    #[test]
    fn a_word_unknown_to_the_dictionary_is_cut_into_characters() {
        let jieba = Segmenter::with_jieba_dictionary();
        assert_eq!(cut(&jieba, "推进区管校聘改革"), "推进/区/管/校/聘/改革");
    }

    #[test]
    fn a_dictionary_of_the_words_given_cuts_by_their_frequencies() {
        let segmenter = Segmenter::with_words([("课后", 50), ("服务", 500), ("后服", 1)], 100_000);
        assert_eq!(cut(&segmenter, "课后服务"), "课后/服务");
    }

    #[test]
    fn an_empty_dictionary_cuts_into_characters() {
        assert_eq!(
            cut(&Segmenter::with_words([], 0), "课后服务"),
            "课/后/服/务"
        );
    }

    #[test]
    fn single_characters_and_punctuation_are_not_looked_up() {
        assert!(!is_indexed("校") && !is_indexed("——") && !is_indexed(""));
        assert!(is_indexed("学校") && is_indexed("2022") && is_indexed("x区"));
    }
}
