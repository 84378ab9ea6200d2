//! Better hits come first: for each rule of the ranking, passages written for it are put in the order it promises.
//!
//! `tests/evaluation/` holds the ranking to its figures over judged sets.

use crate::shared::program::Place;

fn place(texts: &[&str]) -> Place {
    let place = Place::new();
    let lines: Vec<String> = (1..)
        .zip(texts)
        .map(|(id, text)| serde_json::json!({"id": format!("p{id}"), "text": text}).to_string())
        .collect();
    place.write("corpus/passages.jsonl", lines.join("\n"));
    place.expect(0, ["index"]);
    place
}

/// Returns the ids of the hits, the best first, with an asterisk after those that stand across words.
fn order(place: &Place, query: &str, more: &[&str]) -> Vec<String> {
    let run = place.expect(0, ["search", "--json", query].iter().chain(more));
    let hits = run.json();
    let shown = hits.iter().map(|hit| {
        let mark = if hit["across_words"] == true { "*" } else { "" };
        format!("{}{mark}", hit["id"].as_str().unwrap())
    });
    shown.collect()
}

#[track_caller]
fn check(texts: &[&str], query: &str, expected: &[&str]) {
    assert_eq!(order(&place(texts), query, &[]), expected);
}

#[test]
fn a_hit_across_words_comes_after_those_that_stand_as_words() {
    let texts = [
        "完善全区管校聘用制度，规范编外人员管理。",
        "推进区管校聘改革，教师由全区统一调配。",
        "聘用制度由区里管。",
    ];
    check(&texts, "区管校聘", &["p2", "p1*"]);
    let place = place(&texts);
    let run = place.expect(0, ["search", "区管校聘"]);
    assert!(run.out.contains("[across words]"), "{}", run.out);
    assert_eq!(place.exact_total("区管校聘", &[]), 2);
    assert_eq!(order(&place, "区管校聘", &["--exact"]), ["p2", "p1*"]);
}

#[test]
fn what_stands_across_words_is_told_however_it_is_asked_for() {
    let place = place(&[
        "完善全区管校聘用制度，规范编外人员管理。",
        "推进区管校聘改革，教师由全区统一调配。",
    ]);
    for (query, expected) in [
        ("“区管校聘”", &["p2", "p1*"][..]),
        ("区管校聘 -没有的词", &["p2", "p1*"]),
        ("区管校聘 AND 管理", &["p1*"]),
        ("区管校聘 | 没有的词", &["p2", "p1*"]),
        ("区管校聘 | 管理", &["p1", "p2"]),
        ("(区管校聘 | 没有的词) NEAR/10 管理", &["p1*"]),
    ] {
        let mut found = order(&place, query, &["--exact"]);
        if query == "区管校聘 | 管理" {
            found.sort();
        }
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn a_word_of_which_a_part_alone_is_there_is_not_all_there() {
    let place = place(&["建设社区体育公园。", "修缮图书馆。", "扩建体育馆舍。"]);
    let run = place.expect(0, ["search", "--json", "体育馆员"]);
    let hits = run.json();
    assert_eq!(hits[0]["id"], "p3");
    let is_partial = |hit: &serde_json::Value| hit["match"] == "partial";
    assert!(hits.iter().all(is_partial), "{}", run.out);
}

#[test]
fn quotation_marks_within_a_query_change_nothing() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    for (bare, marked) in [
        ("教师区管校聘管理", "教师“区管校聘”管理"),
        ("推进区管校聘改革", "推进《区管校聘》改革"),
    ] {
        let hits = |query: &str| place.expect(0, ["search", "--json", query]).out;
        assert_eq!(hits(bare), hits(marked));
    }
}

#[test]
fn a_field_is_as_its_flag() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    for (typed, flag) in [
        ("区:青禾区 轮岗", ["--district", "青禾区"]),
        ("轮岗 年:2022..2023", ["--year", "2022-2023"]),
        ("轮岗 类:总结、计划", ["--kind", "总结,计划"]),
        ("轮岗 角色:正文", ["--role", "正文"]),
        ("轮岗 节:队伍", ["--section", "队伍"]),
        ("区:青禾区,东堰区 轮岗", ["--district", "青禾区，东堰区"]),
    ] {
        let by_field = place.expect(0, ["search", "--json", typed]).out;
        let by_flag = place
            .expect(0, ["search", "--json", "轮岗", flag[0], flag[1]])
            .out;
        assert_eq!(by_field, by_flag, "{typed}");
    }
}

