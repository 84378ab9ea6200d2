//! Matches the passages of one segment with a query that has operators.
//!
//! Input: a [`Tree`] and a segment. Output: for every document of the segment, how it matches, or that it does not. It is complete by
//! construction: pieces of text are looked up on the character path, which knows every place of every character, and the documents that hold
//! all pieces are then looked at themselves.
//!
//! Most parts match verbatim or not at all. Bare words are the exception: a ranked search also takes passages that hold all of their terms, with
//! or without synonyms, or some of them. [`Tree::All`] matches as the worst of its parts does; but where bare words are missing altogether, the whole is
//! still a partial match as long as the passage holds other text that is asked for. [`Tree::Any`] matches as the best of its parts. The tree of an exact search
//! has no bare words, so each of its matches is verbatim.

use super::chain::find_chain;
use super::chain_by_positions::{ChainDocuments, chain_documents};
use super::folded_passage::FoldedPassage;
use super::match_counts::Match;
use super::needle::Needle;
use super::query_terms::{QueryTerm, bare_words};
use super::segment_filter::SegmentFilter;
use super::synonyms::Synonyms;
use crate::analysis::{Families, fold_char};
use crate::index::{IndexError, Segment, Snapshot};
use crate::query::{Chain, Filter, Pattern, Tree};
use crate::report::Role;

/// How each document of a segment matches; `None` where it does not.
pub(super) type DocumentMatches = Vec<Option<Match>>;

/// A tree that is ready to be matched with segments.
pub(super) enum TreePlan {
    /// Bare words of a ranked search: as a whole, by their terms, and by synonyms.
    Words {
        whole: Needle,
        terms: Vec<Needle>,
        synonyms: Synonyms,
    },
    /// Text that a passage has to hold.
    Phrase(Pattern),
    /// Texts that NEAR, SENT or PASS relates.
    Chain(Chain),
    /// Conditions on the columns of a passage.
    Field(Filter),
    /// All of these.
    All(Vec<TreePlan>),
    /// At least one of these.
    Any(Vec<TreePlan>),
    /// Not this.
    Not(Box<TreePlan>),
}

/// Gives the filter that holds beside a tree. A tree that asks for boilerplate by name lifts the rule that boilerplate is left out.
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

/// Gives the filter of a field, which lets boilerplate through: the filter beside the tree decides about that.
pub(super) fn of_every_role(field: &Filter) -> Filter {
    let mut filter = field.clone();
    if filter.roles.is_empty() {
        filter.roles = Role::ALL.to_vec();
    }
    filter
}

impl TreePlan {
    /// Prepares a tree.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where the words of the index cannot be read.
    pub(super) fn new(
        tree: &Tree,
        snapshot: &Snapshot,
        families: Option<&Families>,
    ) -> Result<TreePlan, IndexError> {
        let all = |parts: &[Tree]| -> Result<Vec<TreePlan>, IndexError> {
            let plans = parts.iter();
            plans
                .map(|part| TreePlan::new(part, snapshot, families))
                .collect()
        };
        Ok(match tree {
            Tree::Words(pattern) => {
                let (terms, mut replaceable) = bare_words(pattern.typed(), snapshot, families)?;
                // Here a term counts wherever its characters are, also across words.
                for term in replaceable.iter_mut().flat_map(|one| &mut one.terms) {
                    *term = QueryTerm::Characters(term.text().to_string());
                }
                TreePlan::Words {
                    whole: Needle::new(&pattern.to_string()),
                    terms: terms.iter().map(|term| Needle::new(term.text())).collect(),
                    synonyms: Synonyms::new(&replaceable),
                }
            }
            Tree::Phrase(pattern) => TreePlan::Phrase(pattern.clone()),
            Tree::Chain(chain) => TreePlan::Chain(chain.clone()),
            Tree::Field(filter) => TreePlan::Field(of_every_role(filter)),
            Tree::All(parts) => TreePlan::All(all(parts)?),
            Tree::Any(parts) => TreePlan::Any(all(parts)?),
            Tree::Not(part) => TreePlan::Not(Box::new(TreePlan::new(part, snapshot, None)?)),
        })
    }

