//! The query language tells operators from text, parses them into the tree its help promises, and warns where it cannot.

use expect_test::{Expect, expect};
use xunzhang::query::Query;

/// Shows the tree of a query, or its text, and its warnings.
fn shown(typed: &str) -> String {
    let query = Query::parse(typed);
    let mut shown = match query.tree() {
        Some(tree) => tree.to_string(),
        None => format!("text {}\n", query.folded()),
    };
    for warning in query.warnings() {
        shown.push_str(&format!("warning: {warning}\n"));
    }
    shown
}

#[track_caller]
fn check(typed: &str, expected: Expect) {
    expected.assert_eq(&shown(typed));
}

#[track_caller]
fn is_text(typed: &str) {
    let query = Query::parse(typed);
    assert_eq!(query.tree(), None, "{typed}");
    let literal = Query::literal(typed);
    assert_eq!(query.folded(), literal.folded(), "{typed}");
    assert_eq!(query.warnings(), literal.warnings(), "{typed}");
}

#[track_caller]
fn are_the_same(typed: &[&str]) {
    for other in &typed[1..] {
        assert_eq!(shown(other), shown(typed[0]), "{other} and {}", typed[0]);
    }
}

#[test]
fn words_alone_are_text() {
    is_text("区管校聘");
    is_text("教师 轮岗 改革");
    is_text("");
    is_text("  ");
}

#[test]
fn marks_in_pasted_text_are_text() {
    for typed in [
        "教师“区管校聘”管理",
        "推进义务教育教师“区管校聘”管理改革，加强“双减”工作。",
        "“双减”工作",
        "（一）推进轮岗",
        "（一） 推进轮岗",
        "(一)推进轮岗。(二)关心教师。",
        "一)推进轮岗",
        "目标：到2025年",
        "目标: 到2025年",
        "责任单位:教育局",
        "区”：即阜东新区",
        "区：即阜东新区。（见第16",
        "http://www.gov.cn/a?b=c",
        "为什么？因为好。",
        "怎么办?",
        "什么是“区管校聘”？如何推进？",
        "2019-2022年",
        "2019 - 2022年",
        "——推进轮岗",
        "--",
        "城南—城北",
        "near the school and not far",
        "和/或",
        "* 说明",
        "《教师法》 《教育法》",
        "‘区管校聘’ 改革",
        "第一行 | 甲\n第二行 -乙",
        "C++ a&b c/d ~e ^2 [f] {g} \\",
    ] {
        is_text(typed);
    }
}

