//! What places a file's path names: weak evidence, for where the content does not say.
//!
//! Input: a path. Output: the divisions it names, and the problem of a path that names another place
//! than the content. Refuses to decide who reports.

use super::Problem;
use super::divisions::{Id, gazetteer, stem_of};
use super::place::Place;
use super::units::units_at_start;

/// The divisions that a path names: by full name anywhere in it, or by a stem that is a whole part.
pub(super) fn path_divisions(path: &str) -> Vec<Id> {
    let table = gazetteer();
    let mut found = Vec::new();
    for part in path.rsplit('/') {
        let part = part.rsplit_once('.').map_or(part, |(name, _)| name);
        for piece in part.split(['_', '-', ' ', '（', '）', '(', ')']) {
            let piece = piece.trim_matches(|c: char| c.is_ascii_digit() || c == '年');
            found.extend(table.stemmed(piece).iter().copied());
            let mut skip_to = 0;
            for (at, _) in piece.char_indices() {
                if let Some((n_bytes, ids)) =
                    table.name_at_start(&piece[at..]).filter(|_| at >= skip_to)
                {
                    skip_to = at + n_bytes;
                    // 城区 stands alone or behind its city, not in 中心城区.
                    let begins = at == 0 || piece[..at].ends_with(['省', '市', '区', '州']);
                    if begins || piece[at..skip_to].chars().count() > 2 {
                        found.extend(ids.iter().copied());
                    }
                }
            }
        }
    }
    found.dedup();
    found
}

/// A unit that the table does not hold, by the form of a part of the path: corpus/青禾区/1.txt
pub(super) fn path_unit(path: &str) -> Option<&str> {
    let follows = |rest: &str| {
        rest.is_empty()
            || rest.starts_with(|c: char| c.is_ascii() || "年二教委人政工（".contains(c))
    };
    path.rsplit('/').find_map(|part| {
        let part = part.rsplit_once('.').map_or(part, |(name, _)| name);
        part.split(['_', '-', ' ', '（', '）', '(', ')'])
            .find_map(|piece| {
                let piece = piece.trim_start_matches(|c: char| c.is_ascii_digit() || c == '年');
                let units = units_at_start(piece);
                let n_bytes: usize = units.iter().map(|unit| unit.name.len()).sum();
                let unit = units.last().filter(|unit| unit.ids.is_empty())?;
                follows(piece.get(n_bytes..)?).then_some(unit.name)
            })
    })
}

/// The problem of a path that names another place than the content.
pub(super) fn conflict(place: &Place, path: &str) -> Option<Problem> {
    let district = place.district.as_ref()?;
    let table = gazetteer();
    let of_path = path_divisions(path);
    let known = [Some(district), place.city.as_ref(), place.province.as_ref()];
    let known: Vec<&str> = known
        .into_iter()
        .flatten()
        .map(|found| stem_of(&found.value))
        .collect();
    let by_form = path_unit(path).filter(|_| of_path.is_empty());
    if let Some(name) = by_form.filter(|name| !known.contains(&stem_of(name))) {
        let message = format!("the path names {name}, the content {}", district.value);
        return Some(path_conflict(district.evidence.line, message));
    }
    if of_path.is_empty()
        || of_path
            .iter()
            .any(|&id| known.contains(&table.get(id).stem))
    {
        return None;
    }
    let names: Vec<&str> = of_path
        .iter()
        .map(|&id| table.get(id).name)
        .take(2)
        .collect();
    let message = format!(
        "the path names {}, the content {}",
        names.join(", "),
        district.value
    );
    Some(path_conflict(district.evidence.line, message))
}

fn path_conflict(line: u32, message: String) -> Problem {
    Problem {
        line,
        code: "path_conflict".to_owned(),
        message,
    }
}
