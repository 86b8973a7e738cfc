//! The works of the site and the names they go by.

use std::collections::BTreeMap;

use crate::base::date::PartialDate;
use crate::base::digest::Digest;
use crate::law::citation::{EditionHint, Known, Names};
use crate::law::edition::{Asked, Editions, NoEdition, Rule};
use crate::markup::document::Document;
use crate::model::lookup::PageIndex;

/// A work by its place in [`Works::all`].
pub type WorkIndex = usize;

/// The works of a site.
#[derive(Debug, Default)]
pub struct Works {
    /// The works in the order of their names.
    pub all: Vec<Work>,
    pub(super) names: Names,
    pub(super) digest: Digest,
    /// Numbered documents, behind the works in the numbers that the names give.
    pub(super) documents: Vec<PageIndex>,
    pub(super) of_page: BTreeMap<PageIndex, WorkIndex>,
}

/// A work with its editions.
#[derive(Debug)]
pub struct Work {
    /// Its name.
    pub name: String,
    /// Its editions in the order of their start.
    pub editions: Editions,
    /// Their pages, in the same order.
    pub pages: Vec<PageIndex>,
    /// The page of the edition in force on the day of the build.
    pub in_force: Option<PageIndex>,
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

impl Works {
    /// The names, for scanning.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The digest of the names: a scan of the same document under the same digest finds the same.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The work that a page is an edition of.
    pub fn of_page(&self, page: PageIndex) -> Option<&Work> {
        self.of_page.get(&page).map(|work| &self.all[*work])
    }

    /// What is meant by a number in the names.
    pub fn meant(&self, number: u32) -> Option<Meant> {
        let number = number as usize;
        match number.checked_sub(self.all.len()) {
            None => Some(Meant::Work(number)),
            Some(document) => self.documents.get(document).copied().map(Meant::Page),
        }
    }

    /// The work that goes by `name`, where only one does.
    pub fn by_name(&self, name: &str) -> Option<WorkIndex> {
        match self.names.lookup(name) {
            Known::Work(number) => Some(number as WorkIndex).filter(|work| *work < self.all.len()),
            _ => None,
        }
    }

    /// The place of the work that a page is an edition of.
    pub fn index_of(&self, page: PageIndex) -> Option<WorkIndex> {
        self.of_page.get(&page).copied()
    }

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
        let work = &self.all[work];
        if let Some(page) = writer.page.filter(|page| work.pages.contains(page))
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
