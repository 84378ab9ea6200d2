//! The lists of headings and items that are open or were closed before a line, as `headings` keeps them.

use super::numbering::NumberStyle;

/// An open list of headings or of items.
#[derive(Debug)]
pub(super) struct OpenList {
    /// The style of its numbers.
    pub(super) style: NumberStyle,
    /// Its last number.
    pub(super) last: u32,
    /// Whether it is a list of items that are no headings, which add no depth.
    pub(super) is_items: bool,
    /// Whether its last heading is run in.
    pub(super) is_run_in: bool,
    /// The last number of the list that this one, in the same style, broke into.
    pub(super) broken_at: Option<u32>,
    /// The level of heading that its author set it as.
    pub(super) set_as: Option<u32>,
}

impl OpenList {
    /// A heading without a number, which opens a list of its own.
    pub(super) fn plain() -> OpenList {
        OpenList {
            style: NumberStyle::Plain,
            last: 0,
            is_items: false,
            is_run_in: false,
            broken_at: None,
            set_as: None,
        }
    }
}

/// Where a list was closed.
#[derive(Debug, Clone, Copy)]
pub(super) struct ClosedList {
    /// Its last number.
    pub(super) last: u32,
    /// How many lists were open above it.
    pub(super) n_levels: usize,
}
