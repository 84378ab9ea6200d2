//! Counts how far an update has come, for who wants to show it.
//!
//! Input: what readers report while they read, from several threads. Output: a [`Progress`] for each report.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use serde::Serialize;

use crate::corpus::SourceFile;

/// How far an update has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Files read so far.
    pub n_files: usize,
    /// Files to be read in all.
    pub n_files_total: usize,
    /// Passages added so far.
    pub n_passages: u64,
    /// Bytes read so far.
    pub n_bytes: u64,
    /// Bytes to be read in all.
    pub n_bytes_total: u64,
}

/// Is called with how far an update has come, from several threads.
pub type OnProgress<'a> = &'a (dyn Fn(Progress) + Sync);

/// Hears how the reading of a file goes on.
pub(super) trait ReadObserver: Sync {
    /// Is called when so many more bytes of the file were read.
    fn bytes_read(&self, n_more: u64);
    /// Is called when so many more passages of it were added.
    fn passages_added(&self, n_more: u64);
}

/// Hears nothing.
pub(super) struct NoObserver;

impl ReadObserver for NoObserver {
    fn bytes_read(&self, _: u64) {}
    fn passages_added(&self, _: u64) {}
}

/// Adds up what is read of all files.
pub(super) struct ProgressCounter<'a> {
    n_files: AtomicUsize,
    n_files_total: usize,
    n_passages: AtomicU64,
    n_bytes: AtomicU64,
    n_bytes_total: u64,
    on_progress: OnProgress<'a>,
}

impl<'a> ProgressCounter<'a> {
    /// Begins to count for the files that are to be read.
    pub(super) fn new(files: &[&SourceFile], on_progress: OnProgress<'a>) -> ProgressCounter<'a> {
        ProgressCounter {
            n_files: AtomicUsize::new(0),
            n_files_total: files.len(),
            n_passages: AtomicU64::new(0),
            n_bytes: AtomicU64::new(0),
            n_bytes_total: files.iter().map(|file| file.n_bytes).sum(),
            on_progress,
        }
    }

    /// Counts a file that was read to its end.
    pub(super) fn file_read(&self) {
        self.n_files.fetch_add(1, Ordering::Relaxed);
        self.report();
    }

    fn report(&self) {
        (self.on_progress)(Progress {
            n_files: self.n_files.load(Ordering::Relaxed),
            n_files_total: self.n_files_total,
            n_passages: self.n_passages.load(Ordering::Relaxed),
            n_bytes: self.n_bytes.load(Ordering::Relaxed),
            n_bytes_total: self.n_bytes_total,
        });
    }
}

impl ReadObserver for ProgressCounter<'_> {
    fn bytes_read(&self, n_more: u64) {
        self.n_bytes.fetch_add(n_more, Ordering::Relaxed);
        self.report();
    }

    fn passages_added(&self, n_more: u64) {
        self.n_passages.fetch_add(n_more, Ordering::Relaxed);
    }
}
