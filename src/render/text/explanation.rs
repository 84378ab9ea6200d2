//! Writes what `search --explain` adds for people: how the query was understood, and under each hit why it is one.
//!
//! The lines and reasons come with the [`Answer`](crate::search::Answer); the hits themselves are written by `hits.rs`.

use std::io::{self, Write};

use super::style::{LABEL, QUIET};
use crate::render::safe_text::printable;
use crate::search::Reason;

/// Writes the lines that say how the query was understood.
pub(super) fn write_query_lines(out: &mut impl Write, lines: &[String]) -> io::Result<()> {
    for line in lines {
        writeln!(out, "{LABEL}query{LABEL:#}  {}", printable(line))?;
    }
    writeln!(out)
}

/// Writes the reasons of a hit.
pub(super) fn write_reasons(out: &mut impl Write, reasons: &[Reason]) -> io::Result<()> {
    for reason in reasons {
        let (name, value) = (printable(&reason.name), printable(&reason.value));
        writeln!(out, "      {QUIET}{name}: {value}{QUIET:#}")?;
    }
    writeln!(out)
}
