//! A search that finds nothing says why, and what to try: on stderr as hints, in JSON as suggestions.

#![allow(clippy::unwrap_used)] // a test that unwraps has found its failure
#![allow(clippy::print_stderr)] // the figures are what this test is read for

mod chance;
mod program;
mod shared;

use std::time::{Duration, Instant};

use chance::Chance;
use program::Place;
use xunzhang::index::{Roots, Snapshot, Start, Writer, update};
use xunzhang::query::{Filter, Query};
use xunzhang::search::{Mode, SearchOptions, search, suggest};

fn place() -> Place {
    let place = Place::with_reports();
    place.write(
        "corpus/课程.txt",
        "栖岩县2021年教育工作总结\n\n一、课程建设\n开发STEAM课程和创客教育项目，全县推广。\n教师定期交流。\n",
    );
    place.expect(0, ["index"]);
    place
}

/// The hints of a search.
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
    check(&place, &["区管校聘 NEAR/1 没有这词"], "区管 in 3 passages");
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
    let Some(shared) = shared::folder() else {
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
            max_hits: Some(1),
            filter: Filter::default(),
            ..SearchOptions::default()
        };
        let query = Query::parse(typed);
        let page = search(&snapshot, &query, &options).unwrap();
        // A machine with other work may stop it for a while: the fastest of three is its own time.
        let fastest = (0..3).map(|_| {
            let began = Instant::now();
            suggest(&snapshot, &query, &options, &page).unwrap();
            began.elapsed()
        });
        slowest = slowest.max(fastest.min().unwrap());
        n_suggestions += suggest(&snapshot, &query, &options, &page).unwrap().len();
    }
    eprintln!(
        "{} queries, {n_suggestions} suggestions, the slowest {slowest:?}",
        typed.len()
    );
    assert!(slowest < Duration::from_millis(100), "{slowest:?}");
}
