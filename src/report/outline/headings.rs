//! Finds the headings of a report, and how deep each stands in the outline (提纲).
//!
//! Input: the lines, and which of them are the report's own text. Output: an [`Outline`] of [`Entry`]s, and problems of the
//! numbering. The sequence decides: a number opens a list at 1, goes on at the next, or runs on where the same list stopped
//! (1 to 42 over six sections); a pattern alone makes no heading. What one line can be by itself is in the other files of
//! this folder; `sections` finds year and kind of what stands under a heading.

use std::collections::HashMap;

use super::heading_form::{
    HeadingForm, has_numbered_sections, heading_span, is_annex_heading, is_notes_heading,
    is_statute, names_section, starts_item,
};
use super::numbering::{Marker, NumberStyle, marker};
use super::open_list::{ClosedList, OpenList};
use super::styled::{styled_heading, usual_level};
use super::unnumbered::{HeadingContext, plain_heading};
use crate::report::lines::{PageWidth, TextLine};
use crate::report::problem::Problem;

/// How many numbers a sequence may skip.
const MAX_SKIP: u32 = 3;

/// A heading of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Entry<'a> {
    /// Index of its line among the lines that are not blank.
    pub(in crate::report) at: usize,
    /// Depth, from 1.
    pub(in crate::report) depth: u32,
    /// Its text.
    pub(in crate::report) text: &'a str,
    /// How it stands on its line.
    pub(in crate::report) form: HeadingForm,
    /// The style of its number.
    pub(in crate::report) style: NumberStyle,
}

/// The headings, the numbered paragraphs among them, and the problems of the numbering.
#[derive(Debug, Default)]
pub(in crate::report) struct Outline<'a> {
    /// The headings, in the order of the text.
    pub(in crate::report) entries: Vec<Entry<'a>>,
    /// Numbered paragraphs without a heading, each with the depth of the section it stands in.
    pub(in crate::report) items: Vec<(usize, u32)>,
    /// Gaps, repeats and the like.
    pub(in crate::report) problems: Vec<Problem>,
}

/// Finds the headings. `is_text[at]` says whether a line belongs to the report's own text.
pub(in crate::report) fn find<'a>(lines: &[TextLine<'a>], is_text: &[bool]) -> Outline<'a> {
    let markers: Vec<Option<Marker>> = lines.iter().map(|line| marker(line.text)).collect();
    let numbers_top = has_numbered_sections(lines, &markers, is_text);
    let mut finder = Finder {
        lines,
        is_text,
        markers,
        numbers_top,
        page_width: PageWidth::of(lines),
        levels: Vec::new(),
        stopped_at: HashMap::new(),
        in_notes: false,
        is_statute: is_statute(lines),
        found: Outline::default(),
    };
    for (at, is_text) in is_text.iter().enumerate() {
        if *is_text {
            finder.take(at);
        }
    }
    finder.found
}

struct Finder<'a, 'b> {
    lines: &'b [TextLine<'a>],
    is_text: &'b [bool],
    markers: Vec<Option<Marker>>,
    numbers_top: bool,
    page_width: Option<PageWidth>,
    levels: Vec<OpenList>,
    /// Where a list was closed, to see it run on.
    stopped_at: HashMap<NumberStyle, ClosedList>,
    /// Whether the lines are behind 名词解释, where numbers count notes.
    in_notes: bool,
    /// Whether the text is one of articles (第一条), in which only chapters and their sections are headings.
    is_statute: bool,
    found: Outline<'a>,
}

