//! The arguments that choose an output format: `--format` and `--json`.
//!
//! The formats themselves are written by `src/render`.

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct OutputArgs {
    /// How to write
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    format: OutputFormat,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
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
    /// A TREC run (search alone)
    Trec,
}
