//! Remembers why a file of the index could not be written: tantivy's threads say only that they failed, and keep the cause to themselves.
//!
//! Input: the directory of an index. Output: the same directory, whose files are written as before, and the first i/o error of any of
//! them. [`Writer`](super::Writer) names it in the place of what a thread says.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

/// The first i/o error of writing, kept until it is asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct WriteFaults(Arc<Mutex<Option<io::Error>>>);

impl WriteFaults {
    /// The first error since it was last asked for.
    pub(super) fn take(&self) -> Option<io::Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Keeps the error of a result, and gives the result back.
    fn noted<T>(&self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result {
            let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            first.get_or_insert_with(|| io::Error::new(error.kind(), error.to_string()));
        }
        result
    }
}

/// A directory that notes its write faults.
#[derive(Debug, Clone)]
pub(super) struct NotingDirectory {
    inner: MmapDirectory,
    faults: WriteFaults,
}

impl NotingDirectory {
    /// Notes the faults of a directory in `faults`.
    pub(super) fn new(inner: MmapDirectory, faults: WriteFaults) -> NotingDirectory {
        NotingDirectory { inner, faults }
    }
}

impl Directory for NotingDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let opened = self.inner.open_write(path).inspect_err(|error| {
            if let OpenWriteError::IoError { io_error, .. } = error {
                let error = io::Error::new(io_error.kind(), io_error.to_string());
                let _ = self.faults.noted::<()>(Err(error));
            }
        })?;
        // The buffer is empty still: the file is taken out of it so that nothing is buffered twice.
        let inner = opened.into_inner().map_err(|error| {
            OpenWriteError::wrap_io_error(error.into_error(), path.to_path_buf())
        })?;
        Ok(BufWriter::new(Box::new(NotingFile {
            inner,
            faults: self.faults.clone(),
        })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.faults.noted(self.inner.atomic_write(path, data))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.faults.noted(self.inner.sync_directory())
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

/// A file that notes its write faults.
struct NotingFile {
    inner: Box<dyn TerminatingWrite + Send + Sync>,
    faults: WriteFaults,
}

impl Write for NotingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.faults.noted(self.inner.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.faults.noted(self.inner.flush())
    }
}

impl TerminatingWrite for NotingFile {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.faults.noted(self.inner.terminate_ref(token))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_fault_is_kept_until_it_is_asked_for() {
        let faults = WriteFaults::default();
        assert!(faults.noted(Ok(7)).is_ok() && faults.take().is_none());
        let full = || io::Error::from(io::ErrorKind::StorageFull);
        assert!(faults.noted::<()>(Err(full())).is_err());
        let _ = faults.noted::<()>(Err(io::Error::other("a later one")));
        let first = faults.take().unwrap();
        assert_eq!(
            (first.kind(), first.to_string()),
            (full().kind(), full().to_string())
        );
        assert!(faults.take().is_none());
    }

    #[test]
    fn a_file_is_written_as_before() {
        let folder = tempfile::tempdir().unwrap();
        let inner = MmapDirectory::open(folder.path()).unwrap();
        let directory = NotingDirectory::new(inner, WriteFaults::default());
        let mut file = directory.open_write(Path::new("a")).unwrap();
        file.write_all("区管校聘".as_bytes()).unwrap();
        file.terminate().unwrap();
        let read = std::fs::read_to_string(folder.path().join("a")).unwrap();
        assert_eq!(read, "区管校聘");
        assert!(directory.faults.take().is_none());
    }
}
