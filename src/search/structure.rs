//! Which passages a query's operators let through, and how each matches.
//!
//! Input: a [`Tree`] and a segment. Output: for every document of the segment, how it matches, or that it does not. Complete by
//! construction: pieces of text are looked up on the character path, which knows every place of every character; what
//! stands in the documents that hold all pieces is then looked at itself.
//!
//! A part matches verbatim or not at all, but for bare words, which a ranked search also takes by halves: all of their
//! units, with or without synonyms, or some. All of several parts match as the least of them does, and bare words that are not there at all only
//! make it partial, as long as other text is there. One of several matches as the best of them. With verbatim matches alone this is
//! the tree read as true or false, and what it gives for verbatim is the same in either mode. Refuses to know scores.

use super::Mode;
use super::columns::SegmentFilter;
use super::near::find_chain;
use super::neighbours::{Neighbours, neighbours};
use super::ranking::Match;
use super::synonyms::Synonyms;
use super::verbatim::Needle;
use super::wildcard::FoldedPassage;
use crate::analysis::{Families, fold_char};
use crate::index::{IndexError, Segment, Snapshot};
use crate::query::{BareWords, Chain, Filter, Pattern, Tree, Unit, bare_words};
use crate::report::Role;

/// How each document of a segment matches.
pub(super) type Matches = Vec<Option<Match>>;

/// A tree, ready to be asked of segments.
pub(super) struct Structure<'t> {
    plan: Plan<'t>,
    mode: Mode,
}

