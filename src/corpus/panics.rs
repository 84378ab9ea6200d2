//! Panics while foreign input is read: they become an error of that input, and the program goes on.
//!
//! Input: a closure that reads a file, a member of an archive, a record or a request. Output: what it returns, or a [`Panicked`] with
//! the panic's message. Libraries that parse what users hand over can panic on damaged bytes; one such file must not end a
//! run over ten thousand. A program that installs a panic hook asks [`is_guarded`] whether it may stay silent.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    /// How many guarded closures are running in this thread, one inside the other.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// A panic that was caught, with its message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("reading it failed: {message}")]
pub struct Panicked {
    /// What the panic said.
    pub message: String,
}

/// Runs `read` and returns what it returns, or the panic that ended it.
///
/// The caller must not use again what `read` was changing when it panicked.
pub fn guard<T>(read: impl FnOnce() -> T) -> Result<T, Panicked> {
    let _entered = Entered::new();
    catch_unwind(AssertUnwindSafe(read)).map_err(|payload| Panicked {
        message: message_of(&*payload),
    })
}

/// Tells whether this thread is running a closure for [`guard`], so that a panic in it will be reported as an error.
pub fn is_guarded() -> bool {
    DEPTH.get() > 0
}

/// Counts a guarded closure while it runs, whichever way it ends.
struct Entered;

impl Entered {
    fn new() -> Entered {
        DEPTH.set(DEPTH.get() + 1);
        Entered
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get() - 1);
    }
}

/// Returns the message that a panic carries; its first line alone, since a reason is one line.
fn message_of(payload: &(dyn Any + Send)) -> String {
    let formatted = payload.downcast_ref::<String>().map(String::as_str);
    let message = formatted.or(payload.downcast_ref::<&str>().copied());
    let first = message.and_then(|message| message.lines().next());
    first.unwrap_or("no reason given").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_with_its_message() {
        assert_eq!(guard(|| 1), Ok(1));
        let number = 7;
        let panicked = guard(|| -> u32 { panic!("no page {number}\nat all") }).unwrap_err();
        assert_eq!(panicked.to_string(), "reading it failed: no page 7");
    }

    #[test]
    fn a_thread_knows_whether_its_panics_are_caught() {
        assert!(!is_guarded());
        let inside = guard(|| {
            let _ = guard(|| panic!("inner"));
            is_guarded()
        });
        assert_eq!((inside, is_guarded()), (Ok(true), false));
    }
}
