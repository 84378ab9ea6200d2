//! The command `man`: writes the manual pages, one of the program and one of each command.

use std::io::Write;

use clap::CommandFactory;

use crate::arguments::{Cli, ManArgs};
use crate::failure::{CommandResult, ExitStatus, Failure};
use crate::terminal::say;

/// Writes the pages into a folder, which is made where it is not there.
pub(crate) fn run(args: &ManArgs, out: &mut impl Write) -> CommandResult {
    let folder = &args.folder;
    let written = std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), folder));
    written.map_err(|error| {
        Failure::usage(
            &format!("cannot write the pages to {}: {error}", folder.display()),
            "name a folder that you may write to: `xunzhang man ~/.local/share/man/man1`",
        )
    })?;
    out.flush()?;
    say(&format!("the pages are in {}", folder.display()));
    Ok(ExitStatus::Success)
}
