//! Which marks of a query are operators, and which are text.
//!
//! Input: what was typed. Output: its words, phrases, fields and operators, each with its column. Text pasted from a page
//! holds the same marks, so a mark is an operator only where text seldom has it so:
//!
//! - A query of several lines is pasted: all of it is text.
//! - "…", “…”, 「…」 and 『…』 are a phrase where the opening mark begins a word and the closing mark ends one: white space,
//!   a bar, a group's bracket or the end follows. Glued to text they are text: 教师“区管校聘”管理.
//! - `-` takes away where it begins a word: after white space or an opening bracket, and nothing between it and its word.
//! - `|` parts alternatives wherever it stands.
//! - ( ) group where a bar stands inside, or where the opening one begins a word and the closing one ends one; but where
//!   they are the only operators of a query, they group nothing and are text: （一） 推进轮岗.
//! - A field is one of the known names at the beginning of a word, a colon, and a value glued to it: 年:2022, not 目标：. But
//!   for a section, a value is letters, digits, commas and the marks of a range, or quoted.
//! - `?` and `*` are wildcards in a word of nothing but letters, digits and wildcards.
//! - NEAR/10, NEAR, SENT, PASS, AND, OR, NOT stand between white space, in capitals; so do 同句 and 同段.
//!
//! Full width counts as half. Refuses to know what goes with what.

use std::ops::Range;

use super::field::{Field, MAX_NAME_CHARS, field_named};
use super::pattern::is_wildcard;
use super::tree::Relation;
use crate::analysis::fold_char;

/// How many folded characters NEAR spans that says no number.
const DEFAULT_NEAR: u32 = 10;

/// A word or an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Text up to the next white space or operator.
    Word,
    /// A word with wildcards.
    Wildcards,
    /// What stands between quotation marks.
    Phrase,
    /// What follows a field's colon.
    Value(Field),
    Open,
    Close,
    Bar,
    Minus,
    And,
    Link(Relation),
}

/// A mark and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) mark: Mark,
    /// The characters that it is of.
    pub(super) range: Range<usize>,
}

/// What was typed, marked.
pub(super) struct Marked {
    pub(super) marks: Vec<Placed>,
    /// Where a quotation mark or a bracket opens, that begins a word and is not closed.
    pub(super) not_closed: Option<usize>,
}

/// Marks what was typed.
pub(super) fn mark(chars: &[char]) -> Marked {
    let is_pasted = chars
        .iter()
        .any(|c| matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}'));
    let mut marker = Marker::new(chars);
    if is_pasted {
        return Marked {
            marks: Vec::new(),
            not_closed: None,
        };
    }
    marker.run();
    Marked {
        marks: marker.marks,
        not_closed: marker.not_closed,
    }
}

/// Half width, for what means the same in full.
pub(super) fn half(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - '！' as u32 + '!' as u32).unwrap_or(c),
        _ => c,
    }
}

/// The kind of quotation mark: those of one kind open and close each other.
fn quotation_mark(c: char) -> Option<u8> {
    match c {
        '"' | '＂' | '“' | '”' => Some(0),
        '「' | '」' => Some(1),
        '『' | '』' => Some(2),
        _ => None,
    }
}

struct Marker<'c> {
    chars: &'c [char],
    /// Whether a word begins at each character.
    starts: Vec<bool>,
    /// The closing mark of a phrase, at its opening mark.
    phrase_ends: Vec<Option<usize>>,
    /// The other bracket, at both brackets of a group.
    group: Vec<Option<usize>>,
    at: usize,
    marks: Vec<Placed>,
    not_closed: Option<usize>,
}

