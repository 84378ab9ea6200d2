//! A file or folder that cannot be read is reported in one clear line, and all others are indexed all the same.
//!
//! So are files that are not reports, odd names and odd lines. Nothing that a file holds or is called ever steers the terminal.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use crate::shared::program::{N_HITS, Place, QINGHE, Run};
use xunzhang::corpus::{ReadError, read, walk};
use xunzhang::index::{Roots, Start, Writer};
use xunzhang::ingest::update;

/// Returns the one line of stderr that says why a file was left out.
#[track_caller]
fn left_out<'a>(run: &'a Run, name: &str) -> &'a str {
    let start = "left out: ";
    let about = |line: &&str| line.starts_with(start) && line.contains(name);
    let lines: Vec<&str> = run.err.lines().filter(about).collect();
    let [line] = lines[..] else {
        panic!("{} lines about {name}: {run:#?}", lines.len())
    };
    &line[start.len()..]
}

/// Runs `index` over a corpus of which `n_left_out` files must be left out and the two reports must not.
#[track_caller]
fn index_beside(place: &Place, n_left_out: usize) -> Run {
    let run = place.expect(0, ["index"]);
    run.is_tame();
    assert!(
        run.err.contains("2 files in the index: 2 new"),
        "{}",
        run.err
    );
    let said = run
        .err
        .lines()
        .filter(|line| line.starts_with("left out: "))
        .count();
    assert_eq!(said, n_left_out, "{}", run.err);
    let count = format!("{n_left_out} left out");
    assert!(
        run.err.lines().any(|line| line == count),
        "no '{count}' in {}",
        run.err
    );
    assert_eq!(place.exact_total("区管校聘", &[]), N_HITS);
    run
}

/// Writes a line of this many bytes.
fn write_long_line(path: PathBuf, n_bytes: usize, ending: &str) {
    let mut file = BufWriter::new(File::create(path).unwrap());
    for _ in 0..n_bytes / 1_000 {
        file.write_all(&[b'a'; 1_000]).unwrap();
    }
    file.write_all(ending.as_bytes()).unwrap();
    file.flush().unwrap();
}

#[test]
fn files_that_are_no_reports_are_left_out_with_a_reason() {
    let place = Place::with_reports();
    place.write("corpus/empty.txt", "");
    place.write("corpus/blank.txt", " \n\u{3000}\r\n\u{feff}\n");
    place.write(
        "corpus/binary.txt",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01",
    );
    place.write("corpus/control.txt", [1u8, 2, 3, 4, 5, 6, 7].repeat(99));
    place.write(
        "corpus/noise.txt",
        &[0xFFu8, 0xFE, 0xFD, 0x80, 0x80].repeat(7)[1..],
    );
    place.write("corpus/no-records.jsonl", "区管校聘\n[1]\n\n{\"id\":3}\n");
    place.write("corpus/empty.jsonl", "");
    write_long_line(place.path("corpus/long.txt"), 3_000_000, "");
    write_long_line(place.path("corpus/huge.txt"), 100_000_000, "");
    write_long_line(place.path("corpus/huge.jsonl"), 100_000_000, "\n");
    place.write("corpus/picture.png", b"\x89PNG");
    place.write("corpus/.hidden.txt", QINGHE);
    let run = index_beside(&place, 11);
    for (name, reason) in [
        ("picture.png", "is a picture, whose text is not read"),
        ("empty.txt", "is empty"),
        ("blank.txt", "is empty"),
        ("binary.txt", "is a binary file"),
        ("control.txt", "is a binary file"),
        ("noise.txt", "has bytes of no encoding this program reads"),
        (
            "no-records.jsonl",
            "has no record that can be read; line 1: ",
        ),
        ("empty.jsonl", "is empty"),
        (
            "long.txt",
            "is not a report: line 1 is longer than 1048576 bytes",
        ),
        ("huge.txt", "is too large for a report: 100000000 bytes"),
        ("huge.jsonl", "line 1: longer than 16777216 bytes"),
    ] {
        let line = left_out(&run, name);
        assert!(line.contains(reason), "{line}");
        assert_eq!(line.matches(name).count(), 1, "{line}");
    }
    for name in [
        "empty.txt",
        "binary.txt",
        "noise.txt",
        "long.txt",
        "huge.txt",
    ] {
        place
            .run(["inspect", &format!("corpus/{name}")])
            .is_error(name, "");
    }
}

