//! Cuts a query into the terms that are looked up for it, with the synonyms that may replace them.
//!
//! Input: a [`Query`], and the words of an index. Output: [`QueryTerms`]. The query is cut by jieba with the words of the index for its dictionary:
//! a word that no passage holds could not be found, and jieba's own dictionary takes longer to load than a search takes.
//! `lookup.rs` looks a term up.

use std::collections::HashMap;
use std::ops::Range;

use crate::analysis::{
    Families, Segmenter, fold, fold_char, in_interrogatives, is_function_word, is_indexed,
};
use crate::index::{IndexError, Snapshot};
use crate::query::Query;

/// No more terms of a query than this are looked up.
pub(super) const MAX_TERMS: usize = 63;
/// No more synonyms of one term than this are looked up.
const MAX_SYNONYMS: usize = 16;
/// In a longer part of a query, a single character between words is an accident of the cut and is not looked up: with the pairs of such
/// characters, RR@10 of sentences with a third of their words dropped fell from .982 to .977.
const MAX_SHORT_PART_CHARS: usize = 6;
/// A run of Latin letters that is longer than this is no word.
const MAX_LATIN_CHARS: usize = 40;
/// A longer synonym is looked up by its characters, also across words. A shorter one would be found across words too often.
const MAX_CHARS_AS_WORD: usize = 2;

/// The terms that are looked up for a query, and the texts that they were cut from.
#[derive(Debug, Clone)]
pub(crate) struct QueryTerms {
    /// The folded text that a verbatim match holds. For a query with operators, it is the text of all parts that are wanted.
    pub(crate) verbatim: String,
    /// The folded text of the query cut into words, one after the other; a space that was typed is a word by itself.
    pub(crate) words: Vec<String>,
    /// The terms that are looked up, each once.
    pub(crate) terms: Vec<QueryTerm>,
    /// The terms of the query that have synonyms.
    pub(crate) replaceable: Vec<ReplaceableTerm>,
    /// Whether the query is a few words that were typed apart, and not a sentence or a question: whoever types `双减 课后服务` wants both.
    pub(crate) is_words_apart: bool,
}

/// A term of the query that another of its family may replace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReplaceableTerm {
    /// The term, folded.
    pub(crate) text: String,
    /// The terms of the query that it is looked up by.
    pub(crate) terms: Vec<QueryTerm>,
    /// The terms that may replace it.
    pub(crate) synonyms: Vec<QueryTerm>,
}

/// A term that is looked up by itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum QueryTerm {
    /// A word, on the words path.
    Word(String),
    /// Characters, on the character path: two that the dictionary does not know to be a word, or one that was typed alone.
    Characters(String),
}

impl QueryTerm {
    /// Its folded text.
    pub(crate) fn text(&self) -> &str {
        match self {
            QueryTerm::Word(text) | QueryTerm::Characters(text) => text,
        }
    }
}

impl QueryTerms {
    /// Makes the terms of a query that asks for verbatim matches alone: there are none.
    pub(super) fn verbatim(query: &Query) -> QueryTerms {
        let text = match query.tree() {
            Some(_) => fold(&query.ranking_text()),
            None => query.folded().to_string(),
        };
        QueryTerms {
            words: vec![text.clone()],
            verbatim: text,
            terms: Vec::new(),
            replaceable: Vec::new(),
            is_words_apart: is_words_apart(&query.ranking_text()),
        }
    }

    /// Cuts a query for an index; its bare words have the other terms of their `families` as synonyms.
    ///
    /// # Errors
    /// [`IndexError::Damaged`], here and below, where the words of the index cannot be read.
    pub(super) fn new(
        query: &Query,
        snapshot: &Snapshot,
        families: Option<&Families>,
    ) -> Result<QueryTerms, IndexError> {
        let text = query.ranking_text();
        let cut = Cut::new(&text, snapshot)?;
        let mut replaceable = Vec::new();
        match query.tree() {
            None => replaceable = cut.replaceable(is_words_apart(&text), families, snapshot)?,
            Some(tree) => {
                for words in tree.wanted_words() {
                    let cut = Cut::new(words.typed(), snapshot)?;
                    replaceable.extend(cut.replaceable(false, families, snapshot)?);
                }
            }
        }
        Ok(QueryTerms {
            words: cut.words,
            terms: cut.terms,
            replaceable,
            ..QueryTerms::verbatim(query)
        })
    }

