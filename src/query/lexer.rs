//! Splits a query into lexemes, and decides which of its marks are operators and which are text.
//!
//! Input: what was typed. Output: its words, phrases, field values and operators, each with its column. Text pasted from a page
//! holds the same marks, so a mark is an operator only where it seldom occurs in text:
//!
//! - A query of several lines was pasted: all of it is text.
//! - "…", “…”, 「…」 and 『…』 enclose a phrase where the opening mark begins a word and the closing mark ends one: white space,
//!   a bar, a bracket of a group or the end follows. Between characters of a text they are text: 教师“区管校聘”管理.
//! - `-` excludes where it begins a word: it comes after white space or an opening bracket, and its word follows at once.
//! - `|` separates alternatives, wherever it is.
//! - ( ) group where there is a bar inside, or where the opening one begins a word and the closing one ends one; but where
//!   they are the only operators of a query, they group nothing and are text: （一） 推进轮岗.
//! - A field is one of the known names at the beginning of a word, a colon, and a value that follows at once: 年:2022, not 目标：. A value
//!   consists of letters, digits, commas and the marks of a range, or it is quoted; only that of a section may be any text.
//! - `?` and `*` are wildcards in a word of nothing but letters, digits and wildcards. A `?` at its end is none where the word is long or asks
//!   something: 怎么轮岗?
//! - NEAR/10, NEAR, SENT, PASS, AND, OR and NOT are operators between white space, in capitals; so are 同句 and 同段.
//!
//! Full width counts as half. What an operator applies to is decided in `parse.rs`.

use std::ops::Range;

use super::field::{Field, MAX_NAME_CHARS, field_named};
use super::pattern::is_wildcard;
use super::tree::Relation;
use crate::analysis::{fold_char, in_interrogatives};

/// How many folded characters NEAR spans where it gives no number.
const DEFAULT_NEAR: u32 = 10;

/// A longer word that ends in a question mark is a question.
const MAX_PATTERN_CHARS: usize = 8;

/// What a lexeme is: text, or an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LexemeKind {
    /// Text up to the next white space or operator.
    Word,
    /// A word with wildcards.
    Wildcards,
    /// The text between quotation marks.
    Phrase,
    /// The value after a field's colon.
    Value(Field),
    Open,
    Close,
    Bar,
    Minus,
    And,
    Link(Relation),
}

/// A lexeme, and the characters that it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lexeme {
    pub(super) kind: LexemeKind,
    /// The numbers of its characters.
    pub(super) range: Range<usize>,
}

/// What was typed, as lexemes.
pub(super) struct Lexemes {
    pub(super) lexemes: Vec<Lexeme>,
    /// The first quotation mark or bracket that begins a word and is never closed.
    pub(super) not_closed: Option<usize>,
}

/// Splits what was typed into lexemes.
pub(super) fn lex(chars: &[char]) -> Lexemes {
    let mut lexer = Lexer::new(chars);
    if chars.iter().any(|c| is_line_break(*c)) {
        return Lexemes {
            lexemes: Vec::new(),
            not_closed: None,
        };
    }
    lexer.run();
    Lexemes {
        lexemes: lexer.lexemes,
        not_closed: lexer.not_closed,
    }
}

/// Whether a character breaks a line. A query of several lines was pasted.
pub(super) fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// Gives the half-width form of a character that has one.
pub(super) fn half(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - '！' as u32 + '!' as u32).unwrap_or(c),
        _ => c,
    }
}

/// Gives the kind of a quotation mark: marks of one kind open and close each other.
fn quotation_mark(c: char) -> Option<u8> {
    match c {
        '"' | '＂' | '“' | '”' => Some(0),
        '「' | '」' => Some(1),
        '『' | '』' => Some(2),
        _ => None,
    }
}

struct Lexer<'c> {
    chars: &'c [char],
    /// Whether a word begins at each character.
    starts: Vec<bool>,
    /// At the opening mark of each phrase, its closing mark.
    phrase_ends: Vec<Option<usize>>,
    /// At both brackets of each group, the other one.
    group: Vec<Option<usize>>,
    at: usize,
    lexemes: Vec<Lexeme>,
    not_closed: Option<usize>,
}

