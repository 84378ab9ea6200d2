//! Chooses the part of a hit that is worth showing: whole sentences around what matched.
//!
//! tantivy's own generator counts bytes as characters, so this one works on the highlights of a [`Hit`](super::Hit).

use super::hit::Highlight;
use crate::analysis::is_sentence_end;

/// A part of a hit's text, in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// Whether text was left out before it.
    pub cut_before: bool,
    /// The pieces of the text; those that matched are marked.
    pub pieces: Vec<Highlight>,
    /// Whether text was left out after it.
    pub cut_after: bool,
}

/// Gives the sentences that hold most of what matched, in about `max_chars` characters, or twice as many at most; where several stretches hold as much,
/// the first. A longer sentence is cut around its first match, after a comma if there is one near.
pub fn snippet(highlights: &[Highlight], max_chars: usize) -> Snippet {
    let chars: Vec<(char, bool)> = highlights
        .iter()
        .flat_map(|piece| piece.text.chars().map(|c| (c, piece.matched)))
        .collect();
    let sentences = sentences(&chars);
    let mut best = 0..0;
    let mut best_matched = None;
    for (first, sentence) in sentences.iter().enumerate() {
        let mut range = sentence.clone();
        for next in &sentences[first + 1..] {
            if next.end - range.start > max_chars {
                break;
            }
            range.end = next.end;
        }
        // Where nothing matched in the first sentence of a window, a later window holds as much.
        let n_matched = n_matched(&chars[range.clone()]);
        if best_matched.is_none_or(|best| n_matched > best) {
            best = range;
            best_matched = Some(n_matched);
        }
    }
    while starts_without_match(&chars, &sentences, &best) {
        let first = sentences
            .iter()
            .find(|sentence| sentence.start == best.start);
        best.start = first.map_or(best.end, |sentence| sentence.end);
    }
    while let Some(next) = sentences.iter().find(|sentence| sentence.start == best.end) {
        // A heading says little without the sentence after it, which may be long.
        let max_chars = match best.len() < max_chars / 3 {
            true => max_chars * 2,
            false => max_chars,
        };
        if next.end - best.start > max_chars {
            break;
        }
        best.end = next.end;
    }
    if best.len() > max_chars * 2 {
        best = shorten(&chars, best, max_chars);
    }
    Snippet {
        cut_before: best.start > 0,
        pieces: pieces(&chars[best.clone()]),
        cut_after: best.end < chars.len(),
    }
}

type Range = std::ops::Range<usize>;

fn n_matched(chars: &[(char, bool)]) -> usize {
    chars.iter().filter(|(_, matched)| *matched).count()
}

fn sentences(chars: &[(char, bool)]) -> Vec<Range> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, (c, _)) in chars.iter().enumerate() {
        let is_end = is_sentence_end(*c) || *c == '\n';
        if is_end || at + 1 == chars.len() {
            sentences.push(start..at + 1);
            start = at + 1;
        }
    }
    sentences
}

/// Whether a window of several sentences that holds matches begins with one that holds none.
fn starts_without_match(chars: &[(char, bool)], sentences: &[Range], window: &Range) -> bool {
    let first = sentences
        .iter()
        .find(|sentence| sentence.start == window.start);
    first.is_some_and(|first| first.end < window.end && n_matched(&chars[first.clone()]) == 0)
        && n_matched(&chars[window.clone()]) > 0
}

/// Cuts a sentence that is too long around its first match.
fn shorten(chars: &[(char, bool)], sentence: Range, max_chars: usize) -> Range {
    let first_match = sentence
        .clone()
        .find(|&at| chars[at].1)
        .unwrap_or(sentence.start);
    let lead = max_chars / 4;
    let earliest = first_match.saturating_sub(lead).max(sentence.start);
    // It begins after a comma before the match, where there is one near.
    let comma = (earliest..first_match).find(|&at| matches!(chars[at].0, '，' | ',' | '、'));
    let start = match comma {
        Some(at) if earliest > sentence.start => at + 1,
        _ => earliest,
    };
    start..(start + max_chars).min(sentence.end)
}

fn pieces(chars: &[(char, bool)]) -> Vec<Highlight> {
    let runs = chars.chunk_by(|a, b| a.1 == b.1);
    runs.map(|run| Highlight {
        text: run.iter().map(|(c, _)| c).collect(),
        matched: run[0].1,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Brackets mark what matched, in the text given and in the snippet expected.
    fn marked(text: &str) -> Vec<Highlight> {
        let pieces = text.split('[').flat_map(|part| match part.split_once(']') {
            Some((matched, after)) => vec![(matched, true), (after, false)],
            None => vec![(part, false)],
        });
        let pieces = pieces.filter(|(text, _)| !text.is_empty());
        pieces
            .map(|(text, matched)| Highlight {
                text: text.to_string(),
                matched,
            })
            .collect()
    }

    #[track_caller]
    fn check(text: &str, max_chars: usize, expected: &str) {
        let snippet = snippet(&marked(text), max_chars);
        let pieces = snippet.pieces.iter();
        let shown: String = pieces
            .map(|piece| {
                if piece.matched {
                    format!("[{}]", piece.text)
                } else {
                    piece.text.clone()
                }
            })
            .collect();
        let before = if snippet.cut_before { "…" } else { "" };
        let after = if snippet.cut_after { "…" } else { "" };
        assert_eq!(format!("{before}{shown}{after}"), expected);
    }

    #[test]
    fn whole_sentences_around_the_match() {
        check(
            "甲乙丙丁。推进[区管校聘]。戊己庚辛。",
            8,
            "…推进[区管校聘]。…",
        );
    }

    #[test]
    fn a_short_text_is_shown_whole() {
        check("推进[区管校聘]。", 80, "推进[区管校聘]。");
    }

    #[test]
    fn the_sentences_with_most_matches_are_chosen() {
        check(
            "[教师]甲。乙丙丁戊。[教师]己[交流]庚。",
            9,
            "…[教师]己[交流]庚。",
        );
    }

    #[test]
    fn a_sentence_too_long_is_cut_at_a_comma_before_the_match() {
        check(
            "一二三四五六七八，九十[区管校聘]甲乙丙丁戊己。",
            10,
            "…九十[区管校聘]甲乙丙丁…",
        );
    }

    #[test]
    fn a_heading_brings_the_sentence_after_it() {
        check(
            "1.[校聘]。甲乙丙丁戊己庚辛壬癸子丑寅卯辰。巳午。",
            18,
            "1.[校聘]。甲乙丙丁戊己庚辛壬癸子丑寅卯辰。…",
        );
    }

    #[test]
    fn sentences_that_fit_follow_the_match() {
        check(
            "甲乙丙丁。推进[区管校聘]。戊己。庚辛壬癸子丑。",
            12,
            "…推进[区管校聘]。戊己。…",
        );
    }

    proptest! {
        #[test]
        fn a_snippet_is_a_part_of_the_text_and_shows_a_match(
            before in "[甲乙。，]{0,40}", matched in "[丙丁]{1,4}", after in "[甲乙。，]{0,40}", max_chars in 8usize..30
        ) {
            let text = format!("{before}[{matched}]{after}");
            let snippet = snippet(&marked(&text), max_chars);
            let shown: String = snippet.pieces.iter().map(|piece| piece.text.as_str()).collect();
            let whole = format!("{before}{matched}{after}");
            prop_assert!(whole.contains(&shown));
            prop_assert!(snippet.pieces.iter().any(|piece| piece.matched));
            prop_assert!(shown.chars().count() <= max_chars * 2);
        }
    }
}
