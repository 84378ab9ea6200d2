//! A stage uses only the stages before it, and the files of a stage form no circle.

use std::collections::BTreeSet;

use crate::circles::circles;
use crate::modules::{BINARY, Modules, SourceFile};
use crate::source;

/// Every stage and those right before it. A stage may use what these may use, too.
const STAGES: [(&str, &[&str]); 15] = [
    ("analysis", &[]),
    ("corpus", &["analysis"]),
    ("report", &["corpus", "analysis"]),
    ("index", &["report"]),
    ("ingest", &["index"]),
    ("query", &["index"]),
    ("matching", &["query"]),
    ("ranking", &["matching"]),
    ("search", &["ranking"]),
    ("precedent", &["search"]),
    ("evaluation", &["search"]),
    ("research", &["matching"]),
    (
        "messages",
        &["ingest", "precedent", "evaluation", "research"],
    ),
    ("render", &["messages"]),
    ("serve", &["render"]),
];

/// Returns all stages that a stage may use; `None` for a folder that is no stage.
fn allowed(stage: &str) -> Option<BTreeSet<&'static str>> {
    if stage == BINARY {
        return Some(STAGES.iter().map(|(name, _)| *name).collect());
    }
    let (_, before) = STAGES.iter().find(|(name, _)| *name == stage)?;
    let mut all: BTreeSet<&str> = before.iter().copied().collect();
    for stage in *before {
        all.extend(allowed(stage)?);
    }
    Some(all)
}

/// Describes every path that leads to a stage which its file may not use.
fn forbidden_arrows(files: &[SourceFile]) -> Vec<String> {
    let modules = Modules::of(files);
    let mut wrong = BTreeSet::new();
    for (file, line, path, used) in modules.stages_named() {
        let Some(stage) = modules.stage_of(file) else {
            continue; // lib.rs names all of them
        };
        let name = &files[file].name;
        match allowed(&stage) {
            None => {
                wrong.insert(format!("src/{name}: {stage} is no stage of the design"));
            }
            Some(allowed) if used != stage && !allowed.contains(used.as_str()) => {
                wrong.insert(format!("src/{name}:{line}: {stage} uses {used}: {path}"));
            }
            Some(_) => {}
        }
    }
    wrong.into_iter().collect()
}

/// Describes the circles between files of each stage.
fn circles_in_stages(files: &[SourceFile]) -> Vec<String> {
    let modules = Modules::of(files);
    let within = modules
        .arrows()
        .into_iter()
        .filter(|arrow| modules.stage_of(arrow.from) == modules.stage_of(arrow.to));
    circles(files, &within.collect::<Vec<_>>())
}

#[test]
fn no_stage_uses_one_that_it_may_not() {
    let wrong = forbidden_arrows(&source());
    assert!(wrong.is_empty(), "not allowed:\n{}", wrong.join("\n"));
}

#[test]
fn no_circle_joins_files_of_a_stage() {
    let circles = circles_in_stages(&source());
    let n_circles = circles.len();
    assert!(
        circles.is_empty(),
        "{n_circles} circles\n{}",
        circles.join("\n")
    );
}

fn files(named: &[(&str, &str)]) -> Vec<SourceFile> {
    let file = |(name, text): &(&str, &str)| SourceFile {
        name: (*name).to_string(),
        text: (*text).to_string(),
    };
    named.iter().map(file).collect()
}

#[track_caller]
fn assert_arrows(named: &[(&str, &str)], expected: &[&str]) {
    let files = files(named);
    let arrows = Modules::of(&files).arrows().into_iter().map(|arrow| {
        let (from, to) = (&files[arrow.from].name, &files[arrow.to].name);
        format!("{from}:{} {to}", arrow.line)
    });
    let arrows: BTreeSet<String> = arrows.collect();
    let arrows: Vec<&str> = arrows.iter().map(String::as_str).collect();
    assert_eq!(arrows, expected);
}

#[test]
fn the_table_is_closed_over_what_the_stages_before_may_use() {
    let research = allowed("research").unwrap();
    assert!(research.contains("matching") && research.contains("corpus"));
    assert!(!research.contains("ranking") && !research.contains("search"));
    assert!(allowed("ingest").unwrap().contains("report"));
    assert!(!allowed("query").unwrap().contains("ingest"));
    assert!(allowed("utilities").is_none());
}

