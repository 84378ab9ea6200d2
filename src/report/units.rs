//! Names of units as a phrase spells them out, known to the table or not: 云岭市青禾区人民政府 names
//! 云岭市 and 青禾区.
//!
//! Input: a phrase. Output: its [`Unit`]s, the highest first. A name the table does not hold is told
//! by its form. Refuses to know which of them reports.

use super::divisions::{Id, gazetteer};
use super::lines::is_han;

/// Suffixes of units by form, a longer one before one that it ends in.
#[rustfmt::skip] // a table of words
const SUFFIXES: &[&str] = &[
    "高新技术产业开发区", "经济技术开发区", "经济开发区", "高新技术开发区", "高新区", "经开区", "开发区", "管理区", "示范区", "新区",
    "自治区", "自治州", "自治县", "自治旗", "林区", "省", "市", "区", "县", "旗", "盟", "州",
];

/// Words that end in a suffix and name no unit, whatever stands before them.
#[rustfmt::skip] // a table of words
const NO_UNITS: &[&str] = &[
    "示范区", "实验区", "试验区", "先行区", "功能区", "集聚区", "聚集区", "保护区", "特区", "社区", "校区", "园区", "学区", "小区",
    "景区", "灾区", "辖区", "片区", "厂区", "街区", "市区", "县区", "区县", "县市", "城市", "都市", "县城", "超市", "强区", "强县",
    "强市", "自治区", "直辖市", "营区", "战区", "大区", "建成区", "中心区", "主城区", "新城区", "老城区", "县城区", "副中心", "自贸区",
    "综保区", "保税区", "服务区", "生活区", "旅游区", "风景区", "度假区", "合作区", "创新区", "联系区", "分区", "专区", "禁区", "误区",
    "红旗", "国旗", "党旗", "团旗", "队旗", "股市", "上市", "门市", "夜市", "楼市", "房市", "集市", "菜市", "入市", "面市", "老区",
    "地区", "列席区", "开发区",
];

/// Words that end in a suffix and name a unit only with one more character before them: 芦港区 and
/// 南山区 are units, 港区, 中心城区 and 贫困山区 are none.
#[rustfmt::skip] // a table of words
const HALF_UNITS: &[&str] = &[
    "新区", "高新区", "经开区", "管理区", "城区", "山区", "郊区", "库区", "林区", "牧区", "湖区", "江区", "港区", "矿区", "湾区",
];

/// Words of the work that no unit is called by: 教育强区 is an aim, 中小学区域 no place.
#[rustfmt::skip] // a table of words
const WORK_WORDS: &[&str] = &[
    "教育", "工作", "改革", "发展", "综合", "义务", "均衡", "学前", "普及", "普惠", "优质", "文明", "平安", "创建", "国家",
    "全国", "质量", "城乡", "中小学", "学校", "学生", "幼儿", "管理", "重点", "先进", "优秀", "年度", "上半", "下半", "贯彻",
    "落实", "部署", "贫困", "脱贫", "试点", "示范", "百强", "经济", "农业", "工业", "人口", "革命", "边境", "沿海", "旅游", "列席",
    "邀请", "代表", "建设", "推进", "学习", "周边", "相关", "兄弟", "有关", "对口", "帮扶", "结对", "先行", "主要", "部分",
    "直属", "附近", "设立", "撤销", "批复", "会议", "党组", "领导", "干部", "教师", "同步", "统筹", "服务", "其他", "其它", "许多", "多数",
];

/// A unit named in a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit<'a> {
    /// Its name, as the phrase has it.
    pub(super) name: &'a str,
    /// The divisions of that name in the table; empty where it is known by its form alone.
    pub(super) ids: Vec<Id>,
}

/// The units that `text` starts with, one after the other.
pub(super) fn units_at_start(text: &str) -> Vec<Unit<'_>> {
    let mut units = Vec::new();
    let mut rest = text;
    while let Some((n_bytes, ids)) = unit_at_start(rest) {
        units.push(Unit {
            name: &rest[..n_bytes],
            ids,
        });
        rest = rest[n_bytes..].trim_start();
        if units.len() == 4 {
            break;
        }
    }
    units
}

fn unit_at_start(text: &str) -> Option<(usize, Vec<Id>)> {
    let known = gazetteer().name_at_start(text);
    if let Some((n_bytes, ids)) = known {
        // 常州经济开发区 starts with no full name; 天津市 does. A suffix right behind extends the name.
        return Some((n_bytes, ids.to_vec()));
    }
    let by_form = form_at_start(text)?;
    Some((by_form, Vec::new()))
}

/// A name by its form: two to eight Chinese characters and a suffix. The shortest such name wins, but
/// for suffixes of several characters.
fn form_at_start(text: &str) -> Option<usize> {
    for (n_chars, (at, c)) in text.char_indices().enumerate() {
        if !is_han(c) || n_chars > 9 {
            return None;
        }
        if n_chars >= 2 {
            let rest = &text[at..];
            if let Some(suffix) = SUFFIXES.iter().find(|suffix| rest.starts_with(**suffix)) {
                let name = &text[..at + suffix.len()];
                // 区域, 市场, 县域: the suffix is the beginning of a word.
                let behind = text[name.len()..].chars().next();
                let begins_word = behind.is_some_and(|c| "域块间场民级城帜属直".contains(c))
                    && suffix.chars().count() == 1;
                // A city has three characters before its 市 at most, where the table does not hold it.
                let max_chars = if *suffix == "市" { 3 } else { 8 };
                let is_name = n_chars <= max_chars && is_unit_name(name, at);
                return (!begins_word && is_name).then_some(name.len());
            }
        }
    }
    None
}

