//! Why a search found nothing, and what to try.
//!
//! Input: a query whose search gave no passage with all its words. Output: suggestions: the condition or part that leaves nothing
//! over, and how much there is without it; which of the words stand in passages; what a word was meant to be. In bounded time, and not part of
//! the search itself: only who finds nothing waits for it. Refuses to know how they are shown.

mod spelling;

use std::time::{Duration, Instant};

use serde::Serialize;

use super::wishes::unnamed;
use super::{Mode, SearchOptions, SearchPage, search};
use crate::analysis::fold;
use crate::index::{IndexError, Snapshot};
use crate::query::{Filter, Query, Tree, Unit, units};
use crate::report::Role;
use spelling::{Meant, Speller, n_passages};

/// No more time than this is spent on what a word was meant to be; a small index takes a tenth of it.
const MAX_TIME: Duration = Duration::from_millis(250);
/// Words that are looked at.
const MAX_WORDS: usize = 8;
/// Parts of a query that are left out to see what is found without them.
const MAX_PARTS: usize = 8;

/// Something to try, or a reason for having found nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// What it is about.
    pub kind: SuggestionKind,
    /// For people.
    pub message: String,
    /// What to type instead, where it is a query.
    pub query: Option<String>,
    /// How many passages are found so.
    pub count: u64,
}

/// What a suggestion is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SuggestionKind {
    /// A filter or a field that leaves nothing over.
    Filter,
    /// A part of the query that leaves nothing over.
    Part,
    /// Which words stand in passages.
    Words,
    /// What a word was meant to be.
    Spelling,
}

/// What to try instead of a query; nothing where its page has a passage with all its words.
///
/// # Errors
/// [`IndexError::Damaged`] where the index cannot be read.
pub fn suggest(
    snapshot: &Snapshot,
    query: &Query,
    options: &SearchOptions,
    page: &SearchPage,
) -> Result<Vec<Suggestion>, IndexError> {
    let mut suggestions = Vec::new();
    if page.verbatim + page.words + page.synonym > 0 || query.folded().is_empty() {
        return Ok(suggestions);
    }
    let asker = Asker {
        snapshot,
        mode: options.mode,
    };
    suggestions.extend(asker.spelling(query, &options.filter)?);
    if page.total == 0 {
        suggestions.extend(asker.filters(query, &options.filter)?);
        suggestions.extend(asker.parts(query, &options.filter)?);
        suggestions.extend(asker.words(query)?);
    }
    Ok(suggestions)
}

struct Asker<'a> {
    snapshot: &'a Snapshot,
    mode: Mode,
}

