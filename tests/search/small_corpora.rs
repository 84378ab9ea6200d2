//! An exact search counts what a plain scan counts, for random small corpora of awkward characters that keep changing.
//!
//! After each update the counts are compared, with filters and without. The scan shares nothing with the index, and no data
//! from outside is needed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::shared::chance::Chance;
use crate::shared::scan::{Scan, fold, words};
use proptest::prelude::*;
use xunzhang::corpus::{Source, read, walk};
use xunzhang::index::{IndexError, Roots, Snapshot, Start, Writer};
use xunzhang::ingest::update;
use xunzhang::query::{Filter, Query, YearRange};
use xunzhang::report::{self, Kind, Role};
use xunzhang::search::{Mode, SearchOptions, search};

/// Two words in two ways of writing, marks that folding drops, marks that it keeps, a character beyond the basic
/// plane (𠮷), a traditional one that folds to such (㑮), and the last ones that there are.
const TEXT: &str = "[区區管校聘天ａAa1１“”「《 \u{3000}'，,。𠮷㑮\u{ffff}\u{10ffff}\u{e000}]{0,9}";
const NEEDLE: &str =
    "[区區管校聘天ａAa1１“”「《 \u{3000}'，,。𠮷㑮\u{ffff}\u{10ffff}\u{e000}]{0,4}";

const DISTRICTS: [&str; 3] = ["青禾区", "东堰区", "栖岩县"];
const CITIES: [&str; 2] = ["云泽市", "望澜市"];
const HEADINGS: [&str; 3] = ["一、隊伍建設", "（一）“區管校聘”改革", "二、存在的问题"];

/// A passage as the plain scan knows it.
#[derive(Debug, Clone)]
struct Known {
    folded: String,
    district: Option<String>,
    city: Option<String>,
    year: Option<i32>,
    kind: Option<Kind>,
    section: Vec<String>,
    is_boilerplate: bool,
}

/// A line of a JSON Lines file.
#[derive(Debug, Clone)]
struct Line {
    text: String,
    district: Option<&'static str>,
    city: Option<&'static str>,
    year: Option<i32>,
    kind: Option<usize>,
    section: Vec<&'static str>,
    is_boilerplate: bool,
}

/// The content of a file.
#[derive(Debug, Clone)]
enum Content {
    Records(Vec<Line>),
    Report(Vec<String>),
}

/// A change of the files before the next comparison.
type Change = (usize, Option<Content>);

fn line() -> impl Strategy<Value = Line> {
    let district = prop::option::of(prop::sample::select(&DISTRICTS[..]));
    let city = prop::option::of(prop::sample::select(&CITIES[..]));
    let year = prop::option::of(2020..2024);
    let kind = prop::option::of(0..Kind::ALL.len());
    let section = prop::collection::vec(prop::sample::select(&HEADINGS[..]), 0..3);
    let line = (
        TEXT,
        district,
        city,
        year,
        kind,
        section,
        prop::bool::weighted(0.1),
    );
    line.prop_map(
        |(text, district, city, year, kind, section, is_boilerplate)| Line {
            text,
            district,
            city,
            year,
            kind,
            section,
            is_boilerplate,
        },
    )
}

fn content() -> impl Strategy<Value = Content> {
    prop_oneof![
        3 => prop::collection::vec(line(), 1..12).prop_map(Content::Records),
        1 => prop::collection::vec(TEXT, 1..8).prop_map(Content::Report),
    ]
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec((0usize..5, prop::option::weighted(0.7, content())), 1..4)
}

fn write(content: &Content, path: &Path) {
    let lines: Vec<String> = match content {
        Content::Report(lines) => lines.clone(),
        Content::Records(records) => records.iter().map(|line| json(line).to_string()).collect(),
    };
    fs::write(path, lines.join("\n") + "\n").unwrap();
}

fn json(line: &Line) -> serde_json::Value {
    serde_json::json!({
        "text": line.text, "district": line.district, "city": line.city, "year": line.year,
        "kind": line.kind.map(|kind| Kind::ALL[kind].name()), "section": line.section,
        "role": line.is_boilerplate.then_some("boilerplate"),
    })
}

/// Returns the passages of a report as reading it gives them; none where it cannot be read.
fn known_of_report(path: &Path) -> Vec<Known> {
    let listing = walk(&[path.to_path_buf()]);
    let Ok(Source::Text(source)) = read(&listing.files[0]) else {
        return Vec::new();
    };
    let report = report::read(&source);
    let metadata = report.metadata;
    let passages = report.passages.into_iter();
    let known = passages.map(|passage| Known {
        folded: fold(&passage.text),
        district: metadata.district.as_ref().map(|found| found.value.clone()),
        city: metadata.city.as_ref().map(|found| found.value.clone()),
        year: passage.year,
        kind: Some(passage.kind),
        section: passage.section,
        is_boilerplate: passage.role == Role::Boilerplate,
    });
    known.collect()
}

