//! Arranges candidates into what is shown: folds near-duplicates, puts a few hits of each report first, and makes pages or groups.
//!
//! Input: [`Rescored`] candidates. Output: the hits of one page, or its groups. It always works from the first hit on, so a page is the same
//! however one arrives at it. Nothing is lost: a hit names those that are folded into it, and the hits that a report has too many of come after the others.

use std::collections::{HashMap, VecDeque};

use serde::Serialize;

use super::near_duplicates::{SeenTexts, Shingles};
use super::rescoring::Rescored;
use super::sort_keys::DistrictNumbers;
use super::top::Candidate;
use crate::index::{IndexError, PassageAddress, Snapshot};

/// What becomes of a hit whose text is nearly that of a better one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NearDuplicates {
    /// It is a hit like any other.
    #[default]
    Separate,
    /// It is not shown by itself; the better hit names it.
    Folded,
}

/// The property by which hits are put together in groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// The report that they are from.
    Report,
    /// The district that reports.
    District,
}

/// Which hits are shown, and how they are put together.
#[derive(Debug, Clone, Default)]
pub struct Arrangement {
    /// So many hits are skipped first, or groups where there are groups.
    pub n_skipped: usize,
    /// At most so many are shown after those, hits or groups; `None` means all.
    pub max_hits: Option<usize>,
    /// At most so many hits of one report come in their place; its others come after all hits of the same tier. `None` means no limit.
    pub max_per_report: Option<usize>,
    /// What becomes of near-duplicates.
    pub near_duplicates: NearDuplicates,
    /// By what hits are put together, the best few of each group.
    pub grouping: Option<Grouping>,
}

impl Arrangement {
    /// How many hits, or groups, are looked for from the first on; `None` means all.
    fn n_wanted(&self) -> Option<usize> {
        self.max_hits.map(|max| max.saturating_add(self.n_skipped))
    }

    /// How many candidates it may need, from the first on; `None` means all, as groups do.
    pub(crate) fn n_candidates(&self) -> Option<usize> {
        match (self.grouping, self.n_wanted()) {
            (Some(_), _) | (None, None) => None,
            (None, Some(0)) => Some(0),
            (None, Some(n_wanted)) => {
                Some(n_wanted.saturating_add(MAX_PASSED_OVER + MAX_APART + 2))
            }
        }
    }
}

/// A candidate folds only into a hit that comes at most so many candidates before it. So all that folds into the hits of a page is known once so many
/// more candidates were looked at.
const MAX_APART: usize = 100;

/// At most so many hits are folded or put off for one page. Where a text is repeated in thousands of passages, the rest of them are hits of their own.
const MAX_PASSED_OVER: usize = 1_000;

/// A hit of the page.
pub(crate) struct ArrangedHit {
    /// The best of the passages that are shown as this hit.
    pub(crate) candidate: Candidate,
    /// Its number among the candidates, from 0.
    number: usize,
    /// Its near-duplicates, the best first.
    pub(crate) near_duplicates: Vec<PassageAddress>,
}

/// What the hits of a group have in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupKey {
    /// The path of the report, or the name of the district; `None` for the passages that have none.
    pub value: Option<String>,
    /// The title of the report, where passages are put together by report and it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// How many passages of the group match.
    #[serde(rename = "total")]
    pub n_passages: u64,
}

/// A group of hits.
pub(crate) struct ArrangedGroup {
    /// `None` where hits are not put together.
    pub(crate) key: Option<GroupKey>,
    /// Its best hits.
    pub(crate) hits: Vec<ArrangedHit>,
}

/// A page of hits.
pub(crate) struct Arranged {
    /// The groups of the page; one without a key where hits are not put together.
    pub(crate) groups: Vec<ArrangedGroup>,
    /// How many hits the pages before show.
    pub(crate) n_hits_before: usize,
    /// How many groups there are in all, where hits are put together.
    pub(crate) n_groups: Option<usize>,
}

/// Arranges candidates.
pub(crate) struct Arranger<'a> {
    snapshot: &'a Snapshot,
    arrangement: &'a Arrangement,
    hits: Vec<ArrangedHit>,
    seen: SeenTexts,
    n_by_report: HashMap<LimitKey, usize>,
    n_passed_over: usize,
    n_pulled: usize,
}

