//! Every file in an archive is read as if it lay in a folder, and no name in it leads out of the archive.

use std::io::{Cursor, Write};

use crate::shared::made::{document, documents_of, docx_of, p};
use crate::shared::program::Place;
use encoding_rs::GB18030;
use zip::write::SimpleFileOptions;

/// Makes a zip archive whose names may be any bytes.
fn zip_of(members: &[(&[u8], &[u8])]) -> Vec<u8> {
    let stand_in = |at: usize, name: &[u8]| format!("{at:0>width$}", width = name.len());
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (at, (name, bytes)) in members.iter().enumerate() {
        archive.start_file(stand_in(at, name), stored).unwrap();
        archive.write_all(bytes).unwrap();
    }
    let mut bytes = archive.finish().unwrap().into_inner();
    for (at, (name, _)) in members.iter().enumerate() {
        let stand_in = stand_in(at, name).into_bytes();
        let places: Vec<usize> = (0..bytes.len() - stand_in.len())
            .filter(|&from| bytes[from..].starts_with(&stand_in))
            .collect();
        for from in places {
            bytes[from..from + name.len()].copy_from_slice(name);
        }
    }
    bytes
}

#[track_caller]
fn check(archive: &[u8], expected: &[(&str, &str)]) {
    let documents = documents_of("a.zip", archive, "");
    let documents: Vec<(&str, &str)> = documents
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    assert_eq!(documents, expected);
}

