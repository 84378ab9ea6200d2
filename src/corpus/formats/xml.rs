//! XML parsed into a tree of elements without namespace prefixes.
//!
//! Input: a part of a zip container. Output: its root [`Element`]. The five entities of XML and character references are resolved. An
//! entity that the document itself defines is dropped, be it internal or external, so that nothing unfolds or is fetched. Depth
//! and number of nodes are limited, so that a tree may be walked by recursion.

use quick_xml::Reader;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::corpus::decoding::decode;
use crate::corpus::limits::{MAX_DEPTH, MAX_NODES};
use crate::corpus::read_error::Refusal;

/// An element; neither its name nor those of its attributes keep their prefixes.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its name without the prefix.
    pub(super) name: Box<str>,
    attributes: Vec<(Box<str>, Box<str>)>,
    /// Its child nodes, in order.
    pub(super) children: Vec<XmlNode>,
}

/// A child node of an element.
#[derive(Debug)]
pub(super) enum XmlNode {
    /// An element.
    Element(Element),
    /// Text with its entities resolved.
    Text(String),
}

impl Element {
    /// Returns the value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| &**key == name);
        found.map(|(_, value)| &**value)
    }

    /// Returns its child elements, in order.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            XmlNode::Element(element) => Some(element),
            XmlNode::Text(_) => None,
        })
    }

    /// Returns its first child element of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| &*element.name == name)
    }

    /// Returns the `val` of its first child element of a name.
    pub(super) fn value_of(&self, name: &str) -> Option<&str> {
        self.child(name)
            .and_then(|element| element.attribute("val"))
    }

    /// Returns the text among its child nodes.
    pub(super) fn text(&self) -> String {
        let texts = self.children.iter().filter_map(|node| match node {
            XmlNode::Text(text) => Some(text.as_str()),
            XmlNode::Element(_) => None,
        });
        texts.collect()
    }

    fn push_text(&mut self, text: &str) {
        match self.children.last_mut() {
            Some(XmlNode::Text(last)) => last.push_str(text),
            _ => self.children.push(XmlNode::Text(text.to_owned())),
        }
    }
}

/// Parses a part. If it ends in the middle, the tree holds what came before.
pub(super) fn parse(bytes: Vec<u8>) -> Result<Element, Refusal> {
    let (text, _) = decode(bytes).ok_or_else(|| Refusal::damaged("its XML is of no encoding"))?;
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let mut open: Vec<Element> = vec![Element::default()];
    let mut n_nodes = 0;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => return Err(Refusal::damaged(format!("its XML is wrong: {error}"))),
        };
        n_nodes += 1;
        if n_nodes > MAX_NODES {
            let reason = format!("it has more than {MAX_NODES} elements");
            return Err(Refusal::OverLimit(reason));
        }
        match event {
            Event::Eof => break,
            Event::Start(start) => {
                if open.len() > MAX_DEPTH {
                    let reason = format!("its elements stand more than {MAX_DEPTH} deep");
                    return Err(Refusal::OverLimit(reason));
                }
                open.push(element(&start));
            }
            Event::Empty(start) => push(&mut open, element(&start)),
            Event::End(_) => close(&mut open),
            Event::Text(text) => push_text(&mut open, &text.xml10_content()),
            Event::CData(text) => push_text(&mut open, &text.xml10_content()),
            Event::GeneralRef(entity) => {
                if let Some(character) = character_of(&entity) {
                    push_text(&mut open, character.encode_utf8(&mut [0; 4]));
                }
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    let root = open
        .pop()
        .and_then(|document| {
            document.children.into_iter().find_map(|node| match node {
                XmlNode::Element(element) => Some(element),
                XmlNode::Text(_) => None,
            })
        })
        .ok_or_else(|| Refusal::damaged("its XML holds no element"))?;
    Ok(root)
}

/// Returns the value of an attribute of a start tag that was read from a stream, whatever the attribute's prefix.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = start.attributes().flatten();
    let found = attributes.find(|attribute| attribute.key.local_name().into_inner() == name)?;
    Some(value_of(&found))
}

fn value_of(attribute: &Attribute<'_>) -> String {
    quick_xml::escape::unescape(&attribute.value)
        .map(|value| value.into_owned())
        .unwrap_or_default()
}

/// Returns the character that an entity stands for if it is a character reference or one of the five of XML.
pub(super) fn character_of(entity: &BytesRef<'_>) -> Option<char> {
    match entity.resolve_char_ref() {
        Ok(Some(character)) => Some(character),
        _ => predefined(&entity.borrow().into_inner()),
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let attributes = start.attributes().flatten().map(|attribute| {
        let name = attribute.key.local_name();
        let value = value_of(&attribute);
        (Box::from(name.into_inner()), value.into_boxed_str())
    });
    Element {
        name: Box::from(start.local_name().into_inner()),
        attributes: attributes.collect(),
        children: Vec::new(),
    }
}

fn push(open: &mut [Element], element: Element) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(XmlNode::Element(element));
    }
}

fn push_text(open: &mut [Element], text: &str) {
    if let Some(parent) = open.last_mut() {
        parent.push_text(text);
    }
}

fn close(open: &mut Vec<Element>) {
    if open.len() > 1
        && let Some(closed) = open.pop()
    {
        push(open, closed);
    }
}

fn predefined(entity: &str) -> Option<char> {
    match entity {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_of_xml_are_resolved_and_no_others() {
        let xml = "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><w:a>1&lt;2&#x4e00;&e;3</w:a>";
        let root = parse(xml.as_bytes().to_vec()).unwrap();
        assert_eq!((&*root.name, root.text().as_str()), ("a", "1<2一3"));
    }

    #[test]
    fn elements_without_end_are_refused() {
        let refusal = parse("<a>".repeat(10_000).into_bytes()).unwrap_err();
        let expected = "its elements stand more than 512 deep".to_owned();
        assert_eq!(refusal, Refusal::OverLimit(expected));
    }

    #[test]
    fn an_attribute_is_asked_for_without_its_prefix() {
        let root = parse(b"<w:p><w:numId w:val=\"3\"/></w:p>".to_vec()).unwrap();
        assert_eq!(root.value_of("numId"), Some("3"));
    }
}
