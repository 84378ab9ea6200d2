//! Reads numbers and years as reports write them: 十二, １２, 2023年, 二〇二四年.
//!
//! Input: a text. Output: the number that it starts with (`十二`, `12`, `１２`), or the years that it names (`2023年`,
//! `２０２３年`, `二〇二四年`, `一九九八年`, `1 9 9 3 年`).

use std::ops::Range;

/// The Chinese digits, each at its value.
const CHINESE_DIGITS: &str = "零一二三四五六七八九";

/// Reads the number at the start of `text`, Chinese up to 999 or in digits, and how many bytes it takes.
pub(super) fn leading_number(text: &str) -> Option<(u32, usize)> {
    leading_digits(text).or_else(|| leading_chinese(text))
}

/// Reads the number at the start of `text` in ASCII or full-width digits, up to three of them.
pub(super) fn leading_digits(text: &str) -> Option<(u32, usize)> {
    let (mut number, mut n_bytes, mut n_digits) = (0, 0, 0);
    for c in text.chars() {
        let Some(digit) = digit(c) else { break };
        number = number * 10 + digit;
        n_bytes += c.len_utf8();
        n_digits += 1;
        if n_digits > 3 {
            return None;
        }
    }
    (n_digits > 0).then_some((number, n_bytes))
}

/// Reads the Chinese number at the start of `text`: 三, 十二, 二十, 一百零五.
pub(super) fn leading_chinese(text: &str) -> Option<(u32, usize)> {
    let (mut total, mut pending, mut n_bytes) = (0, None, 0);
    for c in text.chars() {
        match c {
            '十' => total += pending.take().unwrap_or(1) * 10,
            '百' => total += pending.take().unwrap_or(1) * 100,
            '零' | '〇' if n_bytes > 0 => {}
            _ => match chinese_digit(c) {
                Some(digit) if digit > 0 && pending.is_none() => pending = Some(digit),
                Some(_) => return None,
                None => break,
            },
        }
        n_bytes += c.len_utf8();
    }
    let number = total + pending.unwrap_or(0);
    (n_bytes > 0 && number > 0).then_some((number, n_bytes))
}

/// Whether a character can begin a Chinese number: 一 to 九, or 十.
pub(super) fn is_chinese_numeral(c: char) -> bool {
    c == '十' || (c != '零' && CHINESE_DIGITS.contains(c))
}

fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

fn chinese_digit(c: char) -> Option<u32> {
    CHINESE_DIGITS
        .chars()
        .position(|d| d == c)
        .map(|at| at as u32)
        .or(match c {
            '〇' | '○' | 'Ｏ' | 'О' | 'o' | 'O' | '◯' => Some(0),
            _ => None,
        })
}

/// A year that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct YearMention {
    /// The year, 1949 to 2099.
    pub(super) year: i32,
    /// Byte offset of its first digit.
    pub(super) start: usize,
    /// Byte offset behind 年.
    pub(super) end: usize,
}

/// The years named in `text` with 年 behind four digits, in order. White space inside is passed over.
pub(super) fn years(text: &str) -> impl Iterator<Item = YearMention> {
    text.match_indices('年').filter_map(move |(at, _)| {
        let (year, start) = year_before(&text[..at])?;
        Some(YearMention {
            year,
            start,
            end: at + '年'.len_utf8(),
        })
    })
}

/// The first year named in `text`.
pub(super) fn first_year(text: &str) -> Option<i32> {
    years(text).next().map(|mention| mention.year)
}

/// Whether `text` begins with a year: 2022年，…
pub(super) fn opens_with_year(text: &str) -> bool {
    years(text).next().is_some_and(|mention| mention.start == 0)
}

/// The year in a title or a file name: with 年, or as four bare digits. The years that a plan spans (2021—2023年) are not the year that it is of.
pub(super) fn year_of_name(text: &str) -> Option<i32> {
    match (years_outside_spans(text).next(), span_of_years(text)) {
        (Some(mention), _) => Some(mention.year),
        (None, None) => bare_year(text),
        (None, Some(span)) => {
            bare_year(&text[..span.start]).or_else(|| bare_year(&text[span.end..]))
        }
    }
}

/// The years named in `text` that no span of years holds, and that are no aim (到2023年).
pub(super) fn years_outside_spans(text: &str) -> impl Iterator<Item = YearMention> {
    let span = span_of_years(text);
    years(text).filter(move |mention| {
        let is_aim = text[..mention.start].ends_with(['到', '至']);
        !is_aim
            && span
                .as_ref()
                .is_none_or(|span| !span.contains(&mention.start))
    })
}

