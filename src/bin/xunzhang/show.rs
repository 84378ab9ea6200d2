//! The command that shows a passage where it stands.

use std::io::Write;
use std::path::Path;

use crate::failure::{Found, Outcome};
use crate::terminal::{layout, say};
use xunzhang::index::Snapshot;
use xunzhang::render;
use xunzhang::search::context;

pub(crate) fn show(
    dir: &Path,
    id: &str,
    n_around: u32,
    json: bool,
    out: &mut impl Write,
) -> Outcome {
    let snapshot = Snapshot::open(dir)?;
    let passages = context(&snapshot, id, n_around)?;
    if passages.is_empty() {
        say(&format!("no passage has the id '{id}'"));
        say("hint: take an id from `xunzhang search`; ids change when a file is moved");
        return Ok(Found::Nothing);
    }
    if json {
        for passage in &passages {
            render::write_json_line(out, passage)?;
        }
    } else {
        render::write_passages(out, &passages, layout())?;
    }
    Ok(Found::Some)
}
