//! The errors of opening, reading and writing an index, with what the user may do about each.
//!
//! Errors of tantivy become an [`IndexError`] by what is wrong: the index is missing, different, damaged, busy, or the file system refused.

use std::io;
use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError};

/// An index could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// There is no index.
    #[error("no index in {}", .0.display())]
    Missing(PathBuf),
    /// It was built by another program, or another version of this one.
    #[error("the index in {} was built otherwise: {difference}", path.display())]
    Different {
        /// The folder of the index.
        path: PathBuf,
        /// How it differs from an index of this program.
        difference: String,
    },
    /// Its files are not as they were written.
    #[error("the index in {} is damaged: {reason}", path.display())]
    Damaged {
        /// The folder of the index.
        path: PathBuf,
        /// What is wrong with them.
        reason: String,
    },
    /// Another process is writing to it.
    #[error("another process is writing to the index in {}", .0.display())]
    Busy(PathBuf),
    /// The file system refused to do something.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried: "read", "write to".
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl IndexError {
    /// Says what the user may do, as a command for the index in question or in words.
    pub fn hint(&self) -> Option<String> {
        let command = |path: &Path| match path.to_str() {
            Some("index") => "xunzhang index".to_owned(),
            Some(plain)
                if plain
                    .chars()
                    .all(|c| c.is_alphanumeric() || "/._-".contains(c)) =>
            {
                format!("xunzhang --index {plain} index")
            }
            _ => format!("xunzhang --index '{}' index", path.display()),
        };
        let hint = match self {
            IndexError::Missing(path) => return Some(format!("build it with `{}`", command(path))),
            IndexError::Different { path, .. } | IndexError::Damaged { path, .. } => {
                return Some(format!("build it anew with `{} --rebuild`", command(path)));
            }
            IndexError::Busy(_) => Some("wait for it to end, or stop it; searches go on meanwhile"),
            IndexError::Io { source, .. } => {
                use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull, WriteZero};
                let is_full = [FileTooLarge, QuotaExceeded, StorageFull, WriteZero];
                is_full
                    .contains(&source.kind())
                    .then_some("what was committed last still answers; make room, and run it again")
            }
        };
        hint.map(str::to_owned)
    }

    /// Names what tantivy reports of the index in `path`.
    pub(super) fn from_tantivy(path: &Path, error: TantivyError) -> IndexError {
        let path = path.to_path_buf();
        match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => IndexError::Busy(path),
            // Where a file could not be written, the writer names the fault itself.
            TantivyError::ErrorInThread(_) => IndexError::Io {
                action: "write to",
                source: io::Error::other("a thread of the writer failed"),
                path,
            },
            TantivyError::IoError(source) => IndexError::io("read or write", path, &source),
            TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, .. })
            | TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. })
            | TantivyError::LockFailure(LockError::IoError(io_error), _) => {
                IndexError::io("read or write", path, &io_error)
            }
            TantivyError::OpenDirectoryError(OpenDirectoryError::NotADirectory(_)) => {
                IndexError::Io {
                    action: "use as an index",
                    path,
                    source: io::Error::other("it is not a folder"),
                }
            }
            other => IndexError::Damaged {
                path,
                reason: other.to_string(),
            },
        }
    }

    /// Tells an i/o error of the file system, which has a number, from one that reports a file's content, which has none.
    fn io(action: &'static str, path: PathBuf, error: &io::Error) -> IndexError {
        use io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof};
        let is_of_content = matches!(
            error.kind(),
            InvalidData | InvalidInput | Other | UnexpectedEof
        );
        if error.raw_os_error().is_none() && is_of_content {
            let reason = error.to_string();
            return IndexError::Damaged { path, reason };
        }
        let source = io::Error::new(error.kind(), error.to_string());
        IndexError::Io {
            action,
            path,
            source,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_index_says_who_is_in_the_way() {
        let error = TantivyError::LockFailure(LockError::LockBusy, None);
        let error = IndexError::from_tantivy(Path::new("index"), error);
        assert_eq!(
            error.to_string(),
            "another process is writing to the index in index"
        );
        assert!(
            error
                .hint()
                .is_some_and(|hint| hint.contains("searches go on"))
        );
    }

    #[test]
    fn a_file_that_is_not_as_it_was_written_is_damage() {
        let of = |error: io::Error| {
            IndexError::from_tantivy(Path::new("index"), TantivyError::from(error))
        };
        let damaged = of(io::Error::new(io::ErrorKind::InvalidData, "no footer"));
        assert_eq!(
            damaged.to_string(),
            "the index in index is damaged: no footer"
        );
        let refused = of(io::Error::from_raw_os_error(28));
        assert!(
            matches!(refused, IndexError::Io { .. }),
            "a full disk is no damage"
        );
    }

    #[test]
    fn a_missing_index_names_the_command() {
        let error = IndexError::Missing("index".into());
        assert_eq!(error.to_string(), "no index in index");
        assert_eq!(
            error.hint().as_deref(),
            Some("build it with `xunzhang index`")
        );
        let error = IndexError::Missing("我的 索引".into());
        assert_eq!(
            error.hint().as_deref(),
            Some("build it with `xunzhang --index '我的 索引' index`")
        );
    }
}
