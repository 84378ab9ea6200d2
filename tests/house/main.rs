//! The house keeps its order: which stage may use which, no circle between files, who may name which library.
//!
//! Reads the text of `src/` and `tests/`, without a compiler. `stages.rs` holds the table of allowed arrows, `boundaries.rs`
//! who may name what, `tidiness.rs` how a file looks; `modules.rs` and `circles.rs` find the arrows.

#![allow(clippy::unwrap_used)] // a test that unwraps has found its failure

mod boundaries;
mod circles;
mod modules;
mod stages;
mod tidiness;
mod tokens;

use std::fs;
use std::path::{Path, PathBuf};

use modules::SourceFile;

/// Reads all Rust files under a folder of the package, in order of their names.
fn files_under(folder: &str) -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut folders = vec![root.clone()];
    let mut paths: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    let read = |path: &PathBuf| SourceFile {
        name: path
            .strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/"),
        text: fs::read_to_string(path).unwrap(),
    };
    paths.iter().map(read).collect()
}

/// Reads the files of the library and of the program.
fn source() -> Vec<SourceFile> {
    let files = files_under("src");
    assert!(files.len() > 20, "src/ is not where this test looks for it");
    files
}
