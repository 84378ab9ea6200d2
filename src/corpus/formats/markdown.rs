//! Markdown: .md, read as plain text without the marks of headings and bold type.
//!
//! Input: a file, recognised by its ending alone, since any text may be Markdown. Output: its text, line for line. `text` decodes it.

use super::text;
use crate::corpus::format::{FormatReader, Probe};
use crate::corpus::input::Input;
use crate::corpus::read_error::ReadError;
use crate::corpus::source::Source;
use crate::corpus::source_text::{Format, SourceText};

/// The reader of Markdown.
pub(super) struct Markdown;

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
        let mut extracted = text::extract(input)?;
        extracted.text = without_heading_marks(&extracted.text);
        SourceText::checked(&name, self.format(), extracted).map(Source::Text)
    }
}

/// Removes the marks of headings, and those of bold type, in which run-in headings are set: `## 一、总结` becomes 一、总结, and
/// `**1.抓党建。** 全年` becomes 1.抓党建。 全年. The number of lines stays the same.
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
