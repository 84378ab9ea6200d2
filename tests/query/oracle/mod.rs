//! Decides for one query and one passage whether the passage matches, in the plainest way there is.
//!
//! `trees.rs` compares searches with it. It shares no code with the program: it is written from the prose of `search --help`, and
//! tries every occurrence with every other. `drawn.rs` draws the queries.

pub(crate) mod drawn;

use std::collections::BTreeMap;

use crate::shared::scan::fold;

/// A passage as the plain scan knows it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    pub(crate) folded: String,
    pub(crate) district: Option<String>,
    pub(crate) city: Option<String>,
    pub(crate) province: Option<String>,
    pub(crate) year: Option<i32>,
    pub(crate) section: Vec<String>,
    pub(crate) kind: Option<String>,
    pub(crate) report_kind: Option<String>,
    pub(crate) role: String,
}

/// A query, or a part of one.
#[derive(Debug, Clone)]
pub(crate) enum Expression {
    /// Words, phrases and words with wildcards; where there are several, with the operators that link them.
    Text(Vec<Vec<Operand>>, Vec<Between>),
    /// A field's name and value.
    Field(&'static str, String),
    All(Vec<(bool, Expression)>),
    Any(Vec<Expression>),
}

#[derive(Debug, Clone)]
pub(crate) struct Operand {
    /// As typed, quotation marks and all.
    pub(crate) typed: String,
    pub(crate) has_wildcards: bool,
    pub(crate) is_bare: bool,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Between {
    Near(usize),
    Sentence,
    Passage,
}

/// How bare words are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BareWords {
    /// The passage must hold them as one text.
    Verbatim,
    /// They only rank; no passage has to hold them.
    Ranking,
    /// The passage must hold each of them, wherever it stands.
    Each,
}

/// Says whether a part is a text beside an AND, which is written before every wanted text but the first part.
pub(crate) fn is_beside_and(parts: &[(bool, Expression)], at: usize) -> bool {
    let is_wanted_text = |at: usize| {
        let part = parts.get(at);
        part.is_some_and(|(is_wanted, part)| *is_wanted && matches!(part, Expression::Text(..)))
    };
    is_wanted_text(at) && (1..parts.len()).any(is_wanted_text)
}

impl Expression {
    /// Says whether a passage matches.
    pub(crate) fn is_true(&self, known: &Known, bare: BareWords) -> bool {
        match self {
            // Beside AND and between bars each word is required.
            _ if bare == BareWords::Each && self.is_bare() => {
                let Expression::Text(operands, _) = self else {
                    unreachable!()
                };
                let words = operands[0][0].typed.split_whitespace();
                words.map(fold).all(|word| known.folded.contains(&word))
            }
            Expression::Text(operands, betweens) => match &operands[..] {
                [only] if bare == BareWords::Ranking && only[0].is_bare => true,
                [only] => only
                    .iter()
                    .any(|operand| !operand.places(&known.folded).is_empty()),
                _ => {
                    // Nothing is near what is not there. This is the quick way out, before characters are counted.
                    let is_there = |alternatives: &Vec<Operand>| {
                        alternatives
                            .iter()
                            .any(|operand| operand.may_stand(&known.folded))
                    };
                    operands.iter().all(is_there) && chain(operands, betweens, &known.folded)
                }
            },
            Expression::Field(name, value) => field(name, value, known),
            Expression::Any(parts) => {
                let asked_for = match parts.len() {
                    1 => bare,
                    _ => BareWords::Each,
                };
                parts.iter().any(|part| match part {
                    Expression::All(_) => part.is_true_in(known, bare, true),
                    _ => part.is_true(known, asked_for),
                })
            }
            Expression::All(_) => self.is_true_in(known, bare, false),
        }
    }

    /// Says whether a passage matches all parts, which together may be one of several alternatives.
    fn is_true_in(&self, known: &Known, bare: BareWords, is_alternative: bool) -> bool {
        match self {
            Expression::All(parts) => {
                // Fields of one name are alternatives.
                let mut fields: BTreeMap<&str, bool> = BTreeMap::new();
                for (at, (is_wanted, part)) in parts.iter().enumerate() {
                    let bare = match is_alternative || is_beside_and(parts, at) {
                        true => BareWords::Each,
                        false => bare,
                    };
                    match part {
                        Expression::Field(name, value) if *is_wanted => {
                            *fields.entry(name).or_default() |= field(name, value, known);
                        }
                        _ if *is_wanted && !part.is_true(known, bare) => return false,
                        _ if !*is_wanted && part.is_true(known, BareWords::Each) => {
                            return false;
                        }
                        _ => {}
                    }
                }
                fields.values().all(|holds| *holds)
            }
            other => other.is_true(known, bare),
        }
    }

    /// Says whether it is nothing but bare words.
    fn is_bare(&self) -> bool {
        matches!(self, Expression::Text(operands, _) if operands.len() == 1 && operands[0][0].is_bare)
    }

    /// Says whether it asks for boilerplate by name.
    pub(crate) fn names_boilerplate(&self) -> bool {
        match self {
            Expression::Text(..) => false,
            Expression::Field(name, value) => *name == "角色" && value == "boilerplate",
            Expression::Any(parts) => parts.iter().any(Expression::names_boilerplate),
            Expression::All(parts) => {
                let mut wanted = parts.iter().filter(|(is_wanted, _)| *is_wanted);
                wanted.any(|(_, part)| part.names_boilerplate())
            }
        }
    }

