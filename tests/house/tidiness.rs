//! A file says in its first line what it is for, is short enough to be read at once, and is clean.

use std::fs;
use std::path::Path;

use crate::modules::SourceFile;
use crate::{files_under, source};

/// The most lines of a file, its tests counted.
const MAX_LINES: usize = 450;

/// The most programs that the tests are linked into: each costs every contributor seconds.
const MAX_TEST_PROGRAMS: usize = 8;

/// The fewest English words of a first line that tells a newcomer anything.
const MIN_WORDS: usize = 4;

/// Reads all files, named from the package's folder.
fn all_files() -> Vec<SourceFile> {
    let mut all = Vec::new();
    for (folder, files) in [("src", source()), ("tests", files_under("tests"))] {
        all.extend(files.into_iter().map(|file| SourceFile {
            name: format!("{folder}/{}", file.name),
            text: file.text,
        }));
    }
    all
}

/// Fails with what `find` says against each file.
#[track_caller]
fn no_file(find: impl Fn(&SourceFile) -> Option<String>) {
    let all = all_files();
    let wrong = all.iter().filter_map(|file| {
        let what = find(file)?;
        Some(format!("{}: {what}", file.name))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(
        wrong.is_empty(),
        "{} files:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_file_opens_with_a_sentence_that_says_what_it_is_for() {
    no_file(|file| {
        let first = file.text.lines().next().unwrap_or_default();
        let Some(sentence) = first.strip_prefix("//! ") else {
            return Some("does not open with //!".to_string());
        };
        let words = sentence.split(' ');
        let is_english = |word: &&str| word.contains(|c: char| c.is_ascii_alphabetic());
        let is_told = words.filter(is_english).count() >= MIN_WORDS;
        // An arrow stands for the verb that a sentence has.
        (!is_told || sentence.contains('→'))
            .then(|| format!("its first line is no sentence of {MIN_WORDS} words: {sentence}"))
    });
}

#[test]
fn no_file_says_what_it_refuses_to_know() {
    // Put together here, so that this file does not find itself.
    let words = concat!("efuses to", " know");
    no_file(|file| {
        let mut lines = (1..).zip(file.text.lines());
        lines
            .find(|(_, line)| line.contains(words))
            .map(|(number, line)| format!("line {number}: {}", line.trim()))
    });
}

#[test]
fn no_file_is_too_long_to_be_read_at_once() {
    no_file(|file| {
        let n_lines = file.text.lines().count();
        (n_lines > MAX_LINES).then(|| format!("{n_lines} lines, at most {MAX_LINES}"))
    });
}

#[test]
fn the_tests_are_few_programs() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let entries = fs::read_dir(tests)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut programs: Vec<_> = entries
        .filter(|path| {
            path.extension().is_some_and(|it| it == "rs") || path.join("main.rs").is_file()
        })
        .collect();
    programs.sort();
    let n_programs = programs.len();
    assert!(
        n_programs <= MAX_TEST_PROGRAMS,
        "{n_programs} test programs, at most {MAX_TEST_PROGRAMS}: {programs:?}"
    );
}

#[test]
fn no_line_of_the_source_has_tabs_or_trailing_blanks() {
    no_file(|file| {
        let lines = file.text.lines().filter(|_| file.name.starts_with("src/"));
        let mut wrong = (1..)
            .zip(lines)
            .filter(|(_, line)| line.contains('\t') || *line != line.trim_end());
        wrong
            .next()
            .map(|(number, line)| format!("line {number}: {line:?}"))
    });
}

#[test]
fn every_file_ends_in_one_line_end() {
    no_file(|file| {
        let text = &file.text;
        let ends_well = text.ends_with('\n') && !text.ends_with("\n\n");
        (!ends_well || text.contains('\r')).then(|| "its line ends".to_string())
    });
}

#[test]
fn nothing_is_left_for_later() {
    // Put together here, so that this file does not find itself.
    let words = [
        concat!("to", "do!("),
        concat!("unimple", "mented!("),
        concat!("db", "g!("),
        concat!("#[ig", "nore"),
    ];
    no_file(|file| {
        let found = words.iter().find(|word| file.text.contains(**word));
        found.map(|word| format!("holds {word}"))
    });
}
