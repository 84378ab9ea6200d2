//! 行政区划: the divisions of China as of 2024, and where a text names them.
//!
//! Input: text. Output: the divisions it names, by full name (通州区) or by stem (通州). Embedded as
//! `divisions.csv`: GB/T 2260 code and name, made from the national table of 2024. Its third column
//! marks stems that are ordinary words: `w` (合作市: 合作 alone does not count) and `W` (新城区: not
//! even the full name counts where it merely occurs). Refuses to know who reports.

use std::collections::HashMap;
use std::sync::OnceLock;

static TABLE: &str = include_str!("divisions.csv");

/// Names of peoples that stand inside the names of autonomous divisions.
#[rustfmt::skip] // a table of words
const PEOPLES: &[&str] = &[
    "蒙古族", "蒙古", "回族", "藏族", "维吾尔", "苗族", "彝族", "壮族", "布依族", "朝鲜族", "满族", "侗族", "瑶族", "白族",
    "土家族", "哈尼族", "哈萨克族", "哈萨克", "傣族", "黎族", "傈僳族", "佤族", "畲族", "拉祜族", "水族", "东乡族", "纳西族",
    "景颇族", "柯尔克孜", "土族", "达斡尔族", "仫佬族", "羌族", "布朗族", "撒拉族", "毛南族", "仡佬族", "锡伯", "普米族", "塔吉克",
    "怒族", "鄂温克族", "保安族", "裕固族", "独龙族", "鄂伦春", "各族",
];

/// How high a division stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Tier {
    /// 省, 自治区, 直辖市
    Province,
    /// 地级市, 自治州, 盟, 地区
    Prefecture,
    /// 区, 县, 旗, 县级市
    County,
}

/// How far a division's name is an ordinary word too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Commonness {
    Proper,
    StemIsWord,
    NameIsWord,
}

/// One division.
#[derive(Debug)]
pub(super) struct Division {
    code: u32,
    /// 通州区
    pub(super) name: &'static str,
    /// 通州
    pub(super) stem: &'static str,
    /// How high it stands.
    pub(super) tier: Tier,
    commonness: Commonness,
}

/// How often a text names a division.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Count {
    /// By its full name.
    pub(super) n_full: u32,
    /// By its stem alone.
    pub(super) n_stem: u32,
}

/// A division by its place in the table.
pub(super) type Id = usize;

/// The table, with its names looked up by their first two characters.
pub(super) struct Gazetteer {
    divisions: Vec<Division>,
    by_name: HashMap<&'static str, Vec<Id>>,
    by_stem: HashMap<&'static str, Vec<Id>>,
    by_code: HashMap<u32, Id>,
    /// Stems by their first two characters, the longest first.
    by_head: HashMap<(char, char), Vec<&'static str>>,
    /// Whether a character begins a stem.
    begins: Vec<bool>,
}

/// The table, parsed once.
pub(super) fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
    GAZETTEER.get_or_init(|| Gazetteer::parse(TABLE))
}

impl Gazetteer {
    fn parse(table: &'static str) -> Gazetteer {
        let mut gazetteer = Gazetteer {
            divisions: Vec::new(),
            by_name: HashMap::new(),
            by_stem: HashMap::new(),
            by_code: HashMap::new(),
            by_head: HashMap::new(),
            begins: vec![false; 0x1_0000],
        };
        for row in table.lines() {
            let mut cells = row.split(',');
            let (Some(code), Some(name)) = (cells.next(), cells.next()) else {
                continue;
            };
            let tier = match code.len() {
                2 => Tier::Province,
                4 => Tier::Prefecture,
                _ => Tier::County,
            };
            let commonness = match cells.next() {
                Some("w") => Commonness::StemIsWord,
                Some("W") => Commonness::NameIsWord,
                _ => Commonness::Proper,
            };
            let Ok(code) = code.parse() else { continue };
            let id = gazetteer.divisions.len();
            let stem = stem_of(name);
            gazetteer.divisions.push(Division {
                code,
                name,
                stem,
                tier,
                commonness,
            });
            gazetteer.by_name.entry(name).or_default().push(id);
            gazetteer.by_stem.entry(stem).or_default().push(id);
            gazetteer.by_code.insert(code, id);
            let mut chars = stem.chars();
            if let (Some(a), Some(b)) = (chars.next(), chars.next()) {
                let stems = gazetteer.by_head.entry((a, b)).or_default();
                if !stems.contains(&stem) {
                    stems.push(stem);
                    stems.sort_by_key(|stem| std::cmp::Reverse(stem.len()));
                }
                if let Some(begins) = gazetteer.begins.get_mut(a as usize) {
                    *begins = true;
                }
            }
        }
        gazetteer
    }

