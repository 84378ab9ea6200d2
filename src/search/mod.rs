//! 命中: a [`Query`] → a [`SearchPage`] {total, hits, facets}.
//!
//! Complete: every passage that the query matches is counted, with no cut at the most likely ones. Refuses to know how hits are shown.

mod alignment;
mod arrangement;
mod best;
mod boundaries;
mod close_reading;
mod columns;
mod context;
mod explain;
mod grams;
mod hit;
mod keys;
mod lookup;
mod matched;
mod near;
mod near_duplicates;
mod neighbours;
mod options;
mod parts;
mod ranked;
mod ranking;
mod runs;
mod snippet;
mod structure;
mod suggest;
mod surroundings;
mod synonyms;
mod verbatim;
mod wildcard;
mod wishes;
mod words;

use std::borrow::Cow;
use std::time::{Duration, Instant};

use tantivy::DocAddress;

pub use arrangement::Group;
pub use columns::Facets;
pub use context::{PlacedPassage, context};
pub use explain::{Explanation, Reason};
pub use hit::{AlsoIn, Highlight, Hit};
pub use options::{Grouping, Mode, NearDuplicates, Order, SearchOptions, TermFamilies};
pub use ranking::Match;
pub use snippet::{Snippet, snippet};
pub use suggest::{Suggestion, SuggestionKind, suggest};

use crate::analysis::Families;
use crate::index::{IndexError, Segment, Snapshot};
use crate::query::{Filter, LoweredQuery, Query, Tree, lower};
use arrangement::Arranger;
use best::{Best, Candidate};
use columns::{FacetCounts, SegmentFilter};
use grams::QueryGrams;
use keys::Keys;
use ranked::{Ranked, RankedBy};
use ranking::{Bm25, N_READ, N_READ_VERBATIM};
use structure::{Structure, filter_beside, of_every_role};
use verbatim::Needle;
use words::WordScores;

/// The answer to a query.
#[derive(Debug)]
pub struct SearchPage {
    /// How many passages match.
    pub total: u64,
    /// How many of them hold the query verbatim.
    pub verbatim: u64,
    /// How many hold all its words, but not verbatim.
    pub words: u64,
    /// How many hold all its words, but some only by a synonym.
    pub synonym: u64,
    /// Those that were asked for, in their order.
    pub hits: Vec<Hit>,
    /// How many groups there are, where hits are put together in groups.
    pub n_groups: Option<usize>,
    /// How many of all hits each district, year, kind and section has, where that was asked for.
    pub facets: Option<Facets>,
    /// What the user should know.
    pub warnings: Vec<String>,
    /// What to try where nothing was found: empty, until somebody asks [`suggest`] for them.
    pub suggestions: Vec<Suggestion>,
    /// How long it took.
    pub elapsed: Duration,
}

/// Searches a snapshot.
///
/// # Errors
/// [`IndexError::Damaged`] where the index cannot be read.
pub fn search(
    snapshot: &Snapshot,
    query: &Query,
    options: &SearchOptions,
) -> Result<SearchPage, IndexError> {
    let began = Instant::now();
    let query = &*read_as(snapshot, query);
    let asked = Asked::new(snapshot, query, options)?;
    let mut gathered = asked.gather(asked.n_held())?;
    let candidates = gathered.take_best();
    let mut ranked = Ranked::new(snapshot, candidates, &asked.ranked_by(&gathered))?;
    let arranger = Arranger::new(snapshot, options);
    let (shown, n_before, n_groups) = match options.grouping {
        None => (arranger.page(&mut ranked)?, options.n_skipped, None),
        Some(grouping) => {
            let groups = arranger.groups(ranked, grouping)?;
            (groups.shown, groups.n_before, Some(groups.n_groups))
        }
    };
    let hits = shown.into_iter().enumerate().map(|(before, shown)| {
        let record = snapshot.record(shown.candidate.at)?;
        let text = snapshot.text(shown.candidate.at);
        let also_in = shown.also_at.iter();
        let also_in = also_in.map(|&at| Ok(AlsoIn::of(snapshot.record(at)?)));
        let rank = n_before + before + 1;
        Ok(Hit {
            other_paths: snapshot.other_paths(&record.path)?.to_vec(),
            also_in: also_in.collect::<Result<_, IndexError>>()?,
            group: shown.group,
            ..Hit::new(rank, &shown.candidate, record, text, query, &asked.lowered)
        })
    });
    let hits = hits.collect::<Result<Vec<Hit>, IndexError>>()?;
    Ok(SearchPage {
        total: gathered.n_by_match.iter().sum(),
        verbatim: gathered.n_by_match[Match::Verbatim as usize],
        words: gathered.n_by_match[Match::Words as usize],
        synonym: gathered.n_by_match[Match::Synonym as usize],
        hits,
        n_groups,
        facets: gathered.facets,
        warnings: query.warnings().to_vec(),
        suggestions: Vec::new(),
        elapsed: began.elapsed(),
    })
}

