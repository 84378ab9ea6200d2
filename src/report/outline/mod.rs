//! The outline of a report (提纲), from the marks of single lines to the tree of headings.
//!
//! [`headings`] decides, by the sequence of the numbers; the other files say what one line can be by itself.

pub(super) mod heading_form;
pub(super) mod headings;
pub(super) mod numbering;
pub(super) mod open_list;
pub(super) mod styled;
pub(super) mod unnumbered;
