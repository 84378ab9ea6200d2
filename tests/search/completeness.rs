//! An exact search counts exactly the passages that a plain scan of the same text counts: none is missed, none invented.
//!
//! The real reports, and the passages of the scale set, are searched for substrings of themselves, and for several of them typed apart. The scan shares
//! nothing with the index: its folding is its own, and its passages come from reading the files. `XUNZHANG_SEED` draws
//! others; `XUNZHANG_ALL` takes the whole of the scale set.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::shared::chance::Chance;
use crate::shared::real_reports;
use crate::shared::scan::{Scan, fold};
use xunzhang::corpus::{Source, SourceFile, read, walk};
use xunzhang::index::{Roots, Snapshot, Start, Writer};
use xunzhang::ingest::update;
use xunzhang::query::{Filter, Query};
use xunzhang::report::{self, Role};
use xunzhang::search::{Mode, SearchOptions, search};

/// How many substrings of 1 to 20 characters are drawn from the reports.
const N_OF_REPORTS: usize = 10_000;
/// How many of them are written otherwise and must be found all the same.
const N_REWRITTEN: usize = 1_000;
/// How many substrings are drawn from the scale set.
const N_OF_SCALE: usize = 1_000;
/// How many of the reports' substrings are asked of the built program too.
const N_BY_PROGRAM: usize = 30;
const MAX_CHARS: usize = 20;
/// How many queries of several words are drawn from the reports.
const N_OF_WORDS_APART: usize = 3_000;
/// How far from each other such words begin at most.
const MAX_CHARS_APART: usize = 150;

/// The texts that needles are drawn from.
struct Drawn {
    texts: Vec<Vec<char>>,
    n_chars: usize,
}

impl Drawn {
    fn of(texts: impl IntoIterator<Item = String>) -> Drawn {
        let texts: Vec<Vec<char>> = texts
            .into_iter()
            .map(|text| text.chars().collect())
            .collect();
        let n_chars = texts.iter().map(Vec::len).sum();
        Drawn { texts, n_chars }
    }

    /// Draws a substring of 1 to 20 characters; every place of every text is equally likely.
    fn needle(&self, chance: &mut Chance) -> String {
        let mut at = chance.below(self.n_chars);
        let n_chars = 1 + chance.below(MAX_CHARS);
        for text in &self.texts {
            if at < text.len() {
                return text[at..(at + n_chars).min(text.len())].iter().collect();
            }
            at -= text.len();
        }
        unreachable!("the characters were counted")
    }

    /// Draws two to four short pieces of one text that begin near each other, with white space between them.
    fn words_apart(&self, chance: &mut Chance) -> String {
        let text = &self.texts[chance.below(self.texts.len())];
        let around = chance.below(text.len());
        let words: Vec<String> = (0..2 + chance.below(3))
            .map(|_| {
                let start = (around + chance.below(MAX_CHARS_APART)).min(text.len());
                let end = (start + 1 + chance.below(4)).min(text.len());
                let piece = text[start..end].iter();
                piece.filter(|c| c.is_alphanumeric()).collect()
            })
            .collect();
        words.join([" ", "\u{3000}", "  "][chance.below(3)])
    }

    /// Draws substrings that hold a character that `is_wanted`, one for each place where it stands, up to `max`.
    fn needles_around(
        &self,
        chance: &mut Chance,
        is_wanted: fn(char) -> bool,
        max: usize,
    ) -> Vec<String> {
        let mut needles = Vec::new();
        for text in &self.texts {
            for at in (0..text.len()).filter(|&at| is_wanted(text[at])) {
                let start = at.saturating_sub(chance.below(MAX_CHARS / 2));
                let end = (at + 1 + chance.below(MAX_CHARS / 2)).min(text.len());
                needles.push(text[start..end].iter().collect());
            }
        }
        // Any of them may be kept: those drawn here change places with those that are cut off.
        for at in (1..needles.len()).rev() {
            needles.swap(at, chance.below(at + 1));
        }
        needles.truncate(max);
        needles
    }
}

fn index(dir: &Path, roots: &[PathBuf]) -> Snapshot {
    let writer = Writer::open(dir, Start::Existing).unwrap();
    update(writer, &Roots::new(roots, dir), &|_| {}).unwrap();
    Snapshot::open(dir).unwrap()
}

fn exact_total(snapshot: &Snapshot, typed: &str) -> u64 {
    let options = SearchOptions {
        mode: Mode::Exact,
        filter: Filter::default(),
        ..SearchOptions::first(0)
    };
    let page = search(snapshot, &Query::parse(typed), &options).unwrap();
    assert_eq!(page.total, page.verbatim);
    page.total
}

