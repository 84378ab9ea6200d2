//! Headings without a number: short lines that stand over a text.
//!
//! Input: the lines around one, with the numbers they start with. Output: the heading that the line is, if it stands as one:
//! unpunctuated, not the end of a sentence, and over running text or a list. How deep it stands is decided in `headings`.

use super::heading_form::{MAX_PLAIN_CHARS, PUNCTUATION, is_running_title, names_section};
use super::numbering::Marker;
use crate::analysis::is_sentence_end;
use crate::report::characters::n_han;
use crate::report::lines::{TextLine, is_date};

/// How many lines the head of a text may take, before its own words.
const MAX_HEAD_LINES: usize = 40;

/// The lines around the one that is looked at, and what is known of them.
pub(in crate::report) struct HeadingContext<'a, 'b> {
    /// The lines that are not blank.
    pub(in crate::report) lines: &'b [TextLine<'a>],
    /// Which of them belong to the report's own text.
    pub(in crate::report) is_text: &'b [bool],
    /// The numbers they start with.
    pub(in crate::report) markers: &'b [Option<Marker>],
    /// The line of the last heading, if it stands alone on it.
    pub(in crate::report) last_heading: Option<usize>,
}

/// Reads a short line as a heading, if it stands as one: its text.
pub(in crate::report) fn plain_heading<'a>(
    context: &HeadingContext<'a, '_>,
    at: usize,
) -> Option<&'a str> {
    let line = context.lines[at];
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
    let next = (at + 1..context.lines.len())
        .find(|&next| context.is_text[next])
        .map(|next| (next, context.lines[next]))?;
    if next.1.after_invisible
        || goes_on_from_before(context, at)
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
    let opens_list = context.markers[next.0].is_some_and(|m| m.number == 1);
    let next_is_plain_section =
        names_section(line.text) && next.1.n_chars <= MAX_PLAIN_CHARS && next.1.after_blank;
    (next_is_long || opens_list || next_is_plain_section).then_some(line.text)
}

/// Whether the line before stops in the middle of a sentence, right above this one.
fn goes_on_from_before(context: &HeadingContext<'_, '_>, at: usize) -> bool {
    if at == 0 || context.lines[at].after_blank || !context.is_text[at - 1] {
        return false;
    }
    let before = context.lines[at - 1];
    let last = before.text.chars().last().unwrap_or('。');
    let is_heading = context.last_heading == Some(at - 1);
    // At the head of a text stand names and dates, which end in no mark either.
    let is_head = at < MAX_HEAD_LINES && !before.is_prose();
    !is_heading && !is_head && !"。！？：:…”）)!?".contains(last)
}
