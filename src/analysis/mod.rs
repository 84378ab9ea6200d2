//! 词元: text → tokens with byte ranges into the original.
//!
//! Input: a text. Output: its folded form with a map back, and its words. One analyzer serves
//! indexing and querying. Refuses to know reports and the index.

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

/// What this analyzer does, in a line. An index built by an analyzer of another fingerprint is
/// refused: raise a number here when folding or cutting changes.
pub const FINGERPRINT: &str = "fold-1 jieba-0.11-search-no-hmm words-1";
