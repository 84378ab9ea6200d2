//! The arguments that filter reports and passages: `--district`, `--year`, `--section`, `--kind` and their like.
//!
//! The value of each is read as the value of the field of that name in the query language, so that `--year 2019..2022`
//! and `年:2019..2022` mean the same. All of them resolve to one [`Filter`]; `query` says what it lets through.

use std::ffi::OsStr;

use clap::Args;
use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::ErrorKind;

use xunzhang::query::{Field, Filter};

#[derive(Debug, Args)]
pub(crate) struct ReportFilterArgs {
    /// Of this unit, or any unit under it (--district 北京市); repeat for more
    #[arg(long, value_name = "NAME", value_parser = FieldParser(Field::District))]
    district: Vec<Filter>,
    /// Speaking of this year, or these: 2021 or 2019..2022; repeat for more
    #[arg(long, value_name = "YEARS", value_parser = FieldParser(Field::Year))]
    year: Vec<Filter>,
    /// Of reports whose title claims this year, or these; a report of 2022 may look back on 2021. Repeat for more
    #[arg(long, value_name = "YEARS", value_parser = FieldParser(Field::ReportYear))]
    report_year: Vec<Filter>,
    /// Of this kind of report: 工作总结, 工作要点, 政府工作报告, …; repeat for more
    #[arg(long, value_name = "KIND", value_parser = FieldParser(Field::ReportKind))]
    report_kind: Vec<Filter>,
}

impl ReportFilterArgs {
    /// Joins the conditions on reports into one filter.
    pub(crate) fn resolve(&self) -> Filter {
        let conditions = [
            &self.district,
            &self.year,
            &self.report_year,
            &self.report_kind,
        ];
        joined(conditions.into_iter().flatten())
    }
}

#[derive(Debug, Args)]
pub(super) struct FilterArgs {
    #[command(flatten)]
    report: ReportFilterArgs,
    /// Under a heading that holds this text; repeat for more
    #[arg(long, value_name = "TEXT", value_parser = FieldParser(Field::Section))]
    section: Vec<Filter>,
    /// Passages that do this: look back, plan, own up to problems, or none of these; repeat for more
    #[arg(long, value_parser = FieldParser(Field::Kind))]
    kind: Vec<Filter>,
    /// Passages that are this: paragraphs, lines that are nothing but a heading, titles, or site chrome and reprint notices; by default all but
    /// boilerplate
    #[arg(long, value_parser = FieldParser(Field::Role))]
    role: Vec<Filter>,
}

impl FilterArgs {
    /// Joins the conditions on reports and on their passages into one filter.
    pub(super) fn resolve(&self) -> Filter {
        let of_reports = self.report.resolve();
        let conditions = [&self.section, &self.kind, &self.role];
        joined(conditions.into_iter().flatten().chain([&of_reports]))
    }
}

fn joined<'f>(conditions: impl Iterator<Item = &'f Filter>) -> Filter {
    let mut filter = Filter::default();
    conditions.for_each(|condition| filter.join(condition.clone()));
    filter
}

/// Reads the value of an option as the query language reads the value of the field of that name.
#[derive(Debug, Clone, Copy)]
struct FieldParser(Field);

impl TypedValueParser for FieldParser {
    type Value = Filter;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Filter, clap::Error> {
        let value = value.to_string_lossy();
        self.0.filter(&value).map_err(|reason| {
            let flag = argument.map_or(String::new(), |argument| format!(" for '{argument}'"));
            let message = format!("invalid value{flag}: {reason}\n");
            clap::Error::raw(ErrorKind::ValueValidation, message).with_cmd(command)
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let names = self.0.values();
        (!names.is_empty()).then(|| {
            Box::new(names.into_iter().map(PossibleValue::new)) as Box<dyn Iterator<Item = _>>
        })
    }
}
