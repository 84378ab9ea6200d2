//! The arguments of `search`, what they resolve to, and the help on the query language.
//!
//! [`SearchArgs::query`] and [`SearchArgs::options`] are what `search.rs` runs. A new option of a search is a field here;
//! a filter is one of `filters.rs`.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::filters::FilterArgs;
use super::output::{OutputArgs, OutputFormat};
use crate::failure::Failure;
use xunzhang::corpus::decode;
use xunzhang::query::{Filter, Query};
use xunzhang::search::{
    Arrangement, Grouping, Mode, NearDuplicates, Order, SearchOptions, TermFamilies,
};

#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// What to look for, in the query language that --help shows; words after `--` may begin with a hyphen. With filters alone, all that they
    /// let through is listed
    query: Vec<OsString>,
    /// Read the query from a file, or from standard input with -; what has several lines is text
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    query_file: Option<PathBuf>,
    /// Only passages that hold every word of the query as it was typed, and what is in quotation marks as a whole; their number is that of a
    /// scan of the text
    #[arg(long)]
    exact: bool,
    /// Take the query for text: no mark in it is an operator
    #[arg(short = 'F', long)]
    literal: bool,
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
    /// Write whole passages to copy into a document, unwrapped, each with one line of source as in GB/T 7714
    #[arg(long, conflicts_with_all = ["format", "json"])]
    pub(crate) quote: bool,
    /// Update the index first, where files have changed
    #[arg(long)]
    pub(crate) refresh: bool,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// A page begins with at most so many hits of one report, unless `--per-report` says otherwise.
const MAX_PER_REPORT: usize = 3;
/// A query is cut after far fewer characters.
const MAX_QUERY_BYTES: u64 = 1 << 20;
/// Nobody reads more hits than this on one page: whoever asks for more wants a list.
const MAX_PAGE: usize = 50;

impl SearchArgs {
    /// Returns the query that the arguments spell or the file holds. What is typed is never an error, so bytes that are no text become
    /// U+FFFD.
    ///
    /// # Errors
    /// A failure where the file cannot be read, or neither a query nor a filter is given.
    pub(crate) fn query(&self) -> Result<Query, Failure> {
        let typed = match &self.query_file {
            Some(file) => read_query(file)?,
            None if self.query.is_empty() => {
                return match self.filter.resolve() == Filter::default() {
                    true => Err(Failure::usage(
                        "neither a query nor a filter is given",
                        "type what to look for, as in `xunzhang search 区管校聘`, or name a filter, as in `xunzhang search --district 青禾区`",
                    )),
                    false => Ok(Query::for_everything()),
                };
            }
            None => {
                let words = self.query.iter().map(|word| word.to_string_lossy());
                words.collect::<Vec<_>>().join(" ")
            }
        };
        Ok(match self.literal {
            true => Query::literal(&typed),
            false => Query::parse(&typed),
        })
    }

    /// Returns what is asked for beside the query.
    ///
    /// Only a page of ranked hits is arranged for reading. Whoever asks for all hits or for a long list, for exact hits,
    /// for another order or for a table gets every hit in its place.
    pub(crate) fn options(&self) -> SearchOptions {
        let format = self.output.format();
        let is_for_reading = !self.exact
            && (1..=MAX_PAGE).contains(&self.max)
            && matches!(format, OutputFormat::Text | OutputFormat::Json)
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
            arrangement: Arrangement {
                n_skipped: (self.page as usize - 1).saturating_mul(self.max),
                max_hits: (self.max > 0).then_some(self.max),
                max_per_report,
                near_duplicates: match is_for_reading && !self.no_fold {
                    true => NearDuplicates::Folded,
                    false => NearDuplicates::Separate,
                },
                grouping: self.group.map(GroupingArg::resolve),
            },
            count_facets: self.summary,
            suggest: true,
            explain: self.explain,
        }
    }
}

/// Reads a query from a file, in any of the encodings that reports come in, or from standard input where the file is `-`.
fn read_query(file: &Path) -> Result<String, Failure> {
    const HINT: &str = "name a text file, or - for standard input";
    let mut bytes = Vec::new();
    let read = match file == Path::new("-") {
        true => io::stdin().take(MAX_QUERY_BYTES).read_to_end(&mut bytes),
        false => {
            File::open(file).and_then(|file| file.take(MAX_QUERY_BYTES).read_to_end(&mut bytes))
        }
    };
    read.map_err(|error| {
        Failure::usage(
            &format!("cannot read the query from {}: {error}", file.display()),
            HINT,
        )
    })?;
    let Some((text, _)) = decode(bytes) else {
        return Err(Failure::usage(
            &format!("the query in {} is no text", file.display()),
            HINT,
        ));
    };
    Ok(text.trim_end_matches(['\r', '\n']).to_string())
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

/// The query language, as `search --help` explains it.
pub(crate) const QUERY_LANGUAGE: &str = "\
The query language (in the shell, put quotation marks around the whole):
  教师 轮岗                 all the words, ranked; with --exact each of them, wherever it stands
  \"区管校聘\"  “区管校聘”    exactly this; glued to text, as in 教师“区管校聘”管理, the marks are text
  教师 -轮岗                not this: a hyphen after white space, glued to its word (or NOT 轮岗)
  教师 | 校长               either (or OR); 教师 AND 校长 is both, wherever they stand; of several words
                            of a side, all
  (教师 | 校长) 轮岗        groups; （一） in pasted text is text
  教师 NEAR/10 轮岗         at most 10 characters between the end of one and the start of the other, in
                            either order, white space and quotation marks not counted; NEAR alone is NEAR/10
  教师 SENT 轮岗            in one sentence, which ends at 。！？ or ； (or 同句)
  教师 PASS 轮岗            in one passage, wherever (or 同段)
  区:通州区 年:2019..2022 报告年:2022 节:师资 类:计划 文种:工作要点 角色:标题
                            fields (district: year: report_year: section: kind: report_kind: role:); one
                            named twice is either, -年:2020 is not that
  文号:沙委教发〔2022〕11号 标题:教育工作要点 单位:通州区教委
                            what names a document (document_number: title: issuer:), or a part of that
  一校?品 ?管校聘 一校*品   ? is one character, * is none to 20, neither of them 。！？ or ；

NEAR and its like link the words right beside them.
Every hit has what is quoted, linked, grouped and named as a field, and nothing of what is taken away; bare words
rank, all before some. A query of several lines is text, and so is one that a passage holds as it was typed, marks
and all; of one that does not parse the words are searched for. A warning names the column of that, and of what
nearly is an operator. --literal takes any query for text.

Examples:
  xunzhang search '“区管校聘” 年:2019..2022 -试点'
  xunzhang search --exact '教师 NEAR/10 (轮岗 | 交流)'
  xunzhang search '一校*品 区:青禾区' --explain";
