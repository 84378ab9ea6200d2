//! Files become text: what each format keeps, which files a folder holds, and how a hostile file ends.

#![allow(clippy::unwrap_used)] // a test that unwraps has found its failure
#![allow(clippy::print_stderr)] // seeds, figures and what was skipped are for people to read
#![allow(clippy::print_stdout)] // what it measures is for people

#[path = "../shared/mod.rs"]
mod shared;

mod archives;
mod conversions;
mod files;
mod formats;
mod hostile_files;
#[cfg(target_os = "linux")] // which alone tells the memory of a process
mod hostile_limits;
#[cfg(target_os = "linux")] // which alone tells the memory of a process
mod pdf_traps;
mod tables;
#[cfg(target_os = "linux")] // which alone tells the memory of a process
mod traps;
