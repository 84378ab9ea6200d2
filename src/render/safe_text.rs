//! Text that cannot steer a terminal: control characters are replaced by U+FFFD.

use std::borrow::Cow;

/// Whether a character could steer a terminal: a control character, or one that turns the direction of writing.
pub(super) fn steers(c: char) -> bool {
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