/// Fails where a search and the scan count differently. Prints what the needles were like.
#[track_caller]
fn compare(name: &str, snapshot: &Snapshot, scan: &Scan, needles: &[String]) {
    let counts = scan.counts(needles);
    let mut wrong = Vec::new();
    for (needle, &by_scan) in needles.iter().zip(&counts) {
        let by_search = exact_total(snapshot, needle);
        if by_search != by_scan {
            wrong.push(format!("{needle:?}: search {by_search}, scan {by_scan}"));
        }
    }
    let with = |test: &dyn Fn(char) -> bool| {
        needles
            .iter()
            .filter(|needle| needle.chars().any(test))
            .count()
    };
    let kinds = [
        ("punctuation", with(&|c| "，。；、：（）".contains(c))),
        ("quotation marks", with(&|c| "“”‘’\"'《》".contains(c))),
        ("white space", with(&char::is_whitespace)),
        ("ASCII", with(&|c| c.is_ascii_alphanumeric())),
        ("traditional characters", with(&is_traditional)),
    ];
    let nowhere = counts.iter().filter(|&&count| count == 0).count();
    let once = counts.iter().filter(|&&count| count == 1).count();
    let empty = needles
        .iter()
        .filter(|needle| fold(needle).is_empty())
        .count();
    eprintln!(
        "{name}: {} passages, {} needles, {} differences; {nowhere} nowhere, {once} in one passage, {empty} of nothing once folded, {} hits in all",
        snapshot.n_passages(),
        needles.len(),
        wrong.len(),
        counts.iter().sum::<u64>()
    );
    eprintln!("  with {kinds:?}");
    assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n"));
}

fn is_traditional(c: char) -> bool {
    !c.is_ascii()
        && fold(&c.to_string())
            .chars()
            .any(|f| f != c && !f.is_ascii())
}

/// Returns the texts of a file, and those of its passages, folded, that a default search covers.
fn read_report(file: &SourceFile) -> Option<(String, Vec<String>)> {
    let Ok(Source::Text(source)) = read(file) else {
        return None;
    };
    let report = report::read(&source);
    let searched = report
        .passages
        .iter()
        .filter(|passage| passage.role != Role::Boilerplate);
    let folded = searched.map(|passage| fold(&passage.text)).collect();
    Some((source.text, folded))
}

/// Writes a needle another way that folds to the same: full width, upper case, traditional characters, with
/// quotation marks and spaces between.
fn rewritten(needle: &str, chance: &mut Chance, traditional: &[(char, char)]) -> String {
    let mut text = String::new();
    for c in needle.chars() {
        if chance.below(6) == 0 {
            text.push(['“', '”', '「', '》', ' ', '\u{3000}', '\n', '\''][chance.below(8)]);
        }
        let way = chance.below(3);
        let other = traditional
            .iter()
            .find(|(_, simplified)| *simplified == c)
            .map(|(traditional, _)| *traditional);
        text.push(match c {
            '!'..='~' if way == 0 => char::from_u32(c as u32 + 0xFEE0).unwrap(),
            'a'..='z' if way == 1 => c.to_ascii_uppercase(),
            _ if way < 2 => other.unwrap_or(c),
            _ => c,
        });
    }
    text
}

fn traditional_pairs() -> Vec<(char, char)> {
    let lines = include_str!("../../src/analysis/simplified.txt").lines();
    let pairs = lines.filter(|line| !line.starts_with('#')).map(|line| {
        let mut chars = line.chars();
        (chars.next().unwrap(), chars.next().unwrap())
    });
    pairs.collect()
}

/// Returns the total that the built program prints.
fn total_by_program(dir: &Path, typed: &str) -> u64 {
    let output = Command::new(env!("CARGO_BIN_EXE_xunzhang"))
        .arg("--index")
        .arg(dir)
        .args([
            "search",
            "--exact",
            "--json",
            "--summary",
            "-n",
            "1",
            "--",
            typed,
        ])
        .output()
        .unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    let first = stdout.lines().next();
    let first = first.unwrap_or_else(|| panic!("no answer for {typed:?}: {output:?}"));
    let summary: serde_json::Value = serde_json::from_str(first).unwrap();
    let total = summary["total"].as_u64().unwrap();
    assert_eq!(output.status.code(), Some(if total > 0 { 0 } else { 1 }));
    total
}