    /// A division.
    pub(super) fn get(&self, id: Id) -> &Division {
        &self.divisions[id]
    }

    /// The divisions below the provinces whose stem is an ordinary word, though their name is not.
    pub(super) fn words(&self) -> impl Iterator<Item = Id> {
        let is_word = |id: &Id| {
            let division = &self.divisions[*id];
            division.tier == Tier::County && division.commonness == Commonness::StemIsWord
        };
        (0..self.divisions.len()).filter(is_word)
    }

    /// The divisions of this full name; 黔东南州 names 黔东南苗族侗族自治州 too.
    pub(super) fn named(&self, name: &str) -> &[Id] {
        if let Some(ids) = self.by_name.get(name) {
            return ids;
        }
        let is_short = |id: &Id| {
            let full = self.divisions[*id].name;
            ["自治州", "自治县", "自治旗"]
                .iter()
                .any(|end| full.ends_with(end))
                && name.chars().last() == full.chars().last()
        };
        match name.char_indices().last() {
            Some((at, _)) => match self.by_stem.get(&name[..at]) {
                Some(ids) if ids.iter().all(is_short) => ids,
                Some(ids) if ids.first().is_some_and(is_short) => &ids[..1],
                _ => &[],
            },
            None => &[],
        }
    }

    /// The divisions of this stem.
    pub(super) fn stemmed(&self, stem: &str) -> &[Id] {
        self.by_stem.get(stem).map_or(&[], Vec::as_slice)
    }

    /// The division that this one belongs to.
    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        let division = &self.divisions[id];
        match division.tier {
            Tier::Province => None,
            Tier::Prefecture => self.by_code.get(&(division.code / 100)).copied(),
            Tier::County => {
                let code = division.code / 100;
                self.by_code
                    .get(&code)
                    .or_else(|| self.by_code.get(&(code / 100)))
                    .copied()
            }
        }
    }

    /// The prefecture and the province above a division.
    pub(super) fn above(&self, id: Id) -> (Option<&Division>, Option<&Division>) {
        match self
            .parent(id)
            .map(|parent| (parent, &self.divisions[parent]))
        {
            None => (None, None),
            Some((_, division)) if division.tier == Tier::Province => (None, Some(division)),
            Some((parent, division)) => (
                Some(division),
                self.parent(parent).map(|id| &self.divisions[id]),
            ),
        }
    }

    /// Whether `below` lies in `above`, at any depth.
    pub(super) fn contains(&self, above: Id, below: Id) -> bool {
        let mut at = self.parent(below);
        while let Some(id) = at {
            if id == above {
                return true;
            }
            at = self.parent(id);
        }
        false
    }

    /// The longest full name at the start of `text`, in bytes, with the divisions of that name.
    pub(super) fn name_at_start(&self, text: &str) -> Option<(usize, &[Id])> {
        let mut chars = text.chars();
        let head = (chars.next()?, chars.next()?);
        let mut best: Option<(usize, &[Id])> = None;
        for stem in self
            .by_head
            .get(&head)?
            .iter()
            .filter(|stem| text.starts_with(**stem))
        {
            for &id in self.stemmed(stem) {
                let name = self.divisions[id].name;
                if text.starts_with(name) && best.is_none_or(|(n_bytes, _)| name.len() > n_bytes) {
                    best = Some((
                        name.len(),
                        self.by_name.get(name).map_or(&[], Vec::as_slice),
                    ));
                }
            }
            if let Some(suffix) = text[stem.len()..]
                .chars()
                .next()
                .filter(|c| "州县旗".contains(*c))
            {
                let n_bytes = stem.len() + suffix.len_utf8();
                let ids = self.named(&text[..n_bytes]);
                if !ids.is_empty() && best.is_none_or(|(known, _)| n_bytes > known) {
                    best = Some((n_bytes, ids));
                }
            }
        }
        best
    }

    /// Counts the divisions that `text` names.
    pub(super) fn count(&self, text: &str, counts: &mut HashMap<Id, Count>) {
        let mut chars = text.char_indices().peekable();
        let mut skip_to = 0;
        while let Some((at, a)) = chars.next() {
            if at < skip_to || !self.begins.get(a as usize).copied().unwrap_or(false) {
                continue;
            }
            let Some(&(_, b)) = chars.peek() else { break };
            let Some(stems) = self.by_head.get(&(a, b)) else {
                continue;
            };
            let rest = &text[at..];
            let Some(stem) = stems.iter().find(|stem| rest.starts_with(**stem)) else {
                continue;
            };
            // 叶县 counts where a name can begin, not in 红叶县城.
            let before = text[..at].chars().next_back();
            let is_bounded =
                before.is_none_or(|c| !super::lines::is_han(c) || "在对为与市省是".contains(c));
            let n_bytes = self.count_one(stem, rest, is_bounded, counts);
            skip_to = at + n_bytes;
        }
    }

    fn count_one(
        &self,
        stem: &str,
        rest: &str,
        is_bounded: bool,
        counts: &mut HashMap<Id, Count>,
    ) -> usize {
        let ids = self.stemmed(stem);
        let behind = rest[stem.len()..].chars().next();
        let is_full = |id: &Id| {
            let division = &self.divisions[*id];
            let short = behind.is_some_and(|c| "州县旗".contains(c) && division.name.ends_with(c))
                && division.name.contains("自治");
            rest.starts_with(division.name) || short
        };
        let any_full = ids.iter().any(is_full);
        for &id in ids {
            let division = &self.divisions[id];
            if any_full {
                let is_county = is_bounded && division.name.ends_with('县');
                let is_name = division.commonness != Commonness::NameIsWord || is_county;
                if is_full(&id) && is_name {
                    counts.entry(id).or_default().n_full += 1;
                }
            } else if division.commonness == Commonness::Proper && division.stem != division.name {
                counts.entry(id).or_default().n_stem += 1;
            }
        }
        let written = ids
            .iter()
            .map(|&id| self.divisions[id].name)
            .filter(|name| rest.starts_with(name));
        written.map(str::len).max().unwrap_or(stem.len())
    }
}

