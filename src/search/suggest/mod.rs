//! Why a search found nothing, and what to try.
//!
//! Input: a query whose search gave no passage with all its words. Output: suggestions: the condition or part that leaves nothing
//! over, and how much there is without it; conditions that name nothing; which of the words stand in passages; what a word was meant to be. In bounded
//! time, and not part of the search itself: only who finds nothing waits for it. Refuses to know how they are shown.

mod conditions;
mod names;
mod occurrences;
mod spelling;

use std::collections::HashSet;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::wishes::unnamed;
use super::{Mode, SearchOptions, SearchPage, search};
use crate::analysis::fold;
use crate::index::{IndexError, Snapshot};
use crate::query::{Filter, Query, Tree, Unit, units};
use crate::report::Role;
use conditions::{Asked, Blamed};
use occurrences::Occurrences;
use spelling::{Meant, Speller};

/// No more time than this is spent on what a word was meant to be, nor on which conditions are to blame; a small index takes a tenth of it.
const MAX_TIME: Duration = Duration::from_millis(250);
/// Words that are looked at.
const MAX_WORDS: usize = 8;
/// What is longer is of several words, typed without a space: that no passage repeats it says little.
const MAX_WORD_CHARS: usize = 8;
/// The same of a query that is nothing else.
const MAX_ONLY_WORD_CHARS: usize = 4;

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

/// What to try instead of a query; where its page has a passage with all its words, nothing but the names of fields that no passage has.
///
/// # Errors
/// [`IndexError::Damaged`] where the index cannot be read.
pub fn suggest(
    snapshot: &Snapshot,
    query: &Query,
    options: &SearchOptions,
    page: &SearchPage,
) -> Result<Vec<Suggestion>, IndexError> {
    let is_answered = page.verbatim + page.words + page.synonym > 0 || query.folded().is_empty();
    let is_plain = query.tree().is_none() && options.filter == Filter::default();
    if is_answered && is_plain && query.typed().chars().all(is_seen) {
        return Ok(Vec::new());
    }
    let occurrences = Occurrences::new(snapshot).map_err(|error| snapshot.failed(error))?;
    let asker = Asker {
        snapshot,
        occurrences,
        mode: options.mode,
        query,
        filter: &options.filter,
        deadline: Instant::now() + MAX_TIME,
    };
    let unknown_names = asker.names()?;
    if page.verbatim == 0
        && let Some(visible) = asker.visible()?
    {
        return Ok(vec![visible]);
    }
    if is_answered {
        return Ok(unknown_names);
    }
    let (mut suggestions, absent) = asker.spelling()?;
    if page.total > 0 {
        suggestions.extend(unknown_names);
        suggestions.extend(nowhere(&absent));
        return Ok(suggestions);
    }
    let to_blame = [unknown_names, asker.conditions()?].concat();
    // Where a condition is to blame, the words are not.
    let words = match to_blame.is_empty() {
        true => asker.words()?,
        false => None,
    };
    suggestions.extend(to_blame);
    suggestions.extend(words);
    let mut seen = HashSet::new();
    suggestions.retain(|suggestion| seen.insert(suggestion.message.clone()));
    Ok(suggestions)
}

/// Whether a character is not one of those without width that pages and editors leave behind.
fn is_seen(c: char) -> bool {
    !matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// A word that was typed, or letters that are its pinyin, and what is looked up for it.
struct Typed {
    /// As it stands in the query, or in its folded form.
    text: String,
    /// Folded, letters and digits alone.
    letters: String,
}

struct Asker<'a> {
    snapshot: &'a Snapshot,
    occurrences: Occurrences<'a>,
    mode: Mode,
    query: &'a Query,
    filter: &'a Filter,
    /// Nothing more is begun after it.
    deadline: Instant,
}

