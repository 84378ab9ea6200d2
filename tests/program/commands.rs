//! Each command writes what the design says in every format, for the sample reports and for real ones.

use crate::shared::program::{N_HITS, Place};
use crate::shared::real_reports;
use serde_json::Value;

/// The fields of a hit, and the types that each may have.
const HIT_FIELDS: [(&str, &str); 21] = [
    ("rank", "number"),
    ("score", "number"),
    ("match", "string"),
    ("id", "string"),
    ("role", "string"),
    ("text", "string"),
    ("highlights", "array"),
    ("district", "string or null"),
    ("city", "string or null"),
    ("province", "string or null"),
    ("year", "number or null"),
    ("report_year", "number or null"),
    ("kind", "string or null"),
    ("report_kind", "string or null"),
    ("section", "array"),
    ("title", "string or null"),
    ("issuer", "string or null"),
    ("document_number", "string or null"),
    ("published", "string or null"),
    ("path", "string"),
    ("line", "number"),
];

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[track_caller]
fn has_fields(value: &Value, fields: &[(&str, &str)]) {
    for (name, types) in fields {
        let field = value
            .get(name)
            .unwrap_or_else(|| panic!("no {name} in {value}"));
        let is_there = types.split(" or ").any(|wanted| wanted == type_name(field));
        assert!(is_there, "{name} is {field}, not {types}");
    }
}

/// Fails unless the hit is as the design says, for a query that folding leaves as it is.
#[track_caller]
fn is_a_hit(hit: &Value, query: &str) {
    has_fields(hit, &HIT_FIELDS);
    has_fields(hit, &[("end_line", "number")]);
    assert!(
        hit["section"]
            .as_array()
            .unwrap()
            .iter()
            .all(Value::is_string)
    );
    assert!(hit["line"].as_u64() <= hit["end_line"].as_u64());
    let pieces = hit["highlights"].as_array().unwrap();
    let whole: String = pieces
        .iter()
        .map(|piece| piece["text"].as_str().unwrap())
        .collect();
    assert_eq!(Some(whole.as_str()), hit["text"].as_str());
    let matched: Vec<&Value> = pieces
        .iter()
        .filter(|piece| piece["matched"] == true)
        .collect();
    assert!(!matched.is_empty(), "{hit}");
    for piece in matched {
        let folded: String = piece["text"]
            .as_str()
            .unwrap()
            .chars()
            .filter(|c| !"“”‘’《》 ".contains(*c))
            .collect();
        assert_eq!(folded, query);
    }
    assert_eq!(hit["match"], "verbatim");
}

#[test]
fn the_real_reports_answer_as_promised() {
    let Some(shared) = real_reports::folder() else {
        return;
    };
    let place = Place::new();
    let seeds = shared.join("reports/seeds").canonicalize().unwrap();
    place.expect(0, ["index".as_ref(), seeds.as_os_str()]);
    assert_eq!(place.exact_total("区管校聘", &[]), 6);
    assert_eq!(place.exact_total("区管校聘", &["--district", "北京市"]), 3);
    assert_eq!(place.exact_total("区管校聘", &["--year", "2021"]), 2);
    let run = place.expect(0, ["search", "--exact", "区管校聘", "--json", "-n", "0"]);
    let hits = run.json();
    assert_eq!(hits.len(), 6);
    for (at, hit) in hits.iter().enumerate() {
        is_a_hit(hit, "区管校聘");
        assert_eq!(hit["rank"].as_u64(), Some(at as u64 + 1));
    }
    let of_2021 = place
        .expect(
            0,
            ["search", "--exact", "区管校聘", "--json", "--year", "2021"],
        )
        .json();
    let masked = of_2021
        .iter()
        .filter(|hit| hit["district"] == "X区")
        .count();
    assert_eq!((of_2021.len(), masked), (2, 1));
    eprintln!("seeds: 区管校聘 6, 北京市 3, 2021 2, X区 in 2021 1");
}

#[test]
fn a_hit_has_every_field_of_the_contract() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    let run = place.expect(0, ["search", "--json", "--exact", "区管校聘"]);
    let hits = run.json();
    assert_eq!(hits.len() as u64, N_HITS);
    hits.iter().for_each(|hit| is_a_hit(hit, "区管校聘"));
    let of_qinghe: Vec<&Value> = hits
        .iter()
        .filter(|hit| hit["district"] == "青禾区")
        .collect();
    let [hit] = of_qinghe[..] else {
        panic!("{hits:#?}")
    };
    assert_eq!(
        (&hit["report_year"], &hit["year"]),
        (&2023.into(), &2023.into())
    );
    assert_eq!((&hit["line"], &hit["end_line"]), (&4.into(), &4.into()));
    assert_eq!(
        hit["section"],
        serde_json::json!(["一、队伍建设", "（一）推进轮岗"])
    );
    assert_eq!(
        (&hit["path"], &hit["role"]),
        (&"corpus/青禾区2023.txt".into(), &"body".into())
    );
    assert_eq!(
        (&hit["kind"], &hit["report_kind"]),
        (&"总结".into(), &"工作总结".into())
    );
    assert_eq!(hit["title"], "青禾区2023年教育工作总结");
    assert!(run.err.is_empty(), "JSON goes out alone: {}", run.err);
}

