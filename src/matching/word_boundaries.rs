//! Tells whether a verbatim match consists of words of the text, or only lies across them, as 区管校聘 does in 全区管校聘用制度.
//!
//! The words of a passage are those that it is indexed by, which jieba cut in view of the whole passage; so nothing is cut again. Input: a
//! query and a passage that holds it. Output: yes or no. A match across words counts like any other; ranking puts it lower.

use crate::analysis::fold_char;
use crate::index::{IndexError, PassageAddress, Segment, Snapshot};
use crate::query::{Pattern, Tree};

/// Words of up to so many characters are looked for over an edge of the text; longer ones are rare, and indexed by their parts too.
const MAX_CROSSING_CHARS: usize = 4;
/// A text of up to so many characters is looked up as a word.
const MAX_WORD_CHARS: usize = 8;

/// The texts that have to be words in a passage for a match not to lie across words.
pub(crate) enum WordBoundaries {
    /// This text, folded.
    Text(Vec<char>),
    /// All of these.
    All(Vec<WordBoundaries>),
    /// At least one of these.
    Any(Vec<WordBoundaries>),
}

impl WordBoundaries {
    /// Asks for a folded text.
    pub(crate) fn of_text(folded: &str) -> WordBoundaries {
        WordBoundaries::Text(folded.chars().collect())
    }

    /// Asks for each part of a tree that is wanted, except patterns with wildcards, which stretch over words anyway.
    pub(crate) fn of_tree(tree: &Tree) -> WordBoundaries {
        let of_pattern = |pattern: &Pattern| match pattern.whole() {
            Some(piece) => WordBoundaries::Text(piece.chars.clone()),
            None => WordBoundaries::All(Vec::new()),
        };
        let each = |parts: &[Tree]| parts.iter().map(WordBoundaries::of_tree).collect();
        match tree {
            Tree::Words(pattern) | Tree::Phrase(pattern) => of_pattern(pattern),
            Tree::Chain(chain) => {
                let operands = chain.operands.iter();
                let operands = operands
                    .map(|operand| WordBoundaries::Any(operand.iter().map(of_pattern).collect()));
                WordBoundaries::All(operands.collect())
            }
            Tree::All(parts) => WordBoundaries::All(each(parts)),
            Tree::Any(parts) => WordBoundaries::Any(each(parts)),
            Tree::Field(_) | Tree::Not(_) => WordBoundaries::All(Vec::new()),
        }
    }

    /// Whether a passage holds it only across words.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where the words of the passage cannot be read.
    pub(crate) fn are_crossed(
        &self,
        snapshot: &Snapshot,
        at: PassageAddress,
    ) -> Result<bool, IndexError> {
        match self {
            WordBoundaries::Text(text) => {
                let passage = IndexedPassage {
                    segment: &snapshot.segments()[at.segment_ord as usize],
                    document: at.doc_id,
                };
                passage.holds_only_across_words(text)
            }
            WordBoundaries::All(parts) => {
                for part in parts {
                    if part.are_crossed(snapshot, at)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            WordBoundaries::Any(parts) => {
                for part in parts {
                    if !part.are_crossed(snapshot, at)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
        }
    }
}

/// A passage and the words that it is indexed by.
struct IndexedPassage<'a> {
    segment: &'a Segment,
    document: u32,
}

/// A character of a folded text.
#[derive(Clone, Copy)]
struct FoldedCharacter {
    c: char,
    /// Whether something that folding drops was before it; no word spans that.
    is_after_gap: bool,
}

impl IndexedPassage<'_> {
    /// Whether every occurrence of a text lies across words: words of the passage reach over both of its edges, or over one edge where the text is itself a
    /// word of other passages, for as a word it would be in the index of this passage too.
    fn holds_only_across_words(&self, text: &[char]) -> Result<bool, IndexError> {
        if text.len() < 2 || text.len() <= MAX_WORD_CHARS && self.is_indexed_by(text)? {
            return Ok(false);
        }
        let passage = self.folded();
        for start in 0..(passage.len() + 1).saturating_sub(text.len()) {
            let here = &passage[start..start + text.len()];
            let is_here = here.iter().zip(text).all(|(placed, c)| placed.c == *c);
            if is_here && !self.is_crossed(&passage, start, text)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn is_crossed(
        &self,
        passage: &[FoldedCharacter],
        start: usize,
        text: &[char],
    ) -> Result<bool, IndexError> {
        let end = start + text.len();
        let is_over_start =
            self.word_reaches_over(passage, start, text)? && !self.begins_with_word(text)?;
        let is_over_end =
            self.word_reaches_over(passage, end, text)? && !self.ends_with_word(text)?;
        match (is_over_start, is_over_end) {
            (true, true) => Ok(true),
            (false, false) => Ok(false),
            _ => {
                let word: String = text.iter().collect();
                Ok(self.segment.words()?.n_documents_with(&word)? > 0)
            }
        }
    }

    /// Whether a word of the passage begins before `edge` and ends after it, without holding the whole text.
    fn word_reaches_over(
        &self,
        passage: &[FoldedCharacter],
        edge: usize,
        text: &[char],
    ) -> Result<bool, IndexError> {
        for n_before in 1..MAX_CROSSING_CHARS {
            let Some(start) = edge.checked_sub(n_before) else {
                break;
            };
            for end in edge + 1..=(start + MAX_CROSSING_CHARS).min(passage.len()) {
                let run = &passage[start..end];
                let is_whole = run[1..].iter().all(|placed| !placed.is_after_gap)
                    && run.iter().all(|placed| placed.c.is_alphanumeric());
                let word: Vec<char> = run.iter().map(|placed| placed.c).collect();
                let holds_text = word.windows(text.len()).any(|part| part == text);
                if is_whole && !holds_text && self.is_indexed_by(&word)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Whether the text begins with a word of the passage: then its first edge is the edge of a word.
    fn begins_with_word(&self, text: &[char]) -> Result<bool, IndexError> {
        for n_chars in 2..=MAX_CROSSING_CHARS.min(text.len()) {
            if self.is_indexed_by(&text[..n_chars])? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn ends_with_word(&self, text: &[char]) -> Result<bool, IndexError> {
        for n_chars in 2..=MAX_CROSSING_CHARS.min(text.len()) {
            if self.is_indexed_by(&text[text.len() - n_chars..])? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_indexed_by(&self, word: &[char]) -> Result<bool, IndexError> {
        let word: String = word.iter().collect();
        self.segment.words()?.is_indexed_by(self.document, &word)
    }

    fn folded(&self) -> Vec<FoldedCharacter> {
        let text = self.segment.texts.get(self.document);
        let mut folded = Vec::with_capacity(text.n_code_units());
        let mut is_after_gap = false;
        for c in text.chars() {
            match fold_char(c) {
                Some(c) => {
                    folded.push(FoldedCharacter { c, is_after_gap });
                    is_after_gap = false;
                }
                None => is_after_gap = true,
            }
        }
        folded
    }
}
