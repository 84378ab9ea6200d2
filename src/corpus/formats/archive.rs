//! Archives: .zip with files of any format that is read, archives in archives too.
//!
//! Each member is a document called `ARCHIVE/MEMBER`. Members are unpacked one by one into memory and never to a disk;
//! a member that leads out of the archive, is a link, is locked or unpacks without end is left out with its
//! reason, and the rest goes on. Of what archives in it hold, all counts as the outermost one's: bytes, members, and
//! members that take too long. Names are UTF-8 or, as Windows writes them, GB18030.

use std::collections::HashSet;
use std::io::{BufReader, Cursor};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use encoding_rs::GB18030;
use zip::ZipArchive;

use super::container::{self, Unpacking, unpack};
use super::package::{Package, package};
use crate::corpus::documents::{Documents, Parts};
use crate::corpus::format::{
    Format, FormatReader, Probe, ReadOptions, ending, is_known_ending, read_input,
};
use crate::corpus::input::{Content, Input, Meter, Metered};
use crate::corpus::limits::{
    MAX_ARCHIVE_BYTES, MAX_ARCHIVE_DEPTH, MAX_ARCHIVE_RATIO, MAX_DIRECTORY_BYTES, MAX_FILE_BYTES,
    MAX_MEMBERS, MAX_SECONDS, MAX_SLOW_MEMBERS, MIN_UNPACKED_BYTES,
};
use crate::corpus::read_error::{ReadError, Refusal};
use crate::corpus::source_file::LeftOut;
use crate::corpus::source_text::Source;

/// See the file's first line.
pub(in crate::corpus) struct Zip;

impl FormatReader for Zip {
    fn format(&self) -> Format {
        Format::named("zip")
    }

    fn endings(&self) -> &'static [&'static str] {
        &["zip"]
    }

    fn has_columns(&self) -> bool {
        true
    }

    fn recognises(&self, probe: &Probe<'_>) -> bool {
        package(probe) == Some(Package::Archive)
    }

    fn read(&self, input: Input) -> Result<Source, ReadError> {
        let name = input.name.clone();
        let archive = Archive::open(input).map_err(|refusal| refusal.of(&name))?;
        Ok(Source::Documents(Documents::new(name, Box::new(archive))))
    }
}

/// The archives around a file.
#[derive(Debug, Clone, Default)]
pub(in crate::corpus) struct Nesting {
    depth: u32,
    /// None where no archive is around it.
    allowance: Option<Arc<Allowance>>,
}

/// What the outermost archive and all in it may still take.
#[derive(Debug)]
struct Allowance {
    /// Bytes to unpack to.
    n_bytes: AtomicU64,
    n_members: AtomicU64,
    n_slow_members: AtomicU64,
}

impl Allowance {
    fn of(n_bytes: u64) -> Allowance {
        let unpacked = n_bytes.saturating_mul(MAX_ARCHIVE_RATIO);
        Allowance {
            n_bytes: AtomicU64::new(unpacked.max(MIN_UNPACKED_BYTES)),
            n_members: AtomicU64::new(MAX_MEMBERS),
            n_slow_members: AtomicU64::new(MAX_SLOW_MEMBERS),
        }
    }
}

/// Takes `n` from what is left, or all of it; `false` where there was not as much.
fn take(left: &AtomicU64, n: u64) -> bool {
    let less = |left: u64| Some(left.saturating_sub(n));
    let before = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
    before.is_ok_and(|before| before >= n)
}

/// An archive, its members read one after the other.
#[derive(Debug)]
struct Archive {
    name: String,
    archive: ZipArchive<Metered<BufReader<Content>>>,
    options: ReadOptions,
    depth: u32,
    allowance: Arc<Allowance>,
    /// The next member.
    next: usize,
    /// The names met so far: two of a name could not be told apart.
    names: HashSet<String>,
    n_other: usize,
}

impl Archive {
    fn open(input: Input) -> Result<Archive, Refusal> {
        let over = |reason: String| Err(Refusal::OverLimit(reason));
        let Nesting { depth, allowance } = input.nesting;
        if depth >= MAX_ARCHIVE_DEPTH {
            return over(format!("it lies in archives {MAX_ARCHIVE_DEPTH} deep"));
        }
        if input.n_bytes > MAX_ARCHIVE_BYTES {
            return over(format!("it is larger than {MAX_ARCHIVE_BYTES} bytes"));
        }
        let allowance = allowance.unwrap_or_else(|| Arc::new(Allowance::of(input.n_bytes)));
        // The library holds the whole directory, however long.
        let meter = Meter::new(MAX_DIRECTORY_BYTES);
        let stream = Metered::new(BufReader::new(input.content), &meter);
        let archive = ZipArchive::new(stream).map_err(|error| match meter.is_spent() {
            true => Refusal::OverLimit(format!(
                "its list of members is longer than {MAX_DIRECTORY_BYTES} bytes"
            )),
            false => container::refusal(error),
        })?;
        // From here on it is the members that are limited.
        meter.set(u64::MAX);
        if !take(&allowance.n_members, archive.len() as u64) {
            return over(format!("it has more than {MAX_MEMBERS} members"));
        }
        Ok(Archive {
            name: input.name,
            archive,
            options: input.options,
            depth,
            allowance,
            next: 0,
            names: HashSet::new(),
            n_other: 0,
        })
    }

