//! The formatting of a .doc as far as it changes the text: hidden and deleted characters, cells, lists, headings.
//!
//! Input: the main stream and the tables of its formatted pages of 512 bytes ([MS-DOC] 2.9.32, 2.9.177). Output: a [`Formatting`] that
//! answers questions about the character at a position. Fonts and measures are passed over.

use crate::corpus::formats::little_endian::{u16_at, u32_at};

const PAGE_BYTES: usize = 512;

/// The properties that are read ([MS-DOC] 2.6).
mod property {
    pub(super) const DELETED: u16 = 0x0800;
    pub(super) const HIDDEN: u16 = 0x083C;
    pub(super) const IN_TABLE: u16 = 0x2416;
    pub(super) const ROW_END: u16 = 0x2417;
    pub(super) const INNER_CELL_END: u16 = 0x244B;
    pub(super) const INNER_ROW_END: u16 = 0x244C;
    pub(super) const OUTLINE_LEVEL: u16 = 0x2640;
    pub(super) const LIST_LEVEL: u16 = 0x260A;
    pub(super) const LIST: u16 = 0x460B;
    pub(super) const TABLE_DEFINITION: u16 = 0xD608;
    pub(super) const TABS: u16 = 0xC615;
}

/// The formatting of a range of characters that all lie in paragraphs formatted alike.
#[derive(Debug, Clone, Copy, Default)]
struct ParagraphRun {
    from: u32,
    to: u32,
    in_table: bool,
    is_row_end: bool,
    list: u16,
    level: u8,
    /// The level of its heading style, from 0; 9 means body text.
    outline_level: Option<u8>,
}

/// The formatting of a document, by position.
#[derive(Debug, Default)]
pub(super) struct Formatting {
    /// The ranges of characters that are deleted or hidden.
    left_out: Vec<(u32, u32)>,
    paragraphs: Vec<ParagraphRun>,
}

impl Formatting {
    /// Reads the two tables, if the file has them; a damaged page is passed over.
    pub(super) fn new(
        main: &[u8],
        characters: Option<&[u8]>,
        paragraphs: Option<&[u8]>,
    ) -> Formatting {
        let mut formatting = Formatting::default();
        for page in pages(main, characters) {
            formatting.read_character_page(page);
        }
        for page in pages(main, paragraphs) {
            formatting.read_paragraph_page(page);
        }
        formatting.left_out.sort_unstable();
        formatting.paragraphs.sort_unstable_by_key(|run| run.from);
        formatting
    }

    /// Tells whether the character at a position was deleted or is hidden.
    pub(super) fn is_left_out(&self, position: u32) -> bool {
        let n_begun = self.left_out.partition_point(|run| run.0 <= position);
        n_begun > 0 && position < self.left_out[n_begun - 1].1
    }

    /// Tells whether the paragraph that ends at a position lies in a table.
    pub(super) fn is_in_table(&self, position: u32) -> bool {
        self.run_at(position).is_some_and(|run| run.in_table)
    }

    /// Tells whether the mark at a position ends a row.
    pub(super) fn is_row_end(&self, position: u32) -> bool {
        self.run_at(position).is_some_and(|run| run.is_row_end)
    }

    /// Returns the list, from 1, and the level, from 0, of the paragraph that ends at a position.
    pub(super) fn list_at(&self, position: u32) -> Option<(u16, usize)> {
        let run = self.run_at(position)?;
        // 0 means no list, and 0x7FF a paragraph that was taken out of one.
        let is_list = (1..0x07FF).contains(&run.list);
        is_list.then_some((run.list, usize::from(run.level)))
    }

    /// Returns the level, from 1, of the heading style of the paragraph that ends at a position.
    pub(super) fn heading_level(&self, position: u32) -> Option<u32> {
        let level = self.run_at(position)?.outline_level?;
        (level < 9).then(|| u32::from(level) + 1)
    }

