//! The colours and styles of text on a terminal.
//!
//! They are written as escape sequences always; the binary strips them where the output is no terminal.

use anstyle::{AnsiColor, Style};

/// The district and year of a hit, the name of a group, the title of a list.
pub(super) const TITLE: Style = AnsiColor::Cyan.on_default().bold();
/// The name of a field, or the first row of a table.
pub(super) const LABEL: Style = AnsiColor::Cyan.on_default();
/// The part of a passage that matches the query.
pub(super) const MATCHED: Style = AnsiColor::Red.on_default().bold();
/// The passage that was asked for, among its neighbours.
pub(super) const SELECTED: Style = AnsiColor::Yellow.on_default();
/// A problem that was found in a report.
pub(super) const PROBLEM: Style = AnsiColor::Yellow.on_default();
/// Whatever is secondary: paths, ids, section paths, notes.
pub(super) const QUIET: Style = Style::new().dimmed();
