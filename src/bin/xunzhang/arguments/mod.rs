//! The command line as it is typed: every command with its arguments, and their help.
//!
//! This file declares the commands; the longer groups of arguments have files of their own: `search.rs` the options of a
//! search, `filters.rs` those that filter, `output.rs` those that choose a format. What is typed is not what it resolves
//! to: a method such as [`SearchArgs::options`] turns typed arguments into values of the library, and `main.rs` hands
//! each command its arguments.

// The doc comments of the fields and of the variants are the text of `--help`. A struct of arguments has none, since clap
// would show it in the place of its command's.

mod filters;
mod output;
mod search;

use std::ffi::OsString;
use std::path::PathBuf;

use anstream::ColorChoice;
use clap::{Args, Parser, Subcommand, ValueEnum};

use filters::ReportFilterArgs;
use search::QUERY_LANGUAGE;
use xunzhang::corpus::{Columns, ColumnsError};
use xunzhang::search::{Arrangement, NearDuplicates};

pub(crate) use output::{OutputArgs, OutputFormat};
pub(crate) use search::SearchArgs;

/// 寻章: full-text search for Chinese government reports.
///
/// Exit status: 0 hits, 1 none, 2 error. Data go to stdout, all else to stderr.
#[derive(Debug, Parser)]
#[command(name = "xunzhang", version, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// The folder of the index
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "XUNZHANG_INDEX",
        default_value = "index"
    )]
    pub(crate) index: PathBuf,

    /// When to use colours; auto means on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = ColorArg::Auto)]
    pub(crate) color: ColorArg,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build or update the index from files and folders
    ///
    /// The index holds the files of the paths given, and no others. Only those that changed are read again. A report that lies
    /// there twice is kept once. In a table metadata.csv at the top of a folder (a column `path`, and any fields: title,
    /// district, city, province, report_year, report_kind, issuer, document_number, published) you correct what was read;
    /// `xunzhang reports --format csv` writes such a table. Beside it, words.txt lists words for the dictionary, one a line, and
    /// synonyms.txt terms that mean the same, a family a line (县管校聘 区管校聘).
    Index(IndexArgs),
    /// Take files and folders out of the index
    ///
    /// The files themselves stay where they are. What is taken out of a folder that is indexed stays out until `xunzhang index` names it again.
    Remove(RemoveArgs),
    /// Search for passages
    ///
    /// Passages that hold the query as it was typed come first, of them those where it stands as words; then those that hold
    /// its words, all or some, by how rare these are and how they stand together; a term may be there by another of its
    /// family (县管校聘 for 区管校聘). Full and half width, traditional and simplified
    /// characters, upper and lower case are the same; white space, quotation marks and title marks do not count. Where there is no index yet, it is built from corpus/ first.
    #[command(after_long_help = QUERY_LANGUAGE)]
    Search(SearchArgs),
    /// Show a passage where it stands: its report, its section, its neighbours
    Show(ShowArgs),
    /// List the reports of the index, with the problems found
    Reports(ReportsArgs),
    /// Show how a file is read: encoding, metadata with evidence, outline, passages, problems
    Inspect(InspectArgs),
    /// Measure the ranking: nDCG@10, RR@10 and R@100, beside plain BM25 over words and over pairs of characters
    Eval(EvalArgs),
    /// Write the completions of a shell
    Completions(CompletionsArgs),
    /// Write the manual pages, for `man xunzhang` and `man xunzhang-search`
    Man(ManArgs),
}

#[derive(Debug, Args)]
pub(crate) struct IndexArgs {
    /// Files and folders to add, or to update where the index holds them; without any, all that it holds is updated [default: at first corpus/]
    pub(crate) paths: Vec<PathBuf>,
    /// Make the index hold exactly these files and folders, and nothing else
    #[arg(long, requires = "paths")]
    pub(crate) only: bool,
    /// End with status 1 where a file was left out
    #[arg(long)]
    pub(crate) strict: bool,
    /// Which columns of tables (.csv, .xlsx) hold what, where their headings do not say: text=正文,district=区
    #[arg(long, value_name = "FIELD=HEADING,…", value_parser = checked_columns)]
    pub(crate) columns: Option<String>,
    /// Build it anew, from nothing
    #[arg(long)]
    pub(crate) rebuild: bool,
    /// Write JSON Lines: how far it has come, and at the end what was read and what was left out
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RemoveArgs {
    /// Files and folders, whether they are still there or not
    #[arg(required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Write JSON Lines, as `index` does
    #[arg(long)]
    pub(crate) json: bool,
}

/// Checks names of columns, and keeps them as they were typed: so they are kept in the index.
fn checked_columns(typed: &str) -> Result<String, ColumnsError> {
    typed.parse::<Columns>().map(|_| typed.to_string())
}

#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// Its id, or a file with one of its lines: each hit of a search names both
    #[arg(value_name = "ID|PATH:LINE")]
    pub(crate) passage: String,
    /// Neighbours on either side [default: 2, with --quote 0]
    #[arg(short = 'C', long, value_name = "N")]
    context: Option<u32>,
    /// Write the passage as it is to be copied into a document, with one line of source as in GB/T 7714
    #[arg(long, conflicts_with = "json")]
    pub(crate) quote: bool,
    /// Write JSON Lines, a passage a line
    #[arg(long)]
    pub(crate) json: bool,
}