enum Plan<'t> {
    /// Bare words: as a whole, their units where these count, and the terms that others may stand for.
    Words(Needle, Vec<Needle>, Synonyms),
    Phrase(&'t Pattern),
    Chain(&'t Chain),
    Field(Filter),
    All(Vec<Plan<'t>>),
    Any(Vec<Plan<'t>>),
    Not(Box<Plan<'t>>),
}

impl<'t> Structure<'t> {
    /// Of a tree.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where the words of the index cannot be read.
    pub(super) fn new(
        tree: &'t Tree,
        mode: Mode,
        snapshot: &Snapshot,
        families: Option<&Families>,
    ) -> Result<Structure<'t>, IndexError> {
        Ok(Structure {
            plan: Plan::of(tree, mode, snapshot, families)?,
            mode,
        })
    }

    /// How each document of a segment matches; verbatim or not at all in the exact mode.
    pub(super) fn of_segment(&self, segment: &Segment) -> tantivy::Result<Matches> {
        let mut matches = self.plan.matches(segment)?;
        if self.mode == Mode::Exact {
            for matched in &mut matches {
                *matched = matched.filter(|matched| *matched == Match::Verbatim);
            }
        }
        Ok(matches)
    }
}

/// The filter that holds beside a tree: one that asks for boilerplate by name is not kept from it.
pub(super) fn filter_beside(tree: &Tree, filter: &Filter) -> Filter {
    let mut filter = filter.clone();
    let mut names_boilerplate = false;
    tree.for_each_wanted(&mut |part| {
        if let Tree::Field(field) = part {
            names_boilerplate |= field.roles.contains(&Role::Boilerplate);
        }
    });
    if names_boilerplate && filter.roles.is_empty() {
        filter.roles = Role::ALL.to_vec();
    }
    filter
}

/// The filter of a field: that passages are no boilerplate is asked elsewhere.
pub(super) fn of_every_role(field: &Filter) -> Filter {
    let mut filter = field.clone();
    if filter.roles.is_empty() {
        filter.roles = Role::ALL.to_vec();
    }
    filter
}

impl<'t> Plan<'t> {
    fn of(
        tree: &'t Tree,
        mode: Mode,
        snapshot: &Snapshot,
        families: Option<&Families>,
    ) -> Result<Plan<'t>, IndexError> {
        let all = |parts: &'t [Tree]| -> Result<Vec<Plan<'t>>, IndexError> {
            let plans = parts.iter();
            plans
                .map(|part| Plan::of(part, mode, snapshot, families))
                .collect()
        };
        Ok(match tree {
            Tree::Words(pattern) => {
                let mut words = match mode {
                    Mode::Ranked => bare_words(pattern.typed(), snapshot, families)?,
                    Mode::Exact => BareWords::default(),
                };
                // Units count here wherever their characters stand.
                for unit in words
                    .replaceable
                    .iter_mut()
                    .flat_map(|term| &mut term.units)
                {
                    *unit = Unit::Characters(unit.text().to_string());
                }
                let needles = words.units.iter().map(|unit| needle(unit.text()));
                let synonyms = Synonyms::new(&words.replaceable, snapshot);
                Plan::Words(needle(&pattern.to_string()), needles.collect(), synonyms)
            }
            Tree::Phrase(pattern) => Plan::Phrase(pattern),
            Tree::Chain(chain) => Plan::Chain(chain),
            Tree::Field(filter) => Plan::Field(of_every_role(filter)),
            Tree::All(parts) => Plan::All(all(parts)?),
            Tree::Any(parts) => Plan::Any(all(parts)?),
            Tree::Not(part) => Plan::Not(Box::new(Plan::of(part, Mode::Exact, snapshot, None)?)),
        })
    }

    fn is_of_fields(&self) -> bool {
        match self {
            Plan::Field(_) => true,
            Plan::Words(..) | Plan::Phrase(_) | Plan::Chain(_) => false,
            Plan::All(parts) | Plan::Any(parts) => parts.iter().all(Plan::is_of_fields),
            Plan::Not(part) => part.is_of_fields(),
        }
    }

    fn matches(&self, segment: &Segment) -> tantivy::Result<Matches> {
        let n_documents = segment.grams.n_documents();
        match self {
            Plan::Words(whole, units, synonyms) => words(whole, units, synonyms, segment),
            Plan::Phrase(pattern) => Ok(verbatim(phrase(pattern, segment), n_documents)),
            Plan::Chain(asked) => Ok(verbatim(chain(asked, segment), n_documents)),
            Plan::Field(filter) => {
                let filter = SegmentFilter::new(filter, segment)?;
                let documents = (0..n_documents).filter(|document| filter.passes(*document));
                Ok(verbatim(documents, n_documents))
            }
            Plan::All(parts) => all(parts, segment),
            Plan::Any(parts) => {
                let mut best: Matches = vec![None; n_documents as usize];
                for part in parts {
                    let found = part.matches(segment)?;
                    for (best, found) in best.iter_mut().zip(found) {
                        *best = (*best).max(found);
                    }
                }
                Ok(best)
            }
            Plan::Not(part) => {
                let mut matches = part.matches(segment)?;
                for matched in &mut matches {
                    *matched = match matched {
                        Some(Match::Verbatim) => None,
                        _ => Some(Match::Verbatim),
                    };
                }
                Ok(matches)
            }
        }
    }
}

fn needle(folded: &str) -> Needle {
    Needle::new(&folded.encode_utf16().collect::<Vec<u16>>())
}

fn all(parts: &[Plan], segment: &Segment) -> tantivy::Result<Matches> {
    let n_documents = segment.grams.n_documents() as usize;
    let mut least: Matches = vec![Some(Match::Verbatim); n_documents];
    let mut holds_text = vec![false; n_documents];
    let mut asks_for_text = false;
    for part in parts {
        let found = part.matches(segment)?;
        let is_text = !part.is_of_fields() && !matches!(part, Plan::Not(_));
        asks_for_text |= is_text;
        let least_there_is = match part {
            Plan::Words(..) => Some(Match::Partial),
            _ => None,
        };
        for (document, found) in found.into_iter().enumerate() {
            holds_text[document] |= is_text && found.is_some();
            least[document] = least[document].min(found.max(least_there_is));
        }
    }
    if asks_for_text {
        for (least, holds_text) in least.iter_mut().zip(holds_text) {
            *least = least.filter(|_| holds_text);
        }
    }
    Ok(least)
}

fn words(
    whole: &Needle,
    units: &[Needle],
    synonyms: &Synonyms,
    segment: &Segment,
) -> tantivy::Result<Matches> {
    let mut n_held = vec![0usize; segment.grams.n_documents() as usize];
    for unit in units {
        unit.for_each_match(segment, |document, _| n_held[document as usize] += 1);
    }
    let how = |held: usize| match held {
        0 => None,
        held if held == units.len() => Some(Match::Words),
        _ => Some(Match::Partial),
    };
    let mut matches: Matches = n_held.iter().map(|held| how(*held)).collect();
    for held in synonyms.of_segment(segment)?.into_iter().flatten() {
        let n_held = &mut n_held[held.document as usize];
        *n_held += usize::from(held.n_lacking);
        let by_synonym = match *n_held >= units.len() {
            true => Match::Synonym,
            false => Match::Partial,
        };
        let matched = &mut matches[held.document as usize];
        *matched = (*matched).max(Some(by_synonym));
    }
    whole.for_each_match(segment, |document, _| {
        matches[document as usize] = Some(Match::Verbatim);
    });
    Ok(matches)
}

fn verbatim(documents: impl IntoIterator<Item = u32>, n_documents: u32) -> Matches {
    let mut matches = vec![None; n_documents as usize];
    for document in documents {
        matches[document as usize] = Some(Match::Verbatim);
    }
    matches
}

/// The documents that hold a pattern, ascending.
fn phrase(pattern: &Pattern, segment: &Segment) -> Vec<u32> {
    let mut documents = with_all_pieces(pattern, segment);
    if pattern.whole().is_none() {
        let mut passage = FoldedPassage::default();
        documents.retain(|document| {
            read(*document, segment, &mut passage);
            !passage.find(pattern).is_empty()
        });
    }
    documents
}

/// The documents that hold a chain.
fn chain(chain: &Chain, segment: &Segment) -> Vec<u32> {
    let mut passage = FoldedPassage::default();
    let mut holds = |document: u32| {
        read(document, segment, &mut passage);
        !find_chain(chain, &passage).is_empty()
    };
    if let Some(Neighbours { mut sure, possible }) = neighbours(chain, segment) {
        sure.extend(possible.into_iter().filter(|document| holds(*document)));
        return sure;
    }
    let mut documents: Option<Vec<u32>> = None;
    for alternatives in &chain.operands {
        let mut with_one = Vec::new();
        for pattern in alternatives {
            with_one.extend(with_all_pieces(pattern, segment));
        }
        with_one.sort_unstable();
        with_one.dedup();
        keep_common(&mut documents, with_one);
    }
    let mut documents = documents.unwrap_or_default();
    documents.retain(|document| holds(*document));
    documents
}

/// The documents that hold every piece of a pattern, wherever.
fn with_all_pieces(pattern: &Pattern, segment: &Segment) -> Vec<u32> {
    let mut documents = None;
    for piece in pattern.pieces() {
        let mut with_piece = Vec::new();
        Needle::new(&piece.units())
            .for_each_match(segment, |document, _| with_piece.push(document));
        keep_common(&mut documents, with_piece);
    }
    documents.unwrap_or_default()
}

/// Keeps those of the documents that are among others, which ascend; all of the others where there are none yet.
fn keep_common(documents: &mut Option<Vec<u32>>, others: Vec<u32>) {
    match documents {
        None => *documents = Some(others),
        Some(documents) => {
            documents.retain(|document| others.binary_search(document).is_ok());
        }
    }
}

fn read(document: u32, segment: &Segment, passage: &mut FoldedPassage) {
    let text = segment.texts.get(document);
    passage.fill(text.chars().filter_map(fold_char));
}
