//! Hits come in pages, orders and groups, near-duplicates and more of one report held back, and the counts stay true.

use crate::shared::program::Place;
use serde_json::Value;

const MEASURES: [&str; 6] = [
    "推进课后服务全覆盖，全区参加学生两万一千人，教师轮流值守。",
    "课后服务经费纳入财政预算，按照每生每年三百元补助学校。",
    "引进社会力量参与课后服务，实行白名单管理和动态退出。",
    "开展课后服务质量督导，家长满意度达到九成以上。",
    "把劳动教育和课后服务结合起来，建设校园农场。",
    "课后服务结束后学校开设延时托管，解决家长接送难题。",
];

/// What each district adds, so that of all measures only the third resembles another district's.
const ADDITIONS: [&str; 5] = [
    "由乡镇中心学校牵头，邻近村小结对共享师资",
    "邀请退休教师和大学生志愿者到校授课",
    "家长委员会每月评议一次，结果向社会公开",
    "收费标准由物价部门核定，困难家庭全免",
    "场馆向周边社区开放，周末由少年宫统一安排",
];

/// Makes the reports of five districts, of one year or two. The last words the third measure as the first does.
fn place() -> Place {
    let place = Place::new();
    for (at, district) in ["云溪区", "东湖区", "安岭县", "南塘区", "北埠区"]
        .into_iter()
        .enumerate()
    {
        for year in 2021 + at as i32 % 2..2023 {
            let mut lines = format!(
                "{district}教育局{year}年工作总结\n（示例文本，区县为虚构）\n一、总体情况\n"
            );
            for (number, measure) in MEASURES.iter().enumerate().filter(|(n, _)| *n <= at + 1) {
                let more = match number {
                    2 => String::new(),
                    _ => format!(
                        "{district}{year}年新增试点{}所，{}。",
                        10 * at + number,
                        ADDITIONS[at]
                    ),
                };
                lines.push_str(&format!("{}.{measure}{more}\n", number + 1));
            }
            place.write(format!("corpus/{district}/{year}.txt"), lines);
        }
    }
    place.expect(0, ["index"]);
    place
}

fn hits(place: &Place, args: &[&str]) -> Vec<Value> {
    let args = ["search", "--json"].iter().chain(args);
    place.expect(0, args).json()
}

fn ids(hits: &[Value]) -> Vec<&str> {
    hits.iter().map(|hit| hit["id"].as_str().unwrap()).collect()
}

fn field<'h>(hits: &'h [Value], name: &str) -> Vec<&'h Value> {
    hits.iter().map(|hit| &hit[name]).collect()
}

#[test]
fn pages_one_after_the_other_are_all_hits() {
    let place = place();
    for more in [
        &["--exact"][..],
        &["--no-fold", "--per-report", "0"],
        &["--sort", "year"],
        &[],
    ] {
        let page = |n: usize, number: usize| {
            let (n, number) = (n.to_string(), number.to_string());
            let args = ["课后服务", "-n", &n, "--page", &number];
            hits(&place, &[&args, more].concat())
        };
        let whole = page(40, 1);
        assert!(whole.len() >= 10, "{}", whole.len());
        for size in [1, 3, 7] {
            let pages = whole.len().div_ceil(size);
            let together: Vec<Value> = (1..=pages).flat_map(|number| page(size, number)).collect();
            assert_eq!(ids(&together), ids(&whole), "{more:?}, {size} a page");
            assert_eq!(field(&together, "rank"), field(&whole, "rank"));
        }
    }
}

#[test]
fn all_hits_are_one_page() {
    let run = place().expect(2, ["search", "课后服务", "-n", "0", "--page", "2"]);
    assert!(run.err.contains("there is but one page"), "{}", run.err);
}

#[test]
fn a_page_beyond_the_last_says_so() {
    let run = place().expect(0, ["search", "课后服务", "--page", "99"]);
    assert_eq!(run.out, "");
    assert!(
        run.err.contains("page 99 is beyond the last"),
        "{}",
        run.err
    );
}

