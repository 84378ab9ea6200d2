//! Splits an .rtf file into its tokens.
//!
//! Input: the bytes of the file. Output: an iterator of [`Token`]s. Nothing is an error: what is cut off ends the tokens.

/// A token of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'b> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// A control word, with its number if it has one.
    Word(&'b str, Option<i32>),
    /// A control symbol: `\*`, `\~`.
    Symbol(u8),
    /// A byte of text that was written as `\'hh`.
    Byte(u8),
    /// A byte of text.
    Text(u8),
}

/// The tokens of a file.
pub(super) struct Tokens<'b> {
    bytes: &'b [u8],
}

/// A longer word is no control word of any program.
const MAX_WORD_BYTES: usize = 40;

impl<'b> Tokens<'b> {
    /// Splits a file.
    pub(super) fn of(bytes: &'b [u8]) -> Tokens<'b> {
        Tokens { bytes }
    }

    fn take(&mut self, n_bytes: usize) -> &'b [u8] {
        let (taken, rest) = self.bytes.split_at(n_bytes.min(self.bytes.len()));
        self.bytes = rest;
        taken
    }

    /// Counts the bytes from here on that pass a test.
    fn n_while(&self, test: impl Fn(&u8) -> bool) -> usize {
        self.bytes.iter().take_while(|byte| test(byte)).count()
    }

    /// Reads what follows a backslash.
    fn control(&mut self) -> Option<Token<'b>> {
        let n_letters = self.n_while(u8::is_ascii_alphabetic).min(MAX_WORD_BYTES);
        if n_letters > 0 {
            return Some(self.word(n_letters));
        }
        let symbol = *self.take(1).first()?;
        if symbol != b'\'' {
            return Some(Token::Symbol(symbol));
        }
        let digits = std::str::from_utf8(self.take(2)).ok()?;
        u8::from_str_radix(digits, 16).ok().map(Token::Byte)
    }

    fn word(&mut self, n_letters: usize) -> Token<'b> {
        let word = std::str::from_utf8(self.take(n_letters)).unwrap_or_default();
        let n_signs = usize::from(self.bytes.first() == Some(&b'-'));
        let n_digits = self.bytes[n_signs..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let number = match n_digits {
            0 => None,
            n_digits => {
                let digits = std::str::from_utf8(self.take(n_signs + n_digits)).unwrap_or_default();
                Some(digits.parse().unwrap_or(i32::MAX))
            }
        };
        // One space belongs to the word.
        let n_spaces = usize::from(self.bytes.first() == Some(&b' '));
        self.take(n_spaces);
        if word == "bin" {
            // Bytes of a picture, in which brackets are none.
            self.take(number.and_then(|n| usize::try_from(n).ok()).unwrap_or(0));
        }
        Token::Word(word, number)
    }
}

impl<'b> Iterator for Tokens<'b> {
    type Item = Token<'b>;

    fn next(&mut self) -> Option<Token<'b>> {
        loop {
            let first = *self.take(1).first()?;
            return Some(match first {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\\' => match self.control() {
                    Some(token) => token,
                    None if self.bytes.is_empty() => return None,
                    None => continue,
                },
                // Line ends of the file say nothing.
                b'\r' | b'\n' | b'\0' => continue,
                byte => Token::Text(byte),
            });
        }
    }
}
