//! The command that writes the completions of a shell.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::arguments::Cli;
use crate::failure::{Found, Outcome};

pub(crate) fn completions(shell: Shell, out: &mut impl Write) -> Outcome {
    clap_complete::generate(shell, &mut Cli::command(), "xunzhang", out);
    Ok(Found::Some)
}
