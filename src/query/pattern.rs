//! A pattern is a text to look for: folded characters, with gaps between them where wildcards were typed.
//!
//! Input: a word or a phrase as typed. Output: its folded pieces and the widths of the gaps between them. `?` matches
//! one folded character, `*` none to [`MAX_STAR_CHARS`]; neither matches the end of a sentence (。！？；), so a
//! match stays within one. A `?` or `*` is a wildcard between two letters or digits; `*` at either end of a word means nothing and
//! is dropped; `?` at either end of a word without quotation marks is a wildcard too; all other `?` and `*` are text. `matching/folded_passage.rs` finds patterns in a passage.

use std::fmt;
use std::ops::RangeInclusive;

use crate::analysis::fold;

/// The most folded characters that a `*` matches.
pub const MAX_STAR_CHARS: usize = 20;
/// A phrase with more gaps than this is refused: nobody looks for one.
pub(super) const MAX_GAPS: usize = 16;

/// Folded text with gaps: at least one piece, none of them empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    typed: String,
    pieces: Vec<Piece>,
    /// How many characters have to come after the last piece.
    n_after: usize,
}

/// A run of characters without a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// How many characters may be between the piece before and this one; for the first, how many have to come before it.
    pub gap: RangeInclusive<usize>,
    /// The characters, folded.
    pub chars: Vec<char>,
}

impl Piece {
    /// Its characters as a text.
    pub(crate) fn text(&self) -> String {
        self.chars.iter().collect()
    }
}

pub(super) fn is_wildcard(folded: char) -> bool {
    matches!(folded, '?' | '*')
}

impl Pattern {
    /// Makes a pattern of text without wildcards; `None` where nothing is left of it once folded.
    pub fn literal(typed: &str) -> Option<Pattern> {
        Pattern::of(
            typed,
            vec![Piece {
                gap: 0..=0,
                chars: fold(typed).chars().collect(),
            }],
        )
    }

    /// Makes a pattern of text in which `?` and `*` may be wildcards; `None` where nothing is left of it once folded.
    pub fn with_wildcards(typed: &str) -> Option<Pattern> {
        let folded: Vec<char> = fold(typed).chars().collect();
        let mut pieces = vec![Piece {
            gap: 0..=0,
            chars: Vec::new(),
        }];
        let mut at = 0usize;
        for run in folded.chunk_by(|a, b| is_wildcard(*a) == is_wildcard(*b)) {
            let is_letter = |at: Option<usize>| {
                at.and_then(|at| folded.get(at))
                    .is_some_and(|c| c.is_alphanumeric())
            };
            let (before, after) = (
                is_letter(at.checked_sub(1)),
                is_letter(Some(at + run.len())),
            );
            let is_at_an_end = at == 0 || at + run.len() == folded.len();
            let is_gap = is_wildcard(run[0]) && before && after;
            let says_nothing = run.iter().all(|c| *c == '*') && is_at_an_end && (before || after);
            if is_gap {
                let min = run.iter().filter(|c| **c == '?').count();
                let max = min
                    + if run.contains(&'*') {
                        MAX_STAR_CHARS
                    } else {
                        0
                    };
                pieces.push(Piece {
                    gap: min..=max,
                    chars: Vec::new(),
                });
            } else if let (false, Some(piece)) = (says_nothing, pieces.last_mut()) {
                piece.chars.extend(run);
            }
            at += run.len();
        }
        Pattern::of(typed, pieces)
    }

    /// Makes a pattern of a word without quotation marks, in which `?` is a wildcard at either end too.
    pub fn word_with_wildcards(typed: &str) -> Option<Pattern> {
        let folded = fold(typed);
        let without_start = folded.trim_start_matches(is_wildcard);
        let inner = without_start.trim_end_matches(is_wildcard);
        let n_characters = |edge: &str| edge.matches('?').count();
        let n_before = n_characters(&folded[..folded.len() - without_start.len()]);
        let mut pattern = Pattern::with_wildcards(inner)?;
        pattern.typed = typed.to_string();
        pattern.n_after = n_characters(&without_start[inner.len()..]);
        if let Some(first) = pattern.pieces.first_mut() {
            first.gap = n_before..=n_before;
        }
        Some(pattern)
    }

    fn of(typed: &str, pieces: Vec<Piece>) -> Option<Pattern> {
        let is_whole = pieces.iter().all(|piece| !piece.chars.is_empty());
        is_whole.then(|| Pattern {
            typed: typed.to_string(),
            pieces,
            n_after: 0,
        })
    }

    /// The text as it was typed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Its pieces, in their order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// How many characters have to come after the last piece.
    pub(crate) fn n_after(&self) -> usize {
        self.n_after
    }

    /// Its only piece; `None` where it has gaps.
    pub(crate) fn whole(&self) -> Option<&Piece> {
        match &self.pieces[..] {
            [only] if *only.gap.end() == 0 && self.n_after == 0 => Some(only),
            _ => None,
        }
    }
}

/// Shows the folded text, with the gaps as wildcards.
impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.pieces {
            let star = if piece.gap.end() > piece.gap.start() {
                "*"
            } else {
                ""
            };
            write!(f, "{}{star}", "?".repeat(*piece.gap.start()))?;
            piece.chars.iter().try_for_each(|c| write!(f, "{c}"))?;
        }
        write!(f, "{}", "?".repeat(self.n_after))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: &str, n_pieces: usize) {
        let pattern = Pattern::with_wildcards(typed).unwrap();
        assert_eq!(
            (pattern.to_string().as_str(), pattern.pieces().len()),
            (expected, n_pieces)
        );
    }

    #[test]
    fn wildcards_between_letters_are_gaps_whatever_their_width() {
        check("一校*品", "一校*品", 2);
        check("區？校＊聘", "区?校*聘", 3);
    }

    #[test]
    fn wildcards_side_by_side_are_one_gap() {
        check("甲*?*?乙", "甲??*乙", 2);
        let pattern = Pattern::with_wildcards("甲*?*?乙").unwrap();
        assert_eq!(pattern.pieces()[1].gap, 2..=2 + MAX_STAR_CHARS);
    }

    #[test]
    fn a_star_at_either_end_is_dropped_and_a_question_mark_is_text() {
        check("*区管*", "区管", 1);
        check("怎么办?", "怎么办?", 1);
        check("*", "*", 1);
    }

    #[test]
    fn a_question_mark_at_an_end_of_a_bare_word_is_a_character() {
        for (typed, expected, n_after) in [
            ("?管校聘", "?管校聘", 0),
            ("一校一？", "一校一?", 1),
            ("??管*聘*?", "??管*聘?", 1),
            ("*区管*", "区管", 0),
        ] {
            let pattern = Pattern::word_with_wildcards(typed).unwrap();
            assert_eq!(pattern.to_string(), expected);
            assert_eq!(pattern.n_after(), n_after);
        }
        assert_eq!(Pattern::word_with_wildcards("?*?"), None);
    }

    #[test]
    fn wildcards_beside_punctuation_are_text() {
        check("甲,*乙", "甲,*乙", 1);
    }

    #[test]
    fn nothing_is_no_pattern() {
        assert_eq!(
            (Pattern::literal("“”"), Pattern::with_wildcards("“”")),
            (None, None)
        );
    }
}
