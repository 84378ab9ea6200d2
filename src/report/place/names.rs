//! Reads the place names that a phrase spells out, known to the table or not: 云岭市青禾区人民政府 names 云岭市 and 青禾区.
//!
//! Input: a phrase. Output: its [`PlaceName`]s, the highest place first; or the masked name in it (X区). A name that the
//! table of divisions does not hold is recognised by its form: some Chinese characters and an ending. Which of the places
//! reports is decided in `district`.

use super::divisions::{DivisionId, gazetteer};
use super::endings::ending_at_start;
use crate::report::characters::is_han;

/// Words that end as place names do and name no place, whatever stands before them.
#[rustfmt::skip] // a table of words
const NO_PLACES: &[&str] = &[
    "示范区", "实验区", "试验区", "先行区", "功能区", "集聚区", "聚集区", "保护区", "特区", "社区", "校区", "园区", "学区", "小区",
    "景区", "灾区", "辖区", "片区", "厂区", "街区", "市区", "县区", "区县", "县市", "城市", "都市", "县城", "超市", "强区", "强县",
    "强市", "自治区", "直辖市", "营区", "战区", "大区", "建成区", "中心区", "主城区", "新城区", "老城区", "县城区", "副中心", "自贸区",
    "综保区", "保税区", "服务区", "生活区", "旅游区", "风景区", "度假区", "合作区", "创新区", "联系区", "分区", "专区", "禁区", "误区",
    "红旗", "国旗", "党旗", "团旗", "队旗", "股市", "上市", "门市", "夜市", "楼市", "房市", "集市", "菜市", "入市", "面市", "老区",
    "地区", "列席区", "开发区", "流失区", "治理区", "水源区", "产区", "居住区", "棚户区", "安置区", "商业区", "污染区", "集中区", "核心区", "禁养区",
    "控制区", "规划区", "生态区", "协作区",
];

/// Words that end as place names do and name a place only with one more character before them: 芦港区 and 南山区 are
/// places, 港区, 中心城区 and 贫困山区 are none.
#[rustfmt::skip] // a table of words
const HALF_PLACES: &[&str] = &[
    "新区", "高新区", "经开区", "管理区", "城区", "山区", "郊区", "库区", "林区", "牧区", "湖区", "江区", "港区", "矿区", "湾区",
];

/// Words of the work that no place is called by: 教育强区 is an aim, 中小学区域 is no place.
#[rustfmt::skip] // a table of words
const WORK_WORDS: &[&str] = &[
    "教育", "工作", "改革", "发展", "综合", "义务", "均衡", "学前", "普及", "普惠", "优质", "文明", "平安", "创建", "国家",
    "全国", "质量", "城乡", "中小学", "学校", "学生", "幼儿", "管理", "重点", "先进", "优秀", "年度", "上半", "下半", "贯彻",
    "落实", "部署", "贫困", "脱贫", "试点", "示范", "百强", "经济", "农业", "工业", "人口", "革命", "边境", "沿海", "旅游", "列席",
    "邀请", "代表", "建设", "推进", "学习", "周边", "相关", "兄弟", "有关", "对口", "帮扶", "结对", "先行", "主要", "部分",
    "直属", "附近", "设立", "撤销", "批复", "会议", "党组", "领导", "干部", "教师", "同步", "统筹", "服务", "其他", "其它", "许多", "多数",
    "深化", "推行", "实行", "实施", "开展", "探索", "全面", "加快", "完善", "坚持", "扎实", "启动", "优化", "强化", "规范", "落实",
];

/// What may stand right before a place name in a sentence: prepositions and the like, and the endings of other names.
const BEFORE_A_NAME: &str = "在向由对和于表过据按省市区县州为立属驻赴到原日号";

/// The endings of names that are masked.
const MASKED_ENDINGS: &str = "区县市旗州";

/// A place named in a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct PlaceName<'a> {
    /// Its name, as the phrase has it.
    pub(in crate::report) name: &'a str,
    /// The divisions of that name in the table; empty where it is known by its form alone.
    pub(in crate::report) ids: Vec<DivisionId>,
}

/// Reads the place names that `text` starts with, one after the other.
pub(in crate::report) fn names_at_start(text: &str) -> Vec<PlaceName<'_>> {
    let mut places = Vec::new();
    let mut rest = text;
    while let Some((n_bytes, ids)) = name_at_start(rest) {
        places.push(PlaceName {
            name: &rest[..n_bytes],
            ids,
        });
        rest = rest[n_bytes..].trim_start();
        if places.len() == 4 {
            break;
        }
    }
    places
}

fn name_at_start(text: &str) -> Option<(usize, Vec<DivisionId>)> {
    let known = gazetteer().name_at_start(text);
    if let Some((n_bytes, ids)) = known {
        // 常州经济开发区 starts with no full name; 天津市 does. An ending right behind extends the name.
        return Some((n_bytes, ids.to_vec()));
    }
    let by_form = form_at_start(text)?;
    Some((by_form, Vec::new()))
}

/// Reads a name by its form: two to eight Chinese characters and an ending. The shortest such name wins, but for endings of
/// several characters.
fn form_at_start(text: &str) -> Option<usize> {
    for (n_chars, (at, c)) in text.char_indices().enumerate() {
        if !is_han(c) || n_chars > 9 {
            return None;
        }
        if n_chars >= 2 {
            let rest = &text[at..];
            if let Some(ending) = ending_at_start(rest) {
                let name = &text[..at + ending.len()];
                // 区域, 市场, 县域: the ending is the beginning of a word.
                let behind = text[name.len()..].chars().next();
                // So is 区管, 县管 of 区管校聘, but not that of 高新区管委会.
                let is_managed = text[name.len()..].starts_with("管校");
                let begins_word = is_managed
                    || behind.is_some_and(|c| "域块间场民级城帜属直".contains(c))
                        && ending.chars().count() == 1;
                // A city has three characters before its 市 at most, where the table does not hold it.
                let max_chars = if ending == "市" { 3 } else { 8 };
                let is_name = n_chars <= max_chars && is_place_name(name, at);
                return (!begins_word && is_name).then_some(name.len());
            }
        }
    }
    None
}

