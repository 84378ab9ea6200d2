//! What the district is read from: the lines, the title, the issuer, the path of the file.

use crate::report::lines::{MarkedLines, TextLine};

/// How many lines the opening of a report has, where it says who speaks.
const N_OPENING_LINES: usize = 40;

/// What the district is read from.
pub(in crate::report) struct PlaceContext<'a, 'b> {
    /// The lines of the text.
    pub(in crate::report) lines: MarkedLines<'a, 'b>,
    /// The title and the line it stands on.
    pub(in crate::report) title: Option<(&'a str, u32)>,
    /// The issuer and the line it stands on.
    pub(in crate::report) issuer: Option<(&'a str, u32)>,
    /// The file's name.
    pub(in crate::report) path: &'b str,
}

impl<'a, 'b> PlaceContext<'a, 'b> {
    /// The first lines of the report's own text.
    pub(super) fn opening(&self) -> impl Iterator<Item = &'b TextLine<'a>> + Clone {
        self.lines.own().take(N_OPENING_LINES)
    }
}
