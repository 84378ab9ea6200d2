//! What several test programs share: made files, the built program, a plain scan, random numbers, the real reports.

#![allow(dead_code)] // every program uses a part of it

pub(crate) mod chance;
pub(crate) mod made;
pub(crate) mod program;
pub(crate) mod real_reports;
pub(crate) mod scan;
