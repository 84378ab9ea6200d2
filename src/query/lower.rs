//! A query → what the index is asked: a needle of characters, and the words to look up.
//!
//! The query is cut into words by jieba with the words of the index for its dictionary: a word that no
//! passage holds could not be found, and jieba's own dictionary takes longer to load than a search
//! takes. Refuses to know scores.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use tantivy::Term;

use super::Query;
use crate::analysis::{Families, Segmenter, fold, fold_char, is_function_word, is_indexed};
use crate::index::{IndexError, Snapshot};

/// More units than this are not looked up.
const MAX_UNITS: usize = 63;
/// Nor are more terms of one family.
const MAX_SYNONYMS: usize = 16;
/// In a part of a query that is longer, a character between words is left over by how it was cut, and asked for by nobody: with their pairs, sentences
/// with a third of their words dropped fell from an RR@10 of .982 to .977.
const MAX_TERM_CHARS: usize = 6;
/// A longer word in Latin letters is none.
const MAX_LATIN: usize = 40;
/// A longer term is looked up by its characters, wherever they stand; a shorter one would then be found across words too often.
const MAX_CHARS_AS_WORD: usize = 2;

/// What the index is asked.
#[derive(Debug, Clone)]
pub(crate) struct LoweredQuery {
    /// The folded query, as UTF-16: a verbatim hit's passage holds it. Of a query with operators, the text that ranks.
    pub(crate) needle: Vec<u16>,
    /// The free text, folded and cut into words, one after the other; a space where one was typed.
    pub(crate) cut: Vec<String>,
    /// What a hit of words holds, each once.
    pub(crate) units: Vec<Unit>,
    /// The terms of the query that others may stand for.
    pub(crate) replaceable: Vec<Replaceable>,
}

/// A term of the query that stands for the others of its family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Replaceable {
    /// The term, folded.
    pub(crate) term: String,
    /// What it is looked up by.
    pub(crate) units: Vec<Unit>,
    /// The terms that may stand in its place, each as it is looked up.
    pub(crate) synonyms: Vec<Unit>,
}

/// What is looked up by itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Unit {
    /// A word, on the words path.
    Word(String),
    /// Characters, on the character path: two that the dictionary does not know to be a word, or one
    /// that was typed alone.
    Characters(String),
}

impl Unit {
    /// The folded text that it is.
    pub(crate) fn text(&self) -> &str {
        match self {
            Unit::Word(text) | Unit::Characters(text) => text,
        }
    }
}

impl LoweredQuery {
    /// Asks for verbatim hits alone, for which no words are needed.
    pub(crate) fn verbatim(query: &Query) -> LoweredQuery {
        let text = match query.tree() {
            Some(_) => Cow::Owned(fold(&query.ranking_text())),
            None => Cow::Borrowed(query.folded()),
        };
        LoweredQuery {
            needle: text.encode_utf16().collect(),
            cut: vec![text.into_owned()],
            units: Vec::new(),
            replaceable: Vec::new(),
        }
    }
}

/// Lowers a query for the index of `snapshot`; its bare words stand for the others of their `families`.
///
/// # Errors
/// [`IndexError::Damaged`] where the words of the index cannot be read.
pub(crate) fn lower(
    query: &Query,
    snapshot: &Snapshot,
    families: Option<&Families>,
) -> Result<LoweredQuery, IndexError> {
    let cut = cut(&query.ranking_text(), snapshot)?;
    let mut replaceable = Vec::new();
    match query.tree() {
        None => replaceable = cut.replaceable(families, snapshot)?,
        Some(tree) => {
            for words in tree.wanted_words() {
                let of_words = bare_words(words.typed(), snapshot, families)?;
                replaceable.extend(of_words.replaceable);
            }
        }
    }
    Ok(LoweredQuery {
        cut: cut.words,
        units: cut.units,
        replaceable,
        ..LoweredQuery::verbatim(query)
    })
}

/// Words typed bare, and what is looked up for them.
#[derive(Default)]
pub(crate) struct BareWords {
    pub(crate) units: Vec<Unit>,
    pub(crate) replaceable: Vec<Replaceable>,
}

/// Of a part of a query.
///
/// # Errors
/// [`IndexError::Damaged`] where the words of the index cannot be read.
pub(crate) fn bare_words(
    typed: &str,
    snapshot: &Snapshot,
    families: Option<&Families>,
) -> Result<BareWords, IndexError> {
    let cut = cut(typed, snapshot)?;
    Ok(BareWords {
        replaceable: cut.replaceable(families, snapshot)?,
        units: cut.units,
    })
}

/// What a text is looked up by, each once.
///
/// # Errors
/// [`IndexError::Damaged`] where the words of the index cannot be read.
pub(crate) fn units(text: &str, snapshot: &Snapshot) -> Result<Vec<Unit>, IndexError> {
    Ok(cut(text, snapshot)?.units)
}

/// A text cut into words, and what it is looked up by.
struct Cut {
    /// Folded, one after the other; a space where one was typed.
    words: Vec<String>,
    units: Vec<Unit>,
    segmenter: Segmenter,
}

