//! Makes Word, PDF and Excel files for a test, and reads files from bytes.

use std::fs;
use std::io::{Cursor, Write};

use encoding_rs::GB18030;
use tempfile::TempDir;
use xunzhang::corpus::{
    Document, ReadError, ReadOptions, Records, Source, SourceText, read, read_with, walk,
};
use zip::write::SimpleFileOptions;

/// Reads a file of these bytes.
pub(crate) fn read_bytes(name: &str, bytes: &[u8]) -> Result<SourceText, ReadError> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    match read(&walk(&[path]).files[0])? {
        Source::Text(text) => Ok(text),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
pub(crate) fn error_of(name: &str, bytes: &[u8]) -> String {
    let message = read_bytes(name, bytes).unwrap_err().to_string();
    let at = message.find(name).unwrap();
    message[at..].to_owned()
}

pub(crate) fn docx_of(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Makes the XML of a Word document of these paragraphs.
pub(crate) fn document(body: &str) -> String {
    format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>")
}

pub(crate) fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

pub(crate) fn item(list: u32, level: u32, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

pub(crate) const NUMBERING: &str = "<w:numbering>\
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

/// Makes a PDF of one page with this content and these fonts.
pub(crate) fn pdf_of(content: &str, fonts: &str) -> Vec<u8> {
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

pub(crate) const GBK_FONT: &str = "/F<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/GBK-EUC-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>]>>";

pub(crate) fn hex(text: &str) -> String {
    let (bytes, _, _) = GB18030.encode(text);
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// Reads the documents of a file of these bytes. Each has its name behind the file's, and a text, the texts of records,
/// or the reason why it is left out.
pub(crate) fn documents_of(name: &str, bytes: &[u8], columns: &str) -> Vec<(String, String)> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let options = ReadOptions {
        columns: columns.parse().unwrap(),
    };
    let all = match read_with(&walk(&[path]).files[0], &options).unwrap() {
        Source::Documents(documents) => documents.collect(),
        Source::Records(records) => vec![Ok(Document::Records(records))],
        Source::Text(text) => vec![Ok(Document::Text(text))],
    };
    let root = format!("{}/", folder.path().display());
    let shown = all.into_iter().map(|document| match document {
        Ok(Document::Text(text)) => (text.name, text.text),
        Ok(Document::Records(records)) => (records.name().to_owned(), texts_of(records)),
        Err(left_out) => (left_out.path, left_out.reason),
    });
    shown
        .map(|(name, text)| (name.replace(&root, ""), text.replace(&root, "")))
        .collect()
}

/// Shows records in one line: `2: 第一段 / 3: no text in its column 正文`.
fn texts_of(records: Records) -> String {
    let shown = records.map(|record| match record {
        Ok(record) => format!("{}: {}", record.line, record.text),
        Err(problem) => format!("{}: {}", problem.line, problem.message),
    });
    shown.collect::<Vec<_>>().join(" / ")
}

/// Makes a workbook of these sheets, each a name and the XML of its rows.
pub(crate) fn xlsx_of(sheets: &[(&str, &str)], shared: &[&str]) -> Vec<u8> {
    let texts = shared.iter().map(|text| format!("<si><t>{text}</t></si>"));
    let shared = format!("<sst>{}</sst>", texts.collect::<String>());
    let named = (1..).zip(sheets).map(|(number, (name, _))| {
        format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>")
    });
    let book = format!(
        "<workbook xmlns:r=\"r\"><sheets>{}</sheets></workbook>",
        named.collect::<String>()
    );
    let relations = (1..=sheets.len()).map(|number| {
        format!("<Relationship Id=\"rId{number}\" Target=\"worksheets/s{number}.xml\"/>")
    });
    let relations = format!(
        "<Relationships>{}</Relationships>",
        relations.collect::<String>()
    );
    let styles =
        "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), "<Types/>".to_owned()),
        ("xl/workbook.xml".to_owned(), book),
        ("xl/_rels/workbook.xml.rels".to_owned(), relations),
        ("xl/styles.xml".to_owned(), styles.to_owned()),
        ("xl/sharedStrings.xml".to_owned(), shared),
    ];
    for (number, (_, rows)) in (1..).zip(sheets) {
        let sheet = format!(
            "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData>{rows}</sheetData></worksheet>"
        );
        parts.push((format!("xl/worksheets/s{number}.xml"), sheet));
    }
    let parts: Vec<(&str, &str)> = parts
        .iter()
        .map(|(n, t)| (n.as_str(), t.as_str()))
        .collect();
    docx_of(&parts)
}
