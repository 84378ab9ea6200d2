//! Writes the hits of a search as a collection of material (素材) in Markdown: passages under their sections, matches bold, sources as notes at the end.
//!
//! Input: what was typed, and the answer. Output: Markdown with the footnotes of Pandoc and GitHub, which makes of it whatever document is wanted. Passages
//! of one report share their note. What a passage holds is text and no markup.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

use super::citation::gbt7714;
use super::material::{Section, sections};
use super::safe_text::printable;
use crate::search::{Answer, Hit};

/// Writes the hits of an answer, in their order.
///
/// # Errors
/// Fails only where writing to `out` fails.
pub fn write_hits_markdown(out: &mut impl Write, typed: &str, answer: &Answer) -> io::Result<()> {
    writeln!(out, "# {}\n", escaped(typed))?;
    let mut notes: Vec<String> = Vec::new();
    let mut number_of: HashMap<String, usize> = HashMap::new();
    for Section { heading, hits } in sections(answer) {
        writeln!(out, "## {}\n", escaped(&heading))?;
        for hit in hits {
            let citation = gbt7714(&hit.record);
            let number = *number_of.entry(citation.clone()).or_insert_with(|| {
                notes.push(citation);
                notes.len()
            });
            writeln!(out, "{}[^{number}]\n", text(hit))?;
        }
    }
    for (number, note) in (1..).zip(&notes) {
        writeln!(out, "[^{number}]: {}", escaped(note))?;
    }
    Ok(())
}

/// Gives the text of a hit with what matched in bold.
fn text(hit: &Hit) -> String {
    let mut written = String::new();
    for piece in &hit.highlights {
        // Asterisks beside a mark inside them would not be read as bold, so marks at the ends stay outside.
        let inner = piece.text.trim_matches(|c: char| !c.is_alphanumeric());
        let at = piece.text.find(inner).unwrap_or(0);
        let (before, after) = (&piece.text[..at], &piece.text[at + inner.len()..]);
        match piece.matched && !inner.is_empty() {
            true => {
                let parts = [before, inner, after].map(escaped);
                written.push_str(&format!("{}**{}**{}", parts[0], parts[1], parts[2]));
            }
            false => written.push_str(&escaped(&piece.text)),
        }
    }
    let written = written.trim();
    // A line that begins like an item of a list is none.
    let n_digits = written.bytes().take_while(u8::is_ascii_digit).count();
    let after = &written[n_digits..];
    match (
        n_digits,
        after.starts_with('-'),
        after.starts_with(". ") || after.starts_with(") "),
    ) {
        (0, true, _) => format!("\\{written}"),
        (1.., _, true) => format!("{}\\{after}", &written[..n_digits]),
        _ => written.to_owned(),
    }
}

/// Writes text so that nothing in it is markup, on one line.
fn escaped(text: &str) -> Cow<'_, str> {
    let shown = printable(text);
    if !shown.contains(is_markup) {
        return shown;
    }
    let mut written = String::with_capacity(shown.len() + 8);
    for c in shown.chars() {
        if is_markup(c) {
            written.push('\\');
        }
        written.push(c);
    }
    Cow::Owned(written)
}

fn is_markup(c: char) -> bool {
    matches!(
        c,
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '$' | '+' | '&'
    )
}
