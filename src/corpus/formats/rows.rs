//! The rows of a table in a document of text, each of which becomes one line.
//!
//! Input: the paragraphs of the cells of a row. Output: the line. A reader of a format finds the cells itself.

/// Joins the paragraphs of a cell, which may have several lines each, with a space between them.
pub(super) fn cell_text<'t>(paragraphs: impl Iterator<Item = &'t str>) -> String {
    let words = paragraphs.flat_map(|paragraph| paragraph.split('\n'));
    let words: Vec<&str> = words
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// Joins the cells of a row to its line.
pub(super) fn row_line(cells: &[String]) -> String {
    cells.join(" | ")
}
