//! Any bytes are a query: a million random ones are parsed, and many of them answered, none in more than a second.
//!
//! As many as there is time for are searched for in real reports, with suggestions where nothing is found; `XUNZHANG_ALL` searches
//! for all of them. `XUNZHANG_SEED` draws others.

use std::time::{Duration, Instant};

use crate::shared::chance::Chance;
use crate::shared::real_reports;
use crate::shared::stopwatch::timed;
use xunzhang::index::{Roots, Snapshot, Start, Writer};
use xunzhang::ingest::update;
use xunzhang::query::{Filter, Query};
use xunzhang::search::{Mode, SearchOptions, search};

const N_QUERIES: usize = 1_000_000;
const LIMIT: Duration = Duration::from_secs(1);
/// The time for searching, unless all are searched for.
const TIME: Duration = Duration::from_secs(12);

/// Operators of the language, what looks like one, and words.
const PARTS: [&str; 64] = [
    "区管校聘",
    "教师",
    "轮岗",
    "课后服务",
    "的",
    "一校",
    "品",
    "改革",
    "2022",
    "STEAM",
    "quguanxiaopin",
    "區馆校聘",
    "𠮷",
    "AND",
    "OR",
    "NOT",
    "NEAR",
    "NEAR/3",
    "NEAR/99999999999999999999",
    "near/0",
    "SENT",
    "PASS",
    "同句",
    "同段",
    "近/5",
    "|",
    "｜",
    "||",
    "(",
    ")",
    "（",
    "）",
    "-",
    "－",
    "--",
    "—",
    "\"",
    "“",
    "”",
    "「",
    "」",
    "『",
    "＂",
    "'",
    "《",
    "》",
    "*",
    "?",
    "＊",
    "？",
    "*?*?",
    "。",
    "；",
    ",",
    "区:",
    "年:",
    "年：2019..2022",
    "年:去年",
    "节:",
    "类:计划",
    "role:",
    "文种:“工作 要点”",
    "\u{3000}",
    "\u{202e}",
];

fn soup(chance: &mut Chance, max_parts: usize) -> String {
    let n_parts = 1 + chance.below(max_parts);
    let mut typed = String::new();
    for _ in 0..n_parts {
        typed.push_str(PARTS[chance.below(PARTS.len())]);
        if chance.below(3) > 0 {
            typed.push(' ');
        }
    }
    typed
}

