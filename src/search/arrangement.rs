//! From candidates in their order to what is shown: near-duplicates folded, a few from one report first, pages, groups.
//!
//! Input: [`Ranked`] candidates. Output: those of one page. Whatever is done to them is done from the first hit on, so a page is the same
//! however it is come to. Nothing is lost: what is folded is named by what it is folded into, and what a report has too many of comes
//! after the others. Refuses to know records and how hits are shown.

use std::collections::{HashMap, VecDeque};

use serde::Serialize;
use tantivy::DocAddress;

use super::best::Candidate;
use super::keys::{Districts, Reports};
use super::near_duplicates::{NearDuplicates, Shingles};
use super::options::{self, Grouping, SearchOptions};
use super::ranked::Ranked;
use crate::index::{IndexError, Snapshot};

/// A candidate folds into a hit that comes at most so many candidates before it: so all that folds into the hits of a page is known once
/// so many more were looked at.
const MAX_APART: usize = 100;

/// So many hits are passed over for one page, folded or put off: of a text that stands in thousands of places the others are hits of
/// their own.
const MAX_PASSED_OVER: usize = 1_000;

/// What is shown as one hit.
pub(super) struct Shown {
    pub(super) candidate: Candidate,
    /// Its number among the candidates, from 0.
    number: usize,
    /// Its near-duplicates, the best first.
    pub(super) also_at: Vec<DocAddress>,
    /// Its group, where there are groups.
    pub(super) group: Option<Group>,
}

/// Hits put together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The path of the report, or the name of the unit; none for the passages that have none.
    pub value: Option<String>,
    /// The title of the report, where passages are put together by it and it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// How many passages of it match.
    pub total: u64,
}

/// The groups of a page.
pub(super) struct Groups {
    /// The hits of the page, group by group.
    pub(super) shown: Vec<Shown>,
    /// How many hits the pages before show.
    pub(super) n_before: usize,
    /// How many groups there are in all.
    pub(super) n_groups: usize,
}

/// How many candidates a page of so many hits may need, from the first on.
pub(super) fn n_needed(n_wanted: usize) -> usize {
    n_wanted.saturating_add(MAX_PASSED_OVER + MAX_APART + 2)
}

/// Arranges what `options` ask for.
pub(super) struct Arranger<'a> {
    snapshot: &'a Snapshot,
    options: &'a SearchOptions,
    shown: Vec<Shown>,
    seen: NearDuplicates,
    n_by_report: HashMap<(u64, Option<String>), usize>,
    /// Which report each passage is from; `None` until it is asked.
    reports: Option<Reports>,
    n_passed_over: usize,
    n_pulled: usize,
}

