//! A report that lies there twice is found once, with all its places, and nothing that only one copy says is lost.
//!
//! The copies are a .docx beside its .txt, or a reprint under another title.

use std::fs;

use crate::shared::made::{document, docx_of, p};
use crate::shared::program::{DONGYAN, N_HITS, Place, QINGHE};
use crate::shared::real_reports;
use serde_json::Value;

/// Returns the hits of a query as JSON.
fn hits(place: &Place, query: &str) -> Vec<Value> {
    let run = place.run(["search", "--exact", "--json", "-n", "0", query]);
    assert!(run.code <= 1, "{run:#?}");
    run.json()
}

/// More text of a report: enough to know the report by, even where one of its lines is changed.
const MORE: &str = "三、办学条件
新建幼儿园三所，增加学位九百个；改造运动场六片，更换课桌椅四千套，教室照明全部达到护眼标准。
四、学生成长
推进体教融合，举办校园足球联赛二十场；组织研学旅行八批次，三千名学生走进工厂、农田和博物馆；建立学生心理档案，筛查覆盖全体初中生。
五、校园安全
排查消防隐患五十七处，已经全部整改；开展防溺水宣传教育，家访一万二千户，配齐专职保安，一键报警与公安机关联网。
六、教育公平
落实资助政策，惠及困难学生二千一百人次；为行动不便的适龄儿童送教上门，随迁子女入学实行一站办理。
";

fn docx(text: &str) -> Vec<u8> {
    let paragraphs: String = text
        .lines()
        .filter(|line| !line.is_empty())
        .map(p)
        .collect();
    docx_of(&[("word/document.xml", &document(&paragraphs))])
}

#[test]
fn a_word_file_and_its_text_are_found_once_with_both_paths() {
    let place = Place::with_reports();
    place.write("corpus/青禾区2023.docx", docx(QINGHE));
    let run = place.expect(0, ["index"]);
    assert!(
        run.err.contains("3 files in the index: 3 new"),
        "{}",
        run.err
    );
    assert!(
        run.err.contains("1 report is the same as another"),
        "{}",
        run.err
    );
    let found = hits(&place, "区管校聘");
    assert_eq!(found.len() as u64, N_HITS);
    let hit = found
        .iter()
        .find(|hit| hit["district"] == "青禾区")
        .unwrap();
    assert_eq!(hit["path"], "corpus/青禾区2023.docx");
    assert_eq!(
        hit["other_paths"],
        serde_json::json!(["corpus/青禾区2023.txt"])
    );
    let shown = place.expect(0, ["search", "区管校聘"]).out;
    assert!(shown.contains("also at corpus/青禾区2023.txt"), "{shown}");
    let shown = place.expect(0, ["show", hit["id"].as_str().unwrap()]).out;
    assert!(shown.contains("also at  corpus/青禾区2023.txt"), "{shown}");
    assert_eq!(place.expect(0, ["reports", "--json"]).json().len(), 2);
}

#[test]
fn a_reprint_under_another_title_keeps_what_only_it_says() {
    let place = Place::with_reports();
    let report = format!("{QINGHE}{MORE}");
    place.write("corpus/青禾区2023.txt", &report);
    let reprint = report.replace("青禾区2023年教育工作总结", "教育年终盘点：交出满意答卷");
    place.write("corpus/转载.txt", &reprint);
    place.expect(0, ["index"]);
    assert_eq!(hits(&place, "区管校聘").len() as u64, N_HITS);
    let title = hits(&place, "交出满意答卷");
    assert_eq!(title.len(), 1);
    assert_eq!(title[0]["path"], "corpus/转载.txt");
}

#[test]
fn the_same_words_of_another_unit_or_year_are_another_report() {
    let place = Place::with_reports();
    place.write("corpus/a.txt", DONGYAN.replace("东堰区", "鹿汀区"));
    place.write("corpus/b.txt", DONGYAN.replace("2022", "2021"));
    place.expect(0, ["index"]);
    assert_eq!(hits(&place, "区管校聘").len() as u64, N_HITS + 4);
}

#[test]
fn whichever_goes_or_comes_the_index_is_that_of_a_rebuild() {
    let place = Place::with_reports();
    place.write(
        "corpus/x.txt",
        format!("{QINGHE}（四）办好开放教育。社区学院新设课程十门。\n"),
    );
    let steps: [(&str, Option<Vec<u8>>); 6] = [
        ("corpus/青禾区2023.docx", Some(docx(QINGHE))),
        ("corpus/a.md", Some(QINGHE.into())),
        ("corpus/青禾区2023.docx", None),
        ("corpus/a.md", Some(DONGYAN.into())),
        ("corpus/a.md", None),
        ("corpus/东堰区2022.txt", None),
    ];
    assert_as_rebuilt(&place, &steps);
}