impl ShowArgs {
    /// How many neighbours on either side are shown.
    pub(crate) fn n_around(&self) -> u32 {
        self.context.unwrap_or(match self.quote {
            true => 0,
            false => 2,
        })
    }
}

#[derive(Debug, Args)]
pub(crate) struct ReportsArgs {
    #[command(flatten)]
    pub(crate) filter: ReportFilterArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct InspectArgs {
    /// The file
    pub(crate) file: PathBuf,
    /// Write one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EvalArgs {
    /// What to ask: lines of id<TAB>text
    pub(crate) topics: PathBuf,
    /// What is relevant: TREC's four columns, topic iteration passage relevance
    pub(crate) qrels: PathBuf,
    /// Measure the ranking once more with near-duplicates folded, as on a page of a search
    #[arg(long)]
    fold: bool,
    /// Measure the ranking once more with so many hits of one report before all others
    #[arg(long, value_name = "N")]
    per_report: Option<usize>,
    /// Write JSON Lines, a system a line
    #[arg(long)]
    pub(crate) json: bool,
    /// Write the answers of every system as a TREC run, SYSTEM.run in this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) run: Option<PathBuf>,
}

impl EvalArgs {
    /// How hits are arranged where the ranking is measured once more; `None` where it is not.
    pub(crate) fn arrangement(&self) -> Option<Arrangement> {
        let max_per_report = self.per_report.filter(|max| *max > 0);
        (self.fold || max_per_report.is_some()).then(|| Arrangement {
            near_duplicates: match self.fold {
                true => NearDuplicates::Folded,
                false => NearDuplicates::Separate,
            },
            max_per_report,
            ..Arrangement::default()
        })
    }
}

#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// The folder to write them into, such as ~/.local/share/man/man1
    pub(crate) folder: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorArg {
    /// On a terminal
    Auto,
    /// Even into a file
    Always,
    /// Not at all
    Never,
}

impl ColorArg {
    pub(crate) fn resolve(self) -> ColorChoice {
        match self {
            ColorArg::Auto => ColorChoice::Auto,
            ColorArg::Always => ColorChoice::Always,
            ColorArg::Never => ColorChoice::Never,
        }
    }
}

/// Returns the arguments of the process, ready to be parsed.
///
/// What begins with a hyphen but not as an option does (`-轮岗`, `-“区管校聘”`) belongs to a query. Its hyphen becomes a
/// full-width one, which means the same there and which clap does not take for an option.
pub(crate) fn of_process() -> impl Iterator<Item = OsString> {
    let mut is_option = true;
    std::env::args_os().map(move |argument| {
        is_option &= argument != "--";
        match argument.to_str().filter(|_| is_option) {
            Some(text) => with_query_hyphen(text).map_or(argument, OsString::from),
            None => argument,
        }
    })
}

fn with_query_hyphen(argument: &str) -> Option<String> {
    let rest = argument.strip_prefix('-')?;
    let next = rest.chars().next()?;
    let is_option = next.is_ascii_alphanumeric() || next == '-';
    (!is_option).then(|| format!("－{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_hyphen_that_begins_no_option_belongs_to_the_query() {
        assert_eq!(with_query_hyphen("-轮岗").as_deref(), Some("－轮岗"));
        assert_eq!(with_query_hyphen("-“轮岗”").as_deref(), Some("－“轮岗”"));
        for option in ["-n", "--exact", "--", "-", "-5", "轮岗"] {
            assert_eq!(with_query_hyphen(option), None, "{option}");
        }
    }
}