#[test]
fn a_summary_is_the_first_line() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    let lines = place
        .expect(0, ["search", "--json", "--summary", "-n", "1", "区管校聘"])
        .json();
    assert_eq!(lines.len(), 2);
    let numbers = [
        ("total", "number"),
        ("verbatim", "number"),
        ("elapsed_ms", "number"),
    ];
    has_fields(&lines[0], &numbers);
    has_fields(
        &lines[0],
        &[
            ("query", "string"),
            ("facets", "object"),
            ("warnings", "array"),
        ],
    );
    has_fields(
        &lines[0]["facets"],
        &[("district", "array"), ("year", "array"), ("kind", "array")],
    );
    assert_eq!(
        (&lines[0]["query"], &lines[0]["verbatim"]),
        (&"区管校聘".into(), &N_HITS.into())
    );
    let districts =
        serde_json::json!([{"value": "东堰区", "count": 2}, {"value": "青禾区", "count": 1}]);
    let exact = place
        .expect(0, ["search", "--json", "--summary", "--exact", "区管校聘"])
        .json();
    assert_eq!(exact[0]["facets"]["district"], districts);
    is_a_hit(&lines[1], "区管校聘");
}

#[test]
fn a_table_opens_in_excel() {
    let place = Place::with_reports();
    place.write(
        "corpus/公式.jsonl",
        "{\"id\":\"=1+1\",\"text\":\"=区管校聘, \\\"引号\\\"\"}\n",
    );
    place.expect(0, ["index"]);
    for (args, n_rows) in [
        (vec!["search", "--exact", "区管校聘"], N_HITS + 1),
        (vec!["reports"], 3),
    ] {
        let run = place.expect(0, args.iter().chain(&["--format", "csv"]));
        let table = run.out.strip_prefix('\u{feff}').expect("a byte order mark");
        let mut table = csv::Reader::from_reader(table.as_bytes());
        assert!(
            table
                .headers()
                .unwrap()
                .iter()
                .any(|name| name == "district")
        );
        let rows: Vec<csv::StringRecord> = table.records().map(|row| row.unwrap()).collect();
        assert_eq!(rows.len() as u64, n_rows);
        assert!(
            rows.iter().flatten().all(|cell| !cell.starts_with('=')),
            "a formula"
        );
    }
    let run = place.expect(0, ["search", "--exact", "区管校聘", "--format", "trec"]);
    assert!(
        run.out.lines().all(|line| line.split(' ').count() == 6),
        "{}",
        run.out
    );
}

#[test]
fn a_table_of_hits_has_a_column_for_every_field_that_is_one_value() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    let search = ["search", "--exact", "区管校聘"];
    let hits = place.expect(0, search.iter().chain(&["--json"])).json();
    let run = place.expect(0, search.iter().chain(&["--format", "csv"]));
    let mut table = csv::Reader::from_reader(run.out.trim_start_matches('\u{feff}').as_bytes());
    let columns = table.headers().unwrap().clone();
    for (hit, row) in hits.iter().zip(table.records().map(|row| row.unwrap())) {
        for (name, value) in hit.as_object().unwrap() {
            let column = columns.iter().position(|column| column == name);
            let is_list = value.is_array() || value.is_object();
            assert!(is_list || column.is_some(), "no column {name}");
            if let Value::Bool(yes) = value {
                assert_eq!(row[column.unwrap()], yes.to_string());
            }
        }
    }
}

