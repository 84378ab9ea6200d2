//! The five real education reports are read as they were marked by hand: every heading, passage and field.

use std::collections::BTreeMap;

use crate::shared::real_reports;
use serde::Deserialize;
use xunzhang::corpus::{Source, read, walk};
use xunzhang::report::{self, Evidenced, Passage, Report, Role};

#[derive(Deserialize)]
struct Gold {
    file: String,
    title: Option<String>,
    district: Option<String>,
    city: Option<String>,
    province: Option<String>,
    report_year: Option<i32>,
    report_kind: Option<String>,
    issuer: Option<String>,
    document_number: Option<String>,
    published: Option<String>,
    headings: Vec<GoldHeading>,
    boilerplate_lines: Vec<u32>,
    passages: Vec<GoldPassage>,
}

#[derive(Deserialize)]
struct GoldHeading {
    line: u32,
    depth: u32,
    text: String,
}

#[derive(Deserialize, Clone)]
struct GoldPassage {
    line: u32,
    end_line: u32,
    section: Vec<String>,
    year: i32,
    kind: String,
    text_starts: String,
    text_ends: String,
}

#[derive(Default)]
struct Scores {
    fields: BTreeMap<&'static str, (usize, usize)>,
    wrong: Vec<String>,
}

impl Scores {
    fn add<T: PartialEq + std::fmt::Debug>(
        &mut self,
        field: &'static str,
        place: &str,
        read: T,
        gold: T,
    ) {
        let score = self.fields.entry(field).or_default();
        score.1 += 1;
        if read == gold {
            score.0 += 1;
        } else {
            self.wrong
                .push(format!("{place} {field}: read {read:?}, marked {gold:?}"));
        }
    }
}

fn value<T: Clone>(found: &Option<Evidenced<T>>) -> Option<T> {
    found.as_ref().map(|found| found.value.clone())
}

fn compare(scores: &mut Scores, gold: &Gold, read: &Report) {
    let name = &gold.file[..3];
    let metadata = &read.metadata;
    scores.add("title", name, value(&metadata.title), gold.title.clone());
    scores.add(
        "district",
        name,
        value(&metadata.district),
        gold.district.clone(),
    );
    scores.add("city", name, value(&metadata.city), gold.city.clone());
    scores.add(
        "province",
        name,
        value(&metadata.province),
        gold.province.clone(),
    );
    scores.add(
        "report_year",
        name,
        value(&metadata.report_year),
        gold.report_year,
    );
    scores.add(
        "report_kind",
        name,
        value(&metadata.report_kind),
        gold.report_kind.clone(),
    );
    scores.add("issuer", name, value(&metadata.issuer), gold.issuer.clone());
    scores.add(
        "document_number",
        name,
        value(&metadata.document_number),
        gold.document_number.clone(),
    );
    scores.add(
        "published",
        name,
        value(&metadata.published),
        gold.published.clone(),
    );
    let headings: Vec<_> = read
        .outline
        .iter()
        .map(|h| (h.line, h.depth, h.text.as_str()))
        .collect();
    for heading in &gold.headings {
        let place = format!("{name}:{}", heading.line);
        let found = headings.iter().find(|h| h.0 == heading.line).copied();
        scores.add(
            "heading",
            &place,
            found,
            Some((heading.line, heading.depth, &heading.text)),
        );
    }
    for heading in &headings {
        let marked = gold.headings.iter().any(|h| h.line == heading.0);
        scores.add(
            "no other heading",
            name,
            (!marked).then_some(*heading),
            None,
        );
    }
    let lines_of = |role| -> Vec<u32> {
        read.passages
            .iter()
            .filter(|p| p.role == role)
            .map(|p| p.line)
            .collect()
    };
    scores.add(
        "boilerplate",
        name,
        lines_of(Role::Boilerplate),
        gold.boilerplate_lines.clone(),
    );
    scores.add(
        "body lines",
        name,
        lines_of(Role::Body),
        gold.passages.iter().map(|p| p.line).collect(),
    );
    for passage in &gold.passages {
        let place = format!("{name}:{}", passage.line);
        let Some(found) = read.passages.iter().find(|p| p.line == passage.line) else {
            continue;
        };
        compare_passage(scores, &place, passage, found);
    }
}

fn compare_passage(scores: &mut Scores, place: &str, gold: &GoldPassage, read: &Passage) {
    scores.add("end_line", place, read.end_line, gold.end_line);
    scores.add("section", place, &read.section, &gold.section);
    scores.add("year", place, read.year, Some(gold.year));
    scores.add("kind", place, format!("{:?}", read.kind), gold.kind.clone());
    scores.add(
        "text starts",
        place,
        read.text.starts_with(&gold.text_starts),
        true,
    );
    scores.add(
        "text ends",
        place,
        read.text.ends_with(&gold.text_ends),
        true,
    );
}

#[test]
fn the_marked_reports_are_read_as_marked() {
    let Some(shared) = real_reports::folder() else {
        return;
    };
    let mut scores = Scores::default();
    let listing = walk(&[shared.join("reports/seeds")]);
    assert_eq!(listing.files.len(), 5);
    for file in &listing.files {
        let Ok(Source::Text(source)) = read(file) else {
            panic!("{} cannot be read", file.name)
        };
        let stem = file.path.file_stem().unwrap().to_string_lossy();
        let gold = std::fs::read_to_string(shared.join(format!("gold/{stem}.json"))).unwrap();
        let gold: Gold = serde_json::from_str(&gold).unwrap();
        compare(&mut scores, &gold, &report::read(&source));
    }
    for (field, (right, all)) in &scores.fields {
        eprintln!("{field:>18} {right:>4} of {all:>4}");
    }
    assert!(scores.wrong.is_empty(), "\n{}", scores.wrong.join("\n"));
}
