//! The numbers that headings start with: 一、 （一） 1. （1） after GB/T 9704, and 第一章, 第一部分, 第一节 beside them.
//!
//! Input: a line. Output: its [`Marker`], which says the form of the number alone; whether the line is a heading is decided
//! by the sequence, in `headings`. 一是, 二是 and 第一， are words of a sentence, not markers.

use crate::report::characters::is_han;
use crate::report::numerals::{first_year, is_chinese_numeral, leading_chinese, leading_digits};

/// The form of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::report) enum NumberStyle {
    /// 第一部分, 第一章, 第一篇
    Part,
    /// 第一节
    Section,
    /// 一、
    Chinese,
    /// （一）
    ChineseBracketed,
    /// 1. or 1、
    Arabic,
    /// 1.1
    Decimal,
    /// 1.1.1
    DecimalDeep,
    /// （1） or 1）
    ArabicBracketed,
    /// ①
    Circled,
    /// No number at all: a short line that stands as a heading.
    Plain,
}

impl NumberStyle {
    /// How high the style stands in an outline: a smaller rank stands above a larger.
    pub(in crate::report) fn rank(self) -> u32 {
        match self {
            NumberStyle::Part => 0,
            NumberStyle::Section => 1,
            NumberStyle::Chinese => 2,
            NumberStyle::ChineseBracketed => 3,
            NumberStyle::Arabic => 4,
            NumberStyle::Decimal => 5,
            NumberStyle::DecimalDeep => 6,
            NumberStyle::ArabicBracketed => 7,
            NumberStyle::Circled => 8,
            NumberStyle::Plain => 9,
        }
    }
}

/// A number at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) struct Marker {
    /// Its form.
    pub(in crate::report) style: NumberStyle,
    /// Its value.
    pub(in crate::report) number: u32,
    /// How many bytes of the line it takes, the white space behind it included.
    pub(in crate::report) n_bytes: usize,
    /// Whether 、 stands behind it.
    pub(in crate::report) has_comma: bool,
    /// The number of the list above it that it repeats: 2 of 2.1, 1 of 2.1.3.
    pub(in crate::report) above: Option<u32>,
}

/// The marker at the start of `text`, which has no white space before it.
pub(in crate::report) fn marker(text: &str) -> Option<Marker> {
    let first = text.chars().next()?;
    let mut found = match first {
        '（' | '(' | '〔' | '﹙' => bracketed(text, first.len_utf8()),
        '第' => part(text),
        '①'..='⑳' => Some(single(first, '①', NumberStyle::Circled)),
        '⑴'..='⒇' => Some(single(first, '⑴', NumberStyle::ArabicBracketed)),
        '⒈'..='⒛' => Some(single(first, '⒈', NumberStyle::Arabic)),
        '㈠'..='㈩' => Some(single(first, '㈠', NumberStyle::ChineseBracketed)),
        '0'..='9' | '０'..='９' => arabic(text),
        c if is_chinese_numeral(c) => chinese(text),
        _ => None,
    }?;
    let rest = &text[found.n_bytes..];
    found.n_bytes += rest.len() - rest.trim_start().len();
    (found.n_bytes < text.len()).then_some(found)
}

/// Cuts off the number of a heading, and the full stop that closes it: `（二）强化师资。` → `强化师资`.
pub fn without_number(heading: &str) -> &str {
    let heading = heading.trim();
    let start = marker(heading).map_or(0, |marker| marker.n_bytes);
    heading[start..].trim_end_matches(['。', '：', ':'])
}

/// A number that is one character of its own: ㈠, ⑴, ⒈, ①.
fn single(c: char, first: char, style: NumberStyle) -> Marker {
    Marker {
        style,
        number: c as u32 - first as u32 + 1,
        n_bytes: c.len_utf8(),
        has_comma: false,
        above: None,
    }
}

fn chinese(text: &str) -> Option<Marker> {
    let (number, n_bytes) = leading_chinese(text)?;
    let rest = text[n_bytes..].trim_start();
    let behind = rest.chars().next()?;
    let spaces = text.len() - n_bytes - rest.len();
    // 一　总体要求: a space for the mark, before a few words that are no sentence.
    let is_spaced = spaces > 0
        && is_han(behind)
        && (4..=30).contains(&rest.chars().count())
        && !rest.contains(['，', '。', '；', '：', ',']);
    if is_spaced {
        return Some(Marker {
            style: NumberStyle::Chinese,
            number,
            n_bytes: n_bytes + spaces,
            has_comma: false,
            above: None,
        });
    }
    // A comma alone would take 一，… of a sentence in; the other marks never follow a number there.
    matches!(behind, '、' | '．' | '.' | '﹑').then(|| Marker {
        style: NumberStyle::Chinese,
        number,
        n_bytes: n_bytes + spaces + behind.len_utf8(),
        has_comma: true,
        above: None,
    })
}

fn arabic(text: &str) -> Option<Marker> {
    let (number, n_bytes) = leading_digits(text)?;
    let rest = text[n_bytes..].trim_start();
    let spaces = text.len() - n_bytes - rest.len();
    let behind = rest.chars().next()?;
    let style = match behind {
        '.' | '．' | '、' | '﹒' => NumberStyle::Arabic,
        ')' | '）' => NumberStyle::ArabicBracketed,
        _ => return None,
    };
    let after = rest[behind.len_utf8()..].chars().next()?;
    // 1.5 亿元 is a figure, 1.2022年… a heading.
    let is_decimal = behind == '.' && after.is_ascii_digit() && first_year(&rest[1..]).is_none();
    if is_decimal {
        return decimal(text);
    }
    if number == 0 {
        return None;
    }
    Some(Marker {
        style,
        number,
        n_bytes: n_bytes + spaces + behind.len_utf8(),
        has_comma: behind == '、',
        above: None,
    })
}

