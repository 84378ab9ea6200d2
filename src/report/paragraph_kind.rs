//! Weighs by the words of a paragraph whether it looks back or plans, and decides whether it owns up to problems or only opens the report.
//!
//! Input: the text of a paragraph. Output: log-odds, and yes or no. `passage_kinds` decides for all paragraphs of a report together.

use super::characters::first_chars;
use super::lines::TextLine;

/// Words of looking back with their weights, and below words of planning. A paragraph counts a word three times at most, and takes the square root of that.
///
/// They are the weights of a logistic regression over 7,617 paragraphs of 130 real government work reports whose headings say what they do (工作回顾,
/// 工作安排). On the half of the reports that did not train them they tell 94 % of single paragraphs rightly. The words at the end of each table, which older
/// reports use, were weighed by hand.
#[rustfmt::skip] // a table of words
const LOOKS_BACK: &[(&str, f32)] = &[
    ("获评", 3.1), ("感谢", 2.7), ("过去", 2.6), ("入选", 2.5), ("成功", 2.4), ("顺利", 2.3), ("获批", 2.2), ("年来", 2.2), ("居全", 2.1), ("累计", 2.0),
    ("荣获", 1.9), ("连续", 1.9), ("一年来", 1.8), ("余", 1.8), ("了", 1.7), ("被", 1.6), ("成绩", 1.5), ("取得", 1.4), ("超过", 1.4), ("首批", 1.3),
    ("得到", 1.3), ("全年", 1.3), ("同比", 1.2), ("圆满", 1.2), ("比上年", 1.2), ("下降", 1.2), ("首个", 1.1), ("率先", 1.1), ("去年", 0.9), ("位列", 0.7),
    ("问题", 0.6), ("开展", 0.4), ("达到", 0.4), ("增长", 0.4),
    ("百分之", 0.5), ("今年以来", 4.0), ("当前", 0.3),
];

#[rustfmt::skip] // a table of words
const PLANS: &[(&str, f32)] = &[
    ("今年", 3.1), ("力争", 2.4), ("左右", 2.3), ("确保", 1.8), ("让", 1.6), ("新的一年", 1.6), ("，要", 1.5), ("。要", 1.5), ("打造", 1.3), ("，提升", 1.2),
    ("们要", 1.2), ("要把", 1.1), ("预期", 1.1), ("抓好", 1.0), ("，支持", 1.0), ("将", 0.9), ("以上", 0.9), ("，建设", 0.9), ("，推动", 0.9), ("谋划", 0.8),
    ("，加强", 0.7), ("引导", 0.7), ("。加快", 0.7), ("，完善", 0.7), ("。深化", 0.6), ("。坚持", 0.6), ("培育", 0.6), ("继续", 0.6), ("坚决", 0.6),
    ("要坚持", 0.5), ("争取", 0.5), ("。推进", 0.5), ("，落实", 0.5), ("努力", 0.5), ("健全", 0.5), ("大力", 0.4), ("做好", 0.4), ("，推进", 0.4),
    ("。全面", 0.4), ("加快", 0.3), ("统筹", 0.3),
    ("必须", 0.7), ("应当", 1.0), ("应该", 1.0), ("明年", 1.5),
];

/// What a figure with a decimal point weighs: results have them, and aims are round.
const DECIMAL_WEIGHT: f32 = 1.7;
/// What is added to every paragraph, so that one without any of these words is as likely to plan as in a report of two equal halves.
const BIAS: f32 = -0.4;
/// How often a word counts in one paragraph.
const MAX_COUNT: usize = 3;

/// Weighs whether a paragraph looks back: the log-odds of that against planning, above 0 where it looks back.
pub(super) fn looks_back(text: &str) -> f32 {
    let weigh = |words: &[(&str, f32)]| -> f32 {
        let weights = words.iter().map(|(word, weight)| {
            let count = text.matches(word).take(MAX_COUNT).count();
            weight * (count as f32).sqrt()
        });
        weights.sum()
    };
    let n_decimals = text
        .as_bytes()
        .windows(3)
        .filter(|three| three[0].is_ascii_digit() && three[1] == b'.' && three[2].is_ascii_digit());
    let n_decimals = n_decimals.take(MAX_COUNT).count() as f32;
    BIAS + weigh(LOOKS_BACK) + DECIMAL_WEIGHT * n_decimals.sqrt() - weigh(PLANS)
}

/// Whether a paragraph opens the plan of a year, so that what stands before it looks back: 今年是…之年, 今年工作的总体要求是, 主要预期目标.
pub(super) fn opens_plan(text: &str) -> bool {
    let head = first_chars(text, 60);
    let says_year = head.contains("年是") && head.contains("之年") && !head.contains("过去");
    let says_aim = [
        "总体要求",
        "总的要求",
        "总体思路",
        "预期目标",
        "指导思想",
        "主要目标",
    ]
    .iter()
    .any(|word| head.contains(word));
    says_year || says_aim
}

/// Words that name problems.
const PROBLEMS: [&str; 10] = [
    "改进和完善",
    "问题",
    "困难",
    "不足",
    "短板",
    "挑战",
    "差距",
    "矛盾",
    "薄弱环节",
    "缺点",
];

