//! The body of an OpenDocument text: its blocks, in the order in which a reader sees them.
//!
//! Input: the tree of `content.xml`. Output: an [`ExtractedText`] with a paragraph on each line. `list_styles` makes the automatic numbers.

use std::mem::take;

use super::list_styles::ListStyles;
use crate::corpus::formats::lists::numbered;
use crate::corpus::formats::rows::{cell_text, row_line};
use crate::corpus::formats::xml::{Element, XmlNode};
use crate::corpus::source_text::ExtractedText;

/// A paragraph, and the level of a heading, from 1.
type Line = (String, Option<u32>);

/// The list that a paragraph may stand in: what it counts under, its style, and its level from 0.
#[derive(Clone)]
struct OpenList {
    name: String,
    style: String,
    level: usize,
}

/// The reader of one document's body.
pub(super) struct Body {
    list_styles: ListStyles,
    lines: Vec<Line>,
    /// The notes so far, which come at the end.
    notes: Vec<Line>,
    n_notes: usize,
    /// How many lines of tables of contents were left out.
    n_contents_lines: usize,
}

/// A paragraph while it is read.
#[derive(Default)]
struct Paragraph {
    text: String,
    /// The paragraphs of the text boxes anchored to it.
    boxes: Vec<Line>,
}

impl Body {
    /// Takes the list styles of the document.
    pub(super) fn new(list_styles: ListStyles) -> Body {
        Body {
            list_styles,
            lines: Vec::new(),
            notes: Vec::new(),
            n_notes: 0,
            n_contents_lines: 0,
        }
    }

    /// Reads the tree of the content.
    pub(super) fn read(mut self, content: &Element) -> ExtractedText {
        let text = content.child("body").and_then(|body| body.child("text"));
        if let Some(text) = text {
            self.blocks(text, None);
        }
        let notes = take(&mut self.notes);
        self.lines.extend(notes);
        let mut extracted = ExtractedText::of_paragraphs(&self.lines, "UTF-8");
        extracted.note_contents(self.n_contents_lines);
        extracted
    }

    /// Reads blocks; of those in an item of a list, the first takes the item's number.
    fn blocks(&mut self, parent: &Element, list: Option<&OpenList>) {
        let mut number = list.map(|list| (list, true));
        for block in parent.elements() {
            match &*block.name {
                "p" | "h" => {
                    let list = number.take_if(|(_, is_first)| *is_first);
                    self.paragraph(block, list.map(|(list, _)| list));
                }
                "list" => self.list(block, list),
                "table" => self.table(block),
                "table-of-content" => self.n_contents_lines += n_paragraphs(block),
                "tracked-changes" | "forms" | "sequence-decls" | "user-field-decls"
                | "variable-decls" | "annotation" => {}
                _ => self.blocks(block, None),
            }
        }
    }

