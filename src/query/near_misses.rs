//! Warns of text that was perhaps meant as an operator: it stays text, and the user is told what to write instead.
//!
//! Input: what was typed, and its lexemes. Output: for each near miss the number of its character and a warning. How the query is parsed does not
//! depend on it.

use super::field::{Field, MAX_NAME_CHARS, field_named};
use super::lexer::{Lexeme, LexemeKind, half};

/// A longer word is a piece of a sentence, about which nothing is said.
const MAX_CHARS: usize = 24;

/// A longer word before a colon is no field that somebody guesses: 责任单位:教育局 was pasted.
const MAX_CHINESE_NAME_CHARS: usize = 3;
/// A longer text after a colon of full width is a sentence.
const MAX_SHORT_VALUE_CHARS: usize = 4;
/// A longer text after a colon of half width is a sentence.
const MAX_VALUE_CHARS: usize = 12;

/// Finds where something nearly is an operator, and says what to write if it was meant as one.
pub(super) fn near_misses(chars: &[char], lexemes: &[Lexeme]) -> Vec<(usize, String)> {
    let text = |lexeme: &Lexeme| -> String { chars[lexeme.range.clone()].iter().collect() };
    let mut found = Vec::new();
    for (number, lexeme) in lexemes.iter().enumerate() {
        if lexeme.kind != LexemeKind::Word || lexeme.range.len() > MAX_CHARS {
            continue;
        }
        let word = text(lexeme);
        let before = number.checked_sub(1).and_then(|before| lexemes.get(before));
        let after = lexemes.get(number + 1);
        let is_between = [before, after]
            .into_iter()
            .all(|beside| beside.is_some_and(|beside| is_chinese(&text(beside))));
        let instead = match before {
            Some(before) if is_bare_near(&text(before)) && is_number(&word) => {
                Some(format!("NEAR/{word} is written with a stroke"))
            }
            _ => near_field(&word, after.is_some())
                .or_else(|| unknown_field(&word))
                .or_else(|| near_operator(&word, is_between)),
        };
        if let Some(instead) = instead {
            found.push((
                lexeme.range.start,
                format!("'{word}' is taken for text; {instead}"),
            ));
        }
    }
    found
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| c.is_alphabetic() && !c.is_ascii())
}

fn is_bare_near(text: &str) -> bool {
    text.chars().map(half).eq("NEAR".chars())
}

fn is_number(word: &str) -> bool {
    word.chars().all(|c| half(c).is_ascii_digit())
}

/// Says what to write instead of a word that nearly is an operator. Some words were meant so only between two words in Chinese.
fn near_operator(word: &str, is_between: bool) -> Option<String> {
    let word: String = word.chars().map(half).collect();
    let upper = word.to_ascii_uppercase();
    if let Some(behind) = upper.strip_prefix("NEAR")
        && behind.starts_with(|c: char| c == '/' || c.is_ascii_digit())
    {
        return Some("an operator is NEAR/10, between white space".to_string());
    }
    if word.trim_matches('*').contains('*') {
        return Some("* is a wildcard among letters and digits alone".to_string());
    }
    let instead = match upper.as_str() {
        "AND" | "OR" | "NOT" | "NEAR" | "SENT" | "PASS" => format!("the operator is {upper}"),
        "&&" | "&" | "+" => "AND asks for both".to_string(),
        "-" => "a hyphen takes the word away that it is glued to: -轮岗".to_string(),
        "*" => "a wildcard stands inside a word: 一校*品".to_string(),
        _ => return None,
    };
    is_between.then_some(instead)
}

/// Says what to write instead of a word that begins with the name of a field and its colon.
fn near_field(word: &str, has_more: bool) -> Option<String> {
    let (name, value) = word.split_once([':', '：'])?;
    field_named(name)?;
    if value.is_empty() && has_more {
        return Some(format!(
            "the value of a field is glued to its colon, as in {name}:…"
        ));
    }
    value
        .contains(['*', '?', '＊', '？', '('])
        .then(|| "the value of a field has no wildcards; several are parted by commas".to_string())
}

/// Names the fields that there are, where a word looks like a field of another name: 主题:教师. A piece of a sentence, an address and a time do not.
fn unknown_field(word: &str) -> Option<String> {
    let (name, value) = word.split_once([':', '：'])?;
    let is_name = (1..=MAX_NAME_CHARS).contains(&name.chars().count())
        && name.chars().all(|c| c.is_alphabetic() || c == '_')
        && (name.is_ascii() || name.chars().count() <= MAX_CHINESE_NAME_CHARS);
    // After the colon of Chinese text, as in 目标：到2025年, all but a short word is a sentence.
    let max_chars = match word.contains(':') {
        true => MAX_VALUE_CHARS,
        false => MAX_SHORT_VALUE_CHARS,
    };
    let is_value = (1..=max_chars).contains(&value.chars().count())
        && value.chars().all(|c| c.is_alphanumeric() || c == '.');
    (is_name && is_value && field_named(name).is_none()).then(|| {
        let names = Field::NAMES.join(" ");
        format!("there is no field '{name}', the fields are {names}")
    })
}
