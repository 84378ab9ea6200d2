//! `index PATH` adds, `--only` replaces, `remove` takes out, and what is away as a whole stays: nothing is lost by surprise.

use std::fs;

use crate::shared::program::Place;

const QINGHE: &str = "青禾区2022年教育工作总结\n一、队伍\n推进区管校聘改革，教师轮岗有序。\n";
const DONGYAN: &str = "东堰区2022年教育工作总结\n一、队伍\n区管校聘试点扩大到全区。\n";
const QIYAN: &str = "栖岩县2023年教育工作要点\n一、队伍\n全面推行区管校聘。\n";

/// A folder with two folders of reports, a/ and b/.
fn place() -> Place {
    let place = Place::new();
    place.write("a/青禾区2022.txt", QINGHE);
    place.write("a/东堰区2022.txt", DONGYAN);
    place.write("b/栖岩县2023.txt", QIYAN);
    place
}

fn total(place: &Place) -> u64 {
    place.exact_total("区管校聘", &[])
}

#[test]
fn a_path_is_added_to_those_that_the_index_holds() {
    let place = place();
    place.expect(0, ["index", "a"]);
    assert_eq!(total(&place), 2);
    place.expect(0, ["index", "b"]);
    assert_eq!(total(&place), 3);
    // What is there already is not read again, however it is written.
    let again = place.expect(0, ["index", "./a/", "b/栖岩县2023.txt", "--json"]);
    let done = again.json().pop().unwrap();
    assert_eq!(
        (&done["n_unchanged"], &done["n_new"]),
        (&3.into(), &0.into()),
        "{done}"
    );
    place.write("a/芦港区2022.txt", DONGYAN.replace("东堰", "芦港"));
    place.write("b/栖岩县2023.txt", format!("{QIYAN}扩大区管校聘成果。\n"));
    place.expect(0, ["index"]);
    assert_eq!(total(&place), 5);
}

#[test]
fn a_path_is_added_from_another_folder_too() {
    let place = place();
    place.expect(0, ["index", "a"]);
    let mut command = place.command();
    command.current_dir(place.path("b"));
    command.args(["--index", "../index", "index", "栖岩县2023.txt"]);
    assert!(command.output().unwrap().status.success());
    assert_eq!(total(&place), 3);
    place.expect(0, ["index"]);
    assert_eq!(total(&place), 3);
}

#[test]
fn only_makes_the_index_hold_these_paths_alone() {
    let place = place();
    place.expect(0, ["index", "a"]);
    place.expect(0, ["index", "--only", "b"]);
    assert_eq!(total(&place), 1);
    place.expect(0, ["index"]);
    assert_eq!(total(&place), 1);
    assert_eq!(place.run(["index", "--only"]).code, 2);
}

#[test]
fn what_is_removed_stays_out_until_it_is_named_again() {
    let place = place();
    place.expect(0, ["index", "a", "b"]);
    place.expect(0, ["remove", "a/东堰区2022.txt"]);
    assert_eq!(total(&place), 2);
    place.expect(0, ["index"]);
    assert_eq!(total(&place), 2);
    let found = place.expect(0, ["search", "区管校聘"]);
    assert!(!found.err.contains("have changed"), "{}", found.err);
    place.expect(0, ["remove", "b"]);
    assert_eq!(total(&place), 1);
    place.expect(0, ["index", "a/东堰区2022.txt"]);
    assert_eq!(total(&place), 2);
    place.expect(0, ["index", "a", "b"]);
    assert_eq!(total(&place), 3);
    // The files themselves are where they were.
    assert!(place.path("b/栖岩县2023.txt").exists());
}

#[test]
fn all_can_be_removed_and_what_is_not_there_cannot() {
    let place = place();
    place
        .run(["remove", "a"])
        .is_error("no index", "xunzhang index");
    place.expect(0, ["index", "a"]);
    place
        .run(["remove", "b"])
        .is_error("the index holds nothing of b", "xunzhang reports");
    place
        .run(["remove", "a/没有.txt"])
        .is_error("the index holds nothing of a/没有.txt", "xunzhang reports");
    place.write("a/没有.txt", QIYAN);
    place.expect(0, ["index"]);
    assert_eq!(
        total(&place),
        3,
        "a name that was mistyped once is not kept out"
    );
    fs::remove_dir_all(place.path("a")).unwrap();
    place.expect(0, ["remove", "a"]);
    assert_eq!(total(&place), 0);
    assert_eq!(place.run(["search", "区管校聘"]).code, 1);
    place.expect(0, ["index", "b"]);
    assert_eq!(total(&place), 1);
}

