//! Ranking: how well a passage answers, as a number.
//!
//! BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009, 3.4) over the
//! query's words and its pairs of characters finds candidates; a close reading of their texts orders them. Verbatim hits come
//! before all others. All weights stand here, with the figures that chose them.

use serde::Serialize;

/// How a passage matched, the best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Match {
    /// It holds some of the query's words.
    Partial,
    /// It holds all the query's words, some of them only by a synonym.
    Synonym,
    /// It holds all the query's words.
    Words,
    /// It holds the query as it was typed, once both are folded.
    Verbatim,
}

/// What is read closely at a time: so many of the best by postings alone.
pub(super) const N_READ: usize = 400;
/// The same where all of them hold the query verbatim: their order by postings is nearer to the last one.
pub(super) const N_READ_VERBATIM: usize = 60;
/// What share of its idf a character weighs that asks.
pub(super) const INTERROGATIVE_WEIGHT: f32 = 0.3;
/// What share of its idf a word of grammar weighs, and a pair with a part of one.
pub(super) const PARTICLE_WEIGHT: f32 = 0.5;
/// What share of its idf a character weighs that names a year, a place or a 文种 which columns hold, and a pair with one: at 0.1 and with the
/// gain below, nDCG@10 over `tests/ranking` is .749, at 0.3 .744, at 1 .732, and without either .724.
pub(super) const WISH_WEIGHT: f32 = 0.1;
/// What a run of letters weighs, times its idf: it stands for several characters. Read letter by letter, two Latin words asked of 8,000 encyclopaedia
/// articles had an RR@10 of .757, now .789 (with runs of digits too .859; BM25 over words .891); two of short texts .884, now .916.
pub(super) const RUN_WEIGHT: f32 = 2.0;
/// What share of its score a passage gains for each wish that it meets: .5, .8 and 1 give .748, .750 and .750.
pub(super) const WISH_GAIN: f32 = 0.8;
/// What share of its weight a synonym's character or pair has, so that the word itself ranks higher: at 0.5 nDCG@10 over `tests/ranking` is .001 higher,
/// but a topic of ncp_policies loses its passage from the first hundred to those that hold many synonyms; at 0.1 it is .011 lower.
pub(super) const SYNONYM_SHARE: f32 = 0.3;
/// How many characters of a text are its opening: its title, or what its first sentence is about.
pub(super) const OPENING_UNITS: usize = 30;

/// A verbatim hit of fewer characters says too little to be quoted: a heading, a line of a list. It is taken to be as long as this, so that
/// being short is no merit, and loses some of its score: a writer wants whole sentences. Other hits are left as they are: among
/// statutes the short ones answer as well (RR@10 over stard .374, with this for all hits .370).
pub(super) const WHOLE_UNITS: f32 = 40.0;
/// The least share that such a text keeps, were it empty; the share grows evenly to 1.
pub(super) const SHORT_SHARE: f32 = 0.6;
/// What share of its score a heading or a title keeps that does not hold the query as it was typed: it says what stands below it.
pub(super) const HEADING_SHARE: f32 = 0.5;
/// How many characters of a text are a window: a few sentences that say one thing.
pub(super) const WINDOW_UNITS: usize = 160;
/// What the query's neighbours are near within, in characters.
pub(super) const NEAR_UNITS: usize = 8;

/// A query that stands nearly whole in one stretch was a sentence half remembered; one that stands there in part says nothing that pairs do not.
pub(super) const IN_ORDER_POWER: i32 = 10;

/// What a close reading's findings weigh, each a sum over what was found, by how rare it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    /// BM25 of the pairs.
    pub(super) whole_pairs: f32,
    /// BM25 of the single characters: words that share one are often of one meaning, as 欺诈 and 欺骗.
    pub(super) whole_units: f32,
    /// The best sentence, by the pairs it holds, for its length.
    pub(super) sentence: f32,
    /// The opening, by its pairs.
    pub(super) opening_pairs: f32,
    /// The opening, by its characters.
    pub(super) opening_units: f32,
    /// The best window, by the pairs it holds.
    pub(super) window: f32,
    /// The query's neighbours that stand near each other.
    pub(super) near: f32,
    /// What the query weighs, in the power [`IN_ORDER_POWER`] of the share of it that stands in one stretch in its order.
    pub(super) in_order: f32,
    /// The headings that the text stands under, by their pairs.
    pub(super) section_pairs: f32,
    /// The same, by their characters.
    pub(super) section_units: f32,
}