impl Asker<'_> {
    fn page(&self, query: &Query, filter: &Filter, mode: Mode) -> Result<SearchPage, IndexError> {
        let options = SearchOptions {
            mode,
            max_hits: Some(0),
            filter: filter.clone(),
            ..SearchOptions::default()
        };
        search(self.snapshot, query, &options)
    }

    /// The query without what is not seen of it, where that is found: pasted text carries zero-width spaces along.
    fn visible(&self) -> Result<Option<Suggestion>, IndexError> {
        let typed = self.query.typed().chars();
        let visible: String = typed.filter(|c| is_seen(*c)).collect();
        if visible == self.query.typed() {
            return Ok(None);
        }
        let count = self
            .page(&Query::parse(&visible), self.filter, Mode::Exact)?
            .total;
        let message = format!(
            "the query holds a character that is not seen; {} without it: {visible}",
            passages(count)
        );
        Ok((count > 0).then_some(Suggestion {
            kind: SuggestionKind::Spelling,
            message,
            query: Some(visible),
            count,
        }))
    }

    /// The conditions that name what no passage has.
    fn names(&self) -> Result<Vec<Suggestion>, IndexError> {
        let mut filters = vec![self.filter];
        if let Some(tree) = self.query.tree() {
            tree.for_each_wanted(&mut |part| {
                if let Tree::Field(field) = part {
                    filters.push(field);
                }
            });
        }
        let mut suggestions = Vec::new();
        for filter in filters {
            let lines = names::unknown(filter, self.snapshot, self.deadline);
            let lines = lines.map_err(|error| self.snapshot.failed(error))?;
            suggestions.extend(
                lines
                    .into_iter()
                    .map(|line| about(SuggestionKind::Filter, line)),
            );
        }
        Ok(suggestions)
    }

    /// The conditions and parts without which there are passages.
    fn conditions(&self) -> Result<Vec<Suggestion>, IndexError> {
        let asked = Asked::new(self.query, self.filter);
        let count = |query: &Query, filter: &Filter| -> Result<u64, IndexError> {
            Ok(self.page(query, filter, self.mode)?.total)
        };
        let found = |kind| {
            move |blamed: Blamed| Suggestion {
                kind,
                message: format!("{} without {}", passages(blamed.count), blamed.what),
                query: None,
                count: blamed.count,
            }
        };
        let conditions = asked.conditions(self.deadline, count)?.into_iter();
        let mut suggestions: Vec<Suggestion> =
            conditions.map(found(SuggestionKind::Filter)).collect();
        if self.filter.roles.is_empty() {
            let mut boilerplate = self.filter.clone();
            boilerplate.roles.push(Role::Boilerplate);
            let count = count(self.query, &boilerplate)?;
            if count > 0 {
                suggestions.push(Suggestion {
                    count,
                    ..about(
                        SuggestionKind::Filter,
                        format!("{} of boilerplate, with role:boilerplate", passages(count)),
                    )
                });
            }
        }
        let parts = asked.parts(self.deadline, count)?.into_iter();
        suggestions.extend(parts.map(found(SuggestionKind::Part)));
        Ok(suggestions)
    }

    /// Which of the query's words stand in passages, and which do not.
    fn words(&self) -> Result<Option<Suggestion>, IndexError> {
        let stands = |text: &String| self.occurrences.n_passages(text) > 0;
        let mut texts: Vec<String> = Vec::new();
        let text = fold_apart(&self.query.ranking_text());
        let words = text.split(|c: char| !c.is_alphanumeric());
        for word in words.filter(|word| !word.is_empty()).take(MAX_WORDS) {
            let word = word.to_string();
            let pieces = pieces(&units(&word, self.snapshot)?);
            match !stands(&word) && pieces.iter().any(stands) {
                true => texts.extend(pieces),
                false => texts.push(word),
            }
        }
        let (mut there, mut missing) = (Vec::new(), Vec::new());
        for text in texts {
            match self.occurrences.n_passages(&text) {
                0 => missing.push(text),
                count => there.push(format!("{text} in {}", passages(count))),
            }
        }
        there.dedup();
        missing.dedup();
        if there.len() + missing.len() < 2 || there.is_empty() {
            return Ok(None);
        }
        let mut message = there.join(", ");
        if !missing.is_empty() {
            message.push_str(&format!("; in none: {}", missing.join(", ")));
        }
        Ok(Some(about(SuggestionKind::Words, message)))
    }

    /// The words to look up: letters and digits alone, without what names a year, a unit or a 文种.
    fn typed(&self) -> Result<Vec<Typed>, IndexError> {
        let text = self.query.ranking_text();
        let letters_of =
            |text: &str| -> String { fold(text).chars().filter(|c| c.is_alphanumeric()).collect() };
        let is_latin = |letters: &str| {
            !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_lowercase())
        };
        let typed = |text: &str| Typed {
            text: text.to_string(),
            letters: letters_of(text),
        };
        // Pinyin may be typed a syllable at a time, with spaces or hyphens between.
        if self.query.tree().is_none() && is_latin(&letters_of(&text)) {
            return Ok(vec![typed(text.trim())]);
        }
        let mut words = Vec::new();
        for word in text.split_whitespace().take(MAX_WORDS) {
            if is_latin(&letters_of(word)) {
                words.push(typed(word));
                continue;
            }
            let unnamed = unnamed(word, self.snapshot);
            for stretch in unnamed.map_err(|error| self.snapshot.failed(error))? {
                let parts = stretch.split(|c: char| !c.is_alphanumeric());
                words.extend(parts.filter(|part| !part.is_empty()).map(typed));
            }
        }
        let mut seen = HashSet::new();
        words.retain(|word| seen.insert(word.letters.clone()));
        words.truncate(MAX_WORDS);
        Ok(words)
    }

    /// What the words that no passage holds were meant to be, and those of which it is not known.
    fn spelling(&self) -> Result<(Vec<Suggestion>, Vec<String>), IndexError> {
        let mut words = self.typed()?;
        let max_chars = match words.len() {
            1 => MAX_ONLY_WORD_CHARS,
            _ => MAX_WORD_CHARS,
        };
        // Figures are what they are.
        let is_figure = |word: &Typed| word.letters.starts_with(|c: char| c.is_ascii_digit());
        words.retain(|word| !is_figure(word) && !self.occurrences.stands(&word.letters));
        let (mut suggestions, mut absent) = (Vec::new(), Vec::new());
        if words.is_empty() {
            return Ok((suggestions, absent));
        }
        let speller = Speller::new(self.snapshot, &self.occurrences, self.deadline);
        let meant = |word: &str| {
            let meant = speller.meant(word);
            meant.map_err(|error| self.snapshot.failed(error))
        };
        for Typed { text, letters } in words {
            let mut found: Vec<(String, Meant)> = Vec::new();
            for meant in meant(&letters)? {
                found.push((text.clone(), meant));
            }
            let stretches = unknown_stretches(&units(&letters, self.snapshot)?);
            if found.is_empty() {
                for stretch in &stretches {
                    for meant in meant(stretch)? {
                        found.push((stretch.clone(), meant));
                    }
                }
            }
            if found.is_empty() {
                match letters.chars().count() <= max_chars {
                    true => absent.push(text),
                    false => absent.extend(stretches),
                }
            }
            for (typed, meant) in found {
                if Instant::now() < self.deadline {
                    suggestions.push(self.meant(&typed, &meant)?);
                }
            }
        }
        absent.retain(|word| !self.occurrences.stands(&fold(word)));
        Ok((suggestions, absent))
    }

    /// The query with a word replaced, and what that finds: as `search --exact` counts it, or else with all words.
    fn meant(&self, typed: &str, meant: &Meant) -> Result<Suggestion, IndexError> {
        let mut instead = self.query.typed().replacen(typed, &meant.text, 1);
        if instead == self.query.typed() {
            instead = fold(self.query.typed()).replacen(typed, &meant.text, 1);
        }
        let query = Query::parse(&instead);
        let mut count = self.page(&query, self.filter, Mode::Exact)?.total;
        let mut found = passages(count);
        if count == 0 && self.mode == Mode::Ranked {
            count = self.page(&query, self.filter, Mode::Ranked)?.words;
            found = format!("{} with all words", passages(count));
        }
        if count == 0 {
            count = meant.n_passages;
            found = format!("by itself it stands in {}", passages(count));
        }
        Ok(Suggestion {
            kind: SuggestionKind::Spelling,
            message: format!("did you mean {} for {typed}? {found}", meant.text),
            query: Some(instead),
            count,
        })
    }
}

/// A suggestion that is a message alone.
fn about(kind: SuggestionKind, message: String) -> Suggestion {
    Suggestion {
        kind,
        message,
        query: None,
        count: 0,
    }
}

/// Says which words stand nowhere.
fn nowhere(absent: &[String]) -> Option<Suggestion> {
    let stand = match absent {
        [] => return None,
        [_] => "stands",
        _ => "stand",
    };
    let message = format!("{} {stand} in no passage", absent.join(", "));
    Some(about(SuggestionKind::Words, message))
}

/// A text folded word by word, a space between them.
fn fold_apart(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(fold).collect();
    words.join(" ")
}

/// The words of a text, and between them the stretches that are none, each once.
fn pieces(units: &[Unit]) -> Vec<String> {
    let words = units.iter().filter_map(|unit| match unit {
        Unit::Word(word) => Some(word.clone()),
        Unit::Characters(_) => None,
    });
    words.chain(unknown_stretches(units)).collect()
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
