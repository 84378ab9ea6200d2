//! Zip containers: a .docx is one, its parts are files of XML.
//!
//! Input: the container's bytes and a part's name. Output: the part's bytes, within the limits: what unpacks without
//! end is refused after [`MAX_PART_BYTES`], whatever its header claims. Nothing is ever written to a disk.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::limits::{MAX_PART_BYTES, MAX_PART_RATIO};
use super::read_error::Refusal;

/// A part smaller than this may be packed as tightly as it likes.
const FREE_BYTES: u64 = 1024 * 1024;

/// A zip container in memory.
pub(super) struct Container {
    archive: ZipArchive<Cursor<Vec<u8>>>,
}

impl Container {
    /// Opens a container.
    pub(super) fn open(bytes: Vec<u8>) -> Result<Container, Refusal> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(refusal)?;
        Ok(Container { archive })
    }

    /// The bytes of a part; `None` where there is no such part.
    pub(super) fn part(&mut self, part: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let file = match self.archive.by_name(part) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(refusal(error)),
        };
        let packed_bytes = file.compressed_size().max(1);
        let mut bytes = Vec::new();
        let mut limited = file.take(MAX_PART_BYTES + 1);
        limited
            .read_to_end(&mut bytes)
            .map_err(|error| Refusal::damaged(format!("{part}: {error}")))?;
        let n_bytes = bytes.len() as u64;
        if n_bytes > MAX_PART_BYTES {
            let reason = format!("{part} unpacks to more than {MAX_PART_BYTES} bytes");
            return Err(Refusal::OverLimit(reason));
        }
        if n_bytes > FREE_BYTES && n_bytes / packed_bytes > MAX_PART_RATIO {
            let reason =
                format!("{part} unpacks to more than {MAX_PART_RATIO} times its packed size");
            return Err(Refusal::OverLimit(reason));
        }
        Ok(Some(bytes))
    }
}

fn refusal(error: ZipError) -> Refusal {
    match error {
        ZipError::UnsupportedArchive(reason) if reason == ZipError::PASSWORD_REQUIRED => {
            Refusal::Locked
        }
        other => Refusal::damaged(other),
    }
}
