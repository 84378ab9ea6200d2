//! What users correct in metadata.csv or front matter takes the place of what was read, in the index and in every answer.

use std::fs;

use crate::shared::program::{N_HITS, Place, QINGHE};
use serde_json::Value;

fn reports(place: &Place) -> Vec<Value> {
    place.expect(0, ["reports", "--json"]).json()
}

#[test]
fn a_correction_is_applied_without_reading_the_other_files() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    place.write(
        "corpus/metadata.csv",
        "path,district,report_year\n青禾区2023.txt,白榆县,2020\n",
    );
    let run = place.expect(0, ["index"]);
    assert!(
        run.err.contains("0 new, 1 changed, 1 unchanged, 0 gone"),
        "{}",
        run.err
    );
    assert_eq!(
        place.exact_total("区管校聘", &["--district", "白榆县", "--year", "2020"]),
        1
    );
    assert_eq!(place.exact_total("区管校聘", &["--district", "青禾区"]), 0);
    let run = place.expect(0, ["index"]);
    assert!(
        run.err.contains("0 new, 0 changed, 2 unchanged"),
        "{}",
        run.err
    );
    fs::remove_file(place.path("corpus/metadata.csv")).unwrap();
    let run = place.expect(0, ["index"]);
    assert!(
        run.err.contains("0 new, 1 changed, 1 unchanged"),
        "{}",
        run.err
    );
    assert_eq!(place.exact_total("区管校聘", &["--district", "青禾区"]), 1);
}

#[test]
fn evidence_says_that_a_field_was_corrected() {
    let place = Place::with_reports();
    place.write("corpus/metadata.csv", "文件,区县,文种\n*.txt,白榆县,-\n");
    let run = place.expect(0, ["inspect", "--json", "corpus/青禾区2023.txt"]);
    let metadata = run.json()[0]["metadata"].clone();
    assert_eq!(metadata["district"]["value"], "白榆县");
    assert_eq!(metadata["report_kind"], Value::Null);
    let evidence = &metadata["district"]["evidence"];
    assert_eq!(
        (evidence["line"].as_u64(), evidence["text"].as_str()),
        (Some(2), Some("白榆县"))
    );
    assert_eq!(evidence["rule"], "the table of corrections, metadata.csv");
}

#[test]
fn the_table_of_reports_is_one_of_corrections() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    let table = place.expect(0, ["reports", "--format", "csv"]).out;
    let before = reports(&place);
    place.write("corpus/metadata.csv", &table);
    place.expect(0, ["index"]);
    let told = |reports: &[Value]| -> Vec<String> {
        let told = reports.iter().map(|report| {
            format!(
                "{} {} {} {}",
                report["path"], report["district"], report["report_year"], report["title"]
            )
        });
        told.collect()
    };
    assert_eq!(told(&reports(&place)), told(&before));
    assert_eq!(place.exact_total("区管校聘", &[]), N_HITS);
    place.write("corpus/metadata.csv", table.replace("东堰区,", "栖岩县,"));
    let run = place.expect(0, ["index"]);
    assert!(run.err.contains("1 changed, 1 unchanged"), "{}", run.err);
    assert_eq!(place.exact_total("区管校聘", &["--district", "栖岩县"]), 2);
}

#[test]
fn rows_that_correct_nothing_are_listed_with_their_line() {
    let place = Place::with_reports();
    place.write(
        "corpus/metadata.csv",
        "path,district,colour\n没有.txt,白榆县,red\n青禾区2023.txt,,\n",
    );
    let run = place.expect(0, ["index"]);
    assert!(
        run.err
            .contains("corpus/metadata.csv: line 2: no file is named '没有.txt'"),
        "{}",
        run.err
    );
    assert!(
        run.err
            .contains("corpus/metadata.csv: its column 'colour' is no field"),
        "{}",
        run.err
    );
}

#[test]
fn front_matter_comes_before_the_text_and_the_table_before_it() {
    let place = Place::new();
    place.write(
        "corpus/a.md",
        format!("---\n区县: 栖岩县\n年度: 2019\n---\n{QINGHE}"),
    );
    place.expect(0, ["index"]);
    let only = |place: &Place| {
        let report = reports(place)[0].clone();
        (report["district"].clone(), report["report_year"].clone())
    };
    assert_eq!(only(&place), ("栖岩县".into(), 2019.into()));
    let hit = place
        .expect(0, ["search", "--exact", "--json", "周转房"])
        .json()[0]
        .clone();
    assert_eq!(
        (hit["line"].as_u64(), hit["year"].as_i64()),
        (Some(9), Some(2019))
    );
    // Front matter is not part of the report's text, and it is not lost either.
    assert_eq!(place.exact_total("栖岩县", &[]), 0);
    assert_eq!(place.exact_total("栖岩县", &["--role", "boilerplate"]), 1);
    place.write("corpus/metadata.csv", "path,年度\na.md,2018\n");
    place.expect(0, ["index"]);
    assert_eq!(only(&place), ("栖岩县".into(), 2018.into()));
}
