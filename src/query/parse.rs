//! Marked words → a [`Tree`], or what is wrong and where.
//!
//! From the loosest to the tightest: bars, side by side (all of them), minus, NEAR and its like, which link the words beside them. Bare
//! words are one run up to the next operator; where AND stands among them, and between bars, each of them is a phrase, which every hit has. No recursion: a stack of groups
//! stands for the brackets that are open, and a tree is no deeper than the words in it are many. Refuses to know why a
//! mark is an operator.

use super::field::Field;
use super::filter::Filter;
use super::marks::{Mark, Placed};
use super::pattern::{MAX_GAPS, Pattern};
use super::tree::{Chain, Relation, Tree};

/// More words, phrases and fields than this, parted by operators, are not told apart.
pub(super) const MAX_PARTS: usize = 64;

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    /// The character that it begins at, from 0.
    pub(super) at: usize,
    pub(super) what: String,
}

fn trouble<T>(at: usize, what: impl Into<String>) -> Result<T, Trouble> {
    Err(Trouble {
        at,
        what: what.into(),
    })
}

/// Parses what was typed; `None` where nothing is left of it once folded.
pub(super) fn parse(chars: &[char], marks: &[Placed]) -> Result<Option<Tree>, Trouble> {
    let mut groups = vec![Group::default()];
    let mut n_parts = 0;
    let mut rest = marks;
    while let Some((placed, after)) = rest.split_first() {
        rest = after;
        let mut range = placed.range.clone();
        let at = range.start;
        let Some(group) = groups.last_mut() else {
            break;
        };
        let part = match placed.mark {
            Mark::Open => {
                groups.push(Group {
                    opened_at: at,
                    ..Group::default()
                });
                continue;
            }
            Mark::Close => {
                let inner = std::mem::take(group).finish()?;
                groups.pop();
                let Some(outer) = groups.last_mut() else {
                    return trouble(at, "this bracket closes nothing");
                };
                match inner {
                    Some(inner) => outer.add(inner, at, true)?,
                    None => outer.add_nothing(),
                }
                continue;
            }
            Mark::Bar => {
                group.bar_at = Some(at);
                group.end_alternative(at)?;
                continue;
            }
            Mark::Minus => {
                group.minus(at)?;
                continue;
            }
            Mark::And => {
                group.and(at)?;
                continue;
            }
            Mark::Link(relation) => {
                group.link(relation, at)?;
                continue;
            }
            Mark::Word => {
                let n_more = match group.takes_one_word() {
                    true => 0,
                    false => n_more_words(rest),
                };
                let (more, after) = rest.split_at(n_more);
                rest = after;
                range.end = more.last().map_or(range.end, |last| last.range.end);
                Pattern::literal(&text(chars, &range)).map(Tree::Words)
            }
            Mark::Phrase | Mark::Wildcards => {
                let pattern = Pattern::with_wildcards(&text(chars, &range));
                if pattern
                    .as_ref()
                    .is_some_and(|pattern| pattern.pieces().len() > MAX_GAPS + 1)
                {
                    return trouble(at, format!("more than {MAX_GAPS} wildcards"));
                }
                pattern.map(Tree::Phrase)
            }
            Mark::Value(field) => Some(Tree::Field(value(field, &text(chars, &range), at)?)),
        };
        n_parts += 1;
        if n_parts > MAX_PARTS {
            return trouble(at, format!("more than {MAX_PARTS} parts"));
        }
        match part {
            Some(part) => group.add(part, at, false)?,
            None => group.add_nothing(),
        }
    }
    match (groups.pop(), groups.is_empty()) {
        (Some(group), true) => group.finish(),
        (Some(group), false) => trouble(group.opened_at, "this bracket is not closed"),
        (None, _) => Ok(None),
    }
}

/// How many more words are of one run: those up to the next operator, but not the one beside it that NEAR and its like link.
fn n_more_words(rest: &[Placed]) -> usize {
    let n_words = rest.iter().take_while(|next| next.mark == Mark::Word);
    let n_words = n_words.count();
    let is_linked = rest
        .get(n_words)
        .is_some_and(|next| matches!(next.mark, Mark::Link(_)));
    n_words.saturating_sub(usize::from(is_linked))
}

fn text(chars: &[char], range: &std::ops::Range<usize>) -> String {
    chars[range.clone()].iter().collect()
}

fn value(field: Field, value: &str, at: usize) -> Result<Filter, Trouble> {
    field.filter(value).or_else(|what| trouble(at, what))
}

/// A part of a group, and how it was typed.
struct Part {
    tree: Tree,
    is_wanted: bool,
    /// Closed by a bracket: nothing is linked into it.
    is_closed: bool,
    at: usize,
}

/// What bare words are for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BareWords {
    /// They rank.
    Ranking,
    /// Each is asked of every hit.
    Asked,
}

