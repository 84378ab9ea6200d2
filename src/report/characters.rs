//! Recognises Chinese characters, and writes a text in simplified ones or without white space.

use std::borrow::Cow;

use crate::analysis::fold_char;

/// Writes `text` in simplified characters: 工作總結 becomes 工作总结. Marks stay as they are.
pub(super) fn simplified(text: &str) -> Cow<'_, str> {
    let simple = |c: char| match fold_char(c) {
        Some(folded) if is_han(c) => folded,
        _ => c,
    };
    if text.chars().all(|c| simple(c) == c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(simple).collect())
}

/// Counts the Chinese characters of `text`.
pub(super) fn n_han(text: &str) -> usize {
    text.chars().filter(|&c| is_han(c)).count()
}

/// Whether a character is a Chinese one.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇')
}

/// Writes `text` without white space.
pub(super) fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The first characters of a text, `n_chars` of them at most.
pub(super) fn first_chars(text: &str, n_chars: usize) -> &str {
    let end = text.char_indices().nth(n_chars);
    &text[..end.map_or(text.len(), |(at, _)| at)]
}
