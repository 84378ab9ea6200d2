//! Finds near-duplicates: texts that are nearly the same as one seen before.
//!
//! Two texts are nearly the same where they share seven tenths of all their shingles, the runs of three folded characters: their resemblance
//! (Broder, On the resemblance and containment of documents, 1997), here over whole sets instead of sketches, since only what is shown is
//! compared. In a text of some length every figure counts as the same character, so the paragraph of one year and that of the next with other figures are
//! near-duplicates. `arrangement.rs` decides what becomes of a near-duplicate.

use std::collections::HashMap;

use crate::analysis::fold_char;

/// The number of characters of a shingle.
const SHINGLE_CHARS: usize = 3;
/// Near-duplicates have at least this resemblance. A sentence of fifty characters with one figure changed has .8, one with a clause more has .6.
const MIN_RESEMBLANCE: f32 = 0.7;
/// Characters that negate a statement or give it its direction. Texts that differ in how often they hold one of them do not say the same.
const NEGATIONS_AND_DIRECTIONS: &str = "不未无没非否升降增减高低多少优劣";
/// All figures count as the same in a text that has so many other characters. In a row of a table the figures are what matters.
const MIN_WORDED_CHARS: usize = 20;
/// Stands for a figure.
const FIGURE: char = '0';

/// The texts seen so far, by their shingles.
#[derive(Default)]
pub(super) struct SeenTexts {
    /// For each shingle, the texts that hold it.
    holders: HashMap<[char; SHINGLE_CHARS], Vec<usize>>,
    /// For each text, how many shingles it has, and how often it holds each of [`NEGATIONS_AND_DIRECTIONS`].
    texts: Vec<(usize, Vec<usize>)>,
}

/// The shingles of a text, each once.
pub(super) struct Shingles {
    shingles: Vec<[char; SHINGLE_CHARS]>,
    n_directing: Vec<usize>,
}

impl Shingles {
    /// Cuts a text into its shingles.
    pub(super) fn of(text: impl Iterator<Item = char>) -> Shingles {
        let mut folded: Vec<char> = text.filter_map(fold_char).collect();
        let count = |directing: char| folded.iter().filter(|c| **c == directing).count();
        let n_directing = NEGATIONS_AND_DIRECTIONS.chars().map(count).collect();
        let worded = without_figures(&folded);
        if worded.iter().filter(|c| **c != FIGURE).count() >= MIN_WORDED_CHARS {
            folded = worded;
        }
        while folded.len() < SHINGLE_CHARS {
            folded.push('\0');
        }
        let windows = folded.windows(SHINGLE_CHARS);
        let mut shingles: Vec<[char; SHINGLE_CHARS]> = windows
            .filter_map(|window| window.try_into().ok())
            .collect();
        shingles.sort_unstable();
        shingles.dedup();
        Shingles {
            shingles,
            n_directing,
        }
    }
}

/// Puts [`FIGURE`] in the place of each figure: a run of digits with their separators, or a run of two Chinese numerals or more (一 alone is a word).
fn without_figures(text: &[char]) -> Vec<char> {
    let mut worded = Vec::new();
    let mut rest = text;
    while let Some((&first, after)) = rest.split_first() {
        let n_run = |is_part: fn(&char) -> bool| rest.iter().take_while(|c| is_part(c)).count();
        let n_figure = match (first.is_ascii_digit(), n_run(is_numeral)) {
            (true, _) => n_run(|c| c.is_ascii_digit() || ".,%".contains(*c)),
            (false, n_numerals @ 2..) => n_numerals,
            _ => 0,
        };
        worded.push(if n_figure > 0 { FIGURE } else { first });
        rest = rest
            .get(n_figure..)
            .filter(|_| n_figure > 0)
            .unwrap_or(after);
    }
    worded
}

fn is_numeral(c: &char) -> bool {
    "零〇一二三四五六七八九十百千万亿两".contains(*c)
}

