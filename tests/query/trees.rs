//! A search with operators counts exactly the passages that a plain scan counts, for random queries of every operator.
//!
//! The queries are asked of a corpus of few characters made here, where everything occurs often, and of real reports.
//! `XUNZHANG_SEED` draws others; `XUNZHANG_ALL` takes all the reports.

use std::fs;
use std::path::Path;

use crate::oracle::drawn::{Drawn, written};
use crate::oracle::{BareWords, Expression, Known};
use crate::shared::chance::Chance;
use crate::shared::real_reports;
use crate::shared::scan::{fold, words};
use xunzhang::corpus::{Source, SourceFile, read, walk};
use xunzhang::index::{Roots, Snapshot, Start, Writer};
use xunzhang::ingest::update;
use xunzhang::query::{Filter, Query};
use xunzhang::report;
use xunzhang::search::{Answer, Mode, SearchOptions, search};

const N_QUERIES: usize = 3_000;

fn page(snapshot: &Snapshot, query: &Query, mode: Mode) -> Answer {
    let options = SearchOptions {
        mode,
        filter: Filter::default(),
        ..SearchOptions::first(5)
    };
    search(snapshot, query, &options).unwrap()
}

/// Counts the passages that match a query.
fn count(asked: &Expression, known: &[Known], bare: BareWords) -> u64 {
    let everywhere = asked.names_boilerplate();
    let searched = known
        .iter()
        .filter(|known| everywhere || known.role != "boilerplate");
    searched.filter(|known| asked.is_true(known, bare)).count() as u64
}

/// Asks queries drawn from the passages; fails where a search and the scan count differently.
#[track_caller]
fn compare(name: &str, snapshot: &Snapshot, known: &[Known], chance: &mut Chance) {
    assert_eq!(snapshot.n_passages(), known.len() as u64);
    let source = Drawn::of(known);
    let drawn: Vec<(Expression, String)> = (0..N_QUERIES)
        .map(|_| {
            let depth = chance.below(3);
            let asked = source.asked(chance, depth);
            let typed = written(&asked, chance);
            (asked, typed)
        })
        .collect();
    let halves = drawn.split_at(N_QUERIES / 2);
    let ask = |drawn: &[(Expression, String)]| -> Vec<(u64, bool)> {
        drawn
            .iter()
            .map(|(asked, typed)| compare_one(snapshot, known, asked, typed))
            .collect()
    };
    let counts = std::thread::scope(|scope| {
        let other = scope.spawn(|| ask(halves.1));
        let mut counts = ask(halves.0);
        counts.extend(other.join().unwrap());
        counts
    });
    let with = |test: &dyn Fn(&str) -> bool| drawn.iter().filter(|(_, typed)| test(typed)).count();
    let none = counts.iter().filter(|(count, _)| *count == 0).count();
    let as_text = counts.iter().filter(|(_, as_text)| *as_text).count();
    eprintln!(
        "{name}: {} passages, {N_QUERIES} queries, 0 differences; {none} of them find nothing, {as_text} stand in a passage as typed, {} hits in all",
        known.len(),
        counts.iter().map(|(count, _)| count).sum::<u64>()
    );
    let kinds = [
        ("NEAR", with(&|typed| typed.contains("NEAR/"))),
        (
            "sentence",
            with(&|typed| typed.contains("SENT") || typed.contains("同句")),
        ),
        ("wildcards", with(&|typed| typed.contains(['?', '*']))),
        ("phrases", with(&|typed| typed.contains(['“', '"', '「']))),
        ("fields", with(&|typed| typed.contains([':', '：']))),
        ("bars", with(&|typed| typed.contains(['|', '｜']))),
        (
            "minus",
            with(&|typed| typed.contains(['-', '－']) || typed.contains("NOT")),
        ),
    ];
    eprintln!("  with {kinds:?}");
    assert!(none < N_QUERIES * 3 / 4, "too few queries find anything");
}

/// Returns how many passages match, and whether the query was taken for text after all.
fn compare_one(
    snapshot: &Snapshot,
    known: &[Known],
    asked: &Expression,
    typed: &str,
) -> (u64, bool) {
    let query = Query::parse(typed);
    assert!(
        query.warnings().is_empty(),
        "{typed}: {:?}",
        query.warnings()
    );
    let literal = fold(typed);
    let has_marks = typed.chars().any(|c| " -|(?*:".contains(half(c)));
    let stands = asked.holds_text()
        && has_marks
        && query.tree().is_some()
        && known.iter().any(|known| known.folded.contains(&literal));
    let is_text = stands && query.may_be_text();
    let holding = |words: &[String]| {
        let searched = known.iter().filter(|known| known.role != "boilerplate");
        let hold = |known: &Known| words.iter().all(|word| known.folded.contains(word));
        searched.filter(|known| hold(known)).count() as u64
    };
    // An exact search asks for each of the bare words, and a ranked one calls verbatim what holds them as one text.
    let (expected, verbatim) = match query.tree() {
        Some(_) if !is_text => (
            count(asked, known, BareWords::Each),
            count(asked, known, BareWords::Verbatim),
        ),
        _ => (
            holding(&words(typed)),
            holding(std::slice::from_ref(&literal)),
        ),
    };
    let exact = page(snapshot, &query, Mode::Exact);
    assert_eq!(exact.total, expected, "{typed}\n{:?}", query.tree());
    let ranked = page(snapshot, &query, Mode::Ranked);
    assert_eq!(ranked.verbatim, verbatim, "ranked: {typed}");
    for hit in exact.hits().chain(ranked.hits()) {
        let whole: String = hit
            .highlights
            .iter()
            .map(|piece| piece.text.as_str())
            .collect();
        assert_eq!(whole, hit.text);
    }
    if !is_text && let Some(tree) = query.tree() {
        // Every hit of a ranked search must hold what the query requires; a fourth of the queries say enough of it.
        if typed.len().is_multiple_of(4) {
            assert!(
                ranked.total <= count(asked, known, BareWords::Ranking),
                "{typed}\n{tree}"
            );
        }
        let is_marked =
            |hit: &xunzhang::search::Hit| hit.highlights.iter().any(|piece| piece.matched);
        let wants_text = matches!(asked, Expression::Text(..));
        assert!(!wants_text || exact.hits().all(is_marked), "{typed}");
    }
    (expected, is_text)
}

