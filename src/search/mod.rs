//! 命中: a [`Query`] → a [`SearchPage`] {total, hits, facets}.
//!
//! Complete: every passage that the query matches is counted, with no cut at the most likely ones. Refuses to know how hits are shown.

mod best;
mod boundaries;
mod close_reading;
mod columns;
mod context;
mod explain;
mod function_words;
mod grams;
mod hit;
mod matched;
mod near;
mod neighbours;
mod ranking;
mod snippet;
mod spelling;
mod structure;
mod suggest;
mod verbatim;
mod wildcard;
mod words;

use std::borrow::Cow;
use std::time::{Duration, Instant};

use tantivy::DocAddress;

pub use columns::Facets;
pub use context::{PlacedPassage, context};
pub use explain::{Explanation, Reason};
pub use hit::{Highlight, Hit};
pub use ranking::Match;
pub use snippet::{Snippet, snippet};
pub use suggest::{Suggestion, SuggestionKind, suggest};

use crate::index::{IndexError, Segment, Snapshot};
use crate::query::{Filter, LoweredQuery, Query, lower};
use best::{Best, Candidate};
use close_reading::read_closely;
use columns::{FacetCounts, SegmentFilter};
use grams::QueryGrams;
use ranking::{Bm25, N_READ, N_READ_VERBATIM};
use structure::{Structure, filter_beside};
use verbatim::Needle;
use words::WordScores;

/// Which hits are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Verbatim hits, then those that hold all the words or some, by what they hold and how it stands together.
    Ranked,
    /// Verbatim hits alone.
    Exact,
}

/// What is asked of a search beside its query.
#[derive(Debug, Clone)]
pub struct SearchOptions {
    /// Which hits are wanted.
    pub mode: Mode,
    /// At most so many of the best; `None` means all.
    pub max_hits: Option<usize>,
    /// Which passages are looked at.
    pub filter: Filter,
    /// Whether to count the hits' districts, years and kinds.
    pub count_facets: bool,
}

/// The answer to a query.
#[derive(Debug)]
pub struct SearchPage {
    /// How many passages match.
    pub total: u64,
    /// How many of them hold the query verbatim.
    pub verbatim: u64,
    /// How many hold all its words, but not verbatim.
    pub words: u64,
    /// The best of them, the best first.
    pub hits: Vec<Hit>,
    /// How many of all hits each district, year and kind has, where that was asked for.
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
    let Answer {
        lowered,
        gathered,
        ranked,
    } = answer(snapshot, query, options)?;
    let hits = ranked.iter().enumerate().map(|(before, candidate)| {
        let record = snapshot.record(candidate.at)?;
        let text = snapshot.text(candidate.at);
        let other_paths = snapshot.other_paths(&record.path)?.to_vec();
        Ok(Hit {
            other_paths,
            ..Hit::new(before + 1, candidate, record, text, query, &lowered)
        })
    });
    let hits = hits.collect::<Result<Vec<Hit>, IndexError>>()?;
    Ok(SearchPage {
        total: gathered.n_by_match.iter().sum(),
        verbatim: gathered.n_by_match[Match::Verbatim as usize],
        words: gathered.n_by_match[Match::Words as usize],
        hits,
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
        mode: Mode::Ranked,
        max_hits: Some(max_hits),
        filter: filter.clone(),
        count_facets: false,
    };
    let answer = answer(snapshot, query, &options)?;
    let ranked = answer.ranked.iter();
    Ok(ranked.map(|hit| (hit.at, hit.score)).collect())
}

/// A query as it is read beside these passages: where one of them holds it as it was typed, operators and all, they
/// are text.
fn read_as<'q>(snapshot: &Snapshot, query: &'q Query) -> Cow<'q, Query> {
    let needle = Needle::new(&query.folded().encode_utf16().collect::<Vec<u16>>());
    let stands_in = |segment: &Segment| {
        let mut stands = false;
        needle.for_each_match(segment, |document, _| {
            stands |= !segment.reader.is_deleted(document);
        });
        stands
    };
    match query.may_be_text() && snapshot.segments().iter().any(stands_in) {
        true => Cow::Owned(query.as_text()),
        false => Cow::Borrowed(query),
    }
}

/// What a query came to, before hits are made of it.
struct Answer {
    lowered: LoweredQuery,
    gathered: Gathered,
    ranked: Vec<Candidate>,
}

