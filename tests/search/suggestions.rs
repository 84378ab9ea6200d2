//! A search that finds nothing says why and what to try, on stderr as hints and in JSON as suggestions.

use std::time::Duration;

use crate::shared::chance::Chance;
use crate::shared::program::Place;
use crate::shared::real_reports;
use crate::shared::stopwatch::timed;
use xunzhang::index::{Roots, Snapshot, Start, Writer};
use xunzhang::ingest::update;
use xunzhang::query::{Filter, Query};
use xunzhang::search::{Mode, SearchOptions, search};

fn place() -> Place {
    let place = Place::with_reports();
    place.write(
        "corpus/课程.txt",
        "栖岩县2021年教育工作总结\n\n一、课程建设\n开发STEAM课程和创客教育项目，全县推广。\n教师定期交流。\n",
    );
    place.expect(0, ["index"]);
    place
}

/// Returns the hints of a search.
fn hints(place: &Place, args: &[&str]) -> String {
    let run = place.run(["search"].iter().chain(args));
    run.is_tame();
    let hints = run
        .err
        .lines()
        .filter_map(|line| line.strip_prefix("hint: "));
    hints.collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn check(place: &Place, args: &[&str], expected: &str) {
    let hints = hints(place, args);
    assert!(
        hints.contains(expected),
        "{args:?}: {hints}\nnot: {expected}"
    );
}

#[test]
fn a_word_that_sounds_the_same_is_found() {
    let place = place();
    for typed in [
        "区馆校聘",
        "區館校聘",
        "曲关校品",
        "quguanxiaopin",
        "qu guan xiao pin",
        "QuGuanXiaoPin",
        "区guan校pin",
    ] {
        for mode in [&[][..], &["--exact"]] {
            check(
                &place,
                &[&[typed], mode].concat(),
                "did you mean 区管校聘 for ",
            );
            check(&place, &[&[typed], mode].concat(), "? 3 passages");
        }
    }
}

#[test]
fn a_word_that_sounds_nearly_the_same_is_found() {
    let place = place();
    for typed in ["quguangxiaoping", "区光校平", "qu guang xiao ping"] {
        check(&place, &[typed], "did you mean 区管校聘 for ");
    }
}

#[test]
fn a_word_that_is_one_character_off_is_found() {
    let place = place();
    for typed in [
        "区管校品牌聘",
        "区管学聘",
        "区校聘",
        "管区校聘",
        "区管校任聘",
    ] {
        let hints = hints(&place, &["--exact", typed]);
        let is_found = hints.contains("did you mean 区管校聘");
        assert_eq!(is_found, typed != "区管校品牌聘", "{typed}: {hints}");
    }
    check(
        &place,
        &["steem"],
        "did you mean steam for steem? 1 passage",
    );
    check(
        &place,
        &["教师区馆校聘"],
        "did you mean 区管校聘 for 区馆校聘?",
    );
    check(
        &place,
        &["“区馆校聘” -改革"],
        "did you mean 区管校聘 for 区馆校聘? 2 passages",
    );
}

#[test]
fn what_names_a_district_or_a_year_is_no_misspelling() {
    let place = place();
    for typed in [
        "青禾区区馆校聘",
        "2023年青禾区区馆校聘",
        "青禾区2023年区馆校聘",
    ] {
        for mode in [&[][..], &["--exact"]] {
            let hints = hints(&place, &[&[typed], mode].concat());
            let meant = "did you mean 区管校聘 for 区馆校聘?";
            assert!(hints.contains(meant), "{typed}: {hints}");
            assert_eq!(hints.matches("did you mean").count(), 1, "{typed}: {hints}");
        }
    }
}

#[test]
fn the_filter_that_leaves_nothing_over_is_named() {
    let place = place();
    check(
        &place,
        &["区管校聘", "--year", "1999"],
        "3 passages without year:1999",
    );
    check(
        &place,
        &["区管校聘", "--year", "2022", "--district", "青禾区"],
        "1 passage without year:2022",
    );
    check(
        &place,
        &["区管校聘", "--year", "2022", "--district", "青禾区"],
        "2 passages without district:青禾区",
    );
    check(
        &place,
        &["区管校聘", "--year", "1999", "--district", "无此区"],
        "3 passages without any filter",
    );
    check(
        &place,
        &["区管校聘 年:1999"],
        "3 passages without year:1999",
    );
}

#[test]
fn the_part_that_leaves_nothing_over_is_named() {
    let place = place();
    check(&place, &["“区管校聘” 年:2023 -走"], "1 passage without -走");
    check(
        &place,
        &["区管校聘 NEAR/1 没有这词"],
        "区管校聘 in 3 passages; in none: 没有这词",
    );
    check(
        &place,
        &["“区管校聘” “没有这词”"],
        "3 passages without “没有这词”",
    );
}

#[test]
fn the_words_that_stand_in_passages_are_told_from_the_others() {
    let place = place();
    let hints = hints(&place, &["--exact", "轮岗 西瓜 教师"]);
    assert!(
        hints.contains("轮岗 in ") && hints.contains("教师 in "),
        "{hints}"
    );
    assert!(hints.contains("in none: 西瓜"), "{hints}");
    check(
        &place,
        &["--exact", "没有的词"],
        "try fewer or shorter words",
    );
}

#[test]
fn what_a_hint_counts_is_what_a_search_would_find() {
    let place = place();
    place.write(
        "corpus/网页.txt",
        "索引号：A1 文号：青教〔2023〕1号 教师\n青禾区2024年教育工作要点\n一、队伍\n稳定教师队伍。\n扫一扫在手机打开当前页 教师\n",
    );
    place.expect(0, ["index"]);
    let (usual, all) = (
        place.exact_total("教师", &[]),
        place.exact_total("教师", &["--role", "boilerplate"]),
    );
    assert!(all > 0, "the report has boilerplate");
    let hints = hints(&place, &["--exact", "教师 西瓜 文号 手机"]);
    assert!(
        hints.contains(&format!("教师 in {usual} passages")),
        "{hints}"
    );
    assert!(hints.contains("in none: 西瓜, 文号, 手机"), "{hints}");
    check(&place, &["教师 区馆校聘"], "区馆校聘? 1 passage");
}

#[test]
fn words_are_named_as_they_were_typed() {
    let place = place();
    check(&place, &["--exact", "元宇宙 教师"], "in none: 元宇宙");
    check(&place, &["元宇宙 教师"], "元宇宙 stands in no passage");
    check(
        &place,
        &["元宇宙 教师 2023年 青禾区 西瓜"],
        "元宇宙, 西瓜 stand in no passage",
    );
    check(&place, &["元宇宙课后服务"], "元宇宙 stands in no passage");
    for typed in ["教师 轮岗 课后服务", "教师轮岗课后服务"] {
        let hints = hints(&place, &[typed]);
        assert!(!hints.contains("in no passage"), "{hints}");
    }
}

#[test]
fn a_condition_that_names_nothing_says_what_there_is() {
    let place = place();
    for (args, expected) in [
        (
            &["区管校聘", "--district", "青和区"][..],
            "no report is of 青和区; did you mean 青禾区?",
        ),
        (
            &["区管校聘 区:qinghequ"],
            "no report is of qinghequ; did you mean 青禾区?",
        ),
        (
            &["区管校聘", "--district", "轮岗"],
            "no report is of 轮岗; there are ",
        ),
        (
            &["区管校聘 文种:总结"],
            "no report is of the kind 总结; there are 工作总结, ",
        ),
        (
            &["区管校聘", "--report-kind", "要点"],
            "no report is of the kind 要点; there are 工作要点, ",
        ),
        (
            &["区管校聘", "--section", "队舞"],
            "no heading holds 队舞; did you mean 队伍?",
        ),
        (
            &["年:1999"],
            "no passage is of 1999; the years go from 2021 to 2023",
        ),
    ] {
        check(&place, args, expected);
    }
    let hints = hints(&place, &["没有的词", "--district", "青禾区"]);
    assert!(!hints.contains("no report"), "{hints}");
}

#[test]
fn of_conditions_that_only_together_leave_nothing_the_fewest_are_named() {
    let place = place();
    check(
        &place,
        &["区:青禾区 节:课程"],
        "3 passages without district:青禾区",
    );
    check(&place, &["区:青禾区 节:课程"], " without section:课程");
    let three = ["区管校聘", "--year", "1999", "--district", "无此区"];
    check(
        &place,
        &[&three[..], &["--section", "改革"]].concat(),
        "2 passages without district:无此区 and year:1999",
    );
    check(
        &place,
        &["区管校聘 年:1999", "--district", "无此区"],
        "3 passages without district:无此区 and year:1999",
    );
}

#[test]
fn the_likeliest_spelling_comes_first() {
    let place = place();
    let mut text = "栖岩县2022年教育工作总结\n一、减负\n守住双线，落实双减。\n".to_string();
    for at in 0..25 {
        text.push_str(&format!("第{at}所学校落实双减要求，减轻负担。\n"));
    }
    text.push_str("县管校聘稳步推进，县管校建立台账。\n办好幼儿园教师培训。\n");
    place.write("corpus/双减.txt", text);
    place.expect(0, ["index"]);
    let first = |typed: &str| -> Option<String> {
        let hints = hints(&place, &["--exact", typed]);
        Some(hints.lines().next()?.to_string())
    };
    let meant = "did you mean 双减 for 双碱? 26 passages";
    assert_eq!(first("双碱").as_deref(), Some(meant));
    for (typed, meant) in [("县管校品", "县管校聘"), ("县管小聘", "县管校聘")] {
        let hint = first(typed).unwrap();
        assert!(
            hint.starts_with(&format!("did you mean {meant} for")),
            "{hint}"
        );
        let hints = hints(&place, &["--exact", typed]);
        assert!(!hints.contains("县管校 for"), "{hints}");
    }
    assert_eq!(
        first("幼儿园教育").filter(|hint| hint.contains("幼儿园教 ")),
        None
    );
}

#[test]
fn marks_are_no_letters() {
    let place = place();
    for typed in [
        "qu-guan-xiao-pin",
        "（区馆校聘",
        "区馆校聘：",
        "、区馆校聘。",
    ] {
        for mode in [&[][..], &["--exact"]] {
            let hints = hints(&place, &[&[typed], mode].concat());
            assert!(
                hints.contains("did you mean 区管校聘 for "),
                "{typed}: {hints}"
            );
        }
    }
    for typed in ["(教师", "区:", "区：", "、教师（"] {
        let hints = hints(&place, &["--exact", typed]);
        assert!(!hints.contains("did you mean"), "{typed}: {hints}");
    }
}

#[test]
fn a_character_that_is_not_seen_is_told_of() {
    let place = place();
    check(
        &place,
        &["区管\u{200b}校聘"],
        "the query holds a character that is not seen; 3 passages without it: 区管校聘",
    );
}

#[test]
fn a_name_that_no_passage_has_is_told_of_though_others_are_found() {
    let place = place();
    let hints = hints(&place, &["区:青禾区,轮岗"]);
    assert!(hints.contains("轮岗"), "{hints}");
    assert_eq!(hints.lines().count(), 1, "{hints}");
}

#[test]
fn json_carries_the_suggestions() {
    let place = place();
    let summary = &place
        .run(["search", "--json", "--summary", "quguanxiaopin"])
        .json()[0];
    let suggestion = &summary["suggestions"][0];
    assert_eq!(suggestion["kind"], "spelling");
    assert_eq!(suggestion["query"], "区管校聘");
    assert_eq!(suggestion["count"], 3);
    let found = &place
        .run(["search", "--json", "--summary", "区管校聘"])
        .json()[0];
    assert_eq!(found["suggestions"].as_array().map(Vec::len), Some(0));
}

#[test]
fn suggestions_take_less_than_a_tenth_of_a_second() {
    let Some(shared) = real_reports::folder() else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    let writer = Writer::open(dir.path(), Start::Existing).unwrap();
    update(
        writer,
        &Roots::new(&[shared.join("reports/seeds")], dir.path()),
        &|_| {},
    )
    .unwrap();
    let snapshot = Snapshot::open(dir.path()).unwrap();
    let mut chance = Chance::announced("suggestions");
    let mut typed: Vec<String> = [
        "quguanxiaopin",
        "yiyiyiyiyiyiyiyi",
        "区馆校聘",
        "shishishishi",
        "xianxianxian",
    ]
    .map(str::to_string)
    .to_vec();
    for _ in 0..200 {
        let chars =
            (0..2 + chance.below(15)).map(|_| char::from_u32(0x4E00 + chance.below(3_000) as u32));
        typed.push(chars.map(Option::unwrap).collect());
    }
    let (mut slowest, mut n_suggestions) = (Duration::ZERO, 0);
    for typed in &typed {
        let options = SearchOptions {
            mode: Mode::Exact,
            suggest: true,
            filter: Filter::default(),
            ..SearchOptions::first(1)
        };
        let query = Query::parse(typed);
        let (answer, elapsed) = timed(|| search(&snapshot, &query, &options).unwrap());
        slowest = slowest.max(elapsed);
        n_suggestions += answer.suggestions.len();
    }
    eprintln!(
        "{} queries, {n_suggestions} suggestions, the slowest {slowest:?}",
        typed.len()
    );
    assert!(slowest < Duration::from_millis(100), "{slowest:?}");
}

#[test]
fn what_keeps_most_of_the_word_comes_first() {
    let place = Place::new();
    place.write(
        "corpus/a.txt",
        "青禾区2022年教育工作总结\n推进幼小衔接。\n做好有效衔接。\n巩固有效衔接。\n实现有效衔接。\n",
    );
    place.expect(0, ["index"]);
    let hints = hints(&place, &["幼小衔结"]);
    assert!(
        hints.starts_with("did you mean 幼小衔接 for 幼小衔结?"),
        "{hints}"
    );
}