    /// A member; `Ok(None)` where it is none to read.
    fn member(&mut self, at: usize) -> Result<Option<Source>, LeftOut> {
        let entry = match self.archive.by_index_data(at) {
            Ok(entry) if entry.is_dir() => return Ok(None),
            Ok(entry) => entry,
            Err(error) => return Err(left_out(&self.name, error)),
        };
        let (name, is_link) = (text_of(entry.name_raw()), entry.is_symlink());
        let parts: Vec<&str> = parts_of(&name).collect();
        let shown = format!("{}/{}", self.name, parts.join("/"));
        let is_hidden = |part: &&str| part.starts_with('.') && *part != "..";
        if parts
            .iter()
            .any(|part| is_hidden(part) || *part == "__MACOSX")
            || !is_known_ending(&ending(&shown))
        {
            self.n_other += 1;
            return Ok(None);
        }
        if parts.contains(&"..") {
            return Err(left_out(&shown, "its path leads out of the archive"));
        }
        if is_link {
            return Err(left_out(&shown, "a link, which is not followed"));
        }
        if !self.names.insert(shown.clone()) {
            return Err(left_out(&shown, "another member has its name"));
        }
        let began = Instant::now();
        let read = match self.unpacked(at) {
            Ok(bytes) => read_input(Input {
                name: shown.clone(),
                n_bytes: bytes.len() as u64,
                content: Content::Memory(Cursor::new(bytes)),
                options: self.options.clone(),
                nesting: Nesting {
                    depth: self.depth + 1,
                    allowance: Some(self.allowance.clone()),
                },
            }),
            Err(refusal) => Err(refusal.of(&shown)),
        };
        if began.elapsed() >= Duration::from_secs(MAX_SECONDS) {
            take(&self.allowance.n_slow_members, 1);
        }
        read.map(Some).map_err(|error| left_out(&shown, error))
    }

    fn unpacked(&mut self, at: usize) -> Result<Vec<u8>, Refusal> {
        let mut member = self.archive.by_index(at).map_err(container::refusal)?;
        let limits = Unpacking {
            packed_bytes: member.compressed_size(),
            max_bytes: MAX_FILE_BYTES.min(self.allowance.n_bytes.load(Ordering::Relaxed)),
        };
        let mut n_bytes = 0;
        let unpacked = unpack(&mut member, limits, &mut n_bytes);
        // What was unpacked in vain counts too.
        take(&self.allowance.n_bytes, n_bytes);
        unpacked
    }

    /// Why nothing more of it is read, where the outermost archive has taken all it may.
    fn spent(&self) -> Option<String> {
        let is_spent = |left: &AtomicU64| left.load(Ordering::Relaxed) == 0;
        if is_spent(&self.allowance.n_bytes) {
            return Some(format!(
                "the rest is not read: it unpacks to more than {MAX_ARCHIVE_RATIO} times its size"
            ));
        }
        is_spent(&self.allowance.n_slow_members).then(|| {
            format!(
                "the rest is not read: {MAX_SLOW_MEMBERS} of its members take more than {MAX_SECONDS} seconds"
            )
        })
    }
}

impl Iterator for Archive {
    type Item = Result<Source, LeftOut>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.next < self.archive.len() {
            if let Some(reason) = self.spent() {
                self.next = usize::MAX;
                return Some(Err(left_out(&self.name, reason)));
            }
            let at = self.next;
            self.next += 1;
            if let Some(read) = self.member(at).transpose() {
                return Some(read);
            }
        }
        None
    }
}

impl Parts for Archive {
    fn n_other(&self) -> usize {
        self.n_other
    }
}

fn left_out(path: &str, reason: impl std::fmt::Display) -> LeftOut {
    LeftOut {
        path: path.to_owned(),
        reason: reason.to_string().trim_end_matches('.').to_owned(),
    }
}

/// A member's name: bytes that are not UTF-8 are GB18030, or are shown as well as can be.
fn text_of(name: &[u8]) -> String {
    if let Ok(name) = std::str::from_utf8(name) {
        return name.to_owned();
    }
    let chinese = GB18030.decode_without_bom_handling_and_without_replacement(name);
    chinese.map_or_else(
        || String::from_utf8_lossy(name).into_owned(),
        |name| name.into_owned(),
    )
}

/// The parts of a member's path; a drive and a `/` before it say nothing inside an archive.
fn parts_of(name: &str) -> impl Iterator<Item = &str> {
    let is_drive = |part: &str| part.len() == 2 && part.ends_with(':');
    let parts = name.split(['/', '\\']);
    parts.filter(move |part| !part.is_empty() && *part != "." && !is_drive(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_utf8_or_gb18030() {
        let (chinese, _, _) = GB18030.encode("总结.txt");
        assert_eq!(text_of(&chinese), "总结.txt");
        assert_eq!(text_of("总结.txt".as_bytes()), "总结.txt");
        assert_eq!(text_of(b"a\xFF.txt"), "a\u{fffd}.txt");
    }

    #[test]
    fn a_path_keeps_the_parts_that_say_something() {
        let parts = |name| parts_of(name).collect::<Vec<_>>();
        assert_eq!(parts("/2022//./a.txt"), ["2022", "a.txt"]);
        assert_eq!(parts("C:\\2022\\a.txt"), ["2022", "a.txt"]);
        assert_eq!(parts("../a.txt"), ["..", "a.txt"]);
    }
}
