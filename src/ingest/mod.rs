//! Brings an index up to the files it is built from: reads what is new or changed, and tells what has changed since.
//!
//! [`update`] is where an update begins: it lists the files (`listing`), reads their settings (`settings`), reads those that are
//! new or changed (`reading`), finds reports that are the same (`sketch`, `duplicates`), keeps of these only what the others do not say
//! (`reconciling`), and commits. [`changes`] (`freshness`) compares an index with its files without opening any. What is stored, and how,
//! is [`index`](crate::index)'s.

mod duplicates;
mod freshness;
mod listing;
mod reading;
mod reconciling;
mod report_numbers;
mod settings;
mod sketch;
mod update;

pub use freshness::{Changes, changes};
pub use settings::Taken;
pub use update::{OnProgress, Progress, Update, update};
