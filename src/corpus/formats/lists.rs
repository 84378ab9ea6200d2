//! The numbered lists of Word, and the number that each puts before its next paragraph.
//!
//! Input: the levels of a list as a .docx or a .doc describes them, and then its paragraphs in order. Output: each paragraph's number as
//! text, which `counting` writes. The rules are those of ECMA-376 part 1, 17.9; a .doc counts in the same way. Bullets give no text.

use std::collections::HashMap;

use super::counting::written;

/// How many levels a list has.
pub(super) const N_LEVELS: usize = 9;

/// How one level of a list numbers its paragraphs.
#[derive(Debug, Clone)]
pub(super) struct ListLevel {
    /// The first number.
    pub(super) start: u32,
    /// The format of its numbers by its name in ECMA-376: `chineseCounting`.
    pub(super) format: String,
    /// The text around the numbers, where `%n` is the number of level n: 第%1章.
    pub(super) text: String,
    /// Whether the numbers of higher levels are written as decimals.
    pub(super) is_legal: bool,
    /// Whether the numbering continues when a higher level moves on.
    pub(super) runs_on: bool,
    /// The paragraph style that belongs to this level.
    pub(super) style: Option<String>,
}

impl Default for ListLevel {
    fn default() -> ListLevel {
        ListLevel {
            start: 1,
            format: "decimal".to_owned(),
            text: String::new(),
            is_legal: false,
            runs_on: false,
            style: None,
        }
    }
}

/// A list that paragraphs refer to.
#[derive(Debug, Clone)]
pub(super) struct List {
    /// The id of the list's definition; lists that share one count together.
    pub(super) definition: String,
    /// Its levels, [`N_LEVELS`] of them.
    pub(super) levels: Vec<ListLevel>,
    /// For each level the number that this list begins it with, if it overrides the level's.
    pub(super) starts: [Option<u32>; N_LEVELS],
}

impl List {
    /// Makes a list of a definition, with levels to be filled in.
    pub(super) fn new(definition: &str) -> List {
        List {
            definition: definition.to_owned(),
            levels: vec![ListLevel::default(); N_LEVELS],
            starts: [None; N_LEVELS],
        }
    }
}

/// The lists of a document, each with how far it has counted.
#[derive(Debug, Default)]
pub(super) struct NumberedLists {
    lists: HashMap<String, List>,
    /// For each definition the last number of every level.
    counts: HashMap<String, [Option<u32>; N_LEVELS]>,
    /// For each list which of its levels have begun.
    begun: HashMap<String, [bool; N_LEVELS]>,
}

impl NumberedLists {
    /// Adds a list under the id by which paragraphs refer to it.
    pub(super) fn add(&mut self, id: &str, list: List) {
        self.lists.insert(id.to_owned(), list);
    }

    /// Returns the list of an id.
    pub(super) fn get(&self, id: &str) -> Option<&List> {
        self.lists.get(id)
    }

    /// Counts the next paragraph of a list, at a level from 0, and returns its number; it is empty if there is no such list.
    pub(super) fn next(&mut self, id: &str, at: usize) -> String {
        let Some(list) = self.lists.get(id).filter(|_| at < N_LEVELS) else {
            return String::new();
        };
        let counts = self.counts.entry(list.definition.clone()).or_default();
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

/// Puts a number before a text, with a space between them if the two would run into each other.
pub(super) fn numbered(number: &str, text: &str) -> String {
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

/// Writes the number of a level, with the text around it.
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
    // A symbol of a private font means nothing as a character.
    if text
        .chars()
        .all(|c| c.is_whitespace() || ('\u{e000}'..='\u{f8ff}').contains(&c))
    {
        return String::new();
    }
    text
}
