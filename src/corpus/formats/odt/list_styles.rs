//! The automatic numbers of an .odt, which the program that shows it computes.
//!
//! Input: the trees of `content.xml` and `styles.xml`, and then the lists and headings in the order of the text. Output: the number before each paragraph,
//! as text. The rules are those of OpenDocument 1.3, 16.30 to 16.34; `lists` does the counting.

use std::collections::HashMap;

use crate::corpus::formats::lists::{List, ListLevel, N_LEVELS, NumberedLists};
use crate::corpus::formats::xml::Element;

/// The name by which the numbering of headings is kept; no list style has it.
const OUTLINE: &str = "\0outline";

/// The list styles of a document, and how far each list has counted.
#[derive(Debug, Default)]
pub(super) struct ListStyles {
    styles: HashMap<String, Vec<ListLevel>>,
    lists: NumberedLists,
    /// The list that a list style was last used by, and the list of each id.
    last: HashMap<String, String>,
    n_lists: usize,
}

impl ListStyles {
    /// Reads the list styles of both parts, and the numbering of headings.
    pub(super) fn new<'e>(parts: impl Iterator<Item = &'e Element>) -> ListStyles {
        let mut read = ListStyles::default();
        for part in parts {
            for group in part
                .elements()
                .filter(|group| group.name.ends_with("styles"))
            {
                for style in group.elements() {
                    let name = match &*style.name {
                        "list-style" => style.attribute("name"),
                        "outline-style" => Some(OUTLINE),
                        _ => None,
                    };
                    if let Some(name) = name {
                        read.styles.insert(name.to_owned(), levels(style));
                    }
                }
            }
        }
        if let Some(levels) = read.styles.get(OUTLINE) {
            let list = list_of(OUTLINE, levels);
            read.lists.add(OUTLINE, list);
        }
        read
    }

    /// Begins a list of a style, or goes on with one that went before, and gives the name that it counts under.
    pub(super) fn begin(&mut self, list: &Element, style: &str) -> String {
        let goes_on_with = match list.attribute("continue-list") {
            Some(id) => self.last.get(&format!("#{id}")),
            None if list.attribute("continue-numbering") == Some("true") => self.last.get(style),
            None => None,
        };
        let name = goes_on_with.cloned().unwrap_or_else(|| {
            self.n_lists += 1;
            let name = format!("{style}\0{}", self.n_lists);
            let levels = self.styles.get(style).map_or(&[][..], Vec::as_slice);
            self.lists.add(&name, list_of(&name, levels));
            name
        });
        self.last.insert(style.to_owned(), name.clone());
        if let Some(id) = list.attribute("id") {
            self.last.insert(format!("#{id}"), name.clone());
        }
        name
    }

    /// Counts the next item of a list, at a level from 0, and gives its number.
    pub(super) fn next(&mut self, list: &str, level: usize) -> String {
        self.lists.next(list, level)
    }

    /// Counts the next heading, at a level from 1, and gives its number.
    pub(super) fn next_heading(&mut self, level: u32) -> String {
        match level.checked_sub(1) {
            Some(level) => self.lists.next(OUTLINE, level as usize),
            None => String::new(),
        }
    }
}

/// Makes a list that counts by itself.
fn list_of(name: &str, levels: &[ListLevel]) -> List {
    let mut list = List::new(name);
    for (slot, level) in list.levels.iter_mut().zip(levels) {
        *slot = level.clone();
    }
    list
}

/// Reads the levels of a list style; one that it does not describe has no number.
fn levels(style: &Element) -> Vec<ListLevel> {
    let without_number = ListLevel {
        format: "none".to_owned(),
        ..ListLevel::default()
    };
    let mut levels = vec![without_number; N_LEVELS];
    for described in style.elements() {
        let level = described
            .attribute("level")
            .and_then(|level| level.parse().ok());
        let at = level.and_then(|level: usize| level.checked_sub(1));
        let Some((at, slot)) = at.and_then(|at| Some((at, levels.get_mut(at)?))) else {
            continue;
        };
        if &*described.name == "list-level-style-bullet" {
            slot.format = "bullet".to_owned();
            continue;
        }
        let format = format_of(described.attribute("num-format").unwrap_or_default());
        slot.format = format.to_owned();
        slot.start = described
            .attribute("start-value")
            .and_then(|value| value.parse().ok())
            .unwrap_or(1);
        if format != "none" {
            slot.text = text_of(described, at);
        }
    }
    levels
}

/// Gives the text around the numbers of a level, with `%n` for the number of level n.
fn text_of(level: &Element, at: usize) -> String {
    // LibreOffice writes the whole of it since version 7: %1%.%2%、
    if let Some(text) = level.attribute("num-list-format") {
        let mut shown = text.to_owned();
        for number in 1..=N_LEVELS {
            shown = shown.replace(&format!("%{number}%"), &format!("%{number}"));
        }
        return shown;
    }
    let n_shown = level
        .attribute("display-levels")
        .and_then(|n| n.parse().ok())
        .unwrap_or(1_usize);
    let first = (at + 1).saturating_sub(n_shown.max(1));
    let numbers: Vec<String> = (first..=at).map(|at| format!("%{}", at + 1)).collect();
    let affix = |name: &str| level.attribute(name).unwrap_or_default().to_owned();
    affix("num-prefix") + &numbers.join(".") + &affix("num-suffix")
}

/// Gives the name that `counting` knows a number format by. Those beyond Latin letters and digits are named by their first numbers: `一, 二, 三, ...`.
fn format_of(format: &str) -> &'static str {
    match format.chars().next() {
        None => "none",
        Some('1') if format.starts_with("1st") => "decimal",
        Some('一') => "chineseCountingThousand",
        Some('壹') => "chineseLegalSimplified",
        Some('①') => "decimalEnclosedCircle",
        Some('１') => "decimalFullWidth",
        Some('甲') => "ideographTraditional",
        Some('子') => "ideographZodiac",
        Some('a') => "lowerLetter",
        Some('A') => "upperLetter",
        Some('i') => "lowerRoman",
        Some('I') => "upperRoman",
        _ => "decimal",
    }
}
