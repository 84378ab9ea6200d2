//! Where a report is from: the answer of this folder, and a candidate for it.

use super::divisions::DivisionId;
use crate::report::evidence::{Evidence, Evidenced};
use crate::report::problem::Problem;

/// Where a report is from.
#[derive(Debug, Default)]
pub(in crate::report) struct Location {
    /// The place that reports.
    pub(in crate::report) district: Option<Evidenced<String>>,
    /// The prefecture above it.
    pub(in crate::report) city: Option<Evidenced<String>>,
    /// The province above it, or itself.
    pub(in crate::report) province: Option<Evidenced<String>>,
    /// What could not be read or contradicts itself.
    pub(in crate::report) problems: Vec<Problem>,
}

/// A place that may be the one that reports.
pub(super) struct PlaceCandidate {
    /// Its name.
    pub(super) name: String,
    /// The divisions of that name; none where the table does not hold it.
    pub(super) ids: Vec<DivisionId>,
    /// The places that stand above it in the same phrase, each with the divisions of that name.
    pub(super) above: Vec<(String, Vec<DivisionId>)>,
    /// Where it was read.
    pub(super) evidence: Evidence,
    /// Whether the name is a former one: that of a county that is a district now, or the like.
    pub(super) is_former: bool,
}
