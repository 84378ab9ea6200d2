//! The command `search`: searches for passages, writes the hits, and says beside them how many there are.
//!
//! It builds the index first where there is none. The answer is computed by `xunzhang::search` and written by
//! `xunzhang::render`; warnings, counts and hints are said here, on stderr.

use std::io::Write;
use std::path::Path;

use crate::arguments::{OutputFormat, SearchArgs};
use crate::failure::{CommandResult, ExitStatus, Failure};
use crate::index::{UpdateRequest, build_first, say_changes, update_index};
use crate::terminal::{layout, say};
use xunzhang::index::{IndexError, Snapshot};
use xunzhang::query::Query;
use xunzhang::render;
use xunzhang::search::{self, Answer, SearchOptions};

/// Searches the index, which is built first where there is none.
pub(crate) fn run(index_dir: &Path, args: &SearchArgs, out: &mut impl Write) -> CommandResult {
    if args.max == 0 && args.page > 1 {
        return Err(Failure::usage(
            "with -n 0 there is but one page",
            "leave out --page, or say how many hits a page holds: -n 50",
        ));
    }
    let query = args.query()?;
    if args.output.format() == OutputFormat::Docx && args.output.is_for_terminal() {
        return Err(Failure::usage(
            "a Word document is nothing for a terminal",
            "name a file for it: --output 素材.docx",
        ));
    }
    let snapshot = open(index_dir, args, out)?;
    let format = args.output.format();
    let options = args.options();
    let answer = search::search(&snapshot, &query, &options)?;
    for warning in &answer.warnings {
        say(&format!("warning: {warning}"));
    }
    let write = |mut out: &mut dyn Write| write_answer(&answer, &query, args, &mut out);
    args.output.write(out, write)?;
    out.flush()?;
    if !matches!(format, OutputFormat::Json | OutputFormat::Trec) {
        say(&counts_line(&answer, &options));
    }
    for suggestion in &answer.suggestions {
        say(&format!("hint: {}", suggestion.message));
    }
    if args.summary && !matches!(format, OutputFormat::Text | OutputFormat::Json) {
        say("warning: this format has no place for --summary; text and --json have");
    } else if args.summary && answer.verbatim > 0 && answer.verbatim < answer.total {
        say(
            "hint: the counts are of all hits; `--exact` counts those that hold each word as it was typed",
        );
    }
    if answer.n_all() == 0 && answer.suggestions.is_empty() {
        say("hint: try fewer or shorter words, or see what is indexed with `xunzhang reports`");
    }
    say_changes(&snapshot);
    Ok(match answer.n_all() {
        0 => ExitStatus::NothingFound,
        _ => ExitStatus::Success,
    })
}

/// Opens the index; builds it first where there is none, and updates it first with `--refresh`.
fn open(index_dir: &Path, args: &SearchArgs, out: &mut impl Write) -> Result<Snapshot, Failure> {
    match Snapshot::open(index_dir) {
        Err(IndexError::Missing(_)) => build_first(index_dir, out)?,
        opened if args.refresh => {
            drop(opened?);
            update_index(index_dir, &UpdateRequest::default(), out)?;
        }
        opened => return Ok(opened?),
    }
    Ok(Snapshot::open(index_dir)?)
}

/// Writes the hits, with the summary and the explanations where they are asked for.
fn write_answer(
    answer: &Answer,
    query: &Query,
    args: &SearchArgs,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let format = args.output.format();
    if format != OutputFormat::Text {
        for line in answer.explanation.iter().flatten() {
            say(&format!("query: {line}"));
        }
    }
    match format {
        OutputFormat::Json => {
            if args.summary {
                render::write_summary_json(out, query.typed(), answer)?;
            }
            render::write_hits_json(out, answer)?;
        }
        OutputFormat::Csv => render::write_hits_csv(&mut *out, answer)?,
        OutputFormat::Markdown => render::write_hits_markdown(out, query.typed(), answer)?,
        OutputFormat::Docx => render::write_hits_docx(out, query.typed(), answer)?,
        OutputFormat::Trec => render::write_hits_trec(out, answer)?,
        OutputFormat::Text if args.quote => render::write_hit_quotes(out, answer)?,
        OutputFormat::Text => {
            if let Some(facets) = &answer.facets {
                render::write_facets(out, answer.total, facets, layout())?;
            }
            render::write_hits(out, answer, layout())?;
        }
    }
    Ok(())
}

/// Formats how many hits there are, `6 passages, verbatim (0.4 ms)`, and how to see more where not all are shown.
fn counts_line(answer: &Answer, options: &SearchOptions) -> String {
    let by_synonym = match answer.synonym {
        0 => String::new(),
        n => format!(", {n} by synonyms"),
    };
    let mut text = match answer.total {
        0 if answer.partial > 0 => "no passage holds all the words".to_string(),
        0 => "no passage".to_string(),
        1 => "1 passage".to_string(),
        total => format!("{total} passages"),
    };
    if answer.total > 0 && answer.verbatim == answer.total {
        text.push_str(", verbatim");
    } else if answer.total > 0 {
        text.push_str(&format!(
            ": {} verbatim, {} with all words{by_synonym}",
            answer.verbatim, answer.words
        ));
    }
    match answer.partial {
        0 => {}
        1 => text.push_str("; 1 more shares some words"),
        n => text.push_str(&format!("; {n} more share some words")),
    }
    text.push_str(&format!(" ({:.1} ms)", answer.elapsed.as_secs_f64() * 1e3));
    if let Some(shown) = shown_range(answer, options) {
        text.push_str(&format!("; {shown}"));
    }
    text
}

/// Formats which hits are shown and how to see the others; `None` where all are shown.
fn shown_range(answer: &Answer, options: &SearchOptions) -> Option<String> {
    let max = options.arrangement.max_hits?;
    let number = options.arrangement.n_skipped / max.max(1) + 1;
    let more = format!("`--page {}` shows more, `-n 0` all", number + 1);
    if let Some(n_groups) = answer.n_groups {
        let n_before = options.arrangement.n_skipped + max;
        let what = match n_groups {
            1 => "1 group".to_string(),
            n_groups => format!("{n_groups} groups"),
        };
        if answer.groups.is_empty() && n_groups > 0 {
            return Some(format!("{what}; page {number} is beyond the last"));
        }
        return Some(match n_before < n_groups {
            true => format!("{what}, {more}"),
            false => what,
        });
    }
    let n_shown = answer.hits().count();
    if n_shown == 0 && answer.n_all() > 0 {
        return Some(format!("page {number} is beyond the last"));
    }
    let n_also: usize = answer.hits().map(|hit| hit.also_in.len()).sum();
    let is_all = options.arrangement.n_skipped == 0 && (n_shown + n_also) as u64 >= answer.n_all();
    let range = match options.arrangement.n_skipped {
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
