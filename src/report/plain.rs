//! Headings without a number: short lines that stand over a text.
//!
//! Input: the lines around one, with the numbers they start with. Output: the heading that the line is,
//! if it stands as one: unpunctuated, not the end of a sentence, and over running text or a list.
//! Refuses to know how deep it stands.

use super::heading::{MAX_PLAIN_CHARS, PUNCTUATION, is_running_title, names_section};
use super::lines::{Line, is_date, n_han};
use super::numbering::Marker;
use crate::analysis::is_sentence_end;

/// How many lines the head of a text may take, before its own words.
const MAX_HEAD_LINES: usize = 40;

/// What is known of the lines when one of them is looked at.
pub(super) struct View<'a, 'b> {
    /// The lines that are not blank.
    pub(super) lines: &'b [Line<'a>],
    /// Which of them belong to the report's own text.
    pub(super) is_text: &'b [bool],
    /// The numbers they start with.
    pub(super) markers: &'b [Option<Marker>],
    /// The line of the last heading.
    pub(super) last_heading: Option<usize>,
}

/// A short line that stands as a heading: its text.
pub(super) fn plain_heading<'a>(view: &View<'a, '_>, at: usize) -> Option<&'a str> {
    let line = view.lines[at];
    if matches!(line.text, "结束语" | "结语" | "引言" | "前言") {
        return Some(line.text);
    }
    if line.n_chars > MAX_PLAIN_CHARS || line.n_chars < 4 || n_han(line.text) * 2 < line.n_chars {
        return None;
    }
    if line.is_salutation()
        || is_date(line.text)
        || (at < MAX_HEAD_LINES && (line.is_session() || line.is_speaker()))
    {
        return None;
    }
    let next = (at + 1..view.lines.len())
        .find(|&next| view.is_text[next])
        .map(|next| (next, view.lines[next]))?;
    if goes_on_from_before(view, at)
        || line.is_organ() && next.1.n_chars <= 25
        || line.text.starts_with([
            '—', '-', '·', '（', '(', '》', '”', '“', '[', '［', '*', '●',
        ])
    {
        return None;
    }
    if next
        .1
        .text
        .starts_with(['》', '）', ')', '”', '，', '。', '、', '；', ',', ';'])
    {
        return None;
    }
    let next_is_long = next.1.is_prose() && next.1.n_chars > line.n_chars && next.0 == at + 1;
    if let Some(sentence) = line.text.strip_suffix('。') {
        // Set apart above and not below, it heads what follows, though it is a sentence.
        let is_sentence = !sentence.contains(is_sentence_end) && !sentence.contains('：');
        let stands_alone = next_is_long && !next.1.after_blank && line.after_blank;
        let is_short = line.n_chars <= MAX_PLAIN_CHARS && line.n_chars * 2 <= next.1.n_chars;
        return (is_sentence && is_short && stands_alone).then_some(sentence);
    }
    let last = line.text.chars().last()?;
    if "；;，,、：:！!？?…）)》”|0123456789%．.".contains(last) && !line.text.ends_with('）')
    {
        return None;
    }
    if line.text.contains(PUNCTUATION) || is_running_title(line.text) {
        return None;
    }
    let opens_list = view.markers[next.0].is_some_and(|m| m.number == 1);
    let next_is_plain_section =
        names_section(line.text) && next.1.n_chars <= MAX_PLAIN_CHARS && next.1.after_blank;
    (next_is_long || opens_list || next_is_plain_section).then_some(line.text)
}

/// Whether the line before stops in the middle of a sentence, right above this one.
fn goes_on_from_before(view: &View<'_, '_>, at: usize) -> bool {
    if at == 0 || view.lines[at].after_blank || !view.is_text[at - 1] {
        return false;
    }
    let before = view.lines[at - 1];
    let last = before.text.chars().last().unwrap_or('。');
    let is_heading = view.last_heading == Some(at - 1);
    // At the head of a text stand names and dates, which end in no mark either.
    let is_head = at < MAX_HEAD_LINES && !before.is_prose();
    !is_heading && !is_head && !"。！？：:…”）)!?".contains(last)
}
