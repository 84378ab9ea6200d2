//! From candidates in their order to what is shown: near-duplicates folded, a few from one report first, pages, groups.
//!
//! Input: [`Ranked`] candidates. Output: those of one page. Whatever is done to them is done from the first hit on, so a page is the same
//! however it is come to. Nothing is lost: what is folded is named by what it is folded into, and what a report has too many of comes
//! after the others. Refuses to know records and how hits are shown.

use std::collections::{HashMap, VecDeque};

use serde::Serialize;
use tantivy::DocAddress;

use super::best::Candidate;
use super::keys::Districts;
use super::near_duplicates::{NearDuplicates, Shingles};
use super::options::{self, Grouping, SearchOptions};
use super::ranked::Ranked;
use crate::corpus::hash;
use crate::index::{IndexError, PassageRecord, Snapshot, report_id};

/// After a page so many candidates more are looked at for near-duplicates of what it shows.
const N_LOOKED_AHEAD: usize = 60;

/// So many hits are passed over for one page, folded or put off: of a text that stands in thousands of places the others are hits of
/// their own.
const MAX_PASSED_OVER: usize = 1_000;

/// What is shown as one hit.
pub(super) struct Shown {
    pub(super) candidate: Candidate,
    pub(super) record: PassageRecord,
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
    /// How many passages of it match.
    pub total: u64,
}

/// How many candidates a page of so many hits may need, from the first on.
pub(super) fn n_needed(n_wanted: usize) -> usize {
    n_wanted.saturating_add(MAX_PASSED_OVER + N_LOOKED_AHEAD)
}

/// Arranges what `options` ask for.
pub(super) struct Arranger<'a> {
    snapshot: &'a Snapshot,
    options: &'a SearchOptions,
    shown: Vec<Shown>,
    seen: NearDuplicates,
    n_by_report: HashMap<u64, usize>,
    n_passed_over: usize,
}

