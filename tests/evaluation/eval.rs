//! The command `eval` measures as ir_measures does, prints its table and its runs, and shows our ranking ahead of plain BM25.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::shared::program::Place;
use crate::shared::real_reports;

/// Passages about schools, written for this test.
const PASSAGES: [(&str, &str); 6] = [
    ("a", "推进义务教育教师交流轮岗，优秀教师每三年流动一次。"),
    ("b", "提高课后服务质量，开设体育、艺术、劳动课程。"),
    ("c", "完善校车安全管理，按月检查车辆。"),
    ("d", "教师培训覆盖全部学校，新教师跟岗学习一年。"),
    (
        "e",
        "课后服务经费按学生人数拨付，收费标准由区物价部门核定。",
    ),
    ("f", "改善食堂条件，落实校长陪餐制度。"),
];
const TOPICS: &str =
    "1\t教师如何交流轮岗？\n2\t课后服务收费标准\n3\t谁来检查校车\n9\t没有人评判的题目\n";
const QRELS: &str = "1 0 a 2\n1 0 d 1\n2 0 e 1\n2 0 b 0\n3 0 c 1\n4 0 f 1\n";

fn place() -> Place {
    let place = Place::new();
    let lines: Vec<String> = PASSAGES
        .iter()
        .map(|(id, text)| serde_json::json!({"id": id, "text": text}).to_string())
        .collect();
    place.write("corpus/passages.jsonl", lines.join("\n"));
    place.write("topics.tsv", TOPICS);
    place.write("qrels.txt", QRELS);
    assert_eq!(place.run(["index"]).code, 0);
    place
}

#[test]
fn a_table_holds_three_systems_and_what_was_left_out_is_said() {
    let run = place().run(["eval", "topics.tsv", "qrels.txt"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let rows: Vec<Vec<&str>> = run
        .out
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(rows[0], ["system", "nDCG@10", "RR@10", "R@100"]);
    let systems: Vec<&str> = rows[1..].iter().map(|row| row[0]).collect();
    assert_eq!(systems, ["words-bm25", "bigrams-bm25", "xunzhang"]);
    // Topic 4 is judged and was not asked: it counts 0, as in trec_eval -c.
    assert_eq!(rows[3][2..], ["0.7500", "0.7500"]);
    assert!(run.err.contains("1 topics are not judged"), "{}", run.err);
    assert!(
        run.err.contains("1 judged topics are not among"),
        "{}",
        run.err
    );
}

#[test]
fn bad_files_are_named_with_the_line_and_what_was_expected() {
    let place = place();
    place.write("bad.txt", "1 0 a 2\n1 0 a\n");
    let run = place.run(["eval", "topics.tsv", "bad.txt"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("bad.txt:2: 3 columns, not four"),
        "{}",
        run.err
    );
    assert!(
        run.err.contains("hint: a judgement is a line"),
        "{}",
        run.err
    );
    place.write("other.txt", "77 0 a 1\n");
    let run = place.run(["eval", "topics.tsv", "other.txt"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("no topic of topics.tsv is judged"),
        "{}",
        run.err
    );
    let run = place.run(["eval", "none.tsv", "qrels.txt"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("cannot read none.tsv"), "{}", run.err);
}

/// The figures of an evaluation, by system and by measure.
type Table = BTreeMap<String, BTreeMap<String, f64>>;

fn ours(place: &Place, arguments: &[&str]) -> Table {
    let mut all = vec!["eval"];
    all.extend(arguments);
    all.extend(["--json", "--run", "runs"]);
    let run = place.run(&all);
    assert_eq!(run.code, 0, "{}", run.err);
    let mut table = Table::new();
    for line in run.out.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let measures = ["nDCG@10", "RR@10", "R@100"]
            .map(|name| (name.to_string(), row[name].as_f64().unwrap()));
        let system = row["system"].as_str().unwrap().to_string();
        table.insert(system, measures.into());
    }
    table
}

/// Measures a run by ir_measures; `None` where that is not installed.
fn theirs(qrels: &Path, run: &Path) -> Option<BTreeMap<String, f64>> {
    let script = "import sys, json, ir_measures as m\n\
        q = list(m.read_trec_qrels(sys.argv[1])); r = list(m.read_trec_run(sys.argv[2]))\n\
        a = m.calc_aggregate([m.nDCG@10, m.RR@10, m.R@100], q, r)\n\
        print(json.dumps({str(k): v for k, v in a.items()}))";
    let output = Command::new("python3")
        .args(["-c", script])
        .args([qrels, run])
        .output()
        .ok()?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(message.contains("No module named"), "{message}");
        return None;
    }
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[track_caller]
fn agree(place: &Place, table: &Table, qrels: &Path) {
    for (system, measures) in table {
        let run = place.path(format!("runs/{system}.run"));
        let Some(theirs) = theirs(qrels, &run) else {
            eprintln!("skipped: python3 has no ir_measures (pip install ir_measures)");
            return;
        };
        for (name, ours) in measures {
            let difference = (ours - theirs[name]).abs();
            assert!(
                difference < 1e-9,
                "{system} {name}: {ours} {}",
                theirs[name]
            );
        }
    }
}

#[test]
fn the_measures_are_those_of_ir_measures() {
    let place = place();
    let table = ours(&place, &["topics.tsv", "qrels.txt"]);
    agree(&place, &table, &place.path("qrels.txt"));
}

/// Fails where one of the set's measures is below what was reached before, or not above both baselines.
#[track_caller]
fn check_set(name: &str, least_rr: f64) {
    let Some(shared) = real_reports::folder() else {
        return;
    };
    let set = shared.join("eval").join(name);
    let place = Place::new();
    std::fs::create_dir(place.path("corpus")).unwrap();
    let corpus = std::fs::File::create(place.path("corpus/corpus.jsonl")).unwrap();
    let unpacked = Command::new("gzip")
        .arg("-dc")
        .arg(set.join("corpus.jsonl.gz"))
        .stdout(corpus)
        .status()
        .unwrap();
    assert!(unpacked.success());
    assert_eq!(place.run(["index"]).code, 0);
    let qrels = set.join("qrels.txt");
    let files = [set.join("topics.tsv"), qrels.clone()];
    let table = ours(&place, &files.each_ref().map(|path| path.to_str().unwrap()));
    agree(&place, &table, &qrels);
    for (measure, reached) in &table["xunzhang"] {
        for baseline in ["words-bm25", "bigrams-bm25"] {
            let theirs = table[baseline][measure];
            assert!(
                *reached >= theirs,
                "{measure}: {reached}, {baseline} {theirs}"
            );
        }
    }
    let rr = table["xunzhang"]["RR@10"];
    assert!(rr >= least_rr, "RR@10 fell to {rr}, below {least_rr}");
}

#[test]
fn policies_are_ranked_better_than_by_bm25() {
    check_set("ncp_policies", 0.878);
}

#[test]
fn encyclopaedia_articles_are_ranked_better_than_by_bm25() {
    check_set("cmrc2018", 0.988);
}

#[test]
fn statutes_are_ranked_better_than_by_bm25() {
    check_set("stard", 0.374);
}
