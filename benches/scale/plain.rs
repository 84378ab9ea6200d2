//! Indexes and searches with the plain program, the baseline of every ratio.
//!
//! It is tantivy with jieba in search mode, one text field with positions, default merges and threads, as a Rust user would write it in an hour.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query, QueryParser, TermQuery};
use tantivy::schema::{
    IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::tokenizer::{TokenStream, Tokenizer};
use tantivy::{Index, IndexWriter, TantivyDocument, Term, doc};

#[derive(serde::Deserialize)]
struct Passage {
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
        let line: Passage = serde_json::from_str(&line?)?;
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

    /// Searches as tantivy's query parser does by default, which makes a phrase of a Chinese run. Returns the number of hits
    /// and the first ten texts.
    pub(super) fn search(&self, query: &str) -> tantivy::Result<(usize, Vec<String>)> {
        let text = self.index.schema().get_field("text")?;
        let (query, _) = QueryParser::for_index(&self.index, vec![text]).parse_query_lenient(query);
        self.answer(&query)
    }

    /// Searches for any of the query's words. Returns the number of hits and the first ten texts.
    pub(super) fn search_any(&self, query: &str) -> tantivy::Result<(usize, Vec<String>)> {
        let text = self.index.schema().get_field("text")?;
        let mut words = tantivy_jieba::JiebaTokenizer::new();
        let mut any: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        words.token_stream(query).process(&mut |token| {
            let term = Term::from_field_text(text, &token.text);
            let word = TermQuery::new(term, IndexRecordOption::WithFreqs);
            any.push((Occur::Should, Box::new(word)));
        });
        self.answer(&BooleanQuery::new(any))
    }

    fn answer(&self, query: &dyn Query) -> tantivy::Result<(usize, Vec<String>)> {
        let text = self.index.schema().get_field("text")?;
        let collector = (TopDocs::with_limit(10).order_by_score(), Count);
        let (top, total) = self.searcher.search(query, &collector)?;
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
