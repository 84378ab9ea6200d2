//! The users' dictionary (用户词典): words of their reports that jieba's dictionary lacks.
//!
//! Input: `words.txt` at the top of a folder, in jieba's format: a word on each line, with its frequency and its part of speech if known.
//! Output: the words with their frequencies; the part of speech is dropped. `analysis/segmenter.rs` decides what can be a word.

use super::setting_file::{self, WORDS};
use crate::corpus::left_out::LeftOut;
use crate::corpus::limits::{MAX_USER_WORDS, MAX_WORD_LIST_BYTES};
use crate::corpus::source_file::SourceFile;

/// The highest frequency. It is far above that of any word in jieba's dictionary, whose frequencies add up to 60 million.
const MAX_FREQUENCY: u32 = 100_000_000;

/// Gives each word that the files among `settings` list to `add`, which returns whether it is new, or why it is no word. Wrong lines are
/// listed, and the others count.
pub fn read_user_words(
    settings: &[SourceFile],
    mut add: impl FnMut(&str, Option<u32>) -> Result<bool, String>,
) -> Vec<LeftOut> {
    let mut n_words = 0;
    let read = |_: &SourceFile, text: &str, wrong: &mut Vec<String>| {
        for (number, line) in setting_file::lines_of(text) {
            if n_words == MAX_USER_WORDS {
                wrong.push(format!(
                    "line {number}: there are more than {MAX_USER_WORDS} words, and the rest does not count"
                ));
                break;
            }
            let added = parse(line).and_then(|(word, frequency)| {
                let added = add(word, frequency);
                added.map_err(|why| format!("{} is no word: {why}", setting_file::shown(word)))
            });
            match added {
                Ok(is_new) => n_words += usize::from(is_new),
                Err(reason) => wrong.push(format!("line {number}: {reason}")),
            }
        }
    };
    setting_file::read_each(settings, WORDS, MAX_WORD_LIST_BYTES, "lines", read)
}

/// Parses a line, `词 [频率] [词性]`, into the word and its frequency.
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
