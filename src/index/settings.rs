//! What the users say of all files at once: corrections, words.
//!
//! Input: the settings files of a listing. Output: what they say, with a number by which a change of the words is known.
//! What is wrong in them is listed. Refuses to know when they are applied.

use std::collections::HashSet;

use crate::analysis::UserWord;
use crate::corpus::{Corrections, Hash, LeftOut, SourceFile, read_user_words};

/// What the settings files say.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// What was read wrongly.
    pub(super) corrections: Corrections,
    /// Words that jieba's dictionary has not, each once; the first line that names one counts.
    pub(super) words: Vec<UserWord>,
}

impl Settings {
    /// Reads them.
    pub(super) fn read(files: &[SourceFile]) -> (Settings, Vec<LeftOut>) {
        let (corrections, mut left_out) = Corrections::read(files);
        let mut words = Vec::new();
        let mut seen = HashSet::new();
        left_out.extend(read_user_words(files, |word, frequency| {
            let word = UserWord::new(word, frequency).map_err(|why| why.to_string())?;
            let is_new = seen.insert(word.text().to_owned());
            if is_new {
                words.push(word);
            }
            Ok(is_new)
        }));
        (Settings { corrections, words }, left_out)
    }
}

/// A number made of words; 0 of none.
pub(super) fn fingerprint_of_words(words: &[UserWord]) -> u64 {
    if words.is_empty() {
        return 0;
    }
    let mut hash = Hash::new();
    for word in words {
        hash.add(word.text().as_bytes());
        if let Some(frequency) = word.frequency() {
            hash.add(b" ");
            hash.add(frequency.to_string().as_bytes());
        }
        hash.add(b"\n");
    }
    hash.value()
}
