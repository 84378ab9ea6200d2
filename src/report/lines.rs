//! The lines of a text, and what can be said of one line by itself: a salutation, the name of an organ, a date.
//!
//! Input: a [`SourceText`]. Output: [`TextLine`]s, those that are not blank; [`MarkedLines`], once `boilerplate` has marked
//! which of them are the page's; the [`PageWidth`] at which the lines were broken.

use super::numerals;
use crate::corpus::SourceText;

/// A line that is not blank.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextLine<'a> {
    /// Its number in the text, from 1.
    pub(super) number: u32,
    /// Its text, white space at its ends dropped.
    pub(super) text: &'a str,
    /// How many characters the text has.
    pub(super) n_chars: usize,
    /// Whether a blank line, or the start of the text, stands before it.
    pub(super) after_blank: bool,
    /// Whether a line of nothing but invisible characters stands before it, as editors leave them inside a paragraph.
    pub(super) after_invisible: bool,
    /// Whether it is indented.
    pub(super) indented: bool,
    /// The level of the heading that its author set it as in a word processor, from 1.
    pub(super) heading_level: Option<u32>,
}

/// The lines of a text, each marked as the report's own or as a line of the page that carries the report.
#[derive(Debug, Clone, Copy)]
pub(super) struct MarkedLines<'a, 'b> {
    /// All lines.
    pub(super) all: &'b [TextLine<'a>],
    /// Which of them are the report's own, its title included.
    pub(super) is_own: &'b [bool],
}

impl<'a, 'b> MarkedLines<'a, 'b> {
    /// The report's own lines.
    pub(super) fn own(self) -> impl Iterator<Item = &'b TextLine<'a>> + Clone {
        self.marked(true)
    }

    /// The lines of the page.
    pub(super) fn of_page(self) -> impl Iterator<Item = &'b TextLine<'a>> + Clone {
        self.marked(false)
    }

    fn marked(self, wanted: bool) -> impl Iterator<Item = &'b TextLine<'a>> + Clone {
        let lines = self.all.iter().zip(self.is_own);
        lines
            .filter(move |(_, is_own)| **is_own == wanted)
            .map(|(line, _)| line)
    }
}

/// Splits a text into its lines; blank ones are left out.
pub(super) fn lines_of(source: &SourceText) -> Vec<TextLine<'_>> {
    let mut lines = Vec::with_capacity(source.lines.len());
    let (mut after_blank, mut after_invisible) = (true, false);
    let mut levels = source.heading_levels.iter().peekable();
    for (index, range) in source.lines.iter().enumerate() {
        let whole = &source.text[range.clone()];
        let text = whole.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
        let number = index as u32 + 1;
        while levels.next_if(|(line, _)| *line < number).is_some() {}
        let level = levels.next_if(|(line, _)| *line == number);
        if text.is_empty() {
            match whole.contains(is_invisible) {
                true => after_invisible = true,
                false => after_blank = true,
            }
            continue;
        }
        lines.push(TextLine {
            number,
            text,
            n_chars: text.chars().count(),
            after_blank,
            after_invisible: after_invisible && !after_blank,
            indented: whole.starts_with(char::is_whitespace),
            heading_level: level.map(|(_, level)| *level),
        });
        (after_blank, after_invisible) = (false, false);
    }
    lines
}

/// Whether a character has no width and no meaning: a zero-width space, a byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

