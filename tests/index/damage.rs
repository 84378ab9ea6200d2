//! A damaged index never answers wrongly: a search is right, or says in two lines what is wrong and what to do.
//!
//! The index has another writer, another analyzer, damaged files, or was being written when its process was killed. No search
//! crashes with a backtrace, and none hangs.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use crate::shared::chance::Chance;
use crate::shared::program::{N_HITS, Place, QINGHE, Run};
use xunzhang::index::{Start, Writer};

const REBUILD: &str = "xunzhang index --rebuild";

#[test]
fn a_second_writer_is_told_of_the_first() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    let writer = Writer::open(&place.path("index"), Start::Existing).unwrap();
    let busy = "another process is writing to the index in index";
    place.run(["index"]).is_error(busy, "wait for it to end");
    place
        .run(["index", "--rebuild"])
        .is_error(busy, "wait for it to end");
    assert_eq!(place.exact_total("区管校聘", &[]), N_HITS, "searches go on");
    drop(writer);
    place.expect(0, ["index"]);
}

/// Changes a text inside `meta.json`, where the manifest is JSON within JSON.
fn edit_meta(place: &Place, from: &str, to: &str) {
    let path = place.path("index/meta.json");
    let meta = fs::read_to_string(&path).unwrap();
    assert!(meta.contains(from), "no {from} in {meta}");
    fs::write(&path, meta.replace(from, to)).unwrap();
}

#[test]
fn an_index_of_another_analyzer_is_refused_and_built_anew() {
    for (from, to, said) in [
        ("fold-1", "fold-0", "its analyzer is 'fold-0"),
        (r#"\"format\":"#, r#"\"format\":99"#, "its format is 99"),
        (
            r#"\"format\""#,
            r#"\"formart\""#,
            "its manifest is not this program's",
        ),
    ] {
        let place = Place::with_reports();
        place.expect(0, ["index"]);
        edit_meta(&place, from, to);
        for command in [
            &["search", "区管校聘"][..],
            &["reports"],
            &["show", "a:1"],
            &["index"],
        ] {
            place.run(command).is_error(said, REBUILD);
        }
        place.expect(0, ["index", "--rebuild"]);
        assert_eq!(place.exact_total("区管校聘", &[]), N_HITS);
    }
}

#[test]
fn what_else_lies_in_the_folder_of_the_index_stays() {
    let place = Place::with_reports();
    place.write("index/.gitignore", "*\n");
    place.write("index/notes.txt", "not the index's");
    place.expect(0, ["index"]);
    edit_meta(&place, "fold-1", "fold-0");
    place.expect(0, ["index", "--rebuild"]);
    assert_eq!(
        fs::read_to_string(place.path("index/notes.txt")).unwrap(),
        "not the index's"
    );
    assert!(place.path("index/.gitignore").exists());
}

/// A kind of damage to a file of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Damage {
    Halved,
    Emptied,
    Random,
    /// A few bytes in its middle are changed.
    Scratched,
    Gone,
}

