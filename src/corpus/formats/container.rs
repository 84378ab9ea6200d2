//! Zip containers: a .docx and an .xlsx are, their parts are files of XML.
//!
//! Input: the container's bytes and a part's name. Output: the part's bytes, within the limits: what unpacks without
//! end is refused after [`MAX_PART_BYTES`], whatever its header claims. Nothing is ever written to a disk.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::corpus::limits::{MAX_PART_BYTES, MAX_PART_RATIO};
use crate::corpus::read_error::Refusal;

/// A part smaller than this may be packed as tightly as it likes.
const FREE_BYTES: u64 = 1024 * 1024;

/// A zip container in memory.
#[derive(Debug)]
pub(in crate::corpus) struct Container {
    archive: ZipArchive<Cursor<Vec<u8>>>,
}

impl Container {
    /// Opens a container.
    pub(in crate::corpus) fn open(bytes: Vec<u8>) -> Result<Container, Refusal> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(refusal)?;
        Ok(Container { archive })
    }

    /// The bytes of a part; `None` where there is no such part.
    pub(in crate::corpus) fn part(&mut self, part: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let mut file = match self.archive.by_name(part) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(refusal(error)),
        };
        let limits = Unpacking {
            packed_bytes: file.compressed_size(),
            max_bytes: MAX_PART_BYTES,
        };
        let unpacked = unpack(&mut file, limits, &mut 0);
        unpacked.map(Some).map_err(|refusal| refusal.about(part))
    }
}

/// How far a part may unpack.
#[derive(Debug, Clone, Copy)]
pub(in crate::corpus) struct Unpacking {
    /// Its packed size.
    pub(in crate::corpus) packed_bytes: u64,
    /// The most it may unpack to.
    pub(in crate::corpus) max_bytes: u64,
}

/// Unpacks a part, as far as it may; `n_bytes` counts what was unpacked, in vain too.
pub(in crate::corpus) fn unpack(
    part: &mut impl Read,
    limits: Unpacking,
    n_bytes: &mut u64,
) -> Result<Vec<u8>, Refusal> {
    let max_bytes = limits.max_bytes;
    let free_bytes = FREE_BYTES.max(limits.packed_bytes.saturating_mul(MAX_PART_RATIO));
    let mut bytes = Vec::new();
    let mut limited = part.take(max_bytes.min(free_bytes) + 1);
    let read = limited.read_to_end(&mut bytes);
    *n_bytes += bytes.len() as u64;
    read.map_err(Refusal::damaged)?;
    if bytes.len() as u64 > max_bytes {
        let reason = format!("it unpacks to more than {max_bytes} bytes");
        return Err(Refusal::OverLimit(reason));
    }
    if bytes.len() as u64 > free_bytes {
        let reason = format!("it unpacks to more than {MAX_PART_RATIO} times its packed size");
        return Err(Refusal::OverLimit(reason));
    }
    Ok(bytes)
}

/// What a library's error comes to.
pub(in crate::corpus) fn refusal(error: ZipError) -> Refusal {
    match error {
        ZipError::UnsupportedArchive(reason) if reason == ZipError::PASSWORD_REQUIRED => {
            Refusal::Locked
        }
        other => Refusal::damaged(other),
    }
}
