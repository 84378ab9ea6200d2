//! What a report declares of itself: 我代表青禾区人民政府, 在青禾区第三届人民代表大会…会议上, its title, its
//! issuer, the office of who speaks.
//!
//! Input: the context of the place. Output: [`Declaration`]s, each with its weight, and the unit that
//! one settles on. Refuses to count names.

use super::Evidence;
use super::divisions::{Gazetteer, Id, Tier};
use super::level::Level;
use super::lines::Line;
use super::place::{Chosen, Context, N_OPENING_LINES};
use super::units::{Unit, units_at_end, units_at_start};

/// What stands behind a unit's name where an organ is called by it.
const ORGANS: [&str; 8] = [
    "教育和体育局",
    "教育体育局",
    "教育委员会",
    "教育局",
    "教体局",
    "教委",
    "人民政府",
    "政府",
];

/// A unit that the report declares to be its own.
pub(super) struct Declaration<'a> {
    /// The units it names, the highest first.
    pub(super) units: Vec<Unit<'a>>,
    /// Where it stands.
    pub(super) evidence: Evidence,
    /// How much it says: 200 for 我代表…, 120 for the office of the speaker.
    pub(super) weight: i64,
}

/// Where the report says whose it is.
pub(super) fn declarations<'a>(context: &Context<'a, '_>) -> Vec<Declaration<'a>> {
    let mut declarations = Vec::new();
    let mut add = |units: Vec<Unit<'a>>, line: u32, weight: i64, rule: &'static str| {
        if units.is_empty() {
            return;
        }
        let text: String = units.iter().map(|unit| unit.name).collect();
        declarations.push(Declaration {
            units,
            evidence: Evidence { line, text, rule },
            weight,
        });
    };
    if let Some((title, line)) = context.title {
        add(units_of_title(title), line, 150, "the title names it");
    }
    if let Some((issuer, line)) = context.issuer {
        add(units_at_start(issuer), line, 160, "the issuer's name");
    }
    let opening = context
        .lines
        .iter()
        .zip(context.is_text)
        .filter(|(_, is_text)| **is_text)
        .take(N_OPENING_LINES);
    for (line, _) in opening {
        let head = head_of(line.text, 300);
        for (at, _) in head.match_indices("代表") {
            // 我代表, 现在，代表; 邀请教师代表列席 is no declaration.
            let before = head[..at].trim_end();
            if !(before.is_empty() || before.ends_with(['我', '谨', '，', ',', '托'])) {
                continue;
            }
            let rest = head[at + "代表".len()..].trim_start();
            let units = units_at_start(rest);
            let n_bytes: usize = units.iter().map(|unit| unit.name.len()).sum();
            let behind = rest.get(n_bytes..).unwrap_or_default().trim_start();
            let speaks = [
                "人民政府",
                "政府",
                "第",
                "县委",
                "区委",
                "市委",
                "教育局",
                "教委",
                "教体局",
            ];
            if speaks.iter().any(|organ| behind.starts_with(organ)) {
                add(units, line.number, 200, "speaks for it");
            }
        }
        for session in ["人民代表大会", "届人大"] {
            if let Some(at) = head.find(session).filter(|_| line.n_chars <= 120) {
                let before = head[..at]
                    .trim_end_matches(|c: char| "第十一二三四五六七八九0123456789届 ".contains(c));
                add(
                    units_at_end(before),
                    line.number,
                    140,
                    "its congress is in session",
                );
            }
        }
        if line.is_speaker() {
            let organ = ["人民政府", "政府"]
                .iter()
                .find_map(|organ| head.find(organ));
            match organ {
                Some(at) => add(
                    units_at_end(&head[..at]),
                    line.number,
                    130,
                    "its head speaks",
                ),
                None => add(units_at_start(head), line.number, 120, "its head speaks"),
            }
        }
    }
    for (line, organ) in organs_of_page(context) {
        add(organ, line, 110, "the page names its organ");
    }
    // The organ's name on a line of its own: over the title, or under the text as it is signed.
    let text = context
        .lines
        .iter()
        .zip(context.is_text)
        .filter(|(_, is_text)| **is_text)
        .map(|(line, _)| line);
    let text: Vec<&Line<'a>> = text.collect();
    let tail = text.len().saturating_sub(3).max(3);
    for line in text
        .iter()
        .take(3)
        .chain(text.get(tail..).unwrap_or_default())
    {
        if line.is_organ() {
            add(
                units_at_start(line.text.trim_start_matches("中共")),
                line.number,
                125,
                "its organ signs it",
            );
        }
    }
    declarations
}

