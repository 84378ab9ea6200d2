//! Writes the hits of a search as a collection of material (素材) for Word and WPS: passages under their sections, matches bold, sources as endnotes.
//!
//! Input: what was typed, and the answer. Output: a .docx after ECMA-376, set as official documents are after GB/T 9704: 仿宋 of 16 points, headings in 黑体 and 楷体,
//! page numbers at the foot. Each passage has an endnote of its own, and Word numbers them.

use std::io::{self, Cursor, Seek, Write};

use quick_xml::escape::escape;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::citation::gbt7714;
use super::material::{Section, sections};
use crate::search::{Answer, Hit};

const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
const XML: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

const CONTENT_TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/endnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/footer.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>"#;
const PACKAGE_PARTS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
const DOCUMENT_PARTS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes" Target="endnotes.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/></Relationships>"#;
/// The separators of endnotes, and Arabic numbers, which the page names too: Word would else number by small Roman ones.
const SETTINGS: &str = r#"<w:endnotePr><w:numFmt w:val="decimal"/><w:endnote w:id="-1"/><w:endnote w:id="0"/></w:endnotePr>"#;
const FOOTER: &str = r#"<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>"#;
/// An A4 page with the margins of GB/T 9704, in twentieths of a point.
const PAGE: &str = r#"<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>"#;
const SEPARATORS: &str = r#"<w:endnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:endnote><w:endnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:endnote>"#;

/// Writes the hits of an answer, in their order.
///
/// # Errors
/// Fails only where writing to `out` fails.
pub fn write_hits_docx(out: &mut impl Write, typed: &str, answer: &Answer) -> io::Result<()> {
    let (mut body, mut notes) = (paragraph("Title", &run(typed, false)), String::new());
    let mut n_notes = 0;
    for Section { heading, hits } in sections(answer) {
        body.push_str(&paragraph("Heading1", &run(&heading, false)));
        for hit in hits {
            n_notes += 1;
            let reference = format!(
                r#"<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:endnoteReference w:id="{n_notes}"/></w:r>"#
            );
            body.push_str(&paragraph("Normal", &(text(hit) + &reference)));
            let source = run(&format!(" {}", gbt7714(&hit.record)), false);
            let number =
                r#"<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:endnoteRef/></w:r>"#;
            let note = paragraph("EndnoteText", &format!("{number}{source}"));
            notes.push_str(&format!(
                r#"<w:endnote w:id="{n_notes}">{note}</w:endnote>"#
            ));
        }
    }
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", PACKAGE_PARTS.to_owned()),
        ("word/_rels/document.xml.rels", DOCUMENT_PARTS.to_owned()),
        (
            "word/document.xml",
            element("document", &format!("<w:body>{body}{PAGE}</w:body>")),
        ),
        (
            "word/endnotes.xml",
            element("endnotes", &format!("{SEPARATORS}{notes}")),
        ),
        ("word/footer.xml", element("ftr", FOOTER)),
        ("word/settings.xml", element("settings", SETTINGS)),
        ("word/styles.xml", element("styles", &styles())),
    ];
    // The directory of a zip file is written once its parts are known, so it is made in memory.
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        write_part(&mut archive, name, &content)?;
    }
    let bytes = archive.finish().map_err(io::Error::other)?;
    out.write_all(bytes.get_ref())
}

fn write_part(
    archive: &mut ZipWriter<impl Write + Seek>,
    name: &str,
    content: &str,
) -> io::Result<()> {
    let options = SimpleFileOptions::default();
    archive
        .start_file(name, options)
        .map_err(io::Error::other)?;
    archive.write_all(XML.as_bytes())?;
    archive.write_all(content.as_bytes())
}

/// Wraps the content of a part into its root element.
fn element(name: &str, content: &str) -> String {
    format!("<w:{name} {NAMESPACES}>{content}</w:{name}>")
}

fn paragraph(style: &str, runs: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>"#)
}

/// Gives the text of a hit, with what matched in bold.
fn text(hit: &Hit) -> String {
    let pieces = hit.highlights.iter();
    pieces
        .map(|piece| run(&piece.text, piece.matched))
        .collect()
}

/// Writes text with one look; a line end in it stays one.
fn run(text: &str, is_bold: bool) -> String {
    let look = match is_bold {
        true => "<w:rPr><w:b/></w:rPr>",
        false => "",
    };
    let lines = text.lines().map(|line| {
        // XML 1.0 has no place for control characters, however they are written.
        let shown: String = line.chars().filter(|c| !c.is_control()).collect();
        format!(
            r#"<w:t xml:space="preserve">{}</w:t>"#,
            escape(shown.as_str())
        )
    });
    let lines: Vec<String> = lines.collect();
    format!("<w:r>{look}{}</w:r>", lines.join("<w:br/>"))
}

/// The styles: body text, title, heading, and the text of endnotes. Sizes are in half points.
fn styles() -> String {
    let fonts = |chinese: &str| {
        format!(
            r#"<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{chinese}"/>"#
        )
    };
    let style = |id: &str, name: &str, place: &str, font: &str, size: u32, more: &str| {
        let is_default = if id == "Normal" {
            r#" w:default="1""#
        } else {
            ""
        };
        let based = if id == "Normal" {
            ""
        } else {
            r#"<w:basedOn w:val="Normal"/>"#
        };
        format!(
            r#"<w:style w:type="paragraph"{is_default} w:styleId="{id}"><w:name w:val="{name}"/>{based}<w:pPr>{place}</w:pPr><w:rPr>{}{more}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>"#,
            fonts(font)
        )
    };
    [
        style("Normal", "Normal", r#"<w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/>"#, "仿宋", 32, ""),
        style("Title", "Title", r#"<w:spacing w:before="240" w:after="360" w:line="240" w:lineRule="auto"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>"#, "黑体", 44, ""),
        style("Heading1", "heading 1", r#"<w:keepNext/><w:spacing w:before="240" w:after="120"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/><w:outlineLvl w:val="0"/>"#, "楷体", 32, "<w:b/>"),
        style("EndnoteText", "endnote text", r#"<w:spacing w:line="360" w:lineRule="exact"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/>"#, "仿宋", 24, ""),
    ]
    .concat()
}
