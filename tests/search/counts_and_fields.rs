//! Counts mean what they say, and reports are found by the facts that users know of them.

use crate::shared::program::Place;

#[test]
fn passages_that_share_some_words_are_more_and_not_counted() {
    let place = Place::new();
    place.write(
        "corpus/a.jsonl",
        "{\"text\":\"落实双减，办好课后服务。\"}\n{\"text\":\"双减双减双减双减双减。\"}\n{\"text\":\"课后服务全覆盖。\"}\n",
    );
    place.expect(0, ["index"]);
    for typed in ["双减 课后服务", "双减，课后服务", "双减、课后服务"] {
        let run = place.expect(0, ["search", typed, "--json", "--summary", "-n", "0"]);
        let lines: Vec<serde_json::Value> = run
            .out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(
            (&lines[0]["total"], &lines[0]["partial"]),
            (&1.into(), &2.into()),
            "{typed}"
        );
        // The passage that holds both comes first, however often another holds one of them.
        assert_eq!(lines[1]["text"], "落实双减，办好课后服务。", "{typed}");
        assert_eq!(lines.len(), 4, "{typed}");
    }
    let run = place.expect(0, ["search", "双减 课后服务"]);
    assert!(run.err.contains("2 more share some words"), "{}", run.err);
}

#[test]
fn the_year_of_a_report_is_apart_from_that_of_a_passage() {
    let place = Place::new();
    place.write(
        "corpus/青禾区2022年政府工作报告.txt",
        "青禾区2022年政府工作报告\n一、2021年工作回顾\n新增学位三千个，课后服务全覆盖。\n二、2022年工作安排\n课后服务提质增效。\n",
    );
    place.expect(0, ["index"]);
    let total = |arguments: &[&str]| {
        let mut all = vec!["search", "课后服务", "--exact", "--json", "--summary"];
        all.extend(arguments);
        let run = place.run(all);
        let summary: serde_json::Value =
            serde_json::from_str(run.out.lines().next().unwrap()).unwrap();
        summary["total"].as_u64().unwrap()
    };
    assert_eq!(total(&["--year", "2021"]), 1);
    assert_eq!(total(&["--report-year", "2021"]), 0);
    assert_eq!(total(&["--report-year", "2022"]), 2);
    assert_eq!(total(&["--report-year", "2022", "--year", "2022"]), 1);
    let run = place.expect(0, ["search", "课后服务 报告年:2022", "--summary"]);
    assert!(
        run.out.contains("2021 总结 (report of 2022)"),
        "{}",
        run.out
    );
    assert!(run.out.contains("report year"), "{}", run.out);
}

#[test]
fn a_report_is_found_by_its_number_its_title_and_its_issuer() {
    let place = Place::new();
    place.write(
        "corpus/a.txt",
        "青禾区教育局关于印发2022年教育工作要点的通知\n青教发〔2022〕3号\n各学校：\n一、推进课后服务\n办好课后服务，落实双减。\n",
    );
    place.write(
        "corpus/b.txt",
        "东堰区教育局2022年工作总结\n一、课后服务\n课后服务11号方案全覆盖。\n",
    );
    place.expect(0, ["index"]);
    let paths = |typed: &str| {
        let run = place.expect(0, ["search", typed, "--json", "-n", "0"]);
        let hits = run.out.lines().map(|line| {
            let hit: serde_json::Value = serde_json::from_str(line).unwrap();
            hit["path"].as_str().unwrap().to_owned()
        });
        hits.collect::<Vec<_>>()
    };
    for typed in [
        "青教发〔2022〕3号",
        "青教发[2022]3号",
        "青禾区教育局关于印发2022年教育工作要点的通知",
        "青禾区教育局",
        "文号:3号",
        "标题:教育工作要点",
        "单位:青禾区教育局",
    ] {
        let paths = paths(typed);
        assert_eq!(paths.len(), 5, "{typed}: {paths:?}");
        assert!(
            paths.iter().all(|path| path.ends_with("a.txt")),
            "{typed}: {paths:?}"
        );
    }
    assert_eq!(paths("课后服务 标题:工作总结").len(), 2);
    // An exact search looks at the text alone.
    let run = place.expect(0, ["search", "--exact", "青教发〔2022〕3号", "--json"]);
    assert_eq!(run.out.lines().count(), 1);
}

#[test]
fn a_report_that_is_named_is_read_from_its_beginning_and_others_follow() {
    let place = Place::new();
    let measures: Vec<String> = (1..=6)
        .map(|n| format!("{n}.第{n}项。办好课后服务，落实双减，教师交流轮岗第{n}步。\n"))
        .collect();
    place.write(
        "corpus/b.txt",
        format!(
            "青禾区教育局关于印发2022年教育工作要点的通知\n青教发〔2022〕3号\n各学校：\n{}",
            measures.concat()
        ),
    );
    place.write(
        "corpus/a.txt",
        "青禾区2022年教育工作总结\n落实《青禾区教育局关于印发2022年教育工作要点的通知》（青教发〔2022〕3号），完成六项任务。\n",
    );
    place.expect(0, ["index"]);
    for typed in [
        "青教发〔2022〕3号",
        "青禾区教育局关于印发2022年教育工作要点的通知",
    ] {
        let run = place.expect(0, ["search", typed, "--json", "-n", "20"]);
        let places: Vec<(String, u64)> = run
            .json()
            .iter()
            .map(|hit| {
                let path = hit["path"].as_str().unwrap().to_owned();
                (path, hit["line"].as_u64().unwrap())
            })
            .collect();
        let (last, of_report) = places.split_last().unwrap();
        assert!(last.0.ends_with("a.txt"), "{typed}: {places:?}");
        assert!(
            of_report.len() >= 8 && of_report.iter().all(|(path, _)| path.ends_with("b.txt")),
            "{typed}: {places:?}"
        );
        assert!(of_report.is_sorted(), "{typed}: {places:?}");
    }
}
