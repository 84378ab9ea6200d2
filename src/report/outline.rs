//! 提纲: which lines are headings, and how deep.
//!
//! Input: the lines, with what is boilerplate or title among them. Output: [`Entry`]s, and problems
//! of the numbering. Decided by the sequence: a number opens a list at 1, goes on at the next, or
//! runs on where the same list stopped (1 to 42 over six sections); a pattern alone makes no heading.
//! Refuses to know years and kinds.

use std::collections::HashMap;

use super::Problem;
use super::heading::{
    Form, has_numbered_sections, heading_span, is_annex_heading, is_notes_heading, names_section,
    starts_item,
};
use super::lines::{Line, Wrap};
use super::numbering::{Marker, Style, marker};
use super::plain::{View, plain_heading};
use super::styled::{styled_heading, usual_level};

/// How many numbers a sequence may skip.
const MAX_SKIP: u32 = 3;

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    /// Index of its line among the lines that are not blank.
    pub(super) at: usize,
    /// Depth, from 1.
    pub(super) depth: u32,
    /// Its text.
    pub(super) text: &'a str,
    /// How it stands.
    pub(super) form: Form,
    /// Its style.
    pub(super) style: Style,
}

/// An open list of headings or of items.
#[derive(Debug)]
struct Level {
    style: Style,
    last: u32,
    /// Items of a list that are no headings add no depth.
    is_items: bool,
    is_run_in: bool,
    /// The last number of the list that this one, in the same style, broke into.
    broken_at: Option<u32>,
    /// The level that its author set it as.
    set_as: Option<u32>,
}

/// What was found: the headings, the numbered paragraphs among them, the problems of the numbering.
#[derive(Debug, Default)]
pub(super) struct Outline<'a> {
    /// The headings, in the order of the text.
    pub(super) entries: Vec<Entry<'a>>,
    /// Numbered paragraphs without a heading, each with the depth of the section it stands in.
    pub(super) items: Vec<(usize, u32)>,
    /// Gaps, repeats and the like.
    pub(super) problems: Vec<Problem>,
}

/// Finds the headings. `is_text[at]` tells whether a line belongs to the report's own text.
pub(super) fn find<'a>(lines: &[Line<'a>], is_text: &[bool]) -> Outline<'a> {
    let markers: Vec<Option<Marker>> = lines.iter().map(|line| marker(line.text)).collect();
    let numbers_top = has_numbered_sections(lines, &markers, is_text);
    let mut finder = Finder {
        lines,
        is_text,
        markers,
        numbers_top,
        wrap: Wrap::of(lines),
        levels: Vec::new(),
        stopped_at: HashMap::new(),
        in_notes: false,
        found: Outline::default(),
    };
    for (at, is_text) in is_text.iter().enumerate() {
        if *is_text {
            finder.take(at);
        }
    }
    finder.found
}

/// Where a list was closed.
#[derive(Debug, Clone, Copy)]
struct Stopped {
    /// Its last number.
    last: u32,
    /// How many lists were open above it.
    n_levels: usize,
}

struct Finder<'a, 'b> {
    lines: &'b [Line<'a>],
    is_text: &'b [bool],
    markers: Vec<Option<Marker>>,
    numbers_top: bool,
    wrap: Option<Wrap>,
    levels: Vec<Level>,
    /// Where a list was closed, to see it run on.
    stopped_at: HashMap<Style, Stopped>,
    /// Behind 名词解释 numbers count notes.
    in_notes: bool,
    found: Outline<'a>,
}

