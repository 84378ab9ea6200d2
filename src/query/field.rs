//! Reads fields of the query language, such as `年:2019..2022`, as filters of one condition each.
//!
//! Input: the name and the value of a field. Output: a [`Filter`]. The flags of the command line take the same values. Several values are separated by
//! commas or 、 and are alternatives; the value of a section is one text. `lexer.rs` finds the fields of a query.

use super::filter::{Filter, YearRange};
use crate::analysis::{fold, fold_char};
use crate::report::{Kind, Role};

/// A field of the query language, which is also a flag of the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The district that reports, or any place above it.
    District,
    /// The year that the passage speaks of.
    Year,
    /// The year that the title of its report claims.
    ReportYear,
    /// A text that a heading of the section path holds.
    Section,
    /// What the passage does.
    Kind,
    /// The kind of its report (文种).
    ReportKind,
    /// A text that the number of its document holds.
    DocumentNumber,
    /// A text that the title of its report holds.
    Title,
    /// A text that the name of the organ holds that issued its report.
    Issuer,
    /// The passage's role.
    Role,
}

/// The number of characters of the longest name.
pub(super) const MAX_NAME_CHARS: usize = 15;

/// Gives the field of a name, in any width and case. A text with a quotation mark or a space is no name.
pub(super) fn field_named(name: &str) -> Option<Field> {
    if !name.chars().all(|c| fold_char(c).is_some()) {
        return None;
    }
    let field = match fold(name).as_str() {
        "区" | "县" | "市" | "省" | "区县" | "district" => Field::District,
        "年" | "年份" | "年度" | "year" => Field::Year,
        "报告年" | "报告年度" | "report_year" | "report-year" | "reportyear" => {
            Field::ReportYear
        }
        "节" | "章节" | "section" => Field::Section,
        "类" | "类别" | "类型" | "kind" => Field::Kind,
        "文种" | "report_kind" | "report-kind" | "reportkind" => Field::ReportKind,
        "角色" | "role" => Field::Role,
        "文号" | "document_number" | "document-number" => Field::DocumentNumber,
        "标题" | "title" => Field::Title,
        "单位" | "发布机构" | "issuer" => Field::Issuer,
        _ => return None,
    };
    Some(field)
}

impl Field {
    /// The name of each field, as it is shown to users.
    pub(super) const NAMES: [&str; 10] = [
        "区",
        "年",
        "报告年",
        "节",
        "类",
        "文种",
        "文号",
        "标题",
        "单位",
        "角色",
    ];

    /// Whether a text can be a value of the field: names and numbers are, a piece of a sentence is not.
    pub(super) fn may_hold(self, value: &[char]) -> bool {
        let folded = value.iter().filter_map(|c| fold_char(*c));
        let is_name = |c: char| c.is_alphanumeric() || ",、.-~—–_".contains(c);
        self.is_text() || folded.into_iter().all(is_name)
    }

    /// Whether its value is one text, in which commas and brackets may stand.
    fn is_text(self) -> bool {
        matches!(
            self,
            Field::Section | Field::DocumentNumber | Field::Title | Field::Issuer
        )
    }

