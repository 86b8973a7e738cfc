//! Cases by discipline, behaviour and sanction.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::base::path::Route;
use crate::config::field::FieldDef;
use crate::config::registry::Behaviour as TypeBehaviour;
use crate::model::lookup::PageIndex;
use crate::model::register::{Behaviour, DisciplineRow, Matrix, SanctionGroup};
use crate::model::routes::base_for;
use crate::model::site::{Page, Site};
use crate::text::slug::slug;

/// Fields that hold sanctions, with the beginning of their anchors; the words of the last two stand
/// only where they occur.
const SANCTIONS: [(&str, &str, bool); 3] =
    [("party_sanction", "dang", true), ("admin_sanction", "zheng", true), ("org_measures", "zu", false)];
/// Anchor of the cases that name no sanction.
const NO_SANCTION: &str = "wu";

/// The matrix of all cases; none where the site has no case with a conduct.
pub fn matrix(site: &Site) -> Option<Matrix> {
    let cases: Vec<(PageIndex, &Page)> = site
        .listed()
        .filter(|(_, page)| site.config.content_type(&page.document.content_type).has(TypeBehaviour::Case))
        .filter(|(_, page)| !page.document.fields.records("conduct").is_empty())
        .collect();
    let groups = groups(site, &cases);
    let columns: BTreeMap<&str, usize> = groups
        .iter()
        .flat_map(|group| &group.sanctions)
        .map(|(_, anchor)| anchor.as_str())
        .zip(0..)
        .collect();
    let mut rows: BTreeMap<Option<&str>, Vec<Cell<'_>>> = BTreeMap::new();
    for (index, page) in &cases {
        let anchors = sanctions(page);
        for conduct in page.document.fields.records("conduct") {
            let behaviour = conduct.text("behaviour").unwrap_or_default();
            let row = rows.entry(conduct.text("discipline")).or_default();
            let places = anchors.iter().filter_map(|(_, anchor)| columns.get(anchor.as_str()));
            row.extend(places.map(|column| Cell { column: *column, behaviour, case: *index }));
        }
    }
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for discipline in rows.keys() {
        *taken.entry(slug(discipline.unwrap_or(NO_SANCTION))).or_default() += 1;
    }
    let order = site.config.registry.vocabularies.get("discipline");
    let place = |discipline: Option<&str>| {
        let known =
            order.zip(discipline).and_then(|(order, word)| order.iter().position(|known| known == word));
        (discipline.is_none(), known.unwrap_or(usize::MAX))
    };
    let mut rows: Vec<DisciplineRow> = rows
        .into_iter()
        .map(|(discipline, cells)| {
            let name = discipline.unwrap_or(NO_SANCTION);
            row(site, discipline, taken[&slug(name)] > 1 || slug(name) == "index", cells, columns.len())
        })
        .collect();
    rows.sort_by_key(|row| place(row.discipline.as_deref()));
    (!rows.is_empty()).then_some(Matrix { cases: cases.len(), groups, rows })
}

struct Cell<'a> {
    column: usize,
    behaviour: &'a str,
    case: PageIndex,
}

fn row(
    site: &Site,
    discipline: Option<&str>,
    is_taken: bool,
    cells: Vec<Cell<'_>>,
    columns: usize,
) -> DisciplineRow {
    let newest = |case: &PageIndex| (Reverse(site.pages[*case].date), *case);
    let mut cases: Vec<PageIndex> = cells.iter().map(|cell| cell.case).collect();
    cases.sort_by_key(newest);
    cases.dedup();
    let mut by_column: Vec<BTreeMap<&str, Vec<PageIndex>>> = vec![BTreeMap::new(); columns];
    for cell in cells {
        by_column[cell.column].entry(cell.behaviour).or_default().push(cell.case);
    }
    let behaviours = |column: BTreeMap<&str, Vec<PageIndex>>| {
        let mut behaviours: Vec<Behaviour> = column
            .into_iter()
            .map(|(words, mut cases)| {
                cases.sort_by_key(newest);
                cases.dedup();
                Behaviour { words: words.to_owned(), cases }
            })
            .collect();
        behaviours.sort_by_cached_key(|behaviour| {
            (Reverse(behaviour.cases.len()), behaviour.cases.first().map(newest), behaviour.words.clone())
        });
        behaviours
    };
    let base = base_for(discipline.unwrap_or(NO_SANCTION), is_taken);
    DisciplineRow {
        discipline: discipline.map(str::to_owned),
        route: Route::new(format!("matrix/{base}.html")).expect("a slug makes a route"),
        cases,
        cells: by_column.into_iter().map(behaviours).collect(),
    }
}

/// The sanctions of a case, each with its anchor.
fn sanctions(page: &Page) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for (field, prefix, _) in SANCTIONS {
        for word in page.document.fields.texts(field) {
            found.push((word.to_owned(), anchor(prefix, word)));
        }
    }
    if found.is_empty() {
        found.push((String::new(), NO_SANCTION.to_owned()));
    }
    found
}

fn anchor(prefix: &str, word: &str) -> String {
    format!("{prefix}-{}", slug(word))
}

/// The sanctions that make columns: all words of party and administrative sanctions, of the others
/// those that occur.
fn groups(site: &Site, cases: &[(PageIndex, &Page)]) -> Vec<SanctionGroup> {
    let mut groups: Vec<SanctionGroup> = Vec::new();
    for (field, prefix, is_whole) in SANCTIONS {
        let given: Vec<&str> = cases.iter().flat_map(|(_, page)| page.document.fields.texts(field)).collect();
        let Some(def) = cases.iter().find_map(|(_, page)| definition(site, page, field)) else { continue };
        let known = def.vocabulary.as_ref().and_then(|name| site.config.registry.vocabularies.get(name));
        let mut words: Vec<&str> = known.into_iter().flatten().map(String::as_str).collect();
        words.retain(|word| is_whole || given.contains(word));
        let mut others: Vec<&str> = given.iter().copied().filter(|word| !words.contains(word)).collect();
        others.sort_unstable();
        others.dedup();
        words.extend(others);
        if !given.is_empty() {
            let sanctions = words.into_iter().map(|word| (word.to_owned(), anchor(prefix, word))).collect();
            groups.push(SanctionGroup { label: Some(def.label.clone()), sanctions });
        }
    }
    if cases.iter().any(|(_, page)| sanctions(page)[0].1 == NO_SANCTION) {
        let sanctions = vec![(String::new(), NO_SANCTION.to_owned())];
        groups.push(SanctionGroup { label: None, sanctions });
    }
    groups
}

fn definition<'a>(site: &'a Site, page: &Page, field: &str) -> Option<&'a FieldDef> {
    site.config.content_type(&page.document.content_type).fields.iter().find(|def| def.name == field)
}
