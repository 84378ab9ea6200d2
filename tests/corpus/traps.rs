//! Makes files that would break a careless reader, and says for each what the program must report.
//!
//! Bombs, loops and floods in every format but PDF, whose traps are in `pdf_traps.rs`; `hostile_limits.rs` indexes them.

use std::fs::{self, File};
use std::io::{Cursor, Write};
use std::path::Path;

use super::pdf_traps;
use crate::shared::made::{document, docx_of, p, xlsx_of};
use zip::write::SimpleFileOptions;

/// A file made to break its reader.
pub(crate) struct Trap {
    /// Its name, which no other trap has.
    pub(crate) name: &'static str,
    /// A part of the line that the program prints about it.
    pub(crate) says: &'static str,
    make: Box<dyn Fn(&Path)>,
}

impl Trap {
    /// Makes a trap of these bytes.
    pub(crate) fn of(
        name: &'static str,
        says: &'static str,
        bytes: impl Fn() -> Vec<u8> + 'static,
    ) -> Trap {
        let make = Box::new(move |path: &Path| fs::write(path, bytes()).unwrap());
        Trap { name, says, make }
    }

    /// Makes a trap of two gigabytes that begins with these bytes; the rest takes no room on the disk.
    fn sparse(name: &'static str, says: &'static str, head: &'static [u8]) -> Trap {
        let make = Box::new(move |path: &Path| {
            let mut file = File::create(path).unwrap();
            file.write_all(head).unwrap();
            file.set_len(2 << 30).unwrap();
        });
        Trap { name, says, make }
    }

    /// Writes it into a folder.
    pub(crate) fn set(&self, folder: &Path) {
        (self.make)(&folder.join(self.name));
    }
}

/// Returns all traps, those in PDF too.
pub(crate) fn traps() -> Vec<Trap> {
    let mut traps = archives();
    traps.extend(markup());
    traps.extend(tables());
    traps.extend(two_gigabytes());
    traps.extend(pdf_traps::traps());
    traps
}

