//! What a report says of itself, each field with the evidence it was read from.
//!
//! Input: the lines with what is boilerplate, title and heading among them. Output: [`Metadata`] and
//! problems. Puts the readings of title, disclosure table, years and place together; refuses to cut
//! passages.

use super::disclosure::Field;
use super::lines::{Line, is_date};
use super::outline::Entry;
use super::{
    Evidence, Found, Kind, Metadata, Problem, disclosure, given, issuer, kind_words, passages,
    place, title, years,
};
use crate::corpus::{MetadataField, StatedField};

/// What has been read of the text so far.
pub(super) struct Parts<'a, 'b> {
    /// The lines that are not blank.
    pub(super) lines: &'b [Line<'a>],
    /// Which of them are boilerplate.
    pub(super) boilerplate: &'b [bool],
    /// Which of them are the title, the best first.
    pub(super) titles: &'b [usize],
    /// The headings.
    pub(super) entries: &'b [Entry<'a>],
    /// The file's name.
    pub(super) path: &'b str,
    /// What is said beside the text.
    pub(super) given: &'b [StatedField],
}

/// Reads the fields.
pub(super) fn read(parts: &Parts<'_, '_>) -> (Metadata, Vec<Problem>) {
    let fields = disclosure::fields(parts.lines);
    let title = given::of(parts.given, MetadataField::Title).or_else(|| title_of(parts, &fields));
    let title_text = title
        .as_ref()
        .map(|found| (found.value.as_str(), found.evidence.line));
    let issuer = issuer::find(parts.lines, parts.boilerplate, parts.titles, &fields);
    let is_text: Vec<bool> = parts
        .boilerplate
        .iter()
        .map(|boilerplate| !boilerplate)
        .collect();
    let report_kind =
        given::report_kind(parts.given).or_else(|| kind_of(parts, title_text, &is_text));
    let is_government = report_kind
        .as_ref()
        .is_some_and(|found| found.value == "政府工作报告");
    let report_year = years::find(&years::Context {
        lines: parts.lines,
        is_text: &is_text,
        title: title_text,
        entries: parts.entries,
        is_government,
        path: parts.path,
    });
    let place = place::find(&place::Context {
        lines: parts.lines,
        is_text: &is_text,
        title: title_text,
        issuer: issuer
            .as_ref()
            .map(|found| (found.value.as_str(), found.evidence.line)),
        path: parts.path,
    });
    let mut problems = place.problems;
    problems.extend(year_conflict(parts, title_text, is_government));
    if report_year.is_none() {
        problems.push(Problem {
            line: 0,
            code: "no_year".to_owned(),
            message: "no year could be told".to_owned(),
        });
    }
    let document_number = field(
        &fields,
        &["文号", "发文字号", "文件编号"],
        "the disclosure table",
    )
    .or_else(|| number_line(parts));
    let published = published(parts, &fields);
    let mut metadata = Metadata {
        title,
        district: place.district,
        city: place.city,
        province: place.province,
        report_year,
        report_kind,
        issuer,
        document_number,
        published,
    };
    given::settle(parts.given, &mut metadata, &mut problems);
    (metadata, problems)
}

