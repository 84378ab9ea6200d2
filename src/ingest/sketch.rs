//! Sketches the text of a report, so that the same report is known again in another file.
//!
//! Input: a report. Output: its [`Sketch`]: a hash of its text and the least hashes of its runs of eight characters, which estimate how much
//! two texts have in common without either (Broder, On the resemblance and containment of documents, 1997). Titles
//! and boilerplate are left out: a reprint has others. [`duplicates`](super::duplicates) compares the sketches of all reports.

use crate::analysis::fold;
use crate::corpus::hash;
use crate::index::Sketch;
use crate::report::{Evidenced, Report, Role};

/// How many characters a shingle has.
const SHINGLE_CHARS: usize = 8;
/// How many hashes are kept. The estimate of a resemblance of 0.9 is off by 0.03 in the mean.
const N_LEAST: usize = 128;
/// Fewer characters than this are no text to know a report by.
const MIN_CHARS: u32 = 30;
/// Texts of fewer characters than this are the same where every character is.
const MIN_CHARS_TO_RESEMBLE: u32 = 200;
/// Texts that resemble each other as much are the same, where nothing else speaks against it.
const MIN_RESEMBLANCE: f64 = 0.85;

impl Sketch {
    /// Sketches a report by its paragraphs and headings.
    pub(super) fn of(report: &Report) -> Sketch {
        let (mut text, mut whole) = (String::new(), String::new());
        for passage in &report.passages {
            let folded = fold(&passage.text);
            if matches!(passage.role, Role::Body | Role::Heading) {
                text.extend(folded.chars().filter(|c| c.is_alphanumeric()));
            }
            whole.push_str(&folded);
            whole.push('\n');
        }
        let least = least_hashes(&text);
        let (district, year) = (&report.metadata.district, &report.metadata.report_year);
        Sketch {
            text_hash: hash(&text),
            whole_hash: hash(&whole),
            n_chars: u32::try_from(text.chars().count()).unwrap_or(u32::MAX),
            district: stated(district),
            report_year: stated(year),
            least: least.iter().map(|hash| format!("{hash:08x}")).collect(),
        }
    }

    /// Whether there is enough text to know a report by.
    pub(super) fn has_enough_text(&self) -> bool {
        self.n_chars >= MIN_CHARS
    }

    /// Whether the reports name different places or years: one was copied from the other then, which is no reprint.
    pub(super) fn contradicts(&self, other: &Sketch) -> bool {
        fn differ<T: PartialEq>(one: &Option<T>, other: &Option<T>) -> bool {
            one.is_some() && other.is_some() && one != other
        }
        differ(&self.district, &other.district) || differ(&self.report_year, &other.report_year)
    }

    /// Whether the texts are the same, every character.
    pub(super) fn is_equal(&self, other: &Sketch) -> bool {
        self.has_enough_text() && (self.text_hash, self.n_chars) == (other.text_hash, other.n_chars)
    }

    /// Whether the texts are the same but for a few words.
    pub(super) fn resembles(&self, other: &Sketch) -> bool {
        self.n_chars.min(other.n_chars) >= MIN_CHARS_TO_RESEMBLE
            && resemblance(&self.least(N_LEAST), &other.least(N_LEAST)) >= MIN_RESEMBLANCE
    }

    /// The least `max` hashes of shingles, ascending.
    pub(super) fn least(&self, max: usize) -> Vec<u32> {
        let digits = self.least.as_bytes().chunks_exact(8).take(max);
        let hash = |digits| u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
        digits.filter_map(hash).collect()
    }
}

/// A value that stands in the text or that the user gave; not one that only the path tells.
fn stated<T: Clone>(found: &Option<Evidenced<T>>) -> Option<T> {
    let found = found.as_ref().filter(|found| found.evidence.line > 0)?;
    Some(found.value.clone())
}

/// Finds the least hashes of a text's shingles, ascending, each once. A text shorter than a shingle is one shingle.
fn least_hashes(text: &str) -> Vec<u32> {
    const BASE: u64 = 0x0000_0100_0000_01b3;
    let leaving = BASE.wrapping_pow(SHINGLE_CHARS as u32);
    let mut least: Vec<u32> = Vec::with_capacity(4 * N_LEAST);
    let mut keep = |hash: u32, bound: &mut u32| {
        if hash > *bound {
            return;
        }
        least.push(hash);
        if least.len() == 4 * N_LEAST {
            least.sort_unstable();
            least.dedup();
            least.truncate(N_LEAST);
            if least.len() == N_LEAST {
                *bound = least[N_LEAST - 1];
            }
        }
    };
    let mut bound = u32::MAX;
    let mut rolling = 0_u64;
    let mut behind = text.chars();
    let mut n_seen = 0;
    for c in text.chars() {
        rolling = rolling.wrapping_mul(BASE).wrapping_add(u64::from(c) + 1);
        n_seen += 1;
        if n_seen > SHINGLE_CHARS
            && let Some(gone) = behind.next()
        {
            rolling = rolling.wrapping_sub(leaving.wrapping_mul(u64::from(gone) + 1));
        }
        if n_seen >= SHINGLE_CHARS {
            keep(mixed(rolling), &mut bound);
        }
    }
    if (1..SHINGLE_CHARS).contains(&n_seen) {
        keep(mixed(rolling), &mut bound);
    }
    least.sort_unstable();
    least.dedup();
    least.truncate(N_LEAST);
    least
}

