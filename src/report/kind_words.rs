//! Decides by its words whether a heading or a report kind looks back, plans, or owns up to problems.
//!
//! Input: a heading or a report kind (文种). Output: its [`Kind`], where its own words say one. What a section
//! hands down to those below it is reckoned in `sections`.

use super::kind::Kind;

#[rustfmt::skip] // a table of words
const LOOKS_BACK: &[&str] = &[
    "总结", "回顾", "完成情况", "工作情况", "开展情况", "进展情况", "落实情况", "主要工作成效", "工作成效", "主要成绩", "取得的成绩",
    "主要做法", "主要成效", "履职情况", "基本情况", "五年来的", "过去一年", "过去五年", "办理情况", "小结", "工作进展", "主要成果",
    "工作成果", "主要成就", "工作亮点", "取得成效", "取得的成效", "工作及成效", "工作和成效", "开展的工作", "所做的工作", "完成的工作",
];

#[rustfmt::skip] // a table of words
const PLANS: &[&str] = &[
    "计划", "安排", "打算", "要点", "任务", "思路", "目标", "下半年", "下一步", "今后", "展望", "前景", "规划", "工作重点", "重点工作",
    "总体要求", "指导思想", "建议", "对策", "措施", "下步", "下一阶段", "下阶段", "考虑", "努力方向", "明年", "来年", "设想", "谋划",
];

const PROBLEMS: &[&str] = &["问题", "不足", "困难", "短板", "薄弱环节", "差距", "有待"];

/// Words of a heading that means to solve problems, not to own up to them.
const SOLVES: &[&str] = &[
    "解决",
    "化解",
    "破解",
    "补齐",
    "补短板",
    "整改",
    "聚焦",
    "着力",
    "加快",
    "加强",
    "推进",
    "克服",
    "关注",
    "回应",
    "针对",
    "瞄准",
    "治理",
    "提升",
    "强化",
    "对标",
    "找差距",
    "消除",
    "缩小",
    "攻克",
    "办好",
    "突破",
    "缩",
    "弥合",
    "缓解",
    "减少",
    "把",
    "抓",
];

/// Words that may follow on a problem word where it names problems: 困难和挑战, 不足之处, 问题分析. Anything else says something of
/// the problems, or makes another word of it: 差距缩下去, 困难学生, 问题导向.
const AFTER_A_NAME: &[&str] = &[
    "和", "与", "及", "以及", "、", "之处", "弱项", "分析", "剖析", "原因", "清单", "（", "(",
];

/// Words by which a heading owns up to problems whatever verb stands beside them: 还需要解决的问题
const OWNS_UP: &[&str] = &[
    "存在",
    "面临",
    "正视",
    "还需",
    "需要",
    "有待",
    "亟待",
    "亟需",
    "尚待",
    "主要问题",
    "问题与不足",
    "问题和不足",
];

/// Decides what a heading of the first depth says of its section.
pub(super) fn of_heading(heading: &str) -> Option<Kind> {
    let has = |words: &[&str]| words.iter().any(|word| heading.contains(word));
    let (looks_back, plans) = (has(LOOKS_BACK), has(PLANS));
    // 热点难点问题的办理情况 looks back on problems that were dealt with.
    let is_dealt_with = (has(SOLVES) || heading.ends_with("情况")) && !has(OWNS_UP);
    let is_named = has(OWNS_UP) && has(PROBLEMS) || names_problems(heading);
    if is_named && !is_dealt_with && !heading.contains("关于") {
        return Some(Kind::问题);
    }
    match (looks_back, plans) {
        (true, false) => Some(Kind::总结),
        (false, true) if is_past(heading) => Some(Kind::总结),
        (false, true) => Some(Kind::计划),
        // 2023年工作回顾和2024年安排: the first word tells what comes first.
        (true, true) => {
            let first = |words: &[&str]| words.iter().filter_map(|w| heading.find(w)).min();
            Some(if first(LOOKS_BACK) < first(PLANS) {
                Kind::总结
            } else {
                Kind::计划
            })
        }
        (false, false) if heading.ends_with("情况") => Some(Kind::总结),
        (false, false) => None,
    }
}

/// Whether a clause of a heading ends in the name of problems, or goes on with what belongs to it.
fn names_problems(heading: &str) -> bool {
    let mut clauses = heading.split(['，', ',', '；', ';', '：', ':', '。', ' ', '\u{3000}']);
    clauses.any(|clause| {
        PROBLEMS.iter().any(|word| {
            let mut found = clause.match_indices(word);
            found.any(|(at, _)| {
                let after = &clause[at + word.len()..];
                after.is_empty() || AFTER_A_NAME.iter().any(|next| after.starts_with(next))
            })
        })
    })
}

