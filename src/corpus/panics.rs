//! Panics while foreign input is read: they become an error of that input, and the program goes on.
//!
//! Input: a closure that reads a file, a member of an archive, a record or a request. Output: what it returns, or a [`Panicked`] with
//! the panic's message. Libraries that parse what users hand over can panic on damaged bytes; one such file must not end a
//! run over ten thousand.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

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
    catch_unwind(AssertUnwindSafe(read)).map_err(|payload| Panicked {
        message: message_of(&*payload),
    })
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
}
