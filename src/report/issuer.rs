//! The organ that issues a report (发布机构), and the lines by which the report is signed.
//!
//! Input: the lines with their marks, the title's lines, and the fields of the disclosure table. Output: the organ's name
//! with its evidence. After GB/T 9704 an organ stands in the head (发文机关标志: its name alone, or with 文件 behind it) and
//! signs under the text (署名, above the date), or begins the title of a notice; a name elsewhere in a title or in a source line is no issuer. Which place the organ
//! belongs to is read in `place/`.

use super::disclosure::{self, DisclosureField};
use super::evidence::{Evidence, Evidenced};
use super::lines::{MarkedLines, TextLine, is_date};

/// The labels of the disclosure table that name an issuer, the best first.
pub(super) const LABELS: &[&str] = &["发布机构", "发文机关", "发文单位", "制发机关", "公开主体"];

/// How the names of organs end that may issue a document.
const ORGANS: [&str; 9] = [
    "办公厅",
    "局",
    "委员会",
    "教委",
    "工委",
    "政府",
    "办公室",
    "督导室",
    "区委",
];

/// Finds who issues the report: in the disclosure table, over the title, or under the text.
pub(super) fn find(
    lines: MarkedLines<'_, '_>,
    titles: &[usize],
    fields: &[DisclosureField<'_>],
) -> Option<Evidenced<String>> {
    disclosure::first_value(fields, LABELS)
        .or_else(|| of_head(lines, titles))
        .or_else(|| of_signature(lines))
        .or_else(|| of_notice(lines, titles))
}

/// Finds the organ that the title of a notice begins with: 青禾区人民政府办公室关于印发…的通知
fn of_notice(lines: MarkedLines<'_, '_>, titles: &[usize]) -> Option<Evidenced<String>> {
    let title = &lines.all[*titles.first()?];
    let at = title.text.find("关于")?;
    let organ = title.text[..at].trim();
    let is_organ = ORGANS.iter().any(|end| organ.ends_with(end)) && organ.chars().count() >= 4;
    let evidence = Evidence::new(
        title.number,
        organ,
        "the title of the notice begins with it",
    );
    is_organ.then(|| evidence.of(organ.to_owned()))
}

/// Finds the lines by which a report is signed at its end (落款): the organ's if there is one, and the date's.
pub(super) fn signature(lines: MarkedLines<'_, '_>) -> Option<(Option<usize>, usize)> {
    let mut own = (0..lines.all.len()).rev().filter(|&at| lines.is_own[at]);
    let (last, before) = (own.next()?, own.next()?);
    if !is_date(lines.all[last].text) || lines.all.len() < 4 {
        return None;
    }
    Some((lines.all[before].is_organ().then_some(before), last))
}

/// Finds the organ over the title: 青禾区教育局文件, or its name alone.
fn of_head(lines: MarkedLines<'_, '_>, titles: &[usize]) -> Option<Evidenced<String>> {
    let last = titles.iter().copied().min()?;
    let organ = (0..=last).find(|&at| lines.is_own[at] && lines.all[at].is_organ())?;
    named_by(&lines.all[organ], "it stands over the title")
}

fn of_signature(lines: MarkedLines<'_, '_>) -> Option<Evidenced<String>> {
    let (organ, _) = signature(lines)?;
    named_by(&lines.all[organ?], "it signs the report")
}

fn named_by(line: &TextLine<'_>, rule: &'static str) -> Option<Evidenced<String>> {
    let name = line.text.strip_suffix("文件").unwrap_or(line.text).trim();
    let is_organ = ORGANS.iter().any(|end| name.ends_with(end));
    is_organ.then(|| Evidence::new(line.number, line.text, rule).of(name.to_owned()))
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
        let marked = MarkedLines {
            all: &lines,
            is_own: &vec![true; lines.len()],
        };
        let found = find(marked, titles, &[]);
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
