//! The ways to ask beside a query that is typed: from a file, from standard input, by filters alone, by a line of a file.

use crate::shared::program::{Place, Run};

/// Runs a search whose query comes from standard input.
fn search_from_stdin(place: &Place, typed: &[u8], more: &[&str]) -> Run {
    let mut command = place.command();
    command.args(["search", "--query-file", "-", "--json", "-n", "0"]);
    command.args(more);
    let output = assert_cmd::Command::from_std(command)
        .write_stdin(typed)
        .output();
    Run::of(output.unwrap())
}

fn ids(run: &Run) -> Vec<String> {
    let hits = run.json();
    hits.iter().map(|hit| hit["id"].to_string()).collect()
}

#[test]
fn a_query_is_read_from_a_file_and_from_standard_input() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    for typed in ["“区管校聘” -试点", "教师 轮岗", "年:2022"] {
        let expected = ids(&place.expect(0, ["search", typed, "--json", "-n", "0"]));
        assert_eq!(
            ids(&search_from_stdin(
                &place,
                format!("{typed}\r\n").as_bytes(),
                &[]
            )),
            expected
        );
        place.write("query.txt", format!("{typed}\n"));
        let run = place.expect(
            0,
            ["search", "--query-file", "query.txt", "--json", "-n", "0"],
        );
        assert_eq!(ids(&run), expected, "{typed}");
    }
    // An editor on Windows may write GBK.
    let (in_gbk, _, _) = encoding_rs::GBK.encode("区管校聘");
    let expected = ids(&place.expect(0, ["search", "区管校聘", "--exact", "--json", "-n", "0"]));
    assert_eq!(
        ids(&search_from_stdin(&place, &in_gbk, &["--exact"])),
        expected
    );
}

#[test]
fn of_several_lines_the_text_is_searched_for_and_no_mark_is_an_operator() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    let run = search_from_stdin(&place, "推进区管\n校聘 -试点\n".as_bytes(), &[]);
    assert_eq!(run.code, 0, "{run:#?}");
    assert!(!run.err.contains("column"), "{}", run.err);
}

#[test]
fn a_query_that_cannot_be_read_is_an_error_with_its_file() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    let run = place.run(["search", "--query-file", "none.txt"]);
    run.is_error("none.txt", "- for standard input");
    let run = place.run(["search", "--query-file", "q.txt", "教师"]);
    assert_eq!(run.code, 2, "{run:#?}");
    place
        .run(["search"])
        .is_error("neither a query nor a filter", "--district");
}

#[test]
fn filters_alone_list_what_they_let_through_as_it_stands() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    let by_flag = place.expect(0, ["search", "--district", "青禾区", "--json", "-n", "40"]);
    let by_field = place.expect(0, ["search", "区:青禾区", "--json", "-n", "40"]);
    assert_eq!(ids(&by_flag), ids(&by_field));
    assert_eq!(by_flag.err, "");
    let hits = by_flag.json();
    let lines: Vec<u64> = hits
        .iter()
        .map(|hit| hit["line"].as_u64().unwrap())
        .collect();
    assert!(lines.len() > 3 && lines.is_sorted(), "{lines:?}");
    assert!(hits.iter().all(|hit| hit["district"] == "青禾区"));
}

#[test]
fn a_passage_is_shown_by_the_place_that_its_hit_names() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    let hits = place
        .expect(0, ["search", "区管校聘", "--json", "-n", "0"])
        .json();
    for hit in &hits {
        let at = format!("{}:{}", hit["path"].as_str().unwrap(), hit["line"]);
        let by_place = place.expect(0, ["show", &at, "--json"]);
        let by_id = place.expect(0, ["show", hit["id"].as_str().unwrap(), "--json"]);
        assert_eq!(by_place.out, by_id.out, "{at}");
    }
    for nowhere in ["corpus/none.txt:3", "corpus/青禾区2023.txt:0", "12:x"] {
        let run = place.expect(1, ["show", nowhere]);
        assert!(
            run.err
                .contains("hint: take an id, or a file with its line"),
            "{}",
            run.err
        );
    }
}

#[test]
fn manual_pages_are_written_for_the_program_and_each_command() {
    let place = Place::new();
    place.expect(0, ["man", "pages/man1"]);
    for name in [
        "xunzhang",
        "xunzhang-search",
        "xunzhang-index",
        "xunzhang-remove",
    ] {
        let page = std::fs::read_to_string(place.path(format!("pages/man1/{name}.1"))).unwrap();
        assert!(page.contains(".SH SYNOPSIS"), "{name}: {page}");
    }
    place.write("file", "");
    place
        .run(["man", "file"])
        .is_error("cannot write the pages to file", "name a folder");
}

#[test]
fn a_tab_in_a_text_is_a_space_on_the_terminal_and_a_tab_in_json() {
    let place = Place::new();
    place.write("corpus/a.jsonl", "{\"text\":\"一、\\t推进区管校聘\"}\n");
    place.expect(0, ["index"]);
    let shown = place.expect(0, ["search", "区管校聘"]).out;
    assert!(shown.contains("一、 推进区管校聘"), "{shown}");
    let hits = place.expect(0, ["search", "区管校聘", "--json"]).json();
    assert_eq!(hits[0]["text"], "一、\t推进区管校聘");
}

#[test]
fn the_hint_of_an_index_elsewhere_names_that_index() {
    let place = Place::new();
    place
        .run(["--index", "别处", "search", "x"])
        .is_error("no index in 别处", "xunzhang index PATH");
    place
        .run(["--index", "别处", "show", "x:1"])
        .is_error("no index in 别处", "`xunzhang --index 别处 index`");
}
