//! 语法树: what a query with operators asks for.
//!
//! A tree is true or false of a passage. [`Tree::Words`] is true where the passage holds them verbatim; a ranked search
//! takes it for what ranks instead, and asks the rest of every hit. Shown, it is what `--explain` prints. Refuses to know how it
//! was typed and how it is looked up.

use std::fmt;

use super::filter::Filter;
use super::pattern::Pattern;

/// What is asked of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    /// Words typed bare, up to the next operator: verbatim they are one needle.
    Words(Pattern),
    /// What was quoted, or a word with wildcards: stands in the passage.
    Phrase(Pattern),
    /// Parts that stand near each other.
    Chain(Chain),
    /// The passage's district, year, section, kind, report kind or role.
    Field(Filter),
    /// All of these; what is not wanted among them as [`Tree::Not`].
    All(Vec<Tree>),
    /// One of these at least.
    Any(Vec<Tree>),
    /// Not this; stands in [`Tree::All`] alone.
    Not(Box<Tree>),
}

/// One occurrence of each operand, neighbours related as the relation between them says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// Each a list of alternatives.
    pub operands: Vec<Vec<Pattern>>,
    /// One fewer than the operands.
    pub relations: Vec<Relation>,
}

/// How two occurrences stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// In either order, not overlapping, at most so many folded characters between the end of one and the start of
    /// the other.
    Near(u32),
    /// Both wholly in one sentence: between two of 。！？；, which end the sentence that they close.
    Sentence,
    /// In one passage.
    Passage,
}

impl Tree {
    /// Whether it looks at no text: fields alone.
    pub fn is_of_fields(&self) -> bool {
        match self {
            Tree::Field(_) => true,
            Tree::Words(_) | Tree::Phrase(_) | Tree::Chain(_) => false,
            Tree::All(parts) | Tree::Any(parts) => parts.iter().all(Tree::is_of_fields),
            Tree::Not(part) => part.is_of_fields(),
        }
    }

    /// Calls `each` with every part that is wanted, and holds no other, in the order they were typed.
    pub fn for_each_wanted<'t>(&'t self, each: &mut impl FnMut(&'t Tree)) {
        match self {
            Tree::All(parts) | Tree::Any(parts) => {
                parts.iter().for_each(|part| part.for_each_wanted(each));
            }
            Tree::Not(_) => {}
            leaf => each(leaf),
        }
    }

    /// The bare words that are wanted, in the order they were typed.
    pub fn wanted_words(&self) -> Vec<&Pattern> {
        let mut words = Vec::new();
        self.for_each_wanted(&mut |part| {
            if let Tree::Words(pattern) = part {
                words.push(pattern);
            }
        });
        words
    }

    /// The patterns of all parts that are wanted, in the order they were typed.
    pub fn wanted_patterns(&self) -> Vec<&Pattern> {
        let mut patterns = Vec::new();
        self.for_each_wanted(&mut |part| match part {
            Tree::Words(pattern) | Tree::Phrase(pattern) => patterns.push(pattern),
            Tree::Chain(chain) => patterns.extend(chain.operands.iter().flatten()),
            _ => {}
        });
        patterns
    }

    /// In one line, as it may be typed.
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
            Tree::Not(part) => format!("-{}", part.typed()),
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

/// A line for every part, those of a part indented under it.
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
