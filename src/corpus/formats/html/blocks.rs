//! The lines of an element of a page: its blocks, the rows of its tables, and the lines that `<br>` breaks.
//!
//! Input: an element. Output: its lines. White space becomes one space, or none if it is a line break of the page's source between two
//! Chinese characters. `main_text` chooses the elements.

use scraper::{ElementRef, Node};

use crate::corpus::limits::MAX_DEPTH;
use crate::corpus::read_error::Refusal;

/// A table that has a cell of more characters than this lays out the page; its rows are not joined into lines.
const MAX_CELL_CHARS: usize = 1_000;

/// The same holds for a table that has a cell of more blocks than this.
const MAX_CELL_BLOCKS: usize = 6;

/// The elements that begin and end a line.
#[rustfmt::skip] // a table of words
const BLOCKS: &[&str] = &[
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li",
    "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "ucapcontent",
];

/// The elements whose text a reader does not see as part of the page.
#[rustfmt::skip]
const SILENT: &[&str] = &[
    "script", "style", "noscript", "template", "head", "title", "select", "option", "button", "textarea", "iframe", "object",
    "svg", "canvas", "audio", "video", "rt", "rp", "input", "datalist", "dialog",
];

/// The words in a class or an id that mark an element as part of the site's navigation.
#[rustfmt::skip]
const NAVIGATION: &[&str] = &[
    "nav", "navbar", "navigation", "menu", "footer", "foot", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "share", "bdsharebuttonbox",
    "sidebar", "toolbar", "pagination", "copyright", "mbx", "dqwz", "weizhi", "fenxiang",
];

/// Navigation has no more characters than this, and at most one full stop.
const MAX_NAVIGATION_CHARS: usize = 300;

/// Returns the lines of an element; blank ones are left out unless `<br>` makes them.
pub(super) fn lines(element: ElementRef<'_>) -> Result<Vec<String>, Refusal> {
    let mut writer = LineWriter::default();
    writer.element(element, 0)?;
    writer.end_line();
    Ok(writer.lines)
}

/// Tells whether a reader does not see an element.
pub(super) fn is_silent(element: ElementRef<'_>) -> bool {
    let tag = element.value();
    let style = tag.attr("style").unwrap_or_default();
    let style: String = style.split_whitespace().collect::<String>().to_lowercase();
    SILENT.contains(&tag.name())
        || tag.attr("hidden").is_some()
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}

/// Tells whether an element is part of the site's navigation around the text.
pub(super) fn is_navigation(element: ElementRef<'_>) -> bool {
    let tag = element.value();
    let named = [tag.attr("class"), tag.attr("id")];
    let mut words = named
        .into_iter()
        .flatten()
        .flat_map(|names| names.split(|c: char| !c.is_ascii_alphanumeric()));
    let is_named = matches!(tag.name(), "nav" | "footer")
        || words.any(|word| NAVIGATION.contains(&word.to_ascii_lowercase().as_str()));
    if !is_named {
        return false;
    }
    let (mut n_chars, mut n_stops) = (0, 0);
    for c in element.text().flat_map(str::chars) {
        n_chars += usize::from(!c.is_whitespace());
        n_stops += usize::from(c == '。');
        if n_chars > MAX_NAVIGATION_CHARS && !matches!(tag.name(), "nav" | "footer") || n_stops > 1
        {
            return false;
        }
    }
    true
}

/// Tells whether an element begins and ends a line.
pub(super) fn is_block(element: ElementRef<'_>) -> bool {
    BLOCKS.contains(&element.value().name())
}

/// Collects the lines of an element.
#[derive(Default)]
struct LineWriter {
    lines: Vec<String>,
    line: String,
    /// Whether white space comes before the next character, and then whether the source breaks a line in it.
    space: Option<bool>,
    is_preformatted: bool,
}

impl LineWriter {
    fn element(&mut self, element: ElementRef<'_>, depth: usize) -> Result<(), Refusal> {
        if depth > MAX_DEPTH {
            let reason = format!("its elements stand more than {MAX_DEPTH} deep");
            return Err(Refusal::OverLimit(reason));
        }
        if is_silent(element) || (depth > 0 && is_navigation(element)) {
            return Ok(());
        }
        match element.value().name() {
            "br" => {
                self.space = None;
                self.lines.push(std::mem::take(&mut self.line));
                return Ok(());
            }
            "tr" => return self.row(element, depth),
            _ => {}
        }
        let is_block = is_block(element);
        let was_preformatted = self.is_preformatted;
        self.is_preformatted |= element.value().name() == "pre";
        if is_block {
            self.end_line();
        }
        self.children(element, depth)?;
        if is_block {
            self.end_line();
        }
        self.is_preformatted = was_preformatted;
        Ok(())
    }

    fn children(&mut self, element: ElementRef<'_>, depth: usize) -> Result<(), Refusal> {
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.text(text),
                Node::Element(_) => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.element(child, depth + 1)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn row(&mut self, row: ElementRef<'_>, depth: usize) -> Result<(), Refusal> {
        self.end_line();
        let is_cell = |e: &ElementRef<'_>| matches!(e.value().name(), "td" | "th");
        let cells: Vec<ElementRef<'_>> = row.child_elements().filter(is_cell).collect();
        if cells.len() < 2 {
            self.children(row, depth)?;
            self.end_line();
            return Ok(());
        }
        let before = std::mem::take(&mut self.lines);
        let mut texts: Vec<Vec<String>> = Vec::with_capacity(cells.len());
        for cell in cells {
            self.element(cell, depth + 1)?;
            self.end_line();
            texts.push(std::mem::take(&mut self.lines));
        }
        self.lines = before;
        let is_frame = texts.iter().any(|lines| {
            let n_chars: usize = lines.iter().map(|line| line.chars().count()).sum();
            n_chars > MAX_CELL_CHARS || lines.len() > MAX_CELL_BLOCKS
        });
        if is_frame {
            self.lines.extend(texts.into_iter().flatten());
            return Ok(());
        }
        let texts: Vec<String> = texts
            .iter()
            .map(|lines| {
                let words = lines.iter().map(|line| line.trim());
                let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
                words.join(" ")
            })
            .collect();
        if texts.iter().any(|text| !text.is_empty()) {
            self.lines.push(texts.join(" | "));
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            if self.is_preformatted && matches!(c, '\n' | '\r') {
                self.end_line();
                continue;
            }
            if c.is_ascii_whitespace() {
                let broken = matches!(c, '\n' | '\r');
                self.space = Some(broken || self.space.unwrap_or(false));
                continue;
            }
            // Soft hyphens and characters of no width mean nothing.
            if matches!(
                c,
                '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}'
            ) {
                continue;
            }
            if c.is_control() {
                continue;
            }
            if let Some(broken) = self.space.take()
                && let Some(last) = self.line.chars().last()
                && !(broken && is_wide(last) && is_wide(c))
            {
                self.line.push(' ');
            }
            self.line.push(c);
        }
    }

    fn end_line(&mut self) {
        self.space = None;
        if self.line.trim().is_empty() {
            self.line.clear();
        } else {
            self.lines.push(std::mem::take(&mut self.line));
        }
    }
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{2010}'..='\u{2027}')
        || c as u32 >= 0x2_0000
}
