//! Indexes and searches with xunzhang's library, as the benchmark calls it.

use std::path::{Path, PathBuf};

use xunzhang::index::{Roots, Snapshot, Start, Writer};
use xunzhang::ingest::update;
use xunzhang::query::{Filter, Query};
use xunzhang::search::{Mode, SearchOptions, search};

use super::Outcome;

pub(super) fn index(files: &[&Path], dir: &Path) -> Outcome<()> {
    let roots: Vec<PathBuf> = files.iter().map(|file| file.to_path_buf()).collect();
    update(
        Writer::open(dir, Start::Existing)?,
        &Roots::new(&roots, dir),
        &|_| {},
    )?;
    Ok(())
}

pub(super) struct Ours {
    snapshot: Snapshot,
}

impl Ours {
    pub(super) fn open(dir: &Path) -> Outcome<Ours> {
        let snapshot = Snapshot::open(dir)?;
        Ok(Ours { snapshot })
    }

    pub(super) fn ranked(&self, keyword: &str) -> Outcome<u64> {
        self.search(keyword, Mode::Ranked)
    }

    pub(super) fn exact(&self, keyword: &str) -> Outcome<u64> {
        self.search(keyword, Mode::Exact)
    }

    /// Returns the texts of the first ten hits.
    pub(super) fn texts(&self, query: &str) -> Outcome<Vec<String>> {
        let options = SearchOptions {
            mode: Mode::Ranked,
            filter: Filter::default(),
            ..SearchOptions::first(10)
        };
        let page = search(&self.snapshot, &Query::parse(query), &options)?;
        Ok(page.into_hits().into_iter().map(|hit| hit.text).collect())
    }

    /// Searches for a keyword, prepares the first ten hits to be shown, and returns the number of all hits.
    fn search(&self, keyword: &str, mode: Mode) -> Outcome<u64> {
        let options = SearchOptions {
            mode,
            filter: Filter::default(),
            ..SearchOptions::first(10)
        };
        Ok(search(&self.snapshot, &Query::parse(keyword), &options)?.total)
    }
}
