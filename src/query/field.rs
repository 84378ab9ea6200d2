//! Fields named inside a query: `年:2019..2022` → a [`Filter`] of one condition.
//!
//! The names and values are those of the command line's flags, and their Chinese. Several values are parted by commas
//! or 、, and are alternatives; a section is one text. Refuses to know where in the query a field stands.

use super::filter::{Filter, YearRange};
use crate::analysis::{fold, fold_char};
use crate::report::{Kind, Role};

/// What a field is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    District,
    Year,
    Section,
    Kind,
    ReportKind,
    Role,
}

/// The longest name, in characters.
pub(super) const MAX_NAME_CHARS: usize = 11;

/// The field of a name, in any width and case; a quotation mark or a space makes it no name.
pub(super) fn field_named(name: &str) -> Option<Field> {
    if !name.chars().all(|c| fold_char(c).is_some()) {
        return None;
    }
    let field = match fold(name).as_str() {
        "区" | "区县" | "district" => Field::District,
        "年" | "年份" | "年度" | "year" => Field::Year,
        "节" | "章节" | "section" => Field::Section,
        "类" | "类别" | "kind" => Field::Kind,
        "文种" | "report_kind" | "report-kind" | "reportkind" => Field::ReportKind,
        "角色" | "role" => Field::Role,
        _ => return None,
    };
    Some(field)
}

impl Field {
    /// Whether a value could be one that was typed: names and numbers, not a piece of a sentence.
    pub(super) fn may_hold(self, value: &[char]) -> bool {
        let folded = value.iter().filter_map(|c| fold_char(*c));
        let is_name = |c: char| c.is_alphanumeric() || ",、.-~—_".contains(c);
        self == Field::Section || folded.into_iter().all(is_name)
    }

    /// The condition that a field holds a value; an error says what a value would be.
    pub(super) fn filter(self, value: &str) -> Result<Filter, String> {
        let mut filter = Filter::default();
        if self == Field::Section {
            filter.sections.push(value.to_string());
            return Ok(filter);
        }
        let values = value.split([',', '，', '、']).map(str::trim);
        for value in values.filter(|value| !fold(value).is_empty()) {
            let no_such = |known: &str| format!("'{value}' is none of {known}");
            match self {
                Field::District => filter.districts.push(value.to_string()),
                Field::ReportKind => filter.report_kinds.push(value.to_string()),
                Field::Year => {
                    let years: YearRange = year_range(value).parse().map_err(|_| {
                        format!(
                            "'{value}' is not a year or a range of years such as 2021 or 2019..2022"
                        )
                    })?;
                    filter.years.push(years);
                }
                Field::Kind => {
                    let kind =
                        kind_named(value).ok_or_else(|| no_such("总结, 计划, 问题, 其他"))?;
                    filter.kinds.push(kind);
                }
                Field::Role => {
                    let role = role_named(value);
                    let role = role.ok_or_else(|| no_such("body, heading, title, boilerplate"))?;
                    filter.roles.push(role);
                }
                Field::Section => {}
            }
        }
        match filter == Filter::default() {
            true => Err(format!("'{value}' names nothing")),
            false => Ok(filter),
        }
    }
}

/// `２０１９年-2022年` as `2019..2022`.
fn year_range(value: &str) -> String {
    let folded = fold(value).replace('年', "");
    let ends: Vec<&str> = folded.split("..").collect();
    match (&ends[..], folded.split_once(['-', '~', '—', '至'])) {
        ([_], Some((first, last))) => format!("{first}..{last}"),
        _ => folded,
    }
}

fn kind_named(value: &str) -> Option<Kind> {
    let kind = match fold(value).as_str() {
        "总结" | "summary" => Kind::总结,
        "计划" | "plan" => Kind::计划,
        "问题" | "problem" => Kind::问题,
        "其他" | "other" => Kind::其他,
        _ => return None,
    };
    Some(kind)
}

fn role_named(value: &str) -> Option<Role> {
    let role = match fold(value).as_str() {
        "正文" | "body" => Role::Body,
        "标题" | "小标题" | "heading" => Role::Heading,
        "题目" | "题名" | "title" => Role::Title,
        "样板" | "网页杂项" | "boilerplate" => Role::Boilerplate,
        _ => return None,
    };
    Some(role)
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
    fn no_name_is_longer_than_the_longest() {
        assert!(field_named("区”").is_none());
        assert!(field_named("目标").is_none() && field_named("种类").is_none());
        assert!("report_kind".chars().count() <= MAX_NAME_CHARS);
    }
}
