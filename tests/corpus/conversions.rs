//! A report is read alike from text, Word, HTML and PDF, so that it does not matter in which of them it was saved.
//!
//! Real Word files are compared with their text twins, and local bylaws as .doc with the same as .docx; LibreOffice and Chromium make
//! HTML and PDF of the reports here.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::shared::real_reports;
use xunzhang::corpus::{ReadError, Source, SourceText, read, walk};
use xunzhang::report;

fn text_of(path: &Path) -> Result<SourceText, ReadError> {
    let file = walk(&[path.to_path_buf()]).files.remove(0);
    match read(&file)? {
        Source::Text(text) => Ok(text),
        other => panic!("{}: {other:?}", path.display()),
    }
}

/// The characters of a text, white space left out.
fn characters(text: &str) -> Vec<char> {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{feff}')
        .collect()
}

fn headings(source: &SourceText) -> Vec<(u32, String)> {
    let outline = report::read(source).outline.into_iter();
    let bare = |text: &str| -> String { characters(text).into_iter().collect() };
    outline
        .map(|heading| (heading.depth, bare(&heading.text)))
        .collect()
}

/// The length of the longest common subsequence, where the texts differ by few insertions and deletions (Myers 1986).
fn n_common(a: &[char], b: &[char]) -> usize {
    const MAX_EDITS: usize = 20_000;
    let offset = MAX_EDITS + 1;
    let mut furthest = vec![0_usize; 2 * MAX_EDITS + 3];
    for n_edits in 0..=MAX_EDITS {
        for k in (0..=2 * n_edits).step_by(2) {
            let diagonal = k as isize - n_edits as isize;
            let at = (offset as isize + diagonal) as usize;
            let down = k == 0 || (k != 2 * n_edits && furthest[at - 1] < furthest[at + 1]);
            let mut x = match (n_edits, down) {
                (0, _) => 0,
                (_, true) => furthest[at + 1],
                (_, false) => furthest[at - 1] + 1,
            };
            let Ok(mut y) = usize::try_from(x as isize - diagonal) else {
                continue;
            };
            while x < a.len() && y < b.len() && a[x] == b[y] {
                (x, y) = (x + 1, y + 1);
            }
            furthest[at] = x;
            if x >= a.len() && y >= b.len() {
                return (a.len() + b.len() - n_edits) / 2;
            }
        }
    }
    0
}

/// How much of one report came through a conversion.
struct Twin {
    name: String,
    share: f64,
    n_more: usize,
    same_headings: bool,
    difference: String,
}

fn compare(name: &str, twin: &SourceText, other: &SourceText) -> Twin {
    let (expected, found) = (characters(&twin.text), characters(&other.text));
    let n_common = n_common(&expected, &found);
    let (expected_headings, found_headings) = (headings(twin), headings(other));
    let first = expected_headings
        .iter()
        .zip(&found_headings)
        .find(|(a, b)| a != b)
        .map(|(a, b)| format!("{a:?} and {b:?}"));
    let n_headings = (expected_headings.len(), found_headings.len());
    Twin {
        name: name.to_owned(),
        share: n_common as f64 / expected.len() as f64,
        n_more: found.len() - n_common,
        same_headings: expected_headings == found_headings,
        difference: format!("headings {n_headings:?}, {}", first.unwrap_or_default()),
    }
}

/// Prints the figures. Returns the least share of characters kept, and the share of reports with the same headings.
fn summary(road: &str, twins: &[Twin]) -> (f64, f64) {
    let least = twins.iter().map(|twin| twin.share).fold(1.0, f64::min);
    let mean = twins.iter().map(|twin| twin.share).sum::<f64>() / twins.len() as f64;
    let n_same = twins.iter().filter(|twin| twin.same_headings).count();
    let n_more: usize = twins.iter().map(|twin| twin.n_more).sum();
    eprintln!(
        "{road}: {} reports; characters least {least:.5}, mean {mean:.5}; {n_more} characters more; same headings {n_same}",
        twins.len()
    );
    for twin in twins
        .iter()
        .filter(|t| t.share < 0.999 || !t.same_headings || t.n_more > 20)
    {
        eprintln!(
            "  {}: {:.5}, {} more, {}",
            twin.name, twin.share, twin.n_more, twin.difference
        );
    }
    (least, n_same as f64 / twins.len() as f64)
}

fn city_reports(shared: &Path) -> Vec<(String, PathBuf, PathBuf)> {
    let words = walk(&[shared.join("reports/city-docx")]).files;
    let twin = |word: &Path| {
        let name = word.file_stem().unwrap().to_string_lossy().into_owned();
        let text = shared.join(format!("reports/city/{name}.txt"));
        (name, word.to_path_buf(), text)
    };
    words.iter().map(|file| twin(&file.path)).collect()
}