fn half(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap(),
        _ => c,
    }
}

fn index(dir: &Path, roots: &[std::path::PathBuf]) -> Snapshot {
    let writer = Writer::open(dir, Start::Existing).unwrap();
    update(writer, &Roots::new(roots, dir), &|_| {}).unwrap();
    Snapshot::open(dir).unwrap()
}

/// Makes a passage of few characters, and its line of JSON Lines.
fn of_few_characters(chance: &mut Chance) -> (Known, String) {
    const FEW: [char; 12] = [
        '甲', '乙', '丙', '丁', '校', '“', '”', '，', '。', '；', '？', '𠮷',
    ];
    let n_chars = 1 + chance.below(40);
    let text: String = (0..n_chars).map(|_| FEW[chance.below(FEW.len())]).collect();
    let pick = |names: &[&str], at: usize| names.get(at).map(ToString::to_string);
    let passage = Known {
        folded: fold(&text),
        district: pick(&["青禾区", "东堰区", "栖岩县"], chance.below(4)),
        city: pick(&["云泽市"], chance.below(2)),
        year: [Some(2020), Some(2021), Some(2023), None][chance.below(4)],
        section: vec![["一、队伍建设", "（二）师资", "三、问题"][chance.below(3)].to_string()],
        kind: pick(&["总结", "计划", "问题", "其他"], chance.below(5)),
        report_kind: pick(&["工作总结", "工作要点"], chance.below(3)),
        role: ["body", "body", "heading", "title", "boilerplate"][chance.below(5)].to_string(),
        province: None,
    };
    let line = serde_json::json!({
        "text": text, "district": passage.district, "city": passage.city, "year": passage.year,
        "section": passage.section, "kind": passage.kind, "report_kind": passage.report_kind,
        "role": passage.role,
    });
    (passage, format!("{line}\n"))
}

#[test]
fn queries_drawn_by_chance_count_what_a_scan_counts_where_few_characters_stand_often() {
    let mut chance = Chance::announced("few characters");
    let place = tempfile::tempdir().unwrap();
    let corpus = place.path().join("corpus");
    fs::create_dir(&corpus).unwrap();
    let mut files: [Vec<(Known, String)>; 3] = Default::default();
    // The second time one file is unchanged, one is changed and one is new, so that the first segment keeps deleted passages.
    for round in 0..2 {
        for (at, passages) in files.iter_mut().enumerate() {
            if (round, at) != (0, 2) && (round, at) != (1, 0) {
                *passages = (0..500).map(|_| of_few_characters(&mut chance)).collect();
                let lines: String = passages.iter().map(|(_, line)| line.as_str()).collect();
                fs::write(corpus.join(format!("{at}.jsonl")), lines).unwrap();
            }
        }
        index(&place.path().join("index"), std::slice::from_ref(&corpus));
    }
    let snapshot = Snapshot::open(&place.path().join("index")).unwrap();
    let known: Vec<Known> = files
        .into_iter()
        .flatten()
        .map(|(known, _)| known)
        .collect();
    compare("few characters", &snapshot, &known, &mut chance);
}

fn known_of(file: &SourceFile) -> Vec<Known> {
    let Ok(Source::Text(source)) = read(file) else {
        panic!("{} cannot be read", file.name);
    };
    let report = report::read(&source);
    let of =
        |field: &Option<report::Evidenced<String>>| field.as_ref().map(|found| found.value.clone());
    let metadata = &report.metadata;
    let known = report.passages.iter().map(|passage| Known {
        folded: fold(&passage.text),
        district: of(&metadata.district),
        city: of(&metadata.city),
        province: of(&metadata.province),
        year: passage.year,
        section: passage.section.clone(),
        kind: Some(passage.kind.name().to_string()),
        report_kind: of(&metadata.report_kind),
        role: passage.role.name().to_string(),
    });
    known.collect()
}

#[test]
fn queries_drawn_by_chance_count_what_a_scan_of_real_reports_counts() {
    let Some(shared) = real_reports::folder() else {
        return;
    };
    let mut chance = Chance::announced("real reports");
    let is_whole = std::env::var_os("XUNZHANG_ALL").is_some();
    let folders = ["seeds", "city", "county", "province"];
    let roots = folders.map(|folder| shared.join("reports").join(folder));
    let mut files = walk(&roots).files;
    files.retain(|file| {
        file.name.ends_with(".txt")
            && (is_whole || file.name.contains("seeds") || chance.below(8) == 0)
    });
    let known: Vec<Known> = files.iter().flat_map(known_of).collect();
    let paths: Vec<_> = files.iter().map(|file| file.path.clone()).collect();
    let dir = tempfile::tempdir().unwrap();
    let snapshot = index(dir.path(), &paths);
    eprintln!("real reports: {}", files.len());
    compare("real reports", &snapshot, &known, &mut chance);
}
