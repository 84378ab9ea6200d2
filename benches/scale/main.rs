//! The scale benchmark: measures xunzhang beside a plain program on 420,002 real passages, in one run.
//!
//! `cargo bench --bench scale` prints, for each, indexing speed, size of the index, peak memory, warm queries and whole
//! processes, and the ratios. Each measurement is a process of its own; the two programs take turns, and medians are
//! quoted, since machines are noisy. The passages are read from `../shared/scale` or `$XUNZHANG_SHARED/scale`.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark prints what it measured"
)]

mod keywords;
mod ours;
mod plain;
mod sentences;

use std::error::Error;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde::{Deserialize, Serialize};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The number of rounds of each measurement, whose medians are quoted.
const N_ROUNDS: usize = 3;
/// The number of times that the keywords are searched for warm, after a first time that does not count.
const N_PASSES: usize = 5;

/// The measurements of one process.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Measured {
    seconds: f64,
    peak_mb: f64,
    /// The time of each query in milliseconds.
    query_ms: Vec<f64>,
    /// The number of passages found by all queries together.
    n_found: u64,
}

fn main() {
    if let Err(error) = run() {
        eprintln!("error: {error}");
        std::process::exit(2);
    }
}

fn run() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let paths: Vec<&Path> = arguments.iter().skip(1).map(Path::new).collect();
    match arguments.first().map(String::as_str) {
        Some("plain-index") => child(|| Ok(plain::index(paths[0], paths[1])?)),
        Some("ours-index") => child(|| ours::index(&paths[1..], paths[0])),
        Some("plain-queries") => child_queries(paths[0], |keywords| {
            let plain = plain::Plain::open(paths[1])?;
            time_queries(keywords, |keyword| Ok(plain.search(keyword)?.0 as u64))
        }),
        Some("ours-queries") => child_queries(paths[0], |keywords| {
            let ours = ours::Ours::open(paths[1])?;
            time_queries(keywords, |keyword| ours.ranked(keyword))
        }),
        Some("ours-exact") => child_queries(paths[0], |keywords| {
            let ours = ours::Ours::open(paths[1])?;
            time_queries(keywords, |keyword| ours.exact(keyword))
        }),
        Some("plain-long") => child_queries(paths[0], |queries| {
            let plain = plain::Plain::open(paths[1])?;
            time_queries(queries, |query| Ok(plain.search_any(query)?.0 as u64))
        }),
        Some("plain-once") => {
            let (n_found, texts) = plain::Plain::open(paths[1])?.search(&arguments[1])?;
            println!("{n_found} {}", texts.join("\n"));
            Ok(())
        }
        _ => benchmark(),
    }
}

/// Runs a measurement in this process and prints the result as JSON.
fn child(measure: impl FnOnce() -> Outcome<()>) -> Outcome<()> {
    let began = Instant::now();
    measure()?;
    let measured = Measured {
        seconds: began.elapsed().as_secs_f64(),
        peak_mb: peak_mb(),
        ..Measured::default()
    };
    println!("{}", serde_json::to_string(&measured)?);
    Ok(())
}

fn child_queries(
    keywords: &Path,
    measure: impl FnOnce(&[String]) -> Outcome<Measured>,
) -> Outcome<()> {
    let keywords: Vec<String> = fs::read_to_string(keywords)?
        .lines()
        .map(str::to_string)
        .collect();
    println!("{}", serde_json::to_string(&measure(&keywords)?)?);
    Ok(())
}

fn time_queries(
    keywords: &[String],
    mut ask: impl FnMut(&str) -> Outcome<u64>,
) -> Outcome<Measured> {
    let mut measured = Measured::default();
    for pass in 0..=N_PASSES {
        measured.n_found = 0;
        for keyword in keywords {
            let began = Instant::now();
            measured.n_found += ask(keyword)?;
            if pass > 0 {
                measured.query_ms.push(began.elapsed().as_secs_f64() * 1e3);
            }
        }
    }
    measured.peak_mb = peak_mb();
    Ok(measured)
}

/// Returns the most memory that this process has held, pages of mapped files included; 0 elsewhere than on Linux.
fn peak_mb() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kb = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok());
    kb.unwrap_or(0.0) / 1024.0
}

