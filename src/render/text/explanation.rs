//! What a query was taken for, and why each hit is one.
//!
//! Input: what an [`Explanation`](crate::search::Explanation) says, and hits. Output: lines around the hits, or each hit's JSON with its reasons as one more member. Refuses to
//! know how reasons are found.

use std::io::{self, Write};

use super::hits::write_hits;
use super::style::{LABEL, QUIET};
use super::wrapped_line::Layout;
use crate::render::safe_text::shown;
use crate::search::{Hit, Reason};

/// Writes what the query was taken for, line by line, then the hits, each with its reasons under it.
///
/// # Errors
/// Where `out` refuses.
pub fn write_explained_hits(
    out: &mut impl Write,
    lines: &[String],
    hits: &[(Hit, Vec<Reason>)],
    layout: Layout,
) -> io::Result<()> {
    for line in lines {
        writeln!(out, "{LABEL}query{LABEL:#}  {}", shown(line))?;
    }
    writeln!(out)?;
    for (hit, reasons) in hits {
        write_hits(out, std::slice::from_ref(hit), layout)?;
        for reason in reasons {
            let (name, value) = (shown(&reason.name), shown(&reason.value));
            writeln!(out, "      {QUIET}{name}: {value}{QUIET:#}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}
