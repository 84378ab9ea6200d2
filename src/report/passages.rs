//! 段落: the passages of a report, with the section, year and kind of each.
//!
//! Input: the lines, what is boilerplate or title, and the headings. Output: [`Passage`]s that hold
//! every character of the text but white space, in order, no two on one line. Soft-broken lines are
//! joined; a blank line always divides. Refuses to know places.

use super::heading::{Form, is_running_title};
use super::lines::{Line, Wrap, is_han};
use super::outline::{Entry, Outline};
use super::{Kind, Passage, Role, issuer, kind_words, numeral};

/// What is known of the report as a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'a> {
    /// 年度.
    pub(super) report_year: Option<i32>,
    /// 文种.
    pub(super) report_kind: Option<&'a str>,
}

/// A section: a heading with what it says of the passages under it.
#[derive(Debug, Clone)]
pub(super) struct Section {
    /// The headings it stands under, itself last.
    pub(super) path: Vec<String>,
    /// The year that it, or a heading above it, names; that of the section before it else.
    pub(super) year: Option<i32>,
    kind: Option<Kind>,
    depth: u32,
}

/// The section of each heading.
pub(super) fn sections(entries: &[Entry<'_>], frame: Frame<'_>) -> Vec<Section> {
    let is_government = frame.report_kind == Some("政府工作报告");
    let base = frame.report_kind.and_then(kind_words::of_report_kind);
    let mut sections: Vec<Section> = Vec::with_capacity(entries.len());
    let mut open: Vec<usize> = Vec::new();
    // What the last section of the first depth was about, problems apart, and of which year.
    let mut last_kind = None;
    let mut last_year = None;
    for entry in entries {
        open.truncate(
            open.iter()
                .take_while(|&&at| sections[at].depth < entry.depth)
                .count(),
        );
        let parent = open.last().map(|&at| sections[at].clone());
        let own_year = year_of_heading(entry, frame);
        let mut own_kind = match parent {
            None => kind_words::of_heading(entry.text),
            Some(_) => kind_words::of_lower_heading(entry.text),
        };
        // 2020年主要工作, in a report that has a section for 2021, looks back.
        if own_kind.is_none()
            && parent.is_none()
            && !is_government
            && entry_looks_back(entry, entries)
        {
            own_kind = Some(Kind::总结);
        }
        // 2023年主要工作, in a report delivered in 2024, looks back; 2024年各项工作 plans.
        let is_past = own_year
            .zip(frame.report_year)
            .map(|(year, report)| year < report);
        own_kind = match (is_past, own_kind) {
            (Some(true), None | Some(Kind::计划)) if is_government && parent.is_none() => {
                Some(Kind::总结)
            }
            (Some(false), None) if is_government && parent.is_none() => Some(Kind::计划),
            _ => own_kind,
        };
        let (year, kind, mut path) = match parent {
            Some(parent) => (
                own_year.or(parent.year),
                own_kind.or(parent.kind),
                parent.path,
            ),
            None => {
                // A government's undated plan (“十五五”时期目标) is not of the year looked back on.
                let turns = is_government
                    && own_kind == Some(Kind::计划)
                    && last_kind.is_some_and(|last| last != Kind::计划);
                let year = own_year.or(last_year.filter(|_| !turns));
                (year, own_kind.or(last_kind).or(base), Vec::new())
            }
        };
        path.push(entry.text.to_owned());
        let index = sections.len();
        if path.len() == 1 {
            last_year = year;
            if kind != Some(Kind::问题) {
                last_kind = kind;
            }
            // 1993年的回顾和1994年的方针: what comes after goes on with the second.
            let names_next = numeral::years(entry.text)
                .last()
                .map(|mention| mention.year);
            if is_government && names_next > year && names_next == frame.report_year {
                (last_year, last_kind) = (names_next, Some(Kind::计划));
            }
        }
        sections.push(Section {
            path,
            year,
            kind,
            depth: entry.depth,
        });
        open.push(index);
    }
    sections
}

/// Whether a dated section stands before one that plans a later year, or the next one.
pub(super) fn entry_looks_back(entry: &Entry<'_>, entries: &[Entry<'_>]) -> bool {
    let Some(year) = numeral::first_year(entry.text) else {
        return false;
    };
    entries
        .iter()
        .filter(|later| later.depth == 1 && later.at > entry.at)
        .any(|later| {
            let plans = kind_words::of_heading(later.text) == Some(Kind::计划);
            let is_later = numeral::first_year(later.text).is_none_or(|other| other > year);
            plans && is_later
        })
}

/// The year that a heading names: any at the first depth, below it only one that stands beside the
/// words of a section, since measures name years they aim at. 明年 is the year after the report's.
pub(super) fn year_of_heading(entry: &Entry<'_>, frame: Frame<'_>) -> Option<i32> {
    named_year(entry, frame).or_else(|| relative_year(entry, frame))
}

