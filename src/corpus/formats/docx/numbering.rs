//! The automatic numbers of a .docx (自动编号), which Word computes and does not write into the text.
//!
//! Input: `numbering.xml`, `styles.xml`, and the properties of each paragraph in the order of the text. Output: the number before each
//! paragraph, as text, and the level of its heading style. The rules are those of ECMA-376 part 1, 17.9; `lists` does the counting.

use std::collections::HashMap;

use crate::corpus::formats::lists::{List, ListLevel, N_LEVELS, NumberedLists};
use crate::corpus::formats::xml::Element;

/// A style, as far as it numbers its paragraphs or makes headings of them.
#[derive(Debug, Clone, Default)]
struct ParagraphStyle {
    name: String,
    based_on: Option<String>,
    list: Option<String>,
    level: Option<usize>,
    /// The level of the headings set in it, from 0; 9 means body text.
    outline_level: Option<u32>,
}

/// The lists and styles of a document, and how far each list has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: NumberedLists,
    styles: HashMap<String, ParagraphStyle>,
    default_style: Option<String>,
}

impl Numbering {
    /// Reads the two parts, if the document has them.
    pub(super) fn new(numbering: Option<&Element>, styles: Option<&Element>) -> Numbering {
        let mut read = Numbering::default();
        for style in styles.iter().flat_map(|styles| styles.elements()) {
            let Some(id) = style.attribute("styleId") else {
                continue;
            };
            if style.attribute("default") == Some("1")
                && style.attribute("type") == Some("paragraph")
            {
                read.default_style = Some(id.to_owned());
            }
            let properties = style.child("pPr").and_then(|p| p.child("numPr"));
            read.styles.insert(
                id.to_owned(),
                ParagraphStyle {
                    name: style.value_of("name").unwrap_or_default().to_lowercase(),
                    based_on: style.value_of("basedOn").map(str::to_owned),
                    list: properties
                        .and_then(|p| p.value_of("numId"))
                        .map(str::to_owned),
                    level: properties.and_then(|p| p.value_of("ilvl")?.parse().ok()),
                    outline_level: outline_level(style.child("pPr")),
                },
            );
        }
        if let Some(numbering) = numbering {
            read.read_lists(numbering);
        }
        read
    }

    fn read_lists(&mut self, numbering: &Element) {
        let definitions: Vec<&Element> = numbering
            .elements()
            .filter(|e| &*e.name == "abstractNum")
            .collect();
        let by_id = |id: &str| {
            definitions
                .iter()
                .find(|e| e.attribute("abstractNumId") == Some(id))
                .copied()
        };
        for num in numbering.elements().filter(|e| &*e.name == "num") {
            let (Some(id), Some(abstract_id)) =
                (num.attribute("numId"), num.value_of("abstractNumId"))
            else {
                continue;
            };
            let mut definition = by_id(abstract_id);
            if let Some(link) = definition.and_then(|d| d.value_of("numStyleLink")) {
                let linked = definitions
                    .iter()
                    .find(|d| d.value_of("styleLink") == Some(link));
                definition = linked.copied().or(definition);
            }
            let Some(definition) = definition else {
                continue;
            };
            let mut list = List::new(abstract_id);
            for level in definition.elements().filter(|e| &*e.name == "lvl") {
                set_level(&mut list, level);
            }
            for change in num.elements().filter(|e| &*e.name == "lvlOverride") {
                if let Some(level) = change.child("lvl") {
                    set_level(&mut list, level);
                }
                let at = change.attribute("ilvl").and_then(|v| v.parse().ok());
                let start = change
                    .value_of("startOverride")
                    .and_then(|v| v.parse().ok());
                if let Some(slot) = at.and_then(|at: usize| list.starts.get_mut(at)) {
                    *slot = start;
                }
            }
            self.lists.add(id, list);
        }
    }

    /// Returns the name of a paragraph's style in lower case: `heading 1`, `toc 2`.
    pub(super) fn style_name(&self, properties: Option<&Element>) -> &str {
        properties
            .and_then(|p| p.value_of("pStyle"))
            .and_then(|id| self.styles.get(id))
            .map_or("", |style| style.name.as_str())
    }

    /// Returns the heading level of a paragraph, from 1: its own, or that of its style. `标题 2` and `heading 2` are Word's own styles, whose
    /// level is known by their name.
    pub(super) fn heading_level(&self, properties: Option<&Element>) -> Option<u32> {
        let level = outline_level(properties).or_else(|| {
            let mut at = properties.and_then(|p| p.value_of("pStyle"))?;
            for _ in 0..=self.styles.len() {
                let style = self.styles.get(at)?;
                let named = ["heading ", "标题 "]
                    .iter()
                    .find_map(|name| style.name.strip_prefix(name)?.parse().ok());
                let named = named.and_then(|level: u32| level.checked_sub(1));
                if let Some(level) = style.outline_level.or(named) {
                    return Some(level);
                }
                at = style.based_on.as_deref()?;
            }
            None
        });
        level.filter(|level| *level < 9).map(|level| level + 1)
    }

    /// Counts the next paragraph and returns its number; it is empty if the paragraph has none.
    pub(super) fn next(&mut self, properties: Option<&Element>) -> String {
        let Some((id, at)) = self.list_of(properties) else {
            return String::new();
        };
        self.lists.next(&id, at)
    }

    /// Returns the list and the level of a paragraph: its own, or those of its style.
    fn list_of(&self, properties: Option<&Element>) -> Option<(String, usize)> {
        let own = properties.and_then(|p| p.child("numPr"));
        let own_list = own.and_then(|p| p.value_of("numId"));
        let own_level: Option<usize> = own.and_then(|p| p.value_of("ilvl")?.parse().ok());
        if let Some(id) = own_list {
            let level = own_level.unwrap_or(0);
            return (id != "0" && level < N_LEVELS).then(|| (id.to_owned(), level));
        }
        let named = properties.and_then(|p| p.value_of("pStyle"));
        let first = named.or(self.default_style.as_deref())?;
        let mut at = first;
        // The number of styles bounds the steps, in case a chain of styles leads back to itself.
        for _ in 0..=self.styles.len() {
            let style = self.styles.get(at)?;
            if let Some(id) = &style.list {
                let list = self.lists.get(id)?;
                let by_style = list
                    .levels
                    .iter()
                    .position(|level| level.style.as_deref() == Some(first));
                let level = own_level.or(by_style).or(style.level).unwrap_or(0);
                return (id != "0" && level < N_LEVELS).then(|| (id.clone(), level));
            }
            at = style.based_on.as_deref()?;
        }
        None
    }
}

fn outline_level(properties: Option<&Element>) -> Option<u32> {
    properties?.value_of("outlineLvl")?.parse().ok()
}

fn set_level(list: &mut List, level: &Element) {
    let at: Option<usize> = level.attribute("ilvl").and_then(|v| v.parse().ok());
    let Some(slot) = at.and_then(|at| list.levels.get_mut(at)) else {
        return;
    };
    let is_on = |name| {
        level
            .child(name)
            .is_some_and(|e| !matches!(e.attribute("val"), Some("0" | "false" | "off")))
    };
    *slot = ListLevel {
        start: level
            .value_of("start")
            .and_then(|v| v.parse().ok())
            .unwrap_or(0),
        format: level.value_of("numFmt").unwrap_or("decimal").to_owned(),
        text: level.value_of("lvlText").unwrap_or_default().to_owned(),
        is_legal: is_on("isLgl"),
        runs_on: level.value_of("lvlRestart") == Some("0"),
        style: level.value_of("pStyle").map(str::to_owned),
    };
}