    /// All values that the field can have; none where they are not known beforehand.
    pub fn values(self) -> Vec<&'static str> {
        match self {
            Field::Kind => Kind::ALL.map(Kind::name).to_vec(),
            Field::Role => Role::ALL.map(Role::name).to_vec(),
            _ => Vec::new(),
        }
    }

    /// Makes the condition that the field has a value, or one of several.
    ///
    /// # Errors
    /// A message that says what a value would be.
    pub fn filter(self, value: &str) -> Result<Filter, String> {
        let mut filter = Filter::default();
        let texts = match self {
            Field::Section => Some(&mut filter.sections),
            Field::DocumentNumber => Some(&mut filter.document_numbers),
            Field::Title => Some(&mut filter.titles),
            Field::Issuer => Some(&mut filter.issuers),
            _ => None,
        };
        if let Some(texts) = texts {
            texts.push(value.to_string());
            return Ok(filter);
        }
        let values = value.split([',', '，', '、']).map(str::trim);
        for value in values.filter(|value| !fold(value).is_empty()) {
            let no_such = || format!("'{value}' is none of {}", self.values().join(", "));
            match self {
                Field::District => filter.districts.push(value.to_string()),
                Field::ReportKind => filter.report_kinds.push(value.to_string()),
                Field::Year | Field::ReportYear => {
                    let years: YearRange = year_range(value).parse().map_err(|_| {
                        format!(
                            "'{value}' is not a year or a range of years such as 2021 or 2019..2022"
                        )
                    })?;
                    match self {
                        Field::Year => filter.years.push(years),
                        _ => filter.report_years.push(years),
                    }
                }
                Field::Kind => {
                    filter.kinds.push(kind_named(value).ok_or_else(no_such)?);
                }
                Field::Role => {
                    filter.roles.push(role_named(value).ok_or_else(no_such)?);
                }
                Field::Section | Field::DocumentNumber | Field::Title | Field::Issuer => {}
            }
        }
        match filter == Filter::default() {
            true => Err(format!("'{value}' names nothing")),
            false => Ok(filter),
        }
    }
}

/// Rewrites `２０１９年-2022年` as `2019..2022`.
fn year_range(value: &str) -> String {
    let folded = fold(value).replace('年', "");
    let ends: Vec<&str> = folded.split("..").collect();
    match (&ends[..], folded.split_once(['-', '~', '—', '–', '至'])) {
        ([_], Some((first, last))) => format!("{first}..{last}"),
        _ => folded,
    }
}

/// Gives the kind that a value names, in Chinese or English.
fn kind_named(value: &str) -> Option<Kind> {
    match fold(value).as_str() {
        "summary" => Some(Kind::总结),
        "plan" => Some(Kind::计划),
        "problem" => Some(Kind::问题),
        "other" => Some(Kind::其他),
        name => Kind::from_name(name),
    }
}

/// Gives the role that a value names, in Chinese or English.
fn role_named(value: &str) -> Option<Role> {
    match fold(value).as_str() {
        "正文" => Some(Role::Body),
        "标题" | "小标题" => Some(Role::Heading),
        "题目" | "题名" => Some(Role::Title),
        "样板" | "网页杂项" => Some(Role::Boilerplate),
        name => Role::from_name(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, value: &str, expected: &str) {
        let filter = field_named(name).unwrap().filter(value);
        let shown = filter.map_or_else(|error| error, |filter| filter.to_string());
        assert_eq!(shown, expected);
    }

    #[test]
    fn names_and_values_are_read_in_either_language_and_width() {
        check("区", "通州区", "district:通州区");
        check("ＤＩＳＴＲＩＣＴ", "通州區、海淀", "district:通州區,海淀");
        check("年", "2019..2022", "year:2019..2022");
        check("year", "２０１９年-２０２２年", "year:2019..2022");
        check("报告年", "2022", "report_year:2022");
        check(
            "文号",
            "青教发〔2022〕3号",
            "document_number:青教发〔2022〕3号",
        );
        check("标题", "工作要点", "title:工作要点");
        check("单位", "青禾区教育局", "issuer:青禾区教育局");
        check("類", "計劃", "kind:计划");
        check("节", "师资", "section:师资");
        check("文种", "工作要点", "report_kind:工作要点");
        check("role", "Heading", "role:heading");
    }

    #[test]
    fn a_value_that_there_is_not_says_what_would_be() {
        check(
            "年",
            "去年",
            "'去年' is not a year or a range of years such as 2021 or 2019..2022",
        );
        check("类", "愿望", "'愿望' is none of 总结, 计划, 问题, 其他");
        check("年", "、", "'、' names nothing");
    }

    #[test]
    fn every_name_that_is_shown_is_one() {
        let fields: Vec<Field> = Field::NAMES
            .iter()
            .filter_map(|name| field_named(name))
            .collect();
        assert_eq!(fields.len(), Field::NAMES.len());
    }

    #[test]
    fn no_name_is_longer_than_the_longest() {
        assert!(field_named("区”").is_none());
        assert!(field_named("目标").is_none() && field_named("种类").is_none());
        assert!("document_number".chars().count() <= MAX_NAME_CHARS);
    }
}
