//! An index carries the word families of the users' synonyms.txt, and a change of that list reads no report again.

use std::fs;

use crate::shared::program::{Place, Run};
use xunzhang::index::{IndexError, Snapshot};

/// Returns the families that an index carries, each as a line.
fn families(place: &Place) -> Vec<String> {
    let snapshot = Snapshot::open(&place.path("index")).unwrap();
    let families = snapshot.user_families().unwrap();
    families.iter().map(|family| family.join(" ")).collect()
}

/// Returns the names of the index's files that list families.
fn lists(place: &Place) -> Vec<String> {
    let entries = fs::read_dir(place.path("index")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with("families-")).collect()
}

#[track_caller]
fn did(run: &Run, what: &str) {
    assert!(run.err.contains(what), "{}", run.err);
}

#[test]
fn a_change_of_synonyms_is_committed_though_no_file_is_read() {
    let place = Place::with_reports();
    place.expect(0, ["index"]);
    assert!(families(&place).is_empty() && lists(&place).is_empty());
    let steps = [
        ("区管校聘 县管校聘\n", vec!["区管校聘 县管校聘"]),
        (
            "# 师资\n区管校聘=县管校聘\n轮岗、交流，流动\n",
            vec!["区管校聘 县管校聘", "轮岗 交流 流动"],
        ),
        ("轮岗|交流 # 只此一族\n", vec!["轮岗 交流"]),
    ];
    for (text, expected) in steps {
        place.write("corpus/synonyms.txt", text);
        let run = place.expect(0, ["search", "区管校聘"]);
        did(
            &run,
            "changed since they were indexed: corpus/synonyms.txt\n",
        );
        let told = place
            .expect(0, ["index", "--json"])
            .json()
            .last()
            .unwrap()
            .clone();
        assert_eq!(
            (told["n_changed"].as_u64(), told["n_bytes"].as_u64()),
            (Some(0), Some(0))
        );
        assert_eq!(families(&place), expected);
        assert_eq!(lists(&place).len(), 1);
        let run = place.expect(0, ["search", "区管校聘"]);
        assert!(!run.err.contains("changed since"), "{}", run.err);
        place.expect(0, ["index", "--rebuild"]);
        assert_eq!(families(&place), expected);
    }
    fs::remove_file(place.path("corpus/synonyms.txt")).unwrap();
    did(
        &place.expect(0, ["search", "区管校聘"]),
        "indexed: corpus/synonyms.txt\n",
    );
    did(&place.expect(0, ["index"]), "0 new, 0 changed, 2 unchanged");
    assert!(families(&place).is_empty() && lists(&place).is_empty());
}

#[test]
fn a_family_of_users_joins_those_it_has_a_term_in_common_with() {
    let place = Place::with_reports();
    place.write(
        "corpus/白榆县.txt",
        "白榆县2024年教育工作总结\n一、改革\n推行县管校聘。\n二、人事\n试行人员统管。\n三、编制\n探索编制周转。\n",
    );
    place.write(
        "corpus/synonyms.txt",
        "人员统管 区管校聘\n编制周转 人员统管\n",
    );
    place.write("corpus/words.txt", "人员统管\n");
    let run = place.expect(0, ["index"]);
    did(&run, "synonyms.txt: 2 families; words.txt: 1 word\n");
    let told = place.expect(0, ["index", "--json"]).json();
    let taken = serde_json::json!({"families": 2, "words": 1});
    assert_eq!(told.last().unwrap()["settings"], taken);
    let terms = ["县管校聘", "人员统管", "编制周转", "区管校聘"];
    for typed in terms {
        let hits = place
            .expect(0, ["search", "--json", "-n", "0", typed])
            .json();
        for found in terms {
            let is_there = |text: &serde_json::Value| text.as_str().unwrap().contains(found);
            let of_all = ["verbatim", "synonym"];
            let mut hits = hits.iter().filter(|hit| is_there(&hit["text"]));
            let is_hit = hits.any(|hit| of_all.contains(&hit["match"].as_str().unwrap()));
            assert!(is_hit, "{typed}: {found}");
        }
    }
    fs::remove_file(place.path("corpus/synonyms.txt")).unwrap();
    let run = place.expect(0, ["index"]);
    did(&run, "\nwords.txt: 1 word\n");
}

