//! Explains why a search found nothing, and suggests what to try instead.
//!
//! Input: a query and its plan, whose walk found no passage with all its words. Output: the condition or part without which something is found, and how
//! much (`relaxation.rs`); conditions that name nothing (`unknown_names.rs`); which of the words passages hold; what a misspelt word may have
//! been meant to be (`spelling.rs`). The time is bounded, and a plain query that finds something does not spend it.

mod relaxation;
mod spelling;
mod unknown_names;

use std::collections::HashSet;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::analysis::{fold, is_particle};
use crate::index::{IndexError, Snapshot};
use crate::matching::{
    Match, MatchCounts, Mode, PassageCounter, Plan, QueryTerm, TermFamilies, terms_of,
};
use crate::query::{Filter, Query, Tree};
use crate::ranking::without_intent;
use crate::report::Role;
use relaxation::{ConditionedQuery, Relaxation};
use spelling::{Correction, Speller};

/// At most this time is spent on misspelt words and on conditions that can be left out. A small index takes a tenth of it.
const MAX_TIME: Duration = Duration::from_millis(250);
/// At most so many words are looked at.
const MAX_WORDS: usize = 8;
/// A word that is longer than this is several words typed without a space; that no passage holds it says little.
const MAX_WORD_CHARS: usize = 8;
/// The same limit for a word that is the whole query.
const MAX_ONLY_WORD_CHARS: usize = 4;

/// Something to try, or a reason for having found nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// What it is about.
    pub kind: SuggestionKind,
    /// A sentence for people.
    pub message: String,
    /// What to type instead, where it is a query.
    pub query: Option<String>,
    /// How many passages are found in this way.
    pub count: u64,
}

/// What a suggestion is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SuggestionKind {
    /// A filter or a field without which something is found, or that names nothing.
    Filter,
    /// A part of the query without which something is found.
    Part,
    /// Which words passages hold.
    Words,
    /// What a word may have been meant to be.
    Spelling,
}

/// Suggests what to try instead of a query, given how many passages its plan found. Where some passage holds all its words, it tells at most of invisible
/// characters and of names that no passage has.
///
/// # Errors
/// [`IndexError::Damaged`] where the index cannot be read.
pub(super) fn suggest(
    query: &Query,
    plan: &Plan<'_>,
    filter: &Filter,
    counts: &MatchCounts,
) -> Result<Vec<Suggestion>, IndexError> {
    let n_partial = counts.of(Match::Partial);
    let is_answered = counts.total() > n_partial || query.folded().is_empty();
    let is_plain = query.tree().is_none() && *filter == Filter::default();
    if is_answered && is_plain && query.typed().chars().all(is_visible) {
        return Ok(Vec::new());
    }
    let suggester = Suggester {
        snapshot: plan.snapshot(),
        counter: PassageCounter::new(plan.snapshot())?,
        mode: plan.mode(),
        query,
        filter,
        deadline: Instant::now() + MAX_TIME,
    };
    let unknown_names = suggester.unknown_names()?;
    if counts.of(Match::Verbatim) == 0
        && let Some(visible) = suggester.without_invisible_characters()?
    {
        return Ok(vec![visible]);
    }
    if is_answered {
        return Ok(unknown_names);
    }
    let (mut suggestions, absent) = suggester.spelling()?;
    if counts.total() > 0 {
        suggestions.extend(unknown_names);
        suggestions.extend(nowhere(&absent));
        return Ok(suggestions);
    }
    let conditions = [unknown_names, suggester.relaxations()?].concat();
    // Where a condition is the reason for finding nothing, the words are not.
    let words = match conditions.is_empty() {
        true => suggester.words()?,
        false => None,
    };
    suggestions.extend(conditions);
    suggestions.extend(words);
    let mut seen = HashSet::new();
    suggestions.retain(|suggestion| seen.insert(suggestion.message.clone()));
    Ok(suggestions)
}

/// Whether a character is visible: not one of those without width that pages and editors leave behind.
fn is_visible(c: char) -> bool {
    !matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// A word that was typed, or its pinyin, with the letters that are looked up for it.
struct TypedWord {
    /// The word as the query has it, or as the folded query has it.
    text: String,
    /// Its letters and digits, folded.
    letters: String,
}

/// Finds suggestions for one query.
struct Suggester<'a> {
    snapshot: &'a Snapshot,
    counter: PassageCounter<'a>,
    mode: Mode,
    query: &'a Query,
    filter: &'a Filter,
    /// No more work is begun after it.
    deadline: Instant,
}