/// Tells reports apart when their hits are counted.
#[derive(PartialEq, Eq, Hash)]
enum LimitKey {
    /// The number of their report.
    Report(u64),
    /// The number of a file of passages, and the title that several records in it may share.
    Titled(u64, String),
}

impl<'a> Arranger<'a> {
    /// Prepares to arrange passages of a snapshot.
    pub(crate) fn new(snapshot: &'a Snapshot, arrangement: &'a Arrangement) -> Arranger<'a> {
        Arranger {
            snapshot,
            arrangement,
            hits: Vec::new(),
            seen: SeenTexts::default(),
            n_by_report: HashMap::new(),
            n_passed_over: 0,
            n_pulled: 0,
        }
    }

    /// Arranges a page.
    ///
    /// # Errors
    /// [`IndexError::Damaged`], here and below, where the index cannot be read.
    pub(crate) fn arrange(self, mut rescored: Rescored<'_>) -> Result<Arranged, IndexError> {
        match self.arrangement.grouping {
            Some(grouping) => self.groups(rescored, grouping),
            None => Ok(Arranged {
                n_hits_before: self.arrangement.n_skipped,
                n_groups: None,
                groups: vec![ArrangedGroup {
                    key: None,
                    hits: self.page(&mut rescored)?,
                }],
            }),
        }
    }

    /// Gives the hits of the page; fewer where the candidates end before it does. It takes at most [`Arrangement::n_candidates`] candidates.
    fn page(mut self, rescored: &mut Rescored<'_>) -> Result<Vec<ArrangedHit>, IndexError> {
        let n_wanted = self.arrangement.n_wanted().unwrap_or(usize::MAX);
        // Candidates of reports that have too many, with their numbers.
        let mut demoted: VecDeque<(Candidate, usize)> = VecDeque::new();
        let mut next = None;
        while !self.is_done(n_wanted) {
            if next.is_none() {
                next = rescored.next()?;
            }
            if let Some((first, _)) = demoted.front()
                && next.is_none_or(|next: Candidate| next.tier() != first.tier())
            {
                let of_this_tier = demoted.pop_front();
                of_this_tier
                    .into_iter()
                    .for_each(|(at, number)| self.show(at, number));
                continue;
            }
            let Some(candidate) = next.take() else { break };
            let number = self.n_pulled;
            self.n_pulled += 1;
            if self.fold(candidate, number) {
                continue;
            }
            match self.is_too_many(&candidate)? {
                true => demoted.push_back((candidate, number)),
                false => self.show(candidate, number),
            }
        }
        self.hits.truncate(n_wanted);
        let n_skipped = self.arrangement.n_skipped.min(self.hits.len());
        self.hits.drain(..n_skipped);
        Ok(self.hits)
    }

    /// Whether all hits of the page were found, and all that folds into them.
    fn is_done(&self, n_wanted: usize) -> bool {
        let Some(wanted) = self.hits.get(..n_wanted) else {
            return false;
        };
        let last = wanted.iter().map(|hit| hit.number).max();
        !self.folds() || last.is_none_or(|last| self.n_pulled > last + MAX_APART)
    }

    fn folds(&self) -> bool {
        self.arrangement.near_duplicates == NearDuplicates::Folded
    }

    fn shingles(&self, at: PassageAddress) -> Shingles {
        let segment = &self.snapshot.segments()[at.segment_ord as usize];
        Shingles::of(segment.texts.get(at.doc_id).chars())
    }

    /// Folds a candidate into the hit that it nearly is; false where there is none.
    fn fold(&mut self, candidate: Candidate, number: usize) -> bool {
        let is_near = |hit: usize| {
            let hit = self.hits.get(hit);
            hit.is_some_and(|hit| number.abs_diff(hit.number) <= MAX_APART)
        };
        let found = match self.folds() && self.n_passed_over < MAX_PASSED_OVER {
            true => self.seen.find(&self.shingles(candidate.at), is_near),
            false => None,
        };
        let Some(hit) = found.and_then(|hit| self.hits.get_mut(hit)) else {
            return false;
        };
        hit.near_duplicates.push(candidate.at);
        self.n_passed_over += 1;
        true
    }

    fn is_too_many(&mut self, candidate: &Candidate) -> Result<bool, IndexError> {
        let Some(max) = self.arrangement.max_per_report else {
            return Ok(false);
        };
        let Some(report) = self.report_of(candidate)? else {
            return Ok(false);
        };
        let n_shown = self.n_by_report.entry(report).or_default();
        *n_shown += 1;
        let is_too_many = *n_shown > max && self.n_passed_over < MAX_PASSED_OVER;
        self.n_passed_over += usize::from(is_too_many);
        Ok(is_too_many)
    }

    /// Tells which report a passage is from; `None` for a record without a title, which counts as a report of its own.
    fn report_of(&self, candidate: &Candidate) -> Result<Option<LimitKey>, IndexError> {
        if !self.is_record(candidate.at)? {
            return Ok(Some(LimitKey::Report(candidate.report())));
        }
        let title = self.snapshot.record(candidate.at)?.facts.title;
        Ok(title.map(|title| LimitKey::Titled(candidate.report(), title)))
    }

    /// Whether a passage is a record of a file of passages.
    fn is_record(&self, at: PassageAddress) -> Result<bool, IndexError> {
        let segment = &self.snapshot.segments()[at.segment_ord as usize];
        Ok(segment.record_flags()?.is_record(at.doc_id))
    }

    fn show(&mut self, candidate: Candidate, number: usize) {
        if self.folds() {
            let shingles = self.shingles(candidate.at);
            self.seen.add(shingles);
        }
        self.hits.push(ArrangedHit {
            candidate,
            number,
            near_duplicates: Vec::new(),
        });
    }

    /// Gives the groups of the page, in the order of the best hit of each, with the best few hits of each.
    fn groups(self, rescored: Rescored<'_>, grouping: Grouping) -> Result<Arranged, IndexError> {
        let districts = match grouping {
            Grouping::Report => None,
            Grouping::District => Some(DistrictNumbers::new(self.snapshot)?),
        };
        let mut numbers: HashMap<Option<u64>, usize> = HashMap::new();
        let mut all: Vec<Vec<Candidate>> = Vec::new();
        for candidate in rescored.all()? {
            let of = match &districts {
                None => Some(candidate.report()),
                Some(districts) => districts.number(candidate.at).map(u64::from),
            };
            let number = *numbers.entry(of).or_insert(all.len());
            if number == all.len() {
                all.push(Vec::new());
            }
            all[number].push(candidate);
        }
        let n_groups = all.len();
        let (mut groups, mut n_hits_before) = (Vec::new(), 0);
        let n_wanted = self.arrangement.n_wanted().unwrap_or(usize::MAX);
        for (number, candidates) in all.into_iter().take(n_wanted).enumerate() {
            let n_passages = candidates.len() as u64;
            let first = candidates[0].at;
            let hits = self.best_of_group(candidates);
            if number < self.arrangement.n_skipped {
                n_hits_before += hits.len();
                continue;
            }
            let is_record = self.is_record(first)?;
            let first = self.snapshot.record(first)?;
            let (value, title) = match grouping {
                Grouping::Report if is_record => (Some(first.path), None),
                Grouping::Report => (Some(first.path), first.facts.title),
                Grouping::District => (first.facts.district, None),
            };
            groups.push(ArrangedGroup {
                key: Some(GroupKey {
                    value,
                    title,
                    n_passages,
                }),
                hits,
            });
        }
        Ok(Arranged {
            groups,
            n_hits_before,
            n_groups: Some(n_groups),
        })
    }

    /// Gives the best few of a group, near-duplicates folded.
    fn best_of_group(&self, candidates: Vec<Candidate>) -> Vec<ArrangedHit> {
        let max_hits = self.arrangement.max_per_report.unwrap_or(usize::MAX);
        let mut best = Arranger::new(self.snapshot, self.arrangement);
        for candidate in candidates {
            if best.hits.len() >= max_hits {
                break;
            }
            if !best.fold(candidate, 0) {
                best.show(candidate, 0);
            }
        }
        best.hits
    }
}
