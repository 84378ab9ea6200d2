//! The parsing of a page into the tree that a browser would build.
//!
//! Input: a page's text. Output: its tree, if it stays within the limits. The text is given to the parser piece by piece, and the tree is
//! checked in between: for every element the parser walks those around it, so that a million nested elements would take it an hour.

use std::time::{Duration, Instant};

use html5ever::driver::parse_document;
use html5ever::tendril::{StrTendril, TendrilSink};
use scraper::{Html, HtmlTreeSink};

use crate::corpus::limits::{MAX_DEPTH, MAX_NODES, MAX_SECONDS};
use crate::corpus::read_error::Refusal;

/// How much text is parsed between two checks, in bytes.
const PIECE_BYTES: usize = 16 * 1024;

/// Parses a page, unless it exceeds the limits.
pub(super) fn tree(text: &str) -> Result<Html, Refusal> {
    let over = |reason: String| Err(Refusal::OverLimit(reason));
    let began = Instant::now();
    let sink = HtmlTreeSink::new(Html::new_document());
    let mut parser = parse_document(sink, Default::default());
    let mut rest = text;
    while !rest.is_empty() {
        let n_bytes = rest.floor_char_boundary(PIECE_BYTES);
        parser.process(StrTendril::from(&rest[..n_bytes]));
        rest = &rest[n_bytes..];
        let page = parser.tokenizer.sink.sink.0.borrow();
        let mut nodes = page.tree.nodes();
        if nodes.len() > MAX_NODES {
            return over(format!("it has more than {MAX_NODES} elements"));
        }
        let last = nodes.next_back();
        if last.is_some_and(|last| last.ancestors().nth(MAX_DEPTH).is_some()) {
            return over(format!("its elements stand more than {MAX_DEPTH} deep"));
        }
        if began.elapsed() > Duration::from_secs(MAX_SECONDS) {
            return over(format!("it takes more than {MAX_SECONDS} seconds"));
        }
    }
    Ok(parser.finish())
}