    fn is_of_fields(&self) -> bool {
        match self {
            TreePlan::Field(_) => true,
            TreePlan::Words { .. } | TreePlan::Phrase(_) | TreePlan::Chain(_) => false,
            TreePlan::All(parts) | TreePlan::Any(parts) => parts.iter().all(TreePlan::is_of_fields),
            TreePlan::Not(part) => part.is_of_fields(),
        }
    }

    /// Tells how each document of a segment matches.
    pub(super) fn matches(&self, segment: &Segment) -> Result<DocumentMatches, IndexError> {
        let n_documents = segment.n_documents();
        match self {
            TreePlan::Words {
                whole,
                terms,
                synonyms,
            } => words(whole, terms, synonyms, segment),
            TreePlan::Phrase(pattern) => Ok(verbatim(phrase(pattern, segment), n_documents)),
            TreePlan::Chain(asked) => Ok(verbatim(chain(asked, segment), n_documents)),
            TreePlan::Field(filter) => {
                let filter = SegmentFilter::new(filter, segment)?;
                let documents = (0..n_documents).filter(|document| filter.passes(*document));
                Ok(verbatim(documents, n_documents))
            }
            TreePlan::All(parts) => all(parts, segment),
            TreePlan::Any(parts) => {
                let mut best: DocumentMatches = vec![None; n_documents as usize];
                for part in parts {
                    let found = part.matches(segment)?;
                    for (best, found) in best.iter_mut().zip(found) {
                        *best = (*best).max(found);
                    }
                }
                Ok(best)
            }
            TreePlan::Not(part) => {
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

fn all(parts: &[TreePlan], segment: &Segment) -> Result<DocumentMatches, IndexError> {
    let n_documents = segment.n_documents() as usize;
    let mut least: DocumentMatches = vec![Some(Match::Verbatim); n_documents];
    let mut holds_text = vec![false; n_documents];
    let mut asks_for_text = false;
    for part in parts {
        let found = part.matches(segment)?;
        let is_text = !part.is_of_fields() && !matches!(part, TreePlan::Not(_));
        asks_for_text |= is_text;
        let least_there_is = match part {
            TreePlan::Words { .. } => Some(Match::Partial),
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
    terms: &[Needle],
    synonyms: &Synonyms,
    segment: &Segment,
) -> Result<DocumentMatches, IndexError> {
    let mut n_held = vec![0usize; segment.n_documents() as usize];
    for term in terms {
        term.for_each_match(segment, |document, _| n_held[document as usize] += 1);
    }
    let how = |held: usize| match held {
        0 => None,
        held if held == terms.len() => Some(Match::Words),
        _ => Some(Match::Partial),
    };
    let mut matches: DocumentMatches = n_held.iter().map(|held| how(*held)).collect();
    for held in synonyms.matches(segment)?.into_iter().flatten() {
        let n_held = &mut n_held[held.document as usize];
        *n_held += usize::from(held.n_lacking);
        let by_synonym = match *n_held >= terms.len() {
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

fn verbatim(documents: impl IntoIterator<Item = u32>, n_documents: u32) -> DocumentMatches {
    let mut matches = vec![None; n_documents as usize];
    for document in documents {
        matches[document as usize] = Some(Match::Verbatim);
    }
    matches
}

/// Gives the documents that hold a pattern, ascending.
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

/// Gives the documents that hold a chain.
fn chain(chain: &Chain, segment: &Segment) -> Vec<u32> {
    let mut passage = FoldedPassage::default();
    let mut holds = |document: u32| {
        read(document, segment, &mut passage);
        !find_chain(chain, &passage).is_empty()
    };
    if let Some(ChainDocuments { mut sure, possible }) = chain_documents(chain, segment) {
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

/// Gives the documents that hold every piece of a pattern, in any order and at any distance.
fn with_all_pieces(pattern: &Pattern, segment: &Segment) -> Vec<u32> {
    let mut documents = None;
    for piece in pattern.pieces() {
        let mut with_piece = Vec::new();
        Needle::new(&piece.text()).for_each_match(segment, |document, _| with_piece.push(document));
        keep_common(&mut documents, with_piece);
    }
    documents.unwrap_or_default()
}

/// Keeps those of the documents that are among `others`, which ascend; takes all of the others where there are no documents yet.
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
