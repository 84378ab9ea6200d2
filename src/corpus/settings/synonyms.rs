//! The users' synonyms (同义词): families of terms that mean the same to them.
//!
//! Input: `synonyms.txt` at the top of a folder, with a family on each line and white space, 、 , ， = or | between its terms. Output: the
//! families as they are written. `analysis/families.rs` uses them.

use super::setting_file::{self, SYNONYMS};
use crate::corpus::left_out::LeftOut;
use crate::corpus::limits::{MAX_FAMILIES, MAX_WORD_LIST_BYTES};
use crate::corpus::source_file::SourceFile;

/// The most terms of a family; a longer line lists something else.
const MAX_TERMS: usize = 20;
/// The longest term, in characters.
const MAX_TERM_CHARS: usize = 30;

/// Reads the families that the files among `settings` list, in their order. Wrong lines are listed, and the others count.
pub fn read_families(settings: &[SourceFile]) -> (Vec<Vec<String>>, Vec<LeftOut>) {
    let mut families = Vec::new();
    let read = |_: &SourceFile, text: &str, wrong: &mut Vec<String>| {
        for (number, line) in setting_file::lines_of(text) {
            if families.len() == MAX_FAMILIES {
                wrong.push(format!(
                    "line {number}: there are more than {MAX_FAMILIES} families, and the rest does not count"
                ));
                break;
            }
            match parse(line) {
                Ok(family) => families.push(family),
                Err(reason) => wrong.push(format!("line {number}: {reason}")),
            }
        }
    };
    let left_out = setting_file::read_each(settings, SYNONYMS, MAX_WORD_LIST_BYTES, "lines", read);
    (families, left_out)
}

/// Returns the terms of a line, each once.
fn parse(line: &str) -> Result<Vec<String>, String> {
    let is_between = |c: char| c.is_whitespace() || "、,，=＝|｜".contains(c);
    let mut terms: Vec<String> = Vec::new();
    for term in line.split(is_between).filter(|term| !term.is_empty()) {
        let n_chars = term.chars().count();
        if n_chars < 2 {
            return Err(format!(
                "{} is one character, and no term",
                setting_file::shown(term)
            ));
        }
        if n_chars > MAX_TERM_CHARS {
            return Err(format!(
                "{} has more than {MAX_TERM_CHARS} characters",
                setting_file::shown(term)
            ));
        }
        if !terms.iter().any(|other| other == term) {
            terms.push(term.to_owned());
        }
    }
    match terms.len() {
        0 | 1 => Err(format!("{} has no two terms", setting_file::shown(line))),
        2..=MAX_TERMS => Ok(terms),
        n_terms => Err(format!("it has {n_terms} terms, more than {MAX_TERMS}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_separated_by_any_of_the_usual_marks() {
        for line in [
            "区管校聘 县管校聘",
            "区管校聘、县管校聘",
            "区管校聘,县管校聘，区管校聘",
            "区管校聘 = 县管校聘",
            "区管校聘|县管校聘",
        ] {
            assert_eq!(parse(line).unwrap(), ["区管校聘", "县管校聘"], "{line}");
        }
    }

    #[test]
    fn a_line_that_is_no_family_says_why() {
        let many: Vec<String> = (0..21).map(|number| format!("词{number}")).collect();
        for (line, reason) in [
            ("双减", "'双减' has no two terms"),
            ("双减 双减", "'双减 双减' has no two terms"),
            ("双减 减", "'减' is one character, and no term"),
            (many.join(" ").as_str(), "it has 21 terms, more than 20"),
        ] {
            assert_eq!(parse(line).unwrap_err(), reason);
        }
        let long = format!("双减 {}", "减".repeat(31));
        assert!(
            parse(&long)
                .unwrap_err()
                .ends_with("has more than 30 characters")
        );
    }
}
