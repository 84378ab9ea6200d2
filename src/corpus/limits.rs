//! The limits on how much of a file is read: all those of this stage, in one place.
//!
//! Real reports stay far below each of them: the largest met so far had 0.3 MB of text, and its Word file 2 MB. A file that exceeds a
//! limit is refused with a [`super::ReadError`] that names the limit, and the run goes on.

/// How many bytes of a file's beginning and of its end are looked at to recognise its format.
pub(super) const SNIFF_BYTES: usize = 64 * 1024;

/// The largest text that is read, in bytes. JSON Lines are streamed and have no such limit.
pub const MAX_TEXT_BYTES: u64 = 64 * 1024 * 1024;

/// The largest Word, HTML or PDF file that is read, in bytes. Pictures make these larger than their text.
pub(super) const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;

/// The longest line that a report may have, in bytes.
pub const MAX_LINE_BYTES: usize = 1024 * 1024;

/// The most lines that a report may have, since its passages are held in memory.
pub const MAX_LINES: usize = 500_000;

/// The largest part of a zip container, such as a .docx or an .xlsx, that is unpacked, in bytes.
pub(super) const MAX_PART_BYTES: u64 = 64 * 1024 * 1024;

/// How many times its packed size a part of more than a megabyte may unpack to. The XML of real reports packs to a tenth of its size,
/// that of long tables to a fiftieth.
pub(super) const MAX_PART_RATIO: u64 = 300;

/// The largest archive that is opened, in bytes. Only one of its members at a time is in memory.
pub(super) const MAX_ARCHIVE_BYTES: u64 = 4 * 1024 * 1024 * 1024;

/// The longest list of members that an archive may have, in bytes. The library holds it in memory, where it takes up to ten times that.
pub(super) const MAX_DIRECTORY_BYTES: u64 = 12 * 1024 * 1024;

/// How many members an archive may have, including those of the archives in it.
pub(super) const MAX_MEMBERS: u64 = 50_000;

/// How deeply archives may be nested.
pub(super) const MAX_ARCHIVE_DEPTH: u32 = 3;

/// How many times its size an archive may unpack to, together with all the archives in it ...
pub(super) const MAX_ARCHIVE_RATIO: u64 = 50;

/// ... if that is more than this many bytes.
pub(super) const MIN_UNPACKED_BYTES: u64 = 512 * 1024 * 1024;

/// How many members of an archive may take [`MAX_SECONDS`] each before the rest is left unread.
pub(super) const MAX_SLOW_MEMBERS: u64 = 2;

/// The longest row of a table, in bytes, since its cells are held in memory.
pub(super) const MAX_ROW_BYTES: u64 = 16 * 1024 * 1024;

/// How much text the cells of a sheet may hold, in bytes. Any number of cells may share one long text.
pub(super) const MAX_WORKBOOK_TEXT_BYTES: u64 = 256 * 1024 * 1024;

/// How many columns of a table are read.
pub(super) const MAX_COLUMNS: usize = 1_000;

/// How deeply the elements of an XML or HTML document may be nested.
pub(super) const MAX_DEPTH: usize = 512;

/// How many elements and pieces of text an XML or HTML document may have.
pub(super) const MAX_NODES: usize = 4_000_000;

/// How much of the content stream of a PDF page is read, in bytes. The library needs a hundred times that in memory.
pub(super) const MAX_DRAWING_BYTES: usize = 4 * 1024 * 1024;

/// How many characters a PDF may have, since they are held with their positions.
pub(super) const MAX_CHARACTERS: usize = 10_000_000;

/// How many pages a PDF may have.
pub(super) const MAX_PAGES: usize = 5_000;

/// How many seconds a library that could loop may take over one file.
pub(super) const MAX_SECONDS: u64 = 60;

/// The largest file of user words or of synonyms, in bytes.
pub(super) const MAX_WORD_LIST_BYTES: u64 = 8 * 1024 * 1024;

/// How many words users may add to the dictionary.
pub(super) const MAX_USER_WORDS: usize = 100_000;

/// How many families of synonyms users may list.
pub(super) const MAX_FAMILIES: usize = 10_000;
