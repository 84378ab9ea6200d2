//! The title of a report: which lines it stands on.
//!
//! Input: the lines, and which of them are boilerplate. Output: the lines of the title, the best first. A title stands in
//! the head of a text, before its salutation, its first running text and its first number; it names its kind
//! (`report_kind`), and of several lines the one that names year and place too is the title.

use super::characters::{n_han, simplified, squeeze};
use super::lines::TextLine;
use super::numerals::{first_year, opens_with_year, year_of_name, years};
use super::report_kind::{self, kind_named};
use crate::analysis::is_sentence_end;

/// How many lines that are not blank are searched for the title.
const MAX_LINES: usize = 30;

/// The longest title, in characters.
const MAX_CHARS: usize = 60;

/// Words that may stand behind the kind in a title.
const TAILS: &[&str] = &[
    "范文", "材料", "模板", "初稿", "草案", "摘要", "节选", "全文", "公开",
];

/// Words at the end of a line by which a title goes on with the next line.
const JOINTS: &[&str] = &["和", "及", "暨", "与", "以及", "关于"];

/// Whether a line could be a title: it is short, is no sentence, and ends in a report kind.
pub(super) fn is_title_like(text: &str) -> bool {
    let n_chars = text.chars().count();
    if !(4..=MAX_CHARS).contains(&n_chars) || text.contains(is_sentence_end) || text.contains('|') {
        return false;
    }
    let squeezed = squeeze(&simplified(text));
    let dated = year_of_name(&squeezed).is_some();
    // 凝心聚力，再启新程——青禾区2022年工作总结: a title that is a slogan has its date behind.
    if squeezed.contains(['，', ',', '：', ':']) && (!dated || opens_with_year(&squeezed)) {
        return false;
    }
    let bare = without_tail(&squeezed);
    report_kind::NAMES.iter().any(|kind| bare.ends_with(kind)) && n_han(bare) >= 4
}

/// Cuts off what stands behind the kind of a title: （节选）, 》, 范文.
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

/// Finds the indices of the title's line, and of lines that repeat it or belong to it.
pub(super) fn find(
    lines: &[TextLine<'_>],
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
        let dated = year_of_name(&simplified(text)).is_some();
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

/// The lines where a title can stand: those before the report's own words.
fn head_of(
    lines: &[TextLine<'_>],
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

/// Whether a line is the first of two dated sections: 2022年工作总结, bare, where 2023年工作计划 stands as bare below.
fn is_section(lines: &[TextLine<'_>], at: usize, is_numbered: &impl Fn(&str) -> bool) -> bool {
    let bare_year = |line: &TextLine<'_>| {
        let is_bare = line.n_chars <= 16
            && opens_with_year(line.text)
            && years(line.text).count() == 1
            && is_title_like(line.text);
        is_bare.then(|| first_year(line.text))?
    };
    let Some(year) = bare_year(&lines[at]) else {
        return false;
    };
    lines[at + 1..].iter().any(|line| {
        bare_year(line).is_some_and(|other| other == year + 1) && !is_numbered(line.text)
    })
}

/// Finds the title of the document that the notice at `at` hands on, where it stands again below.
fn handed_on_by(lines: &[TextLine<'_>], boilerplate: &[bool], at: usize) -> Option<usize> {
    let quoted = lines[at].text.split_once('《')?.1.rsplit_once('》')?.0;
    let from = at + 1;
    let nth = lines[from..].iter().take(2 * MAX_LINES).position(|line| {
        let own = squeeze(line.text);
        own == squeeze(quoted)
            || (own.len() > 12 && squeeze(quoted).ends_with(&own) && is_title_like(line.text))
    })?;
    (!boilerplate[from + nth]).then_some(from + nth)
}

#[cfg(test)]
mod tests {
    use super::*;

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
