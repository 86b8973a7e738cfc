//! 制度体检: institutions whose basis has changed since.
//!
//! A basis names articles of an edition. Where a later edition is in force, each article is followed
//! into it: changed, renumbered, split, merged or deleted, it is a finding; unchanged it is none.

use crate::law::alignment::Change;
use crate::law::number::ArticleNo;
use crate::model::citation::Resolved;
use crate::model::force::Standing;
use crate::model::lifecycle::is_institution;
use crate::model::lookup::PageIndex;
use crate::model::register::{BasisFinding, Became, CheckUp, NewArticle};
use crate::model::site::{Page, Site};

/// Institutions in force whose basis has changed, in the order of their pages.
pub fn check_ups(site: &Site) -> Vec<CheckUp> {
    site.listed()
        .filter(|(_, page)| is_institution(site, page))
        .filter(|(_, page)| page.standing.is_some_and(Standing::is_in_force))
        .filter_map(|(index, page)| {
            let findings = findings(site, page);
            (!findings.is_empty()).then_some(CheckUp { page: index, findings })
        })
        .collect()
}

fn findings(site: &Site, page: &Page) -> Vec<BasisFinding> {
    let mut findings: Vec<BasisFinding> = Vec::new();
    for item in page.document.fields.items("basis") {
        for citation in page.citations.of_item(item) {
            for finding in of_citation(site, citation) {
                if !findings.contains(&finding) {
                    findings.push(finding);
                }
            }
        }
    }
    findings
}

fn of_citation(site: &Site, citation: &Resolved) -> Vec<BasisFinding> {
    let old = citation.page;
    let standing = site.pages[old].standing;
    match citation.in_force.filter(|new| *new != old) {
        Some(new) if standing.is_some_and(Standing::is_past) => {
            let articles = articles(site, citation);
            articles.into_iter().filter_map(|no| followed(site, old, no, new)).collect()
        }
        None if matches!(standing, Some(Standing::Repealed | Standing::Lapsed | Standing::Expired)) => {
            let first = citation.places.first().map(|cited| cited.place.no);
            vec![BasisFinding { old, no: first, new: None, became: Became::Ended }]
        }
        _ => Vec::new(),
    }
}

/// What became of the article `no` of the edition `old` in the edition `new`, where anything did.
fn followed(site: &Site, old: PageIndex, no: ArticleNo, new: PageIndex) -> Option<BasisFinding> {
    let met = site.comparisons.counterpart(site, old, no, new)?;
    let is_kept = met.len() == 1 && met[0].change == Change::Same && met[0].no == no;
    let became = match met.as_slice() {
        [] => Became::Deleted,
        [one] if one.change == Change::Same => Became::Renumbered,
        [one] if one.change == Change::Merged => Became::Merged,
        [_] => Became::Changed,
        _ => Became::Split,
    };
    let articles = met.into_iter().map(|there| NewArticle { no: there.no, anchor: there.anchor }).collect();
    let finding = BasisFinding { old, no: Some(no), new: Some((new, articles)), became };
    (!is_kept).then_some(finding)
}

/// The articles that a citation names, those within a range too.
fn articles(site: &Site, citation: &Resolved) -> Vec<ArticleNo> {
    let structure = site.pages[citation.page].document.structure.as_ref();
    let mut articles: Vec<ArticleNo> = Vec::new();
    for cited in &citation.places {
        let last = cited.through.map_or(cited.place.no, |through| through.no);
        let held = structure.into_iter().flat_map(|structure| &structure.articles).map(|article| article.no);
        articles.extend(held.filter(|no| (cited.place.no..=last).contains(no)));
    }
    articles.sort_unstable();
    articles.dedup();
    articles
}
