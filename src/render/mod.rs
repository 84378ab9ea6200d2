//! 输出: answers → terminal text, JSON Lines, CSV, TREC runs.
//!
//! Writes into an `impl Write` and knows no other way out. What a document holds never steers the terminal it is
//! shown on: control characters are shown as U+FFFD, in JSON as escapes.

mod csv;
mod evaluation;
mod explanation;
mod inspection;
mod json;
mod line;
mod passages;
mod reports;
mod terminal;

use std::borrow::Cow;

pub use csv::{write_hits_csv, write_reports_csv};
pub use evaluation::{write_evaluation, write_evaluation_json, write_run};
pub use explanation::{write_explained_hits, write_explained_json};
pub use inspection::{write_inspection, write_inspection_json};
pub use json::{write_event_json, write_json_line, write_summary_json};
pub use line::Layout;
pub use passages::write_passages;
pub use reports::write_reports;
pub use terminal::{write_facets, write_hits, write_trec};

/// Whether a character could steer a terminal: a control character, or one that turns the direction of writing.
fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A text as it may be shown: what could steer a terminal as U+FFFD.
pub fn shown(text: &str) -> Cow<'_, str> {
    if text.chars().any(steers) {
        let tamed = text.chars().map(|c| {
            if steers(c) {
                char::REPLACEMENT_CHARACTER
            } else {
                c
            }
        });
        Cow::Owned(tamed.collect())
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_never_shown() {
        assert_eq!(
            shown("区\u{1b}[31m管\u{9b}\n\u{202E}"),
            "区\u{FFFD}[31m管\u{FFFD}\u{FFFD}\u{FFFD}"
        );
        assert_eq!(shown("区管校聘"), "区管校聘");
    }
}