#[test]
fn a_word_cut_in_two_by_others_stands_across_them() {
    let texts = ["举办大学生活动周。", "改善学生生活条件。"];
    check(&texts, "生活", &["p2", "p1*"]);
}

#[test]
fn a_word_inside_a_longer_one_stands_as_a_word() {
    let texts = ["落实义务教育法。", "发展义务教育。"];
    let found = order(&place(&texts), "义务教育", &[]);
    assert!(found.iter().all(|id| !id.ends_with('*')), "{found:?}");
}

#[test]
fn a_quotation_mark_is_an_edge_of_words() {
    let texts = ["推进全“区管校聘”用人改革。"];
    check(&texts, "区管校聘", &["p1"]);
}

#[test]
fn a_whole_sentence_comes_before_a_bare_heading() {
    let texts = [
        "课后服务",
        "（三）课后服务",
        "提高课后服务质量，学校每周开设三次体育、艺术和劳动课程，由家长自愿选择，区里按人数补助经费。",
    ];
    assert_eq!(order(&place(&texts), "课后服务", &[])[0], "p3");
}

#[test]
fn how_a_thing_is_asked_does_not_decide() {
    let texts = [
        "如何写好总结，如何写好计划，是办公室常问的。",
        "教师交流轮岗每三年一次，由区里统筹安排。",
        "食堂管理由校长负责。",
        "校车安全由学校负责。",
    ];
    assert_eq!(order(&place(&texts), "教师如何交流？", &[])[0], "p2");
}

#[test]
fn words_that_stand_together_come_before_words_far_apart() {
    let apart = "教师队伍建设取得进展。校园面积扩大。食堂改造完成。图书馆开放。各校开展国际交流。";
    let together =
        "校园面积扩大。食堂改造完成。图书馆开放。各校安排教师到乡村交流。队伍建设取得进展。";
    check(&[apart, together], "教师交流", &["p2", "p1"]);
}

#[test]
fn a_sentence_half_remembered_is_found_in_its_order() {
    let other = "每三年轮岗的教师由区里统筹，推进交流的学校得到奖励，教师交流轮岗由义务教育学校推进，每三年考核。";
    let meant = "加强校车管理，按月检查车辆。食堂由校长负责，饭菜留样。推进义务教育学校校长教师交流轮岗，每三年轮岗一次。";
    check(&[other, meant], "推进校长教师轮岗每三年一次", &["p2", "p1"]);
}

#[test]
fn a_year_and_a_district_in_the_query_are_read_as_wishes() {
    let place = Place::new();
    let line = |id: &str, district: &str, year: u16, text: &str| {
        serde_json::json!({"id": id, "district": district, "year": year, "text": text}).to_string()
    };
    let lines = [
        line("a", "青禾区", 2021, "提高课后服务质量，开设艺术课程。"),
        line("b", "青禾区", 2022, "提高课后服务质量，开设体育课程。"),
        line("c", "东堰区", 2022, "提高课后服务质量，开设劳动课程。"),
        line("d", "东堰区", 2021, "青禾区2022年派人来学习食堂管理。"),
    ];
    place.write("corpus/passages.jsonl", lines.join("\n"));
    place.expect(0, ["index"]);
    assert_eq!(order(&place, "青禾区 2022年 课后服务", &[])[0], "b");
    assert_eq!(order(&place, "2022年东堰区课后服务", &[])[0], "c");
    // A wish leaves nobody out.
    assert_eq!(order(&place, "青禾区 2022年 课后服务", &[]).len(), 4);
}

#[test]
fn the_first_hits_are_the_first_of_all() {
    let texts: Vec<String> = (0..40)
        .map(|n| {
            format!(
                "第{n}所学校开展课后服务，{}教师参加。",
                "全体".repeat(n % 7)
            )
        })
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let place = place(&texts);
    let all = order(&place, "教师 课后服务", &["-n", "0"]);
    assert_eq!(all.len(), 40);
    assert_eq!(
        order(&place, "教师 课后服务", &["-n", "5", "--no-fold"]),
        all[..5]
    );
}

