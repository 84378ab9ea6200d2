//! How a command ends: its exit status, or the failure that the user is told, with a hint at what to do.
//!
//! Every command returns a [`CommandResult`]. Errors of the library become a [`Failure`] by `?`; a panic becomes one in
//! [`catch_panic`]. `main.rs` shows the failure and ends the process.

use std::any::Any;
use std::collections::VecDeque;
use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use anstyle::{AnsiColor, Style};

use xunzhang::corpus::ReadError;
use xunzhang::evaluation::EvaluationError;
use xunzhang::index::IndexError;
use xunzhang::render::printable;

/// What a command returns.
pub(crate) type CommandResult = Result<ExitStatus, Failure>;

/// The exit status of a command that did what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExitStatus {
    /// It found or did something: status 0.
    Success,
    /// It found nothing: status 1.
    NothingFound,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> ExitCode {
        match status {
            ExitStatus::Success => ExitCode::SUCCESS,
            ExitStatus::NothingFound => ExitCode::from(1),
        }
    }
}

const ERROR: Style = AnsiColor::Red.on_default().bold();
const AFTER_PANIC: &str =
    "if the index may be damaged, build it anew with `xunzhang index --rebuild`";

/// Why a command could not be carried out: status 2.
#[derive(Debug)]
pub(crate) enum Failure {
    Index(IndexError),
    Read(ReadError),
    Evaluation(EvaluationError),
    Output(io::Error),
    Usage { message: String, hint: String },
    Panic(Panic),
}

impl Failure {
    /// Returns the failure of a command that was asked for what cannot be done.
    pub(crate) fn usage(message: &str, hint: &str) -> Failure {
        Failure::Usage {
            message: message.to_string(),
            hint: hint.to_string(),
        }
    }

    /// Writes the failure to stderr, with a hint where there is one.
    pub(crate) fn show(&self) {
        let (message, hint) = match self {
            Failure::Index(error) => (error.to_string(), error.hint()),
            Failure::Read(error) => (error.to_string(), None),
            Failure::Evaluation(error) => (error.to_string(), error.hint().map(str::to_string)),
            Failure::Output(error) => (format!("cannot write the output: {error}"), None),
            Failure::Usage { message, hint } => (message.clone(), Some(hint.clone())),
            Failure::Panic(Panic { place, message }) => (
                format!("the program failed at {place}: {message}"),
                Some(AFTER_PANIC.to_string()),
            ),
        };
        let mut stderr = anstream::stderr().lock();
        let _ = writeln!(stderr, "{ERROR}error:{ERROR:#} {}", printable(&message));
        if let Some(hint) = hint {
            let _ = writeln!(stderr, "hint: {}", printable(&hint));
        }
    }
}

impl From<IndexError> for Failure {
    fn from(error: IndexError) -> Failure {
        Failure::Index(error)
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Failure {
        Failure::Read(error)
    }
}

impl From<EvaluationError> for Failure {
    fn from(error: EvaluationError) -> Failure {
        Failure::Evaluation(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Output(error)
    }
}

/// A panic: a fault of the program, or files of the index that are not as they were written, which no check noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Panic {
    /// The file and line of the source where it happened.
    place: String,
    message: String,
}

/// The latest panics of all threads, the newest last. Only a panic's hook learns of its place, and only whoever catches
/// it learns whether it matters, so the places wait here.
static LATEST_PANICS: Mutex<VecDeque<Panic>> = Mutex::new(VecDeque::new());

/// Only so many are kept, since a run over many broken files may catch thousands of panics.
const MAX_LATEST_PANICS: usize = 64;

/// Makes panics silent: from now on a panic only notes where it happened.
///
/// A panic ends its thread and goes to whoever joins that thread. One in a library that reads a file is caught there and
/// becomes that file's problem; any other comes to [`catch_panic`].
pub(crate) fn silence_panics() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let message = panic_message(info.payload());
        let mut latest = LATEST_PANICS.lock().unwrap_or_else(PoisonError::into_inner);
        if latest.len() == MAX_LATEST_PANICS {
            latest.pop_front();
        }
        latest.push_back(Panic { place, message });
    }));
}

/// Runs a command, and turns a panic in it or in a thread that it joins into a [`Failure`].
pub(crate) fn catch_panic(command: impl FnOnce() -> CommandResult) -> CommandResult {
    // After a panic nothing is done but to show it, so nothing that it left half done is seen.
    panic::catch_unwind(AssertUnwindSafe(command)).unwrap_or_else(|payload| {
        let message = panic_message(&*payload);
        let latest = LATEST_PANICS.lock().unwrap_or_else(PoisonError::into_inner);
        let noted = latest.iter().rev().find(|panic| panic.message == message);
        let panic = noted.cloned().unwrap_or_else(|| Panic {
            place: "an unknown place".to_string(),
            message,
        });
        Err(Failure::Panic(panic))
    })
}

fn panic_message(payload: &(dyn Any + Send)) -> String {
    let formatted = payload.downcast_ref::<String>().map(String::as_str);
    let message = formatted.or(payload.downcast_ref::<&str>().copied());
    message.unwrap_or("no reason given").to_string()
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    /// Runs a command that panics, under the silent hook, and returns what it panicked of.
    fn caught(command: impl FnOnce() -> CommandResult) -> Panic {
        let hook = panic::take_hook();
        silence_panics();
        let result = catch_panic(command);
        panic::set_hook(hook);
        match result {
            Err(Failure::Panic(panic)) => panic,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_panic_becomes_a_failure_with_its_place_and_message() {
        let panic = caught(|| panic!("no postings of {}", "区管"));
        assert_eq!(panic.message, "no postings of 区管");
        assert!(panic.place.contains("failure.rs:"), "{panic:?}");

        // The first panic is caught and comes to nothing; the second, in a thread, comes to us by its join.
        let panic = caught(|| {
            assert!(
                thread::spawn(|| -> () { panic!("one file") })
                    .join()
                    .is_err()
            );
            let worker = thread::spawn(|| -> CommandResult { panic!("the worker") });
            worker
                .join()
                .unwrap_or_else(|payload| panic::resume_unwind(payload))
        });
        assert_eq!(panic.message, "the worker");
        assert!(panic.place.contains("failure.rs:"), "{panic:?}");
    }

    #[test]
    fn a_command_that_does_not_panic_is_left_as_it_is() {
        assert!(matches!(
            catch_panic(|| Ok(ExitStatus::NothingFound)),
            Ok(ExitStatus::NothingFound)
        ));
    }
}