    fn list(&mut self, element: &Element, outer: Option<&OpenList>) {
        let style = element.attribute("style-name");
        let list = match outer {
            // A list inside an item is the next level of the same list.
            Some(outer) if style.is_none_or(|style| style == outer.style) => OpenList {
                level: outer.level + 1,
                ..outer.clone()
            },
            _ => {
                let style = style.unwrap_or_default();
                OpenList {
                    name: self.list_styles.begin(element, style),
                    style: style.to_owned(),
                    level: outer.map_or(0, |outer| outer.level + 1),
                }
            }
        };
        for item in element.elements() {
            match &*item.name {
                "list-item" => self.blocks(item, Some(&list)),
                "list-header" => self.blocks(item, None),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, block: &Element, list: Option<&OpenList>) {
        let mut paragraph = Paragraph::default();
        self.pieces(block, &mut paragraph);
        let level = match &*block.name {
            "h" => block
                .attribute("outline-level")
                .and_then(|level| level.parse().ok()),
            _ => None,
        };
        let is_empty = paragraph.text.trim().is_empty();
        let number = match (list, level) {
            (Some(list), _) => self.list_styles.next(&list.name, list.level),
            (None, Some(level)) if !is_empty => self.list_styles.next_heading(level),
            _ => String::new(),
        };
        let text = match is_empty {
            true => paragraph.text,
            false => numbered(&number, &paragraph.text),
        };
        self.lines.push((text, level.filter(|_| !is_empty)));
        self.lines.append(&mut paragraph.boxes);
    }

    fn table(&mut self, table: &Element) {
        for row in within(table, "table-row") {
            let cells: Vec<&Element> = within(row, "table-cell");
            if let [only] = cells.as_slice() {
                // A single cell is a frame around text and no table.
                self.blocks(only, None);
                continue;
            }
            let before = take(&mut self.lines);
            let mut texts = Vec::with_capacity(cells.len());
            for cell in cells {
                self.blocks(cell, None);
                let lines = take(&mut self.lines);
                texts.push(cell_text(lines.iter().map(|(line, _)| line.as_str())));
            }
            self.lines = before;
            self.lines.push((row_line(&texts), None));
        }
    }

    fn pieces(&mut self, parent: &Element, paragraph: &mut Paragraph) {
        for node in &parent.children {
            let element = match node {
                XmlNode::Text(text) => {
                    push_collapsed(&mut paragraph.text, text);
                    continue;
                }
                XmlNode::Element(element) => element,
            };
            match &*element.name {
                "s" => {
                    let n_spaces = element.attribute("c").and_then(|n| n.parse().ok());
                    let n_spaces = n_spaces.unwrap_or(1_usize).min(MAX_SPACES);
                    paragraph.text.extend(std::iter::repeat_n(' ', n_spaces));
                }
                "tab" => paragraph.text.push('\t'),
                "line-break" => paragraph.text.push('\n'),
                "note" => self.note(element),
                "ruby" => {
                    if let Some(base) = element.child("ruby-base") {
                        self.pieces(base, paragraph);
                    }
                }
                "text-box" => {
                    let before = take(&mut self.lines);
                    self.blocks(element, None);
                    let lines = std::mem::replace(&mut self.lines, before);
                    let lines = lines
                        .into_iter()
                        .filter(|(line, _)| !line.trim().is_empty());
                    paragraph.boxes.extend(lines);
                }
                // A formula and a picture have a text for those who do not see them, and a comment is no part of the text.
                "annotation" | "annotation-end" | "object" | "image" | "title" | "desc" => {}
                _ => self.pieces(element, paragraph),
            }
        }
    }

    /// Keeps a footnote or an endnote for the end, numbered in the order of the text.
    fn note(&mut self, note: &Element) {
        let Some(body) = note.child("note-body") else {
            return;
        };
        self.n_notes += 1;
        let number = self.n_notes;
        let before = take(&mut self.lines);
        self.blocks(body, None);
        let mut lines = std::mem::replace(&mut self.lines, before);
        if let Some((first, _)) = lines.first_mut() {
            *first = format!("[{number}] {}", first.trim_start());
        }
        self.notes.append(&mut lines);
    }
}

/// More spaces in a row than this say nothing.
const MAX_SPACES: usize = 100;

/// Adds text as OpenDocument counts it: white space in a row is one space.
fn push_collapsed(text: &mut String, piece: &str) {
    for c in piece.chars() {
        match c {
            ' ' | '\t' | '\r' | '\n' => {
                if !text.ends_with([' ', '\n', '\t']) && !text.is_empty() {
                    text.push(' ');
                }
            }
            '\u{ad}' => {}
            c => text.push(c),
        }
    }
}

fn n_paragraphs(parent: &Element) -> usize {
    let each = parent.elements().map(|element| match &*element.name {
        "p" | "h" => 1,
        _ => n_paragraphs(element),
    });
    each.sum()
}

/// Gives the rows or cells of a table, those in groups of rows too, but not those of tables inside it.
fn within<'e>(parent: &'e Element, name: &str) -> Vec<&'e Element> {
    let mut found = Vec::new();
    for element in parent.elements() {
        match &*element.name {
            found_name if found_name == name => found.push(element),
            "table-rows" | "table-header-rows" | "table-row-group" => {
                found.extend(within(element, name));
            }
            _ => {}
        }
    }
    found
}
