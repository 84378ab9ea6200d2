//! The declarations by which a report says whose it is: 我代表青禾区人民政府, its title, its issuer, who speaks.
//!
//! Input: the context of the place. Output: [`Declaration`]s, each with its weight, and the candidate that one declares.
//! Names that are merely used are counted in `most_named`.

use super::context::PlaceContext;
use super::divisions::{DivisionId, Gazetteer, Tier};
use super::endings::stem_of;
use super::level::GovernmentLevel;
use super::location::PlaceCandidate;
use super::names::{PlaceName, n_bytes, names_at_end, names_at_start};
use crate::report::evidence::Evidence;
use crate::report::lines::TextLine;

/// The organs that are called by the name of their place.
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

/// The organs that a report may speak for.
const SPEAKERS: [&str; 9] = [
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

/// A place that the report declares to be its own.
pub(super) struct Declaration<'a> {
    /// The places it names, the highest first.
    pub(super) places: Vec<PlaceName<'a>>,
    /// Where it stands.
    pub(super) evidence: Evidence,
    /// How much it counts: 200 for 我代表…, 120 for the office of the speaker.
    pub(super) weight: i64,
}

impl<'a> Declaration<'a> {
    /// The name of the place that is declared, the lowest of those named.
    pub(super) fn name(&self) -> &'a str {
        self.places.last().map_or("", |place| place.name)
    }
}

/// Finds the declarations of a report.
pub(super) fn declarations<'a>(context: &PlaceContext<'a, '_>) -> Vec<Declaration<'a>> {
    let mut declarations = Vec::new();
    let mut add = |places: Vec<PlaceName<'a>>, line: u32, weight: i64, rule: &'static str| {
        if places.is_empty() {
            return;
        }
        let text: String = places.iter().map(|place| place.name).collect();
        declarations.push(Declaration {
            places,
            evidence: Evidence::new(line, text, rule),
            weight,
        });
    };
    if let Some((title, line)) = context.title {
        add(names_in_title(title), line, 150, "the title names it");
    }
    if let Some((issuer, line)) = context.issuer {
        add(names_at_start(issuer), line, 160, "the issuer's name");
    }
    for line in context.opening() {
        let head = head_of(line.text, 300);
        for (at, _) in head.match_indices("代表") {
            // 我代表, 现在，代表; 邀请教师代表列席 is no declaration.
            let before = head[..at].trim_end();
            if !(before.is_empty() || before.ends_with(['我', '谨', '，', ',', '托'])) {
                continue;
            }
            let rest = head[at + "代表".len()..].trim_start();
            let places = names_at_start(rest);
            let behind = rest
                .get(n_bytes(&places)..)
                .unwrap_or_default()
                .trim_start();
            if SPEAKERS.iter().any(|organ| behind.starts_with(organ)) {
                add(places, line.number, 200, "speaks for it");
            }
        }
        for session in ["人民代表大会", "届人大"] {
            if let Some(at) = head.find(session).filter(|_| line.n_chars <= 120) {
                let before = head[..at]
                    .trim_end_matches(|c: char| "第十一二三四五六七八九0123456789届 ".contains(c));
                add(
                    names_at_end(before),
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
                    names_at_end(&head[..at]),
                    line.number,
                    130,
                    "its head speaks",
                ),
                None => add(names_at_start(head), line.number, 120, "its head speaks"),
            }
        }
    }
    for (line, organ) in organs_of_page(context) {
        add(organ, line, 110, "the page names its organ");
    }
    // The organ's name on a line of its own: over the title, or under the text as it is signed.
    let text: Vec<&TextLine<'a>> = context.lines.own().collect();
    let tail = text.len().saturating_sub(3).max(3);
    for line in text
        .iter()
        .take(3)
        .chain(text.get(tail..).unwrap_or_default())
    {
        if line.is_organ() {
            add(
                names_at_start(line.text.trim_start_matches("中共")),
                line.number,
                125,
                "its organ signs it",
            );
        }
    }
    declarations
}

/// Finds the organs in what a page put around the report: 来源：青禾区教育局, 首页 > 青禾区教委, 主办：青禾区人民政府.
fn organs_of_page<'a>(context: &PlaceContext<'a, '_>) -> Vec<(u32, Vec<PlaceName<'a>>)> {
    let mut found = Vec::new();
    for line in context.lines.of_page().filter(|line| line.n_chars <= 120) {
        let names_another = ["上一", "下一", "相关"]
            .iter()
            .any(|s| line.text.starts_with(s));
        let organ = ORGANS.iter().find_map(|organ| line.text.find(organ));
        if let Some(at) = organ.filter(|_| !names_another) {
            found.push((line.number, names_at_end(&line.text[..at])));
        }
    }
    found
}

fn head_of(text: &str, max_chars: usize) -> &str {
    text.char_indices()
        .nth(max_chars)
        .map_or(text, |(at, _)| &text[..at])
}

/// Reads the places in a title; its year and its quotation are passed over.
fn names_in_title(title: &str) -> Vec<PlaceName<'_>> {
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
        // 26日珠海市: the day goes on behind its number.
        let number = &title[..title.len() - bare.len()];
        let bare = match number.ends_with(|c: char| c.is_ascii_digit()) {
            true => bare.trim_start_matches(['月', '日', '号']),
            false => bare,
        };
        if bare.len() == rest.len() {
            break;
        }
        rest = bare;
    }
    let places = names_at_start(rest);
    if !places.is_empty() {
        return places;
    }
    // 2023年工作总结（青禾区教育局）: a place before an organ, anywhere in the title.
    for organ in ORGANS {
        if let Some(at) = title.find(organ) {
            let places = names_at_end(&title[..at]);
            if !places.is_empty() {
                return places;
            }
        }
    }
    Vec::new()
}

/// The candidate that a declaration names, with the places above it that any declaration spells out.
pub(super) fn declared_place(
    table: &Gazetteer,
    declaration: &Declaration<'_>,
    all: &[Declaration<'_>],
) -> PlaceCandidate {
    let last = declaration.name();
    let ids = declaration.places.last().map(|place| place.ids.clone());
    let ids = ids.unwrap_or_default();
    // Another declaration may spell the places above it out.
    let fullest = all
        .iter()
        .filter(|other| other.places.last().is_some_and(|place| place.name == last))
        .max_by_key(|other| other.places.len())
        .unwrap_or(declaration);
    let n_above = fullest.places.len().saturating_sub(1);
    let above = fullest.places[..n_above]
        .iter()
        .map(|place| (place.name.to_owned(), place.ids.clone()))
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
    PlaceCandidate {
        name,
        ids,
        above,
        evidence: declaration.evidence.clone(),
        is_former,
    }
}

/// Finds the divisions that bear a former name now: 徐水区 for 徐水县, the division of the same stem at the same tier.
fn former(table: &Gazetteer, name: &str) -> (Vec<DivisionId>, bool) {
    let stem = stem_of(name);
    if stem.len() == name.len() {
        return (Vec::new(), false);
    }
    let is_county = matches!(
        GovernmentLevel::of_name(name),
        Some(
            GovernmentLevel::County
                | GovernmentLevel::District
                | GovernmentLevel::City
                | GovernmentLevel::Banner
        )
    );
    let ids: Vec<DivisionId> = table
        .stemmed(stem)
        .iter()
        .copied()
        .filter(|&id| is_county && table.get(id).tier == Tier::County)
        .collect();
    let is_former = !ids.is_empty();
    (ids, is_former)
}
