//! How deep in archives a file lies, and how much those archives may still unpack.
//!
//! Input: the sizes of what an archive unpacks. Output: whether it may go on. An archive inside an archive shares the
//! [`Allowance`] of the outermost one, so that nesting buys no more bytes, members or time. `formats/archive.rs` spends it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::limits::{MAX_ARCHIVE_RATIO, MAX_MEMBERS, MAX_SLOW_MEMBERS, MIN_UNPACKED_BYTES};

/// The archives that a file lies in.
#[derive(Debug, Clone, Default)]
pub(super) struct Nesting {
    /// How many archives the file lies in.
    pub(super) depth: u32,
    /// What these archives may still unpack; `None` if the file lies in none.
    pub(super) allowance: Option<Arc<Allowance>>,
}

/// What the outermost archive, together with all archives in it, may still unpack.
#[derive(Debug)]
pub(super) struct Allowance {
    /// How many bytes its members may still unpack to.
    pub(super) n_bytes: Countdown,
    /// How many members it may still have.
    pub(super) n_members: Countdown,
    /// How many of its members may still take too long.
    pub(super) n_slow_members: Countdown,
}

impl Allowance {
    /// Returns what an archive of `n_bytes` may unpack.
    pub(super) fn of_archive(n_bytes: u64) -> Allowance {
        let unpacked = n_bytes.saturating_mul(MAX_ARCHIVE_RATIO);
        Allowance {
            n_bytes: Countdown::new(unpacked.max(MIN_UNPACKED_BYTES)),
            n_members: Countdown::new(MAX_MEMBERS),
            n_slow_members: Countdown::new(MAX_SLOW_MEMBERS),
        }
    }
}

/// A number that counts down to 0.
#[derive(Debug)]
pub(super) struct Countdown(AtomicU64);

impl Countdown {
    fn new(n: u64) -> Countdown {
        Countdown(AtomicU64::new(n))
    }

    /// Returns what is left.
    pub(super) fn left(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Takes `n` from what is left, or all of it; returns `false` if less than `n` was left.
    pub(super) fn take(&self, n: u64) -> bool {
        let less = |left: u64| Some(left.saturating_sub(n));
        let before = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
        before.is_ok_and(|before| before >= n)
    }
}