    /// Keeps the query's own words, without synonyms.
    pub(super) fn without_synonyms(&self) -> QueryTerms {
        QueryTerms {
            replaceable: Vec::new(),
            ..self.clone()
        }
    }

    /// Whether the query is nothing but one term that has synonyms.
    pub(crate) fn is_one_replaceable_term(&self) -> bool {
        self.replaceable
            .iter()
            .any(|term| term.text == self.verbatim)
    }
}

/// A sentence has more parts than this, or a longer one.
const MAX_WORDS_APART: usize = 5;
const MAX_CHARS_OF_WORD_APART: usize = 10;

/// Whether a text is a few words with white space, ， or 、 between them, none of them an interrogative.
fn is_words_apart(typed: &str) -> bool {
    let parts = typed.split(|c: char| c.is_whitespace() || "，,、".contains(c));
    let parts: Vec<Vec<char>> = parts
        .filter(|part| !part.is_empty())
        .map(|part| part.chars().collect())
        .collect();
    let is_word = |part: &Vec<char>| {
        part.len() <= MAX_CHARS_OF_WORD_APART
            && part
                .iter()
                .all(|c| c.is_alphanumeric() || *c == '+' || *c == '-')
            && !in_interrogatives(part, &vec![true; part.len()]).contains(&true)
    };
    (2..=MAX_WORDS_APART).contains(&parts.len()) && parts.iter().all(is_word)
}

/// Bare words of a query with operators, and what is looked up for them.
pub(super) fn bare_words(
    typed: &str,
    snapshot: &Snapshot,
    families: Option<&Families>,
) -> Result<(Vec<QueryTerm>, Vec<ReplaceableTerm>), IndexError> {
    let cut = Cut::new(typed, snapshot)?;
    let replaceable = cut.replaceable(false, families, snapshot)?;
    Ok((cut.terms, replaceable))
}

/// Gives the terms that a text is looked up by, each once.
pub(crate) fn terms_of(text: &str, snapshot: &Snapshot) -> Result<Vec<QueryTerm>, IndexError> {
    Ok(Cut::new(text, snapshot)?.terms)
}

/// A text cut into words, and the terms that it is looked up by.
struct Cut {
    /// The folded words, one after the other; a space that was typed is a word by itself.
    words: Vec<String>,
    terms: Vec<QueryTerm>,
    segmenter: Segmenter,
}

impl Cut {
    fn new(text: &str, snapshot: &Snapshot) -> Result<Cut, IndexError> {
        // White space separates words; quotation marks do not, since the same is found with and without them.
        let kept = text.chars().map(|c| (fold_char(c), c.is_whitespace()));
        let spaced: String = kept
            .filter_map(|(folded, is_space)| folded.or(is_space.then_some(' ')))
            .collect();
        let segmenter = dictionary_of(&spaced, snapshot)?;
        let mut terms = Vec::new();
        for part in spaced.split(' ').filter(|part| !part.is_empty()) {
            add_terms_of(part, &segmenter, &mut terms);
        }
        terms.truncate(MAX_TERMS);
        let words = segmenter.cut(&spaced);
        Ok(Cut {
            words: words.iter().map(|word| word.text.to_string()).collect(),
            terms,
            segmenter,
        })
    }

    /// Gives the terms of families that are among its words, or consist of several of them.
    fn replaceable(
        &self,
        is_words_apart: bool,
        families: Option<&Families>,
        snapshot: &Snapshot,
    ) -> Result<Vec<ReplaceableTerm>, IndexError> {
        let Some(families) = families else {
            return Ok(Vec::new());
        };
        let is_space = |word: &String| word.trim().is_empty();
        let runs: Vec<Vec<String>> = match is_words_apart {
            // 近视 防控 is 近视防控 too.
            true => {
                let words = self.words.iter();
                let words = words.filter(|word| word.chars().all(char::is_alphanumeric));
                vec![words.cloned().collect()]
            }
            false => self.words.split(is_space).map(<[String]>::to_vec).collect(),
        };
        let mut replaceable = Vec::new();
        for words in &runs {
            let text = words.concat();
            for found in families.terms_in(words) {
                let text = text[found.byte_range].to_string();
                let mut terms = Vec::new();
                add_terms_of(&text, &self.segmenter, &mut terms);
                terms.retain(|term| self.terms.contains(term));
                let mut synonyms = Vec::new();
                for other in found.others.into_iter().take(MAX_SYNONYMS) {
                    synonyms.push(synonym(other, snapshot)?);
                }
                replaceable.push(ReplaceableTerm {
                    text,
                    terms,
                    synonyms,
                });
            }
        }
        Ok(replaceable)
    }
}