/// 明年工作打算, 下一年重点: a year told by its distance from the report's. 下一步 names none.
fn relative_year(entry: &Entry<'_>, frame: Frame<'_>) -> Option<i32> {
    const WORDS: [(&str, i32); 10] = [
        ("明年", 1),
        ("来年", 1),
        ("下一年", 1),
        ("下年", 1),
        ("新的一年", 1),
        ("今年", 0),
        ("本年", 0),
        ("去年", -1),
        ("上年", -1),
        ("上一年", -1),
    ];
    let is_section = entry.depth == 1 || kind_words::of_lower_heading(entry.text).is_some();
    // 以来 and the like reckon from a year and are not of it; 未来年份 is no next year.
    let names = |word: &str| {
        let at = entry.text.find(word)?;
        (!entry.text[..at].ends_with('未')).then_some(at)
    };
    let (_, distance) = WORDS
        .iter()
        .filter_map(|(word, distance)| names(word).map(|at| (at, *distance)))
        .min()?;
    frame
        .report_year
        .filter(|_| is_section)
        .map(|year| year + distance)
}

fn named_year(entry: &Entry<'_>, frame: Frame<'_>) -> Option<i32> {
    let mention = numeral::years(entry.text).find(|mention| {
        let aimed_at = entry.text[..mention.start].ends_with('到')
            || entry.text[..mention.start].ends_with('至');
        let far = frame
            .report_year
            .is_some_and(|report| mention.year > report + 1 || mention.year + 20 < report);
        !aimed_at && !far && !entry.text[mention.end..].starts_with("远景")
    })?;
    if entry.depth == 1 {
        return Some(mention.year);
    }
    let called = [
        "工作", "回顾", "总结", "计划", "安排", "要点", "任务", "打算",
    ];
    let rest = &entry.text[mention.end..];
    called
        .iter()
        .any(|word| rest.contains(word))
        .then_some(mention.year)
}