#[test]
fn exact_search_counts_what_a_scan_of_the_real_reports_counts() {
    let Some(shared) = real_reports::folder() else {
        return;
    };
    let mut chance = Chance::announced("reports");
    let folders = ["seeds", "city", "county", "province", "national"];
    let roots: Vec<PathBuf> = folders
        .iter()
        .map(|folder| shared.join("reports").join(folder))
        .collect();
    let mut files = walk(&roots).files;
    files.retain(|file| file.name.ends_with(".txt"));
    assert!(files.len() >= 165, "{} reports", files.len());

    let (first, second) = files.split_at(files.len() / 2);
    let read_all = |files: &[SourceFile]| -> Vec<(String, Vec<String>)> {
        files.iter().filter_map(read_report).collect()
    };
    let mut texts = Vec::new();
    std::thread::scope(|scope| {
        let other = scope.spawn(|| read_all(second));
        texts.extend(read_all(first));
        texts.extend(other.join().unwrap());
    });
    assert_eq!(texts.len(), files.len(), "some reports cannot be read");
    let scan = Scan::of(
        texts
            .iter()
            .flat_map(|(_, folded)| folded)
            .map(String::as_str),
    );
    let dir = tempfile::tempdir().unwrap();
    let snapshot = index(dir.path(), &roots);

    let drawn = Drawn::of(texts.iter().map(|(text, _)| text.clone()));
    let needles: Vec<String> = (0..N_OF_REPORTS)
        .map(|_| drawn.needle(&mut chance))
        .collect();
    compare("reports", &snapshot, &scan, &needles);

    let pairs = traditional_pairs();
    let rewritten: Vec<String> = needles[..N_REWRITTEN]
        .iter()
        .map(|needle| rewritten(needle, &mut chance, &pairs))
        .collect();
    for (written, needle) in rewritten.iter().zip(&needles) {
        assert_eq!(fold(written), fold(needle));
    }
    compare("rewritten", &snapshot, &scan, &rewritten);

    let traditional = drawn.needles_around(&mut chance, is_traditional, N_REWRITTEN);
    assert!(
        traditional.len() > 10,
        "{} places with traditional characters",
        traditional.len()
    );
    compare("traditional", &snapshot, &scan, &traditional);

    let apart: Vec<String> = (0..N_OF_WORDS_APART)
        .map(|_| drawn.words_apart(&mut chance))
        .collect();
    compare("words apart", &snapshot, &scan, &apart);

    let marks: Vec<String> = [
        "“”",
        " ",
        "《》",
        "\u{3000}",
        "'",
        "",
        "。",
        "1",
        "x",
        "Ｘ",
        "區",
        "區管校聘",
    ]
    .map(str::to_string)
    .to_vec();
    compare("marks", &snapshot, &scan, &marks);

    for needle in needles[..N_BY_PROGRAM].iter().chain(&apart[..N_BY_PROGRAM]) {
        assert_eq!(
            total_by_program(dir.path(), needle),
            scan.count(needle),
            "{needle:?}"
        );
    }
    eprintln!("the program: {} needles, 0 differences", 2 * N_BY_PROGRAM);
}

/// Returns the lines of the scale set as `xz` unpacks them; `None`, said on stderr, where it is not there.
fn scale_lines(shared: &Path) -> Option<impl Iterator<Item = String> + use<>> {
    let packed = shared.join("scale/passages.jsonl.xz");
    let unpacked = Command::new("xz")
        .arg("-dc")
        .arg(&packed)
        .stdout(Stdio::piped())
        .spawn();
    match unpacked {
        Ok(mut child) => {
            let lines = BufReader::with_capacity(1 << 20, child.stdout.take().unwrap()).lines();
            Some(
                lines
                    .map(|line| line.unwrap())
                    .chain(std::iter::once_with(move || {
                        assert!(child.wait().unwrap().success(), "xz failed");
                        String::new()
                    })),
            )
        }
        Err(error) => {
            assert!(
                std::env::var_os("CI").is_none(),
                "in CI xz must be there: {error}"
            );
            eprintln!("skipped: the scale set cannot be unpacked, xz: {error}");
            None
        }
    }
}

#[test]
fn exact_search_counts_what_a_scan_of_the_scale_set_counts() {
    let Some(lines) = real_reports::folder().and_then(|shared| scale_lines(&shared)) else {
        return;
    };
    let mut chance = Chance::announced("scale");
    let is_whole = std::env::var_os("XUNZHANG_ALL").is_some();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("passages.jsonl");
    let mut out = BufWriter::new(File::create(&path).unwrap());
    let (mut texts, mut n_lines) = (Vec::new(), 0);
    for line in lines.filter(|line| !line.is_empty()) {
        n_lines += 1;
        if is_whole || chance.below(10) == 0 {
            let record: serde_json::Value = serde_json::from_str(&line).unwrap();
            assert!(
                record.get("role").is_none(),
                "a role, which this scan does not know"
            );
            texts.push(record["text"].as_str().unwrap().to_string());
            writeln!(out, "{line}").unwrap();
        }
    }
    out.into_inner().unwrap().sync_all().unwrap();
    let part = if is_whole {
        "all"
    } else {
        "about every tenth (XUNZHANG_ALL takes all)"
    };
    eprintln!("scale: {} of {n_lines} passages, {part}", texts.len());
    let snapshot = index(&dir.path().join("index"), &[path]);
    assert_eq!(snapshot.n_passages(), texts.len() as u64);
    let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
    let scan = Scan::of(folded.iter().map(String::as_str));
    let drawn = Drawn::of(texts);
    let needles: Vec<String> = (0..N_OF_SCALE).map(|_| drawn.needle(&mut chance)).collect();
    compare("scale", &snapshot, &scan, &needles);
}