impl SeenTexts {
    /// Gives the number, from 0, of the text seen before that `text` resembles most, among those that pass a test; `None` where none is near enough.
    pub(super) fn find(&self, text: &Shingles, passes: impl Fn(usize) -> bool) -> Option<usize> {
        let mut n_shared: HashMap<usize, usize> = HashMap::new();
        for shingle in &text.shingles {
            for &holder in self.holders.get(shingle).into_iter().flatten() {
                *n_shared.entry(holder).or_default() += 1;
            }
        }
        let tested = n_shared.into_iter().filter(|(holder, _)| passes(*holder));
        let resembling = tested.filter_map(|(holder, n_shared)| {
            let (n_shingles, n_directing) = &self.texts[holder];
            let n_all = n_shingles + text.shingles.len() - n_shared;
            let resemblance = n_shared as f32 / n_all as f32;
            let is_near = resemblance >= MIN_RESEMBLANCE && *n_directing == text.n_directing;
            is_near.then_some((holder, resemblance))
        });
        let best = resembling.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        best.map(|(holder, _)| holder)
    }

    /// Adds a text. Texts are numbered in the order in which they are added.
    pub(super) fn add(&mut self, text: Shingles) {
        let number = self.texts.len();
        self.texts.push((text.shingles.len(), text.n_directing));
        for shingle in text.shingles {
            self.holders.entry(shingle).or_default().push(number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "推进教师“区管校聘”管理改革，全年交流轮岗教师三百二十人，其中骨干教师六十五人，办学活力进一步激发。";

    fn found(texts: &[&str], text: &str) -> Option<usize> {
        let mut seen = SeenTexts::default();
        texts
            .iter()
            .for_each(|text| seen.add(Shingles::of(text.chars())));
        seen.find(&Shingles::of(text.chars()), |_| true)
    }

    #[test]
    fn a_text_with_a_figure_changed_or_marks_dropped_is_nearly_the_same() {
        let changed = TEXT.replace("六十五", "七十一").replace(['“', '”'], "");
        assert_eq!(found(&["课后服务全覆盖。", TEXT], &changed), Some(1));
    }

    #[test]
    fn a_text_with_all_its_figures_changed_is_nearly_the_same() {
        let text = "全区学校3所，新增学位4,120个，教师320人，骨干65人，投入1.2亿元，增长15.5%，惠及两千三百户。";
        let changed = "全区学校12所，新增学位980个，教师1,406人，骨干207人，投入9,870万元，增长3%，惠及八百五十户。";
        assert_eq!(found(&[text], changed), Some(0));
    }

    #[test]
    fn a_text_that_says_the_opposite_is_another() {
        let text =
            "全区群众对教育工作的满意度达到百分之九十五，比上年提升三个百分点，位居全市前列。";
        for opposite in [
            text.replace("达到", "未达到"),
            text.replace("提升", "下降"),
            text.replace("达到", "没有达到"),
        ] {
            assert_eq!(found(&[text], &opposite), None, "{opposite}");
        }
    }

    #[test]
    fn rows_of_figures_are_each_their_own() {
        assert_eq!(
            found(&["青禾区 2021 320 65 12"], "青禾区 2022 987 71 30"),
            None
        );
    }

    #[test]
    fn a_text_with_a_sentence_more_is_another() {
        let longer = format!(
            "{TEXT}同时，区教育局对新任校长逐一约谈，并组织骨干教师到乡村学校开展送教活动。"
        );
        assert_eq!(found(&[TEXT], &longer), None);
    }

    #[test]
    fn short_texts_are_the_same_where_all_of_them_is() {
        assert_eq!(found(&["校聘"], "“校聘”"), Some(0));
        assert_eq!(
            found(&["（一）加强教师队伍建设"], "（二）加强教师队伍建设"),
            None
        );
        assert_eq!(found(&[""], ""), Some(0));
    }

    #[test]
    fn of_several_the_nearest_is_taken() {
        let changed = TEXT.replace("进一步", "持续");
        assert_eq!(found(&[&changed, TEXT], TEXT), Some(1));
    }
}
