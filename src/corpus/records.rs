//! Passages that another program cut: each is a line of JSON Lines, or a row of a table.
//!
//! Input: a [`RecordStream`] over the lines or rows of one file. Output: [`Record`]s, one at a time. A line that is no record becomes a
//! [`RecordProblem`], and the next one is read. `formats/jsonl` and `formats/table.rs` read the streams; `index` gives the fields their
//! meaning.

use std::borrow::Cow;

use serde::Deserialize;

use super::panics::guard;

/// One passage that another program cut. `text` is required, all else may be absent; fields of other names are passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Record<'a> {
    /// Its id in its own collection, or `NAME:line` if it has none. A number is taken as text.
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
    /// The text that is indexed.
    #[serde(borrow)]
    pub text: Cow<'a, str>,
    /// The line of the file, or the row of the table, from 1.
    #[serde(skip)]
    pub line: u64,
    /// The district that reports.
    #[serde(borrow, default)]
    pub district: Option<Cow<'a, str>>,
    /// The city that the district lies in.
    #[serde(borrow, default)]
    pub city: Option<Cow<'a, str>>,
    /// The province that the district lies in.
    #[serde(borrow, default)]
    pub province: Option<Cow<'a, str>>,
    /// The year the passage speaks of.
    #[serde(default)]
    pub year: Option<i32>,
    /// The year of its report.
    #[serde(default)]
    pub report_year: Option<i32>,
    /// The kind of the passage: 总结, 计划, 问题 or 其他.
    #[serde(borrow, default)]
    pub kind: Option<Cow<'a, str>>,
    /// The kind of its report (文种).
    #[serde(borrow, default)]
    pub report_kind: Option<Cow<'a, str>>,
    /// The role of the passage: `body`, `heading`, `title` or `boilerplate`.
    #[serde(borrow, default)]
    pub role: Option<Cow<'a, str>>,
    /// Its section path (章节路径), the outermost heading first.
    #[serde(borrow, default)]
    pub section: Vec<Cow<'a, str>>,
    /// The title of its report.
    #[serde(borrow, default)]
    pub title: Option<Cow<'a, str>>,
    /// The organization that published its report (发布机构).
    #[serde(borrow, default)]
    pub issuer: Option<Cow<'a, str>>,
    /// The document number of its report (文号).
    #[serde(borrow, default)]
    pub document_number: Option<Cow<'a, str>>,
    /// The date on which its report was published (发布日期), as YYYY-MM-DD.
    #[serde(borrow, default)]
    pub published: Option<Cow<'a, str>>,
}

/// A line or row that cannot be read as a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordProblem {
    /// The line of the file, or the row of the table, from 1.
    pub line: u64,
    /// What is wrong with it, for people: lower case, no final period.
    pub message: String,
}

/// The lines or rows of one file, read one by one.
pub(super) trait RecordStream: std::fmt::Debug + Send {
    /// Returns the next record of the document `name`; `None` at the end. Further records may follow a problem.
    fn next_record(&mut self, name: &str) -> Option<Result<Record<'_>, RecordProblem>>;
}

/// The records of one file, read one by one.
#[derive(Debug)]
pub struct Records {
    name: String,
    stream: Box<dyn RecordStream>,
    /// The line or row that was read last.
    last_line: u64,
    /// Whether reading panicked, after which nothing more is read.
    has_panicked: bool,
}

impl Records {
    pub(super) fn new(name: String, stream: Box<dyn RecordStream>) -> Records {
        Records {
            name,
            stream,
            last_line: 0,
            has_panicked: false,
        }
    }

    /// Returns the name of the document that holds them.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the next record, borrowed from the line buffer, which is the fast way to read; `None` at the end.
    pub fn next_borrowed(&mut self) -> Option<Result<Record<'_>, RecordProblem>> {
        if self.has_panicked {
            return None;
        }
        match guard(|| self.stream.next_record(&self.name)) {
            Ok(next) => {
                let read = next.as_ref()?;
                self.last_line = match read {
                    Ok(record) => record.line,
                    Err(problem) => problem.line,
                };
                next
            }
            Err(panic) => {
                self.has_panicked = true;
                Some(Err(RecordProblem {
                    line: self.last_line + 1,
                    message: format!("{panic}; the rest is not read"),
                }))
            }
        }
    }

    /// Gives every record that is left to `visit`, in its borrowed form; the first error of `visit` ends it.
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
    /// Returns the record with a copy of its own of every text.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Panics at its second line.
    #[derive(Debug)]
    struct PanicsAtTwo(u64);

    impl RecordStream for PanicsAtTwo {
        fn next_record(&mut self, _: &str) -> Option<Result<Record<'_>, RecordProblem>> {
            self.0 += 1;
            assert_ne!(self.0, 2, "no such line");
            let line = self.0;
            Some(Ok(Record {
                line,
                ..Record::default()
            }))
        }
    }

    #[test]
    fn a_panic_ends_the_records_with_a_problem_that_names_the_line() {
        let records = Records::new("a.jsonl".to_owned(), Box::new(PanicsAtTwo(0)));
        let lines: Vec<_> = records
            .map(|read| read.map(|record| record.line).map_err(|wrong| wrong.line))
            .collect();
        assert_eq!(lines, [Ok(1), Err(2)]);
    }
}
