//! The command that lists the reports of the index.

use std::io::Write;
use std::path::Path;

use crate::arguments::Format;
use crate::failure::{Failure, Found, Outcome};
use crate::index::say_what_was_left_out;
use crate::terminal::say;
use xunzhang::index::{ReportRecord, Snapshot};
use xunzhang::query::{Filter, YearRange, is_place};
use xunzhang::render;

pub(crate) fn list_reports(
    dir: &Path,
    filter: &Filter,
    format: Format,
    out: &mut impl Write,
) -> Outcome {
    let (mut reports, left_out) = Snapshot::open(dir)?.reports()?;
    reports.retain(|report| is_wanted(report, filter));
    match format {
        Format::Json => {
            for report in &reports {
                render::write_json_line(out, report)?;
            }
        }
        Format::Csv => render::write_reports_csv(&mut *out, &reports)?,
        Format::Text if reports.is_empty() => {}
        Format::Text => render::write_reports(out, &reports)?,
        Format::Trec => {
            return Err(Failure::usage(
                "a list of reports is no TREC run",
                "use text, json or csv",
            ));
        }
    }
    out.flush()?;
    if format == Format::Text {
        say_what_was_left_out(&left_out);
    }
    if reports.is_empty() {
        say("no report of the index is asked for");
        return Ok(Found::Nothing);
    }
    Ok(Found::Some)
}

fn is_wanted(report: &ReportRecord, filter: &Filter) -> bool {
    let places = [&report.district, &report.city, &report.province];
    let is_there = |wanted: &String| {
        places
            .iter()
            .any(|place| place.as_deref().is_some_and(|name| is_place(name, wanted)))
    };
    let year = report.report_year;
    let is_of = |years: &YearRange| year.is_some_and(|year| years.contains(year));
    let kind = report.report_kind.as_ref();
    (filter.districts.is_empty() || filter.districts.iter().any(is_there))
        && (filter.years.is_empty() || filter.years.iter().any(is_of))
        && (filter.report_kinds.is_empty()
            || kind.is_some_and(|kind| filter.report_kinds.contains(kind)))
}
