//! Which column of a table holds what: named by the user, or recognised by its heading.
//!
//! Input: `text=正文,district=区` as typed, and a row of headings. Output: a [`Layout`], where a column holds texts.
//! Refuses to guess: a column whose heading says nothing known is passed over.

use std::str::FromStr;

use super::given::{Field, plain_name};
use super::hash::Hash;

/// What a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Text,
    Id,
    Section,
    Kind,
    Role,
    /// The year a passage speaks of; of a table of reports, the report's.
    Year,
    Given(Field),
}

/// The headings of columns that are no field of a report's metadata; the first is the one that is typed.
#[rustfmt::skip] // a table of words
const NAMES: &[(Column, &[&str])] = &[
    (Column::Text, &["text", "正文", "全文", "内容", "文本", "正文内容", "报告正文", "报告全文", "报告内容", "文章内容", "段落", "段落内容", "原文",
        "content", "full text", "body", "passage", "paragraph"]),
    (Column::Id, &["id", "编号", "passage id", "段落编号"]),
    (Column::Section, &["section", "章节", "章节路径", "标题路径", "小标题", "section path", "heading"]),
    (Column::Kind, &["kind", "性质", "段落性质"]),
    (Column::Role, &["role", "段落类型"]),
    (Column::Year, &["year"]),
];

impl Column {
    fn named(name: &str) -> Option<Column> {
        let wanted = plain_name(name);
        let is_it = |names: &[&str]| names.iter().any(|name| plain_name(name) == wanted);
        let found = NAMES.iter().find(|(_, names)| is_it(names));
        let found = found.map(|(column, _)| *column);
        found.or_else(|| Field::named(name).map(Column::Given))
    }

    /// The name that is typed for it.
    fn name(self) -> &'static str {
        match self {
            Column::Given(field) => field.name(),
            column => {
                let found = NAMES.iter().find(|(other, _)| *other == column);
                found.map_or("", |(_, names)| names[0])
            }
        }
    }
}

/// Which columns hold what, as a user names them; a column that is not named is recognised by its heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    named: Vec<(Column, String)>,
}

/// Why a list of columns cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    /// A part without a heading.
    #[error("'{part}' names no column: write it as text=正文")]
    NoHeading {
        /// The part.
        part: String,
    },
    /// A part whose field is none.
    #[error(
        "'{field}' is no field: it is one of text, id, section, kind, role, year, title, district, city, province, report_year, report_kind, issuer, document_number, published"
    )]
    NoField {
        /// What was typed for a field.
        field: String,
    },
    /// Two columns for one field.
    #[error("'{field}' is named twice")]
    Twice {
        /// The field.
        field: String,
    },
}

impl FromStr for Columns {
    type Err = ColumnsError;

    /// `text=正文,district=区`: the field, then the heading of its column.
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
                Column::named(field).ok_or_else(|| ColumnsError::NoField { field: named() })?;
            if columns.named.iter().any(|(other, _)| *other == column) {
                return Err(ColumnsError::Twice { field: named() });
            }
            columns.named.push((column, heading.to_owned()));
        }
        Ok(columns)
    }
}

/// Which column of a table holds what, from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::corpus) struct Layout {
    /// What is indexed.
    pub(in crate::corpus) text: usize,
    /// The heading of that.
    pub(in crate::corpus) text_heading: String,
    /// The id of a passage.
    pub(in crate::corpus) id: Option<usize>,
    /// Its section path.
    pub(in crate::corpus) section: Option<usize>,
    /// What it does.
    pub(in crate::corpus) kind: Option<usize>,
    /// What it is.
    pub(in crate::corpus) role: Option<usize>,
    /// The year it speaks of.
    pub(in crate::corpus) year: Option<usize>,
    /// Fields of the metadata.
    pub(in crate::corpus) given: Vec<(Field, usize)>,
}

impl Columns {
    /// Makes a number of the columns that are named, by which a change of them is known: an index keeps it.
    pub(super) fn fingerprint(&self) -> u64 {
        let mut hash = Hash::new();
        for (column, heading) in &self.named {
            hash.add(column.name().as_bytes());
            hash.add(b"=");
            hash.add(heading.as_bytes());
            hash.add(b"\n");
        }
        hash.value()
    }

    /// The layout that a row of headings tells; `None` where no column of it holds texts.
    pub(in crate::corpus) fn layout(&self, headings: &[String]) -> Option<Layout> {
        let text = self.find(Column::Text, headings)?;
        let mut layout = Layout {
            text,
            text_heading: headings[text].trim().to_owned(),
            id: self.find(Column::Id, headings),
            section: self.find(Column::Section, headings),
            kind: self.find(Column::Kind, headings),
            role: self.find(Column::Role, headings),
            year: self.find(Column::Year, headings),
            given: Vec::new(),
        };
        let fields =
            headings
                .iter()
                .enumerate()
                .filter_map(|(at, heading)| match Column::named(heading)? {
                    Column::Given(field) if at != text => Some((field, at)),
                    _ => None,
                });
        for (field, at) in fields {
            let column = Column::Given(field);
            let named = self.by_name(column, headings);
            if named.is_none_or(|named| named == at) {
                layout.given.push((field, at));
            }
        }
        for (column, _) in &self.named {
            if let Column::Given(field) = *column
                && let Some(at) = self.by_name(*column, headings)
                && !layout.given.contains(&(field, at))
            {
                layout.given.push((field, at));
            }
        }
        Some(layout)
    }

    /// The column that the user names, else the first that goes by the likeliest of its names.
    fn find(&self, column: Column, headings: &[String]) -> Option<usize> {
        self.by_name(column, headings).or_else(|| {
            let (_, names) = NAMES.iter().find(|(other, _)| *other == column)?;
            names.iter().find_map(|name| at_heading(name, headings))
        })
    }

    fn by_name(&self, column: Column, headings: &[String]) -> Option<usize> {
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
        assert_eq!(layout.given, [(Field::District, 1), (Field::ReportYear, 2)]);
        assert_eq!(Columns::default().layout(&headings("学校|班数")), None);
    }

    #[test]
    fn a_column_that_the_user_names_comes_before_one_that_is_recognised() {
        let columns: Columns = "text=材料, district=填报单位，year=年".parse().unwrap();
        let layout = columns
            .layout(&headings("区县|正文|材料|填报单位|年"))
            .unwrap();
        assert_eq!((layout.text, layout.year), (2, Some(4)));
        assert_eq!(layout.given, [(Field::ReportYear, 4), (Field::District, 3)]);
        let elsewhere = columns.layout(&headings("区县|正文")).unwrap();
        assert_eq!(
            (elsewhere.text, elsewhere.given),
            (1, vec![(Field::District, 0)])
        );
    }

    #[test]
    fn other_columns_have_another_fingerprint() {
        let of = |typed: &str| typed.parse::<Columns>().unwrap().fingerprint();
        assert_eq!(of("正文=材料, 区县=区"), of("text=材料,district=区"));
        assert_ne!(of("text=材料"), of("title=材料"));
        assert_ne!(of("year=年"), of("report_year=年"));
        // An index of another day is compared with it.
        assert_eq!(of("text=材料"), 0x3046c69a2ed3a0ff);
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
