//! The command `completions`: writes the script by which a shell completes this command line.

use std::io::Write;

use clap::CommandFactory;

use crate::arguments::{Cli, CompletionsArgs};
use crate::failure::{CommandResult, ExitStatus};

/// Writes the completions of a shell.
pub(crate) fn run(args: &CompletionsArgs, out: &mut impl Write) -> CommandResult {
    clap_complete::generate(args.shell, &mut Cli::command(), "xunzhang", out);
    Ok(ExitStatus::Success)
}
