//! Finds the folder of real reports that tests read, `../shared` or `$XUNZHANG_SHARED`.

use std::path::PathBuf;

/// Returns the folder; `None`, and a line on stderr, where it is not there. In CI it must be there.
pub(crate) fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("XUNZHANG_SHARED").map(PathBuf::from);
    let folder =
        named.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"));
    if folder.join("reports").is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "in CI the real reports must be at {}",
        folder.display()
    );
    eprintln!("skipped: no real reports at {}", folder.display());
    None
}
