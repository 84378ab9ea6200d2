//! Twenty real reports are read as they were marked by hand: headings, section paths, kinds, years and joined lines.
//!
//! `marked/README.md` says how they were drawn and marked. `cargo test --test report marked -- --nocapture` prints the figures and what was read otherwise.

use std::collections::BTreeMap;
use std::path::Path;

use crate::shared::real_reports;
use xunzhang::corpus::{Source, read, walk};
use xunzhang::report::{self, Passage, Report, Role};

/// What must be reached at least, in percent.
const LEAST: [(&str, f64); 6] = [
    ("no other heading", 100.0),
    ("heading", 99.2),
    ("section", 99.9),
    ("kind", 98.4),
    ("year", 100.0),
    ("joined", 100.0),
];

/// A row of a marked report.
struct Row {
    line: u32,
    end_line: u32,
    is_of_one_line: bool,
    /// The depth of the heading that it is or begins with.
    depth: Option<usize>,
    is_text: bool,
    /// The number of the row that holds the heading of its section.
    section: Option<usize>,
    kind: String,
    year: String,
    starts: String,
    ends: String,
    doubts: String,
}

impl Row {
    fn is_sure_of(&self, what: &str) -> bool {
        !self.doubts.split(',').any(|doubt| doubt.trim() == what)
    }

    fn begins(&self, passage: &Passage) -> bool {
        self.is_on(passage.line) && passage.text.trim_start().starts_with(self.starts.trim())
    }

    /// The lines of a report on one line are those that the program finds in it.
    fn is_on(&self, line: u32) -> bool {
        self.line == line || self.is_of_one_line
    }

    fn is_heading(&self, text: &str) -> bool {
        text.starts_with(self.starts.trim()) && text.ends_with(self.ends.trim())
    }
}

fn rows(marked: &str) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let is_of_one_line = marked
        .lines()
        .all(|line| line.starts_with('#') || line.starts_with("1\t"));
    for line in marked.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [lines, mark, section, kind, year, starts, ends, doubts] = cells[..] else {
            panic!("a row has eight columns: {line}");
        };
        let (first, last) = lines.split_once('-').unwrap_or((lines, lines));
        let depth = mark.trim_start_matches(char::is_alphabetic).parse().ok();
        let first: u32 = first.parse().unwrap();
        rows.push(Row {
            line: first,
            end_line: last.parse().unwrap(),
            is_of_one_line,
            depth,
            is_text: mark == "body" || mark.starts_with("runin"),
            section: None,
            kind: kind.to_owned(),
            year: year.to_owned(),
            starts: starts.to_owned(),
            ends: ends.to_owned(),
            doubts: doubts.to_owned(),
        });
        // The nearest heading of that line, and of those first characters where they are given.
        if section != "-" {
            let (line, chars) = section.split_once(':').unwrap_or((section, ""));
            let line: u32 = line.parse().unwrap();
            let heading = rows.iter().rposition(|row| {
                row.depth.is_some() && row.line == line && row.starts.starts_with(chars)
            });
            let heading = heading.unwrap_or_else(|| panic!("no such section: {section}"));
            rows.last_mut().unwrap().section = Some(heading);
        }
    }
    rows
}

/// The headings that a row stands under, from the outermost.
fn path_of(rows: &[Row], row: &Row) -> Vec<usize> {
    let mut path = Vec::new();
    let mut next = row.section;
    while let Some(at) = next {
        path.push(at);
        let depth = rows[at].depth.unwrap();
        next = rows[..at]
            .iter()
            .rposition(|above| above.depth.is_some_and(|above| above < depth));
    }
    path.reverse();
    path
}

#[derive(Default)]
struct Figures {
    right: BTreeMap<&'static str, (usize, usize)>,
    wrong: Vec<String>,
}

impl Figures {
    fn add(&mut self, what: &'static str, is_right: bool, place: impl FnOnce() -> String) {
        let (right, all) = self.right.entry(what).or_default();
        *all += 1;
        *right += usize::from(is_right);
        if !is_right {
            self.wrong.push(format!("{what}: {}", place()));
        }
    }

    fn percent(&self, what: &str) -> f64 {
        let (right, all) = self.right.get(what).copied().unwrap_or_default();
        100.0 * right as f64 / all.max(1) as f64
    }
}

