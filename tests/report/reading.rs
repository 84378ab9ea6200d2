//! Any text is read without failing, its passages cover all its lines, and invented reports are read as they are meant.

use expect_test::{Expect, expect};
use proptest::prelude::*;
use xunzhang::corpus::SourceText;
use xunzhang::report::{self, Report};

fn read(name: &str, text: &str) -> Report {
    report::read(&SourceText::new(name, text))
}

/// Compares the passages, one a line: line, role, year, kind, section depth, text.
#[track_caller]
fn check(text: &str, expected: Expect) {
    let report = read("0001.txt", text);
    let mut shown = String::new();
    for passage in &report.passages {
        let role = passage.role.name();
        let year = passage.year.map_or("-".to_owned(), |year| year.to_string());
        let section = passage.section.last().map_or("", String::as_str);
        let text: String = passage.text.chars().take(16).collect();
        shown += &format!(
            "{} {role} {year} {:?} [{section}] {text}\n",
            passage.line, passage.kind
        );
    }
    for problem in &report.problems {
        shown += &format!("! {} {}\n", problem.line, problem.code);
    }
    expected.assert_eq(&shown);
}

#[test]
fn two_years_in_one_report_are_told_apart() {
    check(
        "云岭市青禾区教育局2023年工作总结和2024年工作计划\n\
         一、2023年工作总结\n\
         （一）党建引领\n\
         落实主体责任。组织专题学习二十次，覆盖全部学校党组织。\n\
         （二）教学质量\n\
         1.抓好课堂。开展教研活动三十次。\n\
         2.抓好评价。建立学生成长档案。\n\
         二、存在问题\n\
         一是优质学位不足；\n\
         二是教师结构性缺编。\n\
         三、2024年工作计划\n\
         （一）加强队伍建设。推进教师交流轮岗，\n\
         全年交流教师二百名。\n\
         青禾区教育局\n\
         2024年1月5日\n",
        expect![[r#"
            1 title 2023 总结 [] 云岭市青禾区教育局2023年工作
            2 heading 2023 总结 [一、2023年工作总结] 一、2023年工作总结
            3 heading 2023 总结 [（一）党建引领] （一）党建引领
            4 body 2023 总结 [（一）党建引领] 落实主体责任。组织专题学习二十次
            5 heading 2023 总结 [（二）教学质量] （二）教学质量
            6 body 2023 总结 [1.抓好课堂] 1.抓好课堂。开展教研活动三十次
            7 body 2023 总结 [2.抓好评价] 2.抓好评价。建立学生成长档案。
            8 heading 2023 问题 [二、存在问题] 二、存在问题
            9 body 2023 问题 [二、存在问题] 一是优质学位不足；二是教师结构性
            11 heading 2024 计划 [三、2024年工作计划] 三、2024年工作计划
            12 body 2024 计划 [（一）加强队伍建设] （一）加强队伍建设。推进教师交流
            14 body 2023 其他 [] 青禾区教育局
            15 body 2023 其他 [] 2024年1月5日
        "#]],
    );
}

#[test]
fn a_page_around_a_report_is_boilerplate() {
    check(
        "您当前的位置：首页 > 工作总结\n\
         发布时间：2023-02-10 来源：区教育局\n\
         青禾区教育局2022年工作总结\n\
         2022年，全区教育系统办好家门口的学校，推进优质均衡发展，新增学位三千个。\n\
         （此件公开发布）\n\
         上一篇：没有了\n\
         下一篇：工作动态\n",
        expect![[r#"
            1 boilerplate 2022 其他 [] 您当前的位置：首页 > 工作总结
            2 boilerplate 2022 其他 [] 发布时间：2023-02-10 
            3 title 2022 总结 [] 青禾区教育局2022年工作总结
            4 body 2022 总结 [] 2022年，全区教育系统办好家门
            5 boilerplate 2022 其他 [] （此件公开发布）
            6 boilerplate 2022 其他 [] 上一篇：没有了
            7 boilerplate 2022 其他 [] 下一篇：工作动态
        "#]],
    );
}

#[test]
fn numbers_that_run_on_stay_one_list() {
    check(
        "青禾区2022年教育工作要点\n\
         一、党的建设\n\
         1.加强学习。每月组织一次专题学习。\n\
         2.加强监督。每季开展一次专项检查。\n\
         二、教育质量\n\
         3.深化教研。每周开展一次教研活动。\n\
         5.优化作业。控制书面作业的总量。\n\
         3、教师队伍\n\
         选派骨干教师交流轮岗。\n",
        expect![[r#"
            1 title 2022 计划 [] 青禾区2022年教育工作要点
            2 heading 2022 计划 [一、党的建设] 一、党的建设
            3 body 2022 计划 [1.加强学习] 1.加强学习。每月组织一次专题学
            4 body 2022 计划 [2.加强监督] 2.加强监督。每季开展一次专项检
            5 heading 2022 计划 [二、教育质量] 二、教育质量
            6 body 2022 计划 [3.深化教研] 3.深化教研。每周开展一次教研活
            7 body 2022 计划 [5.优化作业] 5.优化作业。控制书面作业的总量
            8 heading 2022 计划 [3、教师队伍] 3、教师队伍
            9 body 2022 计划 [3、教师队伍] 选派骨干教师交流轮岗。
            ! 7 numbering_gap
            ! 8 numbering_style
        "#]],
    );
}

#[test]
fn unnumbered_sections_stand_over_numbered_ones() {
    check(
        "各位代表：\n\
         现在，我代表区人民政府向大会报告工作，请予审议。\n\n\
         2023年工作回顾\n\n\
         一、产业发展提速\n\n\
         建成标准厂房三十万平方米，引进企业二十家，全部投产。\n\n\
         二、民生持续改善\n\n\
         同时，我们清醒地看到，发展还面临不少困难和问题，需要认真解决。\n\n\
         2024年工作安排\n\n\
         一、做强产业\n\n\
         新建标准厂房二十万平方米，力争引进企业三十家以上。\n\n\
         全面加强政府自身建设\n\n\
         坚持依法行政，主动接受监督，提高服务水平和办事效率。\n",
        expect![[r#"
            1 body 2024 其他 [] 各位代表：
            2 body 2024 其他 [] 现在，我代表区人民政府向大会报告
            4 heading 2023 总结 [2023年工作回顾] 2023年工作回顾
            6 heading 2023 总结 [一、产业发展提速] 一、产业发展提速
            8 body 2023 总结 [一、产业发展提速] 建成标准厂房三十万平方米，引进企
            10 heading 2023 总结 [二、民生持续改善] 二、民生持续改善
            12 body 2023 问题 [2023年工作回顾] 同时，我们清醒地看到，发展还面临
            14 heading 2024 计划 [2024年工作安排] 2024年工作安排
            16 heading 2024 计划 [一、做强产业] 一、做强产业
            18 body 2024 计划 [一、做强产业] 新建标准厂房二十万平方米，力争引
            20 heading 2024 计划 [全面加强政府自身建设] 全面加强政府自身建设
            22 body 2024 计划 [全面加强政府自身建设] 坚持依法行政，主动接受监督，提高
            ! 0 no_district
        "#]],
    );
}

#[test]
fn a_list_that_breaks_into_another_lets_it_go_on() {
    check(
        "青禾区2022年教育工作要点\n\
         一、深化教学改革\n\
         要做好以下几件事情：\n\
         一、每周组织一次校本教研活动，由骨干教师主讲，全体教师参加，教研员到校指导，活动情况记入学校年度考核档案。\n\
         二、每月组织一次区域联合教研活动，由教研员主讲，各校教师代表参加，活动情况在全区通报，并记入教师继续教育学分。\n\
         二、加强队伍建设\n\
         选派骨干教师交流轮岗。\n\
         各位代表！让我们共同努力，办好人民满意的教育事业。\n\
         附件1\n\
         任务分工\n",
        expect![[r#"
            1 title 2022 计划 [] 青禾区2022年教育工作要点
            2 heading 2022 计划 [一、深化教学改革] 一、深化教学改革
            3 body 2022 计划 [一、深化教学改革] 要做好以下几件事情：
            4 body 2022 计划 [一、深化教学改革] 一、每周组织一次校本教研活动，由
            5 body 2022 计划 [一、深化教学改革] 二、每月组织一次区域联合教研活动
            6 heading 2022 计划 [二、加强队伍建设] 二、加强队伍建设
            7 body 2022 计划 [二、加强队伍建设] 选派骨干教师交流轮岗。
            8 body 2022 计划 [二、加强队伍建设] 各位代表！让我们共同努力，办好人
            9 heading 2022 计划 [附件1] 附件1
            10 body 2022 计划 [附件1] 任务分工
        "#]],
    );
}

#[test]
fn a_list_of_kinds_is_no_list_of_headings() {
    check(
        "一是加强培训，提升教师的专业水平。\n第一，加强领导。\n2023年完成三项任务。\n",
        expect![[r#"
            1 body 2023 其他 [] 一是加强培训，提升教师的专业水平
            2 body 2023 其他 [] 第一，加强领导。
            3 body 2023 其他 [] 2023年完成三项任务。
            ! 0 no_district
        "#]],
    );
}

#[test]
fn a_title_year_that_no_section_is_of_is_a_problem() {
    let report = read(
        "1.txt",
        "2022年青禾区教育局工作总结\n一、2020年工作总结\n完成。\n二、2021年工作计划\n推进。",
    );
    assert!(
        report
            .problems
            .iter()
            .any(|problem| problem.code == "year_conflict")
    );
}

#[test]
fn what_cannot_be_told_is_a_problem() {
    let report = read("1.txt", "教育工作稳步推进。");
    let codes: Vec<&str> = report
        .problems
        .iter()
        .map(|problem| problem.code.as_str())
        .collect();
    assert_eq!(codes, ["no_district", "no_year"]);
}

/// Fails unless what must hold for any text holds for this one.
fn check_whole(text: &str) {
    let source = SourceText::new("0001.txt", text);
    let report = report::read(&source);
    let bare = |text: &str| {
        text.chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
    };
    let read: String = report
        .passages
        .iter()
        .map(|passage| bare(&passage.text))
        .collect();
    assert_eq!(read, bare(&source.text), "passages lose no character");
    let mut before = 0;
    for passage in &report.passages {
        assert!(
            passage.line > before && passage.end_line >= passage.line,
            "lines ascend"
        );
        before = passage.end_line;
        assert_eq!(passage.text, passage.text.trim());
    }
    assert!(before as usize <= source.lines.len());
    for heading in &report.outline {
        assert!(
            source.line(heading.line).trim().starts_with(&heading.text),
            "{}",
            heading.text
        );
        assert!(heading.depth >= 1);
    }
}

/// Draws lines made of what reports are made of, in any order.
fn report_like() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("一、"),
        Just("二、"),
        Just("（一）"),
        Just("(二)"),
        Just("1."),
        Just("2、"),
        Just("第一部分 "),
        Just("4、"),
        Just("2023年工作总结"),
        Just("二○二四年工作计划"),
        Just("青禾区教育局"),
        Just("怀柔区"),
        Just("X区"),
        Just("鼓楼"),
        Just("。"),
        Just("；"),
        Just("，"),
        Just("\n"),
        Just("\n\n"),
        Just("\r\n"),
        Just("　"),
        Just(" "),
        Just("|"),
        Just("："),
        Just("各位代表："),
        Just("现在，我代表"),
        Just("人民政府"),
        Just("政府工作报告"),
        Just("《"),
        Just("》"),
        Just("索引号："),
        Just("上一篇"),
        Just("来源："),
        Just("推进教育优质均衡发展，新增学位三千个"),
        Just("名词解释"),
        Just("\\r\\n"),
        Just("&nbsp;"),
        Just("——2024年1月3日在"),
        Just("第三届人民代表大会"),
        Just("年"),
        Just("第"),
        Just("届全国人民代表大会"),
        Just("向国务院"),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    // A failure is shown with its input; no file is kept of it.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_character_of_any_text_is_lost(text in any::<String>()) {
        check_whole(&text);
    }

    #[test]
    fn no_character_of_a_report_is_lost(text in report_like()) {
        check_whole(&text);
    }
}
