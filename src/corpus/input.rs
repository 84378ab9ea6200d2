//! A file that has been opened, or the member of an archive that has been unpacked: what a reader reads.
//!
//! Input: an open file or bytes. Output: its bytes within a limit, or the stream of them, [`Metered`] where a library reads it. Refuses to know formats.

use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::format::{ReadOptions, SNIFF_BYTES};
use super::formats::archive::Nesting;
use super::read_error::ReadError;

/// What a reader reads.
#[derive(Debug)]
pub(super) struct Input {
    /// See [`super::SourceFile::name`]; a member's stands behind that of its archive.
    pub(super) name: String,
    /// The bytes, at their beginning.
    pub(super) content: Content,
    /// Their number.
    pub(super) n_bytes: u64,
    /// How the file is to be read.
    pub(super) options: ReadOptions,
    /// The archives around it.
    pub(super) nesting: Nesting,
}

impl Input {
    /// All of it; refused unread where it is larger than `max_bytes`.
    pub(super) fn bytes(&mut self, max_bytes: u64) -> Result<Vec<u8>, ReadError> {
        let too_large = |name: &str, n_bytes| ReadError::TooLarge {
            name: name.to_owned(),
            n_bytes,
            max_bytes,
        };
        if self.n_bytes > max_bytes {
            return Err(too_large(&self.name, self.n_bytes));
        }
        if let Content::Memory(bytes) = &mut self.content
            && bytes.position() == 0
        {
            return Ok(std::mem::take(bytes.get_mut()));
        }
        let mut bytes = Vec::with_capacity(self.n_bytes as usize + 1);
        let mut limited = (&mut self.content).take(max_bytes + 1);
        limited
            .read_to_end(&mut bytes)
            .map_err(|source| ReadError::Read {
                name: self.name.clone(),
                source,
            })?;
        match bytes.len() as u64 {
            n_bytes if n_bytes > max_bytes => Err(too_large(&self.name, n_bytes)),
            _ => Ok(bytes),
        }
    }
}

/// The bytes of an [`Input`].
#[derive(Debug)]
pub(super) enum Content {
    /// Of a file.
    File(File),
    /// Of a member of an archive.
    Memory(Cursor<Vec<u8>>),
}

impl Content {
    /// Its first [`SNIFF_BYTES`]; it is left at its beginning.
    pub(super) fn head(&mut self) -> std::io::Result<Vec<u8>> {
        let mut head = Vec::new();
        self.take(SNIFF_BYTES as u64).read_to_end(&mut head)?;
        self.rewind()?;
        Ok(head)
    }

    /// Its last [`SNIFF_BYTES`] of `n_bytes`, nothing where it has no more; it is left at its beginning.
    pub(super) fn tail(&mut self, n_bytes: u64) -> std::io::Result<Vec<u8>> {
        let mut tail = Vec::new();
        if n_bytes > SNIFF_BYTES as u64 {
            self.seek(SeekFrom::Start(n_bytes - SNIFF_BYTES as u64))?;
            self.take(SNIFF_BYTES as u64).read_to_end(&mut tail)?;
            self.rewind()?;
        }
        Ok(tail)
    }
}

impl Read for Content {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Content::File(file) => file.read(buffer),
            Content::Memory(bytes) => bytes.read(buffer),
        }
    }
}

impl Seek for Content {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        match self {
            Content::File(file) => file.seek(to),
            Content::Memory(bytes) => bytes.seek(to),
        }
    }
}

/// How many bytes may still be read of a stream.
#[derive(Debug, Clone)]
pub(super) struct Meter {
    n_left: Arc<AtomicU64>,
}

impl Meter {
    /// So many.
    pub(super) fn new(n_bytes: u64) -> Meter {
        Meter {
            n_left: Arc::new(AtomicU64::new(n_bytes)),
        }
    }

    /// So many from here on.
    pub(super) fn set(&self, n_bytes: u64) {
        self.n_left.store(n_bytes, Ordering::Relaxed);
    }

    /// Whether nothing more may be read.
    pub(super) fn is_spent(&self) -> bool {
        self.n_left.load(Ordering::Relaxed) == 0
    }
}

/// A stream that is given up after so many bytes: a reader that trusts what it reads would hold them all.
#[derive(Debug)]
pub(super) struct Metered<R> {
    inner: R,
    meter: Meter,
}

impl<R> Metered<R> {
    /// Of which as much may be read as `meter` says.
    pub(super) fn new(inner: R, meter: &Meter) -> Metered<R> {
        Metered {
            inner,
            meter: meter.clone(),
        }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.meter.is_spent() {
            return Err(std::io::Error::other("more bytes than may be read at once"));
        }
        let n_left = self.meter.n_left.load(Ordering::Relaxed);
        let n_bytes = usize::try_from(n_left).map_or(buffer.len(), |n| n.min(buffer.len()));
        let n_read = self.inner.read(&mut buffer[..n_bytes])?;
        self.meter.set(n_left - n_read as u64);
        Ok(n_read)
    }
}

impl<R: Seek> Seek for Metered<R> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.inner.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metered_stream_is_given_up() {
        let meter = Meter::new(4);
        let mut stream = Metered::new(Cursor::new(b"123456".to_vec()), &meter);
        let mut read = Vec::new();
        assert!(stream.read_to_end(&mut read).is_err());
        assert_eq!(read, b"1234");
        meter.set(2);
        assert!(stream.read_exact(&mut [0; 2]).is_ok());
    }
}
