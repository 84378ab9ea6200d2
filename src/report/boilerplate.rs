//! Marks what a web page put around a report: breadcrumbs, font sizes, reprint notices, keyword spam, other pages.
//!
//! Input: the lines. Output: which of them are boilerplate. Goes by phrases that no report writes for itself, and by two
//! zones, before and behind a report, where short lines beside such phrases are boilerplate too. The table before a report
//! is marked by `disclosure`, a table of contents by `contents`.

use super::lines::{TextLine, is_date};
use super::numerals::first_year;
use super::outline::heading_form::is_annex_heading;
use super::outline::numbering::marker;
use super::title::is_title_like;
use super::{contents, disclosure};

/// A line that starts with one of these is boilerplate wherever it stands.
#[rustfmt::skip] // a table of words
const STARTS: &[&str] = &[
    "您当前的位置", "当前位置", "您的位置", "您所在的位置", "所在位置", "你所在的位置", "您现在的位置", "你的位置", "首页 >", "首页>", "首页 »", "【字号", "【字体", "[字号",
    "字号：", "字体：", "来源：", "来源:", "信息来源", "文章来源", "（来源：", "(来源:", "发布时间", "发表时间", "发布日期",
    "更新时间", "浏览次数", "浏览量", "点击数", "点击量", "点击次数", "阅读量", "阅读次数", "访问量",
    "访问次数", "打印本页", "关闭窗口", "【打印", "【关闭", "扫一扫", "扫码", "分享到", "分享：", "上一篇", "下一篇", "上一条",
    "下一条", "相关文章", "相关链接", "相关报道", "相关阅读", "责任编辑", "编辑：", "责编", "附件下载", "附件：", "附件:", "推荐访问",
    "本文由", "本文来源", "本文来自", "（本文", "(本文", "本作品", "下面是小编", "以下是小编", "相关热词", "热词搜索", "抄送：", "抄送:",
    "抄报：", "主送：", "保护视力色", "视力保护色", "无障碍", "分享至", "分享本页", "我要纠错", "纠错", "政策解读：", "来源于：", "版权声明", "免责声明", "版权所有", "内容摘要",
    "网站标识码", "备案号", "主办单位", "主办：", "承办：", "技术支持", "联系电话", "公众号：", "微信公众号", "信息公开选项", "Copyright", "上一页", "下一页", "上一则", "下一则", "相关附件", "相关信息", "网站地图",
    "Public domain", "标签：", "关键词：", "【法宝引证码】", "法宝引证码", "原文链接", "原文地址", "原文网址", "本文链接", "【发布部门】", "【时效性】", "【效力级别】", "【法规类别】",
    "【发布日期】", "【实施日期】", "【发文字号】",
];

/// A line that starts with one of these is boilerplate before and behind a report; inside it, a plan
/// may say 时间：每年五月.
#[rustfmt::skip] // a table of words
const EDGE_STARTS: &[&str] = &[
    "时间：", "作者：", "阅读：", "评论：", "时间:", "作者:", "日期：", "日期:", "发布人：", "发布者：", "发布单位：", "点击：", "浏览：",
    "审核：", "编审：", "稿源：", "供稿：", "录入：", "[打印", "打印", "首页", "网站首页", "公开时间", "发稿时间", "文章来源",
];

/// Words of a note on a text by somebody other than its author: 本文为…虚构, 以下是为大家收集整理的…, 仅供参考
#[rustfmt::skip] // a table of words
const NOTES: &[&str] = &[
    "虚构", "仅供参考", "仅供学习", "欢迎阅读", "欢迎大家", "收集整理", "整理的", "希望对大家", "希望能帮助", "网络", "转载", "不代表",
    "编者按", "编辑整理", "脱敏", "隐去",
];

/// How such a note begins.
#[rustfmt::skip] // a table of words
const NOTE_STARTS: &[&str] = &[
    "【", "[", "注：", "说明：", "声明：", "本文", "本篇", "本报告为", "本页", "以下是", "下面是", "以下为", "编者", "小编", "（注", "*", "※",
];

/// A short line that holds one of these is boilerplate wherever it stands.
#[rustfmt::skip] // a table of words
const PARTS: &[&str] = &[
    "如有侵权", "转载于", "小编为大家", "小编为你", "供大家参考", "此件公开发布", "此件主动公开", "此件依申请公开", "ICP备", "公网安备",
    "本报全媒体记者", "全媒体记者", "字体大小",
];

