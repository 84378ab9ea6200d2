//! 词界: whether a verbatim hit stands as words, or only across those of the text, as 区管校聘 does in 全区管校聘用制度.
//!
//! The words of a passage are those it is indexed by, which jieba cut with the whole passage before it; so nothing is cut
//! again. Input: the needle and a passage that holds it. Output: one bit. Refuses to know scores: such a hit counts like any other.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, Term};

use crate::analysis::fold_char;
use crate::index::Snapshot;
use crate::query::{Pattern, Tree};

/// The longest word looked for over an edge of the needle, in characters; longer ones are rare, and indexed by their parts too.
const MAX_CROSSING_CHARS: usize = 4;
/// The longest needle that is looked up as a word.
const MAX_WORD_CHARS: usize = 8;

/// The needle whose occurrences are looked at.
pub(super) struct Boundaries<'a> {
    snapshot: &'a Snapshot,
    needle: Vec<char>,
}

/// What has to stand as words for a verbatim hit to do so.
pub(super) enum Standing<'a> {
    /// This needle.
    Needle(Boundaries<'a>),
    /// All of these.
    All(Vec<Standing<'a>>),
    /// One of these.
    Any(Vec<Standing<'a>>),
}

impl<'a> Standing<'a> {
    /// Of a tree: each part that is wanted, but what has wildcards, which stretch over words anyway.
    pub(super) fn of(tree: &Tree, snapshot: &'a Snapshot) -> Standing<'a> {
        let of_pattern = |pattern: &Pattern| match pattern.whole() {
            Some(piece) => Standing::Needle(Boundaries::new(snapshot, &piece.units())),
            None => Standing::All(Vec::new()),
        };
        let each = |parts: &[Tree]| {
            parts
                .iter()
                .map(|part| Standing::of(part, snapshot))
                .collect()
        };
        match tree {
            Tree::Words(pattern) | Tree::Phrase(pattern) => of_pattern(pattern),
            Tree::Chain(chain) => {
                let operands = chain.operands.iter();
                Standing::All(
                    operands
                        .map(|operand| Standing::Any(operand.iter().map(of_pattern).collect()))
                        .collect(),
                )
            }
            Tree::All(parts) => Standing::All(each(parts)),
            Tree::Any(parts) => Standing::Any(each(parts)),
            Tree::Field(_) | Tree::Not(_) => Standing::All(Vec::new()),
        }
    }

    /// Whether what a verbatim hit holds of it stands only across words.
    pub(super) fn is_across_words(&self, at: DocAddress) -> tantivy::Result<bool> {
        match self {
            Standing::Needle(boundaries) => boundaries.is_across_words(at),
            Standing::All(parts) => {
                for part in parts {
                    if part.is_across_words(at)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Standing::Any(parts) => {
                for part in parts {
                    if !part.is_across_words(at)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
        }
    }
}

/// A character of a folded text.
#[derive(Clone, Copy)]
struct Placed {
    c: char,
    /// Something that folding drops stands before it: no word goes on over that.
    is_after_gap: bool,
}

impl<'a> Boundaries<'a> {
    /// Of the folded query, as UTF-16.
    pub(super) fn new(snapshot: &'a Snapshot, needle: &[u16]) -> Boundaries<'a> {
        let chars = char::decode_utf16(needle.iter().copied());
        Boundaries {
            snapshot,
            needle: chars.filter_map(Result::ok).collect(),
        }
    }

    /// Whether every occurrence in a passage, if there is any, stands only across its words: words of the passage reach over both edges of the
    /// needle, or over one where the needle is itself a word, which the passage would then be indexed by.
    pub(super) fn is_across_words(&self, at: DocAddress) -> tantivy::Result<bool> {
        if self.needle.len() < 2 {
            return Ok(false);
        }
        let is_short = self.needle.len() <= MAX_WORD_CHARS;
        if is_short && self.is_word_of(&self.needle, at)? {
            return Ok(false);
        }
        let text = self.folded(at);
        for start in 0..(text.len() + 1).saturating_sub(self.needle.len()) {
            let here = &text[start..start + self.needle.len()];
            let is_here = here
                .iter()
                .zip(&self.needle)
                .all(|(placed, c)| placed.c == *c);
            if is_here && !self.crosses(&text, start, at)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn crosses(&self, text: &[Placed], start: usize, at: DocAddress) -> tantivy::Result<bool> {
        let end = start + self.needle.len();
        let is_over_start = self.reaches_over(text, start, at)? && !self.begins_with_word(at)?;
        let is_over_end = self.reaches_over(text, end, at)? && !self.ends_with_word(at)?;
        match (is_over_start, is_over_end) {
            (true, true) => Ok(true),
            (false, false) => Ok(false),
            _ => self.is_known_word(&self.needle, at),
        }
    }

    /// Whether a word of the passage begins before `edge` and ends after it, without holding the whole needle.
    fn reaches_over(&self, text: &[Placed], edge: usize, at: DocAddress) -> tantivy::Result<bool> {
        for n_before in 1..MAX_CROSSING_CHARS {
            let Some(start) = edge.checked_sub(n_before) else {
                break;
            };
            for end in edge + 1..=(start + MAX_CROSSING_CHARS).min(text.len()) {
                let run = &text[start..end];
                let is_whole = run[1..].iter().all(|placed| !placed.is_after_gap)
                    && run.iter().all(|placed| placed.c.is_alphanumeric());
                let word: Vec<char> = run.iter().map(|placed| placed.c).collect();
                let holds_needle = word
                    .windows(self.needle.len())
                    .any(|part| part == &self.needle[..]);
                if is_whole && !holds_needle && self.is_word_of(&word, at)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Whether the needle begins with a word of the passage: then its first edge is one of words.
    fn begins_with_word(&self, at: DocAddress) -> tantivy::Result<bool> {
        for n_chars in 2..=MAX_CROSSING_CHARS.min(self.needle.len()) {
            if self.is_word_of(&self.needle[..n_chars], at)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn ends_with_word(&self, at: DocAddress) -> tantivy::Result<bool> {
        for n_chars in 2..=MAX_CROSSING_CHARS.min(self.needle.len()) {
            if self.is_word_of(&self.needle[self.needle.len() - n_chars..], at)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a passage is indexed by a word.
    fn is_word_of(&self, word: &[char], at: DocAddress) -> tantivy::Result<bool> {
        let segment = &self.snapshot.segments()[at.segment_ord as usize];
        let inverted = segment
            .reader
            .inverted_index(self.snapshot.fields().words)?;
        let postings = inverted.read_postings(&self.term(word), IndexRecordOption::Basic)?;
        Ok(postings.is_some_and(|mut postings| {
            postings.doc() == at.doc_id
                || (postings.doc() < at.doc_id && postings.seek(at.doc_id) == at.doc_id)
        }))
    }

    /// Whether any passage of the same segment is indexed by a word.
    fn is_known_word(&self, word: &[char], at: DocAddress) -> tantivy::Result<bool> {
        let segment = &self.snapshot.segments()[at.segment_ord as usize];
        let inverted = segment
            .reader
            .inverted_index(self.snapshot.fields().words)?;
        Ok(inverted.doc_freq(&self.term(word))? > 0)
    }

    fn term(&self, word: &[char]) -> Term {
        let word: String = word.iter().collect();
        Term::from_field_text(self.snapshot.fields().words, &word)
    }

    fn folded(&self, at: DocAddress) -> Vec<Placed> {
        let text = self.snapshot.segments()[at.segment_ord as usize]
            .texts
            .get(at.doc_id);
        let mut folded = Vec::with_capacity(text.n_code_units());
        let mut is_after_gap = false;
        for c in text.chars() {
            match fold_char(c) {
                Some(c) => {
                    folded.push(Placed { c, is_after_gap });
                    is_after_gap = false;
                }
                None => is_after_gap = true,
            }
        }
        folded
    }
}
