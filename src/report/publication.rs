//! The document number (文号) of a report and the date of its publication (发布日期).
//!
//! Input: the lines with their marks, and the fields of the disclosure table. Output: number and date, each with its
//! evidence. The disclosure table comes first, then a line of the number's form, or a date that the page shows.

use super::disclosure::{self, DisclosureField};
use super::evidence::{Evidence, Evidenced};
use super::lines::{MarkedLines, TextLine, is_date};
use super::numerals::year_of_name;

/// The labels of the disclosure table that name the document number.
const NUMBER_LABELS: &[&str] = &["文号", "发文字号", "文件编号"];

/// The labels of the disclosure table that name the date, the best first.
#[rustfmt::skip] // a table of words
const DATE_LABELS: [&str; 6] = ["发布日期", "发布时间", "公开日期", "成文日期", "发文日期", "生成日期"];

/// The labels by which a page names its date outside the disclosure table.
#[rustfmt::skip] // a table of words
const PAGE_DATE_LABELS: [&str; 10] = [
    "发布日期", "发布时间", "发表时间", "发稿时间", "公开时间", "公开日期", "时间：", "时间:", "日期：", "日期:",
];

/// Finds the document number, in the disclosure table or on a line of its own.
pub(super) fn document_number(
    lines: &[TextLine<'_>],
    fields: &[DisclosureField<'_>],
) -> Option<Evidenced<String>> {
    disclosure::first_value(fields, NUMBER_LABELS).or_else(|| number_line(lines))
}

/// Finds a line that is nothing but a document number, in brackets or not: 青教发〔2022〕11号, （皖政办秘〔2021〕82号）
fn number_line(lines: &[TextLine<'_>]) -> Option<Evidenced<String>> {
    let line = lines.iter().take(20).find(|line| {
        let text = bare_number(line.text);
        let open = text.find(['〔', '[', '［', '（']);
        let close = text.find(['〕', ']', '］', '）']);
        let year = open
            .zip(close)
            .filter(|(open, close)| open < close)
            .map(|(open, close)| &text[open..close]);
        let is_year = year.is_some_and(|year| year_of_name(year).is_some());
        line.n_chars <= 30 && text.ends_with('号') && is_year && !text.contains(['，', '《', '第'])
    })?;
    let text = bare_number(line.text);
    let evidence = Evidence::new(line.number, text, "a line of its form");
    Some(evidence.of(text.to_owned()))
}

/// Takes the brackets off a number that stands in them as a whole.
fn bare_number(text: &str) -> &str {
    let inside = text
        .strip_prefix(['（', '('])
        .and_then(|rest| rest.strip_suffix(['）', ')']));
    inside.map_or(text, str::trim)
}

/// Finds the date of publication, as YYYY-MM-DD.
pub(super) fn date(
    lines: MarkedLines<'_, '_>,
    fields: &[DisclosureField<'_>],
) -> Option<Evidenced<String>> {
    let of_table = DATE_LABELS.iter().find_map(|label| {
        let mut named = fields.iter().filter(|field| field.label == *label);
        named.find_map(|field| Some(field.evidence().of(iso_date(field.value)?)))
    });
    of_table.or_else(|| date_of_page(lines))
}

/// Finds a date among the page's own lines: 发布时间：2026-02-09, or the label and the date on two lines, else a date alone
/// over the report.
fn date_of_page(lines: MarkedLines<'_, '_>) -> Option<Evidenced<String>> {
    const RULE: &str = "the page's own date";
    for (at, line) in lines.all.iter().enumerate().take(30) {
        if lines.is_own[at] {
            continue;
        }
        let Some(label) = PAGE_DATE_LABELS
            .iter()
            .find_map(|label| line.text.find(label))
        else {
            continue;
        };
        let same_line = iso_date(&line.text[label..]).map(|date| (date, line));
        let next = lines.all.get(at + 1).filter(|next| next.n_chars <= 25);
        let dated = same_line
            .or_else(|| next.and_then(|next| iso_date(next.text).map(|date| (date, next))));
        if let Some((date, line)) = dated {
            let text: String = line.text.chars().take(40).collect();
            return Some(Evidence::new(line.number, text, RULE).of(date));
        }
    }
    let head = lines.all.iter().zip(lines.is_own).take(15);
    let mut dates = head.filter(|(line, is_own)| !**is_own && is_date(line.text));
    dates.find_map(|(line, _)| {
        let date = iso_date(line.text)?;
        Some(Evidence::new(line.number, line.text, RULE).of(date))
    })
}

/// Writes the first date in `text` as YYYY-MM-DD, however it is written: 2022-04-29, 2022/4/29, 2022.4.29, 2022年4月29日.
pub(super) fn iso_date(text: &str) -> Option<String> {
    let mut numbers: Vec<(u32, usize)> = Vec::new();
    let mut number: Option<(u32, usize)> = None;
    for c in text.chars().chain(std::iter::once(' ')) {
        match (c.to_digit(10), number) {
            (Some(digit), Some((value, n_digits))) if n_digits < 8 => {
                number = Some((value * 10 + digit, n_digits + 1))
            }
            (Some(digit), None) => number = Some((digit, 1)),
            (Some(_), Some(_)) => return None,
            (None, Some(done)) => {
                numbers.push(done);
                number = None;
                let is_mark = "-/.年月日".contains(c);
                if numbers.len() == 3 || (!is_mark && !numbers.is_empty() && c != ' ') {
                    break;
                }
            }
            (None, None) if numbers.is_empty() => {}
            (None, None) if c == ' ' => {}
            (None, None) => break,
        }
    }
    match numbers[..] {
        [(year, 4), (month, _), (day, _)]
            if (1949..2100).contains(&year)
                && (1..=12).contains(&month)
                && (1..=31).contains(&day) =>
        {
            Some(format!("{year:04}-{month:02}-{day:02}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::iso_date;

    #[test]
    fn a_date_is_read_however_it_is_written() {
        assert_eq!(iso_date("2022-04-29").as_deref(), Some("2022-04-29"));
        assert_eq!(
            iso_date("时间：2022/4/9 10:20").as_deref(),
            Some("2022-04-09")
        );
        assert_eq!(iso_date("2022年4月29日").as_deref(), Some("2022-04-29"));
        assert_eq!(iso_date("第12期"), None);
        assert_eq!(iso_date("20220429"), None);
    }
}
