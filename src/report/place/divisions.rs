//! The administrative divisions of China (行政区划) as of 2024, and where a text names them.
//!
//! Input: a text. Output: the divisions it names, by full name (通州区) or by stem (通州). The table, `divisions.csv`, holds
//! GB/T 2260 code and name, made from the national table of 2024. Its third column marks stems that are ordinary words: `w`
//! (合作市: 合作 alone does not count) and `W` (新城区: not even the full name counts where it merely occurs). Names that the
//! table does not hold are read by their form, in `names`.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::endings::{AUTONOMOUS, SHORT_OF_AUTONOMOUS, stem_of};
use crate::report::characters::is_han;

static TABLE: &str = include_str!("divisions.csv");

/// The tier that a division belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::report) enum Tier {
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
pub(in crate::report) struct Division {
    code: u32,
    /// 通州区
    pub(in crate::report) name: &'static str,
    /// 通州
    pub(in crate::report) stem: &'static str,
    /// The tier it belongs to.
    pub(in crate::report) tier: Tier,
    commonness: Commonness,
}

/// How often a text names a division.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::report) struct NameCount {
    /// By its full name.
    pub(in crate::report) n_full: u32,
    /// By its stem alone.
    pub(in crate::report) n_stem: u32,
}

/// The index of a division in the table.
pub(in crate::report) type DivisionId = usize;

/// The table, with its names looked up by their first two characters.
pub(in crate::report) struct Gazetteer {
    divisions: Vec<Division>,
    by_name: HashMap<&'static str, Vec<DivisionId>>,
    by_stem: HashMap<&'static str, Vec<DivisionId>>,
    by_code: HashMap<u32, DivisionId>,
    /// Stems by their first two characters, the longest first.
    by_head: HashMap<(char, char), Vec<&'static str>>,
    /// Whether a character begins a stem.
    begins: Vec<bool>,
}

/// The table, parsed once.
pub(in crate::report) fn gazetteer() -> &'static Gazetteer {
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

    /// The division at an index.
    pub(in crate::report) fn get(&self, id: DivisionId) -> &Division {
        &self.divisions[id]
    }

    /// The divisions below the provinces whose stem is an ordinary word, though their name is not.
    pub(in crate::report) fn words(&self) -> impl Iterator<Item = DivisionId> {
        let is_word = |id: &DivisionId| {
            let division = &self.divisions[*id];
            division.tier == Tier::County && division.commonness == Commonness::StemIsWord
        };
        (0..self.divisions.len()).filter(is_word)
    }

    /// The divisions of this full name; 黔东南州 is a name of 黔东南苗族侗族自治州 too.
    pub(in crate::report) fn named(&self, name: &str) -> &[DivisionId] {
        if let Some(ids) = self.by_name.get(name) {
            return ids;
        }
        let is_short = |id: &DivisionId| {
            let full = self.divisions[*id].name;
            full.ends_with(SHORT_OF_AUTONOMOUS)
                && AUTONOMOUS.iter().any(|end| full.ends_with(end))
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
    pub(in crate::report) fn stemmed(&self, stem: &str) -> &[DivisionId] {
        self.by_stem.get(stem).map_or(&[], Vec::as_slice)
    }

    /// The division that this one belongs to.
    pub(in crate::report) fn parent(&self, id: DivisionId) -> Option<DivisionId> {
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
    pub(in crate::report) fn above(
        &self,
        id: DivisionId,
    ) -> (Option<&Division>, Option<&Division>) {
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
    pub(in crate::report) fn contains(&self, above: DivisionId, below: DivisionId) -> bool {
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
    pub(in crate::report) fn name_at_start(&self, text: &str) -> Option<(usize, &[DivisionId])> {
        let mut chars = text.chars();
        let head = (chars.next()?, chars.next()?);
        let mut best: Option<(usize, &[DivisionId])> = None;
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
                .filter(|c| SHORT_OF_AUTONOMOUS.contains(c))
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
    pub(in crate::report) fn count(&self, text: &str, counts: &mut HashMap<DivisionId, NameCount>) {
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
            let is_bounded = before.is_none_or(|c| !is_han(c) || "在对为与市省是".contains(c));
            let n_bytes = self.count_one(stem, rest, is_bounded, counts);
            skip_to = at + n_bytes;
        }
    }

    fn count_one(
        &self,
        stem: &str,
        rest: &str,
        is_bounded: bool,
        counts: &mut HashMap<DivisionId, NameCount>,
    ) -> usize {
        let ids = self.stemmed(stem);
        let behind = rest[stem.len()..].chars().next();
        let is_full = |id: &DivisionId| {
            let division = &self.divisions[*id];
            let short = behind
                .is_some_and(|c| SHORT_OF_AUTONOMOUS.contains(&c) && division.name.ends_with(c))
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

#[cfg(test)]
mod tests {
    use super::*;

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
        let check = |text: &str, name: &str, n_full: u32, n_stem: u32| {
            let mut counts = HashMap::new();
            table.count(text, &mut counts);
            let count = counts.get(&table.named(name)[0]).copied();
            let expected = NameCount { n_full, n_stem };
            assert_eq!(count.unwrap_or_default(), expected, "{name}");
        };
        let text = "怀柔区的怀柔教育，与海淀区合作";
        check(text, "怀柔区", 1, 1);
        check(text, "海淀区", 1, 0);
        check(text, "合作市", 0, 0);
        check("在叶县推广，红叶县城，叶县", "叶县", 2, 0);
    }
}
