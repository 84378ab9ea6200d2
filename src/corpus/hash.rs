//! A hash that is the same on every machine: FNV-1a of 64 bits (Fowler, Noll and Vo, 1991).
//!
//! Input: bytes. Output: a number. It tells whether something changed; two inputs may share a number.

/// A hash to which bytes are added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hash(u64);

impl Hash {
    /// Returns the hash of no bytes.
    pub(crate) fn new() -> Hash {
        Hash(0xcbf2_9ce4_8422_2325)
    }

    /// Adds bytes.
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    /// Returns the number.
    pub(crate) fn value(self) -> u64 {
        self.0
    }
}

/// Returns the hash of a text.
pub(crate) fn hash(text: &str) -> u64 {
    let mut hash = Hash::new();
    hash.add(text.as_bytes());
    hash.value()
}
