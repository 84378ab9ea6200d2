//! Pages of the web saved with their pictures: .mht and .mhtml, a MIME message of several parts (RFC 2557).
//!
//! Input: a message, recognised by its header fields. Output: the text of its first part in HTML, which `html` extracts; pictures and
//! styles are passed over.
//!
//! Libraries were tried on 53 messages of every encoding, charset and way to write a boundary; ours reads 44 as it should.
//! `mail-parser` 1.0.1 reads 51 and is bounded (at most 1.3 seconds and 237 MB on sixteen traps), but needs Rust 1.98 where
//! this package promises 1.91: it is the one to take when that is no hindrance any more. Its 0.11.1, for older compilers,
//! reads 40, decodes before a page can name its charset, and overflows the stack on a million messages in each other.
//! `mailparse` 0.18.0 reads 41, gives no text for base64 that was cut off, and takes over 90 seconds for 51 MB of encoded
//! words (ours 0.2).

use super::html::read_page;
use crate::corpus::format::{FormatReader, Probe, contains, read_text};
use crate::corpus::input::Input;
use crate::corpus::limits::MAX_FILE_BYTES;
use crate::corpus::read_error::{ReadError, Refusal};
use crate::corpus::source::Source;
use crate::corpus::source_text::{ExtractedText, Format};

/// How deeply messages may be nested before the page in them is given up.
const MAX_NESTED: usize = 4;

/// The reader of saved pages.
pub(super) struct SavedPage;

impl FormatReader for SavedPage {
    fn format(&self) -> Format {
        Format::named("mhtml")
    }

    fn endings(&self) -> &'static [&'static str] {
        &["mht", "mhtml"]
    }

    fn recognises(&self, probe: &Probe<'_>) -> bool {
        let head = probe.head[..probe.head.len().min(4_096)].to_ascii_lowercase();
        let is_message = contains(&head, b"mime-version:") && contains(&head, b"content-type:");
        let begins = head.trim_ascii_start();
        let begins_as_one = [
            &b"from:"[..],
            b"mime-version:",
            b"content-",
            b"subject:",
            b"date:",
            b"x-",
        ]
        .iter()
        .any(|field| begins.starts_with(field));
        is_message && begins_as_one
    }

    fn read(&self, input: Input) -> Result<Source, ReadError> {
        read_text(input, self.format(), MAX_FILE_BYTES, |bytes| read(&bytes))
    }
}

fn read(message: &[u8]) -> Result<ExtractedText, Refusal> {
    let page = page_of(message, 0).ok_or_else(|| Refusal::damaged("it holds no page"))?;
    read_page(page.bytes, page.charset.as_deref())
}

/// A page in a message, decoded from its transfer encoding.
struct PagePart {
    bytes: Vec<u8>,
    charset: Option<String>,
}

/// Finds the first page in a message.
fn page_of(message: &[u8], depth: usize) -> Option<PagePart> {
    if depth > MAX_NESTED {
        return None;
    }
    let (head, body) = split_head(message);
    let kind = field(&head, "content-type").unwrap_or_default();
    let lower = kind.to_ascii_lowercase();
    if lower.starts_with("multipart/") {
        let boundary = parameter(&kind, "boundary")?;
        return parts(body, &boundary).find_map(|part| page_of(part, depth + 1));
    }
    if !lower.starts_with("text/html") && !lower.starts_with("application/xhtml") {
        return None;
    }
    let transfer = field(&head, "content-transfer-encoding").unwrap_or_default();
    let bytes = match transfer.trim().to_ascii_lowercase().as_str() {
        "base64" => from_base64(body),
        "quoted-printable" => from_quoted_printable(body),
        _ => body.to_vec(),
    };
    Some(PagePart {
        bytes,
        charset: parameter(&kind, "charset"),
    })
}

/// Splits a message into its header, with folded lines joined, and its body.
fn split_head(message: &[u8]) -> (String, &[u8]) {
    let mut head = String::new();
    let mut rest = message.trim_ascii_start();
    while !rest.is_empty() {
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(end);
        rest = after;
        let line = String::from_utf8_lossy(line);
        let bare = line.trim_end();
        if bare.is_empty() {
            break;
        }
        if !bare.starts_with([' ', '\t']) {
            head.push('\n');
        }
        head.push_str(bare);
    }
    (head, rest)
}

fn field(head: &str, name: &str) -> Option<String> {
    head.lines().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found
            .eq_ignore_ascii_case(name)
            .then(|| value.trim().to_owned())
    })
}

fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|pair| {
        let (found, value) = pair.split_once('=')?;
        let value = value.trim().trim_matches('"');
        found
            .trim()
            .eq_ignore_ascii_case(name)
            .then(|| value.to_owned())
    })
}

/// Returns the parts of a body that the lines of a boundary separate.
fn parts<'a>(body: &'a [u8], boundary: &str) -> impl Iterator<Item = &'a [u8]> {
    let line = format!("--{boundary}").into_bytes();
    let starts: Vec<usize> = memchr::memmem::find_iter(body, &line)
        .filter(|&at| at == 0 || body[at - 1] == b'\n')
        .collect();
    let n_line_bytes = line.len();
    (0..starts.len()).map(move |index| {
        let from = starts[index] + n_line_bytes;
        let to = starts.get(index + 1).copied().unwrap_or(body.len());
        &body[from.min(to)..to]
    })
}

fn from_base64(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut n_bits) = (0_u32, 0);
    for &byte in text {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits) as u8);
            bits &= (1 << n_bits) - 1;
        }
    }
    bytes
}

fn from_quoted_printable(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'=' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: u8| char::from(byte).to_digit(16);
        match *after {
            [b'\r', b'\n', ..] => rest = &after[2..],
            [b'\n', ..] => rest = &after[1..],
            [high, low, ..] => match (digit(high), digit(low)) {
                (Some(high), Some(low)) => {
                    bytes.push((high * 16 + low) as u8);
                    rest = &after[2..];
                }
                _ => bytes.push(byte),
            },
            _ => bytes.push(byte),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(transfer: &str, body: &str, expected: &str) {
        let message = format!(
            "From: <saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"--b\"\r\n\r\n\r\n----b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n{body}\r\n----b\r\nContent-Type: image/png\r\n\r\nx\r\n----b--\r\n"
        );
        assert_eq!(read(message.as_bytes()).unwrap().text, expected);
    }

    #[test]
    fn a_page_is_found_among_the_parts() {
        check("quoted-printable", "<p>=E5=8C=BA=\r\n 1=3D1</p>", "区 1=1");
        check("base64", "PHA+5Yy6\r\nPC9wPg==", "区");
        check("8bit", "<p>区</p>", "区");
    }

    #[test]
    fn a_message_without_a_page_says_so() {
        let refusal = read(b"MIME-Version: 1.0\nContent-Type: text/plain\n\nx").unwrap_err();
        assert_eq!(refusal, Refusal::Damaged("it holds no page".to_owned()));
    }
}
