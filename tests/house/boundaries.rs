//! Some matters belong to one place: a library's name, HTTP, columns of the index, the terminal, the end of the process.

use crate::modules::SourceFile;
use crate::source;
use crate::tokens::{Kind, Token, code_of};

/// The stages that read the index, whose columns they have by type.
const READERS_OF_THE_INDEX: [&str; 6] = [
    "matching/",
    "ranking/",
    "search/",
    "precedent/",
    "research/",
    "evaluation/",
];

/// Fails with every place outside `allowed` where one of `sequences` stands in the code, each a row of tokens with
/// blanks between them.
#[track_caller]
fn only(allowed: impl Fn(&str) -> bool, sequences: &[&str]) {
    let mut wrong = Vec::new();
    for file in source().iter().filter(|file| !allowed(&file.name)) {
        let code = code_of(&file.text);
        for at in 0..code.len() {
            for sequence in sequences {
                if starts_with(&code[at..], sequence) {
                    wrong.push(format!("src/{}:{}: {sequence}", file.name, code[at].line));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "not here:\n{}", wrong.join("\n"));
}

fn starts_with(code: &[Token], sequence: &str) -> bool {
    let mut code = code.iter();
    let mut expected = sequence.split(' ');
    expected.all(|text| code.next().is_some_and(|token| token.is(text)))
}

fn is_under(name: &str, folders: &[&str]) -> bool {
    folders.iter().any(|folder| name.starts_with(folder))
}

#[test]
fn only_the_segmenter_names_jieba() {
    only(
        |name| name == "analysis/segmenter.rs",
        &["jieba_rs", "tantivy_jieba"],
    );
}

#[test]
fn only_index_matching_ranking_and_one_adapter_name_tantivy() {
    only(
        |name| {
            is_under(name, &["index/", "matching/", "ranking/"]) || name == "analysis/tokenizer.rs"
        },
        &["tantivy"],
    );
}

#[test]
fn only_the_index_reaches_into_a_segment() {
    let calls = [
        ". fast_fields (",
        ". inverted_index (",
        ". get_fieldnorms_reader (",
        "segment . reader",
    ];
    only(|name| name.starts_with("index/"), &calls);
}

#[test]
fn only_the_index_names_a_column_by_a_string() {
    let files = source();
    let schema = files.iter().find(|file| file.name == "index/schema.rs");
    let code = code_of(&schema.unwrap().text);
    // A field of text or bytes is looked up by a term or a document, not read as a column.
    let is_looked_up = |call: &Token| call.is("add_text_field") || call.is("add_bytes_field");
    let columns: Vec<&str> = code
        .windows(3)
        .filter(|three| three[2].kind == Kind::Text && !is_looked_up(&three[0]))
        .map(|three| three[2].text)
        .collect();
    assert!(
        columns.contains(&"district") && columns.contains(&"year"),
        "the schema's columns are not where this test looks for them: {columns:?}"
    );
    let mut wrong = Vec::new();
    let readers = files.iter();
    for file in readers.filter(|file| is_under(&file.name, &READERS_OF_THE_INDEX)) {
        for token in code_of(&file.text) {
            if token.kind == Kind::Text && columns.contains(&token.text) {
                let (name, line, text) = (&file.name, token.line, token.text);
                wrong.push(format!("src/{name}:{line}: \"{text}\""));
            }
        }
    }
    assert!(wrong.is_empty(), "not here:\n{}", wrong.join("\n"));
}

#[test]
fn only_the_local_page_knows_http() {
    only(
        |name| name.starts_with("serve/"),
        &["axum", "hyper", "tiny_http", "TcpListener"],
    );
}

#[test]
fn only_the_binary_ends_the_process_or_speaks() {
    let ways = [
        "process :: exit",
        "process :: abort",
        "exit (",
        "stdout (",
        "stderr (",
        "println !",
        "eprintln !",
        "print !",
        "eprint !",
        "Stdout",
        "Stderr",
    ];
    only(|name| name.starts_with("bin/"), &ways);
}

#[test]
fn beside_the_library_lies_only_the_binary() {
    let is_stranger = |file: &SourceFile| match file.name.strip_prefix("bin/") {
        Some(program) => !program.starts_with("xunzhang/"),
        None => !file.name.contains('/') && file.name != "lib.rs",
    };
    let files = source();
    let strangers: Vec<&str> = files
        .iter()
        .filter(|file| is_stranger(file))
        .map(|file| file.name.as_str())
        .collect();
    assert!(strangers.is_empty(), "in src/: {strangers:?}");
}