/// Chosen over ncp_policies, stard and cmrc2018 together by coordinate ascent, on one half of the topics and seen on the other. RR@10
/// of the three (each weight by itself, at 0.5 and 1.5 of its value, moves them by at most .009, .006 and .001), over the best 200 of BM25:
///
/// | | ncp_policies | stard | cmrc2018 |
/// |---|---|---|---|
/// | pairs, with the weights of interrogatives and particles | .858 | .351 | .982 |
/// | … and single characters | .858 | .354 | .983 |
/// | all of these | .874 | .376 | .988 |
/// | without `window` | .870 | .374 | .987 |
/// | without `opening_*` | .873 | .361 | .986 |
/// | without `sentence` | .869 | .370 | .988 |
/// | without `near` | .874 | .370 | .988 |
///
/// Tried and left out, since one set lost what another won or nothing was won: jieba's words beside the pairs; trigrams and runs as
/// long as they go; the best sentence by single characters; the mean of the best three sentences; LM-Dirichlet, DPH, PL2 and BM25+ in
/// BM25's place; other k1 and b; idf by places instead of documents (but for windows); less weight for a pair that its
/// neighbour foretells; Büttcher's proximity; feedback (RM3) from 3 to 20 passages: stard .355 → .360, cmrc2018 .977 → .974.
///
/// `in_order` is for sentences half remembered. Of sentences of 20 to 60 characters with a third of their words dropped (`cargo bench --bench scale`), RR@10
/// is .979 with it and .963 without, of 15 to 40 characters .987 and .951, while the three sets stay (.876 → .876, .373 → .374,
/// .988 → .988). At a power of 6 ncp_policies loses .001, at 3 stard .001 more. The heaviest common subsequence of the query and one sentence in the
/// alignment's place finds as many, but cost ncp_policies .002.
///
/// Tried later and left out, each beside all of these: windows of 40 and 80 characters by single characters, of 80, 320 and 600 by pairs; a second window;
/// openings of 60 and 120 characters; the first place of any pair; the idf of what is held at all, also squared over the query's; the best
/// sentence by characters; the two rarest pairs near each other; a text's length; the title that JSON Lines give (stard .373 → .365); less
/// weight for places of the gazetteer (at 0.4 ncp_policies .874 → .866); more weight for what stands later in the query, or earlier. No one of
/// them wins more than .003 on one set without losing it on another, and weights ascended anew with all of them on one half of the topics
/// win .005 there and nothing on the other.
///
/// With sentences scored as [`Bm25::of_sentence`] does now, and 0.2 for `near` where it was 0.3, since `in_order` tells part of it: ncp_policies .873 → .877,
/// stard .376 → .378, cmrc2018 .988 → .988, sentences of 15 to 40 characters with words dropped .987 → .992, `tests/ranking` nDCG@10 .763 → .764.
///
/// Also left out, each tried at three weights: BM25 of pairs and of characters at b of 0 and .3 and k1 of .5 and 3, beside the others (characters
/// at b 0 win .010 over `tests/ranking` and lose .007 and .008 on ncp_policies and stard); the sum of all sentences, each worth .5 or .8 of the one before; the best
/// window of 150, 300 and 600 characters by BM25 of all it holds; pairs with one character between them; trigrams; the rarest three and eight pairs
/// by themselves; every finding over the best of its query; less weight for the noun that an interrogative asks for (哪些措施) and for the verb.
///
/// Whether the weights hold elsewhere was seen on sets made for it, none of which chose a weight. RR@10 of BM25 over pairs of characters and of these: news
/// articles asked for by their titles .854, .860; one passage of each .408, .440; titles asked for by a clause of the article .169, .179; articles by two words
/// of their titles .746, .813, by three .879, .916; passages of cmrc2018 joined by six .973, .991; statutes joined by fifteen .490, .518. Over all of these, the
/// three sets, `tests/ranking` and sentences with words dropped, no weight at 0.8 or 1.25 of its value wins more than .03 % on average on both halves of
/// the topics, and gradient-boosted trees over eighteen findings, taught on five of six sets, lose .006 and .007 on the sixth (ncp_policies, stard).
///
/// Also left out, in thousandths of RR@10 on ncp_policies, stard, cmrc2018: idf in the power 1.2 (−2, −4, +1; short texts gain 3, in the power .7 all lose); the score times
/// the share of the query that is held, by weight, in the power .1 (−4, −3, 0); less weight for pairs that hold together no better than chance
/// (half: −1, −3, 0); for those across words of the query (.7 of it: −4, −2, 0; queries of two words gain 10, but they were made of words that do
/// not stand together), or no more than the words beside them weigh (−7, −5, 0); scores evened out over the nearest of the best 20 and 50 texts (Diaz, Regularizing Ad Hoc
/// Retrieval Scores, 2005: 0 to −6, +1 to −1, 0; `tests/ranking` gains 2 to 6), raised by their number (−4 to −31) or lowered by it (stard −2 to −25); latent semantics of
/// 150 dimensions over the set's own words (0, +1; passages of news −2). Of what
/// ncp_policies still loses, .032 of .122 it loses to copies of the judged text, stard .024 of .625.
///
/// Sections and headings are of reports, and no part of those sets: their weights raise nDCG@10 over `tests/ranking` from .699 to .724
/// (RR@10 .920 to .965), and 0.35 for a section's characters instead of 0.2 from .764 to .767 (.988 to .994).
pub(super) const READING: Reading = Reading {
    whole_pairs: 0.7,
    whole_units: 1.0,
    sentence: 0.6,
    opening_pairs: 0.2,
    opening_units: 0.4,
    window: 0.4,
    near: 0.2,
    in_order: 2.0,
    section_pairs: 0.3,
    section_units: 0.35,
};