fn known_of_line(line: &Line) -> Known {
    Known {
        folded: fold(&line.text),
        district: line.district.map(str::to_string),
        city: line.city.map(str::to_string),
        year: line.year,
        kind: line.kind.map(|kind| Kind::ALL[kind]),
        section: line.section.iter().map(ToString::to_string).collect(),
        is_boilerplate: line.is_boilerplate,
    }
}

/// The files of a corpus, and their index.
struct Corpus {
    dir: tempfile::TempDir,
    files: BTreeMap<PathBuf, Content>,
}

impl Corpus {
    fn new() -> Corpus {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("corpus")).unwrap();
        Corpus {
            dir,
            files: BTreeMap::new(),
        }
    }

    /// Writes, overwrites or removes a file.
    fn change(&mut self, (at, content): &Change) {
        let path = |ending: &str| self.dir.path().join(format!("corpus/{at}.{ending}"));
        for other in [path("jsonl"), path("txt")] {
            if self.files.remove(&other).is_some() {
                fs::remove_file(&other).unwrap();
            }
        }
        if let Some(content) = content {
            let path = match content {
                Content::Records(_) => path("jsonl"),
                Content::Report(_) => path("txt"),
            };
            write(content, &path);
            self.files.insert(path, content.clone());
        }
    }

    fn known(&self) -> Vec<Known> {
        let of_file = |(path, content): (&PathBuf, &Content)| match content {
            Content::Records(lines) => lines.iter().map(known_of_line).collect(),
            Content::Report(_) => known_of_report(path),
        };
        self.files.iter().flat_map(of_file).collect()
    }

    fn update(&self) -> Snapshot {
        let dir = self.index_dir();
        // A process that another test starts at this moment holds the lock of the writer before this one for an instant longer.
        let writer = loop {
            match Writer::open(&dir, Start::Existing) {
                Err(IndexError::Busy(_)) => std::thread::yield_now(),
                opened => break opened.unwrap(),
            }
        };
        let roots = Roots::new(&[self.dir.path().join("corpus")], self.dir.path());
        update(writer, &roots, &|_| {}).unwrap();
        Snapshot::open(&dir).unwrap()
    }

    fn index_dir(&self) -> PathBuf {
        self.dir.path().join("index")
    }
}

fn exact_total(snapshot: &Snapshot, typed: &str, filter: Filter) -> u64 {
    let options = SearchOptions {
        mode: Mode::Exact,
        filter,
        count_facets: true,
        ..SearchOptions::default()
    };
    let page = search(snapshot, &Query::parse(typed), &options).unwrap();
    let n_by_kind: u64 = page.facets.as_ref().unwrap().kinds.values().sum();
    assert!(n_by_kind <= page.total);
    assert_eq!(page.hits().count() as u64, page.total, "-n 0 means all");
    let words = words(typed);
    for hit in page.hits() {
        let matched = hit.highlights.iter().filter(|piece| piece.matched);
        for piece in matched {
            let folded = fold(&piece.text);
            assert!(
                words.is_empty() || words.iter().any(|word| folded.contains(word)),
                "{:?} in {:?}",
                typed,
                hit.text
            );
        }
        let folded = fold(&hit.text);
        assert!(words.iter().all(|word| folded.contains(word)));
    }
    page.total
}

/// A filter, and the same filter as a test of a passage that the scan knows.
type Filtered = (Filter, Box<dyn Fn(&Known) -> bool>);

fn filters() -> Vec<Filtered> {
    let of_place = |wanted: &'static str, whole: &'static str| -> Filtered {
        let filter = Filter {
            districts: vec![wanted.to_string()],
            ..Filter::default()
        };
        let is_there = move |known: &Known| {
            [&known.district, &known.city]
                .into_iter()
                .any(|name| name.as_deref() == Some(whole))
        };
        (filter, Box::new(is_there))
    };
    let years = |first: i32, last: i32| Filter {
        years: vec![YearRange { first, last }],
        ..Filter::default()
    };
    let of_kind = |kind: Kind| Filter {
        kinds: vec![kind],
        ..Filter::default()
    };
    let of_section = |text: &str| Filter {
        sections: vec![text.to_string()],
        ..Filter::default()
    };
    let of_all = Filter {
        kinds: vec![Kind::计划, Kind::总结],
        ..years(2022, 2023)
    };
    vec![
        (Filter::default(), Box::new(|_| true)),
        of_place("青禾区", "青禾区"),
        of_place("栖岩", "栖岩县"),
        of_place("云泽市", "云泽市"),
        (
            years(2021, 2021),
            Box::new(|known| known.year == Some(2021)),
        ),
        (
            years(i32::MIN, 2021),
            Box::new(|known| known.year.is_some_and(|year| year <= 2021)),
        ),
        (
            of_section("一)区管校"),
            Box::new(|known| {
                known
                    .section
                    .iter()
                    .any(|heading| fold(heading).contains("一)区管校"))
            }),
        ),
        (
            of_kind(Kind::问题),
            Box::new(|known| known.kind == Some(Kind::问题)),
        ),
        (
            of_all,
            Box::new(|known| {
                matches!(known.kind, Some(Kind::计划 | Kind::总结))
                    && matches!(known.year, Some(2022 | 2023))
            }),
        ),
    ]
}

