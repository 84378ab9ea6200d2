//! The command line's program: runs one command.
//!
//! The one place for messages and exit codes: 0 hits, 1 none, 2 error.

mod arguments;
mod completions;
mod eval;
mod failure;
mod index;
mod inspect;
mod reports;
mod search;
mod show;
mod terminal;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use clap::Parser;

use arguments::{Cli, Command, When};
use failure::{Failure, Found, Outcome};
use index::Audience;
use xunzhang::index::Start;

fn main() -> ExitCode {
    failure::show_panics_as_one_line();
    let cli = Cli::parse_from(arguments::arguments());
    let color = match cli.color {
        When::Auto => ColorChoice::Auto,
        When::Always => ColorChoice::Always,
        When::Never => ColorChoice::Never,
    };
    color.write_global();
    let mut out = BufWriter::with_capacity(1 << 16, AutoStream::new(io::stdout().lock(), color));
    let outcome = run(cli, &mut out).and_then(|found| {
        out.flush()?;
        Ok(found)
    });
    match outcome {
        Ok(Found::Some) => ExitCode::SUCCESS,
        Ok(Found::Nothing) => ExitCode::from(1),
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            // Whoever read us has read enough. What is still held must not be tried again.
            std::mem::forget(out);
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = out.flush();
            error.show();
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli, out: &mut impl Write) -> Outcome {
    match cli.command {
        Command::Index {
            paths,
            columns,
            rebuild,
            json,
        } => {
            let start = if rebuild {
                Start::Fresh
            } else {
                Start::Existing
            };
            let audience = if json {
                Audience::Programs
            } else {
                Audience::People
            };
            let columns = columns.as_deref();
            index::index(&cli.index, &paths, columns, start, audience, out)
        }
        Command::Search(args) => search::search(&cli.index, args, out),
        Command::Show { id, context, json } => show::show(&cli.index, &id, context, json, out),
        Command::Reports { filter, output } => {
            reports::list_reports(&cli.index, &filter.resolve(), output.format(), out)
        }
        Command::Inspect { file, json } => inspect::inspect(&file, json, out),
        Command::Eval {
            topics,
            qrels,
            json,
            run,
        } => eval::eval(&cli.index, &topics, &qrels, json, run.as_deref(), out),
        Command::Completions { shell } => completions::completions(shell, out),
    }
}
