//! The parts of an index read as one.
//!
//! Comes in: indexes of runs of pages, in order. Goes out: their lengths and, term by term, their
//! postings, units numbered through as if one index of everything had been written.

use std::sync::Arc;

use tantivy::InvertedIndexReader;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::termdict::TermStreamer;

use crate::search::Error;
use crate::search::index;
use crate::search::parts::Part;
use crate::search::postings::Posting;

/// The parts read as one index, units numbered through.
pub struct Readers {
    readers: Vec<Reader>,
}

struct Reader {
    inverted: Arc<InvertedIndexReader>,
    lengths: FieldNormReader,
    /// Number of the first unit.
    first: u32,
    units: u32,
}

impl Readers {
    /// Opens all parts.
    pub fn open(parts: &[Part]) -> Result<Self, Error> {
        let (mut readers, mut first, field) = (Vec::new(), 0, index::field()?);
        for Part { index, .. } in parts {
            for segment in index.reader()?.searcher().segment_readers() {
                let units = segment.max_doc();
                let lengths = segment.get_fieldnorms_reader(field)?;
                readers.push(Reader { inverted: segment.inverted_index(field)?, lengths, first, units });
                first += units;
            }
        }
        Ok(Self { readers })
    }

    /// Terms in all units, repeats included.
    pub fn total_terms(&self) -> u64 {
        self.readers.iter().map(|reader| reader.inverted.total_num_tokens()).sum()
    }

    /// The length class of each unit, in order.
    pub fn lengths(&self) -> impl Iterator<Item = u8> {
        self.readers.iter().flat_map(|reader| (0..reader.units).map(|unit| reader.lengths.fieldnorm_id(unit)))
    }

    /// Hands every term to `sink` with the units that hold it, in order.
    pub fn each_term(&self, mut sink: impl FnMut(&str, &[Posting])) -> Result<(), Error> {
        let mut terms: Vec<(&Reader, TermStreamer<'_>)> = Vec::new();
        for reader in &self.readers {
            let mut stream = reader.inverted.terms().stream()?;
            if stream.advance() {
                terms.push((reader, stream));
            }
        }
        let (mut term, mut list, mut blocks) = (Vec::new(), Vec::new(), None);
        while let Some(next) = terms.iter().map(|(_, stream)| stream.key()).min() {
            term.clear();
            term.extend_from_slice(next);
            list.clear();
            let mut read = Ok(());
            terms.retain_mut(|(reader, stream)| {
                if stream.key() != term {
                    return true;
                }
                if read.is_ok() {
                    read = reader.read(stream, &mut blocks, &mut list);
                }
                stream.advance()
            });
            read?;
            if let Ok(term) = std::str::from_utf8(&term) {
                sink(term, &list);
            }
        }
        Ok(())
    }
}

impl Reader {
    /// Appends the postings of the term that a stream stands at.
    fn read(
        &self,
        terms: &TermStreamer<'_>,
        blocks: &mut Option<BlockSegmentPostings>,
        list: &mut Vec<Posting>,
    ) -> Result<(), Error> {
        let blocks = match blocks {
            Some(blocks) => {
                self.inverted.reset_block_postings_from_terminfo(terms.value(), blocks)?;
                blocks
            }
            None => blocks.insert(
                self.inverted
                    .read_block_postings_from_terminfo(terms.value(), IndexRecordOption::WithFreqs)?,
            ),
        };
        while !blocks.docs().is_empty() {
            let counted = blocks.docs().iter().zip(blocks.freqs());
            list.extend(counted.map(|(&unit, &count)| Posting { unit: self.first + unit, count }));
            blocks.advance();
        }
        Ok(())
    }
}
