//! Writes answers as JSON Lines, each with the fields that its type has: hits, summaries, reports, inspected files, evaluations, progress.
//!
//! JSON has one shape for the command line and for HTTP. Hits, passages and reports are written as their types derive
//! it; a new member of a hit is a new field of [`Hit`] or of the record flattened into it. The private structs here are
//! the lines that no type of the library has the shape of.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};

use super::safe_text::steers_terminal;
use crate::corpus::SourceText;
use crate::evaluation::{Evaluation, Measures};
use crate::report::{Heading, Metadata, Passage, Problem, Report};
use crate::search::{Answer, Facets, GroupKey, Hit, Suggestion};

/// Writes a value as one line of JSON, in which nothing steers a terminal.
///
/// # Errors
/// Fails only where writing to `out` fails.
pub fn write_json_line(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, TerminalSafe::default());
    value.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

/// Formats compact JSON with every control character escaped. `serde_json` escapes only those of ASCII, but some
/// terminals obey the others too.
#[derive(Default)]
struct TerminalSafe(CompactFormatter);

impl Formatter for TerminalSafe {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(steers_terminal) {
            let (before, from) = rest.split_at(at);
            self.0.write_string_fragment(writer, before)?;
            let c = from.chars().next().unwrap_or_default();
            write!(writer, "\\u{:04x}", c as u32)?;
            rest = &from[c.len_utf8()..];
        }
        self.0.write_string_fragment(writer, rest)
    }
}

#[derive(Serialize)]
struct Event<'a, T> {
    event: &'a str,
    #[serde(flatten)]
    value: &'a T,
}

/// Writes an event of an update as one line: `{"event":"progress",…}` or `{"event":"done",…}`.
///
/// # Errors
/// Fails only where writing to `out` fails.
pub fn write_event_json(
    out: &mut impl Write,
    event: &str,
    value: &impl Serialize,
) -> io::Result<()> {
    write_json_line(out, &Event { event, value })
}

#[derive(Serialize)]
struct Summary<'a> {
    query: &'a str,
    total: u64,
    verbatim: u64,
    words: u64,
    synonym: u64,
    partial: u64,
    elapsed_ms: f64,
    facets: FacetLists<'a>,
    warnings: &'a [String],
    suggestions: &'a [Suggestion],
}

#[derive(Serialize)]
struct FacetLists<'a> {
    district: Vec<FacetCount<&'a str>>,
    year: Vec<FacetCount<i64>>,
    report_year: Vec<FacetCount<i64>>,
    kind: Vec<FacetCount<&'a str>>,
    section: Vec<FacetCount<&'a str>>,
}

#[derive(Serialize)]
struct FacetCount<V> {
    value: V,
    count: u64,
}

/// Writes the summary of a search as one line: the counts of hits by how they match, the time taken, the facets, the
/// warnings and the suggestions. The values of a facet come with the largest count first, years in their own order.
///
/// # Errors
/// Fails only where writing to `out` fails.
pub fn write_summary_json(out: &mut impl Write, query: &str, answer: &Answer) -> io::Result<()> {
    let none = Facets::default();
    let facets = answer.facets.as_ref().unwrap_or(&none);
    let summary = Summary {
        query,
        total: answer.total,
        verbatim: answer.verbatim,
        words: answer.words,
        synonym: answer.synonym,
        partial: answer.partial,
        elapsed_ms: (answer.elapsed.as_secs_f64() * 1e6).round() / 1e3,
        facets: FacetLists {
            district: by_count(&facets.districts),
            year: in_order(&facets.years),
            report_year: in_order(&facets.report_years),
            kind: by_count(&facets.kinds),
            section: by_count(&facets.sections),
        },
        warnings: &answer.warnings,
        suggestions: &answer.suggestions,
    };
    write_json_line(out, &summary)
}

/// Lists years in their order.
fn in_order(counts: &BTreeMap<i64, u64>) -> Vec<FacetCount<i64>> {
    let counts = counts.iter();
    counts
        .map(|(&value, &count)| FacetCount { value, count })
        .collect()
}

/// Lists the values of a facet, the one with the most hits first.
fn by_count(counts: &BTreeMap<String, u64>) -> Vec<FacetCount<&str>> {
    let mut list: Vec<_> = counts
        .iter()
        .map(|(value, &count)| FacetCount {
            value: value.as_str(),
            count,
        })
        .collect();
    list.sort_by_key(|facet| std::cmp::Reverse(facet.count));
    list
}

#[derive(Serialize)]
struct HitOfGroup<'a> {
    #[serde(flatten)]
    hit: &'a Hit,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'a GroupKey>,
}

/// Writes the hits of an answer as JSON Lines, each with its group where hits are put together.
///
/// # Errors
/// Fails only where writing to `out` fails.
pub fn write_hits_json(out: &mut impl Write, answer: &Answer) -> io::Result<()> {
    for group in &answer.groups {
        for hit in &group.hits {
            let group = group.key.as_ref();
            write_json_line(out, &HitOfGroup { hit, group })?;
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct Inspection<'a> {
    path: &'a str,
    encoding: &'a str,
    format: &'a str,
    metadata: &'a Metadata,
    outline: &'a [Heading],
    passages: &'a [Passage],
    problems: &'a [Problem],
}

/// Writes how a file was read as one line: encoding, format, metadata with evidence, outline, passages and problems.
///
/// # Errors
/// Fails only where writing to `out` fails.
pub fn write_inspection_json(
    out: &mut impl Write,
    source: &SourceText,
    report: &Report,
) -> io::Result<()> {
    let inspection = Inspection {
        path: &source.name,
        encoding: source.encoding,
        format: source.format.name(),
        metadata: &report.metadata,
        outline: &report.outline,
        passages: &report.passages,
        problems: &report.problems,
    };
    write_json_line(out, &inspection)
}

#[derive(Serialize)]
struct MeasuredSystem<'a> {
    system: &'a str,
    #[serde(flatten)]
    measures: Measures,
    topics: usize,
}

/// Writes an evaluation, one system a line: its name, its measures, and the number of topics they are averaged over.
///
/// # Errors
/// Fails only where writing to `out` fails.
pub fn write_evaluation_json(out: &mut impl Write, evaluation: &Evaluation) -> io::Result<()> {
    for (run, measures) in &evaluation.systems {
        let system = MeasuredSystem {
            system: run.system,
            measures: *measures,
            topics: evaluation.n_topics,
        };
        write_json_line(out, &system)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_control_character_is_escaped_and_comes_back() {
        let text = "区\u{1b}[31m\u{7f}\u{9b}管\n\"\u{202E}";
        let mut line = Vec::new();
        write_json_line(&mut line, &text).unwrap();
        let line = String::from_utf8(line).unwrap();
        assert_eq!(line, "\"区\\u001b[31m\\u007f\\u009b管\\n\\\"\\u202e\"\n");
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }
}