/// Whether plan words speak of what is done: 圆满完成全年任务, 主要工作任务完成, 上半年重点工作.
fn is_past(heading: &str) -> bool {
    let done = ["圆满完成", "任务完成", "完成了"];
    let times = ["上半年", "前三季度", "今年以来", "一季度以来"];
    done.iter().any(|word| heading.contains(word))
        || times.iter().any(|time| heading.contains(time)) && !heading.contains("下半年")
}

/// Whether a heading stands over a part that looks back and then plans: 1998年工作回顾和1999年工作的总体要求.
pub(super) fn looks_back_and_plans(heading: &str) -> bool {
    let last = |words: &[&str]| words.iter().filter_map(|word| heading.rfind(word)).max();
    let back = ["回顾", "总结", "完成情况", "成就", "成绩"];
    let plans = [
        "安排",
        "打算",
        "总体要求",
        "任务",
        "目标",
        "计划",
        "方针",
        "建议",
        "要点",
        "部署",
    ];
    let joins = ["和", "与", "及", "、", "，"];
    last(&back).zip(last(&plans)).is_some_and(|(back, plan)| {
        back < plan && joins.iter().any(|word| heading[back..plan].contains(word))
    })
}

/// Decides what a heading of a lower depth says of its section. Deeper headings speak of measures, in which 计划, 目标 and
/// 任务 are things, so that only plain words for looking back and for problems count.
pub(super) fn of_lower_heading(heading: &str) -> Option<Kind> {
    let short = heading.chars().count() <= 20;
    let kind = of_heading(heading)?;
    let ends = |words: &[&str]| words.iter().any(|word| heading.ends_with(word));
    let tells = match kind {
        Kind::总结 => ends(LOOKS_BACK),
        Kind::计划 => ends(&[
            "工作计划",
            "工作安排",
            "工作打算",
            "下一步工作",
            "工作思路",
            "工作要点",
            "重点工作",
        ]),
        // （一）入学难问题 is what a section is about, not what it owns up to.
        Kind::问题 => [
            "存在",
            "面临",
            "不足",
            "主要问题",
            "问题与",
            "问题和",
            "问题及",
            "困难和",
            "困难与",
        ]
        .iter()
        .any(|word| heading.contains(word)),
        Kind::其他 => false,
    };
    (short && tells).then_some(kind)
}

/// Whether a report kind is that of a statute or a rule, which neither reports nor plans.
pub(super) fn is_statute(report_kind: &str) -> bool {
    let endings = ["条例", "办法", "规定", "细则", "规则", "章程", "决定", "法"];
    endings.iter().any(|ending| report_kind.ends_with(ending))
}

/// Decides what the report kind says of a report.
pub(super) fn of_report_kind(report_kind: &str) -> Option<Kind> {
    let looks_back = [
        "总结",
        "小结",
        "汇报",
        "回顾",
        "述职报告",
        "情况报告",
        "年度报告",
    ];
    if looks_back.iter().any(|word| report_kind.contains(word)) {
        return Some(Kind::总结);
    }
    let plans = [
        "要点", "计划", "安排", "打算", "思路", "规划", "方案", "纲要", "重点", "任务",
    ];
    plans
        .iter()
        .any(|word| report_kind.contains(word))
        .then_some(Kind::计划)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_look_back_plan_or_own_up() {
        assert_eq!(of_heading("一、2022年工作回顾"), Some(Kind::总结));
        assert_eq!(of_heading("二、下半年重点工作"), Some(Kind::计划));
        assert_eq!(of_heading("三、存在的主要问题"), Some(Kind::问题));
        assert_eq!(of_heading("四、深化改革"), None);
    }

    #[test]
    fn a_heading_that_solves_problems_owns_up_to_none() {
        assert_eq!(of_heading("四、着力解决家长关心的难点问题"), None);
        assert_eq!(of_heading("一、对标先进找差距"), None);
        assert_eq!(of_heading("三、热点难点问题的办理情况"), Some(Kind::总结));
        assert_eq!(of_heading("三、还需要解决的问题"), Some(Kind::问题));
        for heading in [
            "四、抓均衡、促公平，把差距缩下去",
            "四、缩小城乡差距",
            "五、破解入学难题，化解大班额问题",
            "三、困难学生资助",
            "三、坚持问题导向，抓整改",
        ] {
            assert_ne!(of_heading(heading), Some(Kind::问题), "{heading}");
        }
        for heading in [
            "三、主要问题",
            "三、问题与不足",
            "三、当前的困难和挑战",
            "三、不足之处",
            "三、存在的差距",
            "三、问题与短板，及改进措施",
            "二、短板弱项",
            "三、工作中的困难、问题。",
        ] {
            assert_eq!(of_heading(heading), Some(Kind::问题), "{heading}");
        }
        assert_eq!(of_heading("七、正视差距，找准努力方向"), Some(Kind::问题));
    }
}
