//! Tantivy's own index as what ranking asks: its postings, its BM25.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::postings::Postings;
use tantivy::query::{Bm25StatisticsProvider, EnableScoring, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Index, Searcher, SegmentReader, TERMINATED, Term};

use crate::search::lookup::{Lookup, Weighed};
use crate::search::postings::Posting;
use crate::search::{Error, index};

/// The Tantivy index that the published files were written from, in one part or several.
pub struct Tantivy {
    parts: Vec<Answering>,
    field: Field,
}

/// A part with the number of its first unit.
struct Answering {
    searcher: Searcher,
    first: u32,
}

impl Tantivy {
    /// Opens the parts of an index, in order, for questions.
    pub fn new<'i>(parts: impl IntoIterator<Item = &'i Index>) -> Result<Self, Error> {
        let (mut answering, mut first) = (Vec::new(), 0);
        for index in parts {
            let searcher = index.reader()?.searcher();
            let units: u32 = searcher.segment_readers().iter().map(SegmentReader::max_doc).sum();
            answering.push(Answering { searcher, first });
            first += units;
        }
        Ok(Self { parts: answering, field: index::field()? })
    }

    /// Each segment with the number of its first unit. A part is one segment, or none where it is empty.
    fn segments(&self) -> impl Iterator<Item = (&SegmentReader, u32)> {
        self.parts
            .iter()
            .flat_map(|part| part.searcher.segment_readers().iter().map(|segment| (segment, part.first)))
    }
}

/// What BM25 weighs by is counted over all parts.
impl Bm25StatisticsProvider for Tantivy {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.parts.iter().map(|part| part.searcher.total_num_tokens(field)).sum()
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.parts.iter().map(|part| part.searcher.total_num_docs()).sum()
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.parts.iter().map(|part| part.searcher.doc_freq(term)).sum()
    }
}

impl Lookup for Tantivy {
    fn weigh(&self, term: &str) -> Result<Vec<Weighed>, Error> {
        let term = Term::from_field_text(self.field, term);
        let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
        let mut weighed = Vec::new();
        for Answering { searcher, first } in &self.parts {
            let scoring = EnableScoring::enabled_from_statistics_provider(self, searcher);
            let weight = query.weight(scoring)?;
            for segment in searcher.segment_readers() {
                weight.for_each(segment, &mut |unit, score| {
                    weighed.push(Weighed { unit: first + unit, score });
                })?;
            }
        }
        Ok(weighed)
    }

    fn terms(&self, first: &str, last: &str) -> Result<Vec<String>, Error> {
        let mut found = BTreeSet::new();
        for (segment, _) in self.segments() {
            let inverted = segment.inverted_index(self.field)?;
            let mut terms =
                inverted.terms().range().ge(first.as_bytes()).le(last.as_bytes()).into_stream()?;
            while terms.advance() {
                found.extend(std::str::from_utf8(terms.key()).map(str::to_owned));
            }
        }
        Ok(found.into_iter().collect())
    }

    fn any_of(&self, terms: &[String]) -> Result<Vec<Posting>, Error> {
        let mut sum: BTreeMap<u32, u32> = BTreeMap::new();
        for (segment, first) in self.segments() {
            let inverted = segment.inverted_index(self.field)?;
            for term in terms {
                let term = Term::from_field_text(self.field, term);
                let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)? else {
                    continue;
                };
                while postings.doc() != TERMINATED {
                    *sum.entry(first + postings.doc()).or_default() += postings.term_freq();
                    postings.advance();
                }
            }
        }
        Ok(sum.into_iter().map(|(unit, count)| Posting { unit, count }).collect())
    }
}