#[test]
fn a_path_that_is_away_as_a_whole_keeps_its_reports() {
    let place = place();
    place.write("a/words.txt", "区管校聘\n");
    place.expect(0, ["index", "a", "b"]);
    for empty_folder_is_left in [false, true] {
        fs::rename(place.path("a"), place.path("elsewhere")).unwrap();
        if empty_folder_is_left {
            fs::create_dir(place.path("a")).unwrap();
        }
        let found = place.expect(0, ["search", "区管校聘"]);
        assert!(!found.err.contains("have changed"), "{}", found.err);
        place.write("b/芦港区2022.txt", DONGYAN.replace("东堰", "芦港"));
        for command in [&["index"][..], &["index", "b"], &["index", "a"]] {
            let run = place.expect(0, command);
            let note = "note: a is not there: 2 files of it stay in the index";
            assert!(run.err.contains(note), "{command:?}: {}", run.err);
            assert_eq!(total(&place), 4);
        }
        if empty_folder_is_left {
            fs::remove_dir(place.path("a")).unwrap();
        }
        fs::rename(place.path("elsewhere"), place.path("a")).unwrap();
        let found = place.expect(0, ["search", "区管校聘"]);
        assert!(!found.err.contains("1 gone"), "{}", found.err);
        let run = place.expect(0, ["index"]);
        assert!(!run.err.contains("not there"), "{}", run.err);
        assert_eq!(total(&place), 4);
        fs::remove_file(place.path("b/芦港区2022.txt")).unwrap();
        place.expect(0, ["index"]);
    }
    // What is gone from a folder that is there is gone.
    place.write("a/below/芦港区2022.txt", DONGYAN.replace("东堰", "芦港"));
    place.expect(0, ["index", "a/below"]);
    assert_eq!(total(&place), 4);
    fs::remove_dir_all(place.path("a/below")).unwrap();
    fs::remove_file(place.path("a/东堰区2022.txt")).unwrap();
    place.expect(0, ["index"]);
    assert_eq!(total(&place), 2);
}

#[test]
fn a_copy_of_a_report_that_is_away_is_found_once_or_twice_but_never_lost() {
    let place = place();
    let long: String = (0..30)
        .map(|n| format!("第{n}项：推进区管校聘改革第{n}步。\n"))
        .collect();
    place.write(
        "a/青禾区2022.txt",
        format!("青禾区2022年教育工作总结\n{long}"),
    );
    place.write(
        "b/青禾区2022.txt",
        format!("青禾区2022年教育工作总结\n{long}"),
    );
    place.expect(0, ["index", "a", "b"]);
    let before = total(&place);
    fs::rename(place.path("a"), place.path("elsewhere")).unwrap();
    place.write("b/芦港区2022.txt", DONGYAN.replace("东堰", "芦港"));
    place.expect(0, ["index"]);
    assert!(total(&place) > before, "{before}");
    fs::rename(place.path("elsewhere"), place.path("a")).unwrap();
    place.expect(0, ["index"]);
    assert_eq!(total(&place), before + 1);
}

#[test]
fn a_path_that_was_never_there_is_an_error_and_changes_nothing() {
    let place = place();
    place.run(["index", "none"]).is_error(
        "from none: there is no such file or folder",
        "xunzhang index PATH",
    );
    place.expect(0, ["index", "a"]);
    place.run(["index", "b", "none"]).is_error(
        "from none: there is no such file or folder",
        "xunzhang index PATH",
    );
    assert_eq!(total(&place), 2);
    fs::create_dir(place.path("empty")).unwrap();
    place.run(["index", "empty"]).is_error(
        "nothing could be indexed from empty",
        "name files or folders",
    );
    assert_eq!(total(&place), 2);
}

#[test]
fn strict_tells_by_the_status_that_a_file_was_left_out() {
    let place = place();
    place.expect(0, ["index", "a", "--strict"]);
    place.write("a/damaged.docx", b"PK\x03\x04 cut off");
    place.expect(0, ["index"]);
    let run = place.expect(1, ["index", "--strict"]);
    assert!(run.err.contains("left out: a/damaged.docx"), "{}", run.err);
    assert_eq!(total(&place), 2);
}

#[test]
fn what_is_passed_over_is_named_with_the_reason() {
    let place = place();
    place.write("a/照片.jpg", b"\xff\xd8\xff");
    place.write("a/公文.ofd", b"PK");
    place.write("a/~$总结.docx", b"lock");
    place.write("a/.hidden.txt", b"x");
    for number in 0..8 {
        place.write(format!("b/{number}.rar"), b"Rar!");
    }
    let run = place.expect(0, ["index", "a", "b"]);
    for said in [
        "left out: a/照片.jpg: is a picture",
        "left out: a/公文.ofd: is an OFD document, which is not read: save it as PDF",
        "left out: 8 files of which each is an archive that is not read",
        "10 left out",
    ] {
        assert!(run.err.contains(said), "{said}: {}", run.err);
    }
    assert!(
        !run.err.contains("~$") && !run.err.contains("hidden"),
        "{}",
        run.err
    );
    let run = place.expect(1, ["index", "--strict", "--json"]);
    let done = run.json().pop().unwrap();
    assert_eq!(done["left_out"].as_array().unwrap().len(), 10);
}