fn compare(figures: &mut Figures, name: &str, rows: &[Row], read: &Report) {
    for row in rows {
        let is_heading = row.depth.is_some();
        let found = read
            .outline
            .iter()
            .find(|heading| row.is_on(heading.line) && row.is_heading(&heading.text));
        if is_heading && row.is_sure_of("mark") {
            let depth = found.map(|heading| heading.depth as usize);
            figures.add("heading", depth == row.depth, || {
                format!(
                    "{name}:{} {} read {depth:?}, marked {:?}",
                    row.line, row.starts, row.depth
                )
            });
        }
    }
    for heading in &read.outline {
        let is_marked = |row: &Row| row.is_on(heading.line) && row.is_heading(&heading.text);
        let is_doubtful = |row: &Row| {
            let is_there = match row.is_of_one_line {
                true => heading.text.starts_with(row.starts.trim()),
                false => (row.line..=row.end_line).contains(&heading.line),
            };
            is_there && !row.is_sure_of("mark")
        };
        let known = rows
            .iter()
            .any(|row| row.depth.is_some() && is_marked(row) || is_doubtful(row));
        figures.add("no other heading", known, || {
            format!("{name}:{} {}", heading.line, heading.text)
        });
    }
    let mut passages = read
        .passages
        .iter()
        .filter(|passage| passage.role == Role::Body);
    for row in rows
        .iter()
        .filter(|row| row.is_text && row.is_sure_of("mark"))
    {
        let mut ahead = passages.clone();
        let found = ahead.find(|passage| row.begins(passage));
        figures.add("passage", found.is_some(), || {
            format!("{name}:{} {}", row.line, row.starts)
        });
        if row.end_line > row.line {
            let end_line = found.map(|passage| passage.end_line);
            figures.add("joined", end_line == Some(row.end_line), || {
                format!(
                    "{name}:{}-{} {} read to {end_line:?}",
                    row.line, row.end_line, row.starts
                )
            });
        }
        if let Some(found) = found {
            passages = ahead;
            compare_passage(figures, name, rows, row, found);
        }
    }
}

fn compare_passage(figures: &mut Figures, name: &str, rows: &[Row], row: &Row, read: &Passage) {
    let place = || format!("{name}:{} {}", row.line, row.starts);
    if row.is_sure_of("section") {
        let path = path_of(rows, row);
        let alike = path
            .iter()
            .zip(&read.section)
            .all(|(&at, read)| rows[at].is_heading(read));
        figures.add("section", alike && path.len() == read.section.len(), || {
            let marked: Vec<&str> = path.iter().map(|&at| rows[at].starts.as_str()).collect();
            format!("{} read {:?}, marked {marked:?}", place(), read.section)
        });
    }
    if row.is_sure_of("kind") {
        let kind = read.kind.name();
        figures.add("kind", kind == row.kind, || {
            format!("{} read {kind}, marked {}", place(), row.kind)
        });
    }
    if row.is_sure_of("year") {
        let year = read.year.map_or("-".to_owned(), |year| year.to_string());
        figures.add("year", year == row.year, || {
            format!("{} read {year}, marked {}", place(), row.year)
        });
    }
}

#[test]
fn the_reports_marked_by_hand_are_read_as_marked() {
    let Some(shared) = real_reports::folder() else {
        return;
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/report/marked");
    let files = walk(
        &["city", "county", "national", "province"].map(|level| shared.join("reports").join(level)),
    )
    .files;
    let mut all = Figures::default();
    let mut n_reports = 0;
    for file in &files {
        let level = file
            .path
            .parent()
            .unwrap()
            .file_name()
            .unwrap()
            .to_string_lossy();
        let stem = file.path.file_stem().unwrap().to_string_lossy();
        let Ok(marked) = std::fs::read_to_string(folder.join(format!("{level}_{stem}.tsv"))) else {
            continue;
        };
        let Ok(Source::Text(source)) = read(file) else {
            panic!("{} cannot be read", file.name);
        };
        n_reports += 1;
        compare(&mut all, &stem, &rows(&marked), &report::read(&source));
    }
    assert_eq!(n_reports, 20);
    all.wrong.iter().for_each(|wrong| eprintln!("{wrong}"));
    for (what, (right, n)) in &all.right {
        eprintln!(
            "{what:>18} {right:>4} of {n:>4}  {:.1} %",
            all.percent(what)
        );
    }
    for (what, least) in LEAST {
        assert!(
            all.percent(what) >= least,
            "{what}: {:.1} %",
            all.percent(what)
        );
    }
}
