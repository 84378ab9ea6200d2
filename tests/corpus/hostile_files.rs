//! A file that was made to break its reader ends in an error that says why, within bounded time.

use std::fs;
use std::time::{Duration, Instant};

use crate::shared::made::{
    GBK_FONT, NUMBERING, document, docx_of, error_of, hex, item, p, pdf_of, read_bytes,
};
use crate::shared::stopwatch::timed;
use proptest::prelude::*;
use tempfile::TempDir;
use xunzhang::corpus::{ReadError, read, walk};

#[test]
fn a_zip_bomb_is_refused() {
    let zeros = "0".repeat(80 * 1024 * 1024);
    let began = Instant::now();
    let bomb = docx_of(&[("word/document.xml", &zeros)]);
    assert!(bomb.len() < 1_000_000);
    assert_eq!(
        error_of("a.docx", &bomb),
        "a.docx is not read: word/document.xml unpacks to more than 300 times its packed size"
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
        let files = walk(&[path]).files;
        let (error, elapsed) = timed(|| read(&files[0]).unwrap_err());
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
        assert!(elapsed < Duration::from_secs(1), "{name}: {elapsed:?}");
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

const MAGICS: [(&str, &[u8]); 8] = [
    ("a.docx", b"PK\x03\x04word/"),
    ("a.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
    ("a.pdf", b"%PDF-1.7\n"),
    ("a.html", b"<!DOCTYPE html>"),
    (
        "a.mht",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n",
    ),
    (
        "a.rtf",
        b"{\\rtf1\\ansi\\ansicpg936 {\\shptxt \\intbl a\\cell{\\footnote ",
    ),
    (
        "a.odt",
        b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text",
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
