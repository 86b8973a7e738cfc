//! Tantivy's own index as what ranking asks: its postings, its BM25.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tantivy::postings::Postings;
use tantivy::query::{Bm25StatisticsProvider, EnableScoring, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Index, InvertedIndexReader, Searcher, TERMINATED, Term};

use crate::search::lookup::{Lookup, Weighed};
use crate::search::postings::Posting;
use crate::search::{Error, index};

/// The Tantivy index that the published files were written from, in one part or several.
pub struct Tantivy {
    /// In order; a part is one segment, or none where it is empty.
    segments: Vec<Segment>,
    field: Field,
    units: u64,
    /// Terms in all units, repeats included.
    tokens: u64,
}

/// A segment of a part with the number of its first unit.
struct Segment {
    searcher: Searcher,
    place: usize,
    inverted: Arc<InvertedIndexReader>,
    first: u32,
}

impl Tantivy {
    /// Opens the parts of an index, in order, for questions.
    pub fn new<'i>(parts: impl IntoIterator<Item = &'i Index>) -> Result<Self, Error> {
        let (mut segments, mut first, field) = (Vec::new(), 0, index::field()?);
        for index in parts {
            let searcher = index.reader()?.searcher();
            for (place, segment) in searcher.segment_readers().iter().enumerate() {
                let inverted = segment.inverted_index(field)?;
                segments.push(Segment { searcher: searcher.clone(), place, inverted, first });
                first += segment.max_doc();
            }
        }
        let tokens = segments.iter().map(|segment| segment.inverted.total_num_tokens()).sum();
        Ok(Self { segments, field, units: u64::from(first), tokens })
    }
}

/// What BM25 weighs a term by, counted over all parts.
struct Counts {
    units: u64,
    tokens: u64,
    /// Units with the term.
    having: u64,
}

impl Bm25StatisticsProvider for Counts {
    fn total_num_tokens(&self, _: Field) -> tantivy::Result<u64> {
        Ok(self.tokens)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.units)
    }

    fn doc_freq(&self, _: &Term) -> tantivy::Result<u64> {
        Ok(self.having)
    }
}

impl Lookup for Tantivy {
    fn weigh(&self, term: &str) -> Result<Vec<Weighed>, Error> {
        let term = Term::from_field_text(self.field, term);
        let (mut holders, mut having) = (Vec::new(), 0);
        for segment in &self.segments {
            let units = segment.inverted.doc_freq(&term)?;
            having += u64::from(units);
            holders.extend((units > 0).then_some(segment));
        }
        let counts = Counts { units: self.units, tokens: self.tokens, having };
        let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
        let mut weighed = Vec::new();
        for Segment { searcher, place, first, .. } in holders {
            let weight = query.weight(EnableScoring::enabled_from_statistics_provider(&counts, searcher))?;
            weight.for_each(searcher.segment_reader(*place as u32), &mut |unit, score| {
                weighed.push(Weighed { unit: first + unit, score });
            })?;
        }
        Ok(weighed)
    }

    fn terms(&self, first: &str, last: &str) -> Result<Vec<String>, Error> {
        let mut found = BTreeSet::new();
        for Segment { inverted, .. } in &self.segments {
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
        for Segment { inverted, first, .. } in &self.segments {
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
