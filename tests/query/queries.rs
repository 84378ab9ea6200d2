//! What people type is never an error: any text is a query, and is answered within a second.
//!
//! Thousands of random queries are asked: bytes, operators of other engines, quotation marks, very long ones.

use std::time::Duration;

use crate::shared::chance::Chance;
use crate::shared::program::{N_HITS, Place};
use crate::shared::stopwatch::timed;
use xunzhang::index::{Roots, Snapshot, Start, Writer};
use xunzhang::ingest::update;
use xunzhang::query::{Filter, Query};
use xunzhang::search::{Mode, SearchOptions, search};

/// How many queries are made in each way.
const N_OF_EACH: usize = 1_000;
const LIMIT: Duration = Duration::from_secs(1);

/// Operators of other search engines, which mean nothing here.
const PARTS: [&str; 40] = [
    "区管校聘",
    "区管",
    "课后服务",
    "教师",
    "的",
    "年",
    "2022",
    "第",
    "學校",
    "ＡＢ",
    "AND",
    "OR",
    "NOT",
    "+",
    "-",
    "*",
    "?",
    "~",
    "^2",
    "\"",
    "“",
    "”",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    "\\",
    "/",
    "title:",
    "text:\"",
    "\u{3000}",
    "\t",
    "\n",
    "\0",
    "𠮷",
    "\u{200d}",
    "\u{202e}",
];

/// A way of making queries.
type Way = fn(&mut Chance) -> String;

fn random_bytes(chance: &mut Chance) -> String {
    let n_bytes = chance.below(60);
    let bytes: Vec<u8> = (0..n_bytes).map(|_| chance.next() as u8).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn random_chars(chance: &mut Chance) -> String {
    let n_chars = chance.below(40);
    let codes = (0..n_chars).map(|_| chance.below(0x11_0000) as u32);
    codes.filter_map(char::from_u32).collect()
}

fn random_parts(chance: &mut Chance) -> String {
    let n_parts = chance.below(12);
    (0..n_parts)
        .map(|_| PARTS[chance.below(PARTS.len())])
        .collect()
}

/// Indexes some thousand passages, so that a slow query would be seen to be slow.
fn snapshot(place: &Place) -> Snapshot {
    let line = |n: usize| {
        let text = format!(
            "第{n}所学校办好课后服务，{}推进教师“区管校聘”改革，2022年见效。",
            "教师轮岗交流，".repeat(n % 40)
        );
        format!(
            "{}\n",
            serde_json::json!({"text": text, "year": 2020 + n % 4, "district": "青禾区"})
        )
    };
    place.write(
        "corpus/many.jsonl",
        (0..4_000).map(line).collect::<String>(),
    );
    let writer = Writer::open(&place.path("index"), Start::Existing).unwrap();
    let roots = Roots::new(&[place.path("corpus")], &place.path("index"));
    update(writer, &roots, &|_| {}).unwrap();
    Snapshot::open(&place.path("index")).unwrap()
}

/// Answers a query in both modes. Returns the longer of the two times.
fn answer(snapshot: &Snapshot, typed: &str) -> Duration {
    let mut slowest = Duration::ZERO;
    for mode in [Mode::Ranked, Mode::Exact] {
        let options = SearchOptions {
            mode,
            filter: Filter::default(),
            count_facets: true,
            ..SearchOptions::first(10)
        };
        let (page, elapsed) = timed(|| search(snapshot, &Query::parse(typed), &options).unwrap());
        slowest = slowest.max(elapsed);
        assert!(page.verbatim + page.words <= page.total && page.hits().count() <= 10);
        assert!(page.warnings.len() <= 2, "{typed:?}: {:?}", page.warnings);
        for hit in page.hits() {
            let whole: String = hit
                .highlights
                .iter()
                .map(|piece| piece.text.as_str())
                .collect();
            assert_eq!(whole, hit.text);
            assert!(
                hit.score.is_finite() && hit.score >= 0.0,
                "{typed:?}: {}",
                hit.score
            );
        }
    }
    slowest
}

#[test]
fn any_text_is_answered_within_a_second() {
    let mut chance = Chance::announced("queries");
    let place = Place::new();
    let snapshot = snapshot(&place);
    let ways: [(&str, Way); 3] = [
        ("bytes", random_bytes),
        ("characters", random_chars),
        ("operators", random_parts),
    ];
    for (name, way) in ways {
        let (mut slowest, mut slowest_query) = (Duration::ZERO, String::new());
        for _ in 0..N_OF_EACH {
            let typed = way(&mut chance);
            let elapsed = answer(&snapshot, &typed);
            if elapsed > slowest {
                (slowest, slowest_query) = (elapsed, typed);
            }
        }
        eprintln!("{name}: {N_OF_EACH} queries in two modes, the slowest {slowest:?}");
        assert!(slowest < LIMIT, "{slowest:?} for {slowest_query:?}");
    }
}

#[test]
fn a_query_however_long_is_answered_within_a_second() {
    let place = Place::new();
    let snapshot = snapshot(&place);
    let text = "推进教师“区管校聘”改革，2022年见效。第一所学校办好课后服务，";
    for typed in [
        text.repeat(10),
        text.repeat(100),
        text.repeat(40_000),
        "的".repeat(3_000),
        "区管 ".repeat(1_000),
        "a".repeat(1_000_000),
        "“".repeat(1_000_000),
        " ".repeat(5_000) + "区管校聘",
        "教师轮岗交流，".repeat(39),
        ('\u{4e00}'..='\u{9fa5}').collect(),
    ] {
        let elapsed = answer(&snapshot, &typed);
        assert!(
            elapsed < LIMIT,
            "{elapsed:?} for {} characters",
            typed.chars().count()
        );
    }
}

#[test]
fn what_folding_drops_does_not_use_up_a_query() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    for blanks in [" ", "“", "\u{3000}》"] {
        let total = |words: &str| place.exact_total(&(blanks.repeat(5_000) + words), &[]);
        assert_eq!((total("区管校聘"), total("没有的词")), (N_HITS, 0));
    }
}

