//! Reads relevance judgements: how relevant a passage is to a topic, in TREC's format.
//!
//! Input: a file of four columns, `topic iteration passage relevance`. Output: [`Qrels`], by which `measures.rs` judges a run.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use super::error::EvaluationError;

/// The judgements of a collection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Qrels {
    by_topic: BTreeMap<String, HashMap<String, i32>>,
}

const EXPECTED: &str =
    "a judgement is a line `topic iteration passage relevance`, the last a whole number";

impl Qrels {
    /// Reads the judgements of a file, and skips empty lines.
    ///
    /// # Errors
    /// [`EvaluationError`] with the line that is no judgement, or that contradicts an earlier one.
    pub fn read(path: &Path) -> Result<Qrels, EvaluationError> {
        let text = fs::read_to_string(path).map_err(|source| EvaluationError::Io {
            path: path.to_path_buf(),
            source,
        })?;
        let mut qrels = Qrels::default();
        for (number, line) in (1..).zip(text.trim_start_matches('\u{FEFF}').lines()) {
            if line.trim().is_empty() {
                continue;
            }
            qrels.add(line).map_err(|reason| EvaluationError::Line {
                path: path.to_path_buf(),
                line: number,
                reason,
                expected: EXPECTED,
            })?;
        }
        match qrels.by_topic.is_empty() {
            true => Err(EvaluationError::Empty {
                path: path.to_path_buf(),
                what: "judgements",
                expected: EXPECTED,
            }),
            false => Ok(qrels),
        }
    }

    fn add(&mut self, line: &str) -> Result<(), String> {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let [topic, _, passage, relevance] = columns[..] else {
            return Err(format!("{} columns, not four", columns.len()));
        };
        let relevance: i32 = relevance
            .parse()
            .map_err(|_| format!("'{relevance}' is no relevance"))?;
        let of_topic = self.by_topic.entry(topic.to_string()).or_default();
        match of_topic.insert(passage.to_string(), relevance) {
            Some(before) if before != relevance => Err(format!(
                "passage '{passage}' was judged {before} for topic '{topic}' before"
            )),
            _ => Ok(()),
        }
    }

    /// The topics, in the order of their ids, each with the relevance of its passages.
    pub fn topics(&self) -> impl Iterator<Item = (&str, &HashMap<String, i32>)> {
        self.by_topic
            .iter()
            .map(|(topic, judged)| (topic.as_str(), judged))
    }

    /// Whether a topic is judged.
    pub fn has_topic(&self, topic: &str) -> bool {
        self.by_topic.contains_key(topic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_judgement_has_four_columns() {
        let mut qrels = Qrels::default();
        assert_eq!(qrels.add("1 0 a:1 2"), Ok(()));
        assert_eq!(qrels.add("1\t0\tb\t-1"), Ok(()));
        assert_eq!(qrels.add("1 0 a:1 2"), Ok(()));
        assert_eq!(qrels.add("1 0 a"), Err("3 columns, not four".to_string()));
        assert_eq!(
            qrels.add("1 0 a yes"),
            Err("'yes' is no relevance".to_string())
        );
        assert_eq!(
            qrels.add("1 0 a:1 0"),
            Err("passage 'a:1' was judged 2 for topic '1' before".to_string())
        );
        let (topic, judged) = qrels.topics().next().unwrap();
        assert_eq!((topic, judged["a:1"]), ("1", 0));
    }
}
