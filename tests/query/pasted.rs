//! Text pasted from a report is found in it, whatever marks it holds: none of them is taken for an operator.
//!
//! An exact search for any sentence, passage or piece of the real reports counts what a scan counts that knows no operators.

use crate::shared::chance::Chance;
use crate::shared::real_reports;
use crate::shared::scan::{Scan, fold};
use xunzhang::corpus::{Source, read, walk};
use xunzhang::index::{Roots, Snapshot, Start, Writer};
use xunzhang::ingest::update;
use xunzhang::query::{Filter, Query};
use xunzhang::report::{self, Role};
use xunzhang::search::{Mode, SearchOptions, search};

/// How many pieces of any length are taken from the text of the files.
const N_PIECES: usize = 20_000;

fn total(snapshot: &Snapshot, query: &Query) -> u64 {
    let options = SearchOptions {
        mode: Mode::Exact,
        filter: Filter::default(),
        ..SearchOptions::first(0)
    };
    search(snapshot, query, &options).unwrap().total
}

#[test]
fn what_is_pasted_from_a_report_is_found_as_it_stands() {
    let Some(shared) = real_reports::folder() else {
        return;
    };
    let mut chance = Chance::announced("pasted");
    let roots = ["seeds", "county", "province"].map(|folder| shared.join("reports").join(folder));
    let mut files = walk(&roots).files;
    files.retain(|file| file.name.ends_with(".txt"));
    let dir = tempfile::tempdir().unwrap();
    let writer = Writer::open(dir.path(), Start::Existing).unwrap();
    update(writer, &Roots::new(&roots, dir.path()), &|_| {}).unwrap();
    let snapshot = Snapshot::open(dir.path()).unwrap();

    let (mut pasted, mut n_chars, mut texts) = (Vec::new(), 0, Vec::new());
    let mut searched = Vec::new();
    for file in &files {
        let Ok(Source::Text(source)) = read(file) else {
            panic!("{} cannot be read", file.name);
        };
        for passage in report::read(&source).passages {
            pasted.extend(
                passage
                    .text
                    .split_inclusive(['。', '；', ' '])
                    .map(str::to_string),
            );
            if passage.role != Role::Boilerplate {
                searched.push(fold(&passage.text));
            }
            pasted.push(passage.text);
        }
        let chars: Vec<char> = source.text.chars().collect();
        n_chars += chars.len();
        texts.push(chars);
    }
    for _ in 0..N_PIECES {
        let mut at = chance.below(n_chars);
        let text = texts.iter().find(|text| {
            let is_here = at < text.len();
            at -= if is_here { 0 } else { text.len() };
            is_here
        });
        let rest = &text.unwrap()[at..];
        let n_chars = 1 + chance.below(60);
        pasted.push(rest.iter().take(n_chars).collect());
    }
    pasted.sort();
    pasted.dedup();

    let scan = Scan::of(searched.iter().map(String::as_str));
    let (mut n_trees, mut n_warned, mut wrong) = (0, 0, Vec::new());
    for typed in &pasted {
        let (query, literal) = (Query::parse(typed), Query::literal(typed));
        n_trees += usize::from(query.tree().is_some());
        n_warned += usize::from(query.warnings() != literal.warnings());
        let has_words_apart = typed.trim().contains(char::is_whitespace);
        if query.tree().is_none() && !has_words_apart {
            continue;
        }
        let (found, expected) = (total(&snapshot, &query), scan.count(typed));
        if found != expected {
            wrong.push(format!(
                "{typed:?}: {found}, by the scan {expected}: {:?}",
                query.tree()
            ));
        }
    }
    eprintln!(
        "{} sentences, passages and pieces: {n_trees} have operators, {n_warned} a warning, {} differences",
        pasted.len(),
        wrong.len()
    );
    // Two cases are left: a quoted word that white space parts from the text, and a piece that is a field and nothing else
    // (区：建设首都), cut out of a word by chance.
    assert!(wrong.len() * 10_000 <= pasted.len(), "{}", wrong.join("\n"));
}
