//! Names the ways in which a passage matches (verbatim, all words, synonym, in part), and counts the hits of a query by them.

use serde::{Serialize, Serializer};

/// How a passage matches, the best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Match {
    /// It holds some of the query's words.
    Partial,
    /// It holds all the query's words, some of them only by a synonym.
    Synonym,
    /// It holds all the query's words.
    Words,
    /// It holds the query as it was typed, once both are folded.
    Verbatim,
}

impl Match {
    /// All ways to match, the best last.
    pub const ALL: [Match; 4] = [
        Match::Partial,
        Match::Synonym,
        Match::Words,
        Match::Verbatim,
    ];

    /// Its name in JSON and in tables.
    pub fn name(self) -> &'static str {
        match self {
            Match::Partial => "partial",
            Match::Synonym => "synonym",
            Match::Words => "words",
            Match::Verbatim => "verbatim",
        }
    }
}

impl Serialize for Match {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What the walk knows of a passage that it collects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatchedPassage {
    /// Its number in the segment.
    pub document: u32,
    /// How it matches.
    pub matched: Match,
    /// How often it holds the query's text verbatim, overlapping occurrences counted. For a query with operators, the text is that of all its
    /// parts together.
    pub n_verbatim: u32,
}

/// How many passages match in each way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MatchCounts {
    by_match: [u64; Match::ALL.len()],
}

impl MatchCounts {
    /// How many match in this way.
    pub fn of(&self, matched: Match) -> u64 {
        self.by_match[matched as usize]
    }

    /// How many match in any way.
    pub fn total(&self) -> u64 {
        self.by_match.iter().sum()
    }

    pub(super) fn count(&mut self, matched: Match) {
        self.by_match[matched as usize] += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_way_to_match_is_its_place_among_all() {
        let places = Match::ALL.iter().map(|matched| *matched as usize);
        assert!(places.eq(0..Match::ALL.len()));
    }
}
