//! Our ranking of the sample reports stays above its committed figures, and above plain BM25 over words and over pairs.
//!
//! The judged set is in `tests/ranking/`. `cargo test --test evaluation judged -- --nocapture` prints the table and the topics answered worst.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use xunzhang::evaluation::{Evaluation, Measures, Qrels, SYSTEMS, Topic, evaluate, read_topics};
use xunzhang::index::{Roots, Snapshot, Start, Writer};
use xunzhang::ingest::update;
use xunzhang::render;

/// A line holds a measure and the least that it may be; `#` opens a comment.
const FIGURES: &str = include_str!("../ranking/figures.txt");
const QRELS: &str = include_str!("../ranking/qrels.txt");

/// How many of the topics answered worst are shown.
const N_WORST: usize = 12;

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/ranking")
        .join(name)
}

fn topics() -> Vec<Topic> {
    read_topics(&file("topics.tsv")).unwrap()
}

fn qrels() -> Qrels {
    Qrels::read(&file("qrels.txt")).unwrap()
}

/// Indexes the sample reports under the names that `xunzhang index` gives them, since a passage's id is made of its report's
/// name, from `corpus/` on. Cargo runs tests in the package's folder, where `corpus/` lies.
fn index() -> (TempDir, Snapshot) {
    let dir = tempfile::tempdir().unwrap();
    let writer = Writer::open(dir.path(), Start::Fresh).unwrap();
    let updated = update(writer, &Roots::new(&["corpus".into()], dir.path()), &|_| {}).unwrap();
    assert!(updated.left_out.is_empty(), "{:?}", updated.left_out);
    let snapshot = Snapshot::open(dir.path()).unwrap();
    (dir, snapshot)
}

/// Returns the committed figures by measure.
fn figures() -> BTreeMap<&'static str, f64> {
    let lines = FIGURES.lines().map(|line| line.split('#').next().unwrap());
    let figures = lines.filter_map(|line| line.trim().split_once(' '));
    figures
        .map(|(measure, least)| (measure, least.trim().parse().unwrap()))
        .collect()
}

fn by_name(measures: &Measures) -> [(&'static str, f64); 3] {
    [
        ("nDCG@10", measures.ndcg_10),
        ("RR@10", measures.rr_10),
        ("R@100", measures.recall_100),
    ]
}

pub(crate) fn show(evaluation: &Evaluation, topics: &[Topic], qrels: &Qrels) {
    let mut table = Vec::new();
    render::write_evaluation(&mut table, evaluation).unwrap();
    let table = String::from_utf8(table).unwrap();
    eprintln!("{}", anstream::adapter::strip_str(&table));
    let texts: BTreeMap<&str, &str> = topics
        .iter()
        .map(|topic| (topic.id.as_str(), topic.text.as_str()))
        .collect();
    let mut rows: Vec<(Vec<f64>, &str)> = qrels
        .topics()
        .map(|(topic, judged)| {
            let systems = evaluation.systems.iter();
            let scores = systems.map(|(run, _)| Measures::of_topic(run.of_topic(topic), judged));
            (scores.map(|of_topic| of_topic.ndcg_10).collect(), topic)
        })
        .collect();
    rows.sort_by(|a, b| a.0.last().unwrap().total_cmp(b.0.last().unwrap()));
    eprintln!("nDCG@10 of {}, the worst topics:", SYSTEMS.join(", "));
    for (scores, topic) in rows.iter().take(N_WORST) {
        let scores: Vec<String> = scores.iter().map(|score| format!("{score:.2}")).collect();
        eprintln!("  {}  {topic} {}", scores.join(" "), texts[topic]);
    }
}

#[test]
fn the_ranking_keeps_its_figures_and_its_lead() {
    let (_dir, snapshot) = index();
    let (topics, qrels) = (topics(), qrels());
    let evaluation = evaluate(&snapshot, &topics, &qrels, None).unwrap();
    show(&evaluation, &topics, &qrels);
    assert_eq!(evaluation.n_unjudged, 0, "topics that nobody judged");
    assert_eq!(evaluation.n_not_asked, 0, "judgements without a topic");
    let [words, pairs, ours] = &evaluation.systems[..] else {
        panic!("{SYSTEMS:?} are not three");
    };
    assert_eq!(ours.0.system, "xunzhang");
    let figures = figures();
    let mut wrong = Vec::new();
    for (at, (measure, found)) in by_name(&ours.1).into_iter().enumerate() {
        if found < figures[measure] {
            let least = figures[measure];
            wrong.push(format!("{measure} fell to {found:.4}, below {least}"));
        }
        if measure == "R@100" {
            continue;
        }
        for (run, measures) in [words, pairs] {
            let theirs = by_name(measures)[at].1;
            if found < theirs {
                let system = run.system;
                wrong.push(format!(
                    "{measure} is {found:.4}, behind {system}'s {theirs:.4}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_judged_passage_is_in_the_index() {
    let (dir, snapshot) = index();
    // All are given as relevant, since an evaluation counts the relevant ones that the index lacks.
    let lines = QRELS.lines().map(|line| line.rsplit_once(' ').unwrap().0);
    let all: Vec<String> = lines.map(|line| format!("{line} 1\n")).collect();
    let path = dir.path().join("qrels.txt");
    std::fs::write(&path, all.concat()).unwrap();
    let evaluation = evaluate(&snapshot, &[], &Qrels::read(&path).unwrap(), None).unwrap();
    assert_eq!(
        evaluation.n_not_indexed, 0,
        "judged passages are not in the index: was a sample moved, or its lines?"
    );
}

#[test]
fn every_topic_has_a_passage_that_answers_it() {
    let (topics, qrels) = (topics(), qrels());
    assert!(topics.len() >= 48, "{} topics", topics.len());
    let answered: BTreeSet<&str> = qrels
        .topics()
        .filter(|(_, judged)| judged.values().any(|relevance| *relevance == 3))
        .map(|(topic, _)| topic)
        .collect();
    let without: Vec<&Topic> = topics
        .iter()
        .filter(|topic| !answered.contains(topic.id.as_str()))
        .collect();
    assert!(without.is_empty(), "{without:?}");
    let texts: BTreeSet<&str> = topics.iter().map(|topic| topic.text.as_str()).collect();
    assert_eq!(texts.len(), topics.len(), "a topic is asked twice");
}

#[test]
fn grades_run_from_0_to_3_and_nothing_is_judged_twice() {
    let mut seen = BTreeSet::new();
    for (number, line) in (1..).zip(QRELS.lines()) {
        let columns: Vec<&str> = line.split(' ').collect();
        let [topic, "0", passage, relevance] = columns[..] else {
            panic!("qrels.txt:{number}: {line:?} is not `topic 0 passage relevance`");
        };
        assert!(
            ["0", "1", "2", "3"].contains(&relevance),
            "qrels.txt:{number}: {relevance}"
        );
        assert!(
            seen.insert((topic, passage)),
            "qrels.txt:{number}: {passage} was judged for {topic} before"
        );
    }
}
