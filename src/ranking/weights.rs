//! Holds all weights of ranking in one struct, with the bounds that each of them must keep.
//!
//! How they were chosen and what else was tried, with figures, is recorded in `tests/ranking/EXPERIMENTS.md`. A weight is changed here; then
//! `cargo test --test evaluation` says what the change does to the judged sets.

/// So many of the best candidates by postings are read closely at a time.
pub(crate) const N_READ: usize = 400;
/// So many are read where all of them hold the query verbatim: their order by postings is nearer to the final one.
pub(crate) const N_READ_VERBATIM: usize = 60;

/// A verbatim hit of fewer characters says too little to be quoted: a heading, a line of a list. It counts as being as long as this, so that being
/// short is no merit. Other hits are left as they are: among statutes the short ones answer as well.
pub(crate) const QUOTABLE_CHARS: f32 = 40.0;
/// The opening of a text is its first so many characters: its title, or what its first sentence is about.
pub(crate) const OPENING_CHARS: usize = 30;
/// A window is a stretch of so many characters: a few sentences that say one thing.
pub(crate) const WINDOW_CHARS: usize = 160;
/// Characters that are adjacent in the query count as near each other in a text where their places differ by less than this.
pub(crate) const NEAR_CHARS: usize = 8;
/// A query of at most so many characters is a few keywords: whoever types them wants all of them.
pub(crate) const SHORT_QUERY_CHARS: usize = 10;
/// A text that holds nothing of a short query would be taken to hold this share of it.
pub(crate) const LEAST_COVERAGE: f32 = 0.1;
/// The share of the query that one stretch of a text holds in order is raised to this power. A query that is there nearly whole was a sentence half
/// remembered; one that is there in part says nothing that pairs do not.
pub(crate) const IN_ORDER_POWER: i32 = 10;

/// The weights.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weights {
    /// A character of an interrogative word has this share of its idf.
    pub(crate) interrogative: f32,
    /// A character of a function word, and a pair with one, has this share of its idf.
    pub(crate) particle: f32,
    /// A character that is part of the name of a year, a place or a 文种 which columns hold, and a pair with one, has this share of its idf.
    pub(crate) intent_word: f32,
    /// A passage gains this share of its score for each part of the query's intent that its columns meet.
    pub(crate) intent_gain: f32,
    /// A run of Latin letters weighs so many times its idf, since it counts as one character and is several.
    pub(crate) letter_run: f32,
    /// A synonym's character or pair has this share of its weight, so that the word itself ranks higher.
    pub(crate) synonym: f32,
    /// A verbatim hit without any text would keep this share of its score; the share grows evenly to 1 at [`QUOTABLE_CHARS`].
    pub(crate) short_text: f32,
    /// A heading or a title that does not hold the query verbatim keeps this share of its score: it only announces the text below it.
    pub(crate) heading: f32,
    /// The share of a short query's characters that a text holds, by their weights, is raised to this power, and the score multiplied by it.
    pub(crate) coverage_power: f32,
    /// A verbatim hit that holds a short query only as one thing in a list of things keeps this share of its score: 垃圾分类 in 绿色出行、垃圾分类等.
    pub(crate) listed: f32,
    /// A passage of the kind 其他 that does not hold the query verbatim keeps this share of its score: a note that explains a term, a rule.
    pub(crate) other_kind: f32,
    /// The weights of the findings of a close reading.
    pub(crate) findings: Findings,
}

/// The findings of a close reading of a text, or their weights. A finding is a sum over what was found, weighed by how rare it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Findings {
    /// BM25 of the pairs.
    pub(crate) pairs: f32,
    /// BM25 of the single characters: words that share one often mean the same, as 欺诈 and 欺骗 do.
    pub(crate) characters: f32,
    /// The score of the best sentence, by the pairs that it holds and by its length.
    pub(crate) sentence: f32,
    /// The pairs in the opening.
    pub(crate) opening_pairs: f32,
    /// The characters in the opening.
    pub(crate) opening_characters: f32,
    /// The pairs in the best window.
    pub(crate) window: f32,
    /// The pairs whose characters are near each other without being adjacent, or are in reverse order.
    pub(crate) near: f32,
    /// The weight of the query, times the share of it that one stretch holds in order, raised to [`IN_ORDER_POWER`].
    pub(crate) in_order: f32,
    /// The pairs in the headings above the text.
    pub(crate) section_pairs: f32,
    /// The characters in the headings above the text.
    pub(crate) section_characters: f32,
}

/// The weights in use.
pub(crate) const WEIGHTS: Weights = Weights {
    interrogative: 0.3,
    particle: 0.5,
    intent_word: 0.1,
    intent_gain: 1.6,
    letter_run: 2.0,
    synonym: 0.3,
    short_text: 0.6,
    heading: 0.5,
    coverage_power: 0.3,
    listed: 0.8,
    other_kind: 0.75,
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
            self.coverage_power,
            self.listed,
            self.other_kind,
        ];
        let findings = self.findings.named();
        let mut at = 0;
        while at < shares.len() {
            if !(shares[at] > 0.0 && shares[at] <= 1.0) {
                return false;
            }
            at += 1;
        }
        at = 0;
        while at < findings.len() {
            if !is_gain(findings[at].1) {
                return false;
            }
            at += 1;
        }
        is_gain(self.intent_gain) && is_gain(self.letter_run)
    }
}

/// Whether a weight is neither negative nor out of all proportion.
const fn is_gain(weight: f32) -> bool {
    weight >= 0.0 && weight <= 10.0
}

impl Findings {
    /// Each finding with its name for people.
    pub(crate) const fn named(&self) -> [(&'static str, f32); 10] {
        [
            ("pairs of characters", self.pairs),
            ("characters", self.characters),
            ("best sentence", self.sentence),
            ("pairs in the opening", self.opening_pairs),
            ("characters in the opening", self.opening_characters),
            ("best stretch", self.window),
            ("near each other", self.near),
            ("in the query's order", self.in_order),
            ("pairs in headings", self.section_pairs),
            ("characters in headings", self.section_characters),
        ]
    }
}

const _: () = assert!(WEIGHTS.are_in_bounds());
