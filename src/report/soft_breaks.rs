//! Decides whether a line goes on with the paragraph of the line before it, which a page or an export broke.
//!
//! Input: two lines that follow each other, and the width at which the text was broken. Output: whether they are one paragraph, and its text.

use super::characters::n_han;
use super::lines::{PageWidth, TextLine};
use super::numerals::leading_chinese;
use super::outline::numbering::marker;

/// A sentence that stops without a mark is at least so long; over a blank line it is longer, since blank lines stand around headings and rows too.
const MIN_SENTENCE_CHARS: usize = 25;
const MIN_SENTENCE_CHARS_OVER_BLANK: usize = 30;

/// Whether `next` goes on with the sentence or the list that `line` breaks off, the last line of the paragraph `so_far`.
pub(super) fn goes_on(
    so_far: &str,
    line: &TextLine<'_>,
    next: &TextLine<'_>,
    page_width: Option<PageWidth>,
) -> bool {
    let divides = |line: &TextLine<'_>| line.is_salutation() || line.is_table_row();
    if divides(line) || divides(next) {
        return false;
    }
    if next.after_invisible || line.is_speaker() && is_name(next) {
        return true;
    }
    let (Some(last), Some(first)) = (line.text.chars().last(), next.text.chars().next()) else {
        return false;
    };
    let opens = "，,、《（(".contains(last) || is_open(line.text, '《', '》');
    if opens || "》）)，。；、！？,;".contains(first) || is_lone_ordinal(line.text) {
        return true;
    }
    if !next.after_blank && ("；;“—".contains(last) || first == '”') {
        return true;
    }
    let is_numbered = marker(next.text).is_some();
    // A full line of a page goes on, even behind a 。 where indents tell the paragraphs.
    if let Some(page_width) = page_width
        && page_width.is_full(line)
        && !next.indented
        && !is_numbered
        && (page_width.indents && !next.after_blank || page_width.cuts(line))
    {
        return true;
    }
    if "：:。！？!?…”）)》>|.；;".contains(last) || is_numbered {
        return false;
    }
    // A sentence that stops anywhere else, if it is one: a long line with a comma in it, and the
    // next neither indented nor a line of another sort.
    let min_chars = match next.after_blank {
        true => MIN_SENTENCE_CHARS_OVER_BLANK,
        false => MIN_SENTENCE_CHARS,
    };
    let is_long = so_far.chars().nth(min_chars - 1).is_some();
    let is_sentence = is_long && so_far.contains(['，', '。', ',', '、']);
    is_sentence
        && !next.indented
        && !next.is_session()
        && !next.is_speaker()
        && !next.text.starts_with(['—', '-', '·', '●'])
}

/// Whether a line is nothing but the name of a person, as it stands below the office.
fn is_name(line: &TextLine<'_>) -> bool {
    !line.after_blank && (2..=4).contains(&line.n_chars) && n_han(line.text) == line.n_chars
}

/// Whether a line is nothing but the beginning of an item: 一是, 第二，
fn is_lone_ordinal(text: &str) -> bool {
    let bare = text.trim_end_matches(['，', ',', '、', '：', ':']);
    let number = bare.strip_prefix('第').unwrap_or(bare);
    let says_order = number.len() < bare.len() || number.ends_with('是') || number.ends_with('要');
    let numeral = number.trim_end_matches(['是', '要']);
    says_order && leading_chinese(numeral).is_some_and(|(_, n_bytes)| n_bytes == numeral.len())
}

/// Whether a bracket is opened in a line and not closed in it.
fn is_open(text: &str, open: char, close: char) -> bool {
    let last = text.rfind(open);
    last.is_some_and(|at| !text[at..].contains(close))
}

/// Adds a line to a text that it goes on with.
pub(super) fn join(text: &mut String, more: &str) {
    let wants_space = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if wants_space(text.chars().last()) && wants_space(more.chars().next()) {
        text.push(' ');
    }
    text.push_str(more);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::SourceText;
    use crate::report::lines::lines_of;

    #[track_caller]
    fn check(text: &str, expected: bool) {
        let source = SourceText::new("a", text);
        let lines = lines_of(&source);
        assert_eq!(
            goes_on(lines[0].text, &lines[0], &lines[1], None),
            expected,
            "{text}"
        );
    }

    #[test]
    fn a_line_that_stops_after_a_semicolon_goes_on() {
        check("全区新增学位三千个;\n改扩建学校五所。", true);
        check("依据《\n教育法", true);
    }

    #[test]
    fn a_whole_sentence_does_not_go_on() {
        check("全区新增学位三千个。\n改扩建学校五所。", false);
        check("全区新增学位三千个;\n\n改扩建学校五所。", false);
        check("做好以下工作：\n改扩建学校五所。", false);
    }

    #[test]
    fn a_sentence_goes_on_over_a_blank_line() {
        check("一是\n\n新增学位三千个。", true);
        check("第二，\n新增学位三千个。", true);
        check("认真实施《\n\n教师法", true);
        check("教师法\n\n》，充分发挥教师的作用。", true);
        check(
            "全区统筹推进义务教育优质均衡发展，新建和改建学校十二所，为群众交出一份人\n\n民满意的答卷。",
            true,
        );
        check("三是加强队伍建设。\n\n四是加强保障。", false);
    }
}