impl<'a> Arranger<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, options: &'a SearchOptions) -> Arranger<'a> {
        Arranger {
            snapshot,
            options,
            shown: Vec::new(),
            seen: NearDuplicates::default(),
            n_by_report: HashMap::new(),
            reports: None,
            n_passed_over: 0,
            n_pulled: 0,
        }
    }

    /// The hits of the page; fewer where the candidates end before it does. Of `ranked` at most [`n_needed`] are asked for.
    pub(super) fn page(mut self, ranked: &mut Ranked<'_>) -> Result<Vec<Shown>, IndexError> {
        let n_wanted = self.options.n_wanted().unwrap_or(usize::MAX);
        // With their numbers.
        let mut demoted: VecDeque<(Candidate, usize)> = VecDeque::new();
        let mut next = None;
        while !self.is_done(n_wanted) {
            if next.is_none() {
                next = ranked.next()?;
            }
            if let Some((first, _)) = demoted.front()
                && next.is_none_or(|next: Candidate| next.level() != first.level())
            {
                let of_this_level = demoted.pop_front();
                of_this_level
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
        self.shown.truncate(n_wanted);
        self.shown
            .drain(..self.options.n_skipped.min(self.shown.len()));
        Ok(self.shown)
    }

    /// Whether all hits of the page are there, and all that folds into them.
    fn is_done(&self, n_wanted: usize) -> bool {
        let Some(wanted) = self.shown.get(..n_wanted) else {
            return false;
        };
        let last = wanted.iter().map(|shown| shown.number).max();
        !self.folds() || last.is_none_or(|last| self.n_pulled > last + MAX_APART)
    }

    fn folds(&self) -> bool {
        self.options.near_duplicates == options::NearDuplicates::Folded
    }

    fn shingles(&self, at: DocAddress) -> Shingles {
        let segment = &self.snapshot.segments()[at.segment_ord as usize];
        Shingles::of(segment.texts.get(at.doc_id).chars())
    }

    /// Folds a candidate into the hit that it nearly is; false where there is none.
    fn fold(&mut self, candidate: Candidate, number: usize) -> bool {
        let is_near = |shown: usize| {
            let shown = self.shown.get(shown);
            shown.is_some_and(|shown| number.abs_diff(shown.number) <= MAX_APART)
        };
        let found = match self.folds() && self.n_passed_over < MAX_PASSED_OVER {
            true => self.seen.find(&self.shingles(candidate.at), is_near),
            false => None,
        };
        let Some(shown) = found.and_then(|shown| self.shown.get_mut(shown)) else {
            return false;
        };
        shown.also_at.push(candidate.at);
        self.n_passed_over += 1;
        true
    }

    fn is_too_many(&mut self, candidate: &Candidate) -> Result<bool, IndexError> {
        let Some(max) = self.options.max_per_report else {
            return Ok(false);
        };
        let Some(report) = self.report_of(candidate.at)? else {
            return Ok(false);
        };
        let n_shown = self.n_by_report.entry(report).or_default();
        *n_shown += 1;
        let is_too_many = *n_shown > max && self.n_passed_over < MAX_PASSED_OVER;
        self.n_passed_over += usize::from(is_too_many);
        Ok(is_too_many)
    }

    /// The report that a passage is from: its number, or that of a file of passages and the title that a record in it has; `None` for a
    /// record without a title, which stands by itself.
    fn report_of(&mut self, at: DocAddress) -> Result<Option<(u64, Option<String>)>, IndexError> {
        let reports = self.reports()?;
        let number = reports.number(at);
        if reports.is_of_report(at) {
            return Ok(Some((number, None)));
        }
        let title = self.snapshot.record(at)?.title;
        Ok(title.map(|title| (number, Some(title))))
    }

    fn reports(&mut self) -> Result<&Reports, IndexError> {
        let reports = match self.reports.take() {
            Some(reports) => reports,
            None => Reports::new(self.snapshot).map_err(|error| self.snapshot.failed(error))?,
        };
        Ok(self.reports.insert(reports))
    }

    fn show(&mut self, candidate: Candidate, number: usize) {
        if self.folds() {
            let shingles = self.shingles(candidate.at);
            self.seen.add(shingles);
        }
        self.shown.push(Shown {
            candidate,
            number,
            also_at: Vec::new(),
            group: None,
        });
    }

    /// The groups of the page, in the order of the best hit of each. Of each the best few are shown.
    pub(super) fn groups(
        mut self,
        ranked: Ranked<'_>,
        grouping: Grouping,
    ) -> Result<Groups, IndexError> {
        let snapshot = self.snapshot;
        let failed = |error| snapshot.failed(error);
        let districts = match grouping {
            Grouping::Report => None,
            Grouping::District => Some(Districts::new(snapshot).map_err(failed)?),
        };
        let mut numbers: HashMap<Option<u64>, usize> = HashMap::new();
        let mut groups: Vec<Vec<Candidate>> = Vec::new();
        for candidate in ranked.all()? {
            let of = match &districts {
                None => Some(self.reports()?.number(candidate.at)),
                Some(districts) => districts.number(candidate.at).map(u64::from),
            };
            let number = *numbers.entry(of).or_insert(groups.len());
            if number == groups.len() {
                groups.push(Vec::new());
            }
            groups[number].push(candidate);
        }
        let n_groups = groups.len();
        let (mut shown, mut n_before) = (Vec::new(), 0);
        let n_wanted = self.options.n_wanted().unwrap_or(usize::MAX);
        for (number, candidates) in groups.into_iter().take(n_wanted).enumerate() {
            let total = candidates.len() as u64;
            let first = candidates[0].at;
            let best = self.best_of_group(candidates);
            if number < self.options.n_skipped {
                n_before += best.len();
                continue;
            }
            let is_report = self.reports()?.is_of_report(first);
            let first = self.snapshot.record(first)?;
            let (value, title) = match grouping {
                Grouping::Report if is_report => (Some(first.path), first.title),
                Grouping::Report => (Some(first.path), None),
                Grouping::District => (first.district, None),
            };
            let group = Some(Group {
                value,
                title,
                total,
            });
            shown.extend(best.into_iter().map(|shown| Shown {
                group: group.clone(),
                ..shown
            }));
        }
        Ok(Groups {
            shown,
            n_before,
            n_groups,
        })
    }

    /// The best few of a group, near-duplicates folded.
    fn best_of_group(&self, candidates: Vec<Candidate>) -> Vec<Shown> {
        let max_hits = self.options.max_per_report.unwrap_or(usize::MAX);
        let mut best = Arranger::new(self.snapshot, self.options);
        for candidate in candidates {
            if best.shown.len() >= max_hits {
                break;
            }
            if !best.fold(candidate, 0) {
                best.show(candidate, 0);
            }
        }
        best.shown
    }
}
