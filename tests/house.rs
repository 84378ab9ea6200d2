//! The architecture, as a test: the arrows between the stages, who may name which library, who may speak to the
//! user, and how a file looks.
//!
//! Reads the text of `src/` and `tests/`; knows no more of Rust than lines and paths.

#![allow(clippy::unwrap_used)] // a test that unwraps has found its failure

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The stages in the order in which they may use each other: a stage uses those of a smaller number, and itself.
const STAGES: [(&str, u32); 13] = [
    ("corpus", 0),
    ("analysis", 0),
    ("report", 1),
    ("index", 2),
    ("ingest", 3),
    ("query", 3),
    ("search", 4),
    ("evaluation", 5),
    ("precedent", 5),
    ("research", 5),
    ("render", 6),
    ("serve", 7),
    (BINARY, 8),
];

/// Stands for the files of the program itself, which use everything.
const BINARY: &str = "bin";

/// The files of the program itself: they alone end the process and write to stdout and stderr.
const BINARY_FILES: [&str; 15] = [
    "bin/xunzhang/arguments/filters.rs",
    "bin/xunzhang/arguments/mod.rs",
    "bin/xunzhang/arguments/output.rs",
    "bin/xunzhang/arguments/search.rs",
    "bin/xunzhang/completions.rs",
    "bin/xunzhang/eval.rs",
    "bin/xunzhang/failure.rs",
    "bin/xunzhang/index.rs",
    "bin/xunzhang/inspect.rs",
    "bin/xunzhang/main.rs",
    "bin/xunzhang/progress.rs",
    "bin/xunzhang/reports.rs",
    "bin/xunzhang/search.rs",
    "bin/xunzhang/show.rs",
    "bin/xunzhang/terminal.rs",
];

/// The most lines of a file, its tests counted.
const MAX_LINES: usize = 450;

/// A file of source code.
struct Code {
    /// Its path under the folder asked for, parts separated by `/`.
    name: String,
    text: String,
}

impl Code {
    /// The lines that are code, each with its number and without its comment.
    fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = (1..).zip(self.text.lines());
        let code = numbered.filter(|(_, line)| !line.trim_start().starts_with("//"));
        code.map(|(number, line)| (number, line.split(" // ").next().unwrap_or(line)))
    }

    /// The stage it belongs to; none for `lib.rs`, which names them all.
    fn stage(&self) -> Option<&str> {
        match self.name.split_once('/') {
            Some((folder, _)) => Some(folder),
            None if self.name == "lib.rs" => None,
            None => Some(BINARY),
        }
    }
}

fn files_under(folder: &str) -> Vec<Code> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut folders = vec![root.clone()];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    let code = files.iter().map(|path| Code {
        name: path
            .strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/"),
        text: fs::read_to_string(path).unwrap(),
    });
    code.collect()
}

fn source() -> Vec<Code> {
    let files = files_under("src");
    assert!(files.len() > 20, "src/ is not where this test looks for it");
    files
}

/// The modules that a line names right after `crate::`, those of a list in braces too.
fn modules_named(line: &str) -> Vec<&str> {
    let mut modules = Vec::new();
    for (at, start) in line.match_indices("crate::") {
        let before = line[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &line[at + start.len()..];
        match rest.strip_prefix('{') {
            Some(list) => modules.extend(outer_items(list).map(first_name)),
            None => modules.push(first_name(rest)),
        }
    }
    modules
}

/// The items of a list whose opening brace is behind, not those of lists within it.
fn outer_items(list: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    let mut end = list.len();
    let mut cuts = vec![0];
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                end = at;
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => cuts.push(at + 1),
            _ => {}
        }
    }
    cuts.push(end + 1);
    let items: Vec<&str> = cuts
        .windows(2)
        .map(|two| list[two[0]..(two[1] - 1).min(end)].trim())
        .collect();
    items.into_iter().filter(|item| !item.is_empty())
}

fn first_name(path: &str) -> &str {
    let end = path.find(|c: char| !c.is_alphanumeric() && c != '_');
    &path[..end.unwrap_or(path.len())]
}

fn rank(stage: &str) -> Option<u32> {
    STAGES
        .iter()
        .find(|(name, _)| *name == stage)
        .map(|(_, rank)| *rank)
}