/// A line that is nothing but one of these is boilerplate wherever it stands.
#[rustfmt::skip] // a table of words
const WHOLE: &[&str] = &[
    "下载", "打印", "全屏", "收藏", "加大", "还原", "减小", "】", "【", "大", "中", "小", "首页", ">", ">>", "分享",
    "打印本页", "关闭窗口", "false", "true", "返回顶部", "党政机关",
];

/// A page's own matter behind the report starts with one of these.
#[rustfmt::skip] // a table of words
const FOOTERS: &[&str] = &[
    "分享到", "上一篇", "下一篇", "相关文章", "相关报道", "相关链接", "相关阅读", "扫一扫", "推荐访问", "本作品", "主办单位", "主办：",
    "版权所有", "网站标识码", "Public domain", "本栏最新", "标签云", "责任编辑", "附件下载", "联系我们",
];

/// How far into a text a page's own matter before the report is looked for, in lines.
const MAX_HEAD_LINES: usize = 40;

/// How much running text a page's own matter behind a report may hold, in characters.
const MAX_FOOT_CHARS: usize = 800;

/// How much of the whole text that running text may be, in percent.
const MAX_FOOT_PERCENT: usize = 15;

/// How near to the beginning or the end of a text somebody else's note on it stands, in lines.
const NOTE_LINES: usize = 6;

