//! The disclosure table (信息公开) that stands before a report on a government's site: its fields and its rows.
//!
//! Input: the lines. Output: the table's fields with their lines; and its rows marked as boilerplate. A row has cells divided
//! by `|`, or a label and a value divided by a colon. `issuer`, `publication` and `metadata_reader` take what they need.

use super::evidence::{Evidence, Evidenced};
use super::lines::TextLine;
use crate::corpus::disclosure_label;

/// How many lines of a text are searched for the table.
const MAX_LINES: usize = 30;

/// A field of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DisclosureField<'a> {
    /// Line of the text, from 1.
    pub(super) line: u32,
    /// Its label, white space taken out, without the colon.
    pub(super) label: &'static str,
    /// Its value.
    pub(super) value: &'a str,
}

/// Reads the fields of the table; empty values are left out.
pub(super) fn fields<'a>(lines: &[TextLine<'a>]) -> Vec<DisclosureField<'a>> {
    let mut fields = Vec::new();
    for (at, line) in lines.iter().enumerate().take(MAX_LINES) {
        if !is_row(lines, at) {
            continue;
        }
        let mut cells = line
            .text
            .split(['|', '\t'])
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .peekable();
        while let Some(cell) = cells.next() {
            let Some((label, rest)) = label_of(cell) else {
                continue;
            };
            let mut value = rest;
            if value.is_empty() {
                match cells.peek() {
                    Some(next) if label_of(next).is_none() => value = next,
                    Some(_) => continue,
                    None => {
                        // The value may stand on a line of its own.
                        let next = lines.get(at + 1).map_or("", |l| l.text);
                        if !next.contains('|')
                            && label_of(next).is_none()
                            && next.chars().count() <= 60
                            && is_pair(lines, at)
                        {
                            value = next;
                        }
                    }
                }
            }
            let value = value.trim();
            if !value.is_empty() {
                fields.push(DisclosureField {
                    line: line.number,
                    label,
                    value,
                });
            }
        }
    }
    fields
}

impl DisclosureField<'_> {
    /// The field as evidence of what is read from its value.
    pub(super) fn evidence(&self) -> Evidence {
        let text = format!("{}: {}", self.label, self.value);
        Evidence::new(self.line, text, "the disclosure table")
    }
}

/// The value of the field with the first of these labels that the table has.
pub(super) fn first_value(
    fields: &[DisclosureField<'_>],
    labels: &[&str],
) -> Option<Evidenced<String>> {
    let mut by_label = labels.iter();
    let field = by_label.find_map(|label| fields.iter().find(|field| field.label == *label))?;
    Some(field.evidence().of(field.value.to_owned()))
}

/// Marks the rows of the table as boilerplate.
pub(super) fn mark_rows(lines: &[TextLine<'_>], marks: &mut [bool]) {
    for at in 0..lines.len().min(MAX_LINES) {
        if is_row(lines, at) {
            marks[at] = true;
            if is_pair(lines, at) {
                marks[at + 1] = true;
            }
        }
    }
}

fn is_row(lines: &[TextLine<'_>], at: usize) -> bool {
    let line = &lines[at];
    if line.n_chars > 300 {
        return false;
    }
    let n_cells = line.text.matches('|').count();
    let first = line.text.split('|').next().unwrap_or_default().trim();
    match label_of(first) {
        Some(_) => n_cells > 0 || line.n_chars <= 60,
        None => n_cells >= 3,
    }
}

/// Whether a label stands alone on its line, with its value on the next.
fn is_pair(lines: &[TextLine<'_>], at: usize) -> bool {
    let alone = label_of(lines[at].text).is_some_and(|(_, rest)| rest.is_empty());
    let next = lines
        .get(at + 1)
        .filter(|next| next.n_chars <= 60 && label_of(next.text).is_none());
    alone && next.is_some_and(|next| !next.is_prose())
}

/// Splits a cell into the label that it starts with and what follows the colon.
fn label_of(cell: &str) -> Option<(&'static str, &str)> {
    let at = cell.find(['：', ':'])?;
    if at > 40 {
        return None;
    }
    let colon_bytes = cell[at..].chars().next().map_or(1, char::len_utf8);
    let label = disclosure_label(&cell[..at])?;
    Some((
        label,
        cell[at + colon_bytes..].trim().trim_end_matches('】'),
    ))
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines_of;
    use super::*;
    use crate::corpus::SourceText;

    fn labels(text: &str) -> Vec<(&'static str, String)> {
        let source = SourceText::new("a.txt", text);
        let lines = lines_of(&source);
        fields(&lines)
            .into_iter()
            .map(|f| (f.label, f.value.to_owned()))
            .collect()
    }

    #[test]
    fn cells_are_divided_by_bars() {
        let read = labels(
            "索引号: | 123/2022-1 | 文号: | 青教发〔2022〕3号 |\n主题词: | 发布日期: | 2022-04-29 ||",
        );
        let expected = [
            ("索引号", "123/2022-1"),
            ("文号", "青教发〔2022〕3号"),
            ("发布日期", "2022-04-29"),
        ];
        assert_eq!(read, expected.map(|(l, v)| (l, v.to_owned())));
    }

    #[test]
    fn a_label_may_be_spaced_out_and_its_value_on_the_next_line() {
        let read = labels("索 引 号：\n0001\n发布机构：青禾区教育局\n");
        let expected = [("索引号", "0001"), ("发布机构", "青禾区教育局")];
        assert_eq!(read, expected.map(|(l, v)| (l, v.to_owned())));
    }
}
