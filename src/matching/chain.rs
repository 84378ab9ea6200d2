//! Finds in a passage the occurrences that NEAR, SENT and PASS relate to each other.
//!
//! Input: a [`Chain`] and a [`FoldedPassage`]. Output: the occurrences that take part in a chain, which has one occurrence of each operand, each related to the
//! next as the query asks. Occurrences are filtered from the first operand to the last and back, by binary search, so that no choice is tried twice.
//! `chain_by_positions.rs` answers the common case for a whole segment without reading texts.

use std::ops::Range;

use super::folded_passage::FoldedPassage;
use crate::query::{Chain, Relation};

/// Gives the occurrences that take part in a chain, in ascending order; none where the passage does not hold the chain.
pub(super) fn find_chain(chain: &Chain, passage: &FoldedPassage) -> Vec<Range<usize>> {
    let mut operands: Vec<Vec<Range<usize>>> = Vec::new();
    for alternatives in &chain.operands {
        let mut all: Vec<Range<usize>> = alternatives
            .iter()
            .flat_map(|pattern| passage.find(pattern))
            .collect();
        let relation = operands
            .len()
            .checked_sub(1)
            .and_then(|at| chain.relations.get(at));
        if let (Some(relation), Some(before)) = (relation, operands.last()) {
            keep_related(&mut all, before, *relation, passage);
        }
        if all.is_empty() {
            return Vec::new();
        }
        operands.push(all);
    }
    let mut taking_part: Vec<Range<usize>> = Vec::new();
    let mut after: Option<Vec<Range<usize>>> = None;
    for (at, mut all) in operands.into_iter().enumerate().rev() {
        if let (Some(after), Some(relation)) = (&after, chain.relations.get(at)) {
            keep_related(&mut all, after, *relation, passage);
        }
        taking_part.extend(all.iter().cloned());
        after = Some(all);
    }
    taking_part.sort_unstable_by_key(|range| (range.start, range.end));
    taking_part.dedup();
    taking_part
}

/// Keeps the occurrences that are related to at least one of `others`.
fn keep_related(
    all: &mut Vec<Range<usize>>,
    others: &[Range<usize>],
    relation: Relation,
    passage: &FoldedPassage,
) {
    match relation {
        Relation::Near(n_chars) => {
            let n_chars = n_chars as usize;
            let sorted = |key: fn(&Range<usize>) -> usize| {
                let mut keys: Vec<usize> = others.iter().map(key).collect();
                keys.sort_unstable();
                keys
            };
            let (starts, ends) = (sorted(|other| other.start), sorted(|other| other.end));
            all.retain(|one| {
                holds(&ends, one.start.saturating_sub(n_chars), one.start)
                    || holds(&starts, one.end, one.end.saturating_add(n_chars))
            });
        }
        Relation::Sentence => {
            let mut sentences: Vec<u32> = others
                .iter()
                .filter_map(|other| passage.sentence_of(other))
                .collect();
            sentences.sort_unstable();
            all.retain(|one| {
                let sentence = passage.sentence_of(one);
                sentence.is_some_and(|sentence| sentences.binary_search(&sentence).is_ok())
            });
        }
        Relation::Passage => {
            if others.is_empty() {
                all.clear();
            }
        }
    }
}

/// Whether one of the ascending numbers is from `first` to `last`.
fn holds(ascending: &[usize], first: usize, last: usize) -> bool {
    let at = ascending.partition_point(|number| *number < first);
    ascending.get(at).is_some_and(|number| *number <= last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Query, Tree};

    #[track_caller]
    fn check(typed: &str, text: &str, expected: &[&str]) {
        let query = Query::parse(typed);
        let Some(Tree::Chain(chain)) = query.tree() else {
            panic!("{typed} is no chain: {:?}", query.tree());
        };
        let folded: Vec<char> = text.chars().collect();
        let found = find_chain(chain, &FoldedPassage::of(text));
        let found: Vec<String> = found
            .into_iter()
            .map(|range| folded[range].iter().collect())
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn near_counts_the_characters_between_in_either_order() {
        check("教师 NEAR/2 轮岗", "教师一二轮岗", &["教师", "轮岗"]);
        check("轮岗 NEAR/2 教师", "教师一二轮岗", &["教师", "轮岗"]);
        check("教师 NEAR/1 轮岗", "教师一二轮岗", &[]);
        check("教师 NEAR/0 轮岗", "教师轮岗", &["教师", "轮岗"]);
    }

    #[test]
    fn occurrences_that_overlap_are_not_near_each_other() {
        check("教师 NEAR/5 教师", "教师", &[]);
        check("教师 NEAR/5 师教", "教师教", &[]);
        check("教师 NEAR/5 教师", "教师和教师", &["教师", "教师"]);
    }

    #[test]
    fn a_chain_takes_one_occurrence_of_each() {
        check("甲 NEAR/1 乙 NEAR/1 丙", "甲乙,,,,乙丙", &[]);
        check(
            "甲 NEAR/1 乙 NEAR/1 丙",
            "甲,乙,丙,,,乙",
            &["甲", "乙", "丙"],
        );
        check("甲 SENT 乙 SENT 丙", "甲乙。乙丙", &[]);
    }

    #[test]
    fn a_sentence_ends_with_its_mark() {
        check("教师 SENT 轮岗", "教师交流，推进轮岗。", &["教师", "轮岗"]);
        check("教师 同句 轮岗", "教师。轮岗", &[]);
        check("教师。 SENT 轮岗", "轮岗教师。", &["轮岗", "教师。"]);
        check("“教师。轮” SENT 轮岗", "教师。轮岗", &[]);
    }

    #[test]
    fn alternatives_are_one_operand() {
        check("教师 NEAR/1 (轮岗 | 交流)", "教师交流", &["教师", "交流"]);
    }

    #[test]
    fn passages_hold_both_wherever() {
        check("教师 同段 轮岗", "教师。甲。轮岗", &["教师", "轮岗"]);
    }
}
