//! Holds the syntax tree of a query with operators (语法树), which says what the query asks of a passage.
//!
//! A tree is true or false of a passage. Only [`Tree::Words`] is neither: a ranked search ranks by them and requires the rest of the tree of
//! every hit, and an exact search asks for each of them. `--explain` prints a tree by its `Display`. `parse.rs` builds it, and
//! [`matching`](crate::matching) looks it up.

use std::fmt;

use super::filter::Filter;
use super::pattern::Pattern;

/// What is asked of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    /// Words typed bare, up to the next operator. An exact search has none: it asks for each of them as a phrase.
    Words(Pattern),
    /// Text that the passage holds: what was quoted, or a word with wildcards.
    Phrase(Pattern),
    /// Texts that are related by NEAR, SENT or PASS.
    Chain(Chain),
    /// A condition on the passage's district, year, section, kind, report kind or role.
    Field(Filter),
    /// All of these; those that are not wanted are [`Tree::Not`].
    All(Vec<Tree>),
    /// At least one of these.
    Any(Vec<Tree>),
    /// Not this. It occurs only inside [`Tree::All`], beside something that is wanted.
    Not(Box<Tree>),
}

/// A chain of operands. A passage has to hold an occurrence of every operand, each related to the next one's as the relation between them says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The operands, each a list of alternatives.
    pub operands: Vec<Vec<Pattern>>,
    /// The relation between each operand and the next: one fewer than there are operands.
    pub relations: Vec<Relation>,
}

/// How two occurrences are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// They do not overlap, and at most so many folded characters are between the end of one and the start of the other, in
    /// either order.
    Near(u32),
    /// Both lie wholly in one sentence, which goes from one of 。！？； to the next and includes the mark that ends it.
    Sentence,
    /// Both are in one passage.
    Passage,
}

impl Tree {
    /// Whether a field of it names a document by its number, its title or its issuer.
    pub(super) fn names_a_document(&self) -> bool {
        let mut names_one = false;
        self.for_each_wanted(&mut |part| {
            if let Tree::Field(filter) = part {
                let names = [&filter.document_numbers, &filter.titles, &filter.issuers];
                names_one |= names.iter().any(|names| !names.is_empty());
            }
        });
        names_one
    }

    /// Whether it consists of fields alone and looks at no text.
    pub fn is_of_fields(&self) -> bool {
        match self {
            Tree::Field(_) => true,
            Tree::Words(_) | Tree::Phrase(_) | Tree::Chain(_) => false,
            Tree::All(parts) | Tree::Any(parts) => parts.iter().all(Tree::is_of_fields),
            Tree::Not(part) => part.is_of_fields(),
        }
    }

    /// Turns bare words, which would only rank, into phrases that every hit has to hold. Gives the parts that have to hold together.
    pub(crate) fn with_each_word(self) -> Vec<Tree> {
        match self {
            Tree::Words(pattern) => {
                let words = pattern.typed().split_whitespace();
                let words = words.filter_map(Pattern::literal);
                words.map(Tree::Phrase).collect()
            }
            Tree::All(parts) => {
                let parts = parts.into_iter().flat_map(Tree::with_each_word);
                vec![Tree::All(parts.collect())]
            }
            tree => vec![tree],
        }
    }

    /// Calls `each` with every leaf of the tree that is wanted, in the order in which they were typed.
    pub fn for_each_wanted<'t>(&'t self, each: &mut impl FnMut(&'t Tree)) {
        match self {
            Tree::All(parts) | Tree::Any(parts) => {
                parts.iter().for_each(|part| part.for_each_wanted(each));
            }
            Tree::Not(_) => {}
            leaf => each(leaf),
        }
    }

    /// The bare words that are wanted, in the order in which they were typed.
    pub fn wanted_words(&self) -> Vec<&Pattern> {
        let mut words = Vec::new();
        self.for_each_wanted(&mut |part| {
            if let Tree::Words(pattern) = part {
                words.push(pattern);
            }
        });
        words
    }

    /// The patterns of all parts that are wanted, in the order in which they were typed.
    pub fn wanted_patterns(&self) -> Vec<&Pattern> {
        let mut patterns = Vec::new();
        self.for_each_wanted(&mut |part| match part {
            Tree::Words(pattern) | Tree::Phrase(pattern) => patterns.push(pattern),
            Tree::Chain(chain) => patterns.extend(chain.operands.iter().flatten()),
            _ => {}
        });
        patterns
    }

    /// Writes it in one line, as it may be typed.
    pub fn typed(&self) -> String {
        let joined = |parts: &[Tree], between: &str| {
            let parts: Vec<String> = parts.iter().map(Tree::typed).collect();
            parts.join(between)
        };
        match self {
            Tree::Words(pattern) => pattern.typed().to_string(),
            Tree::Phrase(pattern) => format!("“{pattern}”"),
            Tree::Chain(chain) => chain.to_string(),
            Tree::Field(filter) => filter.to_string(),
            Tree::All(parts) => joined(parts, " "),
            Tree::Any(parts) => format!("({})", joined(parts, " | ")),
            Tree::Not(part) => match &**part {
                Tree::Phrase(word) if !word.typed().contains(char::is_whitespace) => {
                    format!("-{}", word.typed())
                }
                part => format!("-{}", part.typed()),
            },
        }
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        write!(f, "{:indent$}", "", indent = depth * 2)?;
        let parts = match self {
            Tree::Words(pattern) => return writeln!(f, "words {pattern}"),
            Tree::Phrase(pattern) => return writeln!(f, "phrase {pattern}"),
            Tree::Chain(chain) => return writeln!(f, "{chain}"),
            Tree::Field(filter) => return writeln!(f, "field {filter}"),
            Tree::All(parts) => {
                writeln!(f, "all of")?;
                &parts[..]
            }
            Tree::Any(parts) => {
                writeln!(f, "one of")?;
                &parts[..]
            }
            Tree::Not(part) => {
                writeln!(f, "not")?;
                std::slice::from_ref(&**part)
            }
        };
        parts.iter().try_for_each(|part| part.write(f, depth + 1))
    }
}

/// Shows a line for every part, with its own parts indented under it.
impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, alternatives) in self.operands.iter().enumerate() {
            if let Some(relation) = at.checked_sub(1).and_then(|at| self.relations.get(at)) {
                write!(f, " {relation} ")?;
            }
            let shown: Vec<String> = alternatives.iter().map(Pattern::to_string).collect();
            match &shown[..] {
                [only] => write!(f, "{only}")?,
                all => write!(f, "({})", all.join(" | "))?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Relation::Near(n_chars) => write!(f, "NEAR/{n_chars}"),
            Relation::Sentence => write!(f, "SENT"),
            Relation::Passage => write!(f, "PASS"),
        }
    }
}