/// Cuts the lines into passages.
pub(super) fn cut(
    lines: &[Line<'_>],
    boilerplate: &[bool],
    titles: &[usize],
    outline: &Outline<'_>,
    frame: Frame<'_>,
) -> Vec<Passage> {
    let entries = &outline.entries;
    let sections = sections(entries, frame);
    let base = frame
        .report_kind
        .and_then(kind_words::of_report_kind)
        .unwrap_or(Kind::其他);
    let is_government = frame.report_kind == Some("政府工作报告");
    let returns = lines_that_return(lines, entries);
    let wrap = Wrap::of(lines);
    // 落款 stands under no section.
    let signs_off_at = issuer::signature(lines, boilerplate)
        .map_or(lines.len(), |(organ, date)| organ.unwrap_or(date));
    let mut passages: Vec<Passage> = Vec::new();
    let mut section: Option<usize> = None;
    let mut next_entry = 0;
    // Whether the last passage is running text that the next line may go on with.
    let mut open = false;
    for (at, line) in lines.iter().enumerate() {
        let entry = entries.get(next_entry).filter(|entry| entry.at == at);
        let role = match entry {
            Some(entry) if entry.form == Form::Whole => Role::Heading,
            Some(_) => Role::Body,
            None if boilerplate[at] => Role::Boilerplate,
            None if titles.contains(&at) || is_running_title(line.text) => Role::Title,
            None => Role::Body,
        };
        if at == signs_off_at {
            section = None;
        }
        if entry.is_some() {
            section = Some(next_entry);
            next_entry += 1;
        } else if let Ok(nth) = outline.items.binary_search_by_key(&at, |(item, _)| *item) {
            // （二）…, a paragraph in a list of headings, is not of the one before it.
            let (_, depth) = outline.items[nth];
            while let Some(inner) = section.filter(|&inner| sections[inner].depth > depth) {
                section = parent_of(&sections, inner);
            }
        } else if role == Role::Body && returns.contains(&at) {
            section = section.and_then(|at| parent_of(&sections, at));
        } else if role == Role::Body && addresses(line) {
            // 各位代表！ closes the list it stands behind.
            while let Some(above) = section.and_then(|at| parent_of(&sections, at)) {
                section = Some(above);
            }
        }
        if open
            && entry.is_none()
            && role == Role::Body
            && goes_on(&lines[at - 1], line, wrap)
            && let Some(last) = passages.last_mut()
        {
            join(&mut last.text, line.text);
            last.end_line = line.number;
            continue;
        }
        let here = section.map(|at| &sections[at]);
        let topic = if role == Role::Body && entry.is_none() {
            topic_of(line.text)
        } else {
            None
        };
        let mut kind = here.and_then(|here| here.kind).unwrap_or(base);
        if is_government
            && role == Role::Body
            && kind != Kind::计划
            && kind_words::owns_up(line.text)
        {
            kind = Kind::问题;
        }
        passages.push(Passage {
            line: line.number,
            end_line: line.number,
            role,
            section: here.map_or_else(Vec::new, |here| here.path.clone()),
            year: here.and_then(|here| here.year).or(frame.report_year),
            kind,
            topic,
            text: line.text.to_owned(),
        });
        open = role == Role::Body;
    }
    passages
}

fn parent_of(sections: &[Section], at: usize) -> Option<usize> {
    let depth = sections[at].depth;
    (0..at).rev().find(|&above| sections[above].depth < depth)
}

/// The lines where the text returns from a list of run-in headings to the section above it: each
/// heading of the list has one paragraph, and the last is followed by another.
fn lines_that_return(lines: &[Line<'_>], entries: &[Entry<'_>]) -> Vec<usize> {
    let mut returns = Vec::new();
    let mut n_alike = 0;
    for (nth, entry) in entries.iter().enumerate() {
        let before = nth.checked_sub(1).map(|before| &entries[before]);
        let is_alike = entry.form == Form::RunIn
            && before.is_some_and(|b| {
                b.depth == entry.depth && b.form == Form::RunIn && b.at + 1 == entry.at
            });
        n_alike = if is_alike { n_alike + 1 } else { 0 };
        let next = entries.get(nth + 1);
        let goes_on = next.is_some_and(|next| next.at == entry.at + 1 || next.depth >= entry.depth);
        if entry.form == Form::RunIn
            && n_alike >= 2
            && entry.depth > 1
            && !goes_on
            && entry.at + 1 < lines.len()
        {
            returns.push(entry.at + 1);
        }
    }
    returns
}

/// Whether a paragraph turns to the assembly again.
fn addresses(line: &Line<'_>) -> bool {
    ["各位代表", "各位主任、委员", "同志们！", "同志们，"]
        .iter()
        .any(|words| line.text.starts_with(words))
}

/// Whether `next` goes on with the sentence or the list that `line` breaks off.
fn goes_on(line: &Line<'_>, next: &Line<'_>, wrap: Option<Wrap>) -> bool {
    let divides = |line: &Line<'_>| line.is_salutation() || line.is_table_row();
    if next.after_blank || divides(line) || divides(next) {
        return false;
    }
    let Some(last) = line.text.chars().last() else {
        return false;
    };
    let Some(first) = next.text.chars().next() else {
        return false;
    };
    if "；;，,、《（(“—".contains(last) || "》）)”，。；、！？,;".contains(first)
    {
        return true;
    }
    // A full line of a page goes on, even behind a 。 where indents tell the paragraphs.
    if let Some(wrap) = wrap
        && wrap.is_full(line)
        && !next.indented
        && super::numbering::marker(next.text).is_none()
        && (wrap.indents || wrap.cuts(line))
    {
        return true;
    }
    if "：:。！？!?…”）)》>|.".contains(last) || super::numbering::marker(next.text).is_some()
    {
        return false;
    }
    // A sentence that stops anywhere else, if it is one: a long line with a comma in it, and the
    // next neither indented nor a line of another sort.
    let is_sentence = line.n_chars >= 25 && line.text.contains(['，', '。', ',', '、']);
    is_sentence
        && !next.indented
        && !next.is_session()
        && !next.is_speaker()
        && !next.text.starts_with(['—', '-', '·', '●'])
}

fn join(text: &mut String, more: &str) {
    let wants_space = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if wants_space(text.chars().last()) && wants_space(more.chars().next()) {
        text.push(' ');
    }
    text.push_str(more);
}

/// 主旨句: the short first sentence of a paragraph that has more to say.
fn topic_of(text: &str) -> Option<String> {
    let (stop, stop_bytes) = super::heading::first_stop(text)?;
    let sentence = text[..stop].trim();
    let goes_on = text[stop + stop_bytes..]
        .chars()
        .filter(|&c| is_han(c))
        .count()
        >= 10;
    let n_chars = sentence.chars().count();
    let is_short = (4..=30).contains(&n_chars) && !sentence.contains(['；', '：', '！', '？']);
    (is_short && goes_on && super::numbering::marker(text).is_none()).then(|| sentence.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::SourceText;
    use crate::report::lines::lines_of;

    #[track_caller]
    fn check_joined(text: &str, expected: bool) {
        let source = SourceText::new("a", text);
        let lines = lines_of(&source);
        assert_eq!(goes_on(&lines[0], &lines[1], None), expected, "{text}");
    }

    #[test]
    fn a_line_that_stops_after_a_semicolon_goes_on() {
        check_joined("全区新增学位三千个;\n改扩建学校五所。", true);
        check_joined("依据《\n教育法", true);
    }

    #[test]
    fn a_whole_sentence_does_not_go_on() {
        check_joined("全区新增学位三千个。\n改扩建学校五所。", false);
        check_joined("全区新增学位三千个;\n\n改扩建学校五所。", false);
        check_joined("做好以下工作：\n改扩建学校五所。", false);
    }

    #[test]
    fn the_topic_is_a_short_first_sentence() {
        let text = "稳步推进招生工作。全区小学招收新生三千余名，满足就近入学。";
        assert_eq!(topic_of(text).as_deref(), Some("稳步推进招生工作"));
        assert_eq!(topic_of("全部完成。"), None);
    }
}
