//! Zip containers, as a .docx and an .xlsx are: their parts, which are files of XML, by name.
//!
//! Input: the container's bytes and a part's name. Output: the part's bytes. A part that unpacks without end is refused after
//! [`MAX_PART_BYTES`], whatever its header claims. Nothing is ever written onto a disk. `xml` parses the parts.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::xml::{self, Element};
use crate::corpus::limits::{MAX_PART_BYTES, MAX_PART_RATIO};
use crate::corpus::read_error::Refusal;

/// The size in bytes up to which a part may be packed as tightly as it likes.
const FREE_BYTES: u64 = 1024 * 1024;

/// A zip container that is held in memory.
#[derive(Debug)]
pub(super) struct ZipContainer {
    archive: ZipArchive<Cursor<Vec<u8>>>,
}

impl ZipContainer {
    /// Opens a container.
    pub(super) fn open(bytes: Vec<u8>) -> Result<ZipContainer, Refusal> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(refusal)?;
        Ok(ZipContainer { archive })
    }

    /// Unpacks a part; `None` if there is no such part.
    pub(super) fn part(&mut self, part: &str) -> Result<Option<Vec<u8>>, Refusal> {
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

    /// Unpacks a part and parses it as XML; `None` if there is no such part.
    pub(super) fn xml_part(&mut self, part: &str) -> Result<Option<Element>, Refusal> {
        self.part(part)?.map(xml::parse).transpose()
    }
}

/// The limits on how far a part may unpack.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unpacking {
    /// The size of the part when packed, in bytes.
    pub(super) packed_bytes: u64,
    /// The most bytes it may unpack to.
    pub(super) max_bytes: u64,
}

/// Unpacks a part as far as its limits allow. `n_bytes` grows by what was unpacked, even in vain.
pub(super) fn unpack(
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

/// Turns an error of the library into a refusal.
pub(super) fn refusal(error: ZipError) -> Refusal {
    match error {
        ZipError::UnsupportedArchive(reason) if reason == ZipError::PASSWORD_REQUIRED => {
            Refusal::Locked
        }
        other => Refusal::damaged(other),
    }
}
