//! Measures how long a call takes by itself, though other tests run beside it.

use std::time::{Duration, Instant};

/// A call that takes less is not repeated.
const FAST: Duration = Duration::from_millis(20);

/// The most times that a slow call is repeated.
const MAX_TRIES: usize = 5;

/// Returns what a call returns, and the time it takes. Other work may stop a call for longer than a test allows, so a
/// slow one is repeated a few times and the fastest counts.
pub(crate) fn timed<T>(call: impl Fn() -> T) -> (T, Duration) {
    let mut fastest = Duration::MAX;
    let mut n_tries = 0;
    loop {
        let began = Instant::now();
        let returned = call();
        fastest = fastest.min(began.elapsed());
        n_tries += 1;
        if fastest < FAST || n_tries == MAX_TRIES {
            return (returned, fastest);
        }
    }
}
