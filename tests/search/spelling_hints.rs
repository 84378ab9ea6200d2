//! What is never suggested: a replacement for a word that passages hold, a piece of a word, a word about a question.

use crate::shared::program::Place;

fn place(text: &str) -> Place {
    let place = Place::new();
    place.write("corpus/青禾区2022年教育工作总结.txt", text);
    place.expect(0, ["index"]);
    place
}

/// Returns what the hints of a search say, joined by line ends.
fn hints(place: &Place, typed: &str) -> String {
    let run = place.run(["search", typed]);
    let lines = run.err.lines().filter(|line| line.starts_with("hint: "));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_word_that_passages_hold_is_never_replaced() {
    let place = place(
        "青禾区2022年教育工作总结\n落实双减政策，双尖人才双剑合璧。\n推进区管校聘改革，区官校聘。\n食堂供应西瓜，西瓜很甜。\n",
    );
    for typed in [
        "双减",
        "双减西瓜",
        "双减 西瓜",
        "区管校聘西瓜",
        "西瓜区管校聘",
        "“双减” 西瓜",
    ] {
        let hints = hints(&place, typed);
        for replaced in ["for 双减", "for 区管校聘"] {
            assert!(!hints.contains(replaced), "{typed}: {hints}");
        }
    }
}

#[test]
fn a_word_cut_off_is_no_suggestion() {
    let place = place(
        "青禾区2022年教育工作总结\n配合环保督察，完成环保督察整改，环保督察见效，督察有力。\n环保工作扎实，环保宣传到位。\n",
    );
    let hints = hints(&place, "环保局");
    assert!(!hints.contains("环保督"), "{hints}");
}

#[test]
fn of_a_question_no_piece_is_said_to_be_missing() {
    let place = place("青禾区2022年教育工作总结\n推行县管校聘改革，教师统一管理。\n");
    let hints = hints(&place, "青禾哪些学校搞了县管校聘");
    assert!(!hints.contains("搞了"), "{hints}");
}
