//! Finds the circles among files that use each other, and says by which lines each can be followed.
//!
//! The arrows within stages go in, a text for each circle comes out, with the shortest chains of files that close it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::modules::{Arrow, SourceFile};

/// The files that each file uses, with the first arrow that says so.
type Graph<'a> = BTreeMap<usize, BTreeMap<usize, &'a Arrow>>;

/// Describes every circle: its files, and for each of them the shortest chain that leads back to it.
pub(crate) fn circles(files: &[SourceFile], arrows: &[Arrow]) -> Vec<String> {
    let mut graph: Graph = BTreeMap::new();
    for arrow in arrows {
        let used = graph.entry(arrow.from).or_default();
        used.entry(arrow.to).or_insert(arrow);
    }
    let circles = groups(&graph).into_iter().map(|group| {
        let chains: BTreeSet<Vec<usize>> = group
            .iter()
            .filter_map(|file| shortest_chain(&graph, *file))
            .map(from_its_smallest)
            .collect();
        let mut chains: Vec<Vec<usize>> = chains.into_iter().collect();
        chains.sort_by_key(Vec::len);
        let n_files = group.len();
        let chains: Vec<String> = chains
            .iter()
            .map(|chain| described(files, &graph, chain))
            .collect();
        format!("a circle of {n_files} files:\n{}", chains.join("\n"))
    });
    circles.collect()
}

/// Finds the largest sets of files of which each reaches each other.
fn groups(graph: &Graph) -> Vec<BTreeSet<usize>> {
    let reached: BTreeMap<usize, BTreeSet<usize>> = graph
        .keys()
        .map(|file| (*file, reachable(graph, *file)))
        .collect();
    let mut groups: Vec<BTreeSet<usize>> = Vec::new();
    for (file, others) in &reached {
        if !others.contains(file) || groups.iter().any(|group| group.contains(file)) {
            continue;
        }
        let leads_back = |other: &&usize| reached.get(other).is_some_and(|it| it.contains(file));
        groups.push(others.iter().filter(leads_back).copied().collect());
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    groups
}

fn used_by(graph: &Graph, file: usize) -> Vec<usize> {
    let used = graph.get(&file).into_iter().flatten();
    used.map(|(other, _)| *other).collect()
}

/// Finds the files that a file uses, directly or through others.
fn reachable(graph: &Graph, file: usize) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut waiting = used_by(graph, file);
    while let Some(next) = waiting.pop() {
        if reached.insert(next) {
            waiting.extend(used_by(graph, next));
        }
    }
    reached
}

/// Finds the shortest way from a file back to itself, which names the file once.
fn shortest_chain(graph: &Graph, file: usize) -> Option<Vec<usize>> {
    let mut came_from: BTreeMap<usize, usize> = BTreeMap::new();
    let mut waiting = VecDeque::from([file]);
    while let Some(next) = waiting.pop_front() {
        for other in used_by(graph, next) {
            if other == file {
                let mut chain = vec![next];
                while let Some(before) = chain.last().and_then(|last| came_from.get(last)) {
                    chain.push(*before);
                }
                chain.reverse();
                return Some(chain);
            }
            if let std::collections::btree_map::Entry::Vacant(entry) = came_from.entry(other) {
                entry.insert(next);
                waiting.push_back(other);
            }
        }
    }
    None
}

/// Begins a chain at its smallest file, so that two chains around the same files are equal.
fn from_its_smallest(mut chain: Vec<usize>) -> Vec<usize> {
    let smallest = (0..chain.len()).min_by_key(|at| chain[*at]);
    chain.rotate_left(smallest.unwrap_or(0));
    chain
}

fn described(files: &[SourceFile], graph: &Graph, chain: &[usize]) -> String {
    let nexts = chain.iter().cycle().skip(1);
    let steps = chain.iter().zip(nexts).map(|(from, to)| {
        let arrow = graph[from][to];
        let (from, to) = (&files[*from].name, &files[*to].name);
        format!("    {from}:{} uses {} of {to}", arrow.line, arrow.path)
    });
    format!(
        "  {} files:\n{}",
        chain.len(),
        steps.collect::<Vec<_>>().join("\n")
    )
}
