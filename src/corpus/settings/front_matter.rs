//! YAML front matter: the metadata that a text file states at its own beginning.
//!
//! Input: a text that begins with a line `---`, then YAML, then `---` or `...`. Output: the [`StatedField`]s in it, by their Chinese or
//! English names, and how many lines it has. Only `name: value` at the outermost level counts; anything nested, anchored or wrong is passed
//! over, so that nothing unfolds. A text that merely begins with a horizontal rule has no front matter.

use saphyr_parser::{Event, Parser};

use super::stated_field::{MetadataField, StatedField};

/// The most bytes that front matter may have.
const MAX_BYTES: usize = 64 * 1024;

/// The rule in the evidence of a field that is stated here.
const RULE: &str = "the file's front matter";

/// Returns the fields that a text's front matter states, and how many lines it has; `None` if the text has none.
pub(in crate::corpus) fn read(text: &str) -> Option<(Vec<StatedField>, u32)> {
    let after = text.strip_prefix("---")?;
    let line_end = after.find('\n')?;
    if !after[..line_end].trim().is_empty() {
        return None;
    }
    let yaml = &after[line_end + 1..];
    let mut at = 0;
    let mut n_lines = 1;
    for line in yaml.split_inclusive('\n') {
        n_lines += 1;
        if matches!(line.trim_end(), "---" | "...") {
            let stated = fields(&yaml[..at])?;
            return (!stated.is_empty()).then_some((stated, n_lines));
        }
        at += line.len();
        if at > MAX_BYTES {
            return None;
        }
    }
    None
}

/// Returns the fields of a mapping; `None` if it is not YAML.
fn fields(yaml: &str) -> Option<Vec<StatedField>> {
    let mut stated = Vec::new();
    let mut depth = 0_u32;
    // The name that the next scalar of the outermost mapping belongs to, if that is a value; the inner `None` is a name of no field.
    let mut name: Option<Option<MetadataField>> = None;
    for event in Parser::new_from_str(yaml) {
        let (event, span) = event.ok()?;
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                depth += 1;
                if depth == 2 {
                    name = None;
                }
            }
            Event::MappingEnd | Event::SequenceEnd => depth = depth.saturating_sub(1),
            Event::Scalar(value, ..) if depth == 1 => match name.take() {
                None => name = Some(MetadataField::named(&value)),
                Some(Some(field)) => stated.push(StatedField {
                    field,
                    value: value.trim().to_owned(),
                    // The line of the opening `---` comes first.
                    line: u32::try_from(span.start.line() + 1).unwrap_or(u32::MAX),
                    rule: RULE,
                }),
                Some(None) => {}
            },
            Event::Alias(_) if depth == 1 => name = None,
            _ => {}
        }
    }
    Some(stated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> Option<(Vec<String>, u32)> {
        let (stated, n_lines) = read(text)?;
        let stated = stated
            .iter()
            .map(|stated| format!("{} {} {}", stated.line, stated.field.name(), stated.value));
        Some((stated.collect(), n_lines))
    }

    #[test]
    fn fields_are_known_by_chinese_and_english_names() {
        let text = "---\n区县: 青禾区\nreport_year: 2022\n标签: [教育, 总结]\ntitle: \"2022年工作总结\"\n---\n正文\n";
        let expected = [
            "2 district 青禾区",
            "3 report_year 2022",
            "5 title 2022年工作总结",
        ];
        assert_eq!(shown(text), Some((expected.map(str::to_owned).to_vec(), 6)));
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        assert_eq!(read("---\n工作总结\n---\n"), None);
        assert_eq!(read("---\n区县: 青禾区\n"), None);
        assert_eq!(read("----\n区县: 青禾区\n----\n"), None);
        assert_eq!(read("正文\n---\n区县: 青禾区\n---\n"), None);
    }

    #[test]
    fn nothing_unfolds() {
        let bomb = "---\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n区县: *a\n年度: 2021\n---\n";
        assert_eq!(
            shown(bomb).map(|(stated, _)| stated),
            Some(vec!["6 report_year 2021".to_owned()])
        );
        let deep = format!("---\n区县: {}\n---\n", "[".repeat(20_000));
        assert_eq!(read(&deep), None);
    }

    proptest! {
        #[test]
        fn any_text_may_stand_there(yaml in any::<String>()) {
            let _ = read(&format!("---\n{yaml}\n---\n"));
        }
    }
}
