//! Reads topics: the queries of an evaluation, each with its id.
//!
//! Input: a file of lines `id<TAB>text`. Output: [`Topic`]s in their order. `qrels.rs` reads which passages are relevant to them.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use super::error::EvaluationError;

/// A query of an evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its name in the judgements.
    pub id: String,
    /// The text that is searched for.
    pub text: String,
}

const EXPECTED: &str = "a topic is a line `id<TAB>text`, its id without white space";

/// Reads the topics of a file, and skips empty lines.
///
/// # Errors
/// [`EvaluationError`] with the line that is no topic, or that repeats an id.
pub fn read_topics(path: &Path) -> Result<Vec<Topic>, EvaluationError> {
    let text = fs::read_to_string(path).map_err(|source| EvaluationError::Io {
        path: path.to_path_buf(),
        source,
    })?;
    let mut topics = Vec::new();
    let mut ids = HashSet::new();
    for (number, line) in (1..).zip(text.trim_start_matches('\u{FEFF}').lines()) {
        if line.trim().is_empty() {
            continue;
        }
        let wrong = |reason: String| EvaluationError::Line {
            path: path.to_path_buf(),
            line: number,
            reason,
            expected: EXPECTED,
        };
        let Some((id, text)) = line.split_once('\t') else {
            return Err(wrong("no tab between id and text".to_string()));
        };
        let (id, text) = (id.trim(), text.trim());
        if id.is_empty() || id.contains(char::is_whitespace) {
            return Err(wrong(format!("'{id}' is no id")));
        }
        if text.is_empty() {
            return Err(wrong(format!("topic '{id}' has no text")));
        }
        if !ids.insert(id) {
            return Err(wrong(format!("topic '{id}' came before")));
        }
        topics.push(Topic {
            id: id.to_string(),
            text: text.to_string(),
        });
    }
    match topics.is_empty() {
        true => Err(EvaluationError::Empty {
            path: path.to_path_buf(),
            what: "topics",
            expected: EXPECTED,
        }),
        false => Ok(topics),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content: &str) -> Result<Vec<Topic>, String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("topics.tsv");
        fs::write(&path, content).unwrap();
        read_topics(&path).map_err(|error| {
            let place = format!("{}/", dir.path().display());
            format!("{error}; {}", error.hint().unwrap_or("")).replace(&place, "")
        })
    }

    #[test]
    fn a_line_is_an_id_and_a_text() {
        let topics = read("1\t教师交流 怎么做\r\n\nq2\t课后服务\n").unwrap();
        assert_eq!(topics.len(), 2);
        assert_eq!(
            (topics[0].id.as_str(), topics[0].text.as_str()),
            ("1", "教师交流 怎么做")
        );
    }

    #[test]
    fn a_bad_line_is_named_with_file_and_number() {
        assert_eq!(
            read("1\t教师\n2 课后服务\n").unwrap_err(),
            format!("topics.tsv:2: no tab between id and text; {EXPECTED}")
        );
        assert!(
            read("1\t教师\n1\t学校\n")
                .unwrap_err()
                .contains("'1' came before")
        );
        assert!(read("1\t \n").unwrap_err().contains("'1' has no text"));
        assert!(read("\n").unwrap_err().contains("holds no topics"));
    }
}
