//! A search with operators requires what they say, marks what matched, and answers alike however the query is typed.

use crate::shared::program::Place;
use expect_test::{Expect, expect};
use xunzhang::index::{Roots, Snapshot, Start, Writer};
use xunzhang::ingest::update;
use xunzhang::query::{Filter, Query};
use xunzhang::search::{Answer, Match, Mode, SearchOptions, search};

/// The passages searched, each with its id, text, year and district.
const PASSAGES: [(&str, &str, i32, &str); 8] = [
    (
        "a",
        "推进教师“区管校聘”改革，组织教师轮岗。",
        2022,
        "青禾区",
    ),
    ("b", "推进“区管校聘”试点。教师队伍稳定。", 2021, "东堰区"),
    ("c", "教师队伍建设取得实效，校长轮岗有序。", 2022, "东堰区"),
    ("d", "打造“一校一品”，形成一校多品格局。", 2020, "青禾区"),
    ("e", "机构|文号：青教发（2022）1号，轮岗", 2022, "青禾区"),
    ("f", "如何轮岗?教师有话说-甲。", 2023, "栖岩县"),
    ("g", "课后服务丰富多彩。", 2023, "栖岩县"),
    (
        "h",
        "推進義務教育教師交流，ＳＴＥＡＭ課程。",
        2019,
        "栖岩县",
    ),
];

struct Corpus {
    place: Place,
    snapshot: Snapshot,
}

impl Corpus {
    fn new() -> Corpus {
        let place = Place::new();
        let lines = PASSAGES.map(|(id, text, year, district)| {
            let line = serde_json::json!({"id": id, "text": text, "year": year, "district": district, "kind": "计划", "section": ["一、師資"]});
            format!("{line}\n")
        });
        place.write("corpus/all.jsonl", lines.concat());
        let writer = Writer::open(&place.path("index"), Start::Existing).unwrap();
        update(
            writer,
            &Roots::new(&[place.path("corpus")], &place.path("index")),
            &|_| {},
        )
        .unwrap();
        let snapshot = Snapshot::open(&place.path("index")).unwrap();
        Corpus { place, snapshot }
    }

    fn page(&self, typed: &str, mode: Mode) -> Answer {
        let options = SearchOptions {
            mode,
            filter: Filter::default(),
            ..SearchOptions::default()
        };
        search(&self.snapshot, &Query::parse(typed), &options).unwrap()
    }

    /// The ids of the hits in order of the ids: as they are where verbatim, in brackets where all words are there, with a
    /// question mark where some.
    fn ids(&self, typed: &str, mode: Mode) -> String {
        let page = self.page(typed, mode);
        let mut ids: Vec<String> = page
            .hits()
            .map(|hit| match hit.matched {
                Match::Verbatim => hit.record.id.clone(),
                Match::Words => format!("({})", hit.record.id),
                Match::Synonym => format!("~{}", hit.record.id),
                Match::Partial => format!("{}?", hit.record.id),
            })
            .collect();
        ids.sort_by_key(|id| id.trim_matches(['(', ')', '?']).to_string());
        ids.join(" ")
    }

    #[track_caller]
    fn check(&self, typed: &str, exact: &str, ranked: &str) {
        let found = (self.ids(typed, Mode::Exact), self.ids(typed, Mode::Ranked));
        assert_eq!(
            (found.0.as_str(), found.1.as_str()),
            (exact, ranked),
            "{typed}"
        );
    }
}

#[test]
fn what_is_quoted_linked_or_grouped_is_required_and_words_rank() {
    let corpus = Corpus::new();
    corpus.check("“区管校聘”", "a b", "a b");
    corpus.check("“区管校聘” 轮岗", "a", "a b?");
    corpus.check("“区管校聘” -试点", "a", "a");
    corpus.check("教师 -轮岗 -课程", "b", "b");
    corpus.check("教师 NEAR/0 轮岗", "a", "a");
    corpus.check("轮岗 NEAR/10 教师", "a f", "a f");
    corpus.check("教师 SENT 校长", "c", "c");
    corpus.check("试点 SENT 教师", "", "");
    corpus.check("试点 PASS 教师", "b", "b");
    corpus.check("(“区管校聘” | 课后服务) 教师", "a b", "a b g?");
    corpus.check("(教师 | 校长) NEAR/0 (轮岗 | 队伍)", "a b c", "a b c");
}

#[test]
fn an_exact_search_asks_for_each_word_wherever_it_stands() {
    let corpus = Corpus::new();
    corpus.check("教师 轮岗", "a c f", "a b? (c) e? (f) ~h");
    corpus.check("轮岗\u{3000} 教师", "a c f", "(a) b? (c) e? (f) h?");
    corpus.check("“教师 轮岗”", "a", "a");
    corpus.check("教师 “队伍 稳定”", "b", "b");
    corpus.check("教师 年:2022 轮岗 校长", "c", "a? (c) e?");
    corpus.check("区管校聘 -(教师 轮岗)", "b", "b");
    corpus.check("教师\n轮岗", "a", "a b? (c) e? (f) ~h");
    corpus.check("教师 AND 轮岗", "a c f", "a c f");
    corpus.check("教师 年:2022 轮岗", "a c", "a c e?");
    corpus.check("教师 | 课后服务", "a b c f g h", "a b c f g h");
}

