//! What each format keeps and leaves out, how it is recognised, and what hostile files come to.

#![allow(clippy::unwrap_used)] // a test that unwraps has found its failure

use std::fs;
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use encoding_rs::{BIG5, GB18030};
use proptest::prelude::*;
use tempfile::TempDir;
use xunzhang::corpus::{ReadError, Source, SourceText, read, walk};
use xunzhang::report::{self, Passage};
use zip::write::SimpleFileOptions;

/// What a file of these bytes is read as.
fn read_bytes(name: &str, bytes: &[u8]) -> Result<SourceText, ReadError> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    match read(&walk(&[path]).files[0])? {
        Source::Text(text) => Ok(text),
        Source::Records(_) => panic!("records"),
    }
}

#[track_caller]
fn error_of(name: &str, bytes: &[u8]) -> String {
    let message = read_bytes(name, bytes).unwrap_err().to_string();
    let at = message.find(name).unwrap();
    message[at..].to_owned()
}

fn docx_of(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A document of these paragraphs of XML.
fn document(body: &str) -> String {
    format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>")
}

#[track_caller]
fn check_docx(parts: &[(&str, &str)], body: &str, expected: &str) {
    let document = document(body);
    let mut parts = parts.to_vec();
    parts.push(("word/document.xml", &document));
    let source = read_bytes("a.docx", &docx_of(&parts)).unwrap();
    assert_eq!(source.text, expected);
    assert_eq!(source.format.name(), "docx");
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn item(list: u32, level: u32, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

const NUMBERING: &str = "<w:numbering>\
    <w:abstractNum w:abstractNumId=\"7\">\
    <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
    <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"（%2）\"/></w:lvl>\
    <w:lvl w:ilvl=\"2\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%3.\"/></w:lvl>\
    </w:abstractNum>\
    <w:abstractNum w:abstractNumId=\"8\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"\u{f0b7}\"/></w:lvl></w:abstractNum>\
    <w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num>\
    <w:num w:numId=\"2\"><w:abstractNumId w:val=\"8\"/></w:num>\
    <w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride></w:num>\
    </w:numbering>";

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
    let expected = "a.doc is a rich text file (RTF), which is not read";
    assert_eq!(error_of("a.doc", br"{\rtf1\ansi \'bd\'cc}"), expected);
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
    // Big5 has traditional characters alone.
    let traditional = "棲巖縣教育工作總結\n\n一、主要成效\n推進教師交流,學生滿意率提升。\n";
    let (bytes, _, had_errors) = BIG5.encode(traditional);
    assert!(!had_errors);
    assert_eq!(
        passages("a.txt", &bytes),
        passages("a.txt", traditional.as_bytes())
    );
    assert_eq!(read_bytes("a.txt", &bytes).unwrap().encoding, "Big5");
}

/// A PDF of one page with this content and these fonts.
fn pdf_of(content: &str, fonts: &str) -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<<{fonts}>>/XObject<</I 5 0 R>>>>>>"),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>stream\nx\nendstream".to_owned(),
    ];
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(pdf.len());
        pdf.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).bytes());
    }
    let at = pdf.len();
    pdf.extend(b"xref\n0 6\n0000000000 65535 f \n");
    for offset in offsets {
        pdf.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    pdf.extend(format!("trailer<</Size 6/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n").bytes());
    pdf
}

const GBK_FONT: &str = "/F<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/GBK-EUC-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>]>>";