fn is_place_name(name: &str, stem_bytes: usize) -> bool {
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
    let is_word = NO_PLACES.iter().any(|word| left_of(&word).is_some())
        || HALF_PLACES
            .iter()
            .filter_map(|word| left_of(&word))
            .any(|left| !is_half(left));
    let has_grammar = stem.contains([
        '的', '是', '在', '和', '与', '向', '为', '对', '把', '被', '从', '到', '年', '届', '第',
        '全', '各', '我', '本', '该', '将', '以', '于', '由', '及', '等', '个', '所', '了', '着',
        '人', '不',
    ]);
    let has_work = WORK_WORDS.iter().any(|word| stem.contains(word));
    // 26日珠海市: what stands before a name of the table is no part of it.
    let ends_in_known = name.char_indices().skip(1).any(|(at, _)| {
        let known = gazetteer().name_at_start(&name[at..]);
        known.is_some_and(|(n_bytes, _)| at + n_bytes == name.len())
    });
    let goes_on_from_date = stem.starts_with(['日', '月', '号']);
    !is_word && !has_grammar && !has_work && !ends_in_known && !goes_on_from_date
}

/// Reads the place names that a phrase ends in: 云岭市 and 青禾区 for 在云岭市青禾区, cut at 人民政府. Tries every start; the
/// earliest from which place names follow each other to the very end wins.
pub(in crate::report) fn names_at_end(text: &str) -> Vec<PlaceName<'_>> {
    let tail: Vec<usize> = text
        .char_indices()
        .rev()
        .take(24)
        .map(|(at, _)| at)
        .collect();
    for &start in tail.iter().rev() {
        let phrase = &text[start..];
        let before = text[..start].chars().last();
        let at_boundary = before.is_none_or(|c| !is_han(c) || BEFORE_A_NAME.contains(c));
        if !at_boundary {
            continue;
        }
        let places = names_at_start(phrase);
        if !places.is_empty() && n_bytes(&places) == phrase.trim_end().len() {
            return places;
        }
    }
    Vec::new()
}

/// How many bytes the names of places take, written one after the other.
pub(super) fn n_bytes(places: &[PlaceName<'_>]) -> usize {
    places.iter().map(|place| place.name.len()).sum()
}

/// Finds a masked name: X区, XX县, ××市, 某区.
pub(in crate::report) fn masked_name(text: &str) -> Option<&str> {
    let is_mask = |c: char| {
        matches!(
            c,
            'X' | 'x' | 'Ｘ' | 'ｘ' | '×' | '╳' | '某' | '＊' | '*' | '✕'
        )
    };
    for (at, ending) in text
        .char_indices()
        .filter(|(_, c)| MASKED_ENDINGS.contains(*c))
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
            return Some(&text[start..at + ending.len_utf8()]);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(places: Vec<PlaceName<'_>>) -> Vec<&str> {
        places.into_iter().map(|place| place.name).collect()
    }

    #[test]
    fn names_are_read_by_table_and_by_form() {
        assert_eq!(
            names(names_at_start("保定市清苑区人民政府")),
            ["保定市", "清苑区"]
        );
        assert_eq!(
            names(names_at_start("云岭市青禾区教育局")),
            ["云岭市", "青禾区"]
        );
        assert_eq!(names(names_at_start("云岭高新区教育局")), ["云岭高新区"]);
        assert_eq!(names(names_at_start("黔东南州第十五届")), ["黔东南州"]);
        assert!(names_at_start("教育工作示范区").is_empty());
        assert!(names_at_start("教育强区建设").is_empty());
        assert!(names_at_start("中小学区域联盟").is_empty());
        assert!(names_at_start("市人民政府").is_empty());
        assert_eq!(names(names_at_start("芦港区教育局")), ["芦港区"]);
        assert_eq!(names(names_at_start("云岭新区教育局")), ["云岭新区"]);
    }

    #[test]
    fn ordinary_words_are_no_places() {
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
            assert!(names_at_start(word).is_empty(), "{word}");
        }
    }

    #[test]
    fn a_phrase_may_end_in_names() {
        assert_eq!(
            names(names_at_end("2024年1月3日在云岭市青禾区")),
            ["云岭市", "青禾区"]
        );
        assert_eq!(names(names_at_end("现在，我代表徐水县")), ["徐水县"]);
        assert!(names_at_end("现在，我代表市").is_empty());
    }

    #[test]
    fn a_masked_name_is_read_as_it_stands() {
        assert_eq!(masked_name("2022X区教育局"), Some("X区"));
        assert_eq!(masked_name("我们××县"), Some("××县"));
        assert_eq!(masked_name("MAX区"), None);
        assert_eq!(masked_name("我区"), None);
    }

    #[test]
    fn a_day_and_a_verb_are_no_part_of_a_name() {
        assert_eq!(names(names_at_end("2023年2月26日珠海市")), ["珠海市"]);
        assert!(names_at_start("深化区管校聘改革").is_empty());
        assert_eq!(
            names(names_at_start("龙岩市长汀水土流失区生态文明")),
            ["龙岩市"]
        );
        assert_eq!(names(names_at_start("青禾区教育局")), ["青禾区"]);
    }
}