    fn run_at(&self, position: u32) -> Option<&ParagraphRun> {
        let n_begun = self.paragraphs.partition_point(|run| run.from <= position);
        let run = self.paragraphs.get(n_begun.checked_sub(1)?)?;
        (position < run.to).then_some(run)
    }

    fn read_character_page(&mut self, page: &[u8]) {
        for (from, to, at) in runs(page, 1) {
            let Some(&n_bytes) = page.get(at).filter(|_| at > 0) else {
                continue;
            };
            let end = (at + 1 + usize::from(n_bytes)).min(PAGE_BYTES);
            let is_left_out = properties(&page[(at + 1).min(end)..end]).any(|(name, value)| {
                matches!(name, property::DELETED | property::HIDDEN) && value.first() == Some(&1)
            });
            if is_left_out {
                self.left_out.push((from, to));
            }
        }
    }

    fn read_paragraph_page(&mut self, page: &[u8]) {
        for (from, to, at) in runs(page, 13) {
            let mut run = ParagraphRun {
                from,
                to,
                ..ParagraphRun::default()
            };
            let header = match (page.get(at), page.get(at + 1)) {
                (Some(0), Some(&words)) => Some((at + 2, usize::from(words) * 2)),
                (Some(&words), _) => Some((at + 1, usize::from(words) * 2 - 1)),
                _ => None,
            };
            if let Some((begin, n_bytes)) = header.filter(|_| at > 0) {
                // The style's number comes first; 1 to 9 are Word's own heading styles.
                let end = (begin + n_bytes).min(PAGE_BYTES);
                let style = u16_at(page, begin).filter(|style| (1..=9).contains(style));
                run.outline_level = style.map(|style| style as u8 - 1);
                for (name, value) in properties(&page[(begin + 2).min(end)..end]) {
                    let is_on = value.first() == Some(&1);
                    match name {
                        property::IN_TABLE => run.in_table = is_on,
                        property::ROW_END | property::INNER_ROW_END => run.is_row_end |= is_on,
                        property::INNER_CELL_END => run.in_table |= is_on,
                        property::OUTLINE_LEVEL => run.outline_level = value.first().copied(),
                        property::LIST_LEVEL => run.level = value.first().copied().unwrap_or(0),
                        property::LIST => run.list = u16_at(value, 0).unwrap_or(0),
                        _ => {}
                    }
                }
            }
            self.paragraphs.push(run);
        }
    }
}

/// Returns the pages that a table lists.
fn pages<'a>(main: &'a [u8], table: Option<&'a [u8]>) -> impl Iterator<Item = &'a [u8]> {
    let table = table.unwrap_or_default();
    let n_pages = table.len().saturating_sub(4) / 8;
    (0..n_pages).filter_map(move |page| {
        let number = u32_at(table, (n_pages + 1) * 4 + page * 4)? as usize & 0x3F_FFFF;
        let from = number * PAGE_BYTES;
        main.get(from..from + PAGE_BYTES)
    })
}

/// Returns the runs of a page: where each begins and ends, and the offset of its properties in the page, 0 if it has none.
fn runs(page: &[u8], entry_bytes: usize) -> impl Iterator<Item = (u32, u32, usize)> {
    let n_runs = usize::from(page[PAGE_BYTES - 1]);
    (0..n_runs).filter_map(move |run| {
        let (from, to) = (u32_at(page, run * 4)?, u32_at(page, run * 4 + 4)?);
        let offset = page.get((n_runs + 1) * 4 + run * entry_bytes)?;
        Some((from, to, usize::from(*offset) * 2))
    })
}

/// Returns the properties of a run, each a name and a value.
fn properties(mut bytes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let name = u16_at(bytes, 0)?;
        let n_bytes = match name >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            _ => match name {
                property::TABLE_DEFINITION => usize::from(u16_at(bytes, 2)?) + 1,
                property::TABS if bytes.get(2) == Some(&255) => return None,
                _ => usize::from(*bytes.get(2)?) + 1,
            },
        };
        let value = bytes.get(2..2 + n_bytes)?;
        bytes = &bytes[2 + n_bytes..];
        Some((name, value))
    })
}