#[test]
fn an_arrow_is_seen_in_every_way_to_write_a_path() {
    let used = (
        "a/used.rs",
        "pub fn f() {} pub struct S; pub mod inner { pub fn g() {} }",
    );
    for text in [
        "use super::used::f;",
        "use super::{other::O, used::{self, f as h}};",
        "use crate::a::used::S as T;",
        "use super::*;",
        "use super::used;\nfn h() { used::f() }",
        "fn h() -> super::used::S { todo }",
        "fn h() { format!(\"{}\", crate::a::used::inner::g()) }",
        "mod m { fn h() { super::super::used::f() } }",
    ] {
        let module = ("a/mod.rs", "mod used; mod file; pub(crate) use used::*;");
        let drawn = Modules::of(&files(&[module, ("a/file.rs", text), used])).arrows();
        assert!(drawn.iter().any(|arrow| arrow.from == 1), "{text}");
    }
}

#[test]
fn what_is_only_re_exported_leads_to_the_file_that_defines_it() {
    let module = "mod x;\nmod y;\npub use x::X;\npub(crate) use y::*;\npub struct Here;";
    assert_arrows(
        &[
            ("a/mod.rs", module),
            ("a/x.rs", "pub struct X;"),
            (
                "a/y.rs",
                "use super::X;\npub enum Y { A }\nuse super::Here;",
            ),
            ("b/mod.rs", "use crate::a::{X,\nY};\nfn f() { Y::A; }"),
        ],
        &[
            "a/y.rs:1 a/x.rs",
            "a/y.rs:3 a/mod.rs",
            "b/mod.rs:1 a/x.rs",
            "b/mod.rs:2 a/y.rs",
            "b/mod.rs:3 a/y.rs",
        ],
    );
}

#[test]
fn a_module_that_uses_what_it_re_exports_has_an_arrow() {
    assert_arrows(
        &[
            (
                "a/mod.rs",
                "mod x;\npub use x::X;\npub fn f() -> X { x::make() }",
            ),
            ("a/x.rs", "pub struct X;\npub fn make() -> X { X }"),
        ],
        &["a/mod.rs:2 a/x.rs", "a/mod.rs:3 a/x.rs"],
    );
}

#[test]
fn a_module_that_shares_its_name_with_what_it_re_exports_has_no_arrow() {
    assert_arrows(
        &[
            ("a/mod.rs", "mod lower;\npub use lower::lower;"),
            ("a/lower.rs", "pub fn lower() { super::f() }"),
        ],
        &["a/lower.rs:1 a/mod.rs"],
    );
}

#[test]
fn test_code_comments_and_other_crates_draw_no_arrow() {
    let csv = "use ::csv::Reader;\n// use super::x::X;\n#[cfg(test)]\nmod tests { use super::super::x::X; }";
    assert_arrows(
        &[
            (
                "a/mod.rs",
                "mod csv;\npub(super) mod x;\nuse std::fs;\nfn f() { fs::read() }",
            ),
            ("a/csv.rs", csv),
            ("a/x.rs", "pub struct X;"),
        ],
        &[],
    );
}

#[test]
fn a_circle_is_described_by_its_shortest_chains() {
    let files = files(&[
        ("a/mod.rs", "mod b;\nmod c;\nmod d;"),
        ("a/b.rs", "use super::c::C;\npub struct B;"),
        ("a/c.rs", "\nuse super::d::D;\npub struct C;"),
        ("a/d.rs", "use super::b::B;\npub struct D;"),
        ("a/e.rs", "use super::b::B;"),
    ]);
    let expected = "a circle of 3 files:\n  3 files:\n    a/b.rs:1 uses super::c::C of a/c.rs\n    \
                    a/c.rs:2 uses super::d::D of a/d.rs\n    a/d.rs:1 uses super::b::B of a/b.rs";
    assert_eq!(circles_in_stages(&files), [expected]);
}

#[test]
fn a_path_counts_for_the_stage_it_names_and_for_the_one_it_leads_to() {
    let files = files(&[
        (
            "lib.rs",
            "pub mod search; pub mod ranking; pub mod research;",
        ),
        (
            "search/mod.rs",
            "pub use crate::matching::M;\npub use crate::ranking::R;",
        ),
        ("matching/mod.rs", "pub struct M;"),
        ("ranking/mod.rs", "pub struct R;\nuse super::research::X;"),
        (
            "research/mod.rs",
            "use crate::search::M;\nuse crate::matching::R;\npub struct X;",
        ),
        (
            "bin/xunzhang/main.rs",
            "mod arguments;\nuse xunzhang::search::R;",
        ),
        (
            "bin/xunzhang/arguments.rs",
            "use crate::main;\nuse xunzhang::serve;",
        ),
    ]);
    assert_eq!(
        forbidden_arrows(&files),
        [
            "src/ranking/mod.rs:2: ranking uses research: super::research::X",
            "src/research/mod.rs:1: research uses search: crate::search::M",
        ]
    );
}