/// Organs in what a page put around the report: 来源：青禾区教育局, 首页 > 青禾区教委, 主办：青禾区人民政府.
fn organs_of_page<'a>(context: &Context<'a, '_>) -> Vec<(u32, Vec<Unit<'a>>)> {
    let mut found = Vec::new();
    let page = context.lines.iter().zip(context.is_text);
    for (line, _) in page.filter(|(line, is_text)| !**is_text && line.n_chars <= 120) {
        let names_another = ["上一", "下一", "相关"]
            .iter()
            .any(|s| line.text.starts_with(s));
        let organ = ORGANS.iter().find_map(|organ| line.text.find(organ));
        if let Some(at) = organ.filter(|_| !names_another) {
            found.push((line.number, units_at_end(&line.text[..at])));
        }
    }
    found
}

fn head_of(text: &str, max_chars: usize) -> &str {
    text.char_indices()
        .nth(max_chars)
        .map_or(text, |(at, _)| &text[..at])
}

/// The units in a title, its year and its quotation passed over.
fn units_of_title(title: &str) -> Vec<Unit<'_>> {
    let mut rest = title;
    loop {
        let bare = rest.trim_start_matches(|c: char| {
            c.is_whitespace() || c.is_numeric() || "年度〇○《〈“（）()-—_【】".contains(c)
        });
        let bare = [
            "学年度",
            "学年",
            "第一学期",
            "第二学期",
            "关于印发",
            "关于",
            "印发",
            "上半年",
            "下半年",
            "中共",
        ]
        .iter()
        .fold(bare, |bare, words| bare.strip_prefix(words).unwrap_or(bare));
        if bare.len() == rest.len() {
            break;
        }
        rest = bare;
    }
    let units = units_at_start(rest);
    if !units.is_empty() {
        return units;
    }
    // 2023年工作总结（青禾区教育局）, 实验小学…: units anywhere that the table knows, or by an organ.
    for organ in ORGANS {
        if let Some(at) = title.find(organ) {
            let units = units_at_end(&title[..at]);
            if !units.is_empty() {
                return units;
            }
        }
    }
    Vec::new()
}

/// The unit of a declaration, with the units above it that any declaration spells out.
pub(super) fn declared_unit(
    table: &Gazetteer,
    declaration: &Declaration<'_>,
    all: &[Declaration<'_>],
) -> Chosen {
    let last = declaration
        .units
        .last()
        .map(|unit| unit.name)
        .unwrap_or_default();
    // Another declaration may spell the units above it out.
    let fullest = all
        .iter()
        .filter(|other| other.units.last().is_some_and(|unit| unit.name == last))
        .max_by_key(|other| other.units.len())
        .unwrap_or(declaration);
    let ids = declaration
        .units
        .last()
        .map(|unit| unit.ids.clone())
        .unwrap_or_default();
    let n_above = fullest.units.len().saturating_sub(1);
    let above = fullest.units[..n_above]
        .iter()
        .map(|unit| (unit.name.to_owned(), unit.ids.clone()))
        .collect();
    let (ids, is_former) = if ids.is_empty() {
        former(table, last)
    } else {
        (ids, false)
    };
    let name = match ids.first() {
        Some(&id) if !is_former => table.get(id).name.to_owned(),
        _ => last.to_owned(),
    };
    Chosen {
        name,
        ids,
        above,
        evidence: declaration.evidence.clone(),
        is_former,
    }
}

/// 徐水县, a county that is 徐水区 now: the division of the same stem at the same tier.
fn former(table: &Gazetteer, name: &str) -> (Vec<Id>, bool) {
    let stem = super::divisions::stem_of(name);
    if stem.len() == name.len() {
        return (Vec::new(), false);
    }
    let is_county = matches!(
        Level::of_name(name),
        Some(Level::County | Level::District | Level::City | Level::Banner)
    );
    let ids: Vec<Id> = table
        .stemmed(stem)
        .iter()
        .copied()
        .filter(|&id| is_county && table.get(id).tier == Tier::County)
        .collect();
    let is_former = !ids.is_empty();
    (ids, is_former)
}
