//! The level of government at which a report speaks: 我区 and 区委 in a district's, 全市 in a city's, 我国 in the nation's.
//!
//! Input: a text. Output: a [`GovernmentLevel`]. The declaration 我代表区人民政府 decides; where there is none, the words by
//! which a report calls its own place are counted. Which place of that level it is, is decided in `district`.

/// The level of government that speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::report) enum GovernmentLevel {
    /// 全国
    Nation,
    /// 省
    Province,
    /// 自治区
    Region,
    /// 市, of whatever tier
    City,
    /// 自治州
    Prefecture,
    /// 盟
    League,
    /// 县
    County,
    /// 区
    District,
    /// 旗
    Banner,
}

/// The word of each level, a longer one before one that it ends in.
const WORDS: [(GovernmentLevel, &str); 8] = [
    (GovernmentLevel::Region, "自治区"),
    (GovernmentLevel::Province, "省"),
    (GovernmentLevel::City, "市"),
    (GovernmentLevel::Prefecture, "州"),
    (GovernmentLevel::League, "盟"),
    (GovernmentLevel::County, "县"),
    (GovernmentLevel::District, "区"),
    (GovernmentLevel::Banner, "旗"),
];

impl GovernmentLevel {
    /// The level of a place, by the ending of its name.
    pub(in crate::report) fn of_name(name: &str) -> Option<GovernmentLevel> {
        if name == "全国" {
            return Some(GovernmentLevel::Nation);
        }
        WORDS
            .iter()
            .find(|(_, word)| name.ends_with(word))
            .map(|(level, _)| *level)
    }

    /// The word for a place of this level, which is the ending of its name: 区.
    pub(in crate::report) fn word(self) -> &'static str {
        WORDS
            .iter()
            .find(|(level, _)| *level == self)
            .map_or("国", |(_, word)| word)
    }
}

/// Reads the level that a report declares in its opening: 我代表区人民政府 names a level and no place.
pub(in crate::report) fn declared(opening: &str) -> Option<GovernmentLevel> {
    for (at, _) in opening.match_indices("代表") {
        let rest = opening[at + "代表".len()..].trim_start();
        if rest.starts_with("国务院") || rest.starts_with("中华人民共和国国务院") {
            return Some(GovernmentLevel::Nation);
        }
        if rest.starts_with("行署") || rest.starts_with("盟行政公署") || rest.starts_with("盟行署")
        {
            return Some(GovernmentLevel::League);
        }
        for (level, word) in WORDS {
            let Some(rest) = rest.strip_prefix(word) else {
                continue;
            };
            if ["人民政府", "政府", "委", "教育局"]
                .iter()
                .any(|organ| rest.starts_with(organ))
            {
                return Some(level);
            }
        }
    }
    None
}

/// Counts the words that the text uses of itself. A report names the levels above its own too (全省第一, 省委), but hardly one
/// below: of the levels that are named often enough, the lowest speaks.
pub(in crate::report) fn counted(text: &str) -> Option<GovernmentLevel> {
    let mut scores = [0_u32; WORDS.len()];
    let mut nation = 0;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        match c {
            '全' | '我' => {
                if c == '我' && rest.starts_with('国') {
                    nation += 2;
                }
                if let Some(nth) = word_at(rest) {
                    scores[nth] += if c == '我' { 4 } else { 2 };
                }
            }
            '委' | '教' => add_before(&text[..at], &mut scores, 2),
            // 州人大, 区政协: hardly ever those of another level.
            '人' if rest.starts_with('大') => add_before(&text[..at], &mut scores, 3),
            '政' if rest.starts_with('协') => add_before(&text[..at], &mut scores, 3),
            _ => {}
        }
    }
    // 全区 is the whole region, where the report lies in one.
    if text.matches("自治区").count() >= 3 {
        let district = text.matches("我区").count()
            + text.matches("区人大").count()
            + text.matches("区政协").count();
        if district < 3 {
            scores[6] = 0;
        }
    }
    let best = *scores.iter().max()?;
    if nation > best * 2 && nation >= 10 {
        return Some(GovernmentLevel::Nation);
    }
    let tiers: [&[usize]; 3] = [&[5, 6, 7], &[2, 3, 4], &[0, 1]];
    let enough = |nth: &&usize| scores[**nth] >= 2 && scores[**nth] * 3 >= best;
    let lowest = tiers
        .iter()
        .find_map(|tier| tier.iter().filter(enough).max_by_key(|nth| scores[**nth]))?;
    Some(WORDS[*lowest].0)
}

fn add_before(before: &str, scores: &mut [u32; WORDS.len()], weight: u32) {
    if let Some(nth) = WORDS.iter().position(|(_, word)| before.ends_with(word)) {
        scores[nth] += weight;
    }
}

fn word_at(rest: &str) -> Option<usize> {
    let nth = WORDS.iter().position(|(_, word)| rest.starts_with(word))?;
    let behind = rest[WORDS[nth].1.len()..].chars().next();
    // 我市场, 全区域, 全盟… of a sentence
    let is_word = match WORDS[nth].0 {
        GovernmentLevel::City => behind.is_some_and(|c| "场民值政长".contains(c)),
        GovernmentLevel::District => behind == Some('域'),
        GovernmentLevel::County => behind == Some('域'),
        _ => false,
    };
    (!is_word).then_some(nth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_decides() {
        assert_eq!(
            declared("现在，我代表区人民政府，向大会报告"),
            Some(GovernmentLevel::District)
        );
        assert_eq!(declared("我代表国务院"), Some(GovernmentLevel::Nation));
        assert_eq!(
            declared("我代表自治区人民政府"),
            Some(GovernmentLevel::Region)
        );
        assert_eq!(declared("我代表青禾区人民政府"), None);
    }

    #[test]
    fn else_the_words_for_oneself_are_counted() {
        assert_eq!(
            counted("我区全面推进，全区中小学按全市部署，区委重视"),
            Some(GovernmentLevel::District)
        );
        assert_eq!(counted("无"), None);
    }
}
