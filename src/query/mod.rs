//! Reads what a person typed as a query: plain text, or a syntax tree of operators with a filter (检索式).
//!
//! Input: any text. Output: a [`Query`], for parsing never fails. A query without operators is text: one needle and the words in it. Operators make
//! it a [`Tree`] as well. Typed text goes through `lexer.rs`, then `parse.rs`; what a query finds is decided in [`matching`](crate::matching).
//!
//! # The language
//!
//! | typed | asks for |
//! |---|---|
//! | `教师 轮岗` | all the words, ranked; with `--exact` each of them, wherever it stands |
//! | `"区管校聘"` `“区管校聘”` `「区管校聘」` | exactly this |
//! | `-轮岗` `NOT 轮岗` | passages without it; `-“…”` and `-(… \| …)` too |
//! | `教师 \| 校长` `教师 OR 校长` | either; binds the loosest; of several words on a side, all |
//! | `教师 AND 轮岗` | both, anywhere in the passage; of several words on a side, all |
//! | `(教师 \| 校长) 轮岗` | groups |
//! | `教师 NEAR/10 轮岗` | at most 10 folded characters between the end of one and the start of the other, in either order; NEAR alone is NEAR/10 |
//! | `教师 SENT 轮岗` `教师 同句 轮岗` | both in one sentence: between two of 。！？； |
//! | `教师 PASS 轮岗` `教师 同段 轮岗` | both in one passage |
//! | `区:通州区 年:2019..2022 报告年:2022 节:师资 类:计划 文种:工作要点 角色:标题` | `district: year: report_year: section: kind: report_kind: role:` |
//! | `文号:沙委教发〔2022〕11号 标题:教育工作要点 单位:通州区教委` | `document_number: title: issuer:`; the value is a part of the name |
//! | `一校?品` `?管校聘` `一校*品` | `?` one folded character, `*` none to 20, neither of them one of 。！？； |
//!
//! Bare words up to the next operator are one run; NEAR, SENT and PASS link only the words right beside them. `--exact` asks for each word of a run, and
//! for the whole of a text that was pasted with its line breaks. In a ranked search every hit has to meet all the other parts, and bare words rank: passages that hold all of them come before those that hold some.
//! Only bare words have synonyms; what is quoted, linked, joined by AND or an alternative has none.
//!
//! # Text or operator
//!
//! Text pasted from a page holds the same marks. Three rules keep it text: the marks are operators only in places where text
//! seldom has them (the list is at the head of `lexer.rs`); a query that some passage holds as a whole, marks
//! and all, is text ([`Query::may_be_text`]); and one that does not parse is searched for by its words, with a warning that names the column.

mod field;
mod filter;
mod lexer;
mod near_misses;
mod parse;
mod pattern;
mod tree;

pub use field::Field;
pub use filter::{Filter, YearRange, YearRangeError};
pub use pattern::{MAX_STAR_CHARS, Pattern, Piece};
pub use tree::{Chain, Relation, Tree};

use crate::analysis::{fold, fold_char};
use lexer::{Lexeme, LexemeKind};

/// A query: what was typed, its folded text, and its operators if it has any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    typed: String,
    folded: String,
    warnings: Vec<String>,
    tree: Option<Tree>,
    may_be_text: bool,
    /// Whether an exact search looks for all of the text as one: it was pasted, or is to be taken as it is.
    is_one_text: bool,
    /// The fields that were typed beside plain text.
    fields: Option<Filter>,
}

/// More characters than this are not searched for: no passage repeats so much of another, and every
/// one of them costs time.
const MAX_CHARS: usize = 2_000;

const NAMES_NOTHING: &str = "the query names no character to look for, so every passage is a hit";

