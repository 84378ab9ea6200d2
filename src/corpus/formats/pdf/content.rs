//! The content stream of a PDF page: which characters it draws at which positions.
//!
//! Input: a document and a page. Output: its [`Glyph`]s in the order in which they are drawn (ISO 32000-1, 9.4). Slanted text, which is a
//! watermark, is passed over. `font` translates the strings, and `layout` makes lines of the glyphs.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::font::{Font, is_private, resolved};
use crate::corpus::limits::{MAX_DRAWING_BYTES, MAX_PART_BYTES};

/// How deeply forms may be nested; deeper ones are passed over.
const MAX_FORMS_DEPTH: usize = 12;

/// How many glyphs a page of text may have; the rest are passed over.
const MAX_GLYPHS: usize = 200_000;

/// How many forms a page may draw, each counted as often as it is drawn.
const MAX_FORMS: usize = 2_000;

/// How much the tables of all fonts of a document may take, in bytes; those of a font with 65,536 characters take 7 MB. A file
/// of 3 kB that fills ranges with long texts took 6 GB.
const MAX_FONT_BYTES: usize = 256 * 1024 * 1024;

/// A piece of text that is drawn at one position.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// Its text, mostly one character.
    pub(super) text: String,
    /// The x coordinate of its left end.
    pub(super) x: f32,
    /// The x coordinate of its right end.
    pub(super) right: f32,
    /// The y coordinate of its baseline, upwards.
    pub(super) y: f32,
    /// The size of its font on the page.
    pub(super) size: f32,
}

impl Glyph {
    /// Tells whether its text cannot be read.
    pub(super) fn is_lost(&self) -> bool {
        self.text.chars().any(is_private)
    }
}

/// The content of a page.
#[derive(Debug, Default)]
pub(super) struct PageContent {
    /// Its characters.
    pub(super) glyphs: Vec<Glyph>,
    /// Whether it draws pictures.
    pub(super) has_pictures: bool,
    /// Whether its content stream is longer than what is read of it.
    pub(super) is_cut: bool,
}

/// The reader of one document's pages, which reads each font once.
pub(super) struct PageReader<'a> {
    document: &'a Document,
    fonts: HashMap<*const Dictionary, Rc<Font>>,
    /// What is left of [`MAX_FONT_BYTES`].
    font_room: usize,
}

/// A transformation matrix `[a b c d e f]`.
type Matrix = [f32; 6];

/// The matrix that changes nothing.
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// Multiplies two matrices.
fn times(m: Matrix, n: Matrix) -> Matrix {
    [
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    ]
}

/// The graphics state, as far as it places text.
#[derive(Clone)]
struct GraphicsState {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    character_space: f32,
    word_space: f32,
    scale: f32,
    leading: f32,
    rise: f32,
}

/// A page while its content stream is read.
struct PageDrawing<'a> {
    page: PageContent,
    state: GraphicsState,
    /// The states that `q` saved.
    saved: Vec<GraphicsState>,
    /// The text matrix.
    text: Matrix,
    /// The text line matrix.
    line: Matrix,
    resources: Vec<&'a Dictionary>,
    n_forms: usize,
    /// How many bytes of content streams were read so far, a form counted as often as it is drawn.
    n_bytes: usize,
    /// For each open marked part the text that replaces its glyphs, if it has one; it is empty once it was used.
    marked: Vec<Option<String>>,
}