impl Suggester<'_> {
    /// Counts what a search would find.
    fn count(&self, query: &Query, filter: &Filter, mode: Mode) -> Result<MatchCounts, IndexError> {
        let plan = Plan::new(query, self.snapshot, mode, TermFamilies::Used)?;
        let mut counts = MatchCounts::default();
        plan.visit(filter, &mut counts)?;
        Ok(counts)
    }

    /// Suggests the query without its invisible characters, where passages hold that: pasted text carries zero-width spaces along.
    fn without_invisible_characters(&self) -> Result<Option<Suggestion>, IndexError> {
        let typed = self.query.typed().chars();
        let visible: String = typed.filter(|c| is_visible(*c)).collect();
        if visible == self.query.typed() {
            return Ok(None);
        }
        let counts = self.count(&Query::parse(&visible), self.filter, Mode::Exact)?;
        let count = counts.total();
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

    /// Names the conditions that no passage meets.
    fn unknown_names(&self) -> Result<Vec<Suggestion>, IndexError> {
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
            let lines = unknown_names::unknown(filter, self.snapshot, self.deadline)?.into_iter();
            suggestions.extend(lines.map(|line| about(SuggestionKind::Filter, line)));
        }
        Ok(suggestions)
    }

    /// Names the conditions and parts without which something is found.
    fn relaxations(&self) -> Result<Vec<Suggestion>, IndexError> {
        let conditioned = ConditionedQuery::new(self.query, self.filter);
        let count = |query: &Query, filter: &Filter| -> Result<u64, IndexError> {
            Ok(self.count(query, filter, self.mode)?.total())
        };
        let found = |kind| {
            move |Relaxation { left_out, count }| Suggestion {
                kind,
                message: format!("{} without {left_out}", passages(count)),
                query: None,
                count,
            }
        };
        let conditions = conditioned.conditions(self.deadline, count)?.into_iter();
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
        let parts = conditioned.parts(self.deadline, count)?.into_iter();
        suggestions.extend(parts.map(found(SuggestionKind::Part)));
        Ok(suggestions)
    }

    /// Tells which of the query's words passages hold, and which they do not.
    fn words(&self) -> Result<Option<Suggestion>, IndexError> {
        let is_held = |text: &String| self.counter.n_passages_with(text) > 0;
        let mut texts: Vec<String> = Vec::new();
        let text = fold_apart(&self.query.ranking_text());
        let words = text.split(|c: char| !c.is_alphanumeric());
        for word in words.filter(|word| !word.is_empty()).take(MAX_WORDS) {
            let word = word.to_string();
            let pieces = pieces(&terms_of(&word, self.snapshot)?);
            match !is_held(&word) && pieces.iter().any(is_held) {
                true => texts.extend(pieces),
                false => texts.push(word),
            }
        }
        let (mut there, mut missing) = (Vec::new(), Vec::new());
        for text in texts {
            match self.counter.n_passages_with(&text) {
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

    /// Gives the words to look up, without what names a year, a place or a 文种.
    fn typed_words(&self) -> Result<Vec<TypedWord>, IndexError> {
        let text = self.query.ranking_text();
        let letters_of =
            |text: &str| -> String { fold(text).chars().filter(|c| c.is_alphanumeric()).collect() };
        let is_latin = |letters: &str| {
            !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_lowercase())
        };
        let typed = |text: &str| TypedWord {
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
            for stretch in without_intent(word, self.snapshot)? {
                let parts = stretch.split(|c: char| !c.is_alphanumeric());
                words.extend(parts.filter(|part| !part.is_empty()).map(typed));
            }
        }
        let mut seen = HashSet::new();
        words.retain(|word| seen.insert(word.letters.clone()));
        words.truncate(MAX_WORDS);
        Ok(words)
    }

    /// Suggests what the words that no passage holds may have been meant to be, and gives those for which it has no suggestion.
    fn spelling(&self) -> Result<(Vec<Suggestion>, Vec<String>), IndexError> {
        let mut words = self.typed_words()?;
        let max_chars = match words.len() {
            1 => MAX_ONLY_WORD_CHARS,
            _ => MAX_WORD_CHARS,
        };
        // A figure is not misspelt.
        let is_figure = |word: &TypedWord| word.letters.starts_with(|c: char| c.is_ascii_digit());
        words.retain(|word| !is_figure(word) && !self.counter.is_anywhere(&word.letters));
        let (mut suggestions, mut absent) = (Vec::new(), Vec::new());
        if words.is_empty() {
            return Ok((suggestions, absent));
        }
        let speller = Speller::new(self.snapshot, &self.counter, self.deadline);
        for TypedWord { text, letters } in words {
            let mut found: Vec<(String, Correction)> = Vec::new();
            for correction in speller.corrections(&letters)? {
                if !self.is_cut_off(&letters, &correction.text)? {
                    found.push((text.clone(), correction));
                }
            }
            let mut stretches = unknown_stretches(&terms_of(&letters, self.snapshot)?);
            stretches.retain(|stretch| !self.counter.is_anywhere(stretch));
            if found.is_empty() {
                for stretch in &stretches {
                    for correction in speller.corrections(stretch)? {
                        if !self.is_cut_off(stretch, &correction.text)? {
                            found.push((stretch.clone(), correction));
                        }
                    }
                }
            }
            if found.is_empty() {
                // 县搞了县管校聘 is a piece of a sentence, of which nothing is said.
                stretches.retain(|stretch| !stretch.chars().any(is_particle));
                match letters.chars().count() <= max_chars {
                    true => absent.push(text),
                    false => absent.extend(stretches),
                }
            }
            for (typed, correction) in found {
                if Instant::now() < self.deadline {
                    suggestions.push(self.corrected(&typed, &correction)?);
                }
            }
        }
        absent.retain(|word| !self.counter.is_anywhere(&fold(word)));
        Ok((suggestions, absent))
    }

    /// Whether the last character of a correction, which was not typed, is the beginning of a word that goes on: 环保督 for 环保局, out of 环保督察.
    fn is_cut_off(&self, typed: &str, correction: &str) -> Result<bool, IndexError> {
        if typed.chars().next_back() == correction.chars().next_back() {
            return Ok(false);
        }
        let terms = terms_of(correction, self.snapshot)?;
        let ends_in_part = matches!(terms.last(), Some(QueryTerm::Characters(_)));
        let has_word = terms.iter().any(|term| matches!(term, QueryTerm::Word(_)));
        Ok(ends_in_part && has_word)
    }

    /// Suggests the query with a word replaced, and counts what it finds: verbatim, or where that is nothing, with all words.
    fn corrected(&self, typed: &str, correction: &Correction) -> Result<Suggestion, IndexError> {
        let mut instead = self.query.typed().replacen(typed, &correction.text, 1);
        if instead == self.query.typed() {
            instead = fold(self.query.typed()).replacen(typed, &correction.text, 1);
        }
        let query = Query::parse(&instead);
        let mut count = self.count(&query, self.filter, Mode::Exact)?.total();
        let mut found = passages(count);
        if count == 0 && self.mode == Mode::Ranked {
            let counts = self.count(&query, self.filter, Mode::Ranked)?;
            count = counts.of(Match::Words);
            found = format!("{} with all words", passages(count));
        }
        if count == 0 {
            count = correction.n_passages;
            found = format!("by itself it stands in {}", passages(count));
        }
        Ok(Suggestion {
            kind: SuggestionKind::Spelling,
            message: format!("did you mean {} for {typed}? {found}", correction.text),
            query: Some(instead),
            count,
        })
    }
}

/// Makes a suggestion that is a message alone.
fn about(kind: SuggestionKind, message: String) -> Suggestion {
    Suggestion {
        kind,
        message,
        query: None,
        count: 0,
    }
}

/// Says which words no passage holds.
fn nowhere(absent: &[String]) -> Option<Suggestion> {
    let stand = match absent {
        [] => return None,
        [_] => "stands",
        _ => "stand",
    };
    let message = format!("{} {stand} in no passage", absent.join(", "));
    Some(about(SuggestionKind::Words, message))
}

/// Folds a text word by word, with a space between them.
fn fold_apart(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(fold).collect();
    words.join(" ")
}

/// Gives the words among the terms of a text, and the stretches between them in which there is no word.
fn pieces(terms: &[QueryTerm]) -> Vec<String> {
    let words = terms.iter().filter_map(|term| match term {
        QueryTerm::Word(word) => Some(word.clone()),
        QueryTerm::Characters(_) => None,
    });
    words.chain(unknown_stretches(terms)).collect()
}

/// Gives the stretches of a word that are looked up two characters at a time, since no word of the index is in them.
fn unknown_stretches(terms: &[QueryTerm]) -> Vec<String> {
    let mut stretches: Vec<String> = Vec::new();
    for term in terms {
        let QueryTerm::Characters(two) = term else {
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