fn cut(text: &str, snapshot: &Snapshot) -> Result<Cut, IndexError> {
    // White space parts words; quotation marks do not, since the same is found with them and without.
    let kept = text.chars().map(|c| (fold_char(c), c.is_whitespace()));
    let spaced: String = kept
        .filter_map(|(folded, is_space)| folded.or(is_space.then_some(' ')))
        .collect();
    let segmenter = dictionary_of(&spaced, snapshot).map_err(|error| snapshot.failed(error))?;
    let mut units = Vec::new();
    for part in spaced.split(' ').filter(|part| !part.is_empty()) {
        units_of(part, &segmenter, &mut units);
    }
    units.truncate(MAX_UNITS);
    let words = segmenter.cut(&spaced);
    Ok(Cut {
        words: words.iter().map(|word| word.text.to_string()).collect(),
        units,
        segmenter,
    })
}

impl Cut {
    /// The terms of families that stand in it as words.
    fn replaceable(
        &self,
        families: Option<&Families>,
        snapshot: &Snapshot,
    ) -> Result<Vec<Replaceable>, IndexError> {
        let Some(families) = families else {
            return Ok(Vec::new());
        };
        let mut replaceable = Vec::new();
        // No term goes on over a space.
        for words in self.words.split(|word| word.trim().is_empty()) {
            let text = words.concat();
            for found in families.terms_in(words) {
                let term = text[found.byte_range].to_string();
                let mut units = Vec::new();
                units_of(&term, &self.segmenter, &mut units);
                units.retain(|unit| self.units.contains(unit));
                let mut synonyms = Vec::new();
                for other in found.others.into_iter().take(MAX_SYNONYMS) {
                    synonyms.push(synonym(other, snapshot)?);
                }
                replaceable.push(Replaceable {
                    term,
                    units,
                    synonyms,
                });
            }
        }
        Ok(replaceable)
    }
}

/// How a term is looked up that stands for another: a short one, or one that is no Chinese, as a word where the index has it.
fn synonym(term: &str, snapshot: &Snapshot) -> Result<Unit, IndexError> {
    let is_short = term.chars().count() <= MAX_CHARS_AS_WORD;
    if is_short || term.is_ascii() {
        let field = snapshot.fields().words;
        let word = Term::from_field_text(field, term);
        for segment in snapshot.segments() {
            let inverted = segment.reader.inverted_index(field);
            let n_documents = inverted.and_then(|inverted| Ok(inverted.doc_freq(&word)?));
            if n_documents.map_err(|error| snapshot.failed(error))? > 0 {
                return Ok(Unit::Word(term.to_string()));
            }
        }
    }
    Ok(Unit::Characters(term.to_string()))
}

/// The units of a part of the query that holds no space: its words, what is between them two characters by two, and at an end of a short part
/// a single character with its neighbour (馆 in 体育馆, which 体育 alone does not say).
fn units_of(part: &str, segmenter: &Segmenter, units: &mut Vec<Unit>) {
    let mut add = |unit: Unit| {
        if !units.contains(&unit) {
            units.push(unit);
        }
    };
    let chars: Vec<char> = part.chars().collect();
    let characters = |range: Range<usize>| Unit::Characters(chars[range].iter().collect());
    let add_unknown = |run: Range<usize>, add: &mut dyn FnMut(Unit)| {
        let only = chars.get(run.start).filter(|_| run.len() == 1);
        let is_beside = |at: usize| chars.get(at).is_some_and(|c| c.is_alphanumeric());
        match only {
            Some(_) if chars.len() == 1 => add(characters(run)),
            Some(c)
                if chars.len() > MAX_TERM_CHARS || is_function_word(c.encode_utf8(&mut [0; 4])) => {
            }
            Some(_) if run.start == 0 && is_beside(1) => add(characters(0..2)),
            Some(_) if run.end == chars.len() && is_beside(run.start - 1) => {
                // Of figures all: 20万, not 0万.
                let figure = chars[..run.start]
                    .iter()
                    .rev()
                    .take_while(|c| c.is_ascii_digit());
                add(characters(run.start - figure.count().max(1)..run.end));
            }
            Some(_) => {}
            None => run
                .clone()
                .skip(1)
                .for_each(|at| add(characters(at - 1..at + 1))),
        }
    };
    let mut unknown = 0..0;
    let mut at = 0;
    for word in segmenter.cut(part) {
        let n_chars = word.text.chars().count();
        let is_single = n_chars == 1 && chars[at].is_alphanumeric();
        at += n_chars;
        if is_single {
            unknown.end = at;
            continue;
        }
        add_unknown(unknown, &mut add);
        unknown = at..at;
        // Letters and digits that are no word of the index may stand inside one of its.
        match word.text.is_ascii() && !segmenter.knows(word.text) {
            true if word.text.bytes().any(|b| b.is_ascii_alphanumeric()) => {
                add(Unit::Characters(word.text.to_string()));
            }
            false if is_indexed(word.text) => add(Unit::Word(word.text.to_string())),
            _ => {}
        }
    }
    add_unknown(unknown, &mut add);
}