#[test]
fn the_program_answers_what_was_typed_or_warns() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    for (typed, n_hits) in [
        ("“区管校聘”", N_HITS),
        ("區管校聘", N_HITS),
        ("区 管 校 聘", N_HITS),
        ("《区管·校聘》", 0),
        ("\"区管校聘\" AND", N_HITS),
        ("title:区管校聘", 0),
        ("-区管校聘", N_HITS),
        ("(区管校聘", N_HITS),
        ("*", 0),
        ("\\", 0),
        ("\u{1b}[31m区管校聘\u{7}", 0),
    ] {
        let run = place.run(["search", "--exact", "--", typed]);
        run.is_tame();
        assert_eq!(run.code, i32::from(n_hits == 0), "{typed:?}: {run:#?}");
        assert_eq!(place.exact_total("区管校聘", &[]), N_HITS);
        let ranked = place.run(["search", "--", typed]);
        ranked.is_tame();
        assert!(ranked.code < 2, "{typed:?}: {ranked:#?}");
    }
    let run = place.expect(0, ["search", "--exact", "“”"]);
    assert!(
        run.err
            .contains("warning: the query names no character to look for"),
        "{}",
        run.err
    );
    let run = place.run(["search", &"区管校聘".repeat(5_000)]);
    assert!(
        run.err.contains("warning: only the first 2000 characters"),
        "{}",
        run.err
    );
    let run = place.expect(0, ["search", "区管校聘", "改革"]);
    assert!(run.err.contains("passage"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn a_query_that_is_not_utf8_is_a_query() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    let args = [
        OsStr::new("search"),
        OsStr::from_bytes(b"\xe5\x8c\xba\xe7\xae\xa1\xff\xfe"),
    ];
    let run = place.expect(0, args);
    run.is_tame();
}

#[test]
fn a_field_that_there_is_not_is_told_of() {
    for typed in [
        "主题:教师",
        "教师 topic：轮岗",
        "作者:张三 区管校聘",
        "种类:计划",
    ] {
        let query = Query::parse(typed);
        let [said] = query.warnings() else {
            panic!("{typed}: {:?}", query.warnings());
        };
        assert!(
            said.contains("there is no field") && said.contains("报告年"),
            "{said}"
        );
    }
    for typed in [
        "8:30",
        "https://example.cn",
        "主要做法：一是加强领导，二是",
        "目标：",
    ] {
        let query = Query::parse(typed);
        assert_eq!((query.tree(), query.warnings()), (None, &[][..]), "{typed}");
    }
}