#[test]
fn beside_and_and_between_bars_each_word_is_required_wherever_it_stands() {
    let corpus = Corpus::new();
    corpus.check("教师 轮岗 | 课后服务", "a c f g", "a c f g");
    corpus.check("轮岗 教师 AND 校长", "c", "c");
    corpus.check("(轮岗 教师 -试点) AND 校长", "c", "c");
    corpus.check("教师 AND 年:2022 轮岗", "a c", "a c");
}

#[test]
fn near_links_the_words_beside_it_and_others_rank() {
    let corpus = Corpus::new();
    corpus.check("轮岗 教师 NEAR/10 轮岗", "a f", "a f");
    corpus.check("没有的词 教师 NEAR/10 轮岗 没有的词", "", "a? f?");
}

#[test]
fn the_words_of_a_query_that_does_not_parse_are_searched_for() {
    let corpus = Corpus::new();
    corpus.check("“课后服务” AND", "g", "g");
    corpus.check("(课后服务 | ", "g", "g");
    corpus.check("课后服务 NEAR/3", "g", "g");
    corpus.check("-课后服务", "g", "g");
    corpus.check("(轮岗 | “校长” 教师", "c", "a? b? c e? f? h?");
}

#[test]
fn fields_are_filters_and_nothing_but_fields_is_a_list() {
    let corpus = Corpus::new();
    corpus.check("年:2022 区:东堰", "c", "c");
    corpus.check("年:2022 -区:青禾区", "c", "c");
    corpus.check("年：2019..2020", "d h", "d h");
    corpus.check("(年:2020 | 区:栖岩) 教师", "f h", "f h");
    corpus.check("节:师资 年:2020 年:2021", "b d", "b d");
    corpus.check("类:总结", "", "");
}

#[test]
fn wildcards_stay_within_their_bounds() {
    let corpus = Corpus::new();
    corpus.check("一校?品", "d", "d");
    corpus.check("教师*轮岗", "a c", "a c");
    corpus.check("“教师*轮?有”", "c", "c");
    corpus.check("试点*教师", "", "");
    corpus.check("教*课程", "h", "h");
}

#[test]
fn a_query_that_a_passage_holds_as_it_was_typed_is_text() {
    let corpus = Corpus::new();
    for (typed, id) in [
        ("机构 | 文号", "e"),
        ("机构|文号：青教发", "e"),
        ("轮岗?教师有话说", "f"),
        ("有话说 -甲", "f"),
        ("有话说 －甲。", "f"),
    ] {
        assert_eq!(corpus.ids(typed, Mode::Exact), id, "{typed}");
        let warnings = corpus.page(typed, Mode::Exact).warnings;
        assert_eq!(
            warnings,
            ["a passage holds the query as it was typed, so it is searched for as text"],
            "{typed}"
        );
    }
    // Quotation marks fold away, so they say nothing of what a passage holds.
    corpus.check("“教师” “轮岗”", "a c f", "a c f");
}

#[test]
fn pieces_of_the_passages_are_found_in_them_whatever_marks_they_hold() {
    let corpus = Corpus::new();
    for (id, text, _, _) in PASSAGES {
        let chars: Vec<char> = text.chars().collect();
        for start in 0..chars.len() {
            for end in start + 1..=chars.len() {
                let piece: String = chars[start..end].iter().collect();
                let found = corpus.ids(&piece, Mode::Exact);
                assert!(
                    found.split(' ').any(|found| found == id),
                    "{piece}: {found}"
                );
            }
        }
    }
}

#[test]
fn the_same_query_has_the_same_answer_however_it_is_typed() {
    let corpus = Corpus::new();
    for same in [
        &[
            "教师 NEAR/10 轮岗",
            "教師 NEAR/10 輪崗",
            "教师　ＮＥＡＲ／１０　轮岗",
            "“教师” near/10 “轮岗”",
            "教 AND 教师 NEAR/10 轮岗",
        ][..],
        &[
            "“区管校聘” -试点",
            "\"區管校聘\" －试点",
            "「区 管 校 聘」 -“试点”",
            "＂区管校聘＂ NOT 試點",
        ],
        &[
            "(教师 | 校长) 年:2022",
            "（教师｜校长） 年：２０２２",
            "教师 年:2022 | 校长 YEAR:2022",
        ],
        &[
            "教师“区管校聘”改革",
            "教师区管校聘改革",
            "教師「區管校聘」改革",
            "教师 区管校聘 改革",
        ],
        &["steam 课程", "ＳＴＥＡＭ課程", "Steam“课程”"],
        &["一校*品", "一校＊品", "“一校*品”"],
    ] {
        for typed in same {
            for mode in [Mode::Exact, Mode::Ranked] {
                assert_eq!(
                    corpus.ids(typed, mode),
                    corpus.ids(same[0], mode),
                    "{typed}"
                );
            }
        }
    }
}