/// Decides how a synonym is looked up: as a word where it is short or ASCII and the index has it, else by its characters.
fn synonym(text: &str, snapshot: &Snapshot) -> Result<QueryTerm, IndexError> {
    if text.chars().count() <= MAX_CHARS_AS_WORD || text.is_ascii() {
        for segment in snapshot.segments() {
            if segment.words()?.n_documents_with(text)? > 0 {
                return Ok(QueryTerm::Word(text.to_string()));
            }
        }
    }
    Ok(QueryTerm::Characters(text.to_string()))
}

/// Adds the terms of a part of the query that holds no space: its words; each pair of adjacent characters between them; and at an end of a short
/// part a single character with its neighbour (馆 in 体育馆, which 体育 alone does not say).
fn add_terms_of(part: &str, segmenter: &Segmenter, terms: &mut Vec<QueryTerm>) {
    let mut add = |term: QueryTerm| {
        if !terms.contains(&term) {
            terms.push(term);
        }
    };
    let chars: Vec<char> = part.chars().collect();
    let characters = |range: Range<usize>| QueryTerm::Characters(chars[range].iter().collect());
    let add_unknown = |run: Range<usize>, add: &mut dyn FnMut(QueryTerm)| {
        let only = chars.get(run.start).filter(|_| run.len() == 1);
        let is_beside = |at: usize| chars.get(at).is_some_and(|c| c.is_alphanumeric());
        match only {
            Some(_) if chars.len() == 1 => add(characters(run)),
            Some(c)
                if chars.len() > MAX_SHORT_PART_CHARS
                    || is_function_word(c.encode_utf8(&mut [0; 4])) => {}
            Some(_) if run.start == 0 && is_beside(1) => add(characters(0..2)),
            Some(_) if run.end == chars.len() && is_beside(run.start - 1) => {
                // A figure is kept whole: 20万, not 0万.
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
        // Letters and digits that are no word of the index may be part of one.
        match word.text.is_ascii() && !segmenter.knows(word.text) {
            true if word.text.bytes().any(|b| b.is_ascii_alphanumeric()) => {
                add(QueryTerm::Characters(word.text.to_string()));
            }
            false if is_indexed(word.text) => add(QueryTerm::Word(word.text.to_string())),
            _ => {}
        }
    }
    add_unknown(unknown, &mut add);
}

/// Makes a segmenter whose dictionary is those words of the index that the query holds.
fn dictionary_of(spaced: &str, snapshot: &Snapshot) -> Result<Segmenter, IndexError> {
    let mut n_documents_by_word: HashMap<&str, u64> = HashMap::new();
    let mut n_words = 0;
    for segment in snapshot.segments() {
        let words = segment.words()?;
        n_words += words.n_words();
        for word in candidates(spaced, snapshot.max_word_chars()) {
            let n_documents = words.n_documents_with(word)?;
            if n_documents > 0 {
                *n_documents_by_word.entry(word).or_default() += n_documents;
            }
        }
    }
    Ok(Segmenter::with_words(n_documents_by_word, n_words))
}

/// Gives every run of two to `max_chars` characters of the query that could be a word. No run of letters or of digits is cut in two, however long
/// it is: steam is not in upstream.
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
            run.len() <= MAX_LATIN_CHARS && run.is_ascii() || run.chars().count() <= max_chars
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
    fn check(part: &str, dictionary: &[(&str, u64)], expected: &[QueryTerm]) {
        let segmenter = Segmenter::with_words(dictionary.iter().copied(), 10_000);
        let mut terms = Vec::new();
        add_terms_of(part, &segmenter, &mut terms);
        assert_eq!(terms, expected);
    }

    fn word(text: &str) -> QueryTerm {
        QueryTerm::Word(text.to_string())
    }

    fn characters(text: &str) -> QueryTerm {
        QueryTerm::Characters(text.to_string())
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
    fn a_single_character_between_words_is_no_term() {
        check(
            "教师的交流",
            &[("教师", 9), ("交流", 9)],
            &[word("教师"), word("交流")],
        );
    }

    #[test]
    fn what_a_word_leaves_of_another_is_a_term_with_its_neighbour() {
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
    fn a_single_character_typed_alone_is_a_term() {
        check("校", &[], &[characters("校")]);
    }

    #[test]
    fn a_word_typed_twice_is_one_term() {
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
