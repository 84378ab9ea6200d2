//! Filters say which passages a command looks at: by district, year, section, kind, report kind and role.
//!
//! Input: values as they are typed, such as a year or a range of years. Output: a [`Filter`]. `field.rs` reads filters from inside a query;
//! `matching/segment_filter.rs` tests passages by them.

use std::fmt;
use std::str::FromStr;

use crate::report::{Kind, Role};

/// Which passages a command looks at. All conditions have to hold; the values of one condition are alternatives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// The district that reports, or any place above it; with or without its 省, 市, 区, 县.
    pub districts: Vec<String>,
    /// The year that the passage speaks of.
    pub years: Vec<YearRange>,
    /// The year that the title of its report claims.
    pub report_years: Vec<YearRange>,
    /// Text that a heading of the section path holds, once both are folded.
    pub sections: Vec<String>,
    /// What the passage does.
    pub kinds: Vec<Kind>,
    /// The kind of its report (文种).
    pub report_kinds: Vec<String>,
    /// Text that the number of its document (文号) holds, once both are folded and all brackets are alike.
    pub document_numbers: Vec<String>,
    /// Text that the title of its report holds, once both are folded.
    pub titles: Vec<String>,
    /// Text that the name of the organ holds that issued its report, once both are folded.
    pub issuers: Vec<String>,
    /// The passage's role; where none is named, every role but boilerplate.
    pub roles: Vec<Role>,
}

impl Filter {
    /// Adds the conditions of another filter. Where both have one, the values of both are alternatives.
    pub fn join(&mut self, other: Filter) {
        self.districts.extend(other.districts);
        self.years.extend(other.years);
        self.report_years.extend(other.report_years);
        self.sections.extend(other.sections);
        self.kinds.extend(other.kinds);
        self.report_kinds.extend(other.report_kinds);
        self.document_numbers.extend(other.document_numbers);
        self.titles.extend(other.titles);
        self.issuers.extend(other.issuers);
        self.roles.extend(other.roles);
    }

    /// Gives each of its conditions as it would be typed, such as `year:2019..2022`, with the filter that is left without it.
    pub(crate) fn conditions(&self) -> Vec<(String, Filter)> {
        let mut conditions = Vec::new();
        let mut add = |name: &str, values: Vec<String>, clear: &dyn Fn(&mut Filter)| {
            if !values.is_empty() {
                let mut others = self.clone();
                clear(&mut others);
                conditions.push((format!("{name}:{}", values.join(",")), others));
            }
        };
        let owned = |names: Vec<&str>| names.into_iter().map(str::to_string).collect();
        add("district", self.districts.clone(), &|filter| {
            filter.districts.clear();
        });
        let years = self.years.iter().map(YearRange::to_string);
        add("year", years.collect(), &|filter| filter.years.clear());
        let report_years = self.report_years.iter().map(YearRange::to_string);
        add("report_year", report_years.collect(), &|filter| {
            filter.report_years.clear();
        });
        add("section", self.sections.clone(), &|filter| {
            filter.sections.clear();
        });
        let kinds = self.kinds.iter().map(|kind| kind.name());
        add("kind", owned(kinds.collect()), &|filter| {
            filter.kinds.clear();
        });
        add("report_kind", self.report_kinds.clone(), &|filter| {
            filter.report_kinds.clear();
        });
        add(
            "document_number",
            self.document_numbers.clone(),
            &|filter| {
                filter.document_numbers.clear();
            },
        );
        add("title", self.titles.clone(), &|filter| {
            filter.titles.clear();
        });
        add("issuer", self.issuers.clone(), &|filter| {
            filter.issuers.clear();
        });
        let roles = self.roles.iter().map(|role| role.name());
        add("role", owned(roles.collect()), &|filter| {
            filter.roles.clear();
        });
        conditions
    }
}

/// Shows its conditions as they would be typed inside a query.
impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let conditions = self.conditions().into_iter();
        let shown: Vec<String> = conditions.map(|(condition, _)| condition).collect();
        write!(f, "{}", shown.join(" "))
    }
}

/// Years from the first to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearRange {
    /// The first.
    pub first: i32,
    /// The last.
    pub last: i32,
}

impl YearRange {
    /// Whether it holds a year.
    pub fn contains(self, year: i32) -> bool {
        (self.first..=self.last).contains(&year)
    }
}

/// What was typed is neither a year nor a range of years.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a year or a range of years such as 2021 or 2019..2022")]
pub struct YearRangeError(String);

impl FromStr for YearRange {
    type Err = YearRangeError;

    fn from_str(typed: &str) -> Result<YearRange, YearRangeError> {
        let wrong = || YearRangeError(typed.to_string());
        let year = |text: &str| text.trim().parse::<i32>().map_err(|_| wrong());
        let (first, last) = match typed.split_once("..") {
            Some((first, last)) => {
                let first = if first.trim().is_empty() {
                    i32::MIN
                } else {
                    year(first)?
                };
                let last = if last.trim().is_empty() {
                    i32::MAX
                } else {
                    year(last)?
                };
                (first, last)
            }
            None => (year(typed)?, year(typed)?),
        };
        if first > last || typed.trim() == ".." {
            return Err(wrong());
        }
        Ok(YearRange { first, last })
    }
}

impl fmt::Display for YearRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.first, self.last) {
            (first, last) if first == last => write!(f, "{first}"),
            (i32::MIN, last) => write!(f, "..{last}"),
            (first, i32::MAX) => write!(f, "{first}.."),
            (first, last) => write!(f, "{first}..{last}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, first: i32, last: i32) {
        assert_eq!(typed.parse(), Ok(YearRange { first, last }));
    }

    #[test]
    fn a_year_is_a_range_of_one() {
        check("2021", 2021, 2021);
    }

    #[test]
    fn both_ends_of_a_range_are_in_it() {
        check("2019..2022", 2019, 2022);
    }

    #[test]
    fn a_range_may_be_open_at_one_end() {
        check("2019..", 2019, i32::MAX);
        check("..2022", i32::MIN, 2022);
    }

    #[test]
    fn a_range_that_runs_back_is_refused() {
        let error = "2022..2019".parse::<YearRange>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "'2022..2019' is not a year or a range of years such as 2021 or 2019..2022"
        );
        assert!("去年".parse::<YearRange>().is_err() && "..".parse::<YearRange>().is_err());
    }
}
