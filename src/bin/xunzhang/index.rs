//! The command `index`: builds or updates the index, and says what was read and what was left out.
//!
//! `search` comes here too: to build the index for a first search, to update it with `--refresh`, and to say which files
//! have changed. The update itself is `xunzhang::ingest::update`; how far it has come is told by `progress`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use indicatif::HumanBytes;

use crate::arguments::IndexArgs;
use crate::failure::{CommandResult, ExitStatus, Failure};
use crate::progress::{Audience, update_with_progress};
use crate::terminal::{count_of, say, say_left_out};
use xunzhang::index::{IndexError, Roots, Snapshot, Start, Writer};
use xunzhang::ingest::{Changes, SettingsCounts, Update, changes};
use xunzhang::render;

/// What is indexed where nothing else is named.
const DEFAULT_ROOT: &str = "corpus";

/// What an update is asked to do. By default it updates the index from the paths of the last time.
#[derive(Debug)]
pub(crate) struct UpdateRequest<'a> {
    /// The files and folders to index; none means those of the last time, or `corpus/` at first.
    paths: &'a [PathBuf],
    /// The names of the columns of tables, as they were typed.
    columns: Option<&'a str>,
    start: Start,
    audience: Audience,
}

impl Default for UpdateRequest<'_> {
    fn default() -> Self {
        UpdateRequest {
            paths: &[],
            columns: None,
            start: Start::Existing,
            audience: Audience::People,
        }
    }
}

/// Builds or updates the index.
pub(crate) fn run(index_dir: &Path, args: &IndexArgs, out: &mut impl Write) -> CommandResult {
    let request = UpdateRequest {
        paths: &args.paths,
        columns: args.columns.as_deref(),
        start: match args.rebuild {
            true => Start::Fresh,
            false => Start::Existing,
        },
        audience: match args.json {
            true => Audience::Programs,
            false => Audience::People,
        },
    };
    update_index(index_dir, &request, out)
}

/// Updates the index as requested, and says what was done.
pub(crate) fn update_index(
    index_dir: &Path,
    request: &UpdateRequest,
    out: &mut impl Write,
) -> CommandResult {
    let writer = Writer::open(index_dir, request.start)?;
    let roots = match (request.paths, writer.roots()) {
        ([], Some(last)) => last.clone(),
        ([], None) => Roots::new(&[DEFAULT_ROOT.into()], index_dir),
        (paths, _) => Roots::new(paths, index_dir),
    };
    let roots = match request.columns {
        Some(columns) => roots.with_columns(columns),
        None => roots,
    };
    let update = update_with_progress(writer, &roots, request.audience, out)?;
    match request.audience {
        Audience::People => say_update(&update),
        Audience::Programs => render::write_event_json(out, "done", &update)?,
    }
    if update.n_files() == 0 {
        return Err(Failure::usage(
            &format!("nothing could be indexed from {}", roots.paths().join(", ")),
            "name files or folders that hold reports (.txt, .docx, .pdf, .html, .csv, .xlsx, .zip, …): `xunzhang index PATH…`",
        ));
    }
    Ok(ExitStatus::Success)
}

/// How long a first search waits for another process that is building the index, and how often it looks.
const MAX_WAIT: Duration = Duration::from_secs(60);
const WAIT_INTERVAL: Duration = Duration::from_millis(200);

/// Builds an index for a first search where there is none yet, or waits for the process that is building it.
pub(crate) fn build_first(index_dir: &Path, out: &mut impl Write) -> Result<(), Failure> {
    if !Path::new(DEFAULT_ROOT).is_dir() {
        return Err(Failure::usage(
            &format!(
                "no index in {}, and no folder {DEFAULT_ROOT} to build it from",
                index_dir.display()
            ),
            "name the files or folders that hold reports: `xunzhang index PATH…`",
        ));
    }
    say(&format!(
        "no index in {} yet: building it from {DEFAULT_ROOT}/",
        index_dir.display()
    ));
    let began = Instant::now();
    loop {
        match update_index(index_dir, &UpdateRequest::default(), out) {
            Err(Failure::Index(IndexError::Busy(_))) if began.elapsed() < MAX_WAIT => {
                std::thread::sleep(WAIT_INTERVAL);
            }
            outcome => return outcome.map(|_| ()),
        }
    }
}

/// Says which files have changed since they were indexed, if any.
pub(crate) fn say_changes(snapshot: &Snapshot) {
    // The search has been answered by now. Where the list of files cannot be read, the next update says so.
    if let Ok(Some(changes)) = changes(snapshot) {
        say(&format!(
            "note: the files have changed since they were indexed: {}",
            changes_line(&changes)
        ));
        say("hint: update with `xunzhang index`, or search with --refresh");
    }
}

/// Formats changes as `1 new, 0 changed, 2 gone, and corpus/words.txt`.
fn changes_line(changes: &Changes) -> String {
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
        // A file that could not be read has changed: only its size is kept, so its change counts nowhere.
        (0, _) => "one that could not be read then".to_string(),
        _ => files,
    }
}

/// Says what an update did: first what it left out, then its counts.
fn say_update(update: &Update) {
    say_left_out(&update.left_out);
    let seconds = update.elapsed.as_secs_f64();
    let n_read = update.n_new + update.n_changed;
    let mut counts = format!(
        "{} in the index: {} new, {} changed, {} unchanged, {} gone; {}",
        count_of(update.n_files(), "file"),
        update.n_new,
        update.n_changed,
        update.n_unchanged,
        update.n_removed,
        count_of(update.n_passages as usize, "passage")
    );
    if n_read > 0 {
        let speed = HumanBytes((update.n_bytes as f64 / seconds.max(1e-3)) as u64);
        counts.push_str(&format!(
            "; {} read in {seconds:.1} s, {speed}/s",
            HumanBytes(update.n_bytes)
        ));
    }
    say(&counts);
    if update.n_duplicates > 0 {
        let copies = match update.n_duplicates {
            1 => "1 report is the same as another".to_string(),
            n => format!("{n} reports are the same as others"),
        };
        say(&format!(
            "{copies}, and found once; `xunzhang reports` lists where they lie"
        ));
    }
    let SettingsCounts { families, words } = update.settings;
    let families = families.map(|n| match n {
        1 => "synonyms.txt: 1 family".to_string(),
        n => format!("synonyms.txt: {n} families"),
    });
    let words = words.map(|n| format!("words.txt: {}", count_of(n, "word")));
    let settings: Vec<String> = families.into_iter().chain(words).collect();
    if !settings.is_empty() {
        say(&settings.join("; "));
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
