//! Gathering the names that people give to the works of a site.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::digest::Digest;
use crate::law::citation::normal_title;
use crate::model::citation::titles::Titles;
use crate::model::site::{PageIndex, Site};

/// Names of bodies that people leave out before the title of what they issue.
const ISSUERS: [&str; 4] = ["中国共产党中央委员会", "中国共产党", "中共中央", "中华人民共和国"];

/// Short titles that no rule makes.
const CUSTOMARY: [(&str, &str); 2] = [("中国共产党章程", "党章"), ("中国共产党纪律处分条例", "党纪处分条例")];

/// Brackets at the end of a title that people leave out.
const TRIALS: [&str; 3] = ["（试行）", "（暂行）", "（试用）"];

/// Shortest name that is made by leaving something out, in characters: 章程 alone names nothing.
const SHORTEST: usize = 4;

impl Titles {
    /// The names of the works of a site, whose editions must be in order.
    pub fn of(site: &Site) -> Self {
        let mut titles = Self { works: site.editions.count(), ..Self::default() };
        titles.name(site);
        titles
    }

    /// Enters all names: first those that are given, then those that are made and mean nothing else.
    fn name(&mut self, site: &Site) {
        let mut given: BTreeSet<(String, u32)> = BTreeSet::new();
        let mut made: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
        let mut numbered: BTreeMap<String, PageIndex> = BTreeMap::new();
        for (number, (name, work)) in (0..).zip(site.editions.iter()) {
            let issued = work.issued();
            let fields = issued.iter().map(|page| (&site.pages[*page].title, &site.pages[*page].document));
            let mut own: BTreeSet<String> = BTreeSet::from([name.to_owned()]);
            for ((title, document), page) in fields.zip(issued) {
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
            given.insert((name, (self.works + self.documents.len()) as u32));
            self.documents.push(page);
        }
        let mut parts: Vec<Vec<u8>> = Vec::with_capacity(given.len());
        for (name, number) in &given {
            self.names.insert(name, *number);
            parts.push(format!("{number} {name}").into_bytes());
        }
        self.digest = Digest::of("names/1", &parts.iter().map(Vec::as_slice).collect::<Vec<_>>());
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