impl TextLine<'_> {
    /// Whether it reads as running text: long, or with a sentence inside.
    pub(super) fn is_prose(&self) -> bool {
        self.n_chars >= 40 || (self.n_chars >= 15 && self.text.contains('。'))
    }

    /// Whether it greets the assembly: 各位代表：
    pub(super) fn is_salutation(&self) -> bool {
        self.n_chars <= 20
            && [
                "各位代表",
                "位代表：",
                "各位主任",
                "各位委员",
                "同志们",
                "各位同志",
                "各位领导",
            ]
            .iter()
            .any(|greeting| self.text.starts_with(greeting))
    }

    /// Whether it names the session or the day of delivery: （2024年1月3日在…会议上）
    pub(super) fn is_session(&self) -> bool {
        if self.n_chars > 70 || self.text.contains('。') {
            return false;
        }
        let bare = self
            .text
            .trim_start_matches(['—', '-', '－', '–', '―', '(', '（', ' ', '\u{3000}']);
        let dated = numerals::years(bare).next().is_some_and(|m| m.start == 0);
        let at_session =
            bare.contains("会议上") || bare.contains("代表大会") || bare.contains("次会议");
        (dated || bare.starts_with('在')) && at_session || (dated && is_date(bare))
    }

    /// Whether it is nothing but the name of an organ: 青禾区教育局, 中共青禾区委教育工作委员会
    pub(super) fn is_organ(&self) -> bool {
        const ORGANS: [&str; 16] = [
            "局",
            "委员会",
            "教委",
            "工委",
            "人民政府",
            "办公室",
            "党委",
            "党组",
            "区委",
            "县委",
            "市委",
            "文件",
            "教育系统",
            "教体系统",
            "教育体育系统",
            "督导室",
        ];
        (3..=30).contains(&self.n_chars)
            && ORGANS.iter().any(|organ| self.text.ends_with(organ))
            && !self
                .text
                .contains(['。', '，', '、', '：', ':', '《', '；', '“', '|'])
    }

    /// Whether it is a row of a table: cells divided by bars or by tabs.
    pub(super) fn is_table_row(&self) -> bool {
        self.text.matches('|').count() >= 2 || self.text.matches('\t').count() >= 2
    }

    /// Whether it names the speaker: 青禾区人民政府区长 李某
    pub(super) fn is_speaker(&self) -> bool {
        const OFFICES: [&str; 12] = [
            "省长", "市长", "区长", "县长", "州长", "旗长", "盟长", "主席", "局长", "主任", "总理",
            "镇长",
        ];
        self.n_chars <= 30
            && !self.text.contains(['。', '，', '；', '、'])
            && OFFICES.iter().any(|office| self.text.contains(office))
            && !self.text.ends_with(['：', ':'])
    }
}

/// The width of the page at which a text was broken, so that a line ends where the page does and not where the
/// paragraph does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PageWidth {
    /// Characters of a full line.
    n_chars: usize,
    /// Whether paragraphs can be recognised by their indents.
    pub(super) indents: bool,
}

impl PageWidth {
    /// Finds the width, where most lines of a text are nearly of it.
    pub(super) fn of(lines: &[TextLine<'_>]) -> Option<PageWidth> {
        let mut lengths: Vec<usize> = lines.iter().map(|line| line.n_chars).collect();
        lengths.sort_unstable();
        let n_chars = *lengths.get(lengths.len() * 9 / 10)?;
        let n_full = lengths
            .iter()
            .filter(|&&n| n + 3 >= n_chars && n <= n_chars + 2)
            .count();
        let is_wrapped =
            lengths.len() >= 8 && (20..=60).contains(&n_chars) && n_full * 2 >= lengths.len();
        is_wrapped.then(|| PageWidth {
            n_chars,
            indents: lines.iter().filter(|line| line.indented).count() >= 2
                && lines.iter().any(|line| !line.indented),
        })
    }

    /// Whether a line was cut at the width in the middle of a sentence.
    pub(super) fn cuts(self, line: &TextLine<'_>) -> bool {
        self.is_full(line) && !line.text.ends_with(['。', '！', '？', '：', ':', '.'])
    }

    /// Whether a line is as long as the page is wide.
    pub(super) fn is_full(self, line: &TextLine<'_>) -> bool {
        line.n_chars + 3 >= self.n_chars
    }
}

/// Whether a text is nothing but a date, with or without the time of day: 2005年2月26日, 2023-03-30 10:20
pub(super) fn is_date(text: &str) -> bool {
    let text = text.trim_matches(['(', ')', '（', '）', '【', '】']);
    text.chars().any(|c| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_whitespace() || "年月日-/:：.时分秒".contains(c))
}
