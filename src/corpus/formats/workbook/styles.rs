//! The cell formats of a workbook: which cells are dates, and which date a number is.
//!
//! Input: `styles.xml`. Output: 2022-04-29 for 44680 in a cell whose format shows dates (ECMA-376 part 1, 18.8.30). The time of day is
//! dropped.

use std::sync::Arc;

use crate::corpus::formats::xml::Element;

/// The cell formats of a workbook, as far as they show dates.
#[derive(Debug, Clone, Default)]
pub(super) struct DateFormats {
    /// For each cell format, whether it shows a date.
    is_date: Arc<[bool]>,
    /// Whether days are counted from 1904.
    is_1904: bool,
}

impl DateFormats {
    /// Reads the part, if the workbook has it.
    pub(super) fn new(styles: Option<&Element>, is_1904: bool) -> DateFormats {
        let list = |name: &str| styles.and_then(|styles| styles.child(name));
        let formats = list("numFmts");
        let custom = |id: u32| {
            let formats = formats?.elements();
            let mut same = formats.filter(|format| {
                let found = format.attribute("numFmtId").and_then(|v| v.parse().ok());
                found == Some(id)
            });
            same.next()?.attribute("formatCode")
        };
        let cells = list("cellXfs");
        let is_date = cells.iter().flat_map(|cells| cells.elements()).map(|cell| {
            let id = cell.attribute("numFmtId").and_then(|v| v.parse().ok());
            match id.unwrap_or(0) {
                14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57..=58 => true,
                id => custom(id).is_some_and(shows_dates),
            }
        });
        DateFormats {
            is_date: is_date.collect(),
            is_1904,
        }
    }

    /// Returns the date that a number is in a cell of this format, as YYYY-MM-DD; `None` if it is no date.
    pub(super) fn date(&self, number: f64, cell_format: usize) -> Option<String> {
        let is_date = self.is_date.get(cell_format).copied().unwrap_or(false);
        if !is_date || !(1.0..2_958_466.0).contains(&number) {
            return None;
        }
        let mut days = number as i64 + if self.is_1904 { 1_462 } else { 0 };
        // Excel's calendar has a 29th of February in 1900.
        if days < 60 {
            days += 1;
        }
        // These are days since the first of March of the year 0; 25569 is the first of January 1970.
        let days = days - 25_569 + 719_468;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 {
            month_from_march + 3
        } else {
            month_from_march - 9
        };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Some(format!("{year:04}-{month:02}-{day:02}"))
    }
}

/// Tells whether a format shows years or days, by its letters outside quotes and brackets.
fn shows_dates(code: &str) -> bool {
    let (mut is_quoted, mut in_brackets, mut is_escaped) = (false, false, false);
    for c in code.chars() {
        match c {
            _ if std::mem::take(&mut is_escaped) => {}
            '\\' | '_' | '*' => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '[' => in_brackets = true,
            ']' => in_brackets = false,
            _ if in_brackets => {}
            'y' | 'Y' | 'd' | 'D' => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_day_that_excel_shows() {
        let days = DateFormats {
            is_date: [true, false].into(),
            is_1904: false,
        };
        let day = |number: f64| days.date(number, 0).unwrap();
        assert_eq!(day(1.0), "1900-01-01");
        assert_eq!(day(59.0), "1900-02-28");
        assert_eq!(day(61.0), "1900-03-01");
        assert_eq!(day(44_680.75), "2022-04-29");
        assert_eq!(days.date(44_680.0, 1), None);
        assert_eq!(days.date(-1.0, 0), None);
        let days = DateFormats {
            is_1904: true,
            ..days
        };
        assert_eq!(days.date(43_218.0, 0).unwrap(), "2022-04-29");
    }

    #[test]
    fn a_format_shows_dates_by_its_letters() {
        assert!(shows_dates("yyyy\"年\"m\"月\"d\"日\""));
        assert!(!shows_dates("0.00\"day\""));
        assert!(!shows_dates("[Red]0_d"));
    }
}
