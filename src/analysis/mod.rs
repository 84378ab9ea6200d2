//! Folds texts and cuts them into words: what counts as the same text, and what can be looked up (词元).
//!
//! Input: a text. Output: its folded form with a map back to the original (`normalize`), and its words (`segmenter`). One
//! analyzer serves indexing and querying. Beside it stand the families of synonyms, the words of grammar, and pinyin.

mod families;
mod function_words;
mod normalize;
mod pinyin;
mod punctuation;
mod segmenter;
mod tokenizer;

pub use families::{Families, FamilyTerm};
pub use function_words::{in_interrogatives, is_function_word, is_particle};
pub use normalize::{Folded, fold, fold_char, fold_for_words};
pub use pinyin::{Accent, Sounds, readings};
pub use punctuation::is_sentence_end;
pub use segmenter::{MAX_USER_WORD_CHARS, NoWord, Segmenter, UserWord, Word, is_indexed};
pub use tokenizer::WordTokenizer;

/// Names what this analyzer does. An index built by an analyzer of another fingerprint is refused: raise a number here when
/// folding or cutting changes.
pub const FINGERPRINT: &str = "fold-1 jieba-0.11-search-no-hmm words-1";