#[test]
fn where_nothing_can_be_indexed_it_is_an_error() {
    let place = Place::new();
    place.write("corpus/empty.txt", "");
    place.write("corpus/binary.txt", [0u8; 99]);
    let run = place.run(["index"]);
    run.is_error(
        "nothing could be indexed from corpus",
        "xunzhang index PATH",
    );
    left_out(&run, "empty.txt");
    left_out(&run, "binary.txt");
    place.run(["search", "区管校聘"]).is_error(
        "nothing could be indexed from corpus",
        "xunzhang index PATH",
    );
}

#[test]
fn an_index_outlives_a_run_that_finds_nothing() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    place.write("other/empty.txt", "");
    for paths in [["other"], ["nowhere"]] {
        place
            .run(["index"].iter().chain(&paths))
            .is_error("nothing could be indexed", "xunzhang index PATH");
        assert_eq!(place.exact_total("区管校聘", &[]), N_HITS);
    }
}

#[test]
fn a_file_that_can_no_longer_be_read_leaves_the_index() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    place.write("corpus/青禾区2023.txt", [0u8; 50]);
    let run = place.expect(0, ["index"]);
    left_out(&run, "青禾区2023.txt");
    assert_eq!(place.exact_total("区管校聘", &[]), 2);
    assert_eq!(
        place.expect(0, ["reports", "--json"]).out.lines().count(),
        1
    );
}