#[test]
fn every_file_that_is_read_is_read_in_an_archive() {
    let word = docx_of(&[("word/document.xml", &document(&p("教育工作")))]);
    let inner = docx_of(&[("乙.txt", "乙。"), ("图.png", "x")]);
    let archive = zip_of(&[
        ("2022/总结.docx".as_bytes(), &word),
        ("表.csv".as_bytes(), "正文\n\"甲\n乙\"\n".as_bytes()),
        (b"rows.jsonl", r#"{"text":"丙"}"#.as_bytes()),
        (b"__MACOSX/a.txt", b"x"),
        (b"inner.zip", &inner),
        (b"empty.txt", b" "),
    ]);
    check(
        &archive,
        &[
            ("a.zip/2022/总结.docx", "教育工作"),
            ("a.zip/表.csv:2", "甲\n乙"),
            ("a.zip/rows.jsonl", "1: 丙"),
            ("a.zip/inner.zip/乙.txt", "乙。"),
            (
                "a.zip/inner.zip/图.png",
                "is a picture, whose text is not read",
            ),
            ("a.zip/empty.txt", "a.zip/empty.txt is empty"),
        ],
    );
}

#[test]
fn a_name_as_windows_writes_it_is_read() {
    let (name, _, _) = GB18030.encode("区县\\总结.txt");
    check(
        &zip_of(&[(&name, "甲。".as_bytes())]),
        &[("a.zip/区县/总结.txt", "甲。")],
    );
}

#[test]
fn a_path_that_leads_out_of_an_archive_is_left_out_or_kept_inside() {
    let archive = zip_of(&[
        (b"../../etc/x.txt", b"a"),
        (b"..\\y.txt", b"a"),
        (b"/etc/z.txt", "甲".as_bytes()),
        (b"etc/z.txt", "乙".as_bytes()),
        (b"b\n\x1b[31m.txt", "丙".as_bytes()),
        (b"c\xFF\xFF.txt", "丁".as_bytes()),
    ]);
    check(
        &archive,
        &[
            ("a.zip/../../etc/x.txt", "its path leads out of the archive"),
            ("a.zip/../y.txt", "its path leads out of the archive"),
            ("a.zip/etc/z.txt", "甲"),
            ("a.zip/etc/z.txt", "another member has its name"),
            ("a.zip/b\n\u{1b}[31m.txt", "丙"),
            ("a.zip/c\u{fffd}\u{fffd}.txt", "丁"),
        ],
    );
}

#[test]
fn a_link_is_not_followed_and_a_locked_member_says_so() {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    archive
        .add_symlink("link.txt", "/etc/hostname", options)
        .unwrap();
    archive.start_file("a.txt", options).unwrap();
    archive.write_all("甲。".as_bytes()).unwrap();
    check(
        &archive.finish().unwrap().into_inner(),
        &[
            ("a.zip/link.txt", "a link, which is not followed"),
            ("a.zip/a.txt", "甲。"),
        ],
    );
    // The bit that says that a member is locked, in its header and in the directory.
    let mut locked = zip_of(&[(b"a.txt", b"abc")]);
    let directory = locked
        .windows(4)
        .position(|at| at == b"PK\x01\x02")
        .unwrap();
    locked[6] |= 1;
    locked[directory + 8] |= 1;
    check(
        &locked,
        &[("a.zip/a.txt", "a.zip/a.txt is locked with a password")],
    );
}

#[test]
fn an_archive_is_indexed_and_what_it_lacks_is_listed_with_it() {
    let place = Place::new();
    let archive = zip_of(&[
        (
            "2022/青禾区.txt".as_bytes(),
            "青禾区2022年教育工作总结\n推进县管校聘改革，教师交流轮岗。".as_bytes(),
        ),
        (b"bad.docx", b"PK\x03\x04"),
        (b"a.png", b"x"),
    ]);
    place.write("corpus/a.zip", &archive);
    place.write("corpus/b.zip", zip_of(&[(b".hidden.txt", b"x")]));
    let run = place.run(["index", "corpus"]);
    assert!(
        run.err
            .contains("left out: corpus/a.zip/bad.docx is damaged: "),
        "{}",
        run.err
    );
    assert!(
        run.err
            .contains("left out: corpus/a.zip/a.png: is a picture"),
        "{}",
        run.err
    );
    assert!(
        run.err
            .contains("left out: corpus/b.zip holds no file that is read"),
        "{}",
        run.err
    );
    assert!(
        run.err.contains("1 file in the index: 1 new"),
        "{}",
        run.err
    );
    let hit = place.run(["search", "--json", "县管校聘"]);
    assert!(
        hit.out
            .contains("\"path\":\"corpus/a.zip/2022/青禾区.txt\""),
        "{}",
        hit.out
    );
    let reports = place.run(["reports"]);
    assert!(
        reports
            .err
            .contains("left out: corpus/a.zip/bad.docx is damaged"),
        "{}",
        reports.err
    );
    let listed = place.run(["inspect", "corpus/a.zip"]);
    assert_eq!(listed.out, "corpus/a.zip/2022/青禾区.txt  text, 2 lines\n");
    assert!(
        listed
            .err
            .contains("hint: look at one with `xunzhang inspect 'corpus/a.zip/2022/青禾区.txt'`"),
        "{}",
        listed.err
    );
    let one = place.run(["inspect", "corpus/a.zip/2022/青禾区.txt"]);
    assert!(one.out.contains("district  青禾区"), "{}", one.out);
    let none = place.run(["inspect", "corpus/a.zip/3.txt"]);
    assert!(
        none.err
            .contains("corpus/a.zip holds no corpus/a.zip/3.txt"),
        "{}",
        none.err
    );
    let again = place.run(["index", "corpus"]);
    assert!(
        again.err.contains("0 new, 0 changed, 1 unchanged, 0 gone"),
        "{}",
        again.err
    );
    place.write(
        "corpus/a.zip",
        zip_of(&[("乙.txt".as_bytes(), "全面覆盖课后服务。".as_bytes())]),
    );
    let changed = place.run(["index", "corpus"]);
    assert!(
        changed
            .err
            .contains("0 new, 1 changed, 0 unchanged, 0 gone; 1 passage;"),
        "{}",
        changed.err
    );
    assert_eq!(place.run(["search", "--exact", "县管校聘"]).code, 1);
}

#[test]
fn columns_are_named_by_a_flag_and_remembered() {
    let place = Place::new();
    let table = "甲,乙\n青禾区,推进县管校聘改革。\n白榆县,办好课后服务。\n";
    place.write("corpus/a.csv", table);
    let run = place.run(["index", "corpus"]);
    assert!(run.err.contains("left out: corpus/a.csv"), "{}", run.err);
    place.expect(0, ["index", "--columns", "text=乙,district=甲", "corpus"]);
    let in_district = ["--district", "青禾区"];
    assert_eq!(place.exact_total("县管校聘", &in_district), 1);
    place.write(
        "corpus/a.csv",
        table.replace("办好课后服务", "深化县管校聘"),
    );
    place.expect(0, ["index"]);
    assert_eq!(place.exact_total("县管校聘", &["--district", "白榆县"]), 1);
    let run = place.run(["index", "--columns", "颜色=甲"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("'颜色' is no field"), "{}", run.err);
}
