//! The names that the works of a site go by, and which of their editions a citation means.

use crate::base::date::PartialDate;
use crate::base::digest::Digest;
use crate::law::citation::{EditionHint, Known, Names};
use crate::law::edition::{Asked, NoEdition, Rule};
use crate::markup::document::Document;
use crate::model::editions::{Timeline, WorkIndex};
use crate::model::lookup::PageIndex;

/// The names of a site's works, and the numbers of its documents.
#[derive(Debug, Default)]
pub struct Titles {
    pub(super) names: Names,
    pub(super) digest: Digest,
    /// How many works there are.
    pub(super) works: usize,
    /// Numbered documents, behind the works in the numbers that the names give.
    pub(super) documents: Vec<PageIndex>,
}

/// What a number in the names stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// A work, whose edition is to be chosen.
    Work(WorkIndex),
    /// A page, by its document number.
    Page(PageIndex),
}

/// Who cites, and what decides which edition it means.
#[derive(Debug, Clone, Copy, Default)]
pub struct Writer<'a> {
    /// The page, where it is one.
    pub page: Option<PageIndex>,
    /// What was parsed.
    pub document: Option<&'a Document>,
    /// `law_as_of` of the page.
    pub law_as_of: Option<PartialDate>,
    /// The date of the page.
    pub date: Option<PartialDate>,
    /// The day from which the page itself is in force.
    pub effective: Option<PartialDate>,
}

impl Titles {
    /// The names, for scanning.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The digest of the names: a scan of the same document under the same digest finds the same.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// What is meant by a number in the names.
    pub fn meant(&self, number: u32) -> Option<Meant> {
        let number = number as usize;
        match number.checked_sub(self.works) {
            None => Some(Meant::Work(number)),
            Some(document) => self.documents.get(document).copied().map(Meant::Page),
        }
    }

    /// The work that goes by `name`, where only one does.
    pub fn by_name(&self, name: &str) -> Option<WorkIndex> {
        match self.names.lookup(name) {
            Known::Work(number) => Some(number as WorkIndex).filter(|work| *work < self.works),
            _ => None,
        }
    }
}

impl Timeline {
    /// The edition of `work` that governs what `writer` cites, and why. No reason is needed where the
    /// writer is an edition of the work itself and speaks of no other.
    pub fn choose(
        &self,
        work: WorkIndex,
        writer: Writer<'_>,
        today: jiff::civil::Date,
        named: Option<&str>,
        hint: Option<EditionHint>,
    ) -> Result<(PageIndex, Option<Rule>), NoEdition> {
        let work = self.work(work);
        if let Some(page) = writer.page.filter(|page| work.issued().contains(page))
            && named.is_none()
            && hint.is_none()
        {
            return Ok((page, None));
        }
        let choice = work.editions.choose(&Asked {
            named,
            hint,
            law_as_of: writer.law_as_of,
            page_date: writer.date,
            page_effective: writer.effective,
            today,
        })?;
        Ok((work.pages[choice.edition], Some(choice.rule)))
    }
}
