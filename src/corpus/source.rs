//! What a file holds once it has been opened: one text, a stream of passages, or a stream of documents.
//!
//! Input: the [`Members`] that a format finds in a file: the members of an archive, the sheets of a workbook, the rows of a table.
//! Output: one [`Document`] after the other, each under its own name, or a [`LeftOut`] that says why it cannot be read. Members may
//! hold members in their turn; one document at a time is in memory. `source_text` describes a text, `records` a stream of passages.

use super::left_out::LeftOut;
use super::panics::guard;
use super::records::Records;
use super::source_text::SourceText;

/// The content of a file that has been opened.
#[derive(Debug)]
pub enum Source {
    /// One document.
    Text(SourceText),
    /// A stream of passages that another program cut.
    Records(Records),
    /// A stream of documents: the members of an archive, the rows of a table.
    Documents(Documents),
}

/// One of the documents of a file.
#[derive(Debug)]
pub enum Document {
    /// A report.
    Text(SourceText),
    /// A stream of passages that another program cut.
    Records(Records),
}

impl Document {
    /// Returns the file's name and, behind it, what tells this document from the others: `a.zip/2022/总结.docx`, `a.csv:12`.
    pub fn name(&self) -> &str {
        match self {
            Document::Text(text) => &text.name,
            Document::Records(records) => records.name(),
        }
    }
}

/// The members of one file, which yield its documents.
pub(super) trait Members:
    Iterator<Item = Result<Source, LeftOut>> + std::fmt::Debug + Send
{
}

impl<M: Iterator<Item = Result<Source, LeftOut>> + std::fmt::Debug + Send> Members for M {}

/// The documents of one file, read one by one; archives inside archives are opened on the way.
#[derive(Debug)]
pub struct Documents {
    name: String,
    /// The files that are open, the innermost last, each with its name.
    open: Vec<(String, Box<dyn Members>)>,
}

impl Documents {
    pub(super) fn new(name: String, members: Box<dyn Members>) -> Documents {
        Documents {
            open: vec![(name.clone(), members)],
            name,
        }
    }

    /// Returns the file's name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Iterator for Documents {
    type Item = Result<Document, LeftOut>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (name, innermost) = self.open.last_mut()?;
            match guard(|| innermost.next()) {
                Ok(Some(Ok(Source::Text(text)))) => return Some(Ok(Document::Text(text))),
                Ok(Some(Ok(Source::Records(records)))) => {
                    return Some(Ok(Document::Records(records)));
                }
                Ok(Some(Ok(Source::Documents(inner)))) => {
                    self.open.extend(inner.open);
                }
                Ok(Some(Err(left_out))) => return Some(Err(left_out)),
                Ok(None) => {
                    self.open.pop();
                }
                // Whatever panicked half-way is in no state to be asked again.
                Err(panic) => {
                    let left_out = LeftOut::new(name, format!("the rest is not read: {panic}"));
                    self.open.pop();
                    return Some(Err(left_out));
                }
            }
        }
    }
}
