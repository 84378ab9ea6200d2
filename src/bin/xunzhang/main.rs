//! The program `xunzhang`: parses the command line, runs one command, and ends with its exit status.
//!
//! `arguments` declares the commands and what can be typed after them; each command has a file of its own, whose `run`
//! takes its arguments and writes its answer to stdout. What is said beside the answer, and the width of the terminal,
//! are in `terminal`; errors and exit statuses are in `failure`. All that the commands do is done by the library, whose
//! map is `src/lib.rs`.

mod arguments;
mod completions;
mod eval;
mod failure;
mod index;
mod inspect;
mod manual;
mod progress;
mod reports;
mod search;
mod show;
mod terminal;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anstream::AutoStream;
use clap::Parser;

use arguments::{Cli, Command};
use failure::{CommandResult, Failure};

fn main() -> ExitCode {
    failure::silence_panics();
    let cli = Cli::parse_from(arguments::of_process());
    let color = cli.color.resolve();
    color.write_global();
    let stdout = AutoStream::new(io::stdout().lock(), color);
    let mut out = BufWriter::with_capacity(1 << 16, stdout);
    let result = failure::catch_panic(|| {
        let status = run(&cli, &mut out)?;
        out.flush()?;
        Ok(status)
    });
    match result {
        Ok(status) => status.into(),
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            // Whoever reads the output has read enough. What is still in the buffer must not be tried again.
            std::mem::forget(out);
            ExitCode::SUCCESS
        }
        Err(failure) => {
            let _ = out.flush();
            failure.show();
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli, out: &mut impl Write) -> CommandResult {
    let index_dir = &cli.index;
    match &cli.command {
        Command::Index(args) => index::run(index_dir, args, out),
        Command::Remove(args) => index::remove(index_dir, args, out),
        Command::Search(args) => search::run(index_dir, args, out),
        Command::Show(args) => show::run(index_dir, args, out),
        Command::Reports(args) => reports::run(index_dir, args, out),
        Command::Inspect(args) => inspect::run(args, out),
        Command::Eval(args) => eval::run(index_dir, args, out),
        Command::Completions(args) => completions::run(args, out),
        Command::Man(args) => manual::run(args, out),
    }
}
