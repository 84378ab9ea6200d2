//! Counts, tables and occurrences of one walk agree with each other, with the hits, and with a scan of the texts.

use std::collections::BTreeMap;

use crate::shared::program::Place;
use crate::shared::scan::fold;
use xunzhang::index::{NameColumn, Roots, Snapshot, Start, Writer, YearColumn};
use xunzhang::ingest::update;
use xunzhang::matching::{
    CrossTable, Dimension, Match, MatchCounts, Mode, Occurrences, Plan, TermFamilies, Value,
};
use xunzhang::query::{Filter, Query};
use xunzhang::search::{SearchOptions, search};

const QUERIES: [&str; 7] = [
    "教师",
    "的",
    "课后服务",
    "教师 NEAR/10 交流",
    "教师 轮岗",
    "“区管校聘” -试点",
    "区:青禾区 教师",
];

/// The index of the sample reports.
fn samples() -> (Place, Snapshot) {
    let place = Place::new();
    let (dir, corpus) = (
        place.path("index"),
        concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"),
    );
    let roots = Roots::new(&[corpus.into()], &dir);
    update(Writer::open(&dir, Start::Fresh).unwrap(), &roots, &|_| {}).unwrap();
    let snapshot = Snapshot::open(&dir).unwrap();
    (place, snapshot)
}

#[test]
fn collectors_that_share_a_walk_see_what_each_would_see_alone() {
    let (_place, snapshot) = samples();
    let by_district = Dimension::Name(NameColumn::District);
    for typed in QUERIES {
        for mode in [Mode::Ranked, Mode::Exact] {
            let query = Query::parse(typed);
            let plan = Plan::new(&query, &snapshot, mode, TermFamilies::Used).unwrap();
            let (mut alone, mut table_alone) =
                (MatchCounts::default(), CrossTable::new([by_district]));
            plan.visit(&Filter::default(), &mut alone).unwrap();
            plan.visit(&Filter::default(), &mut table_alone).unwrap();
            let (mut shared, mut shared_table) =
                (MatchCounts::default(), CrossTable::new([by_district]));
            let mut both = (&mut shared, &mut shared_table);
            plan.visit(&Filter::default(), &mut both).unwrap();
            assert_eq!(alone, shared, "{typed}");
            let cells = shared_table.into_cells();
            assert_eq!(cells.values().sum::<u64>(), shared.total(), "{typed}");
            assert_eq!(table_alone.into_cells(), cells, "{typed}");
        }
    }
}

#[test]
fn a_table_of_two_columns_counts_the_hits_of_every_cell() {
    let (_place, snapshot) = samples();
    for typed in QUERIES {
        let query = Query::parse(typed);
        let plan = Plan::new(&query, &snapshot, Mode::Ranked, TermFamilies::Used).unwrap();
        let mut table = CrossTable::new([
            Dimension::Name(NameColumn::District),
            Dimension::Year(YearColumn::ReportYear),
        ]);
        plan.visit(&Filter::default(), &mut table).unwrap();
        let mut expected: BTreeMap<[Value; 2], u64> = BTreeMap::new();
        let answer = search(&snapshot, &query, &SearchOptions::default()).unwrap();
        for hit in answer.hits() {
            let district = hit
                .record
                .facts
                .district
                .clone()
                .map_or(Value::Missing, Value::Name);
            let year = hit
                .record
                .facts
                .report_year
                .map_or(Value::Missing, Value::Year);
            *expected.entry([district, year]).or_default() += 1;
        }
        assert_eq!(table.into_cells(), expected, "{typed}");
    }
}

#[test]
fn occurrences_are_every_place_from_the_left_without_overlap() {
    let (_place, snapshot) = samples();
    for needle in ["教师", "的", "课后服务", "区管校聘", "一一"] {
        let query = Query::literal(needle);
        let plan = Plan::new(&query, &snapshot, Mode::Exact, TermFamilies::Unused).unwrap();
        let (mut counts, mut occurrences) = (MatchCounts::default(), Occurrences::new(&plan));
        let mut both = (&mut counts, &mut occurrences);
        plan.visit(&Filter::default(), &mut both).unwrap();
        let found = occurrences.into_found();
        assert_eq!(found.len() as u64, counts.of(Match::Verbatim), "{needle}");
        for occurrence in found {
            let text = snapshot.text(occurrence.passage);
            let places = occurrence
                .ranges
                .iter()
                .map(|range| fold(&text[range.clone()]));
            assert!(
                places.clone().all(|place| place == needle),
                "{needle} in {text}"
            );
            // Rust's own search is leftmost and without overlap too.
            assert_eq!(
                places.count(),
                fold(&text).matches(needle).count(),
                "{needle} in {text}"
            );
        }
    }
}

#[test]
fn occurrences_of_a_chain_are_those_of_each_part_that_takes_part() {
    let (_place, snapshot) = samples();
    let query = Query::parse("教师 NEAR/10 交流");
    let plan = Plan::new(&query, &snapshot, Mode::Exact, TermFamilies::Unused).unwrap();
    let mut occurrences = Occurrences::new(&plan);
    plan.visit(&Filter::default(), &mut occurrences).unwrap();
    let found = occurrences.into_found();
    assert!(!found.is_empty());
    for occurrence in found {
        let text = snapshot.text(occurrence.passage);
        let parts: Vec<String> = occurrence
            .ranges
            .iter()
            .map(|range| fold(&text[range.clone()]))
            .collect();
        assert!(parts.iter().any(|part| part == "教师") && parts.iter().any(|part| part == "交流"));
        assert!(
            parts.iter().all(|part| part == "教师" || part == "交流"),
            "{parts:?}"
        );
    }
}
