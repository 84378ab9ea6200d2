//! Writes the hits of `search --explain`: how the query was understood, and under each hit why it is one.
//!
//! The reasons come from [`Explanation`](crate::search::Explanation); the hits themselves are written by `hits.rs`.

use std::io::{self, Write};

use super::hits::write_hits;
use super::style::{LABEL, QUIET};
use super::wrapped_line::Layout;
use crate::render::safe_text::printable;
use crate::search::{Hit, Reason};

/// Writes the lines that say how the query was understood, then the hits, each with its reasons under it.
///
/// # Errors
/// Fails only where writing to `out` fails.
pub fn write_explained_hits(
    out: &mut impl Write,
    lines: &[String],
    hits: &[(Hit, Vec<Reason>)],
    layout: Layout,
) -> io::Result<()> {
    for line in lines {
        writeln!(out, "{LABEL}query{LABEL:#}  {}", printable(line))?;
    }
    writeln!(out)?;
    for (hit, reasons) in hits {
        write_hits(out, std::slice::from_ref(hit), layout)?;
        for reason in reasons {
            let (name, value) = (printable(&reason.name), printable(&reason.value));
            writeln!(out, "      {QUIET}{name}: {value}{QUIET:#}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}
