//! An update that is killed at any moment leaves an index that answers as before or as after, and the next update mends it.
//!
//! After the next update the index equals one that is built from nothing, passage by passage. A full disk counts as a kill too.

use std::fs;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::shared::chance::Chance;
use crate::shared::made::{document, docx_of, p};
use crate::shared::program::{self, Place};

/// How many updates are killed.
const N_KILLS: usize = 50;

const SUBJECTS: [&str; 10] = [
    "教师",
    "学校",
    "课程",
    "校园",
    "学生",
    "幼儿园",
    "教研员",
    "校长",
    "家长",
    "社区",
];
const MEASURES: [&str; 10] = [
    "推行区管校聘",
    "办好课后服务",
    "轮岗交流",
    "改造运动场",
    "评选师德标兵",
    "开展督导",
    "减轻负担",
    "普及科学教育",
    "增加学位",
    "保障安全",
];

/// Makes a report of an invented district; every number makes another one.
fn report(chance: &mut Chance, district: usize) -> String {
    let mut text = format!("第{district}区{}年教育工作总结\n\n", 2015 + district % 9);
    for section in ["一", "二", "三"] {
        text.push_str(&format!("{section}、{}\n", MEASURES[chance.below(10)]));
        for _ in 0..10 {
            let mut word = |words: &[&'static str; 10]| words[chance.below(10)];
            let (subject, measure, other) = (word(&SUBJECTS), word(&MEASURES), word(&MEASURES));
            text.push_str(&format!(
                "全年{subject}{measure}，{other}，涉及{}人。\n",
                chance.below(100_000)
            ));
        }
    }
    text
}

/// Changes the folder a little: files are added, changed, removed, renamed, copied or corrected.
fn change(place: &Place, chance: &mut Chance, names: &mut Vec<String>) {
    for _ in 0..1 + chance.below(12) {
        let n_new = chance.below(1_000);
        match (chance.below(6), names.len()) {
            (0, 20..) => {
                let name = names.swap_remove(chance.below(names.len()));
                fs::remove_file(place.path(&name)).unwrap();
            }
            (1, 1..) => {
                let at = chance.below(names.len());
                let ending = names[at].rsplit_once('.').unwrap().1.to_owned();
                let to = format!("corpus/别名{n_new}.{ending}");
                fs::rename(place.path(&names[at]), place.path(&to)).unwrap();
                names.retain(|name| *name != to);
                let at = at.min(names.len() - 1);
                names[at] = to;
            }
            (2, 1..) => {
                let text = fs::read(place.path(&names[chance.below(names.len())])).unwrap();
                let Ok(text) = String::from_utf8(text) else {
                    continue;
                };
                let paragraphs: String = text
                    .lines()
                    .filter(|line| !line.is_empty())
                    .map(p)
                    .collect();
                let name = format!("corpus/又{n_new}.docx");
                place.write(
                    &name,
                    docx_of(&[("word/document.xml", &document(&paragraphs))]),
                );
                names.push(name);
            }
            (3, _) => {
                let rows = format!("path,district\n*{}.txt,第{n_new}县\n", chance.below(10));
                place.write("corpus/metadata.csv", rows);
            }
            _ => {
                let name = format!("corpus/第{}区.txt", chance.below(60));
                place.write(&name, report(chance, n_new));
                names.push(name);
            }
        }
        names.sort();
        names.dedup();
        names.retain(|name| place.path(name).exists());
    }
}

/// Returns every passage of an index with all that a hit says of it, and every report.
fn state(place: &Place, index: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for mark in ["，", "、", "年"] {
        let args = [
            "--index", index, "search", "--exact", "--json", "-n", "0", mark,
        ];
        found.extend(place.run(args).json().into_iter().map(plain));
    }
    found.sort();
    found.extend(
        place
            .run(["--index", index, "reports", "--json"])
            .out
            .lines()
            .map(str::to_owned),
    );
    found
}

fn plain(mut hit: serde_json::Value) -> String {
    let fields = hit.as_object_mut().unwrap();
    for field in ["rank", "score", "highlights"] {
        fields.remove(field);
    }
    hit.to_string()
}

#[test]
fn fifty_killed_updates_end_in_the_state_of_a_rebuild() {
    let mut chance = Chance::announced("killed");
    let place = Place::new();
    let mut names = Vec::new();
    for district in 0..60 {
        let name = format!("corpus/第{district}区.txt");
        place.write(&name, report(&mut chance, district));
        names.push(name);
    }
    place.expect(0, ["index"]);
    let mut committed = state(&place, "index");
    let (mut n_killed, mut n_became, mut longest) = (0, 0, Duration::from_millis(200));
    for _ in 0..N_KILLS {
        change(&place, &mut chance, &mut names);
        place.expect(0, ["--index", "fresh", "index", "--rebuild", "corpus"]);
        let rebuilt = state(&place, "fresh");
        let mut update = place.command();
        let mut update = update.arg("index").stderr(Stdio::null()).spawn().unwrap();
        sleep(longest.mul_f64(chance.below(1_000) as f64 / 1_000.0));
        let ended = update.try_wait().unwrap();
        update.kill().unwrap();
        update.wait().unwrap();
        n_killed += usize::from(ended.is_none());
        if ended.is_some() {
            longest = longest.mul_f64(0.8);
        }
        let found = state(&place, "index");
        let has_become = found == rebuilt;
        assert!(
            has_become || found == committed,
            "it answers as neither state"
        );
        n_became += usize::from(has_become && ended.is_none());
        let update = Instant::now();
        place.expect(0, ["index"]);
        longest = longest.max(update.elapsed().min(Duration::from_secs(2)).mul_f64(0.9));
        assert!(
            state(&place, "index") == rebuilt,
            "the next run ended in another state than a rebuild"
        );
        committed = rebuilt;
    }
    eprintln!(
        "killed: {n_killed} of {N_KILLS} updates before their end, {n_became} of them after their commit; 0 wrong states"
    );
    assert!(n_killed >= N_KILLS / 2, "{n_killed}");
}

#[test]
#[cfg(unix)]
fn a_full_disk_leaves_the_last_commit_and_says_so() {
    let mut chance = Chance::announced("full disk");
    let place = Place::new();
    place.write("corpus/a.txt", report(&mut chance, 1));
    place.expect(0, ["index"]);
    let committed = state(&place, "index");
    for district in 2..60 {
        place.write(
            format!("corpus/第{district}区.txt"),
            report(&mut chance, district),
        );
    }
    // A limit on the size of files takes the place of a full disk.
    let program = env!("CARGO_BIN_EXE_xunzhang");
    for n_blocks in [1, 8, 40] {
        let mut command = std::process::Command::new("sh");
        let script = format!("trap '' XFSZ; ulimit -f {n_blocks}; exec '{program}' index");
        command.current_dir(place.path("")).args(["-c", &script]);
        let run = program::Run::of(command.output().unwrap());
        run.is_error("cannot ", "what was committed last still answers");
        assert!(state(&place, "index") == committed, "{run:#?}");
    }
    place.expect(0, ["index"]);
    place.expect(0, ["--index", "fresh", "index", "corpus"]);
    assert!(state(&place, "index") == state(&place, "fresh"));
}
