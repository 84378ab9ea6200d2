//! All weights of ranking in one struct, with the bounds that each must keep.
//!
//! How they were chosen and what else was tried, with figures, is recorded in `tests/ranking/EXPERIMENTS.md`. A weight is changed here; then
//! `cargo test --test evaluation` says what the change does to the judged sets.

/// So many of the best candidates by postings are read closely at a time.
pub(crate) const N_READ: usize = 400;
/// So many are read where all of them hold the query verbatim: their order by postings is nearer to the final one.
pub(crate) const N_READ_VERBATIM: usize = 60;

/// A verbatim hit of fewer characters says too little to be quoted: a heading, a line of a list. It is taken to be as long as this, so that being
/// short is no merit. Other hits are left as they are: among statutes the short ones answer as well.
pub(crate) const QUOTABLE_CHARS: f32 = 40.0;
/// The opening of a text is its first so many characters: its title, or what its first sentence is about.
pub(crate) const OPENING_CHARS: usize = 30;
/// A window is a stretch of so many characters: a few sentences that say one thing.
pub(crate) const WINDOW_CHARS: usize = 160;
/// Neighbours of the query are near each other within so many characters.
pub(crate) const NEAR_CHARS: usize = 8;
/// The share of the query that stands in one stretch in its order is raised to this power. A query that stands there nearly whole was a sentence half
/// remembered; one that stands there in part says nothing that pairs do not.
pub(crate) const IN_ORDER_POWER: i32 = 10;

/// The weights.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weights {
    /// A character that asks has this share of its idf.
    pub(crate) interrogative: f32,
    /// A word of grammar, and a pair with a part of one, has this share of its idf.
    pub(crate) particle: f32,
    /// A character that names a year, a place or a 文种 which columns hold, and a pair with one, has this share of its idf.
    pub(crate) intent_word: f32,
    /// A passage gains this share of its score for each part of the query's intent that its columns meet.
    pub(crate) intent_gain: f32,
    /// A run of Latin letters weighs its idf so many times: it stands for several characters.
    pub(crate) letter_run: f32,
    /// A synonym's character or pair has this share of its weight, so that the word itself ranks higher.
    pub(crate) synonym: f32,
    /// A verbatim hit without any text would keep this share of its score; the share grows evenly to 1 at [`QUOTABLE_CHARS`].
    pub(crate) short_text: f32,
    /// A heading or a title that does not hold the query verbatim keeps this share of its score: it says what stands below it.
    pub(crate) heading: f32,
    /// What the findings of a close reading weigh.
    pub(crate) findings: Findings,
}

/// What a close reading of a text finds, or what each finding weighs. A finding is a sum over what was found, by how rare it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Findings {
    /// BM25 of the pairs.
    pub(crate) pairs: f32,
    /// BM25 of the single characters: words that share one are often of one meaning, as 欺诈 and 欺骗.
    pub(crate) characters: f32,
    /// The best sentence, by the pairs it holds, for its length.
    pub(crate) sentence: f32,
    /// The opening, by its pairs.
    pub(crate) opening_pairs: f32,
    /// The opening, by its characters.
    pub(crate) opening_characters: f32,
    /// The best window, by the pairs it holds.
    pub(crate) window: f32,
    /// The query's neighbours that stand near each other.
    pub(crate) near: f32,
    /// What the query weighs, times the share of it that stands in one stretch in its order, raised to [`IN_ORDER_POWER`].
    pub(crate) in_order: f32,
    /// The headings that the text stands under, by their pairs.
    pub(crate) section_pairs: f32,
    /// The headings that the text stands under, by their characters.
    pub(crate) section_characters: f32,
}

/// The weights in use.
pub(crate) const WEIGHTS: Weights = Weights {
    interrogative: 0.3,
    particle: 0.5,
    intent_word: 0.1,
    intent_gain: 0.8,
    letter_run: 2.0,
    synonym: 0.3,
    short_text: 0.6,
    heading: 0.5,
    findings: Findings {
        pairs: 0.7,
        characters: 1.0,
        sentence: 0.6,
        opening_pairs: 0.2,
        opening_characters: 0.4,
        window: 0.4,
        near: 0.2,
        in_order: 2.0,
        section_pairs: 0.3,
        section_characters: 0.35,
    },
};

impl Weights {
    /// Whether shares are at most 1 and nothing is negative, so that holding more of the query never lowers a score.
    const fn are_in_bounds(&self) -> bool {
        let shares = [
            self.interrogative,
            self.particle,
            self.intent_word,
            self.synonym,
            self.short_text,
            self.heading,
        ];
        let Findings {
            pairs,
            characters,
            sentence,
            opening_pairs,
            opening_characters,
            window,
            near,
            in_order,
            section_pairs,
            section_characters,
        } = self.findings;
        let gains = [
            self.intent_gain,
            self.letter_run,
            pairs,
            characters,
            sentence,
            opening_pairs,
            opening_characters,
            window,
            near,
            in_order,
            section_pairs,
            section_characters,
        ];
        let mut at = 0;
        while at < shares.len() {
            if !(shares[at] > 0.0 && shares[at] <= 1.0) {
                return false;
            }
            at += 1;
        }
        at = 0;
        while at < gains.len() {
            if !(gains[at] >= 0.0 && gains[at] <= 10.0) {
                return false;
            }
            at += 1;
        }
        true
    }
}

const _: () = assert!(WEIGHTS.are_in_bounds());
