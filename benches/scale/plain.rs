//! The plain program: tantivy with jieba in search mode, one text field with positions, default merges
//! and threads, as a Rust user would write it in an hour. The baseline of every ratio.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use tantivy::collector::{Count, TopDocs};
use tantivy::query::QueryParser;
use tantivy::schema::{
    IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::{Index, IndexWriter, TantivyDocument, doc};

#[derive(serde::Deserialize)]
struct Line {
    id: String,
    text: String,
}

fn schema() -> Schema {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("jieba")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    builder.add_text_field("id", STRING | STORED);
    builder.add_text_field(
        "text",
        TextOptions::default()
            .set_indexing_options(indexing)
            .set_stored(),
    );
    builder.build()
}

pub(super) fn index(passages: &Path, dir: &Path) -> tantivy::Result<()> {
    let schema = schema();
    let index = Index::create_in_dir(dir, schema.clone())?;
    index
        .tokenizers()
        .register("jieba", tantivy_jieba::JiebaTokenizer::new());
    let mut writer: IndexWriter = index.writer(200_000_000)?;
    let (id, text) = (schema.get_field("id")?, schema.get_field("text")?);
    for line in BufReader::new(File::open(passages)?).lines() {
        let line: Line = serde_json::from_str(&line?)?;
        writer.add_document(doc!(id => line.id, text => line.text))?;
    }
    writer.commit()?;
    writer.wait_merging_threads()
}

pub(super) struct Plain {
    index: Index,
    searcher: tantivy::Searcher,
}

impl Plain {
    pub(super) fn open(dir: &Path) -> tantivy::Result<Plain> {
        let index = Index::open_in_dir(dir)?;
        index
            .tokenizers()
            .register("jieba", tantivy_jieba::JiebaTokenizer::new());
        let searcher = index.reader()?.searcher();
        Ok(Plain { index, searcher })
    }

    /// Total and the first ten texts.
    pub(super) fn search(&self, query: &str) -> tantivy::Result<(usize, Vec<String>)> {
        let text = self.index.schema().get_field("text")?;
        let (query, _) = QueryParser::for_index(&self.index, vec![text]).parse_query_lenient(query);
        let (top, total) = self
            .searcher
            .search(&query, &(TopDocs::with_limit(10).order_by_score(), Count))?;
        let mut texts = Vec::new();
        for (_, at) in top {
            let document: TantivyDocument = self.searcher.doc(at)?;
            texts.extend(
                document
                    .get_first(text)
                    .and_then(|value| value.as_str().map(str::to_string)),
            );
        }
        Ok((total, texts))
    }
}
