//! The command `inspect`: shows how a file is read, or lists the documents in an archive or a table.
//!
//! It reads as `index` would, with the corrections that lie beside the file, but writes nothing. The reading is done by
//! `xunzhang::corpus` and `xunzhang::report`.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::arguments::InspectArgs;
use crate::failure::{CommandResult, ExitStatus, Failure};
use crate::terminal::{layout, left_out_line, say};
use xunzhang::corpus::{Corrections, Document, Documents, Source, SourceFile, SourceText};
use xunzhang::{corpus, render, report};

/// Shows how a file is read, or one of the documents in it: `a.zip/2022/总结.docx`, `a.csv:12`.
pub(crate) fn run(args: &InspectArgs, out: &mut impl Write) -> CommandResult {
    let (file, name) = match outer_file(&args.file) {
        Some((outer, name)) => (outer, Some(name)),
        None => (args.file.clone(), None),
    };
    let listing = corpus::walk(std::slice::from_ref(&file));
    if let Some(left_out) = listing.left_out.first() {
        return Err(Failure::usage(
            &format!("{}: {}", left_out.path, left_out.reason),
            "name a file",
        ));
    }
    let [source_file]: [SourceFile; 1] = listing.files.try_into().map_err(|_| {
        let path = file.display();
        Failure::usage(
            &format!("{path} is a folder"),
            "name one of its files, or index it: `xunzhang index PATH`",
        )
    })?;
    let source = match (corpus::read(&source_file)?, name) {
        (Source::Documents(documents), Some(name)) => {
            let wanted = format!("{}{name}", source_file.name);
            document_named(documents, &wanted)?
        }
        (source, _) => source,
    };
    match source {
        Source::Text(text) => {
            let (corrections, not_understood) = Corrections::around(&source_file);
            for left_out in &not_understood {
                say(&format!("warning: {}", left_out_line(left_out)));
            }
            inspect_text(&corrections.applied_to(text), args, out)
        }
        Source::Records(records) => Err(Failure::usage(
            &format!("{} holds passages that were cut elsewhere", records.name()),
            "index it, and look at them with `xunzhang show`",
        )),
        Source::Documents(documents) => list_documents(documents, out),
    }
}

fn inspect_text(text: &SourceText, args: &InspectArgs, out: &mut impl Write) -> CommandResult {
    let report = report::read(text);
    match args.json {
        true => render::write_inspection_json(out, text, &report)?,
        false => render::write_inspection(out, text, &report, layout())?,
    }
    Ok(ExitStatus::Success)
}

/// Splits the name of a document into the file that holds it and the document's name there: `a.zip` and
/// `/2022/总结.docx`, `a.csv` and `:12`. Returns `None` for a path that exists.
fn outer_file(path: &Path) -> Option<(PathBuf, String)> {
    if path.exists() {
        return None;
    }
    let typed = path.to_str()?;
    let cuts = typed.match_indices(['/', ':']).map(|(at, _)| at);
    let mut cuts: Vec<usize> = cuts.collect();
    cuts.reverse();
    let outer = cuts
        .into_iter()
        .find(|&at| Path::new(&typed[..at]).is_file())?;
    Some((PathBuf::from(&typed[..outer]), typed[outer..].to_string()))
}

/// Finds the document of a name in an archive or a table.
fn document_named(documents: Documents, wanted: &str) -> Result<Source, Failure> {
    let file = documents.name().to_string();
    for document in documents {
        match document {
            Ok(document) if document.name() == wanted => {
                return Ok(match document {
                    Document::Text(text) => Source::Text(text),
                    Document::Records(records) => Source::Records(records),
                });
            }
            Err(left_out) if left_out.path == wanted => {
                let hint = format!("see what it holds with `xunzhang inspect {file}`");
                return Err(Failure::usage(&left_out_line(&left_out), &hint));
            }
            _ => {}
        }
    }
    Err(Failure::usage(
        &format!("{file} holds no {wanted}"),
        &format!("see what it holds with `xunzhang inspect {file}`"),
    ))
}

/// Lists what an archive or a table holds, a document a line.
fn list_documents(mut documents: Documents, out: &mut impl Write) -> CommandResult {
    let (mut first, mut status) = (None, ExitStatus::NothingFound);
    for document in documents.by_ref() {
        match document {
            Ok(document) => {
                let what = match &document {
                    Document::Text(text) => {
                        format!("{}, {} lines", text.format.name(), text.lines.len())
                    }
                    Document::Records(_) => "passages".to_string(),
                };
                writeln!(out, "{}  {what}", render::printable(document.name()))?;
                status = ExitStatus::Success;
                if matches!(document, Document::Text(_)) {
                    first.get_or_insert_with(|| document.name().to_string());
                }
            }
            Err(left_out) => say(&format!("left out: {}", left_out_line(&left_out))),
        }
    }
    out.flush()?;
    if let Some(first) = first {
        say(&format!(
            "hint: look at one with `xunzhang inspect '{first}'`"
        ));
    }
    Ok(status)
}
