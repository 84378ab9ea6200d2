//! Puts the text of an .rtf together from its tokens.
//!
//! Input: the tokens in their order. Output: an [`ExtractedText`] with a paragraph on each line. A group in braces keeps what was set before it, and says by
//! its first word where its text goes: into the text, into a note, before a paragraph as its number, or nowhere.

use std::collections::HashMap;
use std::mem::take;

use super::fonts::{Fonts, begins_character};
use super::tokens::Token;
use crate::corpus::formats::lists::numbered;
use crate::corpus::formats::rows::{cell_text, row_line};
use crate::corpus::source_text::ExtractedText;

/// A paragraph, and the level of a heading, from 1.
type Line = (String, Option<u32>);

/// Where the text of a group goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Destination {
    Text,
    /// The number of a paragraph.
    Number,
    /// The table of fonts, of which charsets are read.
    Fonts,
    /// The table of styles, of which levels of headings are read.
    Styles,
    Nowhere,
}

/// What is set at a place of the file; a group restores it at its end.
#[derive(Debug, Clone)]
struct State {
    destination: Destination,
    font: Option<i32>,
    /// So many characters after a `\u` say the same for programs that do not know it.
    n_after_unicode: usize,
    is_hidden: bool,
    /// Whether this group began a note or a text box, whose paragraphs are kept apart.
    begins: Option<Apart>,
}

/// Text that is kept apart from the paragraph it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Apart {
    Note,
    TextBox,
}

/// The paragraph that is being read, with the lines around it.
#[derive(Debug, Default)]
struct Flow {
    lines: Vec<Line>,
    text: String,
    number: String,
    level: Option<u32>,
    style_level: Option<u32>,
    is_in_table: bool,
    /// The paragraphs of the cell that is being read, and the cells before it in the row.
    cell: Vec<String>,
    cells: Vec<Vec<String>>,
    /// The lines of text boxes anchored to the paragraph.
    boxes: Vec<Line>,
}

/// The body of a file.
#[derive(Debug, Default)]
pub(super) struct Body {
    fonts: Fonts,
    states: Vec<State>,
    state: State,
    /// The level of the headings of each style.
    style_levels: HashMap<i32, u32>,
    style: i32,
    flow: Flow,
    /// The flows around a note or a text box.
    outer: Vec<Flow>,
    notes: Vec<Line>,
    n_notes: usize,
    /// Bytes of text that are not decoded yet, and whether the last begins a character.
    bytes: Vec<u8>,
    awaits_second: bool,
    /// The first half of a character beyond the basic plane.
    high_surrogate: Option<u16>,
    n_to_skip: usize,
    /// Whether the group has only begun, and after `\*`, which makes unknown words groups to leave out.
    is_first: bool,
    is_ignorable: bool,
}

impl Default for State {
    fn default() -> State {
        State {
            destination: Destination::Text,
            font: None,
            n_after_unicode: 1,
            is_hidden: false,
            begins: None,
        }
    }
}

impl Body {
    /// Takes the next token.
    pub(super) fn take(&mut self, token: Token<'_>) {
        match token {
            Token::Byte(byte) | Token::Text(byte) => {
                self.is_first = false;
                match self.n_to_skip {
                    0 => self.byte(byte),
                    _ => self.n_to_skip -= 1,
                }
                return;
            }
            _ => self.decode(),
        }
        match token {
            Token::Open => {
                self.states.push(self.state.clone());
                self.state.begins = None;
                (self.is_first, self.is_ignorable, self.n_to_skip) = (true, false, 0);
            }
            Token::Close => self.close(),
            Token::Symbol(b'*') => self.is_ignorable = self.is_first,
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Word(word, number) => {
                let begins = std::mem::take(&mut self.is_first);
                if begins && let Some(destination) = self.destination(word) {
                    self.state.destination = destination;
                }
                self.word(word, number);
            }
            Token::Byte(_) | Token::Text(_) => {}
        }
    }

    /// Ends the file.
    pub(super) fn finish(mut self) -> ExtractedText {
        self.decode();
        while !self.outer.is_empty() {
            self.end_apart(Apart::TextBox);
        }
        self.end_row();
        self.end_paragraph();
        let encoding = self.fonts.default_encoding().name();
        let mut lines = self.flow.lines;
        if lines.last().is_some_and(|(line, _)| line.is_empty()) {
            lines.pop();
        }
        lines.append(&mut self.notes);
        ExtractedText::of_paragraphs(&lines, encoding)
    }