fn bytes(chance: &mut Chance) -> String {
    let n_bytes = chance.below(60);
    let bytes: Vec<u8> = (0..n_bytes).map(|_| chance.next() as u8).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn characters(chance: &mut Chance) -> String {
    let n_chars = chance.below(30);
    let codes = (0..n_chars).map(|_| chance.below(0x11_0000) as u32);
    codes.filter_map(char::from_u32).collect()
}

/// Repeats a piece many times, with something between.
fn repeated(chance: &mut Chance, max_times: usize) -> String {
    let (one, between) = (
        soup(chance, 3),
        ["", " ", "|", " | ", "(", "\""][chance.below(6)],
    );
    vec![one; 1 + chance.below(max_times)].join(between)
}

/// Nests brackets within brackets, closed or not.
fn nested(chance: &mut Chance, max_depth: usize) -> String {
    let depth = chance.below(max_depth);
    let (open, close) = [
        ("(", ")"),
        ("（", "）"),
        ("(教师 | ", ")"),
        ("-(", ")"),
        ("(“", "”)"),
        ("教师 -(", ")"),
    ][chance.below(6)];
    let n_closed = if chance.below(2) == 0 {
        depth
    } else {
        chance.below(depth + 2)
    };
    format!(
        "{}{}{}",
        open.repeat(depth),
        soup(chance, 4),
        close.repeat(n_closed)
    )
}

fn drawn(chance: &mut Chance) -> String {
    match chance.below(20) {
        0..4 => bytes(chance),
        4..7 => characters(chance),
        7 => repeated(chance, 12),
        8 => nested(chance, 40),
        9 => format!("“{}” {}", soup(chance, 2), soup(chance, 3)),
        _ => soup(chance, 12),
    }
}

/// Returns queries that are long, deep or of nothing but marks.
fn monsters(chance: &mut Chance) -> Vec<String> {
    let mut typed: Vec<String> = (0..100).map(|_| repeated(chance, 5_000)).collect();
    typed.extend((0..30).map(|_| nested(chance, 100_000)));
    typed.extend([
        "(".repeat(100_000),
        ")".repeat(100_000),
        "(".repeat(100_000) + "教师" + &")".repeat(100_000),
        "(".repeat(900) + "教师 | 轮岗" + &")".repeat(900),
        "*?".repeat(100_000),
        "校*?".repeat(100_000) + "品",
        "校*".repeat(16) + "品",
        "的?".repeat(15) + "的*",
        "“ ".repeat(100_000),
        "\" \"".repeat(100_000),
        "“教师” ".repeat(10_000),
        "-".repeat(100_000),
        " -教师".repeat(10_000),
        "|".repeat(100_000),
        "教师|".repeat(60) + "轮岗",
        "教师 NEAR/9 ".repeat(60) + "轮岗",
        "的 SENT ".repeat(60) + "的",
        "(的|一) NEAR/9 ".repeat(30) + "的",
        "年:2022 ".repeat(10_000),
        "区:".repeat(100_000),
        "教师 \u{3000}".repeat(100_000),
        "qu".repeat(8),
        "xianguo".repeat(2),
        "yi".repeat(8),
        "的一是了我不人在他有这个上们".to_string(),
    ]);
    typed
}

const MODES: [Mode; 2] = [Mode::Ranked, Mode::Exact];

struct Slowest {
    elapsed: Duration,
    typed: String,
}

impl Slowest {
    fn new() -> Slowest {
        Slowest {
            elapsed: Duration::ZERO,
            typed: String::new(),
        }
    }

    #[track_caller]
    fn add(&mut self, elapsed: Duration, typed: &str) {
        let start: String = typed.chars().take(60).collect();
        assert!(
            elapsed < LIMIT,
            "{elapsed:?} for {start:?}, {} bytes",
            typed.len()
        );
        if elapsed > self.elapsed {
            self.elapsed = elapsed;
            self.typed = start;
        }
    }
}

/// Searches in each mode, and asks for suggestions where `slowest_hint` is there to time them.
fn ask(
    snapshot: &Snapshot,
    query: &Query,
    modes: &[Mode],
    slowest: &mut Slowest,
    slowest_hint: Option<&mut Slowest>,
) {
    let mut slowest_hint = slowest_hint;
    for &mode in modes {
        let options = SearchOptions {
            mode,
            filter: Filter::default(),
            count_facets: true,
            ..SearchOptions::first(10)
        };
        let (page, elapsed) = timed(|| search(snapshot, query, &options).unwrap());
        slowest.add(elapsed, query.typed());
        if let Some(slowest_hint) = &mut slowest_hint {
            let with_hints = SearchOptions {
                suggest: true,
                ..options
            };
            let (_, elapsed) = timed(|| search(snapshot, query, &with_hints).unwrap());
            slowest_hint.add(elapsed, query.typed());
        }
        for hit in page.hits() {
            let whole: String = hit
                .highlights
                .iter()
                .map(|piece| piece.text.as_str())
                .collect();
            assert_eq!(whole, hit.text);
        }
    }
}

#[test]
fn a_million_queries_are_parsed_and_searched_for() {
    let mut chance = Chance::announced("a million queries");
    let is_whole = std::env::var_os("XUNZHANG_ALL").is_some();
    let dir = tempfile::tempdir().unwrap();
    let snapshot = real_reports::folder().map(|shared| {
        let writer = Writer::open(dir.path(), Start::Existing).unwrap();
        update(
            writer,
            &Roots::new(&[shared.join("reports/seeds")], dir.path()),
            &|_| {},
        )
        .unwrap();
        Snapshot::open(dir.path()).unwrap()
    });
    let (mut parsing, mut searching, mut hinting) =
        (Slowest::new(), Slowest::new(), Slowest::new());
    let (mut n_trees, mut n_warned, mut n_searched) = (0, 0, 0);
    let mut time_left = TIME;
    let monsters = monsters(&mut chance);
    let n_monsters = monsters.len();
    let mut monsters = monsters.into_iter();
    for at in 0..N_QUERIES {
        let typed = monsters.next().unwrap_or_else(|| drawn(&mut chance));
        let (query, elapsed) = timed(|| Query::parse(&typed));
        parsing.add(elapsed, &typed);
        n_trees += usize::from(query.tree().is_some());
        n_warned += usize::from(!query.warnings().is_empty());
        let Some(snapshot) = &snapshot else { continue };
        let is_monster = at < n_monsters;
        if is_whole || is_monster || (at % 16 == 0 && !time_left.is_zero()) {
            let began = Instant::now();
            let modes = match is_monster {
                true => &MODES[..],
                false => &MODES[chance.below(2)..][..1],
            };
            let is_heard = is_monster || n_searched % 16 == 0;
            ask(
                snapshot,
                &query,
                modes,
                &mut searching,
                is_heard.then_some(&mut hinting),
            );
            n_searched += 1;
            time_left = time_left.saturating_sub(began.elapsed());
        }
    }
    eprintln!("{N_QUERIES} queries parsed, {n_trees} with operators, {n_warned} with a warning");
    eprintln!("  the slowest {:?}: {:?}", parsing.elapsed, parsing.typed);
    eprintln!("{n_searched} of them searched for, ranked or exact (XUNZHANG_ALL searches for all)");
    eprintln!(
        "  the slowest {:?}: {:?}",
        searching.elapsed, searching.typed
    );
    eprintln!(
        "  the slowest suggestion {:?}: {:?}",
        hinting.elapsed, hinting.typed
    );
}
