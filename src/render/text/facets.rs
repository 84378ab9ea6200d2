//! Writes the facets of `search --summary`: how many hits each district, year, kind and section has.
//!
//! The counts come from [`Facets`], which `search` fills; as JSON they are written in `render/json.rs`.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use anstyle::Style;

use super::style::{QUIET, TITLE};
use super::wrapped_line::{Layout, WrappedLine};
use crate::render::safe_text::printable;
use crate::search::Facets;

/// Only so many values of a facet are named; the rest are counted.
const MAX_VALUES: usize = 30;
/// Fewer sections are named, since most of them have only a hit or two.
const MAX_SECTIONS: usize = 8;
/// The number of blanks between two values of a facet.
const N_BLANKS: usize = 2;

/// Writes each facet: its values with their counts, then how many of the `total` hits have no value.
///
/// # Errors
/// Fails only where writing to `out` fails.
pub fn write_facets(
    out: &mut impl Write,
    total: u64,
    facets: &Facets,
    layout: Layout,
) -> io::Result<()> {
    let in_order = |years: &BTreeMap<i64, u64>| {
        let years = years.iter();
        years
            .map(|(year, &count)| (year.to_string(), count))
            .collect()
    };
    let facets: [(&str, Values, usize); 5] = [
        ("district", by_count(&facets.districts), MAX_VALUES),
        ("year", in_order(&facets.years), MAX_VALUES),
        ("report year", in_order(&facets.report_years), MAX_VALUES),
        ("kind", by_count(&facets.kinds), MAX_VALUES),
        ("section", by_count(&facets.sections), MAX_SECTIONS),
    ];
    for (title, values, max_values) in facets {
        let n_with_value: u64 = values.iter().map(|(_, count)| count).sum();
        let n_without = total.saturating_sub(n_with_value);
        writeln!(out, "{TITLE}{title}{TITLE:#}")?;
        let mut line = WrappedLine::new(out, layout);
        for (name, count) in values.iter().take(max_values) {
            line.write_item(
                &format!("{} {count}", printable(name)),
                N_BLANKS,
                Style::new(),
            )?;
        }
        if values.len() > max_values {
            let n_more = values.len() - max_values;
            line.write_item(&format!("and {n_more} more"), N_BLANKS, QUIET)?;
        }
        if n_without > 0 {
            line.write_item(&format!("(none) {n_without}"), N_BLANKS, QUIET)?;
        } else if values.is_empty() {
            line.write_item("none", N_BLANKS, QUIET)?;
        }
        line.end()?;
    }
    writeln!(out)
}

/// The values of a facet, each with the number of hits that have it.
type Values = Vec<(String, u64)>;

/// Lists the values of a facet, the one with the most hits first.
fn by_count(counts: &BTreeMap<String, u64>) -> Values {
    let counts = counts.iter();
    let mut values: Values = counts.map(|(name, &count)| (name.clone(), count)).collect();
    values.sort_by_key(|(_, count)| Reverse(*count));
    values
}
