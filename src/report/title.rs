//! The title of a report and the 文种 (kind of document) that it names.
//!
//! Input: the lines and what is boilerplate among them. Output: the lines of the title, the best
//! first, and the kind that a text names first. A title stands in the head of a text, before its
//! salutation, its first running text and its first number; it names its kind, and of several lines
//! the one that names year and unit too is the title. Refuses to know places and years.

use super::lines::{Line, n_han, simplified};
use crate::analysis::is_sentence_end;

/// How far into a text the title is looked for, in lines that are not blank.
const MAX_LINES: usize = 30;

/// The longest title, in characters.
const MAX_CHARS: usize = 60;

/// 文种, as titles name them. Of two that start at one place the longer is meant.
#[rustfmt::skip] // a table of words
const KINDS: &[&str] = &[
    "政府工作报告", "工作总结", "工作小结", "工作要点", "工作计划", "工作安排", "工作打算", "工作思路", "工作报告", "工作汇报", "工作回顾",
    "工作重点", "重点工作", "工作任务", "重点任务", "工作方案", "实施方案", "行动方案", "工作规划", "发展规划", "行动计划", "实施意见",
    "工作意见", "述职报告", "情况报告", "情况汇报", "年度报告", "情况的报告", "情况的汇报", "工作情况报告", "工作情况汇报",
    "工作情况的报告", "工作情况的汇报", "工作情况", "进展情况", "完成情况", "总结", "小结",
    "要点", "计划", "规划", "纲要", "方案", "意见", "通知", "公告", "通告", "通报", "报告", "汇报", "条例", "办法", "规定", "决定", "批复",
    "纪要", "函", "安排", "打算", "思路", "回顾", "任务清单",
];

/// Names of kinds that are short for another, or nothing but other words for it.
const CANONICAL: &[(&str, &str)] = &[
    ("总结", "工作总结"),
    ("小结", "工作小结"),
    ("要点", "工作要点"),
    ("回顾", "工作总结"),
    ("工作回顾", "工作总结"),
    ("工作情况", "工作总结"),
    ("进展情况", "工作总结"),
    ("完成情况", "工作总结"),
    ("情况的报告", "情况报告"),
    ("工作情况报告", "情况报告"),
    ("工作情况的报告", "情况报告"),
    ("情况的汇报", "情况汇报"),
    ("工作情况汇报", "情况汇报"),
    ("工作情况的汇报", "情况汇报"),
];

/// What is said of a plan that has been carried out.
const DONE: &[&str] = &[
    "完成情况",
    "落实情况",
    "进展情况",
    "执行情况",
    "推进情况",
    "总结",
];

/// What may stand behind the kind in a title.
const TAILS: &[&str] = &[
    "范文", "材料", "模板", "初稿", "草案", "摘要", "节选", "全文", "公开",
];

/// What may stand between two lines of one title, at the end of the first.
const JOINTS: &[&str] = &["和", "及", "暨", "与", "以及", "关于"];

/// The 文种 that `text` names first, spaces passed over: 关于印发工作要点的通知 is 工作要点 first of all.
pub(super) fn kind_named(text: &str) -> Option<&'static str> {
    let squeezed = squeeze(&simplified(text));
    let at = |kind: &&'static str| {
        squeezed
            .find(kind)
            .map(|at| (at, std::cmp::Reverse(kind.len()), *kind))
    };
    // 教育工作总结: 总结 starts later than 工作总结, whose end is the same.
    let (_, _, kind) = KINDS.iter().filter_map(at).min()?;
    // 工作要点完成情况 looks back on the plan that it names.
    let behind = &squeezed[squeezed.find(kind)? + kind.len()..];
    let is_done = DONE.iter().any(|done| {
        behind
            .find(done)
            .is_some_and(|at| behind[..at].chars().count() <= 4)
    });
    let kind = if is_done { "工作总结" } else { kind };
    let canonical = CANONICAL.iter().find(|(short, _)| *short == kind);
    Some(canonical.map_or(kind, |(_, full)| full))
}

/// Whether a line could be a title: short, no sentence, and ending in a 文种.
pub(super) fn is_title_like(text: &str) -> bool {
    let n_chars = text.chars().count();
    if !(4..=MAX_CHARS).contains(&n_chars) || text.contains(is_sentence_end) || text.contains('|') {
        return false;
    }
    let squeezed = squeeze(&simplified(text));
    let dated = super::numeral::year_of_name(&squeezed).is_some();
    // 凝心聚力，再启新程——青禾区2022年工作总结: a title that is a slogan has its date behind.
    if squeezed.contains(['，', ',', '：', ':'])
        && (!dated || super::numeral::opens_with_year(&squeezed))
    {
        return false;
    }
    let bare = without_tail(&squeezed);
    KINDS.iter().any(|kind| bare.ends_with(kind)) && n_han(bare) >= 4
}

/// A title without what stands behind its kind: （节选）, 》, 范文.
fn without_tail(squeezed: &str) -> &str {
    let mut bare = squeezed;
    loop {
        let before = bare.len();
        bare = bare.trim_end_matches(['》', '”', '"', '*', '#']);
        if bare.ends_with(['）', ')', '】', ']'])
            && let Some((head, _)) = bare.rsplit_once(['（', '(', '【', '['])
            && !head.is_empty()
        {
            bare = head;
        }
        if let Some(head) = TAILS.iter().find_map(|tail| bare.strip_suffix(tail)) {
            bare = head;
        }
        if bare.len() == before {
            return bare;
        }
    }
}

