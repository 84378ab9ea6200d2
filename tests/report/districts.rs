//! The district that reports is read from the title, the issuer, the page, the body or the path of invented reports.

use xunzhang::corpus::SourceText;
use xunzhang::report::{self, Report};

fn read(name: &str, text: &str) -> Report {
    report::read(&SourceText::new(name, text))
}

/// Compares the district, city, province and year that are read.
#[track_caller]
fn check_place(name: &str, text: &str, expected: (&str, &str, &str, i32)) {
    let metadata = read(name, text).metadata;
    let of = |found: Option<report::Evidenced<String>>| {
        found.map(|found| found.value).unwrap_or_default()
    };
    let year = metadata.report_year.map_or(0, |found| found.value);
    let read = (
        of(metadata.district),
        of(metadata.city),
        of(metadata.province),
        year,
    );
    let (district, city, province, year) = expected;
    assert_eq!(
        read,
        (
            district.to_owned(),
            city.to_owned(),
            province.to_owned(),
            year
        )
    );
}

#[test]
fn a_unit_that_rose_keeps_the_name_it_had() {
    let text = "各位代表：\n现在，我代表市人民政府，向大会报告工作。\n一、2011年工作回顾\n\
                即墨市经济平稳发展。即墨新增企业二十家，即墨港建成。青岛支持即墨发展，即墨人民生活改善。";
    check_place("1.txt", text, ("即墨市", "青岛市", "山东省", 2012));
    let report = read("1.txt", text);
    assert!(
        report
            .problems
            .iter()
            .any(|problem| problem.code == "former_name")
    );
}

#[test]
fn the_organ_that_signs_a_report_is_whose_it_is() {
    let text = "2022年工作总结\n全区教育工作稳步推进，与海淀区、东城区合作。\n青禾区教育局\n2022年12月30日";
    check_place("1.txt", text, ("青禾区", "", "", 2022));
    let text = "云岭市青禾区教育局\n2022年工作总结\n全区教育工作稳步推进，与海淀区合作。";
    check_place("1.txt", text, ("青禾区", "云岭市", "", 2022));
}

#[test]
fn units_are_told_by_table_form_and_mask() {
    let text = "2022年，全区教育工作稳步推进。";
    check_place(
        "1.txt",
        &format!("云岭市青禾区教育局2022年工作总结\n{text}"),
        ("青禾区", "云岭市", "", 2022),
    );
    check_place(
        "1.txt",
        &format!("云岭高新区2022年教育工作要点\n{text}"),
        ("云岭高新区", "", "", 2022),
    );
    check_place(
        "1.txt",
        &format!("怀柔区2022年教育工作要点\n{text}"),
        ("怀柔区", "", "北京市", 2022),
    );
    check_place(
        "1.txt",
        &format!("2022X区教育局工作总结\n{text}"),
        ("X区", "", "", 2022),
    );
    check_place(
        "1.txt",
        &format!("北京市朝阳区2022年教育工作要点\n{text}"),
        ("朝阳区", "", "北京市", 2022),
    );
}

#[test]
fn an_ambiguous_name_is_told_by_the_places_beside_it() {
    let text = "2022年，鼓楼区教育局与玄武区、建邺区结对，接受南京市督导。";
    check_place(
        "1.txt",
        &format!("鼓楼区2022年教育工作要点\n{text}"),
        ("鼓楼区", "南京市", "江苏省", 2022),
    );
    let report = read("1.txt", "鼓楼区2022年教育工作要点\n全区教育工作稳步推进。");
    assert!(
        report
            .problems
            .iter()
            .any(|problem| problem.code == "ambiguous_place")
    );
    assert!(report.metadata.city.is_none());
}

