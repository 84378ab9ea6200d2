//! Answers as text for people, on a terminal or in a file.

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
pub use explanation::write_explained_hits;
pub use facets::write_facets;
pub use hits::write_hits;
pub use inspection::write_inspection;
pub use passages::write_passages;
pub use reports::write_reports;
pub use wrapped_line::Layout;