#[test]
fn a_file_that_vanishes_before_it_is_read_is_left_out() {
    let place = Place::with_reports();
    let listing = walk(&[place.path("corpus")]);
    let file = &listing.files[0];
    fs::remove_file(&file.path).unwrap();
    let error = read(file).unwrap_err();
    assert!(matches!(error, ReadError::Vanished { .. }));
    assert_eq!(
        error.to_string(),
        format!("{} vanished while it was being read", file.name)
    );
    let writer = Writer::open(&place.path("index"), Start::Existing).unwrap();
    let updated = update(
        writer,
        &Roots::new(&[place.path("corpus")], &place.path("index")),
        &|_| {},
    )
    .unwrap();
    assert_eq!((updated.n_new, updated.left_out.len()), (1, 0));
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    #[test]
    fn a_loop_of_links_and_a_link_to_nothing_are_left_out() {
        let place = Place::with_reports();
        place.write("corpus/deep/notes.md.bak", "");
        symlink(place.path("corpus"), place.path("corpus/deep/up")).unwrap();
        symlink("nowhere.txt", place.path("corpus/dangling.txt")).unwrap();
        symlink("self.txt", place.path("corpus/self.txt")).unwrap();
        // A link to a file that is listed already is not a second file.
        symlink("青禾区2023.txt", place.path("corpus/again.txt")).unwrap();
        let run = index_beside(&place, 4);
        assert!(left_out(&run, "notes.md.bak").contains("is of a kind that is not read: .bak"));
        assert!(left_out(&run, "deep/up").contains("a link that leads back to a folder above it"));
        assert!(left_out(&run, "dangling.txt").contains("no such file or folder"));
        left_out(&run, "self.txt");
    }

    #[test]
    fn a_pipe_among_the_files_is_left_out_and_not_waited_for() {
        let place = Place::with_reports();
        match Command::new("mkfifo")
            .arg(place.path("corpus/pipe.txt"))
            .status()
        {
            Ok(status) if status.success() => {}
            _ => return eprintln!("skipped: no mkfifo"),
        }
        let run = index_beside(&place, 1);
        assert!(left_out(&run, "pipe.txt").contains("not a file or a folder"));
        place
            .run(["inspect", "corpus/pipe.txt"])
            .is_error("pipe.txt: not a file or a folder", "");
    }

    #[test]
    fn a_folder_and_a_file_that_may_not_be_read_are_left_out() {
        let place = Place::with_reports();
        place.write("corpus/closed/a.txt", QINGHE);
        place.write("corpus/mine.txt", QINGHE);
        let close = |name: &str, mode| {
            fs::set_permissions(place.path(name), fs::Permissions::from_mode(mode)).unwrap();
        };
        close("corpus/closed", 0o000);
        close("corpus/mine.txt", 0o000);
        if fs::read_dir(place.path("corpus/closed")).is_ok() {
            return eprintln!("skipped: this user may read everything");
        }
        let run = index_beside(&place, 2);
        assert!(left_out(&run, "closed").contains("permission denied"));
        assert!(left_out(&run, "mine.txt").contains("permission denied"));
        close("corpus/closed", 0o755);
    }

    #[test]
    fn odd_names_are_indexed_and_shown_tamely() {
        let place = Place::with_reports();
        let names: [&[u8]; 6] = [
            b"bell\x07\x1b[31mred.txt",
            b"line\nbreak.txt",
            "反\u{202e}转.txt".as_bytes(),
            b"not-utf8-\xff\xfe.txt",
            b"-n.txt",
            b"=1+1.txt",
        ];
        for (at, name) in names.iter().enumerate() {
            let text = format!(
                "第{at}号镇2023年工作总结\n\n一、办学\n区管校聘\x1b[2J推开，\u{9b}31m办学\x07条件改善。\n"
            );
            let path = PathBuf::from("corpus").join(OsStr::from_bytes(name));
            place.write(path, text);
        }
        place.write("corpus/bad\x1b[5m\u{85}.txt", "");
        let run = place.expect(0, ["index"]);
        run.is_tame();
        assert!(
            run.err.contains("8 files in the index: 8 new"),
            "{}",
            run.err
        );
        for command in [
            &["search", "区管校聘", "-n", "0"][..],
            &["search", "区管校聘", "-n", "0", "--json", "--summary"],
            &["search", "区管校聘", "-n", "0", "--format", "csv"],
            &["search", "区管校聘", "-n", "0", "--format", "trec"],
            &["search", "区管校聘", "--summary"],
            &["search", "区管校聘\u{1b}[31m\u{7}", "--exact"],
            &["reports"],
            &["reports", "--json"],
            &["reports", "--format", "csv"],
        ] {
            let run = place.run(command);
            assert!(run.code < 2, "{run:#?}");
            run.is_tame();
            assert!(
                !run.out.contains('\u{202e}'),
                "writing turned round: {run:#?}"
            );
        }
        let hits = place
            .expect(0, ["search", "区管校聘", "--exact", "--json", "-n", "0"])
            .json();
        assert_eq!(hits.len() as u64, N_HITS + 6);
        for hit in &hits {
            place
                .expect(0, ["show", hit["id"].as_str().unwrap()])
                .is_tame();
        }
        for name in names {
            let path = PathBuf::from("corpus").join(OsStr::from_bytes(name));
            let args = [OsStr::new("inspect"), OsStr::new("--"), path.as_os_str()];
            place.expect(0, args).is_tame();
        }
        let again = place.expect(0, ["index"]);
        assert!(
            again.err.contains("0 new, 0 changed, 8 unchanged, 0 gone"),
            "{}",
            again.err
        );
    }

    #[test]
    fn names_that_look_the_same_are_two_files_and_stay_two() {
        let place = Place::new();
        // Both are shown as the same name, since neither is UTF-8.
        for (name, text) in [
            (b"corpus/\xff.txt", "区管校聘推开。"),
            (b"corpus/\xfe.txt", "区管校聘推开，再推开。"),
        ] {
            place.write(
                OsStr::from_bytes(name),
                format!("青禾区2023年工作总结\n\n{text}\n"),
            );
        }
        for _ in 0..3 {
            place.expect(0, ["index"]);
            assert_eq!(place.exact_total("区管校聘", &[]), 2);
        }
        fs::remove_file(place.path(OsStr::from_bytes(b"corpus/\xff.txt"))).unwrap();
        place.expect(0, ["index"]);
        assert_eq!(place.exact_total("区管校聘", &[]), 1);
    }
}

