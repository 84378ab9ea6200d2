//! What a passage is within its report: body, heading, title or boilerplate, and the names of the four.
//!
//! The names stand here alone: JSON, the index, the filters and everything shown take them from [`Role::name`].
//! `boilerplate`, `title` and `passages` decide which role a line of a report gets.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, Error};
use serde::{Serialize, Serializer};

/// What a passage is within its report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// A paragraph.
    Body,
    /// A line that is nothing but a heading.
    Heading,
    /// The title of the report.
    Title,
    /// Site chrome, disclosure table, reprint notice, keyword spam.
    Boilerplate,
}

impl Role {
    /// All roles, in the order in which they are listed to people.
    pub const ALL: [Role; 4] = [Role::Body, Role::Heading, Role::Title, Role::Boilerplate];

    /// The role's name in JSON, in the index and in everything shown.
    pub const fn name(self) -> &'static str {
        match self {
            Role::Body => "body",
            Role::Heading => "heading",
            Role::Title => "title",
            Role::Boilerplate => "boilerplate",
        }
    }

    /// The role that has this name, if any has.
    pub fn from_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.name() == name)
    }
}

impl Serialize for Role {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Role {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Role, D::Error> {
        let name = Cow::<str>::deserialize(deserializer)?;
        Role::from_name(&name).ok_or_else(|| D::Error::custom(format!("'{name}' is no role")))
    }
}
