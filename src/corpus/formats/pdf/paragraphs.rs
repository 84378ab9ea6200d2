//! The paragraphs of a PDF, joined from the lines of all its pages.
//!
//! Input: the lines of each page, from `layout`. Output: the paragraphs, and the first paragraph of each page. A line is full if it reaches
//! the right margin. A full line continues in the next one if that is not indented, has the same size, and is no further below than lines
//! usually are.

use std::collections::HashMap;

use super::layout::PageLine;
use crate::analysis::is_sentence_end;

/// A line is full if there is room for fewer than this many characters: punctuation may not begin a line, so that the last character or
/// two may move to the next.
const FULL_WITHIN: f32 = 2.6;

/// A line that begins more than this many characters to the right is indented.
const INDENT: f32 = 0.8;

/// Lines further apart than this many times the usual distance belong to two paragraphs.
const MAX_LEADING: f32 = 1.35;

/// How many lines at the top and at the bottom of a page may be running heads.
const HEAD_LINES: usize = 2;

/// Removes page numbers, and lines that recur at the top or bottom of many pages.
pub(super) fn drop_running_heads(pages: &mut [Vec<PageLine>]) {
    let mut counts: HashMap<(bool, String), usize> = HashMap::new();
    for page in pages.iter() {
        let mut seen: Vec<(bool, String)> = edges(page)
            .map(|(at, top)| (top, form(&page[at].text)))
            .collect();
        seen.sort();
        seen.dedup();
        for edge in seen {
            *counts.entry(edge).or_default() += 1;
        }
    }
    let n_pages = pages.iter().filter(|page| !page.is_empty()).count();
    let is_running = |edge: &(bool, String)| {
        let n = counts.get(edge).copied().unwrap_or(0);
        // A running head may be on the left or the right pages alone.
        n >= 2 && n * 5 >= n_pages * 2
    };
    for page in pages.iter_mut() {
        let n_lines = page.len();
        let mut is_out = vec![false; n_lines];
        for (at, is_top) in edges(page) {
            let text = &page[at].text;
            let is_outermost = at == 0 || at + 1 == n_lines;
            is_out[at] =
                (is_outermost && is_page_number(text)) || is_running(&(is_top, form(text)));
        }
        let mut out = is_out.into_iter();
        page.retain(|_| !out.next().unwrap_or(false));
    }
}

/// Returns the indices of the first and last lines of a page, each with whether it is at the top.
fn edges(page: &[PageLine]) -> impl Iterator<Item = (usize, bool)> {
    let n_top = HEAD_LINES.min(page.len());
    let bottom = page.len().saturating_sub(HEAD_LINES).max(n_top);
    let tops = (0..n_top).map(|at| (at, true));
    tops.chain((bottom..page.len()).map(|at| (at, false)))
}

/// Returns a line without its digits, so that the running heads of different pages are equal.
fn form(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !c.is_ascii_digit())
        .collect()
}

/// Tells whether a line is a page number: - 3 -, — 3 —, 第3页, 第 3 页 共 9 页, 3/9, Page 3 of 9.
fn is_page_number(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let has_digit = bare.chars().any(|c| c.is_ascii_digit());
    let is_part = |c: char| c.is_ascii_digit() || "-—–－─·第页共/Pageof,，．.".contains(c);
    has_digit
        && bare.chars().count() <= 14
        && bare.chars().all(is_part)
        && !bare.ends_with(['.', '．', '，', ','])
}

/// Joins lines to paragraphs; returns these and the number, from 1, of the one that begins each page.
pub(super) fn join(pages: &[Vec<PageLine>]) -> (Vec<String>, Vec<u32>) {
    let margins = Margins::of(pages);
    let mut paragraphs: Vec<String> = Vec::new();
    let mut page_lines = Vec::with_capacity(pages.len());
    let mut before: Option<&PageLine> = None;
    for page in pages {
        let left = Margins::left_of(page).unwrap_or(margins.left);
        let mut begins_page = true;
        page_lines.push(paragraphs.len() as u32 + 1);
        for line in page {
            let goes_on =
                before.is_some_and(|before| margins.goes_on(before, line, left, begins_page));
            match (goes_on, paragraphs.last_mut()) {
                (true, Some(paragraph)) => join_lines(paragraph, &line.text),
                _ => paragraphs.push(line.text.clone()),
            }
            begins_page = false;
            before = Some(line);
        }
    }
    (paragraphs, page_lines)
}

/// The margins of a document, and the distance between its lines.
struct Margins {
    left: f32,
    right: f32,
    leading: f32,
}

