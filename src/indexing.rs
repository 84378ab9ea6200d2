//! The command that builds and updates the index: what it reads, its progress, what it says at the end.

use std::io::{IsTerminal, stderr};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, ProgressBar, ProgressStyle};

use crate::failure::Failure;
use crate::{Found, Outcome, say};
use xunzhang::corpus::LeftOut;
use xunzhang::index::{IndexError, Progress, Start, Update, Writer, update};

/// What is indexed where nothing else is named.
const DEFAULT_ROOT: &str = "corpus";

/// Builds or updates the index in `dir` from the paths given, those of the last time, or the default.
pub(crate) fn index(dir: &Path, paths: &[PathBuf], rebuild: bool) -> Outcome {
    let start = if rebuild {
        Start::Fresh
    } else {
        Start::Existing
    };
    let writer = Writer::open(dir, start)?;
    let roots: Vec<PathBuf> = match (paths, writer.roots()) {
        ([], []) => vec![DEFAULT_ROOT.into()],
        ([], last) => last.iter().map(PathBuf::from).collect(),
        (paths, _) => paths.to_vec(),
    };
    let update = run(writer, &roots)?;
    say_what_was_done(&update);
    if update.n_files() == 0 {
        let names: Vec<String> = roots
            .iter()
            .map(|root| root.display().to_string())
            .collect();
        return Err(Failure::usage(
            &format!("nothing could be indexed from {}", names.join(", ")),
            "name files or folders that hold reports (.txt, .docx, .pdf, .html, .csv, .xlsx, .zip, …): `xunzhang index PATH…`",
        ));
    }
    Ok(Found::Some)
}

/// How long a first search waits for another process that is building the index.
const MAX_WAIT: Duration = Duration::from_secs(60);
const BETWEEN_LOOKS: Duration = Duration::from_millis(200);

/// Builds an index where there is none yet, for a first search, or waits for the process that does.
pub(crate) fn build_first(dir: &Path) -> Result<(), Failure> {
    if !Path::new(DEFAULT_ROOT).is_dir() {
        return Err(Failure::usage(
            &format!(
                "no index in {}, and no folder {DEFAULT_ROOT} to build it from",
                dir.display()
            ),
            "name the files or folders that hold reports: `xunzhang index PATH…`",
        ));
    }
    say(&format!(
        "no index in {} yet: building it from {DEFAULT_ROOT}/",
        dir.display()
    ));
    let began = Instant::now();
    loop {
        match index(dir, &[], false) {
            Err(Failure::Index(IndexError::Busy(_))) if began.elapsed() < MAX_WAIT => {
                std::thread::sleep(BETWEEN_LOOKS);
            }
            outcome => return outcome.map(|_| ()),
        }
    }
}

fn run(writer: Writer, roots: &[PathBuf]) -> Result<Update, Failure> {
    if !stderr().is_terminal() {
        return Ok(update(writer, roots, &|_| {})?);
    }
    let bar = ProgressBar::new(0);
    let template = "{bar:30} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    let updated =
        update(writer, roots, &|Progress {
                                    n_bytes,
                                    n_bytes_total,
                                }| {
            bar.set_length(n_bytes_total);
            bar.set_position(n_bytes);
        });
    bar.finish_and_clear();
    Ok(updated?)
}

fn say_what_was_done(update: &Update) {
    for left_out in &update.left_out {
        say(&format!("left out: {}", reason(left_out)));
    }
    let seconds = update.elapsed.as_secs_f64();
    let n_read = update.n_new + update.n_changed;
    let mut done = format!(
        "{} in the index: {} new, {} changed, {} unchanged, {} gone; {}",
        n_of(update.n_files(), "file"),
        update.n_new,
        update.n_changed,
        update.n_unchanged,
        update.n_removed,
        n_of(update.n_passages as usize, "passage")
    );
    if n_read > 0 {
        let speed = HumanBytes((update.n_bytes as f64 / seconds.max(1e-3)) as u64);
        done.push_str(&format!(
            "; {} read in {seconds:.1} s, {speed}/s",
            HumanBytes(update.n_bytes)
        ));
    }
    say(&done);
    if !update.left_out.is_empty() {
        say(&format!("{} left out", update.left_out.len()));
    }
    if update.n_with_problems > 0 {
        say(&format!(
            "{} with problems: see `xunzhang reports`",
            update.n_with_problems
        ));
    }
}

fn n_of(n: usize, what: &str) -> String {
    match n {
        1 => format!("1 {what}"),
        n => format!("{n} {what}s"),
    }
}

/// Why a path is left out, by a line that names it once.
pub(crate) fn reason(left_out: &LeftOut) -> String {
    match left_out.reason.contains(&left_out.path) {
        true => left_out.reason.clone(),
        false => format!("{}: {}", left_out.path, left_out.reason),
    }
}
