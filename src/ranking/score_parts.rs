//! Names the parts that a passage's score is made of, and adds them up.
//!
//! Input: the findings of a close reading, each times its weight. Output: the sum, and its parts for `--explain`.

use super::weights::Findings;

/// The parts of one passage's score.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScoreParts {
    /// Each finding times its weight.
    pub(crate) weighed: Findings,
    /// The sum is multiplied by this share, for what the passage is: its length, its role, and whether its columns meet the query's intent.
    pub(crate) share: f32,
}

impl ScoreParts {
    /// The score.
    pub(crate) fn score(&self) -> f32 {
        let parts = self.named().into_iter();
        self.share * parts.map(|(_, value)| value).sum::<f32>()
    }

    /// Each part with its name.
    pub(crate) fn named(&self) -> [(&'static str, f32); 10] {
        self.weighed.named()
    }
}