#[test]
fn word_files_hold_what_their_text_twins_hold() {
    let Some(shared) = real_reports::folder() else {
        return;
    };
    let reports = city_reports(&shared);
    assert_eq!(reports.len(), 80);
    let twins: Vec<Twin> = reports
        .iter()
        .map(|(name, word, text)| compare(name, &text_of(text).unwrap(), &text_of(word).unwrap()))
        .collect();
    let (least, same) = summary(".docx", &twins);
    assert!(least >= 0.99 && same >= 0.98);
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[test]
fn bylaws_in_word_are_read_as_a_person_would_read_them() {
    let Some(shared) = real_reports::folder() else {
        return;
    };
    let files = walk(&[shared.join("reports/bylaws")]).files;
    assert_eq!(files.len(), 29);
    for file in &files {
        let Source::Text(source) = read(file).unwrap() else {
            panic!("records")
        };
        let found = characters(&source.text);
        let n_han = found.iter().filter(|c| is_han(**c)).count();
        let first = source.text.lines().find(|line| !line.trim().is_empty());
        let stem = file.path.file_stem().unwrap().to_string_lossy();
        eprintln!(
            "{:>6} {:>6} {stem}: {}",
            source.format.name(),
            found.len(),
            first.unwrap().trim()
        );
        if std::env::var_os("XUNZHANG_DUMP").is_some() {
            let to = std::env::temp_dir().join(format!("{stem}.{}.txt", source.format.name()));
            std::fs::write(to, &source.text).unwrap();
        }
        assert!(
            n_han * 100 >= found.len() * 80,
            "{stem}: too few Chinese characters"
        );
        let is_wrong = |c: char| {
            c == '\u{fffd}'
                || ('\u{e000}'..='\u{f8ff}').contains(&c)
                || (c.is_control() && !c.is_whitespace())
        };
        assert!(
            !source.text.contains(is_wrong),
            "{stem}: characters of no text"
        );
        let title: String = stem.split('_').next_back().unwrap().to_owned();
        let whole: String = found.iter().collect();
        assert!(whole.contains(&title), "{stem}: its own title is not in it");
        for article in ["第一条", "第二条", "第十条"] {
            assert!(whole.contains(article), "{stem}: no {article}");
        }
    }
}

/// Says whether a program is installed; in CI it must be.
fn has_program(program: &str) -> bool {
    let found = Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if found.is_ok() {
        return true;
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "in CI {program} must be there"
    );
    eprintln!("skipped: no {program}");
    false
}

/// Converts files with LibreOffice, in a profile of its own.
fn convert(files: &[PathBuf], to: &str, folder: &Path) {
    let profile = folder.join("profile");
    let status = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.display()
        ))
        .args(["--headless", "--convert-to", to, "--outdir"])
        .arg(folder)
        .args(files)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
}

/// Picks some of the reports, spread over their names.
fn sample(shared: &Path, n_reports: usize) -> Vec<(String, PathBuf, PathBuf)> {
    let reports = city_reports(shared);
    let step = reports.len() / n_reports;
    reports.into_iter().step_by(step).take(n_reports).collect()
}

fn check_converted(ending: &str, n_reports: usize) {
    let Some(shared) = real_reports::folder() else {
        return;
    };
    if !has_program("soffice") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let reports = sample(&shared, n_reports);
    let words: Vec<PathBuf> = reports.iter().map(|report| report.1.clone()).collect();
    convert(&words, ending, folder.path());
    let twins: Vec<Twin> = reports
        .iter()
        .map(|(name, _, text)| {
            let made = folder.path().join(format!("{name}.{ending}"));
            compare(name, &text_of(text).unwrap(), &text_of(&made).unwrap())
        })
        .collect();
    let (least, same) = summary(&format!(".{ending} of LibreOffice"), &twins);
    assert!(least >= 0.98 && same >= 0.95);
}

#[test]
fn old_word_files_hold_what_their_twins_hold() {
    check_converted("doc", 20);
}

#[test]
fn rich_text_holds_what_its_twin_holds() {
    check_converted("rtf", 20);
}

#[test]
fn open_documents_hold_what_their_twins_hold() {
    check_converted("odt", 20);
}

#[test]
fn pages_that_libreoffice_made_hold_what_their_twins_hold() {
    check_converted("html", 20);
}

#[test]
fn pdf_that_libreoffice_made_holds_what_its_twin_holds() {
    check_converted("pdf", 26);
}

/// Writes a report as a page of a government's site.
fn page_of(text: &str) -> String {
    let paragraphs: Vec<String> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            format!(
                "<p style=\"text-indent:2em\">{}</p>",
                line.trim().replace('&', "&amp;").replace('<', "&lt;")
            )
        })
        .collect();
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>公开</title></head><body>\
         <div class=\"nav\"><a href=\"/\">首页</a><a href=\"/xxgk\">信息公开</a></div>\
         <div class=\"content\">{}</div><div class=\"footer\">网站标识码：0000000001</div></body></html>",
        paragraphs.join("\n")
    )
}

#[test]
fn pages_and_their_print_by_chromium_hold_what_their_twins_hold() {
    let Some(shared) = real_reports::folder() else {
        return;
    };
    let chromium = ["chromium", "chromium-browser", "google-chrome"];
    let found = chromium.iter().find(|program| {
        Command::new(program)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok()
    });
    let Some(program) = found else {
        assert!(!has_program("chromium"));
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let (mut pages, mut prints) = (Vec::new(), Vec::new());
    for (name, _, text) in sample(&shared, 10) {
        let twin = text_of(&text).unwrap();
        let page = folder.path().join(format!("{name}.html"));
        std::fs::write(&page, page_of(&twin.text)).unwrap();
        pages.push(compare(&name, &twin, &text_of(&page).unwrap()));
        let print = folder.path().join(format!("{name}.pdf"));
        let status = Command::new(program)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
            ])
            .arg(format!(
                "--user-data-dir={}",
                folder.path().join("browser").display()
            ))
            .arg(format!("--print-to-pdf={}", print.display()))
            .arg(format!("file://{}", page.display()))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success());
        prints.push(compare(&name, &twin, &text_of(&print).unwrap()));
    }
    let (least, same) = summary("pages of a site", &pages);
    assert!(least >= 0.98 && same >= 0.95);
    let (least, same) = summary(".pdf of Chromium", &prints);
    assert!(least >= 0.98 && same >= 0.95);
}