/// A division's name without its suffix: 通州, 黔东南, 内蒙古. A name of two characters is its own stem.
pub(super) fn stem_of(name: &str) -> &str {
    for suffix in ["自治区", "自治州", "自治县", "自治旗"] {
        if let Some(bare) = name.strip_suffix(suffix) {
            return without_peoples(bare);
        }
    }
    if let Some(bare) = name.strip_suffix("区").filter(|bare| bare.ends_with('族')) {
        return without_peoples(bare);
    }
    for suffix in ["地区", "林区", "新区", "矿区"] {
        if let Some(bare) = name
            .strip_suffix(suffix)
            .filter(|bare| bare.chars().count() >= 2)
        {
            return bare;
        }
    }
    let bare = name
        .strip_suffix(['省', '市', '区', '县', '旗', '盟', '州'])
        .unwrap_or(name);
    if bare.chars().count() >= 2 {
        bare
    } else {
        name
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_is_the_name_without_its_suffix() {
        let stems = [
            "通州区",
            "黔东南苗族侗族自治州",
            "内蒙古自治区",
            "易县",
            "管城回族区",
            "大兴安岭地区",
            "锡林郭勒盟",
        ];
        let expected = [
            "通州",
            "黔东南",
            "内蒙古",
            "易县",
            "管城",
            "大兴安岭",
            "锡林郭勒",
        ];
        assert_eq!(stems.map(stem_of), expected);
    }

    #[test]
    fn a_county_knows_what_it_belongs_to() {
        let table = gazetteer();
        let above = |name: &str| {
            let (city, province) = table.above(table.named(name)[0]);
            (city.map(|d| d.name), province.map(|d| d.name))
        };
        assert_eq!(above("天宁区"), (Some("常州市"), Some("江苏省")));
        assert_eq!(above("怀柔区"), (None, Some("北京市")));
        assert_eq!(above("潜江市"), (None, Some("湖北省")));
        assert_eq!(above("凉山州"), (None, Some("四川省")));
    }

    #[test]
    fn names_are_counted_in_full_and_by_stem() {
        let table = gazetteer();
        let mut counts = HashMap::new();
        table.count("怀柔区的怀柔教育，与海淀区合作", &mut counts);
        let of = |name: &str| {
            counts
                .get(&table.named(name)[0])
                .copied()
                .unwrap_or_default()
        };
        assert_eq!(
            of("怀柔区"),
            Count {
                n_full: 1,
                n_stem: 1
            }
        );
        assert_eq!(
            of("海淀区"),
            Count {
                n_full: 1,
                n_stem: 0
            }
        );
        assert_eq!(of("合作市"), Count::default());
        table.count("在叶县推广，红叶县城，叶县", &mut counts);
        let of = |name: &str| {
            counts
                .get(&table.named(name)[0])
                .copied()
                .unwrap_or_default()
        };
        assert_eq!(
            of("叶县"),
            Count {
                n_full: 2,
                n_stem: 0
            }
        );
    }
}
