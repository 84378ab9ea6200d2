//! The command line's program: runs one command.
//!
//! The one place for messages and exit codes: 0 hits, 1 none, 2 error.

mod cli;
mod evaluating;
mod failure;
mod indexing;
mod inspecting;
mod searching;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use clap::{CommandFactory, Parser};

use cli::{Cli, Command, Format, When};
use failure::Failure;
use indexing::Audience;
use xunzhang::index::{ReportRecord, Snapshot, Start};
use xunzhang::query::{Filter, YearRange, is_place};
use xunzhang::render::{self, Layout};
use xunzhang::search::context;

/// What a command came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Some,
    Nothing,
}

type Outcome = Result<Found, Failure>;

fn main() -> ExitCode {
    failure::show_panics_as_one_line();
    let cli = Cli::parse_from(cli::arguments());
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
            indexing::index(&cli.index, &paths, columns, start, audience, out)
        }
        Command::Search(args) => searching::search(&cli.index, args, out),
        Command::Show { id, context, json } => show(&cli.index, &id, context, json, out),
        Command::Reports { filter, output } => {
            list_reports(&cli.index, &filter.resolve(), output.format(), out)
        }
        Command::Inspect { file, json } => inspecting::inspect(&file, json, out),
        Command::Eval {
            topics,
            qrels,
            json,
            run,
        } => evaluating::eval(&cli.index, &topics, &qrels, json, run.as_deref(), out),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "xunzhang", out);
            Ok(Found::Some)
        }
    }
}

/// How wide stdout is.
fn layout() -> Layout {
    match terminal_size::terminal_size() {
        Some((width, _)) if io::stdout().is_terminal() => Layout::Columns(width.0.into()),
        _ => Layout::Unwrapped,
    }
}

/// Writes a line to stderr that is no data.
fn say(message: &str) {
    let message = render::shown(message);
    let _ = writeln!(anstream::stderr().lock(), "{message}");
}

fn show(dir: &Path, id: &str, n_around: u32, json: bool, out: &mut impl Write) -> Outcome {
    let snapshot = Snapshot::open(dir)?;
    let passages = context(&snapshot, id, n_around)?;
    if passages.is_empty() {
        say(&format!("no passage has the id '{id}'"));
        say("hint: take an id from `xunzhang search`; ids change when a file is moved");
        return Ok(Found::Nothing);
    }
    if json {
        for passage in &passages {
            render::write_json_line(out, passage)?;
        }
    } else {
        render::write_passages(out, &passages, layout())?;
    }
    Ok(Found::Some)
}

fn list_reports(dir: &Path, filter: &Filter, format: Format, out: &mut impl Write) -> Outcome {
    let (mut reports, left_out) = Snapshot::open(dir)?.reports()?;
    reports.retain(|report| is_wanted(report, filter));
    match format {
        Format::Json => {
            for report in &reports {
                render::write_json_line(out, report)?;
            }
        }
        Format::Csv => render::write_reports_csv(&mut *out, &reports)?,
        Format::Text if reports.is_empty() => {}
        Format::Text => render::write_reports(out, &reports)?,
        Format::Trec => {
            return Err(Failure::usage(
                "a list of reports is no TREC run",
                "use text, json or csv",
            ));
        }
    }
    out.flush()?;
    if format == Format::Text {
        indexing::say_what_was_left_out(&left_out);
    }
    if reports.is_empty() {
        say("no report of the index is asked for");
        return Ok(Found::Nothing);
    }
    Ok(Found::Some)
}

fn is_wanted(report: &ReportRecord, filter: &Filter) -> bool {
    let places = [&report.district, &report.city, &report.province];
    let is_there = |wanted: &String| {
        places
            .iter()
            .any(|place| place.as_deref().is_some_and(|name| is_place(name, wanted)))
    };
    let year = report.report_year;
    let is_of = |years: &YearRange| year.is_some_and(|year| years.contains(year));
    let kind = report.report_kind.as_ref();
    (filter.districts.is_empty() || filter.districts.iter().any(is_there))
        && (filter.years.is_empty() || filter.years.iter().any(is_of))
        && (filter.report_kinds.is_empty()
            || kind.is_some_and(|kind| filter.report_kinds.contains(kind)))
}
