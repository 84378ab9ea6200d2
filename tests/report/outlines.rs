//! Headings are recognised at their depth however people typed their numbers, and each passage stands under its own.

use expect_test::{Expect, expect};
use xunzhang::corpus::SourceText;
use xunzhang::report::{self, Role};

/// Compares the outline, one heading a line with its depth, and then the body passages, each with its line, the
/// depth of its section, its year and its kind.
#[track_caller]
fn check(text: &str, expected: Expect) {
    let report = report::read(&SourceText::new("0001.txt", text));
    let mut shown = String::new();
    for heading in &report.outline {
        shown += &format!(
            "{}{} {}\n",
            "  ".repeat(heading.depth as usize - 1),
            heading.line,
            heading.text
        );
    }
    for passage in report.passages.iter().filter(|p| p.role == Role::Body) {
        let year = passage.year.unwrap_or(0);
        let depth = passage.section.len();
        let start: String = passage.text.chars().take(12).collect();
        shown += &format!(
            "{}-{} {depth} {year} {:?} {start}\n",
            passage.line, passage.end_line, passage.kind
        );
    }
    expected.assert_eq(&shown);
}

/// Compares the title, and the lines whose role is title or boilerplate.
#[track_caller]
fn check_head(text: &str, expected: Expect) {
    let report = report::read(&SourceText::new("0001.txt", text));
    let lines = |role| -> Vec<u32> {
        report
            .passages
            .iter()
            .filter(|p| p.role == role)
            .map(|p| p.line)
            .collect()
    };
    let metadata = &report.metadata;
    let shown = format!(
        "{} | {} | {} | {}\ntitle {:?} boilerplate {:?}\n",
        metadata.title.as_ref().map_or("-", |f| &f.value),
        metadata.district.as_ref().map_or("-", |f| &f.value),
        metadata.report_year.as_ref().map_or(0, |f| f.value),
        metadata.report_kind.as_ref().map_or("-", |f| &f.value),
        lines(Role::Title),
        lines(Role::Boilerplate),
    );
    expected.assert_eq(&shown);
}

