//! 发布机构: the organ that issues a report.
//!
//! Input: the lines, with what is boilerplate and title among them, and the fields of the disclosure
//! table. Output: the organ's name with its evidence. After GB/T 9704 an organ stands in the head
//! (发文机关标志: its name alone, or with 文件 behind it) and signs under the text (署名, above the date);
//! a name inside a title or a source line is no issuer. Refuses to know which unit the organ is of.

use super::disclosure::Field;
use super::lines::{Line, is_date};
use super::{Evidence, Found};

/// The labels of the disclosure table that name an issuer, the best first.
pub(super) const LABELS: &[&str] = &["发布机构", "发文机关", "发文单位", "制发机关", "公开主体"];

/// How a name ends that may issue a document.
const ORGANS: [&str; 8] = [
    "局",
    "委员会",
    "教委",
    "工委",
    "政府",
    "办公室",
    "督导室",
    "区委",
];

/// Tells who issues the report.
pub(super) fn find(
    lines: &[Line<'_>],
    boilerplate: &[bool],
    titles: &[usize],
    fields: &[Field<'_>],
) -> Option<Found<String>> {
    of_table(fields)
        .or_else(|| of_head(lines, boilerplate, titles))
        .or_else(|| of_signature(lines, boilerplate))
}

/// 落款: the lines by which a report is signed at its end, the organ's if there is one, and the date's.
pub(super) fn signature(
    lines: &[Line<'_>],
    boilerplate: &[bool],
) -> Option<(Option<usize>, usize)> {
    let mut text = (0..lines.len()).rev().filter(|&at| !boilerplate[at]);
    let (last, before) = (text.next()?, text.next()?);
    if !is_date(lines[last].text) || lines.len() < 4 {
        return None;
    }
    Some((lines[before].is_organ().then_some(before), last))
}

fn of_table(fields: &[Field<'_>]) -> Option<Found<String>> {
    let field = LABELS
        .iter()
        .find_map(|label| fields.iter().find(|field| field.label == *label))?;
    Some(Found {
        value: field.value.to_owned(),
        evidence: Evidence {
            line: field.line,
            text: format!("{}: {}", field.label, field.value),
            rule: "the disclosure table",
        },
    })
}

/// The organ over the title: 青禾区教育局文件, or its name alone.
fn of_head(lines: &[Line<'_>], boilerplate: &[bool], titles: &[usize]) -> Option<Found<String>> {
    let last = titles.iter().copied().min()?;
    let organ = (0..=last).find(|&at| !boilerplate[at] && lines[at].is_organ())?;
    named_by(&lines[organ], "it stands over the title")
}

fn of_signature(lines: &[Line<'_>], boilerplate: &[bool]) -> Option<Found<String>> {
    let (organ, _) = signature(lines, boilerplate)?;
    named_by(&lines[organ?], "it signs the report")
}

fn named_by(line: &Line<'_>, rule: &'static str) -> Option<Found<String>> {
    let name = line.text.strip_suffix("文件").unwrap_or(line.text).trim();
    ORGANS.iter().any(|end| name.ends_with(end)).then(|| Found {
        value: name.to_owned(),
        evidence: Evidence {
            line: line.number,
            text: line.text.to_owned(),
            rule,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines_of;
    use super::*;
    use crate::corpus::SourceText;

    #[track_caller]
    fn check(text: &str, titles: &[usize], expected: Option<&str>) {
        let source = SourceText::new("a.txt", text);
        let lines = lines_of(&source);
        let found = find(&lines, &vec![false; lines.len()], titles, &[]);
        assert_eq!(found.map(|found| found.value).as_deref(), expected);
    }

    #[test]
    fn an_organ_stands_over_the_title_or_signs() {
        check(
            "云岭区教育局文件\n云教〔2022〕3号\n工作要点\n推进。",
            &[2],
            Some("云岭区教育局"),
        );
        check(
            "工作要点\n推进。\n落实。\n云岭区教育局\n2022年3月1日",
            &[0],
            Some("云岭区教育局"),
        );
        check(
            "云岭区教育局2022年工作要点\n推进。\n落实。\n完成。",
            &[0],
            None,
        );
    }
}