#[track_caller]
fn check_marked(corpus: &Corpus, typed: &str, expected: Expect) {
    let page = corpus.page(typed, Mode::Ranked);
    let mut shown: Vec<String> = page
        .hits()
        .map(|hit| {
            let pieces = hit.highlights.iter();
            let pieces = pieces.map(|piece| match piece.matched {
                true => format!("[{}]", piece.text),
                false => piece.text.clone(),
            });
            format!("{}\n", pieces.collect::<String>())
        })
        .collect();
    shown.sort();
    expected.assert_eq(&shown.concat());
}

#[test]
fn whole_phrases_and_every_part_that_matched_are_marked() {
    let corpus = Corpus::new();
    check_marked(
        &corpus,
        "“教师区管校聘改革” -试点",
        expect![[r#"
        推进[教师“区管校聘”改革]，组织教师轮岗。
    "#]],
    );
    check_marked(
        &corpus,
        "教师 NEAR/0 轮岗",
        expect![[r#"
        推进教师“区管校聘”改革，组织[教师轮岗]。
    "#]],
    );
    check_marked(
        &corpus,
        "“一校?品” 格局",
        expect![[r#"
        打造“[一校一品]”，形成[一校多品格局]。
    "#]],
    );
    check_marked(
        &corpus,
        "校长 SENT 轮岗 SENT 队伍",
        expect![[r#"
        教师[队伍]建设取得实效，[校长轮岗]有序。
    "#]],
    );
    check_marked(
        &corpus,
        "“队伍建设” 轮岗 校长",
        expect![[r#"
        教师[队伍建设]取得实效，[校长轮岗]有序。
    "#]],
    );
}

#[test]
fn an_explanation_shows_the_tree_and_what_each_hit_holds() {
    let corpus = Corpus::new();
    let query = Query::parse("“区管校聘” 轮岗 -试点 年:2022");
    let options = SearchOptions {
        explain: true,
        ..SearchOptions::default()
    };
    let answer = search(&corpus.snapshot, &query, &options).unwrap();
    let mut lines = answer.explanation.clone().unwrap();
    lines.extend(
        answer
            .hits()
            .flat_map(|hit| hit.reasons.clone().unwrap())
            .filter(|reason| !reason.name.starts_with("score"))
            .map(|reason| format!("{}: {}", reason.name, reason.value)),
    );
    expect![[r#"
        all of
          phrase 区管校聘
          words 轮岗
          not
            phrase 试点
          field year:2022
        ranked by [区管] [管校] [校聘] 轮岗
        phrase 区管校聘: once
        words 轮岗: once
        word 区管: once
        word 管校: once
        word 校聘: once
        word 轮岗: once
        match: verbatim"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn the_program_takes_operators_from_the_command_line() {
    let corpus = Corpus::new();
    let total = |args: &[&str]| {
        let all = ["search", "--json", "--summary"].iter().chain(args);
        corpus.place.run(all).json()[0]["total"].as_u64().unwrap()
    };
    assert_eq!(total(&["“区管校聘”", "-试点"]), 1);
    assert_eq!(
        total(&["教师", "-“轮岗”", "-试点", "--exact", "-n", "1"]),
        1
    );
    assert_eq!(total(&["教师 NEAR/0 轮岗"]), 1);
    assert_eq!(total(&["--literal", "--exact", "教师 | 轮岗"]), 0);
    let explained = corpus
        .place
        .expect(0, ["search", "--explain", "教师 NEAR/0 轮岗"]);
    assert!(
        explained.out.contains("query  教师 NEAR/0 轮岗"),
        "{}",
        explained.out
    );
    assert!(
        explained.out.contains("教师 NEAR/0 轮岗: 2 times"),
        "{}",
        explained.out
    );
    let hit = &corpus
        .place
        .expect(0, ["search", "--explain", "--json", "教师 NEAR/0 轮岗"])
        .json()[0];
    assert_eq!(hit["explain"][0]["value"], "2 times");
    let wrong = corpus.place.expect(0, ["search", "教师 | "]);
    assert!(
        wrong
            .err
            .contains("warning: column 4: nothing stands on one side of the bar"),
        "{}",
        wrong.err
    );
    let help = corpus.place.expect(0, ["search", "--help"]);
    for shown in ["NEAR/10", "同句", "-试点", "区:通州区", "一校*品"] {
        assert!(help.out.contains(shown), "{shown} is not in the help");
    }
    corpus.place.expect(2, ["search", "教师", "--nosuch"]);
}