#[test]
fn the_parts_of_a_score_make_it_up() {
    let texts = [
        "推进教师交流，轮岗教师由全区统一调配。",
        "课后服务全覆盖，教师轮流值守。",
        "轮岗。",
    ];
    let run = place(&texts).expect(0, ["search", "--explain", "--json", "教师交流轮岗"]);
    let hits = run.json();
    assert!(hits.len() >= 2);
    for hit in hits {
        let reasons = hit["explain"].as_array().unwrap().iter();
        let (mut sum, mut share, mut score) = (0.0, 1.0, String::new());
        for reason in reasons {
            let value = reason["value"].as_str().unwrap();
            match reason["name"].as_str().unwrap() {
                "score" => score = value.to_string(),
                "score: all of it times" => share = value.parse().unwrap(),
                name if name.starts_with("score: ") => sum += value.parse::<f64>().unwrap(),
                _ => {}
            }
        }
        let own = score.split(", by itself ").last().unwrap();
        let own: f64 = own.split(':').next().unwrap().parse().unwrap();
        assert!(
            sum > 0.0 && (sum * share - own).abs() < 0.02,
            "{sum} × {share} is not {own}"
        );
    }
}

/// A sentence that holds nothing anybody looks for here.
const FILLER: &str = "各单位按照分工抓好落实，确保年度目标任务顺利完成，努力开创工作新局面，为高质量发展作出新的贡献。";

#[test]
fn a_few_keywords_are_held_all_rather_than_one_of_them_often() {
    let far_apart = format!("食堂原料统一采购，{FILLER}校园安全责任到人。");
    let mut texts = vec!["办好食堂。食堂供应热饭。", &far_apart];
    texts.extend(["安全生产抓紧抓实，安全检查。"; 3]);
    texts.extend([FILLER; 4]);
    assert_eq!(order(&place(&texts), "食堂安全", &[])[..2], ["p2", "p1"]);
}

#[test]
fn what_is_one_thing_of_a_list_comes_after_what_is_spoken_of() {
    let spoken_of = format!("{FILLER}推进垃圾分类全覆盖。{FILLER}");
    let listed = "垃圾分类、节水节电成为习惯。倡导绿色出行、垃圾分类。";
    check(&[listed, &spoken_of], "垃圾分类", &["p2", "p1"]);
}

#[test]
fn a_place_in_a_question_is_preferred_without_its_ending_unless_it_is_a_common_word() {
    let place = Place::new();
    let line = |id: &str, district: &str, text: &str| {
        serde_json::json!({"id": id, "district": district, "text": text}).to_string()
    };
    let lines = [
        line(
            "a",
            "青禾区",
            "推行县管校聘改革，推行县管校聘试点。青禾区校际合作。",
        ),
        line("b", "东堰市", "东堰市推行县管校聘，教师由全市统一调配。"),
        line(
            "c",
            "合作市",
            "加强校企合作，合作办学，合作育人。推行县管校聘。",
        ),
    ];
    place.write("corpus/a.jsonl", lines.join("\n"));
    place.expect(0, ["index"]);
    assert_eq!(order(&place, "东堰哪些学校推行了县管校聘", &[])[0], "b");
    assert_eq!(order(&place, "青禾哪些学校推行了县管校聘", &[])[0], "a");
    // 合作 is mostly a word.
    let run = place.expect(0, ["search", "--explain", "--json", "县管校聘合作推行"]);
    let of_c = run.json().into_iter().find(|hit| hit["id"] == "c").unwrap();
    let reasons = of_c["explain"].as_array().unwrap();
    let share = |reason: &&serde_json::Value| reason["name"] == "score: all of it times";
    let gains = reasons.iter().find(share).is_some_and(|reason| {
        let times: f64 = reason["value"].as_str().unwrap().parse().unwrap();
        times > 1.0
    });
    assert!(!gains, "{reasons:?}");
}

#[test]
fn who_asks_for_problems_gets_those_of_the_matter_first() {
    let place = Place::new();
    let line = |id: &str, kind: &str, text: &str| {
        serde_json::json!({"id": id, "kind": kind, "text": text}).to_string()
    };
    let lines = [
        line("a", "问题", "校园周边存在的突出问题没有根治，存在隐患。"),
        line("b", "问题", "教师队伍结构性缺编，骨干流失。"),
        line("c", "总结", "教师队伍建设取得实效。"),
    ];
    place.write("corpus/a.jsonl", lines.join("\n"));
    place.expect(0, ["index"]);
    assert_eq!(order(&place, "教师队伍存在的突出问题", &[])[0], "b");
}
