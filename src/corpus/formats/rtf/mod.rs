//! Rich Text Format: .rtf, which Word, WPS and many office systems write, sometimes with the ending .doc.
//!
//! Input: a file that begins with `{\rtf`. Output: its text. Each paragraph is a line with its automatic number before it, as the writing program noted it;
//! each row of a table is a line with ` | ` between its cells; text boxes follow the paragraph they are anchored to, and notes come at the end.
//! Deleted and hidden text, field codes, pictures and running heads are left out. `tokens` splits the file, `fonts` knows in which encoding
//! bytes are, and `body` puts the text together.

mod body;
mod fonts;
mod tokens;

use crate::corpus::format::{FormatReader, Probe, read_text};
use crate::corpus::input::Input;
use crate::corpus::limits::MAX_FILE_BYTES;
use crate::corpus::read_error::{ReadError, Refusal};
use crate::corpus::source::Source;
use crate::corpus::source_text::{ExtractedText, Format};
use body::Body;
use tokens::Tokens;

const BEGINNING: &[u8] = b"{\\rtf";

/// The reader of .rtf files.
pub(super) struct Rtf;

impl FormatReader for Rtf {
    fn format(&self) -> Format {
        Format::named("rtf")
    }

    fn endings(&self) -> &'static [&'static str] {
        &["rtf"]
    }

    fn recognises(&self, probe: &Probe<'_>) -> bool {
        probe.head.trim_ascii_start().starts_with(BEGINNING)
    }

    fn read(&self, input: Input) -> Result<Source, ReadError> {
        read_text(input, self.format(), MAX_FILE_BYTES, read)
    }
}

/// Extracts the text of an .rtf.
fn read(bytes: Vec<u8>) -> Result<ExtractedText, Refusal> {
    let mut body = Body::default();
    for token in Tokens::of(&bytes) {
        body.take(token);
    }
    Ok(body.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rtf: &str, expected: &str) {
        let extracted = read(format!("{{\\rtf1\\ansi\\ansicpg936 {rtf}}}").into_bytes());
        assert_eq!(extracted.unwrap().text, expected, "{rtf}");
    }

    #[test]
    fn characters_are_read_from_bytes_and_from_numbers() {
        check("\\'c7\\'e0\\'ba\\'cc\\'c7\\'f8", "青禾区");
        check("\\u38738 ?\\u31166\\'3f\\u21306 ?", "青禾区");
        check("{\\uc0\\u38738\\u31166}\\uc2\\u21306 ??2022", "青禾区2022");
        check("\\u-10180 ?\\u-8380 ?", "\u{1f344}");
        // The second byte of a character may stand as it is.
        check("\\'81@\\'ba\\'cc", "丂禾");
        check("\\{a\\}\\\\b\\~c\\_d\\-e", "{a}\\b c-de");
    }

    #[test]
    fn the_charset_of_a_font_says_what_its_bytes_are() {
        let fonts = "{\\fonttbl{\\f0\\fcharset134 SimSun;}{\\f1\\fcharset136 MingLiU;}{\\f2\\fcharset2 Symbol;}}";
        check(
            &format!("{fonts}\\f0 \\'c7\\'f8{{\\f1 \\'b0\\'cf}}\\'c7\\'f8{{\\f2 \\'b7}}"),
            "区區区",
        );
    }

    #[test]
    fn numbers_come_before_their_paragraphs_and_rows_are_lines() {
        check(
            "{\\listtext\\pard\\plain 1.\\tab}abc\\par {\\pntext\\'b7\\tab}d\\line e\\par",
            "1. abc\nd\ne",
        );
        check(
            "\\pard\\intbl a\\par b\\cell c\\cell\\row\\pard\\intbl d\\cell\\row\\pard e\\par",
            "a b | c\nd\ne",
        );
    }

    #[test]
    fn what_is_no_text_is_left_out() {
        check(
            "{\\info{\\title t}}{\\*\\unknown x}{\\pict 0a0b}{\\header h\\par}a{\\v b}{\\deleted c}{\\field{\\*\\fldinst PAGE}{\\fldrslt 7}}\\par",
            "a7",
        );
        check(
            "{\\footer{\\shp{\\*\\shpinst{\\shptxt 12\\par}}}}a{\\shp{\\*\\shpinst{\\sp{\\sn x}}{\\shptxt b\\par}}}c",
            "ac\nb",
        );
        check("a{\\footnote\\pard note\\par}b\\par c", "ab\nc\n[1] note");
        check("a\\bin4 {}}}b", "ab");
    }

    #[test]
    fn a_heading_has_the_level_of_its_style_or_its_own() {
        let rtf = "{\\stylesheet{\\s1\\outlinelevel0 heading 1;}}\\pard\\s1 a\\par\\pard b\\par\\pard\\outlinelevel1 c\\par";
        let extracted = read(format!("{{\\rtf1 {rtf}}}").into_bytes()).unwrap();
        assert_eq!(extracted.heading_levels, [(1, 1), (3, 2)]);
    }

    #[test]
    fn whatever_is_cut_off_is_read_as_far_as_it_goes() {
        for rtf in [
            "{\\rtf1 a\\'",
            "{\\rtf1 a\\",
            "{\\rtf1 a\\u",
            "{\\rtf1 {{{{a",
            "{\\rtf1 a}}}}",
        ] {
            assert_eq!(read(rtf.into()).unwrap().text, "a", "{rtf}");
        }
    }
}
