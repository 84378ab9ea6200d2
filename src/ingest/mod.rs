//! Brings an index up to the files it is built from: reads what is new or changed, and tells what has changed since.
//!
//! [`update()`] is where an update begins: it lists the files (`listing`), reads what users say of them (`settings`), decides which are
//! to be read (`update_plan`), reads them (`file_reader`, `report_passages`, `record_passages`), finds reports that are the same
//! (`sketch`, `duplicates`), keeps of these only what the others have not (`reconciliation`), and commits. [`changes`] (`freshness`) compares
//! an index with its files without opening any. What is stored, and how, is the matter of [`index`](crate::index).

mod duplicates;
mod file_reader;
mod freshness;
mod listing;
mod progress;
mod reconciliation;
mod record_passages;
mod report_numbers;
mod report_passages;
mod settings;
mod sketch;
mod update;
mod update_plan;

pub use freshness::{Changes, changes};
pub use progress::{OnProgress, Progress};
pub use settings::SettingsCounts;
pub use update::{AwayPath, Update, update};
