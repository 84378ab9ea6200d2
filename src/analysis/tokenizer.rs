//! The adapter by which tantivy gets the words of a text.
//!
//! Input: a text. Output: a stream of the words that can be looked up. The text is folded and cut by the `segmenter`; each
//! word stands at its position among all words of the text, the shorter words within a long one at the position of that.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::normalize::fold_for_words;
use super::segmenter::{Segmenter, is_indexed};

/// The words of a text, for tantivy.
#[derive(Clone)]
pub struct WordTokenizer {
    segmenter: Segmenter,
    /// The folded text; kept between texts for its memory.
    folded: String,
    /// The words of the folded text; kept between texts for its memory.
    words: Vec<FoldedWord>,
}

/// A word in the folded text.
#[derive(Clone, Copy)]
struct FoldedWord {
    start: u32,
    end: u32,
    position: u32,
}

impl WordTokenizer {
    /// Makes a tokenizer that cuts as `segmenter` does.
    pub fn new(segmenter: Segmenter) -> WordTokenizer {
        WordTokenizer {
            segmenter,
            folded: String::new(),
            words: Vec::new(),
        }
    }
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        let WordTokenizer {
            segmenter,
            folded,
            words,
        } = self;
        fold_for_words(text, folded);
        words.clear();
        segmenter.for_each_search_word(folded, |word, start| {
            words.push(FoldedWord {
                start: start as u32,
                end: (start + word.len()) as u32,
                position: 0,
            });
        });
        set_positions(words);
        words.retain(|word| is_indexed(&folded[word.start as usize..word.end as usize]));
        WordStream {
            folded,
            words: words.iter(),
            token: Token::default(),
        }
    }
}

/// Numbers the words. In search mode a word follows the shorter ones within it: seen from the end, whatever does not start
/// before the word last seen stands within that word.
fn set_positions(words: &mut [FoldedWord]) {
    let mut start = u32::MAX;
    let mut position = words.len() as u32;
    for word in words.iter_mut().rev() {
        position -= u32::from(word.start < start);
        start = start.min(word.start);
        word.position = position;
    }
}

/// The stream of a text's words. Offsets are bytes of the folded text; nothing stores them.
pub struct WordStream<'a> {
    folded: &'a str,
    words: std::slice::Iter<'a, FoldedWord>,
    token: Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else {
            return false;
        };
        self.token.offset_from = word.start as usize;
        self.token.offset_to = word.end as usize;
        self.token.position = word.position as usize;
        self.token.text.clear();
        self.token
            .text
            .push_str(&self.folded[word.start as usize..word.end as usize]);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tokens(text: &str) -> Vec<(String, usize)> {
        let mut tokenizer = WordTokenizer::new(Segmenter::with_jieba_dictionary());
        let mut stream = tokenizer.token_stream(text);
        let mut tokens = Vec::new();
        stream.process(&mut |token| tokens.push((token.text.clone(), token.position)));
        tokens
    }

    #[test]
    fn shorter_words_stand_at_the_position_of_the_long_one() {
        let found = tokens("办好义务教育，学校");
        let position = |word: &str| {
            let hit = found.iter().find(|(text, _)| text == word);
            hit.map(|(_, position)| *position)
        };
        assert_eq!(position("义务教育"), position("义务"));
        assert!(position("办好") < position("义务教育"));
        assert!(position("义务教育") < position("学校"));
    }

    #[test]
    fn traditional_and_full_width_text_gives_the_same_words() {
        assert_eq!(tokens("推進義務教育２０２２"), tokens("推进义务教育2022"));
    }

    #[test]
    fn a_quotation_mark_ends_a_word() {
        let words: Vec<String> = tokens("“双减”工作")
            .into_iter()
            .map(|(word, _)| word)
            .collect();
        assert_eq!(words, ["工作"]);
    }

    proptest! {
        #[test]
        fn tokens_slice_the_folded_text_and_never_go_back(text in "[一-龥a-zA-Z0-9，。“” ]{0,40}") {
            let mut folded = String::new();
            fold_for_words(&text, &mut folded);
            let mut tokenizer = WordTokenizer::new(Segmenter::with_jieba_dictionary());
            let mut stream = tokenizer.token_stream(&text);
            let mut last_position = 0;
            while stream.advance() {
                let token = stream.token();
                prop_assert_eq!(&folded[token.offset_from..token.offset_to], &token.text);
                prop_assert!(token.position >= last_position);
                last_position = token.position;
            }
        }
    }
}
