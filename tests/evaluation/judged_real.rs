//! Our ranking of 45 real reports stays ahead of plain BM25, on topics that people really ask, half of them two words or questions.
//!
//! The judged set is in `tests/ranking/real/`. `cargo test --test evaluation real -- --nocapture` prints the table and the topics answered worst.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use xunzhang::corpus::{Source, read, walk};
use xunzhang::evaluation::{Qrels, evaluate, read_topics};
use xunzhang::index::{Roots, Snapshot, Start, Writer};
use xunzhang::ingest::update;
use xunzhang::report;

use crate::judged::show;
use crate::shared::real_reports;

/// What nDCG@10 must reach at least, and by how much it must lie above that of the better BM25: what they had when this was written, rounded down.
const LEAST_NDCG: f64 = 0.826;
const LEAST_LEAD: f64 = 1.12;

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/ranking/real")
        .join(name)
}

/// Copies the reports of the set into a folder, and indexes them.
fn index(shared: &Path) -> (TempDir, Snapshot) {
    let dir = tempfile::tempdir().unwrap();
    for name in std::fs::read_to_string(file("reports.txt"))
        .unwrap()
        .lines()
    {
        let copy = dir.path().join("reports").join(name);
        std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
        std::fs::copy(shared.join("reports").join(name), copy).unwrap();
    }
    let folder = dir.path().join("index");
    std::fs::create_dir_all(&folder).unwrap();
    let writer = Writer::open(&folder, Start::Fresh).unwrap();
    let roots = Roots::new(&[dir.path().join("reports")], &folder);
    update(writer, &roots, &|_| {}).unwrap();
    (dir, Snapshot::open(&folder).unwrap())
}

/// Gives the id of the passage that holds each line of each report, by the report's path in the set.
fn passages(dir: &Path, snapshot: &Snapshot) -> BTreeMap<(String, u32), String> {
    let (records, _) = snapshot.reports().unwrap();
    let mut ids = BTreeMap::new();
    for file in walk(&[dir.join("reports")]).files {
        let Ok(Source::Text(source)) = read(&file) else {
            panic!("{} cannot be read", file.name);
        };
        let name = file.path.strip_prefix(dir.join("reports")).unwrap();
        let name = name.to_string_lossy().into_owned();
        let record = records.iter().find(|record| record.path.ends_with(&name));
        let record = record.unwrap_or_else(|| panic!("{name} is not in the index"));
        for passage in report::read(&source).passages {
            for line in passage.line..=passage.end_line {
                let id = format!("{}:{}", record.report, passage.line);
                ids.insert((name.clone(), line), id);
            }
        }
    }
    ids
}

/// Writes the judgements in TREC's form. Of lines that are one passage the best counts.
fn qrels(dir: &Path, ids: &BTreeMap<(String, u32), String>) -> Qrels {
    let mut grades: BTreeMap<(String, String), u32> = BTreeMap::new();
    for line in std::fs::read_to_string(file("judgements.tsv"))
        .unwrap()
        .lines()
    {
        let cells: Vec<&str> = line.split('\t').collect();
        let [topic, path, line, grade] = cells[..] else {
            panic!("a judgement has four columns: {line}");
        };
        let place = (path.to_owned(), line.parse().unwrap());
        let id = ids
            .get(&place)
            .unwrap_or_else(|| panic!("{path} has no passage on line {line}"));
        let best = grades.entry((topic.to_owned(), id.clone())).or_default();
        *best = (*best).max(grade.parse().unwrap());
    }
    let lines = grades
        .iter()
        .map(|((topic, id), grade)| format!("{topic} 0 {id} {grade}\n"));
    let path = dir.join("qrels.txt");
    std::fs::write(&path, lines.collect::<String>()).unwrap();
    Qrels::read(&path).unwrap()
}

#[test]
fn the_ranking_of_real_reports_keeps_its_lead() {
    let Some(shared) = real_reports::folder() else {
        return;
    };
    let (dir, snapshot) = index(&shared);
    let topics = read_topics(&file("topics.tsv")).unwrap();
    let qrels = qrels(dir.path(), &passages(dir.path(), &snapshot));
    let evaluation = evaluate(&snapshot, &topics, &qrels, None).unwrap();
    show(&evaluation, &topics, &qrels);
    assert_eq!((evaluation.n_unjudged, evaluation.n_not_asked), (0, 0));
    let [words, pairs, ours] = &evaluation.systems[..] else {
        panic!("there are three systems");
    };
    let better = words.1.ndcg_10.max(pairs.1.ndcg_10);
    assert!(ours.1.ndcg_10 >= LEAST_NDCG, "{}", ours.1.ndcg_10);
    assert!(
        ours.1.ndcg_10 >= LEAST_LEAD * better,
        "{} and {better}",
        ours.1.ndcg_10
    );
}
