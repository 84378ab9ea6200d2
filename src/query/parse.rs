//! Parses the lexemes of a query into a syntax tree, or says what is wrong and where.
//!
//! Input: the lexemes of `lexer.rs`. Output: a [`Tree`]. From the loosest to the tightest, operators bind in this order: bars; parts side by side, which
//! are all asked for; minus; NEAR, SENT and PASS, which link the words beside them. Bare words are one run up to the next operator; but where the
//! parts of a group are joined by AND or separated by bars, each of its bare words is a phrase that every hit has to hold. There is no recursion: a stack
//! of groups keeps the brackets that are open, and a tree is never deeper than the number of its words.

use super::field::Field;
use super::filter::Filter;
use super::lexer::{Lexeme, LexemeKind};
use super::pattern::{MAX_GAPS, Pattern};
use super::tree::{Chain, Relation, Tree};

/// A query of more words, phrases and fields than this, separated by operators, is not parsed.
pub(super) const MAX_PARTS: usize = 64;

/// What is wrong with a query, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SyntaxError {
    /// The character that it begins at, from 0.
    pub(super) at: usize,
    pub(super) what: String,
}

fn fail<T>(at: usize, what: impl Into<String>) -> Result<T, SyntaxError> {
    Err(SyntaxError {
        at,
        what: what.into(),
    })
}

/// Parses the lexemes of what was typed; `None` where nothing is left of it once folded.
pub(super) fn parse(chars: &[char], lexemes: &[Lexeme]) -> Result<Option<Tree>, SyntaxError> {
    let mut groups = vec![Group::default()];
    let mut n_parts = 0;
    let mut rest = lexemes;
    while let Some((lexeme, after)) = rest.split_first() {
        rest = after;
        let mut range = lexeme.range.clone();
        let at = range.start;
        let Some(group) = groups.last_mut() else {
            break;
        };
        let part = match lexeme.kind {
            LexemeKind::Open => {
                groups.push(Group {
                    opened_at: at,
                    ..Group::default()
                });
                continue;
            }
            LexemeKind::Close => {
                let inner = std::mem::take(group).finish()?;
                groups.pop();
                let Some(outer) = groups.last_mut() else {
                    return fail(at, "this bracket closes nothing");
                };
                match inner {
                    Some(inner) => outer.add(inner, at, true)?,
                    None => outer.add_nothing(),
                }
                continue;
            }
            LexemeKind::Bar => {
                group.bar_at = Some(at);
                group.end_alternative(at)?;
                continue;
            }
            LexemeKind::Minus => {
                group.minus(at)?;
                continue;
            }
            LexemeKind::And => {
                group.and(at)?;
                continue;
            }
            LexemeKind::Link(relation) => {
                group.link(relation, at)?;
                continue;
            }
            LexemeKind::Word => {
                let n_more = match group.takes_one_word() {
                    true => 0,
                    false => n_more_words(rest),
                };
                let (more, after) = rest.split_at(n_more);
                rest = after;
                range.end = more.last().map_or(range.end, |last| last.range.end);
                Pattern::literal(&text(chars, &range)).map(Tree::Words)
            }
            LexemeKind::Phrase | LexemeKind::Wildcards => {
                let text = text(chars, &range);
                let pattern = match lexeme.kind {
                    LexemeKind::Phrase => Pattern::with_wildcards(&text),
                    _ => Pattern::word_with_wildcards(&text),
                };
                if pattern
                    .as_ref()
                    .is_some_and(|pattern| pattern.pieces().len() > MAX_GAPS + 1)
                {
                    return fail(at, format!("more than {MAX_GAPS} wildcards"));
                }
                pattern.map(Tree::Phrase)
            }
            LexemeKind::Value(field) => Some(Tree::Field(value(field, &text(chars, &range), at)?)),
        };
        n_parts += 1;
        if n_parts > MAX_PARTS {
            return fail(at, format!("more than {MAX_PARTS} parts"));
        }
        match part {
            Some(part) => group.add(part, at, false)?,
            None => group.add_nothing(),
        }
    }
    match (groups.pop(), groups.is_empty()) {
        (Some(group), true) => group.finish(),
        (Some(group), false) => fail(group.opened_at, "this bracket is not closed"),
        (None, _) => Ok(None),
    }
}

