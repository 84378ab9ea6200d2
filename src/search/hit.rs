//! A hit and all its fields, as JSON shows them: a passage that matches, with its score, its match and the pieces of its text that do.

use std::ops::Range;

use serde::Serialize;

use super::evidence::{Evidence, EvidenceFinder};
use super::reason::Reason;
use crate::analysis::Folded;
use crate::index::{PassageAddress, PassageRecord};
use crate::matching::{Match, Plan, synonyms_in};
use crate::ranking::Candidate;

/// A hit: the record of the passage with rank, score, match, text and highlights.
#[derive(Debug, Clone, Serialize)]
pub struct Hit {
    /// Its place among the hits, from 1.
    pub rank: usize,
    /// How well it answers. Only scores of the same search can be compared.
    pub score: f32,
    /// How it matches.
    #[serde(rename = "match")]
    pub matched: Match,
    /// The synonyms that it holds, folded, of terms of the query that it does not hold itself.
    pub synonyms: Vec<String>,
    /// Whether it matches, verbatim or by synonyms, only across the words of the text, as 区管校聘 does in 全区管校聘用制度.
    pub across_words: bool,
    /// Its whole text.
    pub text: String,
    /// The text again, in pieces: those that matched and those between.
    pub highlights: Vec<Highlight>,
    /// Where its text holds which parts of the query.
    #[serde(skip)]
    pub(super) evidence: Vec<Evidence>,
    /// Everything else that is known about it.
    #[serde(flatten)]
    pub record: PassageRecord,
    /// Other places where the same report lies.
    pub other_paths: Vec<String>,
    /// Its near-duplicates, where these are folded.
    pub also_in: Vec<NearDuplicate>,
    /// Why it is a hit, where that was asked for.
    #[serde(rename = "explain", skip_serializing_if = "Option::is_none")]
    pub reasons: Option<Vec<Reason>>,
    /// Where it is in the index.
    #[serde(skip)]
    pub(super) at: PassageAddress,
}

/// A near-duplicate of a hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NearDuplicate {
    /// The id of the passage.
    pub id: String,
    /// The district that reports.
    pub district: Option<String>,
    /// The year it speaks of.
    pub year: Option<i32>,
    /// The file.
    pub path: String,
    /// The first line of the passage, from 1.
    pub line: u32,
}

impl NearDuplicate {
    /// Makes a near-duplicate of the record of a passage.
    pub(super) fn of(record: PassageRecord) -> NearDuplicate {
        NearDuplicate {
            id: record.id,
            district: record.facts.district,
            year: record.year,
            path: record.path,
            line: record.line,
        }
    }
}

/// A piece of a hit's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Highlight {
    /// The piece.
    pub text: String,
    /// Whether it matched.
    pub matched: bool,
}

impl Hit {
    /// Makes a hit of a candidate.
    pub(super) fn new(
        plan: &Plan<'_>,
        finder: &EvidenceFinder<'_, '_>,
        rank: usize,
        candidate: &Candidate,
        record: PassageRecord,
    ) -> Hit {
        let text = plan.snapshot().text(candidate.at);
        let folded = Folded::new(&text);
        let synonyms = match candidate.matched {
            Match::Verbatim => Vec::new(),
            _ => synonyms_in(&plan.terms().replaceable, &folded),
        };
        let evidence = finder.find(candidate.matched, &synonyms, &folded);
        let ranges = evidence.iter().map(|one| one.bytes.clone());
        let highlights = pieces(&text, ranges.collect());
        Hit {
            rank,
            score: candidate.score,
            matched: candidate.matched,
            synonyms: synonyms.into_iter().map(str::to_string).collect(),
            across_words: candidate.across_words,
            text,
            highlights,
            evidence,
            record,
            other_paths: Vec::new(),
            also_in: Vec::new(),
            reasons: None,
            at: candidate.at,
        }
    }
}

/// Cuts a text into pieces; those that the ranges cover are marked.
fn pieces(text: &str, mut ranges: Vec<Range<usize>>) -> Vec<Highlight> {
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut pieces = Vec::new();
    let mut add = |piece: &str, matched| {
        if !piece.is_empty() {
            pieces.push(Highlight {
                text: piece.to_string(),
                matched,
            });
        }
    };
    let mut done = 0;
    let mut ranges = ranges.into_iter().peekable();
    while let Some(mut range) = ranges.next() {
        while let Some(next) = ranges.next_if(|next| next.start <= range.end) {
            range.end = range.end.max(next.end);
        }
        add(&text[done..range.start], false);
        add(&text[range.clone()], true);
        done = range.end;
    }
    add(&text[done..], false);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Cuts a text into pieces; those that are one of the folded needles are marked.
    fn highlights(text: &str, needles: &[&str]) -> Vec<Highlight> {
        let folded = Folded::new(text);
        let ranges = needles.iter().flat_map(|needle| folded.find_all(needle));
        pieces(text, ranges.collect())
    }

    /// Shows the pieces that matched in brackets.
    fn check(text: &str, needles: &[&str], expected: &str) {
        let shown: String = highlights(text, needles)
            .iter()
            .map(|piece| {
                if piece.matched {
                    format!("[{}]", piece.text)
                } else {
                    piece.text.clone()
                }
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_highlight_spans_the_quotation_marks_that_folding_drops() {
        check(
            "推进教师“区管校聘”改革",
            &["教师区管校聘改革"],
            "推进[教师“区管校聘”改革]",
        );
        check("推进“区管校聘”改革", &["区管校聘"], "推进“[区管校聘]”改革");
    }

    #[test]
    fn highlights_that_touch_are_one() {
        check("课后服务", &["课后", "服务"], "[课后服务]");
        check("课后，服务", &["课后", "服务"], "[课后]，[服务]");
    }

    #[test]
    fn nothing_matched_is_one_piece() {
        check("课后服务", &["校聘"], "课后服务");
        check("课后服务", &[""], "课后服务");
    }

    proptest! {
        #[test]
        fn the_pieces_together_are_the_text(text in any::<String>(), needle in "[a-z区“ ]{0,3}") {
            let pieces = highlights(&text, &[&crate::analysis::fold(&needle)]);
            let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
            prop_assert_eq!(whole, text);
        }
    }
}
