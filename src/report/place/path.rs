//! The places that a file's path names: weak evidence, for where the content names none.
//!
//! Input: a path. Output: the divisions or the place it names, and the problem of a path that names another place than the
//! content. `district` decides what the path counts for.

use super::divisions::{DivisionId, gazetteer};
use super::endings::stem_of;
use super::location::Location;
use super::names::{n_bytes, names_at_start};
use crate::report::problem::Problem;

/// What divides the parts of a file's name.
const DIVIDERS: [char; 7] = ['_', '-', ' ', '（', '）', '(', ')'];

/// Finds the divisions that a path names: by full name anywhere in it, or by a stem that is a whole part.
pub(in crate::report) fn path_divisions(path: &str) -> Vec<DivisionId> {
    let table = gazetteer();
    let mut found = Vec::new();
    for part in path.rsplit('/') {
        let part = part.rsplit_once('.').map_or(part, |(name, _)| name);
        for piece in part.split(DIVIDERS) {
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

/// Finds a place that the table does not hold, by the form of a part of the path: corpus/青禾区/1.txt
pub(in crate::report) fn path_place(path: &str) -> Option<&str> {
    let follows = |rest: &str| {
        rest.is_empty()
            || rest.starts_with(|c: char| c.is_ascii() || "年二教委人政工（".contains(c))
    };
    path.rsplit('/').find_map(|part| {
        let part = part.rsplit_once('.').map_or(part, |(name, _)| name);
        part.split(DIVIDERS).find_map(|piece| {
            let piece = piece.trim_start_matches(|c: char| c.is_ascii_digit() || c == '年');
            let places = names_at_start(piece);
            let place = places.last().filter(|place| place.ids.is_empty())?;
            follows(piece.get(n_bytes(&places)..)?).then_some(place.name)
        })
    })
}

/// Reports a path that names another place than the content.
pub(in crate::report) fn conflict(location: &Location, path: &str) -> Option<Problem> {
    let district = location.district.as_ref()?;
    let table = gazetteer();
    let of_path = path_divisions(path);
    let known = [
        Some(district),
        location.city.as_ref(),
        location.province.as_ref(),
    ];
    let known: Vec<&str> = known
        .into_iter()
        .flatten()
        .map(|found| stem_of(&found.value))
        .collect();
    let other = if of_path.is_empty() {
        path_place(path)
            .filter(|name| !known.contains(&stem_of(name)))?
            .to_owned()
    } else {
        let divisions = of_path.iter().map(|&id| table.get(id));
        if divisions
            .clone()
            .any(|division| known.contains(&division.stem))
        {
            return None;
        }
        let names: Vec<&str> = divisions.map(|division| division.name).take(2).collect();
        names.join(", ")
    };
    let message = format!("the path names {other}, the content {}", district.value);
    let line = district.evidence.line;
    Some(Problem::new(line, "path_conflict", message))
}
