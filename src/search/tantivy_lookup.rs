//! Tantivy's own index as what ranking asks: its postings, its BM25.

use std::collections::BTreeMap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::postings::Postings;
use tantivy::query::TermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Index, Score, Searcher, SegmentOrdinal, SegmentReader, TERMINATED, Term};

use crate::search::lookup::{Lookup, Weighed};
use crate::search::postings::Posting;
use crate::search::{Error, index};

/// A Tantivy index that was built from the same entries as the published files.
pub struct Tantivy {
    searcher: Searcher,
    field: Field,
}

impl Tantivy {
    /// Opens an index for questions.
    pub fn new(index: &Index) -> Result<Self, Error> {
        let field = index.schema().get_field(index::FIELD)?;
        Ok(Self { searcher: index.reader()?.searcher(), field })
    }
}

impl Lookup for Tantivy {
    fn weigh(&self, term: &str) -> Result<Vec<Weighed>, Error> {
        let term = Term::from_field_text(self.field, term);
        let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
        let units = self.searcher.search(&query, &Everything)?;
        Ok(units.into_iter().map(|(unit, score)| Weighed { unit, score }).collect())
    }

    fn terms(&self, first: &str, last: &str) -> Result<Vec<String>, Error> {
        let mut found = Vec::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.field)?;
            let mut terms =
                inverted.terms().range().ge(first.as_bytes()).le(last.as_bytes()).into_stream()?;
            while terms.advance() {
                found.extend(std::str::from_utf8(terms.key()).map(str::to_owned));
            }
        }
        Ok(found)
    }

    fn any_of(&self, terms: &[String]) -> Result<Vec<Posting>, Error> {
        let mut sum: BTreeMap<u32, u32> = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.field)?;
            for term in terms {
                let term = Term::from_field_text(self.field, term);
                let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)? else {
                    continue;
                };
                while postings.doc() != TERMINATED {
                    *sum.entry(postings.doc()).or_default() += postings.term_freq();
                    postings.advance();
                }
            }
        }
        Ok(sum.into_iter().map(|(unit, count)| Posting { unit, count }).collect())
    }
}

/// Collects every unit with its score.
struct Everything;

impl Collector for Everything {
    type Fruit = Vec<(DocId, Score)>;
    type Child = Segment;

    fn for_segment(&self, _: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<Segment> {
        Ok(Segment(Vec::new()))
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        Ok(segments.concat())
    }
}

/// Collects every unit of a segment.
struct Segment(Vec<(DocId, Score)>);

impl SegmentCollector for Segment {
    type Fruit = Vec<(DocId, Score)>;

    fn collect(&mut self, unit: DocId, score: Score) {
        self.0.push((unit, score));
    }

    fn harvest(self) -> Self::Fruit {
        self.0
    }
}
