//! The command line as typed.
//!
//! What was typed is not what it resolves to: [`FilterArgs`] become a [`Filter`]. Refuses to run anything.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand, ValueEnum};

use xunzhang::corpus::{Columns, ColumnsError};
use xunzhang::query::{Field, Filter};
use xunzhang::search::{Grouping, Mode, NearDuplicates, Order, SearchOptions, TermFamilies};

/// The query language, as `search --help` shows it.
const LANGUAGE: &str = "\
The query language (in the shell, put quotation marks around the whole):
  教师 轮岗                 all the words, ranked; with --exact the text as it stands
  \"区管校聘\"  “区管校聘”    exactly this; glued to text, as in 教师“区管校聘”管理, the marks are text
  教师 -轮岗                not this: a hyphen after white space, glued to its word (or NOT 轮岗)
  教师 | 校长               either (or OR); 教师 AND 校长 is both, wherever they stand; of several words
                            of a side, all
  (教师 | 校长) 轮岗        groups; （一） in pasted text is text
  教师 NEAR/10 轮岗         at most 10 characters between the end of one and the start of the other, in
                            either order, white space and quotation marks not counted; NEAR alone is NEAR/10
  教师 SENT 轮岗            in one sentence, which ends at 。！？ or ； (or 同句)
  教师 PASS 轮岗            in one passage, wherever (or 同段)
  区:通州区 年:2019..2022 节:师资 类:计划 文种:工作要点 角色:标题
                            fields (district: year: section: kind: report_kind: role:); one named twice is
                            either, -年:2020 is not that
  一校?品  一校*品          ? is one character, * is none to 20, neither of them 。！？ or ；

Bare words up to the next operator are one needle of --exact; NEAR and its like link the words right beside them.
Every hit has what is quoted, linked, grouped and named as a field, and nothing of what is taken away; bare words
rank, all before some. A query of several lines is text, and so is one that a passage holds as it was typed, marks
and all; of one that does not parse the words are searched for. A warning names the column of that, and of what
nearly is an operator. --literal takes any query for text.

