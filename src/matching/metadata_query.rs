//! Recognises a query that is the number, the title or the issuer of a report, as it is typed to find that report.
//!
//! Input: a [`Query`] and a [`Snapshot`]. Output: the query for the passages that hold the text, and beside them those of the reports that bear it, with the
//! filter that names these reports. Only what looks like such a name is looked up, since that goes through the names of all reports.

use super::segment_filter::fold_name;
use crate::index::{IndexError, NameColumn, Snapshot};
use crate::query::{Filter, Pattern, Query, Tree};

/// A shorter text is no title.
const MIN_TITLE_CHARS: usize = 8;

/// Gives the query with the reports of that name beside it, and the filter of these reports; `None` where no report bears it.
pub(super) fn with_reports_of_name(
    query: &Query,
    snapshot: &Snapshot,
) -> Result<Option<(Query, Filter)>, IndexError> {
    if query.tree().is_some() || query.fields().is_some() {
        return Ok(None);
    }
    let wanted = fold_name(query.folded());
    for (column, what) in columns_for(&wanted) {
        for segment in snapshot.segments() {
            let bears_it = |name: &str| fold_name(name) == wanted;
            if segment.names(column)?.ordinals_where(bears_it)?.is_empty() {
                continue;
            }
            let Some(pattern) = Pattern::literal(query.typed()) else {
                return Ok(None);
            };
            let mut filter = Filter::default();
            let names = match column {
                NameColumn::DocumentNumber => &mut filter.document_numbers,
                NameColumn::Title => &mut filter.titles,
                _ => &mut filter.issuers,
            };
            names.push(query.typed().to_string());
            let tree = Tree::Any(vec![Tree::Phrase(pattern), Tree::Field(filter.clone())]);
            let warning = format!(
                "the query is the {what} of a report, whose passages are found beside those that hold it"
            );
            return Ok(Some((query.with_tree(tree).with_warning(warning), filter)));
        }
    }
    Ok(None)
}

/// The columns that may hold a text, by what it looks like.
fn columns_for(text: &str) -> Vec<(NameColumn, &'static str)> {
    let mut columns = Vec::new();
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    if text.ends_with('号') && has_digit {
        columns.push((NameColumn::DocumentNumber, "document number"));
    }
    let is_title = [
        "报告", "总结", "要点", "计划", "通知", "规划", "方案", "意见", "条例", "办法", "决定",
        "安排",
    ]
    .iter()
    .any(|kind| text.contains(kind));
    if is_title && text.chars().count() >= MIN_TITLE_CHARS {
        columns.push((NameColumn::Title, "whole title"));
    }
    if text.ends_with(['局', '委', '会', '府', '室', '厅', '院', '部']) {
        columns.push((NameColumn::Issuer, "issuing organ"));
    }
    columns
}
