//! Cites the report of a passage as GB/T 7714-2015 cites a report: 责任者. 题名: 文号[R]. 日期.
//!
//! Input: the record of a passage. Output: one line. What is not known of the report is left out; a title that was not read is made of what is known and stands
//! in square brackets, as the standard has it for whatever the citer supplies.

use crate::index::PassageRecord;

/// Cites the report of a passage.
pub(super) fn gbt7714(record: &PassageRecord) -> String {
    let facts = &record.facts;
    let responsible = facts.issuer.as_ref().or(facts.district.as_ref());
    let mut cited = responsible.map_or_else(String::new, |name| format!("{}. ", one_line(name)));
    cited.push_str(&match &facts.title {
        Some(title) => closed_up(title),
        None => format!("[{}]", supplied_title(record)),
    });
    if let Some(number) = &facts.document_number {
        cited.push_str(&format!(": {}", one_line(number)));
    }
    cited.push_str("[R].");
    let year = facts
        .report_year
        .or(record.year)
        .map(|year| year.to_string());
    if let Some(date) = facts.published.clone().or(year) {
        cited.push_str(&format!(" {date}."));
    }
    cited
}

/// Makes a title of the place, the year and the kind of a report, or of the name of its file.
fn supplied_title(record: &PassageRecord) -> String {
    let facts = &record.facts;
    let year = facts.report_year.map(|year| format!("{year}年"));
    let known = match &facts.report_kind {
        Some(kind) => [facts.district.clone(), year, Some(kind.clone())],
        None => [None, None, None],
    };
    let title: String = known.into_iter().flatten().collect();
    if !title.is_empty() {
        return title;
    }
    let file = record.path.rsplit('/').next().unwrap_or(&record.path);
    file.rsplit_once('.')
        .map_or(file, |(stem, _)| stem)
        .to_owned()
}

/// Takes the spaces out of a title that was spaced out to fill its line: 政 府 工 作 报 告.
fn closed_up(title: &str) -> String {
    let words: Vec<&str> = title.split_whitespace().collect();
    let is_spaced_out = words.iter().all(|word| word.chars().count() == 1);
    words.join(if is_spaced_out { "" } else { " " })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{ReportFacts, Role};

    fn record(facts: ReportFacts) -> PassageRecord {
        PassageRecord {
            id: "a:1".to_owned(),
            role: Role::Body,
            facts,
            year: Some(2021),
            kind: None,
            section: Vec::new(),
            path: "corpus/东堰区2022.txt".to_owned(),
            line: 1,
            end_line: 1,
        }
    }

    #[test]
    fn a_report_is_cited_by_what_is_known_of_it() {
        let facts = ReportFacts {
            title: Some("青禾区2022年教育工作要点".to_owned()),
            district: Some("青禾区".to_owned()),
            report_year: Some(2022),
            issuer: Some("青禾区教育局".to_owned()),
            document_number: Some("青教发〔2022〕3号".to_owned()),
            published: Some("2022-03-01".to_owned()),
            ..ReportFacts::default()
        };
        assert_eq!(
            gbt7714(&record(facts)),
            "青禾区教育局. 青禾区2022年教育工作要点: 青教发〔2022〕3号[R]. 2022-03-01."
        );
    }

    #[test]
    fn what_is_not_known_is_left_out_or_supplied_in_brackets() {
        let spaced = ReportFacts {
            title: Some("政 府 工 作 报 告".to_owned()),
            district: Some("蠡县".to_owned()),
            report_year: Some(2022),
            ..ReportFacts::default()
        };
        assert_eq!(gbt7714(&record(spaced)), "蠡县. 政府工作报告[R]. 2022.");
        let untitled = ReportFacts {
            district: Some("蠡县".to_owned()),
            report_year: Some(2022),
            report_kind: Some("工作总结".to_owned()),
            ..ReportFacts::default()
        };
        assert_eq!(
            gbt7714(&record(untitled)),
            "蠡县. [蠡县2022年工作总结][R]. 2022."
        );
        assert_eq!(
            gbt7714(&record(ReportFacts::default())),
            "[东堰区2022][R]. 2021."
        );
    }
}
