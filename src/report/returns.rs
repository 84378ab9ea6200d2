//! Finds where a text returns from a section to the part around it, without a heading that says so.
//!
//! Input: the lines, and the headings among them. Output: how far a paragraph returns. Thanks, problems and the last exhortation of a part stand behind its
//! （九） and are not of it. 各位代表 alone does not decide, since it is said inside sections too.

use super::characters::first_chars;
use super::lines::TextLine;
use super::outline::heading_form::HeadingForm;
use super::outline::headings::Entry;
use super::paragraph_kind::{opens_plan, owns_up};

/// Finds the lines where the text returns from a list of run-in headings to the section above it: each heading of the list
/// has one paragraph, and the last is followed by another.
pub(super) fn ends_of_lists(lines: &[TextLine<'_>], entries: &[Entry<'_>]) -> Vec<usize> {
    let mut returns = Vec::new();
    let mut n_alike = 0;
    for (nth, entry) in entries.iter().enumerate() {
        let before = nth.checked_sub(1).map(|before| &entries[before]);
        let is_alike = entry.form == HeadingForm::RunIn
            && before.is_some_and(|b| {
                b.depth == entry.depth && b.form == HeadingForm::RunIn && b.at + 1 == entry.at
            });
        n_alike = if is_alike { n_alike + 1 } else { 0 };
        let next = entries.get(nth + 1);
        let goes_on = next.is_some_and(|next| next.at == entry.at + 1 || next.depth >= entry.depth);
        if entry.form == HeadingForm::RunIn
            && n_alike >= 2
            && entry.depth > 1
            && !goes_on
            && entry.at + 1 < lines.len()
        {
            returns.push(entry.at + 1);
        }
    }
    returns
}

/// Whether a paragraph returns to the part around the section of the heading `entries[current]`. It does where it speaks of the whole part, and no heading of
/// the same list follows.
pub(super) fn returns_to_part(line: &TextLine<'_>, entries: &[Entry<'_>], current: usize) -> bool {
    let depth = entries[current].depth;
    let goes_on = entries
        .get(current + 1)
        .is_some_and(|next| next.depth >= depth);
    if depth == 1 || goes_on {
        return false;
    }
    let is_bare = line.is_salutation();
    let of_government =
        n_in(entries[current].text, &OF_GOVERNMENT) > 0 || entries[current].text.contains("政府");
    is_bare || speaks_of_part(line.text) || !of_government && speaks_of_government(line.text)
}

/// Whether a paragraph turns to the assembly again.
fn addresses(text: &str) -> bool {
    ["各位代表", "各位主任、委员", "同志们！", "同志们，"]
        .iter()
        .any(|words| text.starts_with(words))
}

/// How many characters of a paragraph say what it speaks of.
const BEGINNING_CHARS: usize = 120;

/// Words of thanks, of the year as a whole, and of exhortation.
#[rustfmt::skip] // a table of words
const OF_WHOLE: [&str; 26] = [
    "成绩", "成就", "来之不易", "感谢", "敬意", "致敬", "过去一年", "过去的一年", "一年来", "五年来", "回顾", "让我们", "新的一年", "新征程", "谱写", "奋力",
    "奋斗", "使命", "蓝图", "展望", "目标已", "任务已", "时代", "团结", "号召", "以上",
];

/// Words of what a government says of itself at the end of a part.
#[rustfmt::skip] // a table of words
const OF_GOVERNMENT: [&str; 16] = [
    "自身建设", "从严治党", "党风廉政", "法治政府", "廉洁政府", "忠诚政府", "服务政府", "高效政府", "两个确立", "两个维护", "依法行政", "作风建设", "形式主义", "过紧日子",
    "八项规定", "人民满意",
];

/// Lines of work that a report mentions together at the end of a part.
#[rustfmt::skip] // a table of words
const OTHER_WORK: [&str; 20] = [
    "国防", "双拥", "退役军人", "民族", "宗教", "侨务", "外事", "港澳", "对台", "统计", "气象", "档案", "史志", "地方志", "工会", "妇女", "共青团", "残疾人", "红十字",
    "人防",
];

/// Whether a paragraph says of the government itself what stands at the end of a part.
fn speaks_of_government(text: &str) -> bool {
    let min = if addresses(text) { 1 } else { 2 };
    n_in(first_chars(text, BEGINNING_CHARS), &OF_GOVERNMENT) >= min
}

fn n_in(text: &str, words: &[&str]) -> usize {
    words.iter().filter(|word| text.contains(**word)).count()
}

/// Whether a paragraph speaks of the whole part: it owns up to problems, opens the plan, names many other lines of work, thanks or exhorts.
fn speaks_of_part(text: &str) -> bool {
    let beginning = first_chars(text, BEGINNING_CHARS);
    let thanks = [
        "感谢",
        "崇高的敬意",
        "崇高敬意",
        "来之不易",
        "成绩的取得",
        "让我们",
    ];
    owns_up(text)
        || opens_plan(text)
        || ["实现上述目标", "完成上述目标", "做好上述工作", "完成以上"]
            .iter()
            .any(|word| text.starts_with(word))
        || n_in(beginning, &OTHER_WORK) >= 4
        || thanks.iter().any(|word| text.contains(word)) && n_in(beginning, &OF_WHOLE) > 0
        || addresses(text) && n_in(beginning, &OF_WHOLE) >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thanks_problems_and_exhortations_are_of_the_part() {
        for text in [
            "各位代表！一年来的成绩来之不易，凝聚着全区人民的心血。",
            "我们也清醒地看到，发展中还存在不少问题，短板依然突出。",
            "此外，国防动员、民族宗教、外事侨务、气象、档案等工作取得新进步。",
        ] {
            assert!(speaks_of_part(text), "{text}");
        }
        for text in [
            "各位代表，民生无小事。我们将办好十件实事。",
            "各位代表，抓项目就是抓发展，全年实施重点项目三百个。",
        ] {
            assert!(!speaks_of_part(text), "{text}");
        }
    }
}
