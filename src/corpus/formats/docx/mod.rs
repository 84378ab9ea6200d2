//! Word since 2007: .docx, a zip container of XML.
//!
//! Input: a container that has a Word document's parts, whatever its ending. Output: its text. Each paragraph is a line with its automatic
//! number before it; each row of a table is a line with ` | ` between its cells; text boxes follow the paragraph they are anchored to, and
//! notes come at the end. Tracked deletions, field codes, hidden text, running heads and the table of contents (whose page numbers are
//! those of the printed report) are left out. `body` reads the text, and `numbering` the automatic numbers.

mod body;
mod numbering;

use super::container::ZipContainer;
use super::package::{Package, package};
use crate::corpus::format::{FormatReader, Probe, read_text};
use crate::corpus::input::Input;
use crate::corpus::limits::MAX_FILE_BYTES;
use crate::corpus::read_error::{ReadError, Refusal};
use crate::corpus::source::Source;
use crate::corpus::source_text::{ExtractedText, Format};
use body::Body;
use numbering::Numbering;

/// The reader of .docx files.
pub(super) struct Docx;

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

    fn read(&self, input: Input) -> Result<Source, ReadError> {
        read_text(input, self.format(), MAX_FILE_BYTES, read)
    }
}

/// Extracts the text of a .docx.
fn read(bytes: Vec<u8>) -> Result<ExtractedText, Refusal> {
    let mut container = ZipContainer::open(bytes)?;
    let main = main_part(&mut container)?;
    let Some(document) = container.xml_part(&main)? else {
        return Err(Refusal::damaged(format!("it has no part {main}")));
    };
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut beside = |file: &str| container.xml_part(&format!("{folder}/{file}"));
    let numbering = beside("numbering.xml")?;
    let styles = beside("styles.xml")?;
    let numbering = Numbering::new(numbering.as_ref(), styles.as_ref());
    let notes = [
        ("footnote", beside("footnotes.xml")?),
        ("endnote", beside("endnotes.xml")?),
    ];
    Ok(Body::new(numbering, notes).read(&document))
}

/// Returns the name of the part that holds the text; nearly all programs call it `word/document.xml`.
fn main_part(container: &mut ZipContainer) -> Result<String, Refusal> {
    let relations = container.xml_part("_rels/.rels")?;
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
