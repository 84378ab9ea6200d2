//! Which part of a page of the web is the report, and which is the site around it.
//!
//! Input: a page. Output: the lines of its disclosure table and headings, then those of the element that holds its prose. The search goes
//! from the body down into a child as long as no prose is lost by that, so that a page without navigation is read whole. Scoring elements as
//! Readability does was rejected because it drops tables and short numbered headings.

use ego_tree::NodeRef;
use scraper::{ElementRef, Html, Node, Selector};

use super::blocks::{is_block, is_navigation, is_silent, lines};
use crate::corpus::disclosure_labels::disclosure_label;
use crate::corpus::read_error::Refusal;

/// How many steps down from the body are taken at most.
const MAX_STEPS: usize = 100;

/// A block with punctuation and at least this many characters outside links is prose.
const PROSE_CHARS: usize = 30;

/// A line around the text with more characters than this is neither a heading nor a field.
const MAX_FIELD_CHARS: usize = 80;

/// Returns the lines of the report on a page.
pub(super) fn lines_of(page: &Html) -> Result<Vec<String>, Refusal> {
    let root = page.root_element();
    let body = Selector::parse("body")
        .ok()
        .and_then(|selector| page.select(&selector).next())
        .unwrap_or(root);
    let main = main_element(body);
    let mut read = Vec::new();
    if main != body {
        around(body, main, &mut read)?;
    }
    read.extend(with_colons(lines(main)?));
    // Blank lines at either end, and all but one of several in a row, belong to the page's layout.
    let is_blank = |line: &String| line.trim().is_empty();
    read.dedup_by(|next, line| is_blank(next) && is_blank(line));
    let n_before = read.iter().take_while(|line| is_blank(line)).count();
    read.drain(..n_before);
    while read.last().is_some_and(is_blank) {
        read.pop();
    }
    Ok(read)
}

/// Counts the characters of an element that belong to prose.
fn prose_of(element: ElementRef<'_>) -> usize {
    let (mut n_prose, mut n_chars, mut has_stop, mut n_links) = (0, 0_usize, false, 0_usize);
    let mut n_silent = 0_usize;
    for edge in element.traverse() {
        let (node, opens) = match edge {
            ego_tree::iter::Edge::Open(node) => (node, true),
            ego_tree::iter::Edge::Close(node) => (node, false),
        };
        match (node.value(), ElementRef::wrap(node)) {
            (Node::Text(text), _) if opens && n_links == 0 && n_silent == 0 => {
                n_chars += text.chars().filter(|c| !c.is_whitespace()).count();
                has_stop |= text.contains(['。', '；', '，']);
            }
            (_, Some(inner)) => {
                let step = |n: usize| if opens { n + 1 } else { n.saturating_sub(1) };
                if inner.value().name() == "a" {
                    n_links = step(n_links);
                } else if is_silent(inner) {
                    n_silent = step(n_silent);
                } else if is_block(inner) {
                    if has_stop && n_chars >= PROSE_CHARS {
                        n_prose += n_chars;
                    }
                    (n_chars, has_stop) = (0, false);
                }
            }
            _ => {}
        }
    }
    if has_stop && n_chars >= PROSE_CHARS {
        n_prose += n_chars;
    }
    n_prose
}