fn is_unit_name(name: &str, stem_bytes: usize) -> bool {
    let stem = &name[..stem_bytes];
    // What is left before a word that takes in part of the stem.
    let left_of = |word: &&&str| {
        name.strip_suffix(**word)
            .filter(|left| left.len() < stem_bytes)
    };
    let is_half = |left: &str| {
        let mut chars = left.chars();
        let first = chars.next();
        first.is_some_and(|c| !"大小老新主中两旧远边县市乡镇".contains(c)) && chars.next().is_none()
    };
    let is_word = NO_UNITS.iter().any(|word| left_of(&word).is_some())
        || HALF_UNITS
            .iter()
            .filter_map(|word| left_of(&word))
            .any(|left| !is_half(left));
    let has_grammar = stem.contains([
        '的', '是', '在', '和', '与', '向', '为', '对', '把', '被', '从', '到', '年', '届', '第',
        '全', '各', '我', '本', '该', '将', '以', '于', '由', '及', '等', '个', '所', '了', '着',
        '人', '不',
    ]);
    let has_work = WORK_WORDS.iter().any(|word| stem.contains(word));
    !is_word && !has_grammar && !has_work
}

/// The last unit that a phrase ends in, with those before it: for 在云岭市青禾区, cut at 人民政府.
/// Tries every start, the earliest that reads as units to the very end wins.
pub(super) fn units_at_end(text: &str) -> Vec<Unit<'_>> {
    let tail: Vec<usize> = text
        .char_indices()
        .rev()
        .take(24)
        .map(|(at, _)| at)
        .collect();
    for &start in tail.iter().rev() {
        let phrase = &text[start..];
        let before = text[..start].chars().last();
        let at_boundary = before.is_none_or(|c| {
            !is_han(c) || "在向由对和于表过据按省市区县州为立属驻赴到原".contains(c)
        });
        if !at_boundary {
            continue;
        }
        let units = units_at_start(phrase);
        let n_bytes: usize = units.iter().map(|unit| unit.name.len()).sum();
        if !units.is_empty() && n_bytes == phrase.trim_end().len() {
            return units;
        }
    }
    Vec::new()
}

/// A masked name: X区, XX县, ××市, 某区.
pub(super) fn masked_name(text: &str) -> Option<&str> {
    let is_mask = |c: char| {
        matches!(
            c,
            'X' | 'x' | 'Ｘ' | 'ｘ' | '×' | '╳' | '某' | '＊' | '*' | '✕'
        )
    };
    for (at, suffix) in text
        .char_indices()
        .filter(|(_, c)| "区县市旗州".contains(*c))
    {
        let start = text[..at]
            .char_indices()
            .rev()
            .take_while(|(_, c)| is_mask(*c))
            .last()
            .map(|(start, _)| start);
        let Some(start) = start else { continue };
        let before = text[..start].chars().last();
        if before.is_none_or(|c| !c.is_ascii_alphabetic()) {
            return Some(&text[start..at + suffix.len_utf8()]);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(units: Vec<Unit<'_>>) -> Vec<&str> {
        units.into_iter().map(|unit| unit.name).collect()
    }

    #[test]
    fn units_are_told_by_table_and_by_form() {
        assert_eq!(
            names(units_at_start("保定市清苑区人民政府")),
            ["保定市", "清苑区"]
        );
        assert_eq!(
            names(units_at_start("云岭市青禾区教育局")),
            ["云岭市", "青禾区"]
        );
        assert_eq!(names(units_at_start("云岭高新区教育局")), ["云岭高新区"]);
        assert_eq!(names(units_at_start("黔东南州第十五届")), ["黔东南州"]);
        assert!(units_at_start("教育工作示范区").is_empty());
        assert!(units_at_start("教育强区建设").is_empty());
        assert!(units_at_start("中小学区域联盟").is_empty());
        assert!(units_at_start("市人民政府").is_empty());
        assert_eq!(names(units_at_start("芦港区教育局")), ["芦港区"]);
        assert_eq!(names(units_at_start("云岭新区教育局")), ["云岭新区"]);
    }

    #[test]
    fn ordinary_words_are_no_units() {
        for word in [
            "列席区",
            "云岭社区",
            "东校区",
            "云岭学区",
            "南麓片区",
            "产业园区",
            "西部地区",
            "中心城区",
            "老郊区",
            "各辖区",
            "各县区",
            "贫困山区",
            "大库区",
            "云岭景区",
            "开发区",
            "新区",
            "高新区",
            "革命老区",
            "港口老区",
        ] {
            assert!(units_at_start(word).is_empty(), "{word}");
        }
    }

    #[test]
    fn a_phrase_may_end_in_units() {
        assert_eq!(
            names(units_at_end("2024年1月3日在云岭市青禾区")),
            ["云岭市", "青禾区"]
        );
        assert_eq!(names(units_at_end("现在，我代表徐水县")), ["徐水县"]);
        assert!(units_at_end("现在，我代表市").is_empty());
    }

    #[test]
    fn a_masked_name_is_read_as_it_stands() {
        assert_eq!(masked_name("2022X区教育局"), Some("X区"));
        assert_eq!(masked_name("我们××县"), Some("××县"));
        assert_eq!(masked_name("MAX区"), None);
        assert_eq!(masked_name("我区"), None);
    }
}