fn hex(text: &str) -> String {
    let (bytes, _, _) = GB18030.encode(text);
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
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

#[test]
fn a_zip_bomb_is_refused() {
    let zeros = "0".repeat(80 * 1024 * 1024);
    let began = Instant::now();
    let bomb = docx_of(&[("word/document.xml", &zeros)]);
    assert!(bomb.len() < 1_000_000);
    assert_eq!(
        error_of("a.docx", &bomb),
        "a.docx is not read: word/document.xml unpacks to more than 67108864 bytes"
    );
    let dense = document(&p(&"0".repeat(30_000_000)));
    assert_eq!(
        error_of("a.docx", &docx_of(&[("word/document.xml", &dense)])),
        "a.docx is not read: word/document.xml unpacks to more than 300 times its packed size"
    );
    assert!(began.elapsed() < Duration::from_secs(60));
}

#[test]
fn elements_in_elements_without_end_are_refused() {
    let deep = document(&"<w:sdt>".repeat(10_000));
    assert_eq!(
        error_of("a.docx", &docx_of(&[("word/document.xml", &deep)])),
        "a.docx is not read: its elements stand more than 512 deep"
    );
    let page = format!("<html><body>{}教育", "<div>".repeat(10_000));
    assert_eq!(
        error_of("a.html", page.as_bytes()),
        "a.html is not read: its elements stand more than 512 deep"
    );
}

#[test]
fn an_external_entity_is_never_resolved() {
    let folder = TempDir::new().unwrap();
    let secret = folder.path().join("secret.txt");
    fs::write(&secret, "机密").unwrap();
    let xml = format!(
        "<!DOCTYPE d [<!ENTITY e SYSTEM \"file://{}\"><!ENTITY f \"&e;&e;\">]>{}",
        secret.display(),
        document(&p("公开&e;&f;")).replace("<?xml version=\"1.0\"?>", "")
    );
    let source = read_bytes("a.docx", &docx_of(&[("word/document.xml", &xml)])).unwrap();
    assert_eq!(source.text, "公开");
}

#[test]
fn what_was_cut_off_says_so() {
    let word = docx_of(&[("word/document.xml", &document(&p("教育工作")))]);
    for cut in [word.len() / 2, word.len() - 10] {
        assert!(error_of("a.docx", &word[..cut]).starts_with("a.docx is damaged: "));
    }
    let pdf = pdf_of("BT /F 10 Tf 120 700 Td <C7F8> Tj ET", GBK_FONT);
    assert!(error_of("a.pdf", &pdf[..60]).starts_with("a.pdf is damaged: "));
    let mut old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    assert!(error_of("a.doc", &old).starts_with("a.doc is damaged: "));
    old.resize(4_096, 0);
    assert!(error_of("a.doc", &old).starts_with("a.doc is damaged: "));
}

#[test]
fn a_file_of_two_gigabytes_is_refused_unread() {
    let folder = TempDir::new().unwrap();
    for (name, magic) in [
        ("a.pdf", "%PDF-1.7\n"),
        ("a.docx", "PK\x03\x04"),
        ("a.html", "<html>"),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, magic).unwrap();
        fs::OpenOptions::new()
            .write(true)
            .open(&path)
            .unwrap()
            .set_len(2 << 30)
            .unwrap();
        let began = Instant::now();
        let error = read(&walk(&[path]).files[0]).unwrap_err();
        assert!(
            matches!(
                error,
                ReadError::TooLarge {
                    n_bytes: 2_147_483_648,
                    ..
                }
            ),
            "{name}"
        );
        assert!(began.elapsed() < Duration::from_secs(1));
    }
}

#[test]
fn a_pdf_whose_pages_lead_back_to_themselves_ends() {
    let pdf = pdf_of("/L Do", "");
    let text = String::from_utf8_lossy(&pdf).replace("/Kids[3 0 R]", "/Kids[2 0 R]");
    assert!(read_bytes("a.pdf", text.as_bytes()).is_err());
    let form = String::from_utf8_lossy(&pdf)
        .replace("/I 5 0 R", "/L 6 0 R")
        .replace("xref\n0 6", "6 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</L 6 0 R>>>>/Length 11>>stream\n/L Do /L Do\nendstream\nendobj\nxref\n0 6");
    assert!(read_bytes("a.pdf", form.as_bytes()).is_err());
}

const MAGICS: [(&str, &[u8]); 6] = [
    ("a.docx", b"PK\x03\x04word/"),
    ("a.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
    ("a.pdf", b"%PDF-1.7\n"),
    ("a.html", b"<!DOCTYPE html>"),
    (
        "a.mht",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n",
    ),
    ("a.txt", b""),
];

proptest! {
    // A failure is shown with its input; no file is kept of it.
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn bytes_behind_any_magic_number_give_an_error_or_text(
        kind in 0..MAGICS.len(),
        bytes in prop::collection::vec(any::<u8>(), 0..2_000),
    ) {
        let (name, magic) = MAGICS[kind];
        if let Ok(source) = read_bytes(name, &[magic, &bytes].concat()) {
            for range in &source.lines {
                prop_assert!(source.text.get(range.clone()).is_some());
            }
        }
    }

    #[test]
    fn a_document_with_bytes_changed_gives_an_error_or_text(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        is_pdf in any::<bool>(),
    ) {
        let content = format!("BT /F 10 Tf 120 700 Td <{}> Tj ET", hex("教育工作总结"));
        let (name, mut bytes) = match is_pdf {
            true => ("a.pdf", pdf_of(&content, GBK_FONT)),
            false => ("a.docx", docx_of(&[
                ("word/document.xml", &document(&item(1, 0, "教育"))),
                ("word/numbering.xml", NUMBERING),
            ])),
        };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read_bytes(name, &bytes);
    }
}
