//! Reports whose names were masked for publication: X区, ××县, 某区.
//!
//! Input: the context of the place, the declarations and counts. Output: the mask, which stands for the district; the name
//! behind it is not guessed at.

use std::collections::HashMap;

use super::context::PlaceContext;
use super::declarations::Declaration;
use super::divisions::{DivisionId, NameCount};
use super::names::masked_name;
use crate::report::evidence::{Evidence, Evidenced};

/// Finds the mask that stands for the district: in the title, else in three lines or more of a report that declares no
/// place and names none as often.
pub(super) fn masked(
    context: &PlaceContext<'_, '_>,
    declarations: &[Declaration<'_>],
    counts: &HashMap<DivisionId, NameCount>,
) -> Option<Evidenced<String>> {
    let found =
        |mask: &str, line: u32| Evidence::new(line, mask, "the name is masked").of(mask.to_owned());
    let in_title = context
        .title
        .and_then(|(title, line)| Some(found(masked_name(title)?, line)));
    if in_title.is_some() || !declarations.is_empty() {
        return in_title;
    }
    let mut masks: HashMap<&str, (u32, u32)> = HashMap::new();
    for line in context.lines.own() {
        if let Some(mask) = masked_name(line.text) {
            masks.entry(mask).or_insert((0, line.number)).0 += 1;
        }
    }
    let (mask, (n_lines, line)) = masks
        .into_iter()
        .max_by_key(|(mask, (n_lines, line))| (*n_lines, std::cmp::Reverse(*line), *mask))?;
    let most_named = counts.values().map(|count| count.n_full).max().unwrap_or(0);
    (n_lines >= 3 && n_lines > most_named).then(|| found(mask, line))
}
