//! Folders are listed in a fixed order, files are decoded whatever their encoding, and records are streamed.

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use tempfile::TempDir;
use xunzhang::corpus::{
    Listing, MAX_LINE_BYTES, ReadError, Records, Source, SourceFile, SourceText, read, walk,
};

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// The names of the files, below the folder.
fn names(folder: &TempDir, listing: &Listing) -> Vec<String> {
    let root = format!("{}/", folder.path().display());
    listing
        .files
        .iter()
        .map(|file| file.name.replace(&root, ""))
        .collect()
}

fn file(bytes: &[u8], name: &str) -> (TempDir, SourceFile) {
    let folder = folder(&[(name, bytes)]);
    let file = walk(&[folder.path().join(name)]).files.remove(0);
    (folder, file)
}

fn text_of(bytes: &[u8]) -> SourceText {
    let (_folder, file) = file(bytes, "a.txt");
    match read(&file) {
        Ok(Source::Text(text)) => text,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn check_error(bytes: &[u8], expected: &str) {
    let (folder, file) = file(bytes, "a.txt");
    let message = read(&file).unwrap_err().to_string();
    assert_eq!(
        message.replace(&format!("{}/", folder.path().display()), ""),
        expected
    );
}

fn records(bytes: &[u8]) -> Records {
    let (_folder, file) = file(bytes, "a.jsonl");
    match read(&file) {
        Ok(Source::Records(records)) => records,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_folder_is_listed_by_name_with_known_endings_alone() {
    let folder = folder(&[
        ("b.txt", b"b"),
        ("a/c.MD", b"c"),
        ("a/d.jsonl", b"{}"),
        ("a/e.png", b"e"),
        (".git/f.txt", b"f"),
        (".g.txt", b"g"),
        ("a/~$b.docx", b"lock"),
    ]);
    let listing = walk(&[folder.path().to_path_buf()]);
    assert_eq!(names(&folder, &listing), ["a/c.MD", "a/d.jsonl", "b.txt"]);
    let [picture] = &listing.left_out[..] else {
        panic!("{:?}", listing.left_out);
    };
    assert!(picture.path.ends_with("a/e.png") && picture.reason.contains("picture"));
}

#[test]
fn a_file_named_as_a_root_is_taken_whatever_its_ending_and_once() {
    let folder = folder(&[("a.report", b"a"), ("b.txt", b"b")]);
    let root = folder.path();
    let listing = walk(&[
        root.join("a.report"),
        root.join("b.txt"),
        root.to_path_buf(),
    ]);
    assert_eq!(names(&folder, &listing), ["a.report", "b.txt"]);
}

#[test]
fn a_missing_root_is_left_out_with_its_reason() {
    let listing = walk(&[PathBuf::from("no/such/folder")]);
    assert_eq!(listing.left_out[0].path, "no/such/folder");
    assert_eq!(listing.left_out[0].reason, "no such file or folder");
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_is_left_out() {
    let folder = folder(&[("a/b.txt", b"b")]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/loop")).unwrap();
    let listing = walk(&[folder.path().to_path_buf()]);
    assert_eq!(names(&folder, &listing), ["a/b.txt"]);
    assert_eq!(
        listing.left_out[0].reason,
        "a link that leads back to a folder above it"
    );
}

#[test]
fn names_are_relative_to_the_current_directory() {
    let listing = walk(&[std::env::current_dir()
        .unwrap()
        .join("src/./corpus/../lib.rs")]);
    assert_eq!(listing.files[0].name, "src/lib.rs");
}

#[test]
fn an_export_is_restored_and_says_so() {
    let text = text_of(r"各位代表：\r\n现在报告工作。\r\n一、回顾\r\n完成。".as_bytes());
    assert_eq!(text.lines.len(), 4);
    assert_eq!(text.line(3), "一、回顾");
    assert_eq!(text.notes, ["3 escaped line breaks restored"]);
}

#[test]
fn what_cannot_be_read_says_why_in_one_line() {
    check_error(b" \n\t\n", "a.txt is empty");
    check_error(b"", "a.txt is empty");
    check_error(b"PK\x03\x04\x00\x00", "a.txt is a binary file");
    check_error(
        &[0xFF, 0xFF, b'a'],
        "a.txt has bytes of no encoding this program reads",
    );
    let long = vec![b'a'; MAX_LINE_BYTES + 1];
    check_error(
        &long,
        "a.txt is not a report: line 1 is longer than 1048576 bytes",
    );
}

#[test]
fn a_file_of_too_many_lines_is_no_report() {
    let lines = "a\n".repeat(500_001);
    check_error(
        lines.as_bytes(),
        "a.txt is not a report: it has more than 500000 lines",
    );
}

#[test]
fn a_file_that_vanished_says_so() {
    let (folder, file) = file(b"a", "a.txt");
    drop(folder);
    assert!(matches!(read(&file), Err(ReadError::Vanished { .. })));
}

#[test]
fn a_file_too_large_is_refused_unread() {
    let (_folder, file) = file(b"a", "a.txt");
    let opened = fs::OpenOptions::new().write(true).open(&file.path).unwrap();
    opened.set_len(100 * 1024 * 1024).unwrap();
    assert!(matches!(
        read(&file),
        Err(ReadError::TooLarge {
            n_bytes: 104_857_600,
            ..
        })
    ));
}

#[test]
fn records_are_streamed_and_a_wrong_line_is_a_problem() {
    let lines = "\u{feff}{\"id\":1,\"text\":\"一\",\"year\":2021,\"section\":[\"一、\"]}\n\nno\r\n{\"text\":\"二\"}";
    let read: Vec<_> = records(lines.as_bytes()).collect();
    assert_eq!(read.len(), 3);
    let first = read[0].as_ref().unwrap();
    assert_eq!(
        (
            first.id.as_ref(),
            first.text.as_ref(),
            first.year,
            first.line
        ),
        ("1", "一", Some(2021), 1)
    );
    assert_eq!(first.section, ["一、"]);
    assert_eq!(read[1].as_ref().unwrap_err().line, 3);
    assert!(read[2].as_ref().unwrap().id.ends_with("a.jsonl:4"));
}

#[test]
fn a_record_too_long_is_skipped_and_the_rest_goes_on() {
    let mut lines = b"{\"id\":1,\"text\":\"".to_vec();
    lines.resize(17 * 1024 * 1024, b'a');
    lines.extend_from_slice("\"}\n{\"id\":2,\"text\":\"二\"}\n".as_bytes());
    let mut records = records(&lines);
    assert_eq!(
        records.next().unwrap().unwrap_err().message,
        "longer than 16777216 bytes"
    );
    assert_eq!(records.next().unwrap().unwrap().id, "2");
    assert!(records.next().is_none());
}

proptest! {
    // A failure is shown with its input; no file is kept of it.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let (_folder, file) = file(&bytes, "a.txt");
        if let Ok(Source::Text(text)) = read(&file) {
            for range in &text.lines {
                prop_assert!(text.text.get(range.clone()).is_some());
            }
        }
        for record in records(&bytes) {
            let _ = record;
        }
    }
}
