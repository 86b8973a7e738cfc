//! A regulation or an institution for programs: schema.org `Legislation` as JSON-LD.

use serde::Serialize;

use crate::base::date::PartialDate;
use crate::base::path::Route;
use crate::config::registry::Behaviour;
use crate::model::force::Standing;
use crate::model::site::{PageIndex, Site};

/// What is said of an edition, in this order.
#[derive(Serialize)]
struct Legislation<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(rename = "legislationIdentifier", skip_serializing_if = "Option::is_none")]
    identifier: Option<&'a str>,
    #[serde(rename = "legislationType", skip_serializing_if = "Option::is_none")]
    legislation_type: Option<&'a str>,
    #[serde(rename = "legislationDateVersion", skip_serializing_if = "Option::is_none")]
    version: Option<PartialDate>,
    #[serde(rename = "legislationDate", skip_serializing_if = "Option::is_none")]
    date: Option<PartialDate>,
    #[serde(rename = "legislationDateOfApplicability", skip_serializing_if = "Option::is_none")]
    applicability: Option<PartialDate>,
    #[serde(rename = "legislationLegalForce", skip_serializing_if = "Option::is_none")]
    force: Option<&'static str>,
    #[serde(rename = "legislationPassedBy", skip_serializing_if = "Vec::is_empty")]
    passed_by: Vec<Named<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(rename = "exampleOfWork", skip_serializing_if = "Option::is_none")]
    work: Option<Named<'a>>,
}

/// An organ or a work.
#[derive(Serialize)]
struct Named<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// The JSON-LD of a page that is an edition of a work; `</` is escaped, so that it can stand inside a
/// script element.
pub fn json_ld(site: &Site, index: PageIndex) -> Option<String> {
    let page = &site.pages[index];
    let content_type = site.config.content_type(&page.document.content_type);
    let (name, work) = site.editions.of_page(index)?;
    if !content_type.has(Behaviour::Articles) {
        return None;
    }
    let fields = &page.document.fields;
    let made = fields.date("promulgated").or_else(|| fields.date("issued"));
    let passed_by = fields.texts("issuer");
    let url = |route: &Route| site.config.base_url.as_ref().map(|base| format!("{base}{route}"));
    let of = Named { kind: "Legislation", name, url: url(&work.route) };
    let said = Legislation {
        context: "https://schema.org",
        kind: "Legislation",
        name: &page.title,
        identifier: fields.text("doc_no"),
        legislation_type: fields.text("level").or_else(|| fields.text("genre")),
        version: fields.date("version").filter(|version| made != Some(*version)),
        date: made,
        applicability: page.document.effective(),
        force: page.standing.and_then(force),
        passed_by: passed_by.iter().map(|name| Named { kind: "Organization", name, url: None }).collect(),
        url: url(&page.route),
        // Without an address it would only say the name again.
        work: Some(of).filter(|of| of.url.is_some()),
    };
    let json = serde_json::to_string(&said).expect("words and dates make JSON");
    Some(if json.contains("</") { json.replace("</", "<\\/") } else { json })
}

fn force(standing: Standing) -> Option<&'static str> {
    match standing {
        Standing::Unknown => None,
        standing if standing.is_in_force() => Some("https://schema.org/InForce"),
        _ => Some("https://schema.org/NotInForce"),
    }
}