/// Where the best passages are, at most `max_hits`, the best first, each with its score.
///
/// # Errors
/// [`IndexError::Damaged`] where the index cannot be read.
pub(crate) fn rank(
    snapshot: &Snapshot,
    query: &Query,
    filter: &Filter,
    max_hits: usize,
) -> Result<Vec<(DocAddress, f32)>, IndexError> {
    let options = SearchOptions {
        max_hits: Some(max_hits),
        filter: filter.clone(),
        ..SearchOptions::default()
    };
    let asked = Asked::new(snapshot, query, &options)?;
    let mut gathered = asked.gather(Some(max_hits.max(N_READ)))?;
    let candidates = gathered.take_best();
    let mut ranked = Ranked::new(snapshot, candidates, &asked.ranked_by(&gathered))?;
    let mut best = Vec::new();
    while best.len() < max_hits
        && let Some(hit) = ranked.next()?
    {
        best.push((hit.at, hit.score));
    }
    Ok(best)
}

/// A query as it is read beside these passages: where one of them holds it as it was typed, operators and all, they
/// are text; and so are words that have only fields beside them.
fn read_as<'q>(snapshot: &Snapshot, query: &'q Query) -> Cow<'q, Query> {
    let as_text = match query.text_and_fields() {
        Some(text) => Cow::Owned(text),
        None => Cow::Borrowed(query),
    };
    if !query.may_be_text() {
        return as_text;
    }
    let needle = Needle::new(&query.folded().encode_utf16().collect::<Vec<u16>>());
    let stands_in = |segment: &Segment| {
        let mut stands = false;
        needle.for_each_match(segment, |document, _| {
            stands |= !segment.reader.is_deleted(document);
        });
        stands
    };
    match snapshot.segments().iter().any(stands_in) {
        true => Cow::Owned(query.as_text()),
        false => as_text,
    }
}

/// The families of this crate and those that users named for the index, where they are to be used.
fn families(
    snapshot: &Snapshot,
    options: &SearchOptions,
) -> Result<Option<Cow<'static, Families>>, IndexError> {
    if (options.mode, options.families) != (Mode::Ranked, TermFamilies::Used) {
        return Ok(None);
    }
    let standard = Families::standard();
    Ok(Some(match snapshot.user_families()? {
        [] => Cow::Borrowed(standard),
        users => {
            let users = users.iter().map(|terms| terms.iter().map(String::as_str));
            Cow::Owned(standard.clone().with(users))
        }
    }))
}

/// What all segments are asked.
struct Asked<'a> {
    snapshot: &'a Snapshot,
    lowered: LoweredQuery,
    tree: Option<&'a Tree>,
    structure: Option<Structure<'a>>,
    /// All of which hold: that of the options, and that of the fields beside a text.
    filters: Vec<Filter>,
    options: &'a SearchOptions,
}

