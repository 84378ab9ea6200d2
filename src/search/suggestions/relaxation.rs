//! Relaxes a query that finds nothing: tells which of its conditions or parts can be left out to find something.
//!
//! Input: a query and a filter, which together find nothing. Output: what can be left out so that something is found: a condition or a part by itself; where
//! no single condition is enough, the smallest sets of conditions.

use std::time::Instant;

use crate::query::{Filter, Query, Tree};

/// At most so many sets of conditions are tried.
const MAX_TRIED: usize = 60;
/// At most so many parts of a query are left out to see what is found without them.
const MAX_PARTS: usize = 8;
/// At most so many sets of several conditions are named.
const MAX_SETS: usize = 4;

/// What is left out, as it would be typed, and how many passages are found without it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Relaxation {
    pub(super) left_out: String,
    pub(super) count: u64,
}

/// A condition, as it would be typed, and whether it is a field of the query or a filter beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Condition {
    shown: String,
    is_field: bool,
}

/// A query with all its conditions.
pub(super) struct ConditionedQuery<'q> {
    query: &'q Query,
    filter: &'q Filter,
    conditions: Vec<Condition>,
}

impl<'q> ConditionedQuery<'q> {
    /// Takes the conditions of a query and of the filter beside it.
    pub(super) fn new(query: &'q Query, filter: &'q Filter) -> ConditionedQuery<'q> {
        let mut conditions = Vec::new();
        let mut add = |filter: &Filter, is_field| {
            let more = filter.conditions().into_iter();
            conditions.extend(more.map(|(shown, _)| Condition { shown, is_field }));
        };
        add(filter, false);
        for part in parts(query) {
            if let Tree::Field(field) = part {
                add(field, true);
            }
        }
        ConditionedQuery {
            query,
            filter,
            conditions,
        }
    }

    /// Gives the conditions without which something is found; `count` says how much.
    pub(super) fn conditions<E>(
        &self,
        deadline: Instant,
        count: impl Fn(&Query, &Filter) -> Result<u64, E>,
    ) -> Result<Vec<Relaxation>, E> {
        let n_conditions = self.conditions.len();
        let all_flags: Vec<&Condition> = self.conditions.iter().filter(|c| !c.is_field).collect();
        let mut n_tried = 0;
        for n_left_out in 1..=n_conditions {
            let mut relaxations = Vec::new();
            // Each set of conditions is the bits of a number.
            let sets = 1u32..1 << n_conditions.min(16);
            for set in sets.filter(|set| set.count_ones() as usize == n_left_out) {
                let left_out = self.conditions.iter().enumerate();
                let left_out = left_out.filter(|(at, _)| set & (1 << at) != 0);
                let left_out_conditions: Vec<&Condition> =
                    left_out.map(|(_, condition)| condition).collect();
                let Some((query, filter)) = self.without(&left_out_conditions) else {
                    continue;
                };
                n_tried += 1;
                if n_tried > MAX_TRIED || Instant::now() >= deadline {
                    break;
                }
                let count = count(&query, &filter)?;
                if count > 0 {
                    let left_out = match left_out_conditions == all_flags && n_left_out > 1 {
                        true => "any filter".to_string(),
                        false => listed(&left_out_conditions),
                    };
                    relaxations.push(Relaxation { left_out, count });
                }
            }
            if !relaxations.is_empty() {
                if n_left_out > 1 {
                    relaxations.sort_by_key(|one| std::cmp::Reverse(one.count));
                    relaxations.truncate(MAX_SETS);
                }
                return Ok(relaxations);
            }
        }
        Ok(Vec::new())
    }

    /// Gives the parts of the text that can be left out, one at a time, to find something.
    pub(super) fn parts<E>(
        &self,
        deadline: Instant,
        count: impl Fn(&Query, &Filter) -> Result<u64, E>,
    ) -> Result<Vec<Relaxation>, E> {
        let all = parts(self.query);
        let mut relaxations = Vec::new();
        for (at, part) in all.iter().enumerate().take(MAX_PARTS) {
            if matches!(part, Tree::Field(_)) || Instant::now() >= deadline {
                continue;
            }
            let mut others = all.to_vec();
            others.remove(at);
            let Some(query) = asking_for(self.query, others) else {
                continue;
            };
            let count = count(&query, self.filter)?;
            if count > 0 {
                let left_out = part.typed();
                relaxations.push(Relaxation { left_out, count });
            }
        }
        Ok(relaxations)
    }

    /// Gives the query and the filter without these conditions; `None` where no query is left.
    fn without(&self, left_out: &[&Condition]) -> Option<(Query, Filter)> {
        let without = |filter: &Filter, is_field: bool| {
            let mut filter = filter.clone();
            for condition in left_out.iter().filter(|c| c.is_field == is_field) {
                let mut conditions = filter.conditions().into_iter();
                if let Some((_, others)) = conditions.find(|(shown, _)| *shown == condition.shown) {
                    filter = others;
                }
            }
            filter
        };
        let filter = without(self.filter, false);
        if self.query.tree().is_none() {
            return Some((self.query.clone(), filter));
        }
        let others = parts(self.query).iter().filter_map(|part| match part {
            Tree::Field(field) => {
                let field = without(field, true);
                (field != Filter::default()).then_some(Tree::Field(field))
            }
            part => Some(part.clone()),
        });
        Some((asking_for(self.query, others.collect())?, filter))
    }
}

/// Gives the parts of a query with operators that are all asked for together.
fn parts(query: &Query) -> &[Tree] {
    match query.tree() {
        None => &[],
        Some(Tree::All(parts)) => parts,
        Some(only) => std::slice::from_ref(only),
    }
}

/// Makes a query that asks for these parts alone; `None` where they want nothing.
fn asking_for(query: &Query, parts: Vec<Tree>) -> Option<Query> {
    let wants_nothing = parts.iter().all(|part| matches!(part, Tree::Not(_)));
    (!wants_nothing).then(|| query.with_tree(Tree::All(parts)))
}

/// Lists conditions, as in `year:2020, kind:问题 and role:title`.
fn listed(conditions: &[&Condition]) -> String {
    let shown: Vec<&str> = conditions.iter().map(|c| c.shown.as_str()).collect();
    match &shown[..] {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        shown => shown.concat(),
    }
}
