//! The manifest: by what an index was built and from which files.
//!
//! What a search must know (format, analyzer) travels in the commit itself. The list of sources, which
//! only `index` and `reports` read, is a file of JSON Lines that the commit names; it is written whole before
//! the commit and removed once a later one names another. So both change with the commit or not at all.

use std::fs;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::analysis::FINGERPRINT;
use crate::report::Problem;

/// Layout of the index: raise it when the schema, the files or the records change.
const FORMAT: u32 = 2;

/// By what an index was built.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    format: u32,
    analyzer: String,
    /// The file that lists the sources.
    pub(super) sources: String,
    /// How many it lists.
    n_sources: usize,
    /// The paths that were given.
    pub(super) roots: Vec<String>,
}

impl Manifest {
    /// Of an index built by this program.
    pub(super) fn new(sources: String, n_sources: usize, roots: Vec<String>) -> Manifest {
        Manifest {
            format: FORMAT,
            analyzer: FINGERPRINT.to_string(),
            sources,
            n_sources,
            roots,
        }
    }

    /// In what an index differs from those of this program; `None` where it does not.
    pub(super) fn difference(&self) -> Option<String> {
        if self.format != FORMAT {
            return Some(format!(
                "its format is {}, this program's is {FORMAT}",
                self.format
            ));
        }
        (self.analyzer != FINGERPRINT).then(|| {
            format!(
                "its analyzer is '{}', this program's is '{FINGERPRINT}'",
                self.analyzer
            )
        })
    }
}

/// A file in the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRecord {
    /// The file.
    pub path: String,
    /// The id of its report, the first half of its passages' ids.
    pub report: String,
    /// Its length.
    pub n_bytes: u64,
    /// When it was changed, in nanoseconds since 1970; 0 where the file system does not tell.
    pub modified_ns: u64,
    /// Its passages.
    pub n_passages: u64,
    /// 区县
    pub district: Option<String>,
    /// Its prefecture.
    pub city: Option<String>,
    /// Its province.
    pub province: Option<String>,
    /// 年度
    pub report_year: Option<i32>,
    /// 文种
    pub report_kind: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// 发布机构
    pub issuer: Option<String>,
    /// 文号
    pub document_number: Option<String>,
    /// 发布日期
    pub published: Option<String>,
    /// What could not be told, or contradicts itself.
    pub problems: Vec<Problem>,
}

const PREFIX: &str = "sources-";
const ENDING: &str = ".jsonl";

/// Writes a list of sources under a name not used before, and gives the name.
pub(super) fn write_sources(
    dir: &Path,
    opstamp: u64,
    sources: &[SourceRecord],
) -> io::Result<String> {
    let name = format!("{PREFIX}{opstamp}-{}{ENDING}", std::process::id());
    let mut file = BufWriter::new(fs::File::create(dir.join(&name))?);
    for source in sources {
        serde_json::to_writer(&mut file, source)?;
        file.write_all(b"\n")?;
    }
    file.into_inner()
        .map_err(|error| error.into_error())?
        .sync_all()?;
    Ok(name)
}

/// Reads the list of sources that a manifest names.
pub(super) fn read_sources(dir: &Path, manifest: &Manifest) -> io::Result<Vec<SourceRecord>> {
    let file = BufReader::new(fs::File::open(dir.join(&manifest.sources))?);
    let mut sources = Vec::new();
    for line in file.lines() {
        sources.push(serde_json::from_str(&line?)?);
    }
    if sources.len() != manifest.n_sources {
        let (n_read, n_sources) = (sources.len(), manifest.n_sources);
        return Err(io::Error::other(format!(
            "it lists {n_read} files, not {n_sources}"
        )));
    }
    Ok(sources)
}

/// Whether a file of this name is such a list.
pub(super) fn is_list_of_sources(name: &str) -> bool {
    name.starts_with(PREFIX) && name.ends_with(ENDING)
}

/// Removes the lists that no commit names any more. What cannot be removed stays for the next time.
pub(super) fn remove_other_sources(dir: &Path, current: &str) {
    let Ok(entries) = fs::read_dir(dir) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if is_list_of_sources(&name) && name != current {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_of_this_program_does_not_differ() {
        assert_eq!(
            Manifest::new("sources".into(), 0, vec![]).difference(),
            None
        );
    }

    #[test]
    fn another_analyzer_is_named() {
        let mut manifest = Manifest::new("sources".into(), 0, vec![]);
        manifest.analyzer = "fold-0".into();
        assert!(
            manifest
                .difference()
                .is_some_and(|text| text.contains("'fold-0'"))
        );
    }

    #[test]
    fn only_the_current_list_of_sources_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let first = write_sources(dir.path(), 1, &[]).unwrap();
        let second = write_sources(dir.path(), 2, &[]).unwrap();
        remove_other_sources(dir.path(), &second);
        assert!(read_sources(dir.path(), &Manifest::new(first, 0, vec![])).is_err());
        assert_eq!(
            read_sources(dir.path(), &Manifest::new(second.clone(), 0, vec![])).unwrap(),
            []
        );
        let error = read_sources(dir.path(), &Manifest::new(second, 1, vec![])).unwrap_err();
        assert_eq!(error.to_string(), "it lists 0 files, not 1");
    }
}
