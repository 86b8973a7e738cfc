//! Addresses that are taken: what a page may not have for its own.

use std::collections::BTreeMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::base::path::Route;
use crate::model::order::by_initial;
use crate::model::register;
use crate::model::routes::{
    BOOK, GLOSSARY, HOME, NOT_FOUND, OVERVIEW, PINYIN_SIZE, RECENT, SEARCH, letter_route, list_route,
    pages_of,
};
use crate::model::site::{Folder, Site};

/// What has an address: its name in Chinese and in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner([String; 2]);

impl Owner {
    fn new(zh: &str, en: &str) -> Self {
        Self([zh.to_owned(), en.to_owned()])
    }

    /// The file or folder at `path`.
    pub fn of_path(path: &str) -> Self {
        Self::new(path, path)
    }
}

/// Addresses in lower case, for file shares cannot tell cases apart, with what has them.
#[derive(Debug)]
pub struct Taken(BTreeMap<String, Owner>);

impl Taken {
    /// The addresses of pages that every site has, of facets, of the index, and of files.
    pub fn of(site: &Site) -> Self {
        let mut taken = Self(BTreeMap::new());
        let fixed = [
            (HOME, "首页", "the home page"),
            (NOT_FOUND, "找不到网页时的提示页", "the page for addresses that lead nowhere"),
            (RECENT, "最近更新", "the list of recent changes"),
            (SEARCH, "检索", "the search"),
            (BOOK, "选印", "the booklet"),
            (OVERVIEW, "总览", "the overview"),
            (GLOSSARY, "术语表", "the glossary"),
        ];
        for (route, zh, en) in fixed {
            taken.reserve(route, Owner::new(zh, en));
        }
        for (letter, pages) in by_initial(site) {
            taken.reserve_list(
                &letter_route(letter),
                pages_of(pages.len(), PINYIN_SIZE),
                &Owner::new("拼音索引", "the index by pinyin"),
            );
        }
        for (route, zh, en) in register::addresses::taken(&site.registers) {
            taken.reserve(route.as_str(), Owner::new(zh, en));
        }
        for group in &site.facets {
            let owner = Owner::new(&format!("分类：{}", group.label), &format!("the facet {}", group.label));
            taken.reserve(group.route.as_str(), owner.clone());
            for value in &group.values {
                let count = pages_of(value.pages.len(), site.config.page_size);
                taken.reserve_list(&value.route(), count, &owner);
            }
        }
        for file in &site.files {
            taken.reserve(file.route.as_str(), Owner::of_path(file.path.as_str()));
        }
        taken
    }

    fn reserve(&mut self, route: &str, owner: Owner) {
        self.0.entry(route.to_lowercase()).or_insert(owner);
    }

    fn reserve_list(&mut self, first: &Route, count: usize, owner: &Owner) {
        for number in 1..=count {
            self.reserve(list_route(first, number).as_str(), owner.clone());
        }
    }

    /// Takes `route` for `owner`, or says who has it.
    pub fn claim(&mut self, route: &Route, owner: Owner) -> Result<(), Diagnostic> {
        let key = route.as_str().to_lowercase();
        if let Some(Owner([zh, en])) = self.0.get(&key) {
            let found = Diagnostic::new(&message::DUPLICATE_ROUTE).with("route", route);
            return Err(found.with_words("other", zh, en));
        }
        self.0.insert(key, owner);
        Ok(())
    }
}

/// The addresses of the list of `folder`.
pub fn of_folder(site: &Site, folder: &Folder) -> Vec<Route> {
    let count = pages_of(folder.pages.len(), folder.page_size(&site.config));
    (1..=count).map(|number| list_route(&folder.route, number)).collect()
}
