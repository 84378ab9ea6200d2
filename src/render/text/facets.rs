//! How many hits each district, year, kind and section has.

use std::io::{self, Write};

use anstyle::Style;

use super::style::{QUIET, TITLE};
use super::wrapped_line::{Layout, WrappedLine};
use crate::render::safe_text::shown;
use crate::search::Facets;

/// More values of a facet than this are counted, not named.
const MAX_VALUES: usize = 30;
/// The same of sections, most of which have a hit or two.
const MAX_SECTIONS: usize = 8;

/// Writes how many of `total` hits each district, year, kind and section has.
///
/// # Errors
/// Where `out` refuses.
pub fn write_facets(
    out: &mut impl Write,
    total: u64,
    facets: &Facets,
    layout: Layout,
) -> io::Result<()> {
    let by_count = |counts: &std::collections::BTreeMap<String, u64>| {
        let mut list: Vec<(String, u64)> = counts
            .iter()
            .map(|(name, &count)| (name.clone(), count))
            .collect();
        list.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        list
    };
    let years = facets
        .years
        .iter()
        .map(|(year, &count)| (year.to_string(), count))
        .collect();
    for (title, list, max_values) in [
        ("district", by_count(&facets.districts), MAX_VALUES),
        ("year", years, MAX_VALUES),
        ("kind", by_count(&facets.kinds), MAX_VALUES),
        ("section", by_count(&facets.sections), MAX_SECTIONS),
    ] {
        let list: Vec<(String, u64)> = list;
        let n_with_value: u64 = list.iter().map(|(_, count)| count).sum();
        let n_without = total.saturating_sub(n_with_value);
        writeln!(out, "{TITLE}{title}{TITLE:#}")?;
        let mut line = WrappedLine::new(out, layout);
        for (name, count) in list.iter().take(max_values) {
            line.write_item(
                &format!("{} {count}", shown(name)),
                BETWEEN_ITEMS,
                Style::new(),
            )?;
        }
        if list.len() > max_values {
            let n_more = list.len() - max_values;
            line.write_item(&format!("and {n_more} more"), BETWEEN_ITEMS, QUIET)?;
        }
        if n_without > 0 {
            line.write_item(&format!("(none) {n_without}"), BETWEEN_ITEMS, QUIET)?;
        } else if list.is_empty() {
            line.write_item("none", BETWEEN_ITEMS, QUIET)?;
        }
        line.end()?;
    }
    writeln!(out)
}

/// Blanks between the values of a facet.
const BETWEEN_ITEMS: usize = 2;
