//! Makes the character path a component of tantivy's segments: writes its two files, merges them, opens them.
//!
//! tantivy carries the files through commits, deletions and merges. The one holds the passages' texts ([`texts`](super::texts)), the
//! other where every two characters stand side by side ([`grams`](super::grams)).

use std::any::Any;
use std::io;
use std::sync::Arc;

use tantivy::directory::{TerminatingWrite, WritePtr};
use tantivy::index::{Segment, SegmentComponent, SegmentReader};
use tantivy::indexer::doc_id_mapping::{DocIdMapping, MappingType};
use tantivy::schema::Schema;
use tantivy::schema::document::ErasedDocument;
use tantivy::{
    DocId, PluginMergeContext, PluginWriter, PluginWriterContext, SegmentPlugin, TantivyError,
};

use super::super::passage::PassageDocument;
use super::folded_texts::FoldedTexts;
use super::grams::Grams;
use super::texts::{Texts, TextsWriter};
use crate::analysis::fold_char;

/// The ending of the file of texts.
const TEXTS: &str = "text";
/// The ending of the file of pairs.
const GRAMS: &str = "gram";

fn component(ending: &str) -> SegmentComponent {
    SegmentComponent::Custom(ending.to_string())
}

/// Is called by tantivy to write and merge the character path.
pub(in crate::index) struct CharacterPath;

impl CharacterPath {
    pub(in crate::index) fn plugin() -> Arc<dyn SegmentPlugin> {
        Arc::new(CharacterPath)
    }
}

impl SegmentPlugin for CharacterPath {
    fn extensions(&self) -> &[&str] {
        &[TEXTS, GRAMS]
    }

    fn create_writer(
        &self,
        context: &PluginWriterContext,
    ) -> tantivy::Result<Box<dyn PluginWriter>> {
        Ok(Box::new(CharactersWriter::new(context.segment)?))
    }

    fn merge(&self, context: PluginMergeContext) -> tantivy::Result<()> {
        if context.doc_id_mapping.mapping_type() == MappingType::Shuffled {
            return Err(reordered());
        }
        let mut writer = CharactersWriter::new(context.target_segment)?;
        for reader in context.readers {
            let texts = open_texts(reader)?;
            for document in reader.doc_ids_alive() {
                let text = texts.get(document);
                writer.texts.add_text(text)?;
                writer.folded.add(text.chars().filter_map(fold_char));
            }
        }
        writer.finish(context.target_segment)
    }
}

struct CharactersWriter {
    texts: TextsWriter<WritePtr>,
    folded: FoldedTexts,
}

impl CharactersWriter {
    fn new(segment: &Segment) -> tantivy::Result<CharactersWriter> {
        Ok(CharactersWriter {
            texts: TextsWriter::new(segment.open_write(component(TEXTS))?),
            folded: FoldedTexts::default(),
        })
    }

    fn finish(self, segment: &Segment) -> tantivy::Result<()> {
        self.texts.finish()?.terminate()?;
        let mut grams = segment.open_write(component(GRAMS))?;
        self.folded.write(&mut grams)?;
        grams.terminate()?;
        Ok(())
    }
}

impl PluginWriter for CharactersWriter {
    fn add_document(
        &mut self,
        _: DocId,
        document: &dyn ErasedDocument,
        _: &Schema,
    ) -> tantivy::Result<()> {
        let Some(document) = document.as_any().downcast_ref::<PassageDocument>() else {
            return Err(TantivyError::InvalidArgument("not a passage".to_string()));
        };
        let text = document.text();
        self.texts.add(text)?;
        self.folded.add(text.chars().filter_map(fold_char));
        Ok(())
    }

    fn serialize(
        self: Box<Self>,
        segment: &Segment,
        order: Option<&DocIdMapping>,
    ) -> tantivy::Result<()> {
        if order.is_some() {
            return Err(reordered());
        }
        self.finish(segment)
    }

    fn mem_usage(&self) -> usize {
        self.texts.n_bytes_held() + self.folded.n_bytes_held()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

fn reordered() -> TantivyError {
    TantivyError::InvalidArgument(
        "the character path keeps passages in the order they came".to_string(),
    )
}

/// Opens the texts of a segment.
pub(in crate::index) fn open_texts(reader: &SegmentReader) -> tantivy::Result<Texts> {
    let file = reader.open_read(component(TEXTS))?.read_bytes()?;
    let texts = Texts::open(file).map_err(damaged)?;
    if texts.n_documents() != reader.max_doc() {
        return Err(damaged(io::Error::other(
            "the texts are not those of their segment",
        )));
    }
    Ok(texts)
}

/// Opens the pairs of a segment.
pub(in crate::index) fn open_grams(reader: &SegmentReader) -> tantivy::Result<Grams> {
    let file = reader.open_read(component(GRAMS))?.read_bytes()?;
    let grams = Grams::open(file).map_err(damaged)?;
    if grams.n_documents() != reader.max_doc() {
        return Err(damaged(io::Error::other(
            "the lists of positions are not those of their segment",
        )));
    }
    Ok(grams)
}

fn damaged(error: io::Error) -> TantivyError {
    TantivyError::from(tantivy::error::DataCorruption::comment_only(
        error.to_string(),
    ))
}