/// Words by which the beginning of a paragraph owns up to what it names.
const OWNS_UP: [&str; 20] = [
    "存在",
    "面临",
    "清醒",
    "认识到",
    "看到",
    "正视",
    "不能忽视",
    "不可忽视",
    "不容忽视",
    "突出的是",
    "知道",
    "深知",
    "说明的是",
    "摆在我们面前",
    "需要改进",
    "问题依然",
    "问题仍然",
    "问题主要",
    "问题比较突出",
    "困难主要",
];

/// Words that open a list of problems, also further on.
const LISTS_PROBLEMS: [&str; 6] = [
    "问题和挑战，主要",
    "困难和挑战，主要",
    "困难和问题，主要",
    "问题和困难，主要",
    "问题，主要",
    "困难，主要",
];

/// Words that problems are told in.
const COMPLAINTS: [&str; 32] = [
    "不足",
    "不强",
    "不够",
    "不平衡",
    "不充分",
    "不优",
    "不高",
    "不大",
    "不快",
    "不深",
    "不实",
    "不到位",
    "不合理",
    "不适应",
    "不完善",
    "短板",
    "依然",
    "仍然",
    "有待",
    "压力",
    "薄弱",
    "困难",
    "滞后",
    "偏低",
    "偏小",
    "偏弱",
    "差距",
    "不少",
    "还不",
    "缺乏",
    "矛盾",
    "突出",
];

/// How many characters of a paragraph are its beginning, in which it owns up.
const BEGINNING_CHARS: usize = 110;
/// How often a paragraph that owns up complains at least.
const MIN_COMPLAINTS: usize = 3;

/// Whether a paragraph owns up to problems: 也清醒地认识到…问题, 还面临不少困难和挑战，主要是…. One that only wants them solved does not complain as often.
pub(super) fn owns_up(text: &str) -> bool {
    let has = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    let near = first_chars(text, BEGINNING_CHARS);
    let far = first_chars(text, 2 * BEGINNING_CHARS);
    let names_problems = has(near, &PROBLEMS);
    // 清醒 is hardly said for anything else.
    let is_plain = near.contains("清醒") && has(near, &["认识到", "看到", "知道", "意识到"]);
    let min_complaints = if is_plain && names_problems {
        1
    } else if is_plain || names_problems && has(near, &OWNS_UP) {
        MIN_COMPLAINTS
    } else if has(far, &LISTS_PROBLEMS) {
        2 * MIN_COMPLAINTS
    } else {
        return false;
    };
    n_complaints(text) >= min_complaints && looks_back(text) > -6.0
}

/// Whether a paragraph goes on with the problems that the one before it owns up to.
pub(super) fn complains(text: &str) -> bool {
    n_complaints(text) > MIN_COMPLAINTS && looks_back(text) > -3.0
}

fn n_complaints(text: &str) -> usize {
    COMPLAINTS
        .iter()
        .map(|word| text.matches(word).count())
        .sum()
}

/// Whether a line only opens a report to an assembly: the salutation, the speaker, the day, and 现在，我代表…报告工作，请予审议.
pub(super) fn is_opening(line: &TextLine<'_>) -> bool {
    let text = line.text;
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let asks = has(&[
        "审议",
        "审查",
        "报告工作",
        "作政府工作报告",
        "作工作报告",
        "提出意见",
    ]);
    let speaks = has(&["我代表", "我受", "现在", "我向", "下面"]);
    line.is_salutation()
        || line.is_session()
        || line.is_speaker()
        || asks && speaks && line.n_chars <= 150
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_results_from_aims() {
        let result = "建成了12所学校，新增学位8000个，同比增长5.2%，成功入选全国试点。";
        let aim = "今年要加快学校建设，确保新增学位8000个以上，力争入选全国试点。";
        assert!(looks_back(result) > 3.0, "{}", looks_back(result));
        assert!(looks_back(aim) < -3.0, "{}", looks_back(aim));
        assert!(looks_back("教师队伍").abs() < 1.0);
    }

    #[test]
    fn a_paragraph_may_own_up_to_problems() {
        for text in [
            "同时，我们清醒地看到，学位供给还有不少困难，城乡之间仍然不平衡，投入依然不足。",
            "当前，我区教育发展还面临诸多困难和挑战，主要是：优质资源不足，教师结构不优，乡村学校基础薄弱。",
            "需向各位代表说明的是，个别指标低于预期。经济结构还不合理，民生短板依然不少，财政压力加大，这些问题不容忽视。",
        ] {
            assert!(owns_up(text), "{text}");
        }
        for text in [
            "保持清醒头脑，扎实工作。",
            "聚焦群众反映的突出问题，着力补短板，确保今年全面完成整改，让群众满意。",
        ] {
            assert!(!owns_up(text), "{text}");
        }
    }

    #[test]
    fn a_plan_opens_with_its_year_or_its_aims() {
        assert!(opens_plan("2024年是实施“十四五”规划的关键之年。"));
        assert!(opens_plan("今年工作的总体要求是：坚持稳中求进。"));
        assert!(!opens_plan("2023年是极不平凡的一年。"));
    }
}