impl Query {
    /// Parses any text; its operators become a tree.
    pub fn parse(typed: &str) -> Query {
        let mut query = Query::literal(typed);
        query.is_one_text = typed.chars().any(lexer::is_line_break);
        let chars: Vec<char> = query.typed.chars().collect();
        let lexed = lexer::lex(&chars);
        if let Some(at) = lexed.not_closed {
            let mark = chars[at];
            query.fall_back_to_words(
                at,
                &format!("'{mark}' is not closed"),
                &chars,
                &lexed.lexemes,
            );
            return query;
        }
        for (at, what) in near_misses::near_misses(&chars, &lexed.lexemes) {
            query.warn(at, &what);
        }
        // Brackets that are the only operators group nothing.
        let is_operator = |kind: &LexemeKind| {
            !matches!(
                kind,
                LexemeKind::Word | LexemeKind::Open | LexemeKind::Close
            )
        };
        if !lexed.lexemes.iter().any(|lexeme| is_operator(&lexeme.kind)) {
            return query;
        }
        match parse::parse(&chars, &lexed.lexemes) {
            Ok(Some(Tree::Words(_)) | None) => {}
            Ok(Some(tree)) => {
                let stays_when_folded =
                    |kind: &LexemeKind| !matches!(kind, LexemeKind::Word | LexemeKind::Phrase);
                let mut lexemes = lexed.lexemes.iter();
                // 文号：青教发 stands in tables that people paste.
                let may_be_pasted = !tree.is_of_fields() || tree.names_a_document();
                query.may_be_text =
                    may_be_pasted && lexemes.any(|lexeme| stays_when_folded(&lexeme.kind));
                query.warnings.retain(|warning| warning != NAMES_NOTHING);
                query.tree = Some(tree);
            }
            Err(error) => {
                query.fall_back_to_words(error.at, &error.what, &chars, &lexed.lexemes);
            }
        }
        query
    }

    fn warn(&mut self, at: usize, what: &str) {
        self.warnings.push(format!("column {}: {what}", at + 1));
    }

    /// Makes a query that does not parse one for each of its runs of words, without its operators, and warns.
    fn fall_back_to_words(&mut self, at: usize, what: &str, chars: &[char], lexemes: &[Lexeme]) {
        self.warn(at, &format!("{what}; its words are searched for"));
        let mut words: Vec<Tree> = runs_of_words(chars, lexemes)
            .iter()
            .filter_map(|run| Pattern::literal(run))
            .map(Tree::Words)
            .collect();
        self.may_be_text = true;
        self.tree = match words.len() {
            0 => None,
            1 => words.pop(),
            _ => Some(Tree::All(words)),
        };
    }

    /// Takes any text as it is, without operators.
    pub fn literal(typed: &str) -> Query {
        let mut warnings = Vec::new();
        let mut searched = typed;
        // What folding drops is not searched for, so it does not count.
        let mut counted = typed
            .char_indices()
            .filter(|(_, c)| fold_char(*c).is_some());
        if let Some((end, _)) = counted.nth(MAX_CHARS) {
            searched = &typed[..end];
            warnings.push(format!(
                "only the first {MAX_CHARS} characters of the query are searched for"
            ));
        }
        let folded = fold(searched);
        if folded.is_empty() {
            warnings.push(NAMES_NOTHING.to_string());
        }
        Query {
            typed: searched.to_string(),
            folded,
            warnings,
            tree: None,
            may_be_text: false,
            is_one_text: true,
            fields: None,
        }
    }

    /// Asks for every passage, so that a filter alone says which ones.
    pub fn for_everything() -> Query {
        let mut query = Query::literal("");
        query.warnings.clear();
        query
    }

    /// Gives the same query as an exact search reads it, which asks for each of the words that white space parts. One word stays text, and so
    /// does what was pasted.
    pub(crate) fn with_each_word(self) -> Query {
        let mut parts = match &self.tree {
            Some(tree) => tree.clone().with_each_word(),
            None if self.is_one_text => return self,
            None => {
                let words = self.typed.split_whitespace();
                let words: Vec<Pattern> = words.filter_map(Pattern::literal).collect();
                if words.len() > parse::MAX_PARTS {
                    let warning = format!(
                        "of more than {} words, the whole text is searched for",
                        parse::MAX_PARTS
                    );
                    return self.with_warning(warning);
                }
                words.into_iter().map(Tree::Phrase).collect()
            }
        };
        if self.tree.is_none() && parts.len() < 2 {
            return self;
        }
        parts.extend(self.fields.clone().map(Tree::Field));
        let tree = match parts.pop() {
            Some(only) if parts.is_empty() => only,
            last => {
                parts.extend(last);
                Tree::All(parts)
            }
        };
        Query {
            fields: None,
            ..self.with_tree(tree)
        }
    }