/// Makes a hash whose every bit depends on every bit of `rolling` (Steele et al., SplitMix64, 2014).
fn mixed(rolling: u64) -> u32 {
    let mut bits = rolling;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((bits ^ (bits >> 31)) >> 32) as u32
}

/// Estimates how large a part of all shingles both texts have, from 0 to 1, by the least of their union.
fn resemblance(ours: &[u32], theirs: &[u32]) -> f64 {
    let (mut at, mut there) = (0, 0);
    let (mut n_both, mut n_all) = (0, 0);
    while n_all < N_LEAST && (at < ours.len() || there < theirs.len()) {
        let (one, other) = (ours.get(at), theirs.get(there));
        let is_ours = other.is_none() || one.is_some_and(|one| Some(one) <= other);
        let is_theirs = one.is_none() || other.is_some_and(|other| Some(other) <= one);
        at += usize::from(is_ours);
        there += usize::from(is_theirs);
        n_both += usize::from(is_ours && is_theirs);
        n_all += 1;
    }
    f64::from(n_both as u32) / f64::from((n_all as u32).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::SourceText;
    use proptest::prelude::*;

    fn sketch(text: &str) -> Sketch {
        Sketch::of(&crate::report::read(&SourceText::new("a.txt", text)))
    }

    /// Paragraphs that have little in common.
    fn paragraphs(range: std::ops::Range<u32>) -> String {
        let word = |n: u32| char::from_u32(0x4E00 + n * 37 % 20_000).unwrap_or('字');
        let paragraph = |n: u32| -> String {
            let words = (0..40).map(|at| word(n * 40 + at));
            words.chain("。\n".chars()).collect()
        };
        range.map(paragraph).collect()
    }

    #[test]
    fn the_same_words_in_other_marks_are_the_same_text() {
        let (one, other) = (
            "推进教师“区管校聘”改革，优化师资结构，办好人民满意的教育，全面落实立德树人根本任务。",
            "推进教师区管校聘改革, 优化师资结构, 办好人民满意的教育, 全面落实立德树人根本任务.",
        );
        assert!(sketch(one).is_equal(&sketch(other)));
        assert!(!sketch(one).is_equal(&sketch(&one.replace("师资", "校舍"))));
    }

    #[test]
    fn a_text_with_one_paragraph_more_resembles_and_half_of_one_does_not() {
        let whole = sketch(&paragraphs(0..40));
        assert!(whole.resembles(&sketch(&paragraphs(0..41))));
        assert!(!whole.resembles(&sketch(&paragraphs(0..20))));
        assert!(!whole.resembles(&sketch(&paragraphs(40..80))));
    }

    #[test]
    fn too_short_a_text_is_never_the_same() {
        assert!(!sketch("工作总结。").is_equal(&sketch("工作总结。")));
    }

    proptest! {
        #[test]
        fn the_hashes_are_the_least_of_all(text in "[一-丕]{0,700}") {
            let chars: Vec<char> = text.chars().collect();
            let n_windows = chars.len().saturating_sub(SHINGLE_CHARS - 1);
            let mut all: Vec<u32> = (0..n_windows)
                .flat_map(|at| {
                    let window: String = chars[at..at + SHINGLE_CHARS].iter().collect();
                    least_hashes(&window)
                })
                .collect();
            all.sort_unstable();
            all.dedup();
            all.truncate(N_LEAST);
            if chars.len() >= SHINGLE_CHARS {
                prop_assert_eq!(least_hashes(&text), all);
            }
        }

        #[test]
        fn a_resemblance_goes_both_ways(one in prop::collection::btree_set(any::<u32>(), 0..200), other in prop::collection::btree_set(any::<u32>(), 0..200)) {
            let (one, other): (Vec<u32>, Vec<u32>) = (one.into_iter().collect(), other.into_iter().collect());
            prop_assert_eq!(resemblance(&one, &other), resemblance(&other, &one));
            prop_assert_eq!(resemblance(&one, &one), if one.is_empty() { 0.0 } else { 1.0 });
        }
    }
}
