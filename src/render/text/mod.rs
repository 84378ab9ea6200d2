//! Writes answers as text for people: a file for each kind of answer, wrapped to the terminal, in colour.
//!
//! A new line under a hit belongs in `hits.rs`. All of them write through `wrapped_line.rs`, which breaks lines at the
//! width of the terminal, and take their colours from `style.rs`. The sentences that a command says on stderr beside
//! its data are not here, but in the command's file under `src/bin/xunzhang/`.

mod evaluation;
mod explanation;
mod facets;
mod hits;
mod inspection;
mod passages;
mod reports;
mod style;
mod wrapped_line;

pub use evaluation::write_evaluation;
pub use facets::write_facets;
pub use hits::write_hits;
pub use inspection::write_inspection;
pub use passages::write_passages;
pub use reports::write_reports;
pub use wrapped_line::Layout;