#[test]
fn a_phrase_begins_and_ends_a_word() {
    check(
        "“区管校聘”",
        expect![[r#"
        phrase 区管校聘
    "#]],
    );
    check(
        "“区管校聘” 改革",
        expect![[r#"
        all of
          phrase 区管校聘
          words 改革
    "#]],
    );
    check(
        "教师 \"区管 校聘\" 改革 试点",
        expect![[r#"
        all of
          words 教师
          phrase 区管校聘
          words 改革试点
    "#]],
    );
    check(
        "「区管校聘」 『双减』",
        expect![[r#"
        all of
          phrase 区管校聘
          phrase 双减
    "#]],
    );
    is_text("\"区管校聘\"改革");
    is_text("“”");
}

#[test]
fn a_hyphen_takes_its_word_away() {
    check(
        "教师 交流 -轮岗 改革",
        expect![[r#"
        all of
          words 教师交流
          not
            phrase 轮岗
          words 改革
    "#]],
    );
    check(
        "教师 -“区管校聘” -(轮岗 | 交流)",
        expect![[r#"
            all of
              words 教师
              not
                phrase 区管校聘
              not
                one of
                  phrase 轮岗
                  phrase 交流
        "#]],
    );
    check(
        "年:2022 -区:通州区 -轮岗",
        expect![[r#"
        all of
          field year:2022
          not
            field district:通州区
          not
            phrase 轮岗
    "#]],
    );
    are_the_same(&[
        "教师 -轮岗",
        "教师 －轮岗",
        "教师 NOT 轮岗",
        "教师\u{3000}-輪崗",
    ]);
}

#[test]
fn bars_bind_the_loosest_and_near_the_tightest() {
    check(
        "教师 轮岗 | 课后 -服务 NEAR/3 学校",
        expect![[r#"
            one of
              all of
                phrase 教师
                phrase 轮岗
              all of
                phrase 课后
                not
                  服务 NEAR/3 学校
        "#]],
    );
    check(
        "(教师|校长)轮岗",
        expect![[r#"
            all of
              one of
                phrase 教师
                phrase 校长
              words 轮岗
        "#]],
    );
    are_the_same(&[
        "教师 | 校长",
        "教师|校长",
        "教师｜校长",
        "教师 OR 校长",
        "((教师) | (校长))",
        "（教师｜校长）",
    ]);
    are_the_same(&["教师 AND 轮岗 | 改革", "教师 AND (轮岗) | 改革"]);
}

#[test]
fn parts_are_linked_by_near_sentence_and_passage() {
    check(
        "教师交流 NEAR/10 轮岗 SENT (改革 | “试点”) 同段 校聘",
        expect![[r#"
        教师交流 NEAR/10 轮岗 SENT (改革 | 试点) PASS 校聘
    "#]],
    );
    check(
        "教师 NEAR/5 轮?岗 AND 改革",
        expect![[r#"
            all of
              教师 NEAR/5 轮?岗
              phrase 改革
        "#]],
    );
    are_the_same(&[
        "教师 NEAR 轮岗",
        "教师 NEAR/10 轮岗",
        "教师 near/10 轮岗",
        "教师 ＮＥＡＲ／１０ 轮岗",
        "教师 近/10 轮岗",
    ]);
    are_the_same(&["教师 SENT 轮岗", "教师 同句 轮岗"]);
    are_the_same(&["教师 PASS 轮岗", "教师 同段 轮岗"]);
    check(
        "改革 教师 NEAR/10 轮岗 交流",
        expect![[r#"
        all of
          words 改革
          教师 NEAR/10 轮岗
          words 交流
    "#]],
    );
}

#[test]
fn fields_are_the_flags() {
    check(
        "区:通州区 年:2019..2022 节:师资 类:计划 文种:工作要点 角色:正文 轮岗",
        expect![[r#"
        all of
          field district:通州区 year:2019..2022 section:师资 kind:计划 report_kind:工作要点 role:body
          words 轮岗
    "#]],
    );
    check(
        "区:“通州区” 节:“队伍 建设” district:海淀区",
        expect![[r#"
        field district:通州区,海淀区 section:队伍 建设
    "#]],
    );
    check(
        "(年:2021 | 区:通州) 轮岗",
        expect![[r#"
        all of
          one of
            field year:2021
            field district:通州
          words 轮岗
    "#]],
    );
    are_the_same(&[
        "年:2019..2022",
        "年：2019..2022",
        "YEAR:2019-2022",
        "年度:２０１９至２０２２年",
    ]);
}

#[test]
fn wildcards_stand_in_words_and_phrases() {
    check(
        "一校*品",
        expect![[r#"
        phrase 一校*品
    "#]],
    );
    check(
        "“甲,乙?丙” 区管*",
        expect![[r#"
        all of
          phrase 甲,乙?丙
          phrase 区管
    "#]],
    );
    are_the_same(&["一校*品", "一校＊品"]);
    are_the_same(&["一校?品", "一校？品"]);
    check(
        "教师 ?管校聘 一校一?",
        expect![[r#"
            all of
              words 教师
              phrase ?管校聘
              phrase 一校一?
        "#]],
    );
    is_text("*");
    is_text("???");
    is_text("教师怎么轮岗?");
    is_text("县管校聘有哪些做法？");
    is_text("义务教育学校教师交流轮岗?");
}

#[test]
fn of_what_does_not_parse_the_words_are_searched_for_and_the_column_is_named() {
    for (typed, warning) in [
        ("(区管校聘", "column 1: '(' is not closed"),
        ("教师 “区管校聘", "column 4: '“' is not closed"),
        ("教师 | ", "column 4: nothing stands on one side of the bar"),
        ("| 教师", "column 1: nothing stands on one side of the bar"),
        (
            "教师 || 校长",
            "column 5: nothing stands on one side of the bar",
        ),
        ("-轮岗", "column 2: there is nothing to take this away from"),
        (
            "教师 | -轮岗",
            "column 7: there is nothing to take this away from",
        ),
        ("NEAR/10 轮岗", "column 1: nothing stands before NEAR/10"),
        ("教师 NEAR/10", "column 4: nothing stands after NEAR/10"),
        (
            "教师 NEAR/10 -轮岗",
            "column 12: beside NEAR/10 stand words",
        ),
        (
            "教师 NEAR/10 年:2022",
            "column 14: beside NEAR/10 stand words",
        ),
        ("教师 AND", "column 4: nothing stands after AND"),
        (
            "教师 年:去年",
            "column 6: '去年' is not a year or a range of years",
        ),
        (
            "类:愿望 教师",
            "column 3: '愿望' is none of 总结, 计划, 问题, 其他",
        ),
    ] {
        let query = Query::parse(typed);
        assert_eq!(query.folded(), Query::literal(typed).folded());
        assert!(query.may_be_text(), "{typed}");
        let [said] = query.warnings() else {
            panic!("{typed}: {:?}", query.warnings());
        };
        assert!(said.starts_with(warning), "{typed}: {said}");
        assert!(said.ends_with("; its words are searched for"), "{said}");
    }
}

#[test]
fn the_words_of_what_does_not_parse_are_those_between_its_operators() {
    for (typed, words) in [
        (
            "(教师 | 校长 轮岗",
            "all of\n  words 教师\n  words 校长轮岗\n",
        ),
        ("教师 AND", "words 教师\n"),
        (
            "NEAR/10 “轮岗” 年:2022",
            "all of\n  words 轮岗\n  words 2022\n",
        ),
    ] {
        let query = Query::parse(typed);
        assert_eq!(query.tree().unwrap().to_string(), words, "{typed}");
    }
}

#[test]
fn what_nearly_is_an_operator_is_text_and_the_warning_says_what_would_be_one() {
    for (typed, warning) in [
        (
            "教师 near 轮岗",
            "column 4: 'near' is taken for text; the operator is NEAR",
        ),
        (
            "教师 and 轮岗",
            "column 4: 'and' is taken for text; the operator is AND",
        ),
        (
            "教师 && 轮岗",
            "column 4: '&&' is taken for text; AND asks for both",
        ),
        (
            "教师 NEAR/ 轮岗",
            "column 4: 'NEAR/' is taken for text; an operator is NEAR/10",
        ),
        (
            "教师 NEAR10 轮岗",
            "column 4: 'NEAR10' is taken for text; an operator is NEAR/10",
        ),
        (
            "教师 NEAR/10轮岗",
            "column 4: 'NEAR/10轮岗' is taken for text; an operator is NEAR/10",
        ),
        (
            "教师 NEAR 10 轮岗",
            "column 9: '10' is taken for text; NEAR/10 is written with",
        ),
        (
            "教师 - 轮岗",
            "column 4: '-' is taken for text; a hyphen takes the word away",
        ),
        (
            "一校 * 品",
            "column 4: '*' is taken for text; a wildcard stands inside a word",
        ),
        (
            "15%*校长",
            "column 1: '15%*校长' is taken for text; * is a wildcard among letters",
        ),
        (
            "年: 2022",
            "column 1: '年:' is taken for text; the value of a field is glued",
        ),
        (
            "区:青*区 教师",
            "column 1: '区:青*区' is taken for text; the value of a field has no",
        ),
    ] {
        let query = Query::parse(typed);
        let [said] = query.warnings() else {
            panic!("{typed}: {:?}", query.warnings());
        };
        assert!(said.starts_with(warning), "{typed}: {said}");
    }
}

#[test]
fn a_query_of_more_parts_than_anybody_types_is_text() {
    let typed = vec!["教师"; 65].join(" | ");
    assert!(shown(&typed).contains("more than 64 parts"));
    let nested = "(".repeat(500) + "教师 | 校长" + &")".repeat(500);
    are_the_same(&["教师 | 校长", &nested]);
    let stars = vec!["甲"; 18].join("*");
    assert!(shown(&stars).contains("more than 16 wildcards"));
}
