//! PDF: .pdf, pages of characters at positions.
//!
//! Input: a file, recognised by its first bytes. Output: its text, with a paragraph on each line, and the line that begins each page.
//! `content` places the characters of a page, whose codes `font` and `cmap` translate; `layout` joins them to lines, and `paragraphs` joins
//! those to paragraphs and drops running heads and page numbers. A page without characters, or one whose fonts do not say which
//! characters they draw, gives no text and becomes a fault.
//!
//! The library runs in a thread of its own, for two reasons: its parser recurses deeply, and needs a larger stack than other threads have;
//! and it may loop, so that it is given up after [`MAX_SECONDS`].
//!
//! The library `pdf_oxide` 0.3.78 was tried in the place of `lopdf` and of the files here. Its own text finds 125 of the 770
//! paragraphs of ten reports that LibreOffice printed (ours 599) and puts 2,642 spaces between Chinese characters (ours
//! none). Its placed characters under our own layout give the same text as ours, but are not bounded: ten nodes of pages
//! that each name the next ten times keep it busy past 90 seconds (ours 0.02), a file of 59 kB takes 3.8 GB (ours 137 MB),
//! 3,000 pages of one content 1.4 GB (ours 305 MB), and a debug build panics at a range of a CMap that runs backwards. It
//! would add 44 packages, image, png and tiff among them.

mod cmap;
mod content;
mod font;
mod layout;
mod paragraphs;

use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use lopdf::{Document, LoadOptions};

use crate::corpus::format::{FormatReader, Probe, contains, read_text};
use crate::corpus::input::Input;
use crate::corpus::limits::{
    MAX_CHARACTERS, MAX_DRAWING_BYTES, MAX_FILE_BYTES, MAX_PAGES, MAX_PART_BYTES, MAX_SECONDS,
};
use crate::corpus::read_error::{ReadError, Refusal};
use crate::corpus::source::Source;
use crate::corpus::source_text::{ExtractedText, Fault, Format};
use layout::PageLine;

/// The reader of PDF files.
pub(super) struct Pdf;

/// The stack of the reading thread, in bytes, since the library's parser recurses.
const STACK_BYTES: usize = 32 * 1024 * 1024;

/// A page gives no text if more than one character in this many cannot be read.
const UNREADABLE_ONE_IN: usize = 20;

impl FormatReader for Pdf {
    fn format(&self) -> Format {
        Format::named("pdf")
    }

    fn endings(&self) -> &'static [&'static str] {
        &["pdf"]
    }

    fn recognises(&self, probe: &Probe<'_>) -> bool {
        contains(&probe.head[..probe.head.len().min(1_024)], b"%PDF-")
    }

    fn read(&self, input: Input) -> Result<Source, ReadError> {
        read_text(input, self.format(), MAX_FILE_BYTES, read_in_time)
    }
}

/// Reads a file in a thread of its own, and gives it up after [`MAX_SECONDS`].
fn read_in_time(bytes: Vec<u8>) -> Result<ExtractedText, Refusal> {
    let (sender, receiver) = mpsc::channel();
    let spawned = std::thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(move || {
            let read = Refusal::guarded(|| read(&bytes));
            // If this fails, nobody waits for the file any more.
            let _ = sender.send(read);
        });
    spawned.map_err(|error| Refusal::damaged(format!("no thread to read it: {error}")))?;
    match receiver.recv_timeout(Duration::from_secs(MAX_SECONDS)) {
        Ok(read) => read,
        Err(RecvTimeoutError::Timeout) => {
            let reason = format!("it takes more than {MAX_SECONDS} seconds");
            Err(Refusal::OverLimit(reason))
        }
        Err(RecvTimeoutError::Disconnected) => Err(Refusal::damaged("it cannot be taken apart")),
    }
}

fn read(bytes: &[u8]) -> Result<ExtractedText, Refusal> {
    let options = LoadOptions::with_max_decompressed_size(MAX_PART_BYTES as usize);
    let document = match Document::load_mem_with_options(bytes, options) {
        Ok(document) => document,
        Err(lopdf::Error::InvalidPassword) => return Err(Refusal::Locked),
        Err(error) => return Err(Refusal::damaged(error)),
    };
    if document.is_encrypted() {
        return Err(Refusal::Locked);
    }
    let page_ids: Vec<_> = document.page_iter().take(MAX_PAGES + 1).collect();
    if page_ids.len() > MAX_PAGES {
        let reason = format!("it has more than {MAX_PAGES} pages");
        return Err(Refusal::OverLimit(reason));
    }
    if page_ids.is_empty() {
        return Err(Refusal::damaged("it has no pages"));
    }
    let mut reader = content::PageReader::new(&document);
    let mut pages: Vec<Vec<PageLine>> = Vec::with_capacity(page_ids.len());
    let mut wrong: Vec<(usize, &'static str, String)> = Vec::new();
    let mut n_characters = 0;
    for (index, id) in page_ids.iter().enumerate() {
        let page = reader.page(*id);
        let n_chars = page.glyphs.len();
        n_characters += n_chars;
        if n_characters > MAX_CHARACTERS {
            let reason = format!("it has more than {MAX_CHARACTERS} characters");
            return Err(Refusal::OverLimit(reason));
        }
        let n_lost = page.glyphs.iter().filter(|glyph| glyph.is_lost()).count();
        let number = index + 1;
        if page.is_cut {
            let message =
                format!("page {number} is cut: more than {MAX_DRAWING_BYTES} bytes draw it");
            wrong.push((index, "page_cut", message));
        }
        if n_chars == 0 && page.has_pictures {
            let message = format!("page {number} is a picture without text");
            wrong.push((index, "page_without_text", message));
        } else if n_lost * UNREADABLE_ONE_IN > n_chars {
            let message = format!(
                "page {number} is left out: its fonts do not say which characters {n_lost} of {n_chars} are"
            );
            wrong.push((index, "page_unreadable", message));
            pages.push(Vec::new());
            continue;
        } else if n_lost > 0 {
            let message = format!("{n_lost} characters of page {number} cannot be read");
            wrong.push((index, "characters_lost", message));
        }
        pages.push(layout::lines(page.glyphs));
    }
    if pages.iter().all(Vec::is_empty)
        && let Some((_, _, first)) = wrong.first()
    {
        return Err(Refusal::NoText(match page_ids.len() {
            1 => first.clone(),
            n_pages => format!("{first}, and so on for {n_pages} pages"),
        }));
    }
    paragraphs::drop_running_heads(&mut pages);
    let (lines, page_lines) = paragraphs::join(&pages);
    let mut extracted = ExtractedText::new(lines.join("\n"), "PDF");
    extracted.faults = wrong
        .into_iter()
        .map(|(index, code, message)| Fault {
            line: page_lines.get(index).copied().unwrap_or(0),
            code,
            message,
        })
        .collect();
    extracted.page_lines = page_lines;
    Ok(extracted)
}