#[test]
fn a_near_duplicate_is_named_by_the_hit_that_it_resembles() {
    let place = place();
    let query = "引进社会力量参与课后服务";
    let folded = hits(&place, &[query, "-n", "1"]);
    let also_in = folded[0]["also_in"].as_array().unwrap();
    let separate = hits(&place, &[query, "--exact", "-n", "0"]);
    assert_eq!(also_in.len() + 1, separate.len());
    let mut all: Vec<&str> = also_in
        .iter()
        .map(|other| other["id"].as_str().unwrap())
        .collect();
    all.extend(ids(&folded));
    all.sort_unstable();
    let mut expected = ids(&separate);
    expected.sort_unstable();
    assert_eq!(all, expected);
    let run = place.expect(0, ["search", query, "-n", "1"]);
    assert!(run.out.contains("also in: "), "{}", run.out);
    let run = place.expect(0, ["search", query, "-n", "1", "--no-fold"]);
    assert!(!run.out.contains("also in: "), "{}", run.out);
}

#[test]
fn whoever_asks_for_all_or_for_a_table_gets_every_hit_in_its_place() {
    let place = place();
    let n_exact = place.exact_total("课后服务", &[]) as usize;
    for more in [&["-n", "0"][..], &["-n", "1000"], &["--exact", "-n", "50"]] {
        let hits = hits(&place, &[&["课后服务"], more].concat());
        let n_verbatim = hits.iter().filter(|hit| hit["match"] == "verbatim").count();
        assert_eq!(n_verbatim, n_exact, "{more:?}");
        assert!(
            hits.iter()
                .all(|hit| hit["also_in"] == Value::Array(Vec::new()))
        );
    }
}

#[test]
fn a_page_begins_with_a_few_of_each_report_and_the_others_follow() {
    let place = place();
    let n_in_first = |hits: &[Value], n: usize| {
        let paths = field(&hits[..n], "path");
        let most = paths
            .iter()
            .map(|path| paths.iter().filter(|other| other == &path).count());
        most.max().unwrap()
    };
    let filter = ["课后服务", "--district", "北埠区", "--no-fold", "-n", "12"];
    let few = hits(&place, &[&filter[..], &["--per-report", "1"]].concat());
    assert_eq!(n_in_first(&few, 2), 1);
    let unlimited = hits(&place, &[&filter[..], &["--per-report", "0"]].concat());
    assert_eq!(few.len(), unlimited.len());
    let (mut a, mut b) = (ids(&few), ids(&unlimited));
    a.sort_unstable();
    b.sort_unstable();
    assert_eq!(a, b, "nothing is lost");
    let by_default = hits(
        &place,
        &["课后服务", "--district", "北埠区", "--no-fold", "-n", "6"],
    );
    assert_eq!(n_in_first(&by_default, 6), 3);
}

#[test]
fn hits_by_year_begin_with_the_newest_and_those_by_district_go_by_pinyin() {
    let place = place();
    let years = |more: &[&str]| -> Vec<i64> {
        let hits = hits(
            &place,
            &[&["课后服务", "--exact", "-n", "0"], more].concat(),
        );
        field(&hits, "year")
            .iter()
            .map(|year| year.as_i64().unwrap())
            .collect()
    };
    let by_year = years(&["--sort", "year"]);
    assert!(by_year.is_sorted_by(|a, b| a >= b), "{by_year:?}");
    assert!(by_year.first() > by_year.last());
    let hits = hits(
        &place,
        &["课后服务", "--exact", "-n", "0", "--sort", "district"],
    );
    let mut districts = field(&hits, "district");
    districts.dedup();
    assert_eq!(
        districts,
        ["安岭县", "北埠区", "东湖区", "南塘区", "云溪区"]
    );
    let of_one: Vec<i64> = hits
        .iter()
        .filter(|hit| hit["district"] == "云溪区")
        .map(|hit| hit["year"].as_i64().unwrap())
        .collect();
    assert!(of_one.is_sorted_by(|a, b| a >= b), "{of_one:?}");
}

#[test]
fn sorted_by_year_verbatim_hits_still_come_first() {
    let hits = hits(&place(), &["课后服务经费", "--sort", "year", "-n", "0"]);
    let n_verbatim = hits.iter().filter(|hit| hit["match"] == "verbatim").count();
    assert!(n_verbatim > 0 && n_verbatim < hits.len());
    assert!(
        hits[..n_verbatim]
            .iter()
            .all(|hit| hit["match"] == "verbatim")
    );
}

