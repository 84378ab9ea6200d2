//! 报告: a `SourceText` → [`Report`] {metadata, outline, passages, problems}.
//!
//! Never fails: what cannot be told stays empty and is listed as a [`Problem`]. Refuses to know
//! files, words and the index.

mod boilerplate;
mod contents;
mod declared;
mod disclosure;
mod divisions;
mod given;
mod heading;
mod issuer;
mod kind;
mod kind_words;
mod level;
mod lines;
mod masked;
mod metadata;
mod named;
mod numbering;
mod numeral;
mod outline;
mod passages;
mod path;
mod place;
mod plain;
mod role;
mod styled;
mod title;
mod units;
mod years;

pub use kind::Kind;
pub use numbering::without_number;
pub use role::Role;

use serde::{Deserialize, Serialize};

use crate::corpus::SourceText;

/// A line above this many characters, in a text of a few lines, is a whole report on one line.
const MAX_LINE_CHARS: usize = 10_000;

/// Reads a report. What cannot be told stays empty and is listed among its problems.
pub fn read(source: &SourceText) -> Report {
    let lines = lines::lines_of(source);
    let mut boilerplate = boilerplate::mark(&lines);
    for (line, boilerplate) in lines.iter().zip(&mut boilerplate) {
        *boilerplate |= line.number <= source.n_front_lines;
    }
    let titles = title::find(&lines, &boilerplate, |text| {
        numbering::marker(text).is_some()
    });
    let is_text: Vec<bool> = (0..lines.len())
        .map(|at| !boilerplate[at] && !titles.contains(&at))
        .collect();
    let found = outline::find(&lines, &is_text);
    let (entries, mut problems) = (&found.entries, found.problems.clone());
    let parts = metadata::Parts {
        lines: &lines,
        boilerplate: &boilerplate,
        titles: &titles,
        entries,
        path: &source.name,
        given: &source.stated,
    };
    let (metadata, metadata_problems) = metadata::read(&parts);
    problems.extend(metadata_problems);
    for note in &source.notes {
        problems.push(Problem {
            line: 0,
            code: "text_restored".to_owned(),
            message: note.clone(),
        });
    }
    for fault in &source.faults {
        problems.push(Problem {
            line: fault.line,
            code: fault.code.to_owned(),
            message: fault.message.clone(),
        });
    }
    for line in lines.iter().filter(|line| line.n_chars > MAX_LINE_CHARS) {
        let message = format!(
            "a line of {} characters: its line breaks are lost",
            line.n_chars
        );
        problems.push(Problem {
            line: line.number,
            code: "long_line".to_owned(),
            message,
        });
    }
    problems.sort_by_key(|problem| problem.line);
    let frame = passages::Frame {
        report_year: metadata.report_year.as_ref().map(|found| found.value),
        report_kind: metadata
            .report_kind
            .as_ref()
            .map(|found| found.value.as_str()),
    };
    let passages = passages::cut(&lines, &boilerplate, &titles, &found, frame);
    let outline = entries
        .iter()
        .map(|entry| Heading {
            line: lines[entry.at].number,
            depth: entry.depth,
            text: entry.text.to_owned(),
        })
        .collect();
    Report {
        metadata,
        outline,
        passages,
        problems,
    }
}

/// One source document, read.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// What the report says of itself, each field with the place it was read from.
    pub metadata: Metadata,
    /// 提纲: its headings, in the order of the text.
    pub outline: Vec<Heading>,
    /// Its passages, in the order of the text; together they hold every character of it but white space.
    pub passages: Vec<Passage>,
    /// What could not be told, or contradicts itself.
    pub problems: Vec<Problem>,
}

/// What a report says of itself. An empty field could not be told.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Metadata {
    /// The title as it stands, white space at its ends dropped.
    pub title: Option<Found<String>>,
    /// 区县: the unit that reports, at whatever level: 通州区, 三亚市, 上海市, 全国.
    pub district: Option<Found<String>>,
    /// The prefecture it belongs to; none under a municipality, or where the unit is one itself.
    pub city: Option<Found<String>>,
    /// The province or municipality it belongs to.
    pub province: Option<Found<String>>,
    /// 年度: the year the title claims.
    pub report_year: Option<Found<i32>>,
    /// 文种: 工作总结, 工作要点, 工作计划, 政府工作报告, 规划, 通知, …
    pub report_kind: Option<Found<String>>,
    /// 发布机构
    pub issuer: Option<Found<String>>,
    /// 文号, 发文字号
    pub document_number: Option<Found<String>>,
    /// 发布日期, as YYYY-MM-DD.
    pub published: Option<Found<String>>,
}

/// A value and the evidence it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// Where it was read.
    pub evidence: Evidence,
}

/// The place a field was read from, and by which rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Line of the text, from 1; 0 where the path is the evidence.
    pub line: u32,
    /// The words that were read.
    pub text: String,
    /// The rule, in a few words.
    pub rule: &'static str,
}

/// A heading of the outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// Line of the text, from 1.
    pub line: u32,
    /// Depth in the outline, from 1.
    pub depth: u32,
    /// The heading with its number, white space at its ends dropped; it ends before its 。.
    pub text: String,
}

/// 段落: the unit indexed and returned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// First line, from 1.
    pub line: u32,
    /// Last line, from 1.
    pub end_line: u32,
    /// What it is.
    pub role: Role,
    /// 章节路径: the headings it stands under, the outermost first. A heading's own path ends with itself.
    pub section: Vec<String>,
    /// The year it speaks of: its section's, where a heading names one, else the report's.
    pub year: Option<i32>,
    /// What it does.
    pub kind: Kind,
    /// 主旨句: its short first sentence, where it has no number of its own.
    pub topic: Option<String>,
    /// The paragraph as the author wrote it, soft-broken lines joined, white space at its ends dropped.
    pub text: String,
}

/// What could not be told, or contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Line of the text, from 1; 0 where it is the whole report's.
    pub line: u32,
    /// A short name in snake_case, stable for programs.
    pub code: String,
    /// For people: lower case, no final period.
    pub message: String,
}
