//! Wraps an indented line of text at the width of the terminal, by the rules of Chinese typesetting.
//!
//! Text goes in piece by piece, each piece in a style; lines no wider than the terminal come out. They break as GB/T
//! 15834 has it: none begins with a closing mark or ends with an opening one, so a mark takes the character beside it
//! along to the next line. Every file of `render/text` that writes running text writes it through a [`WrappedLine`].

use std::io::{self, Write};

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Whether running text is wrapped, and at which width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Lines are wrapped for a terminal of so many columns.
    Columns(usize),
    /// Lines are left as they are, for a file or another program.
    Unwrapped,
}

/// The number of blanks before each line.
pub(super) const INDENT: usize = 4;

/// A narrower terminal is written to as if it had so many columns.
const MIN_COLUMNS: usize = 20;

/// A line that is being written, and wrapped as it grows.
pub(super) struct WrappedLine<'a, W> {
    out: &'a mut W,
    n_columns: usize,
    column: usize,
    /// The style that the output is in now.
    style: Style,
    /// A character and the marks that must stay on its line. They are not written yet, since more marks may come.
    pending: Vec<(char, Style)>,
}

impl<'a, W: Write> WrappedLine<'a, W> {
    pub(super) fn new(out: &'a mut W, layout: Layout) -> WrappedLine<'a, W> {
        let n_columns = match layout {
            Layout::Columns(n_columns) => n_columns.max(MIN_COLUMNS),
            Layout::Unwrapped => usize::MAX,
        };
        WrappedLine {
            out,
            n_columns,
            column: 0,
            style: Style::new(),
            pending: Vec::new(),
        }
    }

    /// Writes text that may break anywhere but beside marks.
    pub(super) fn write(&mut self, text: &str, style: Style) -> io::Result<()> {
        for c in text.chars() {
            let stays = is_closing(c) || self.pending.last().is_some_and(|(c, _)| is_opening(*c));
            if !stays {
                self.write_pending()?;
            }
            self.pending.push((c, style));
        }
        Ok(())
    }

    /// Writes an item of a list, so many blanks behind the item before it, without breaking it. An item that is longer
    /// than a line is broken, but its last word keeps the character before it.
    pub(super) fn write_item(
        &mut self,
        item: &str,
        n_blanks: usize,
        style: Style,
    ) -> io::Result<()> {
        self.write_pending()?;
        let width = item.width_cjk();
        if self.column > 0 {
            match self.column + n_blanks + width > self.n_columns {
                true => self.break_line()?,
                false => {
                    self.switch_style(Style::new())?;
                    write!(self.out, "{:n_blanks$}", "")?;
                    self.column += n_blanks;
                }
            }
        }
        let mut whole = item;
        if INDENT + width > self.n_columns {
            let last_word = item.rfind(' ').unwrap_or(0);
            let before = item[..last_word].char_indices().next_back();
            let (head, tail) = item.split_at(before.map_or(0, |(at, _)| at));
            self.write(head, style)?;
            self.write_pending()?;
            whole = tail;
        }
        self.pending.extend(whole.chars().map(|c| (c, style)));
        self.write_pending()
    }

    /// Writes the pending characters, on the next line where this one has no room for them. Where they are longer than a
    /// line, they are broken.
    fn write_pending(&mut self) -> io::Result<()> {
        let pending = std::mem::take(&mut self.pending);
        // Chinese terminals show “ ” … — as wide as characters.
        let width = |c: char| c.width_cjk().unwrap_or(0);
        let whole: usize = pending.iter().map(|(c, _)| width(*c)).sum();
        let is_full = self.column > INDENT && self.column + whole > self.n_columns;
        // A blank at the end of a line shows nothing, and at the beginning of the next it would look like an indent.
        if pending.iter().all(|(c, _)| c.is_whitespace()) && (is_full || whole == 0) {
            return Ok(());
        }
        if is_full && INDENT + whole <= self.n_columns {
            self.break_line()?;
        }
        if self.column == 0 {
            self.indent()?;
        }
        for (c, style) in pending {
            if self.column + width(c) > self.n_columns {
                self.break_line()?;
            }
            self.switch_style(style)?;
            write!(self.out, "{c}")?;
            self.column += width(c);
        }
        Ok(())
    }

    fn switch_style(&mut self, style: Style) -> io::Result<()> {
        if style != self.style {
            write!(self.out, "{:#}{style}", self.style)?;
            self.style = style;
        }
        Ok(())
    }

    fn break_line(&mut self) -> io::Result<()> {
        self.switch_style(Style::new())?;
        writeln!(self.out)?;
        self.indent()
    }

    fn indent(&mut self) -> io::Result<()> {
        self.column = INDENT;
        write!(self.out, "{:INDENT$}", "")
    }

    /// Writes what is pending, and the line's end.
    pub(super) fn end(mut self) -> io::Result<()> {
        self.write_pending()?;
        self.switch_style(Style::new())?;
        writeln!(self.out)
    }
}

/// Whether a character may not begin a line.
fn is_closing(c: char) -> bool {
    "，。、；：！？”’）》〉」』】…,.;:!?)".contains(c)
}

/// Whether a character may not end a line.
fn is_opening(c: char) -> bool {
    "“‘（《〈「『【(".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, n_columns: usize) -> String {
        let mut out = Vec::new();
        let mut line = WrappedLine::new(&mut out, Layout::Columns(n_columns));
        line.write(text, Style::new()).unwrap();
        line.end().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_line_is_wrapped_at_the_width_and_never_before_a_closing_mark() {
        for (text, expected) in [
            (
                "一二三四五六七八，九十",
                "    一二三四五六七\n    八，九十\n",
            ),
            (
                "一二三四五六七，八九十",
                "    一二三四五六七，\n    八九十\n",
            ),
            ("一二三四五六七）。”八", "    一二三四五六\n    七）。”八\n"),
            ("一二三四五六七“八九”", "    一二三四五六七\n    “八九”\n"),
            ("一二三四五六七八 九", "    一二三四五六七八\n    九\n"),
            ("，，，，，，，，，", "    ，，，，，，，，\n    ，\n"),
        ] {
            assert_eq!(wrapped(text, 20), expected);
        }
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_and_a_change_of_style_breaks_nothing() {
        let text = "一、推进“区管校聘”（试点）。abc，《办法》…甲";
        let expected = wrapped(text, 20);
        for at in 0..text.chars().count() {
            let (at, _) = text.char_indices().nth(at).unwrap();
            let mut out = Vec::new();
            let mut line = WrappedLine::new(&mut out, Layout::Columns(20));
            line.write(&text[..at], Style::new()).unwrap();
            line.write(&text[at..], Style::new()).unwrap();
            line.end().unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
        assert!(expected.lines().all(|line| line.width_cjk() <= 20));
    }

    #[test]
    fn an_item_stays_whole() {
        let mut out = Vec::new();
        let mut line = WrappedLine::new(&mut out, Layout::Columns(20));
        for item in ["青禾区 84", "东堰区 75", "甲乙丙丁戊己庚辛壬癸 12345"] {
            line.write_item(item, 2, Style::new()).unwrap();
        }
        line.end().unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "    青禾区 84\n    东堰区 75\n    甲乙丙丁戊己庚辛\n    壬癸 12345\n"
        );
    }

    #[test]
    fn a_style_is_turned_on_and_off_once() {
        let mut out = Vec::new();
        let mut line = WrappedLine::new(&mut out, Layout::Columns(20));
        line.write("甲“", Style::new()).unwrap();
        line.write("乙丙", Style::new().bold()).unwrap();
        line.write("，丁", Style::new()).unwrap();
        line.end().unwrap();
        let expected = "    甲“\u{1b}[1m乙丙\u{1b}[0m，丁\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn what_is_piped_is_not_wrapped() {
        let mut out = Vec::new();
        let mut line = WrappedLine::new(&mut out, Layout::Unwrapped);
        line.write(&"字".repeat(200), Style::new()).unwrap();
        line.end().unwrap();
        assert_eq!(String::from_utf8(out).unwrap().lines().count(), 1);
    }
}