fn answer(
    snapshot: &Snapshot,
    query: &Query,
    options: &SearchOptions,
) -> Result<Answer, IndexError> {
    let lowered = match options.mode {
        Mode::Exact => LoweredQuery::verbatim(query),
        Mode::Ranked => lower(query, snapshot)?,
    };
    let structure = match query.tree() {
        Some(tree) => Some(Structure::new(tree, options.mode, snapshot)?),
        None => None,
    };
    let filter = match query.tree() {
        Some(tree) => filter_beside(tree, &options.filter),
        None => options.filter.clone(),
    };
    let asked = Asked {
        lowered: &lowered,
        structure: structure.as_ref(),
        filter: &filter,
        options,
    };
    let mut gathered = gather(snapshot, &asked).map_err(|error| snapshot.failed(error))?;
    let best = std::mem::replace(&mut gathered.best, Best::new(Some(0)));
    // What stands across words is told of a query that is looked for as it is.
    let needle = query.tree().is_none().then_some(&lowered.needle[..]);
    let ranked = read_closely(
        snapshot,
        best.into_ranked(),
        &gathered.grams,
        needle,
        options.max_hits,
    );
    let ranked = ranked.map_err(|error| snapshot.failed(error))?;
    Ok(Answer {
        lowered,
        gathered,
        ranked,
    })
}

/// What all segments are asked.
struct Asked<'a> {
    lowered: &'a LoweredQuery,
    structure: Option<&'a Structure<'a>>,
    filter: &'a Filter,
    options: &'a SearchOptions,
}

struct Gathered {
    n_by_match: [u64; 3],
    best: Best,
    grams: QueryGrams,
    facets: Option<Facets>,
}

fn gather(snapshot: &Snapshot, asked: &Asked) -> tantivy::Result<Gathered> {
    let Asked {
        lowered, options, ..
    } = *asked;
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
    let n_documents: u64 = snapshot
        .segments()
        .iter()
        .map(|segment| u64::from(segment.grams.n_documents()))
        .sum();
    let n_units: u64 = snapshot
        .segments()
        .iter()
        .map(|segment| segment.grams.n_units())
        .sum();
    let mean_units = n_units as f32 / n_documents.max(1) as f32;
    let n_verbatim: u64 = per_segment.iter().map(|found| found.len() as u64).sum();
    let whole = Bm25::new(n_verbatim, n_documents, mean_units);
    let words = WordScores::new(snapshot, lowered, mean_units)?;
    let mut grams = QueryGrams::new(lowered, snapshot, mean_units);
    // Verbatim hits come first: where they are as many as are read, the scores of others change nothing.
    let at_least = |n: usize| options.max_hits.map(|max| max.max(n));
    let is_enough = at_least(N_READ_VERBATIM).is_some_and(|n| n_verbatim >= 2 * n as u64);
    let are_all_verbatim = asked.structure.is_none()
        && (words.is_empty() || (is_enough && *asked.filter == Filter::default()));
    let (n_read, scores_of_pairs) = match are_all_verbatim {
        true => (at_least(N_READ_VERBATIM), grams.weigh(snapshot)),
        false => (at_least(N_READ), grams.score_documents(snapshot)),
    };
    let mut gathered = Gathered {
        n_by_match: [0; 3],
        best: Best::new(n_read),
        grams,
        facets: options.count_facets.then(Facets::default),
    };
    let segments = snapshot.segments().iter().zip(per_segment);
    for (segment_ord, ((segment, verbatim), of_pairs)) in segments.zip(scores_of_pairs).enumerate()
    {
        let mut scored = words.of_segment(segment, of_pairs)?;
        let scored_verbatim = verbatim.into_iter().map(|(document, count)| {
            let n_units = segment.grams.n_units_of(document);
            (document, whole.score(count, n_units as f32))
        });
        scored.add_verbatim(scored_verbatim);
        if let Some(structure) = asked.structure {
            scored.set_structure(structure.of_segment(segment)?);
        }
        take(
            segment_ord as u32,
            segment,
            scored,
            asked.filter,
            &mut gathered,
        )?;
    }
    Ok(gathered)
}

/// Takes a segment's matches: filters, counts, keeps the best.
fn take(
    segment_ord: u32,
    segment: &Segment,
    scored: words::SegmentScores,
    filter: &Filter,
    gathered: &mut Gathered,
) -> tantivy::Result<()> {
    let filter = SegmentFilter::new(filter, segment)?;
    let order = segment.reader.fast_fields().u64("order")?;
    let mut facet_counts = match gathered.facets {
        Some(_) => Some(FacetCounts::new(segment)?),
        None => None,
    };
    scored.for_each(|document, matched, score| {
        if !filter.passes(document) {
            return;
        }
        gathered.n_by_match[matched as usize] += 1;
        if let Some(counts) = &mut facet_counts {
            counts.count(document);
        }
        let at = DocAddress::new(segment_ord, document);
        gathered
            .best
            .offer(matched, score, at, || order.first(document).unwrap_or(0));
    });
    if let (Some(counts), Some(facets)) = (facet_counts, &mut gathered.facets) {
        counts.add_to(facets)?;
    }
    Ok(())
}
