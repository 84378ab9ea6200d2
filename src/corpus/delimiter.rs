//! The delimiter of a table in plain text: the comma, tab or semicolon that separates its cells.
//!
//! Input: the beginning of the table. Output: the delimiter. `formats/csv.rs` reads users' tables with it, and
//! `settings/corrections.rs` the table of corrections.

/// Returns the delimiter that the first line has most of outside quotation marks; the comma if it has none.
pub(super) fn delimiter(text: &[u8]) -> u8 {
    let first = text.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let mut is_quoted = false;
    let mut counts = [(b',', 0), (b'\t', 0), (b';', 0)];
    for &byte in first {
        is_quoted ^= byte == b'"';
        if let Some((_, count)) = counts
            .iter_mut()
            .find(|(mark, _)| *mark == byte && !is_quoted)
        {
            *count += 1;
        }
    }
    // Of equal counts the first one wins, the comma.
    let best = counts.iter().rev().max_by_key(|(_, count)| *count);
    best.map_or(b',', |(mark, _)| *mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_between_what_the_first_line_has_most_of() {
        assert_eq!(delimiter("正文,年度\n1;2;3".as_bytes()), b',');
        assert_eq!(delimiter("正文\t年度".as_bytes()), b'\t');
        assert_eq!(delimiter("\"a,b,c\";年度\n".as_bytes()), b';');
        assert_eq!(delimiter("正文".as_bytes()), b',');
    }
}
