//! Headings that their author set as such by a style of Word, without a number.
//!
//! Input: a line with its level. Output: the heading that the line is, and how deep numbered headings stand that have no
//! level of their own, so that the two can be compared. A level on running text is a slip of the author's and is passed
//! over.

use super::heading_form::MAX_WHOLE_CHARS;
use super::numbering::NumberStyle;
use crate::analysis::is_sentence_end;
use crate::report::lines::{TextLine, is_date};

/// Reads a line as a heading by its level: its text and the level.
pub(in crate::report) fn styled_heading<'a>(line: &TextLine<'a>) -> Option<(&'a str, u32)> {
    let level = line.heading_level?;
    let text = line.text.trim_end_matches(['。', '：', ':']);
    let is_running = line.n_chars > MAX_WHOLE_CHARS || text.contains(is_sentence_end);
    let is_other = line.is_salutation() || line.is_session() || is_date(text);
    (!is_running && !is_other && !text.is_empty()).then_some((text, level))
}

/// The level that a numbered heading without one stands at, by GB/T 9704: 一、 then （一） then 1. then （1）.
pub(in crate::report) fn usual_level(style: NumberStyle) -> u32 {
    match style {
        NumberStyle::Part | NumberStyle::Section | NumberStyle::Chinese => 1,
        NumberStyle::ChineseBracketed => 2,
        NumberStyle::Arabic | NumberStyle::Decimal => 3,
        NumberStyle::ArabicBracketed | NumberStyle::DecimalDeep => 4,
        NumberStyle::Circled | NumberStyle::Plain => 5,
    }
}
