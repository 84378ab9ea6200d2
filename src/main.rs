//! The command line's program: runs one command.
//!
//! The one place for messages and exit codes: 0 hits, 1 none, 2 error.

mod cli;
mod evaluating;
mod failure;
mod indexing;
mod inspecting;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use clap::{CommandFactory, Parser};

use cli::{Cli, Command, Format, ReportFilterArgs, SearchArgs, When};
use failure::Failure;
use indexing::Audience;
use xunzhang::index::{IndexError, ReportRecord, Snapshot, Start};
use xunzhang::query::{Query, is_place};
use xunzhang::render::{self, Layout};
use xunzhang::search::{Explanation, SearchOptions, SearchPage, context, search, suggest};

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
        Command::Search(args) => run_search(&cli.index, args, out),
        Command::Show { id, context, json } => show(&cli.index, &id, context, json, out),
        Command::Reports { filter, output } => {
            list_reports(&cli.index, &filter, output.format(), out)
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

fn run_search(dir: &Path, args: SearchArgs, out: &mut impl Write) -> Outcome {
    let snapshot = match Snapshot::open(dir) {
        Err(IndexError::Missing(_)) => {
            indexing::build_first(dir, out)?;
            Snapshot::open(dir)?
        }
        opened if args.refresh => {
            drop(opened?);
            indexing::index(dir, &[], None, Start::Existing, Audience::People, out)?;
            Snapshot::open(dir)?
        }
        opened => opened?,
    };
    // What is typed is never an error, bytes of no encoding neither.
    let typed: Vec<_> = args
        .query
        .iter()
        .map(|part| part.to_string_lossy())
        .collect();
    let typed = typed.join(" ");
    let query = match args.literal {
        true => Query::literal(&typed),
        false => Query::parse(&typed),
    };
    let format = args.output.format();
    let options = args.options();
    let mut page = search(&snapshot, &query, &options)?;
    page.suggestions = suggest(&snapshot, &query, &options, &page)?;
    for warning in &page.warnings {
        say(&format!("warning: {warning}"));
    }
    let explanation = match args.explain {
        true => Some(Explanation::new(&snapshot, &query, &options)?),
        false => None,
    };
    write_page(&page, explanation.as_ref(), &query, &args, out)?;
    out.flush()?;
    if matches!(format, Format::Text | Format::Csv) {
        say(&counts(&page, &options));
    }
    for suggestion in &page.suggestions {
        say(&format!("hint: {}", suggestion.message));
    }
    if page.total == 0 && page.suggestions.is_empty() {
        say("hint: try fewer or shorter words, or see what is indexed with `xunzhang reports`");
    }
    indexing::say_what_changed(&snapshot);
    Ok(if page.total > 0 {
        Found::Some
    } else {
        Found::Nothing
    })
}

/// Writes hits, and what was asked for beside them.
fn write_page(
    page: &SearchPage,
    explanation: Option<&Explanation>,
    query: &Query,
    args: &SearchArgs,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let format = args.output.format();
    let lines = explanation.map_or(Vec::new(), Explanation::lines);
    if format != Format::Text {
        for line in &lines {
            say(&format!("query: {line}"));
        }
    }
    let explained = match explanation {
        Some(explanation) => {
            let hits = page.hits.iter();
            let explained = hits.map(|hit| Ok((hit.clone(), explanation.reasons(hit)?)));
            Some(explained.collect::<Result<Vec<_>, IndexError>>()?)
        }
        None => None,
    };
    match (format, &explained) {
        (Format::Json, explained) => {
            if args.summary {
                render::write_summary_json(out, query.typed(), page)?;
            }
            match explained {
                Some(explained) => render::write_explained_json(out, explained)?,
                None => page
                    .hits
                    .iter()
                    .try_for_each(|hit| render::write_json_line(out, hit))?,
            }
        }
        (Format::Csv, _) => render::write_hits_csv(&mut *out, &page.hits)?,
        (Format::Trec, _) => render::write_trec(out, &page.hits)?,
        (Format::Text, explained) => {
            if let Some(facets) = &page.facets {
                render::write_facets(out, facets, layout())?;
            }
            match explained {
                Some(explained) => {
                    render::write_explained_hits(out, &lines, explained, layout())?;
                }
                None => render::write_hits(out, &page.hits, layout())?,
            }
        }
    }
    Ok(())
}

/// `6 passages, verbatim (0.4 ms)`, and how to see more where there are more.
fn counts(page: &SearchPage, options: &SearchOptions) -> String {
    let partial = page.total - page.verbatim - page.words - page.synonym;
    let by_synonym = match page.synonym {
        0 => String::new(),
        n => format!(", {n} by synonyms"),
    };
    let mut text = match page.total {
        0 => "no passage".to_string(),
        1 => "1 passage".to_string(),
        total => format!("{total} passages"),
    };
    if page.total > 0 && page.verbatim == page.total {
        text.push_str(", verbatim");
    } else if page.total > 0 {
        text.push_str(&format!(
            ": {} verbatim, {} with all words{by_synonym}, {partial} with some",
            page.verbatim, page.words
        ));
    }
    text.push_str(&format!(" ({:.1} ms)", page.elapsed.as_secs_f64() * 1e3));
    if let Some(rest) = what_is_not_shown(page, options) {
        text.push_str(&format!("; {rest}"));
    }
    text
}

/// Which hits are shown, and how to see the others; `None` where all are.
fn what_is_not_shown(page: &SearchPage, options: &SearchOptions) -> Option<String> {
    let max = options.max_hits?;
    let number = options.n_skipped / max.max(1) + 1;
    let more = format!("`--page {}` shows more, `-n 0` all", number + 1);
    if let Some(n_groups) = page.n_groups {
        let n_before = options.n_skipped + max;
        let what = format!("{n_groups} groups");
        return Some(match n_before < n_groups {
            true => format!("{what}, {more}"),
            false => what,
        });
    }
    let n_shown = page.hits.len();
    if n_shown == 0 && page.total > 0 {
        return Some(format!("page {number} is beyond the last"));
    }
    let n_also: usize = page.hits.iter().map(|hit| hit.also_in.len()).sum();
    let is_all = options.n_skipped == 0 && (n_shown + n_also) as u64 >= page.total;
    let range = match options.n_skipped {
        0 if n_shown == 1 => "the first is shown".to_string(),
        0 => format!("the first {n_shown} are shown"),
        before => format!("{} to {} are shown", before + 1, before + n_shown),
    };
    let is_last = n_shown < max;
    match (is_all, is_last) {
        (true, _) => None,
        (false, true) => Some(range),
        (false, false) => Some(format!("{range}, {more}")),
    }
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

fn list_reports(
    dir: &Path,
    filter: &ReportFilterArgs,
    format: Format,
    out: &mut impl Write,
) -> Outcome {
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

fn is_wanted(report: &ReportRecord, filter: &ReportFilterArgs) -> bool {
    let places = [&report.district, &report.city, &report.province];
    let is_there = |wanted: &String| {
        places
            .iter()
            .any(|place| place.as_deref().is_some_and(|name| is_place(name, wanted)))
    };
    let year = report.report_year;
    (filter.district.is_empty() || filter.district.iter().any(is_there))
        && (filter.year.is_empty()
            || filter
                .year
                .iter()
                .any(|years| year.is_some_and(|year| years.contains(year))))
        && (filter.report_kind.is_empty()
            || report
                .report_kind
                .as_ref()
                .is_some_and(|kind| filter.report_kind.contains(kind)))
}
