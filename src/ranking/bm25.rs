//! Computes BM25: what it is worth that a text of some length holds a term some number of times.
//!
//! Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009, 3.4. The same function serves words, characters, pairs of
//! characters and sentences; each caller says what the term weighs and how long a text is on average.

/// How soon more occurrences of a term stop raising the score.
const K1: f32 = 1.2;
/// How much the length of a text counts, from 0 to 1.
const B: f32 = 0.75;

/// Gives the inverse document frequency of a term that `n_with` of `n_documents` documents hold. It is never less than 0.
pub(crate) fn idf(n_with: u64, n_documents: u64) -> f32 {
    let (n_with, n_documents) = (n_with as f32, n_documents as f32);
    (1.0 + (n_documents - n_with + 0.5).max(0.0) / (n_with + 0.5)).ln()
}

/// The BM25 function of one term.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bm25 {
    weight: f32,
    mean_length: f32,
    b: f32,
}

impl Bm25 {
    /// Scores a term that `n_with` of `n_documents` documents hold, which are `mean_length` long on average.
    pub(crate) fn new(n_with: u64, n_documents: u64, mean_length: f32) -> Bm25 {
        Bm25::of_weight(idf(n_with, n_documents), mean_length)
    }

    /// Scores a term of this weight.
    pub(crate) fn of_weight(weight: f32, mean_length: f32) -> Bm25 {
        Bm25 {
            weight: weight * (K1 + 1.0),
            mean_length: mean_length.max(1.0),
            b: B,
        }
    }

    /// Scores a term of weight 1 in a sentence. Other mean lengths and values of b are no better (`tests/ranking/EXPERIMENTS.md`).
    pub(crate) fn of_sentence() -> Bm25 {
        Bm25 {
            weight: K1 + 1.0,
            mean_length: 40.0,
            b: 0.7,
        }
    }

    /// Scores a document of `length` that holds the term `count` times.
    #[inline]
    pub(crate) fn score(self, count: u32, length: f32) -> f32 {
        self.score_of(count as f32, length)
    }

    /// Scores a document as [`Bm25::score`] does, for a count that is not whole.
    #[inline]
    pub(crate) fn score_of(self, count: f32, length: f32) -> f32 {
        self.weight * count / (count + K1 * (1.0 - self.b + self.b * length / self.mean_length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_score_passes_what_the_term_weighs() {
        let bm25 = Bm25::new(3, 1_000, 100.0);
        assert!(bm25.score(1_000_000, 1.0) <= idf(3, 1_000) * (K1 + 1.0));
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
