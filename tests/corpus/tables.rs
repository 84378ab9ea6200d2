//! A table's columns are recognised, its rows are taken for reports or for passages, and a hit leads to its row.

use crate::shared::made::{documents_of, docx_of, error_of, xlsx_of};
use crate::shared::program::Place;
use encoding_rs::{GB18030, UTF_16LE};

#[track_caller]
fn check(name: &str, bytes: impl AsRef<[u8]>, expected: &[(&str, &str)]) {
    check_with(name, bytes, "", expected);
}

#[track_caller]
fn check_with(name: &str, bytes: impl AsRef<[u8]>, columns: &str, expected: &[(&str, &str)]) {
    let documents = documents_of(name, bytes.as_ref(), columns);
    let documents: Vec<(&str, &str)> = documents
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    assert_eq!(documents, expected);
}

const PASSAGES: &str = "区县,年度,正文\n青禾区,2022,推进教师交流轮岗。\n棠溪区,2023年,\n,,\n芦港区,去年,\"课后服务,全面覆盖。\"\n";

#[test]
fn rows_of_one_paragraph_are_passages() {
    let expected = "2: 推进教师交流轮岗。 / 3: no text in its column 正文 / 5: '去年' is no year / 5: 课后服务,全面覆盖。";
    check("a.csv", PASSAGES, &[("a.csv", expected)]);
}

#[test]
fn rows_of_several_lines_are_reports() {
    let table =
        "标题,正文\n总结,\"一、成效\n全部完成。\"\n要点,\n计划,一句话。\n附件,\"甲\r\n乙\"\n";
    check(
        "a.csv",
        table,
        &[
            ("a.csv:2", "一、成效\n全部完成。"),
            ("a.csv:3", "no text in its column 正文"),
            ("a.csv:4", "一句话。"),
            ("a.csv:5", "甲\r\n乙"),
        ],
    );
}

#[test]
fn a_row_of_more_than_a_thousand_characters_is_a_report() {
    let long = "推进改革。".repeat(201);
    check(
        "a.csv",
        format!("text\n{long}\n"),
        &[("a.csv:2", long.as_str())],
    );
    let short = "推进改革。".repeat(200);
    let expected = format!("2: {short}");
    check(
        "a.csv",
        format!("text\n{short}\n"),
        &[("a.csv", expected.as_str())],
    );
}

#[test]
fn a_table_of_text_is_of_any_encoding_and_delimiter() {
    let expected = [("a.csv", "2: 推进教师交流，\t轮岗。")];
    let table = "区县;正文\r\n青禾区;\"推进教师交流，\t轮岗。\"\r\n";
    check("a.csv", table, &expected);
    check("a.csv", GB18030.encode(table).0, &expected);
    let mut utf16 = vec![0xFF, 0xFE];
    utf16.extend(table.encode_utf16().flat_map(u16::to_le_bytes));
    assert!(!UTF_16LE.is_ascii_compatible());
    check("a.csv", utf16, &expected);
    check("a.tsv", "id\ttext\n1\ta,b\n", &[("a.tsv", "2: a,b")]);
}

#[test]
fn a_row_above_the_headings_is_passed_over() {
    check(
        "a.csv",
        "各区材料汇总\n正文\n甲。\n",
        &[("a.csv", "3: 甲。")],
    );
}

#[test]
fn a_column_may_be_named() {
    let table = "材料,正文\n甲,乙\n";
    check_with("a.csv", table, "text=材料", &[("a.csv", "2: 甲")]);
    check_with(
        "a.csv",
        "学校,事迹\n一小,丙\n",
        "正文=事迹",
        &[("a.csv", "2: 丙")],
    );
}

#[test]
fn a_table_without_a_column_of_texts_says_what_it_has() {
    assert_eq!(
        error_of("a.csv", "学校,班数\n一小,12\n".as_bytes()),
        "a.csv has no text that can be read: none of its columns (学校, 班数) is called 正文, 内容, text or the like"
    );
    assert_eq!(
        error_of("a.csv", b""),
        "a.csv has no text that can be read: it has no rows"
    );
}

