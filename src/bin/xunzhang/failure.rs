//! How a command ends: its exit status, or the failure that the user is told, with a hint at what to do.
//!
//! Every command returns a [`CommandResult`]. Errors of the library become a [`Failure`] by `?`. `main.rs` shows the failure and ends the process.

use std::io::{self, Write};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};

use xunzhang::corpus::{READER_THREAD, ReadError};
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

/// Why a command could not be carried out: status 2.
#[derive(Debug)]
pub(crate) enum Failure {
    Index(IndexError),
    Read(ReadError),
    Evaluation(EvaluationError),
    Output(io::Error),
    Usage { message: String, hint: String },
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
            Failure::Index(error) => (error.to_string(), error.hint().map(str::to_string)),
            Failure::Read(error) => (error.to_string(), None),
            Failure::Evaluation(error) => (error.to_string(), error.hint().map(str::to_string)),
            Failure::Output(error) => (format!("cannot write the output: {error}"), None),
            Failure::Usage { message, hint } => (message.clone(), Some(hint.clone())),
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

/// A panic is a fault of the program, or files of the index that are not as they were written, which no
/// check noticed. Either way the user is told in two lines, and the exit status is 2.
pub(crate) fn end_at_panics() {
    std::panic::set_hook(Box::new(|panic| {
        // A library that gives up over one file is that file's problem, and is listed with it.
        if std::thread::current().name() == Some(READER_THREAD) {
            return;
        }
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        let payload = panic.payload();
        let formatted = payload.downcast_ref::<String>().map(String::as_str);
        let reason = formatted
            .or(payload.downcast_ref::<&str>().copied())
            .unwrap_or("no reason given");
        let mut stderr = anstream::stderr().lock();
        let _ = writeln!(
            stderr,
            "{ERROR}error:{ERROR:#} the program failed at {place}: {}",
            printable(reason)
        );
        let _ = writeln!(
            stderr,
            "hint: if the index may be damaged, build it anew with `xunzhang index --rebuild`"
        );
        std::process::exit(2);
    }));
}