/// Reads 1.1 or 1.1.1 before a word; before a measure (1.5亿元) they are figures.
fn decimal(text: &str) -> Option<Marker> {
    const MEASURES: &str = "亿万千百十元米公个倍平方吨顷人名所家亩分岁年月日天小点度级项件次折种条台套间座张本册位%％‰、，至到-~";
    let mut numbers = Vec::new();
    let mut n_bytes = 0;
    loop {
        let (number, n) = leading_digits(&text[n_bytes..])?;
        numbers.push(number);
        n_bytes += n;
        let goes_on = text[n_bytes..]
            .strip_prefix('.')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if !goes_on {
            break;
        }
        n_bytes += 1;
    }
    let rest = text[n_bytes..].trim_start_matches(['.', '．', ' ', '\u{3000}', '\u{a0}']);
    let next = rest.chars().next()?;
    let style = match numbers.len() {
        2 => NumberStyle::Decimal,
        3 => NumberStyle::DecimalDeep,
        _ => return None,
    };
    (is_han(next) || next == '“').then_some(())?;
    (!MEASURES.contains(next) && numbers.iter().all(|&n| n > 0)).then(|| Marker {
        style,
        number: numbers[numbers.len() - 1],
        n_bytes: text.len() - rest.len(),
        has_comma: false,
        above: Some(numbers[numbers.len() - 2]),
    })
}

fn bracketed(text: &str, open_bytes: usize) -> Option<Marker> {
    let inside = text[open_bytes..].trim_start();
    let (style, (number, n_bytes)) = match leading_chinese(inside) {
        Some(read) => (NumberStyle::ChineseBracketed, read),
        None => (NumberStyle::ArabicBracketed, leading_digits(inside)?),
    };
    let rest = inside[n_bytes..].trim_start();
    let close = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '）' | ')' | '〕' | '﹚'))?;
    let mut end = text.len() - rest.len() + close.len_utf8();
    // （一）、 is typed by some.
    if let Some(mark) = text[end..]
        .chars()
        .next()
        .filter(|c| matches!(c, '、' | '.' | '．'))
    {
        end += mark.len_utf8();
    }
    (number > 0).then_some(Marker {
        style,
        number,
        n_bytes: end,
        has_comma: false,
        above: None,
    })
}

fn part(text: &str) -> Option<Marker> {
    let inside = &text['第'.len_utf8()..];
    let (number, n_bytes) = leading_chinese(inside).or_else(|| leading_digits(inside))?;
    let rest = &inside[n_bytes..];
    let (style, unit) = [
        ("部分", NumberStyle::Part),
        ("章", NumberStyle::Part),
        ("篇", NumberStyle::Part),
        ("节", NumberStyle::Section),
    ]
    .iter()
    .find(|(unit, _)| rest.starts_with(unit))
    .map(|(unit, style)| (*style, *unit))?;
    let behind = rest[unit.len()..].chars().next()?;
    // 第一章程, 第一部分是 are words of a sentence.
    if !(behind.is_whitespace() || matches!(behind, '：' | ':' | '、' | '　' | '，'))
        && unit != "部分"
    {
        return None;
    }
    let n_bytes = '第'.len_utf8() + n_bytes + unit.len();
    let n_bytes = n_bytes
        + text[n_bytes..]
            .chars()
            .next()
            .filter(|c| "：:、".contains(*c))
            .map_or(0, char::len_utf8);
    Some(Marker {
        style,
        number,
        n_bytes,
        has_comma: false,
        above: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(NumberStyle, u32, &str)>) {
        let read = marker(text).map(|m| (m.style, m.number, &text[m.n_bytes..]));
        assert_eq!(read, expected);
    }

    #[test]
    fn the_forms_of_the_standard_are_read() {
        check("一、总体要求", Some((NumberStyle::Chinese, 1, "总体要求")));
        check(
            "（十二）队伍",
            Some((NumberStyle::ChineseBracketed, 12, "队伍")),
        );
        check("(一)队伍", Some((NumberStyle::ChineseBracketed, 1, "队伍")));
        check("18.改革", Some((NumberStyle::Arabic, 18, "改革")));
        check("１．改革", Some((NumberStyle::Arabic, 1, "改革")));
        check("4、 着力", Some((NumberStyle::Arabic, 4, "着力")));
        check("（3）培训", Some((NumberStyle::ArabicBracketed, 3, "培训")));
        check("第二部分 计划", Some((NumberStyle::Part, 2, "计划")));
        check("第一节　课程", Some((NumberStyle::Section, 1, "课程")));
        check("2.1 师资", Some((NumberStyle::Decimal, 1, "师资")));
        check("2.1.3师资", Some((NumberStyle::DecimalDeep, 3, "师资")));
        check("③师资", Some((NumberStyle::Circled, 3, "师资")));
        check("㈡师资", Some((NumberStyle::ChineseBracketed, 2, "师资")));
        check("三　师资建设", Some((NumberStyle::Chinese, 3, "师资建设")));
    }

    #[test]
    fn figures_and_words_are_no_numbers() {
        check("1.5亿元投入", None);
        check("3.5 万人参加", None);
        check("98.6%的学校", None);
        check("2023年工作", None);
        check("一是加强培训", None);
        check("第一，加强培训", None);
        check("十四五时期", None);
        check("一、", None);
        check("第一章程", None);
    }

    #[test]
    fn a_year_may_follow_a_number() {
        check(
            "1.2022年完成改造",
            Some((NumberStyle::Arabic, 1, "2022年完成改造")),
        );
    }
}