/// Marks the lines that are boilerplate.
pub(super) fn mark(lines: &[TextLine<'_>]) -> Vec<bool> {
    let n_lines = lines.len();
    let is_edge = |at: usize| at < MAX_HEAD_LINES / 2 || at + MAX_HEAD_LINES / 2 >= n_lines;
    let starts_edge =
        |line: &TextLine<'_>| EDGE_STARTS.iter().any(|start| line.text.starts_with(start));
    let mark = |(at, line): (usize, &TextLine<'_>)| {
        let near_end = at < NOTE_LINES || at + NOTE_LINES >= n_lines;
        is_boilerplate(line)
            || (is_edge(at) && line.n_chars <= 80 && starts_edge(line) && !line.text.contains('。'))
            || (is_edge(at) && is_breadcrumb(line))
            || (near_end && (is_note(line) || is_colophon(line)))
    };
    let mut marks: Vec<bool> = lines.iter().enumerate().map(mark).collect();
    disclosure::mark_rows(lines, &mut marks);
    contents::mark(lines, &mut marks);
    mark_attachments(lines, &mut marks);
    mark_head(lines, &mut marks);
    mark_summaries(lines, &mut marks);
    mark_foot(lines, &mut marks);
    marks
}

fn is_boilerplate(line: &TextLine<'_>) -> bool {
    let text = line.text;
    if line.n_chars <= 120 {
        let is_annex = is_annex_heading(line) && !line.text.ends_with(['：', ':']);
        let starts = !is_annex && STARTS.iter().any(|start| text.starts_with(start));
        if starts && !(line.n_chars > 60 && text.ends_with('。') && !text.contains("小编")) {
            return true;
        }
        if PARTS.iter().any(|part| text.contains(part))
            && (line.n_chars <= 60 || text.contains("记者"))
        {
            return true;
        }
        if WHOLE.contains(&text) || is_stray_mark(text) {
            return true;
        }
        let is_caption = text.ends_with('摄') || text.ends_with("摄。");
        return is_caption && (text.contains("记者") || text.contains('。'));
    }
    // Keyword spam may be long.
    text.starts_with("推荐访问") || (line.n_chars <= 400 && text.contains("全媒体记者"))
}

/// Whether a line is a mark or two that no sentence ends with.
fn is_stray_mark(text: &str) -> bool {
    let is_end = |c: char| "。，、；：！？）》”’…".contains(c);
    text.chars().count() <= 2 && !text.contains(|c: char| c.is_alphanumeric() || is_end(c))
}

/// Whether a line is a breadcrumb: 政务公开 > 部门信息 > 总结计划
fn is_breadcrumb(line: &TextLine<'_>) -> bool {
    let n_steps = line.text.matches(['>', '»', '＞', '›']).count();
    n_steps >= 2 && line.n_chars <= 80 && !line.text.contains(['。', '，', '<'])
}

/// Whether a line is a note that speaks of the text and not in it.
fn is_note(line: &TextLine<'_>) -> bool {
    line.n_chars <= 120
        && NOTE_STARTS.iter().any(|start| line.text.starts_with(start))
        && NOTES.iter().any(|note| line.text.contains(note))
}

/// Whether a line is a colophon (版记): 青禾区教育局办公室　2023年2月20日印发
fn is_colophon(line: &TextLine<'_>) -> bool {
    line.n_chars <= 60
        && line.text.ends_with("印发")
        && first_year(line.text).is_some()
        && !line.text.contains(['。', '，'])
}

/// Marks the names of annexes behind 附件：1.…, each with the next number.
fn mark_attachments(lines: &[TextLine<'_>], marks: &mut [bool]) {
    let first_of = |text: &str| {
        let bare = text.strip_prefix("附件")?.trim_start_matches("下载");
        let bare = bare.strip_prefix(['：', ':'])?.trim_start();
        marker(bare).map(|found| found.number)
    };
    for at in 0..lines.len() {
        let Some(mut last) = first_of(lines[at].text).filter(|_| marks[at]) else {
            continue;
        };
        for (next, line) in lines.iter().enumerate().skip(at + 1) {
            let found = marker(line.text);
            if line.n_chars > 60 || found.is_none_or(|found| found.number != last + 1) {
                break;
            }
            marks[next] = true;
            last += 1;
        }
    }
}

/// Marks short lines among boilerplate before the report, up to the title or the first running text.
fn mark_head(lines: &[TextLine<'_>], marks: &mut [bool]) {
    let is_start =
        |line: &TextLine<'_>| line.is_salutation() || line.is_prose() || line.is_session();
    let zone = lines.len().min(MAX_HEAD_LINES);
    let end = (0..zone)
        .find(|&at| !marks[at] && is_start(&lines[at]))
        .unwrap_or(0);
    let Some(last) = (0..end).rev().find(|&at| marks[at]) else {
        return;
    };
    let has_full_title =
        (0..end).any(|at| !marks[at] && is_title_like(lines[at].text) && lines[at].n_chars > 6);
    for at in 0..=last {
        let line = &lines[at];
        let bare_title = has_full_title && line.text == "工作报告";
        let small = line.n_chars <= 15
            && !is_title_like(line.text)
            && !line.is_speaker()
            && !line.is_organ();
        if small || bare_title || is_date(line.text) {
            marks[at] = true;
        }
    }
}

/// Marks 内容摘要 and the cut-off beginning of the text that follows it.
fn mark_summaries(lines: &[TextLine<'_>], marks: &mut [bool]) {
    for at in 0..lines.len().min(MAX_HEAD_LINES) {
        let label = lines[at].text.trim_end_matches(['：', ':']);
        let next_is_cut_off = lines.get(at + 1).is_some_and(|next| {
            next.text.ends_with("......") || next.text.ends_with("……") || next.text.ends_with("...")
        });
        if marks[at] && matches!(label, "内容摘要" | "摘要" | "导读") && next_is_cut_off {
            marks[at + 1] = true;
        }
    }
}

/// Marks what stands behind the report: from the first footer on, where no running text comes any more, or so little that
/// it is the page's own (a licence).
fn mark_foot(lines: &[TextLine<'_>], marks: &mut [bool]) {
    let last_prose = lines
        .iter()
        .zip(marks.iter())
        .rposition(|(line, mark)| !mark && line.is_prose() && !line.text.contains("版权"));
    let Some(last_prose) = last_prose else { return };
    let n_chars: usize = lines.iter().map(|line| line.n_chars).sum();
    let mut n_left = n_chars;
    let is_footer = |at: usize| {
        FOOTERS
            .iter()
            .any(|footer| lines[at].text.starts_with(footer))
    };
    for at in 0..lines.len() {
        let is_little = n_left <= MAX_FOOT_CHARS && n_left * 100 <= n_chars * MAX_FOOT_PERCENT;
        n_left -= lines[at].n_chars;
        if marks[at] && is_footer(at) && (at > last_prose || is_little) {
            for mark in &mut marks[at..] {
                *mark = true;
            }
            return;
        }
    }
}
