//! Reports are told apart whatever their paths: no two are taken for one, and a change to one leaves the others as they were.

use std::fs;

use crate::shared::program::{DONGYAN, Place, QINGHE};
use serde_json::Value;

/// The hits of 区管校聘 in the groups of their reports: the report and how many of it match.
fn groups(place: &Place) -> Vec<(String, u64)> {
    let run = place.expect(0, ["search", "--json", "--group", "report", "区管校聘"]);
    let mut groups: Vec<(String, u64)> = run
        .json()
        .iter()
        .map(|hit| {
            let group = &hit["group"];
            let value = group["value"].as_str().unwrap().to_owned();
            (value, group["total"].as_u64().unwrap())
        })
        .collect();
    groups.sort();
    groups.dedup();
    groups
}

/// Two reports under names of which a short hash is the same.
fn indexed(names: [&str; 2]) -> Place {
    let place = Place::new();
    place.write(names[0], QINGHE);
    place.write(names[1], DONGYAN);
    place.expect(0, ["index", names[0], names[1]]);
    place
}

/// Names of which 32 bits of a hash are the same: FNV's, by which reports were grouped once; SHA-256's, by which passages are ordered.
const ALIKE: [[&str; 2]; 2] = [
    ["corpus/工作要点18439.txt", "corpus/工作要点63992.txt"],
    ["corpus/工作要点5853.txt", "corpus/工作要点43677.txt"],
];

#[test]
fn two_reports_are_two_groups_whatever_their_names() {
    for names in ALIKE {
        let place = indexed(names);
        let mut expected = [(names[0].to_owned(), 1), (names[1].to_owned(), 2)];
        expected.sort();
        assert_eq!(groups(&place), expected);
    }
}

#[test]
fn the_passages_around_one_are_those_of_its_report_whatever_the_names() {
    for names in ALIKE {
        let place = indexed(names);
        for name in names {
            let hits = place.expect(0, ["search", "--json", "--exact", "区管校聘"]);
            let hits = hits.json();
            let hit = hits.iter().find(|hit| hit["path"] == name).unwrap();
            let id = hit["id"].as_str().unwrap();
            let shown = place.expect(0, ["show", id, "--context", "9", "--json"]);
            let shown = shown.json();
            assert!(shown.len() > 3);
            assert!(shown.iter().all(|passage| passage["path"] == name));
        }
    }
}

/// The passages of a report, as `show` gives them around one that holds `words`.
fn passages(place: &Place, words: &str, path: &str) -> Vec<Value> {
    let hits = place.expect(0, ["search", "--json", "--exact", words]);
    let hits = hits.json();
    let hit = hits.iter().find(|hit| hit["path"] == path).unwrap();
    let id = hit["id"].as_str().unwrap();
    place
        .expect(0, ["show", id, "--context", "99", "--json"])
        .json()
}

#[test]
fn a_change_to_one_report_leaves_the_passages_of_the_others() {
    // 48 bits of FNV's hash are the same, which was all that a report was known by once.
    let names = [
        "corpus/9095472_752f8f99bc003d05总结.txt",
        "corpus/20434896_e71101dae3a74825总结.txt",
    ];
    let place = indexed(names);
    let before = passages(&place, "课后服务", names[1]);
    place.write(names[0], QINGHE.replace("四十套", "五十套"));
    let run = place.expect(0, ["index"]);
    assert!(run.err.contains("1 changed, 1 unchanged"), "{}", run.err);
    place.expect(0, ["search", "--exact", "五十套"]);
    assert_eq!(passages(&place, "课后服务", names[1]), before);
    fs::remove_file(place.path(names[0])).unwrap();
    place.expect(0, ["index"]);
    assert_eq!(passages(&place, "课后服务", names[1]), before);
}

/// The number that each report of an index has, by its path.
fn numbers(place: &Place) -> Vec<(String, u64)> {
    let files = fs::read_dir(place.path("index")).unwrap();
    let mut lists = files.map(|entry| entry.unwrap().path());
    let is_list = |name: &str| name.starts_with("sources-");
    let list = lists.find(|path| is_list(path.file_name().unwrap().to_str().unwrap()));
    let list = fs::read_to_string(list.unwrap()).unwrap();
    let files = list
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    files
        .map(|file| {
            let report = &file["reports"][0];
            let path = report["path"].as_str().unwrap().to_owned();
            (path, report["number"].as_u64().unwrap())
        })
        .collect()
}

#[test]
fn a_report_keeps_its_number_while_its_path_is_the_same() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    let before = numbers(&place);
    place.write("corpus/东堰区2022.txt", DONGYAN.replace("十门", "二十门"));
    place.write("corpus/a.txt", QINGHE.replace("青禾区", "鹿汀区"));
    place.expect(0, ["index"]);
    let after = numbers(&place);
    assert_eq!(after[1..], before);
    let mut all: Vec<u64> = after.iter().map(|(_, number)| *number).collect();
    all.sort_unstable();
    assert_eq!(all, [0, 1, 2]);
}

#[test]
fn a_record_stands_by_itself_though_its_id_is_like_that_of_a_passage() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    let hits = place.expect(0, ["search", "--json", "--exact", "课后服务"]);
    let id = hits.json()[0]["id"].as_str().unwrap().to_owned();
    let report = id.split_once(':').unwrap().0.to_owned();
    // As a table of records that was made out of this index may name them.
    let line = |n: usize| {
        format!(
            "{{\"id\":\"{report}:{n}\",\"title\":\"甲\",\"text\":\"第{n}所学校推行区管校聘。\"}}\n"
        )
    };
    place.write("corpus/a.jsonl", (1..4).map(line).collect::<String>());
    place.expect(0, ["index"]);
    let run = place.expect(0, ["search", "--json", "--group", "report", "区管校聘"]);
    let hits = run.json();
    let of_records = hits.iter().find(|hit| hit["path"] == "corpus/a.jsonl");
    let group = &of_records.unwrap()["group"];
    assert_eq!(
        (group["value"].as_str(), group.get("title")),
        (Some("corpus/a.jsonl"), None)
    );
}
