//! The documents of one file: the members of an archive, the sheets of a workbook, the rows of a table.
//!
//! Input: [`Parts`], which may hold documents in their turn. Output: one [`Document`] after the other, each under its
//! own name, or what was left out and why; one at a time is in memory. Refuses to know formats.

use super::records::Records;
use super::source_file::LeftOut;
use super::source_text::{Source, SourceText};

/// One of the documents of a file.
#[derive(Debug)]
pub enum Document {
    /// A report.
    Text(SourceText),
    /// Passages that were cut elsewhere.
    Records(Records),
}

impl Document {
    /// Its name: that of the file, and what tells it from the others behind that. `a.zip/2022/总结.docx`, `a.csv:12`.
    pub fn name(&self) -> &str {
        match self {
            Document::Text(text) => &text.name,
            Document::Records(records) => records.name(),
        }
    }
}

/// What a file's documents are taken from.
pub(super) trait Parts:
    Iterator<Item = Result<Source, LeftOut>> + std::fmt::Debug + Send
{
    /// How many were passed over so far, being of other kinds.
    fn n_other(&self) -> usize {
        0
    }
}

/// The documents of one file, read one by one; archives in archives are opened on the way.
#[derive(Debug)]
pub struct Documents {
    name: String,
    /// The innermost last.
    open: Vec<Box<dyn Parts>>,
    n_other: usize,
}

impl Documents {
    pub(super) fn new(name: String, parts: Box<dyn Parts>) -> Documents {
        Documents {
            name,
            open: vec![parts],
            n_other: 0,
        }
    }

    /// The file's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many members were passed over so far, being of other kinds or hidden.
    pub fn n_other(&self) -> usize {
        let open = self.open.iter().map(|parts| parts.n_other());
        self.n_other + open.sum::<usize>()
    }
}

impl Iterator for Documents {
    type Item = Result<Document, LeftOut>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let innermost = self.open.last_mut()?;
            match innermost.next() {
                Some(Ok(Source::Text(text))) => return Some(Ok(Document::Text(text))),
                Some(Ok(Source::Records(records))) => return Some(Ok(Document::Records(records))),
                Some(Ok(Source::Documents(inner))) => {
                    self.n_other += inner.n_other;
                    self.open.extend(inner.open);
                }
                Some(Err(left_out)) => return Some(Err(left_out)),
                None => {
                    self.n_other += innermost.n_other();
                    self.open.pop();
                }
            }
        }
    }
}
