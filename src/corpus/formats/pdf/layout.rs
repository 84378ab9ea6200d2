//! The lines of a PDF page, joined from its characters, from top to bottom.
//!
//! Input: [`Glyph`]s, from `content`. Output: [`PageLine`]s, for `paragraphs`. Characters on one baseline make a line, from left to right,
//! and a wide gap between them becomes a space.

use super::content::Glyph;

/// Glyphs whose baselines differ by no more than this part of their size are on one line.
const SAME_LINE: f32 = 0.45;

/// A gap wider than this part of the size is a space between Latin letters ...
const LETTER_GAP: f32 = 0.2;

/// ... and between Chinese characters.
const WIDE_GAP: f32 = 1.2;

/// Characters on one line of a page.
#[derive(Debug, Clone)]
pub(super) struct PageLine {
    /// Its text.
    pub(super) text: String,
    /// The x coordinate of its left end.
    pub(super) x: f32,
    /// The x coordinate of its right end.
    pub(super) right: f32,
    /// The y coordinate of its baseline, upwards.
    pub(super) y: f32,
    /// The median size of its characters.
    pub(super) size: f32,
}

/// Joins the characters of a page to lines; those that cannot be read are left out.
pub(super) fn lines(glyphs: Vec<Glyph>) -> Vec<PageLine> {
    let mut glyphs: Vec<Glyph> = glyphs
        .into_iter()
        .filter(|glyph| !glyph.is_lost())
        .collect();
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    for glyph in glyphs {
        match rows.last_mut() {
            Some(row) if row.first().is_some_and(|first| is_same_row(first, &glyph)) => {
                row.push(glyph)
            }
            _ => rows.push(vec![glyph]),
        }
    }
    rows.into_iter().filter_map(line_of).collect()
}

fn is_same_row(first: &Glyph, glyph: &Glyph) -> bool {
    (first.y - glyph.y).abs() <= SAME_LINE * first.size.max(glyph.size).max(1.0)
}

fn line_of(mut row: Vec<Glyph>) -> Option<PageLine> {
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut text = String::new();
    let mut last: Option<&Glyph> = None;
    let is_blank = |glyph: &Glyph| glyph.text.trim().is_empty();
    for glyph in row.iter().filter(|glyph| !is_blank(glyph)) {
        if let Some(before) = last {
            // Some programs draw a character twice to make it bold.
            let is_double =
                before.text == glyph.text && (glyph.x - before.x).abs() < 0.2 * glyph.size;
            if is_double {
                continue;
            }
            let gap = glyph.x - before.right;
            let is_letter = |c: char| c.is_ascii_graphic();
            let letters = before.text.chars().next_back().is_some_and(is_letter)
                && glyph.text.chars().next().is_some_and(is_letter);
            let limit = if letters { LETTER_GAP } else { WIDE_GAP };
            if gap > limit * glyph.size {
                text.push(' ');
            }
        }
        text.push_str(&glyph.text);
        last = Some(glyph);
    }
    let right = last?.right;
    let first = row.iter().find(|glyph| !is_blank(glyph))?;
    let mut sizes: Vec<f32> = row
        .iter()
        .filter(|g| !is_blank(g))
        .map(|glyph| glyph.size)
        .collect();
    sizes.sort_by(f32::total_cmp);
    Some(PageLine {
        text,
        x: first.x,
        right,
        y: first.y,
        size: sizes[sizes.len() / 2],
    })
}
