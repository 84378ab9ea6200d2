//! 同义词: families of terms that mean the same to the users.
//!
//! Input: `synonyms.txt` at the top of a folder, a family a line, its terms separated by white space, 、 , ， = or |. Output: the
//! families as they are written. Refuses to know what is done with them.

use super::setting_file::{self, SYNONYMS};
use crate::corpus::limits::{MAX_FAMILIES, MAX_WORD_LIST_BYTES};
use crate::corpus::source_file::{LeftOut, SourceFile};

/// A family of more terms than this is a list of something else.
const MAX_TERMS: usize = 20;
/// The longest term, in characters.
const MAX_TERM_CHARS: usize = 30;

/// Reads the families of the files among `settings` that list them, in their order. What is wrong is listed, and the other lines count.
pub fn read_families(settings: &[SourceFile]) -> (Vec<Vec<String>>, Vec<LeftOut>) {
    let mut families = Vec::new();
    let mut left_out = Vec::new();
    for file in setting_file::named(settings, SYNONYMS) {
        let mut wrong = Vec::new();
        let text = setting_file::text_of(file, MAX_WORD_LIST_BYTES);
        let text = text.unwrap_or_else(|reason| {
            wrong.push(reason);
            String::new()
        });
        for (number, line) in setting_file::lines_of(&text) {
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
        left_out.extend(setting_file::listed(&file.name, wrong, "lines"));
    }
    (families, left_out)
}

/// The terms of a line, each once.
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
