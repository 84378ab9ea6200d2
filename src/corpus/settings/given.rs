//! What is said of a report beside its text: by the column of a table, by its front matter, by a table of metadata.
//!
//! Input: the name that a field goes by, Chinese or English. Output: a [`Field`], and [`Given`] values that
//! come before whatever the text says. Refuses to know whether a value makes sense.

/// A field of a report's metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// 标题
    Title,
    /// 区县
    District,
    /// 市
    City,
    /// 省
    Province,
    /// 年度
    ReportYear,
    /// 文种
    ReportKind,
    /// 发布机构
    Issuer,
    /// 文号
    DocumentNumber,
    /// 发布日期
    Published,
}

/// The names that each field goes by, the first the one that the program uses itself.
#[rustfmt::skip] // a table of words
const NAMES: &[(Field, &[&str])] = &[
    (Field::Title, &["title", "标题", "题目", "题名", "名称", "文件名称", "报告名称", "报告标题", "信息名称", "headline"]),
    (Field::District, &["district", "区县", "县区", "区", "县", "地区", "区域", "县市区", "单位", "行政区", "county", "region", "unit"]),
    (Field::City, &["city", "市", "城市", "地市", "地级市", "所属市", "prefecture"]),
    (Field::Province, &["province", "省", "省份", "省市", "所属省", "省级"]),
    (Field::ReportYear, &["report_year", "year", "年度", "年份", "年", "报告年度", "报告年份", "所属年度"]),
    (Field::ReportKind, &["report_kind", "文种", "报告类型", "文件类型", "公文种类", "report type", "document type"]),
    (Field::Issuer, &["issuer", "发布机构", "发文机关", "发文单位", "发布单位", "发布机关", "发文机构", "publisher", "agency"]),
    (Field::DocumentNumber, &["document_number", "文号", "发文字号", "文件编号", "document no", "doc number"]),
    (Field::Published, &["published", "发布日期", "发布时间", "公开日期", "成文日期", "发文日期", "日期", "date", "publish date", "published at"]),
];

impl Field {
    /// The field that goes by `name`: 年度, `Report Year` and `report_year` are one.
    pub fn named(name: &str) -> Option<Field> {
        let wanted = plain_name(name);
        let is_it = |names: &[&str]| names.iter().any(|name| plain_name(name) == wanted);
        let found = NAMES.iter().find(|(_, names)| is_it(names));
        found.map(|(field, _)| *field)
    }

    /// The name that the program uses itself.
    pub fn name(self) -> &'static str {
        let found = NAMES.iter().find(|(field, _)| *field == self);
        found.map_or("", |(_, names)| names[0])
    }
}

/// A name without what does not tell names apart: case, blanks, `_`, `-`, a mark of byte order.
pub(in crate::corpus) fn plain_name(name: &str) -> String {
    let is_filler = |c: char| c.is_whitespace() || matches!(c, '_' | '-' | '\u{feff}');
    let kept = name.chars().filter(|&c| !is_filler(c));
    kept.flat_map(char::to_lowercase).collect()
}

/// A value of one field; of several of one field the first counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// What it is.
    pub field: Field,
    /// As it is written.
    pub value: String,
    /// Line or row of the file that gives it, from 1.
    pub line: u32,
    /// Where it stands, in a few words: "the table's column", "the file's front matter".
    pub rule: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_goes_by_chinese_and_english_names() {
        assert_eq!(Field::named("年度"), Some(Field::ReportYear));
        assert_eq!(
            Field::named("\u{feff}Report Year "),
            Some(Field::ReportYear)
        );
        assert_eq!(Field::named("发文字号"), Some(Field::DocumentNumber));
        assert_eq!(Field::named("备注"), None);
    }

    #[test]
    fn no_name_is_that_of_two_fields() {
        for (field, names) in NAMES {
            for name in *names {
                assert_eq!(Field::named(name), Some(*field), "{name}");
            }
        }
    }
}
