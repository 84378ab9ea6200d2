//! Writes whole passages to be copied into a document, each with one line of its source.
//!
//! Input: passages with their records. Output: for each passage its text, unwrapped, and under it `[number]` and the citation of its report; a blank line
//! between them.

use std::io::{self, Write};

use super::citation::gbt7714;
use super::safe_text::printable;
use crate::index::PassageRecord;
use crate::search::{Answer, PassageInPlace};

/// Writes the hits of an answer as quotations, numbered by their ranks.
///
/// # Errors
/// Fails only where writing to `out` fails.
pub fn write_hit_quotes(out: &mut impl Write, answer: &Answer) -> io::Result<()> {
    for hit in answer.hits() {
        write_quote(out, hit.rank, &hit.text, &hit.record)?;
    }
    Ok(())
}

/// Writes passages of a report as quotations, numbered from 1.
///
/// # Errors
/// Fails only where writing to `out` fails.
pub fn write_passage_quotes(out: &mut impl Write, passages: &[PassageInPlace]) -> io::Result<()> {
    for (number, passage) in (1..).zip(passages) {
        write_quote(out, number, &passage.text, &passage.record)?;
    }
    Ok(())
}

fn write_quote(
    out: &mut impl Write,
    number: usize,
    text: &str,
    record: &PassageRecord,
) -> io::Result<()> {
    for line in text.lines() {
        writeln!(out, "{}", printable(line))?;
    }
    writeln!(out, "[{number}] {}\n", printable(&gbt7714(record)))
}