#[test]
fn a_name_used_only_in_the_body_is_found_among_others() {
    let text = "区教委推进工作。怀柔区新建学校三所，怀柔教育形成特色。我区与东城区、海淀区合作，怀柔区教师参加培训。";
    check_place(
        "1.txt",
        &format!("一、2021年工作总结\n{text}"),
        ("怀柔区", "", "北京市", 2021),
    );
    let text = "青禾区教育局推进全区工作。青禾区中小学全面开展课后服务，我区与海淀区合作，青禾区教师参加培训。";
    check_place(
        "1.txt",
        &format!("一、2021年工作总结\n{text}"),
        ("青禾区", "", "", 2021),
    );
}

#[test]
fn the_path_says_what_the_content_does_not() {
    let text = "一年来，教育工作稳步推进。";
    check_place(
        "北京市/怀柔区/2021年工作总结.txt",
        text,
        ("怀柔区", "", "北京市", 2021),
    );
    let report = read(
        "贵阳.txt",
        "各位代表：\n现在，我代表国务院，向大会报告政府工作，请予审议。",
    );
    assert_eq!(report.metadata.district.unwrap().value, "全国");
    assert!(
        report
            .problems
            .iter()
            .any(|problem| problem.code == "path_conflict")
    );
}

#[test]
fn an_organ_of_the_page_says_whose_it_is() {
    let text = "2022年工作总结\n全区教育工作稳步推进，与海淀区、东城区合作。";
    for page in [
        "来源：云岭市青禾区教育局　发布时间：2023-01-09",
        "首页 > 云岭市青禾区教育局 > 总结计划",
    ] {
        check_place(
            "1.txt",
            &format!("{page}\n{text}"),
            ("青禾区", "云岭市", "", 2022),
        );
    }
    check_place(
        "1.txt",
        &format!("来源：区教育局　发布时间：2023-01-09\n{text}"),
        ("", "", "", 2022),
    );
}

#[test]
fn words_that_end_like_a_unit_are_none() {
    let text = "一、2022年工作总结\n邀请教师代表列席区教委会议，开放社区教育学校。中心城区学校、山区学校结对，产业园区配套，\
                南麓片区中学开工，各学区教研，主校区实验楼启用，景区研学，库区学校搬迁。我区、全区、区委、区教委。";
    check_place("1.txt", text, ("", "", "", 2022));
}

#[test]
fn a_name_by_form_outdoes_those_it_visited() {
    let text = "一、2022年工作总结\n我区到青禾区学习，到青禾区教育局座谈，赴澜溪区考察，与青禾区结对。云屏区成为全市试点，\
                云屏实验学校、云屏中学、云屏教育集团成立，区教委落实。";
    check_place("1.txt", text, ("云屏区", "", "", 2022));
}

#[test]
fn a_folder_with_the_form_of_a_unit_is_weak_evidence() {
    let text = "一、2022年工作总结\n全区教育工作稳步推进，区教委落实。";
    check_place("reports/青禾区/a.txt", text, ("青禾区", "", "", 2022));
    check_place("reports/中心城区/a.txt", text, ("", "", "", 2022));
    let text = format!("云屏区教育局2022年工作总结\n{text}");
    check_place("reports/青禾区/a.txt", &text, ("云屏区", "", "", 2022));
    let problems = read("reports/青禾区/a.txt", &text).problems;
    assert!(
        problems
            .iter()
            .any(|problem| problem.code == "path_conflict")
    );
}

#[test]
fn a_district_with_a_commission_lies_in_a_municipality() {
    check_place(
        "1.txt",
        "朝阳区2022年教育工作要点\n区教委推进全区工作，市教委督导，区教委落实。",
        ("朝阳区", "", "北京市", 2022),
    );
}

#[test]
fn a_county_whose_name_is_a_word_is_told_by_its_city() {
    let text = "各位代表：\n现在，我代表县人民政府，向大会报告工作。\n一、2023年工作回顾\n新安经济向好，新安文旅出圈。\
                新安教育提质，新安入选百强，新安与洛阳同城，洛阳支持新安，新安人民、新安干部、新安企业同心。";
    check_place("安新县.txt", text, ("新安县", "洛阳市", "河南省", 2024));
}