#[test]
fn odd_records_are_passed_over_and_listed() {
    let place = Place::with_reports();
    let deep = format!(
        "{{\"text\":\"区管校聘\",\"x\":{}{}}}",
        "[".repeat(50_000),
        "]".repeat(50_000)
    );
    let good = [
        r#"{"text":"区管校聘甲","id":null,"extra":{"a":[1,{"b":null}]}}"#,
        r#"{"text":"区管校聘乙","id":7.5,"year":2022,"section":[]}"#,
        r#"{"text":"\u533a\u7ba1\u6821\u8058丙 \ud842\udfb7 \u001b[31m\u009b\u0007","id":"\u0007丙","district":"青\u001b[5m禾"}"#,
        r#"  {"id":"丁","text":"区管校聘丁","kind":"别的","role":"别的"}  "#,
        r#"{"text":"区管校聘戊\u0000己"}"#,
        r#"{"text":"区管校聘","year":"2022"}"#,
        r#"{"text":"区管校聘","year":1e99}"#,
        r#"{"text":"区管校聘","section":"一、"}"#,
        r#"{"text":"区管校聘","id":[1]}"#,
    ];
    let bad = [
        "区管校聘",
        "\"区管校聘\"",
        "12",
        r#"{"txt":"区管校聘"}"#,
        r#"{"text":{"text":"区管校聘"}}"#,
        "[\"区管校聘\"]",
        r#"{"text":null}"#,
        r#"{"text":["区管校聘"]}"#,
        r#"{"text":"区管校聘","text":"区管校聘"}"#,
        r#"{"text":"\ud800区管校聘"}"#,
        r#"{"text":"区管校聘"} {"text":"区管校聘"}"#,
        r#"{"text":"区管校聘""#,
    ];
    let mut lines: Vec<&str> = good.to_vec();
    lines.push(&deep);
    let n_good = lines.len();
    lines.extend(bad);
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    bytes.extend(lines.join("\r\n").as_bytes());
    bytes.extend(b"\n\n{\"text\":\"\xff\xfe\"}\n\x00\x01\x02\n");
    place.write("corpus/odd.jsonl", bytes);
    let run = place.expect(0, ["index"]);
    run.is_tame();
    assert!(
        run.err.contains("3 files in the index: 3 new"),
        "{}",
        run.err
    );
    assert_eq!(place.exact_total("区管校聘", &[]), N_HITS + n_good as u64);
    let reports = place.expect(0, ["reports", "--json"]).json();
    let odd = reports
        .iter()
        .find(|report| report["path"] == "corpus/odd.jsonl")
        .unwrap();
    assert_eq!(odd["n_passages"], n_good);
    let problems = odd["problems"].as_array().unwrap();
    let n_bad = bad.len() + 2;
    assert_eq!(
        problems.len(),
        11,
        "ten problems, and how many more: {problems:#?}"
    );
    assert_eq!(problems[0]["line"], n_good as u64 + 1);
    let more = format!("{} more lines are no records", n_bad - 10);
    assert_eq!(problems[10]["message"], more.as_str());
    for command in [
        &["search", "区管校聘", "-n", "0"][..],
        &["reports"],
        &["search", "区管校聘", "--json", "--summary"],
    ] {
        place.expect(0, command).is_tame();
    }
    place.expect(0, ["show", "\u{7}丙"]).is_tame();
}
