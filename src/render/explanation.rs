//! What a query was taken for, and why each hit is one.
//!
//! Input: what an [`Explanation`](crate::search::Explanation) says, and hits. Output: lines around the hits, or each hit's JSON with its reasons as one more member. Refuses to
//! know how reasons are found.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::json::write_json_line;
use super::line::Layout;
use super::shown;
use super::terminal::write_hits;
use crate::search::{Hit, Reason};

const LABEL: Style = AnsiColor::Cyan.on_default();
const QUIET: Style = Style::new().dimmed();

#[derive(Serialize)]
struct ExplainedHit<'a> {
    #[serde(flatten)]
    hit: &'a Hit,
    explain: &'a [Reason],
}

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

/// Writes hits as JSON Lines, each with its reasons: `"explain":[{"name":…,"value":…}]`.
///
/// # Errors
/// Where `out` refuses.
pub fn write_explained_json(out: &mut impl Write, hits: &[(Hit, Vec<Reason>)]) -> io::Result<()> {
    for (hit, explain) in hits {
        write_json_line(out, &ExplainedHit { hit, explain })?;
    }
    Ok(())
}