#[test]
fn an_open_snapshot_keeps_the_families_of_its_commit() {
    let place = Place::with_reports();
    place.write("corpus/synonyms.txt", "轮岗 交流\n");
    place.expect(0, ["index"]);
    let snapshot = Snapshot::open(&place.path("index")).unwrap();
    place.write("corpus/synonyms.txt", "区管校聘 县管校聘\n");
    place.expect(0, ["index"]);
    assert_eq!(snapshot.user_families().unwrap(), [["轮岗", "交流"]]);
    assert_eq!(families(&place), ["区管校聘 县管校聘"]);
}

#[test]
fn lists_of_several_folders_count_in_the_order_of_their_names() {
    let place = Place::with_reports();
    let (bytes, _, _) = encoding_rs::GB18030.encode("轮岗，交流\r\n");
    place.write("corpus/synonyms.txt", bytes);
    place.write("a/synonyms.txt", "\u{feff}区管校聘 县管校聘\n");
    place.write(
        "corpus/below/synonyms.txt",
        "办好课后服务，深化区管校聘改革，扩大试点学校。\n",
    );
    place.expect(0, ["index", "corpus", "a"]);
    assert_eq!(families(&place), ["区管校聘 县管校聘", "轮岗 交流"]);
    let reports = place.expect(0, ["reports", "--json"]).json();
    assert_eq!(reports.len(), 2, "one below the top is none, and no report");
    let run = place.expect(0, ["index"]);
    did(
        &run,
        "corpus/below/synonyms.txt: belongs at the top of the folder",
    );
    let run = place.expect(0, ["index", "--only", "corpus", "corpus/below"]);
    assert!(!run.err.contains("belongs at"), "{}", run.err);
    did(&run, "synonyms.txt: 2 families");
}

#[test]
fn lines_that_are_no_families_are_listed_and_the_others_count() {
    let place = Place::with_reports();
    let many: Vec<String> = (10..31).map(|number| format!("词{number}")).collect();
    let text = format!(
        "双减\n轮岗 换\n{}\n轮岗 {}\n轮岗 交流\n",
        many.join("、"),
        "长".repeat(31)
    );
    place.write("corpus/synonyms.txt", text);
    let run = place.expect(0, ["index"]);
    for what in [
        "corpus/synonyms.txt: line 1: '双减' has no two terms",
        "line 2: '换' is one character, and no term",
        "line 3: it has 21 terms, more than 20",
        "…' has more than 30 characters",
        "4 left out",
    ] {
        did(&run, what);
    }
    assert_eq!(families(&place), ["轮岗 交流"]);
}

#[test]
fn a_damaged_list_of_families_is_named() {
    let place = Place::with_reports();
    place.write("corpus/synonyms.txt", "轮岗 交流\n区管校聘 县管校聘\n");
    place.expect(0, ["index"]);
    let list = place.path("index").join(&lists(&place)[0]);
    fs::write(&list, "[\"轮岗\",\"交流\"]\n").unwrap();
    let open = || Snapshot::open(&place.path("index")).unwrap();
    let error = open().user_families().unwrap_err();
    assert!(matches!(error, IndexError::Damaged { .. }));
    let said = "the list of synonyms cannot be read: it is not as it was written";
    assert!(error.to_string().contains(said), "{error}");
    fs::remove_file(&list).unwrap();
    assert!(open().user_families().is_err());
    place.expect(0, ["index", "--rebuild"]);
    assert_eq!(families(&place).len(), 2);
}
