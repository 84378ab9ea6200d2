//! Makes the answer to a query: one plan, one walk through the index, then the hits of the page.

use std::time::{Duration, Instant};

use super::evidence::EvidenceFinder;
use super::explanation::Explanation;
use super::facets::{FacetTables, Facets};
use super::hit::{Hit, NearDuplicate};
use super::options::SearchOptions;
use super::suggestions::{Suggestion, suggest};
use crate::index::{IndexError, Snapshot};
use crate::matching::{Match, MatchCounts, Plan};
use crate::query::Query;
use crate::ranking::{
    ArrangedHit, Arrangement, Arranger, Candidates, GroupKey, NearDuplicates, Order, Rescored,
};

/// The answer to a query.
#[derive(Debug)]
pub struct Answer {
    /// How many passages hold the query: verbatim, or all its words, some of them perhaps by a synonym.
    pub total: u64,
    /// How many of them hold the query verbatim.
    pub verbatim: u64,
    /// How many hold all its words, but not verbatim.
    pub words: u64,
    /// How many hold all its words, but some of them only by a synonym.
    pub synonym: u64,
    /// How many more share only some of its words. They come after the others and are not counted into the total.
    pub partial: u64,
    /// The hits that were asked for, in their order. Where they are not put together in groups, they are one group without a key.
    pub groups: Vec<HitGroup>,
    /// How many groups there are in all, where hits are put together in groups.
    pub n_groups: Option<usize>,
    /// How many of the hits that are counted each district, year, kind and section has, where that was asked for.
    pub facets: Option<Facets>,
    /// What the user should know about how the query was understood.
    pub warnings: Vec<String>,
    /// What to try where nothing was found, where that was asked for.
    pub suggestions: Vec<Suggestion>,
    /// How the query was understood, a line for each part, where that was asked for.
    pub explanation: Option<Vec<String>>,
    /// How long it took, without suggestions and explanations.
    pub elapsed: Duration,
}

/// Hits that are shown together.
#[derive(Debug)]
pub struct HitGroup {
    /// What they have in common; `None` where hits are not put together.
    pub key: Option<GroupKey>,
    /// The hits, the best first.
    pub hits: Vec<Hit>,
}

impl Answer {
    /// How many passages are hits in whatever way.
    pub fn n_all(&self) -> u64 {
        self.total + self.partial
    }

    /// All hits of all groups, in their order.
    pub fn hits(&self) -> impl Iterator<Item = &Hit> {
        self.groups.iter().flat_map(|group| &group.hits)
    }

    /// Gives all hits of all groups, in their order.
    pub fn into_hits(self) -> Vec<Hit> {
        let groups = self.groups.into_iter();
        groups.flat_map(|group| group.hits).collect()
    }
}

/// Searches a snapshot.
///
/// # Errors
/// [`IndexError::Damaged`] where the index cannot be read.
pub fn search(
    snapshot: &Snapshot,
    query: &Query,
    options: &SearchOptions,
) -> Result<Answer, IndexError> {
    let began = Instant::now();
    let plan = Plan::new(query, snapshot, options.mode, options.families)?;
    let mut counts = MatchCounts::default();
    let mut tables = FacetTables::new();
    let (order, arrangement) = arranged_for(&plan, options);
    let mut candidates = Candidates::new(&plan, order, arrangement.n_candidates())?;
    match options.count_facets {
        true => {
            let mut beside = (&mut counts, &mut tables);
            plan.visit(&options.filter, &mut (&mut beside, &mut candidates))?;
        }
        false => plan.visit(&options.filter, &mut (&mut counts, &mut candidates))?,
    }
    let rescored = Rescored::new(&mut candidates)?;
    let arranged = Arranger::new(snapshot, &arrangement).arrange(rescored)?;
    let finder = EvidenceFinder::new(&plan)?;
    let mut rank = arranged.n_hits_before;
    let mut groups = Vec::with_capacity(arranged.groups.len());
    for group in arranged.groups {
        let mut hits = Vec::with_capacity(group.hits.len());
        for arranged in group.hits {
            rank += 1;
            hits.push(hit(&plan, &finder, rank, &arranged)?);
        }
        groups.push(HitGroup {
            key: group.key,
            hits,
        });
    }
    let mut answer = Answer {
        total: counts.total() - counts.of(Match::Partial),
        verbatim: counts.of(Match::Verbatim),
        words: counts.of(Match::Words),
        synonym: counts.of(Match::Synonym),
        partial: counts.of(Match::Partial),
        groups,
        n_groups: arranged.n_groups,
        facets: options.count_facets.then(|| Facets::from_tables(tables)),
        warnings: plan.query().warnings().to_vec(),
        suggestions: Vec::new(),
        explanation: None,
        elapsed: began.elapsed(),
    };
    if options.suggest {
        answer.suggestions = suggest(query, &plan, &options.filter, &counts)?;
    }
    if options.explain {
        let mut explanation = Explanation::new(&plan, &candidates)?;
        answer.explanation = Some(explanation.lines());
        for hit in answer.groups.iter_mut().flat_map(|group| &mut group.hits) {
            hit.reasons = Some(explanation.reasons(hit)?);
        }
    }
    Ok(answer)
}

/// Gives the order and the arrangement of a search. Whoever names a report or gives nothing but conditions wants to read what there is, so passages
/// come as they stand in their reports.
fn arranged_for(plan: &Plan<'_>, options: &SearchOptions) -> (Order, Arrangement) {
    let mut arrangement = options.arrangement.clone();
    let is_list = plan.named_reports().is_some() || plan.terms().verbatim.is_empty();
    if !is_list || options.order != Order::Score {
        return (options.order, arrangement);
    }
    if arrangement.grouping.is_none() {
        arrangement.max_per_report = None;
        arrangement.near_duplicates = NearDuplicates::Separate;
    }
    (Order::Text, arrangement)
}

/// Makes a hit of a passage that is shown.
fn hit(
    plan: &Plan<'_>,
    finder: &EvidenceFinder<'_, '_>,
    rank: usize,
    arranged: &ArrangedHit,
) -> Result<Hit, IndexError> {
    let snapshot = plan.snapshot();
    let record = snapshot.record(arranged.candidate.at)?;
    let near_duplicates = arranged.near_duplicates.iter();
    let also_in = near_duplicates.map(|&at| Ok(NearDuplicate::of(snapshot.record(at)?)));
    Ok(Hit {
        other_paths: snapshot.other_paths(&record.path)?.to_vec(),
        also_in: also_in.collect::<Result<_, IndexError>>()?,
        ..Hit::new(plan, finder, rank, &arranged.candidate, record)
    })
}
