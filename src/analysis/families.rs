//! 词族: terms that stand for the same thing, as 县管校聘 for 区管校聘.
//!
//! Input: the table of this crate, and what users add to it. Output: for a folded text, which terms of families stand in it as words, and the other
//! terms of their families. The table's sources are named at its head. Refuses to know what is searched with them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::normalize::fold;

/// One family a line, its terms parted by spaces; `#` begins a comment.
const TABLE: &str = include_str!("families.txt");

/// Terms with other terms that may stand in their place.
#[derive(Debug, Clone, Default)]
pub struct Families {
    /// The terms of each, folded.
    families: Vec<Vec<String>>,
    /// Which of them a folded term is in.
    of_term: HashMap<String, Vec<usize>>,
    /// Of the longest term.
    max_chars: usize,
}

/// A term of a family where it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FamilyTerm<'f> {
    /// Where, in bytes of the folded text.
    pub byte_range: Range<usize>,
    /// The other terms of its families, folded, in their order.
    pub others: Vec<&'f str>,
}

impl Families {
    /// The families that this crate knows.
    pub fn standard() -> &'static Families {
        static STANDARD: LazyLock<Families> = LazyLock::new(|| {
            let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
            let families = lines.map(|line| line.split_whitespace());
            Families::default().with(families.filter(|terms| terms.clone().nth(1).is_some()))
        });
        &STANDARD
    }

    /// With more families, each a list of terms; a term of several families stands for the terms of all.
    pub fn with<'t>(
        mut self,
        more: impl IntoIterator<Item = impl IntoIterator<Item = &'t str>>,
    ) -> Families {
        for terms in more {
            let number = self.families.len();
            let terms: Vec<String> = terms.into_iter().map(fold).collect();
            for term in &terms {
                self.max_chars = self.max_chars.max(term.chars().count());
                self.of_term.entry(term.clone()).or_default().push(number);
            }
            self.families.push(terms);
        }
        self
    }

    /// How many there are.
    pub fn n_families(&self) -> usize {
        self.families.len()
    }

    /// The terms that stand in a text which is cut into words, the longest from the left; each begins and ends where a word does.
    pub fn terms_in<'f>(&'f self, words: &[impl AsRef<str>]) -> Vec<FamilyTerm<'f>> {
        let mut text = String::new();
        let mut edges = vec![0];
        for word in words {
            text.push_str(word.as_ref());
            edges.push(text.len());
        }
        let mut found = Vec::new();
        let mut next = 0;
        for (first, &start) in edges.iter().enumerate() {
            if start < next {
                continue;
            }
            // No word is empty, so a term has no more words than characters.
            let ends = edges[first + 1..].iter().take(self.max_chars);
            let longest = ends.rev().find_map(|&end| {
                let families = self.of_term.get(&text[start..end])?;
                Some((end, families))
            });
            if let Some((end, families)) = longest {
                let mut seen = HashSet::from([&text[start..end]]);
                let terms = families.iter().flat_map(|&number| &self.families[number]);
                let others = terms.map(String::as_str).filter(|term| seen.insert(*term));
                found.push(FamilyTerm {
                    byte_range: start..end,
                    others: others.collect(),
                });
                next = end;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &[&str], expected: &[(&str, &[&str])]) {
        let families = Families::default().with([
            vec!["区管校聘", "县管校聘"],
            vec!["教育局", "教体局", "教委"],
            vec!["区教育局", "区教委"],
            vec!["教委", "教育委员会"],
        ]);
        let text = words.concat();
        let found = families.terms_in(words);
        let found: Vec<(&str, Vec<&str>)> = found
            .into_iter()
            .map(|term| (&text[term.byte_range], term.others))
            .collect();
        let expected: Vec<(&str, Vec<&str>)> = expected
            .iter()
            .map(|(term, others)| (*term, others.to_vec()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_term_stands_for_the_others_of_its_family() {
        check(
            &["推进", "县", "管", "校", "聘"],
            &[("县管校聘", &["区管校聘"])],
        );
    }

    #[test]
    fn a_term_that_begins_or_ends_inside_a_word_is_none() {
        check(&["全县", "管", "校", "聘"], &[]);
        check(&["县", "管", "校", "聘用"], &[]);
    }

    #[test]
    fn of_terms_that_begin_together_the_longest_counts() {
        check(&["区", "教育局"], &[("区教育局", &["区教委"])]);
    }

    #[test]
    fn a_term_of_several_families_stands_for_all_of_them() {
        check(&["教委"], &[("教委", &["教育局", "教体局", "教育委员会"])]);
    }

    #[test]
    fn the_table_is_of_a_hundred_and_fifty_families_or_more_and_no_term_is_in_two() {
        let families = Families::standard();
        assert!(families.n_families() >= 150);
        for (term, of) in &families.of_term {
            assert_eq!(of.len(), 1, "{term}");
            assert!(term.chars().count() >= 2, "{term}");
        }
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        for line in lines.filter(|line| !line.is_empty()) {
            assert!(line.split(' ').count() >= 2, "{line}");
        }
    }
}
