//! Reads the kind of a report (文种): 工作总结, 工作要点, 政府工作报告, 规划, 通知, …
//!
//! Input: a text that may name a kind, or a report's title, lines and headings. Output: the kind, by its usual name. The
//! table of the names that titles use stands here; `title` recognises titles by it.

use super::characters::{simplified, squeeze};
use super::evidence::{Evidence, Evidenced};
use super::facts::GOVERNMENT_WORK_REPORT;
use super::kind::Kind;
use super::lines::MarkedLines;
use super::numerals::first_year;
use super::outline::headings::Entry;
use super::{kind_words, sections};

/// The report kinds as titles name them. Of two that start at one place the longer counts.
#[rustfmt::skip] // a table of words
pub(super) const NAMES: &[&str] = &[
    "政府工作报告", "工作总结", "工作小结", "工作要点", "工作计划", "工作安排", "工作打算", "工作思路", "工作报告", "工作汇报", "工作回顾",
    "工作重点", "重点工作", "工作任务", "重点任务", "工作方案", "实施方案", "行动方案", "工作规划", "发展规划", "行动计划", "实施意见",
    "工作意见", "述职报告", "情况报告", "情况汇报", "年度报告", "情况的报告", "情况的汇报", "工作情况报告", "工作情况汇报",
    "工作情况的报告", "工作情况的汇报", "工作情况", "进展情况", "完成情况", "总结", "小结",
    "要点", "计划", "规划", "纲要", "方案", "意见", "通知", "公告", "通告", "通报", "报告", "汇报", "条例", "办法", "规定", "决定", "批复",
    "纪要", "函", "安排", "打算", "思路", "回顾", "任务清单",
];

/// Names of kinds that are short for another or mean the same, each with the usual name.
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

/// Words behind the name of a plan that has been carried out.
const DONE: &[&str] = &[
    "完成情况",
    "落实情况",
    "进展情况",
    "执行情况",
    "推进情况",
    "总结",
];

/// Finds the report kind that `text` names first, spaces passed over: 关于印发工作要点的通知 names 工作要点 first.
pub(super) fn kind_named(text: &str) -> Option<&'static str> {
    let squeezed = squeeze(&simplified(text));
    let at = |kind: &&'static str| {
        squeezed
            .find(kind)
            .map(|at| (at, std::cmp::Reverse(kind.len()), *kind))
    };
    // 教育工作总结: 总结 starts later than 工作总结, whose end is the same.
    let (_, _, kind) = NAMES.iter().filter_map(at).min()?;
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

/// Reads the report kind: what the title names, else the opening of a government work report, else the first section
/// that names one.
pub(super) fn find(
    lines: MarkedLines<'_, '_>,
    title: Option<(&str, u32)>,
    entries: &[Entry<'_>],
) -> Option<Evidenced<String>> {
    let found = |kind: &str, line: u32, text: &str, rule: &'static str| {
        Some(Evidence::excerpt(line, text, rule).of(kind.to_owned()))
    };
    let government = |line: u32, text: &str, rule| found(GOVERNMENT_WORK_REPORT, line, text, rule);
    let of_title = title
        .and_then(|(title, line)| found(kind_named(title)?, line, title, "the title names it"));
    let is_general = |kind: &str| matches!(kind, "工作报告" | "报告");
    if let Some(kind) = of_title.as_ref().filter(|kind| !is_general(&kind.value)) {
        return Some(kind.clone());
    }
    let mut greets = None;
    for line in lines.own().take(12) {
        let head: String = line.text.chars().take(300).collect();
        let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
        let speaks = has(&["政府", "国务院", "行署"]);
        if head.contains("代表")
            && speaks
            && head.contains("报告")
            && has(&["审议", "大会", "审查"])
        {
            return government(line.number, &head, "it reports to a congress");
        }
        if line.is_salutation() && line.text.contains("代表") {
            greets = greets.or(Some(line));
        }
    }
    if let Some(line) = greets {
        return government(line.number, line.text, "it addresses a congress");
    }
    if of_title.is_some() {
        return of_title;
    }
    // 工作回顾 beside figures of the whole economy: only a government looks back on those.
    let speaks_of_economy = lines.own().any(|line| line.text.contains("生产总值"));
    let top = entries.iter().filter(|entry| entry.depth == 1);
    let looks_back = top.clone().find(|entry| {
        ["工作回顾", "政府自身建设"]
            .iter()
            .any(|words| entry.text.contains(words))
    });
    if let Some(entry) = looks_back.filter(|_| speaks_of_economy) {
        let line = lines.all[entry.at].number;
        return government(line, entry.text, "it looks back as such reports do");
    }
    let mut named = top.filter_map(|entry| {
        let named = kind_named(entry.text).filter(|kind| kind.chars().count() >= 4);
        // 主要工作情况 opens a summary, whatever it is called.
        let of_heading = kind_words::of_heading(entry.text);
        let looks_back = of_heading == Some(Kind::总结)
            || (of_heading.is_none() && sections::entry_looks_back(entry, entries));
        let kind = named.or(looks_back.then_some("工作总结"))?;
        Some((entry, kind, first_year(entry.text).is_some()))
    });
    let dated = named.clone().find(|(_, _, is_dated)| *is_dated);
    if let Some((entry, kind, is_dated)) = dated.or_else(|| named.next()) {
        let line = lines.all[entry.at].number;
        let rule = if is_dated {
            "its first dated section names it"
        } else {
            "its first section tells it"
        };
        return found(kind, line, entry.text, rule);
    }
    let greeting = lines.own().find(|line| line.text.contains("各位代表"))?;
    government(greeting.number, "各位代表", "it addresses a congress")
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
}
