//! Resolves a filter for the documents of one segment.
//!
//! Input: a [`Filter`] and a segment's columns. Output: whether a document is let through. A name is tested once for each of its different values, not
//! once for each passage.

use crate::analysis::fold;
use crate::index::{IndexError, NameColumn, Names, SECTION_SEPARATOR, Segment, YearColumn, Years};
use crate::query::{Filter, YearRange};
use crate::report::{Role, is_place};

/// A column of names, and which of them are let through.
struct NameTest<'a> {
    names: &'a Names,
    /// Whether each name is let through, by its ordinal.
    passes: Vec<bool>,
}

impl<'a> NameTest<'a> {
    fn new(
        segment: &'a Segment,
        column: NameColumn,
        test: impl Fn(&str) -> bool,
    ) -> Result<NameTest<'a>, IndexError> {
        let names = segment.names(column)?;
        let mut passes = Vec::with_capacity(names.n_names());
        names.for_each_name(|name| passes.push(test(name)))?;
        Ok(NameTest { names, passes })
    }

    fn passes(&self, document: u32) -> bool {
        let ordinal = self.names.ordinal(document);
        ordinal.is_some_and(|ordinal| self.passes.get(ordinal as usize) == Some(&true))
    }
}

/// Folds a name of a document, whose number is typed with brackets of every sort: 青教发〔2022〕3号, 青教发[2022]3号.
pub(super) fn fold_name(name: &str) -> String {
    let folded = fold(name);
    let alike = folded.chars().map(|c| match c {
        '[' | '(' | '【' | '〔' | '{' => '〔',
        ']' | ')' | '】' | '〕' | '}' => '〕',
        other => other,
    });
    alike.collect()
}

/// A filter, for the documents of one segment.
pub(crate) struct SegmentFilter<'a> {
    segment: &'a Segment,
    /// `None` where every role of the segment is let through.
    roles: Option<NameTest<'a>>,
    /// The district that reports, its city and its province; one of them has to pass.
    districts: Vec<NameTest<'a>>,
    others: Vec<NameTest<'a>>,
    /// Columns of years, each of which has to hold one of its wanted years.
    years: Vec<(&'a Years, &'a [YearRange])>,
}

impl<'a> SegmentFilter<'a> {
    /// Opens the columns that the filter tests.
    pub(crate) fn new(
        filter: &'a Filter,
        segment: &'a Segment,
    ) -> Result<SegmentFilter<'a>, IndexError> {
        let roles = NameTest::new(segment, NameColumn::Role, |name| match &filter.roles[..] {
            [] => name != Role::Boilerplate.name(),
            roles => roles.iter().any(|role| role.name() == name),
        })?;
        let roles = (!roles.passes.iter().all(|passes| *passes)).then_some(roles);
        let mut districts = Vec::new();
        if !filter.districts.is_empty() {
            for column in NameColumn::PLACES {
                districts.push(NameTest::new(segment, column, |name| {
                    filter.districts.iter().any(|wanted| is_place(name, wanted))
                })?);
            }
        }
        let mut others = Vec::new();
        if !filter.kinds.is_empty() {
            let kinds = |name: &str| filter.kinds.iter().any(|kind| kind.name() == name);
            others.push(NameTest::new(segment, NameColumn::Kind, kinds)?);
        }
        if !filter.report_kinds.is_empty() {
            let wanted: Vec<String> = filter.report_kinds.iter().map(|kind| fold(kind)).collect();
            let kinds = |name: &str| wanted.contains(&fold(name));
            others.push(NameTest::new(segment, NameColumn::ReportKind, kinds)?);
        }
        if !filter.sections.is_empty() {
            let wanted: Vec<String> = filter.sections.iter().map(|text| fold(text)).collect();
            let sections = |path: &str| {
                path.split(SECTION_SEPARATOR).any(|heading| {
                    let heading = fold(heading);
                    wanted.iter().any(|wanted| heading.contains(wanted))
                })
            };
            others.push(NameTest::new(segment, NameColumn::Section, sections)?);
        }
        for (column, wanted) in [
            (NameColumn::DocumentNumber, &filter.document_numbers),
            (NameColumn::Title, &filter.titles),
            (NameColumn::Issuer, &filter.issuers),
        ] {
            if !wanted.is_empty() {
                let wanted: Vec<String> = wanted.iter().map(|text| fold_name(text)).collect();
                let holds = |name: &str| {
                    let name = fold_name(name);
                    wanted.iter().any(|wanted| name.contains(wanted))
                };
                others.push(NameTest::new(segment, column, holds)?);
            }
        }
        let mut years = Vec::new();
        for (column, wanted) in [
            (YearColumn::Year, &filter.years),
            (YearColumn::ReportYear, &filter.report_years),
        ] {
            if !wanted.is_empty() {
                years.push((segment.years(column)?, &wanted[..]));
            }
        }
        Ok(SegmentFilter {
            segment,
            roles,
            districts,
            others,
            years,
        })
    }

    /// Whether a document is there and is let through.
    pub(crate) fn passes(&self, document: u32) -> bool {
        !self.segment.is_deleted(document)
            && self
                .roles
                .as_ref()
                .is_none_or(|names| names.passes(document))
            && (self.districts.is_empty()
                || self.districts.iter().any(|names| names.passes(document)))
            && self.others.iter().all(|names| names.passes(document))
            && self.years.iter().all(|(years, wanted)| {
                let year = years.year(document);
                year.is_some_and(|year| wanted.iter().any(|range| range.contains(year)))
            })
    }
}
