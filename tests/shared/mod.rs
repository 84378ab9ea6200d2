//! What several test programs share: files made for a test, the built program, a plain scan, random numbers, times.

#![allow(dead_code)] // every program uses a part of it

pub(crate) mod chance;
pub(crate) mod made;
pub(crate) mod program;
pub(crate) mod real_reports;
pub(crate) mod scan;
pub(crate) mod stopwatch;