    pub(crate) fn holds_text(&self) -> bool {
        match self {
            Expression::Text(..) => true,
            Expression::Field(..) => false,
            Expression::Any(parts) => parts.iter().any(Expression::holds_text),
            Expression::All(parts) => parts.iter().any(|(_, part)| part.holds_text()),
        }
    }
}

impl Operand {
    fn pieces(&self) -> Vec<String> {
        let folded = fold(&self.typed);
        match self.has_wildcards {
            true => folded.split(['?', '*']).map(str::to_string).collect(),
            false => vec![folded],
        }
    }

    fn may_stand(&self, folded: &str) -> bool {
        self.pieces().iter().all(|piece| folded.contains(piece))
    }

    /// Returns the occurrences as ranges of characters; of those that begin at one place, the shortest.
    fn places(&self, folded: &str) -> Vec<(usize, usize)> {
        if !self.may_stand(folded) {
            return Vec::new();
        }
        let text: Vec<char> = folded.chars().collect();
        let pattern: Vec<char> = fold(&self.typed).chars().collect();
        let ends = |start| shortest(&pattern, &text, start, self.has_wildcards);
        (0..text.len())
            .filter_map(|start| Some((start, ends(start)?)))
            .collect()
    }
}

/// Returns the nearest end of a pattern that begins at a place.
fn shortest(pattern: &[char], text: &[char], at: usize, has_wildcards: bool) -> Option<usize> {
    let Some((first, rest)) = pattern.split_first() else {
        return Some(at);
    };
    match first {
        '?' if has_wildcards => {
            let next = text.get(at).filter(|c| !"。!?;".contains(**c));
            next.and_then(|_| shortest(rest, text, at + 1, has_wildcards))
        }
        '*' if has_wildcards => {
            let stretch = text[at..]
                .iter()
                .take(20)
                .take_while(|c| !"。!?;".contains(**c));
            let ends = (0..=stretch.count())
                .filter_map(|n_chars| shortest(rest, text, at + n_chars, has_wildcards));
            ends.min()
        }
        c => {
            let stands = text.get(at) == Some(c);
            stands
                .then(|| shortest(rest, text, at + 1, has_wildcards))
                .flatten()
        }
    }
}

/// Says whether there is an occurrence of each operand such that every two neighbours are related as the query requires.
fn chain(operands: &[Vec<Operand>], betweens: &[Between], folded: &str) -> bool {
    let all_places = |alternatives: &Vec<Operand>| -> Vec<(usize, usize)> {
        alternatives
            .iter()
            .flat_map(|operand| operand.places(folded))
            .collect()
    };
    let text: Vec<char> = folded.chars().collect();
    let mut places = operands.iter().map(all_places);
    let mut reached = places.next().unwrap();
    for (next, between) in places.zip(betweens) {
        let is_reached = |one: &(usize, usize)| {
            reached
                .iter()
                .any(|other| stand_so(*other, *one, *between, &text))
        };
        reached = next.into_iter().filter(is_reached).collect();
    }
    !reached.is_empty()
}

fn stand_so(one: (usize, usize), other: (usize, usize), between: Between, text: &[char]) -> bool {
    match between {
        Between::Passage => true,
        Between::Near(n_chars) => {
            let (first, second) = if one <= other {
                (one, other)
            } else {
                (other, one)
            };
            second.0 >= first.1 && second.0 - first.1 <= n_chars
        }
        Between::Sentence => {
            // A sentence that ends before the last character of the stretch of both would part them.
            let (start, end) = (one.0.min(other.0), one.1.max(other.1));
            !text[start..end - 1].iter().any(|c| "。!?;".contains(*c))
        }
    }
}

fn field(name: &str, value: &str, known: &Known) -> bool {
    match name {
        "区" => {
            let is_it = |place: &Option<String>| {
                let endings = [
                    "",
                    "省",
                    "市",
                    "区",
                    "县",
                    "自治区",
                    "自治县",
                    "自治州",
                    "地区",
                    "特别行政区",
                    "壮族自治区",
                    "回族自治区",
                    "维吾尔自治区",
                ];
                place.as_ref().is_some_and(|place| {
                    let mut names = endings.iter().map(|ending| format!("{value}{ending}"));
                    names.any(|name| name == *place) && value.chars().count() > 1
                })
            };
            is_it(&known.district) || is_it(&known.city) || is_it(&known.province)
        }
        "年" => {
            let (first, last) = value.split_once("..").unwrap_or((value, value));
            let (first, last): (i32, i32) = (first.parse().unwrap(), last.parse().unwrap());
            known.year.is_some_and(|year| first <= year && year <= last)
        }
        "节" => known
            .section
            .iter()
            .any(|heading| fold(heading).contains(&fold(value))),
        "类" => known.kind.as_deref() == Some(value),
        "文种" => known.report_kind.as_deref() == Some(value),
        "角色" => known.role == value,
        _ => unreachable!("{name} is no field"),
    }
}
