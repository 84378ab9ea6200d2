//! Puts the hits of a search under their sections, as a collection of material (素材) shows them.
//!
//! Input: an answer. Output: [`Section`]s in the order of the hits. Hits of one section that follow each other stand under one heading.

use crate::search::{Answer, Hit};

/// Hits that follow each other, and the heading that they stand under.
pub(super) struct Section<'a> {
    /// The place and the year, and the section path.
    pub(super) heading: String,
    /// The hits, one at least.
    pub(super) hits: Vec<&'a Hit>,
}

/// Gives the sections of an answer.
pub(super) fn sections(answer: &Answer) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    for hit in answer.hits() {
        let heading = heading(hit);
        match sections.last_mut() {
            Some(section) if section.heading == heading => section.hits.push(hit),
            _ => sections.push(Section {
                heading,
                hits: vec![hit],
            }),
        }
    }
    sections
}

/// Gives the place and the year of a hit, and its section path. A heading that is itself the hit is not named twice.
fn heading(hit: &Hit) -> String {
    let record = &hit.record;
    let year = record.year.map(|year| year.to_string());
    let place: Vec<String> = [record.facts.district.clone(), year]
        .into_iter()
        .flatten()
        .collect();
    let mut section = record.section.clone();
    section.retain(|heading| *heading != hit.text);
    let parts = [place.join(" "), section.join(" › ")];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    match parts.is_empty() {
        true => record.path.clone(),
        false => parts.join("　"),
    }
}