/// Makes an archive whose members all have the same bytes.
fn zip_of(names: impl Iterator<Item = String>, bytes: &[u8], is_packed: bool) -> Vec<u8> {
    let method = match is_packed {
        true => zip::CompressionMethod::Deflated,
        false => zip::CompressionMethod::Stored,
    };
    let options = SimpleFileOptions::default().compression_method(method);
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in names {
        archive.start_file(name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn names(n: usize, ending: &'static str) -> impl Iterator<Item = String> {
    (0..n).map(move |at| format!("{at}.{ending}"))
}

/// Makes bytes of one line that compress to about a two hundredth.
fn dense(n_bytes: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let block: Vec<u8> = (0..2_000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            b'a' + (state >> 24) as u8 % 26
        })
        .collect();
    block.iter().copied().cycle().take(n_bytes).collect()
}

/// Makes an archive whose directory names one packed member many times.
fn overlapping(n_names: usize) -> Vec<u8> {
    let one = zip_of(names(1, "txt"), &dense(20_000_000), true);
    let at = one.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    let end = one.windows(4).rposition(|w| w == b"PK\x05\x06").unwrap();
    let mut bytes = one[..at].to_vec();
    for number in 0..n_names {
        let name = format!("{number:05}.txt");
        let mut entry = one[at..at + 46].to_vec();
        entry[28..30].copy_from_slice(&(name.len() as u16).to_le_bytes());
        entry[30..34].fill(0);
        bytes.extend(entry);
        bytes.extend(name.bytes());
    }
    let length = (bytes.len() - at) as u32;
    let mut last = one[end..end + 22].to_vec();
    last[8..10].copy_from_slice(&(n_names as u16).to_le_bytes());
    last[10..12].copy_from_slice(&(n_names as u16).to_le_bytes());
    last[12..16].copy_from_slice(&length.to_le_bytes());
    bytes.extend(last);
    bytes
}

fn nested(depth: usize, width: usize, leaf: &[u8]) -> Vec<u8> {
    let mut inner = zip_of(names(width, "txt"), leaf, true);
    for _ in 1..depth {
        inner = zip_of(names(width, "zip"), &inner, true);
    }
    inner
}

fn archives() -> Vec<Trap> {
    vec![
        Trap::of(
            "bomb.zip",
            "unpacks to more than 300 times its packed size",
            || zip_of(names(1, "txt"), &vec![b'0'; 200 << 20], true),
        ),
        Trap::of(
            "bomb.docx",
            "unpacks to more than 300 times its packed size",
            || {
                let zeros = "0".repeat(100 << 20);
                docx_of(&[("word/document.xml", &zeros)])
            },
        ),
        Trap::of(
            "many-bombs.zip",
            "the rest is not read: it unpacks to more than 50 times its size",
            || zip_of(names(60, "txt"), &dense(20_000_000), true),
        ),
        Trap::of(
            "overlap.zip",
            "the rest is not read: it unpacks to more than 50 times its size",
            || overlapping(20_000),
        ),
        Trap::of("deep.zip", "it lies in archives 3 deep", || {
            nested(20, 1, b"a")
        }),
        Trap::of(
            "42.zip",
            "the rest is not read: it unpacks to more than 50 times its size",
            || nested(6, 16, &dense(4_000_000)),
        ),
        Trap::of("members.zip", "it has more than 50000 members", || {
            zip_of((0..100_000).map(|at| format!("{at}.txt")), b"a", false)
        }),
        Trap::of(
            "names.zip",
            "its list of members is longer than 12582912 bytes",
            || zip_of((0..300).map(|at| format!("{at:0>60000}.txt")), b"a", false),
        ),
        Trap::of("out.zip", "its path leads out of the archive", || {
            let out = ["../../out.txt", "..\\out.txt", "a/../../out.txt"];
            zip_of(
                out.iter().map(ToString::to_string),
                "越界。".as_bytes(),
                false,
            )
        }),
    ]
}

const LAUGHS: &str = "<!DOCTYPE d [<!ENTITY a \"哈哈哈哈哈哈哈哈哈哈\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\
    <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">\
    <!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\"><!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;\">\
    <!ENTITY g SYSTEM \"file:///etc/passwd\">]>";

fn markup() -> Vec<Trap> {
    vec![
        Trap::of("deep.docx", "its elements stand more than 512 deep", || {
            docx_of(&[("word/document.xml", &document(&"<w:sdt>".repeat(1_000_000)))])
        }),
        Trap::of("deep.html", "its elements stand more than 512 deep", || {
            format!("<html><body>{}教育", "<div>".repeat(1_000_000)).into_bytes()
        }),
        Trap::of("wide.html", "it has more than 4000000 elements", || {
            format!("<html><body>{}", "<br>a".repeat(2_500_000)).into_bytes()
        }),
        Trap::of("laughs.docx", "1 file in the index", || {
            let body = document(&p("公开&f;&g;。")).replace("<?xml version=\"1.0\"?>", "");
            docx_of(&[("word/document.xml", &format!("{LAUGHS}{body}"))])
        }),
        Trap::of("laughs.xlsx", "1 file in the index", || {
            let rows = format!("{}{}", row(1, "正文"), row(2, "公开&f;&g;。"));
            let book = xlsx_of(&[("甲", &rows)], &[&format!("{LAUGHS}&f;")]);
            assert!(!book.is_empty());
            book
        }),
        Trap::of("laughs.html", "1 file in the index", || {
            format!("<?xml version=\"1.0\"?>{LAUGHS}<html><body><p>公开&f;&g;。</p></body></html>")
                .into_bytes()
        }),
    ]
}

fn row(number: u32, text: &str) -> String {
    format!("<row r=\"{number}\"><c t=\"inlineStr\"><is><t>{text}</t></is></c></row>")
}

fn tables() -> Vec<Trap> {
    vec![
        Trap::of("corner.xlsx", "1 file in the index", || {
            let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c><c r=\"A1048576\" t=\"inlineStr\"><is><t>最后一行。</t></is></c></row>";
            xlsx_of(&[("甲", &format!("{}{far}", row(1, "正文")))], &[])
        }),
        Trap::of("count.xlsx", "1 file in the index", || {
            let rows = format!("{}{}", row(1, "正文"), row(2, "公开。"));
            let book = xlsx_of(&[("甲", &rows)], &[]);
            assert!(!book.is_empty());
            xlsx_claiming(&rows)
        }),
        Trap::of("shared.xlsx", "longer than 16777216 bytes", || {
            let cell = "<c t=\"s\"><v>0</v></c>".repeat(900);
            let rows = format!("{}<row>{cell}</row>", row(1, "正文"));
            xlsx_of(&[("甲", &rows)], &["推进改革".repeat(8_000).as_str()])
        }),
        Trap::of("shared-rows.xlsx", "1 with problems", || {
            // Nobody reads the column that holds the text, so that the reading itself must be bounded.
            let cell = "<row><c r=\"A2\" t=\"inlineStr\"><is><t>甲。</t></is></c><c r=\"B2\" t=\"s\"><v>0</v></c></row>";
            let rows = format!("{}{}", row(1, "正文"), cell.repeat(3_000));
            xlsx_of(&[("甲", &rows)], &["推进改革".repeat(8_000).as_str()])
        }),
        Trap::of(
            "field.csv",
            "longer than 16777216 bytes, a quotation mark may be missing",
            || {
                let mut bytes = "正文\n\"".as_bytes().to_vec();
                bytes.resize(100 << 20, b'a');
                bytes
            },
        ),
        Trap::of("columns.csv", "row 1: longer than 16777216 bytes", || {
            ",".repeat(20 << 20).into_bytes()
        }),
        Trap::of("line.jsonl", "longer than 16777216 bytes", || {
            let mut bytes = b"{\"text\":\"".to_vec();
            bytes.resize(100 << 20, b'a');
            bytes
        }),
    ]
}

/// Makes a workbook that claims to have more texts than there is memory.
fn xlsx_claiming(rows: &str) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    docx_of(&[
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"甲\" sheetId=\"1\"/></sheets></workbook>",
        ),
        (
            "xl/sharedStrings.xml",
            "<sst count=\"99999999999\" uniqueCount=\"99999999999\"><si><t>a</t></si></sst>",
        ),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

fn two_gigabytes() -> Vec<Trap> {
    const TOO_LARGE: &str = "is too large for a report: 2147483648 bytes";
    vec![
        Trap::sparse("2g.txt", TOO_LARGE, b"text"),
        Trap::sparse("2g.md", TOO_LARGE, b"# text"),
        Trap::sparse("2g.html", TOO_LARGE, b"<html>"),
        Trap::sparse(
            "2g.mht",
            TOO_LARGE,
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n",
        ),
        Trap::sparse("2g.docx", TOO_LARGE, b"PK\x03\x04"),
        Trap::sparse("2g.doc", TOO_LARGE, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        Trap::sparse("2g.pdf", TOO_LARGE, b"%PDF-1.7\n"),
        Trap::sparse("2g.xlsx", TOO_LARGE, b"PK\x03\x04"),
        Trap::sparse("2g.csv", TOO_LARGE, b"text\n"),
        Trap::sparse("2g.zip", "2g.zip is damaged", b"PK\x03\x04"),
        Trap::sparse("2g.jsonl", "longer than 16777216 bytes", b"{\"text\":"),
    ]
}
