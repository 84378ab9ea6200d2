//! Lists of Word: how far each has counted, and what stands before its next paragraph.
//!
//! Input: levels as a .docx or a .doc describes them. Output: the number as text. ECMA-376 part 1, 17.9; a .doc
//! counts alike. Bullets stand for nothing.

use std::collections::HashMap;

use super::counting::written;

/// How many levels a list has.
pub(in crate::corpus) const N_LEVELS: usize = 9;

/// What stands before a paragraph of one level of a list.
#[derive(Debug, Clone)]
pub(in crate::corpus) struct Level {
    /// The first number.
    pub(in crate::corpus) start: u32,
    /// As ECMA-376 names it: `chineseCounting`.
    pub(in crate::corpus) format: String,
    /// 第%1章: each `%n` is the number of level n.
    pub(in crate::corpus) text: String,
    /// Whether numbers of higher levels are written as decimals.
    pub(in crate::corpus) is_legal: bool,
    /// Whether the numbering runs on when a higher level goes on.
    pub(in crate::corpus) runs_on: bool,
    /// The style whose paragraphs stand at this level.
    pub(in crate::corpus) style: Option<String>,
}

impl Default for Level {
    fn default() -> Level {
        Level {
            start: 1,
            format: "decimal".to_owned(),
            text: String::new(),
            is_legal: false,
            runs_on: false,
            style: None,
        }
    }
}

/// A list as paragraphs name it.
#[derive(Debug, Clone)]
pub(in crate::corpus) struct List {
    /// Lists of one kind go on counting together.
    pub(in crate::corpus) kind: String,
    /// Its levels, [`N_LEVELS`] of them.
    pub(in crate::corpus) levels: Vec<Level>,
    /// A number that this list begins a level with, in the place of the level's.
    pub(in crate::corpus) starts: [Option<u32>; N_LEVELS],
}

impl List {
    /// A list whose levels are not known yet.
    pub(in crate::corpus) fn new(kind: &str) -> List {
        List {
            kind: kind.to_owned(),
            levels: vec![Level::default(); N_LEVELS],
            starts: [None; N_LEVELS],
        }
    }
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(in crate::corpus) struct Lists {
    lists: HashMap<String, List>,
    counts: HashMap<String, [Option<u32>; N_LEVELS]>,
    begun: HashMap<String, [bool; N_LEVELS]>,
}

impl Lists {
    /// Adds a list by the name that paragraphs call it.
    pub(in crate::corpus) fn add(&mut self, id: &str, list: List) {
        self.lists.insert(id.to_owned(), list);
    }

    /// A list by its name.
    pub(in crate::corpus) fn get(&self, id: &str) -> Option<&List> {
        self.lists.get(id)
    }

    /// The number before the next paragraph of a list, at a level from 0; empty where there is no such list.
    pub(in crate::corpus) fn next(&mut self, id: &str, at: usize) -> String {
        let Some(list) = self.lists.get(id).filter(|_| at < N_LEVELS) else {
            return String::new();
        };
        let counts = self.counts.entry(list.kind.clone()).or_default();
        let begun = self.begun.entry(id.to_owned()).or_default();
        let start = list.levels[at].start;
        counts[at] = match (list.starts[at], begun[at], counts[at]) {
            (Some(restart), false, _) => Some(restart),
            (_, _, Some(count)) => Some(count.saturating_add(1)),
            (_, _, None) => Some(list.starts[at].unwrap_or(start)),
        };
        begun[at] = true;
        for (count, level) in counts.iter_mut().zip(&list.levels).skip(at + 1) {
            if !level.runs_on {
                *count = None;
            }
        }
        label(list, at, counts)
    }
}

/// A number and the text after it; a space between them where the number would run into it.
pub(in crate::corpus) fn numbered(number: &str, text: &str) -> String {
    let Some(last) = number.chars().last() else {
        return text.to_owned();
    };
    let text = text.trim_start();
    let is_open = last.is_alphanumeric() || last == '.';
    let runs_in = text.starts_with(|c: char| c.is_ascii_alphanumeric());
    match is_open && (runs_in || last != '.') {
        true => format!("{number} {text}"),
        false => format!("{number}{text}"),
    }
}

fn label(list: &List, at: usize, counts: &[Option<u32>; N_LEVELS]) -> String {
    let level = &list.levels[at];
    if level.format == "bullet" {
        return String::new();
    }
    let mut text = String::new();
    let mut characters = level.text.chars().peekable();
    while let Some(c) = characters.next() {
        let number = match (c, characters.peek().and_then(|next| next.to_digit(10))) {
            ('%', Some(number @ 1..=9)) => number as usize - 1,
            _ => {
                text.push(c);
                continue;
            }
        };
        characters.next();
        let count = counts[number].unwrap_or(list.levels[number].start);
        let format = match level.is_legal && number != at {
            true => "decimal",
            false => list.levels[number].format.as_str(),
        };
        text.push_str(&written(count, format));
    }
    // A symbol of a private font says nothing as a character.
    if text
        .chars()
        .all(|c| c.is_whitespace() || ('\u{e000}'..='\u{f8ff}').contains(&c))
    {
        return String::new();
    }
    text
}
