//! Notices, plans over several years, statutes and notes are read for what they are, as governments publish them.

use xunzhang::corpus::SourceText;
use xunzhang::report::{Kind, Report, Role, read};

fn report(text: &str) -> Report {
    read(&SourceText::new("a.txt", text))
}

#[test]
fn a_notice_tells_its_title_its_number_and_its_issuer() {
    let read = report(
        "【法宝引证码】CLI.12.1234567\n\
         原文链接：http://example.com/a\n\
         云岭省人民政府办公厅关于印发云岭省教育发展规划的通知\n\
         （云政办秘〔2021〕82号）\n\
         各市、县人民政府：\n\
         经省政府同意，现将规划印发给你们，请认真贯彻执行。\n\
         一、发展基础\n\
         教育事业取得新成效。\n",
    );
    let metadata = &read.metadata;
    let value = |field: &Option<xunzhang::report::Evidenced<String>>| {
        field.as_ref().map(|found| found.value.clone())
    };
    assert_eq!(
        value(&metadata.title).unwrap(),
        "云岭省人民政府办公厅关于印发云岭省教育发展规划的通知"
    );
    assert_eq!(
        value(&metadata.document_number).unwrap(),
        "云政办秘〔2021〕82号"
    );
    assert_eq!(value(&metadata.issuer).unwrap(), "云岭省人民政府办公厅");
    let boilerplate = read
        .passages
        .iter()
        .filter(|one| one.role == Role::Boilerplate);
    assert_eq!(boilerplate.map(|one| one.line).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn a_plan_over_several_years_is_of_none_of_them() {
    let read = report(
        "青禾区推进教育高质量发展行动计划（2021—2023年）\n一、目标\n到2023年，建成优质均衡发展区。\n",
    );
    assert_eq!(read.metadata.report_year.map(|found| found.value), None);
}

#[test]
fn a_statute_has_chapters_for_headings_and_no_kind() {
    let read = report(
        "青禾市文明行为促进条例\n\
         第一章　总则\n\
         第一条　为了促进文明行为，制定本条例。\n\
         第二条　本条例适用于本市\n\
         第三条　市人民政府应当做好下列工作：\n\
         （一）拟订工作规划；\n\
         （二）健全工作制度。\n\
         第二章　保障措施\n\
         第四条　各级财政应当保障经费。\n",
    );
    let headings: Vec<&str> = read
        .outline
        .iter()
        .map(|heading| heading.text.as_str())
        .collect();
    assert_eq!(headings, ["第一章　总则", "第二章　保障措施"]);
    assert!(
        read.passages
            .iter()
            .all(|passage| passage.kind == Kind::其他)
    );
}

#[test]
fn notes_that_explain_terms_are_neither_results_nor_plans() {
    for heading in ["名词解释", "※注释※", "附：短语说明", "附件一：名词解释"]
    {
        let text = format!(
            "青禾县2022年政府工作报告\n\
             一、2021年工作回顾\n\
             完成投资9.5亿元，新增学位800个。\n\
             二、2022年工作安排\n\
             今年要加快学校建设，确保新增学位900个以上。\n\
             {heading}\n\
             1.“两个目标”：是指新增学位和交流教师。\n\
             2.“双减”：指减轻作业负担和校外培训负担。\n",
        );
        let kinds: Vec<Kind> = report(&text).passages.iter().map(|one| one.kind).collect();
        assert_eq!(kinds[kinds.len() - 2..], [Kind::其他; 2], "{heading}");
        assert_eq!(kinds[4], Kind::计划, "{heading}");
    }
}
