//! Which column of a table holds what: users name the columns, or their headings are recognised.
//!
//! Input: `text=正文,district=区` as typed, and a row of headings. Output: a [`ColumnLayout`], if one of the columns holds texts. A column whose
//! heading is not known is passed over rather than guessed at.

use std::str::FromStr;

use super::stated_field::{MetadataField, plain_name};
use crate::corpus::hash::Hash;

/// What a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ColumnKind {
    Text,
    Id,
    Section,
    Kind,
    Role,
    /// The year that a passage speaks of, or, in a table of reports, the report's year.
    Year,
    Metadata(MetadataField),
}

/// The headings of columns that are no metadata field; the first of each is the name that users type.
#[rustfmt::skip] // a table of words
const NAMES: &[(ColumnKind, &[&str])] = &[
    (ColumnKind::Text, &["text", "正文", "全文", "内容", "文本", "正文内容", "报告正文", "报告全文", "报告内容", "文章内容", "段落", "段落内容", "原文",
        "content", "full text", "body", "passage", "paragraph"]),
    (ColumnKind::Id, &["id", "编号", "passage id", "段落编号"]),
    (ColumnKind::Section, &["section", "章节", "章节路径", "标题路径", "小标题", "section path", "heading"]),
    (ColumnKind::Kind, &["kind", "性质", "段落性质"]),
    (ColumnKind::Role, &["role", "段落类型"]),
    (ColumnKind::Year, &["year"]),
];

impl ColumnKind {
    fn named(name: &str) -> Option<ColumnKind> {
        let wanted = plain_name(name);
        let is_it = |names: &[&str]| names.iter().any(|name| plain_name(name) == wanted);
        let found = NAMES.iter().find(|(_, names)| is_it(names));
        let found = found.map(|(column, _)| *column);
        found.or_else(|| MetadataField::named(name).map(ColumnKind::Metadata))
    }

    /// Returns the name that users type for it.
    fn name(self) -> &'static str {
        match self {
            ColumnKind::Metadata(field) => field.name(),
            other => NAMES
                .iter()
                .find(|(column, _)| *column == other)
                .map_or("", |(_, names)| names[0]),
        }
    }
}

/// The columns that a user names; all others are recognised by their headings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    named: Vec<(ColumnKind, String)>,
}

/// Why a list of columns cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    /// A part names no heading.
    #[error("'{part}' names no column: write it as text=正文")]
    NoHeading {
        /// The part.
        part: String,
    },
    /// A part names no known field.
    #[error(
        "'{field}' is no field: it is one of text, id, section, kind, role, year, title, district, city, province, report_year, report_kind, issuer, document_number, published"
    )]
    NoField {
        /// The text that was typed for a field.
        field: String,
    },
    /// Two columns are named for one field.
    #[error("'{field}' is named twice")]
    Twice {
        /// The field.
        field: String,
    },
}

impl FromStr for Columns {
    type Err = ColumnsError;

    /// Parses `text=正文,district=区`: each field is followed by the heading of its column.
    fn from_str(typed: &str) -> Result<Columns, ColumnsError> {
        let mut columns = Columns::default();
        let parts = typed.split([',', '，']).map(str::trim);
        for part in parts.filter(|part| !part.is_empty()) {
            let (field, heading) = part.split_once('=').unwrap_or((part, ""));
            let (field, heading) = (field.trim(), heading.trim());
            if field.is_empty() || heading.is_empty() {
                let part = part.to_owned();
                return Err(ColumnsError::NoHeading { part });
            }
            let named = || field.to_owned();
            let column =
                ColumnKind::named(field).ok_or_else(|| ColumnsError::NoField { field: named() })?;
            if columns.named.iter().any(|(other, _)| *other == column) {
                return Err(ColumnsError::Twice { field: named() });
            }
            columns.named.push((column, heading.to_owned()));
        }
        Ok(columns)
    }
}

/// Which column of a table holds what; columns count from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::corpus) struct ColumnLayout {
    /// The column of the texts that are indexed.
    pub(in crate::corpus) text: usize,
    /// The heading of that column.
    pub(in crate::corpus) text_heading: String,
    /// The column of passage ids.
    pub(in crate::corpus) id: Option<usize>,
    /// The column of section paths.
    pub(in crate::corpus) section: Option<usize>,
    /// The column of passage kinds (`计划` …).
    pub(in crate::corpus) kind: Option<usize>,
    /// The column of passage roles (`body` …).
    pub(in crate::corpus) role: Option<usize>,
    /// The column of the years that passages speak of.
    pub(in crate::corpus) year: Option<usize>,
    /// The columns of metadata fields.
    pub(in crate::corpus) metadata: Vec<(MetadataField, usize)>,
}