impl Damage {
    fn happen(self, path: &Path, chance: &mut Chance) {
        let mut bytes = fs::read(path).unwrap();
        let mut overwrite = |range: std::ops::Range<usize>, bytes: &mut [u8]| {
            bytes[range]
                .iter_mut()
                .for_each(|byte| *byte = chance.next() as u8);
        };
        let n_bytes = bytes.len();
        match self {
            Damage::Halved => bytes.truncate(n_bytes / 2),
            Damage::Emptied => bytes.clear(),
            Damage::Random => overwrite(0..n_bytes, &mut bytes),
            Damage::Scratched => overwrite(n_bytes / 2..(n_bytes / 2 + 8).min(n_bytes), &mut bytes),
            Damage::Gone => return fs::remove_file(path).unwrap(),
        }
        fs::write(path, bytes).unwrap();
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// Lists the files of an index. Of its segments it takes one that has had passages deleted; `XUNZHANG_ALL` takes all.
fn files_to_damage(dir: &Path) -> Vec<String> {
    let files = fs::read_dir(dir).unwrap();
    let mut files: Vec<String> = files
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let holed = files.iter().find(|name| name.ends_with(".del"));
    let holed = holed.expect("a segment with deletions")[..32].to_string();
    if std::env::var_os("XUNZHANG_ALL").is_none() {
        let is_segment = |name: &str| name.split('.').next().is_some_and(|id| id.len() == 32);
        files.retain(|name| !is_segment(name) || name.starts_with(&holed));
    }
    files
}

/// Makes an index from which passages were deleted, with as many kinds of files as there can be.
fn used_index() -> Place {
    let place = Place::with_reports();
    let line = |n: usize| {
        format!("{{\"id\":\"甲{n}\",\"text\":\"第{n}所学校办好课后服务。\",\"year\":2022}}\n")
    };
    place.write("corpus/many.jsonl", (0..300).map(line).collect::<String>());
    place.expect(0, ["index"]);
    place.write("corpus/青禾区2023.txt", QINGHE.replace("四十套", "五十套"));
    place.expect(0, ["index"]);
    place
}

#[test]
fn a_damaged_index_answers_rightly_or_says_so_and_is_repaired() {
    let mut chance = Chance::announced("damage");
    let place = used_index();
    let searches: [&[&str]; 4] = [
        &["search", "--json", "--exact", "-n", "0", "区管校聘"],
        &[
            "search",
            "--json",
            "-n",
            "0",
            "学校的课后服务",
            "--year",
            "2022",
        ],
        &["reports", "--json"],
        &["show", "甲7", "--json"],
    ];
    let right: Vec<Run> = searches
        .iter()
        .map(|search| place.expect(0, *search))
        .collect();
    let files = files_to_damage(&place.path("index"));
    assert!(files.len() > 10, "{files:?}");

    let (mut n_refused, mut n_right, mut wrong, mut faults) = (0, 0, Vec::new(), Vec::new());
    for file in &files {
        for damage in [
            Damage::Halved,
            Damage::Emptied,
            Damage::Random,
            Damage::Scratched,
            Damage::Gone,
        ] {
            let copy = place.path("damaged");
            copy_folder(&place.path("index"), &copy);
            damage.happen(&copy.join(file), &mut chance);
            let case = format!("{file} {damage:?}");
            for (search, right) in searches.iter().zip(&right) {
                let run = place.run(["--index", "damaged"].iter().chain(*search));
                run.is_tame();
                if run.code != 2 && run.out == right.out {
                    n_right += 1;
                } else if run.code == 2 {
                    n_refused += 1;
                    let has_both =
                        run.err.contains("error: ") && run.err.contains("index --rebuild`");
                    if !has_both {
                        faults.push(format!("{case}, {search:?}: {}", run.err.trim_end()));
                    }
                } else if file == "meta.json" && damage == Damage::Gone {
                    // The first search builds the index anew; its scores are those of an index without holes.
                    assert_eq!(
                        run.out.lines().count(),
                        right.out.lines().count(),
                        "{run:#?}"
                    );
                    n_right += 1;
                } else if damage == Damage::Scratched {
                    wrong.push(format!("{case}, {}", search[0]));
                } else {
                    faults.push(format!("{case}, {search:?}: a wrong answer"));
                }
            }
            let rebuilt = place.run(["--index", "damaged", "index", "corpus", "--rebuild"]);
            rebuilt.is_tame();
            for (search, right) in searches.iter().zip(&right) {
                let run = place.run(["--index", "damaged"].iter().chain(*search));
                if rebuilt.code != 0 || run.out.lines().count() != right.out.lines().count() {
                    faults.push(format!(
                        "{case}: --rebuild does not repair: {} {}",
                        rebuilt.err, run.err
                    ));
                    break;
                }
            }
            fs::remove_dir_all(&copy).unwrap();
        }
    }
    eprintln!(
        "damage: {} files; {n_refused} searches refused, {n_right} right, {} wrong after a scratch: {wrong:?}",
        files.len(),
        wrong.len(),
    );
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn a_killed_run_leaves_the_last_commit_and_the_next_completes() {
    let mut chance = Chance::announced("kill");
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    let (mut n_killed, mut expected) = (0, N_HITS);
    for round in 0..8 {
        let n_more = 3_000 + 500 * round;
        let line = |n: usize| {
            format!("{{\"text\":\"第{n}所学校在第{round}学期推行区管校聘，教师轮岗交流。\"}}\n")
        };
        place.write(
            "corpus/many.jsonl",
            (0..n_more).map(line).collect::<String>(),
        );
        let mut command = place.command();
        command.args(["index"]).stderr(Stdio::null());
        // Every other time it builds from nothing, which must keep the last commit until the new one is whole.
        if round % 2 == 1 {
            command.arg("--rebuild");
        }
        let mut child = command.spawn().unwrap();
        sleep(Duration::from_millis(5 + chance.below(500) as u64));
        child.kill().unwrap();
        n_killed += usize::from(!child.wait().unwrap().success());
        let found = place.exact_total("区管校聘", &[]);
        let completed = N_HITS + n_more as u64;
        assert!(
            found == expected || found == completed,
            "{found}, not {expected} or {completed}"
        );
        place.expect(0, ["index"]);
        assert_eq!(place.exact_total("区管校聘", &[]), completed);
        expected = completed;
    }
    eprintln!("kill: {n_killed} of 8 runs were killed before their end");
    assert!(n_killed > 0, "every run ended before it was killed");
}

#[test]
fn a_run_killed_within_its_commit_does_not_stop_the_next() {
    let place = Place::with_reports();
    // Enough passages that the hole which the second run leaves is not closed at once.
    place.write(
        "corpus/many.jsonl",
        "{\"text\":\"办好课后服务。\"}\n".repeat(300),
    );
    place.expect(0, ["index"]);
    copy_folder(&place.path("index"), &place.path("killed"));
    place.write("corpus/青禾区2023.txt", QINGHE.replace("四十套", "五十套"));
    place.expect(0, ["index"]);
    let n_holes = files_to_damage(&place.path("index"))
        .iter()
        .filter(|name| name.ends_with(".del"))
        .count();
    assert_eq!(n_holes, 1);
    // So it looks after a kill: the files of the second commit are there, but the list of files is the first's.
    for entry in fs::read_dir(place.path("index")).unwrap() {
        let entry = entry.unwrap();
        let copy = place.path("killed").join(entry.file_name());
        let name = entry.file_name().into_string().unwrap();
        if name != "meta.json" {
            fs::copy(entry.path(), copy).unwrap();
        }
    }
    place.expect(0, ["--index", "killed", "search", "--exact", "四十套"]);
    place.expect(0, ["--index", "killed", "index", "corpus"]);
    place.expect(0, ["--index", "killed", "search", "--exact", "五十套"]);
    place.expect(1, ["--index", "killed", "search", "--exact", "四十套"]);
}

#[test]
fn searches_go_on_while_the_index_is_written() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    let (mut before, mut n_meanwhile) = (N_HITS, 0);
    for round in 0..4 {
        let n_more = 2_000 * (round + 1);
        let line = |n: usize| format!("{{\"text\":\"第{n}所学校推行区管校聘。\"}}\n");
        place.write(
            "corpus/many.jsonl",
            (0..n_more).map(line).collect::<String>(),
        );
        let after = N_HITS + n_more as u64;
        let mut child = place
            .command()
            .arg("index")
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut is_done = false;
        while !is_done {
            is_done = child.try_wait().unwrap().is_some();
            let found = place.exact_total("区管校聘", &[]);
            assert!(
                found == before || found == after,
                "{found}, not {before} or {after}"
            );
            assert!(!is_done || found == after, "{found} once it had ended");
            n_meanwhile += 1;
        }
        assert!(child.wait().unwrap().success());
        before = after;
    }
    eprintln!("meanwhile: {n_meanwhile} searches while the index was written");
}

#[test]
fn a_first_run_that_is_killed_leaves_nothing_in_the_way() {
    let mut chance = Chance::announced("first run");
    for _ in 0..4 {
        let place = Place::with_reports();
        let mut child = place
            .command()
            .arg("index")
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        sleep(Duration::from_millis(chance.below(120) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(place.exact_total("区管校聘", &[]), N_HITS);
        place.expect(0, ["index"]);
    }
}
