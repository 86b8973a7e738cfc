//! What putting a site together remembers: the scans of pages and the alignments of editions, each under
//! the digest of all that it hangs on.

use crate::base::digest::Digest;
use crate::base::memo::Memo;
use crate::law::alignment::Correction;
use crate::law::number::ArticleNo;
use crate::model::citation::scan::Scanned;
use crate::model::comparisons::Aligned;
use crate::model::site::{Page, Site};

/// What is remembered from one site to the next.
#[derive(Debug, Default)]
pub struct Remembered {
    /// What documents hang on beside their files: `site.toml` and the program; none where they may be
    /// less than their files say.
    pub dialect: Option<Digest>,
    /// The citations of pages as the grammar finds them.
    pub scans: Memo<Scanned>,
    /// Which articles of two editions belong together.
    pub alignments: Memo<Aligned>,
}

impl Remembered {
    /// What the scan of `page` hangs on, where that is known.
    pub fn scan(&self, site: &Site, page: &Page) -> Option<Digest> {
        let document = &page.document;
        let dialect = self.dialect?;
        let withdrawn = if page.withdrawn { "withdrawn" } else { "" };
        let words = [document.path.as_str(), &document.source, withdrawn].map(str::as_bytes);
        let names = site.titles.digest();
        let parts = [dialect.as_bytes(), names.as_bytes(), words[0], words[1], words[2]];
        Some(Digest::of("scan/1", &parts))
    }

    /// Ends a site: what it asked for is known to the next.
    pub fn turn(&mut self) {
        self.scans.turn();
        self.alignments.turn();
    }
}

/// The digest of the articles of an edition: their numbers and their words.
pub fn articles(numbers: &[ArticleNo], texts: &[String]) -> Digest {
    let numbers: Vec<[u8; 8]> = numbers.iter().map(|no| number(*no)).collect();
    let parts = numbers.iter().zip(texts);
    let parts: Vec<&[u8]> = parts.flat_map(|(no, text)| [no.as_slice(), text.as_bytes()]).collect();
    Digest::of("articles/1", &parts)
}

/// What the alignment of two editions hangs on.
pub fn alignment(old: Digest, new: Digest, corrections: &[Correction]) -> Digest {
    let mut parts = vec![old.as_bytes().to_vec(), new.as_bytes().to_vec()];
    for correction in corrections {
        let side = |side: &[ArticleNo]| side.iter().flat_map(|no| number(*no)).collect::<Vec<u8>>();
        parts.extend([side(&correction.old), side(&correction.new)]);
    }
    Digest::of("alignment/1", &parts.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn number(no: ArticleNo) -> [u8; 8] {
    let mut bytes = [0; 8];
    bytes[..4].copy_from_slice(&no.number.to_le_bytes());
    bytes[4..].copy_from_slice(&no.suffix.to_le_bytes());
    bytes
}
