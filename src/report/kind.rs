//! What a passage does: looks back, plans, owns up to problems, or none of these, and the names of the four.
//!
//! The names stand here alone: JSON, the index, the filters and everything shown take them from [`Kind::name`].
//! `kind_words` decides the kind of a heading or a paragraph; `passages` hands it down to the passages of a section.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, Error};
use serde::{Serialize, Serializer};

/// What a passage does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It looks back.
    总结,
    /// It plans.
    计划,
    /// It owns up to problems.
    问题,
    /// It does none of these.
    其他,
}

impl Kind {
    /// All kinds, in the order in which they are listed to people.
    pub const ALL: [Kind; 4] = [Kind::总结, Kind::计划, Kind::问题, Kind::其他];

    /// The kind's name in JSON, in the index and in everything shown.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::总结 => "总结",
            Kind::计划 => "计划",
            Kind::问题 => "问题",
            Kind::其他 => "其他",
        }
    }

    /// The kind that has this name, if any has.
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Kind, D::Error> {
        let name = Cow::<str>::deserialize(deserializer)?;
        Kind::from_name(&name).ok_or_else(|| D::Error::custom(format!("'{name}' is no kind")))
    }
}