/// Saturation of a term's frequency.
const K1: f32 = 1.2;
/// Weight of a text's length.
const B: f32 = 0.75;

/// How much it tells that a term is held, which `n_with` of `n_documents` documents do: never less than 0.
pub(super) fn idf(n_with: u64, n_documents: u64) -> f32 {
    let (n_with, n_documents) = (n_with as f32, n_documents as f32);
    (1.0 + (n_documents - n_with + 0.5).max(0.0) / (n_with + 0.5)).ln()
}

/// BM25 of one term.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bm25 {
    weight: f32,
    mean_length: f32,
    b: f32,
}

impl Bm25 {
    /// Of a term that `n_with` of `n_documents` documents hold, of `mean_length` on average.
    pub(super) fn new(n_with: u64, n_documents: u64, mean_length: f32) -> Bm25 {
        Bm25::of_weight(idf(n_with, n_documents), mean_length)
    }

    /// Of a term that weighs so much.
    pub(super) fn of_weight(weight: f32, mean_length: f32) -> Bm25 {
        Bm25 {
            weight: weight * (K1 + 1.0),
            mean_length: mean_length.max(1.0),
            b: B,
        }
    }

    /// Of a term of weight 1 in a sentence. RR@10 of the three sets at a mean length of 50 and b .5, 40 and .7, 30 and .9: ncp_policies .873, .875,
    /// .873; stard .376, .378, .376; cmrc2018 .986, .986, .986.
    pub(super) fn of_sentence() -> Bm25 {
        Bm25 {
            weight: K1 + 1.0,
            mean_length: 40.0,
            b: 0.7,
        }
    }

    /// Of a document of `length` that holds the term `count` times.
    #[inline]
    pub(super) fn score(self, count: u32, length: f32) -> f32 {
        self.score_of(count as f32, length)
    }

    /// The same, of a count that is not whole.
    #[inline]
    pub(super) fn score_of(self, count: f32, length: f32) -> f32 {
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
