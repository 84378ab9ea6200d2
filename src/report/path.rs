//! What places a file's path names: weak evidence, for where the content does not say.
//!
//! Input: a path. Output: the divisions it names, and the problem of a path that names another place
//! than the content. Refuses to decide who reports.

use super::Problem;
use super::divisions::{Id, gazetteer, stem_of};
use super::place::Place;

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
                    found.extend(ids.iter().copied());
                    skip_to = at + n_bytes;
                }
            }
        }
    }
    found.dedup();
    found
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
    Some(Problem {
        line: district.evidence.line,
        code: "path_conflict".to_owned(),
        message,
    })
}