/// Counts the words that follow in the same run: those up to the next operator, without the last one where NEAR, SENT or PASS links it.
fn n_more_words(rest: &[Lexeme]) -> usize {
    let n_words = rest.iter().take_while(|next| next.kind == LexemeKind::Word);
    let n_words = n_words.count();
    let is_linked = rest
        .get(n_words)
        .is_some_and(|next| matches!(next.kind, LexemeKind::Link(_)));
    n_words.saturating_sub(usize::from(is_linked))
}

fn text(chars: &[char], range: &std::ops::Range<usize>) -> String {
    chars[range.clone()].iter().collect()
}

fn value(field: Field, value: &str, at: usize) -> Result<Filter, SyntaxError> {
    field.filter(value).or_else(|what| fail(at, what))
}

/// A part of a group, and how it was typed.
struct Part {
    tree: Tree,
    is_wanted: bool,
    /// Whether brackets enclose it, so that nothing is linked into it.
    is_closed: bool,
    at: usize,
}

/// What the bare words of an alternative are for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BareWordRole {
    /// They rank.
    Ranking,
    /// Every hit has to hold each of them.
    Required,
}

/// What was read so far of a group in brackets; the whole query is a group too.
#[derive(Default)]
struct Group {
    opened_at: usize,
    alternatives: Vec<Tree>,
    /// The last bar.
    bar_at: Option<usize>,
    parts: Vec<Part>,
    /// The next three are operators whose right side is still to come.
    minus_at: Option<usize>,
    link: Option<(Relation, usize)>,
    and_at: Option<usize>,
    /// AND joins parts of it: every hit then has to hold each of its bare words.
    has_and: bool,
}

impl Group {
    /// Whether the next part is a single word where it is bare words, since it is to be excluded or linked.
    fn takes_one_word(&self) -> bool {
        self.minus_at.is_some() || self.link.is_some()
    }

    fn add(&mut self, tree: Tree, at: usize, is_closed: bool) -> Result<(), SyntaxError> {
        self.and_at = None;
        if let Some((relation, link_at)) = self.link.take() {
            let Some(left) = self.parts.last_mut() else {
                return fail(link_at, format!("nothing stands before {relation}"));
            };
            let Some(operand) = operand(tree) else {
                return fail(at, beside(relation));
            };
            if !left.is_closed
                && let Tree::Chain(chain) = &mut left.tree
            {
                chain.relations.push(relation);
                chain.operands.push(operand);
                return Ok(());
            }
            let Some(first) = operand_of(&left.tree) else {
                return fail(left.at, beside(relation));
            };
            left.is_closed = false;
            left.tree = Tree::Chain(Chain {
                operands: vec![first, operand],
                relations: vec![relation],
            });
            return Ok(());
        }
        let is_wanted = self.minus_at.take().is_none();
        self.parts.push(Part {
            tree,
            is_wanted,
            is_closed,
            at,
        });
        Ok(())
    }

    /// Adds a part that holds no character to search for: a minus before it excludes nothing.
    fn add_nothing(&mut self) {
        self.minus_at = None;
    }

    fn minus(&mut self, at: usize) -> Result<(), SyntaxError> {
        match (self.minus_at, &self.link) {
            (Some(at), _) => fail(at, "two minuses, one after the other"),
            (None, Some((relation, _))) => fail(at, beside(*relation)),
            (None, None) => {
                self.minus_at = Some(at);
                Ok(())
            }
        }
    }

    fn and(&mut self, at: usize) -> Result<(), SyntaxError> {
        self.expect_nothing()?;
        if self.parts.is_empty() {
            return fail(at, "nothing stands before AND");
        }
        self.has_and = true;
        self.and_at = Some(at);
        Ok(())
    }

