//! The labels of the disclosure table (信息公开) that stands before a report on a government's site.
//!
//! Input: the text before a colon, or a cell of the table. Output: the label that it is, if any. `formats/html` keeps the rows of the
//! table by these labels, and `report/disclosure.rs` reads the fields from them.

#[rustfmt::skip] // a table of words
const LABELS: &[&str] = &[
    "索引号", "信息分类名称", "信息分类", "主题分类", "发布机构", "发文机关", "发文单位", "公开主体", "制发机关", "生成日期", "成文日期",
    "发文日期", "发布日期", "公开日期", "名称", "标题", "文号", "发文字号", "文件编号", "主题词", "体裁分类", "组配分类", "有效性",
    "公文种类", "服务对象", "公开方式", "公开范围", "所属主题", "关键词", "发布时间", "信息名称", "内容概述",
];

/// Returns the label that `text` is, whatever white space and brackets it is set with.
pub fn disclosure_label(text: &str) -> Option<&'static str> {
    let is_filler = |c: char| c.is_whitespace() || "【】[]".contains(c);
    let bare: String = text.chars().filter(|&c| !is_filler(c)).collect();
    LABELS.iter().copied().find(|label| *label == bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_may_be_spaced_out_and_bracketed() {
        assert_eq!(disclosure_label("【索 引 号】"), Some("索引号"));
        assert_eq!(disclosure_label("信息分类名称"), Some("信息分类名称"));
        assert_eq!(disclosure_label("学校"), None);
    }
}
