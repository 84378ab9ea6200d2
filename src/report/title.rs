//! The title of a report and the 文种 (kind of document) that it names.
//!
//! Input: the lines and what is boilerplate among them. Output: the line of the title, and the kind
//! that a text names first. Refuses to know places and years.

use super::lines::{Line, n_han};

/// How far into a text the title is looked for, in lines that are not blank.
const MAX_LINES: usize = 30;

/// The longest title, in characters.
const MAX_CHARS: usize = 60;

/// 文种, as titles name them. A longer name stands before a shorter one that it holds.
#[rustfmt::skip] // a table of words
const KINDS: &[&str] = &[
    "政府工作报告", "工作总结", "工作要点", "工作计划", "工作安排", "工作打算", "工作思路", "工作报告", "工作方案", "实施方案", "行动方案",
    "工作规划", "发展规划", "行动计划", "实施意见", "工作意见", "述职报告", "情况报告", "总结", "要点", "计划", "规划", "纲要",
    "方案", "意见", "通知", "公告", "通告", "通报", "报告", "条例", "办法", "规定", "决定", "批复", "纪要", "函",
];

/// The 文种 that `text` names first, spaces passed over: 关于印发工作要点的通知 is 工作要点 first of all.
pub(super) fn kind_named(text: &str) -> Option<&'static str> {
    let squeezed = squeeze(text);
    let at = |kind: &&'static str| {
        squeezed
            .find(kind)
            .map(|at| (at, std::cmp::Reverse(kind.len()), *kind))
    };
    let first = KINDS.iter().filter_map(at).min()?;
    // 教育工作总结: 总结 starts later than 工作总结, whose end is the same.
    Some(first.2)
}

/// Whether a line could be a title: short, unpunctuated, and ending in a 文种.
pub(super) fn is_title_like(text: &str) -> bool {
    let n_chars = text.chars().count();
    if !(4..=MAX_CHARS).contains(&n_chars)
        || text.contains(['。', '；', '：', ':', '，', '！', '？'])
    {
        return false;
    }
    let squeezed = squeeze(text);
    let bare = squeezed.trim_end_matches(['）', ')', '》', '”']);
    let bare = bare
        .rsplit_once(['（', '('])
        .map_or(bare, |(head, _)| if head.is_empty() { bare } else { head });
    let bare = bare.trim_end_matches(['》', '”']);
    KINDS.iter().any(|kind| bare.ends_with(kind)) && n_han(bare) >= 4
}

/// The index of the title's line, and of lines that repeat it.
pub(super) fn find(
    lines: &[Line<'_>],
    boilerplate: &[bool],
    is_numbered: impl Fn(&str) -> bool,
) -> Vec<usize> {
    let mut candidates = Vec::new();
    for (at, line) in lines.iter().enumerate().take(MAX_LINES) {
        if boilerplate[at] {
            continue;
        }
        if line.is_salutation() || line.is_prose() || is_numbered(line.text) {
            break;
        }
        if is_title_like(line.text) {
            candidates.push(at);
        }
    }
    // 关于印发《…工作要点》的通知: the document that it hands on has its own title further down.
    let handed_on = candidates.iter().find_map(|&at| {
        let quoted = lines[at].text.split_once('《')?.1.rsplit_once('》')?.0;
        let from = at + 1;
        let nth = lines[from..]
            .iter()
            .take(2 * MAX_LINES)
            .position(|line| squeeze(line.text) == squeeze(quoted))?;
        (!boilerplate[from + nth]).then_some(from + nth)
    });
    let full = |at: &usize| {
        let text = lines[*at].text;
        super::numeral::year_of_name(text).is_some() || n_han(text) > 8
    };
    if let Some(best) = candidates.iter().position(full) {
        candidates.swap(0, best);
        candidates[1..].sort_unstable();
    }
    // A second line that looks like a title is one only if its kind is the same.
    let kind = candidates
        .first()
        .and_then(|at| kind_named(lines[*at].text));
    let mut nth = 0;
    candidates.retain(|at| {
        nth += 1;
        nth == 1 || kind_named(lines[*at].text) == kind
    });
    candidates.extend(handed_on.filter(|_| !candidates.is_empty()));
    candidates
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
        assert_eq!(kind_named("青禾见闻"), None);
    }

    #[test]
    fn a_sentence_is_no_title() {
        assert!(is_title_like("2021年工作要点"));
        assert!(is_title_like("青禾区教育局工作总结（节选）"));
        assert!(!is_title_like("全区制定了教育工作计划。"));
        assert!(!is_title_like("一是完成规划，二是制定计划"));
    }
}
