//! The command that builds and updates the index: what it reads, its progress, what it says at the end.

use std::io::{self, IsTerminal, Write, stderr};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, mpsc};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, ProgressBar, ProgressStyle};

use crate::failure::{Failure, Found, Outcome};
use crate::terminal::say;
use xunzhang::corpus::LeftOut;
use xunzhang::index::{IndexError, Roots, Snapshot, Start, Writer};
use xunzhang::ingest::{Changes, Progress, SettingsCounts, Update, changes, update};
use xunzhang::render;

/// What is indexed where nothing else is named.
const DEFAULT_ROOT: &str = "corpus";

/// To whom an update is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// To people, on stderr.
    People,
    /// To programs, as JSON Lines on stdout.
    Programs,
}

/// Builds or updates the index in `dir` from the paths given, those of the last time, or the default.
pub(crate) fn index(
    dir: &Path,
    paths: &[PathBuf],
    columns: Option<&str>,
    start: Start,
    audience: Audience,
    out: &mut impl Write,
) -> Outcome {
    let writer = Writer::open(dir, start)?;
    let roots = match (paths, writer.roots()) {
        ([], Some(last)) => last.clone(),
        ([], None) => Roots::new(&[DEFAULT_ROOT.into()], dir),
        (paths, _) => Roots::new(paths, dir),
    };
    let roots = match columns {
        Some(columns) => roots.with_columns(columns),
        None => roots,
    };
    let update = run(writer, &roots, audience, out)?;
    match audience {
        Audience::People => say_what_was_done(&update),
        Audience::Programs => render::write_event_json(out, "done", &update)?,
    }
    if update.n_files() == 0 {
        return Err(Failure::usage(
            &format!("nothing could be indexed from {}", roots.paths().join(", ")),
            "name files or folders that hold reports (.txt, .docx, .pdf, .html, .csv, .xlsx, .zip, …): `xunzhang index PATH…`",
        ));
    }
    Ok(Found::Some)
}

/// Says that files have changed since they were indexed, where they have.
pub(crate) fn say_what_changed(snapshot: &Snapshot) {
    // A search has been answered: that the list of files cannot be read is for the next update to say.
    if let Ok(Some(changes)) = changes(snapshot) {
        let what = what_changed(&changes);
        say(&format!(
            "note: the files have changed since they were indexed: {what}"
        ));
        say("hint: update with `xunzhang index`, or search with --refresh");
    }
}

/// `1 new, 0 changed, 2 gone, and corpus/words.txt`
fn what_changed(changes: &Changes) -> String {
    let Changes {
        n_new,
        n_changed,
        n_gone,
        settings,
    } = changes;
    let files = format!("{n_new} new, {n_changed} changed, {n_gone} gone");
    match (n_new + n_changed + n_gone, settings.join(", ")) {
        (0, settings) if !settings.is_empty() => settings,
        (_, settings) if !settings.is_empty() => format!("{files}, and {settings}"),
        // Of files that could not be read, only the size is kept.
        (0, _) => "one that could not be read then".to_string(),
        _ => files,
    }
}

/// How long a first search waits for another process that is building the index.
const MAX_WAIT: Duration = Duration::from_secs(60);
const BETWEEN_LOOKS: Duration = Duration::from_millis(200);

/// Builds an index where there is none yet, for a first search, or waits for the process that does.
pub(crate) fn build_first(dir: &Path, out: &mut impl Write) -> Result<(), Failure> {
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
        match index(dir, &[], None, Start::Existing, Audience::People, out) {
            Err(Failure::Index(IndexError::Busy(_))) if began.elapsed() < MAX_WAIT => {
                std::thread::sleep(BETWEEN_LOOKS);
            }
            outcome => return outcome.map(|_| ()),
        }
    }
}

/// Between two looks at how far an update has come.
const BETWEEN_TELLINGS: Duration = Duration::from_millis(100);
/// Between two plain lines that tell it.
const BETWEEN_LINES: Duration = Duration::from_secs(5);
/// Between two lines of JSON that tell it.
const BETWEEN_EVENTS: Duration = Duration::from_millis(500);

