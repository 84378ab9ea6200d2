//! Markdown, read as the plain text it is but for the marks of its headings.
//!
//! Recognised by its ending alone: any text may be Markdown.

use super::text;
use crate::corpus::format::{Format, FormatReader, Probe};
use crate::corpus::input::Input;
use crate::corpus::read_error::ReadError;
use crate::corpus::source_text::{Source, SourceText};

/// See the file's first line.
pub(in crate::corpus) struct Markdown;

impl FormatReader for Markdown {
    fn format(&self) -> Format {
        Format::named("markdown")
    }

    fn endings(&self) -> &'static [&'static str] {
        &["md"]
    }

    fn recognises(&self, probe: &Probe<'_>) -> bool {
        self.endings().contains(&probe.ending)
    }

    fn read(&self, input: Input) -> Result<Source, ReadError> {
        let name = input.name.clone();
        let mut draft = text::read_draft(input)?;
        draft.text = without_heading_marks(&draft.text);
        SourceText::checked(&name, self.format(), draft).map(Source::Text)
    }
}

/// Takes the heading marks of Markdown out, and the marks of what is bold, which is how run-in headings
/// are set: `## 一、总结` is 一、总结, `**1.抓党建。** 全年` is 1.抓党建。 全年. No line comes or goes.
fn without_heading_marks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches('#');
        let n_marks = line.len() - bare.len();
        let is_heading = (1..=6).contains(&n_marks) && bare.starts_with(' ');
        let line = if is_heading {
            bare.trim_start_matches(' ')
        } else {
            line
        };
        let n_bold = line.matches("**").count();
        if n_bold > 0 && n_bold % 2 == 0 && !line.contains("***") {
            plain.push_str(&line.replace("**", ""));
        } else {
            plain.push_str(line);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heading_marks_of_markdown_are_taken_out() {
        assert_eq!(
            without_heading_marks("# 总结\n## 一、回顾\n#标签\n"),
            "总结\n一、回顾\n#标签\n"
        );
        assert_eq!(
            without_heading_marks("**1.抓党建。** 全年\n2**3\n"),
            "1.抓党建。 全年\n2**3\n"
        );
    }
}
