//! The commands `index` and `remove`: build or update the index, and say what was read and what was left out.
//!
//! `search` comes here too: to build the index for a first search, to update it with `--refresh`, and to say which files
//! have changed. The update itself is `xunzhang::ingest::update`; how far it has come is told by `progress`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use indicatif::HumanBytes;

use crate::arguments::{IndexArgs, RemoveArgs};
use crate::failure::{CommandResult, ExitStatus, Failure};
use crate::progress::{Audience, update_with_progress};
use crate::terminal::{count_of, say, say_left_out};
use xunzhang::index::{IndexError, Roots, Snapshot, Start, Writer};
use xunzhang::ingest::{Changes, SettingsCounts, Update, changes};
use xunzhang::render;

/// What is indexed where nothing else is named.
const DEFAULT_ROOT: &str = "corpus";
const NAME_PATHS: &str = "name files or folders that hold reports (.txt, .docx, .pdf, .html, .csv, .xlsx, .zip, …): `xunzhang index PATH…`";

/// Which paths an index is to hold.
#[derive(Debug, Clone, Copy)]
enum PathsRequest<'a> {
    /// Those that it holds; `corpus/` at first.
    Known,
    /// These besides those that it holds.
    Added(&'a [PathBuf]),
    /// These alone.
    Only(&'a [PathBuf]),
    /// Those that it holds without these.
    Without(&'a [PathBuf]),
}

/// What an update is asked to do. By default it updates the index from the paths that it holds.
#[derive(Debug)]
pub(crate) struct UpdateRequest<'a> {
    paths: PathsRequest<'a>,
    /// The names of the columns of tables, as they were typed.
    columns: Option<&'a str>,
    start: Start,
    /// Whether a file that was left out makes the command end with status 1.
    is_strict: bool,
    audience: Audience,
}

impl Default for UpdateRequest<'_> {
    fn default() -> Self {
        UpdateRequest {
            paths: PathsRequest::Known,
            columns: None,
            start: Start::Existing,
            is_strict: false,
            audience: Audience::People,
        }
    }
}

/// Builds or updates the index.
pub(crate) fn run(index_dir: &Path, args: &IndexArgs, out: &mut impl Write) -> CommandResult {
    let paths = &args.paths[..];
    let request = UpdateRequest {
        paths: match (paths, args.only) {
            ([], _) => PathsRequest::Known,
            (_, false) => PathsRequest::Added(paths),
            (_, true) => PathsRequest::Only(paths),
        },
        is_strict: args.strict,
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
    let known = writer.roots().filter(|roots| !roots.paths().is_empty());
    let roots = roots_of(request.paths, known, index_dir)?;
    let roots = match request.columns {
        Some(columns) => roots.with_columns(columns),
        None => roots,
    };
    let update = update_with_progress(writer, &roots, request.audience, out)?;
    match request.audience {
        Audience::People => say_update(&update),
        Audience::Programs => render::write_event_json(out, "done", &update)?,
    }
    let nothing_from = match request.paths {
        PathsRequest::Without(_) => Vec::new(),
        _ if update.n_files() == 0 => roots.paths().to_vec(),
        PathsRequest::Added(paths) => {
            let names = paths.iter().map(|path| roots.name_of(path, index_dir));
            names.filter(|name| update.empty.contains(name)).collect()
        }
        PathsRequest::Known | PathsRequest::Only(_) => Vec::new(),
    };
    if !nothing_from.is_empty() {
        return Err(Failure::usage(
            &format!("nothing could be indexed from {}", nothing_from.join(", ")),
            NAME_PATHS,
        ));
    }
    let is_success = !request.is_strict || update.left_out.is_empty();
    Ok(match is_success {
        true => ExitStatus::Success,
        false => ExitStatus::NothingFound,
    })
}

/// Takes files and folders out of the index.
pub(crate) fn remove(index_dir: &Path, args: &RemoveArgs, out: &mut impl Write) -> CommandResult {
    // An index that is not there is not made, and a path that is mistyped takes nothing out, now or later.
    let snapshot = Snapshot::open(index_dir)?;
    for path in &args.paths {
        if !snapshot.holds(path)? {
            return Err(Failure::usage(
                &format!("the index holds nothing of {}", path.display()),
                "`xunzhang reports` lists what it holds",
            ));
        }
    }
    drop(snapshot);
    let request = UpdateRequest {
        paths: PathsRequest::Without(&args.paths),
        audience: match args.json {
            true => Audience::Programs,
            false => Audience::People,
        },
        ..UpdateRequest::default()
    };
    update_index(index_dir, &request, out)
}

/// Gives the paths that an index is to hold, which holds `known` now.
fn roots_of(
    request: PathsRequest<'_>,
    known: Option<&Roots>,
    index_dir: &Path,
) -> Result<Roots, Failure> {
    match (request, known) {
        (PathsRequest::Known, Some(known)) => Ok(known.clone()),
        (PathsRequest::Known, None) => Ok(Roots::new(&[DEFAULT_ROOT.into()], index_dir)),
        (PathsRequest::Added(paths), Some(known)) => {
            let mut roots = known.clone();
            // A path that the index holds may be away for a while.
            check_paths(paths, |path| known.holds(path, index_dir))?;
            roots.add(paths, index_dir);
            Ok(roots)
        }
        (PathsRequest::Added(paths) | PathsRequest::Only(paths), _) => {
            check_paths(paths, |_| false)?;
            Ok(Roots::new(paths, index_dir))
        }
        (PathsRequest::Without(paths), known) => {
            let mut roots = known.map_or_else(|| Roots::new(&[], index_dir), Roots::clone);
            paths.iter().for_each(|path| roots.remove(path, index_dir));
            Ok(roots)
        }
    }
}

/// Fails where a path is not there, unless it may be away.
fn check_paths(paths: &[PathBuf], may_be_away: impl Fn(&Path) -> bool) -> Result<(), Failure> {
    match paths
        .iter()
        .find(|path| !path.exists() && !may_be_away(path))
    {
        None => Ok(()),
        Some(path) => Err(Failure::usage(
            &format!(
                "nothing could be indexed from {}: there is no such file or folder",
                path.display()
            ),
            NAME_PATHS,
        )),
    }
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
    for away in &update.away {
        say(&format!(
            "note: {} is not there: {} of it stay in the index as they were; `xunzhang remove` takes them out",
            away.path,
            count_of(away.n_files, "file")
        ));
    }
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