/// Updates in a thread of its own, and tells meanwhile how far it has come.
fn run(
    writer: Writer,
    roots: &Roots,
    audience: Audience,
    out: &mut impl Write,
) -> Result<Update, Failure> {
    let latest: Mutex<Option<Progress>> = Mutex::new(None);
    let (done, is_done) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        let latest = &latest;
        let updating = scope.spawn(move || {
            let updated = update(writer, roots, &|progress| {
                if let Ok(mut latest) = latest.lock() {
                    *latest = Some(progress);
                }
            });
            drop(done);
            updated
        });
        let mut teller = Teller::new(audience);
        while is_done.recv_timeout(BETWEEN_TELLINGS) == Err(mpsc::RecvTimeoutError::Timeout) {
            let progress = latest.lock().ok().and_then(|latest| *latest);
            if let Some(progress) = progress {
                teller.tell(progress, out)?;
            }
        }
        teller.end();
        match updating.join() {
            Ok(updated) => Ok(updated?),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// Tells how far an update has come: a bar on a terminal, plain lines elsewhere, JSON Lines to programs.
struct Teller {
    began: Instant,
    told: Instant,
    bar: Option<ProgressBar>,
    audience: Audience,
}

impl Teller {
    fn new(audience: Audience) -> Teller {
        let is_bar = audience == Audience::People && stderr().is_terminal();
        let bar = is_bar.then(|| {
            let bar = ProgressBar::new(0);
            let style = ProgressStyle::with_template("{bar:30} {msg}, {eta} left");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar
        });
        let began = Instant::now();
        Teller {
            began,
            told: began,
            bar,
            audience,
        }
    }

    fn tell(&mut self, progress: Progress, out: &mut impl Write) -> io::Result<()> {
        if let Some(bar) = &self.bar {
            bar.set_length(progress.n_bytes_total);
            bar.set_position(progress.n_bytes);
            bar.set_message(self.how_far(progress));
            return Ok(());
        }
        let is_program = self.audience == Audience::Programs;
        let between = if is_program {
            BETWEEN_EVENTS
        } else {
            BETWEEN_LINES
        };
        if self.told.elapsed() < between {
            return Ok(());
        }
        self.told = Instant::now();
        if is_program {
            render::write_event_json(out, "progress", &progress)?;
            return out.flush();
        }
        let seconds = self.began.elapsed().as_secs_f64();
        let n_left = progress.n_bytes_total.saturating_sub(progress.n_bytes);
        let left = seconds * n_left as f64 / progress.n_bytes.max(1) as f64;
        say(&format!("{}, {left:.0} s left", self.how_far(progress)));
        Ok(())
    }

    /// `120 of 10000 files, 3400 passages, 19.1 MB/s`
    fn how_far(&self, progress: Progress) -> String {
        let seconds = self.began.elapsed().as_secs_f64().max(1e-3);
        format!(
            "{} of {}, {}, {:.1} MB/s",
            progress.n_files,
            n_of(progress.n_files_total, "file"),
            n_of(progress.n_passages as usize, "passage"),
            progress.n_bytes as f64 / 1e6 / seconds,
        )
    }

    fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Says what could not be read, and why.
pub(crate) fn say_what_was_left_out(all: &[LeftOut]) {
    for left_out in all {
        say(&format!("left out: {}", reason(left_out)));
    }
}

fn say_what_was_done(update: &Update) {
    say_what_was_left_out(&update.left_out);
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
    if update.n_duplicates > 0 {
        let those = match update.n_duplicates {
            1 => "1 report is the same as another".to_string(),
            n => format!("{n} reports are the same as others"),
        };
        say(&format!(
            "{those}, and found once; `xunzhang reports` lists where they lie"
        ));
    }
    let SettingsCounts { families, words } = update.settings;
    let families = families.map(|n| match n {
        1 => "synonyms.txt: 1 family".to_string(),
        n => format!("synonyms.txt: {n} families"),
    });
    let words = words.map(|n| format!("words.txt: {}", n_of(n, "word")));
    let taken: Vec<String> = families.into_iter().chain(words).collect();
    if !taken.is_empty() {
        say(&taken.join("; "));
    }
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