    /// Tells where the text of a group goes that begins with a word; `None` where it goes on as before.
    fn destination(&mut self, word: &str) -> Option<Destination> {
        let is_ignorable = std::mem::take(&mut self.is_ignorable);
        // What stands in a running head is none of the text, be it a text box.
        if self.state.destination == Destination::Nowhere {
            return None;
        }
        Some(match word {
            "fonttbl" => Destination::Fonts,
            "stylesheet" => Destination::Styles,
            "listtext" | "pntext" if self.state.destination == Destination::Text => {
                Destination::Number
            }
            "footnote" => {
                self.begin_apart(Apart::Note);
                return None;
            }
            "shptxt" => {
                self.begin_apart(Apart::TextBox);
                Destination::Text
            }
            // What holds a text box or the result of a field.
            "shpinst" | "fldrslt" | "shp" | "field" | "ud" => return None,
            "colortbl" | "info" | "pict" | "object" | "fldinst" | "header" | "headerl"
            | "headerr" | "headerf" | "footer" | "footerl" | "footerr" | "footerf" | "ftnsep"
            | "ftnsepc" | "ftncn" | "aftnsep" | "aftnsepc" | "aftncn" | "annotation" | "xe"
            | "tc" | "sp" | "nonshppict" | "listtable" | "listoverridetable" | "shprslt" => {
                Destination::Nowhere
            }
            _ if is_ignorable => Destination::Nowhere,
            _ => return None,
        })
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        let is_on = number != Some(0);
        match (word, number) {
            ("ansicpg", Some(code_page)) => self.fonts.set_code_page(code_page),
            ("f", font) => self.state.font = font,
            ("fcharset", Some(charset)) if self.state.destination == Destination::Fonts => {
                if let Some(font) = self.state.font {
                    self.fonts.set_charset(font, charset);
                }
            }
            ("plain", _) => (self.state.is_hidden, self.state.font) = (false, None),
            ("v" | "deleted", _) => self.state.is_hidden = is_on,
            ("uc", Some(number)) => {
                self.state.n_after_unicode = usize::try_from(number).unwrap_or(1)
            }
            ("u", Some(number)) => self.unicode(number),
            ("s", Some(style)) => {
                self.style = style;
                self.flow.style_level = self.style_levels.get(&style).copied();
            }
            ("outlinelevel", Some(level)) => self.outline_level(level),
            ("pard", _) if self.state.destination == Destination::Text => {
                (self.flow.level, self.flow.style_level) = (None, None);
                self.flow.is_in_table = false;
            }
            ("intbl", _) => self.flow.is_in_table = is_on,
            _ => self.text_word(word),
        }
    }

    /// Takes a word that stands for text.
    fn text_word(&mut self, word: &str) {
        let is_text = self.state.destination == Destination::Text;
        match word {
            "par" | "sect" | "page" if is_text => self.end_paragraph(),
            "cell" | "nestcell" if is_text => self.end_cell(word == "nestcell"),
            "row" if is_text => self.end_row(),
            "line" | "softline" => self.push("\n"),
            "tab" => self.push("\t"),
            "emdash" => self.push("—"),
            "endash" => self.push("–"),
            "lquote" => self.push("‘"),
            "rquote" => self.push("’"),
            "ldblquote" => self.push("“"),
            "rdblquote" => self.push("”"),
            "emspace" | "enspace" | "qmspace" => self.push(" "),
            _ => {}
        }
    }

    fn symbol(&mut self, symbol: u8) {
        self.is_first = false;
        match symbol {
            b'{' => self.push("{"),
            b'}' => self.push("}"),
            b'\\' => self.push("\\"),
            b'~' => self.push(" "),
            b'_' => self.push("-"),
            b'\r' | b'\n' if self.state.destination == Destination::Text => self.end_paragraph(),
            _ => {}
        }
    }

    /// Notes the level of a heading, from 0 in the file; 9 is body text.
    fn outline_level(&mut self, level: i32) {
        let level = u32::try_from(level).ok().filter(|level| *level < 9);
        let level = level.map(|level| level + 1);
        match (self.state.destination, level) {
            (Destination::Styles, Some(level)) => {
                self.style_levels.insert(self.style, level);
            }
            (Destination::Text, level) => self.flow.level = level,
            _ => {}
        }
    }

