//! The facts of a report as they were read from it, each with its evidence.
//!
//! `metadata_reader` fills them in; `corrections` puts what users say in their place.

use serde::Serialize;

use super::evidence::Evidenced;
use crate::corpus::MetadataField;

/// The facts of a report, each with the place it was read from. An empty field could not be read.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Metadata {
    /// The title as it stands, white space at its ends dropped.
    pub title: Option<Evidenced<String>>,
    /// 区县: the place that reports, at whatever level: 通州区, 三亚市, 上海市, 全国.
    pub district: Option<Evidenced<String>>,
    /// The prefecture it belongs to; none under a municipality, or where the district is one itself.
    pub city: Option<Evidenced<String>>,
    /// The province or municipality it belongs to.
    pub province: Option<Evidenced<String>>,
    /// 年度: the year the title claims.
    pub report_year: Option<Evidenced<i32>>,
    /// 文种: 工作总结, 工作要点, 工作计划, 政府工作报告, 规划, 通知, …
    pub report_kind: Option<Evidenced<String>>,
    /// 发布机构
    pub issuer: Option<Evidenced<String>>,
    /// 文号, 发文字号
    pub document_number: Option<Evidenced<String>>,
    /// 发布日期, as YYYY-MM-DD.
    pub published: Option<Evidenced<String>>,
}

impl Metadata {
    /// Empties a field.
    pub(super) fn clear(&mut self, field: MetadataField) {
        match field {
            MetadataField::Title => self.title = None,
            MetadataField::District => self.district = None,
            MetadataField::City => self.city = None,
            MetadataField::Province => self.province = None,
            MetadataField::ReportYear => self.report_year = None,
            MetadataField::ReportKind => self.report_kind = None,
            MetadataField::Issuer => self.issuer = None,
            MetadataField::DocumentNumber => self.document_number = None,
            MetadataField::Published => self.published = None,
        }
    }
}
