//! The line breaks that a text has lost: a report of many thousand characters on one line gets its paragraphs back.
//!
//! Input: a text. Output: the text with a break before each paragraph, and how many there are. Paragraphs begin behind white space that follows the end of a
//! sentence, and at numbers that go on in sequence (一、 二、 or （一） （二）) behind the end of a sentence.

use std::borrow::Cow;

/// A line that is shorter than this has kept its breaks.
const MIN_LINE_CHARS: usize = 3_000;

/// The digits of Chinese numbers, from one.
const DIGITS: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// Restores the lost breaks of every long line; the second value is their number.
pub(super) fn restore(text: &str) -> (Cow<'_, str>, usize) {
    if text
        .lines()
        .all(|line| line.chars().nth(MIN_LINE_CHARS).is_none())
    {
        return (Cow::Borrowed(text), 0);
    }
    let mut restored = String::with_capacity(text.len() + 64);
    let mut n_restored = 0;
    for line in text.split_inclusive('\n') {
        if line.chars().nth(MIN_LINE_CHARS).is_none() {
            restored.push_str(line);
            continue;
        }
        let mut start = 0;
        for at in paragraph_starts(line) {
            restored.push_str(line[start..at].trim_end());
            restored.push('\n');
            start = at;
            n_restored += 1;
        }
        restored.push_str(&line[start..]);
    }
    (Cow::Owned(restored), n_restored)
}

/// Finds where the paragraphs of a line begin, but for the first.
fn paragraph_starts(line: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    // The last number of each of the two lists: 一、 and （一）.
    let mut last = [0, 0];
    let mut ended = false;
    let mut spaced = false;
    for (at, c) in line.char_indices() {
        if c.is_whitespace() {
            spaced = true;
            continue;
        }
        let number = if ended {
            leading_number(&line[at..])
        } else {
            None
        };
        let goes_on = number.is_some_and(|(list, number)| number == last[list] + 1 || number == 1);
        if let Some((list, number)) = number.filter(|_| goes_on) {
            last[list] = number;
            if list == 0 {
                last[1] = 0;
            }
        }
        if ended && (spaced || goes_on) {
            starts.push(at);
        }
        ended = "。！？：".contains(c) || ended && "”’）".contains(c);
        spaced = false;
    }
    starts
}

/// Reads 一、 (list 0) or （一） (list 1) at the beginning of a text.
fn leading_number(text: &str) -> Option<(usize, usize)> {
    let inside = text.strip_prefix(['（', '(']);
    let rest = inside.unwrap_or(text);
    let digits = rest.find(|c: char| c != '十' && !DIGITS.contains(&c))?;
    let (number, behind) = rest.split_at(digits);
    let closes = match inside {
        Some(_) => behind.starts_with(['）', ')']),
        None => behind.starts_with('、'),
    };
    let of = |c: &str| match c.chars().next() {
        None => Some(0),
        Some(digit) => DIGITS
            .iter()
            .position(|other| *other == digit)
            .map(|at| at + 1),
    };
    let value = match number.split_once('十') {
        None => of(number)?,
        Some((tens, ones)) => of(tens)?.max(1) * 10 + of(ones)?,
    };
    (closes && value > 0).then_some((usize::from(inside.is_some()), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(paragraphs: &[&str], between: &str) -> String {
        let mut text = paragraphs.join(between);
        text.push_str(&"办好人民满意的教育，".repeat(400));
        text
    }

    #[test]
    fn a_report_on_one_line_gets_its_paragraphs_back() {
        let paragraphs = [
            "各位代表：",
            "一、2023年工作回顾。",
            "（一）新增学位。",
            "（二）交流教师。",
            "二、2024年工作安排。",
            "（一）",
            "",
        ];
        for between in ["", " ", "\u{3000}\u{3000}"] {
            let text = long(&paragraphs, between);
            let (restored, n_restored) = restore(&text);
            let lines: Vec<&str> = restored.lines().map(str::trim).collect();
            assert_eq!(lines[..5], paragraphs[..5], "{between:?}");
            assert_eq!(n_restored, 5);
        }
    }

    #[test]
    fn a_number_out_of_sequence_and_a_short_line_stay() {
        let text = long(&["按照文件要求。三、以上学校。", ""], "");
        assert_eq!(restore(&text).1, 0);
        assert_eq!(restore("各位代表：一、回顾。二、安排。").1, 0);
    }
}
