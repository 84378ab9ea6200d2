//! The escapes that an export left in a text: line breaks as `\\n`, spaces as `&nbsp;`.
//!
//! Input: decoded text. Output: the text with these restored, and a note that says so. Some sources hold a whole report on one line in
//! this form. A text that merely mentions such an escape is left alone.

use std::borrow::Cow;

/// A text with fewer escaped line breaks than this is left as it is.
const MIN_LINE_BREAKS: usize = 3;

/// The character entities that are restored.
const ENTITIES: [(&str, &str); 9] = [
    ("&nbsp;", "\u{a0}"),
    ("&emsp;", "\u{2003}"),
    ("&ensp;", "\u{2002}"),
    ("&ldquo;", "“"),
    ("&rdquo;", "”"),
    ("&quot;", "\""),
    ("&lt;", "<"),
    ("&gt;", ">"),
    // The ampersand comes last, so that `&amp;lt;` is restored once and not twice.
    ("&amp;", "&"),
];

/// Restores the escapes of an export; the second value is the note if anything was restored.
pub(super) fn restore(text: &str) -> (Cow<'_, str>, Option<String>) {
    let n_breaks = count_line_breaks(text);
    let n_real_breaks = text.bytes().filter(|&b| b == b'\n').count();
    let breaks_are_escaped = n_breaks >= MIN_LINE_BREAKS && n_breaks > n_real_breaks;
    let n_entities = count_entities(text);
    let has_entities = n_entities > 0 && (breaks_are_escaped || n_entities >= MIN_LINE_BREAKS);
    if !breaks_are_escaped && !has_entities {
        return (Cow::Borrowed(text), None);
    }
    let mut restored = Cow::Borrowed(text);
    if breaks_are_escaped {
        restored = Cow::Owned(
            text.replace("\\r\\n", "\n")
                .replace("\\n", "\n")
                .replace("\\r", "\n"),
        );
    }
    if has_entities {
        for (entity, character) in ENTITIES {
            if restored.contains(entity) {
                restored = Cow::Owned(restored.replace(entity, character));
            }
        }
    }
    let note = match (breaks_are_escaped, has_entities) {
        (true, true) => {
            format!("{n_breaks} escaped line breaks and {n_entities} character entities restored")
        }
        (true, false) => format!("{n_breaks} escaped line breaks restored"),
        _ => format!("{n_entities} character entities restored"),
    };
    (restored, Some(note))
}

fn count_line_breaks(text: &str) -> usize {
    if !text.contains('\\') {
        return 0;
    }
    text.matches("\\r\\n")
        .count()
        .max(text.matches("\\n").count())
}

fn count_entities(text: &str) -> usize {
    if !text.contains('&') {
        return 0;
    }
    ENTITIES
        .iter()
        .map(|(entity, _)| text.matches(entity).count())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_gets_its_lines_back() {
        let (text, note) = restore(r"各位代表：\r\n&nbsp;现在报告\r\n一、回顾\r\n完成");
        assert_eq!(text, "各位代表：\n\u{a0}现在报告\n一、回顾\n完成");
        assert_eq!(
            note.as_deref(),
            Some("3 escaped line breaks and 1 character entities restored")
        );
    }

    #[test]
    fn a_text_that_mentions_an_escape_is_left_alone() {
        let (text, note) = restore("换行写作 \\n。\n第二行");
        assert_eq!(text, "换行写作 \\n。\n第二行");
        assert_eq!(note, None);
    }

    #[test]
    fn an_escaped_ampersand_is_restored_once() {
        assert_eq!(restore("&amp;lt;&amp;&amp;").0, "&lt;&&");
    }
}