/// The indices of the title's line, and of lines that repeat it or belong to it.
pub(super) fn find(
    lines: &[Line<'_>],
    boilerplate: &[bool],
    is_numbered: impl Fn(&str) -> bool,
) -> Vec<usize> {
    let head = head_of(lines, boilerplate, &is_numbered);
    let mut candidates: Vec<usize> = head
        .iter()
        .copied()
        .filter(|&at| is_title_like(lines[at].text) && !is_section(lines, at, &is_numbered))
        .collect();
    // 关于印发《…工作要点》的通知: the document that it hands on has its own title further down.
    let handed_on = candidates
        .iter()
        .find_map(|&at| handed_on_by(lines, boilerplate, at));
    let telling = |at: usize| {
        let text = lines[at].text;
        let dated = super::numeral::year_of_name(&simplified(text)).is_some();
        (
            dated || n_han(text) > 8,
            dated && kind_named(text) != Some("通知"),
        )
    };
    let Some(best) = candidates
        .iter()
        .enumerate()
        .max_by_key(|(nth, at)| (telling(**at), std::cmp::Reverse(*nth)))
        .map(|(nth, _)| nth)
    else {
        return candidates;
    };
    candidates.swap(0, best);
    candidates[1..].sort_unstable();
    let first = candidates[0];
    // A second line that looks like a title is one only if its kind is the same.
    let kind = kind_named(lines[first].text);
    candidates.retain(|&at| at == first || kind_named(lines[at].text) == kind);
    // The first half of a title on two lines: who reports, words that join on, or a slogan.
    if let Some(&above) = head.iter().rfind(|&&at| at < first)
        && !candidates.contains(&above)
        && (lines[first].text.starts_with(['—', '-'])
            || lines[above].is_organ()
            || JOINTS
                .iter()
                .any(|joint| lines[above].text.ends_with(joint)))
    {
        candidates.push(above);
    }
    if let Some(own) = handed_on {
        candidates.retain(|&at| at != own);
        candidates.insert(0, own);
    }
    candidates
}

/// The lines before the report's own words: where a title can stand.
fn head_of(
    lines: &[Line<'_>],
    boilerplate: &[bool],
    is_numbered: &impl Fn(&str) -> bool,
) -> Vec<usize> {
    let mut head = Vec::new();
    for (at, line) in lines.iter().enumerate().take(MAX_LINES) {
        if boilerplate[at] {
            continue;
        }
        let is_text = line.is_salutation() || line.is_prose() && !is_title_like(line.text);
        if is_text || is_numbered(line.text) {
            break;
        }
        head.push(at);
    }
    head
}

/// 2022年工作总结, bare, where 2023年工作计划 stands as bare below: the first of two sections.
fn is_section(lines: &[Line<'_>], at: usize, is_numbered: &impl Fn(&str) -> bool) -> bool {
    let bare_year = |line: &Line<'_>| {
        let is_bare = line.n_chars <= 16
            && super::numeral::opens_with_year(line.text)
            && super::numeral::years(line.text).count() == 1
            && is_title_like(line.text);
        is_bare.then(|| super::numeral::first_year(line.text))?
    };
    let Some(year) = bare_year(&lines[at]) else {
        return false;
    };
    lines[at + 1..].iter().any(|line| {
        bare_year(line).is_some_and(|other| other == year + 1) && !is_numbered(line.text)
    })
}

/// The title of the document that a notice at `at` hands on, where it stands again below.
fn handed_on_by(lines: &[Line<'_>], boilerplate: &[bool], at: usize) -> Option<usize> {
    let quoted = lines[at].text.split_once('《')?.1.rsplit_once('》')?.0;
    let from = at + 1;
    let nth = lines[from..].iter().take(2 * MAX_LINES).position(|line| {
        let own = squeeze(line.text);
        own == squeeze(quoted)
            || (own.len() > 12 && squeeze(quoted).ends_with(&own) && is_title_like(line.text))
    })?;
    (!boilerplate[from + nth]).then_some(from + nth)
}

/// `text` without white space.
pub(super) fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_names_its_kind() {
        assert_eq!(
            kind_named("2022青禾区教育和体育局工作总结工作计划"),
            Some("工作总结")
        );
        assert_eq!(kind_named("青禾区2022年教育工作要点"), Some("工作要点"));
        assert_eq!(kind_named("政 府 工 作 报 告"), Some("政府工作报告"));
        assert_eq!(
            kind_named("关于印发《青禾区2022年教育工作要点》的通知"),
            Some("工作要点")
        );
        assert_eq!(kind_named("2022年工作要点完成情况"), Some("工作总结"));
        assert_eq!(kind_named("青禾见闻"), None);
    }

    #[test]
    fn a_sentence_is_no_title() {
        assert!(is_title_like("2021年工作要点"));
        assert!(is_title_like("青禾区教育局工作总结（节选）"));
        assert!(is_title_like("雲屏區教育局2022年工作總結"));
        assert!(is_title_like("2022年X区教育局工作总结及下年度工作计划范文"));
        assert!(is_title_like(
            "凝心聚力，再启新程——青禾区教育局2022年工作总结"
        ));
        assert!(!is_title_like("全区制定了教育工作计划。"));
        assert!(!is_title_like("一是完成规划，二是制定计划"));
        assert!(!is_title_like("2022年，全区落实工作计划"));
    }
}