impl Margins {
    fn of(pages: &[Vec<PageLine>]) -> Margins {
        let mut rights: Vec<f32> = Vec::new();
        let mut leadings: Vec<f32> = Vec::new();
        for page in pages {
            rights.extend(page.iter().map(|line| line.right));
            let steps = page.windows(2).map(|pair| pair[0].y - pair[1].y);
            leadings.extend(steps.filter(|step| *step > 0.0));
        }
        rights.sort_by(f32::total_cmp);
        leadings.sort_by(f32::total_cmp);
        let lefts = pages.iter().filter_map(|page| Margins::left_of(page));
        Margins {
            left: lefts.fold(f32::MAX, f32::min),
            right: rights.get(rights.len() * 97 / 100).copied().unwrap_or(0.0),
            // Most lines continue a paragraph, so that the lower third is the distance within one.
            leading: leadings
                .get(leadings.len() / 3)
                .copied()
                .unwrap_or(f32::MAX),
        }
    }

    /// Returns the x coordinate at which the unindented lines of a page begin.
    fn left_of(page: &[PageLine]) -> Option<f32> {
        let long = page.iter().filter(|line| line.text.chars().count() >= 8);
        long.map(|line| line.x).min_by(f32::total_cmp)
    }

    /// Tells whether `line` continues the paragraph of the line before it.
    fn goes_on(&self, before: &PageLine, line: &PageLine, left: f32, is_next_page: bool) -> bool {
        let size = line.size.max(1.0);
        let is_full = before.right >= self.right - FULL_WITHIN * before.size;
        let is_indented = line.x > left + INDENT * size;
        let is_one_size = (before.size - line.size).abs() <= 0.15 * size;
        let is_near = is_next_page || before.y - line.y <= self.leading * MAX_LEADING;
        let ends_paragraph = |c: char| is_sentence_end(c) || matches!(c, '：' | ':' | '”');
        let ends = before.text.trim_end().ends_with(ends_paragraph);
        let begins = ends && begins_with_number(&line.text);
        is_full && !is_indented && is_one_size && is_near && !begins
    }
}

/// Tells whether a line begins with a number such as 一、 （二） 第三章. It begins a paragraph where neither indent nor distance can tell, as at
/// the top of a page.
fn begins_with_number(text: &str) -> bool {
    let is_number = |c: char| "一二三四五六七八九十百〇零".contains(c);
    let bare = text.trim_start().trim_start_matches(['（', '(', '第']);
    let has_bracket = text.trim_start().starts_with(['（', '(']);
    let after = bare.trim_start_matches(is_number);
    let closes: &[char] = match has_bracket {
        true => &['）', ')'],
        false => &['、', '章', '节', '条', '，', '．', '.'],
    };
    after.len() < bare.len() && after.starts_with(closes)
}

fn join_lines(paragraph: &mut String, line: &str) {
    let is_letter = |c: char| c.is_ascii_alphabetic();
    let would_run_together =
        paragraph.chars().next_back().is_some_and(is_letter) && line.starts_with(is_letter);
    if would_run_together {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, x: f32, right: f32, y: f32) -> PageLine {
        PageLine {
            text: text.to_owned(),
            x,
            right,
            y,
            size: 10.0,
        }
    }

    fn page(number: usize) -> Vec<PageLine> {
        let place = ["东", "西", "南"][number - 1];
        vec![
            line("青禾区教育局文件", 200.0, 300.0, 800.0),
            line(&format!("{place}区加强师资队伍建设"), 120.0, 220.0, 700.0),
            line("推进教师交流轮岗，完善城乡教师", 120.0, 400.0, 684.0),
            line(&format!("{place}区优化结构。"), 100.0, 200.0, 668.0),
            line(&format!("— {number} —"), 240.0, 260.0, 50.0),
        ]
    }

    #[test]
    fn full_lines_go_on_and_heads_go() {
        let mut pages = vec![page(1), page(2), page(3)];
        drop_running_heads(&mut pages);
        let (paragraphs, page_lines) = join(&pages[..1]);
        assert_eq!(
            paragraphs,
            [
                "东区加强师资队伍建设",
                "推进教师交流轮岗，完善城乡教师东区优化结构。"
            ]
        );
        assert_eq!(page_lines, [1]);
    }

    #[test]
    fn a_number_after_a_sentence_begins_a_paragraph() {
        for text in ["二、下一步计划", "（三）教师", "第十条　本条例"] {
            assert!(begins_with_number(text), "{text}");
        }
        for text in ["一个都不能少", "第一次", "（见附表）", "十大工程"] {
            assert!(!begins_with_number(text), "{text}");
        }
    }

    #[test]
    fn page_numbers_are_told_from_text() {
        for number in ["- 3 -", "—12—", "第 3 页 共 9 页", "3/9", "7"] {
            assert!(is_page_number(number), "{number}");
        }
        for text in ["3.", "2022年", "（3）", "一、"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
