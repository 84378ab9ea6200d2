//! Synonyms of a query's terms are found too, rank below the terms themselves, and are named in the hit.

use crate::shared::program::Place;
use serde_json::Value;

const TEXTS: [&str; 5] = [
    "推进区管校聘改革，教师由区级统一调配。",
    "县管校聘改革覆盖全县中小学教师，岗位跨校竞聘。",
    "完善全县管校聘请外教的规定。",
    "校园食堂实行陪餐制。",
    "县里管校车，学校聘司机。",
];

fn place() -> Place {
    let place = Place::new();
    let lines: Vec<String> = (1..)
        .zip(TEXTS)
        .map(|(id, text)| serde_json::json!({"id": format!("p{id}"), "text": text}).to_string())
        .collect();
    place.write("corpus/passages.jsonl", lines.join("\n"));
    place.expect(0, ["index"]);
    place
}

fn hits(place: &Place, query: &str, more: &[&str]) -> Vec<Value> {
    place
        .expect(0, ["search", "--json", query].iter().chain(more))
        .json()
}

/// Shows each hit as its id, its match and its synonyms: `p1 verbatim`, `p2 synonym 县管校聘`.
fn shown(hits: &[Value]) -> Vec<String> {
    let line = |hit: &Value| {
        let synonyms = hit["synonyms"].as_array().unwrap().iter();
        let synonyms = synonyms.map(|one| format!(" {}", one.as_str().unwrap()));
        let id_and_match = format!(
            "{} {}",
            hit["id"].as_str().unwrap(),
            hit["match"].as_str().unwrap()
        );
        id_and_match + &synonyms.collect::<String>()
    };
    hits.iter().map(line).collect()
}

#[test]
fn a_synonym_is_found_below_the_word_itself_and_named() {
    let place = place();
    let found = shown(&hits(&place, "县管校聘", &[]));
    assert_eq!(
        found[..3],
        ["p2 verbatim", "p3 verbatim", "p1 synonym 区管校聘"]
    );
    let found = shown(&hits(&place, "区管校聘", &[]));
    assert_eq!(found[..2], ["p1 verbatim", "p2 synonym 县管校聘"]);
    let run = place.expect(0, ["search", "县管校聘"]);
    assert!(run.out.contains("[synonym: 区管校聘]"), "{}", run.out);
    assert!(run.err.contains("1 by synonyms"), "{}", run.err);
}

#[test]
fn the_other_words_of_the_query_must_be_there_for_a_hit_of_synonyms() {
    let found = shown(&hits(&place(), "县管校聘 教师 统一调配", &[]));
    assert_eq!(found[0], "p1 synonym 区管校聘");
    assert!(
        found.iter().all(|hit| !hit.starts_with("p2 synonym")),
        "{found:?}"
    );
}

#[test]
fn highlights_mark_the_synonym() {
    let hits = hits(&place(), "县管校聘", &[]);
    let synonym = hits.iter().find(|hit| hit["id"] == "p1").unwrap();
    let marked = synonym["highlights"].as_array().unwrap().iter();
    let marked: Vec<&str> = marked
        .filter(|piece| piece["matched"] == true)
        .map(|piece| piece["text"].as_str().unwrap())
        .collect();
    assert_eq!(marked, ["区管校聘"]);
}

#[test]
fn what_is_quoted_exact_or_without_synonyms_stands_for_itself() {
    let place = place();
    assert_eq!(place.exact_total("县管校聘", &[]), 2);
    for (query, more) in [
        ("“县管校聘” 改革", &[][..]),
        ("县管校聘", &["--no-synonyms"]),
    ] {
        let found = shown(&hits(&place, query, more));
        assert!(
            found.iter().all(|hit| !hit.contains("synonym")),
            "{found:?}"
        );
        assert!(
            found.iter().all(|hit| !hit.contains("区管校聘")),
            "{found:?}"
        );
    }
}

#[test]
fn a_field_beside_the_words_leaves_them_their_synonyms() {
    let found = shown(&hits(&place(), "县管校聘 -外教", &[]));
    assert_eq!(found[..2], ["p2 verbatim", "p1 synonym 区管校聘"]);
}

#[test]
fn a_summary_counts_hits_by_synonyms() {
    let summary = hits(&place(), "县管校聘", &["--summary"]).remove(0);
    assert_eq!(
        (&summary["verbatim"], &summary["synonym"]),
        (&2.into(), &1.into())
    );
}

#[test]
fn users_add_families_of_their_own() {
    let place = place();
    let query = "陪餐制";
    assert_eq!(shown(&hits(&place, query, &[])), ["p4 verbatim"]);
    place.write("corpus/synonyms.txt", "陪餐制 县管校车 区级统一调配\n");
    let stale = place.expect(0, ["search", query]);
    assert!(stale.err.contains("synonyms.txt"), "{}", stale.err);
    place.expect(0, ["index"]);
    assert_eq!(
        shown(&hits(&place, query, &[])),
        ["p4 verbatim", "p1 synonym 区级统一调配"]
    );
    assert_eq!(
        shown(&hits(&place, query, &["--no-synonyms"])),
        ["p4 verbatim"]
    );
}

#[test]
fn the_part_of_a_hit_that_is_shown_holds_the_synonym_and_the_rarest_words() {
    let place = Place::new();
    let filler = "各学校加强教师队伍建设，教师教师教师管理改革不断深化，推进各项工作取得新的成效。"
        .repeat(6);
    place.write(
        "corpus/a.txt",
        format!(
            "青禾区2022年教育工作总结\n一、队伍\n{filler}全面实施县管校聘，盘活编制。{filler}\n二、课程\n{filler}教师开设STEAM课程，{filler}\n"
        ),
    );
    place.expect(0, ["index"]);
    let shown = place.expect(0, ["search", "教师区管校聘", "-n", "1"]).out;
    assert!(shown.contains("县管校聘"), "{shown}");
    for typed in ["教师 STEAM", "教师管理改革 STEAM课程", "教师 “STEAM”"] {
        let shown = place.expect(0, ["search", typed, "-n", "1"]).out;
        assert!(shown.contains("STEAM"), "{typed}: {shown}");
    }
}
