//! The program behaves as Unix programs do: exit statuses, data and messages apart, colours, closed pipes, first use.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use crate::shared::program::{DONGYAN, N_HITS, Place, QINGHE};
use serde_json::Value;

#[test]
fn the_exit_status_says_whether_anything_was_found() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    place.expect(0, ["search", "区管校聘"]);
    let none = place.expect(1, ["search", "--exact", "没有的词"]);
    assert!(none.out.is_empty() && none.err.contains("no passage") && none.err.contains("hint: "));
    place.expect(1, ["search", "区管校聘", "--year", "1999"]);
    place.expect(1, ["reports", "--district", "澜溪区"]);
    place.expect(2, ["search", "区管校聘", "--year", "去年"]);
    place.expect(2, ["search"]);
    place.expect(2, ["serach", "区管校聘"]);
    place
        .run(["inspect", "没有.txt"])
        .is_error("没有.txt: no such file or folder", "name a file");
    place
        .run(["inspect", "corpus"])
        .is_error("corpus is a folder", "xunzhang index PATH");
    place
        .run(["--index", "其他", "show", "x:1"])
        .is_error("no index in 其他", "`xunzhang --index 其他 index`");
    place
        .run(["--index", "其他2", "index", "没有"])
        .is_error("nothing could be indexed from 没有", "xunzhang index PATH");
    place
        .run(["--index", "corpus/青禾区2023.txt", "index"])
        .is_error("corpus/青禾区2023.txt", "");
}

#[test]
fn the_first_search_builds_the_index_and_says_so() {
    let place = Place::with_reports();
    let first = place.expect(0, ["search", "--json", "区管校聘"]);
    assert!(
        first
            .err
            .contains("no index in index yet: building it from corpus/"),
        "{}",
        first.err
    );
    assert!(
        first.err.contains("2 files in the index: 2 new"),
        "{}",
        first.err
    );
    let second = place.expect(0, ["search", "--json", "区管校聘"]);
    assert_eq!(second.out, first.out);
    assert!(second.err.is_empty(), "{}", second.err);
    let empty = Place::new();
    empty.run(["search", "区管校聘"]).is_error(
        "no index in index, and no folder corpus",
        "xunzhang index PATH",
    );
}

#[test]
fn an_update_reads_what_changed_and_drops_what_is_gone() {
    let place = Place::with_reports();
    let update = |expected: &str| {
        let run = place.expect(0, ["index"]);
        assert!(run.err.contains(expected), "{}\nnot: {expected}", run.err);
        assert!(run.out.is_empty());
    };
    update("2 files in the index: 2 new, 0 changed, 0 unchanged, 0 gone; ");
    update("2 files in the index: 0 new, 0 changed, 2 unchanged, 0 gone; ");
    assert_eq!(place.exact_total("区管校聘", &[]), N_HITS);

    place.write(
        "corpus/青禾区2023.txt",
        QINGHE.replace("“区管校聘”", "县管校聘"),
    );
    update("2 files in the index: 0 new, 1 changed, 1 unchanged, 0 gone; ");
    assert_eq!(place.exact_total("区管校聘", &[]), N_HITS - 1);
    assert_eq!(place.exact_total("县管校聘", &[]), 1);

    place.write(
        "corpus/鹿汀区/2024.txt",
        DONGYAN.replace("东堰区", "鹿汀区"),
    );
    update("3 files in the index: 1 new, 0 changed, 2 unchanged, 0 gone; ");
    assert_eq!(place.exact_total("区管校聘", &["--district", "鹿汀区"]), 2);

    fs::rename(
        place.path("corpus/鹿汀区/2024.txt"),
        place.path("corpus/别名.txt"),
    )
    .unwrap();
    update("3 files in the index: 1 new, 0 changed, 2 unchanged, 1 gone; ");
    let hits = place
        .expect(
            0,
            [
                "search",
                "--exact",
                "--json",
                "区管校聘",
                "--district",
                "鹿汀",
            ],
        )
        .json();
    assert!(
        hits.len() == 2 && hits.iter().all(|hit| hit["path"] == "corpus/别名.txt"),
        "{hits:#?}"
    );

    fs::remove_file(place.path("corpus/别名.txt")).unwrap();
    update("2 files in the index: 0 new, 0 changed, 2 unchanged, 1 gone; ");
    assert_eq!(place.exact_total("区管校聘", &["--district", "鹿汀区"]), 0);
    assert_eq!(place.exact_total("区管校聘", &[]), 2);

    let before = place.expect(0, ["search", "--json", "课后服务"]).out;
    let run = place.expect(0, ["index", "--rebuild"]);
    assert!(
        run.err.contains("2 files in the index: 2 new, 0 changed"),
        "{}",
        run.err
    );
    let ids = |out: &str| -> Vec<String> {
        let hits = out
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        hits.map(|hit| hit["id"].to_string()).collect()
    };
    assert_eq!(
        ids(&place.expect(0, ["search", "--json", "课后服务"]).out),
        ids(&before)
    );
}

#[test]
fn completions_name_the_commands() {
    let run = Place::new().expect(0, ["completions", "bash"]);
    for command in ["index", "search", "show", "reports", "inspect"] {
        assert!(run.out.contains(command));
    }
}

#[test]
fn colours_go_to_terminals_alone_unless_asked_for() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    let is_coloured = |args: &[&str], no_color: bool| {
        let mut command = place.command();
        command.args(args);
        if no_color {
            command.env("NO_COLOR", "1");
        }
        let output = command.output().unwrap();
        assert!(output.status.success());
        output.stdout.contains(&0x1b)
    };
    assert!(
        !is_coloured(&["search", "区管校聘"], false),
        "stdout is no terminal here"
    );
    assert!(is_coloured(
        &["search", "区管校聘", "--color", "always"],
        false
    ));
    assert!(!is_coloured(&["search", "区管校聘"], true));
    assert!(!is_coloured(
        &["search", "区管校聘", "--color", "never"],
        false
    ));
    assert!(
        !is_coloured(
            &["search", "区管校聘", "--json", "--color", "always"],
            false
        ),
        "JSON has no colours"
    );
}

#[test]
fn a_closed_pipe_is_no_error() {
    let place = Place::new();
    let line = |n: usize| format!("{{\"text\":\"第{n}所学校办好课后服务，家长和孩子都说好。\"}}\n");
    place.write(
        "corpus/many.jsonl",
        (0..5_000).map(line).collect::<String>(),
    );
    place.expect(0, ["index"]);
    for format in ["json", "text", "csv", "trec"] {
        let mut command = place.command();
        command.args(["search", "课后服务", "-n", "0", "--format", format]);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::with_capacity(64, child.stdout.take().unwrap())
            .read_line(&mut first)
            .unwrap();
        assert!(!first.is_empty());
        let mut said = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{format}: {said}");
        assert!(!said.contains("error"), "{format}: {said}");
    }
}