/// Fails with every line of a file outside `allowed` that holds one of `words`.
#[track_caller]
fn only(allowed: impl Fn(&str) -> bool, words: &[&str]) {
    let mut wrong = Vec::new();
    for file in source().iter().filter(|file| !allowed(&file.name)) {
        for (number, line) in file.code_lines() {
            if words.iter().any(|word| line.contains(word)) {
                wrong.push(format!("src/{}:{number}: {}", file.name, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "not here:\n{}", wrong.join("\n"));
}

#[test]
fn no_stage_uses_a_later_one() {
    let mut wrong = Vec::new();
    for file in &source() {
        let Some(stage) = file.stage() else {
            continue;
        };
        let Some(here) = rank(stage) else {
            wrong.push(format!(
                "src/{}: {stage} is no stage of the design",
                file.name
            ));
            continue;
        };
        // Lists may go on over lines; a path never does.
        let code: Vec<&str> = file.code_lines().map(|(_, line)| line).collect();
        for module in modules_named(&code.join(" ")) {
            let Some(there) = rank(module) else {
                continue;
            };
            if module != stage && there >= here {
                wrong.push(format!("src/{}: {stage} uses {module}", file.name));
            }
        }
        let around = STAGES
            .iter()
            .filter(|(name, _)| file.text.contains(&format!("super::super::{name}")));
        wrong.extend(around.map(|(name, _)| format!("src/{}: reaches {name} by super", file.name)));
    }
    assert!(
        wrong.is_empty(),
        "arrows that run back:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn every_arrow_is_seen() {
    assert_eq!(
        modules_named("use crate::report::{self, Kind};"),
        ["report"]
    );
    assert_eq!(
        modules_named("use crate::{corpus::Record, index::{Segment, Text}, query};"),
        ["corpus", "index", "query"]
    );
    assert_eq!(
        modules_named("let t = crate::analysis::fold(x); my_crate::search();"),
        ["analysis"]
    );
    let mut arrows: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in &source() {
        for (_, line) in file.code_lines() {
            let stage = file.stage().unwrap_or("lib").to_string();
            arrows
                .entry(stage)
                .or_default()
                .extend(modules_named(line).iter().map(ToString::to_string));
        }
    }
    for (stage, used) in [
        ("report", "corpus"),
        ("index", "analysis"),
        ("search", "index"),
        ("render", "search"),
    ] {
        assert!(
            arrows[stage].iter().any(|name| name == used),
            "{stage} uses {used}, which was not seen"
        );
    }
}

#[test]
fn only_the_segmenter_names_jieba() {
    only(
        |name| name == "analysis/segmenter.rs",
        &["jieba_rs", "tantivy_jieba"],
    );
}

#[test]
fn only_index_lowering_search_and_one_adapter_name_tantivy() {
    let adapters = ["query/lower.rs", "analysis/tokenizer.rs"];
    let folders = ["index/", "search/"];
    only(
        |name| adapters.contains(&name) || folders.iter().any(|folder| name.starts_with(folder)),
        &["tantivy::", "use tantivy", "extern crate tantivy"],
    );
}

#[test]
fn only_the_local_page_knows_http() {
    only(
        |name| name.starts_with("serve/"),
        &["axum::", "hyper::", "tiny_http::", "TcpListener"],
    );
}

#[test]
fn only_the_binary_ends_the_process_or_speaks() {
    let words = [
        "process::exit",
        "process::abort",
        "stdout(",
        "stderr(",
        "println!",
        "print!(",
        "io::Stdout",
        "io::Stderr",
    ];
    only(|name| BINARY_FILES.contains(&name), &words);
}

#[test]
fn only_the_binary_lies_beside_the_library() {
    let beside: Vec<String> = source()
        .into_iter()
        .map(|file| file.name)
        .filter(|name| !name.contains('/'))
        .collect();
    let strangers: Vec<&String> = beside
        .iter()
        .filter(|name| *name != "lib.rs" && !BINARY_FILES.contains(&name.as_str()))
        .collect();
    assert!(
        strangers.is_empty(),
        "in src/ itself stand only lib.rs and the binary: {strangers:?}"
    );
}

#[test]
fn every_file_opens_with_what_it_is_for() {
    for (folder, files) in [("src", source()), ("tests", files_under("tests"))] {
        for file in files {
            assert!(
                file.text.starts_with("//! "),
                "{folder}/{} does not open with //!",
                file.name
            );
        }
    }
}

#[test]
fn no_file_is_too_long_to_be_read_at_once() {
    let lists = [("src/", source()), ("tests/", files_under("tests"))];
    let mut wrong = Vec::new();
    for (folder, files) in &lists {
        for file in files {
            let n_lines = file.text.lines().count();
            let name = format!("{folder}{}", file.name);
            if n_lines > MAX_LINES {
                wrong.push(format!("{name}: {n_lines} lines, at most {MAX_LINES}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_line_has_tabs_or_trailing_blanks() {
    let mut wrong = Vec::new();
    for file in &source() {
        for (number, line) in (1..).zip(file.text.lines()) {
            let ends_in_blanks = line != line.trim_end();
            if line.contains('\t') || ends_in_blanks {
                wrong.push(format!("src/{}:{number}: {line:?}", file.name));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_file_ends_in_one_line_end() {
    for file in source().iter().chain(&files_under("tests")) {
        let text = &file.text;
        assert!(
            text.ends_with('\n') && !text.ends_with("\n\n"),
            "{}",
            file.name
        );
        assert!(!text.contains('\r'), "{}: of another system", file.name);
    }
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
    for file in source().iter().chain(&files_under("tests")) {
        for word in words {
            assert!(!file.text.contains(word), "{} holds {word}", file.name);
        }
    }
}