const ROWS: &str = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"inlineStr\"><is><t>发布日期</t></is></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>\
    <row r=\"2\"/><row r=\"3\"><c r=\"A3\" t=\"s\"><v>2</v></c><c r=\"B3\"><v>2022.0</v></c><c r=\"C3\" s=\"1\"><v>44680</v></c></row>";

#[test]
fn a_workbook_is_a_table_a_sheet() {
    let book = xlsx_of(
        &[
            ("材料", ROWS),
            (
                "数字",
                "<row><c t=\"inlineStr\"><is><t>班数</t></is></c></row>",
            ),
            (
                "更多",
                "<row><c t=\"inlineStr\"><is><t>text</t></is></c></row><row><c t=\"str\"><v>乙<![CDATA[&]]>&lt;</v></c></row>",
            ),
        ],
        &["正文", "年度", "推进<rPh><t>tui</t></rPh>"],
    );
    check(
        "a.xlsx",
        &book,
        &[("a.xlsx/材料", "3: 推进"), ("a.xlsx/更多", "2: 乙&<")],
    );
    let figures = xlsx_of(&[("数字", "<row><c><v>1</v></c></row>")], &[]);
    check(
        "a.xlsx",
        &figures,
        &[(
            "a.xlsx",
            "a.xlsx has no text that can be read: none of its columns (1) is called 正文, 内容, text or the like",
        )],
    );
}

#[test]
fn fields_of_a_table_come_before_what_its_texts_say() {
    let place = Place::new();
    let long = "一、成效_x000D_\n推进县管校聘。";
    place.write(
        "corpus/a.xlsx",
        xlsx_of(&[("材料", ROWS)], &["正文", "年度", long]),
    );
    place.write(
        "corpus/b.csv",
        "标题,区县,正文,年度,文种,year\n标题甲,芦港区,县管校聘试点。,2021,总结,2022\n",
    );
    place.write("corpus/c.csv", "区,材料\n");
    let run = place.run(["index", "corpus"]);
    assert!(
        run.err
            .contains("left out: corpus/c.csv has no text that can be read"),
        "{}",
        run.err
    );
    let hits = place.run(["search", "--json", "县管校聘"]);
    let mut hits: Vec<serde_json::Value> = hits
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    hits.sort_by_key(|hit| hit["path"].to_string());
    let [report, passage] = &hits[..] else {
        panic!("{hits:?}")
    };
    assert_eq!(
        (&report["path"], &report["line"]),
        (&"corpus/a.xlsx/材料:3".into(), &2.into())
    );
    assert_eq!(
        (&report["report_year"], &report["published"]),
        (&2022.into(), &"2022-04-29".into())
    );
    assert_eq!(
        (&passage["path"], &passage["line"]),
        (&"corpus/b.csv".into(), &2.into())
    );
    assert_eq!(
        (&passage["district"], &passage["title"]),
        (&"芦港区".into(), &"标题甲".into())
    );
    assert_eq!(
        (&passage["year"], &passage["report_year"]),
        (&2022.into(), &2021.into())
    );
    let inspected = place.run(["inspect", "corpus/a.xlsx/材料:3"]);
    assert!(
        inspected
            .out
            .contains("2022  line 3, the table's column: 2022"),
        "{}",
        inspected.out
    );
    let unchanged = place.run(["index", "corpus"]);
    assert!(
        unchanged.err.contains("0 new, 0 changed, 2 unchanged"),
        "{}",
        unchanged.err
    );
    std::fs::remove_file(place.path("corpus/a.xlsx")).unwrap();
    let gone = place.run(["index", "corpus"]);
    assert!(
        gone.err
            .contains("1 file in the index: 0 new, 0 changed, 1 unchanged, 1 gone; 1 passage"),
        "{}",
        gone.err
    );
}

#[test]
fn a_workbook_is_recognised_by_what_it_holds() {
    let book = xlsx_of(&[("材料", ROWS)], &["正文", "年度", "推进"]);
    check("a.zip", &book, &[("a.zip/材料", "3: 推进")]);
    let damaged = docx_of(&[("[Content_Types].xml", ""), ("xl/other.xml", "")]);
    assert_eq!(
        error_of("a.xlsx", &damaged),
        "a.xlsx is damaged: it has no part xl/workbook.xml"
    );
}