impl<'a> Arranger<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, options: &'a SearchOptions) -> Arranger<'a> {
        Arranger {
            snapshot,
            options,
            shown: Vec::new(),
            seen: NearDuplicates::default(),
            n_by_report: HashMap::new(),
            n_passed_over: 0,
        }
    }

    /// The hits of the page; fewer where the candidates end before it does.
    pub(super) fn page(mut self, ranked: &mut Ranked<'_>) -> Result<Vec<Shown>, IndexError> {
        let n_wanted = self.options.n_wanted().unwrap_or(usize::MAX);
        let mut demoted: VecDeque<(Candidate, PassageRecord)> = VecDeque::new();
        let mut next = None;
        while self.shown.len() < n_wanted {
            if next.is_none() {
                next = ranked.next()?;
            }
            if let Some((first, _)) = demoted.front()
                && next.is_none_or(|next: Candidate| next.level() != first.level())
            {
                let of_this_level = demoted.pop_front();
                of_this_level
                    .into_iter()
                    .for_each(|(at, record)| self.show(at, record));
                continue;
            }
            let Some(candidate) = next.take() else { break };
            if self.fold(candidate) {
                continue;
            }
            let record = self.snapshot.record(candidate.at)?;
            match self.is_too_many(&candidate, &record) {
                true => demoted.push_back((candidate, record)),
                false => self.show(candidate, record),
            }
        }
        let demoted = demoted.into_iter().map(|(candidate, _)| candidate);
        let mut ahead: Vec<Candidate> = next.into_iter().chain(demoted).collect();
        while self.folds()
            && ahead.len() < N_LOOKED_AHEAD
            && let Some(candidate) = ranked.next_ready()?
        {
            ahead.push(candidate);
        }
        for candidate in ahead {
            self.fold(candidate);
        }
        self.shown
            .drain(..self.options.n_skipped.min(self.shown.len()));
        Ok(self.shown)
    }

    fn folds(&self) -> bool {
        self.options.near_duplicates == options::NearDuplicates::Folded
    }

    fn shingles(&self, at: DocAddress) -> Shingles {
        let segment = &self.snapshot.segments()[at.segment_ord as usize];
        Shingles::of(segment.texts.get(at.doc_id).chars())
    }

    /// Folds a candidate into the hit that it nearly is; false where there is none.
    fn fold(&mut self, candidate: Candidate) -> bool {
        let found = match self.folds() && self.n_passed_over < MAX_PASSED_OVER {
            true => self.seen.find(&self.shingles(candidate.at)),
            false => None,
        };
        if let Some(shown) = found.and_then(|number| self.shown.get_mut(number)) {
            shown.also_at.push(candidate.at);
            self.n_passed_over += 1;
        }
        found.is_some()
    }

    fn is_too_many(&mut self, candidate: &Candidate, record: &PassageRecord) -> bool {
        let Some(max) = self.options.max_per_report else {
            return false;
        };
        let Some(report) = report_of(candidate, record) else {
            return false;
        };
        let n_shown = self.n_by_report.entry(report).or_default();
        *n_shown += 1;
        let is_too_many = *n_shown > max && self.n_passed_over < MAX_PASSED_OVER;
        self.n_passed_over += usize::from(is_too_many);
        is_too_many
    }

    fn show(&mut self, candidate: Candidate, record: PassageRecord) {
        if self.folds() {
            let shingles = self.shingles(candidate.at);
            self.seen.add(shingles);
        }
        self.shown.push(Shown {
            candidate,
            record,
            also_at: Vec::new(),
            group: None,
        });
    }

    /// The groups of the page, in the order of the best hit of each, and the number of all groups. Of each the best few are
    /// shown.
    pub(super) fn groups(
        self,
        ranked: Ranked<'_>,
        grouping: Grouping,
    ) -> Result<(Vec<Shown>, usize), IndexError> {
        let failed = |error| self.snapshot.failed(error);
        let districts = match grouping {
            Grouping::Report => None,
            Grouping::District => Some(Districts::new(self.snapshot).map_err(failed)?),
        };
        let mut numbers: HashMap<Option<u64>, usize> = HashMap::new();
        let mut groups: Vec<Vec<Candidate>> = Vec::new();
        for candidate in ranked.all()? {
            let of = match &districts {
                None => Some(candidate.report()),
                Some(districts) => districts.number(candidate.at).map(u64::from),
            };
            let number = *numbers.entry(of).or_insert(groups.len());
            if number == groups.len() {
                groups.push(Vec::new());
            }
            groups[number].push(candidate);
        }
        let n_groups = groups.len();
        let mut shown = Vec::new();
        let n_wanted = self.options.max_hits.unwrap_or(usize::MAX);
        let max_hits = self.options.max_per_report.unwrap_or(usize::MAX);
        for candidates in groups
            .into_iter()
            .skip(self.options.n_skipped)
            .take(n_wanted)
        {
            let total = candidates.len() as u64;
            let mut best = Arranger::new(self.snapshot, self.options);
            for candidate in candidates {
                if best.shown.len() >= max_hits {
                    break;
                }
                if !best.fold(candidate) {
                    best.show(candidate, self.snapshot.record(candidate.at)?);
                }
            }
            shown.extend(best.shown.into_iter().map(|shown| {
                let value = match grouping {
                    Grouping::Report => Some(shown.record.path.clone()),
                    Grouping::District => shown.record.district.clone(),
                };
                let group = Some(Group { value, total });
                Shown { group, ..shown }
            }));
        }
        Ok((shown, n_groups))
    }
}

/// A number for the report that a passage is from; `None` for a record that stands by itself in a file of passages.
fn report_of(candidate: &Candidate, record: &PassageRecord) -> Option<u64> {
    let in_report = format!("{}:{}", report_id(&record.path), record.line);
    match (record.id == in_report, &record.title) {
        (true, _) => Some(candidate.report()),
        (false, Some(title)) => Some(hash(&format!("{}\n{title}", record.path))),
        (false, None) => None,
    }
}
