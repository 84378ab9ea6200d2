//! 检索式: what was typed → [`Query`] → what the index is asked.
//!
//! Parsing never fails: any text is a query. Refuses to know hits and ranking.

mod filter;
mod lower;

pub use filter::{Filter, YearRange, YearRangeError, is_place};
pub(crate) use lower::{LoweredQuery, Unit, lower};

use crate::analysis::{fold, fold_char};

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    typed: String,
    folded: String,
    warnings: Vec<String>,
}

/// More characters than this are not searched for: no passage repeats so much of another, and every
/// one of them costs time.
const MAX_CHARS: usize = 2_000;

impl Query {
    /// Of any text.
    pub fn parse(typed: &str) -> Query {
        let mut warnings = Vec::new();
        let mut searched = typed;
        // What folding drops is not searched for, so it does not count.
        let mut counted = typed
            .char_indices()
            .filter(|(_, c)| fold_char(*c).is_some());
        if let Some((end, _)) = counted.nth(MAX_CHARS) {
            searched = &typed[..end];
            warnings.push(format!(
                "only the first {MAX_CHARS} characters of the query are searched for"
            ));
        }
        let folded = fold(searched);
        if folded.is_empty() {
            warnings.push(
                "the query names no character to look for, so every passage is a hit".to_string(),
            );
        }
        Query {
            typed: searched.to_string(),
            folded,
            warnings,
        }
    }

    /// As it was typed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// What a passage holds, once folded, that is a verbatim hit.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// What the user should know of how it was understood.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_query_of_nothing_but_quotation_marks_says_so() {
        let query = Query::parse(" “” ");
        assert_eq!(query.folded(), "");
        assert_eq!(query.warnings().len(), 1);
    }

    #[test]
    fn a_very_long_query_is_cut_and_says_so() {
        let query = Query::parse(&"区管校聘".repeat(1_000));
        assert_eq!(query.folded().chars().count(), MAX_CHARS);
        assert_eq!(query.warnings().len(), 1);
    }

    proptest! {
        #[test]
        fn any_text_is_a_query(typed in any::<String>()) {
            let query = Query::parse(&typed);
            prop_assert_eq!(query.folded(), fold(query.typed()));
        }
    }
}
