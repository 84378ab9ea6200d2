//! The fields of the index: which of them are looked up, which are columns, which are only stored.
//!
//! Words carry frequencies and no positions: which words stand side by side is the character
//! path's to say, and positions would make up a quarter of the index. Metadata are columns, read for
//! the passages that match; only a report's key is looked up. A passage's own id is a column of hashes, to be
//! scanned: as a term, one for every passage, it would make up most of the dictionary. [`passage`](super::passage) gives the fields
//! their values.

use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, STORED, Schema, SchemaBuilder, TextFieldIndexing,
    TextOptions,
};

/// The name under which the index knows [`WordTokenizer`](crate::analysis::WordTokenizer).
pub(super) const WORDS_TOKENIZER: &str = "xunzhang-words";

/// The fields of the index, to be named without looking them up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// The words of the text.
    pub(crate) words: Field,
    /// A hash of the passage's id, to find it by.
    pub(crate) id_hash: Field,
    /// The key of its report, to delete its passages by.
    pub(crate) report: Field,
    /// The number of its report, which no other in the index has.
    pub(crate) report_number: Field,
    /// Whether it is a record that stands by itself in a file of passages, and belongs to no report.
    pub(crate) is_record: Field,
    /// A number that orders passages, the same however the index was built.
    pub(crate) order: Field,
    /// The passage's role.
    pub(crate) role: Field,
    /// The place that reports.
    pub(crate) district: Field,
    /// Its prefecture.
    pub(crate) city: Field,
    /// Its province.
    pub(crate) province: Field,
    /// The year the passage speaks of.
    pub(crate) year: Field,
    /// The year its report's title claims.
    pub(crate) report_year: Field,
    /// The passage's kind.
    pub(crate) kind: Field,
    /// The kind of its report (文种).
    pub(crate) report_kind: Field,
    /// The number of its document (文号).
    pub(crate) document_number: Field,
    /// The title of its report.
    pub(crate) title: Field,
    /// The organ that issued its report.
    pub(crate) issuer: Field,
    /// The section path, its headings joined by [`SECTION_SEPARATOR`](super::SECTION_SEPARATOR).
    pub(crate) section: Field,
    /// The passage's record, as JSON.
    pub(crate) stored: Field,
}

/// Makes the schema, and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let fields = Fields {
        words: builder.add_text_field("words", words()),
        id_hash: builder.add_u64_field("id_hash", NumericOptions::default().set_fast()),
        report: builder.add_text_field("report", identifier()),
        report_number: builder.add_u64_field("report_number", NumericOptions::default().set_fast()),
        is_record: builder.add_bool_field("is_record", NumericOptions::default().set_fast()),
        order: builder.add_u64_field("order", NumericOptions::default().set_fast()),
        role: column(&mut builder, "role"),
        district: column(&mut builder, "district"),
        city: column(&mut builder, "city"),
        province: column(&mut builder, "province"),
        year: builder.add_i64_field("year", NumericOptions::default().set_fast()),
        report_year: builder.add_i64_field("report_year", NumericOptions::default().set_fast()),
        kind: column(&mut builder, "kind"),
        report_kind: column(&mut builder, "report_kind"),
        document_number: column(&mut builder, "document_number"),
        title: column(&mut builder, "title"),
        issuer: column(&mut builder, "issuer"),
        section: column(&mut builder, "section"),
        stored: builder.add_bytes_field("stored", STORED),
    };
    (builder.build(), fields)
}

fn words() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(WORDS_TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqs);
    TextOptions::default().set_indexing_options(indexing)
}

fn identifier() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    TextOptions::default().set_indexing_options(indexing)
}

fn column(builder: &mut SchemaBuilder, name: &str) -> Field {
    builder.add_text_field(name, TextOptions::default().set_fast("raw"))
}
