//! Which conditions of a question, and which parts of its text, leave nothing over.
//!
//! Input: a query and a filter, which together find nothing. Output: what can be left out so that something is found: one condition or part; where
//! none by itself is to blame, the smallest sets of conditions. Refuses to know what is found then.

use std::time::Instant;

use crate::query::{Filter, Query, Tree};

/// Sets of conditions that are tried.
const MAX_TRIED: usize = 60;
/// Parts of a query that are left out to see what is found without them.
const MAX_PARTS: usize = 8;
/// Sets of several conditions that are named.
const MAX_SETS: usize = 4;

/// What is left out, as it would be typed, and how many passages are found without it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Blamed {
    pub(super) what: String,
    pub(super) count: u64,
}

/// A condition, as it would be typed, and whether it stands in the query or beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Condition {
    shown: String,
    is_field: bool,
}

/// What was asked.
pub(super) struct Asked<'q> {
    query: &'q Query,
    filter: &'q Filter,
    conditions: Vec<Condition>,
}

impl<'q> Asked<'q> {
    pub(super) fn new(query: &'q Query, filter: &'q Filter) -> Asked<'q> {
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
        Asked {
            query,
            filter,
            conditions,
        }
    }

    /// The conditions without which something is found; `count` says how much.
    pub(super) fn conditions<E>(
        &self,
        deadline: Instant,
        count: impl Fn(&Query, &Filter) -> Result<u64, E>,
    ) -> Result<Vec<Blamed>, E> {
        let n_conditions = self.conditions.len();
        let all_flags: Vec<&Condition> = self.conditions.iter().filter(|c| !c.is_field).collect();
        let mut n_tried = 0;
        for n_left_out in 1..=n_conditions {
            let mut blamed = Vec::new();
            // Each set of conditions is the bits of a number.
            let sets = 1u32..1 << n_conditions.min(16);
            for set in sets.filter(|set| set.count_ones() as usize == n_left_out) {
                let left_out = self.conditions.iter().enumerate();
                let left_out = left_out.filter(|(at, _)| set & (1 << at) != 0);
                let left_out: Vec<&Condition> = left_out.map(|(_, condition)| condition).collect();
                let Some((query, filter)) = self.without(&left_out) else {
                    continue;
                };
                n_tried += 1;
                if n_tried > MAX_TRIED || Instant::now() >= deadline {
                    break;
                }
                let count = count(&query, &filter)?;
                if count > 0 {
                    let what = match left_out == all_flags && n_left_out > 1 {
                        true => "any filter".to_string(),
                        false => listed(&left_out),
                    };
                    blamed.push(Blamed { what, count });
                }
            }
            if !blamed.is_empty() {
                if n_left_out > 1 {
                    blamed.sort_by_key(|blamed| std::cmp::Reverse(blamed.count));
                    blamed.truncate(MAX_SETS);
                }
                return Ok(blamed);
            }
        }
        Ok(Vec::new())
    }

    /// The parts of the text without each of which something is found.
    pub(super) fn parts<E>(
        &self,
        deadline: Instant,
        count: impl Fn(&Query, &Filter) -> Result<u64, E>,
    ) -> Result<Vec<Blamed>, E> {
        let all = parts(self.query);
        let mut blamed = Vec::new();
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
                let what = part.typed();
                blamed.push(Blamed { what, count });
            }
        }
        Ok(blamed)
    }

    /// What is asked without these conditions; `None` where nothing is.
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

/// The parts of a query with operators, all of which are asked for.
fn parts(query: &Query) -> &[Tree] {
    match query.tree() {
        None => &[],
        Some(Tree::All(parts)) => parts,
        Some(only) => std::slice::from_ref(only),
    }
}

/// A query that asks for these parts alone; `None` where they want nothing.
fn asking_for(query: &Query, parts: Vec<Tree>) -> Option<Query> {
    let wants_nothing = parts.iter().all(|part| matches!(part, Tree::Not(_)));
    (!wants_nothing).then(|| query.with_tree(Tree::All(parts)))
}

/// `year:2020, kind:问题 and role:title`
fn listed(conditions: &[&Condition]) -> String {
    let shown: Vec<&str> = conditions.iter().map(|c| c.shown.as_str()).collect();
    match &shown[..] {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        shown => shown.concat(),
    }
}
