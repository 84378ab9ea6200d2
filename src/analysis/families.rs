//! Families of terms that stand for the same thing (词族), as 县管校聘 for 区管校聘: the table of synonyms.
//!
//! Input: the table of this crate, `families.txt`, and what users add to it. Output: for a folded text, which terms of
//! families stand in it as words, and the other terms of their families. The table's sources are named at its head.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use super::normalize::fold;

/// One family a line, its terms parted by spaces; `#` begins a comment.
const TABLE: &str = include_str!("families.txt");

/// Families of terms, each of which may stand in the place of the others.
#[derive(Debug, Clone, Default)]
pub struct Families {
    /// The terms of each family, folded.
    families: Vec<Vec<String>>,
    /// The index of the family that a folded term is in.
    of_term: HashMap<String, usize>,
    /// How many characters the longest term has.
    max_chars: usize,
}

/// A term of a family where it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FamilyTerm<'f> {
    /// Where it stands, in bytes of the folded text.
    pub byte_range: Range<usize>,
    /// The other terms of its family, folded, in their order.
    pub others: Vec<&'f str>,
}

impl Families {
    /// The families of this crate's table.
    pub fn standard() -> &'static Families {
        static STANDARD: LazyLock<Families> = LazyLock::new(|| {
            let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
            let families = lines.map(|line| line.split_whitespace());
            Families::default().with(families.filter(|terms| terms.clone().nth(1).is_some()))
        });
        &STANDARD
    }

    /// Adds families, each a list of terms. Families that have a term in common become one; added terms stand before those
    /// that were there.
    pub fn with<'t>(
        self,
        more: impl IntoIterator<Item = impl IntoIterator<Item = &'t str>>,
    ) -> Families {
        let mut joined = Families::default();
        for terms in more {
            joined.join(terms.into_iter().map(fold).collect());
        }
        for terms in self.families {
            joined.join(terms);
        }
        joined.families.retain(|terms| !terms.is_empty());
        joined.of_term.clear();
        for (number, terms) in joined.families.iter().enumerate() {
            let of_terms = terms.iter().map(|term| (term.clone(), number));
            joined.of_term.extend(of_terms);
        }
        joined
    }

    /// Adds a family to the largest family that it has a term in common with, and moves the terms of the other such families
    /// there; these are left empty.
    fn join(&mut self, terms: Vec<String>) {
        let known = terms.iter().filter_map(|term| self.of_term.get(term));
        let known: BTreeSet<usize> = known.copied().collect();
        let largest = known
            .iter()
            .rev()
            .max_by_key(|&&number| self.families[number].len());
        let into = largest.copied().unwrap_or(self.families.len());
        if into == self.families.len() {
            self.families.push(Vec::new());
        }
        let mut added = terms;
        for number in known.into_iter().filter(|&number| number != into) {
            added.append(&mut self.families[number]);
        }
        for term in added {
            self.max_chars = self.max_chars.max(term.chars().count());
            if self.of_term.insert(term.clone(), into) != Some(into) {
                self.families[into].push(term);
            }
        }
    }

    /// How many families there are.
    pub fn n_families(&self) -> usize {
        self.families.len()
    }

    /// Finds the terms in a text that is cut into words, from the left and the longest first; each begins and ends where a
    /// word does.
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
                let number = self.of_term.get(&text[start..end])?;
                Some((end, &self.families[*number]))
            });
            if let Some((end, family)) = longest {
                let terms = family.iter().map(String::as_str);
                let others = terms.filter(|term| *term != &text[start..end]);
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
    fn families_that_have_a_term_in_common_are_one() {
        check(&["教委"], &[("教委", &["教育局", "教体局", "教育委员会"])]);
        let all = ["教育局", "教体局", "教委"];
        check(&["教育委员会"], &[("教育委员会", &all)]);
        let families = Families::default()
            .with([["甲一", "甲二"], ["乙一", "乙二"], ["丙一", "丙二"]])
            .with([["丁一", "甲二"], ["乙二", "甲一"]]);
        assert_eq!(families.n_families(), 2);
        let of = |term: &str| families.terms_in(&[term])[0].others.join(" ");
        assert_eq!(of("乙一"), "丁一 甲二 甲一 乙二");
        assert_eq!(of("丁一"), "甲二 甲一 乙二 乙一");
        assert_eq!(of("丙一"), "丙二");
    }

    #[test]
    fn the_table_is_of_a_hundred_and_fifty_families_or_more_and_no_term_is_in_two() {
        let families = Families::standard();
        assert!(families.n_families() >= 150);
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        let mut seen = std::collections::HashSet::new();
        for line in lines.filter(|line| !line.is_empty()) {
            assert!(line.split(' ').count() >= 2, "{line}");
            for term in line.split(' ') {
                assert!(seen.insert(fold(term)), "{term}");
                assert!(term.chars().count() >= 2, "{term}");
            }
        }
    }
}
