//! What is known of a segment's passages beside their texts, as far as it is scored.
//!
//! Input: the columns of a segment, and a close reading of the query. Output: the score of the headings that a passage stands under, and what share of
//! its score it keeps or gains for what it is. Refuses to know texts.

use std::collections::HashMap;

use tantivy::columnar::StrColumn;

use super::close_reading::CloseReading;
use super::ranking::{HEADING_SHARE, Match, WISH_GAIN};
use super::wishes::{WishColumns, Wishes};
use crate::index::{SECTION_SEPARATOR, Segment};
use crate::report::Role;

/// The columns of a segment, opened for one query.
pub(super) struct Surroundings {
    sections: Option<StrColumn>,
    roles: Option<StrColumn>,
    /// The ordinals of the roles that are headings and titles.
    headings: Vec<u64>,
    /// By the ordinal of a section path, whether the passage is its last heading, and whether it is a verbatim hit.
    worths: HashMap<(u64, bool, bool), (f32, f32)>,
    wishes: WishColumns,
}

impl Surroundings {
    pub(super) fn new(segment: &Segment, wishes: &Wishes) -> tantivy::Result<Surroundings> {
        let roles = segment.names("role")?;
        let mut headings = Vec::new();
        if let Some(roles) = &roles {
            for role in [Role::Heading, Role::Title] {
                headings.extend(roles.dictionary().term_ord(role.name())?);
            }
        }
        Ok(Surroundings {
            sections: segment.names("section")?,
            roles,
            headings,
            worths: HashMap::new(),
            wishes: WishColumns::new(wishes, segment)?,
        })
    }

    fn is_heading(&self, document: u32) -> bool {
        let ordinal = self
            .roles
            .as_ref()
            .and_then(|roles| roles.ords().first(document));
        ordinal.is_some_and(|ordinal| self.headings.contains(&ordinal))
    }

    /// What share of its score a passage keeps that matched so: more than all of it where its columns are as the query wishes.
    pub(super) fn share(&self, document: u32, matched: Match) -> f32 {
        let kept = match matched {
            Match::Words | Match::Synonym | Match::Partial if self.is_heading(document) => {
                HEADING_SHARE
            }
            _ => 1.0,
        };
        kept * (1.0 + WISH_GAIN * self.wishes.n_met(document) as f32)
    }

    /// What the headings are worth that a passage stands under, by pairs and by characters; one that is a heading itself is not among
    /// them.
    pub(super) fn section(
        &mut self,
        document: u32,
        matched: Match,
        reading: &CloseReading<'_>,
    ) -> tantivy::Result<(f32, f32)> {
        let ordinal = self
            .sections
            .as_ref()
            .and_then(|sections| sections.ords().first(document));
        let (Some(sections), Some(ordinal)) = (&self.sections, ordinal) else {
            return Ok((0.0, 0.0));
        };
        let is_heading = self.is_heading(document);
        let key = (ordinal, is_heading, matched == Match::Verbatim);
        if let Some(worth) = self.worths.get(&key) {
            return Ok(*worth);
        }
        let mut path = String::new();
        sections.ord_to_str(ordinal, &mut path)?;
        if is_heading {
            path.truncate(path.rfind(SECTION_SEPARATOR).unwrap_or(0));
        }
        let worth = reading.section(&path);
        self.worths.insert(key, worth);
        Ok(worth)
    }
}
