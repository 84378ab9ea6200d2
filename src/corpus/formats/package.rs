//! What kind of zip container a file is: a Word document, a workbook, or an archive of files.
//!
//! Input: a [`Probe`]. Output: a [`Package`], told by the names of the members that the directory at the end of the file lists, if the
//! directory is whole and within the probe. The bytes of the members are not looked at, since a Word file may lie unpacked in an archive.
//! Nothing is unpacked here; `container` and `archive` do that.

use super::little_endian::{u16_at, u32_at};
use crate::corpus::format::{Probe, contains};

/// A kind of zip container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Package {
    /// .docx
    Word,
    /// .xlsx
    Workbook,
    /// .odt
    OpenText,
    /// .zip
    Archive,
}

/// What an OpenDocument text calls itself, in its first member, which is not compressed.
const OPEN_TEXT: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument.text";
/// The bytes that begin a member.
const MEMBER: &[u8] = b"PK\x03\x04";
/// The bytes that begin an entry of the directory.
const ENTRY: &[u8] = b"PK\x01\x02";
/// The bytes that begin the end of the directory.
const END: &[u8] = b"PK\x05\x06";

/// Returns the kind of a container; `None` if the file is no zip container.
pub(super) fn package(probe: &Probe<'_>) -> Option<Package> {
    if !probe.head.starts_with(MEMBER) && !probe.head.starts_with(END) {
        return None;
    }
    // Templates and master documents call themselves so with a word more.
    if contains(&probe.head[..probe.head.len().min(128)], OPEN_TEXT) {
        return Some(Package::OpenText);
    }
    let end = if probe.tail.is_empty() {
        probe.head
    } else {
        probe.tail
    };
    if let Some(names) = directory(end) {
        let holds = |start: &[u8]| names.iter().any(|name| name.starts_with(start));
        // A folder called word may lie in any archive.
        let is_office = holds(b"[Content_Types].xml") || holds(b"_rels/");
        if holds(b"word/document") || (is_office && holds(b"word/")) {
            return Some(Package::Word);
        }
        if holds(b"xl/workbook") || (is_office && holds(b"xl/")) {
            return Some(Package::Workbook);
        }
        // A damaged Word file is no archive of its parts.
        let has_office_ending = matches!(probe.ending, "docx" | "docm" | "xlsx" | "xlsm" | "odt");
        if !is_office && !has_office_ending {
            return Some(Package::Archive);
        }
    }
    let holds = |name: &[u8]| contains(probe.head, name) || contains(end, name);
    match probe.ending {
        "docx" | "docm" => Some(Package::Word),
        "xlsx" | "xlsm" => Some(Package::Workbook),
        "odt" => Some(Package::OpenText),
        "zip" => Some(Package::Archive),
        _ if holds(b"word/") => Some(Package::Word),
        _ if holds(b"xl/") => Some(Package::Workbook),
        _ => None,
    }
}

/// Returns the names that the directory lists, if all of it lies within the given end of the file.
fn directory(end: &[u8]) -> Option<Vec<&[u8]>> {
    let at = memchr::memmem::rfind(end, END)?;
    let n_bytes = u32_at(end, at + 12)? as usize;
    let mut from = at.checked_sub(n_bytes)?;
    let mut names = Vec::new();
    while from < at {
        if !end.get(from..)?.starts_with(ENTRY) {
            return None;
        }
        let lengths: Vec<usize> = [28, 30, 32]
            .iter()
            .map(|field| u16_at(end, from + field).map(usize::from))
            .collect::<Option<_>>()?;
        names.push(end.get(from + 46..from + 46 + lengths[0])?);
        from += 46 + lengths.iter().sum::<usize>();
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let stored = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        for (name, bytes) in members {
            archive.start_file(*name, stored).unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[track_caller]
    fn check(bytes: &[u8], ending: &str, expected: Option<Package>) {
        let probe = Probe {
            ending,
            head: bytes,
            tail: &[],
        };
        assert_eq!(package(&probe), expected);
    }

    #[test]
    fn a_container_is_told_by_the_names_of_its_members() {
        let word = zip_of(&[("[Content_Types].xml", b""), ("word/document.xml", b"")]);
        check(&word, "zip", Some(Package::Word));
        let workbook = zip_of(&[("xl/workbook.xml", b"")]);
        check(&workbook, "docx", Some(Package::Workbook));
        check(
            &zip_of(&[("word/a.txt", b"")]),
            "zip",
            Some(Package::Archive),
        );
        check(&zip_of(&[]), "zip", Some(Package::Archive));
        check(b"text", "zip", None);
    }

    #[test]
    fn a_word_file_unpacked_in_an_archive_makes_no_word_file() {
        let word = zip_of(&[("word/document.xml", b"")]);
        check(&zip_of(&[("a.docx", &word)]), "zip", Some(Package::Archive));
    }

    #[test]
    fn without_a_directory_the_ending_decides() {
        check(b"PK\x03\x04word/", "docx", Some(Package::Word));
        check(b"PK\x03\x04word/", "bin", Some(Package::Word));
        check(b"PK\x03\x04word/", "zip", Some(Package::Archive));
        check(b"PK\x03\x04", "txt", None);
    }
}
