//! Metadata that users supply beside a report's text comes before what the text says, with its own evidence.

use xunzhang::corpus::{MetadataField, SourceText, StatedField};
use xunzhang::report::{self, Evidenced, Report};

const TEXT: &str = "青禾区2022年教育工作总结\n\n一、主要成效\n全区新增学位三千个，教师交流轮岗稳步推进。\n二、下一步打算\n继续推进课后服务全面覆盖。\n";

fn read(text: &str, given: &[(MetadataField, &str)]) -> Report {
    let mut source = SourceText::new("a.txt", text);
    let given = (2..).zip(given).map(|(line, (field, value))| StatedField {
        field: *field,
        value: value.to_string(),
        line,
        rule: "the table's column",
    });
    source.stated = given.collect();
    report::read(&source)
}

fn value(found: &Option<Evidenced<String>>) -> &str {
    found.as_ref().map_or("", |found| found.value.as_str())
}

#[track_caller]
fn check_place(text: &str, given: &[(MetadataField, &str)], expected: [&str; 3]) {
    let metadata = read(text, given).metadata;
    let places = [&metadata.district, &metadata.city, &metadata.province];
    assert_eq!(places.map(value), expected);
}

#[test]
fn a_given_value_comes_before_the_text_and_is_its_own_evidence() {
    let report = read(
        TEXT,
        &[
            (MetadataField::Title, "教育年报"),
            (MetadataField::District, "棠溪区"),
        ],
    );
    let title = report.metadata.title.unwrap();
    assert_eq!(title.value, "教育年报");
    assert_eq!(
        (title.evidence.line, title.evidence.rule),
        (2, "the table's column")
    );
    let district = report.metadata.district.unwrap();
    assert_eq!(
        (district.value.as_str(), district.evidence.line),
        ("棠溪区", 3)
    );
    assert!(report.problems.iter().all(|p| p.code != "path_conflict"));
}

#[test]
fn a_given_title_tells_year_kind_and_unit() {
    let metadata = read(
        "继续推进课后服务全面覆盖。",
        &[(MetadataField::Title, "青禾区2021年教育工作要点")],
    )
    .metadata;
    assert_eq!(metadata.report_year.unwrap().value, 2021);
    assert_eq!(value(&metadata.report_kind), "工作要点");
    assert_eq!(value(&metadata.district), "青禾区");
}

#[test]
fn a_given_year_is_that_of_the_passages() {
    for written in ["2019", "2019年", "二〇一九年度", " 2019 "] {
        let report = read(
            "继续推进课后服务全面覆盖。",
            &[(MetadataField::ReportYear, written)],
        );
        assert_eq!(
            report.metadata.report_year.unwrap().value,
            2019,
            "{written}"
        );
        assert_eq!(report.passages[0].year, Some(2019));
        assert!(report.problems.iter().all(|p| p.code != "no_year"));
    }
}

#[test]
fn what_is_no_year_or_date_is_a_problem_and_the_text_decides() {
    let report = read(
        TEXT,
        &[
            (MetadataField::ReportYear, "去年"),
            (MetadataField::Published, "年底"),
        ],
    );
    assert_eq!(report.metadata.report_year.unwrap().value, 2022);
    let problems: Vec<(u32, &str, &str)> = report
        .problems
        .iter()
        .map(|p| (p.line, p.code.as_str(), p.message.as_str()))
        .collect();
    assert_eq!(
        problems,
        [
            (
                2,
                "no_year_given",
                "the table's column says '去年', which is no year"
            ),
            (
                3,
                "no_date_given",
                "the table's column says '年底', which is no date"
            ),
        ]
    );
}

#[test]
fn the_other_fields_are_taken_as_they_are_written() {
    let metadata = read(
        TEXT,
        &[
            (MetadataField::ReportKind, "总结"),
            (MetadataField::Issuer, "青禾区教育局"),
            (MetadataField::DocumentNumber, "青教发〔2022〕3号"),
            (MetadataField::Published, "2022/3/4 00:00:00"),
        ],
    )
    .metadata;
    assert_eq!(value(&metadata.report_kind), "工作总结");
    assert_eq!(value(&metadata.issuer), "青禾区教育局");
    assert_eq!(value(&metadata.document_number), "青教发〔2022〕3号");
    assert_eq!(value(&metadata.published), "2022-03-04");
}

#[test]
fn city_and_province_follow_from_the_given_unit() {
    check_place(
        TEXT,
        &[(MetadataField::District, "沙坪坝区")],
        ["沙坪坝区", "", "重庆市"],
    );
    check_place(
        TEXT,
        &[(MetadataField::District, "江宁")],
        ["江宁区", "南京市", "江苏省"],
    );
    check_place(
        TEXT,
        &[(MetadataField::District, "江苏省南京市鼓楼区")],
        ["鼓楼区", "南京市", "江苏省"],
    );
    check_place(
        TEXT,
        &[
            (MetadataField::District, "鼓楼区"),
            (MetadataField::City, "徐州"),
        ],
        ["鼓楼区", "徐州市", "江苏省"],
    );
    check_place(
        TEXT,
        &[(MetadataField::District, "鼓楼区")],
        ["鼓楼区", "", ""],
    );
    check_place(
        "继续推进课后服务。",
        &[(MetadataField::City, "南京市")],
        ["南京市", "", "江苏省"],
    );
}

#[test]
fn a_given_unit_that_the_text_names_too_keeps_what_the_text_says_of_it() {
    let text = "江宁市青禾区2022年教育工作总结\n一、主要成效\n全区新增学位三千个。\n";
    let read_city = read(text, &[]).metadata.city;
    let metadata = read(text, &[(MetadataField::District, "青禾区")]).metadata;
    assert_eq!(value(&metadata.city), value(&read_city));
}

#[test]
fn of_several_values_of_a_field_the_first_that_is_not_blank_counts() {
    let metadata = read(
        TEXT,
        &[
            (MetadataField::ReportYear, ""),
            (MetadataField::ReportYear, "2018"),
            (MetadataField::ReportYear, "2017"),
        ],
    )
    .metadata;
    assert_eq!(metadata.report_year.unwrap().value, 2018);
}
