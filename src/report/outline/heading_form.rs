//! What a heading looks like by itself: how long it is, how it is punctuated, where it ends on its line.
//!
//! Input: a line, with its number if it has one. Output: the heading that the line can hold. Whether the line is one is
//! decided by the sequence, in `headings`.

use super::numbering::{Marker, NumberStyle};
use crate::report::characters::{is_han, n_han, squeeze};
use crate::report::lines::TextLine;
use crate::report::numerals::{first_year, leading_chinese, leading_number};

/// Longest heading that is a whole line, in characters.
pub(in crate::report) const MAX_WHOLE_CHARS: usize = 70;

/// Longest heading without a number.
pub(in crate::report) const MAX_PLAIN_CHARS: usize = 40;

/// Longest whole-line heading of the lower styles, where lists of measures stand too.
const MAX_ITEM_CHARS: usize = 45;

/// Marks that a heading without a number does not hold.
pub(in crate::report) const PUNCTUATION: [char; 12] = [
    '。', '；', ';', '|', '：', ':', '？', '?', '！', '!', '…', '%',
];

/// How a heading stands on its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum HeadingForm {
    /// The line is nothing but the heading.
    Whole,
    /// The paragraph goes on behind it.
    RunIn,
}

/// Whether a line opens the notes behind a report: 名词解释
pub(in crate::report) fn is_notes_heading(line: &TextLine<'_>) -> bool {
    line.n_chars <= 30 && names_notes(line.text)
}

/// Whether a heading stands over notes that explain words: 附：名词解释, 短语说明, 注释
pub(in crate::report) fn names_notes(heading: &str) -> bool {
    let squeezed = squeeze(heading);
    let bare = squeezed.trim_matches(['【', '】', '（', '）', '(', ')', '：', ':', '*', '＊', '※']);
    let explained = [
        "名词",
        "用语",
        "短语",
        "术语",
        "词语",
        "缩略语",
        "有关词",
        "专业词",
    ];
    let explains = ["解释", "注释", "说明", "释义", "注解"];
    let of_words = explained.iter().any(|word| squeezed.contains(word))
        && explains.iter().any(|word| squeezed.contains(word));
    of_words || matches!(bare, "注释" | "附注" | "注解" | "注") || squeezed.ends_with("注释：")
}

/// Whether a line opens an annex behind a report: 附件2
pub(in crate::report) fn is_annex_heading(line: &TextLine<'_>) -> bool {
    let Some(rest) = line.text.strip_prefix("附件") else {
        return false;
    };
    let rest = rest.trim_end_matches(['：', ':']).trim();
    rest.is_empty() || leading_number(rest).is_some_and(|(_, n_bytes)| n_bytes == rest.len())
}

/// Whether a line starts an item of a list within a sentence, which is no heading: 三是, 第一，, 首先
pub(in crate::report) fn starts_item(text: &str) -> bool {
    let says_order = [
        "首先",
        "其次",
        "再次",
        "最后，",
        "一方面",
        "另一方面",
        "其一",
        "其二",
        "同时，",
        "此外，",
    ];
    if says_order.iter().any(|word| text.starts_with(word)) {
        return true;
    }
    let bare = text.strip_prefix('第').unwrap_or(text);
    leading_chinese(bare).is_some_and(|(_, n_bytes)| {
        let rest = &bare[n_bytes..];
        let is_ordinal = bare.len() < text.len() && rest.starts_with(['，', ',', '、', '：', ':']);
        is_ordinal || rest.starts_with(['是', '要'])
    })
}

/// How many articles make a statute of a text.
const MIN_ARTICLES: usize = 3;

/// Whether a text is one of articles: several lines begin with 第一条, 第二条 ….
pub(in crate::report) fn is_statute(lines: &[TextLine<'_>]) -> bool {
    let is_article = |line: &&TextLine<'_>| {
        let inside = line.text.strip_prefix('第');
        let number = inside.and_then(|inside| Some((inside, leading_number(inside)?)));
        number.is_some_and(|(inside, (_, n_bytes))| inside[n_bytes..].starts_with('条'))
    };
    lines.iter().filter(is_article).take(MIN_ARTICLES).count() == MIN_ARTICLES
}

