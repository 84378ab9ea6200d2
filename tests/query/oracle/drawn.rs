//! Draws random queries with operators out of pieces of passages, and writes them as a user may type them.
//!
//! Every operator occurs in each of its spellings and widths, and brackets both where they are needed and where they are not.

use super::{Between, Expression, Known, Operand};
use crate::shared::chance::Chance;

/// The passages and fields that queries are drawn from.
pub(crate) struct Drawn<'k> {
    known: &'k [Known],
    fields: Vec<(&'static str, String)>,
}

impl<'k> Drawn<'k> {
    pub(crate) fn of(known: &'k [Known]) -> Drawn<'k> {
        let mut fields = Vec::new();
        for passage in known {
            let mut add = |name, value: Option<&String>| {
                if let Some(value) = value.filter(|value| !value.contains(char::is_whitespace)) {
                    fields.push((name, value.clone()));
                }
            };
            add("区", passage.district.as_ref());
            add("区", passage.city.as_ref());
            add("类", passage.kind.as_ref());
            add("文种", passage.report_kind.as_ref());
            add("角色", Some(&passage.role));
            add("年", passage.year.map(|year| year.to_string()).as_ref());
            let years = passage.year.map(|year| format!("{}..{year}", year - 2));
            add("年", years.as_ref());
            let heading: Option<String> = passage.section.last().map(|heading| {
                let letters = heading.chars().filter(|c| c.is_alphanumeric());
                letters.skip(1).take(3).collect()
            });
            add("节", heading.as_ref().filter(|text| !text.is_empty()));
        }
        fields.sort();
        fields.dedup();
        Drawn { known, fields }
    }

    /// Draws a piece of a passage that consists of letters alone.
    fn word(&self, chance: &mut Chance, passage: usize, max_chars: usize) -> String {
        let letters: Vec<char> = self.known[passage].folded.chars().collect();
        let mut at = chance.below(letters.len());
        while at < letters.len() && !is_letter(letters[at]) {
            at += 1;
        }
        let n_chars = 1 + chance.below(max_chars);
        let word: String = letters[at..]
            .iter()
            .take(n_chars)
            .take_while(|c| is_letter(**c))
            .collect();
        match word.is_empty() {
            true => "教师".to_string(),
            false => word,
        }
    }

    /// Draws a passage that is not empty.
    fn passage(&self, chance: &mut Chance) -> usize {
        loop {
            let passage = chance.below(self.known.len());
            if !self.known[passage].folded.is_empty() {
                return passage;
            }
        }
    }

    /// Draws an operand. Of several operands none has two words, since NEAR links only one of them.
    fn operand(&self, chance: &mut Chance, passage: usize, may_be_two: bool) -> Operand {
        let way = chance.below(6);
        let mut operand = Operand {
            typed: self.word(chance, passage, 4),
            has_wildcards: false,
            is_bare: true,
        };
        match way {
            0 => {
                let chars: Vec<char> = self.known[passage].folded.chars().collect();
                let at = chance.below(chars.len());
                let phrase: String = chars[at..].iter().take(1 + chance.below(6)).collect();
                let mut phrase = phrase.replace(['?', '*'], "");
                if phrase.is_empty() {
                    phrase.push('甲');
                }
                let (open, close) = [("“", "”"), ("\"", "\""), ("「", "」")][chance.below(3)];
                operand.typed = format!("{open}{phrase}{close}");
                operand.is_bare = false;
            }
            1 | 2 => {
                // It takes characters of a stretch of the passage and leaves others out.
                let chars: Vec<char> = self.known[passage].folded.chars().collect();
                let at = chance.below(chars.len());
                let stretch: Vec<char> = chars[at..]
                    .iter()
                    .copied()
                    .take(12)
                    .filter(|c| is_letter(*c))
                    .collect();
                if stretch.len() >= 4 {
                    let wildcard = ["?", "*", "??", "*?"][chance.below(4)];
                    let more = if chance.below(3) == 0 && stretch.len() > 6 {
                        format!("*{}", stretch[6])
                    } else {
                        String::new()
                    };
                    let end = 3 + chance.below(stretch.len() - 3);
                    let before = ["", "", "?"][chance.below(3)];
                    operand.typed =
                        format!("{before}{}{wildcard}{}{more}", stretch[0], stretch[end]);
                    operand.has_wildcards = true;
                    operand.is_bare = false;
                }
            }
            3 if may_be_two => operand.typed += &format!(" {}", self.word(chance, passage, 3)),
            _ => {}
        }
        operand
    }

    /// Draws a text, alone or in a chain.
    fn text(&self, chance: &mut Chance) -> Expression {
        let passage = self.passage(chance);
        let n_operands = [1, 1, 1, 2, 2, 2, 3][chance.below(7)];
        let operands = (0..n_operands).map(|_| {
            let is_choice = n_operands > 1 && chance.below(5) == 0;
            let n_alternatives = if is_choice { 2 } else { 1 };
            (0..n_alternatives)
                .map(|_| self.operand(chance, passage, n_operands == 1))
                .collect()
        });
        let operands = operands.collect();
        let betweens = (1..n_operands).map(|_| match chance.below(5) {
            0 => Between::Sentence,
            1 => Between::Passage,
            _ => Between::Near([0, 1, 2, 5, 10, 30][chance.below(6)]),
        });
        Expression::Text(operands, betweens.collect())
    }

    /// Draws any query.
    pub(crate) fn asked(&self, chance: &mut Chance, depth: usize) -> Expression {
        match chance.below(if depth == 0 { 5 } else { 9 }) {
            0..4 => self.text(chance),
            4 => {
                let (name, value) = self.fields[chance.below(self.fields.len())].clone();
                Expression::Field(name, value)
            }
            5 => {
                let n_parts = 2 + chance.below(2);
                Expression::Any(
                    (0..n_parts)
                        .map(|_| self.asked(chance, depth - 1))
                        .collect(),
                )
            }
            _ => {
                let n_parts = 2 + chance.below(3);
                let part = |at| {
                    let is_wanted = at == 0 || chance.below(4) > 0;
                    // An All within an All would be brackets that group nothing.
                    let part = match self.asked(chance, depth - 1) {
                        Expression::All(parts) => {
                            Expression::Any(vec![Expression::All(parts), self.text(chance)])
                        }
                        other => other,
                    };
                    (is_wanted, part)
                };
                Expression::All((0..n_parts).map(part).collect())
            }
        }
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
}

/// Writes a query as a user may type it.
pub(crate) fn written(asked: &Expression, chance: &mut Chance) -> String {
    let mark = |chance: &mut Chance, two: [&str; 2]| two[chance.below(2)].to_string();
    match asked {
        Expression::Field(name, value) => {
            let colon = mark(chance, [":", "："]);
            format!("{name}{colon}{value}")
        }
        Expression::Text(operands, betweens) => {
            let mut text = String::new();
            for (at, alternatives) in operands.iter().enumerate() {
                if at > 0 {
                    let between = match betweens[at - 1] {
                        Between::Near(n_chars) => format!("NEAR/{n_chars}"),
                        Between::Sentence => mark(chance, ["SENT", "同句"]),
                        Between::Passage => mark(chance, ["PASS", "同段"]),
                    };
                    text.push_str(&format!(" {between} "));
                }
                let typed: Vec<&str> = alternatives
                    .iter()
                    .map(|operand| operand.typed.as_str())
                    .collect();
                match typed[..] {
                    [only] => text.push_str(only),
                    _ => text.push_str(&format!("({})", typed.join(" | "))),
                }
            }
            text
        }
        Expression::Any(parts) => {
            let parts: Vec<String> = parts
                .iter()
                .map(|part| match part {
                    Expression::Any(_) => bracketed(&written(part, chance), chance),
                    Expression::All(_) if chance.below(2) == 0 => {
                        bracketed(&written(part, chance), chance)
                    }
                    _ => written(part, chance),
                })
                .collect();
            parts.join([" | ", "｜", " OR "][chance.below(3)])
        }
        Expression::All(parts) => {
            let mut text = String::new();
            for (at, (is_wanted, part)) in parts.iter().enumerate() {
                if at > 0 {
                    let is_text = matches!(part, Expression::Text(..));
                    text.push_str(if is_text && *is_wanted { " AND " } else { " " });
                }
                let mut written = written(part, chance);
                if matches!(part, Expression::Any(_)) {
                    written = bracketed(&written, chance);
                }
                if !is_wanted {
                    written = taken_away(part, written, chance);
                }
                text.push_str(&written);
            }
            text
        }
    }
}

fn bracketed(text: &str, chance: &mut Chance) -> String {
    let (open, close) = [("(", ")"), ("（", "）"), ("((", "))")][chance.below(3)];
    format!("{open}{text}{close}")
}

/// Writes a query with a minus before it; several words need brackets, in which a bar makes them a group.
fn taken_away(part: &Expression, written: String, chance: &mut Chance) -> String {
    let is_one = !written.contains(' ') || matches!(part, Expression::Any(_));
    let minus = ["-", "－", "NOT "][chance.below(3)];
    match is_one {
        true => format!("{minus}{written}"),
        false => format!("{minus}({written})"),
    }
}