#[test]
fn whichever_member_of_an_archive_goes_or_comes_the_index_is_that_of_a_rebuild() {
    let place = Place::new();
    let members: Vec<(String, String)> = (0..7)
        .map(|number| (format!("{number}.txt"), report(number)))
        .collect();
    let zip = |which: &[usize]| -> Option<Vec<u8>> {
        let members = which
            .iter()
            .map(|&at| (members[at].0.as_str(), members[at].1.as_str()));
        Some(docx_of(&members.collect::<Vec<_>>()))
    };
    for (name, text) in &members {
        place.write(
            format!("corpus/folder/{name}"),
            format!("{text}本级另有补充说明一句。\n"),
        );
    }
    let steps = [
        // Its name sorts before the folder's, so that the folder's files are the duplicates; then behind it.
        ("corpus/a.zip", zip(&[0, 1, 2, 3, 4, 5, 6])),
        ("corpus/z.zip", zip(&[6, 5, 4, 3])),
        ("corpus/a.zip", zip(&[1, 3, 5])),
        ("corpus/folder/5.txt", None),
        ("corpus/a.zip", None),
        (
            "corpus/folder/3.txt",
            Some(members[2].1.clone().into_bytes()),
        ),
        ("corpus/z.zip", zip(&[2, 0])),
    ];
    assert_as_rebuilt(&place, &steps);
    let reports = place.expect(0, ["reports", "--json"]).json();
    let several = reports.iter().filter_map(|report| {
        let others = report["other_paths"].as_array()?;
        let others: Vec<_> = others.iter().filter_map(Value::as_str).collect();
        (!others.is_empty()).then(|| format!("{} {}", report["path"], others.join(" ")))
    });
    assert_eq!(
        several.collect::<Vec<_>>(),
        [
            "\"corpus/folder/0.txt\" corpus/z.zip/0.txt",
            "\"corpus/folder/2.txt\" corpus/folder/3.txt corpus/z.zip/2.txt"
        ]
    );
}

/// Makes a report that resembles no other.
fn report(number: u32) -> String {
    let c = |at: u32| char::from_u32(0x4e00 + 11 * at * (number + 5) % 6_000).unwrap();
    let line = |line: u32| (50 * line..50 * line + 50).map(c).collect::<String>();
    let lines: String = (1..9).map(|number| line(number) + "。\n").collect();
    format!("青禾区20{}年教育工作总结\n\n一、教育\n{lines}", 10 + number)
}

/// Adds, changes or removes a file in each step, and compares the index after it with one that is built anew.
#[track_caller]
fn assert_as_rebuilt(place: &Place, steps: &[(&str, Option<Vec<u8>>)]) {
    let state = |command: &[&str]| -> Vec<String> {
        place.expect(0, command);
        let mut found: Vec<String> = ["区管校聘", "。", "教育", "社区学院"]
            .iter()
            .flat_map(|query| hits(place, query))
            .map(|mut hit| {
                hit.as_object_mut().unwrap().remove("score");
                hit.as_object_mut().unwrap().remove("rank");
                hit.to_string()
            })
            .collect();
        found.sort();
        found.extend(
            place
                .expect(0, ["reports", "--json"])
                .out
                .lines()
                .map(str::to_owned),
        );
        found
    };
    state(&["index"]);
    for (name, content) in steps {
        match content {
            Some(content) => place.write(name, content),
            None => fs::remove_file(place.path(name)).unwrap(),
        }
        assert_eq!(
            state(&["index"]),
            state(&["index", "--rebuild"]),
            "after {name}"
        );
    }
}

#[test]
fn the_real_reports_are_found_once_though_each_lies_there_twice() {
    let Some(folder) = real_reports::folder() else {
        return;
    };
    let place = Place::new();
    let run = place.expect(0, ["index".as_ref(), folder.join("reports").as_os_str()]);
    let reports = place.expect(0, ["reports", "--json"]).json();
    let twice = |report: &&Value| !report["other_paths"].as_array().unwrap().is_empty();
    let n_twice = reports.iter().filter(twice).count();
    let texts = fs::read_dir(folder.join("reports/city")).unwrap().count();
    eprintln!("all real reports: {n_twice} of {texts} city reports found once, with both paths");
    assert_eq!(n_twice, texts, "{}", run.err);
    for report in reports.iter().filter(twice) {
        let path = report["path"].as_str().unwrap();
        let other = report["other_paths"][0].as_str().unwrap();
        assert!(
            path.contains("city-docx/") && other.contains("city/"),
            "{path}, {other}"
        );
    }
    // 区 stands in every one of them.
    let mut seen = std::collections::HashSet::new();
    for hit in hits(&place, "市委") {
        let told = (
            hit["district"].to_string(),
            hit["report_year"].to_string(),
            hit["text"].to_string(),
        );
        let path = hit["path"].as_str().unwrap().to_owned();
        assert!(!path.contains("/city/"), "{path}");
        seen.insert(told);
    }
    assert!(seen.len() > 80, "{}", seen.len());
}
