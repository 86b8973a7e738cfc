//! The list of a section as a table: which columns its pages fill, and what stands in them.
//!
//! The columns come from the type's fields that say `column`; a type where none does shows its facets.
//! A column that hardly any page of the folder fills is left out, and one that says the same of every page
//! too.

use crate::config::field::{FieldDef, Kind};
use crate::config::value::{Field, Value};
use crate::model::facets::STANDING;
use crate::model::site::{Page, PageIndex};
use crate::render::entry::entry;
use crate::render::frame::{At, Scene};
use crate::render::view::{Cell, Column, ListRow};

/// The most characters of a word that is not broken.
const WORD: usize = 14;

/// The columns of a list.
#[derive(Debug, Clone, Default)]
pub struct Columns<'a> {
    /// The name of the date, where any page has one.
    date: Option<&'a str>,
    has_standing: bool,
    /// The fields, each by the way to it, a record first where it stands in one; and the kind of the column.
    fields: Vec<(Vec<&'a FieldDef>, &'static str)>,
}

impl<'a> Columns<'a> {
    /// The columns for `pages`, all of a section whose type has the fields `defs`.
    pub fn of(scene: Scene<'a>, pages: &[PageIndex], defs: &'a [FieldDef]) -> Self {
        let site = scene.site;
        let all: Vec<&Page> = pages.iter().map(|page| &site.pages[*page]).collect();
        let date = date_label(&all, defs);
        let mut fields = ways(defs, &|def| def.column);
        if fields.is_empty() {
            fields = ways(defs, &|def| def.shown && def.facet);
        }
        let is_date = |way: &[&FieldDef]| way.last().is_some_and(|def| Some(def.label.as_str()) == date);
        fields.retain(|way| !is_date(way) && is_filled(&all, way));
        fields.retain(|way| differ(all.iter().map(|page| words(page, way))));
        let is_dated = all.iter().any(|page| page.date.is_some());
        Self {
            date: is_dated.then(|| date.unwrap_or_else(|| scene.words.get("col_on"))),
            has_standing: differ(all.iter().map(|page| page.standing)),
            fields: fields.into_iter().map(|way| (way.clone(), kind_of(&all, &way))).collect(),
        }
    }

    /// Their heads, in their order.
    pub fn heads(&self) -> Vec<Column> {
        let column = |title: &str, kind| Column { title: title.to_owned(), kind };
        let date = self.date.map(|title| column(title, "date"));
        let standing = self.has_standing.then(|| column(STANDING, "state"));
        let fields = self.fields.iter();
        let fields = fields.filter_map(|(way, kind)| way.last().map(|def| column(&def.label, *kind)));
        date.into_iter().chain(standing).chain(fields).collect()
    }

    /// The row of `index`.
    pub fn row(&self, at: &At<'_>, index: PageIndex) -> ListRow {
        let page = &at.scene.site.pages[index];
        let cell = |text: String, kind| Cell { text, kind };
        let shown = |value: Option<String>| value.unwrap_or_default();
        let date = self.date.map(|_| cell(shown(page.date.map(|date| date.to_string())), "date"));
        let standing = shown(page.standing.map(|standing| standing.to_string()));
        let standing = self.has_standing.then(|| cell(standing, "state"));
        let fields = self.fields.iter().map(|(way, kind)| cell(words(page, way), kind));
        ListRow { entry: entry(at, index), cells: date.into_iter().chain(standing).chain(fields).collect() }
    }
}

/// The ways to the fields that `fits`, in their order.
fn ways<'a>(defs: &'a [FieldDef], fits: &dyn Fn(&FieldDef) -> bool) -> Vec<Vec<&'a FieldDef>> {
    let mut found = Vec::new();
    for def in defs {
        if def.kind == Kind::Record {
            found.extend(def.fields.iter().filter(|inner| fits(inner)).map(|inner| vec![def, inner]));
        } else if fits(def) {
            found.push(vec![def]);
        }
    }
    found
}

/// The label of the field that the dates of most pages are taken from.
fn date_label<'a>(pages: &[&Page], defs: &'a [FieldDef]) -> Option<&'a str> {
    let dated: Vec<&&Page> = pages.iter().filter(|page| page.date.is_some()).collect();
    let is_it = |def: &&FieldDef| {
        let same = dated.iter().filter(|page| page.document.fields.date(&def.name) == page.date).count();
        2 * same > dated.len()
    };
    defs.iter().filter(|def| def.kind == Kind::Date && def.shown).find(is_it).map(|def| def.label.as_str())
}

/// How a column is set: further dates and short words are not broken.
fn kind_of(pages: &[&Page], way: &[&FieldDef]) -> &'static str {
    let is_short = |page: &&Page| words(page, way).chars().count() <= WORD;
    match way.last() {
        Some(def) if def.kind == Kind::Date => "later",
        _ if pages.iter().all(is_short) => "word",
        _ => "",
    }
}

/// Whether a fifth of `pages` say something.
fn is_filled(pages: &[&Page], way: &[&FieldDef]) -> bool {
    5 * pages.iter().filter(|page| !words(page, way).is_empty()).count() >= pages.len()
}

/// Whether there are two different values; of a single page, whether there is any.
fn differ<T: PartialEq + Default>(mut values: impl ExactSizeIterator<Item = T>) -> bool {
    let is_alone = values.len() == 1;
    let Some(first) = values.next() else { return false };
    if is_alone { first != T::default() } else { values.any(|value| value != first) }
}

/// What `page` says in a field: several values one after another, each once.
fn words(page: &Page, way: &[&FieldDef]) -> String {
    let mut found: Vec<String> = Vec::new();
    let mut add = |items: &[Field]| {
        for item in items {
            let text = if matches!(item.value, Value::Bool(_)) { None } else { item.value.shown() };
            found.extend(text.filter(|text| !found.contains(text)));
        }
    };
    let records = |record: &FieldDef| page.document.fields.records(&record.name).into_iter();
    match way {
        [def] => add(page.document.items(&def.name)),
        [record, def] => records(record).for_each(|inner| add(inner.items(&def.name))),
        _ => {}
    }
    found.join("、")
}