impl Asker<'_> {
    fn page(&self, query: &Query, filter: &Filter) -> Result<SearchPage, IndexError> {
        let options = SearchOptions {
            mode: self.mode,
            max_hits: Some(0),
            filter: filter.clone(),
            ..SearchOptions::default()
        };
        search(self.snapshot, query, &options)
    }

    /// The filters without each of which there are passages.
    fn filters(&self, query: &Query, filter: &Filter) -> Result<Vec<Suggestion>, IndexError> {
        let mut suggestions = Vec::new();
        let mut try_without = |condition: &str, others: &Filter| -> Result<(), IndexError> {
            let count = self.page(query, others)?.total;
            if count > 0 {
                suggestions.push(Suggestion {
                    kind: SuggestionKind::Filter,
                    message: format!("{} without {condition}", passages(count)),
                    query: None,
                    count,
                });
            }
            Ok(())
        };
        let conditions = filter.conditions();
        for (condition, others) in &conditions {
            try_without(condition, others)?;
        }
        if conditions.len() > 1 {
            try_without("any filter", &Filter::default())?;
        }
        if filter.roles.is_empty() {
            let mut boilerplate = filter.clone();
            boilerplate.roles.push(Role::Boilerplate);
            let count = self.page(query, &boilerplate)?.total;
            if count > 0 {
                let message = format!("{} of boilerplate, with role:boilerplate", passages(count));
                suggestions.push(Suggestion {
                    kind: SuggestionKind::Filter,
                    message,
                    query: None,
                    count,
                });
            }
        }
        Ok(suggestions)
    }

    /// The parts of the query without each of which there are passages.
    fn parts(&self, query: &Query, filter: &Filter) -> Result<Vec<Suggestion>, IndexError> {
        let Some(Tree::All(parts)) = query.tree() else {
            return Ok(Vec::new());
        };
        let mut suggestions = Vec::new();
        for (at, part) in parts.iter().enumerate().take(MAX_PARTS) {
            let mut others = parts.clone();
            others.remove(at);
            if others.iter().all(|other| matches!(other, Tree::Not(_))) {
                continue;
            }
            let count = self
                .page(&query.with_tree(Tree::All(others)), filter)?
                .total;
            if count > 0 {
                suggestions.push(Suggestion {
                    kind: SuggestionKind::Part,
                    message: format!("{} without {}", passages(count), part.typed()),
                    query: None,
                    count,
                });
            }
        }
        Ok(suggestions)
    }

    /// Which of the query's words stand in passages, and which do not.
    fn words(&self, query: &Query) -> Result<Vec<Suggestion>, IndexError> {
        let units = units(&query.ranking_text(), self.snapshot)?;
        let (mut there, mut missing) = (Vec::new(), Vec::new());
        for unit in units.iter().take(MAX_WORDS) {
            match n_passages(self.snapshot, unit.text()) {
                0 => missing.push(unit.text().to_string()),
                count => there.push(format!("{} in {}", unit.text(), passages(count))),
            }
        }
        if units.len() < 2 || there.is_empty() {
            return Ok(Vec::new());
        }
        let mut message = there.join(", ");
        if !missing.is_empty() {
            message.push_str(&format!("; in none: {}", missing.join(", ")));
        }
        Ok(vec![Suggestion {
            kind: SuggestionKind::Words,
            message,
            query: None,
            count: 0,
        }])
    }

    /// What the words that no passage holds were meant to be.
    fn spelling(&self, query: &Query, filter: &Filter) -> Result<Vec<Suggestion>, IndexError> {
        let text = query.ranking_text();
        // Pinyin may be typed a syllable at a time.
        let is_latin = fold(&text).bytes().all(|byte| byte.is_ascii_lowercase());
        let mut words = Vec::new();
        match is_latin && query.tree().is_none() {
            true => words.push(text.trim().to_string()),
            false => {
                for word in text.split_whitespace().take(MAX_WORDS) {
                    let unnamed = unnamed(word, self.snapshot);
                    words.extend(unnamed.map_err(|error| self.snapshot.failed(error))?);
                }
            }
        }
        words.retain(|word| n_passages(self.snapshot, &fold(word)) == 0);
        let mut suggestions = Vec::new();
        if words.is_empty() {
            return Ok(suggestions);
        }
        let speller = Speller::new(self.snapshot, Instant::now() + MAX_TIME);
        let meant = |word: &str| {
            let meant = speller.meant(&fold(word));
            meant.map_err(|error| self.snapshot.failed(error))
        };
        for typed in words {
            let mut found: Vec<(String, Meant)> = Vec::new();
            for meant in meant(&typed)? {
                found.push((typed.clone(), meant));
            }
            if found.is_empty() {
                for stretch in unknown_stretches(&units(&typed, self.snapshot)?) {
                    for meant in meant(&stretch)? {
                        found.push((stretch.clone(), meant));
                    }
                }
            }
            for (typed, meant) in found {
                suggestions.push(self.meant(&typed, &meant, query, filter)?);
            }
        }
        Ok(suggestions)
    }

    /// The query with a word replaced, and what that finds.
    fn meant(
        &self,
        typed: &str,
        meant: &Meant,
        query: &Query,
        filter: &Filter,
    ) -> Result<Suggestion, IndexError> {
        let mut instead = query.typed().replacen(typed, &meant.text, 1);
        if instead == query.typed() {
            instead = fold(query.typed()).replacen(typed, &meant.text, 1);
        }
        let page = self.page(&Query::parse(&instead), filter)?;
        let (count, found) = match page.verbatim + page.words {
            0 => {
                let count = meant.n_passages;
                (count, format!("by itself it stands in {}", passages(count)))
            }
            count => (count, passages(count)),
        };
        let message = format!("did you mean {} for {typed}? {found}", meant.text);
        Ok(Suggestion {
            kind: SuggestionKind::Spelling,
            message,
            query: Some(instead),
            count,
        })
    }
}

/// The stretches of a word that are looked up two characters at a time, since no word of the index is in them.
fn unknown_stretches(units: &[Unit]) -> Vec<String> {
    let mut stretches: Vec<String> = Vec::new();
    for unit in units {
        let Unit::Characters(two) = unit else {
            continue;
        };
        let mut chars = two.chars();
        let (first, second) = (chars.next(), chars.next());
        match (stretches.last_mut(), second) {
            (Some(stretch), Some(second)) if stretch.chars().next_back() == first => {
                stretch.push(second);
            }
            _ => stretches.push(two.clone()),
        }
    }
    stretches
}

fn passages(count: u64) -> String {
    match count {
        1 => "1 passage".to_string(),
        count => format!("{count} passages"),
    }
}
