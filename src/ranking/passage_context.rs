//! Scores what is known about a passage besides its text: its headings, its role, and the columns that the query's intent names.
//!
//! Input: the columns of a segment, and a close reading of the query. Output: the score of the headings above a passage, and the
//! share by which its score is multiplied for what it is.

use std::collections::HashMap;

use super::close_reading::CloseReading;
use super::intent::{Intent, IntentColumns};
use super::weights::WEIGHTS;
use crate::index::{IndexError, NameColumn, Names, SECTION_SEPARATOR, Segment};
use crate::matching::Match;
use crate::report::{Kind, Role};

/// The columns of a segment, opened for one query.
pub(super) struct PassageContext<'a> {
    sections: &'a Names,
    roles: &'a Names,
    /// The ordinals of the roles that are headings and titles.
    headings: Vec<u64>,
    kinds: &'a Names,
    /// The ordinals of the kind 其他.
    other_kinds: Vec<u64>,
    /// The scores of section paths that were computed already.
    scores: HashMap<SectionKey, (f32, f32)>,
    intent: IntentColumns<'a>,
}

/// What the score of a section path depends on.
#[derive(PartialEq, Eq, Hash)]
struct SectionKey {
    ordinal: u64,
    /// The passage is itself the last heading of the path.
    is_heading: bool,
    /// Verbatim hits are read without synonyms.
    is_verbatim: bool,
}

impl<'a> PassageContext<'a> {
    /// Opens the columns of a segment.
    pub(super) fn new(
        segment: &'a Segment,
        intent: &Intent,
    ) -> Result<PassageContext<'a>, IndexError> {
        let roles = segment.names(NameColumn::Role)?;
        let is_heading = |name: &str| {
            [Role::Heading, Role::Title]
                .iter()
                .any(|role| role.name() == name)
        };
        let kinds = segment.names(NameColumn::Kind)?;
        Ok(PassageContext {
            other_kinds: kinds.ordinals_where(|name| name == Kind::其他.name())?,
            kinds,
            sections: segment.names(NameColumn::Section)?,
            headings: roles.ordinals_where(is_heading)?,
            roles,
            scores: HashMap::new(),
            intent: IntentColumns::new(intent, segment)?,
        })
    }

    fn is_heading(&self, document: u32) -> bool {
        let ordinal = self.roles.ordinal(document);
        ordinal.is_some_and(|ordinal| self.headings.contains(&ordinal))
    }

    /// Gives the share by which the score of a passage is multiplied, given how it matches: above 1 where its columns meet the query's intent.
    pub(super) fn share(&self, document: u32, matched: Match) -> f32 {
        let mut kept = 1.0;
        if matched != Match::Verbatim {
            let kind = self.kinds.ordinal(document);
            if self.is_heading(document) {
                kept *= WEIGHTS.heading;
            }
            if kind.is_some_and(|kind| self.other_kinds.contains(&kind)) {
                kept *= WEIGHTS.other_kind;
            }
        }
        kept * (1.0 + WEIGHTS.intent_gain * self.intent.n_met(document) as f32)
    }

    /// Scores the headings above a passage, by their pairs and by their characters. A passage that is itself a heading is not one of those above it.
    pub(super) fn section(
        &mut self,
        document: u32,
        matched: Match,
        reading: &CloseReading<'_>,
    ) -> Result<(f32, f32), IndexError> {
        let Some(ordinal) = self.sections.ordinal(document) else {
            return Ok((0.0, 0.0));
        };
        let is_heading = self.is_heading(document);
        let key = SectionKey {
            ordinal,
            is_heading,
            is_verbatim: matched == Match::Verbatim,
        };
        if let Some(scores) = self.scores.get(&key) {
            return Ok(*scores);
        }
        let mut path = self.sections.name(ordinal)?;
        if is_heading {
            path.truncate(path.rfind(SECTION_SEPARATOR).unwrap_or(0));
        }
        let scores = reading.section(&path);
        self.scores.insert(key, scores);
        Ok(scores)
    }
}
