//! The body of a Word document: its blocks, in the order in which a reader sees them.
//!
//! Input: the tree of `document.xml`. Output: an [`ExtractedText`] with a paragraph on each line. `numbering` makes the automatic numbers.

use std::mem::take;

use super::numbering::Numbering;
use crate::corpus::formats::lists::numbered;
use crate::corpus::formats::rows::{cell_text, row_line};
use crate::corpus::formats::xml::{Element, XmlNode};
use crate::corpus::source_text::ExtractedText;

/// The reader of one document's body.
pub(super) struct Body {
    numbering: Numbering,
    /// The parts that hold footnotes and endnotes, each with the name of its elements.
    notes: [(&'static str, Option<Element>); 2],
    /// The paragraphs so far, each with the level of its heading style.
    lines: Vec<(String, Option<u32>)>,
    /// The notes that the text refers to, in order: the index of the part, and the note's id in it.
    referred: Vec<(usize, String)>,
    /// The text of a paragraph whose end was deleted, so that the next paragraph continues it.
    unended: Option<String>,
    /// For each open field, whether its code is still being read.
    fields: Vec<bool>,
    /// How many lines of a table of contents were left out.
    n_contents_lines: usize,
}

/// A paragraph while its runs are read.
#[derive(Default)]
struct Paragraph {
    text: String,
    /// The paragraphs of the text boxes anchored to it.
    boxes: Vec<(String, Option<u32>)>,
}

impl Body {
    /// Takes the parts beside the text.
    pub(super) fn new(numbering: Numbering, notes: [(&'static str, Option<Element>); 2]) -> Body {
        Body {
            numbering,
            notes,
            lines: Vec::new(),
            referred: Vec::new(),
            unended: None,
            fields: Vec::new(),
            n_contents_lines: 0,
        }
    }

    /// Reads the tree of the main part.
    pub(super) fn read(mut self, document: &Element) -> ExtractedText {
        if let Some(body) = document.child("body") {
            self.blocks(body);
        }
        self.lines
            .extend(self.unended.take().map(|text| (text, None)));
        self.read_notes();
        let mut extracted = ExtractedText::of_paragraphs(&self.lines, "UTF-8");
        extracted.note_contents(self.n_contents_lines);
        extracted
    }

    /// Reads the notes that the text refers to, and numbers them in the order of their references.
    fn read_notes(&mut self) {
        let notes = take(&mut self.notes);
        // A note may refer to another one, so that the list grows while it is read.
        let mut at = 0;
        while let Some((part, id)) = self.referred.get(at).cloned() {
            at += 1;
            let (name, tree) = &notes[part];
            let note = tree.iter().flat_map(|tree| tree.elements()).find(|note| {
                &*note.name == *name && note.attribute("id").is_some_and(|found| found == id)
            });
            let Some(note) = note else { continue };
            let first = self.lines.len();
            self.blocks(note);
            match self.lines.get_mut(first) {
                Some((line, _)) => *line = format!("[{at}] {}", line.trim_start()),
                None => continue,
            }
        }
    }

    fn blocks(&mut self, parent: &Element) {
        for block in parent.elements() {
            match &*block.name {
                "p" => self.paragraph(block),
                "tbl" => self.table(block),
                "del" | "moveFrom" | "sectPr" | "sdtPr" | "pPr" | "tcPr" => {}
                "AlternateContent" => {
                    if let Some(choice) = chosen(block) {
                        self.blocks(choice);
                    }
                }
                _ => self.blocks(block),
            }
        }
    }

    fn paragraph(&mut self, block: &Element) {
        let properties = block.child("pPr");
        if self.is_contents_line(properties) {
            self.n_contents_lines += 1;
            let mut left_out = Paragraph::default();
            self.runs(block, &mut left_out);
            return;
        }
        let mark = properties.and_then(|p| p.child("rPr"));
        let mut paragraph = Paragraph::default();
        self.runs(block, &mut paragraph);
        let text = match paragraph.text.trim().is_empty() {
            true => {
                // An empty paragraph of a list counts, but its number is not worth showing.
                let _ = self.numbering.next(properties);
                paragraph.text
            }
            false => {
                let number = self.numbering.next(properties);
                numbered(&number, &paragraph.text)
            }
        };
        let text = self.unended.take().unwrap_or_default() + &text;
        if mark.is_some_and(|mark| mark.child("del").is_some()) {
            self.unended = Some(text);
        } else {
            let level = self.numbering.heading_level(properties);
            let level = level.filter(|_| !text.trim().is_empty());
            self.lines.push((text, level));
        }
        self.lines.append(&mut paragraph.boxes);
    }

    fn is_contents_line(&self, properties: Option<&Element>) -> bool {
        let style = self.numbering.style_name(properties);
        style
            .strip_prefix("toc ")
            .is_some_and(|level| level.len() == 1 && level != "h")
    }

    fn table(&mut self, table: &Element) {
        for row in rows_of(table) {
            if is_deleted(row) {
                continue;
            }
            let cells: Vec<&Element> = cells_of(row);
            if let [only] = cells.as_slice() {
                // A single cell is a frame around text and no table.
                self.blocks(only);
                continue;
            }
            let before = take(&mut self.lines);
            let mut texts = Vec::with_capacity(cells.len());
            for cell in cells {
                self.blocks(cell);
                let lines = take(&mut self.lines);
                texts.push(cell_text(lines.iter().map(|(line, _)| line.as_str())));
            }
            self.lines = before;
            self.lines.push((row_line(&texts), None));
        }
    }

    fn runs(&mut self, parent: &Element, paragraph: &mut Paragraph) {
        for run in parent.elements() {
            match &*run.name {
                "r" if !is_hidden(run) => self.run(run, paragraph),
                "r" | "del" | "moveFrom" | "pPr" | "sdtPr" | "rt" => {}
                "AlternateContent" => {
                    if let Some(choice) = chosen(run) {
                        self.runs(choice, paragraph);
                    }
                }
                // Mathematics keeps its characters alone.
                "oMath" | "oMathPara" => math(run, &mut paragraph.text),
                _ => self.runs(run, paragraph),
            }
        }
    }

    fn run(&mut self, run: &Element, paragraph: &mut Paragraph) {
        for piece in run.elements() {
            if &*piece.name == "fldChar" {
                match piece.attribute("fldCharType") {
                    Some("begin") => self.fields.push(true),
                    Some("separate") => {
                        if let Some(in_code) = self.fields.last_mut() {
                            *in_code = false;
                        }
                    }
                    _ => {
                        self.fields.pop();
                    }
                }
                continue;
            }
            if self.fields.contains(&true) {
                continue;
            }
            let text = &mut paragraph.text;
            match &*piece.name {
                "t" => text.extend(piece.text().chars().filter(|&c| c != '\u{ad}')),
                "tab" | "ptab" => text.push('\t'),
                "cr" => text.push('\n'),
                "br" => match piece.attribute("type") {
                    Some("page" | "column") if text.trim().is_empty() => {}
                    _ => text.push('\n'),
                },
                "noBreakHyphen" => text.push('-'),
                "footnoteReference" | "endnoteReference" => {
                    let part = usize::from(&*piece.name == "endnoteReference");
                    if let Some(id) = piece.attribute("id") {
                        let reference = (part, id.to_owned());
                        if !self.referred.contains(&reference) {
                            self.referred.push(reference);
                        }
                    }
                }
                "ruby" => {
                    if let Some(base) = piece.child("rubyBase") {
                        self.runs(base, paragraph);
                    }
                }
                "drawing" | "pict" | "object" => self.text_boxes(piece, paragraph),
                "AlternateContent" => {
                    if let Some(choice) = chosen(piece) {
                        self.text_boxes(choice, paragraph);
                    }
                }
                _ => {}
            }
        }
    }

    fn text_boxes(&mut self, drawing: &Element, paragraph: &mut Paragraph) {
        for element in drawing.elements() {
            match &*element.name {
                "txbxContent" => {
                    let before = take(&mut self.lines);
                    let (unended, fields) = (self.unended.take(), take(&mut self.fields));
                    self.blocks(element);
                    self.lines
                        .extend(self.unended.take().map(|text| (text, None)));
                    (self.unended, self.fields) = (unended, fields);
                    let lines = std::mem::replace(&mut self.lines, before);
                    let lines = lines
                        .into_iter()
                        .filter(|(line, _)| !line.trim().is_empty());
                    paragraph.boxes.extend(lines);
                }
                "AlternateContent" => {
                    if let Some(choice) = chosen(element) {
                        self.text_boxes(choice, paragraph);
                    }
                }
                _ => self.text_boxes(element, paragraph),
            }
        }
    }
}

/// Returns the alternative that a program which knows all of Word would show.
fn chosen(alternates: &Element) -> Option<&Element> {
    alternates
        .child("Choice")
        .or_else(|| alternates.child("Fallback"))
}

fn is_hidden(run: &Element) -> bool {
    let vanish = run
        .child("rPr")
        .and_then(|properties| properties.child("vanish"));
    vanish.is_some_and(|v| !matches!(v.attribute("val"), Some("0" | "false" | "off")))
}

fn is_deleted(row: &Element) -> bool {
    row.child("trPr")
        .is_some_and(|properties| properties.child("del").is_some())
}

fn rows_of(table: &Element) -> Vec<&Element> {
    within(table, "tr")
}

fn cells_of(row: &Element) -> Vec<&Element> {
    within(row, "tc")
}

/// Returns the child elements of a name, including those inside content controls.
fn within<'a>(parent: &'a Element, name: &str) -> Vec<&'a Element> {
    let mut found = Vec::new();
    for element in parent.elements() {
        match &*element.name {
            found_name if found_name == name => found.push(element),
            "sdt" | "sdtContent" | "customXml" | "ins" => found.extend(within(element, name)),
            _ => {}
        }
    }
    found
}

fn math(parent: &Element, text: &mut String) {
    for node in &parent.children {
        if let XmlNode::Element(element) = node {
            match &*element.name {
                "t" => text.push_str(&element.text()),
                _ => math(element, text),
            }
        }
    }
}