#[test]
fn groups_hold_the_best_few_of_each_and_count_all() {
    let place = place();
    for (by, value) in [("district", "district"), ("report", "path")] {
        let hits = hits(&place, &["课后服务", "--group", by, "-n", "3", "--no-fold"]);
        let mut groups = field(&hits, "group");
        groups.dedup();
        assert_eq!(groups.len(), 3);
        for group in groups {
            let of_group: Vec<&Value> = hits.iter().filter(|hit| &hit["group"] == group).collect();
            assert!(of_group.len() <= 3 && of_group.iter().all(|hit| hit[value] == group["value"]));
            if by == "district" {
                let name = group["value"].as_str().unwrap();
                let summary = place.expect(
                    0,
                    [
                        "search",
                        "--json",
                        "--summary",
                        "课后服务",
                        "--district",
                        name,
                    ],
                );
                assert_eq!(summary.json()[0]["total"], group["total"], "{name}");
            }
        }
    }
    let run = place.expect(0, ["search", "课后服务", "--group", "district", "-n", "2"]);
    assert!(run.err.contains("5 groups"), "{}", run.err);
    assert_eq!(run.out.matches(" passages\n").count(), 2, "{}", run.out);
    let run = place.expect(0, ["search", "课后服务", "--group", "report", "-n", "1"]);
    let first = run.out.lines().next().unwrap();
    let (title, path) = first.split_once(" · ").unwrap();
    assert!(title.ends_with("年工作总结"), "{first}");
    let district: String = title.chars().take(3).collect();
    assert!(
        path.contains(&format!("passages  corpus/{district}/")),
        "{first}"
    );
}

#[test]
fn groups_go_on_over_pages_and_all_of_them_hold_all() {
    let place = place();
    let grouped = ["课后服务", "--group", "district"];
    let page = |more: &[&str]| hits(&place, &[&grouped[..], more].concat());
    let ranks = |hits: &[Value]| -> Vec<u64> {
        let ranks = hits.iter().map(|hit| hit["rank"].as_u64().unwrap());
        ranks.collect()
    };
    let whole = page(&["-n", "5"]);
    let pages: Vec<Value> = ["1", "2", "3"]
        .iter()
        .flat_map(|number| page(&["-n", "2", "--page", number]))
        .collect();
    assert_eq!(ids(&pages), ids(&whole));
    assert_eq!(ranks(&pages), (1..=whole.len() as u64).collect::<Vec<_>>());
    let all = page(&["-n", "0"]);
    let total = hits(&place, &["课后服务", "--summary", "-n", "1"])[0]["total"].clone();
    assert_eq!(all.len() as u64, total.as_u64().unwrap());
    let few = page(&["-n", "0", "--per-report", "1"]);
    assert_eq!(few.len(), 5);
}

#[test]
fn a_near_duplicate_is_named_with_its_id() {
    let place = place();
    let query = ["引进社会力量参与课后服务", "-n", "1"];
    let also_in = hits(&place, &query)[0]["also_in"].clone();
    let run = place.expect(0, ["search"].iter().chain(&query));
    let line = run.out.lines().find(|line| line.contains("also in: "));
    for other in also_in.as_array().unwrap() {
        let (district, year) = (other["district"].as_str().unwrap(), &other["year"]);
        let named = format!("{district} {year} {}", other["id"].as_str().unwrap());
        assert!(line.unwrap().contains(&named), "{named}: {line:?}");
    }
}

#[test]
fn a_summary_adds_up() {
    let place = place();
    place.write(
        "corpus/无.jsonl",
        "{\"text\":\"课后服务进村小。\"}\n{\"text\":\"课后服务进社区。\"}\n",
    );
    place.expect(0, ["index"]);
    let run = place.expect(0, ["search", "课后服务", "--exact", "--summary"]);
    for facet in ["district", "year", "section"] {
        let mut lines = run.out.lines().skip_while(|line| *line != facet);
        let counts = lines.nth(1).unwrap();
        assert!(counts.ends_with("(none) 2"), "{facet}: {counts}");
    }
    let run = place.expect(
        0,
        ["search", "课后服务", "--district", "云溪区", "--summary"],
    );
    let mut lines = run.out.lines().skip_while(|line| *line != "district");
    assert!(!lines.nth(1).unwrap().contains("(none)"), "{}", run.out);
}

