//! Each format is recognised by its content, keeps the text a reader sees, and leaves out what nobody sees.

use crate::shared::made::{
    GBK_FONT, NUMBERING, document, docx_of, error_of, hex, item, p, pdf_of, read_bytes,
};
use encoding_rs::{BIG5, GB18030};
use xunzhang::report::{self, Passage};

#[track_caller]
fn check_docx(parts: &[(&str, &str)], body: &str, expected: &str) {
    let document = document(body);
    let mut parts = parts.to_vec();
    parts.push(("word/document.xml", &document));
    let source = read_bytes("a.docx", &docx_of(&parts)).unwrap();
    assert_eq!(source.text, expected);
    assert_eq!(source.format.name(), "docx");
}

#[test]
fn automatic_numbers_of_word_are_text() {
    let body = [
        item(1, 0, "队伍建设"),
        item(1, 1, "教师交流"),
        item(1, 2, "3所学校结对"),
        item(1, 2, "名师送教"),
        item(1, 1, "校长轮岗"),
        item(2, 0, "一个符号"),
        item(1, 0, "课后服务"),
        item(1, 1, "全面覆盖"),
        item(3, 0, "从五开始"),
    ];
    check_docx(
        &[("word/numbering.xml", NUMBERING)],
        &body.concat(),
        "一、队伍建设\n（一）教师交流\n1. 3所学校结对\n2.名师送教\n（二）校长轮岗\n一个符号\n二、课后服务\n（一）全面覆盖\n五、从五开始",
    );
}

#[test]
fn a_number_may_come_from_the_style() {
    let styles = "<w:styles><w:style w:type=\"paragraph\" w:styleId=\"H1\"><w:name w:val=\"heading 1\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"H9\"><w:basedOn w:val=\"H1\"/></w:style></w:styles>";
    let heading = |style: &str, text: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    check_docx(
        &[
            ("word/numbering.xml", NUMBERING),
            ("word/styles.xml", styles),
        ],
        &[heading("H1", "总结"), p("正文"), heading("H9", "计划")].concat(),
        "一、总结\n正文\n二、计划",
    );
}

#[test]
fn changes_hidden_text_and_codes_of_fields_are_left_out() {
    let body = "<w:p><w:r><w:t>推进</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>三月</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>\
        <w:r><w:br/><w:t>X</w:t><w:noBreakHyphen/><w:t>1</w:t><w:softHyphen/></w:r></w:p>";
    check_docx(&[], body, "推进新三月\nX-1");
}

#[test]
fn a_paragraph_whose_mark_was_deleted_goes_on() {
    let body = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>"
        .to_owned()
        + &p("后");
    check_docx(&[], &body, "前后");
}

#[test]
fn tables_are_rows_and_a_frame_is_none() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", p(text));
    let table = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}<w:tc>{}{}</w:tc></w:tr></w:tbl><w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>",
        cell("学校"),
        cell("班数"),
        cell("一小"),
        p("12"),
        p("个"),
        p("甲"),
        p("乙")
    );
    check_docx(&[], &table, "学校 | 班数\n一小 | 12 个\n甲\n乙");
}

#[test]
fn text_boxes_stand_once_and_notes_at_the_end() {
    let text_box = format!("<w:txbxContent>{}</w:txbxContent>", p("框内"));
    let body = format!(
        "<w:p><w:r><w:t>正文</w:t><w:footnoteReference w:id=\"2\"/></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing>{text_box}</w:drawing></mc:Choice>\
         <mc:Fallback><w:pict>{text_box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>{}",
        p("第二段")
    );
    let notes = format!(
        "<w:footnotes><w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>",
        p("脚注")
    );
    check_docx(
        &[("word/footnotes.xml", &notes)],
        &body,
        "正文\n框内\n第二段\n[1] 脚注",
    );
}

#[test]
fn an_open_document_is_read_as_a_reader_sees_it() {
    let styles = r#"<office:automatic-styles>
        <text:list-style style:name="L1">
            <text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>
            <text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="1" style:num-prefix="（" style:num-suffix="）" text:start-value="3"/>
        </text:list-style>
        <text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="·"/></text:list-style>
    </office:automatic-styles>"#;
    let text = r#"<text:tracked-changes><text:p>删去</text:p></text:tracked-changes>
        <text:h text:outline-level="1">青禾区2022年<text:s text:c="2"/>工作总结</text:h>
        <text:table-of-content><text:index-body><text:p>一、队伍 1</text:p></text:index-body></text:table-of-content>
        <text:list text:style-name="L1"><text:list-item><text:p>队伍</text:p>
            <text:list><text:list-item><text:p>轮岗</text:p></text:list-item><text:list-item><text:p>编制</text:p></text:list-item></text:list>
        </text:list-item></text:list>
        <text:p>推进<text:span>改革</text:span><text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>见附件</text:p></text:note-body></text:note>，<text:line-break/>成效<office:annotation><text:p>批注</text:p></office:annotation>好
            。</text:p>
        <text:list text:style-name="L1" text:continue-numbering="true"><text:list-item><text:p>课程</text:p></text:list-item></text:list>
        <text:list text:style-name="L2"><text:list-item><text:p>其他</text:p></text:list-item></text:list>
        <table:table><table:table-row><table:table-cell><text:p>学校</text:p></table:table-cell><table:table-cell><text:p>12</text:p><text:p>个</text:p></table:table-cell></table:table-row></table:table>"#;
    let content = format!(
        "<office:document-content>{styles}<office:body><office:text>{text}</office:text></office:body></office:document-content>"
    );
    let bytes = docx_of(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", &content),
    ]);
    let source = read_bytes("a.odt", &bytes).unwrap();
    assert_eq!(source.format.name(), "odt");
    assert_eq!(
        source.text,
        "青禾区2022年  工作总结\n一、队伍\n（3）轮岗\n（4）编制\n推进改革，\n成效好 。\n二、课程\n其他\n学校 | 12 个\n[1] 见附件"
    );
    assert_eq!(source.heading_levels, [(1, 1)]);
    assert_eq!(source.notes, ["a table of contents of 1 lines left out"]);
}

