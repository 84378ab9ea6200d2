//! Reads the files in which users say something of all files: corrections, words, synonyms.
//!
//! Input: the settings files of a listing. Output: the [`Settings`] that they make, and what is wrong in them. The words have a fingerprint, by
//! which [`update`](super::update()) knows that all passages are to be segmented anew.

use std::collections::HashSet;

use serde::Serialize;

use crate::analysis::UserWord;
use crate::corpus::{
    Corrections, Hash, LeftOut, SourceFile, has_synonyms, has_user_words, read_families,
    read_user_words,
};

/// What users say of their files.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// What is to be put right in what was read.
    pub(super) corrections: Corrections,
    /// Words that jieba's dictionary has not, each once; the first line that names one counts.
    pub(super) words: Vec<UserWord>,
    /// Families of terms that mean the same.
    pub(super) families: Vec<Vec<String>>,
    /// How much of it there is.
    pub(super) counts: SettingsCounts,
}

/// How many words and families the settings files list; `None` where there is no such file.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SettingsCounts {
    /// Families of synonyms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub families: Option<usize>,
    /// Words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<usize>,
}

impl Settings {
    /// Reads the settings files.
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
        let (families, wrong) = read_families(files);
        left_out.extend(wrong);
        let settings = Settings {
            corrections,
            counts: SettingsCounts {
                families: has_synonyms(files).then_some(families.len()),
                words: has_user_words(files).then_some(words.len()),
            },
            words,
            families,
        };
        (settings, left_out)
    }
}

/// Makes a number of words, by which a change of them is known; 0 stands for none.
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
