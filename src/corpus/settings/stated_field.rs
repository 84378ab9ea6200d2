//! The metadata that users state of a report beside its text: in a table's columns, in front matter, in the table of corrections.
//!
//! Input: the name of a field, in Chinese or English. Output: the [`MetadataField`] that it means, and [`StatedField`]s, which take precedence
//! over what the text says. `report` judges whether a value makes sense.

/// A field of a report's metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MetadataField {
    /// The title, 标题.
    Title,
    /// The district that reports, 区县.
    District,
    /// The city, 市.
    City,
    /// The province, 省.
    Province,
    /// The year that the report is about, 年度.
    ReportYear,
    /// The kind of report, 文种.
    ReportKind,
    /// The organization that published it, 发布机构.
    Issuer,
    /// The document number, 文号.
    DocumentNumber,
    /// The date of publication, 发布日期.
    Published,
}

/// The names of each field; the first is the one that the program itself uses.
#[rustfmt::skip] // a table of words
const NAMES: &[(MetadataField, &[&str])] = &[
    (MetadataField::Title, &["title", "标题", "题目", "题名", "名称", "文件名称", "报告名称", "报告标题", "信息名称", "headline"]),
    (MetadataField::District, &["district", "区县", "县区", "区", "县", "地区", "区域", "县市区", "单位", "行政区", "county", "region", "unit"]),
    (MetadataField::City, &["city", "市", "城市", "地市", "地级市", "所属市", "prefecture"]),
    (MetadataField::Province, &["province", "省", "省份", "省市", "所属省", "省级"]),
    (MetadataField::ReportYear, &["report_year", "year", "年度", "年份", "年", "报告年度", "报告年份", "所属年度"]),
    (MetadataField::ReportKind, &["report_kind", "文种", "报告类型", "文件类型", "公文种类", "report type", "document type"]),
    (MetadataField::Issuer, &["issuer", "发布机构", "发文机关", "发文单位", "发布单位", "发布机关", "发文机构", "publisher", "agency"]),
    (MetadataField::DocumentNumber, &["document_number", "文号", "发文字号", "文件编号", "document no", "doc number"]),
    (MetadataField::Published, &["published", "发布日期", "发布时间", "公开日期", "成文日期", "发文日期", "日期", "date", "publish date", "published at"]),
];

impl MetadataField {
    /// Returns the field of a name; 年度, `Report Year` and `report_year` name the same one.
    pub fn named(name: &str) -> Option<MetadataField> {
        let wanted = plain_name(name);
        let is_it = |names: &[&str]| names.iter().any(|name| plain_name(name) == wanted);
        let found = NAMES.iter().find(|(_, names)| is_it(names));
        found.map(|(field, _)| *field)
    }

    /// Returns the name that the program itself uses.
    pub fn name(self) -> &'static str {
        let found = NAMES.iter().find(|(field, _)| *field == self);
        found.map_or("", |(_, names)| names[0])
    }
}

/// Returns a name without what does not distinguish names: case, blanks, `_`, `-` and a byte order mark.
pub(in crate::corpus) fn plain_name(name: &str) -> String {
    let is_filler = |c: char| c.is_whitespace() || matches!(c, '_' | '-' | '\u{feff}');
    let kept = name.chars().filter(|&c| !is_filler(c));
    kept.flat_map(char::to_lowercase).collect()
}

/// A value that users state for a field. If there are several for one field, the first counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedField {
    /// The field.
    pub field: MetadataField,
    /// The value as it is written.
    pub value: String,
    /// The line or row of the file that states it, from 1.
    pub line: u32,
    /// Where it is stated, in a few words: "the table's column", "the file's front matter".
    pub rule: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_goes_by_chinese_and_english_names() {
        assert_eq!(
            MetadataField::named("年度"),
            Some(MetadataField::ReportYear)
        );
        assert_eq!(
            MetadataField::named("\u{feff}Report Year "),
            Some(MetadataField::ReportYear)
        );
        assert_eq!(
            MetadataField::named("发文字号"),
            Some(MetadataField::DocumentNumber)
        );
        assert_eq!(MetadataField::named("备注"), None);
    }

    #[test]
    fn no_name_is_that_of_two_fields() {
        for (field, names) in NAMES {
            for name in *names {
                assert_eq!(MetadataField::named(name), Some(*field), "{name}");
            }
        }
    }
}
