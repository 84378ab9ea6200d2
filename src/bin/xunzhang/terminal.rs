//! How wide the terminal is, and how the program speaks beside its data.

use std::io::{self, IsTerminal, Write};

use xunzhang::render::{self, Layout};

/// How wide stdout is.
pub(crate) fn layout() -> Layout {
    match terminal_size::terminal_size() {
        Some((width, _)) if io::stdout().is_terminal() => Layout::Columns(width.0.into()),
        _ => Layout::Unwrapped,
    }
}

/// Writes a line to stderr that is no data.
pub(crate) fn say(message: &str) {
    let message = render::printable(message);
    let _ = writeln!(anstream::stderr().lock(), "{message}");
}
