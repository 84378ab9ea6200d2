//! The updates benchmark: measures what one change among 10,000 reports costs, beside building the index from nothing.
//!
//! `cargo bench --bench updates` writes 10,000 reports of invented districts into a folder of its own, and times whole commands
//! over it: the build, then in turns an update where nothing changed, where one file changed, was renamed or was corrected, and a search.
//! Medians are quoted, and each as a part of the build.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark prints what it measured"
)]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

type Outcome<T> = Result<T, Box<dyn Error>>;

const N_REPORTS: usize = 10_000;
/// The number of rounds of each measurement but the build.
const N_ROUNDS: usize = 7;

#[rustfmt::skip] // a table of words
const SUBJECTS: [&str; 12] = [
    "中小学教师", "义务教育学校", "幼儿园", "教研员", "校长", "班主任", "社区学院", "职业学校", "家长学校", "督导评估", "校园足球", "心理辅导室",
];
#[rustfmt::skip]
const MEASURES: [&str; 12] = [
    "推行区管校聘", "办好课后服务", "轮岗交流", "改造运动场地", "评选师德标兵", "扩大优质学位", "减轻过重负担", "普及科学教育", "开展集团化办学",
    "保障食品安全", "完善资助体系", "建设智慧校园",
];
const MARKS: [char; 4] = ['，', '，', '；', '。'];

fn main() {
    if let Err(error) = run() {
        eprintln!("error: {error}");
        std::process::exit(2);
    }
}

fn run() -> Outcome<()> {
    let place = tempfile::tempdir()?;
    let mut n_bytes = 0;
    for number in 0..N_REPORTS {
        let path = place.path().join(name(number));
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let text = report(number, 0);
        n_bytes += text.len();
        fs::write(path, text)?;
    }
    println!(
        "{N_REPORTS} reports, {:.0} MB; whole commands, medians of {N_ROUNDS} rounds\n",
        n_bytes as f64 / 1e6
    );
    println!("{:<44}{:>10}{:>14}", "", "ms", "of the build");
    let build = time(place.path(), &["index"])?;
    row("built from nothing", build, build);
    let changes: [(&str, Change, &[&str]); 5] = [
        ("update, nothing changed", |_, _| Ok(()), &["index"]),
        (
            "update, one file changed",
            |place, round| Ok(fs::write(place.join(name(4_321)), report(4_321, round))?),
            &["index"],
        ),
        (
            "update, one file renamed",
            |place, round| {
                let number = 1_000 + round;
                Ok(fs::rename(
                    place.join(name(number)),
                    place.join(format!("corpus/{round}.txt")),
                )?)
            },
            &["index"],
        ),
        (
            "update, one file corrected",
            |place, round| {
                let rows = format!("path,district\n{},青{round}禾区\n", name(77));
                Ok(fs::write(place.join("corpus/metadata.csv"), rows)?)
            },
            &["index"],
        ),
        (
            "search --exact, the files looked at",
            |_, _| Ok(()),
            &["search", "--exact", "普及科学教育"],
        ),
    ];
    for (what, change, command) in changes {
        let mut all = Vec::new();
        for round in 1..=N_ROUNDS {
            change(place.path(), round)?;
            all.push(time(place.path(), command)?);
        }
        all.sort_by(f64::total_cmp);
        row(what, all[N_ROUNDS / 2], build);
    }
    Ok(())
}

type Change = fn(&Path, usize) -> Outcome<()>;

fn row(what: &str, ms: f64, build: f64) {
    println!("{what:<44}{ms:>10.1}{:>14.5}", ms / build);
}

/// Returns the time that a command takes in milliseconds.
fn time(place: &Path, arguments: &[&str]) -> Outcome<f64> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xunzhang"));
    command.current_dir(place).args(arguments);
    let began = Instant::now();
    let status = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    let ms = began.elapsed().as_secs_f64() * 1e3;
    match status.success() {
        true => Ok(ms),
        false => Err(format!("{arguments:?} failed").into()),
    }
}

fn name(number: usize) -> String {
    format!("corpus/第{:02}区/{number:05}.txt", number % 100)
}

/// Writes a report of an invented district, a different one for every number and edition.
fn report(number: usize, edition: usize) -> String {
    let mut state = (number * 31 + edition) as u64;
    let mut below = |n: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n
    };
    let mut text = format!(
        "第{:02}区{}年教育工作总结\n\n",
        number % 100,
        2010 + number % 14
    );
    for section in ["一", "二", "三", "四"] {
        text.push_str(&format!("{section}、{}\n", MEASURES[below(12)]));
        for item in ["一", "二", "三", "四", "五"] {
            text.push_str(&format!(
                "（{item}）{}{}。",
                SUBJECTS[below(12)],
                MEASURES[below(12)]
            ));
            for _ in 0..12 {
                let (subject, measure) = (SUBJECTS[below(12)], MEASURES[below(12)]);
                text.push_str(&format!(
                    "{subject}{measure}{}项{}",
                    below(10_000),
                    MARKS[below(4)]
                ));
            }
            text.push_str("成效明显。\n");
        }
    }
    text
}