/// Whether a line is the name of the report, set again inside it as a page's running title.
pub(in crate::report) fn is_running_title(text: &str) -> bool {
    text.len() <= 60 && matches!(squeeze(text).as_str(), "政府工作报告" | "工作报告")
}

/// Whether the text numbers its own sections with 一、 二、. Where unnumbered sections (2023年工作回顾)
/// stand before the first 一、, or 一、 comes again and again, the numbers stand below such sections.
pub(in crate::report) fn has_numbered_sections(
    lines: &[TextLine<'_>],
    markers: &[Option<Marker>],
    is_text: &[bool],
) -> bool {
    let (mut expected, mut n_first) = (1, 0);
    let (mut has_section_before, mut has_plain_before) = (false, false);
    for (at, line) in lines.iter().enumerate().filter(|(at, _)| is_text[*at]) {
        let Some(found) = markers[at] else {
            let is_plain = (4..=MAX_PLAIN_CHARS).contains(&line.n_chars)
                && !line.text.contains(PUNCTUATION)
                && !line.is_session()
                && !line.is_speaker();
            if is_plain && n_first == 0 {
                has_section_before |= names_section(line.text);
                has_plain_before |= n_han(line.text) == line.n_chars;
            }
            continue;
        };
        if !matches!(found.style, NumberStyle::Chinese | NumberStyle::Part)
            || line.n_chars > MAX_WHOLE_CHARS
        {
            continue;
        }
        n_first += u32::from(found.number == 1);
        if found.number == expected {
            expected += 1;
        }
    }
    let stands_below = has_section_before || (n_first > 1 && has_plain_before);
    expected > 2 && !stands_below
}

/// Whether a line is called as sections of a report are.
pub(in crate::report) fn names_section(text: &str) -> bool {
    let dated = first_year(text).is_some();
    let called = [
        "回顾", "总结", "工作", "任务", "安排", "目标", "计划", "问题", "要求", "建设", "打算",
        "重点", "政府", "政务",
    ];
    let n_called = usize::from(text.starts_with("关于"))
        + called.iter().filter(|word| text.contains(**word)).count();
    let of_the_house = [
        "自身建设",
        "政府建设",
        "政务水平",
        "政府效能",
        "服务型政府",
        "人民满意政府",
    ];
    let is_short = text.chars().count() <= 20;
    (dated && n_called > 0)
        || (is_short && (n_called > 1 || of_the_house.iter().any(|word| text.contains(word))))
}

/// Finds the heading that a numbered line can hold: up to its first 。
pub(in crate::report) fn heading_span<'a>(
    line: &TextLine<'a>,
    found: &Marker,
) -> Option<(&'a str, HeadingForm)> {
    let text = line.text;
    let is_upper = matches!(
        found.style,
        NumberStyle::Chinese
            | NumberStyle::ChineseBracketed
            | NumberStyle::Part
            | NumberStyle::Section
    );
    let body = &text[found.n_bytes..];
    let Some((stop, stop_bytes)) = first_stop(body) else {
        if line.n_chars > MAX_WHOLE_CHARS || (!is_upper && line.n_chars > MAX_ITEM_CHARS) {
            return spaced_heading(text, found.n_bytes)
                .or_else(|| colon_heading(text, found.n_bytes))
                .map(|heading| (heading, HeadingForm::RunIn));
        }
        let bare = text.trim_end_matches(['：', ':', '.', ' ']);
        let is_item = text.ends_with(['；', ';', '，', ',', '、']) || bare.contains(['；', ';']);
        let is_note = !is_upper && body.contains(['：', ':']) && bare.len() == text.len();
        if is_note {
            return colon_heading(text, found.n_bytes).map(|heading| (heading, HeadingForm::RunIn));
        }
        return (!is_item && bare.len() > found.n_bytes).then_some((text, HeadingForm::Whole));
    };
    let head = text[..found.n_bytes + stop].trim_end();
    let n_chars = head.chars().count();
    if body[..stop].trim().is_empty() || head.contains(['；', ';']) {
        return None;
    }
    let rest = body[stop + stop_bytes..].trim();
    if let Some(heading) = spaced_heading(text, found.n_bytes).filter(|h| h.len() < head.len()) {
        return Some((heading, HeadingForm::RunIn));
    }
    let (form, max_chars) = match (rest.is_empty(), is_upper) {
        (true, true) => (HeadingForm::Whole, 50),
        (true, false) => (HeadingForm::Whole, 30),
        (false, true) => (HeadingForm::RunIn, 60),
        (false, false) => (HeadingForm::RunIn, 45),
    };
    let is_note = !is_upper && body[..stop].contains(['：', ':']);
    if n_chars > max_chars || is_note {
        return colon_heading(text, found.n_bytes).map(|heading| (heading, HeadingForm::RunIn));
    }
    Some((head, form))
}