impl<'c> Lexer<'c> {
    fn new(chars: &'c [char]) -> Lexer<'c> {
        let mut lexer = Lexer {
            chars,
            starts: vec![false; chars.len()],
            phrase_ends: vec![None; chars.len()],
            group: vec![None; chars.len()],
            at: 0,
            lexemes: Vec::new(),
            not_closed: None,
        };
        lexer.find_starts();
        lexer.find_phrases();
        lexer.find_groups();
        lexer
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

    /// Gives the field whose colon is at this character.
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

    /// Whether there are only closing brackets between a character and the next white space, bar or end.
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
        // A row of closing brackets ends the same word, so that is worked out once for all of them.
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

    fn add(&mut self, kind: LexemeKind, range: Range<usize>) {
        self.at = range.end;
        self.lexemes.push(Lexeme { kind, range });
    }

    fn run(&mut self) {
        while self.at < self.chars.len() {
            let at = self.at;
            match self.half(at) {
                _ if self.is_blank(at) => self.at += 1,
                '|' => self.add(LexemeKind::Bar, at..at + 1),
                '(' if self.group[at].is_some() => self.add(LexemeKind::Open, at..at + 1),
                ')' if self.group[at].is_some() => self.add(LexemeKind::Close, at..at + 1),
                '-' if self.excludes(at) => self.add(LexemeKind::Minus, at..at + 1),
                _ => match self.phrase_ends[at] {
                    Some(end) => {
                        self.add(LexemeKind::Phrase, at + 1..end);
                        self.at = end + 1;
                    }
                    None => self.word(),
                },
            }
        }
    }

    fn excludes(&self, at: usize) -> bool {
        let next = self.chars.get(at + 1).copied().unwrap_or(' ');
        let is_pattern = is_wildcard(half(next))
            && (self.chars.get(at + 2)).is_some_and(|c| c.is_alphanumeric());
        let is_word = next.is_alphanumeric()
            || is_pattern
            || self.phrase_ends.get(at + 1).is_some_and(Option::is_some)
            || self.group.get(at + 1).is_some_and(Option::is_some);
        self.starts[at] && is_word
    }

    /// Reads a word, a field, or an operator that is a word.
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
        let kind = operator.unwrap_or_else(|| self.kind_of_word(start..end));
        self.add(kind, start..end);
    }

    /// Whether a word ends before this character: at white space, a bar, a bracket of a group or the end.
    fn ends_before(&self, at: usize) -> bool {
        self.is_blank(at) || self.half(at) == '|' || self.group[at].is_some()
    }

    /// Gives the field whose name and colon are the characters of a word so far, where a value follows.
    fn field_of(&self, start: usize, end: usize) -> Option<Field> {
        let is_short = end - start <= MAX_NAME_CHARS + 1;
        if !is_short || !self.starts[start] || self.ends_before(end) {
            return None;
        }
        self.field_that_ends(end - 1)
    }

    fn value(&mut self, field: Field, start: usize) {
        if let Some(end) = self.phrase_ends[start] {
            self.add(LexemeKind::Value(field), start + 1..end);
            self.at = end + 1;
            return;
        }
        let end = (start..).find(|&at| self.ends_before(at)).unwrap_or(start);
        match field.may_hold(&self.chars[start..end]) {
            true => self.add(LexemeKind::Value(field), start..end),
            false => self.add(LexemeKind::Word, self.at..end),
        }
    }

    fn kind_of_word(&self, range: Range<usize>) -> LexemeKind {
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
        let is_question = folded.last() == Some(&'?')
            && (folded.len() > MAX_PATTERN_CHARS
                || in_interrogatives(&folded, &vec![false; folded.len()]).contains(&true));
        let at_an_end = [folded.first(), folded.last()].contains(&Some(&'?'));
        match is_plain && !is_question && (star_at_an_end || inner || at_an_end) {
            true if folded.iter().any(|c| c.is_alphanumeric()) => LexemeKind::Wildcards,
            _ => LexemeKind::Word,
        }
    }
}

/// Gives the operator that a word is.
fn operator_named(word: &[char]) -> Option<LexemeKind> {
    if word.len() > 16 {
        return None;
    }
    let word: String = word.iter().map(|c| half(*c)).collect();
    let kind = match word.as_str() {
        "AND" => LexemeKind::And,
        "OR" => LexemeKind::Bar,
        "NOT" => LexemeKind::Minus,
        "NEAR" => LexemeKind::Link(Relation::Near(DEFAULT_NEAR)),
        "SENT" | "SENTENCE" | "同句" => LexemeKind::Link(Relation::Sentence),
        "PASS" | "PASSAGE" | "同段" => LexemeKind::Link(Relation::Passage),
        _ => {
            let (name, n_chars) = word.split_once('/')?;
            let is_near = name.eq_ignore_ascii_case("near") || matches!(name, "近" | "邻近");
            let is_number = !n_chars.is_empty() && n_chars.bytes().all(|b| b.is_ascii_digit());
            if !is_near || !is_number {
                return None;
            }
            LexemeKind::Link(Relation::Near(n_chars.parse().unwrap_or(u32::MAX)))
        }
    };
    Some(kind)
}
