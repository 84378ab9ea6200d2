//! A search says when files have changed since they were indexed, and updates the index first where it is asked to.

use std::fs;

use crate::shared::program::{self, DONGYAN, N_HITS, Place, QINGHE};

#[test]
fn a_search_says_what_changed_and_refresh_updates_first() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    let run = place.expect(0, ["search", "--exact", "区管校聘"]);
    assert!(!run.err.contains("changed since"), "{}", run.err);
    place.write("corpus/鹿汀区.txt", DONGYAN.replace("东堰区", "鹿汀区"));
    fs::remove_file(place.path("corpus/青禾区2023.txt")).unwrap();
    let run = place.expect(0, ["search", "--exact", "区管校聘"]);
    let note = "note: the files have changed since they were indexed: 1 new, 0 changed, 1 gone\nhint: update with `xunzhang index`, or search with --refresh\n";
    assert!(run.err.ends_with(note), "{}", run.err);
    assert_eq!(
        place.exact_total("区管校聘", &[]),
        N_HITS,
        "as it was indexed"
    );
    assert_eq!(
        place.exact_total("区管校聘", &["--refresh"]),
        N_HITS - 1 + 2
    );
    let run = place.expect(0, ["search", "--exact", "区管校聘"]);
    assert!(!run.err.contains("changed since"), "{}", run.err);
}

#[test]
fn a_correction_makes_an_index_stale_and_its_table_is_named() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    place.write(
        "corpus/metadata.csv",
        "path,district\n青禾区2023.txt,白榆县\n",
    );
    let run = place.expect(0, ["search", "区管校聘"]);
    assert!(
        run.err
            .contains("changed since they were indexed: corpus/metadata.csv\n"),
        "{}",
        run.err
    );
    fs::remove_file(place.path("corpus/东堰区2022.txt")).unwrap();
    let run = place.expect(0, ["search", "区管校聘"]);
    let what = "0 new, 0 changed, 1 gone, and corpus/metadata.csv\n";
    assert!(run.err.contains(what), "{}", run.err);
    assert_eq!(
        place.exact_total("区管校聘", &["--refresh", "--district", "白榆县"]),
        1
    );
}

#[test]
fn a_file_that_cannot_be_read_does_not_make_an_index_stale() {
    let place = Place::with_reports();
    place.write("corpus/empty.txt", "");
    place.write("corpus/bad.docx", "PK\u{3}\u{4}");
    place.expect(0, ["index"]);
    let run = place.expect(0, ["search", "区管校聘"]);
    assert!(!run.err.contains("changed since"), "{}", run.err);
    let run = place.expect(0, ["index"]);
    assert!(run.err.contains("2 left out"), "{}", run.err);
}

#[test]
fn an_index_that_is_used_from_another_folder_finds_its_files() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    fs::create_dir(place.path("elsewhere")).unwrap();
    let search = |place: &Place| {
        let mut command = place.command();
        command.current_dir(place.path("elsewhere"));
        command.args(["--index", "../index", "search", "--exact", "区管校聘"]);
        program::Run::of(command.output().unwrap())
    };
    assert!(!search(&place).err.contains("changed since"));
    place.write(
        "corpus/青禾区2023.txt",
        QINGHE.replace("四十套", "五十套五"),
    );
    let err = search(&place).err;
    assert!(err.contains("0 new, 1 changed, 0 gone"), "{err}");
    // An index and a corpus that were moved together still find each other.
    fs::create_dir(place.path("moved")).unwrap();
    for name in ["corpus", "index"] {
        fs::rename(place.path(name), place.path("moved").join(name)).unwrap();
    }
    let mut command = place.command();
    command.args([
        "--index",
        "moved/index",
        "search",
        "--exact",
        "--refresh",
        "五十套五",
    ]);
    let run = program::Run::of(command.output().unwrap());
    assert_eq!(run.code, 0, "{run:#?}");
    // An index without its files still answers, and does not speak of changes.
    fs::remove_dir_all(place.path("moved/corpus")).unwrap();
    let mut command = place.command();
    command.args(["--index", "moved/index", "search", "--exact", "五十套五"]);
    let run = program::Run::of(command.output().unwrap());
    assert!(
        run.code == 0 && !run.err.contains("changed since"),
        "{run:#?}"
    );
}

#[test]
fn programs_are_told_what_an_update_did() {
    let place = Place::with_reports();
    place.write("corpus/empty.txt", "");
    let run = place.expect(0, ["index", "--json"]);
    let last = run.json().last().unwrap().clone();
    assert_eq!(
        (last["event"].as_str(), last["n_new"].as_u64()),
        (Some("done"), Some(2))
    );
    assert_eq!(last["left_out"][0]["path"], "corpus/empty.txt");
    assert!(run.err.is_empty(), "{}", run.err);
}

#[test]
fn an_index_among_the_reports_is_none_of_them() {
    let place = Place::with_reports();
    place.expect(0, ["--index", "corpus/own", "index"]);
    for _ in 0..2 {
        let run = place.expect(0, ["--index", "corpus/own", "index"]);
        assert!(!run.err.contains("left out"), "{run:#?}");
        let run = place.expect(0, ["--index", "corpus/own", "search", "区管校聘"]);
        assert!(!run.err.contains("have changed"), "{run:#?}");
    }
}
