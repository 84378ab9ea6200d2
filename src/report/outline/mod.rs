//! Which lines of a report are headings, and how deep each stands.
//!
//! [`headings`] decides, by the sequence of the numbers; the other files say what one line can be by itself.

pub(super) mod heading_form;
pub(super) mod headings;
pub(super) mod numbering;
pub(super) mod open_list;
pub(super) mod styled;
pub(super) mod unnumbered;
