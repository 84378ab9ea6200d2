//! Says why a file is passed over whose kind is not read, so that nobody misses it without knowing.
//!
//! Input: the name of a file. Output: a reason for people. Hidden files and the locks that office programs leave beside an open document are nobody's reports, and
//! nothing is said of them.

use super::format::ending;

/// The kinds of files that lie among reports and are not read, with their endings and what helps.
const KINDS: &[(&str, &[&str])] = &[
    (
        "is a picture, whose text is not read",
        &[
            "jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp", "heic", "svg",
        ],
    ),
    (
        "is an OFD document, which is not read: save it as PDF",
        &["ofd"],
    ),
    (
        "is an office file that is not read: save it as .docx or PDF",
        &["ceb", "caj", "pages", "ppt", "pptx", "dps", "odp"],
    ),
    (
        "is a table that is not read: save it as .xlsx or .csv",
        &["xls", "et", "ods", "numbers"],
    ),
    (
        "is an archive that is not read: unpack it, or make it a .zip",
        &["rar", "7z", "tar", "gz", "tgz", "bz2", "xz"],
    ),
    (
        "is sound or film",
        &[
            "mp3", "wav", "m4a", "mp4", "avi", "mov", "wmv", "flv", "mkv",
        ],
    ),
];

/// Whether nobody means a file of this name to be read: it is hidden, or the lock of a document that is open.
pub(super) fn is_no_document(file_name: &str) -> bool {
    file_name.starts_with('.')
        || file_name.starts_with("~$")
        || matches!(file_name, "Thumbs.db" | "desktop.ini")
}

/// Says why a file of this name is not read, whose ending is that of no format.
pub(super) fn reason(name: &str) -> String {
    let ending = ending(name);
    let known = KINDS
        .iter()
        .find(|(_, endings)| endings.contains(&ending.as_str()));
    match known {
        Some((reason, _)) => (*reason).to_owned(),
        None if ending.is_empty() => {
            "has no ending that tells its kind, and is not read".to_owned()
        }
        None => format!("is of a kind that is not read: .{ending}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::formats::registry::is_known_ending;

    #[test]
    fn a_file_that_is_passed_over_has_a_reason() {
        assert_eq!(reason("a/通知.JPG"), "is a picture, whose text is not read");
        assert_eq!(
            reason("a/README"),
            "has no ending that tells its kind, and is not read"
        );
        assert_eq!(reason("a.xyz"), "is of a kind that is not read: .xyz");
        let endings = KINDS.iter().flat_map(|(_, endings)| endings.iter());
        assert!(endings.into_iter().all(|ending| !is_known_ending(ending)));
    }

    #[test]
    fn locks_and_hidden_files_are_no_documents() {
        for name in ["~$总结.docx", ".~lock.总结.odt#", ".DS_Store", "Thumbs.db"] {
            assert!(is_no_document(name), "{name}");
        }
        assert!(!is_no_document("总结.docx"));
    }
}