impl<'a> PageReader<'a> {
    /// Makes a reader of `document`.
    pub(super) fn new(document: &'a Document) -> PageReader<'a> {
        PageReader {
            document,
            fonts: HashMap::new(),
            font_room: MAX_FONT_BYTES,
        }
    }

    /// Reads a page; its damaged parts are passed over.
    pub(super) fn page(&mut self, id: ObjectId) -> PageContent {
        let mut drawing = PageDrawing {
            page: PageContent::default(),
            state: GraphicsState {
                matrix: IDENTITY,
                font: None,
                size: 1.0,
                character_space: 0.0,
                word_space: 0.0,
                scale: 1.0,
                leading: 0.0,
                rise: 0.0,
            },
            saved: Vec::new(),
            text: IDENTITY,
            line: IDENTITY,
            resources: Vec::new(),
            n_forms: 0,
            n_bytes: 0,
            marked: Vec::new(),
        };
        if let Ok((own, named)) = self.document.get_page_resources(id) {
            drawing.resources.extend(own);
            let named = named.into_iter();
            drawing
                .resources
                .extend(named.filter_map(|id| self.document.get_dictionary(id).ok()));
        }
        let content = self
            .document
            .get_page_content_with_limit(id, MAX_PART_BYTES as usize);
        if let Ok(content) = content {
            self.draw(&content, &mut drawing, 0);
        }
        drawing.page
    }

    fn draw(&mut self, content: &[u8], drawing: &mut PageDrawing<'a>, depth: usize) {
        let max_bytes = MAX_DRAWING_BYTES.saturating_sub(drawing.n_bytes);
        drawing.n_bytes += content.len().min(max_bytes);
        drawing.page.is_cut |= content.len() > max_bytes;
        let Ok(content) = Content::decode(whole_operations(content, max_bytes)) else {
            return;
        };
        for operation in &content.operations {
            if drawing.page.glyphs.len() > MAX_GLYPHS {
                return;
            }
            let operands = operation.operands.as_slice();
            let number = |at: usize| {
                operands
                    .get(at)
                    .and_then(|o| o.as_float().ok())
                    .unwrap_or(0.0)
            };
            let matrix = || {
                [
                    number(0),
                    number(1),
                    number(2),
                    number(3),
                    number(4),
                    number(5),
                ]
            };
            let string = |at: usize| {
                operands
                    .get(at)
                    .and_then(|o| o.as_str().ok())
                    .unwrap_or_default()
            };
            match operation.operator.as_str() {
                "q" if drawing.saved.len() < 1_000 => drawing.saved.push(drawing.state.clone()),
                "Q" => {
                    if let Some(state) = drawing.saved.pop() {
                        drawing.state = state;
                    }
                }
                "cm" => drawing.state.matrix = times(matrix(), drawing.state.matrix),
                "BT" => (drawing.text, drawing.line) = (IDENTITY, IDENTITY),
                "Tc" => drawing.state.character_space = number(0),
                "Tw" => drawing.state.word_space = number(0),
                "Tz" => drawing.state.scale = number(0) / 100.0,
                "TL" => drawing.state.leading = number(0),
                "Ts" => drawing.state.rise = number(0),
                "Tf" => {
                    drawing.state.size = number(1);
                    let name = operands.first().and_then(|o| o.as_name().ok());
                    drawing.state.font = name.and_then(|name| self.font(drawing, name));
                }
                "Td" => drawing.move_by(number(0), number(1)),
                "TD" => {
                    drawing.state.leading = -number(1);
                    drawing.move_by(number(0), number(1));
                }
                "Tm" => (drawing.text, drawing.line) = (matrix(), matrix()),
                "T*" => drawing.next_line(),
                "Tj" => drawing.show(string(0)),
                "'" => {
                    drawing.next_line();
                    drawing.show(string(0));
                }
                "\"" => {
                    drawing.state.word_space = number(0);
                    drawing.state.character_space = number(1);
                    drawing.next_line();
                    drawing.show(string(2));
                }
                "TJ" => {
                    let pieces = operands.first().and_then(|o| o.as_array().ok());
                    for piece in pieces.into_iter().flatten() {
                        match piece {
                            Object::String(bytes, _) => drawing.show(bytes),
                            other => {
                                let by = other.as_float().unwrap_or(0.0) / 1000.0;
                                let by = -by * drawing.state.size * drawing.state.scale;
                                drawing.text = times([1.0, 0.0, 0.0, 1.0, by, 0.0], drawing.text);
                            }
                        }
                    }
                }
                "BMC" => drawing.marked.push(None),
                "BDC" => {
                    let text = operands.get(1).and_then(actual_text);
                    drawing.marked.push(text);
                }
                "EMC" => {
                    drawing.marked.pop();
                }
                "BI" => drawing.page.has_pictures = true,
                "Do" => {
                    let name = operands.first().and_then(|o| o.as_name().ok());
                    if let Some(name) = name {
                        self.draw_object(name, drawing, depth);
                    }
                }
                _ => {}
            }
        }
    }

    fn draw_object(&mut self, name: &[u8], drawing: &mut PageDrawing<'a>, depth: usize) {
        let found = self.resource(drawing, b"XObject", name);
        let Some(Ok(stream)) = found.map(Object::as_stream) else {
            return;
        };
        let kind = stream.dict.get(b"Subtype").and_then(Object::as_name);
        if kind.is_ok_and(|kind| kind == b"Image") {
            drawing.page.has_pictures = true;
            return;
        }
        drawing.n_forms += 1;
        if depth >= MAX_FORMS_DEPTH || drawing.n_forms > MAX_FORMS {
            return;
        }
        let Ok(content) = stream.get_plain_content_with_limit(MAX_PART_BYTES as usize) else {
            return;
        };
        let state = drawing.state.clone();
        let (n_saved, text, line) = (drawing.saved.len(), drawing.text, drawing.line);
        if let Some(Object::Array(numbers)) = resolved(self.document, &stream.dict, b"Matrix") {
            let mut matrix = IDENTITY;
            for (slot, number) in matrix.iter_mut().zip(numbers) {
                *slot = number.as_float().unwrap_or(0.0);
            }
            drawing.state.matrix = times(matrix, drawing.state.matrix);
        }
        let own =
            resolved(self.document, &stream.dict, b"Resources").and_then(|o| o.as_dict().ok());
        if let Some(own) = own {
            drawing.resources.insert(0, own);
        }
        self.draw(&content, drawing, depth + 1);
        if own.is_some() {
            drawing.resources.remove(0);
        }
        drawing.saved.truncate(n_saved);
        (drawing.state, drawing.text, drawing.line) = (state, text, line);
    }

    fn resource(&self, drawing: &PageDrawing<'a>, kind: &[u8], name: &[u8]) -> Option<&'a Object> {
        drawing.resources.iter().find_map(|resources| {
            let dictionary = resolved(self.document, resources, kind)?.as_dict().ok()?;
            resolved(self.document, dictionary, name)
        })
    }

    fn font(&mut self, drawing: &PageDrawing<'a>, name: &[u8]) -> Option<Rc<Font>> {
        let dictionary = self.resource(drawing, b"Font", name)?.as_dict().ok()?;
        let (document, room) = (self.document, &mut self.font_room);
        let font = self
            .fonts
            .entry(std::ptr::from_ref(dictionary))
            .or_insert_with(|| Rc::new(Font::new(document, dictionary, room)));
        Some(Rc::clone(font))
    }
}

/// Returns the first `max_bytes` of a content stream, up to white space.
fn whole_operations(content: &[u8], max_bytes: usize) -> &[u8] {
    match content.get(..max_bytes) {
        Some(head) if head.len() < content.len() => {
            let is_blank = |byte: &u8| byte.is_ascii_whitespace();
            let end = head.iter().rposition(is_blank).unwrap_or(0);
            &head[..end]
        }
        _ => content,
    }
}

/// Returns the text that a program wrote beside glyphs whose characters no font tells (14.9.4).
fn actual_text(properties: &Object) -> Option<String> {
    let bytes = properties
        .as_dict()
        .ok()?
        .get(b"ActualText")
        .ok()?
        .as_str()
        .ok()?;
    let code_units = bytes.strip_prefix(b"\xFE\xFF")?.chunks_exact(2);
    let code_units = code_units.map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(code_units)
        .collect::<Result<String, _>>()
        .ok()
}

impl PageDrawing<'_> {
    fn move_by(&mut self, x: f32, y: f32) {
        self.line = times([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.text = self.line;
    }

    fn next_line(&mut self) {
        self.move_by(0.0, -self.state.leading);
    }

    fn show(&mut self, bytes: &[u8]) {
        let Some(font) = self.state.font.clone() else {
            return;
        };
        let GraphicsState {
            size,
            scale,
            rise,
            character_space,
            word_space,
            matrix,
            ..
        } = self.state;
        font.codes(bytes, |mut code| {
            if let Some(actual) = self.marked.iter_mut().rev().find_map(Option::as_mut) {
                code.text = std::mem::take(actual);
            }
            let placed = times(
                times([size * scale, 0.0, 0.0, size, 0.0, rise], self.text),
                matrix,
            );
            let width = code.width / 1000.0;
            let extra = character_space + if code.is_space { word_space } else { 0.0 };
            let advance = (width * size + extra) * scale;
            self.text = times([1.0, 0.0, 0.0, 1.0, advance, 0.0], self.text);
            let [a, b, c, d, x, y] = placed;
            let (height, is_upright) = (d.hypot(c), a.abs() > 4.0 * b.abs() && a > 0.0);
            let is_placed = x.is_finite() && y.is_finite() && height.is_finite();
            if is_upright && is_placed && !code.text.is_empty() {
                self.page.glyphs.push(Glyph {
                    text: code.text,
                    x,
                    right: x + width * a,
                    y,
                    size: height,
                });
            }
        });
    }
}
