//! Cuts a folded text into words by jieba's dictionary, to which users may add words (分词).
//!
//! Input: a folded text. Output: its [`Word`]s. The one file that names jieba. Cuts are made without its HMM, which guesses
//! unknown words from their neighbours, so that the same words come out at indexing and at querying; what the dictionary does
//! not know is found by its characters instead. `tokenizer` hands the words to tantivy.

use std::sync::{Arc, OnceLock};

use jieba_rs::Jieba;
use thiserror::Error;

use super::normalize::fold;

/// The entry of a dictionary that stands for all the words which a query has no use for, so that the frequencies of the
/// others keep their weight. No text holds it: it is a character of private use.
const REMAINDER: &str = "\u{F8FF}";

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'t> {
    /// The word.
    pub text: &'t str,
    /// Byte at which it starts in the text that was cut.
    pub start: usize,
}

/// The longest word that users may add, in characters.
pub const MAX_USER_WORD_CHARS: usize = 20;

/// A word that users add to jieba's dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserWord {
    text: String,
    frequency: Option<u32>,
}

/// Why a text cannot be a word of a dictionary.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoWord {
    /// It is one character; any character is found by itself.
    #[error("it is one character")]
    OneCharacter,
    /// It is too long for a word.
    #[error("it has more than {MAX_USER_WORD_CHARS} characters")]
    TooLong,
    /// It is a number, or consists of marks.
    #[error("it has no letter")]
    NoLetter,
    /// It holds a character at which jieba cuts, so that it would never be found.
    #[error("'{0}' ends a word wherever it stands")]
    Ends(char),
}

impl UserWord {
    /// Folds a word. Its frequency is one as in jieba's dictionary; without one it gets the least that makes it one word where
    /// it stands by itself.
    ///
    /// # Errors
    /// [`NoWord`] where it could not be one.
    pub fn new(text: &str, frequency: Option<u32>) -> Result<UserWord, NoWord> {
        let text_folded = fold(text);
        match text_folded.chars().count() {
            ..2 => return Err(NoWord::OneCharacter),
            2..=MAX_USER_WORD_CHARS => {}
            _ => return Err(NoWord::TooLong),
        }
        if !text_folded.chars().any(char::is_alphabetic) {
            return Err(NoWord::NoLetter);
        }
        // What folding drops is where a word ends, in a text too.
        if let Some(end) = text.chars().find(|&c| is_end(&fold(&String::from(c)))) {
            return Err(NoWord::Ends(end));
        }
        Ok(UserWord {
            text: text_folded,
            frequency,
        })
    }

    /// The word, folded.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The frequency that the user states.
    pub fn frequency(&self) -> Option<u32> {
        self.frequency
    }
}

/// Whether jieba cuts at a character whatever its dictionary.
fn is_end(folded: &str) -> bool {
    if folded.chars().all(is_common_han) {
        return folded.is_empty();
    }
    let doubled = folded.repeat(2);
    let mut jieba = Jieba::empty();
    jieba.add_word(&doubled, Some(1), None);
    jieba.cut(&doubled, false).len() > 1
}

/// Cuts texts into words, by a dictionary with frequencies.
#[derive(Debug, Clone)]
pub struct Segmenter {
    dictionary: Dictionary,
}

#[derive(Debug, Clone)]
enum Dictionary {
    Jieba,
    Extended(Arc<Extended>),
    Own(Box<Jieba>),
}

/// jieba's own dictionary with more words in it.
#[derive(Debug)]
struct Extended {
    words: Vec<UserWord>,
    /// Loaded by the first cut.
    jieba: OnceLock<Jieba>,
}

impl Extended {
    fn load(&self) -> Jieba {
        let mut jieba = Jieba::new();
        // A word without a frequency gets the least that no cut into others reaches: those others, which are shorter or
        // have frequencies of their own, must be there before it.
        let mut words: Vec<&UserWord> = self.words.iter().collect();
        words.sort_by_key(|word| (word.frequency.is_none(), word.text.len()));
        for word in words {
            let frequency = word.frequency.map(|frequency| frequency as usize);
            jieba.add_word(&word.text, frequency, None);
        }
        jieba
    }
}

