//! The endings of place names: 省, 市, 区, 县, 自治州, 开发区, …; a name without its ending; whether two names are one.
//!
//! The one table of them: the divisions, the names in a phrase, and the filter by district go by it.

use crate::analysis::fold;

/// Endings of one character.
pub(in crate::report) const SIMPLE: [char; 7] = ['省', '市', '区', '县', '旗', '盟', '州'];

/// Endings of autonomous divisions, whose names hold those of peoples before the ending.
pub(in crate::report) const AUTONOMOUS: [&str; 4] = ["自治区", "自治州", "自治县", "自治旗"];

/// Endings of one character by which an autonomous division is called for short: 凉山州.
pub(super) const SHORT_OF_AUTONOMOUS: [char; 3] = ['州', '县', '旗'];

/// Endings of two characters that are no part of the name.
const COMPOUND: [&str; 4] = ["地区", "林区", "新区", "矿区"];

/// Endings of zones that are no divisions and have a bureau of education all the same.
#[rustfmt::skip] // a table of words
const ZONES: [&str; 10] = [
    "高新技术产业开发区", "经济技术开发区", "经济开发区", "高新技术开发区", "高新区", "经开区", "开发区", "管理区", "示范区", "新区",
];

/// Names of peoples that stand inside the names of autonomous divisions.
#[rustfmt::skip] // a table of words
const PEOPLES: &[&str] = &[
    "蒙古族", "蒙古", "回族", "藏族", "维吾尔", "苗族", "彝族", "壮族", "布依族", "朝鲜族", "满族", "侗族", "瑶族", "白族",
    "土家族", "哈尼族", "哈萨克族", "哈萨克", "傣族", "黎族", "傈僳族", "佤族", "畲族", "拉祜族", "水族", "东乡族", "纳西族",
    "景颇族", "柯尔克孜", "土族", "达斡尔族", "仫佬族", "羌族", "布朗族", "撒拉族", "毛南族", "仡佬族", "锡伯", "普米族", "塔吉克",
    "怒族", "鄂温克族", "保安族", "裕固族", "独龙族", "鄂伦春", "各族",
];

/// Finds the ending that `text` begins with, where a name in a phrase may end.
pub(super) fn ending_at_start(text: &str) -> Option<&str> {
    let words = ZONES.iter().chain(&AUTONOMOUS).chain(&["林区"]);
    if let Some(word) = words.into_iter().find(|word| text.starts_with(**word)) {
        return Some(*word);
    }
    let first = text.chars().next().filter(|c| SIMPLE.contains(c))?;
    Some(&text[..first.len_utf8()])
}

/// Whether a name is that of a province by its ending.
pub(super) fn is_province_name(name: &str) -> bool {
    name.ends_with('省') || name.ends_with("自治区")
}

/// Cuts off the ending of a name: 通州, 黔东南, 内蒙古. A name of two characters is its own stem.
pub fn stem_of(name: &str) -> &str {
    if let Some(bare) = AUTONOMOUS.iter().find_map(|end| name.strip_suffix(end)) {
        return without_peoples(bare);
    }
    if let Some(bare) = name.strip_suffix("区").filter(|bare| bare.ends_with('族')) {
        return without_peoples(bare);
    }
    let is_long = |bare: &&str| bare.chars().count() >= 2;
    let without_compound = COMPOUND
        .iter()
        .find_map(|end| name.strip_suffix(end).filter(is_long));
    let without_simple = || name.strip_suffix(SIMPLE).filter(is_long);
    without_compound.or_else(without_simple).unwrap_or(name)
}

fn without_peoples(mut name: &str) -> &str {
    while let Some(shorter) = PEOPLES
        .iter()
        .filter_map(|people| name.strip_suffix(people))
        .find(|shorter| shorter.chars().count() >= 2)
    {
        name = shorter;
    }
    name
}

/// Whether a place is the one wanted, which may lack the ending of its name: 通州 is 通州区, 黔东南 is
/// 黔东南苗族侗族自治州. So may an autonomous division lack its peoples: 凉山州. Both are folded first.
pub fn is_place(name: &str, wanted: &str) -> bool {
    let (name, wanted) = (fold(name), fold(wanted));
    let mut words = AUTONOMOUS.iter().chain(&COMPOUND).chain(&["特别行政区"]);
    let is_everyday = || {
        let stem = wanted.strip_suffix(SHORT_OF_AUTONOMOUS);
        let is_autonomous = AUTONOMOUS.iter().any(|ending| name.ends_with(ending));
        is_autonomous
            && stem == Some(stem_of(&name))
            && wanted.chars().last() == name.chars().last()
    };
    let mut is_short = || {
        stem_of(&name) == wanted
            || is_everyday()
            || name.strip_suffix(SIMPLE) == Some(&wanted)
            || words.any(|ending| name.strip_suffix(ending) == Some(&wanted))
    };
    name == wanted || (wanted.chars().count() > 1 && is_short())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_is_the_name_without_its_ending() {
        let names = [
            ("通州区", "通州"),
            ("黔东南苗族侗族自治州", "黔东南"),
            ("内蒙古自治区", "内蒙古"),
            ("易县", "易县"),
            ("管城回族区", "管城"),
            ("大兴安岭地区", "大兴安岭"),
            ("锡林郭勒盟", "锡林郭勒"),
        ];
        for (name, stem) in names {
            assert_eq!(stem_of(name), stem);
        }
    }

    #[test]
    fn a_place_is_found_with_or_without_its_ending() {
        assert!(is_place("通州区", "通州区") && is_place("通州区", "通州"));
        assert!(is_place("通州区", "通州區") && is_place("X区", "Ｘ区"));
        assert!(is_place("宁夏回族自治区", "宁夏") && is_place("北京市", "北京"));
        assert!(is_place("香港特别行政区", "香港") && is_place("凉山彝族自治州", "凉山彝族"));
        assert!(is_place("阿拉善盟", "阿拉善") && is_place("鄂伦春自治旗", "鄂伦春"));
        assert!(is_place("凉山彝族自治州", "凉山州") && is_place("恩施土家族苗族自治州", "恩施州"));
        assert!(!is_place("凉山彝族自治州", "凉山县") && !is_place("恩施市", "恩施州"));
        assert!(!is_place("通州区", "州区") && !is_place("南通州区", "通州"));
    }
}