/// A segmenter that knows the words of the index that stand in the query.
fn dictionary_of(spaced: &str, snapshot: &Snapshot) -> tantivy::Result<Segmenter> {
    let mut n_documents_by_word: HashMap<&str, u64> = HashMap::new();
    let field = snapshot.fields().words;
    let mut n_words = 0;
    for segment in snapshot.segments() {
        let inverted = segment.reader.inverted_index(field)?;
        n_words += inverted.total_num_tokens();
        for word in candidates(spaced, snapshot.max_word_chars()) {
            let term = Term::from_field_text(field, word);
            let n_documents = inverted.doc_freq(&term)?;
            if n_documents > 0 {
                *n_documents_by_word.entry(word).or_default() += u64::from(n_documents);
            }
        }
    }
    Ok(Segmenter::with_words(n_documents_by_word, n_words))
}

/// Every run of two to so many characters of the query that could be a word. Of letters and of digits none is cut in two, however many
/// there are: steam is not in upstream.
fn candidates(spaced: &str, max_chars: usize) -> impl Iterator<Item = &str> {
    let goes_on = |before: Option<char>, after: Option<char>| {
        let both = before.zip(after);
        both.is_some_and(|(a, b)| {
            (a.is_ascii_alphabetic() && b.is_ascii_alphabetic())
                || (a.is_ascii_digit() && b.is_ascii_digit())
        })
    };
    let starts = spaced.char_indices().map(|(start, _)| start);
    let starts = starts.filter(move |&start| {
        let before = spaced[..start].chars().next_back();
        !goes_on(before, spaced[start..].chars().next())
    });
    starts.flat_map(move |start| {
        let rest = &spaced[start..];
        let ends = rest.char_indices().map(|(at, c)| (at + c.len_utf8(), c));
        let ends = ends.take_while(|(_, c)| c.is_alphanumeric());
        let ends = ends.take_while(move |(end, _)| {
            let run = &rest[..*end];
            run.len() <= MAX_LATIN && run.is_ascii() || run.chars().count() <= max_chars
        });
        let words = ends.skip(1).map(move |(end, c)| (&rest[..end], c));
        words
            .filter(move |(word, last)| !goes_on(Some(*last), rest[word.len()..].chars().next()))
            .map(|(word, _)| word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(part: &str, dictionary: &[(&str, u64)], expected: &[Unit]) {
        let segmenter = Segmenter::with_words(dictionary.iter().copied(), 10_000);
        let mut units = Vec::new();
        units_of(part, &segmenter, &mut units);
        assert_eq!(units, expected);
    }

    fn word(text: &str) -> Unit {
        Unit::Word(text.to_string())
    }

    fn characters(text: &str) -> Unit {
        Unit::Characters(text.to_string())
    }

    #[test]
    fn known_words_are_looked_up_as_words() {
        check(
            "课后服务",
            &[("课后", 9), ("服务", 90)],
            &[word("课后"), word("服务")],
        );
    }

    #[test]
    fn what_the_dictionary_does_not_know_is_looked_up_two_by_two() {
        let expected = [characters("区管"), characters("管校"), characters("校聘")];
        check("区管校聘", &[("改革", 9)], &expected);
    }

    #[test]
    fn a_single_character_between_words_is_no_unit() {
        check(
            "教师的交流",
            &[("教师", 9), ("交流", 9)],
            &[word("教师"), word("交流")],
        );
    }

    #[test]
    fn what_a_word_leaves_of_another_is_a_unit_with_its_neighbour() {
        check(
            "体育馆",
            &[("体育", 9)],
            &[word("体育"), characters("育馆")],
        );
        check(
            "互联网",
            &[("联网", 9)],
            &[characters("互联"), word("联网")],
        );
        check("20万", &[("20", 9)], &[word("20"), characters("20万")]);
        let expected = [word("学校"), word("午餐")];
        check("学校供午餐", &[("学校", 9), ("午餐", 9)], &expected);
        check("学校午餐好学校", &[("学校", 9), ("午餐", 9)], &expected);
    }

    #[test]
    fn a_single_character_typed_alone_is_a_unit() {
        check("校", &[], &[characters("校")]);
    }

    #[test]
    fn a_word_said_twice_is_one_unit() {
        check("教师教师", &[("教师", 9)], &[word("教师")]);
    }

    #[test]
    fn candidates_do_not_cross_punctuation() {
        let found: Vec<&str> = candidates("甲乙,丙丁", 8).collect();
        assert_eq!(found, ["甲乙", "丙丁"]);
    }

    #[test]
    fn candidates_do_not_cut_letters_or_digits_in_two() {
        let found: Vec<&str> = candidates("playstation 校3ds", 8).collect();
        assert_eq!(found, ["playstation", "校3", "校3ds", "3ds", "ds"]);
    }

    #[test]
    fn letters_that_are_no_word_are_looked_up_as_they_stand() {
        let expected = [characters("financial"), word("报告")];
        check("financial报告", &[("报告", 9)], &expected);
        check("steam", &[("steam", 9)], &[word("steam")]);
    }
}