#[test]
fn a_summary_counts_sections_without_their_numbers() {
    let place = Place::new();
    for (name, heading) in [("甲", "（一）强化师资"), ("乙", "1.强化师资。")] {
        let text = format!(
            "{name}山区2022年教育工作总结\n一、工作\n{heading}\n推进区管校聘改革，教师由全区统一调配，成效明显。\n"
        );
        place.write(format!("corpus/{name}.txt"), text);
    }
    place.expect(0, ["index"]);
    let summary = hits(&place, &["区管校聘", "--summary"]).remove(0);
    let sections = serde_json::json!([{"value": "强化师资", "count": 2}]);
    assert_eq!(summary["facets"]["section"], sections);
}

#[test]
fn scores_fall_with_the_rank() {
    let place = place();
    for n in ["5", "0"] {
        let hits = hits(&place, &["课后服务 家长 经费", "-n", n]);
        let scores: Vec<f64> = field(&hits, "score")
            .iter()
            .map(|score| score.as_f64().unwrap())
            .collect();
        assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    }
}

#[test]
fn of_a_text_that_stands_in_thousands_of_places_not_all_are_passed_over() {
    let place = Place::new();
    let line = |n: usize| {
        format!(
            "{{\"id\":\"p{n}\",\"text\":\"推进教师区管校聘管理改革，教师由全区统一调配。第{}号。\"}}\n",
            n % 7
        )
    };
    place.write("corpus/same.jsonl", (0..1500).map(line).collect::<String>());
    place.expect(0, ["index"]);
    let hits = hits(&place, &["区管校聘", "-n", "20"]);
    assert_eq!(hits.len(), 20);
    let n_also: usize = hits
        .iter()
        .map(|hit| hit["also_in"].as_array().unwrap().len())
        .sum();
    assert_eq!(n_also, 1000);
    let run = place.expect(0, ["search", "区管校聘", "-n", "1"]);
    assert!(
        run.out.contains("corpus/same.jsonl:") && run.out.contains(" more\n"),
        "{}",
        run.out
    );
}

#[test]
fn on_all_pages_every_hit_is_shown_or_named_once_however_many_there_are() {
    let place = Place::new();
    let districts = [
        "云溪区",
        "东湖区",
        "安岭县",
        "南塘区",
        "北埠区",
        "西林县",
        "中洲区",
        "长桥区",
    ];
    for (at, district) in districts.into_iter().enumerate() {
        let mut lines =
            format!("{district}教育局2022年工作总结\n（示例文本，区县为虚构）\n一、总体情况\n");
        for number in 0..90 {
            let text = match number % 9 {
                0 => format!(
                    "推进教育集团建设，新增成员校{}所，资源共享课程{number}门，惠及学生。",
                    at + number
                ),
                _ => {
                    let own: String = (0..12)
                        .map(|n| {
                            char::from_u32(
                                0x4E00 + (at * 997 + number * 131 + n * 37) as u32 % 9000,
                            )
                            .unwrap()
                        })
                        .collect();
                    format!("{own}教育{own}。")
                }
            };
            lines.push_str(&format!("{text}\n"));
        }
        place.write(format!("corpus/{district}.txt"), lines);
    }
    place.expect(0, ["index"]);
    let whole = hits(&place, &["教育", "-n", "0"]);
    assert!(whole.len() > 600, "{}", whole.len());
    let mut seen: Vec<String> = Vec::new();
    for number in 1.. {
        let page = place
            .run([
                "search",
                "--json",
                "教育",
                "-n",
                "50",
                "--page",
                &number.to_string(),
            ])
            .json();
        if page.is_empty() {
            break;
        }
        for hit in page {
            seen.push(hit["id"].as_str().unwrap().to_string());
            let also_in = hit["also_in"].as_array().unwrap().iter();
            seen.extend(also_in.map(|other| other["id"].as_str().unwrap().to_string()));
        }
    }
    seen.sort_unstable();
    let mut expected: Vec<String> = ids(&whole).into_iter().map(str::to_string).collect();
    expected.sort_unstable();
    assert_eq!(seen, expected);
}
