//! Archives: .zip, with files of any format that is read, including archives.
//!
//! Input: a .zip. Output: its members, each a document called `ARCHIVE/MEMBER` that the registry's reader reads. Members are unpacked one
//! by one into memory and never onto a disk. A member that leads out of the archive, is a link, is locked or unpacks without end is left
//! out with its reason, and the next one is read. Bytes, members and slow members of archives inside an archive count as the outermost
//! one's (see `nesting`). Names are UTF-8 or, as Windows writes them, GB18030.

use std::collections::HashSet;
use std::io::{BufReader, Cursor};
use std::sync::Arc;
use std::time::{Duration, Instant};

use encoding_rs::GB18030;
use zip::ZipArchive;

use super::container::{self, Unpacking, unpack};
use super::package::{Package, package};
use crate::corpus::format::{FormatReader, Probe, ending};
use crate::corpus::input::{ByteStream, Input, Meter, Metered, ReadOptions};
use crate::corpus::left_out::LeftOut;
use crate::corpus::limits::{
    MAX_ARCHIVE_BYTES, MAX_ARCHIVE_DEPTH, MAX_ARCHIVE_RATIO, MAX_DIRECTORY_BYTES, MAX_FILE_BYTES,
    MAX_MEMBERS, MAX_SECONDS, MAX_SLOW_MEMBERS,
};
use crate::corpus::nesting::{Allowance, Nesting};
use crate::corpus::read_error::{ReadError, Refusal};
use crate::corpus::source::{Documents, Source};
use crate::corpus::source_text::Format;
use crate::corpus::unread::{is_no_document, reason};

/// The reader of archives. Its members may be of any format, so the registry hands in what reads them.
pub(super) struct Zip {
    /// Tells whether members of this ending are read.
    pub(super) is_known_ending: fn(&str) -> bool,
    /// Reads a member that has been unpacked.
    pub(super) read_member: fn(Input) -> Result<Source, ReadError>,
}

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
        let archive = Archive::open(input, self).map_err(|refusal| refusal.of(&name))?;
        Ok(Source::Documents(Documents::new(name, Box::new(archive))))
    }
}

/// An archive whose members are read one after the other.
#[derive(Debug)]
struct Archive {
    name: String,
    archive: ZipArchive<Metered<BufReader<ByteStream>>>,
    /// See [`Zip`].
    is_known_ending: fn(&str) -> bool,
    /// See [`Zip`].
    read_member: fn(Input) -> Result<Source, ReadError>,
    options: ReadOptions,
    depth: u32,
    allowance: Arc<Allowance>,
    /// The index of the next member.
    next: usize,
    /// The names met so far, since two members of one name could not be told apart.
    names: HashSet<String>,
}

impl Archive {
    fn open(input: Input, zip: &Zip) -> Result<Archive, Refusal> {
        let over = |reason: String| Err(Refusal::OverLimit(reason));
        let Nesting { depth, allowance } = input.nesting;
        if depth >= MAX_ARCHIVE_DEPTH {
            return over(format!("it lies in archives {MAX_ARCHIVE_DEPTH} deep"));
        }
        if input.n_bytes > MAX_ARCHIVE_BYTES {
            return over(format!("it is larger than {MAX_ARCHIVE_BYTES} bytes"));
        }
        let allowance = allowance.unwrap_or_else(|| Arc::new(Allowance::of_archive(input.n_bytes)));
        // The library holds the whole directory in memory, however long it is.
        let meter = Meter::new(MAX_DIRECTORY_BYTES);
        let stream = Metered::new(BufReader::new(input.bytes), &meter);
        let archive = ZipArchive::new(stream).map_err(|error| match meter.is_spent() {
            true => Refusal::OverLimit(format!(
                "its list of members is longer than {MAX_DIRECTORY_BYTES} bytes"
            )),
            false => container::refusal(error),
        })?;
        // From here on the limit is that of each member.
        meter.set(u64::MAX);
        if !allowance.n_members.take(archive.len() as u64) {
            return over(format!("it has more than {MAX_MEMBERS} members"));
        }
        Ok(Archive {
            name: input.name,
            archive,
            is_known_ending: zip.is_known_ending,
            read_member: zip.read_member,
            options: input.options,
            depth,
            allowance,
            next: 0,
            names: HashSet::new(),
        })
    }

    /// Reads the member of an index; `Ok(None)` if it is not one to read.
    fn member(&mut self, at: usize) -> Result<Option<Source>, LeftOut> {
        let entry = match self.archive.by_index_data(at) {
            Ok(entry) if entry.is_dir() => return Ok(None),
            Ok(entry) => entry,
            Err(error) => return Err(LeftOut::new(&self.name, error)),
        };
        let (name, is_link) = (text_of(entry.name_raw()), entry.is_symlink());
        let parts: Vec<&str> = parts_of(&name).collect();
        let shown = format!("{}/{}", self.name, parts.join("/"));
        let is_hidden = |part: &&str| is_no_document(part) && *part != "..";
        if parts
            .iter()
            .any(|part| is_hidden(part) || *part == "__MACOSX")
        {
            return Ok(None);
        }
        if !(self.is_known_ending)(&ending(&shown)) {
            return Err(LeftOut::new(&shown, reason(&shown)));
        }
        if parts.contains(&"..") {
            return Err(LeftOut::new(&shown, "its path leads out of the archive"));
        }
        if is_link {
            return Err(LeftOut::new(&shown, "a link, which is not followed"));
        }
        if !self.names.insert(shown.clone()) {
            return Err(LeftOut::new(&shown, "another member has its name"));
        }
        let began = Instant::now();
        let read = match Refusal::guarded(|| self.unpacked(at)) {
            Ok(bytes) => (self.read_member)(Input {
                name: shown.clone(),
                n_bytes: bytes.len() as u64,
                bytes: ByteStream::Memory(Cursor::new(bytes)),
                options: self.options.clone(),
                nesting: Nesting {
                    depth: self.depth + 1,
                    allowance: Some(self.allowance.clone()),
                },
            }),
            Err(refusal) => Err(refusal.of(&shown)),
        };
        if began.elapsed() >= Duration::from_secs(MAX_SECONDS) {
            self.allowance.n_slow_members.take(1);
        }
        read.map(Some).map_err(|error| LeftOut::new(&shown, error))
    }

    fn unpacked(&mut self, at: usize) -> Result<Vec<u8>, Refusal> {
        let mut member = self.archive.by_index(at).map_err(container::refusal)?;
        let limits = Unpacking {
            packed_bytes: member.compressed_size(),
            max_bytes: MAX_FILE_BYTES.min(self.allowance.n_bytes.left()),
        };
        let mut n_bytes = 0;
        let unpacked = unpack(&mut member, limits, &mut n_bytes);
        // What was unpacked in vain counts too.
        self.allowance.n_bytes.take(n_bytes);
        unpacked
    }

    /// Says why nothing more of it is read, if the outermost archive has used up its allowance.
    fn spent(&self) -> Option<String> {
        if self.allowance.n_bytes.left() == 0 {
            return Some(format!(
                "the rest is not read: it unpacks to more than {MAX_ARCHIVE_RATIO} times its size"
            ));
        }
        (self.allowance.n_slow_members.left() == 0).then(|| {
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
                return Some(Err(LeftOut::new(&self.name, reason)));
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

/// Decodes a member's name. Bytes that are not UTF-8 are taken for GB18030, or else shown as well as can be.
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

/// Returns the parts of a member's path; a drive and a `/` before it mean nothing inside an archive.
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
