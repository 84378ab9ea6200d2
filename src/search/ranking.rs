//! Ranking: how well a passage answers, as a number.
//!
//! BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009, 3.4) over the
//! query's words and over the query as a whole. How a passage matched comes before how well: a verbatim hit stands before one of all
//! the words, that before a partial one.

use serde::Serialize;

/// How a passage matched, the best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Match {
    /// It holds some of the query's words.
    Partial,
    /// It holds all the query's words.
    Words,
    /// It holds the query as it was typed, once both are folded.
    Verbatim,
}

/// Saturation of a term's frequency.
const K1: f32 = 1.2;
/// Weight of a text's length.
const B: f32 = 0.75;

/// BM25 of one term.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bm25 {
    weight: f32,
    mean_length: f32,
}

impl Bm25 {
    /// Of a term that `n_with` of `n_documents` documents hold, of `mean_length` on average.
    pub(super) fn new(n_with: u64, n_documents: u64, mean_length: f32) -> Bm25 {
        let (n_with, n_documents) = (n_with as f32, n_documents as f32);
        let idf = (1.0 + (n_documents - n_with + 0.5).max(0.0) / (n_with + 0.5)).ln();
        Bm25 {
            weight: idf * (K1 + 1.0),
            mean_length: mean_length.max(1.0),
        }
    }

    /// More than any document can score.
    pub(super) fn bound(self) -> f32 {
        self.weight
    }

    /// Of a document of `length` that holds the term `count` times.
    #[inline]
    pub(super) fn score(self, count: u32, length: f32) -> f32 {
        let count = count as f32;
        self.weight * count / (count + K1 * (1.0 - B + B * length / self.mean_length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_score_reaches_its_bound() {
        let bm25 = Bm25::new(3, 1_000, 100.0);
        assert!(bm25.score(1_000_000, 1.0) <= bm25.bound());
        assert!(bm25.score(1, 100.0) > 0.0);
    }

    #[test]
    fn rare_terms_and_short_texts_score_higher() {
        let (rare, common) = (Bm25::new(3, 1_000, 100.0), Bm25::new(300, 1_000, 100.0));
        assert!(rare.score(1, 100.0) > common.score(1, 100.0));
        assert!(rare.score(1, 50.0) > rare.score(1, 100.0));
    }

    #[test]
    fn a_term_that_every_document_holds_still_counts() {
        assert!(Bm25::new(10, 10, 100.0).score(1, 100.0) > 0.0);
    }
}
