//! Decides the kind of every passage: by the heading it stands under, and where headings are silent by what the paragraphs do.
//!
//! Input: the passages, and what their headings say. Output: the [`Kind`] of each. A report looks back first and plans then, so its paragraphs are a
//! chain of two states. The likeliest chain is found by dynamic programming (Viterbi, Error Bounds for Convolutional Codes, 1967): the words of a paragraph
//! weigh for a state, and a change of state costs, less between two parts than within a section, and more from planning back to looking back. A heading that
//! says what its section does decides. A paragraph that owns up to problems is 问题 where it stands among those that look back.

use super::kind::Kind;
use super::paragraph_kind::{complains, looks_back, opens_plan, owns_up};
use super::sections::HeadingKind;

/// What is known of a paragraph before its kind is decided.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paragraph<'a> {
    /// Its text.
    pub(super) text: &'a str,
    /// What the headings that it stands under say.
    pub(super) heading: HeadingKind,
    /// The innermost heading that it stands under, as a number; `None` before the first.
    pub(super) section: Option<usize>,
    /// The outermost heading that it stands under.
    pub(super) part: Option<usize>,
    /// Whether it goes on with a list that a paragraph before it opens: 一是, 第二，.
    pub(super) is_item: bool,
}

/// A state of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Back = 0,
    Ahead = 1,
}

/// No word of a paragraph weighs more than this together, so that one paragraph does not decide over many.
const MAX_WEIGHT: f32 = 4.0;
/// What a heading weighs that only names a year, or the kind of the whole report where it says one.
const LEANING_WEIGHT: f32 = 3.0;
/// What it weighs that a paragraph opens the plan, or owns up to problems.
const TURN_WEIGHT: f32 = 4.0;
/// What a change of state costs: from looking back to planning, and the other way.
const WITHIN_SECTION: [f32; 2] = [5.0, 9.0];
const WITHIN_PART: [f32; 2] = [4.0, 9.0];
const BETWEEN_PARTS: [f32; 2] = [1.0, 8.0];
/// What it costs to look back in a part after the one that owned up to problems.
const BACK_AFTER_PROBLEMS: f32 = 6.0;

/// Decides the kinds of the paragraphs of a report, in their order. `of_report` is what the kind of the report (文种) says.
pub(super) fn kinds(paragraphs: &[Paragraph<'_>], of_report: Option<Kind>) -> Vec<Kind> {
    let is_problem: Vec<bool> = paragraphs.iter().map(|one| owns_up(one.text)).collect();
    let states = likeliest(paragraphs, &is_problem, of_report);
    let mut kinds: Vec<Kind> = Vec::with_capacity(paragraphs.len());
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let before = at.checked_sub(1);
        let is_after_problem = before.is_some_and(|before| {
            kinds[before] == Kind::问题 && paragraphs[before].section == paragraph.section
        });
        let goes_on = is_after_problem && (paragraph.is_item || complains(paragraph.text));
        let kind = match (paragraph.heading, states[at]) {
            (HeadingKind::Says(kind @ (Kind::问题 | Kind::其他)), _) => kind,
            (_, State::Back) if is_problem[at] || goes_on => Kind::问题,
            (_, State::Back) => Kind::总结,
            (_, State::Ahead) => Kind::计划,
        };
        kinds.push(kind);
    }
    kinds
}

/// Finds the likeliest chain of states.
fn likeliest(
    paragraphs: &[Paragraph<'_>],
    is_problem: &[bool],
    of_report: Option<Kind>,
) -> Vec<State> {
    const STATES: [State; 2] = [State::Back, State::Ahead];
    // By paragraph and state: the weight of the best chain that ends there, and the state before it.
    let mut best: Vec<[(f32, State); 2]> = Vec::with_capacity(paragraphs.len());
    let mut problems_in: Option<Option<usize>> = None;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let before = at.checked_sub(1);
        let own = weights(paragraph, is_problem[at], of_report);
        let costs = match before.map(|before| &paragraphs[before]) {
            None => [0.0, 0.0],
            Some(_) if before.is_some_and(|before| is_problem[before]) => [0.0, BETWEEN_PARTS[1]],
            Some(before) if before.part != paragraph.part => BETWEEN_PARTS,
            Some(before) if before.section != paragraph.section => WITHIN_PART,
            Some(_) => WITHIN_SECTION,
        };
        let too_late = problems_in.is_some_and(|part| part != paragraph.part);
        best.push(STATES.map(|state| {
            let mut weight = own[state as usize];
            if state == State::Back && too_late {
                weight -= BACK_AFTER_PROBLEMS;
            }
            let Some(before) = before.map(|before| best[before]) else {
                return (weight, state);
            };
            let through = |from: State| {
                let cost = if from == state {
                    0.0
                } else {
                    costs[from as usize]
                };
                before[from as usize].0 - cost
            };
            let from = match through(State::Back) >= through(State::Ahead) {
                true => State::Back,
                false => State::Ahead,
            };
            (weight + through(from), from)
        }));
        if is_problem[at] {
            problems_in = Some(paragraph.part);
        } else if too_late {
            problems_in = None;
        }
    }
    let mut states = vec![State::Back; paragraphs.len()];
    let mut next = best.last().map(|last| match last[0].0 >= last[1].0 {
        true => State::Back,
        false => State::Ahead,
    });
    for at in (0..paragraphs.len()).rev() {
        if let Some(state) = next {
            states[at] = state;
            next = Some(best[at][state as usize].1);
        }
    }
    states
}