    fn unicode(&mut self, number: i32) {
        self.n_to_skip = self.state.n_after_unicode;
        // Numbers from 32768 are written less 65536.
        let unit = number as u16;
        let units = [self.high_surrogate.take(), Some(unit)];
        let mut decoded = char::decode_utf16(units.into_iter().flatten());
        if (0xd800..0xdc00).contains(&unit) {
            self.high_surrogate = Some(unit);
        } else if let Some(Ok(c)) = decoded.next() {
            self.push(c.encode_utf8(&mut [0; 4]));
        }
    }

    fn byte(&mut self, byte: u8) {
        let Some(encoding) = self.fonts.encoding(self.state.font) else {
            return;
        };
        self.bytes.push(byte);
        self.awaits_second = !self.awaits_second && begins_character(encoding, byte);
    }

    /// Decodes the bytes so far.
    fn decode(&mut self) {
        let bytes = take(&mut self.bytes);
        self.awaits_second = false;
        if let Some(encoding) = self.fonts.encoding(self.state.font)
            && !bytes.is_empty()
        {
            let (text, _) = encoding.decode_without_bom_handling(&bytes);
            self.push(&text);
        }
    }

    fn push(&mut self, text: &str) {
        match self.state.destination {
            _ if self.state.is_hidden => {}
            Destination::Text => self.flow.text.push_str(text),
            Destination::Number => self.flow.number.push_str(text),
            Destination::Fonts | Destination::Styles | Destination::Nowhere => {}
        }
    }

    fn close(&mut self) {
        self.n_to_skip = 0;
        if let Some(apart) = self.state.begins {
            self.end_apart(apart);
        }
        // A closing brace too many ends nothing.
        self.state = self.states.pop().unwrap_or_default();
        (self.is_first, self.is_ignorable) = (false, false);
    }

    fn end_paragraph(&mut self) {
        let flow = &mut self.flow;
        let text = take(&mut flow.text);
        // A bullet is no number.
        let mut number = take(&mut flow.number);
        if !number.chars().any(char::is_alphanumeric) {
            number.clear();
        }
        let text = match text.trim().is_empty() {
            true => text,
            false => numbered(number.trim(), &text),
        };
        if flow.is_in_table {
            flow.cell.push(text);
        } else {
            let level = flow.level.or(flow.style_level);
            let level = level.filter(|_| !text.trim().is_empty());
            flow.lines.push((text, level));
        }
        flow.lines.append(&mut flow.boxes);
    }

    /// Ends a cell; of a table in a cell, all cells are paragraphs of that cell.
    fn end_cell(&mut self, is_nested: bool) {
        self.flow.is_in_table = true;
        self.end_paragraph();
        if !is_nested {
            let cell = take(&mut self.flow.cell);
            self.flow.cells.push(cell);
        }
    }

    fn end_row(&mut self) {
        let flow = &mut self.flow;
        let mut cells = take(&mut flow.cells);
        if cells.len() <= 1 {
            // A single cell is a frame around text and no table.
            let only = cells.pop().unwrap_or_default().into_iter();
            flow.lines.extend(only.map(|text| (text, None)));
            return;
        }
        let texts = cells
            .iter()
            .map(|cell| cell_text(cell.iter().map(String::as_str)));
        let texts: Vec<String> = texts.collect();
        flow.lines.push((row_line(&texts), None));
    }

    fn begin_apart(&mut self, apart: Apart) {
        let outer = take(&mut self.flow);
        self.outer.push(outer);
        self.state.begins = Some(apart);
    }

    fn end_apart(&mut self, apart: Apart) {
        let Some(outer) = self.outer.pop() else {
            return;
        };
        self.end_row();
        self.end_paragraph();
        let inner = std::mem::replace(&mut self.flow, outer);
        let mut lines: Vec<Line> = inner.lines.into_iter().collect();
        lines.retain(|(line, _)| !line.trim().is_empty());
        match apart {
            Apart::TextBox => self.flow.boxes.append(&mut lines),
            Apart::Note => {
                self.n_notes += 1;
                if let Some((first, _)) = lines.first_mut() {
                    *first = format!("[{}] {}", self.n_notes, first.trim_start());
                }
                self.notes.append(&mut lines);
            }
        }
    }
}
