//! The colours of text on a terminal.

use anstyle::{AnsiColor, Style};

pub(super) const TITLE: Style = AnsiColor::Cyan.on_default().bold();
pub(super) const LABEL: Style = AnsiColor::Cyan.on_default();
pub(super) const MATCHED: Style = AnsiColor::Red.on_default().bold();
pub(super) const WARNING: Style = AnsiColor::Yellow.on_default();
pub(super) const QUIET: Style = Style::new().dimmed();
