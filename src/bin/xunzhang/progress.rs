//! Runs an update of the index, and tells meanwhile how far it has come: by a bar, by plain lines, or as JSON Lines.
//!
//! The update runs in a thread of its own and notes its [`Progress`]; this thread looks at it ten times a second and
//! tells its audience.

use std::io::{self, IsTerminal, Write, stderr};
use std::sync::{Mutex, mpsc};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::failure::Failure;
use crate::terminal::{count_of, say};
use xunzhang::index::{Roots, Writer};
use xunzhang::ingest::{Progress, Update, update};
use xunzhang::render;

/// Who is told how far an update has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// People, who read stderr.
    People,
    /// Programs, which read JSON Lines on stdout.
    Programs,
}

/// How often the progress of an update is looked at, which is how often a bar moves.
const LOOK_INTERVAL: Duration = Duration::from_millis(100);
/// How often a plain line tells of it, where stderr is no terminal.
const LINE_INTERVAL: Duration = Duration::from_secs(5);
/// How often a line of JSON tells of it.
const EVENT_INTERVAL: Duration = Duration::from_millis(500);

/// Updates the index from `roots`, and tells the audience how far the update has come.
pub(crate) fn update_with_progress(
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
        let mut reporter = ProgressReporter::new(audience);
        while is_done.recv_timeout(LOOK_INTERVAL) == Err(mpsc::RecvTimeoutError::Timeout) {
            let progress = latest.lock().ok().and_then(|latest| *latest);
            if let Some(progress) = progress {
                reporter.report(progress, out)?;
            }
        }
        reporter.end();
        match updating.join() {
            Ok(updated) => Ok(updated?),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// Tells how far an update has come.
struct ProgressReporter {
    audience: Audience,
    began: Instant,
    /// When a line was last written.
    reported: Instant,
    /// The bar that people see on a terminal; elsewhere they get plain lines.
    bar: Option<ProgressBar>,
}

impl ProgressReporter {
    fn new(audience: Audience) -> ProgressReporter {
        let is_bar = audience == Audience::People && stderr().is_terminal();
        let bar = is_bar.then(|| {
            let bar = ProgressBar::new(0);
            let style = ProgressStyle::with_template("{bar:30} {msg}, {eta} left");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar
        });
        let began = Instant::now();
        ProgressReporter {
            audience,
            began,
            reported: began,
            bar,
        }
    }

    fn report(&mut self, progress: Progress, out: &mut impl Write) -> io::Result<()> {
        if let Some(bar) = &self.bar {
            bar.set_length(progress.n_bytes_total);
            bar.set_position(progress.n_bytes);
            bar.set_message(progress_line(progress, self.began.elapsed()));
            return Ok(());
        }
        let interval = match self.audience {
            Audience::People => LINE_INTERVAL,
            Audience::Programs => EVENT_INTERVAL,
        };
        if self.reported.elapsed() < interval {
            return Ok(());
        }
        self.reported = Instant::now();
        if self.audience == Audience::Programs {
            render::write_event_json(out, "progress", &progress)?;
            return out.flush();
        }
        let elapsed = self.began.elapsed();
        let n_left = progress.n_bytes_total.saturating_sub(progress.n_bytes);
        let left = elapsed.as_secs_f64() * n_left as f64 / progress.n_bytes.max(1) as f64;
        say(&format!(
            "{}, {left:.0} s left",
            progress_line(progress, elapsed)
        ));
        Ok(())
    }

    fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Formats progress as `120 of 10000 files, 3400 passages, 19.1 MB/s`.
fn progress_line(progress: Progress, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64().max(1e-3);
    format!(
        "{} of {}, {}, {:.1} MB/s",
        progress.n_files,
        count_of(progress.n_files_total, "file"),
        count_of(progress.n_passages as usize, "passage"),
        progress.n_bytes as f64 / 1e6 / seconds,
    )
}
