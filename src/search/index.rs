//! The Tantivy index: one segment, one field, terms with frequencies and no positions.
//!
//! Comes in: the text of each unit in order. Goes out: an index whose documents are the units.
//! One writer on one thread fills one segment, so the same units give the same postings. Segment
//! ids are random all the same: an index is a cache, never an output.

use tantivy::directory::RamDirectory;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::store::Compressor;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{Index, IndexSettings, SingleSegmentIndexWriter, TantivyDocument};

use crate::search::terms::Analyzer;

/// Name of the only field.
const FIELD: &str = "terms";
const TOKENIZER: &str = "zhiku";
/// Sizes the hash table of terms, not a limit.
const MEMORY: usize = 20_000_000;

/// Writes the index of some units into an empty directory.
pub fn write(units: impl Iterator<Item = String>, directory: RamDirectory) -> tantivy::Result<Index> {
    let (schema, field) = schema();
    let builder = Index::builder().schema(schema).settings(settings()).tokenizers(tokenizers());
    let mut writer: SingleSegmentIndexWriter = builder.single_segment_index_writer(directory, MEMORY)?;
    for unit in units {
        let mut document = TantivyDocument::default();
        document.add_text(field, unit);
        writer.add_document(document)?;
    }
    writer.finalize()
}

/// The only field.
pub fn field() -> tantivy::Result<Field> {
    schema().0.get_field(FIELD)
}

fn schema() -> (Schema, Field) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_fieldnorms(true)
        .set_index_option(IndexRecordOption::WithFreqs);
    let field = schema.add_text_field(FIELD, TextOptions::default().set_indexing_options(indexing));
    (schema.build(), field)
}

fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::None,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::new();
    manager.register(TOKENIZER, TextAnalyzer::from(Bigrams::default()));
    manager
}

/// The analyzer as Tantivy calls it.
#[derive(Debug, Default, Clone)]
struct Bigrams {
    analyzer: Analyzer,
    terms: String,
    ends: Vec<usize>,
    token: Token,
}

impl Tokenizer for Bigrams {
    type TokenStream<'a> = Terms<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms<'a> {
        let Self { analyzer, terms, ends, token } = self;
        terms.clear();
        ends.clear();
        token.reset();
        analyzer.terms(text, &mut |term| {
            terms.push_str(term);
            ends.push(terms.len());
        });
        Terms { terms, ends, next: 0, token }
    }
}

/// The terms of one text, handed out one by one.
struct Terms<'a> {
    terms: &'a str,
    ends: &'a [usize],
    next: usize,
    token: &'a mut Token,
}

impl TokenStream for Terms<'_> {
    fn advance(&mut self) -> bool {
        let Some(&end) = self.ends.get(self.next) else {
            return false;
        };
        let start = if self.next == 0 { 0 } else { self.ends[self.next - 1] };
        self.token.text.clear();
        self.token.text.push_str(&self.terms[start..end]);
        self.token.position = self.next;
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
