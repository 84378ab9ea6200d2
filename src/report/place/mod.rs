//! Which district a report is from, with the city and the province above it.
//!
//! [`district`] decides, from the declarations of the report (`declarations`), the names it uses most (`most_named`), and the
//! path of its file (`path`). `divisions` is the table of China's administrative divisions, `names` reads place names out of
//! a phrase, `endings` is the table of their endings.

pub(super) mod context;
pub(super) mod declarations;
pub(super) mod district;
pub(super) mod divisions;
pub(super) mod endings;
pub(super) mod level;
pub(super) mod location;
pub(super) mod masked;
pub(super) mod most_named;
pub(super) mod names;
pub(super) mod path;
pub(super) mod stated;
