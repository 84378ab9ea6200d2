//! The ways to take hits along: quotations, a collection of material as Markdown and for Word, into a file.

use std::process::{Command, Stdio};

use crate::shared::program::Place;

#[test]
fn a_passage_is_quoted_whole_with_one_line_of_source() {
    let place = Place::new();
    let long = "推进区管校聘改革，教师由全区统一调配，".repeat(12);
    place.write(
        "corpus/青禾区2022年教育工作要点.txt",
        format!("青禾区2022年教育工作要点\n青教发〔2022〕3号\n一、队伍\n{long}\u{1b}[31m到位。\n"),
    );
    place.expect(0, ["index"]);
    let expected = format!("{long}\u{fffd}[31m到位。");
    let run = place.expect(0, ["search", "区管校聘", "--quote"]);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines[0], expected);
    assert!(lines[1].starts_with("[1] 青禾区"), "{}", lines[1]);
    assert!(
        lines[1].contains("青禾区2022年教育工作要点: 青教发〔2022〕3号[R]."),
        "{}",
        lines[1]
    );
    assert_eq!((lines[2], lines.len()), ("", 3));
    let hit = &place.expect(0, ["search", "区管校聘", "--json"]).json()[0];
    let shown = place.expect(0, ["show", hit["id"].as_str().unwrap(), "--quote"]);
    assert_eq!(shown.out, run.out);
    assert_eq!(
        place.run(["search", "区管校聘", "--quote", "--json"]).code,
        2
    );
}

#[test]
fn markdown_has_passages_under_their_sections_and_sources_as_notes() {
    let place = Place::new();
    place.write(
        "corpus/青禾区2022年教育工作要点.txt",
        "青禾区2022年教育工作要点\n一、队伍\n- 推进区管校聘*改革*，盘活_编制_<b>。\n1. 区管校聘与[职称]挂钩。\n二、课程\n“区管校聘”见效。\n",
    );
    place.expect(0, ["index"]);
    let run = place.expect(
        0,
        [
            "search",
            "区管校聘 年:2022",
            "--format",
            "markdown",
            "-n",
            "0",
            "--sort",
            "year",
        ],
    );
    let (body, notes) = run.out.split_once("[^1]: ").unwrap();
    assert!(
        body.starts_with("# 区管校聘 年:2022\n\n## 青禾区 2022　"),
        "{body}"
    );
    for line in [
        "\\- 推进**区管校聘**\\*改革\\*，盘活\\_编制\\_\\<b\\>。[^1]",
        "1\\. **区管校聘**与\\[职称\\]挂钩。[^1]",
        "## 青禾区 2022　二、课程",
        "“**区管校聘**”见效。[^1]",
    ] {
        assert!(body.contains(line), "{line}: {body}");
    }
    assert!(
        notes.starts_with("青禾区. 青禾区2022年教育工作要点\\[R\\]."),
        "{notes}"
    );
    assert_eq!(run.out.matches("[^1]:").count(), 1);
    assert!(run.err.contains("3 passages"), "{}", run.err);
    let run = place.run(["reports", "--format", "markdown"]);
    run.is_error("no TREC run and no collection", "use text");
}

/// A place with a report whose passages hold all that a document must survive.
fn place_with_marks() -> Place {
    let place = Place::new();
    place.write(
        "corpus/青禾区2022年教育工作要点.txt",
        "青禾区2022年教育工作要点\n青教发〔2022〕3号\n一、队伍\n推进“区管校聘”改革 & <b>盘活</b>编制\u{1b}，教师由全区统一调配。\n二、课程\n区管校聘见效。\n",
    );
    place.expect(0, ["index"]);
    place
}

/// Reads a .docx as the program reads reports.
fn text_of(place: &Place, file: &str) -> String {
    let inspected = place.expect(0, ["inspect", file, "--json"]);
    let passages = inspected.json()[0]["passages"].as_array().unwrap().clone();
    let texts = passages
        .iter()
        .map(|passage| passage["text"].as_str().unwrap().to_owned());
    texts.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_word_document_holds_what_was_found_and_where_it_is_from() {
    let place = place_with_marks();
    let args = [
        "search",
        "区管校聘",
        "--format",
        "docx",
        "--output",
        "素材.docx",
    ];
    let run = place.expect(0, args);
    assert_eq!(run.out, "");
    let text = text_of(&place, "素材.docx");
    for part in [
        "青禾区 2022　一、队伍",
        "推进“区管校聘”改革 & <b>盘活</b>编制，教师由全区统一调配。",
        "青禾区 2022　二、课程",
        "青禾区2022年教育工作要点: 青教发〔2022〕3号[R].",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    place
        .run(["search", "区管校聘", "--format", "csv", "-o", "none/a.csv"])
        .is_error("cannot write none/a.csv", "name a file");
    place.expect(0, ["reports", "--format", "csv", "-o", "表.csv"]);
    let table = std::fs::read(place.path("表.csv")).unwrap();
    assert!(table.len() > 100);
    // What cannot be written so leaves the file as it was.
    let run = place.run(["reports", "--format", "docx", "-o", "表.csv"]);
    run.is_error("no collection of passages", "use text");
    assert_eq!(std::fs::read(place.path("表.csv")).unwrap(), table);
}

#[test]
fn libreoffice_opens_the_word_document() {
    if Command::new("soffice")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_err()
    {
        assert!(
            std::env::var_os("CI").is_none(),
            "in CI soffice must be there"
        );
        eprintln!("skipped: no soffice");
        return;
    }
    let place = place_with_marks();
    place.expect(
        0,
        ["search", "区管校聘", "--format", "docx", "-o", "素材.docx"],
    );
    let profile = format!(
        "-env:UserInstallation=file://{}",
        place.path("profile").display()
    );
    let status = Command::new("soffice")
        .arg(profile)
        .args(["--headless", "--convert-to", "odt", "--outdir"])
        .arg(place.path("."))
        .arg(place.path("素材.docx"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(status.unwrap().success());
    let text = text_of(&place, "素材.odt");
    for part in [
        "推进“区管校聘”改革 & <b>盘活</b>编制，教师由全区统一调配。",
        "青教发〔2022〕3号[R].",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}
