//! The settings files: files at the top of a folder that describe the reports in it and are no reports themselves.
//!
//! Input: such a file. Output: its text, or its lines without comments, and a list of what is wrong in it. `corrections`, `user_words` and
//! `synonyms` interpret them.

use std::path::Path;

use crate::corpus::decoding::decode;
use crate::corpus::left_out::{LeftOut, io_reason};
use crate::corpus::panics::guard;
use crate::corpus::source_file::SourceFile;

/// The table of corrections to the metadata.
pub(in crate::corpus) const CORRECTIONS: &str = "metadata.csv";
/// The list of words that the dictionary lacks.
pub(in crate::corpus) const WORDS: &str = "words.txt";
/// The list of terms that mean the same.
pub(in crate::corpus) const SYNONYMS: &str = "synonyms.txt";

/// How many faults of a file are listed; the rest are counted.
const MAX_WRONG: usize = 10;

/// How many characters of a faulty text are shown.
const MAX_SHOWN_CHARS: usize = 30;

/// Tells by its path whether a file at the top of a folder is a settings file.
pub(in crate::corpus) fn is_setting(path: &Path) -> bool {
    [CORRECTIONS, WORDS, SYNONYMS]
        .iter()
        .any(|name| is_named(path, name))
}

/// Tells whether one of the settings files lists words.
pub fn has_user_words(settings: &[SourceFile]) -> bool {
    named(settings, WORDS).next().is_some()
}

/// Tells whether one of the settings files lists synonyms.
pub fn has_synonyms(settings: &[SourceFile]) -> bool {
    named(settings, SYNONYMS).next().is_some()
}

/// Gives the text of each settings file of a name to `read`, which puts what is wrong in it into a list; each fault in the lists, a
/// text that cannot be read, and a panic become entries of the result. `noun` says what the faults are: lines, or rows.
pub(super) fn read_each(
    settings: &[SourceFile],
    name: &str,
    max_bytes: u64,
    noun: &str,
    mut read: impl FnMut(&SourceFile, &str, &mut Vec<String>),
) -> Vec<LeftOut> {
    let mut left_out = Vec::new();
    for file in named(settings, name) {
        let mut wrong = Vec::new();
        let outcome = guard(|| match text_of(file, max_bytes) {
            Ok(text) => read(file, &text, &mut wrong),
            Err(reason) => wrong.push(reason),
        });
        wrong.extend(outcome.err().map(|panicked| panicked.to_string()));
        left_out.extend(listed(&file.name, wrong, noun));
    }
    left_out
}

/// Returns the settings files of a name.
fn named<'a>(settings: &'a [SourceFile], name: &str) -> impl Iterator<Item = &'a SourceFile> {
    settings
        .iter()
        .filter(move |file| is_named(&file.path, name))
}

fn is_named(path: &Path, name: &str) -> bool {
    path.file_name().is_some_and(|file_name| file_name == name)
}

/// Returns the text of a settings file in any encoding, or the reason why it cannot be read.
fn text_of(file: &SourceFile, max_bytes: u64) -> Result<String, String> {
    if file.n_bytes > max_bytes {
        return Err(format!("it is larger than {max_bytes} bytes"));
    }
    let bytes = std::fs::read(&file.path).map_err(|error| io_reason(&error))?;
    let (text, _) = decode(bytes).ok_or("its bytes are of no encoding this program reads")?;
    Ok(text)
}

/// Returns the lines that are not blank, each with its number. A comment goes from a `#` at the beginning or after white space to the end
/// of its line.
pub(super) fn lines_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = (1..).zip(text.lines()).map(|(number, line)| {
        let is_comment = |at: usize| {
            line[..at]
                .chars()
                .next_back()
                .is_none_or(char::is_whitespace)
        };
        let end = line.match_indices('#').find(|(at, _)| is_comment(*at));
        (number, line[..end.map_or(line.len(), |(at, _)| at)].trim())
    });
    numbered.filter(|(_, line)| !line.is_empty())
}

/// Lists the faults of a file: the first ones each by itself, and the number of the rest.
pub(super) fn listed(path: &str, mut reasons: Vec<String>, noun: &str) -> Vec<LeftOut> {
    if reasons.len() > MAX_WRONG {
        let n_more = reasons.len() - MAX_WRONG;
        reasons.truncate(MAX_WRONG);
        reasons.push(format!("{n_more} more such {noun}"));
    }
    let left_out = reasons.into_iter().map(|reason| LeftOut {
        path: path.to_owned(),
        reason,
    });
    left_out.collect()
}

/// Quotes a text from a file for a message, cut to a readable length.
pub(super) fn shown(text: &str) -> String {
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
