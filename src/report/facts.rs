//! The facts of a report: where and when it is from, what it is called, who issued it; without evidence.
//!
//! Every record that carries these facts (of a passage, of a report in the index) holds one [`ReportFacts`], flattened into
//! its JSON. [`ReportFacts::FIELDS`] is the list to go through where all of them are wanted. With evidence, as they were
//! read, they are a [`Metadata`].

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::evidence::Evidenced;
use super::metadata::Metadata;
use crate::corpus::{MetadataField, Record};

/// The kind of the yearly report of a government to its congress, which is structured in its own way.
pub(super) const GOVERNMENT_WORK_REPORT: &str = "政府工作报告";

/// What is known of a report as a whole. An empty field is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportFacts {
    /// The title.
    pub title: Option<String>,
    /// 区县: the place that reports, at whatever level.
    pub district: Option<String>,
    /// The prefecture it belongs to.
    pub city: Option<String>,
    /// The province it belongs to.
    pub province: Option<String>,
    /// 年度: the year the title claims.
    pub report_year: Option<i32>,
    /// 文种
    pub report_kind: Option<String>,
    /// 发布机构
    pub issuer: Option<String>,
    /// 文号
    pub document_number: Option<String>,
    /// 发布日期, as YYYY-MM-DD.
    pub published: Option<String>,
}

impl ReportFacts {
    /// All fields, in the order of the columns of a table of reports; [`MetadataField::name`] is the key of each in JSON.
    pub const FIELDS: [MetadataField; 9] = [
        MetadataField::Title,
        MetadataField::District,
        MetadataField::City,
        MetadataField::Province,
        MetadataField::ReportYear,
        MetadataField::ReportKind,
        MetadataField::Issuer,
        MetadataField::DocumentNumber,
        MetadataField::Published,
    ];

    /// The value of a field, as text.
    pub fn get(&self, field: MetadataField) -> Option<Cow<'_, str>> {
        let text = match field {
            MetadataField::Title => &self.title,
            MetadataField::District => &self.district,
            MetadataField::City => &self.city,
            MetadataField::Province => &self.province,
            MetadataField::ReportYear => {
                return self.report_year.map(|year| year.to_string().into());
            }
            MetadataField::ReportKind => &self.report_kind,
            MetadataField::Issuer => &self.issuer,
            MetadataField::DocumentNumber => &self.document_number,
            MetadataField::Published => &self.published,
        };
        text.as_deref().map(Cow::Borrowed)
    }

    /// Sets a field, or clears it. A report year that is no number is cleared too.
    pub fn set(&mut self, field: MetadataField, value: Option<String>) {
        let text = match field {
            MetadataField::Title => &mut self.title,
            MetadataField::District => &mut self.district,
            MetadataField::City => &mut self.city,
            MetadataField::Province => &mut self.province,
            MetadataField::ReportYear => {
                self.report_year = value.and_then(|year| year.parse().ok());
                return;
            }
            MetadataField::ReportKind => &mut self.report_kind,
            MetadataField::Issuer => &mut self.issuer,
            MetadataField::DocumentNumber => &mut self.document_number,
            MetadataField::Published => &mut self.published,
        };
        *text = value;
    }

    /// Whether the report is a government's to its congress.
    pub(super) fn is_government_work_report(&self) -> bool {
        self.report_kind.as_deref() == Some(GOVERNMENT_WORK_REPORT)
    }

    /// Takes the facts out of a passage that was cut elsewhere.
    pub fn take_from(record: &mut Record<'_>) -> ReportFacts {
        let own = |text: &mut Option<Cow<'_, str>>| text.take().map(Cow::into_owned);
        ReportFacts {
            title: own(&mut record.title),
            district: own(&mut record.district),
            city: own(&mut record.city),
            province: own(&mut record.province),
            report_year: record.report_year,
            report_kind: own(&mut record.report_kind),
            issuer: own(&mut record.issuer),
            document_number: own(&mut record.document_number),
            published: own(&mut record.published),
        }
    }
}

impl From<&Metadata> for ReportFacts {
    fn from(metadata: &Metadata) -> ReportFacts {
        fn value<T: Clone>(read: &Option<Evidenced<T>>) -> Option<T> {
            read.as_ref().map(|read| read.value.clone())
        }
        ReportFacts {
            title: value(&metadata.title),
            district: value(&metadata.district),
            city: value(&metadata.city),
            province: value(&metadata.province),
            report_year: value(&metadata.report_year),
            report_kind: value(&metadata.report_kind),
            issuer: value(&metadata.issuer),
            document_number: value(&metadata.document_number),
            published: value(&metadata.published),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_a_key_of_json_by_its_name() {
        let mut facts = ReportFacts::default();
        for field in ReportFacts::FIELDS {
            facts.set(field, Some("2022".to_owned()));
        }
        let json = serde_json::to_value(&facts).unwrap();
        assert_eq!(json.as_object().unwrap().len(), ReportFacts::FIELDS.len());
        for field in ReportFacts::FIELDS {
            assert!(!json[field.name()].is_null(), "{}", field.name());
            assert_eq!(facts.get(field).as_deref(), Some("2022"));
        }
    }
}