/// What is known of a pair of brackets so far; the whole query is one too.
#[derive(Default)]
struct Group {
    opened_at: usize,
    alternatives: Vec<Tree>,
    /// The last bar.
    bar_at: Option<usize>,
    parts: Vec<Part>,
    /// Operators whose right side is still to come.
    minus_at: Option<usize>,
    link: Option<(Relation, usize)>,
    and_at: Option<usize>,
    /// AND stands between its parts: of bare words, each is then asked of every hit.
    has_and: bool,
}

impl Group {
    /// Whether the next part, if bare words, is but one: what is taken away, and what is linked.
    fn takes_one_word(&self) -> bool {
        self.minus_at.is_some() || self.link.is_some()
    }

    fn add(&mut self, tree: Tree, at: usize, is_closed: bool) -> Result<(), Trouble> {
        self.and_at = None;
        if let Some((relation, link_at)) = self.link.take() {
            let Some(left) = self.parts.last_mut() else {
                return trouble(link_at, format!("nothing stands before {relation}"));
            };
            let Some(operand) = operand(tree) else {
                return trouble(at, beside(relation));
            };
            if !left.is_closed
                && let Tree::Chain(chain) = &mut left.tree
            {
                chain.relations.push(relation);
                chain.operands.push(operand);
                return Ok(());
            }
            let Some(first) = operand_of(&left.tree) else {
                return trouble(left.at, beside(relation));
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

    /// What holds no character that is searched for: nothing is taken away.
    fn add_nothing(&mut self) {
        self.minus_at = None;
    }

    fn minus(&mut self, at: usize) -> Result<(), Trouble> {
        match (self.minus_at, &self.link) {
            (Some(at), _) => trouble(at, "two minuses, one after the other"),
            (None, Some((relation, _))) => trouble(at, beside(*relation)),
            (None, None) => {
                self.minus_at = Some(at);
                Ok(())
            }
        }
    }

    fn and(&mut self, at: usize) -> Result<(), Trouble> {
        self.expect_nothing()?;
        if self.parts.is_empty() {
            return trouble(at, "nothing stands before AND");
        }
        self.has_and = true;
        self.and_at = Some(at);
        Ok(())
    }

    fn link(&mut self, relation: Relation, at: usize) -> Result<(), Trouble> {
        self.expect_nothing()?;
        if self.parts.is_empty() {
            return trouble(at, format!("nothing stands before {relation}"));
        }
        self.link = Some((relation, at));
        Ok(())
    }

    /// An error where an operator still waits for its right side.
    fn expect_nothing(&self) -> Result<(), Trouble> {
        if let Some((relation, at)) = self.link {
            return trouble(at, format!("nothing stands after {relation}"));
        }
        if let Some(at) = self.minus_at {
            return trouble(at, "nothing stands after the minus");
        }
        match self.and_at {
            Some(at) => trouble(at, "nothing stands after AND"),
            None => Ok(()),
        }
    }

    fn end_alternative(&mut self, at: usize) -> Result<(), Trouble> {
        self.expect_nothing()?;
        let parts = std::mem::take(&mut self.parts);
        let Some(first) = parts.first() else {
            return trouble(at, "nothing stands on one side of the bar");
        };
        if parts.iter().all(|part| !part.is_wanted) {
            return trouble(first.at, "there is nothing to take this away from");
        }
        let bare_words = match std::mem::take(&mut self.has_and) || self.bar_at.is_some() {
            true => BareWords::Asked,
            false => BareWords::Ranking,
        };
        self.alternatives.push(all(parts, bare_words));
        Ok(())
    }

    fn finish(mut self) -> Result<Option<Tree>, Trouble> {
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

/// Parts that all hold. Fields among them are one filter: two districts are alternatives, as two flags are.
fn all(parts: Vec<Part>, bare_words: BareWords) -> Tree {
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
            tree if part.is_wanted && bare_words == BareWords::Asked => {
                trees.extend(required(tree))
            }
            tree if part.is_wanted => trees.push(tree),
            tree => trees.push(Tree::Not(Box::new(tree))),
        }
    }
    match trees.pop() {
        Some(only) if trees.is_empty() => only,
        Some(last) => {
            trees.push(last);
            Tree::All(trees)
        }
        None => Tree::All(trees),
    }
}

/// Parts that ask for each of the bare words of a tree, where its words only rank.
fn required(tree: Tree) -> Vec<Tree> {
    match tree {
        Tree::Words(pattern) => {
            let words = pattern.typed().split_whitespace();
            words
                .filter_map(Pattern::literal)
                .map(Tree::Phrase)
                .collect()
        }
        Tree::All(parts) => vec![Tree::All(parts.into_iter().flat_map(required).collect())],
        tree => vec![tree],
    }
}

/// The alternatives that a tree is, as an operand of NEAR and its like.
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