Examples:
  xunzhang search '“区管校聘” 年:2019..2022 -试点'
  xunzhang search --exact '教师 NEAR/10 (轮岗 | 交流)'
  xunzhang search '一校*品 区:青禾区' --explain";

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
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    pub(crate) color: When,
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
    Index {
        /// Files and folders [default: those of the last time, at first corpus/]
        paths: Vec<PathBuf>,
        /// Which columns of tables (.csv, .xlsx) hold what, where their headings do not say: text=正文,district=区
        #[arg(long, value_name = "FIELD=HEADING,…", value_parser = columns)]
        columns: Option<String>,
        /// Build it anew, from nothing
        #[arg(long)]
        rebuild: bool,
        /// Write JSON Lines: how far it has come, and at the end what was read and what was left out
        #[arg(long)]
        json: bool,
    },
    /// Search for passages
    ///
    /// Passages that hold the query as it was typed come first, of them those where it stands as words; then those that hold
    /// its words, all or some, by how rare these are and how they stand together; a term may be there by another of its
    /// family (县管校聘 for 区管校聘). Full and half width, traditional and simplified
    /// characters, upper and lower case are the same; white space, quotation marks and title marks do not count. Where there is no index yet, it is built from corpus/ first.
    #[command(after_long_help = LANGUAGE)]
    Search(SearchArgs),
    /// Show a passage where it stands: its report, its section, its neighbours
    Show {
        /// The id that a search gave
        id: String,
        /// Neighbours on either side
        #[arg(short = 'C', long, value_name = "N", default_value_t = 2)]
        context: u32,
        /// Write JSON Lines, a passage a line
        #[arg(long)]
        json: bool,
    },
    /// List the reports of the index, with the problems found
    Reports {
        #[command(flatten)]
        filter: ReportFilterArgs,
        #[command(flatten)]
        output: OutputArgs,
    },
    /// Show how a file is read: encoding, metadata with evidence, outline, passages, problems
    Inspect {
        /// The file
        file: PathBuf,
        /// Write one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Measure the ranking: nDCG@10, RR@10 and R@100, beside plain BM25 over words and over pairs of characters
    Eval {
        /// What to ask: lines of id<TAB>text
        topics: PathBuf,
        /// What is relevant: TREC's four columns, topic iteration passage relevance
        qrels: PathBuf,
        /// Write JSON Lines, a system a line
        #[arg(long)]
        json: bool,
        /// Write the answers of every system as a TREC run, SYSTEM.run in this folder
        #[arg(long, value_name = "DIR")]
        run: Option<PathBuf>,
    },
    /// Write the completions of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// What names columns, as it was typed.
fn columns(typed: &str) -> Result<String, ColumnsError> {
    typed.parse::<Columns>().map(|_| typed.to_string())
}

#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// What to look for, in the query language that --help shows; words after `--` may begin with a hyphen
    #[arg(required = true)]
    pub(crate) query: Vec<OsString>,
    /// Only passages that hold the query as it was typed; their number is that of a scan of the text
    #[arg(long)]
    pub(crate) exact: bool,
    /// Take the query for text: no mark in it is an operator
    #[arg(short = 'F', long)]
    pub(crate) literal: bool,
    /// Say what the query was taken for, and why each hit is one
    #[arg(long)]
    pub(crate) explain: bool,
    /// Show at most so many; 0 means all
    #[arg(short = 'n', long = "max", value_name = "N", default_value_t = 10)]
    pub(crate) max: usize,
    /// Find no synonyms: 县管校聘 then does not stand for 区管校聘
    #[arg(long)]
    no_synonyms: bool,
    /// Which page of so many; with -n 0 there is but one
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) page: u32,
    /// In what order: the best first; the newest year first; or by district. By year and district, passages that hold the query as
    /// it was typed still come first, then those with all its words
    #[arg(long, value_enum, default_value_t = OrderArg::Score)]
    sort: OrderArg,
    /// Put hits together, -n groups of them, the best few of each
    #[arg(long, value_enum, value_name = "BY")]
    group: Option<GroupingArg>,
    /// So many of one report come first, the others after all others; of a group, so many are shown; 0 means all [default: 3
    /// on a page of up to 50 ranked hits and in groups, else 0; with -n 0 all]
    #[arg(long, value_name = "N")]
    per_report: Option<usize>,
    /// Show near-duplicates of a hit as hits of their own; on a page of up to 50 ranked hits they are named under it, `also in`
    #[arg(long)]
    no_fold: bool,
    /// Say first how many hits there are, by district, year, kind and section
    #[arg(long)]
    pub(crate) summary: bool,
    /// Update the index first, where files have changed
    #[arg(long)]
    pub(crate) refresh: bool,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// So many hits of one report are enough for a first page.
const MAX_PER_REPORT: usize = 3;
/// Nobody reads more hits than this on one page: who asks for them wants a list.
const MAX_PAGE: usize = 50;

