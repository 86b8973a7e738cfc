//! The works of the site and the names they go by.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::digest::Digest;
use crate::law::citation::{EditionHint, Known, Names, normal_title};
use crate::law::edition::{Asked, Edition, Editions, NoEdition, Rule, Standing};
use crate::model::citation::resolve::Writer;
use crate::model::site::{PageIndex, Site};
use crate::model::{order, standing};

/// Names of bodies that people leave out before the title of what they issue.
const ISSUERS: [&str; 4] = ["中国共产党中央委员会", "中国共产党", "中共中央", "中华人民共和国"];

/// Short titles that no rule makes.
const CUSTOMARY: [(&str, &str); 2] = [("中国共产党章程", "党章"), ("中国共产党纪律处分条例", "党纪处分条例")];

/// Brackets at the end of a title that people leave out.
const TRIALS: [&str; 3] = ["（试行）", "（暂行）", "（试用）"];

/// Shortest name that is made by leaving something out, in characters: 章程 alone names nothing.
const SHORTEST: usize = 4;

/// A work by its place in [`Works::all`].
pub type WorkIndex = usize;

/// The works of a site.
#[derive(Debug, Default)]
pub struct Works {
    /// The works in the order of their names.
    pub all: Vec<Work>,
    names: Names,
    digest: Digest,
    /// Numbered documents, behind the works in the numbers that the names give.
    documents: Vec<PageIndex>,
    of_page: BTreeMap<PageIndex, WorkIndex>,
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

impl Works {
    /// The works of the pages that are editions and not withdrawn.
    pub fn of(site: &Site) -> Self {
        let repealed = standing::repealed(site);
        let mut works = Self::default();
        for (name, pages) in &site.works {
            let index = works.all.len();
            let mut editions: Vec<(Edition, PageIndex)> =
                pages.iter().map(|page| (standing::edition(site, *page, &repealed), *page)).collect();
            editions.sort_by(|(a, page), (b, other)| {
                let key = |edition: &Edition| (edition.start(), edition.promulgated, edition.label.clone());
                key(a).cmp(&key(b)).then(page.cmp(other))
            });
            let (editions, pages): (Vec<Edition>, Vec<PageIndex>) = editions.into_iter().unzip();
            works.of_page.extend(pages.iter().map(|page| (*page, index)));
            works.all.push(Work::new(name.clone(), Editions::new(editions), pages, site.as_of));
        }
        works.name(site);
        works
    }

    /// Enters all names: first those that are given, then those that are made and mean nothing else.
    fn name(&mut self, site: &Site) {
        let mut given: BTreeSet<(String, u32)> = BTreeSet::new();
        let mut made: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
        let mut numbered: BTreeMap<String, PageIndex> = BTreeMap::new();
        for (number, work) in (0..).zip(&self.all) {
            let fields =
                work.pages.iter().map(|page| (&site.pages[*page].title, &site.pages[*page].document));
            let mut own: BTreeSet<String> = BTreeSet::from([work.name.clone()]);
            for ((title, document), page) in fields.zip(&work.pages) {
                own.insert(title.clone());
                own.extend(document.fields.texts("aliases").iter().map(|name| (*name).to_owned()));
                if let Some(number) = document.fields.text("doc_no") {
                    numbered.entry(normal_title(number)).or_insert(*page);
                }
            }
            for name in own {
                for short in shortened(&name) {
                    made.entry(normal_title(&short)).or_default().insert(number);
                }
                given.insert((normal_title(&name), number));
            }
        }
        let known: BTreeSet<String> = given.iter().map(|(name, _)| name.clone()).collect();
        for (name, works) in made.into_iter().filter(|(name, _)| !known.contains(name)) {
            if let [work] = *works.iter().copied().collect::<Vec<u32>>() {
                given.insert((name, work));
            }
        }
        for (name, page) in numbered {
            given.insert((name, (self.all.len() + self.documents.len()) as u32));
            self.documents.push(page);
        }
        let mut parts: Vec<Vec<u8>> = Vec::with_capacity(given.len());
        for (name, number) in &given {
            self.names.insert(name, *number);
            parts.push(format!("{number} {name}").into_bytes());
        }
        self.digest = Digest::of("names/1", &parts.iter().map(Vec::as_slice).collect::<Vec<_>>());
    }

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
        let fields = writer.fields();
        let choice = work.editions.choose(&Asked {
            named,
            hint,
            law_as_of: fields.and_then(|fields| fields.date("law_as_of")),
            page_date: fields.and_then(order::date_of),
            today,
        })?;
        Ok((work.pages[choice.edition], Some(choice.rule)))
    }
}

impl Work {
    fn new(name: String, editions: Editions, pages: Vec<PageIndex>, today: jiff::civil::Date) -> Self {
        let standings = editions.standings(today);
        let in_force = standings.iter().rposition(|standing| *standing == Standing::InForce);
        Self { in_force: in_force.map(|edition| pages[edition]), name, editions, pages }
    }
}

/// The names that people make of a title by leaving out an issuer before it or a bracket behind it.
fn shortened(title: &str) -> Vec<String> {
    let whole = normal_title(title);
    let mut names: Vec<String> = Vec::new();
    let customary = CUSTOMARY.iter().filter(|(title, _)| *title == whole);
    names.extend(customary.map(|(_, short)| (*short).to_owned()));
    let untried = TRIALS.iter().find_map(|trial| whole.strip_suffix(trial));
    for name in [Some(whole.as_str()), untried].into_iter().flatten() {
        let bare = ISSUERS.iter().find_map(|issuer| name.strip_prefix(issuer));
        names.extend([name, bare.unwrap_or(name)].map(str::to_owned));
    }
    names.retain(|name| *name != whole && (name.chars().count() >= SHORTEST || name == "党章"));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_people_make() {
        assert_eq!(shortened("中国共产党章程"), ["党章"]);
        assert_eq!(shortened("中国共产党问责条例"), ["问责条例"]);
        assert_eq!(
            shortened("中国共产党巡视工作条例（试行）"),
            ["巡视工作条例（试行）", "中国共产党巡视工作条例", "巡视工作条例"]
        );
        assert!(shortened("中华人民共和国刑法").is_empty());
    }
}
