//! A report whose names were masked for publication: X区, ××县, 某区.
//!
//! Input: the context of the place. Output: the mask, which stands for the district. Refuses to guess
//! at the name behind it.

use std::collections::HashMap;

use super::declared::Declaration;
use super::divisions::{Count, Id};
use super::place::Context;
use super::units::masked_name;
use super::{Evidence, Found};

/// A report whose names are masked: the mask is the district.
pub(super) fn masked(
    context: &Context<'_, '_>,
    declarations: &[Declaration<'_>],
    counts: &HashMap<Id, Count>,
) -> Option<Found<String>> {
    let in_title = context
        .title
        .and_then(|(title, line)| masked_name(title).map(|mask| (mask, line)));
    if let Some((mask, line)) = in_title {
        let evidence = Evidence {
            line,
            text: mask.to_owned(),
            rule: "the name is masked",
        };
        return Some(Found {
            value: mask.to_owned(),
            evidence,
        });
    }
    if !declarations.is_empty() {
        return None;
    }
    let mut masks: HashMap<&str, (u32, u32)> = HashMap::new();
    for (line, _) in context
        .lines
        .iter()
        .zip(context.is_text)
        .filter(|(_, is_text)| **is_text)
    {
        if let Some(mask) = masked_name(line.text) {
            masks.entry(mask).or_insert((0, line.number)).0 += 1;
        }
    }
    let (mask, (n_lines, line)) = masks
        .into_iter()
        .max_by_key(|(mask, (n_lines, line))| (*n_lines, std::cmp::Reverse(*line), *mask))?;
    let most_named = counts.values().map(|count| count.n_full).max().unwrap_or(0);
    let evidence = Evidence {
        line,
        text: mask.to_owned(),
        rule: "the name is masked",
    };
    (n_lines >= 3 && n_lines > most_named).then(|| Found {
        value: mask.to_owned(),
        evidence,
    })
}