#[test]
fn a_list_may_start_with_any_style() {
    check(
        "云岭区教育局2022年工作要点\n（一）做强师资\n1.招聘教师。全年招聘教师一百名，充实乡村学校。\n\
         2.培训教师。全年培训教师二千人次，覆盖各学段。\n（二）做优课堂\n1.开展教研。每周开展一次校本教研活动。\n",
        expect![[r#"
            2 （一）做强师资
              3 1.招聘教师
              4 2.培训教师
            5 （二）做优课堂
              6 1.开展教研
            3-3 2 2022 计划 1.招聘教师。全年招聘教
            4-4 2 2022 计划 2.培训教师。全年培训教
            6-6 2 2022 计划 1.开展教研。每周开展一
        "#]],
    );
    check(
        "云岭区2022年教育工作要点\n1.招聘教师。全年招聘教师一百名，充实乡村学校。\n2.培训教师。全年培训教师二千人次。\n",
        expect![[r#"
            2 1.招聘教师
            3 2.培训教师
            2-2 1 2022 计划 1.招聘教师。全年招聘教
            3-3 1 2022 计划 2.培训教师。全年培训教
        "#]],
    );
}

#[test]
fn parts_stand_over_sections() {
    check(
        "云岭区教育局2022年工作总结和2023年工作计划\n第一部分 2022年工作总结\n一、抓师资\n招聘教师一百名，充实乡村学校。\n\
         二、抓课堂\n开展教研活动三百场次，覆盖各校。\n第二部分 2023年工作计划\n一、强师资\n继续招聘教师，补齐缺员学科。\n",
        expect![[r#"
            2 第一部分 2022年工作总结
              3 一、抓师资
              5 二、抓课堂
            7 第二部分 2023年工作计划
              8 一、强师资
            4-4 2 2022 总结 招聘教师一百名，充实乡村
            6-6 2 2022 总结 开展教研活动三百场次，覆
            9-9 2 2023 计划 继续招聘教师，补齐缺员学
        "#]],
    );
}

#[test]
fn numbers_may_be_missing_or_doubled() {
    check(
        "一、抓党建\n建强支部三十个，培训书记六十名。\n二、抓师资\n招聘教师一百名，充实乡村学校。\n\
         二、抓课堂\n开展教研活动三百场次，覆盖各校。\n五、抓安全\n排查隐患四百处，全部整改到位。\n",
        expect![[r#"
            1 一、抓党建
            3 二、抓师资
            5 二、抓课堂
            7 五、抓安全
            2-2 1 0 其他 建强支部三十个，培训书记
            4-4 1 0 其他 招聘教师一百名，充实乡村
            6-6 1 0 其他 开展教研活动三百场次，覆
            8-8 1 0 其他 排查隐患四百处，全部整改
        "#]],
    );
}

#[test]
fn decimal_numbers_stand_under_their_list_and_figures_nowhere() {
    check(
        "1.师资建设\n1.1 补充教师\n全年招聘教师一百名，充实乡村学校。\n1.2 培训教师\n1.2.1 国家级培训\n选派骨干教师四十名参加培训。\n\
         2.条件保障\n2.1 校舍\n3.5万平方米校舍投入使用，新增学位两千个。\n1.2亿元资金用于改造校舍。\n2022年12月，完成全部改造任务。\n",
        expect![[r#"
            1 1.师资建设
              2 1.1 补充教师
              4 1.2 培训教师
                5 1.2.1 国家级培训
            7 2.条件保障
              8 2.1 校舍
            3-3 2 0 其他 全年招聘教师一百名，充实
            6-6 3 0 其他 选派骨干教师四十名参加培
            9-9 2 0 其他 3.5万平方米校舍投入使
            10-10 2 0 其他 1.2亿元资金用于改造校
            11-11 2 0 其他 2022年12月，完成全
        "#]],
    );
}

#[test]
fn circled_numbers_count_measures() {
    check(
        "一、抓师资\n（一）补充\n1.招聘。按下列步骤开展招聘工作：\n①核定岗位。会同编制部门核定空缺岗位二百个。\n②组织考试。委托第三方组织笔试和面试。\n",
        expect![[r#"
            1 一、抓师资
              2 （一）补充
                3 1.招聘
                  4 ①核定岗位
                  5 ②组织考试
            3-3 3 0 其他 1.招聘。按下列步骤开展
            4-4 4 0 其他 ①核定岗位。会同编制部门
            5-5 4 0 其他 ②组织考试。委托第三方组
        "#]],
    );
}

#[test]
fn words_that_count_are_no_numbers() {
    check(
        "一、2022年工作回顾\n第一，加强师资力量，招聘教师一百名。\n首先，建强支部\n其次，选优书记\n一是抓招聘。\n二是抓培训。\n\
         2021年，新建学校三所。\n2022年，新建学校四所。\n98.6%的学校达标。\n",
        expect![[r#"
            1 一、2022年工作回顾
            2-2 1 2022 总结 第一，加强师资力量，招聘
            3-3 1 2022 总结 首先，建强支部
            4-4 1 2022 总结 其次，选优书记
            5-5 1 2022 总结 一是抓招聘。
            6-6 1 2022 总结 二是抓培训。
            7-7 1 2022 总结 2021年，新建学校三所
            8-8 1 2022 总结 2022年，新建学校四所
            9-9 1 2022 总结 98.6%的学校达标。
        "#]],
    );
}

#[test]
fn a_heading_may_end_in_a_colon_or_go_on_behind_one() {
    check(
        "一、主要指标：\n新增学位三千个，新建学校四所。\n二、主要措施\n\
         1.学前教育：新建公办幼儿园六所，新增学位一千八百个，普惠率达到九成。\n\
         2.义务教育：改造薄弱学校十二所，消除大班额四十个，巩固率保持稳定。\n\
         3.责任单位：区教育局、区财政局、区人力资源和社会保障局、各街道办事处。\n\
         三、教师队伍建设　全年招聘教师一百名，充实乡村学校。选派支教教师四十名，到山区学校任教，任期两年以上。\n",
        expect![[r#"
            1 一、主要指标：
            3 二、主要措施
              4 1.学前教育
              5 2.义务教育
            7 三、教师队伍建设
            2-2 1 0 计划 新增学位三千个，新建学校
            4-4 2 0 计划 1.学前教育：新建公办幼
            5-5 2 0 计划 2.义务教育：改造薄弱学
            6-6 1 0 计划 3.责任单位：区教育局、
            7-7 1 0 计划 三、教师队伍建设　全年招
        "#]],
    );
}

#[test]
fn a_number_inside_a_paragraph_does_not_split_it() {
    check(
        "一、抓师资\n（一）补充教师。全年招聘教师一百名。（二）培训教师。全年培训二千人次。\n（三）激励教师。表彰优秀教师五十名，落实津贴。\n",
        expect![[r#"
            1 一、抓师资
              2 （一）补充教师
              3 （三）激励教师
            2-2 2 0 其他 （一）补充教师。全年招聘
            3-3 2 0 其他 （三）激励教师。表彰优秀
        "#]],
    );
}

#[test]
fn a_table_in_the_text_has_no_headings() {
    check(
        "一、办学条件\n全区学校基本情况见下表。\n序号 | 学校 | 学位\n1 | 云岭小学 | 900\n2 | 云岭中学 | 1200\n\
         一、\t小学\t12所\t9000人\n二、\t中学\t5所\t6000人\n二、师资队伍\n全区教师二千名，学历全部达标。\n",
        expect![[r#"
            1 一、办学条件
            8 二、师资队伍
            2-2 1 0 其他 全区学校基本情况见下表。
            3-3 1 0 其他 序号 | 学校 | 学位
            4-4 1 0 其他 1 | 云岭小学 | 9
            5-5 1 0 其他 2 | 云岭中学 | 1
            6-6 1 0 其他 一、	小学	12所	90
            7-7 1 0 其他 二、	中学	5所	600
            9-9 1 0 其他 全区教师二千名，学历全部
        "#]],
    );
}

#[test]
fn attachments_and_the_signature_are_under_no_heading() {
    check(
        "云岭区教育局2022年工作总结\n一、抓师资\n招聘教师一百名，充实乡村学校。\n二、抓课堂\n开展教研活动三百场次。\n\
         附件：1.教育事业统计表\n2.重点项目一览表\n云岭区教育局\n2022年12月30日\n",
        expect![[r#"
            2 一、抓师资
            4 二、抓课堂
            3-3 1 2022 总结 招聘教师一百名，充实乡村
            5-5 1 2022 总结 开展教研活动三百场次。
            8-8 0 2022 其他 云岭区教育局
            9-9 0 2022 其他 2022年12月30日
        "#]],
    );
}

#[test]
fn contents_and_page_numbers_are_no_outline() {
    check(
        "云岭区教育局2022年工作总结\n目　录\n一、抓师资……………………1\n二、抓课堂……………………3\n一、抓师资\n招聘教师一百名，充实乡村学校。\n- 1 -\n\
         二、抓课堂\n开展教研活动三百场次，覆盖各校。\n",
        expect![[r#"
            5 一、抓师资
            8 二、抓课堂
            6-6 1 2022 总结 招聘教师一百名，充实乡村
            9-9 1 2022 总结 开展教研活动三百场次，覆
        "#]],
    );
}

#[test]
fn a_wrapped_page_is_put_together_again() {
    check(
        "云岭区教育局2022年工作总结\n\
         \u{3000}\u{3000}2022年，全区教育系统坚持优先发展，办成一批群众\n\
         看得见的实事，教育质量稳步提升，群众满意度持续提高，\n\
         各项指标位居全市前列。\n\
         \u{3000}\u{3000}一、抓师资\n\
         \u{3000}\u{3000}（一）补充教师。全年招聘教师一百名，全部安排到乡\n\
         村学校任教，缓解了学科教师紧缺的状况。选派支教教师。\n\
         四十名到山区学校任教，任期两年以上，期满考核合格的优\n\
         先评聘职称。\n\
         \u{3000}\u{3000}（二）坚持把教师培训摆在突出位置，围绕课堂教学、\n\
         班级管理、家校沟通开展专题培训，全年培训二千人次以上\n\
         。\n",
        expect![[r#"
            5 一、抓师资
              6 （一）补充教师
            2-4 0 2022 总结 2022年，全区教育系统
            6-9 2 2022 总结 （一）补充教师。全年招聘
            10-12 1 2022 总结 （二）坚持把教师培训摆在
        "#]],
    );
}

#[test]
fn blank_lines_and_indents_change_nothing() {
    check(
        "　　云岭区教育局2022年工作总结\r\n\r\n　　一、抓师资\r\n\r\n　　（一）补充教师\r\n\r\n　　全年招聘教师一百名，充实乡村学校。\r\n\r\n\
         \u{3000}\u{3000}（二）培训教师\r\n\r\n　　全年培训教师二千人次，覆盖各学段。\r\n\r\n　　二、下一步打算\r\n\r\n　　继续招聘教师，补齐缺员学科。\r\n",
        expect![[r#"
            3 一、抓师资
              5 （一）补充教师
              9 （二）培训教师
            13 二、下一步打算
            7-7 2 2022 总结 全年招聘教师一百名，充实
            11-11 2 2022 总结 全年培训教师二千人次，覆
            15-15 1 2022 计划 继续招聘教师，补齐缺员学
        "#]],
    );
}

#[test]
fn years_are_told_by_their_distance() {
    check(
        "云岭区教育局2022年工作总结\n一、今年工作完成情况\n招聘教师一百名，充实乡村学校。\n二、存在的问题\n学位供给不足，教师结构失衡。\n\
         三、下一步工作\n继续招聘教师，补齐缺员学科。\n四、明年工作打算\n新建学校四所，新增学位三千个。\n",
        expect![[r#"
            2 一、今年工作完成情况
            4 二、存在的问题
            6 三、下一步工作
            8 四、明年工作打算
            3-3 1 2022 总结 招聘教师一百名，充实乡村
            5-5 1 2022 问题 学位供给不足，教师结构失
            7-7 1 2022 计划 继续招聘教师，补齐缺员学
            9-9 1 2023 计划 新建学校四所，新增学位三
        "#]],
    );
}

#[test]
fn a_title_stands_behind_all_that_is_put_before_it() {
    check_head(
        "首页 > 政务公开 > 规划计划\n云岭区教育局文件\n云教发〔2022〕8号\n关于印发《云岭区2022年教育工作要点》的通知\n各学校：\n\
         现将《云岭区2022年教育工作要点》印发给你们，请认真贯彻执行。\n云岭区教育局\n2022年3月1日\n云岭区2022年教育工作要点\n\
         一、抓师资\n招聘教师一百名，充实乡村学校。\n",
        expect![[r#"
            云岭区2022年教育工作要点 | 云岭区 | 2022 | 工作要点
            title [4, 9] boilerplate [1]
        "#]],
    );
    check_head(
        "云岭区教育局\n2022年工作总结\n（送审稿）\n一、抓师资\n招聘教师一百名，充实乡村学校。\n",
        expect![[r#"
            2022年工作总结 | 云岭区 | 2022 | 工作总结
            title [1, 2] boilerplate []
        "#]],
    );
    check_head(
        "云岭区教育局关于2022年工作情况和2023年工作打算的报告\n来源：区教育局　发布时间：2023-01-09　字体：[大 中 小]　打印　关闭\n一、2022年工作情况\n招聘教师一百名。\n",
        expect![[r#"
            云岭区教育局关于2022年工作情况和2023年工作打算的报告 | 云岭区 | 2022 | 工作总结
            title [1] boilerplate [2]
        "#]],
    );
    check_head(
        "砥砺奋进谱新篇，立德树人启新程\n——云岭区教育局2022年工作总结\n2022年，全区教育系统坚持优先发展，办成一批群众看得见的实事，教育质量稳步提升。\n",
        expect![[r#"
            ——云岭区教育局2022年工作总结 | 云岭区 | 2022 | 工作总结
            title [1, 2] boilerplate []
        "#]],
    );
    check_head(
        "【编者按】本文根据公开资料整理，仅供参考。\n《云岭区教育局2022年工作总结》\n2022年，全区教育系统坚持优先发展，办成一批群众看得见的实事，教育质量稳步提升。\n",
        expect![[r#"
            《云岭区教育局2022年工作总结》 | 云岭区 | 2022 | 工作总结
            title [2] boilerplate [1]
        "#]],
    );
}
