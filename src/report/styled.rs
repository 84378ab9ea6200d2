//! Headings that their author set as such, by a style of Word, without a number.
//!
//! Input: a line with its level. Output: the heading that the line is, and how deep numbered headings stand that have no
//! level of their own, so that the two can be told apart. A level on running text is a slip of the author's and says
//! nothing. Refuses to know what stands around a line.

use super::heading::MAX_WHOLE_CHARS;
use super::lines::{Line, is_date};
use super::numbering::Style;
use crate::analysis::is_sentence_end;

/// The heading that a line is by its level: its text and the level.
pub(super) fn styled_heading<'a>(line: &Line<'a>) -> Option<(&'a str, u32)> {
    let level = line.heading_level?;
    let text = line.text.trim_end_matches(['。', '：', ':']);
    let is_running = line.n_chars > MAX_WHOLE_CHARS || text.contains(is_sentence_end);
    let is_other = line.is_salutation() || line.is_session() || is_date(text);
    (!is_running && !is_other && !text.is_empty()).then_some((text, level))
}

/// The level that a numbered heading without one stands at, by GB/T 9704: 一、 then （一） then 1. then （1）.
pub(super) fn usual_level(style: Style) -> u32 {
    match style {
        Style::Part | Style::Section | Style::Chinese => 1,
        Style::ChineseBracketed => 2,
        Style::Arabic | Style::Decimal => 3,
        Style::ArabicBracketed | Style::DecimalDeep => 4,
        Style::Circled | Style::Plain => 5,
    }
}