impl Segmenter {
    /// Makes a segmenter with jieba's own dictionary of some 350,000 words. The first cut loads it, which takes about
    /// a tenth of a second; all segmenters share it.
    pub fn with_jieba_dictionary() -> Segmenter {
        Segmenter {
            dictionary: Dictionary::Jieba,
        }
    }

    /// Makes a segmenter with jieba's dictionary and the words of users. The first cut loads a dictionary for this segmenter and its clones.
    pub fn with_jieba_dictionary_and(words: Vec<UserWord>) -> Segmenter {
        let dictionary = match words.is_empty() {
            true => Dictionary::Jieba,
            false => Dictionary::Extended(Arc::new(Extended {
                words,
                jieba: OnceLock::new(),
            })),
        };
        Segmenter { dictionary }
    }

    /// Makes a segmenter with a dictionary of these words and their frequencies, out of a text of `n_words` words in all.
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
            Dictionary::Extended(extended) => extended.jieba.get_or_init(|| extended.load()),
            Dictionary::Own(jieba) => jieba,
        }
    }

    /// Cuts a text into words, which together are the text.
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

    /// Whether its dictionary has a word.
    pub fn knows(&self, word: &str) -> bool {
        self.jieba().has_word(word)
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

/// Whether a character is one of the common Chinese ones: a shortcut for nearly every character of a report.
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

    fn with_user_words(words: &[(&str, Option<u32>)]) -> Segmenter {
        let words = words
            .iter()
            .map(|(word, frequency)| UserWord::new(word, *frequency).unwrap());
        Segmenter::with_jieba_dictionary_and(words.collect())
    }

    #[test]
    fn a_word_of_users_without_a_frequency_is_cut() {
        let words = [
            "区管校聘",
            "课后服务",
            "服务体系",
            "课后服务体系",
            "Ｋ12教育",
            "學區製",
        ];
        let segmenter = with_user_words(&words.map(|word| (word, None)));
        for word in ["区管校聘", "课后服务", "课后服务体系", "k12教育", "学区制"]
        {
            assert_eq!(cut(&segmenter, word), word);
        }
        assert_eq!(
            cut(&segmenter, "推进区管校聘改革，办好课后服务"),
            "推进/区管校聘/改革/，/办好/课后服务"
        );
    }

    #[test]
    fn a_word_of_users_keeps_the_frequency_that_they_give() {
        let cut_with = |frequency: u32| {
            let segmenter = with_user_words(&[("教育工作", Some(frequency))]);
            cut(&segmenter, "教育工作")
        };
        assert_eq!(cut_with(0), "教育/工作");
        assert_eq!(cut_with(1), "教育/工作");
        assert_eq!(cut_with(90_000), "教育工作");
    }

    #[test]
    fn without_words_of_users_the_dictionary_is_shared() {
        let segmenter = Segmenter::with_jieba_dictionary_and(Vec::new());
        assert!(matches!(segmenter.dictionary, Dictionary::Jieba));
    }

    #[test]
    fn what_can_be_no_word_says_why() {
        let why = |text: &str| UserWord::new(text, None).unwrap_err();
        assert_eq!(why("校"), NoWord::OneCharacter);
        assert_eq!(why(&"校".repeat(21)), NoWord::TooLong);
        assert_eq!(why("2022"), NoWord::NoLetter);
        assert_eq!(why("一核·三区"), NoWord::Ends('·'));
        assert_eq!(why("“双减”"), NoWord::Ends('“'));
        assert_eq!(
            why("双减，五育").to_string(),
            "'，' ends a word wherever it stands"
        );
        assert_eq!(UserWord::new("c#课程+１", None).unwrap().text(), "c#课程+1");
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