/// What a paragraph weighs for each state. A heading that says what its section does weighs more than everything else together.
fn weights(paragraph: &Paragraph<'_>, is_problem: bool, of_report: Option<Kind>) -> [f32; 2] {
    const DECIDES: f32 = 1e6;
    let leaning = |kind: Kind| match kind {
        Kind::总结 | Kind::问题 => LEANING_WEIGHT,
        Kind::计划 => -LEANING_WEIGHT,
        Kind::其他 => 0.0,
    };
    let mut back = match paragraph.heading {
        HeadingKind::Says(Kind::总结 | Kind::问题) => return [DECIDES, 0.0],
        HeadingKind::Says(Kind::计划) => return [0.0, DECIDES],
        HeadingKind::Says(Kind::其他) => return [0.0, 0.0],
        HeadingKind::Leans(kind) => leaning(kind),
        HeadingKind::Silent => of_report.map_or(0.0, leaning),
    };
    back += looks_back(paragraph.text).clamp(-MAX_WEIGHT, MAX_WEIGHT);
    if is_problem {
        back += TURN_WEIGHT;
    } else if opens_plan(paragraph.text) {
        back -= TURN_WEIGHT;
    }
    [back / 2.0, -back / 2.0]
}

#[cfg(test)]
mod tests {
    use super::*;

    const RESULT: &str = "建成了12所学校，新增学位8000个，同比增长5.2%，成功入选全国试点。";
    const PROBLEM: &str = "我们也清醒地看到，还存在不少问题，优质学位不足，乡村学校依然薄弱。";
    const AIM: &str = "今年要加快学校建设，确保新增学位8000个以上，力争入选全国试点。";
    const NEITHER: &str = "教师队伍。";

    fn check(texts: &[(&str, HeadingKind, usize)], of_report: Option<Kind>, expected: &[Kind]) {
        let paragraphs = texts.iter().map(|&(text, heading, part)| Paragraph {
            text,
            heading,
            section: Some(part),
            part: Some(part),
            is_item: text.starts_with("一是"),
        });
        let paragraphs: Vec<Paragraph<'_>> = paragraphs.collect();
        assert_eq!(kinds(&paragraphs, of_report), expected);
    }

    #[test]
    fn paragraphs_decide_where_headings_are_silent() {
        let silent = HeadingKind::Silent;
        check(
            &[
                (RESULT, silent, 0),
                (NEITHER, silent, 0),
                (PROBLEM, silent, 0),
                (AIM, silent, 0),
                (NEITHER, silent, 1),
            ],
            None,
            &[Kind::总结, Kind::总结, Kind::问题, Kind::计划, Kind::计划],
        );
    }

    #[test]
    fn a_heading_decides_over_the_words() {
        let (back, ahead) = (HeadingKind::Says(Kind::总结), HeadingKind::Says(Kind::计划));
        check(
            &[
                (AIM, back, 0),
                (PROBLEM, back, 0),
                ("一是学位。", back, 0),
                (RESULT, ahead, 1),
                (PROBLEM, ahead, 1),
            ],
            None,
            &[Kind::总结, Kind::问题, Kind::问题, Kind::计划, Kind::计划],
        );
    }

    #[test]
    fn the_kind_of_the_report_decides_where_words_do_not() {
        let silent = HeadingKind::Silent;
        check(&[(NEITHER, silent, 0)], Some(Kind::计划), &[Kind::计划]);
        check(&[(NEITHER, silent, 0)], Some(Kind::总结), &[Kind::总结]);
    }
}
