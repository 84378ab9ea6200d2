//! Turns a panic over one file into that file's problem, so that the other files are still read.
//!
//! A library or a reader of this program may give up over a file that nobody foresaw. Whoever calls [`catch`] leaves the file out and
//! undoes what was done for it.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does `work` on one file; an error says why it panicked. What `work` changed before it did is the caller's to undo.
pub(super) fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let formatted = panic.downcast_ref::<String>().map(String::as_str);
        let message = formatted.or(panic.downcast_ref::<&str>().copied());
        format!(
            "the program failed over it: {}",
            message.unwrap_or("no reason given")
        )
    })
}