    /// Gives the same query as text with fields beside it, as if these were flags; `None` where it holds anything else.
    pub(crate) fn text_and_fields(&self) -> Option<Query> {
        let parts = match self.tree.as_ref()? {
            Tree::All(parts) => parts,
            tree => std::slice::from_ref(tree),
        };
        let (mut texts, mut fields) = (Vec::new(), None);
        for part in parts {
            match part {
                Tree::Words(pattern) => texts.push(pattern.typed()),
                Tree::Field(filter) if fields.is_none() => fields = Some(filter.clone()),
                _ => return None,
            }
        }
        let [text] = texts[..] else { return None };
        Some(Query {
            warnings: self.warnings.clone(),
            fields,
            is_one_text: false,
            ..Query::literal(text)
        })
    }

    /// The fields beside its text; `None` where they are part of a tree, or it has none.
    pub(crate) fn fields(&self) -> Option<&Filter> {
        self.fields.as_ref()
    }

    /// Gives the same query with another tree.
    pub(crate) fn with_tree(&self, tree: Tree) -> Query {
        Query {
            tree: Some(tree),
            may_be_text: false,
            ..self.clone()
        }
    }

    /// Gives the same query with a warning more.
    pub(crate) fn with_warning(mut self, warning: String) -> Query {
        self.warnings.push(warning);
        self
    }

    /// Gives the same query as text, with a warning that says so.
    pub(crate) fn as_text(&self) -> Query {
        let mut query = Query::literal(&self.typed);
        query.is_one_text = self.is_one_text;
        let warning = "a passage holds the query as it was typed, so it is searched for as text";
        query.warnings.push(warning.to_string());
        query
    }

    /// What its operators ask for; `None` where it has none.
    pub fn tree(&self) -> Option<&Tree> {
        self.tree.as_ref()
    }

    /// Whether it is to be read as text where a passage holds it as a whole: it does not parse, or it has operators that folding keeps, which a
    /// passage would hold as marks. Quotation marks are none of these, and nobody pastes a query of nothing but fields, unless they are those of a document.
    pub fn may_be_text(&self) -> bool {
        self.may_be_text
    }

    /// The text that passages are ranked by: all of it, or that of all parts that are wanted.
    pub fn ranking_text(&self) -> String {
        let Some(tree) = &self.tree else {
            return self.typed.clone();
        };
        let patterns = tree.wanted_patterns().into_iter();
        let texts: Vec<String> = patterns
            .map(|pattern| match pattern.whole() {
                Some(_) => pattern.typed().to_string(),
                None => {
                    let pieces = pattern.pieces().iter();
                    let pieces = pieces.map(|piece| piece.chars.iter().collect());
                    pieces.collect::<Vec<String>>().join(" ")
                }
            })
            .collect();
        texts.join(" ")
    }

    /// As it was typed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// The folded text. A verbatim hit is a passage whose folded text holds it.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// What the user should know about how it was understood.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }
}

/// Gives the runs of words, phrases and values between operators; where there are more than [`parse::MAX_PARTS`], all of them as one.
fn runs_of_words(chars: &[char], lexemes: &[Lexeme]) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    let mut goes_on = false;
    for lexeme in lexemes {
        let is_text = matches!(
            lexeme.kind,
            LexemeKind::Word | LexemeKind::Phrase | LexemeKind::Wildcards | LexemeKind::Value(_)
        );
        if is_text {
            let text: String = chars[lexeme.range.clone()].iter().collect();
            // A bracket that has lost its partner is no text.
            let text = text.trim_matches(['(', ')', '（', '）']);
            match runs.last_mut().filter(|_| goes_on) {
                Some(run) => *run = format!("{run} {text}"),
                None => runs.push(text.to_string()),
            }
        }
        goes_on = lexeme.kind == LexemeKind::Word;
    }
    match runs.len() > parse::MAX_PARTS {
        true => vec![runs.join(" ")],
        false => runs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_query_of_nothing_but_quotation_marks_says_so() {
        let query = Query::parse(" “” ");
        assert_eq!(query.folded(), "");
        assert_eq!(query.warnings().len(), 1);
    }

    #[test]
    fn a_very_long_query_is_cut_and_says_so() {
        let query = Query::parse(&"区管校聘".repeat(1_000));
        assert_eq!(query.folded().chars().count(), MAX_CHARS);
        assert_eq!(query.warnings().len(), 1);
    }

    proptest! {
        #[test]
        fn any_text_is_a_query(typed in any::<String>()) {
            let query = Query::parse(&typed);
            prop_assert_eq!(query.folded(), fold(query.typed()));
        }
    }
}
