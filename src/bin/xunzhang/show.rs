//! The command `show`: shows a passage among its neighbours, under what is known of its report.

use std::io::Write;
use std::path::Path;

use crate::arguments::ShowArgs;
use crate::failure::{CommandResult, ExitStatus};
use crate::terminal::{layout, say};
use xunzhang::index::Snapshot;
use xunzhang::render;
use xunzhang::search::passages_around;

/// Shows the passage of an id or of a line of a file, and as many neighbours on either side as are asked for.
pub(crate) fn run(index_dir: &Path, args: &ShowArgs, out: &mut impl Write) -> CommandResult {
    let snapshot = Snapshot::open(index_dir)?;
    let passages = passages_around(&snapshot, &args.passage, args.n_around())?;
    if passages.is_empty() {
        say(&format!(
            "no passage has the id '{0}' or stands there",
            args.passage
        ));
        say(
            "hint: take an id, or a file with its line, from `xunzhang search`; both change when a file is moved",
        );
        return Ok(ExitStatus::NothingFound);
    }
    if args.json {
        let mut passages = passages.iter();
        passages.try_for_each(|passage| render::write_json_line(out, passage))?;
    } else if args.quote {
        render::write_passage_quotes(out, &passages)?;
    } else {
        render::write_passages(out, &passages, layout())?;
    }
    Ok(ExitStatus::Success)
}