impl<'c> Marker<'c> {
    fn new(chars: &'c [char]) -> Marker<'c> {
        let mut marker = Marker {
            chars,
            starts: vec![false; chars.len()],
            phrase_ends: vec![None; chars.len()],
            group: vec![None; chars.len()],
            at: 0,
            marks: Vec::new(),
            not_closed: None,
        };
        marker.find_starts();
        marker.find_phrases();
        marker.find_groups();
        marker
    }

    fn half(&self, at: usize) -> char {
        self.chars.get(at).copied().map_or(' ', half)
    }

    fn is_blank(&self, at: usize) -> bool {
        self.chars.get(at).is_none_or(|c| c.is_whitespace())
    }

    fn find_starts(&mut self) {
        for at in 0..self.chars.len() {
            self.starts[at] = at == 0 || self.is_blank(at - 1) || {
                let opens = matches!(self.half(at - 1), '(' | '-') && self.starts[at - 1];
                opens || self.half(at - 1) == '|' || self.field_that_ends(at - 1).is_some()
            };
        }
    }

    /// The field whose colon stands there.
    fn field_that_ends(&self, colon: usize) -> Option<Field> {
        if self.half(colon) != ':' {
            return None;
        }
        let earliest = colon.saturating_sub(MAX_NAME_CHARS);
        let start = (earliest..colon).rev().find(|&at| self.starts[at])?;
        let name: String = self.chars[start..colon].iter().collect();
        field_named(&name)
    }

    fn find_phrases(&mut self) {
        let mut closing = [None; 3];
        let mut next: Vec<Option<usize>> = vec![None; self.chars.len()];
        for (at, &c) in self.chars.iter().enumerate().rev() {
            if let Some(kind) = quotation_mark(c) {
                next[at] = closing[kind as usize];
                closing[kind as usize] = Some(at);
            }
        }
        let mut at = 0;
        while at < self.chars.len() {
            let opens = self.starts[at] && quotation_mark(self.chars[at]).is_some();
            match next[at] {
                Some(end) if opens && self.ends_word(end) => {
                    self.phrase_ends[at] = Some(end);
                    at = end;
                }
                None if opens => self.not_closed = self.not_closed.or(Some(at)),
                _ => {}
            }
            at += 1;
        }
    }

    /// Whether only closing brackets stand between a character and the next white space, bar or end.
    fn ends_word(&self, at: usize) -> bool {
        let after = (at + 1..).find(|&at| self.half(at) != ')');
        after.is_some_and(|at| self.is_blank(at) || self.half(at) == '|')
    }

    fn find_groups(&mut self) {
        let mut open: Vec<(usize, usize)> = Vec::new();
        let (mut n_bars, mut at) = (0, 0);
        let mut pairs = Vec::new();
        while at < self.chars.len() {
            match self.half(at) {
                '(' => open.push((at, n_bars)),
                ')' => {
                    if let Some((start, n_bars_before)) = open.pop() {
                        pairs.push((start, at, n_bars > n_bars_before));
                    }
                }
                '|' => n_bars += 1,
                _ => at = self.phrase_ends[at].unwrap_or(at),
            }
            at += 1;
        }
        // Brackets that close together end their words together: asked once for all of them.
        let mut last_asked = (usize::MAX, false);
        for &(start, end, has_bar) in pairs.iter().rev() {
            let ends = match last_asked {
                (next, ends) if next == end + 1 => ends,
                _ => self.ends_word(end),
            };
            last_asked = (end, ends);
            if has_bar || (self.starts[start] && ends) {
                self.group[start] = Some(end);
                self.group[end] = Some(start);
            }
        }
        let unclosed = open.iter().map(|(at, _)| *at).find(|&at| self.starts[at]);
        self.not_closed = self.not_closed.or(unclosed);
    }

    fn add(&mut self, mark: Mark, range: Range<usize>) {
        self.at = range.end;
        self.marks.push(Placed { mark, range });
    }

    fn run(&mut self) {
        while self.at < self.chars.len() {
            let at = self.at;
            match self.half(at) {
                _ if self.is_blank(at) => self.at += 1,
                '|' => self.add(Mark::Bar, at..at + 1),
                '(' if self.group[at].is_some() => self.add(Mark::Open, at..at + 1),
                ')' if self.group[at].is_some() => self.add(Mark::Close, at..at + 1),
                '-' if self.takes_away(at) => self.add(Mark::Minus, at..at + 1),
                _ => match self.phrase_ends[at] {
                    Some(end) => {
                        self.add(Mark::Phrase, at + 1..end);
                        self.at = end + 1;
                    }
                    None => self.word(),
                },
            }
        }
    }

    fn takes_away(&self, at: usize) -> bool {
        let next = self.chars.get(at + 1).copied().unwrap_or(' ');
        let is_word = next.is_alphanumeric()
            || self.phrase_ends.get(at + 1).is_some_and(Option::is_some)
            || self.group.get(at + 1).is_some_and(Option::is_some);
        self.starts[at] && is_word
    }

    /// A word, a field or an operator that is a word.
    fn word(&mut self) {
        let start = self.at;
        let mut end = start;
        while !self.ends_before(end) {
            end += 1;
            if let Some(field) = self.field_of(start, end) {
                return self.value(field, end);
            }
        }
        let stands_alone = self.starts[start] && (self.is_blank(end) || self.group[end].is_some());
        let operator = stands_alone
            .then(|| operator_named(&self.chars[start..end]))
            .flatten();
        let mark = operator.unwrap_or_else(|| self.kind_of_word(start..end));
        self.add(mark, start..end);
    }

    /// Whether white space, a bar, a group's bracket or the end stands there.
    fn ends_before(&self, at: usize) -> bool {
        self.is_blank(at) || self.half(at) == '|' || self.group[at].is_some()
    }

    /// The field whose name and colon are the characters of a word so far, where a value follows.
    fn field_of(&self, start: usize, end: usize) -> Option<Field> {
        let is_short = end - start <= MAX_NAME_CHARS + 1;
        if !is_short || !self.starts[start] || self.ends_before(end) {
            return None;
        }
        self.field_that_ends(end - 1)
    }

    fn value(&mut self, field: Field, start: usize) {
        if let Some(end) = self.phrase_ends[start] {
            self.add(Mark::Value(field), start + 1..end);
            self.at = end + 1;
            return;
        }
        let end = (start..).find(|&at| self.ends_before(at)).unwrap_or(start);
        match field.may_hold(&self.chars[start..end]) {
            true => self.add(Mark::Value(field), start..end),
            false => self.add(Mark::Word, self.at..end),
        }
    }

    fn kind_of_word(&self, range: Range<usize>) -> Mark {
        let folded: Vec<char> = self.chars[range]
            .iter()
            .filter_map(|c| fold_char(*c))
            .collect();
        let is_plain = folded
            .iter()
            .all(|c| c.is_alphanumeric() || is_wildcard(*c));
        let star_at_an_end =
            folded.len() > 1 && (folded.first() == Some(&'*') || folded.last() == Some(&'*'));
        let inner = folded.windows(3).any(|three| is_wildcard(three[1]));
        let ends_in_question = [folded.first(), folded.last()].contains(&Some(&'?'));
        match is_plain && !ends_in_question && (star_at_an_end || inner) {
            true if folded.iter().any(|c| c.is_alphanumeric()) => Mark::Wildcards,
            _ => Mark::Word,
        }
    }
}

/// The operator of a word.
fn operator_named(word: &[char]) -> Option<Mark> {
    if word.len() > 16 {
        return None;
    }
    let word: String = word.iter().map(|c| half(*c)).collect();
    let mark = match word.as_str() {
        "AND" => Mark::And,
        "OR" => Mark::Bar,
        "NOT" => Mark::Minus,
        "NEAR" => Mark::Link(Relation::Near(DEFAULT_NEAR)),
        "SENT" | "SENTENCE" | "同句" => Mark::Link(Relation::Sentence),
        "PASS" | "PASSAGE" | "同段" => Mark::Link(Relation::Passage),
        _ => {
            let (name, n_chars) = word.split_once('/')?;
            let is_near = name.eq_ignore_ascii_case("near") || matches!(name, "近" | "邻近");
            let is_number = !n_chars.is_empty() && n_chars.bytes().all(|b| b.is_ascii_digit());
            if !is_near || !is_number {
                return None;
            }
            Mark::Link(Relation::Near(n_chars.parse().unwrap_or(u32::MAX)))
        }
    };
    Some(mark)
}
