//! OpenDocument text: .odt, a zip container of XML, which LibreOffice writes and Word and WPS can.
//!
//! Input: a container that calls itself OpenDocument text, whatever its ending. Output: its text. Each paragraph is a line with its automatic number
//! before it; each row of a table is a line with ` | ` between its cells; text boxes follow the paragraph they are anchored to, and notes come at
//! the end. Tracked deletions, comments and the table of contents are left out. `body` reads the text, and `list_styles` the automatic
//! numbers.

mod body;
mod list_styles;

use super::container::ZipContainer;
use super::package::{Package, package};
use crate::corpus::format::{FormatReader, Probe, read_text};
use crate::corpus::input::Input;
use crate::corpus::limits::MAX_FILE_BYTES;
use crate::corpus::read_error::{ReadError, Refusal};
use crate::corpus::source::Source;
use crate::corpus::source_text::{ExtractedText, Format};
use body::Body;
use list_styles::ListStyles;

/// The reader of .odt files.
pub(super) struct Odt;

impl FormatReader for Odt {
    fn format(&self) -> Format {
        Format::named("odt")
    }

    fn endings(&self) -> &'static [&'static str] {
        &["odt"]
    }

    fn recognises(&self, probe: &Probe<'_>) -> bool {
        package(probe) == Some(Package::OpenText)
    }

    fn read(&self, input: Input) -> Result<Source, ReadError> {
        read_text(input, self.format(), MAX_FILE_BYTES, read)
    }
}

/// Extracts the text of an .odt.
fn read(bytes: Vec<u8>) -> Result<ExtractedText, Refusal> {
    let mut container = ZipContainer::open(bytes)?;
    if let Some(manifest) = container.xml_part("META-INF/manifest.xml")? {
        let mut entries = manifest.elements();
        if entries.any(|entry| entry.child("encryption-data").is_some()) {
            return Err(Refusal::Locked);
        }
    }
    let Some(content) = container.xml_part("content.xml")? else {
        return Err(Refusal::damaged("it has no part content.xml"));
    };
    let styles = container.xml_part("styles.xml")?;
    let list_styles = ListStyles::new([Some(&content), styles.as_ref()].into_iter().flatten());
    Ok(Body::new(list_styles).read(&content))
}