/// Returns the innermost element that holds all of the prose.
fn main_element(body: ElementRef<'_>) -> ElementRef<'_> {
    let mut at = body;
    let mut n_prose = prose_of(at);
    if n_prose == 0 {
        return body;
    }
    for _ in 0..MAX_STEPS {
        let inside = at.child_elements().filter(|child| !is_silent(*child));
        let Some((child, n_inside)) = inside
            .map(|child| (child, prose_of(child)))
            .max_by_key(|(_, n_inside)| *n_inside)
        else {
            break;
        };
        // A paragraph or a list cannot hold a whole report, and prose must not be lost.
        let name = child.value().name();
        let can_hold_report = matches!(
            name,
            "div"
                | "article"
                | "section"
                | "main"
                | "td"
                | "table"
                | "tbody"
                | "tr"
                | "form"
                | "center"
                | "ucapcontent"
                | "span"
                | "font"
        );
        if n_inside < n_prose || !can_hold_report {
            break;
        }
        (at, n_prose) = (child, n_inside);
    }
    // A step into an inline element is taken back.
    match is_block(at) {
        true => at,
        false => at
            .ancestors()
            .filter_map(ElementRef::wrap)
            .find(|e| is_block(*e))
            .unwrap_or(body),
    }
}

/// Collects the fields and headings that come before the main element; returns whether it was reached.
fn around(
    element: ElementRef<'_>,
    main: ElementRef<'_>,
    read: &mut Vec<String>,
) -> Result<bool, Refusal> {
    if element == main {
        return Ok(true);
    }
    let holds_main = main
        .ancestors()
        .any(|above: NodeRef<'_, Node>| above.id() == element.id());
    if !holds_main {
        if is_silent(element) || is_navigation(element) {
            return Ok(false);
        }
        let is_title = is_title(element);
        let n_fields_before = read.len();
        for line in with_colons(lines(element)?) {
            let n_chars = line.chars().count();
            let is_row =
                line.contains(" | ") && n_chars <= 4 * MAX_FIELD_CHARS && begins_with_label(&line);
            if is_row || (n_chars <= MAX_FIELD_CHARS && begins_with_label(&line)) {
                read.push(line);
            }
        }
        if read.len() == n_fields_before && is_title {
            let title = lines(element)?.join("");
            if !title.is_empty() && title.chars().count() <= MAX_FIELD_CHARS {
                read.push(title);
            }
        } else if read.len() == n_fields_before {
            titles_within(element, read)?;
        }
        return Ok(false);
    }
    for child in element.child_elements() {
        if around(child, main, read)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Collects the titles inside an element.
fn titles_within(element: ElementRef<'_>, read: &mut Vec<String>) -> Result<(), Refusal> {
    for inner in element.descendants().skip(1).filter_map(ElementRef::wrap) {
        if is_title(inner) {
            let title = lines(inner)?.join("");
            let n_chars = title.chars().count();
            if (1..=MAX_FIELD_CHARS).contains(&n_chars) && read.last() != Some(&title) {
                read.push(title);
            }
        }
    }
    Ok(())
}

/// Tells whether an element is marked as a title and has no links.
fn is_title(element: ElementRef<'_>) -> bool {
    let tag = element.value();
    let is_named = |name: Option<&str>| {
        name.is_some_and(|names| {
            let names = names.to_ascii_lowercase();
            names.contains("title") && !names.contains("nav") && !names.contains("sub")
        })
    };
    let has_links = element
        .descendants()
        .any(|node| ElementRef::wrap(node).is_some_and(|inner| inner.value().name() == "a"));
    (tag.name() == "h1" || is_named(tag.attr("class")) || is_named(tag.attr("id"))) && !has_links
}

/// Tells whether a line begins with a label of the disclosure table and a colon.
fn begins_with_label(line: &str) -> bool {
    let first = line.split('|').next().unwrap_or_default();
    let Some(at) = first.find(['：', ':']) else {
        return false;
    };
    disclosure_label(&first[..at]).is_some()
}

/// Adds a colon to the labels in each row of the disclosure table, if the page draws lines instead.
fn with_colons(lines: Vec<String>) -> Vec<String> {
    let mend = |line: String| {
        let cells: Vec<&str> = line.split(" | ").collect();
        let is_field = cells.len().is_multiple_of(2)
            && cells
                .iter()
                .step_by(2)
                .all(|cell| disclosure_label(cell).is_some());
        if !is_field {
            return line;
        }
        let pairs = cells.chunks_exact(2);
        let pairs = pairs.map(|pair| format!("{}： | {}", pair[0].trim(), pair[1].trim()));
        pairs.collect::<Vec<_>>().join(" | ")
    };
    lines.into_iter().map(mend).collect()
}
