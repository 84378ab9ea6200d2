//! Ranks by the baselines that this program is measured against: plain BM25 over words, and over pairs of characters.
//!
//! Input: topics and the texts of passages. Output: the best passages for each topic, by BM25 (Robertson and Zaragoza 2009) with k1 1.2 and b 0.75; a
//! term that a topic repeats counts once. The texts themselves are read, without the index's postings and without any code of `ranking`, so that a mistake
//! there cannot hide in its own yardstick. Words are jieba's in search mode without its HMM, single characters included; pairs are all those without
//! punctuation.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::run::{DEPTH, RankedPassage};
use super::topics::Topic;
use crate::analysis::{Segmenter, fold, fold_for_words};

const K1: f64 = 1.2;
const B: f64 = 0.75;

/// The terms that a baseline cuts a text into.
#[derive(Debug, Clone, Copy)]
pub(super) enum Terms {
    Words,
    Bigrams,
}

impl Terms {
    fn for_each(self, segmenter: &Segmenter, text: &str, mut each: impl FnMut(&str)) {
        match self {
            Terms::Words => {
                let mut folded = String::new();
                fold_for_words(text, &mut folded);
                segmenter.for_each_search_word(&folded, |word, _| {
                    if word.chars().any(char::is_alphanumeric) {
                        each(word);
                    }
                });
            }
            Terms::Bigrams => {
                let folded = fold(text);
                let mut before: Option<(usize, char)> = None;
                for (at, c) in folded.char_indices() {
                    if let Some((start, first)) = before
                        && first.is_alphanumeric()
                        && c.is_alphanumeric()
                    {
                        each(&folded[start..at + c.len_utf8()]);
                    }
                    before = Some((at, c));
                }
            }
        }
    }
}

/// The passages that hold a term, each with how often it does.
type Postings = Vec<(u32, u32)>;

/// Ranks passages, each an id and a text, for each topic.
pub(super) fn rank(
    terms: Terms,
    topics: &[&Topic],
    passages: &[(String, String)],
) -> Vec<(String, Vec<RankedPassage>)> {
    let segmenter = Segmenter::with_jieba_dictionary();
    let mut terms_by_text: HashMap<String, usize> = HashMap::new();
    let mut terms_of_topics = Vec::new();
    for topic in topics {
        let mut of_topic = Vec::new();
        terms.for_each(&segmenter, &topic.text, |text| {
            let next = terms_by_text.len();
            let term = *terms_by_text.entry(text.to_string()).or_insert(next);
            if !of_topic.contains(&term) {
                of_topic.push(term);
            }
        });
        terms_of_topics.push(of_topic);
    }
    let mut postings: Vec<Postings> = vec![Vec::new(); terms_by_text.len()];
    let mut lengths = Vec::with_capacity(passages.len());
    for (document, (_, text)) in (0..).zip(passages) {
        let mut length = 0u32;
        terms.for_each(&segmenter, text, |term| {
            length += 1;
            if let Some(&term) = terms_by_text.get(term) {
                match postings[term].last_mut() {
                    Some((last, count)) if *last == document => *count += 1,
                    _ => postings[term].push((document, 1)),
                }
            }
        });
        lengths.push(f64::from(length));
    }
    let n_documents = passages.len() as f64;
    let mean_length = lengths.iter().sum::<f64>() / n_documents.max(1.0);
    let ranked = topics.iter().zip(terms_of_topics).map(|(topic, of_topic)| {
        let mut scores: HashMap<u32, f64> = HashMap::new();
        for term in of_topic {
            let n_with = postings[term].len() as f64;
            let idf = (1.0 + (n_documents - n_with + 0.5) / (n_with + 0.5)).ln();
            for &(document, count) in &postings[term] {
                let count = f64::from(count);
                let length = lengths[document as usize] / mean_length.max(1.0);
                let saturated = count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * length));
                *scores.entry(document).or_default() += idf * saturated;
            }
        }
        (topic.id.clone(), best(scores, passages))
    });
    ranked.collect()
}

fn best(scores: HashMap<u32, f64>, passages: &[(String, String)]) -> Vec<RankedPassage> {
    let id = |document: u32| passages[document as usize].0.as_str();
    let mut scores: Vec<(u32, f64)> = scores.into_iter().collect();
    let order = |a: &(u32, f64), b: &(u32, f64)| -> Ordering {
        b.1.total_cmp(&a.1).then_with(|| id(b.0).cmp(id(a.0)))
    };
    scores.sort_unstable_by(order);
    scores.truncate(DEPTH);
    let ranked = scores.into_iter().map(|(document, score)| RankedPassage {
        passage: id(document).to_string(),
        score: score as f32,
    });
    ranked.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(terms: Terms, text: &str) -> Vec<String> {
        let passages = ["推进教师交流", "提高教学质量", "推进区管校聘，教师轮岗"];
        let passages: Vec<(String, String)> = ('a'..)
            .zip(passages)
            .map(|(id, text)| (id.to_string(), text.to_string()))
            .collect();
        let topic = Topic {
            id: "1".to_string(),
            text: text.to_string(),
        };
        let ranked = rank(terms, &[&topic], &passages).remove(0).1;
        ranked.into_iter().map(|ranked| ranked.passage).collect()
    }

    #[test]
    fn passages_that_share_more_and_rarer_terms_come_first() {
        assert_eq!(answers(Terms::Words, "教师轮岗"), ["c", "a"]);
        assert_eq!(answers(Terms::Bigrams, "教师轮岗"), ["c", "a"]);
        assert_eq!(answers(Terms::Bigrams, "教学"), ["b"]);
    }

    #[test]
    fn a_pair_does_not_span_punctuation() {
        assert_eq!(answers(Terms::Bigrams, "聘教"), Vec::<String>::new());
    }
}
