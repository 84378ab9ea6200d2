//! Punctuation that ends a sentence: the one table of it.
//!
//! Input: a character, as written or folded. Output: whether a sentence ends there. Snippets, wildcards, the close reading of a passage
//! and the recognition of headings ask this.

/// Tells whether a character ends a sentence or a clause as long as one. It may be full width, as in Chinese text, or half width, as
/// folding makes it; 。 has no half-width form.
pub fn is_sentence_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '!' | '?' | ';')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::normalize::fold_char;

    #[test]
    fn folding_changes_no_sentence_end() {
        for c in "。！？；!?;，、：,.:…）教a".chars() {
            let folded = fold_char(c).unwrap_or(c);
            assert_eq!(is_sentence_end(c), is_sentence_end(folded), "{c}");
        }
    }
}