    fn link(&mut self, relation: Relation, at: usize) -> Result<(), SyntaxError> {
        self.expect_nothing()?;
        if self.parts.is_empty() {
            return fail(at, format!("nothing stands before {relation}"));
        }
        self.link = Some((relation, at));
        Ok(())
    }

    /// Fails where an operator still waits for its right side.
    fn expect_nothing(&self) -> Result<(), SyntaxError> {
        if let Some((relation, at)) = self.link {
            return fail(at, format!("nothing stands after {relation}"));
        }
        if let Some(at) = self.minus_at {
            return fail(at, "nothing stands after the minus");
        }
        match self.and_at {
            Some(at) => fail(at, "nothing stands after AND"),
            None => Ok(()),
        }
    }

    fn end_alternative(&mut self, at: usize) -> Result<(), SyntaxError> {
        self.expect_nothing()?;
        let parts = std::mem::take(&mut self.parts);
        let Some(first) = parts.first() else {
            return fail(at, "nothing stands on one side of the bar");
        };
        if parts.iter().all(|part| !part.is_wanted) {
            return fail(first.at, "there is nothing to take this away from");
        }
        let bare_words = match std::mem::take(&mut self.has_and) || self.bar_at.is_some() {
            true => BareWordRole::Required,
            false => BareWordRole::Ranking,
        };
        self.alternatives.push(all(parts, bare_words));
        Ok(())
    }

    fn finish(mut self) -> Result<Option<Tree>, SyntaxError> {
        if self.alternatives.is_empty() && self.parts.is_empty() {
            self.expect_nothing()?;
            return Ok(None);
        }
        self.end_alternative(self.bar_at.unwrap_or_default())?;
        match self.alternatives.len() {
            1 => Ok(self.alternatives.pop()),
            _ => Ok(Some(Tree::Any(self.alternatives))),
        }
    }
}

/// Joins parts that all have to hold. Fields among them become one filter: two districts are alternatives, as two flags are.
fn all(parts: Vec<Part>, bare_words: BareWordRole) -> Tree {
    let mut trees: Vec<Tree> = Vec::new();
    let mut filter_at = None;
    for part in parts {
        match part.tree {
            Tree::Field(filter) if part.is_wanted && !part.is_closed => {
                match filter_at.and_then(|at: usize| trees.get_mut(at)) {
                    Some(Tree::Field(first)) => first.join(filter),
                    _ => {
                        filter_at = Some(trees.len());
                        trees.push(Tree::Field(filter));
                    }
                }
            }
            tree if part.is_wanted && bare_words == BareWordRole::Required => {
                trees.extend(tree.with_each_word())
            }
            tree if part.is_wanted => trees.push(tree),
            tree => {
                let parts = tree.with_each_word();
                trees.push(Tree::Not(Box::new(one_or_all(parts))));
            }
        }
    }
    one_or_all(trees)
}

/// Gives the only part, or a tree that asks for all parts.
fn one_or_all(mut parts: Vec<Tree>) -> Tree {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            Tree::All(parts)
        }
        None => Tree::All(parts),
    }
}

/// Gives the alternatives that a tree stands for as an operand of NEAR, SENT or PASS; `None` where it cannot be one.
fn operand(tree: Tree) -> Option<Vec<Pattern>> {
    match tree {
        Tree::Words(pattern) | Tree::Phrase(pattern) => Some(vec![pattern]),
        Tree::Any(alternatives) => {
            let alternatives = alternatives.into_iter().map(operand);
            alternatives
                .collect::<Option<Vec<_>>>()
                .map(|lists| lists.concat())
        }
        _ => None,
    }
}

fn operand_of(tree: &Tree) -> Option<Vec<Pattern>> {
    operand(tree.clone())
}

fn beside(relation: Relation) -> String {
    format!("beside {relation} stand words, a phrase, or alternatives of these in brackets")
}