impl Columns {
    /// Returns a number made of all the columns that the user names.
    pub(in crate::corpus) fn fingerprint(&self) -> u64 {
        let mut hash = Hash::new();
        for (column, heading) in &self.named {
            hash.add(column.name().as_bytes());
            hash.add(b"=");
            hash.add(heading.as_bytes());
            hash.add(b"\n");
        }
        hash.value()
    }

    /// Lays a table out by its row of headings; `None` if no column holds texts.
    pub(in crate::corpus) fn layout(&self, headings: &[String]) -> Option<ColumnLayout> {
        let text = self.find(ColumnKind::Text, headings)?;
        let mut layout = ColumnLayout {
            text,
            text_heading: headings[text].trim().to_owned(),
            id: self.find(ColumnKind::Id, headings),
            section: self.find(ColumnKind::Section, headings),
            kind: self.find(ColumnKind::Kind, headings),
            role: self.find(ColumnKind::Role, headings),
            year: self.find(ColumnKind::Year, headings),
            metadata: Vec::new(),
        };
        let fields =
            headings.iter().enumerate().filter_map(|(at, heading)| {
                match ColumnKind::named(heading)? {
                    ColumnKind::Metadata(field) if at != text => Some((field, at)),
                    _ => None,
                }
            });
        for (field, at) in fields {
            let column = ColumnKind::Metadata(field);
            let named = self.by_name(column, headings);
            if named.is_none_or(|named| named == at) {
                layout.metadata.push((field, at));
            }
        }
        for (column, _) in &self.named {
            if let ColumnKind::Metadata(field) = *column
                && let Some(at) = self.by_name(*column, headings)
                && !layout.metadata.contains(&(field, at))
            {
                layout.metadata.push((field, at));
            }
        }
        Some(layout)
    }

    /// Returns the column that the user names for a kind, or else the first whose heading is the likeliest of the known ones.
    fn find(&self, column: ColumnKind, headings: &[String]) -> Option<usize> {
        self.by_name(column, headings).or_else(|| {
            let (_, names) = NAMES.iter().find(|(other, _)| *other == column)?;
            names.iter().find_map(|name| at_heading(name, headings))
        })
    }

    fn by_name(&self, column: ColumnKind, headings: &[String]) -> Option<usize> {
        let (_, name) = self.named.iter().find(|(other, _)| *other == column)?;
        at_heading(name, headings)
    }
}

fn at_heading(name: &str, headings: &[String]) -> Option<usize> {
    let wanted = plain_name(name);
    headings
        .iter()
        .position(|heading| plain_name(heading) == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(row: &str) -> Vec<String> {
        row.split('|').map(str::to_owned).collect()
    }

    #[test]
    fn columns_are_recognised_by_chinese_and_english_headings() {
        let layout = Columns::default()
            .layout(&headings("ID|区县|Report Year|内容|正文|Section|year|备注"))
            .unwrap();
        assert_eq!((layout.text, layout.text_heading.as_str()), (4, "正文"));
        assert_eq!(
            (layout.id, layout.section, layout.year),
            (Some(0), Some(5), Some(6))
        );
        assert_eq!(
            layout.metadata,
            [(MetadataField::District, 1), (MetadataField::ReportYear, 2)]
        );
        assert_eq!(Columns::default().layout(&headings("学校|班数")), None);
    }

    #[test]
    fn a_column_that_the_user_names_comes_before_one_that_is_recognised() {
        let columns: Columns = "text=材料, district=填报单位，year=年".parse().unwrap();
        let layout = columns
            .layout(&headings("区县|正文|材料|填报单位|年"))
            .unwrap();
        assert_eq!((layout.text, layout.year), (2, Some(4)));
        assert_eq!(
            layout.metadata,
            [(MetadataField::ReportYear, 4), (MetadataField::District, 3)]
        );
        let elsewhere = columns.layout(&headings("区县|正文")).unwrap();
        assert_eq!(
            (elsewhere.text, elsewhere.metadata),
            (1, vec![(MetadataField::District, 0)])
        );
    }

    #[test]
    fn what_cannot_be_understood_is_said() {
        let error = |typed: &str| typed.parse::<Columns>().unwrap_err().to_string();
        assert_eq!(
            error("正文"),
            "'正文' names no column: write it as text=正文"
        );
        assert!(error("颜色=红").starts_with("'颜色' is no field: it is one of text, id, "));
        assert_eq!(error("text=甲,正文=乙"), "'正文' is named twice");
        assert_eq!(" ".parse(), Ok(Columns::default()));
    }
}
