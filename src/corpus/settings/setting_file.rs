//! Settings: files at the top of a folder that say something of the reports in it, and are none themselves.
//!
//! Input: such a file. Output: its text, or its lines without comments; what is wrong in it, in lines that name it. Refuses
//! to know what it says.

use std::path::Path;

use crate::corpus::decode::decode;
use crate::corpus::source_file::{LeftOut, SourceFile, io_reason};

/// What was read wrongly.
pub(in crate::corpus) const CORRECTIONS: &str = "metadata.csv";
/// Words that a dictionary has not.
pub(in crate::corpus) const WORDS: &str = "words.txt";
/// Terms that mean the same.
pub(in crate::corpus) const SYNONYMS: &str = "synonyms.txt";

/// More of what is wrong in a file than this is counted.
const MAX_WRONG: usize = 10;

/// So many characters of what is wrong are shown.
const MAX_SHOWN_CHARS: usize = 30;

/// Whether a file at the top of a folder is one of them, by its path.
pub(in crate::corpus) fn is_setting(path: &Path) -> bool {
    [CORRECTIONS, WORDS, SYNONYMS]
        .iter()
        .any(|name| is_named(path, name))
}

/// Whether any of them lists words, and whether any lists synonyms.
pub fn lists_in(settings: &[SourceFile]) -> (bool, bool) {
    let has = |name| named(settings, name).next().is_some();
    (has(WORDS), has(SYNONYMS))
}

/// Those of one name.
pub(in crate::corpus) fn named<'a>(
    settings: &'a [SourceFile],
    name: &str,
) -> impl Iterator<Item = &'a SourceFile> {
    settings
        .iter()
        .filter(move |file| is_named(&file.path, name))
}

fn is_named(path: &Path, name: &str) -> bool {
    path.file_name().is_some_and(|file_name| file_name == name)
}

/// The text of one, of any encoding; or why it cannot be read.
pub(in crate::corpus) fn text_of(file: &SourceFile, max_bytes: u64) -> Result<String, String> {
    if file.n_bytes > max_bytes {
        return Err(format!("it is larger than {max_bytes} bytes"));
    }
    let bytes = std::fs::read(&file.path).map_err(|error| io_reason(&error))?;
    let (text, _) = decode(bytes).ok_or("its bytes are of no encoding this program reads")?;
    Ok(text)
}

/// The lines that say something, each with its number; a comment goes from a `#` at the beginning or behind white space to the end.
pub(in crate::corpus) fn lines_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let said = (1..).zip(text.lines()).map(|(number, line)| {
        let is_comment = |at: usize| {
            line[..at]
                .chars()
                .next_back()
                .is_none_or(char::is_whitespace)
        };
        let end = line.match_indices('#').find(|(at, _)| is_comment(*at));
        (number, line[..end.map_or(line.len(), |(at, _)| at)].trim())
    });
    said.filter(|(_, line)| !line.is_empty())
}

/// What is wrong in a file, the first of it in lines of their own.
pub(in crate::corpus) fn listed(path: &str, mut reasons: Vec<String>, what: &str) -> Vec<LeftOut> {
    if reasons.len() > MAX_WRONG {
        let n_more = reasons.len() - MAX_WRONG;
        reasons.truncate(MAX_WRONG);
        reasons.push(format!("{n_more} more such {what}"));
    }
    let left_out = reasons.into_iter().map(|reason| LeftOut {
        path: path.to_owned(),
        reason,
    });
    left_out.collect()
}

/// What stands in a file as a message shows it.
pub(in crate::corpus) fn shown(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN_CHARS) {
        Some((end, _)) => format!("'{}…'", &text[..end]),
        None => format!("'{text}'"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_inside_a_word_begins_no_comment() {
        let lines: Vec<_> = lines_of("# 说明\n\n c#语言 5 # 课程\n双减\t#\n").collect();
        assert_eq!(lines, [(3, "c#语言 5"), (4, "双减")]);
    }

    #[test]
    fn of_much_that_is_wrong_the_first_is_named_and_the_rest_counted() {
        let reasons = (1..=12).map(|line| format!("line {line}: no")).collect();
        let listed = listed("words.txt", reasons, "lines");
        assert_eq!(listed.len(), 11);
        assert_eq!(listed[10].reason, "2 more such lines");
    }

    #[test]
    fn what_is_shown_has_an_end() {
        assert_eq!(shown("双减"), "'双减'");
        assert_eq!(shown(&"校".repeat(31)), format!("'{}…'", "校".repeat(30)));
    }
}