struct Gathered {
    n_by_match: [u64; 4],
    best: Best,
    grams: QueryGrams,
    /// Those of the query itself, where synonyms add to them: what verbatim hits are read by.
    own_grams: Option<QueryGrams>,
    /// See [`RankedBy::is_mostly_verbatim`].
    is_mostly_verbatim: bool,
    facets: Option<Facets>,
}

impl Gathered {
    fn take_best(&mut self) -> Vec<Candidate> {
        std::mem::replace(&mut self.best, Best::new(Order::Score, Some(0))).into_ranked()
    }
}

impl<'a> Asked<'a> {
    fn new(
        snapshot: &'a Snapshot,
        query: &'a Query,
        options: &'a SearchOptions,
    ) -> Result<Asked<'a>, IndexError> {
        let families = families(snapshot, options)?;
        let families = families.as_deref();
        let lowered = match options.mode {
            Mode::Exact => LoweredQuery::verbatim(query),
            Mode::Ranked => lower(query, snapshot, families)?,
        };
        let structure = match query.tree() {
            Some(tree) => Some(Structure::new(tree, options.mode, snapshot, families)?),
            None => None,
        };
        let filters = match (query.tree(), query.fields()) {
            (Some(tree), _) => vec![filter_beside(tree, &options.filter)],
            (None, Some(fields)) => {
                let beside = filter_beside(&Tree::Field(fields.clone()), &options.filter);
                vec![beside, of_every_role(fields)]
            }
            (None, None) => vec![options.filter.clone()],
        };
        Ok(Asked {
            snapshot,
            lowered,
            tree: query.tree(),
            structure,
            filters,
            options,
        })
    }

    fn ranked_by<'g>(&'g self, gathered: &'g Gathered) -> RankedBy<'g> {
        RankedBy {
            order: self.options.order,
            grams: &gathered.grams,
            own_grams: gathered.own_grams.as_ref(),
            lowered: &self.lowered,
            tree: self.tree,
            is_mostly_verbatim: gathered.is_mostly_verbatim,
        }
    }

    /// Whether the query is nothing but a term that others may stand for.
    fn is_one_term(&self) -> bool {
        let needle = self.lowered.needle.iter().copied();
        let terms = self.lowered.replaceable.iter();
        terms
            .map(|term| term.term.encode_utf16())
            .any(|term| term.eq(needle.clone()))
    }

    /// How many candidates are held for the page; groups count all.
    fn n_held(&self) -> Option<usize> {
        match (self.options.grouping, self.options.n_wanted()) {
            (Some(_), _) | (None, None) => None,
            (None, Some(0)) => Some(0),
            (None, Some(n_wanted)) => Some(arrangement::n_needed(n_wanted)),
        }
    }

    /// Counts all that match, and holds the best by postings.
    fn gather(&self, n_held: Option<usize>) -> Result<Gathered, IndexError> {
        let gathered = self.try_gather(n_held);
        gathered.map_err(|error| self.snapshot.failed(error))
    }

    fn try_gather(&self, n_held: Option<usize>) -> tantivy::Result<Gathered> {
        let (snapshot, lowered, options) = (self.snapshot, &self.lowered, self.options);
        let needle = Needle::new(&lowered.needle);
        let per_segment: Vec<Vec<(u32, u32)>> = snapshot
            .segments()
            .iter()
            .map(|segment| {
                let mut found = Vec::new();
                needle.for_each_match(segment, |document, count| found.push((document, count)));
                found
            })
            .collect();
        let n_documents = grams::n_documents(snapshot);
        let n_units: u64 = snapshot
            .segments()
            .iter()
            .map(|segment| segment.grams.n_code_units())
            .sum();
        let mean_units = n_units as f32 / n_documents.max(1) as f32;
        let n_verbatim: u64 = per_segment.iter().map(|found| found.len() as u64).sum();
        let whole = Bm25::new(n_verbatim, n_documents, mean_units);
        let words = WordScores::new(snapshot, lowered, options.mode, mean_units)?;
        let mut grams = QueryGrams::new(lowered, snapshot, mean_units)?;
        let mut own_scores = vec![Vec::new(); snapshot.segments().len()];
        let own_grams = match lowered.replaceable.is_empty() {
            true => None,
            false => {
                let alone = LoweredQuery {
                    replaceable: Vec::new(),
                    ..lowered.clone()
                };
                let mut own_grams = QueryGrams::new(&alone, snapshot, mean_units)?;
                own_scores = match words.takes_pairs() {
                    true => own_grams.score_documents(snapshot),
                    false => own_grams.weigh(snapshot),
                };
                Some(own_grams)
            }
        };
        // Whether it is so depends on the query and the index alone, not on how much of the answer is asked for.
        let is_mostly_verbatim = self.structure.is_none()
            && (words.is_empty()
                || (self.filters == [Filter::default()]
                    && n_verbatim >= 2 * N_READ_VERBATIM as u64));
        // Verbatim hits come first: where there are more of them than are held, the scores of others change nothing.
        let others_matter = n_held.is_none_or(|n_held| n_verbatim < n_held as u64);
        let scores_of_pairs = match is_mostly_verbatim && (words.is_empty() || !others_matter) {
            true => grams.weigh(snapshot),
            false => grams.score_documents(snapshot),
        };
        let keys = Keys::new(options.order, snapshot)?;
        let mut gathered = Gathered {
            n_by_match: [0; 4],
            best: match self.is_one_term() {
                true => Best::new(options.order, n_held).of_one_term(),
                false => Best::new(options.order, n_held),
            },
            grams,
            own_grams,
            is_mostly_verbatim,
            facets: options.count_facets.then(Facets::default),
        };
        let segments = snapshot.segments().iter().zip(per_segment);
        let scores_of_pairs = scores_of_pairs.into_iter().zip(own_scores);
        for (segment_ord, ((segment, verbatim), (of_pairs, of_own_pairs))) in
            (0..).zip(segments.zip(scores_of_pairs))
        {
            let mut scored = words.of_segment(segment, of_pairs, of_own_pairs)?;
            let scored_verbatim = verbatim.into_iter().map(|(document, count)| {
                let n_units = segment.grams.n_code_units_of(document);
                (document, whole.score(count, n_units as f32))
            });
            match is_mostly_verbatim {
                true => scored.set_verbatim(scored_verbatim),
                false => scored.add_verbatim(scored_verbatim),
            }
            if let Some(structure) = &self.structure {
                scored.set_structure(structure.of_segment(segment)?);
            }
            self.take(segment_ord, scored, &keys, &mut gathered)?;
        }
        Ok(gathered)
    }

    /// Takes a segment's matches: filters, counts, keeps the best.
    fn take(
        &self,
        segment_ord: u32,
        scored: words::SegmentScores,
        keys: &Keys,
        gathered: &mut Gathered,
    ) -> tantivy::Result<()> {
        let segment = &self.snapshot.segments()[segment_ord as usize];
        let filters = self.filters.iter();
        let filters = filters.map(|filter| SegmentFilter::new(filter, segment));
        let filters = filters.collect::<tantivy::Result<Vec<_>>>()?;
        let order = segment.reader.fast_fields().u64("order")?;
        let mut facet_counts = match gathered.facets {
            Some(_) => Some(FacetCounts::new(segment)?),
            None => None,
        };
        scored.for_each(|document, matched, score| {
            if !filters.iter().all(|filter| filter.passes(document)) {
                return;
            }
            gathered.n_by_match[matched as usize] += 1;
            if let Some(counts) = &mut facet_counts {
                counts.count(document);
            }
            let at = DocAddress::new(segment_ord, document);
            let place = || order.first(document).unwrap_or(0);
            gathered.best.offer(matched, keys.of(at), score, at, place);
        });
        if let (Some(counts), Some(facets)) = (facet_counts, &mut gathered.facets) {
            counts.add_to(facets)?;
        }
        Ok(())
    }
}
