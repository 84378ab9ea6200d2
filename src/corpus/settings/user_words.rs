//! 用户词典: words that the users' reports have and a dictionary has not.
//!
//! Input: `words.txt` at the top of a folder, in jieba's form: a word a line, with its frequency and its part of speech where
//! known. Output: the words with their frequencies; the part of speech is not kept. Refuses to know what a word is: whoever takes
//! it says so.

use super::setting_file::{self, WORDS};
use crate::corpus::limits::{MAX_USER_WORDS, MAX_WORD_LIST_BYTES};
use crate::corpus::source_file::{LeftOut, SourceFile};

/// The highest frequency: far above that of any word in jieba's dictionary, of which all together have 60 million.
const MAX_FREQUENCY: u32 = 100_000_000;

/// Gives each word of the files among `settings` that list words to `take`, which says whether it is one that counts, or why
/// it is none. What is wrong is listed, and the other lines count.
pub fn read_user_words(
    settings: &[SourceFile],
    mut take: impl FnMut(&str, Option<u32>) -> Result<bool, String>,
) -> Vec<LeftOut> {
    let mut left_out = Vec::new();
    let mut n_words = 0;
    for file in setting_file::named(settings, WORDS) {
        let mut wrong = Vec::new();
        let text = setting_file::text_of(file, MAX_WORD_LIST_BYTES);
        let text = text.unwrap_or_else(|reason| {
            wrong.push(reason);
            String::new()
        });
        for (number, line) in setting_file::lines_of(&text) {
            if n_words == MAX_USER_WORDS {
                wrong.push(format!(
                    "line {number}: there are more than {MAX_USER_WORDS} words, and the rest does not count"
                ));
                break;
            }
            let taken = parse(line).and_then(|(word, frequency)| {
                let taken = take(word, frequency);
                taken.map_err(|why| format!("{} is no word: {why}", setting_file::shown(word)))
            });
            match taken {
                Ok(counts) => n_words += usize::from(counts),
                Err(reason) => wrong.push(format!("line {number}: {reason}")),
            }
        }
        left_out.extend(setting_file::listed(&file.name, wrong, "lines"));
    }
    left_out
}

/// `词 [频率] [词性]`: the word and its frequency.
fn parse(line: &str) -> Result<(&str, Option<u32>), String> {
    let mut parts = line.split_whitespace();
    let word = parts.next().unwrap_or_default();
    let is_part_of_speech = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let parts: Vec<&str> = parts.collect();
    let frequency = match parts[..] {
        [] => None,
        [kind] if is_part_of_speech(kind) => None,
        [frequency] => Some(frequency),
        [frequency, kind] if is_part_of_speech(kind) => Some(frequency),
        _ => {
            return Err(format!(
                "{} is more than a word, its frequency and its part of speech",
                setting_file::shown(line)
            ));
        }
    };
    let Some(frequency) = frequency else {
        return Ok((word, None));
    };
    match frequency.parse() {
        Ok(number) if number <= MAX_FREQUENCY => Ok((word, Some(number))),
        _ => Err(format!(
            "{} is no frequency, a number from 0 to {MAX_FREQUENCY}; a word has no spaces in it",
            setting_file::shown(frequency)
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_word_with_its_frequency_and_part_of_speech_where_known() {
        assert_eq!(parse("区管校聘"), Ok(("区管校聘", None)));
        assert_eq!(parse("区管校聘\tnz"), Ok(("区管校聘", None)));
        assert_eq!(parse("区管校聘 12"), Ok(("区管校聘", Some(12))));
        assert_eq!(parse("区管校聘 12 nz"), Ok(("区管校聘", Some(12))));
    }

    #[test]
    fn a_frequency_that_is_no_number_is_named() {
        for (line, named) in [
            ("区管校聘 多", "'多'"),
            ("区管校聘 -1", "'-1'"),
            ("区管校聘 nz 12", "'区管校聘 nz 12'"),
            ("区管校聘 1000000000 n", "'1000000000'"),
            ("教师 轮岗 交流", "'教师 轮岗 交流'"),
        ] {
            let reason = parse(line).unwrap_err();
            assert!(reason.starts_with(named), "{reason}");
        }
    }
}
