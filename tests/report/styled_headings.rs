//! Headings that only a style of Word makes are in the outline at their depth, and never against the numbering.

use crate::shared::made::{self, document, docx_of, item, p, read_bytes};
use xunzhang::report;

const STYLES: &str = "<w:styles>\
    <w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"2\"><w:name w:val=\"标题 2\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"a\"><w:name w:val=\"小标题\"/><w:basedOn w:val=\"2\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"b\"><w:name w:val=\"body\"/><w:pPr><w:outlineLvl w:val=\"9\"/></w:pPr></w:style></w:styles>";

fn styled(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn body(n: u32) -> String {
    p(&format!(
        "全区第{n}项工作稳步推进，新增学位三千个，教师交流轮岗一百余人，学生满意率持续提升。"
    ))
}

/// Compares the outline of a document of these paragraphs, a heading a line: `1 工作成效`.
#[track_caller]
fn check(paragraphs: &[String], expected: &[&str]) {
    let document = document(&paragraphs.concat());
    let word = docx_of(&[
        ("word/document.xml", &document),
        ("word/styles.xml", STYLES),
        ("word/numbering.xml", made::NUMBERING),
    ]);
    let report = report::read(&read_bytes("a.docx", &word).unwrap());
    let outline = report.outline.iter();
    let outline: Vec<String> = outline
        .map(|heading| format!("{} {}", heading.depth, heading.text))
        .collect();
    assert_eq!(outline, expected);
}

#[test]
fn a_style_alone_makes_a_heading_at_its_depth() {
    check(
        &[
            styled("1", "工作成效，稳中有进"),
            styled("2", "学位"),
            body(1),
            styled("a", "师资"),
            body(2),
            styled("1", "打算"),
            body(3),
            styled("b", "本页由办公室整理，"),
            body(4),
            "<w:p><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr><w:r><w:t>课程</w:t></w:r></w:p>"
                .to_owned(),
            body(5),
        ],
        &[
            "1 工作成效，稳中有进",
            "2 学位",
            "2 师资",
            "1 打算",
            "2 课程",
        ],
    );
}

#[test]
fn numbers_stand_under_a_heading_that_is_set_higher() {
    check(
        &[
            styled("1", "上半年"),
            p("一、队伍建设"),
            body(1),
            p("（一）教师交流"),
            body(2),
            p("二、课后服务"),
            body(3),
            styled("1", "下半年"),
            p("一、队伍建设"),
            body(4),
        ],
        &[
            "1 上半年",
            "2 一、队伍建设",
            "3 （一）教师交流",
            "2 二、课后服务",
            "1 下半年",
            "2 一、队伍建设",
        ],
    );
}

#[test]
fn the_numbering_goes_on_over_a_heading_without_a_number() {
    check(
        &[
            p("一、队伍建设"),
            styled("2", "教师交流"),
            body(1),
            styled("2", "校长轮岗"),
            body(2),
            p("二、课后服务"),
            body(3),
        ],
        &[
            "1 一、队伍建设",
            "2 教师交流",
            "2 校长轮岗",
            "1 二、课后服务",
        ],
    );
    check(
        &[
            item(1, 0, "队伍建设"),
            styled("2", "教师交流"),
            body(1),
            item(1, 0, "课后服务"),
            body(2),
        ],
        &["1 一、队伍建设", "2 教师交流", "1 二、课后服务"],
    );
}

#[test]
fn running_text_that_is_set_as_a_heading_is_none() {
    check(
        &[
            styled("1", "队伍"),
            styled("1", "全区推进教师交流。学生满意率持续提升。"),
            styled("1", &"教师交流轮岗".repeat(20)),
        ],
        &["1 队伍"],
    );
}

#[test]
fn a_heading_in_a_frame_keeps_its_level_and_one_in_a_table_has_none() {
    let cell = |content: &str| format!("<w:tc>{content}</w:tc>");
    let frame = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell(&styled("1", "队伍")));
    let row = format!(
        "<w:tbl><w:tr>{0}{0}{0}</w:tr></w:tbl>",
        cell(&styled("1", "学校"))
    );
    check(&[frame, body(1), row, body(2)], &["1 队伍"]);
}
