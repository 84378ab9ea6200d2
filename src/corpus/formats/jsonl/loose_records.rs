//! Records as other collections write them: names and types that differ from ours.
//!
//! Input: a line of JSON that is no [`Record`] as it stands. Output: the record, read by what its values say: a year that is text, a section
//! that is one heading, an id called `_id`. What says nothing of a field leaves it empty; without a text there is no record. Refuses to
//! know lines and files.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::corpus::records::Record;

/// What the id of a passage is called: here, in BEIR and MTEB, in Pyserini, in others; the first that is there counts.
const IDS: [&str; 5] = ["id", "_id", "docid", "doc_id", "pid"];
/// The same of its text.
const TEXTS: [&str; 5] = ["text", "contents", "content", "passage", "正文"];

/// The record that a line holds; `None` where it is no object with a text.
pub(in crate::corpus) fn loose_record(line: &str) -> Option<Record<'static>> {
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

/// A value as text; none of what is a list, an object or nothing.
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
