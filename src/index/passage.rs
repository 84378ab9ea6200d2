//! A passage as the index takes it in and gives it back.
//!
//! A [`PassageRecord`] holds all that is known of a passage but its text; hits show it. A [`PassageDocument`] adds the text and the report, and yields
//! the fields that [`schema`](super::schema) lists, for tantivy to index. Passages are cut in [`report`](crate::report).

use serde::{Deserialize, Serialize};
use tantivy::Document;
use tantivy::schema::{
    Field,
    document::{ReferenceValue, ReferenceValueLeaf, Value},
};

use super::report_key::{PassageSource, SourceKind};
use super::schema::Fields;
use crate::corpus::hash;
use crate::report::{Kind, ReportFacts, Role};

/// All that is known of a passage but its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassageRecord {
    /// Its id: `REPORT:LINE`, or the one that a record gave itself.
    pub id: String,
    /// Its role.
    pub role: Role,
    /// The facts of its report.
    #[serde(flatten)]
    pub facts: ReportFacts,
    /// The year that it speaks of.
    pub year: Option<i32>,
    /// Its kind: what it does.
    pub kind: Option<Kind>,
    /// Its section path (章节路径), the outermost heading first.
    pub section: Vec<String>,
    /// The path of its report.
    pub path: String,
    /// Its first line, from 1.
    pub line: u32,
    /// Its last line, from 1.
    pub end_line: u32,
}

/// A passage as tantivy indexes it.
pub(super) struct PassageDocument {
    fields: Fields,
    text: String,
    source: PassageSource,
    /// Its place among all passages, the same however the index was built.
    order: u64,
    record: PassageRecord,
    section: String,
    /// The record as it is stored.
    stored: Vec<u8>,
}

/// Stands between the headings of a section path where the path is one string.
pub(crate) const SECTION_SEPARATOR: char = '\n';

impl PassageDocument {
    /// Makes the document of the `ordinal`-th passage of a source.
    pub(super) fn new(
        fields: Fields,
        source: &PassageSource,
        ordinal: u32,
        text: String,
        record: PassageRecord,
    ) -> serde_json::Result<PassageDocument> {
        Ok(PassageDocument {
            fields,
            text,
            source: source.clone(),
            order: source.order(ordinal),
            section: record
                .section
                .join(SECTION_SEPARATOR.encode_utf8(&mut [0; 4])),
            stored: serde_json::to_vec(&record)?,
            record,
        })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// A value of a passage's field.
#[derive(Debug, Clone, Copy)]
pub(super) enum FieldValue<'a> {
    Text(&'a str),
    Bytes(&'a [u8]),
    Number(u64),
    Year(i64),
    Bool(bool),
}

impl<'a> Value<'a> for FieldValue<'a> {
    type ArrayIter = std::iter::Empty<FieldValue<'a>>;
    type ObjectIter = std::iter::Empty<(&'a str, FieldValue<'a>)>;

    fn as_value(&self) -> ReferenceValue<'a, FieldValue<'a>> {
        ReferenceValue::Leaf(match *self {
            FieldValue::Text(text) => ReferenceValueLeaf::Str(text),
            FieldValue::Bytes(bytes) => ReferenceValueLeaf::Bytes(bytes),
            FieldValue::Number(number) => ReferenceValueLeaf::U64(number),
            FieldValue::Year(year) => ReferenceValueLeaf::I64(year),
            FieldValue::Bool(is_so) => ReferenceValueLeaf::Bool(is_so),
        })
    }
}

impl Document for PassageDocument {
    type Value<'a> = FieldValue<'a>;
    type FieldsValuesIter<'a> =
        std::iter::Flatten<std::array::IntoIter<Option<(Field, FieldValue<'a>)>, 19>>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        let fields = &self.fields;
        let record = &self.record;
        fn text(field: Field, value: Option<&str>) -> Option<(Field, FieldValue<'_>)> {
            value.map(|value| (field, FieldValue::Text(value)))
        }
        let number = |number: u32| FieldValue::Number(number.into());
        let is_record = self.source.kind() == SourceKind::Records;
        let year =
            |field, value: Option<i32>| value.map(|value| (field, FieldValue::Year(value.into())));
        [
            text(fields.words, Some(&self.text)),
            Some((fields.id_hash, FieldValue::Number(hash(&record.id)))),
            text(fields.report, Some(self.source.term())),
            Some((fields.report_number, number(self.source.number()))),
            Some((fields.is_record, FieldValue::Bool(is_record))),
            Some((fields.order, FieldValue::Number(self.order))),
            text(fields.role, Some(record.role.name())),
            text(fields.district, record.facts.district.as_deref()),
            text(fields.city, record.facts.city.as_deref()),
            text(fields.province, record.facts.province.as_deref()),
            year(fields.year, record.year),
            year(fields.report_year, record.facts.report_year),
            text(fields.kind, record.kind.map(Kind::name)),
            text(fields.report_kind, record.facts.report_kind.as_deref()),
            text(
                fields.document_number,
                record.facts.document_number.as_deref(),
            ),
            text(fields.title, record.facts.title.as_deref()),
            text(fields.issuer, record.facts.issuer.as_deref()),
            text(
                fields.section,
                (!self.section.is_empty()).then_some(self.section.as_str()),
            ),
            Some((fields.stored, FieldValue::Bytes(&self.stored))),
        ]
        .into_iter()
        .flatten()
    }
}
