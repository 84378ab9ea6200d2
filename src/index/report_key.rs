//! Identifies a report by a strong hash of its path: the id that people see, the term that its passages are deleted by, their order.
//!
//! Input: the path of a report. Output: a [`ReportKey`], the same on every machine and however the index was built, and a [`PassageSource`],
//! by which each passage of the report is stored. A hash of 64 bits that is quick to make is not enough here: of FNV's, 48 bits in
//! common let a change to one report delete the passages of another.

use std::sync::Arc;

use sha2::{Digest, Sha256};

/// The half of a passage's order that is its report's; the other half is its place in the report.
const REPORT_BITS: u64 = 0xFFFF_FFFF_0000_0000;

/// Identifies a report: the first 128 bits of the SHA-256 of its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ReportKey(u128);

impl ReportKey {
    /// Makes the key of the report at a path.
    pub(crate) fn of(path: &str) -> ReportKey {
        let digest = Sha256::digest(path.as_bytes());
        let bits = digest.iter().take(16);
        ReportKey(bits.fold(0, |key, byte| key << 8 | u128::from(*byte)))
    }

    /// The id that people see, twelve hexadecimal digits: the first half of the ids of the report's passages.
    pub(crate) fn id(self) -> String {
        format!("{:012x}", self.0 >> 80)
    }

    /// The whole key as a term of the index.
    pub(super) fn term(self) -> String {
        format!("{:032x}", self.0)
    }

    /// The order of the report's first passage.
    pub(crate) fn first_order(self) -> u64 {
        (self.0 >> 64) as u64 & REPORT_BITS
    }
}

/// The order of the first passage of the report that the passage of this order belongs to.
pub(crate) fn first_order_of_report(order: u64) -> u64 {
    order & REPORT_BITS
}

/// What passages were cut from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SourceKind {
    /// A report, whose passages follow each other.
    Report,
    /// A file of records, each of which stands by itself.
    Records,
}

/// The report or file of records that passages were cut from, as the index stores it with each of them.
#[derive(Debug, Clone)]
pub(crate) struct PassageSource {
    key: ReportKey,
    term: Arc<str>,
    number: u32,
    kind: SourceKind,
}

impl PassageSource {
    /// Describes the source of this key. No other source in the index has its number.
    pub(crate) fn new(key: ReportKey, number: u32, kind: SourceKind) -> PassageSource {
        PassageSource {
            key,
            term: key.term().into(),
            number,
            kind,
        }
    }

    /// The key of the source.
    pub(crate) fn key(&self) -> ReportKey {
        self.key
    }

    /// The term that the passages are deleted by.
    pub(super) fn term(&self) -> &str {
        &self.term
    }

    /// The number of the source.
    pub(crate) fn number(&self) -> u32 {
        self.number
    }

    /// What kind of source it is.
    pub(super) fn kind(&self) -> SourceKind {
        self.kind
    }

    /// The place of the `ordinal`-th passage of the source among all passages, the same however the index was built. Two sources in four billion
    /// share their half of it: their numbers decide then.
    pub(super) fn order(&self, ordinal: u32) -> u64 {
        self.key.first_order() | u64::from(ordinal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_and_the_order_are_the_beginning_of_the_term() {
        let key = ReportKey::of("corpus/青禾区2023.txt");
        let term = key.term();
        assert_eq!(term.len(), 32);
        assert_eq!(term[..12], key.id());
        let source = PassageSource::new(key, 7, SourceKind::Report);
        assert_eq!(
            format!("{:016x}", source.order(3)),
            format!("{}00000003", &term[..8])
        );
        assert_eq!(first_order_of_report(source.order(3)), source.order(0));
    }

    #[test]
    fn a_path_has_the_same_key_on_every_machine() {
        // `printf corpus/a.txt | sha256sum`
        assert_eq!(
            ReportKey::of("corpus/a.txt").term(),
            "68d027432d645fae2f821a4e268bf9e1"
        );
    }
}
