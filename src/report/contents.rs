//! Marks the table of contents (目录) and the page numbers of a printed report as boilerplate.
//!
//! Input: the lines. Output: which of them are a table of contents or the number of a page. A line of contents ends in dotted
//! leaders and a number, or stands again below as a heading.

use super::characters::squeeze;
use super::lines::TextLine;

/// How far into a text a table of contents begins, in lines.
const MAX_HEAD_LINES: usize = 40;

/// The most lines of a table of contents.
const MAX_LINES: usize = 300;

/// The longest line of a table of contents, in characters.
const MAX_CHARS: usize = 80;

/// Marks the table of contents and the numbers of pages as boilerplate.
pub(super) fn mark(lines: &[TextLine<'_>], marks: &mut [bool]) {
    for (at, line) in lines.iter().enumerate() {
        marks[at] |= is_page_number(line) || leader_at(line.text).is_some();
    }
    let opens = |line: &TextLine<'_>| {
        let squeezed = squeeze(line.text);
        matches!(
            squeezed.trim_matches(['【', '】', '：', ':']),
            "目录" | "目次"
        )
    };
    let Some(at) = (0..lines.len().min(MAX_HEAD_LINES)).find(|&at| opens(&lines[at])) else {
        return;
    };
    let squeezed: Vec<String> = lines.iter().map(|line| squeeze(line.text)).collect();
    let mut end = at + 1;
    while end < lines.len().min(at + MAX_LINES) && lines[end].n_chars <= MAX_CHARS {
        let entry = without_page(&squeezed[end]);
        let stands_again = entry.chars().count() >= 4
            && squeezed[end + 1..]
                .iter()
                .any(|below| below.starts_with(entry));
        if !marks[end] && !stands_again {
            break;
        }
        end += 1;
    }
    if end > at + 1 {
        for mark in &mut marks[at..end] {
            *mark = true;
        }
    }
}

/// Finds where the dotted leaders of a line of contents begin: 一、总体要求………………3
fn leader_at(text: &str) -> Option<usize> {
    let is_page = |c: char| c.is_ascii_digit() || c.is_whitespace() || "-—()（）".contains(c);
    let head = text.trim_end_matches(is_page);
    if head.len() == text.len() {
        return None;
    }
    let bare = head.trim_end_matches(['.', '…', '·', '．', '⋯', '-', '—', '_']);
    let n_dots: usize = head[bare.len()..]
        .chars()
        .map(|c| if matches!(c, '…' | '⋯') { 3 } else { 1 })
        .sum();
    (n_dots >= 5 && !bare.is_empty() && !bare.contains('。')).then_some(bare.len())
}

/// Cuts off the page of a line of contents.
fn without_page(squeezed: &str) -> &str {
    match leader_at(squeezed) {
        Some(at) => &squeezed[..at],
        None => squeezed.trim_end_matches(|c: char| c.is_ascii_digit()),
    }
}

/// Whether a line is the number of a page: - 3 -, — 3 —, 第3页, 第 3 页 共 12 页
pub(super) fn is_page_number(line: &TextLine<'_>) -> bool {
    let squeezed = squeeze(line.text);
    let has_digit = squeezed.chars().any(|c| c.is_ascii_digit());
    let dashed = squeezed.starts_with(['-', '—', '–', '－'])
        && squeezed.ends_with(['-', '—', '–', '－'])
        && squeezed
            .trim_matches(['-', '—', '–', '－'])
            .chars()
            .all(|c| c.is_ascii_digit());
    let named = squeezed.starts_with('第')
        && squeezed.ends_with('页')
        && squeezed
            .chars()
            .all(|c| c.is_ascii_digit() || "第页共/，,".contains(c));
    has_digit && line.n_chars <= 16 && (dashed || named)
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines_of;
    use super::*;
    use crate::corpus::SourceText;

    fn marked(text: &str) -> Vec<u32> {
        let source = SourceText::new("a.txt", text);
        let lines = lines_of(&source);
        let mut marks = vec![false; lines.len()];
        mark(&lines, &mut marks);
        let marked = lines.iter().zip(&marks).filter(|(_, mark)| **mark);
        marked.map(|(line, _)| line.number).collect()
    }

    #[test]
    fn a_table_of_contents_is_told_by_leaders_or_by_what_stands_again() {
        assert_eq!(
            marked("目　录\n一、总体要求………………1\n二、主要任务......12\n一、总体要求\n推进。"),
            [1, 2, 3]
        );
        assert_eq!(
            marked("目录\n一、总体要求\n二、主要任务\n一、总体要求\n推进。\n二、主要任务\n落实。"),
            [1, 2, 3]
        );
    }

    #[test]
    fn a_page_number_is_no_text() {
        assert_eq!(
            marked("推进。\n- 3 -\n第 4 页 共 9 页\n—5—\n3.5万人"),
            [2, 3, 4]
        );
    }

    #[test]
    fn a_sentence_that_trails_off_is_no_contents() {
        assert_eq!(marked("我们期待着……\n增长率为………。"), [0_u32; 0]);
    }
}
