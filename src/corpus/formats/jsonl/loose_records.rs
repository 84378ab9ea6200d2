//! Records as other collections write them, with names and types of fields that differ from ours.
//!
//! Input: a line of JSON that does not parse as a [`Record`]. Output: the record that its values amount to: the year may be text, the
//! section one heading, the id may be called `_id`. A value of an unusable type leaves its field empty; without a text there is no record.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::corpus::records::Record;

/// The names of a passage's id: here, in BEIR and MTEB, in Pyserini, and elsewhere. The first that is there counts.
const IDS: [&str; 5] = ["id", "_id", "docid", "doc_id", "pid"];
/// The names of a passage's text, of which the first that is there counts.
const TEXTS: [&str; 5] = ["text", "contents", "content", "passage", "正文"];

/// Reads the record of a line; `None` if the line is not an object with a text.
pub(super) fn loose_record(line: &str) -> Option<Record<'static>> {
    let object: Map<String, Value> = serde_json::from_str(line).ok()?;
    let first = |names: &[&str]| {
        let mut values = names.iter().filter_map(|name| object.get(*name));
        values.find_map(text)
    };
    let field = |name: &str| object.get(name).and_then(text).map(Cow::Owned);
    let year = |name: &str| {
        let value = object.get(name)?;
        let number = value.as_i64().and_then(|year| i32::try_from(year).ok());
        number.or_else(|| value.as_str()?.trim().trim_end_matches('年').parse().ok())
    };
    let section = match object.get("section") {
        Some(Value::Array(headings)) => headings.iter().filter_map(text).map(Cow::Owned).collect(),
        Some(heading) => text(heading).map(Cow::Owned).into_iter().collect(),
        None => Vec::new(),
    };
    Some(Record {
        id: Cow::Owned(first(&IDS).unwrap_or_default()),
        text: Cow::Owned(first(&TEXTS)?),
        line: 0,
        district: field("district"),
        city: field("city"),
        province: field("province"),
        year: year("year"),
        report_year: year("report_year"),
        kind: field("kind"),
        report_kind: field("report_kind"),
        role: field("role"),
        section,
        title: field("title"),
        issuer: field("issuer"),
        document_number: field("document_number"),
        published: field("published"),
    })
}

/// Returns a text or a number as text, and nothing for any other value.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn read(line: &str) -> Record<'static> {
        loose_record(line).unwrap()
    }

    #[test]
    fn an_id_and_a_text_have_many_names() {
        for line in [
            r#"{"_id":"a","text":"教育"}"#,
            r#"{"docid":"a","contents":"教育"}"#,
            r#"{"id":"a","_id":"b","text":"教育","content":"其他"}"#,
            r#"{"pid":"a","正文":"教育"}"#,
        ] {
            let record = read(line);
            assert_eq!((&*record.id, &*record.text), ("a", "教育"), "{line}");
        }
    }

    #[test]
    fn values_of_other_types_are_read_by_what_they_say() {
        let record = read(
            r#"{"text":"教育","year":"2020年","report_year":2021,"section":"第一章","title":12,"kind":["x"],"published":null}"#,
        );
        assert_eq!((record.year, record.report_year), (Some(2020), Some(2021)));
        assert_eq!(record.section, ["第一章"]);
        assert_eq!(record.title.as_deref(), Some("12"));
        assert_eq!((record.kind, record.published), (None, None));
    }

    #[test]
    fn what_has_no_text_is_no_record() {
        assert_eq!(loose_record(r#"{"_id":"a","title":"教育"}"#), None);
        assert_eq!(loose_record("[1]"), None);
    }
}