/// Finds a span of years: 2021—2023年, 2021年至2025年, （2021-2025）; not 2020—2021学年, which is one.
fn span_of_years(text: &str) -> Option<Range<usize>> {
    let is_dash = |c: char| "—–-－―~～至到".contains(c);
    text.char_indices()
        .filter(|(_, c)| is_dash(*c))
        .find_map(|(at, _)| {
            let before = text[..at].trim_end_matches(is_dash).trim_end_matches('年');
            let behind = text[at..].trim_start_matches(is_dash);
            let n_digits = |chars: &mut dyn Iterator<Item = char>| {
                chars.take_while(|c| digit(*c).is_some()).count()
            };
            let is_span =
                n_digits(&mut before.chars().rev()) == 4 && n_digits(&mut behind.chars()) == 4;
            let digits_bytes: usize = behind.chars().take(4).map(char::len_utf8).sum();
            let rest = behind.get(digits_bytes..)?;
            let start: usize = before.chars().rev().take(4).map(char::len_utf8).sum();
            (is_span && !rest.starts_with("学年"))
                .then(|| before.len() - start..text.len() - rest.len())
        })
}

fn bare_year(text: &str) -> Option<i32> {
    let mut run: Vec<u32> = Vec::new();
    for c in text.chars().chain(std::iter::once(' ')) {
        match digit(c) {
            Some(digit) => run.push(digit),
            None => {
                if let [a, b, c, d] = run[..]
                    && let Some(year) = plausible(a * 1000 + b * 100 + c * 10 + d)
                {
                    return Some(year);
                }
                run.clear();
            }
        }
    }
    None
}

fn year_before(text: &str) -> Option<(i32, usize)> {
    let (mut value, mut place, mut n_digits, mut start) = (0, 1, 0, text.len());
    for (at, c) in text.char_indices().rev() {
        let digit = digit(c).or_else(|| chinese_digit(c).filter(|_| !c.is_ascii()));
        match digit {
            Some(_) if n_digits == 4 => return None,
            Some(digit) => {
                value += digit * place;
                place *= 10;
                n_digits += 1;
                start = at;
            }
            None if c == ' ' || c == '\u{a0}' => {
                if n_digits == 4 {
                    break;
                }
            }
            None => break,
        }
    }
    (n_digits == 4)
        .then(|| plausible(value))
        .flatten()
        .map(|year| (year, start))
}

fn plausible(year: u32) -> Option<i32> {
    (1949..2100).contains(&year).then_some(year as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_numbered_in_chinese_or_in_digits() {
        assert_eq!(leading_number("十二、"), Some((12, 6)));
        assert_eq!(leading_number("二十）"), Some((20, 6)));
        assert_eq!(leading_number("42.做"), Some((42, 2)));
        assert_eq!(leading_number("１．"), Some((1, 3)));
        assert_eq!(leading_number("一二、"), None);
        assert_eq!(leading_number("2022年"), None);
    }

    #[test]
    fn a_year_is_read_however_it_is_written() {
        let all = |text| years(text).map(|m| m.year).collect::<Vec<_>>();
        assert_eq!(all("2023年工作回顾和２０２４年安排"), [2023, 2024]);
        assert_eq!(all("一九九八年，二○二四年，二〇二五年"), [1998, 2024, 2025]);
        assert_eq!(all("从1 9 9 3 年3 月"), [1993]);
        assert!(all("X年，每年，120年，五年").is_empty());
    }

    #[test]
    fn the_years_that_a_plan_spans_are_not_its_own() {
        for name in [
            "行动计划（2021—2023年）",
            "规划(2021-2025)",
            "方案（2021年至2023年）",
        ] {
            assert_eq!(year_of_name(name), None, "{name}");
        }
        assert_eq!(
            year_of_name("2022年落实行动计划（2021—2023年）要点"),
            Some(2022)
        );
        assert_eq!(year_of_name("2020-2021学年工作总结"), Some(2020));
        assert_eq!(year_of_name("2023-03-30工作总结"), Some(2023));
    }

    #[test]
    fn a_file_name_may_leave_out_the_character() {
        assert_eq!(year_of_name("2026_青禾区_工作要点"), Some(2026));
        assert_eq!(year_of_name("2022X区教育局工作总结"), Some(2022));
        assert_eq!(year_of_name("0042.txt"), None);
    }
}
