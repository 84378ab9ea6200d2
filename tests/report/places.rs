//! The place and year of 160 real government work reports are read rightly, with their file names and by content alone.

use crate::shared::real_reports;
use xunzhang::corpus::{Source, SourceText, read, walk};
use xunzhang::report;

struct Gold {
    path: String,
    place: String,
    year: i32,
}

fn gold(shared: &std::path::Path) -> Vec<Gold> {
    let table = std::fs::read_to_string(shared.join("gold/reports.tsv")).unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        Gold {
            path: cells[0].to_owned(),
            place: cells[1].to_owned(),
            year: cells[3].parse().unwrap(),
        }
    };
    table
        .lines()
        .skip(1)
        .filter(|line| !line.is_empty())
        .map(row)
        .collect()
}

/// Returns the name without its suffix: 三亚 for 三亚市, 黔东南 for 黔东南苗族侗族自治州.
fn bare(name: &str) -> String {
    let mut bare = name.to_owned();
    for suffix in [
        "自治区",
        "自治州",
        "自治县",
        "地区",
        "省",
        "市",
        "区",
        "县",
        "旗",
        "盟",
        "州",
    ] {
        if let Some(stem) = name
            .strip_suffix(suffix)
            .filter(|stem| stem.chars().count() >= 2)
        {
            bare = stem.to_owned();
            break;
        }
    }
    let peoples = [
        "壮族",
        "回族",
        "维吾尔",
        "藏族",
        "羌族",
        "彝族",
        "苗族",
        "侗族",
        "布依族",
        "土家族",
    ];
    while let Some(stem) = peoples.iter().find_map(|people| bare.strip_suffix(people)) {
        bare = stem.to_owned();
    }
    bare
}

struct Wrong {
    places: Vec<String>,
    years: Vec<String>,
}

fn measure(
    shared: &std::path::Path,
    gold: &[Gold],
    rename: impl Fn(usize, &str) -> String,
) -> Wrong {
    let mut wrong = Wrong {
        places: Vec::new(),
        years: Vec::new(),
    };
    for (nth, gold) in gold.iter().enumerate() {
        let listing = walk(&[shared.join("reports").join(&gold.path)]);
        let Ok(Source::Text(source)) = read(&listing.files[0]) else {
            panic!("{} cannot be read", gold.path)
        };
        let source = SourceText {
            name: rename(nth, &gold.path),
            ..source
        };
        let metadata = report::read(&source).metadata;
        let name = |found: &Option<report::Evidenced<String>>| {
            found.as_ref().map(|f| f.value.clone()).unwrap_or_default()
        };
        let (district, city, province) = (
            name(&metadata.district),
            name(&metadata.city),
            name(&metadata.province),
        );
        // 河北保定阜平 is 阜平县 in 保定市, 河北省.
        let own = bare(&district);
        let above = format!("{}{}{own}", bare(&province), bare(&city));
        if own != bare(&gold.place) && above != gold.place {
            wrong.places.push(format!(
                "{}: read {province}/{city}/{district}, marked {}",
                gold.path, gold.place
            ));
        }
        let year = metadata.report_year.map(|found| found.value);
        if year != Some(gold.year) {
            wrong.years.push(format!(
                "{}: read {year:?}, marked {}",
                gold.path, gold.year
            ));
        }
    }
    wrong
}

#[test]
fn who_reports_and_when_is_told() {
    let Some(shared) = real_reports::folder() else {
        return;
    };
    let gold = gold(&shared);
    assert_eq!(gold.len(), 160);
    let share = |wrong: &[String]| 100.0 * (gold.len() - wrong.len()) as f64 / gold.len() as f64;
    let as_is = measure(&shared, &gold, |_, path| path.to_owned());
    let by_content = measure(&shared, &gold, |nth, _| format!("{nth:04}.txt"));
    for (what, wrong) in [("as they are", &as_is), ("by content alone", &by_content)] {
        eprintln!(
            "{what}: place {:.1} %, year {:.1} %",
            share(&wrong.places),
            share(&wrong.years)
        );
        for line in wrong.places.iter().chain(&wrong.years) {
            eprintln!("    {line}");
        }
    }
    assert!(share(&as_is.places) >= 98.0 && share(&as_is.years) >= 98.0);
    assert!(share(&by_content.places) >= 90.0 && share(&by_content.years) >= 95.0);
}