impl<'a> Finder<'a, '_> {
    fn take(&mut self, at: usize) {
        let line = self.lines[at];
        if line.is_table_row() {
            return;
        }
        if let Some(found) = self.markers[at] {
            // 2.1 stands under 2. or 二、, or it is a figure.
            let is_loose = |above: u32| self.levels.iter().all(|level| level.last != above);
            if found.above.is_some_and(is_loose) {
                return;
            }
            if !self.in_notes || matches!(found.style, Style::Chinese | Style::Part) {
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
            self.push(at, line.text, Form::Whole, Level::plain());
            return;
        }
        if is_annex_heading(&line) {
            self.in_notes = false;
            self.levels.clear();
            self.stopped_at.clear();
            self.push(at, line.text, Form::Whole, Level::plain());
            return;
        }
        if self.in_notes || starts_item(line.text) {
            return;
        }
        if let Some(text) = plain_heading(&self.view(), at) {
            self.take_plain(at, text);
        }
    }

    fn view(&self) -> View<'a, '_> {
        View {
            lines: self.lines,
            is_text: self.is_text,
            markers: &self.markers,
            last_heading: self.found.entries.last().map(|entry| entry.at),
        }
    }

    fn take_numbered(&mut self, at: usize, found: Marker) {
        let line = self.lines[at];
        // A line cut at the width of the page holds no whole heading, unless a sentence ends in it.
        let is_cut = self.wrap.is_some_and(|wrap| wrap.cuts(&line));
        let span = heading_span(&line, &found).filter(|(_, form)| *form == Form::RunIn || !is_cut);
        let Some(place) = self.place(at, &found, span.is_some()) else {
            return;
        };
        let style = match place {
            Place::Next(depth) | Place::Again(depth) | Place::Resumed(depth) => {
                self.close_below(depth + 1);
                self.levels[depth].style
            }
            Place::New => {
                self.close_shallower(found.style, line.heading_level);
                found.style
            }
        };
        let before = match place {
            Place::New => None,
            _ => self.levels.pop(),
        };
        let was_items =
            matches!(place, Place::Next(_)) && before.as_ref().is_some_and(|level| level.is_items);
        let broken_at = match place {
            Place::Next(_) => before.and_then(|level| level.broken_at),
            Place::Again(_) => before.map(|level| level.last),
            Place::Resumed(_) | Place::New => None,
        };
        let heading = span.filter(|(_, form)| !was_items || *form == Form::RunIn);
        let level = Level {
            style,
            last: found.number,
            is_items: heading.is_none(),
            is_run_in: heading.is_some_and(|(_, form)| form == Form::RunIn),
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

    /// Where a number belongs, if it belongs anywhere.
    fn place(&mut self, at: usize, found: &Marker, looks_like_heading: bool) -> Option<Place> {
        let line = self.lines[at].number;
        let number = found.number;
        let open = self
            .levels
            .iter()
            .rposition(|level| level.style == found.style);
        if let Some(depth) = open {
            let last = self.levels[depth].last;
            if number == last + 1 {
                return Some(Place::Next(depth));
            }
            if self.levels[depth].broken_at == Some(number.saturating_sub(1)) {
                return Some(Place::Resumed(depth));
            }
        }
        if let Some(depth) = self.mistyped_as(found) {
            self.report(
                line,
                "numbering_style",
                format!("number {number} is typed in another style than its list"),
            );
            return Some(Place::Next(depth));
        }
        match open {
            Some(depth) => {
                let last = self.levels[depth].last;
                if number == 1 {
                    return Some(Place::Again(depth));
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
                Some(Place::Next(depth))
            }
            None if number == 1 => Some(Place::New),
            None => {
                let stopped = self.stopped_at.get(&found.style).copied();
                if let Some(stopped) = stopped.filter(|stopped| stopped.last + 1 == number) {
                    // What opened since stood inside the list, if the list stood at the top; else the
                    // headings without a number did.
                    let is_plain = |level: &Level| level.style == Style::Plain;
                    while self.levels.len() > stopped.n_levels
                        && (stopped.n_levels == 0 || self.levels.last().is_some_and(is_plain))
                    {
                        self.close_last();
                    }
                    return Some(Place::New);
                }
                let is_upper = matches!(
                    found.style,
                    Style::Chinese | Style::ChineseBracketed | Style::Part
                );
                if !is_upper || !looks_like_heading || number > 1 + MAX_SKIP {
                    return None;
                }
                self.report(
                    line,
                    "numbering_gap",
                    format!("a list starts at number {number}"),
                );
                Some(Place::New)
            }
        }
    }

    /// 4、 typed for 四、, (4) for （四）: the level whose next number it is.
    fn mistyped_as(&self, found: &Marker) -> Option<usize> {
        let meant = match found.style {
            Style::Arabic if found.has_comma => Style::Chinese,
            Style::ArabicBracketed => Style::ChineseBracketed,
            Style::Chinese => Style::ChineseBracketed,
            _ => return None,
        };
        if found.style == Style::Chinese
            && self
                .levels
                .iter()
                .any(|level| level.style == Style::Chinese)
        {
            return None;
        }
        let depth = self.levels.iter().rposition(|level| level.style == meant)?;
        let level = &self.levels[depth];
        (found.number == level.last + 1 && found.number > 1).then_some(depth)
    }

    /// A heading by its style closes those that are set as deep as it or deeper.
    fn take_styled(&mut self, at: usize, text: &'a str, level: u32) {
        let is_above = |above: &Level| {
            let set_as = above.set_as.unwrap_or(usual_level(above.style));
            !above.is_items && set_as < level
        };
        while self.levels.last().is_some_and(|last| !is_above(last)) {
            self.close_last();
        }
        self.in_notes = false;
        let mut own = Level::plain();
        own.set_as = Some(level);
        self.push(at, text, Form::Whole, own);
    }

    fn take_plain(&mut self, at: usize, text: &'a str) {
        let is_end = matches!(text, "结束语" | "结语" | "引言" | "前言");
        let is_styled = |level: &Level| level.style == Style::Plain && level.set_as.is_some();
        let styled = self.levels.iter().rposition(is_styled);
        if let Some(depth) = styled.filter(|_| !is_end) {
            // Under what its author set as a heading.
            self.close_below(depth + 1);
            self.push(at, text, Form::Whole, Level::plain());
            return;
        }
        let is_section =
            is_end || (!self.numbers_top && (names_section(text) || self.levels.is_empty()));
        if is_section {
            self.close_below(0);
        } else if let Some(depth) = self
            .levels
            .iter()
            .position(|level| level.style == Style::Plain)
        {
            let keep = if !self.numbers_top
                && depth == 0
                && self.levels.len() > 1
                && self.levels[1].style == Style::Plain
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
        self.push(at, text, Form::Whole, Level::plain());
    }

    fn push(&mut self, at: usize, text: &'a str, form: Form, level: Level) {
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
    fn close_shallower(&mut self, style: Style, set_as: Option<u32>) {
        while let Some(level) = self.levels.last() {
            let stands_under = match level.style {
                // What its author set as a heading holds numbers, but for one that is set as high.
                Style::Plain if level.set_as.is_some() => {
                    set_as.is_none_or(|own| level.set_as < Some(own))
                }
                Style::Plain => !(self.numbers_top && style.rank() <= 2),
                _ => level.style.rank() < style.rank(),
            };
            if stands_under && !level.is_items {
                break;
            }
            self.close_last();
        }
    }

    fn close_below(&mut self, n_levels: usize) {
        while self.levels.len() > n_levels {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        if let Some(level) = self.levels.pop() {
            let stopped = Stopped {
                last: level.last,
                n_levels: self.levels.len(),
            };
            self.stopped_at.insert(level.style, stopped);
        }
    }

    fn report(&mut self, line: u32, code: &str, message: String) {
        self.found.problems.push(Problem {
            line,
            code: code.to_owned(),
            message,
        });
    }
}

impl Level {
    fn plain() -> Level {
        Level {
            style: Style::Plain,
            last: 0,
            is_items: false,
            is_run_in: false,
            broken_at: None,
            set_as: None,
        }
    }
}

enum Place {
    /// The next of the open list at this index.
    Next(usize),
    /// The first of a list that starts again at this index, without a heading above it.
    Again(usize),
    /// The next of the list that the one at this index broke into.
    Resumed(usize),
    /// The first of a new list.
    New,
}
