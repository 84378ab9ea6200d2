//! The command `reports`: lists the reports of the index, with the problems found and the files left out.

use std::io::Write;
use std::path::Path;

use crate::arguments::{OutputFormat, ReportsArgs};
use crate::failure::{CommandResult, ExitStatus, Failure};
use crate::terminal::{say, say_left_out};
use xunzhang::index::{ReportRecord, Snapshot};
use xunzhang::query::{Filter, YearRange};
use xunzhang::render;
use xunzhang::report::is_place;

/// Lists the reports that the filter lets through.
pub(crate) fn run(index_dir: &Path, args: &ReportsArgs, out: &mut impl Write) -> CommandResult {
    let (filter, format) = (args.filter.resolve(), args.output.format());
    // This comes before the file of --output is opened, which empties it.
    if !matches!(
        format,
        OutputFormat::Text | OutputFormat::Json | OutputFormat::Csv
    ) {
        return Err(Failure::usage(
            "a list of reports is no TREC run and no collection of passages",
            "use text, json or csv",
        ));
    }
    let (mut reports, left_out) = Snapshot::open(index_dir)?.reports()?;
    reports.retain(|report| lets_through(&filter, report));
    args.output
        .write(out, |mut out| write_reports(&reports, format, &mut out))?;
    out.flush()?;
    if format == OutputFormat::Text {
        say_left_out(&left_out);
    }
    if reports.is_empty() {
        say("no report of the index is asked for");
        return Ok(ExitStatus::NothingFound);
    }
    Ok(ExitStatus::Success)
}

fn write_reports(
    reports: &[ReportRecord],
    format: OutputFormat,
    out: &mut impl Write,
) -> Result<(), Failure> {
    match format {
        OutputFormat::Json => {
            for report in reports {
                render::write_json_line(out, report)?;
            }
        }
        OutputFormat::Csv => render::write_reports_csv(out, reports)?,
        _ if reports.is_empty() => {}
        _ => render::write_reports(out, reports)?,
    }
    Ok(())
}

/// Whether a report meets every condition that can be set on reports: district, year and kind.
fn lets_through(filter: &Filter, report: &ReportRecord) -> bool {
    let places = [
        &report.facts.district,
        &report.facts.city,
        &report.facts.province,
    ];
    let is_in = |wanted: &String| {
        let mut names = places.iter().filter_map(|place| place.as_deref());
        names.any(|name| is_place(name, wanted))
    };
    let year = report.facts.report_year;
    let is_of = |years: &YearRange| year.is_some_and(|year| years.contains(year));
    let kind = report.facts.report_kind.as_ref();
    (filter.districts.is_empty() || filter.districts.iter().any(is_in))
        && [&filter.years, &filter.report_years]
            .into_iter()
            .all(|years| years.is_empty() || years.iter().any(is_of))
        && (filter.report_kinds.is_empty()
            || kind.is_some_and(|kind| filter.report_kinds.contains(kind)))
}