impl SearchArgs {
    /// What is asked for beside the query. Only a page of ranked hits is arranged for reading: whoever asks for all or for a long list, for
    /// exact hits, for another order or for a table gets every hit in its place.
    pub(crate) fn options(&self) -> SearchOptions {
        let format = self.output.format();
        let is_for_reading = !self.exact
            && (1..=MAX_PAGE).contains(&self.max)
            && matches!(format, Format::Text | Format::Json)
            && (self.sort == OrderArg::Score || self.group.is_some());
        let max_per_report = match self.per_report {
            None if self.max == 0 => None,
            None => (is_for_reading || self.group.is_some()).then_some(MAX_PER_REPORT),
            Some(max) => (max > 0).then_some(max),
        };
        SearchOptions {
            mode: match self.exact {
                true => Mode::Exact,
                false => Mode::Ranked,
            },
            filter: self.filter.resolve(),
            families: match self.no_synonyms {
                true => TermFamilies::Unused,
                false => TermFamilies::Used,
            },
            order: self.sort.resolve(),
            n_skipped: (self.page as usize - 1).saturating_mul(self.max),
            max_hits: (self.max > 0).then_some(self.max),
            max_per_report,
            near_duplicates: match is_for_reading && !self.no_fold {
                true => NearDuplicates::Folded,
                false => NearDuplicates::Separate,
            },
            grouping: self.group.map(GroupingArg::resolve),
            count_facets: self.summary,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OrderArg {
    /// The best first
    Score,
    /// The newest year first
    Year,
    /// By district, in the order of its pinyin
    District,
}

impl OrderArg {
    fn resolve(self) -> Order {
        match self {
            OrderArg::Score => Order::Score,
            OrderArg::Year => Order::Year,
            OrderArg::District => Order::District,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GroupingArg {
    /// Of one report
    Report,
    /// Of one district
    District,
}

impl GroupingArg {
    fn resolve(self) -> Grouping {
        match self {
            GroupingArg::Report => Grouping::Report,
            GroupingArg::District => Grouping::District,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct OutputArgs {
    /// How to write
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

impl OutputArgs {
    pub(crate) fn format(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// JSON Lines
    Json,
    /// A table for Excel: UTF-8 with a byte order mark
    Csv,
    /// A TREC run (search alone)
    Trec,
}

#[derive(Debug, Args)]
pub(crate) struct ReportFilterArgs {
    /// Of this unit, or any unit under it (--district 北京市); repeat for more
    #[arg(long, value_name = "NAME", value_parser = Value(Field::District))]
    district: Vec<Filter>,
    /// Of this year, or these: 2021 or 2019..2022; repeat for more
    #[arg(long, value_name = "YEARS", value_parser = Value(Field::Year))]
    year: Vec<Filter>,
    /// Of this kind of report: 工作总结, 工作要点, 政府工作报告, …; repeat for more
    #[arg(long, value_name = "KIND", value_parser = Value(Field::ReportKind))]
    report_kind: Vec<Filter>,
}

impl ReportFilterArgs {
    pub(crate) fn resolve(&self) -> Filter {
        let conditions = [&self.district, &self.year, &self.report_kind];
        joined(conditions.into_iter().flatten())
    }
}

#[derive(Debug, Args)]
struct FilterArgs {
    #[command(flatten)]
    report: ReportFilterArgs,
    /// Under a heading that holds this text; repeat for more
    #[arg(long, value_name = "TEXT", value_parser = Value(Field::Section))]
    section: Vec<Filter>,
    /// Passages that do this: look back, plan, own up to problems, or none of these; repeat for more
    #[arg(long, value_parser = Value(Field::Kind))]
    kind: Vec<Filter>,
    /// Passages that are this: paragraphs, lines that are nothing but a heading, titles, or site chrome and reprint notices; by default all but
    /// boilerplate
    #[arg(long, value_parser = Value(Field::Role))]
    role: Vec<Filter>,
}

impl FilterArgs {
    fn resolve(&self) -> Filter {
        let of_reports = self.report.resolve();
        let conditions = [&self.section, &self.kind, &self.role];
        joined(conditions.into_iter().flatten().chain([&of_reports]))
    }
}

fn joined<'f>(conditions: impl Iterator<Item = &'f Filter>) -> Filter {
    let mut filter = Filter::default();
    conditions.for_each(|condition| filter.join(condition.clone()));
    filter
}

/// Reads the value of a flag as that of the field in a query.
#[derive(Debug, Clone, Copy)]
struct Value(Field);

impl TypedValueParser for Value {
    type Value = Filter;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Filter, clap::Error> {
        let value = value.to_string_lossy();
        self.0.filter(&value).map_err(|what| {
            let flag = argument.map_or(String::new(), |argument| format!(" for '{argument}'"));
            let message = format!("invalid value{flag}: {what}\n");
            clap::Error::raw(ErrorKind::ValueValidation, message).with_cmd(command)
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let names = self.0.values();
        (!names.is_empty())
            .then(|| Box::new(names.iter().map(PossibleValue::new)) as Box<dyn Iterator<Item = _>>)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// On a terminal
    Auto,
    /// Even into a file
    Always,
    /// Not at all
    Never,
}

/// The arguments of the process. What begins with a hyphen but as no option does (`-轮岗`, `-“区管校聘”`) belongs to a
/// query: its hyphen becomes a full-width one, which says the same there.
pub(crate) fn arguments() -> impl Iterator<Item = OsString> {
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