/// Fails where a search and a scan count differently, with any of the filters.
fn compare(corpus: &Corpus, snapshot: &Snapshot, needles: &[String]) {
    let known = corpus.known();
    assert_eq!(
        snapshot.n_passages(),
        known.len() as u64,
        "passages that were deleted, or came twice"
    );
    for (filter, passes) in filters() {
        let searched = known
            .iter()
            .filter(|known| !known.is_boilerplate && passes(known));
        let scan = Scan::of(searched.map(|known| known.folded.as_str()));
        for needle in needles {
            let by_search = exact_total(snapshot, needle, filter.clone());
            assert_eq!(by_search, scan.count(needle), "{needle:?} with {filter:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn exact_search_counts_what_a_scan_counts_whatever_changes(
        first in content(),
        rounds in prop::collection::vec(changes(), 1..4),
        needles in prop::collection::vec(NEEDLE, 12),
    ) {
        let mut corpus = Corpus::new();
        // One file stays, so that there is always something to index.
        corpus.change(&(9, Some(Content::Records(vec![known_line()]))));
        corpus.change(&(0, Some(first)));
        let snapshot = corpus.update();
        compare(&corpus, &snapshot, &needles);
        for changes in &rounds {
            changes.iter().for_each(|change| corpus.change(change));
            let snapshot = corpus.update();
            compare(&corpus, &snapshot, &needles);
        }
    }
}

/// Makes a text of few characters, so that every pair of them stands in many places.
fn of_few_characters(chance: &mut Chance, max_chars: usize) -> String {
    const FEW: [char; 6] = ['区', '管', '“', 'a', 'Ａ', '𠮷'];
    let n_chars = chance.below(max_chars);
    (0..n_chars).map(|_| FEW[chance.below(FEW.len())]).collect()
}

#[test]
fn exact_search_counts_what_a_scan_counts_where_few_characters_stand_often() {
    let mut chance = Chance::announced("few characters");
    let mut corpus = Corpus::new();
    for round in 0..6 {
        let n_lines = 200 + chance.below(1_500);
        let lines = (0..n_lines).map(|_| Line {
            text: of_few_characters(&mut chance, 60),
            ..known_line()
        });
        let content = Content::Records(lines.collect());
        corpus.change(&(round % 4, Some(content)));
        let snapshot = corpus.update();
        let known = corpus.known();
        let scan = Scan::of(known.iter().map(|known| known.folded.as_str()));
        for _ in 0..400 {
            let needle = of_few_characters(&mut chance, 16);
            let query = Query::parse(&needle);
            let options = SearchOptions {
                mode: Mode::Exact,
                filter: Filter::default(),
                ..SearchOptions::first(0)
            };
            let page = search(&snapshot, &query, &options).unwrap();
            assert_eq!(page.total, scan.count(&needle), "{needle:?}");
        }
    }
}

fn known_line() -> Line {
    Line {
        text: "推进教师“区管 校聘”管理，天天天。".to_string(),
        district: Some("青禾区"),
        city: Some("云泽市"),
        year: Some(2021),
        kind: Some(1),
        section: vec!["一、队伍建设"],
        is_boilerplate: false,
    }
}

#[test]
fn exact_search_counts_what_a_scan_counts_after_many_small_updates() {
    let mut corpus = Corpus::new();
    let needles: Vec<String> = [
        "区管校聘",
        "天天",
        "天",
        "校聘”管理",
        "，",
        "管理，天天天。",
        "没有",
        "",
    ]
    .map(str::to_string)
    .to_vec();
    for round in 0..40 {
        // Files are added, changed and removed; removed ones leave holes that merging closes.
        let lines = |n: usize| Content::Records(vec![known_line(); n]);
        corpus.change(&(round, Some(lines(1 + round % 3))));
        if round >= 8 {
            corpus.change(&(round - 8, None));
            corpus.change(&(round - 4, Some(lines(5))));
        }
        let snapshot = corpus.update();
        compare(&corpus, &snapshot, &needles);
    }
    let entries = fs::read_dir(corpus.index_dir()).unwrap();
    let n_segments = entries
        .filter(|entry| {
            entry
                .as_ref()
                .unwrap()
                .file_name()
                .to_string_lossy()
                .ends_with(".text")
        })
        .count();
    assert!(
        n_segments < 20,
        "{n_segments} segments after 40 updates: nothing was merged"
    );
}