#[test]
fn a_file_is_recognised_by_what_it_holds() {
    let document = document(&p("教育工作"));
    let word = docx_of(&[
        ("[Content_Types].xml", "<a/>"),
        ("word/document.xml", &document),
    ]);
    let page = "<!DOCTYPE html><html><body><p>教育工作</p></body></html>";
    for (name, bytes, format) in [
        ("a.zip", word.as_slice(), "docx"),
        ("a.doc", word.as_slice(), "docx"),
        (
            "a.doc",
            br"{\rtf1\ansi\ansicpg936 \'bd\'cc\'d3\'fd\'b9\'a4\'d7\'f7\par}",
            "rtf",
        ),
        ("a.txt", page.as_bytes(), "html"),
        ("a.doc", page.as_bytes(), "html"),
        ("a.docx", "教育工作".as_bytes(), "text"),
        ("a.html", "教育工作".as_bytes(), "text"),
    ] {
        let source = read_bytes(name, bytes).unwrap();
        assert_eq!(
            (source.format.name(), source.text.as_str()),
            (format, "教育工作"),
            "{name}"
        );
    }
}

#[test]
fn markup_that_is_not_read_is_no_text() {
    let flat = b"<?xml version=\"1.0\"?><w:wordDocument/>";
    let expected = "a.doc is a Word file of flat XML, which is not read";
    assert_eq!(error_of("a.doc", flat), expected);
}

const TEXT: &str = "栖岩县2023年教育工作总结\n\n一、主要成效\n（一）教师队伍。推进“县管校聘”改革，交流教师126人。\n（二）课后服务实现全覆盖，学生满意率达98%。\n二、下一步计划\n完善制度，持续推进。\n";

fn passages(name: &str, bytes: &[u8]) -> Vec<Passage> {
    report::read(&read_bytes(name, bytes).unwrap()).passages
}

#[test]
fn every_encoding_gives_the_same_passages() {
    let expected = passages("a.txt", TEXT.as_bytes());
    assert!(expected.len() > 5);
    let little: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let with_mark = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
    for (encoding, bytes) in [
        ("GB18030", GB18030.encode(TEXT).0.into_owned()),
        (
            "UTF-8 with BOM",
            with_mark(b"\xEF\xBB\xBF", TEXT.as_bytes()),
        ),
        ("UTF-16LE", little.clone()),
        ("UTF-16BE", big.clone()),
        ("UTF-16LE", with_mark(b"\xFF\xFE", &little)),
        ("UTF-16BE", with_mark(b"\xFE\xFF", &big)),
    ] {
        assert_eq!(passages("a.txt", &bytes), expected, "{encoding}");
        assert_eq!(read_bytes("a.txt", &bytes).unwrap().encoding, encoding);
    }
    // Big5 has no simplified characters.
    let traditional = "棲巖縣教育工作總結\n\n一、主要成效\n推進教師交流,學生滿意率提升。\n";
    let (bytes, _, had_errors) = BIG5.encode(traditional);
    assert!(!had_errors);
    assert_eq!(
        passages("a.txt", &bytes),
        passages("a.txt", traditional.as_bytes())
    );
    assert_eq!(read_bytes("a.txt", &bytes).unwrap().encoding, "Big5");
}

#[test]
fn a_pdf_whose_font_is_not_in_it_is_read_by_its_encoding() {
    let content = format!(
        "BT /F 10 Tf 120 700 Td <{}> Tj -20 -16 Td <{}> Tj ET",
        hex("推进教师交流轮岗，"),
        hex("优化结构。")
    );
    let source = read_bytes("a.pdf", &pdf_of(&content, GBK_FONT)).unwrap();
    assert_eq!(source.text, "推进教师交流轮岗，优化结构。");
    assert_eq!((source.format.name(), source.page_of(1)), ("pdf", Some(1)));
}

#[test]
fn a_scan_and_a_font_without_characters_say_so() {
    assert_eq!(
        error_of("a.pdf", &pdf_of("q 600 0 0 800 0 0 cm /I Do Q", "")),
        "a.pdf has no text that can be read: page 1 is a picture without text"
    );
    let mute = GBK_FONT.replace("GBK-EUC-H", "Identity-H");
    assert_eq!(
        error_of(
            "a.pdf",
            &pdf_of("BT /F 10 Tf 120 700 Td <00010002> Tj ET", &mute)
        ),
        "a.pdf has no text that can be read: page 1 is left out: its fonts do not say which characters 2 of 2 are"
    );
}
