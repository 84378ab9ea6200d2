//! Chooses the part of a hit that is worth showing: whole sentences around what matched.
//!
//! tantivy's own generator counts bytes as characters, and knows nothing of synonyms and pairs of characters. This one works on the evidence of a
//! [`Hit`](super::Hit).

use std::collections::HashMap;

use super::evidence::Evidence;
use super::hit::{Highlight, Hit};
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

/// Another place of a part that a window shows already counts so much of the first, ...
const OF_REPEATED: f32 = 0.1;
/// ... and no more than so many others count.
const MAX_REPEATED: u16 = 3;

/// Gives the sentences of a hit that show most of what was asked for, its rarest parts above all, in about `max_chars` characters, or twice as many at
/// most; where several stretches show as much, the first. A longer sentence is cut before a place that shows most, after a comma if there is one near.
pub fn snippet(hit: &Hit, max_chars: usize) -> Snippet {
    cut(&hit.highlights, &hit.evidence, max_chars)
}

fn cut(highlights: &[Highlight], evidence: &[Evidence], max_chars: usize) -> Snippet {
    let chars: Vec<(char, bool)> = highlights
        .iter()
        .flat_map(|piece| piece.text.chars().map(|c| (c, piece.matched)))
        .collect();
    let places = places(&chars, evidence);
    let sentences = sentences(&chars);
    let mut best = 0..0;
    let mut best_worth = -1.0;
    for (first, sentence) in sentences.iter().enumerate() {
        let mut range = sentence.clone();
        for next in &sentences[first + 1..] {
            if next.end - range.start > max_chars {
                break;
            }
            range.end = next.end;
        }
        let windows = match range.len() > max_chars * 2 {
            true => parts_of_long(&chars, &range, &places, max_chars),
            false => vec![range],
        };
        for window in windows {
            let worth = worth(&places, &window);
            if worth > best_worth {
                (best, best_worth) = (window, worth);
            }
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
    Snippet {
        cut_before: best.start > 0,
        pieces: pieces(&chars[best.clone()]),
        cut_after: best.end < chars.len(),
    }
}

type Range = std::ops::Range<usize>;

/// Evidence by the characters of the text, in the order of their starts.
struct Place {
    chars: Range,
    part: usize,
    weight: f32,
}

fn places(chars: &[(char, bool)], evidence: &[Evidence]) -> Vec<Place> {
    let mut starts = Vec::with_capacity(chars.len() + 1);
    let mut at = 0;
    for (c, _) in chars {
        starts.push(at);
        at += c.len_utf8();
    }
    let number = |byte: usize| starts.partition_point(|&start| start < byte);
    let mut places: Vec<Place> = evidence
        .iter()
        .map(|one| Place {
            chars: number(one.bytes.start)..number(one.bytes.end),
            part: one.part,
            weight: one.weight,
        })
        .collect();
    places.sort_by_key(|place| (place.chars.start, place.chars.end));
    places
}

/// Sums the weights of the parts that a window shows. A place that runs over its end counts by what is shown of it.
fn worth(places: &[Place], window: &Range) -> f32 {
    let first = places.partition_point(|place| place.chars.start < window.start);
    let inside = places[first..]
        .iter()
        .take_while(|place| place.chars.start < window.end);
    let mut n_by_part: HashMap<usize, u16> = HashMap::new();
    let mut worth = 0.0;
    for place in inside {
        let n_before = n_by_part.entry(place.part).or_default();
        let n_shown = place.chars.end.min(window.end) - place.chars.start;
        let weight = place.weight * n_shown as f32 / place.chars.len().max(1) as f32;
        worth += match *n_before {
            0 => weight,
            n if n <= MAX_REPEATED => OF_REPEATED * weight,
            _ => 0.0,
        };
        *n_before = n_before.saturating_add(1);
    }
    worth
}

/// Gives the parts of a long stretch that begin a little before each of its places.
fn parts_of_long(
    chars: &[(char, bool)],
    stretch: &Range,
    places: &[Place],
    max_chars: usize,
) -> Vec<Range> {
    let first = places.partition_point(|place| place.chars.start < stretch.start);
    let inside = places[first..]
        .iter()
        .take_while(|place| place.chars.start < stretch.end);
    let starts = inside.map(|place| place.chars.start);
    let mut parts: Vec<Range> = starts
        .map(|start| shortened(chars, stretch, start, max_chars))
        .collect();
    if parts.is_empty() {
        parts.push(shortened(chars, stretch, stretch.start, max_chars));
    }
    parts
}

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

/// Cuts a stretch that is too long, so that a place in it is near the beginning.
fn shortened(chars: &[(char, bool)], stretch: &Range, place: usize, max_chars: usize) -> Range {
    let lead = max_chars / 4;
    let earliest = place.saturating_sub(lead).max(stretch.start);
    // It begins after a comma before the place, where there is one near.
    let comma = (earliest..place).find(|&at| matches!(chars[at].0, '，' | ',' | '、'));
    let start = match comma {
        Some(at) if earliest > stretch.start => at + 1,
        _ => earliest,
    };
    start..(start + max_chars).min(stretch.end)
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

    /// Takes every text that is marked for a part of the query; those of Latin letters are rare.
    fn evidence(highlights: &[Highlight]) -> Vec<Evidence> {
        let mut found = Vec::new();
        let (mut at, mut parts) = (0, Vec::new());
        for piece in highlights {
            let bytes = at..at + piece.text.len();
            at = bytes.end;
            if !piece.matched {
                continue;
            }
            let known = parts.iter().position(|part| *part == piece.text);
            let part = known.unwrap_or(parts.len());
            parts.push(piece.text.clone());
            let weight = if piece.text.is_ascii() { 9.0 } else { 1.0 };
            found.push(Evidence {
                bytes,
                part,
                weight,
            });
        }
        found
    }

    #[track_caller]
    fn check(text: &str, max_chars: usize, expected: &str) {
        let highlights = marked(text);
        let snippet = cut(&highlights, &evidence(&highlights), max_chars);
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
    fn a_rare_part_is_shown_rather_than_many_of_a_common_one() {
        check(
            "[教师][教师][教师]甲[交流]。乙丙丁戊[STEAM]。",
            9,
            "…乙丙丁戊[STEAM]。",
        );
    }

    #[test]
    fn of_a_long_sentence_the_stretch_with_the_rarest_part_is_shown() {
        check(
            "[教师]一二三四五六七八九十甲乙丙丁戊己庚辛，壬[STEAM]癸。",
            10,
            "…壬[STEAM]癸。",
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
            let highlights = marked(&text);
            let snippet = cut(&highlights, &evidence(&highlights), max_chars);
            let shown: String = snippet.pieces.iter().map(|piece| piece.text.as_str()).collect();
            let whole = format!("{before}{matched}{after}");
            prop_assert!(whole.contains(&shown));
            prop_assert!(snippet.pieces.iter().any(|piece| piece.matched));
            prop_assert!(shown.chars().count() <= max_chars * 2);
        }
    }
}
