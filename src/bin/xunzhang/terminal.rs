//! What several commands say to people on stderr, and how wide their terminal is.
//!
//! Data go to stdout, through `xunzhang::render`; all else is said here, so that a pipe gets data alone.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};

use xunzhang::corpus::LeftOut;
use xunzhang::render::{Layout, printable};

/// Writes a line to stderr.
pub(crate) fn say(message: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{}", printable(message));
}

/// More files than this that were left out for the same reason are said in one line.
const MAX_OF_ONE_REASON: usize = 5;

/// Says which files could not be read, and why; many of one kind in one line.
pub(crate) fn say_left_out(files: &[LeftOut]) {
    let mut by_reason: BTreeMap<&str, Vec<&LeftOut>> = BTreeMap::new();
    for left_out in files {
        by_reason
            .entry(&left_out.reason)
            .or_default()
            .push(left_out);
    }
    for left_out in files {
        let alike = &by_reason[left_out.reason.as_str()];
        if alike.len() <= MAX_OF_ONE_REASON {
            say(&format!("left out: {}", left_out_line(left_out)));
        } else if std::ptr::eq(alike[0], left_out) {
            let names: Vec<&str> = alike.iter().take(3).map(|one| one.path.as_str()).collect();
            say(&format!(
                "left out: {} files of which each {}: {}, …; --json lists all",
                alike.len(),
                left_out.reason,
                names.join(", ")
            ));
        }
    }
}

/// Formats why a file was left out, as a line that names its path once: some reasons name it themselves.
pub(crate) fn left_out_line(left_out: &LeftOut) -> String {
    match left_out.reason.contains(&left_out.path) {
        true => left_out.reason.clone(),
        false => format!("{}: {}", left_out.path, left_out.reason),
    }
}

/// Formats a count with its noun: `1 file`, `2 files`.
pub(crate) fn count_of(n: usize, noun: &str) -> String {
    match n {
        1 => format!("1 {noun}"),
        n => format!("{n} {noun}s"),
    }
}

/// Returns the layout of text on stdout: as wide as the terminal, and unwrapped where it is none.
pub(crate) fn layout() -> Layout {
    match terminal_size::terminal_size() {
        Some((width, _)) if io::stdout().is_terminal() => Layout::Columns(width.0.into()),
        _ => Layout::Unwrapped,
    }
}
