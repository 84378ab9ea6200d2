//! Words of the users' words.txt are cut as words, and an index that was cut by another list is built again.

use std::fs;

use crate::shared::program::{self, Place, Run};

/// Returns what a query is cut into, as `--explain` says it.
fn cut(place: &Place, query: &str) -> String {
    let run = place.run(["search", "--explain", query]);
    assert!(run.code <= 1, "{run:#?}");
    let line = run.out.lines().find(|line| line.contains("ranked by"));
    let (_, words) = line.unwrap().split_once("ranked by ").unwrap();
    words.trim().to_owned()
}

/// Returns all that searches and `reports` say of an index after a command, without scores and ranks, which depend on its segments.
fn state(place: &Place, command: &[&str]) -> Vec<String> {
    place.expect(0, command);
    let mut state = Vec::new();
    for query in ["区管校聘", "课后服务", "教师周转房", "改革"] {
        state.push(cut(place, query));
        let hits = place.run(["search", "--json", "-n", "0", query]).json();
        let hits = hits.into_iter().map(|mut hit| {
            hit.as_object_mut().unwrap().remove("score");
            hit.as_object_mut().unwrap().remove("rank");
            hit.to_string()
        });
        state.extend(hits);
    }
    state.extend(
        place
            .expect(0, ["reports", "--json"])
            .out
            .lines()
            .map(str::to_owned),
    );
    state.sort();
    state
}

#[track_caller]
fn did(run: &Run, what: &str) {
    assert!(run.err.contains(what), "{}", run.err);
}

#[test]
fn a_word_of_users_is_one_word_to_index_and_query() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    assert_eq!(cut(&place, "区管校聘改革"), "[区管] [管校] [校聘] 改革");
    place.write("corpus/words.txt", "# 我区的说法\n\n區管校聘 5 nz\n");
    did(
        &place.expect(0, ["index"]),
        "2 files in the index: 0 new, 2 changed, 0 unchanged, 0 gone",
    );
    assert_eq!(cut(&place, "区管校聘改革"), "区管校聘 改革");
    assert_eq!(place.exact_total("区管校聘", &[]), program::N_HITS);
}

#[test]
fn a_list_of_words_is_no_report() {
    let place = Place::with_reports();
    place.write("corpus/words.txt", "区管校聘\n");
    place.write(
        "corpus/青禾区/words.txt",
        program::QINGHE.replace("青禾区", "鹿汀区"),
    );
    place.write("corpus/青禾区/metadata.csv", "path,区县\n2023.txt,鹿汀区\n");
    place.write(
        "corpus/青禾区/table.csv",
        "标题,正文\n甲区2023年工作总结,办好学校。\n",
    );
    let run = place.expect(0, ["index"]);
    for name in ["words.txt", "metadata.csv"] {
        let said = format!("corpus/青禾区/{name}: belongs at the top of the folder");
        did(&run, &said);
    }
    let reports = place.expect(0, ["reports", "--json"]).json();
    let paths: Vec<_> = reports
        .iter()
        .map(|report| report["path"].as_str().unwrap())
        .collect();
    assert_eq!(paths.len(), 3, "{paths:?}");
    assert!(
        paths.iter().any(|path| path.contains("table.csv")),
        "{paths:?}"
    );
}

#[test]
fn an_index_whose_words_changed_is_stale_and_updated_to_that_of_a_rebuild() {
    let place = Place::with_reports();
    let unsaid = state(&place, &["index"]);
    let steps = [
        Some("区管校聘\n"),
        Some("区管校聘\n课后服务 100000\n"),
        Some("课后服务 0\n区管校聘\n"),
        None,
    ];
    for (step, words) in steps.iter().enumerate() {
        match words {
            Some(words) => place.write("corpus/words.txt", words),
            None => fs::remove_file(place.path("corpus/words.txt")).unwrap(),
        }
        let run = place.expect(0, ["search", "区管校聘"]);
        did(&run, "changed since they were indexed: corpus/words.txt\n");
        let updated = state(&place, &["index"]);
        assert_eq!(
            updated,
            state(&place, &["index", "--rebuild"]),
            "step {step}"
        );
        assert_eq!(updated == unsaid, words.is_none(), "step {step}");
        did(&place.expect(0, ["index"]), "0 changed, 2 unchanged");
        let run = place.expect(0, ["search", "区管校聘"]);
        assert!(!run.err.contains("changed since"), "{}", run.err);
    }
}

#[test]
fn a_comment_that_changed_makes_no_file_be_read_again() {
    let place = Place::with_reports();
    place.write("corpus/words.txt", "区管校聘\n");
    place.expect(0, ["index"]);
    place.write("corpus/words.txt", "# 师资\n区管校聘\n");
    did(&place.expect(0, ["index"]), "0 changed, 2 unchanged");
    let run = place.expect(0, ["search", "区管校聘"]);
    assert!(!run.err.contains("changed since"), "{}", run.err);
}

#[test]
fn lines_that_are_no_words_are_listed_and_the_others_count() {
    let place = Place::with_reports();
    let wrong = "校\n2023\n教师 周转房\n一核·三区\n区管校聘 -1 n\n";
    let many = "校\n".repeat(7);
    place.write("corpus/words.txt", format!("{wrong}{many}教师周转房\n"));
    let run = place.expect(0, ["index"]);
    for what in [
        "corpus/words.txt: line 1: '校' is no word: it is one character",
        "line 2: '2023' is no word: it has no letter",
        "line 3: '周转房' is no frequency, a number from 0 to 100000000; a word has no spaces in it",
        "line 4: '一核·三区' is no word: '·' ends a word wherever it stands",
        "line 5: '-1' is no frequency",
        "line 10: ",
        "corpus/words.txt: 2 more such lines",
    ] {
        did(&run, what);
    }
    assert!(!run.err.contains("line 11"), "{}", run.err);
    place.write("corpus/words.txt", "教师周转房\n");
    place.expect(0, ["index"]);
    place.write(
        "corpus/青禾区2023.txt",
        program::QINGHE.replace("乡村教师修建", "教师"),
    );
    place.expect(0, ["index"]);
    assert_eq!(cut(&place, "教师周转房"), "教师周转房");
}

#[test]
fn lists_of_several_folders_and_encodings_all_count() {
    let place = Place::with_reports();
    let (bytes, _, _) = encoding_rs::GB18030.encode("区管校聘\r\n");
    place.write("corpus/words.txt", bytes);
    place.write("more/words.txt", "\u{feff}兴趣课程\r\n区管校聘 0\r\n");
    place.write(
        "more/a.txt",
        "芦港区2021年工作总结\n一、课程\n开设兴趣课程。\n",
    );
    place.expect(0, ["index", "corpus", "more"]);
    assert_eq!(
        cut(&place, "区管校聘"),
        "区管校聘",
        "the first that names a word counts"
    );
    assert_eq!(cut(&place, "兴趣课程"), "兴趣课程");
}

#[test]
fn a_long_word_of_users_is_one_unit_of_a_query() {
    let place = Place::with_reports();
    let word = "党组织领导的校长负责制试点校";
    place.write(
        "corpus/more.txt",
        format!("青禾区2024年教育工作总结\n一、党建\n{word}增至六所。\n"),
    );
    place.write("corpus/words.txt", word);
    place.expect(0, ["index"]);
    assert_eq!(
        cut(&place, &format!("{word}有几所")),
        format!("{word} [有几] [几所]")
    );
}
