//! What is asked of a search beside its query.
//!
//! [`SearchOptions::default`] gives every hit, ranked, each by itself; what a person wants to see first (near-duplicates folded, a few from one
//! report) is for the caller to ask for. Refuses to know how any of it is done.

use crate::query::Filter;

/// Which hits are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// Verbatim hits, then those that hold all the words or some, by what they hold and how it stands together.
    #[default]
    Ranked,
    /// Verbatim hits alone.
    Exact,
}

/// In what order hits come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// The best first.
    #[default]
    Score,
    /// Verbatim hits, then those of all words, then those of some; of each the newest year first, and those of no year last.
    Year,
    /// The same, but by the unit that reports, in the order of its pinyin; of each unit the newest year first.
    District,
}

/// What becomes of a hit whose text is nearly that of a better one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NearDuplicates {
    /// It is a hit like any other.
    #[default]
    Separate,
    /// It is named by the better one: [`super::Hit::also_in`].
    Folded,
}

/// Whether the query's terms stand for others of their families.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TermFamilies {
    /// They do, in ranked searches: those of [`crate::analysis::Families::standard`] and the user's.
    #[default]
    Used,
    /// They do not.
    Unused,
}

/// What hits are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// The report that they are from.
    Report,
    /// The unit that reports.
    District,
}

/// What is asked of a search beside its query.
#[derive(Debug, Clone, Default)]
pub struct SearchOptions {
    /// Which hits are wanted.
    pub mode: Mode,
    /// Which passages are looked at.
    pub filter: Filter,
    /// Whether synonyms are found too.
    pub families: TermFamilies,
    /// In what order hits come.
    pub order: Order,
    /// How many of the first are passed over: hits, or groups where there are groups.
    pub n_skipped: usize,
    /// At most so many after those, hits or groups; `None` means all.
    pub max_hits: Option<usize>,
    /// From one report so many come first; the others come after all that match as well. `None` means no limit.
    pub max_per_report: Option<usize>,
    /// What becomes of near-duplicates.
    pub near_duplicates: NearDuplicates,
    /// By what hits are put together, the best few of each group.
    pub grouping: Option<Grouping>,
    /// Whether to count the hits' districts, years, kinds and sections.
    pub count_facets: bool,
}

impl SearchOptions {
    /// How many hits, or groups, are looked for from the first on; `None` means all.
    pub(super) fn n_wanted(&self) -> Option<usize> {
        self.max_hits.map(|max| max.saturating_add(self.n_skipped))
    }
}
