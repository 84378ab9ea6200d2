//! A plain scan that counts the texts holding a needle, to compare the counts of a search with.
//!
//! It shares no code with the program. Folding is written afresh from the design's prose: full width becomes half (letters,
//! digits, punctuation, the ideographic space), ASCII letters lower case, traditional characters simplified; white
//! space, quotation marks (“ ” ‘ ’ " ' 「 」 『 』) and title marks (《 》 〈 〉) are dropped; all else stays.

use std::collections::HashMap;
use std::sync::LazyLock;

use memchr::memmem::Finder;

/// The traditional characters and their simplified ones. The table is the program's data; the loop that reads it is this file's own.
static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut table = HashMap::new();
    for line in include_str!("../../src/analysis/simplified.txt").lines() {
        if line.starts_with('#') {
            continue;
        }
        let pair: Vec<char> = line.trim().chars().collect();
        if let [traditional, simplified] = pair[..] {
            table.insert(traditional, simplified);
        }
    }
    assert!(table.len() > 4_000, "the table was not read");
    table
});

/// The separator of passages, which no folded needle of these tests holds.
const BETWEEN: char = '\0';

/// Folds a text, so that texts that count as the same become equal.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        let narrow = match c {
            '\u{3000}' => ' ',
            '！'..='～' => char::from_u32(c as u32 - '！' as u32 + '!' as u32).unwrap(),
            other => other,
        };
        let is_mark = "“”‘’\"'「」『』《》〈〉".contains(narrow);
        if narrow.is_whitespace() || is_mark {
            continue;
        }
        let lower = narrow.to_ascii_lowercase();
        folded.push(*SIMPLIFIED.get(&lower).unwrap_or(&lower));
    }
    folded
}

/// Gives the words of what was typed, folded: those between white space, or a text of several lines as one.
pub(crate) fn words(typed: &str) -> Vec<String> {
    let is_pasted = typed.contains(['\n', '\r', '\u{2028}', '\u{2029}']);
    let parts: Vec<&str> = match is_pasted {
        true => vec![typed],
        false => typed.split_whitespace().collect(),
    };
    let folded = parts.into_iter().map(fold);
    folded.filter(|word| !word.is_empty()).collect()
}

/// Passages that were folded once and joined.
pub(crate) struct Scan {
    joined: String,
    /// Where each passage begins, and where the last one's separator ends.
    starts: Vec<usize>,
}

impl Scan {
    /// Joins passages that are already folded.
    pub(crate) fn of<'a>(folded: impl IntoIterator<Item = &'a str>) -> Scan {
        let mut scan = Scan {
            joined: String::new(),
            starts: vec![0],
        };
        for passage in folded {
            scan.joined.push_str(passage);
            scan.joined.push(BETWEEN);
            scan.starts.push(scan.joined.len());
        }
        scan
    }

    /// Counts the passages that hold each of the words that were typed: all passages where folding leaves nothing of them. A text of several
    /// lines is one word.
    pub(crate) fn count(&self, typed: &str) -> u64 {
        let mut needles = words(typed);
        // The longest word is looked for, and the others in the passages that hold it.
        needles.sort_by_key(|needle| std::cmp::Reverse(needle.len()));
        let Some((longest, others)) = needles.split_first() else {
            return self.starts.len() as u64 - 1;
        };
        let finder = Finder::new(longest);
        let (mut from, mut count) = (0, 0);
        while let Some(at) = finder.find(&self.joined.as_bytes()[from..]) {
            let next = self.starts.partition_point(|&start| start <= from + at);
            let passage = &self.joined[self.starts[next - 1]..self.starts[next]];
            count += u64::from(others.iter().all(|word| passage.contains(word.as_str())));
            // The count goes on in the next passage.
            from = self.starts[next];
        }
        count
    }

    /// Counts many needles, with a thread a core.
    pub(crate) fn counts(&self, typed: &[String]) -> Vec<u64> {
        let n_threads = std::thread::available_parallelism().map_or(2, |n| n.get());
        let shares = typed.chunks(typed.len().div_ceil(n_threads).max(1));
        std::thread::scope(|scope| {
            let threads: Vec<_> = shares
                .map(|share| {
                    scope.spawn(move || -> Vec<u64> {
                        share.iter().map(|one| self.count(one)).collect()
                    })
                })
                .collect();
            threads
                .into_iter()
                .flat_map(|thread| thread.join().unwrap())
                .collect()
        })
    }
}