/// Finds where the first sentence of `text` ends, and how many bytes its mark takes: at 。, or at a full stop typed for it
/// behind a Chinese character (5.办好集团化学校.新组建…).
pub(in crate::report) fn first_stop(text: &str) -> Option<(usize, usize)> {
    let mut before = None;
    for (at, c) in text.char_indices() {
        let ends = match c {
            '。' => true,
            '.' | '．' => {
                let next = text[at + c.len_utf8()..].chars().next();
                before.is_some_and(|b| is_han(b) || "”\"’》）)".contains(b)) && next != Some('.')
            }
            _ => false,
        };
        if ends {
            return Some((at, c.len_utf8()));
        }
        before = Some(c);
    }
    None
}

/// Finds a heading that a colon divides from its paragraph: 1.学前教育：全年新增…. A note that says what a word means (指…)
/// and a line of a form (责任单位：…) have no heading.
fn colon_heading(text: &str, marker_bytes: usize) -> Option<&str> {
    let body = &text[marker_bytes..];
    let at = body.find(['：', ':'])?;
    let (head, rest) = (&body[..at], body[at..].trim_start_matches(['：', ':', ' ']));
    let is_bare = !head.contains([
        '，', '。', '；', ',', ';', '“', '"', '《', '（', '(', '？', '！',
    ]);
    let is_note = ["指", "是指", "即", "是"]
        .iter()
        .any(|word| rest.starts_with(word));
    let is_form = [
        "单位",
        "部门",
        "时间",
        "地点",
        "电话",
        "地址",
        "联系人",
        "时限",
        "领导",
        "责任人",
    ]
    .iter()
    .any(|label| head.ends_with(label));
    let goes_on = rest.chars().count() >= 15 && rest.contains(['，', '。', '、', ',']);
    let is_short =
        (2..=20).contains(&head.chars().count()) && n_han(head) * 2 > head.chars().count();
    (is_bare && !is_note && !is_form && goes_on && is_short).then(|| &text[..marker_bytes + at])
}

/// Finds a heading that a space divides from its paragraph: 一、2023年工作回顾 过去一年，…
fn spaced_heading(text: &str, marker_bytes: usize) -> Option<&str> {
    let body = &text[marker_bytes..];
    let at = body.find([' ', '\u{3000}', '\u{a0}', '\u{2003}'])?;
    let (head, rest) = (&body[..at], body[at..].trim_start());
    let n_chars = head.chars().count();
    let is_bare = !head.contains(['，', '。', '、', '；', ',', '“', '《', '：', '（']);
    let goes_on = rest.chars().count() > 40 && rest.contains('。') && rest.contains('，');
    (is_bare && goes_on && (6..=30).contains(&n_chars) && n_han(head) * 2 > n_chars)
        .then(|| &text[..marker_bytes + at])
}
