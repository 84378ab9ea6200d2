//! A snapshot that several threads share: each of them reads what one alone would read.

use std::fs;
use std::thread;

use crate::shared::program::{Place, QINGHE};
use xunzhang::index::{IndexError, Snapshot};
use xunzhang::query::Query;
use xunzhang::search::{SearchOptions, search};

/// How many threads share a snapshot, and how often they are started.
const N_THREADS: usize = 8;
const N_ROUNDS: usize = 20;

/// An index whose lists are so long that threads that read them meet.
fn indexed() -> Place {
    let place = Place::with_reports();
    let family = |n: usize| format!("甲{n:04}措施 乙{n:04}办法\n");
    let families = (0..8_000).map(family).collect::<String>();
    place.write("corpus/synonyms.txt", families + "区管校聘 县管校聘\n");
    for n in 0..200 {
        place.write(format!("corpus/又见{n}.txt"), QINGHE);
    }
    place.expect(0, ["index"]);
    place
}

/// What a thread reads from the lists of a snapshot.
#[derive(Debug, PartialEq)]
struct Read {
    n_hits: u64,
    families: Vec<Vec<String>>,
    other_paths: Vec<String>,
    n_reports: usize,
}

impl Read {
    fn from(snapshot: &Snapshot) -> Result<Read, IndexError> {
        let query = Query::parse("县管校聘");
        let page = search(snapshot, &query, &SearchOptions::default())?;
        let (reports, _) = snapshot.reports()?;
        let mut several = reports
            .iter()
            .filter(|report| !report.other_paths.is_empty());
        let path = &several.next().unwrap().path;
        Ok(Read {
            n_hits: page.total,
            families: snapshot.user_families()?.to_vec(),
            other_paths: snapshot.other_paths(path)?.to_vec(),
            n_reports: reports.len(),
        })
    }
}

#[test]
fn threads_that_share_a_snapshot_all_read_its_lists_whole() {
    let place = indexed();
    let dir = place.path("index");
    let expected = Read::from(&Snapshot::open(&dir).unwrap()).unwrap();
    assert_eq!(
        (expected.families.len(), expected.other_paths.len()),
        (8_001, 200)
    );
    assert!(expected.n_hits > 0, "a synonym is found");
    for _ in 0..N_ROUNDS {
        let snapshot = Snapshot::open(&dir).unwrap();
        thread::scope(|scope| {
            let read = || assert!(Read::from(&snapshot).unwrap() == expected);
            (0..N_THREADS).for_each(|_| drop(scope.spawn(read)));
        });
    }
}

#[test]
fn a_snapshot_reads_its_lists_when_a_later_commit_has_removed_them() {
    let place = indexed();
    let dir = place.path("index");
    let expected = Read::from(&Snapshot::open(&dir).unwrap()).unwrap();
    let snapshot = Snapshot::open(&dir).unwrap();
    place.write("corpus/synonyms.txt", "轮岗 交流\n");
    fs::remove_file(place.path("corpus/又见7.txt")).unwrap();
    place.expect(0, ["index"]);
    assert!(Read::from(&snapshot).unwrap() == expected);
}
