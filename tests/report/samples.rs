//! The sample reports in `corpus/` are read as their marks in `tests/samples.txt` say.

use std::collections::BTreeMap;

use xunzhang::corpus::{Source, read, walk};
use xunzhang::report::{self, Evidenced, Report, Role};

/// A sample opens with `## file`; a field that is not named is empty. `headings` counts them by depth.
/// A passage is `line-end year kind section > section`.
const EXPECTED: &str = include_str!("../samples.txt");

#[derive(Default)]
struct Scores {
    fields: BTreeMap<&'static str, (usize, usize)>,
    wrong: Vec<String>,
}

impl Scores {
    fn add(&mut self, field: &'static str, place: &str, read: &str, expected: &str) {
        let score = self.fields.entry(field).or_default();
        score.1 += 1;
        if read == expected {
            score.0 += 1;
        } else {
            self.wrong.push(format!(
                "{place} {field}: read {read:?}, expected {expected:?}"
            ));
        }
    }
}

fn text<T: ToString>(found: &Option<Evidenced<T>>) -> String {
    found
        .as_ref()
        .map(|found| found.value.to_string())
        .unwrap_or_default()
}

fn lines_of(report: &Report, role: Role) -> String {
    let lines = report.passages.iter().filter(|p| p.role == role);
    lines
        .map(|p| p.line.to_string())
        .collect::<Vec<_>>()
        .join(" ")
}

fn n_by_depth(report: &Report) -> String {
    let mut by_depth = BTreeMap::new();
    for heading in &report.outline {
        *by_depth.entry(heading.depth).or_insert(0) += 1;
    }
    by_depth
        .values()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(" ")
}

fn compare(scores: &mut Scores, name: &str, expected: &str, report: &Report) {
    let metadata = &report.metadata;
    let fields = [
        ("title", text(&metadata.title)),
        ("district", text(&metadata.district)),
        ("city", text(&metadata.city)),
        ("province", text(&metadata.province)),
        ("report_year", text(&metadata.report_year)),
        ("report_kind", text(&metadata.report_kind)),
        ("issuer", text(&metadata.issuer)),
        ("document_number", text(&metadata.document_number)),
        ("published", text(&metadata.published)),
        ("boilerplate", lines_of(report, Role::Boilerplate)),
        ("title_lines", lines_of(report, Role::Title)),
        ("headings", n_by_depth(report)),
    ];
    for (field, read) in &fields {
        let given = expected
            .lines()
            .find_map(|line| line.strip_prefix(field)?.strip_prefix(' '));
        scores.add(field, name, read, given.unwrap_or_default());
    }
    for line in expected
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()))
    {
        let (place, rest) = line.split_once(' ').unwrap();
        let (first, last) = place.split_once('-').unwrap_or((place, place));
        let at = format!("{name}:{first}");
        let Some(passage) = report
            .passages
            .iter()
            .find(|p| p.line.to_string() == first && p.role == Role::Body)
        else {
            scores.add("passage", &at, "none", "one");
            continue;
        };
        let year = passage.year.unwrap_or(0);
        let section = passage.section.join(" > ");
        let read = format!("{year} {:?} {section}", passage.kind);
        scores.add("passage", &at, read.trim_end(), rest.trim_end());
        scores.add("passage end", &at, &passage.end_line.to_string(), last);
    }
}

#[test]
fn the_samples_are_read_as_a_reader_reads_them() {
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut scores = Scores::default();
    let mut n_samples = 0;
    for sample in EXPECTED.split("## ").skip(1) {
        let (name, expected) = sample.split_once('\n').unwrap();
        let listing = walk(&[corpus.join(name)]);
        let Ok(Source::Text(mut source)) = read(&listing.files[0]) else {
            panic!("{name} cannot be read")
        };
        source.name = format!("corpus/{name}");
        compare(&mut scores, name, expected, &report::read(&source));
        n_samples += 1;
    }
    assert_eq!(
        n_samples,
        walk(&[corpus]).files.len(),
        "every sample is here"
    );
    for (field, (right, all)) in &scores.fields {
        eprintln!("{field:>18} {right:>4} of {all:>4}");
    }
    assert!(scores.wrong.is_empty(), "\n{}", scores.wrong.join("\n"));
}
