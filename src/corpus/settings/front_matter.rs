//! YAML front matter: what a text file says of itself before it begins.
//!
//! Input: a text that begins with a line `---`, then YAML, then `---` or `...`. Output: the fields it gives, by Chinese or English
//! names, and how many lines it has. Only `name: value` at the outermost level counts; what is nested, anchored or wrong is passed
//! over, so no document unfolds. A text that merely begins with a rule has none. Refuses to know what values mean.

use saphyr_parser::{Event, Parser};

use super::given::{Field, Given};

/// Front matter of more bytes than this is none.
const MAX_BYTES: usize = 64 * 1024;

/// How the evidence of a field names it.
const RULE: &str = "the file's front matter";

/// The fields that a text's front matter gives, and its lines; `None` where it has none.
pub(in crate::corpus) fn read(text: &str) -> Option<(Vec<Given>, u32)> {
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
            let given = fields(&yaml[..at])?;
            return (!given.is_empty()).then_some((given, n_lines));
        }
        at += line.len();
        if at > MAX_BYTES {
            return None;
        }
    }
    None
}

/// The fields of a mapping; `None` where it is no YAML.
fn fields(yaml: &str) -> Option<Vec<Given>> {
    let mut given = Vec::new();
    let mut depth = 0_u32;
    // A name that waits for its value, where the next scalar of the outermost mapping is one.
    let mut name: Option<Option<Field>> = None;
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
                None => name = Some(Field::named(&value)),
                Some(Some(field)) => given.push(Given {
                    field,
                    value: value.trim().to_owned(),
                    // The line of the rule comes before the first.
                    line: u32::try_from(span.start.line() + 1).unwrap_or(u32::MAX),
                    rule: RULE,
                }),
                Some(None) => {}
            },
            Event::Alias(_) if depth == 1 => name = None,
            _ => {}
        }
    }
    Some(given)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> Option<(Vec<String>, u32)> {
        let (given, n_lines) = read(text)?;
        let given = given
            .iter()
            .map(|given| format!("{} {} {}", given.line, given.field.name(), given.value));
        Some((given.collect(), n_lines))
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
            shown(bomb).map(|(given, _)| given),
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
