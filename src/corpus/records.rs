//! Passages that were cut elsewhere: a line of JSON Lines each, or a row of a table.
//!
//! Input: the lines or rows of one file. Output: [`Record`]s, one at a time. What is none is a [`RecordProblem`] and the
//! rest goes on. Refuses to know what the fields mean, and which format they stood in.

use std::borrow::Cow;

use serde::Deserialize;

use super::formats::jsonl::Lines;
use super::formats::table::PassageRows;

/// One passage that was cut elsewhere. `text` is required, all else may be absent; fields of other names are passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Record<'a> {
    /// Its name in its own collection; `NAME:line` where it has none. A number is taken as text.
    #[serde(
        borrow,
        default,
        alias = "_id",
        alias = "docid",
        alias = "doc_id",
        alias = "pid",
        deserialize_with = "text_or_number"
    )]
    pub id: Cow<'a, str>,
    /// What is indexed.
    #[serde(borrow)]
    pub text: Cow<'a, str>,
    /// Line of the file, or row of the table, from 1.
    #[serde(skip)]
    pub line: u64,
    /// See the report's metadata.
    #[serde(borrow, default)]
    pub district: Option<Cow<'a, str>>,
    /// See the report's metadata.
    #[serde(borrow, default)]
    pub city: Option<Cow<'a, str>>,
    /// See the report's metadata.
    #[serde(borrow, default)]
    pub province: Option<Cow<'a, str>>,
    /// The year the passage speaks of.
    #[serde(default)]
    pub year: Option<i32>,
    /// The year of its report.
    #[serde(default)]
    pub report_year: Option<i32>,
    /// 总结, 计划, 问题 or 其他.
    #[serde(borrow, default)]
    pub kind: Option<Cow<'a, str>>,
    /// 文种.
    #[serde(borrow, default)]
    pub report_kind: Option<Cow<'a, str>>,
    /// `body`, `heading`, `title` or `boilerplate`.
    #[serde(borrow, default)]
    pub role: Option<Cow<'a, str>>,
    /// 章节路径, the outermost heading first.
    #[serde(borrow, default)]
    pub section: Vec<Cow<'a, str>>,
    /// The title of its report.
    #[serde(borrow, default)]
    pub title: Option<Cow<'a, str>>,
    /// 发布机构.
    #[serde(borrow, default)]
    pub issuer: Option<Cow<'a, str>>,
    /// 文号.
    #[serde(borrow, default)]
    pub document_number: Option<Cow<'a, str>>,
    /// 发布日期, as YYYY-MM-DD.
    #[serde(borrow, default)]
    pub published: Option<Cow<'a, str>>,
}

/// A line or row that is no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordProblem {
    /// Line of the file, or row of the table, from 1.
    pub line: u64,
    /// For people: lower case, no final period.
    pub message: String,
}

/// The records of one file, read one by one.
#[derive(Debug)]
pub struct Records {
    name: String,
    rows: Rows,
}

/// Where records stand.
#[derive(Debug)]
enum Rows {
    Lines(Lines),
    Table(Box<PassageRows>),
}

impl Records {
    pub(super) fn of_lines(name: String, lines: Lines) -> Records {
        let rows = Rows::Lines(lines);
        Records { name, rows }
    }

    pub(super) fn of_table(name: String, rows: PassageRows) -> Records {
        let rows = Rows::Table(Box::new(rows));
        Records { name, rows }
    }

    /// The name of the document that they stand in.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The next record, borrowed from the line buffer: the fast way to read. `None` at the end.
    pub fn next_borrowed(&mut self) -> Option<Result<Record<'_>, RecordProblem>> {
        match &mut self.rows {
            Rows::Lines(lines) => lines.next_record(&self.name),
            Rows::Table(rows) => rows.next_record(&self.name),
        }
    }

    /// Gives every record that is left to `visit`, the borrowed form; stops at the first error of `visit`.
    pub fn visit<E>(
        &mut self,
        mut visit: impl FnMut(Result<Record<'_>, RecordProblem>) -> Result<(), E>,
    ) -> Result<(), E> {
        while let Some(record) = self.next_borrowed() {
            visit(record)?;
        }
        Ok(())
    }
}

impl Iterator for Records {
    type Item = Result<Record<'static>, RecordProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_borrowed()
            .map(|record| record.map(Record::into_owned))
    }
}

impl Record<'_> {
    /// The record with its own copy of every text.
    pub fn into_owned(self) -> Record<'static> {
        fn own(text: Cow<'_, str>) -> Cow<'static, str> {
            Cow::Owned(text.into_owned())
        }
        Record {
            id: own(self.id),
            text: own(self.text),
            line: self.line,
            district: self.district.map(own),
            city: self.city.map(own),
            province: self.province.map(own),
            year: self.year,
            report_year: self.report_year,
            kind: self.kind.map(own),
            report_kind: self.report_kind.map(own),
            role: self.role.map(own),
            section: self.section.into_iter().map(own).collect(),
            title: self.title.map(own),
            issuer: self.issuer.map(own),
            document_number: self.document_number.map(own),
            published: self.published.map(own),
        }
    }
}

fn text_or_number<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Cow<'de, str>, D::Error> {
    struct Visitor;
    impl<'de> serde::de::Visitor<'de> for Visitor {
        type Value = Cow<'de, str>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a text or a number as id")
        }
        fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
            Ok(Cow::Borrowed(text))
        }
        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Cow::Owned(text.to_owned()))
        }
        fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
            Ok(Cow::Owned(number.to_string()))
        }
        fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
            Ok(Cow::Owned(number.to_string()))
        }
        fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
            Ok(Cow::Owned(number.to_string()))
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Cow::Borrowed(""))
        }
    }
    from.deserialize_any(Visitor)
}