impl<'a> Finder<'a, '_> {
    fn take(&mut self, at: usize) {
        let line = self.lines[at];
        if line.is_table_row() {
            return;
        }
        let is_chapter = |marker: Option<Marker>| {
            marker.is_some_and(|marker| {
                matches!(marker.style, NumberStyle::Part | NumberStyle::Section)
            })
        };
        if self.is_statute && !is_chapter(self.markers[at]) && !is_annex_heading(&line) {
            return;
        }
        if let Some(found) = self.markers[at] {
            // 2.1 stands under 2. or 二、, or it is a figure.
            let is_loose = |above: u32| self.levels.iter().all(|level| level.last != above);
            if found.above.is_some_and(is_loose) {
                return;
            }
            if !self.in_notes || matches!(found.style, NumberStyle::Chinese | NumberStyle::Part) {
                self.take_numbered(at, found);
            }
            return;
        }
        if let Some((text, level)) = styled_heading(&line) {
            self.take_styled(at, text, level);
            return;
        }
        if is_notes_heading(&line) {
            self.in_notes = true;
            self.levels.clear();
            self.push(at, line.text, HeadingForm::Whole, OpenList::plain());
            return;
        }
        if is_annex_heading(&line) {
            self.in_notes = false;
            self.levels.clear();
            self.stopped_at.clear();
            self.push(at, line.text, HeadingForm::Whole, OpenList::plain());
            return;
        }
        if self.in_notes || starts_item(line.text) {
            return;
        }
        if let Some(text) = plain_heading(&self.view(), at) {
            self.take_plain(at, text);
        }
    }

    fn view(&self) -> HeadingContext<'a, '_> {
        HeadingContext {
            lines: self.lines,
            is_text: self.is_text,
            markers: &self.markers,
            last_heading: self
                .found
                .entries
                .last()
                .filter(|entry| entry.form == HeadingForm::Whole)
                .map(|entry| entry.at),
        }
    }

    fn take_numbered(&mut self, at: usize, found: Marker) {
        let line = self.lines[at];
        // A line cut at the width of the page holds no whole heading, unless a sentence ends in it.
        let is_cut = self.page_width.is_some_and(|width| width.cuts(&line));
        let span =
            heading_span(&line, &found).filter(|(_, form)| *form == HeadingForm::RunIn || !is_cut);
        let Some(place) = self.place(at, &found, span.is_some()) else {
            return;
        };
        let style = match place {
            ListPosition::Next(depth)
            | ListPosition::Again(depth)
            | ListPosition::Resumed(depth) => {
                self.close_below(depth + 1);
                self.levels[depth].style
            }
            ListPosition::New => {
                self.close_shallower(at, found.style, line.heading_level);
                found.style
            }
        };
        let before = match place {
            ListPosition::New => None,
            _ => self.levels.pop(),
        };
        let was_items = matches!(place, ListPosition::Next(_))
            && before.as_ref().is_some_and(|level| level.is_items);
        let broken_at = match place {
            ListPosition::Next(_) => before.and_then(|level| level.broken_at),
            ListPosition::Again(_) => before.map(|level| level.last),
            ListPosition::Resumed(_) | ListPosition::New => None,
        };
        let heading = span.filter(|(_, form)| !was_items || *form == HeadingForm::RunIn);
        let level = OpenList {
            style,
            last: found.number,
            is_items: heading.is_none(),
            is_run_in: heading.is_some_and(|(_, form)| form == HeadingForm::RunIn),
            broken_at,
            set_as: line.heading_level,
        };
        match heading {
            Some((text, form)) => self.push(at, text, form, level),
            None => {
                // A list that breaks into another is inside the section of the last heading of that.
                let n_inside = u32::from(level.broken_at.is_some());
                self.found.items.push((at, self.n_open() + n_inside));
                self.levels.push(level);
            }
        }
    }

    /// Finds where a number belongs, if it belongs anywhere.
    fn place(
        &mut self,
        at: usize,
        found: &Marker,
        looks_like_heading: bool,
    ) -> Option<ListPosition> {
        let line = self.lines[at].number;
        let number = found.number;
        let open = self
            .levels
            .iter()
            .rposition(|level| level.style == found.style);
        if let Some(depth) = open {
            let last = self.levels[depth].last;
            if number == last + 1 {
                return Some(ListPosition::Next(depth));
            }
            if self.levels[depth].broken_at == Some(number.saturating_sub(1)) {
                return Some(ListPosition::Resumed(depth));
            }
        }
        if let Some(depth) = self.mistyped_as(found) {
            self.report(
                line,
                "numbering_style",
                format!("number {number} is typed in another style than its list"),
            );
            return Some(ListPosition::Next(depth));
        }
        match open {
            Some(depth) => {
                let last = self.levels[depth].last;
                if number == 1 {
                    return Some(ListPosition::Again(depth));
                }
                let skips = number > last && number - last <= MAX_SKIP;
                let repeats = number <= last && last - number <= 1;
                if !looks_like_heading || !(skips || repeats) {
                    return None;
                }
                let code = if skips {
                    "numbering_gap"
                } else {
                    "numbering_repeat"
                };
                self.report(line, code, format!("number {number} follows number {last}"));
                Some(ListPosition::Next(depth))
            }
            None if number == 1 => Some(ListPosition::New),
            None => {
                let stopped = self.stopped_at.get(&found.style).copied();
                if let Some(stopped) = stopped.filter(|stopped| stopped.last + 1 == number) {
                    // What opened since stood inside the list, if the list stood at the top; else the
                    // headings without a number did.
                    let is_plain = |level: &OpenList| level.style == NumberStyle::Plain;
                    while self.levels.len() > stopped.n_levels
                        && (stopped.n_levels == 0 || self.levels.last().is_some_and(is_plain))
                    {
                        self.close_last();
                    }
                    return Some(ListPosition::New);
                }
                let is_upper = matches!(
                    found.style,
                    NumberStyle::Chinese | NumberStyle::ChineseBracketed | NumberStyle::Part
                );
                if !is_upper || !looks_like_heading || number > 1 + MAX_SKIP {
                    return None;
                }
                self.report(
                    line,
                    "numbering_gap",
                    format!("a list starts at number {number}"),
                );
                Some(ListPosition::New)
            }
        }
    }

    /// Finds the list whose next number this is, though typed in another style: 4、 for 四、, (4) for （四）.
    fn mistyped_as(&self, found: &Marker) -> Option<usize> {
        let meant = match found.style {
            NumberStyle::Arabic if found.has_comma => NumberStyle::Chinese,
            NumberStyle::ArabicBracketed => NumberStyle::ChineseBracketed,
            NumberStyle::Chinese => NumberStyle::ChineseBracketed,
            _ => return None,
        };
        if found.style == NumberStyle::Chinese
            && self
                .levels
                .iter()
                .any(|level| level.style == NumberStyle::Chinese)
        {
            return None;
        }
        let depth = self.levels.iter().rposition(|level| level.style == meant)?;
        let level = &self.levels[depth];
        (found.number == level.last + 1 && found.number > 1).then_some(depth)
    }

    /// Adds a heading by its style; it closes those that are set as deep as it or deeper.
    fn take_styled(&mut self, at: usize, text: &'a str, level: u32) {
        let is_above = |above: &OpenList| {
            let set_as = above.set_as.unwrap_or(usual_level(above.style));
            !above.is_items && set_as < level
        };
        while self.levels.last().is_some_and(|last| !is_above(last)) {
            self.close_last();
        }
        self.in_notes = false;
        let mut own = OpenList::plain();
        own.set_as = Some(level);
        self.push(at, text, HeadingForm::Whole, own);
    }

    fn take_plain(&mut self, at: usize, text: &'a str) {
        let is_end = matches!(text, "结束语" | "结语" | "引言" | "前言");
        let is_styled =
            |level: &OpenList| level.style == NumberStyle::Plain && level.set_as.is_some();
        let styled = self.levels.iter().rposition(is_styled);
        if let Some(depth) = styled.filter(|_| !is_end) {
            // Under what its author set as a heading.
            self.close_below(depth + 1);
            self.push(at, text, HeadingForm::Whole, OpenList::plain());
            return;
        }
        let is_section =
            is_end || (!self.numbers_top && (names_section(text) || self.levels.is_empty()));
        if is_section {
            self.close_below(0);
        } else if let Some(depth) = self
            .levels
            .iter()
            .position(|level| level.style == NumberStyle::Plain)
        {
            let keep = if !self.numbers_top
                && depth == 0
                && self.levels.len() > 1
                && self.levels[1].style == NumberStyle::Plain
            {
                1
            } else if !self.numbers_top && depth == 0 {
                self.levels.len().min(1)
            } else {
                depth
            };
            self.close_below(keep);
        } else {
            while self
                .levels
                .last()
                .is_some_and(|level| level.is_run_in || level.is_items)
            {
                self.close_last();
            }
        }
        self.push(at, text, HeadingForm::Whole, OpenList::plain());
    }

    fn push(&mut self, at: usize, text: &'a str, form: HeadingForm, level: OpenList) {
        let style = level.style;
        self.levels.push(level);
        let depth = self.n_open();
        self.found.entries.push(Entry {
            at,
            depth,
            text,
            form,
            style,
        });
    }

    /// How many headings are open.
    fn n_open(&self) -> u32 {
        self.levels.iter().filter(|level| !level.is_items).count() as u32
    }

    /// Closes the lists that a number of this style cannot stand under.
    fn close_shallower(&mut self, at: usize, style: NumberStyle, set_as: Option<u32>) {
        while let Some(level) = self.levels.last() {
            let holds_it = style == NumberStyle::Chinese && self.goes_on_behind(at, level);
            let stands_under = match level.style {
                // What its author set as a heading holds numbers, but for one that is set as high.
                NumberStyle::Plain if level.set_as.is_some() => {
                    set_as.is_none_or(|own| level.set_as < Some(own))
                }
                NumberStyle::Plain => !(self.numbers_top && style.rank() <= 2),
                _ => level.style.rank() < style.rank() || holds_it,
            };
            if stands_under && !level.is_items {
                break;
            }
            self.close_last();
        }
    }

    /// Whether a list of （一） goes on behind the line, with its next number before any first one: what opens between them is inside it.
    fn goes_on_behind(&self, at: usize, list: &OpenList) -> bool {
        if list.style != NumberStyle::ChineseBracketed {
            return false;
        }
        let behind = self.markers[at + 1..].iter().flatten();
        let mut numbers = behind.filter(|marker| marker.style == list.style);
        numbers
            .next()
            .is_some_and(|marker| marker.number == list.last + 1)
    }

    fn close_below(&mut self, n_levels: usize) {
        while self.levels.len() > n_levels {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        if let Some(level) = self.levels.pop() {
            let stopped = ClosedList {
                last: level.last,
                n_levels: self.levels.len(),
            };
            self.stopped_at.insert(level.style, stopped);
        }
    }

    fn report(&mut self, line: u32, code: &str, message: String) {
        self.found.problems.push(Problem::new(line, code, message));
    }
}

/// Where a number belongs among the open lists.
enum ListPosition {
    /// The next of the open list at this index.
    Next(usize),
    /// The first of a list that starts again at this index, without a heading above it.
    Again(usize),
    /// The next of the list that the one at this index broke into.
    Resumed(usize),
    /// The first of a new list.
    New,
}
