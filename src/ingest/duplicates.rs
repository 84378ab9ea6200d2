//! Finds the reports that are the same: the .docx and the .txt of one, or a reprint under another title.
//!
//! Input: sketches in the order of their paths. Output: for each report the first one that it is the same as. That depends on
//! the reports alone and not on the order in which they came, so an updated index is that of a rebuild. Of a report
//! that is the same as another, only the passages are indexed that the other has not, so that nothing is lost: [`PassageTexts`] tells
//! which those are, and [`reconciliation`](super::reconciliation) carries it out.

use std::collections::{HashMap, HashSet};

use memchr::memmem;

use crate::analysis::fold;
use crate::index::StoredReport;
use crate::report::{Passage, Report};

/// How many of the least hashes lead from one report to another that resembles it. Of two that share 0.85 of their shingles
/// one has a quarter of these but once in ten million times.
const N_LEADS: usize = 16;
/// A hash that this many reports have is of a phrase of the genre, and leads to no more.
const MAX_SHARED: usize = 64;

/// Finds for each report the one before it that it is the same as; that one is the same as none.
pub(super) fn find(reports: &[&StoredReport]) -> Vec<Option<usize>> {
    let mut by_text: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut by_hash: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut same_as = Vec::with_capacity(reports.len());
    for (at, report) in reports.iter().enumerate() {
        let Some(sketch) = report
            .sketch
            .as_ref()
            .filter(|sketch| sketch.has_enough_text())
        else {
            same_as.push(None);
            continue;
        };
        let is_same = |other: &usize| {
            let other = reports[*other].sketch.as_ref();
            other.is_some_and(|other| {
                !sketch.contradicts(other) && (sketch.is_equal(other) || sketch.resembles(other))
            })
        };
        let equal = by_text.get(&sketch.text_hash).into_iter().flatten();
        let leads = sketch.least(N_LEADS);
        let found = equal.copied().find(|other| is_same(other)).or_else(|| {
            let mut n_shared: HashMap<usize, usize> = HashMap::new();
            for those in leads.iter().filter_map(|hash| by_hash.get(hash)) {
                for &other in those {
                    *n_shared.entry(other).or_default() += 1;
                }
            }
            let likely = n_shared.into_iter().filter(|(_, n)| 4 * n >= leads.len());
            let mut likely: Vec<usize> = likely.map(|(other, _)| other).collect();
            likely.sort_unstable();
            likely.into_iter().find(is_same)
        });
        if found.is_none() {
            by_text.entry(sketch.text_hash).or_default().push(at);
            for hash in leads {
                let those = by_hash.entry(hash).or_default();
                if those.len() < MAX_SHARED {
                    those.push(at);
                }
            }
        }
        same_as.push(found);
    }
    same_as
}

/// The texts of a report's passages, to look up whether it has the text of another passage.
pub(super) struct PassageTexts {
    /// The text of each passage, folded.
    passages: HashSet<String>,
    /// All of these texts, a line break after each: folded text has none.
    text: String,
}

impl PassageTexts {
    /// Takes the texts of a report.
    pub(super) fn of(report: &Report) -> PassageTexts {
        let mut text = String::new();
        let mut passages = HashSet::new();
        for passage in &report.passages {
            let folded = fold(&passage.text);
            text.push_str(&folded);
            text.push('\n');
            passages.insert(folded);
        }
        PassageTexts { passages, text }
    }

    /// How much memory they take, in bytes, about.
    pub(super) fn n_bytes(&self) -> usize {
        2 * self.text.len() + self.passages.len() * 2 * size_of::<String>()
    }

    /// Whether one passage of the report holds all of this one, so that whatever is found in this one is found there.
    pub(super) fn holds(&self, passage: &Passage) -> bool {
        let folded = fold(&passage.text);
        self.passages.contains(&folded)
            || memmem::find(self.text.as_bytes(), folded.as_bytes()).is_some()
    }
}
