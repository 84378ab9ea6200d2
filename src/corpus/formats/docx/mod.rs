//! Word since 2007: .docx, a container of XML.
//!
//! Each paragraph is a line, its automatic number before it; a row of a table is a line, its cells joined by ` | `; text boxes
//! stand after the paragraph they hang on, notes at the end. What was deleted with changes tracked, codes of
//! fields, hidden text and the table of contents (its page numbers are of paper) are left out; so are
//! running heads. Recognised by the container's parts, whatever the ending.

mod body;
mod numbering;

use super::container::Container;
use super::package::{Package, package};
use super::xml::{self, Element};
use crate::corpus::format::{Format, FormatReader, Probe};
use crate::corpus::input::Input;
use crate::corpus::limits::MAX_FILE_BYTES;
use crate::corpus::read_error::{ReadError, Refusal};
use crate::corpus::source_text::{Draft, Source, SourceText};
use body::Body;
use numbering::Numbering;

/// See the file's first line.
pub(in crate::corpus) struct Docx;

impl FormatReader for Docx {
    fn format(&self) -> Format {
        Format::named("docx")
    }

    fn endings(&self) -> &'static [&'static str] {
        &["docx", "docm"]
    }

    fn recognises(&self, probe: &Probe<'_>) -> bool {
        package(probe) == Some(Package::Word)
    }

    fn read(&self, mut input: Input) -> Result<Source, ReadError> {
        let bytes = input.bytes(MAX_FILE_BYTES)?;
        let draft = read(bytes).map_err(|refusal| refusal.of(&input.name))?;
        SourceText::checked(&input.name, self.format(), draft).map(Source::Text)
    }
}

/// The text of a .docx in memory.
pub(in crate::corpus) fn read(bytes: Vec<u8>) -> Result<Draft, Refusal> {
    let mut container = Container::open(bytes)?;
    let main = main_part(&mut container)?;
    let Some(document) = part(&mut container, &main)? else {
        return Err(Refusal::damaged(format!("it has no part {main}")));
    };
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut beside = |file: &str| part(&mut container, &format!("{folder}/{file}"));
    let numbering = beside("numbering.xml")?;
    let styles = beside("styles.xml")?;
    let numbering = Numbering::new(numbering.as_ref(), styles.as_ref());
    let notes = [
        ("footnote", beside("footnotes.xml")?),
        ("endnote", beside("endnotes.xml")?),
    ];
    Ok(Body::new(numbering, notes).read(&document))
}

/// The name of the part that holds the text: `word/document.xml`, but for a few programs.
fn main_part(container: &mut Container) -> Result<String, Refusal> {
    let relations = part(container, "_rels/.rels")?;
    let named = relations.as_ref().and_then(|relations| {
        let main = relations.elements().find(|relation| {
            relation
                .attribute("Type")
                .is_some_and(|kind| kind.ends_with("/officeDocument"))
        })?;
        main.attribute("Target")
    });
    let named = named.map(|target| target.trim_start_matches('/').to_owned());
    Ok(named.unwrap_or_else(|| "word/document.xml".to_owned()))
}

fn part(container: &mut Container, name: &str) -> Result<Option<Element>, Refusal> {
    container.part(name)?.map(xml::parse).transpose()
}