/// Runs this program again for one measurement.
fn measure(name: &str, paths: &[&Path]) -> Outcome<Measured> {
    let output = Command::new(std::env::current_exe()?)
        .arg(name)
        .args(paths)
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(format!("{name} failed").into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

fn percentile_99(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() * 99 / 100).copied().unwrap_or(0.0)
}

fn fresh(dir: &Path) -> Outcome<()> {
    if dir.exists() {
        fs::remove_dir_all(dir)?;
    }
    Ok(fs::create_dir_all(dir)?)
}

fn size_mb(dir: &Path) -> Outcome<f64> {
    let mut n_bytes = 0;
    for entry in fs::read_dir(dir)? {
        n_bytes += entry?.metadata()?.len();
    }
    Ok(n_bytes as f64 / 1e6)
}

fn benchmark() -> Outcome<()> {
    let shared = std::env::var_os("XUNZHANG_SHARED")
        .map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let packed = shared.join("scale/passages.jsonl.xz");
    if !packed.exists() {
        println!(
            "the scale benchmark needs {}, which is not here",
            packed.display()
        );
        return Ok(());
    }
    let work = tempfile::tempdir()?;
    let passages = work.path().join("passages.jsonl");
    unpack(&packed, &passages)?;
    let text_mb = keywords::text_bytes(&passages)? as f64 / 1e6;
    let file_mb = fs::metadata(&passages)?.len() as f64 / 1e6;
    println!(
        "{file_mb:.0} MB of JSON Lines, {text_mb:.0} MB of text in them; medians of {N_ROUNDS} rounds\n"
    );
    println!("{:<44}{:>12}{:>12}{:>9}", "", "plain", "xunzhang", "ratio");

    let (plain_dir, ours_dir) = (work.path().join("plain"), work.path().join("ours"));
    let (mut plain, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..N_ROUNDS {
        fresh(&plain_dir)?;
        plain.push(measure("plain-index", &[&passages, &plain_dir])?);
        fresh(&ours_dir)?;
        ours.push(measure("ours-index", &[&ours_dir, &passages])?);
    }
    let seconds = |all: &[Measured]| median(all.iter().map(|one| one.seconds).collect());
    let peak = |all: &[Measured]| all.iter().map(|one| one.peak_mb).fold(0.0, f64::max);
    row(
        "indexing, MB/s",
        file_mb / seconds(&plain),
        file_mb / seconds(&ours),
    );
    row("index, MB", size_mb(&plain_dir)?, size_mb(&ours_dir)?);
    row(
        "index / text",
        size_mb(&plain_dir)? / text_mb,
        size_mb(&ours_dir)? / text_mb,
    );
    row("peak memory while indexing, MB", peak(&plain), peak(&ours));

    let twin = work.path().join("twin.jsonl");
    fs::hard_link(&passages, &twin)?;
    let double_dir = work.path().join("double");
    let double = measure("ours-index", &[&double_dir, &passages, &twin])?;
    println!(
        "{:<44}{:>12}{:>12.1}",
        "  the same, of twice the passages", "", double.peak_mb
    );
    fs::remove_dir_all(&double_dir)?;

    let seed = keywords::SEED;
    let keywords = keywords::draw(&passages)?;
    let list = work.path().join("keywords");
    fs::write(&list, keywords.join("\n"))?;
    println!(
        "\n{} keywords of 2 to 8 characters, 50 of them unknown to jieba (seed {seed})",
        keywords.len()
    );
    let [plain, ranked, exact] = in_turns(
        &list,
        [
            ("plain-queries", &plain_dir),
            ("ours-queries", &ours_dir),
            ("ours-exact", &ours_dir),
        ],
    )?;
    query_rows("warm, ten hits", &plain, &ranked);
    query_rows("warm, --exact", &plain, &exact);
    row(
        "passages found",
        plain[0].n_found as f64,
        exact[0].n_found as f64,
    );

    long_queries(&passages, &plain_dir, &ours_dir, work.path())?;

    let some: Vec<&String> = keywords.iter().step_by(4).collect();
    let me = std::env::current_exe()?;
    let plain = time_processes(&some, |keyword| {
        let mut command = Command::new(&me);
        command.arg("plain-once").arg(keyword).arg(&plain_dir);
        command
    })?;
    let ours = |exact: bool| {
        time_processes(&some, |keyword| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_xunzhang"));
            command
                .arg("search")
                .arg(keyword)
                .arg("--index")
                .arg(&ours_dir);
            if exact {
                command.arg("--exact");
            }
            command
        })
    };
    let (exact, ranked) = (ours(true)?, ours(false)?);
    row(
        "whole process, --exact: median, ms",
        median(plain.clone()),
        median(exact.clone()),
    );
    row(
        "whole process, --exact: slowest, ms",
        slowest(&plain),
        slowest(&exact),
    );
    row("whole process: median, ms", median(plain), median(ranked));
    Ok(())
}

/// Runs processes that answer all queries of a list, each as often as there are rounds, in turns.
fn in_turns<const N: usize>(
    list: &Path,
    kinds: [(&str, &PathBuf); N],
) -> Outcome<[Vec<Measured>; N]> {
    let mut measured = [const { Vec::new() }; N];
    for _ in 0..N_ROUNDS {
        for ((verb, dir), measured) in kinds.iter().zip(&mut measured) {
            measured.push(measure(verb, &[list, dir])?);
        }
    }
    Ok(measured)
}

/// Prints the median and the 99th percentile of the times of a query, of each the median over the rounds.
fn query_rows(name: &str, plain: &[Measured], ours: &[Measured]) {
    let over_rounds = |rounds: &[Measured], of_one: fn(Vec<f64>) -> f64| {
        median(
            rounds
                .iter()
                .map(|one| of_one(one.query_ms.clone()))
                .collect(),
        )
    };
    for (measure, of_one) in [
        ("median", median as fn(Vec<f64>) -> f64),
        ("99th percentile", percentile_99),
    ] {
        row(
            &format!("{name}: {measure}, ms"),
            over_rounds(plain, of_one),
            over_rounds(ours, of_one),
        );
    }
}

/// Measures queries as long as sentences: how fast they are, and whether one that lost a third of its words is found.
fn long_queries(passages: &Path, plain_dir: &Path, ours_dir: &Path, work: &Path) -> Outcome<()> {
    let queries = sentences::draw_queries(passages)?;
    let list = work.join("sentences");
    fs::write(&list, queries.join("\n"))?;
    let n_queries = queries.len();
    let seed = keywords::SEED + 1;
    println!(
        "\n{n_queries} queries of 15 to 40 characters (seed {seed}); the plain program asks for any of the words"
    );
    let [plain, ours] = in_turns(
        &list,
        [
            ("plain-long", &plain_dir.to_path_buf()),
            ("ours-queries", &ours_dir.to_path_buf()),
        ],
    )?;
    query_rows("warm, ten hits", &plain, &ours);

    let dropped = sentences::draw_dropped(passages)?;
    let seed = keywords::SEED + 2;
    let n_dropped = dropped.len();
    println!(
        "\n{n_dropped} sentences of 20 to 60 characters with a third of their words dropped (seed {seed})"
    );
    let (plain, ours) = (plain::Plain::open(plain_dir)?, ours::Ours::open(ours_dir)?);
    let (mut of_plain, mut of_ours) = (0.0, 0.0);
    for one in &dropped {
        let wanted = sentences::letters(&one.sentence);
        of_plain += reciprocal_rank(&plain.search_any(&one.query)?.1, &wanted);
        of_ours += reciprocal_rank(&ours.texts(&one.query)?, &wanted);
    }
    let n_dropped = n_dropped as f64;
    let (plain, ours) = (of_plain / n_dropped, of_ours / n_dropped);
    println!(
        "{:<44}{plain:>12.3}{ours:>12.3}{:>9.2}",
        "RR@10",
        ours / plain
    );
    Ok(())
}

fn reciprocal_rank(texts: &[String], wanted: &str) -> f64 {
    let found = texts
        .iter()
        .position(|text| sentences::letters(text).contains(wanted));
    found.map_or(0.0, |before| 1.0 / (before + 1) as f64)
}

fn slowest(values: &[f64]) -> f64 {
    values.iter().copied().fold(0.0, f64::max)
}

fn row(name: &str, plain: f64, ours: f64) {
    println!("{name:<44}{plain:>12.2}{ours:>12.2}{:>9.2}", ours / plain);
}

/// Returns for each keyword the time of a whole process in milliseconds, the median of five.
fn time_processes(keywords: &[&String], command: impl Fn(&str) -> Command) -> Outcome<Vec<f64>> {
    let mut times = Vec::new();
    for keyword in keywords {
        let mut of_keyword = Vec::new();
        for _ in 0..5 {
            let began = Instant::now();
            let status = command(keyword)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()?;
            of_keyword.push(began.elapsed().as_secs_f64() * 1e3);
            if !matches!(status.code(), Some(0 | 1)) {
                return Err(format!("a process for {keyword} failed").into());
            }
        }
        times.push(median(of_keyword));
    }
    Ok(times)
}

fn unpack(packed: &Path, to: &Path) -> Outcome<()> {
    let status = Command::new("xz")
        .arg("-dc")
        .arg(packed)
        .stdout(File::create(to)?)
        .status();
    match status {
        Ok(status) if status.success() => Ok(()),
        _ => Err("xz could not unpack the passages; is it installed?".into()),
    }
}