fn title_of(parts: &Parts<'_, '_>, fields: &[Field<'_>]) -> Option<Found<String>> {
    if let Some(&at) = parts.titles.first() {
        let line = &parts.lines[at];
        let evidence = Evidence {
            line: line.number,
            text: line.text.to_owned(),
            rule: "a line that names its kind",
        };
        return Some(Found {
            value: line.text.to_owned(),
            evidence,
        });
    }
    field(
        fields,
        &["名称", "标题", "信息名称"],
        "the disclosure table",
    )
}

fn field(fields: &[Field<'_>], labels: &[&str], rule: &'static str) -> Option<Found<String>> {
    let field = labels
        .iter()
        .find_map(|label| fields.iter().find(|field| field.label == *label))?;
    let evidence = Evidence {
        line: field.line,
        text: format!("{}: {}", field.label, field.value),
        rule,
    };
    Some(Found {
        value: field.value.to_owned(),
        evidence,
    })
}

/// 文种: what the title names, else the opening of a government work report, else the first section
/// that names one.
fn kind_of(
    parts: &Parts<'_, '_>,
    title: Option<(&str, u32)>,
    is_text: &[bool],
) -> Option<Found<String>> {
    let found = |kind: &str, line: u32, text: &str, rule: &'static str| Found {
        value: kind.to_owned(),
        evidence: Evidence {
            line,
            text: text.chars().take(80).collect(),
            rule,
        },
    };
    let of_title = title.and_then(|(title, line)| {
        title::kind_named(title).map(|kind| found(kind, line, title, "the title names it"))
    });
    let is_general = |kind: &str| matches!(kind, "工作报告" | "报告");
    if let Some(kind) = of_title.as_ref().filter(|kind| !is_general(&kind.value)) {
        return Some(kind.clone());
    }
    let opening = parts
        .lines
        .iter()
        .zip(is_text)
        .filter(|(_, is_text)| **is_text)
        .take(12)
        .map(|(line, _)| line);
    let mut greets = None;
    for line in opening {
        let head: String = line.text.chars().take(300).collect();
        let speaks = ["政府", "国务院", "行署"]
            .iter()
            .any(|organ| head.contains(organ));
        if head.contains("代表")
            && speaks
            && head.contains("报告")
            && (head.contains("审议") || head.contains("大会") || head.contains("审查"))
        {
            return Some(found(
                "政府工作报告",
                line.number,
                &head,
                "it reports to a congress",
            ));
        }
        if line.is_salutation() && line.text.contains("代表") {
            greets = greets.or(Some(line));
        }
    }
    if let Some(line) = greets {
        return Some(found(
            "政府工作报告",
            line.number,
            line.text,
            "it addresses a congress",
        ));
    }
    if of_title.is_some() {
        return of_title;
    }
    // 工作回顾 beside figures of the whole economy: only a government looks back on those.
    let mut text = parts
        .lines
        .iter()
        .zip(is_text)
        .filter(|(_, is_text)| **is_text)
        .map(|(line, _)| line);
    let speaks_of_economy = text.clone().any(|line| line.text.contains("生产总值"));
    let looks_back = parts.entries.iter().find(|entry| {
        entry.depth == 1
            && ["工作回顾", "政府自身建设"]
                .iter()
                .any(|words| entry.text.contains(words))
    });
    if let Some(entry) = looks_back.filter(|_| speaks_of_economy) {
        let line = parts.lines[entry.at].number;
        return Some(found(
            "政府工作报告",
            line,
            entry.text,
            "it looks back as such reports do",
        ));
    }
    let mut named = parts
        .entries
        .iter()
        .filter(|entry| entry.depth == 1)
        .filter_map(|entry| {
            let named = title::kind_named(entry.text).filter(|kind| kind.chars().count() >= 4);
            // 主要工作情况 opens a summary, whatever it is called.
            let told = kind_words::of_heading(entry.text);
            let looks_back = told == Some(Kind::总结)
                || (told.is_none() && passages::entry_looks_back(entry, parts.entries));
            let kind = named.or(looks_back.then_some("工作总结"))?;
            Some((
                entry,
                kind,
                super::numeral::first_year(entry.text).is_some(),
            ))
        });
    let dated = named.clone().find(|(_, _, dated)| *dated);
    if let Some((entry, kind, is_dated)) = dated.or_else(|| named.next()) {
        let line = parts.lines[entry.at].number;
        let rule = if is_dated {
            "its first dated section names it"
        } else {
            "its first section tells it"
        };
        return Some(found(kind, line, entry.text, rule));
    }
    let greeting = text.find(|line| line.text.contains("各位代表"))?;
    Some(found(
        "政府工作报告",
        greeting.number,
        "各位代表",
        "it addresses a congress",
    ))
}

/// A title's year that none of its sections is of.
fn year_conflict(
    parts: &Parts<'_, '_>,
    title: Option<(&str, u32)>,
    is_government: bool,
) -> Option<Problem> {
    let (title, line) = title?;
    let year = super::numeral::year_of_name(title)?;
    let sections = years::section_years(parts.lines, parts.entries);
    // A summary of 2022 may have one dated section alone, its plan for 2023.
    let fits = |of_section: i32| {
        of_section == year
            || (is_government && of_section + 1 == year)
            || (!is_government && of_section == year + 1)
    };
    if sections.is_empty() || sections.iter().any(|(of_section, _, _)| fits(*of_section)) {
        return None;
    }
    let mut of_sections: Vec<String> = sections
        .iter()
        .map(|(year, _, _)| year.to_string())
        .collect();
    of_sections.dedup();
    let message = format!(
        "the title says {year}, the sections say {}",
        of_sections.join(", ")
    );
    Some(Problem {
        line,
        code: "year_conflict".to_owned(),
        message,
    })
}

/// 文号 on a line of its own: 青教发〔2022〕11号
fn number_line(parts: &Parts<'_, '_>) -> Option<Found<String>> {
    let line = parts.lines.iter().take(20).find(|line| {
        let text = line.text;
        let open = text.find(['〔', '[', '［', '（']);
        let close = text.find(['〕', ']', '］', '）']);
        let year = open
            .zip(close)
            .filter(|(open, close)| open < close)
            .map(|(open, close)| &text[open..close]);
        let is_year = year.is_some_and(|year| super::numeral::year_of_name(year).is_some());
        line.n_chars <= 30 && text.ends_with('号') && is_year && !text.contains(['，', '《', '第'])
    })?;
    let evidence = Evidence {
        line: line.number,
        text: line.text.to_owned(),
        rule: "a line of its form",
    };
    Some(Found {
        value: line.text.to_owned(),
        evidence,
    })
}

fn published(parts: &Parts<'_, '_>, fields: &[Field<'_>]) -> Option<Found<String>> {
    for label in [
        "发布日期",
        "发布时间",
        "公开日期",
        "成文日期",
        "发文日期",
        "生成日期",
    ] {
        for field in fields.iter().filter(|field| field.label == label) {
            if let Some(date) = iso_date(field.value) {
                let evidence = Evidence {
                    line: field.line,
                    text: format!("{}: {}", field.label, field.value),
                    rule: "the disclosure table",
                };
                return Some(Found {
                    value: date,
                    evidence,
                });
            }
        }
    }
    // A date alone among what the page put over the report.
    let alone = parts
        .lines
        .iter()
        .zip(parts.boilerplate)
        .take(15)
        .filter(|(line, boilerplate)| **boilerplate && is_date(line.text))
        .find_map(|(line, _)| iso_date(line.text).map(|date| (date, line)));
    // A page's own line: 发布时间：2026-02-09, or the label and the date on two lines.
    for (at, line) in parts.lines.iter().enumerate().take(30) {
        if !parts.boilerplate[at] {
            continue;
        }
        let labels = [
            "发布日期",
            "发布时间",
            "发表时间",
            "发稿时间",
            "公开时间",
            "公开日期",
            "时间：",
            "时间:",
            "日期：",
            "日期:",
        ];
        let Some(label) = labels.iter().find_map(|label| line.text.find(label)) else {
            continue;
        };
        let same_line = iso_date(&line.text[label..]).map(|date| (date, line));
        let next = parts.lines.get(at + 1).filter(|next| next.n_chars <= 25);
        let dated = same_line
            .or_else(|| next.and_then(|next| iso_date(next.text).map(|date| (date, next))));
        if let Some((date, line)) = dated {
            let text = line.text.chars().take(40).collect();
            return Some(Found {
                value: date,
                evidence: Evidence {
                    line: line.number,
                    text,
                    rule: "the page's own date",
                },
            });
        }
    }
    alone.map(|(date, line)| Found {
        value: date,
        evidence: Evidence {
            line: line.number,
            text: line.text.to_owned(),
            rule: "the page's own date",
        },
    })
}

/// The first date in `text`, as YYYY-MM-DD: 2022-04-29, 2022/4/29, 2022.4.29, 2022年4月29日.
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
