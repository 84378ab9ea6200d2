//! Replaces the characters of a document that could steer a terminal, such as escape sequences.
//!
//! A file may hold control characters that move the cursor, change colours or turn the direction of writing. Whatever
//! comes from a document, a path or a query goes through [`printable`] before it is shown. JSON keeps such characters,
//! as escapes: see `json.rs`.

use std::borrow::Cow;

/// Returns the text with every character that could steer a terminal replaced by U+FFFD, and a tab by a space.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(steers_terminal) {
        return Cow::Borrowed(text);
    }
    let replaced = text.chars().map(|c| match c {
        '\t' => ' ',
        c if steers_terminal(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    });
    Cow::Owned(replaced.collect())
}

/// Whether a character could steer a terminal: a control character, or one that turns the direction of writing.
pub(super) fn steers_terminal(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_never_shown() {
        assert_eq!(
            printable("一、\t区\u{1b}[31m管\u{9b}\n\u{202E}"),
            "一、 区\u{FFFD}[31m管\u{FFFD}\u{FFFD}\u{FFFD}"
        );
        assert_eq!(printable("区管校聘"), "区管校聘");
    }
}
