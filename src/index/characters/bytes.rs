//! Reads and writes the numbers in the files of the character path, and the footer that closes each file.
//!
//! Numbers are little-endian `u32`s and `u16`s, or integers of variable length. What they stand for is described in
//! [`texts`](super::texts), [`grams`](super::grams) and [`positions`](super::positions).

use std::io;

use tantivy::directory::OwnedBytes;

/// Reads the `u32` at `position`, counted in `u32`s.
#[inline]
pub(super) fn read_u32(bytes: &[u8], position: usize) -> Option<u32> {
    let at = position.checked_mul(4)?;
    let four = bytes.get(at..at + 4)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

/// Reads the `u16` at `position`, counted in `u16`s.
#[inline]
pub(super) fn read_u16(bytes: &[u8], position: usize) -> Option<u16> {
    let at = position.checked_mul(2)?;
    let two = bytes.get(at..at + 2)?;
    Some(u16::from_le_bytes([two[0], two[1]]))
}

/// Appends a variable-length integer: seven bits a byte, the lowest first, the eighth bit set on
/// the last byte.
#[inline]
pub(super) fn write_varint(mut value: u32, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push((value & 0x7F) as u8);
        value >>= 7;
    }
    out.push(value as u8 | 0x80);
}

/// Reads a variable-length integer and moves `bytes` past it; 0 where the bytes end.
#[inline]
pub(super) fn read_varint(bytes: &mut &[u8]) -> u32 {
    let mut value = 0u32;
    let mut shift = 0;
    while let Some((&byte, rest)) = bytes.split_first() {
        *bytes = rest;
        value |= u32::from(byte & 0x7F).wrapping_shl(shift);
        if byte & 0x80 != 0 {
            return value;
        }
        shift += 7;
    }
    value
}

/// Takes the footer off a file, which is a `u32` and the magic number. Gives the rest and the `u32`.
pub(super) fn split_footer(file: OwnedBytes, magic: &[u8; 8]) -> io::Result<(OwnedBytes, u32)> {
    let n_footer_bytes = 4 + magic.len();
    if file.len() < n_footer_bytes {
        return Err(io::Error::other("the file is cut short"));
    }
    let (body, footer) = file.rsplit(n_footer_bytes);
    if &footer[4..] != magic {
        return Err(io::Error::other("the file does not end as such files do"));
    }
    let number = read_u32(&footer, 0).unwrap_or(0);
    Ok((body, number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn variable_length_integers_are_read_as_written(values: Vec<u32>) {
            let mut bytes = Vec::new();
            for &value in &values {
                write_varint(value, &mut bytes);
            }
            let mut rest = &bytes[..];
            for &value in &values {
                prop_assert_eq!(read_varint(&mut rest), value);
            }
            prop_assert!(rest.is_empty());
        }
    }
}
