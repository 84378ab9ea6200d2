//! Adding the documents of one file: the members of an archive, the rows of a table.
//!
//! Input: the stream of documents. Output: a record for each, and what of them was left out. Where anything was, the file
//! gets a record of its own that lists it, so that it can be looked up later.

use super::error::IndexError;
use super::manifest::SourceRecord;
use super::update::{MAX_RECORD_PROBLEMS, Outcome, ReadFile, add_records, add_report, source_of};
use super::writer::Writer;
use crate::corpus::{Document, Documents, LeftOut, SourceFile};
use crate::report::{self, Problem};

/// Adds the documents of a file; it is left out itself where none of them can be read.
pub(super) fn add_documents(
    writer: &Writer,
    file: &SourceFile,
    mut documents: Documents,
    advance: &(dyn Fn(u64) + Sync),
) -> Result<Outcome, IndexError> {
    let mut read = ReadFile::default();
    // How far an archive is read cannot be told from what its members unpack to.
    let ignore = |_: u64| {};
    for document in documents.by_ref() {
        let added = match document {
            Ok(Document::Text(text)) => {
                let source = source_of(file, &text.name);
                Ok(add_report(writer, source, report::read(&text))?)
            }
            Ok(Document::Records(records)) => {
                let source = source_of(file, records.name());
                add_records(writer, source, records, &ignore)?
            }
            Err(left_out) => Err(left_out),
        };
        match added {
            Ok(source) => read.sources.push(source),
            Err(left_out) => read.left_out.push(left_out),
        }
    }
    advance(file.n_bytes);
    read.n_other = documents.n_other();
    if read.sources.is_empty() {
        return Ok(Err(nothing_of(file, read)));
    }
    if !read.left_out.is_empty() {
        read.sources.push(list_of_left_out(file, &read.left_out));
    }
    Ok(Ok(read))
}

fn nothing_of(file: &SourceFile, read: ReadFile) -> LeftOut {
    // What is wrong with the file as a whole comes before what is wrong with a part of it.
    let of_file = |left_out: &&LeftOut| left_out.path == file.name;
    let whole = read.left_out.iter().find(of_file);
    let reason = match (whole, read.left_out.as_slice()) {
        (Some(whole), _) => whole.reason.clone(),
        (None, []) => format!("{} holds no file that is read", file.name),
        (None, [first, others @ ..]) => {
            let more = match others.len() {
                0 => String::new(),
                n => format!(", and {n} more"),
            };
            let reason = reason_of(first, file);
            format!(
                "{} holds nothing that can be read: {reason}{more}",
                file.name
            )
        }
    };
    LeftOut {
        path: file.name.clone(),
        reason,
    }
}

/// A record of the file itself, without passages.
fn list_of_left_out(file: &SourceFile, left_out: &[LeftOut]) -> SourceRecord {
    let problem = |message: String| Problem {
        line: 0,
        code: "document_left_out".to_owned(),
        message,
    };
    let mut source = source_of(file, &file.name);
    let told = left_out.iter().take(MAX_RECORD_PROBLEMS);
    source
        .problems
        .extend(told.map(|left_out| problem(reason_of(left_out, file))));
    if let Some(more) = left_out.len().checked_sub(MAX_RECORD_PROBLEMS + 1) {
        source
            .problems
            .push(problem(format!("{} more are left out", more + 1)));
    }
    source
}

/// What was left out and why; the name of the file that holds it is told already.
fn reason_of(left_out: &LeftOut, file: &SourceFile) -> String {
    let in_file = |text: &str| text.replace(&format!("{}/", file.name), "");
    let (path, reason) = (in_file(&left_out.path), in_file(&left_out.reason));
    match reason.contains(&path) {
        true => reason,
        false => format!("{path}: {reason}"),
    }
}
