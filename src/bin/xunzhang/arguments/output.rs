//! The arguments that say how and where to write: `--format`, `--json` and `--output`.
//!
//! The formats themselves are written by `src/render`.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::failure::Failure;

#[derive(Debug, Args)]
pub(crate) struct OutputArgs {
    /// How to write
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    format: OutputFormat,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Write into this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl OutputArgs {
    /// Returns the format that is asked for.
    pub(crate) fn format(&self) -> OutputFormat {
        if self.json {
            OutputFormat::Json
        } else {
            self.format
        }
    }

    /// Whether the output goes to a terminal.
    pub(crate) fn is_for_terminal(&self) -> bool {
        self.output.is_none() && io::stdout().is_terminal()
    }

    /// Has `write` write into the file that was named, or into `out`.
    ///
    /// # Errors
    /// What `write` gives, and a failure where the file cannot be written.
    pub(crate) fn write(
        &self,
        out: &mut impl Write,
        write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let Some(path) = &self.output else {
            return write(out);
        };
        let failed = |error: io::Error| {
            Failure::usage(
                &format!("cannot write {}: {error}", path.display()),
                "name a file in a folder that you may write to",
            )
        };
        let mut file = BufWriter::new(File::create(path).map_err(failed)?);
        match write(&mut file) {
            Err(Failure::Output(error)) => Err(failed(error)),
            written => written.and_then(|()| file.flush().map_err(failed)),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// For people
    Text,
    /// JSON Lines
    Json,
    /// A table for Excel: UTF-8 with a byte order mark
    Csv,
    /// A collection of material for a document: passages under their sections, matches bold, sources as notes (search alone)
    Markdown,
    /// The same for Word and WPS, with endnotes: into a file (search alone)
    Docx,
    /// A TREC run (search alone)
    Trec,
}
