//! A file that has been opened, or a member of an archive that has been unpacked, as a format's reader takes it.
//!
//! Input: an open file, or bytes in memory. Output: its bytes, within a limit, or the stream of them; a stream that a library reads is
//! [`Metered`]. `formats/registry.rs` opens files, and `formats/archive.rs` unpacks members.

use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::limits::SNIFF_BYTES;
use super::nesting::Nesting;
use super::read_error::ReadError;
use super::settings::columns::Columns;

/// How users want their files to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Which column of a table holds what.
    pub columns: Columns,
}

/// A file as a format's reader takes it.
#[derive(Debug)]
pub(super) struct Input {
    /// The file's name, as in [`super::SourceFile::name`]; a member's name follows that of its archive.
    pub(super) name: String,
    /// Its bytes, positioned at their beginning.
    pub(super) bytes: ByteStream,
    /// The number of its bytes.
    pub(super) n_bytes: u64,
    /// How the user wants it to be read.
    pub(super) options: ReadOptions,
    /// The archives that it lies in.
    pub(super) nesting: Nesting,
}

impl Input {
    /// Reads all of it; a file larger than `max_bytes` is refused unread.
    pub(super) fn read_all(&mut self, max_bytes: u64) -> Result<Vec<u8>, ReadError> {
        let too_large = |name: &str, n_bytes| ReadError::TooLarge {
            name: name.to_owned(),
            n_bytes,
            max_bytes,
        };
        if self.n_bytes > max_bytes {
            return Err(too_large(&self.name, self.n_bytes));
        }
        if let ByteStream::Memory(bytes) = &mut self.bytes
            && bytes.position() == 0
        {
            return Ok(std::mem::take(bytes.get_mut()));
        }
        let mut bytes = Vec::with_capacity(self.n_bytes as usize + 1);
        let mut limited = (&mut self.bytes).take(max_bytes + 1);
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
pub(super) enum ByteStream {
    /// The bytes of a file on disk.
    File(File),
    /// The bytes of a member of an archive.
    Memory(Cursor<Vec<u8>>),
}

impl ByteStream {
    /// Reads the first [`SNIFF_BYTES`] and returns to the beginning.
    pub(super) fn head(&mut self) -> std::io::Result<Vec<u8>> {
        let mut head = Vec::new();
        self.take(SNIFF_BYTES as u64).read_to_end(&mut head)?;
        self.rewind()?;
        Ok(head)
    }

    /// Reads the last [`SNIFF_BYTES`] of `n_bytes`, or nothing if there are no more than that, and returns to the beginning.
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

impl Read for ByteStream {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self {
            ByteStream::File(file) => file.read(buffer),
            ByteStream::Memory(bytes) => bytes.read(buffer),
        }
    }
}

impl Seek for ByteStream {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        match self {
            ByteStream::File(file) => file.seek(to),
            ByteStream::Memory(bytes) => bytes.seek(to),
        }
    }
}

/// The number of bytes that may still be read from a stream.
#[derive(Debug, Clone)]
pub(super) struct Meter {
    n_left: Arc<AtomicU64>,
}

impl Meter {
    /// Allows `n_bytes`.
    pub(super) fn new(n_bytes: u64) -> Meter {
        Meter {
            n_left: Arc::new(AtomicU64::new(n_bytes)),
        }
    }

    /// Allows `n_bytes` from here on.
    pub(super) fn set(&self, n_bytes: u64) {
        self.n_left.store(n_bytes, Ordering::Relaxed);
    }

    /// Tells whether nothing more may be read.
    pub(super) fn is_spent(&self) -> bool {
        self.n_left.load(Ordering::Relaxed) == 0
    }
}

/// A stream that fails once its [`Meter`] is spent, since a reader that trusts what it reads would hold everything in memory.
#[derive(Debug)]
pub(super) struct Metered<R> {
    inner: R,
    meter: Meter,
}

impl<R> Metered<R> {
    /// Lets as much of `inner` be read as `meter` allows.
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