#[test]
fn a_line_break_within_a_passage_is_one_in_a_table() {
    let place = Place::new();
    place.write("a.jsonl", r#"{"text":"办好课后服务\n家长\u001b[31m放心"}"#);
    place.expect(0, ["index", "a.jsonl"]);
    let run = place.expect(0, ["search", "课后服务", "--format", "csv"]);
    let mut table = csv::Reader::from_reader(run.out.trim_start_matches('\u{feff}').as_bytes());
    let row = table.records().next().unwrap().unwrap();
    let text = "办好课后服务\n家长\u{fffd}[31m放心";
    assert!(row.iter().any(|cell| cell == text), "{row:?}");
}

#[test]
fn zero_means_all_hits() {
    let place = Place::new();
    let line = |n: usize| format!("{{\"id\":\"甲{n}\",\"text\":\"第{n}所学校办好课后服务。\"}}\n");
    place.write("corpus/many.jsonl", (0..137).map(line).collect::<String>());
    place.expect(0, ["index"]);
    for (n, n_shown) in [("0", 137), ("5", 5), ("1000", 137)] {
        for exact in [&["--exact"][..], &[]] {
            let args = ["search", "课后服务", "--json", "-n", n];
            let run = place.expect(0, args.iter().chain(exact));
            assert_eq!(run.out.lines().count(), n_shown);
        }
    }
    assert_eq!(
        place
            .expect(0, ["search", "课后服务", "--json"])
            .out
            .lines()
            .count(),
        10
    );
}

#[test]
fn a_passage_is_shown_where_it_stands() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    let hits = place
        .expect(0, ["search", "--json", "--exact", "走深走实"])
        .json();
    let id = hits[0]["id"].as_str().unwrap();
    let passages = place.expect(0, ["show", id, "--json", "-C", "1"]).json();
    let placed: Vec<(i64, u64)> = passages
        .iter()
        .map(|passage| {
            (
                passage["offset"].as_i64().unwrap(),
                passage["line"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(placed, [(-1, 3), (0, 4), (1, 5)]);
    assert!(passages[1]["text"].as_str().unwrap().contains("走深走实"));
    assert_eq!(
        place
            .expect(0, ["show", id, "--json", "-C", "0"])
            .json()
            .len(),
        1
    );
    assert_eq!(
        place
            .expect(0, ["show", id, "--json", "-C", "4294967295"])
            .json()
            .len(),
        6
    );
    let shown = place.expect(0, ["show", id]).out;
    for part in [
        "青禾区2023年教育工作总结",
        "一、队伍建设",
        "走深走实",
        "周转房",
        "corpus/青禾区2023.txt:4",
    ] {
        assert!(shown.contains(part), "no {part} in {shown}");
    }
    let unknown = place.expect(1, ["show", "000000000000:1"]);
    assert!(
        unknown.out.is_empty()
            && unknown
                .err
                .contains("no passage has the id '000000000000:1'")
    );
    assert!(unknown.err.contains("hint: "));
}

#[test]
fn reports_are_listed_for_people_and_programs() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    let text = place.expect(0, ["reports"]).out;
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(text.contains("青禾区") && text.contains("工作要点"));
    let rows = place
        .expect(0, ["reports", "--json", "--year", "2022"])
        .json();
    assert_eq!(rows.len(), 1);
    has_fields(
        &rows[0],
        &[
            ("path", "string"),
            ("n_passages", "number"),
            ("problems", "array"),
        ],
    );
    assert_eq!(
        (&rows[0]["district"], &rows[0]["report_year"]),
        (&"东堰区".into(), &2022.into())
    );
    place
        .run(["reports", "--format", "trec"])
        .is_error("no TREC run", "text, json or csv");
}

#[test]
fn inspection_has_the_shape_of_the_contract() {
    let place = Place::with_reports();
    let run = place.expect(0, ["inspect", "--json", "corpus/青禾区2023.txt"]);
    let [inspection] = &run.json()[..] else {
        panic!("{run:#?}")
    };
    has_fields(
        inspection,
        &[
            ("path", "string"),
            ("encoding", "string"),
            ("format", "string"),
        ],
    );
    has_fields(
        inspection,
        &[
            ("metadata", "object"),
            ("outline", "array"),
            ("passages", "array"),
            ("problems", "array"),
        ],
    );
    let fields = [
        "title",
        "district",
        "city",
        "province",
        "report_year",
        "report_kind",
        "issuer",
        "document_number",
        "published",
    ];
    for field in fields {
        has_fields(&inspection["metadata"], &[(field, "object or null")]);
    }
    let district = &inspection["metadata"]["district"];
    assert_eq!(district["value"], "青禾区");
    has_fields(
        &district["evidence"],
        &[("line", "number"), ("text", "string"), ("rule", "string")],
    );
    assert_eq!(
        inspection["outline"][0],
        serde_json::json!({"line": 3, "depth": 1, "text": "一、队伍建设"})
    );
    for passage in inspection["passages"].as_array().unwrap() {
        has_fields(
            passage,
            &[
                ("line", "number"),
                ("end_line", "number"),
                ("role", "string"),
                ("section", "array"),
            ],
        );
        has_fields(
            passage,
            &[
                ("year", "number or null"),
                ("kind", "string"),
                ("topic", "string or null"),
                ("text", "string"),
            ],
        );
    }
    let text = place.expect(0, ["inspect", "corpus/青禾区2023.txt"]).out;
    assert!(
        text.contains("UTF-8") && text.contains("outline") && text.contains("passages"),
        "{text}"
    );
}
