//! Pages of the web: .html and .htm.
//!
//! Input: a page, recognised by its tags whatever its ending. Output: its text. Each block is a line, `<br>` ends a line, and each row of
//! a table is a line with ` | ` between its cells. Of the page the element that holds its prose is read, and of what surrounds that the
//! disclosure table (索引号, 文号, 发布日期 …) and the headings before the prose. Scripts and hidden elements are left out. `tree` parses
//! the page, `main_text` chooses what of it is read, and `blocks` writes the lines.

mod blocks;
mod main_text;
mod tree;

use encoding_rs::{Encoding, GB18030, GBK};

use crate::corpus::decoding::decode;
use crate::corpus::format::{FormatReader, Probe, read_text};
use crate::corpus::input::Input;
use crate::corpus::limits::MAX_TEXT_BYTES;
use crate::corpus::read_error::{ReadError, Refusal};
use crate::corpus::source::Source;
use crate::corpus::source_text::{ExtractedText, Format};

/// The reader of pages of the web.
pub(super) struct WebPage;

impl FormatReader for WebPage {
    fn format(&self) -> Format {
        Format::named("html")
    }

    fn endings(&self) -> &'static [&'static str] {
        &["html", "htm", "shtml", "xhtml"]
    }

    fn recognises(&self, probe: &Probe<'_>) -> bool {
        let has_ending = self.endings().contains(&probe.ending) && probe.head.contains(&b'<');
        has_ending || starts_as_page(probe.head)
    }

    fn read(&self, input: Input) -> Result<Source, ReadError> {
        read_text(input, self.format(), MAX_TEXT_BYTES, |bytes| {
            read_page(bytes, None)
        })
    }
}

/// Tells whether the bytes begin with a page's tag. NULs are skipped, since the page may be in UTF-16.
fn starts_as_page(head: &[u8]) -> bool {
    let letters = head.iter().filter(|byte| byte.is_ascii() && **byte != 0);
    let start: Vec<u8> = letters.take(4_000).map(u8::to_ascii_lowercase).collect();
    let mut rest = start.trim_ascii_start();
    // An XML declaration and comments may come before it.
    while let Some(end) = match rest {
        [b'<', b'?', ..] => memchr::memmem::find(rest, b"?>").map(|at| at + 2),
        [b'<', b'!', b'-', b'-', ..] => memchr::memmem::find(rest, b"-->").map(|at| at + 3),
        _ => None,
    } {
        rest = rest[end..].trim_ascii_start();
    }
    [&b"<!doctype html"[..], b"<html", b"<head>", b"<body"]
        .iter()
        .any(|tag| rest.starts_with(tag))
}

/// Extracts the text of a page; `charset` is the one that a message names for it.
pub(super) fn read_page(bytes: Vec<u8>, charset: Option<&str>) -> Result<ExtractedText, Refusal> {
    let (text, encoding) = decode_page(bytes, charset)?;
    let page = tree::tree(&text)?;
    let lines = main_text::lines_of(&page)?;
    Ok(ExtractedText::new(lines.join("\n"), encoding))
}

/// Decodes a page by its byte order mark, as strict UTF-8, by the charset that it names, or else like any text.
fn decode_page(bytes: Vec<u8>, charset: Option<&str>) -> Result<(String, &'static str), Refusal> {
    let has_mark = Encoding::for_bom(&bytes).is_some();
    if !has_mark && std::str::from_utf8(&bytes).is_err() {
        let named = charset.map(str::to_owned).or_else(|| named_charset(&bytes));
        let encoding = named.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
        // A page that says gb2312 means all of GB18030.
        let encoding = encoding.map(|e| if e == GBK { GB18030 } else { e });
        let text = encoding.and_then(|encoding| {
            let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes)?;
            Some((text.into_owned(), encoding.name()))
        });
        if let Some(read) = text {
            return Ok(read);
        }
    }
    decode(bytes).ok_or_else(|| Refusal::damaged("its bytes are of no encoding this program reads"))
}

/// Returns the charset of `<meta charset=…>` or `<meta … content="text/html; charset=…">`.
fn named_charset(bytes: &[u8]) -> Option<String> {
    let head = bytes[..bytes.len().min(4_096)].to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset=")? + b"charset=".len();
    let value = head[at..]
        .iter()
        .skip_while(|b| matches!(b, b'"' | b'\'' | b' '));
    let label = value.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    Some(label.map(|&byte| char::from(byte)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: &str, expected: &str) {
        let extracted = read_page(page.as_bytes().to_vec(), None).unwrap();
        assert_eq!(extracted.text, expected);
    }

    #[test]
    fn blocks_are_lines_and_white_space_is_one() {
        check(
            "<p>一、推进\n改革</p><p>加强 a\n b&amp;c<br>第二行</p><script>x</script><p hidden>y</p>",
            "一、推进改革\n加强 a b&c\n第二行",
        );
    }

    #[test]
    fn a_table_is_rows_and_a_frame_is_none() {
        check(
            "<table><tr><td>学校<td>班数</tr><tr><td><p>一小</p><td>12</tr></table><table><tr><td><p>甲</p><p>乙</p></td></tr></table>",
            "学校 | 班数\n一小 | 12\n甲\n乙",
        );
    }

    #[test]
    fn the_disclosure_table_stays_and_the_chrome_goes() {
        let prose = "全区教育工作坚持立德树人，推进义务教育优质均衡发展，完成了年度任务。";
        let page = format!(
            "<html><head><title>青禾区</title></head><body><div class=nav><a href=/>首页</a> <a href=/a>政务公开</a></div>\
             <div><table><tr><td>索引号</td><td>001</td><td>文号</td><td>青教〔2022〕1号</td></tr></table>\
             <h1>2022年工作总结</h1><div class=share>分享到：<a>微信</a></div><div id=zoom><p>{prose}</p><p>{prose}</p></div></div>\
             <div class=footer>版权所有 青禾区人民政府</div></body></html>"
        );
        check(
            &page,
            &format!("索引号： | 001 | 文号： | 青教〔2022〕1号\n2022年工作总结\n{prose}\n{prose}"),
        );
    }

    #[test]
    fn the_charset_of_the_page_is_believed_where_its_bytes_are() {
        let page = "<html><meta charset=gb2312><p>教育工作总结</p>";
        let (bytes, _, _) = GB18030.encode(page);
        let extracted = read_page(bytes.into_owned(), None).unwrap();
        assert_eq!(
            (extracted.text.as_str(), extracted.encoding),
            ("教育工作总结", "gb18030")
        );
        // The page says gb2312 but is in UTF-8.
        check(page, "教育工作总结");
    }

    #[test]
    fn a_page_is_told_by_its_tags() {
        assert!(starts_as_page(
            b"\xEF\xBB\xBF <!-- a --> <!DOCTYPE html><p>"
        ));
        assert!(starts_as_page(b"<\0H\0T\0M\0L\0>\0"));
        assert!(!starts_as_page(b"a < b <html>"));
    }

    #[test]
    fn elements_without_end_are_refused() {
        let refusal = read_page("<div>".repeat(10_000).into_bytes(), None).unwrap_err();
        assert!(matches!(refusal, Refusal::OverLimit(_)));
    }
}
