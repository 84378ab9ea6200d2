//! Cuts Rust source into names, string literals and marks, without comments and without code that only tests see.
//!
//! The text of a file goes in, its [`Token`]s with their line numbers come out. `modules.rs` reads paths from them.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier, a keyword or a number.
    Name,
    /// What stands between the quotation marks of a string.
    Text,
    /// One character of punctuation, or `::`.
    Mark,
}

/// A token with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) kind: Kind,
    pub(crate) text: &'a str,
    /// The line it starts on, from 1.
    pub(crate) line: usize,
}

impl Token<'_> {
    /// Whether it is this mark or this name, not a string that holds it.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.kind != Kind::Text && self.text == text
    }
}

/// The tokens of a file, without the items that stand under `#[cfg(test)]`.
pub(crate) fn code_of(source: &str) -> Vec<Token<'_>> {
    without_tests(&tokens_of(source))
}

fn tokens_of(source: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < source.len() {
        let rest = &source[at..];
        let (length, token) = first_token(rest);
        if let Some((kind, text)) = token {
            tokens.push(Token { kind, text, line });
        }
        line += rest[..length].matches('\n').count();
        at += length;
    }
    tokens
}

/// Returns how many bytes the first token, comment or space takes, and the token.
fn first_token(rest: &str) -> (usize, Option<(Kind, &str)>) {
    let first = rest.chars().next().unwrap_or(' ');
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), None);
    }
    if rest.starts_with("/*") {
        return (length_of_comment(rest), None);
    }
    if let Some(found) = string_literal(rest) {
        return found;
    }
    if first.is_alphanumeric() || first == '_' {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        return (length, Some((Kind::Name, &rest[..length])));
    }
    if first == '\'' {
        return (length_of_quoted(rest), None);
    }
    if rest.starts_with("::") {
        return (2, Some((Kind::Mark, "::")));
    }
    let length = first.len_utf8();
    let is_mark = !first.is_whitespace();
    (length, is_mark.then(|| (Kind::Mark, &rest[..length])))
}

/// Measures a comment in `/*`, which may hold others.
fn length_of_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        match &rest.as_bytes()[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// Reads a string of any kind: plain, raw, of bytes.
fn string_literal(rest: &str) -> Option<(usize, Option<(Kind, &str)>)> {
    let body = rest.trim_start_matches(['b', 'c']);
    if rest.len() - body.len() > 1 {
        return None;
    }
    let raw = body.strip_prefix('r');
    let hashed = raw.unwrap_or(body);
    let text = hashed.trim_start_matches('#').strip_prefix('"')?;
    let n_hashes = hashed.len() - text.len() - 1;
    let start = rest.len() - text.len();
    let length = if raw.is_some() {
        text.find(&format!("\"{}", "#".repeat(n_hashes)))?
    } else if n_hashes == 0 {
        end_of_plain(text)?
    } else {
        return None;
    };
    let end = start + length + 1 + n_hashes;
    Some((end, Some((Kind::Text, &text[..length]))))
}

fn end_of_plain(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' if !is_escaped => return Some(at),
            _ => is_escaped = c == '\\' && !is_escaped,
        }
    }
    None
}

/// Measures a character literal; of a lifetime only its mark, so that its name is read as a name.
fn length_of_quoted(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some(_)) => chars
            .find(|(_, c)| *c == '\'')
            .map_or(rest.len(), |(at, _)| at + 1),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

fn without_tests<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let test = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let follows = tokens[at..].iter().zip(test);
        if tokens.len() - at >= test.len() && { follows }.all(|(token, text)| token.is(text)) {
            at = end_of_item(tokens, at + test.len());
        } else {
            kept.push(tokens[at]);
            at += 1;
        }
    }
    kept
}

/// Finds the end of the item that starts at `at`, with its attributes.
fn end_of_item(tokens: &[Token], mut at: usize) -> usize {
    let mut depth = 0;
    let mut is_use = false;
    while at < tokens.len() {
        let token = tokens[at];
        is_use |= token.is("use") && depth == 0;
        if ["(", "[", "{"].iter().any(|open| token.is(open)) {
            depth += 1;
        }
        if [")", "]", "}"].iter().any(|close| token.is(close)) {
            depth -= 1;
        }
        at += 1;
        if depth == 0 && (token.is(";") || token.is("}") && !is_use) {
            break;
        }
    }
    at
}

#[test]
fn comments_strings_and_test_code_are_not_read_as_code() {
    let source = r##"
        // use crate::a;
        /* b /* c */ d */
        const E: char = '"'; // "
        fn f<'g>() { h("i \" j", r#"k"l"#, b"m", '\'') }
        #[cfg(test)]
        #[allow(dead_code)]
        mod tests { use n::{o, p}; fn q() {} }
        #[cfg(test)]
        use r::{s, t};
        use u::v;
    "##;
    let code = code_of(source);
    let names: Vec<&str> = code
        .iter()
        .filter(|token| token.kind == Kind::Name)
        .map(|token| token.text)
        .collect();
    assert_eq!(
        names.join(" "),
        "const E char fn f g h use u v",
        "names of the code alone"
    );
    let texts: Vec<&str> = code
        .iter()
        .filter(|token| token.kind == Kind::Text)
        .map(|token| token.text)
        .collect();
    assert_eq!(texts, [r#"i \" j"#, r#"k"l"#, "m"]);
    assert_eq!(code.last().map(|token| token.line), Some(11));
}
